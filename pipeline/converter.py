"""A page's Markdown through one parser: to its units, or to XHTML in whatever words a job brings."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import markdown

from pipeline.errors import KyrError, PageError
from pipeline.markdown import Job, KyrExtension, UnitTreeprocessor
from pipeline.model import Page, Unit

EXTENSIONS: tuple[str, ...] = (
    "abbr",
    "admonition",
    "attr_list",
    "def_list",
    "footnotes",
    "md_in_html",
    "tables",
    "toc",
    "pymdownx.betterem",
    "pymdownx.caret",
    "pymdownx.details",
    "pymdownx.highlight",
    "pymdownx.inlinehilite",
    "pymdownx.keys",
    "pymdownx.mark",
    "pymdownx.smartsymbols",
    "pymdownx.superfences",
    "pymdownx.tabbed",
    "pymdownx.tasklist",
    "pymdownx.tilde",
)
"""The extensions Material's own documentation turns on; a project's mkdocs.yml may name others."""

CONFIGS: dict[str, dict[str, Any]] = {
    "pymdownx.tabbed": {"alternate_style": True},
    # 22 U.S.C. 7105(c)(3) is a paragraph of a law and no copyright, and (r) no trade mark
    "pymdownx.smartsymbols": {"copyright": False, "registered": False},
}

_INLINE_ONLY = frozenset(
    {
        "pymdownx.betterem",
        "pymdownx.caret",
        "pymdownx.inlinehilite",
        "pymdownx.keys",
        "pymdownx.mark",
        "pymdownx.smartsymbols",
        "pymdownx.tilde",
    }
)
"""Extensions that change nothing before inline parsing, where extraction ends."""


class PageFolder:
    """A path in the settings of an extension: the folder of the page that is being converted, MkDocs' ``!relative``."""

    def __init__(self, root: Path) -> None:
        """``root`` is where the paths of pages begin."""
        self._root = root
        self.folder = ""

    def __fspath__(self) -> str:
        return str(self._root / self.folder)

    __str__ = __fspath__


def _page_folders(setting: object) -> Iterator[PageFolder]:
    """Those in a setting, or in any setting within it."""
    if isinstance(setting, PageFolder):
        yield setting
    elif isinstance(setting, dict | list | tuple):
        for one in setting.values() if isinstance(setting, dict) else setting:
            yield from _page_folders(one)


def _without_colours(md: markdown.Markdown) -> None:
    """Keep pymdownx.highlight and codehilite from reading code as Pygments does: half of the time, on some pages.

    A block's title stays what it is: where it is made from the name Pygments has for the language, Pygments is asked.
    """
    for extension in md.registeredExtensions:
        if hasattr(extension, "get_pymdownx_highlighter"):
            extension.get_pymdownx_highlighter = partial(_plain_highlighter, extension.get_pymdownx_highlighter())
        elif "use_pygments" in extension.config:
            extension.setConfig("use_pygments", False)
    if "hilite" in md.treeprocessors:  # codehilite has given it a copy of its settings
        md.treeprocessors["hilite"].config["use_pygments"] = False  # type: ignore[attr-defined]


def _plain_highlighter(highlighter: Any) -> Any:
    class Plain(highlighter):  # type: ignore[misc] # known when the extension is
        def get_lexer(self, src: str, language: str, inline: bool, stripnl: bool) -> tuple[Any, str]:
            lexer, name = super().get_lexer(src, language if self.auto_title else "text", inline, stripnl)
            return lexer, name if self.auto_title else language or name

    return Plain


class Converter:
    """One Python-Markdown parser with one set of extensions, used for page after page."""

    def __init__(
        self, extensions: Sequence[str] = EXTENSIONS, configs: Mapping[str, Mapping[str, Any]] | None = None
    ) -> None:
        self.extension = KyrExtension()
        self._extensions = extensions
        self._configs = {name: dict(value) for name, value in (CONFIGS if configs is None else configs).items()}
        self._folders = list(_page_folders(self._configs))

    @cached_property
    def md(self) -> markdown.Markdown:
        """The parser that writes pages."""
        return self._parser([*self._extensions, self.extension])

    @cached_property
    def _plain(self) -> markdown.Markdown:
        return self._parser(self._extensions)

    @cached_property
    def _blocks(self) -> markdown.Markdown:
        """A parser for extraction: every extension takes some milliseconds to make, and no unit shows code."""
        md = self._parser([*(name for name in self._extensions if name not in _INLINE_ONLY), self.extension])
        _without_colours(md)
        return md

    def _parser(self, extensions: Sequence[str | KyrExtension]) -> markdown.Markdown:
        return markdown.Markdown(extensions=extensions, extension_configs=self._configs, output_format="xhtml")

    def units(self, body: str, path: str = "", first_line: int = 1) -> tuple[Unit, ...]:
        """The units of a page's body, in reading order.

        Stops before inline parsing, which extraction has no use for. Raises PageError for a broken directive, and
        for blocks that are nested more deeply than they can be read.
        """
        job = Job(path, body, first_line)
        with self._at_work(job):
            self._extract(body)
        return tuple(job.units)

    def loose(self, page: Page) -> tuple[Unit, ...]:
        """The tokens of a page that stand in no unit, each as one: alone in a block, in raw HTML, in a skipped block.

        No translator meets them, and they are printed all the same.
        """
        met: list[Unit] = []

        def note(text: str, *, line: int | None, lang: str | None, html: bool) -> str:
            del lang, html
            met.append(Unit(text, "token", line=line))
            return text

        if page.body.count("{{") > sum(unit.text.count("{{") for unit in page.units):
            with self._at_work(Job(page.name, page.body, page.first_line, expand=note)):
                self._extract(page.body)
        return tuple(met)

    def _extract(self, body: str) -> None:
        md = self._blocks.reset()
        lines = body.split("\n")
        for preprocessor in md.preprocessors:
            lines = preprocessor.run(lines)
        root: Any = md.parser.parseDocument(lines).getroot()
        for treeprocessor in md.treeprocessors:
            replaced = treeprocessor.run(root)
            root = root if replaced is None else replaced
            if isinstance(treeprocessor, UnitTreeprocessor):
                break

    def convert(self, job: Job) -> str:
        """The page's body as XHTML, with the job's words and tokens in place; the job collects the units met.

        Raises PageError like `units`.
        """
        with self._at_work(job):
            return self.md.reset().convert(job.body)

    def untouched(self, path: str, body: str) -> str:
        """The page's body as XHTML as it is without us. Raises PageError where one of its own extensions refuses it."""
        self._go_to(path)
        try:
            return self._plain.reset().convert(body)
        except Exception as error:  # an extension is somebody else's code
            said = " ".join(str(error).split())
            problem = f"its own Markdown extensions refuse it ({type(error).__name__}: {said})"
            raise PageError(path, problem, "Put that right, in the page or in the extension's settings") from error

    def _go_to(self, path: str) -> None:
        """Have an extension that reads beside a page, as snippets may, made anew for another folder."""
        folder = posixpath.dirname(path)
        if any(one.folder != folder for one in self._folders):
            self._forget("md", "_blocks", "_plain")
            for one in self._folders:
                one.folder = folder

    def _forget(self, *parsers: str) -> None:
        for parser in parsers:
            vars(self).pop(parser, None)

    @contextmanager
    def _at_work(self, job: Job) -> Iterator[None]:
        self.extension.job = job
        self._go_to(job.path)
        try:
            yield
        except RecursionError as error:
            self._forget("md", "_blocks")  # what it was in the middle of would stay in mind on the next page
            problem = "its blocks are nested too deeply"
            raise PageError(job.path, problem, "Put fewer lists, quotes or boxes inside each other") from error
        except KyrError:
            raise
        except Exception:
            self.untouched(job.path, job.body)  # says so if it is not us who stumble
            raise
