"""Which sheets there are: the pages, languages and forms that somebody asks for, one order a file."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.errors import KyrError
from pipeline.languages import FONTS, SOURCE, Locale
from pipeline.model import Page
from pipeline.organization import Scope
from pipeline.print.forms import FORMS, PAPER, PHONE, Form
from pipeline.project import INTERFACE, Project

if TYPE_CHECKING:
    from pathlib import Path

PAPER_ONLY = "print/"
"""Texts that the site does not have: their codes lead to its first page, which says nothing about who opens it."""

_FOR_HELPERS = frozenset({"partners", "lawyers"})  # who pass on files, not pictures


@dataclass(frozen=True, slots=True)
class Order:
    """One file to be made."""

    locale: Locale
    page: str
    form: str = "handout"
    paper: str = PAPER
    beside: Locale | None = None
    """The second language of a form that has two."""
    region: str = ""
    """A state's two letters, ``ny``: without the services of other places; empty for all."""
    folder: str = ""
    """Of an organization's own sheets: the name of its file."""

    @property
    def path(self) -> str:
        """Below build/: ``handouts/zh-Hans/trafficking/t-visa.pdf``; what is not usual is said in the name."""
        tags = self.locale.tag if self.beside is None else f"{self.locale.tag}+{self.beside.tag}"
        usual = (PAPER, PHONE)
        marks = "".join(f".{mark}" for mark in (self.region, "" if self.paper in usual else self.paper) if mark)
        own = f"{self.folder}/" if self.folder else ""
        return f"handouts/{own}{tags}/{self.page}{marks}{FORMS[self.form].suffix}"

    @property
    def locales(self) -> tuple[Locale, ...]:
        """One language or two."""
        return (self.locale, self.beside) if self.beside else (self.locale,)


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asked for; as it is, everything there is."""

    pages: tuple[str, ...] = ()
    locales: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    region: str = ""
    paper: str = PAPER
    organization: Path | None = None
    release: bool = False

    @property
    def is_everything(self) -> bool:
        """Whether files that this wish does not name are out of date."""
        return self == Wish(release=self.release)


EVERYTHING = Wish()


def orders(project: Project, wish: Wish = EVERYTHING) -> Iterator[Order]:
    """Every sheet that is wished for, page by page.

    Raises KyrError for a page, locale or form there is not, and for a locale that is named and has no font.
    """
    locales = [project.locale(code) for code in wish.locales]
    for locale in locales:
        if missing := missing_font(locale):
            raise KyrError(f"locales/{locale.code}", *missing)
    if locales == [SOURCE] and wish.forms and all(FORMS[name].beside for name in wish.forms):
        raise KyrError(SOURCE.code, "two languages stand side by side in this form", "Name the one beside English")
    locales = locales or [one for one in project.config.everywhere if not missing_font(one)]
    for page in _pages(project, wish):
        for name in _forms(page, wish):
            form = FORMS[name]
            paper = form.papers[0] if wish.paper == PAPER else wish.paper
            folder = wish.organization.stem if wish.organization else ""
            for first, second in _languages(project, locales, form):
                yield Order(first, page.path, name, paper, second, wish.region, folder)


def missing_font(locale: Locale) -> tuple[str, str] | None:
    """What keeps a locale from being printed: (what is missing, what to do); None when all is there."""
    font = FONTS.get(locale.script)
    if font is None:
        fix = "Add the script and its font package to FONTS in pipeline/languages.py"
        return f"no font for the script {locale.script} is known, so handouts cannot be printed", fix
    try:
        importlib.metadata.distribution(font.package)
    except importlib.metadata.PackageNotFoundError:
        fix = f"Put {font.package} into pyproject.toml's dependencies and install it"
        return f"handouts need the font {font.family}, which is not installed", fix
    return None


def left_out(project: Project, wish: Wish = EVERYTHING) -> Iterator[tuple[Locale, str, str]]:
    """The locales that nothing is printed in, where none is named: each with what is missing and what to do."""
    for locale in () if wish.locales else project.config.everywhere:
        if missing := missing_font(locale):
            yield locale, *missing


def _pages(project: Project, wish: Wish) -> Iterator[Page]:
    scope = Scope.of_region(wish.region)
    if wish.pages:
        for path in wish.pages:
            page = project.page(path)
            if page.path == INTERFACE:
                raise KyrError(path, "the interface's own words are not a page to print", "Name a page")
            if not scope.shows_page(page.meta.region):
                fix = f"Its region: line names {', '.join(page.meta.region)}; leave --region out"
                raise KyrError(page.name, f"the page is not for {wish.region}", fix)
            yield page
    else:
        for page in project.pages.values():
            if page.meta.handout and project.shows(page) and scope.shows_page(page.meta.region):
                yield page


def _forms(page: Page, wish: Wish) -> Iterator[str]:
    """The forms a page is printed in: those it asks for, or, if it is named, those that are named."""
    asked = page.meta.handout or ({"handout": 0} if wish.pages else {})
    for name, form in FORMS.items():
        named = name in wish.forms
        offered = form.asked in asked and not (form.is_picture and page.meta.audience in _FOR_HELPERS)
        fits = wish.paper in (PAPER, *form.papers)
        if (named and bool(wish.pages)) or (offered and fits and (named or not wish.forms)):
            yield name


def _languages(project: Project, locales: Sequence[Locale], form: Form) -> Iterator[tuple[Locale, Locale | None]]:
    """One language; or, side by side, English with each, and a language with the one it is derived from."""
    for locale in locales:
        if not form.beside:
            yield locale, None
        elif locale != SOURCE:
            yield SOURCE, locale
            origin = next((one for one in project.config.locales if one.code == locale.derived_from), None)
            if origin:
                yield origin, locale


def address(project: Project, locale: Locale, page: str) -> str:
    """The page's address in a language; English has no folder of its own."""
    folder = "" if locale == SOURCE else f"{locale.tag}/"
    path = "" if page.startswith(PAPER_ONLY) else page.removesuffix("index")
    return f"{project.config.url}{folder}{path}{'/' if path and not path.endswith('/') else ''}"
