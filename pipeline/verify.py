"""Proof that translating a page can break nothing: identity, substitution and coverage of any Markdown file.

Three conversions of one body are compared:

* *identity*: every msgstr equals its msgid, through the whole of extraction and substitution; the HTML must be
  the very bytes Python-Markdown writes without us, and extraction alone must find the units that conversion met;
* *substitution*: the folded msgids themselves are put back instead of the author's raw lines; the HTML may differ in
  nothing but white space that a browser collapses (outside `pre`), and in abbreviations of several words, which
  Python-Markdown finds only where they stand on one line;
* *coverage* (``--pseudo``): every unit is wrapped in two private-use characters; prose outside them is prose that
  no translator would ever see.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser

from pipeline import late
from pipeline.converter import Converter
from pipeline.markdown import Job, Shown
from pipeline.model import Unit
from pipeline.text import prose, wordiff

_OPEN, _CLOSE = "\ue000", "\ue001"
_PROSE = re.compile(r"[^\W\d_]{2,}")
_VERBATIM = frozenset({"pre", "textarea", "script", "style"})
_INLINE = frozenset({"code", "kbd", "samp", "var"})
_NO_PROSE = _INLINE | _VERBATIM
_BLOCKS = frozenset({"blockquote", "dd", "details", "div", "dl", "dt", "hr", "li", "ol", "p", "pre", "table", "td"})
_BLOCKS |= {"th", "tr", "ul", *late.HEADINGS}
_LONG_ABBREVIATION = re.compile(r'<abbr title="[^"]*">([^<]*\s[^<]*)</abbr>')
_KEPT = re.compile(
    r'(<(?!script type="math/tex[^">]*">[^<%]*</)(?:pre|textarea|script|style)\b.*?</(?:pre|textarea|script|style)>)',
    re.DOTALL,
)
_SILENT = frozenset({("translate", "no"), ("class", "arithmatex")})


@dataclass(frozen=True, slots=True)
class Comparison:
    """What converting one file showed."""

    identical: bool
    difference: str = ""
    """The first differing lines, expected and got, when not identical."""
    uncovered: tuple[str, ...] = ()
    """Prose outside every unit, in reading order; only filled when asked for."""


def compare(converter: Converter, path: str, body: str, pseudo: bool = False) -> Comparison:
    """Compare one page's body.

    Raises PageError for a broken directive, and where the extensions themselves refuse the page.
    """
    expected = converter.untouched(path, body)
    job = Job(path, body, translate=_identity)
    identity = converter.convert(job)
    if identity != expected:
        return Comparison(False, _first_difference(expected, identity))
    if converter.units(body, path) != tuple(job.units):
        return Comparison(False, "extraction alone finds other units than conversion")
    substituted = _collapsed(converter.convert(Job(path, body, translate=_identity, keep_lines=False)))
    if substituted != _collapsed(expected):
        return Comparison(False, _first_difference(_collapsed(expected), substituted))
    marked = converter.convert(Job(path, body, translate=wrapped, source_lang="en")) if pseudo else ""
    return Comparison(True, uncovered=uncovered(marked))


def uncovered(html: str) -> tuple[str, ...]:
    """The prose of a page outside every unit, in reading order; each unit of it has been `wrapped`."""
    reader = _Coverage()
    reader.feed(html)
    reader.close()
    return tuple(reader.uncovered)


def _identity(unit: Unit) -> Shown:
    return Shown(unit.text)


def wrapped(unit: Unit) -> Shown:
    """A unit's words between two marks that no page has."""
    return Shown(f"{_OPEN}{unit.text}{_CLOSE}")


def _collapsed(html: str) -> str:
    """White space as a browser reads it: runs are one space, none before a line break; `pre` keeps its own, and an
    address has no line breaks. So has mathematics, but where a comment ends with its line.
    """
    html = re.sub(r'(?:href|src)="[^"\n]*\n[^"]*"', lambda match: re.sub(r"[ \t]*\n[ \t]*", "", match[0]), html)
    html = _LONG_ABBREVIATION.sub(r"\1", html)
    parts = _KEPT.split(html)
    return "".join(
        part if index % 2 else re.sub(r"\s+(?=<br)", "", re.sub(r"\s+", " ", part)) for index, part in enumerate(parts)
    )


def _first_difference(expected: str, got: str) -> str:
    for number, (left, right) in enumerate(zip(expected.splitlines(), got.splitlines(), strict=False), 1):
        if left != right:
            at = wordiff.shared(left, right)
            start = max(0, at - 40)
            return f"line {number} of the HTML: expected …{left[start : at + 60]!r}, got …{right[start : at + 60]!r}"
    return f"expected {len(expected)} characters of HTML, got {len(got)}"


class _Coverage(HTMLParser):
    """Collect the prose of an HTML page that stands outside the two marks."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.uncovered: list[str] = []
        self._inside = False
        self._silent: list[str] = []
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Attributes that are read aloud or shown count as prose; a unit's own are inside the marks."""
        self._end_of_line(tag)
        if tag in _NO_PROSE or not _SILENT.isdisjoint(attrs) or tag in self._silent[-1:]:
            self._silent.append(tag)
            return
        self._in_title = ("class", "filename") in attrs
        for name, value in attrs:
            if name in {"title", "alt", "aria-label", "placeholder"} and value and not self._inside:
                self._prose(value)

    def handle_endtag(self, tag: str) -> None:
        """Leave a silent element, and what its author has not closed in it."""
        if tag in self._silent:
            while self._silent.pop() != tag:
                pass
        self._end_of_line(tag)

    def _end_of_line(self, tag: str) -> None:
        """Code that nobody has closed goes on to the end of the page, and what stands there is read all the same."""
        while tag in _BLOCKS and self._silent and self._silent[-1] in _INLINE:
            self._silent.pop()

    def handle_data(self, data: str) -> None:
        """Text between the marks is covered; the marks themselves may stand in any text node."""
        if not self._silent:
            self._prose(data)
        for mark in re.findall(f"[{_OPEN}{_CLOSE}]", data):
            self._inside = mark == _OPEN

    def _is_file(self, text: str) -> bool:
        return self._in_title and late.is_file_name(text)

    def _prose(self, text: str) -> None:
        inside = self._inside
        for piece in re.split(f"([{_OPEN}{_CLOSE}])", text):
            if piece in {_OPEN, _CLOSE}:
                inside = piece == _OPEN
            elif not inside and _PROSE.search(prose.TOKEN.sub("", piece)) and not self._is_file(piece):
                self.uncovered.append(" ".join(piece.split()))
