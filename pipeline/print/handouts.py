"""Typesetting through Typst: a form's JSON values and its template to an accessible PDF (PDF/UA-1 and PDF/A-2a)."""

from __future__ import annotations

import datetime
import functools
import importlib.metadata
import json
import re
import threading
import unicodedata
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import typst

from pipeline import languages
from pipeline.errors import PrintError
from pipeline.print.forms import FORMS
from pipeline.print.sheet import SHORTER, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TEMPLATES: Final = Path("site/print")
"""Below a project's root."""

SIZED: Final = frozenset({"trifold", "card", "poster", "square", "slides"})
"""The forms that have several `sizes` of type in values.typ."""
SIZES: Final = 10
"""How many a form has there, at most."""

_DAMAGED = "\ufffd"  # what a wrong encoding leaves behind


def _moment(sheet: Sheet) -> int:
    return int(datetime.datetime.combine(sheet.checked, datetime.time(), datetime.UTC).timestamp())


@functools.cache
def _fonts() -> typst.Fonts:
    """The fonts of the installed packages that the table of languages names and no others, read once per process."""
    folders = []
    for package, folder in sorted({(font.package, font.folder) for font in languages.FONTS.values()}):
        try:
            folders.append(str(importlib.metadata.distribution(package).locate_file(folder)))
        except importlib.metadata.PackageNotFoundError:
            continue  # its languages are not printed here; one that is printed asks for it by name
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


def _compiler(template: Path) -> typst.Compiler:
    """Typst with a template that it has read, and reads again when the file changes."""
    with _reading_fonts:  # threads that ask at once would otherwise each read their own
        fonts = _fonts()
    return typst.Compiler(str(template), root=str(template.parent), font_paths=fonts, ignore_system_fonts=True)


class _TailError(Exception):
    """The sheet may have fewer pages, or could do without the little that stands on its last one."""

    def __init__(self, pages: int) -> None:
        super().__init__(pages)
        self.pages = pages


class _WideError(PrintError):
    """A telephone number, which is never broken, is wider than its space in the type that was tried."""


class _Thread(threading.local):
    """What each thread keeps: a compiler can serve only one."""

    def __init__(self) -> None:
        self.compiler = functools.lru_cache(maxsize=16)(_compiler)


_own = _Thread()
_reading_fonts = threading.Lock()


def typeset(sheet: Sheet, data: Mapping[str, Any], templates: Path, moment: int | None = None) -> bytes:
    """A sheet as PDF/UA-1 and PDF/A-2a, from its `sheet.values_of`; the same bytes for the same values.

    ``moment`` is the document's date in seconds since 1970; without it, the day the page was checked. Whoever hands the
    sheet out gets one line where there is no room for a block. Other threads may run meanwhile. Raises PrintError,
    naming page and language, for a character that no font has, too many pages, or a word, number or panel that does
    not fit.
    """
    try:
        return _fitted(sheet, data, templates, moment)
    except PrintError:
        if data["giver"]:
            with suppress(PrintError):
                return _fitted(sheet, {**data, "giver": {**data["giver"], "brief": True}}, templates, moment)
        raise


def _fitted(sheet: Sheet, data: Mapping[str, Any], templates: Path, moment: int | None) -> bytes:
    """With less white between the lines where that saves the sheet its last page."""
    try:
        return _set(sheet, {**data, "air": "auto"}, templates, moment)
    except _TailError as tail:
        most = data["max_pages"] or tail.pages
        fewer = min(tail.pages - 1, most)
        try:
            return _set(sheet, {**data, "air": "close", "max_pages": fewer}, templates, moment)
        except PrintError:
            if most < tail.pages:
                raise
            return _set(sheet, {**data, "air": "usual"}, templates, moment)


def _set(sheet: Sheet, data: Mapping[str, Any], templates: Path, moment: int | None) -> bytes:
    """In the largest type of its form in which no telephone number is too wide."""
    *larger, smallest = range(SIZES if sheet.form in SIZED else 1)
    for too_large in larger:
        with suppress(_WideError):
            return _compiled(sheet, {**data, "too_large": too_large}, templates, moment)
    return _compiled(sheet, {**data, "too_large": smallest}, templates, moment)


def _compiled(sheet: Sheet, data: Mapping[str, Any], templates: Path, moment: int | None) -> bytes:
    payload = json.dumps(data, ensure_ascii=False)
    if _DAMAGED in payload:
        raise _unprintable(_DAMAGED, data, sheet)  # fonts have a sign for it, and nobody wants to read it
    date = _moment(sheet) if moment is None else moment
    try:
        pdf, warnings = _own.compiler(templates / f"{sheet.form}.typ").compile_with_warnings(
            sys_inputs={"data": payload},
            pdf_standards=["ua-1", "a-2a"],
            timestamp=date,
        )
    except typst.TypstError as error:
        if tail := re.match(r"panicked with: \S*kyr:tail:(\d+)", error.message):
            raise _TailError(int(tail[1])) from error
        raise _explained(error.message, error.diagnostic, data, sheet) from error
    if warnings:
        raise _explained(warnings[0].message, warnings[0].diagnostic, data, sheet)
    return cast("bytes", pdf)  # a PDF is one file, whatever its number of pages


def _explained(message: str, diagnostic: str, data: Mapping[str, Any], sheet: Sheet) -> PrintError:
    """What Typst reports, in words for the person who wrote the page."""
    if glyph := re.search(r'the text `"(.+?)"` could not be displayed|disallowed codepoint `"(.+?)"`', message):
        return _unprintable(_unescaped(glyph[1] or glyph[2]), data, sheet)
    if failure := re.match(r"panicked with: kyr:(\w+):(.*)", message, re.DOTALL):
        kind = _WideError if failure[1] == "wide" else PrintError
        return kind(sheet.name, *_failure(failure[1], failure[2], sheet))
    if "depth exceeded" in message:
        return PrintError(sheet.name, "lists, quotations or emphasis stand too deep inside one another", "Flatten them")
    if family := re.search(r"unknown font family: (.+)", message):
        known = {font.family.casefold(): font.package for font in languages.FONTS.values()}
        fix = "Name another font in pipeline/languages.py"
        if package := known.get(family[1].casefold()):
            fix = f"Run: pip install {package}"
        return PrintError(sheet.name, f"no installed font package has the font '{family[1]}'", fix)
    place = re.search(r"┌─ (?:\S*/)?(\S+?):(\d+):\d+", diagnostic)
    fix = "Undo the last change to the templates; if there was none, simplify the page"
    template, line = (f"site/print/{place[1]}", int(place[2])) if place else (sheet.name, None)
    return PrintError(template, f"Typst could not set {sheet.name}: {message}", fix, line)


def _failure(kind: str, detail: str, sheet: Sheet) -> tuple[str, str]:
    """Message and fix for what the templates themselves refuse (``fail`` in lib.typ)."""
    parts = detail.split("|")
    match kind:
        case "pages":
            message = f"the handout has {detail} pages and may have {sheet.max_pages}"
            return message, f"Shorten the page, or raise its budget ({FORMS[sheet.form].asked}: in the front matter)"
        case "wide":
            fix = "Take it out of the narrow column or list: a telephone number is never broken"
            return f"'{detail}' is wider than the space it stands in", fix
        case "columns":
            return (
                f"a table has {detail} columns, which is too many for the paper",
                "Split it, or swap its rows and columns",
            )
        case "panel":
            name, need, have = parts
            message = f"the {name} needs {need} in and has {have} in, even in the smallest type"
            return message, "Shorten its text"
        case _:
            return f"the QR code for {detail[:60]}… would be too fine to scan", SHORTER


def _unescaped(text: str) -> str:
    return re.sub(r"\\u\{([0-9a-f]+)\}", lambda match: chr(int(match[1], 16)), text)


def _unprintable(text: str, data: Mapping[str, Any], sheet: Sheet) -> PrintError:
    names = ", ".join(f"U+{ord(char):04X} {unicodedata.name(char, 'without a name')}" for char in text)
    within = next((leaf for leaf in leaves(data) if text in leaf), "")
    start = max(0, within.find(text) - 12)
    near = "".join(char for char in within[start : start + 30] if char.isprintable())
    fix = "Say it in words, or use a plainer sign"
    if text.isalpha():
        fix = "Replace it or, if the word is of another language, give it that language's lang"
    shown = f"'{text}' ({names})" if text.isprintable() else names
    return PrintError(sheet.name, f"no font can print {shown}, in '{near}'", fix)


def leaves(value: Any) -> Iterator[str]:
    """Every string of the values, in the order they were put together."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from leaves(item)
