"""The MkDocs plugin: with `preview` all that knows MkDocs, beside mkdocs.yml and site/theme.

mkdocs-static-i18n builds every locale from the English files; this plugin swaps each unit's words in the tree while
Python-Markdown converts the page, translates titles, menu and interface, and tells the theme what to say about review.
"""

from __future__ import annotations

import copy
import gc
import logging
import os
import posixpath
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import jinja2
import markdown
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.base import Config
from mkdocs.exceptions import Abort, MkDocsException, PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure import pages as mkdocs_pages
from mkdocs.structure.files import File, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from mkdocs.theme import Theme
from mkdocs.utils import get_relative_url
from mkdocs_static_i18n.config import I18nPluginLanguage

from pipeline import facts, finding, interface, navigation, organization, theming, tokens
from pipeline.edition import Edition, Publisher
from pipeline.errors import KyrError
from pipeline.extensions import BUILTIN
from pipeline.languages import SOURCE, Locale
from pipeline.markdown import Job, KyrExtension
from pipeline.model import Keys
from pipeline.model import Page as Source
from pipeline.print.orders import Order, address
from pipeline.project import Project
from pipeline.videos import SUFFIX, VIDEOS, Captioner

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.utils.templates import TemplateContext

T = TypeVar("T")
_Step = Callable[[], object]
_STYLE = "assets/organization.css"
# Which of a page's headings are in English that stands in.
_HEADING_LANG = re.compile(r'<h[1-6](?=[^>]*\sid="([^"]*)")[^>]*\slang="([^"]*)"')
# What a browser does not need of our scripts, comments on lines of their own, and of our styles, all of them.
_REMARKS = {
    ".js": re.compile(r"^[ \t]*(?://[^\n]*|/\*.*?\*/)[ \t]*\n|^[ \t]+", re.DOTALL | re.MULTILINE),
    ".css": re.compile(r"\s*/\*.*?\*/|^[ \t]+", re.DOTALL | re.MULTILINE),
}
# An author's notes to translators are nobody else's business.
_DIRECTIVES = re.compile(r"<!--\s*kyr:.*?-->\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Language:
    """One entry of the language bar."""

    name: str
    tag: str
    url: str
    """Of the same page in this language, below the site's root."""
    current: bool

    @property
    def path(self) -> str:
        """The same as part of an absolute address, where the home page has no name."""
        return "" if self.url == "." else self.url


@dataclass(frozen=True, slots=True)
class Paper:
    """The PDF of a page, in the page's language."""

    url: str
    """Below the site's root."""
    size: str
    """As people read it: ``120 KB``."""


class _Warnings(logging.Handler):
    """Keeps what MkDocs warns of, and what it calls an error: its exception may not say which."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.texts: list[str] = []
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Note each once."""
        text = " ".join(record.getMessage().split())
        kept = self.texts if record.levelno == logging.WARNING else self.errors
        if text not in kept:
            kept.append(text)


@contextmanager
def quiet() -> Iterator[_Warnings]:
    """MkDocs at work without a word on the terminal; what goes wrong comes out as a KyrError."""
    heard = _Warnings()
    logger = logging.getLogger("mkdocs")
    propagates = logger.propagate
    logger.addHandler(heard)
    logger.propagate = False
    try:
        yield heard
    except (MkDocsException, jinja2.TemplateError, KyrError) as error:
        raise _ours(error, heard.errors) from error
    finally:
        logger.removeHandler(heard)
        logger.propagate = propagates


def build(
    root: Path, strict: bool = False, *, offline: bool = False, project: Project | None = None
) -> tuple[str, ...]:
    """Build the site of a project into build/site; gives MkDocs' warnings.

    ``offline`` builds into build/offline instead, with links that lead to files, for a copy that is opened without a
    server. ``project`` is the same project, if some of it has been read already.
    Raises KyrError when anything is wrong; with ``strict`` also at the first warning.
    """
    settings: dict[str, Any] = {"site_dir": str(root / "build" / "site")}
    if offline:
        settings = {"site_dir": str(root / "build" / "offline"), "use_directory_urls": False}
    with quiet() as heard, _unswept():
        config = load_config(str(root / "mkdocs.yml"), strict=strict, **settings)
        plugin = config.plugins.get("kyr")
        if not isinstance(plugin, KyrPlugin) or "i18n" not in config.plugins:
            problem = "its plugins are not both of i18n and kyr, so no page would be translated"
            raise KyrError("mkdocs.yml", problem, "Name them both under plugins, first i18n and then kyr")
        blog: Any = config.plugins.get("material/blog")
        if blog is not None and blog.config.enabled:
            problem = "the plugin i18n leaves every post of the plugin blog out of the site"
            raise KyrError("mkdocs.yml", problem, "Take blog out or write blog: {enabled: false}: posts are pages then")
        plugin.given = project
        config.plugins.on_startup(command="build", dirty=False)
        mkdocs_build(config)
        config.plugins.on_shutdown()
    return tuple(heard.texts)


@contextmanager
def _unswept() -> Iterator[None]:
    """Without Python's search for circular garbage, a fifth of a build's time: a page leaves some 15 KB of it."""
    swept = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if swept:
            gc.enable()


def _ours(error: BaseException, said: Sequence[str]) -> KyrError:
    """The KyrError behind what MkDocs raised, else the same said in our way, or what it had ``said`` before."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, KyrError):
            return cause
        cause = cause.__cause__ or cause.__context__
    problem = said[0] if said and isinstance(error, Abort) else " ".join(str(error).split())
    return KyrError("mkdocs.yml", problem.rstrip(".!") or type(error).__name__, "Mend that and build again")


class LibraryPage(Page):
    """A page that the project has read already, converted by one parser after the others of its language.

    MkDocs would read the front matter again in each language, and make a parser for every page. The rest is as in its
    own `Page.render`.
    """

    def __init__(
        self, file: File, config: MkDocsConfig, page: Source, parser: Callable[[], markdown.Markdown], alone: _Step
    ) -> None:
        """``parser`` is asked at the page; ``alone`` converts it without us, as a KyrError where that fails."""
        super().__init__(None, file, config)
        self._page, self._parser, self._alone = page, parser, alone

    def read_source(self, config: MkDocsConfig) -> None:
        """What is below the front matter, and what of that is for others: a copy, for plugins change it."""
        del config
        self.markdown, self.meta = self._page.body, copy.deepcopy(dict(self._page.meta.more))

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """The page's HTML, its headings, its anchors and whose anchors it links to."""
        parser = self._parser().reset()
        raw = mkdocs_pages._RawHTMLPreprocessor()
        anchors = mkdocs_pages._ExtractAnchorsTreeprocessor(self.file, files, config)
        links = mkdocs_pages._RelativePathTreeprocessor(self.file, files, config)
        title = mkdocs_pages._ExtractTitleTreeprocessor()
        for processor in (raw, anchors, links, title):  # each takes the place of the last page's
            processor._register(parser)
        try:
            self.content = parser.convert(self.markdown or "")
        except MkDocsException:
            raise
        except Exception:
            _plainly(self._alone)
            raise
        self.toc = get_toc(getattr(parser, "toc_tokens", []))
        self.present_anchor_ids = anchors.present_anchor_ids | raw.present_anchor_ids
        self.links_to_anchors = links.links_to_anchors
        self._title_from_render = title.title


class Settings(Config):  # type: ignore[no-untyped-call] # MkDocs leaves it untyped
    """The plugin has no settings of its own: everything is in pyproject.toml."""


class KyrPlugin(BasePlugin[Settings]):  # type: ignore[no-untyped-call]
    """Entry point ``kyr`` in ``mkdocs.plugins``."""

    _nav: list[Any] | None = None

    def __init__(self) -> None:
        self.only: frozenset[str] = frozenset()
        """Tags of the locales to build; empty for all."""
        self.given: Project | None = None
        """The project, where somebody has read it already."""
        self._site_name = ""
        self._papers: dict[str, Path] = {}
        self._static: set[str] = set()
        """The theme's files that are one for all languages, the 404 and the sitemap: made with the last of them."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read the project and add the Markdown extension; static-i18n asks once for each locale."""
        if not getattr(config.plugins.get("i18n"), "building", False):
            self._read()
        os.environ.setdefault("SOURCE_DATE_EPOCH", str(_plainly(lambda: self._project.moment)))
        self._extend(config)
        config.site_url = self._project.config.url or config.site_url
        self._site_name = self._site_name or config.site_name  # later it is in the last locale's words
        self._languages_of(config)
        self._organization_of(config)
        config.theme.get_env = lambda: self._environment(config.theme)  # type: ignore[method-assign]
        return config

    def _extend(self, config: MkDocsConfig) -> None:
        """The project's Markdown extensions, those that other plugins add, and ours."""
        said = _plainly(lambda: self._project.markdown)
        known = {*said.names, *BUILTIN}
        added = [one for one in config.markdown_extensions if one not in known and not isinstance(one, KyrExtension)]
        config.markdown_extensions = [*said.names, *added, self._extension]  # type: ignore[list-item] # objects too
        config.mdx_configs = {**{name: dict(one) for name, one in said.configs.items()}, **config.mdx_configs}
        if self._in_own_look(config):  # its CSP allows no style= in a page
            _plainly(lambda: theming.check_exit(config.extra.get("exit")))
            cells = config.mdx_configs.get("tables", {})
            config.mdx_configs["tables"] = {"use_align_attribute": True, **cells}

    def _environment(self, theme: Theme) -> jinja2.Environment:
        env = Theme.get_env(theme)
        if "standalone" in theme:
            env.loader = theming.OwnFiles(theme.dirs)
        env.bytecode_cache = self._compiled
        return env

    def _read(self) -> None:
        """The project as it is now, once for all locales of a build."""
        self._extension = KyrExtension()
        self._parsers: dict[str, markdown.Markdown] = {}
        self._project = self.given or _plainly(lambda: Project.find())
        self._compiled = theming.compiled(self._project.build)
        self._cut = theming.cutter(_plainly(lambda: self._project.glossary))
        self._publisher = Publisher(self._project)
        self._captioner = Captioner(self._project, self._publisher)
        self._sayings = _plainly(lambda: finding.sayings(self._project))
        _plainly(self._check_sources)

    def _check_sources(self) -> None:
        for absent in self._project.absent():
            raise absent
        for page in self._project.pages.values():
            facts.must_be_printable(self._project.registry, page)

    def _languages_of(self, config: MkDocsConfig) -> None:
        """static-i18n's languages are the project's: pyproject.toml is the one place that names them.

        They are made here and not validated by it: it refuses languages whose code has three letters.
        """
        i18n = config.plugins.get("i18n")
        if i18n is None:
            return
        languages = []
        for locale in _plainly(lambda: self._project.config).everywhere:
            language = I18nPluginLanguage()
            own = locale == SOURCE
            link = "/" if own else f"/{locale.tag}/"
            build = not self.only or locale.tag in self.only
            fields = {"locale": locale.tag, "name": locale.name, "default": own, "link": link, "build": build}
            language.load_dict(fields)
            languages.append(language)
        i18n.config["languages"] = languages

    def _organization_of(self, config: MkDocsConfig) -> None:
        """The menu without what this organization leaves out, and with its own pages, its colour and its logo."""
        self._nav = self._nav or config.nav  # every locale's build comes by here, with what the last one left
        project, look = self._project, self._project.config.look
        hidden = {f"{path}.md" for path, page in _plainly(lambda: project.pages).items() if not project.shows(page)}
        if self._nav:
            config.nav = organization.menu(self._nav, hidden, look.menu)
        if look.colour and _STYLE not in config.extra_css:
            config.extra_css.append(_STYLE)
        if look.logo:
            config.theme["logo"] = look.logo

    @event_priority(50)
    def _library(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        """Before static-i18n: what this organization does not publish goes, and its own files come in.

        A page that is left out by its name would still stand in its English page's place.
        """
        for file in list(files):
            page = self._project.pages.get(file.src_uri.removesuffix(".md"))
            unwanted = not self._is_own and file.inclusion is InclusionLevel.EXCLUDED and file.is_documentation_page()
            captions = page and file.src_uri.endswith(SUFFIX)  # they come back in every language
            if unwanted or captions or (page and not self._project.shows(page)):
                files.remove(file)
        excluded = config.exclude_docs
        for uri in self._own_files():
            if files.get_file_from_path(uri) is None and not (excluded and excluded.match_file(uri)):
                files.append(File(uri, config.docs_dir, config.site_dir, config.use_directory_urls))
        return files

    @event_priority(-200)
    def _sources(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        """After static-i18n, which looks for every file in content/ and copies each video once a language.

        Our scripts and styles lose their comments, and the pages are given to MkDocs as they have been read.
        """
        for asset in files if self._in_own_look(config) else ():
            remarks = _REMARKS.get(posixpath.splitext(asset.src_uri)[1])
            if remarks and asset.src_dir in config.theme.dirs:  # not an author's, nor another plugin's
                asset.content_string = remarks.sub("", asset.content_string)
        videos = [file for file in files if file.src_uri.endswith(VIDEOS)]
        for video in videos:
            files.remove(video)
            files.append(File(video.src_uri, config.docs_dir, config.site_dir, config.use_directory_urls))
        for uri, path in self._own_files().items():
            if file := files.get_file_from_path(uri):
                file.abs_src_path = str(path)
        parser = partial(self._parser, config)
        for file in files.documentation_pages():
            if page := self._project.pages.get(file.src_uri.removesuffix(".md")):
                alone = partial(self._project.converter.untouched, page.name, page.body)
                LibraryPage(file, config, page, parser, alone)
        films = {posixpath.splitext(video.src_uri)[0] for video in videos}
        for uri, text in _plainly(lambda: [*self._captioner.files(self._locale(config), films)]):
            files.append(File.generated(config, uri, content=text))
        if style := organization.stylesheet(self._project.config.look):
            files.append(File.generated(config, _STYLE, content=style))
        return files

    on_files = CombinedEvent(_library, _sources)

    def _parser(self, config: MkDocsConfig) -> markdown.Markdown:
        """One parser for every locale with the same settings; where those hold ``!relative``, one for every folder."""
        settings = repr((config.markdown_extensions, config.mdx_configs))
        if config._current_page and "RelativeDirPlaceholder" in settings:
            settings += posixpath.dirname(config._current_page.file.src_uri)
        if settings not in self._parsers:
            self._parsers[settings] = markdown.Markdown(
                extensions=config.markdown_extensions, extension_configs=config.mdx_configs
            )
        return self._parsers[settings]

    def _own_files(self) -> dict[str, Path]:
        """The organization's own content by path; its tables of facts and contacts are not for the site."""
        folder = self._project.local / "content"
        found = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
        return {uri: path for uri, path in found.items() if not uri.endswith((".toml", SUFFIX))}

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., Any]
    ) -> LiveReloadServer:
        """A saved catalogue, log or table reloads the page like a saved Markdown file."""
        del config, builder
        server.watch(str(self._project.locales))
        return server

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Translate the menu's own labels; the pages' titles follow with their front matter. By MkDocs' rules a page is
        called what the menu calls it.
        """
        locale = self._locale(config)
        words = self._publisher.words(locale)
        config.site_name = words(self._site_name)
        for item in _items(nav.items):
            if item.title and (item.is_section or item.is_link):
                item.kyr_lang = SOURCE.tag if interface.stands_in(item.title, words, locale) else ""
                item.title = words(item.title)
        if not self._is_own:
            for path, label in navigation.names(config.nav or []).items():
                if (file := files.get_file_from_path(path)) and file.page:
                    file.page.title = words(label)
        return nav

    @event_priority(100)
    def on_page_markdown(self, markdown: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Choose the page's words before Python-Markdown sees it, and other plugins its title."""
        del files
        path = page.file.src_uri.removesuffix(".md")
        if not self._is_own and path not in self._project.page_files:  # another plugin has made it
            self._extension.job = Job()
            return markdown
        edition = _plainly(lambda: self._publisher.edition(self._locale(config), path))
        self._extension.job = edition.job(_as_plugin_error)
        said = _plainly(edition.said)
        page.meta.update({key: one.text for key, one in said.items()})
        page.meta.update({f"kyr_{key}_lang": one.lang for key, one in said.items()})
        page.meta["kyr"] = edition
        return markdown

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Drop the directives, which have done their work; let cards fill the screen and videos have a player."""
        del files
        heading, page.meta["kyr_lang"] = finding.heading(html)
        page.meta["kyr_heading_langs"] = dict(_HEADING_LANG.findall(html))
        if heading and self._is_own:
            page.title = heading  # for the menu: only <title>, which stays in a history, says less
        locale = self._locale(config)
        body = theming.with_filling(_DIRECTIVES.sub("", html), self._publisher.words_in_html(locale))
        if "kyr" not in page.meta:
            return body if locale == SOURCE else theming.in_english(body)
        if not self._in_own_look(config) and locale != SOURCE:  # its templates know nothing of reviews
            body = theming.noticed(body, page.meta["kyr"].notices(self._publisher.words_in_html(locale)))
        return _plainly(
            lambda: self._captioner.embed(body, locale, page.url, lambda uri: get_relative_url(uri, page.url))
        )

    def on_env(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        """Give every template ``_()``, in the language of this build, and the way to the pages it names."""
        self._findings: list[finding.Finding] = []
        locale = self._locale(config)
        self._static = self._static or config.theme.static_templates
        config.theme.static_templates = {name for name in self._static if self._is_time(name, config)}
        env.globals["_"] = self._publisher.words_in_html(locale)
        env.globals["kyr_date"] = lambda day: tokens.date(day, locale)
        env.globals["kyr_in"] = theming.in_language
        env.globals["kyr_fill"] = interface.fill
        env.globals["kyr_locale"] = locale
        env.globals["kyr_site_name"] = self._site_name
        config.theme["language"] = theming.material_language(env, locale)
        env.globals["kyr_theme_word"] = theming.material_words(env, config.theme["language"])
        env.globals["kyr_page"] = cache(lambda path: _address(files, path))
        env.globals["kyr_everywhere"] = [
            (language, self._publisher.words_in_html(self._project.locale(language.tag)))
            for language in self._languages(config, "")
        ]
        return env

    def on_page_context(
        self, context: TemplateContext, /, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Tell the theme what this page says of its review, and where it is in the other languages."""
        del nav
        edition = page.meta.get("kyr")
        if edition:
            self._findings.append(finding.finding(edition, page.url, page.content or ""))
            context["kyr"] = {  # type: ignore[typeddict-unknown-key] # ours, for site/theme
                "notices": edition.notices(self._publisher.words_in_html(edition.locale)),
                "held_back": edition.held_back,
                "only_english": edition.selection.only_english,
                "checked": edition.checked,
                "sources": edition.sources,
                "languages": tuple(self._languages(config, page.url)),
                "home": edition.page.path == "index",
                "today": self._project.today,
                "address": address(self._project, edition.locale, edition.page.path).partition("//")[2],
                "handout": self._paper(edition),
            }
        return context

    def on_post_page(self, output: str, /, *, page: Page, config: MkDocsConfig) -> str:
        """A page without the white space that nobody sees, and with what may not be broken held on one line."""
        del page
        if not self._in_own_look(config):
            return output
        head, body, rest = _trimmed(output).partition("<body")
        if self._locale(config).is_chinese:
            rest = theming.by_words(rest, self._cut)
        return head + body + theming.unbroken(rest)

    def on_post_template(self, output_content: str, /, *, template_name: str, config: MkDocsConfig) -> str:
        """The one 404 of ours speaks every language: the last locale's build may not leave its own on the page."""
        if not self._in_own_look(config) or template_name != "404.html":
            return output_content
        html = re.sub(r'<html lang="[^"]*"', f'<html lang="{SOURCE.tag}"', _trimmed(output_content), count=1)
        return re.sub(r'<body dir="[^"]*"', f'<body dir="{SOURCE.direction}"', html, count=1)

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Put the handouts that pages link to beside them, and the servers' header files where they are looked for.

        Another look has another search, and needs what those headers forbid.
        """
        site, locale = Path(config.site_dir), self._locale(config)
        for url, source in self._papers.items():
            (site / url).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, site / url)
        if not self._in_own_look(config):
            return
        for name, text in finding.scripts(locale, self._findings, self._sayings, self._publisher.words(locale)):
            (site / "assets" / name).parent.mkdir(parents=True, exist_ok=True)
            (site / "assets" / name).write_text(text, "utf-8", newline="\n")
        for name in ("_headers", ".htaccess"):
            source = self._project.root / "site" / "headers" / name
            if source.exists():
                shutil.copyfile(source, site / name)

    def _paper(self, edition: Edition) -> Paper | None:
        """The handout that `kyr build` has printed before; a page without one, or not printed yet, has no link."""
        order = Order(edition.locale, edition.page.path)
        file = self._project.build / order.path
        if "handout" not in edition.page.meta.handout or not file.exists():
            return None
        self._papers[order.path] = file
        return Paper(order.path, f"{max(1, round(file.stat().st_size / 1000))} KB")

    @property
    def _is_own(self) -> bool:
        """Whether the pages have front matter by our rules, and not by MkDocs'."""
        return _plainly(lambda: self._project.config).front_matter is Keys.OWN

    def _locale(self, config: MkDocsConfig) -> Locale:
        i18n = config.plugins.get("i18n")
        tag = getattr(i18n, "current_language", None) or SOURCE.tag
        return _plainly(lambda: self._project.locale(tag))

    def _in_own_look(self, config: MkDocsConfig) -> bool:
        """Whether the site has the library's templates, and not those of somebody's own site."""
        return "standalone" in config.theme or str(self._project.root / "site" / "theme") in config.theme.dirs

    def _is_time(self, template: str, config: MkDocsConfig) -> bool:
        """Whether a file that is one for all languages is made in this build; a 404 of another look is in English."""
        if template == "404.html" and not self._in_own_look(config):
            return self._locale(config) == SOURCE
        return self._is_last(config)

    def _is_last(self, config: MkDocsConfig) -> bool:
        """Whether static-i18n builds no locale after this one; it begins with the source locale."""
        built: Sequence[str] = getattr(config.plugins.get("i18n"), "build_languages", ())
        return self._locale(config).tag == [SOURCE.tag, *(tag for tag in built if tag != SOURCE.tag)][-1]

    def _languages(self, config: MkDocsConfig, url: str) -> Iterator[Language]:
        """The language bar of one page; English has no folder of its own."""
        current = self._locale(config)
        page = url.removeprefix(f"{current.tag}/")
        for locale in self._project.config.everywhere:
            folder = "" if locale == SOURCE else f"{locale.tag}/"
            yield Language(locale.name, locale.tag, f"{folder}{page}" or ".", locale == current)


def _trimmed(page: str) -> str:
    """Without what templates leave at the ends of lines."""
    return "\n".join([line.rstrip(" \t") for line in page.split("\n")])


def _address(files: Files, path: str) -> str:
    """A page's URL below the site's root in the language of this build; the first page's, if there is no such page."""
    file = files.get_file_from_path(f"{path}.md") or files.get_file_from_path("index.md")
    return file.url if file else "."


def _items(items: Any) -> Iterator[Any]:
    for item in items:
        yield item
        yield from _items(item.children or ())


def _as_plugin_error(error: KyrError) -> Exception:
    """MkDocs prints a PluginError as one line and stops; any other exception would be a traceback."""
    return PluginError(str(error))


def _plainly(step: Callable[[], T]) -> T:
    try:
        return step()
    except KyrError as error:
        raise _as_plugin_error(error) from error
