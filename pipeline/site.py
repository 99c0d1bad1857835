"""The MkDocs plugin: the one module that knows MkDocs, beside mkdocs.yml and site/theme.

mkdocs-static-i18n builds every locale from the English files; this plugin swaps each unit's words in the tree while
Python-Markdown converts the page, translates titles, menu and interface, and tells the theme what to say about review.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import babel.dates
import jieba
import jinja2
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.base import Config
from mkdocs.exceptions import MkDocsException, PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.nav import Section

from pipeline import interface, workflow
from pipeline.edition import Publisher
from pipeline.errors import KyrError
from pipeline.languages import SOURCE, Locale
from pipeline.markdown import KyrExtension
from pipeline.project import Project

if TYPE_CHECKING:
    from pathlib import Path

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

T = TypeVar("T")
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


class _Warnings(logging.Handler):
    """Keeps what MkDocs warns of; what it calls an error comes as an exception anyway."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Note a warning once."""
        text = " ".join(record.getMessage().split())
        if record.levelno == logging.WARNING and text not in self.texts:
            self.texts.append(text)


@contextmanager
def quiet() -> Iterator[_Warnings]:
    """MkDocs at work without a word on the terminal; what goes wrong comes out as a KyrError."""
    jieba.setLogLevel(logging.WARNING)  # it talks on standard error
    heard = _Warnings()
    logger = logging.getLogger("mkdocs")
    propagates = logger.propagate
    logger.addHandler(heard)
    logger.propagate = False
    try:
        yield heard
    except (MkDocsException, jinja2.TemplateError, KyrError) as error:
        raise _ours(error) from error
    finally:
        logger.removeHandler(heard)
        logger.propagate = propagates


def build(root: Path, strict: bool = False) -> tuple[str, ...]:
    """Build the site of a project into build/site; gives MkDocs' warnings.

    Raises KyrError when anything is wrong; with ``strict`` also at the first warning.
    """
    with quiet() as heard:
        config = load_config(str(root / "mkdocs.yml"), strict=strict)
        config.plugins.on_startup(command="build", dirty=False)
        mkdocs_build(config)
        config.plugins.on_shutdown()
    return tuple(heard.texts)


def _ours(error: BaseException) -> KyrError:
    """The KyrError behind what MkDocs raised, else the same said in our way."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, KyrError):
            return cause
        cause = cause.__cause__ or cause.__context__
    return KyrError("mkdocs.yml", " ".join(str(error).split()) or type(error).__name__, "Mend that and build again")


class Settings(Config):  # type: ignore[no-untyped-call] # MkDocs leaves it untyped
    """The plugin has no settings of its own: everything is in pyproject.toml."""


class KyrPlugin(BasePlugin[Settings]):  # type: ignore[no-untyped-call]
    """Entry point ``kyr`` in ``mkdocs.plugins``."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read the project once for all locales, and add the Markdown extension."""
        self._extension = KyrExtension()
        self._project = _plainly(lambda: Project.find())
        self._publisher = Publisher(self._project)
        os.environ.setdefault("SOURCE_DATE_EPOCH", str(_plainly(lambda: self._project.moment)))
        names = _plainly(lambda: self._project.config.markdown_extensions)
        config.markdown_extensions = [*names, self._extension]  # type: ignore[list-item] # objects are accepted too
        config.mdx_configs.setdefault("pymdownx.tabbed", {"alternate_style": True})
        organization = self._project.config
        config.site_url = organization.url or config.site_url
        self._site_name = config.site_name
        _plainly(lambda: workflow.references(self._project))
        return config

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., Any]
    ) -> LiveReloadServer:
        """A saved catalogue, log or table reloads the page like a saved Markdown file."""
        del config, builder
        server.watch(str(self._project.locales))
        return server

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Translate the menu's own labels; the pages' titles follow with their front matter."""
        del files
        words = self._publisher.words(self._locale(config))
        config.site_name = words(self._site_name)
        for item in _items(nav.items):
            if item.title and isinstance(item, Section):
                item.title = words(item.title)
        return nav

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Choose the page's words before Python-Markdown sees it."""
        del files
        path = page.file.src_uri.removesuffix(".md")
        edition = _plainly(lambda: self._publisher.edition(self._locale(config), path))
        self._extension.job = edition.job(_as_plugin_error)
        page.meta["title"], page.meta["description"] = _plainly(edition.titles)
        page.title = page.meta["title"]
        page.meta["kyr"] = edition
        return markdown

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Drop the directives, which have done their work."""
        del page, config, files
        return _DIRECTIVES.sub("", html)

    def on_env(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        """Give every template ``_()``, in the language of this build."""
        del files
        locale = self._locale(config)
        env.globals["_"] = self._publisher.words(locale)
        env.globals["kyr_date"] = lambda day: babel.dates.format_date(day, "long", locale=locale.code)
        env.globals["kyr_fill"] = interface.fill
        return env

    def on_page_context(
        self, context: TemplateContext, /, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Tell the theme what this page says of its review, and where it is in the other languages."""
        del nav
        edition = page.meta.get("kyr")
        if edition:
            context["kyr"] = {  # type: ignore[typeddict-unknown-key] # ours, for site/theme
                "notices": edition.notices(),
                "checked": edition.checked,
                "sources": edition.sources,
                "languages": tuple(self._languages(config, page.url)),
            }
        return context

    def _locale(self, config: MkDocsConfig) -> Locale:
        i18n = config.plugins.get("i18n")
        tag = getattr(i18n, "current_language", None) or SOURCE.tag
        return _plainly(lambda: self._project.locale(tag))

    def _languages(self, config: MkDocsConfig, url: str) -> Iterator[Language]:
        """The language bar of one page; English has no folder of its own."""
        current = self._locale(config)
        page = url.removeprefix(f"{current.tag}/")
        for locale in (SOURCE, *self._project.config.locales):
            folder = "" if locale == SOURCE else f"{locale.tag}/"
            yield Language(locale.name, locale.tag, f"{folder}{page}" or ".", locale == current)


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
