"""One unit's words as its reader sees them: runs of text with their inline marks, never markup.

The text goes through the project's own Python-Markdown and its tokens through the registry, so bold, links and
telephone numbers are what the page will show. What comes out is text and a closed list of styles: raw HTML stays
visible as the characters it is made of, and a character that nobody can see (a direction override, a zero-width
space) is named by its code point.
"""

from __future__ import annotations

import html
import re
import unicodedata
import xml.etree.ElementTree as etree
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import Enum

from pipeline import tokens
from pipeline.converter import Converter
from pipeline.errors import RegistryError
from pipeline.facts import Registry
from pipeline.interface import CHECKED, Words
from pipeline.languages import Locale
from pipeline.text import prose, unseen

STYLES = frozenset({"strong", "em", "code", "del", "ins", "mark", "sup", "sub", "kbd", "link"})
"""Every style a run may have; all but ``link`` are HTML's own names."""


class Kind(Enum):
    """What a run is."""

    WORDS = "words"
    TOKEN = "token"  #: what a contact or date token stands for; ``origin`` is the token
    BROKEN = "broken"  #: a token that names nothing; shown as it is written
    ADDRESS = "address"  #: where a link or a picture leads, or the title it shows
    HIDDEN = "hidden"  #: the code point of an invisible character
    MARKED = "marked"  #: a character the caller asked to set apart
    BREAK = "break"  #: a line break


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text that looks the same from end to end."""

    text: str
    kind: Kind = Kind.WORDS
    styles: tuple[str, ...] = ()
    """Names from STYLES, the outermost first."""
    origin: str = ""


_PARCEL = re.compile("\ue000([0-9]+)\ue001")  # private-use characters of a text itself never get this far
_SPECIAL = re.compile(r"[^\n\t -~]")
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"})
_AMPERSAND = "\x02amp\x03"
_DISGUISED = re.compile(_AMPERSAND + r"#([0-9]{1,6});")
"""How Python-Markdown writes the letters of an e-mail address."""
_STEPS = ("inline", "attr_list", "smart-symbols", "unescape")
_OPENING = re.compile(r"[\[`<]")
_MANY = 200
"""Brackets and backticks; nobody writes more in a block, and Python-Markdown holds each against every other."""


class Reader:
    """Reads the texts of one locale. One Python-Markdown parser is shared with the rest of the project."""

    def __init__(self, converter: Converter, registry: Registry, locale: Locale, words: Words) -> None:
        self._md = converter.md
        self._registry = registry
        self._locale = locale
        self._words = words

    def runs(self, text: str, *, literal: bool = False, marked: Collection[int] = ()) -> tuple[Run, ...]:
        """The runs of a text in reading order; ``literal`` for a title or an attribute, which holds no Markdown.

        ``marked`` are offsets of characters (outside ASCII) that are to come out as runs of their own.
        """
        parcels: list[Run] = []
        safe = self._parcelled(text, marked, parcels)
        root = None if literal else self._parsed(safe)
        found = self._unpacked(safe, (), parcels) if root is None else self._walk(root, (), parcels)
        return tuple(run for run in found if run.text)

    def _parcelled(self, text: str, marked: Collection[int], parcels: list[Run]) -> str:
        """The text with everything Markdown must not read wrapped up in numbered parcels."""

        def wrap(run: Run) -> str:
            parcels.append(run)
            return f"\ue000{len(parcels) - 1}\ue001"

        def plain(begin: int, end: int) -> str:
            return _SPECIAL.sub(lambda match: shown(match[0], begin + match.start()), text[begin:end])

        def shown(char: str, at: int) -> str:
            if at in marked:
                return wrap(Run(char, Kind.MARKED))
            return wrap(Run(f"U+{ord(char):04X}", Kind.HIDDEN)) if _is_hidden(text, at) else char

        parts, at = [], 0
        for token in prose.tokens(text):
            parts += [plain(at, token.start()), wrap(self._token(token[0]))]
            at = token.end()
        return "".join([*parts, plain(at, len(text))])

    def _token(self, token: str) -> Run:
        label = self._words(CHECKED)
        try:
            words = tokens.expand(
                token, self._registry, self._locale, "plain", path="", checked_label=label, words=self._words
            )
        except RegistryError:
            return Run(visible(token), Kind.BROKEN)
        return Run(visible(words), Kind.TOKEN, origin=visible(token))

    def _parsed(self, text: str) -> etree.Element | None:
        """The tree of inline marks; None where Python-Markdown fails on a mixture of signs (see `markdown`), and for
        more of them than anybody writes.
        """
        if len(_OPENING.findall(text)) > _MANY:
            return None
        self._md.reset()
        root = etree.Element("div")
        etree.SubElement(root, "p").text = text
        try:
            for step in _STEPS:
                if step in self._md.treeprocessors:
                    self._md.treeprocessors[step].run(root)
        except Exception:
            return None
        return root

    def _walk(self, el: etree.Element, styles: tuple[str, ...], parcels: list[Run]) -> Iterator[Run]:
        yield from self._unpacked(self._unstashed(el.text or "", el.tag), styles, parcels)
        for child in el:
            yield from self._child(child, styles, parcels)
            yield from self._unpacked(self._unstashed(child.tail or "", el.tag), styles, parcels)

    def _child(self, el: etree.Element, styles: tuple[str, ...], parcels: list[Run]) -> Iterator[Run]:
        if el.tag == "br":
            yield Run("\n", Kind.BREAK)
        elif el.tag == "img":
            yield from self._unpacked(el.get("alt", ""), styles, parcels)
            yield from self._address(el, "src", "", parcels)
        elif el.tag == "a":
            words = tuple(self._walk(el, (*styles, "link"), parcels))
            yield from words
            yield from self._address(el, "href", "".join(run.text for run in words), parcels)
        else:
            style = (el.tag,) if el.tag in STYLES else ()
            yield from self._walk(el, (*styles, *style), parcels)

    def _address(self, el: etree.Element, name: str, words: str, parcels: list[Run]) -> Iterator[Run]:
        for value in (el.get(name, ""), el.get("title", "")):
            pieces = self._unpacked(value.replace(_AMPERSAND, "&"), (), parcels)
            address = "".join(visible(html.unescape(run.text)) for run in pieces)
            if address and address.removeprefix("mailto:") != words:
                yield Run(address, Kind.ADDRESS)

    def _unpacked(self, text: str, styles: tuple[str, ...], parcels: list[Run]) -> Iterator[Run]:
        for index, piece in enumerate(_PARCEL.split(text)):
            if index % 2:
                run = parcels[int(piece)]
                yield Run(run.text, run.kind, styles, run.origin)
            else:
                yield Run(piece, styles=styles)

    def _unstashed(self, text: str, tag: str) -> str:
        """Python-Markdown's placeholders as a reader sees them: code and entities as characters, tags as written."""

        def written(match: re.Match[str]) -> str:
            stashed = self._md.htmlStash.rawHtmlBlocks[int(match[1])]
            raw = stashed if isinstance(stashed, str) else etree.tostring(stashed, "unicode")
            if tag == "code":
                return html.unescape(raw)
            return visible(html.unescape(raw)) if re.fullmatch(r"&#?\w+;", raw) else raw

        text = _DISGUISED.sub(lambda match: visible(chr(int(match[1]))), prose.STASHED_HTML.sub(written, text))
        return prose.PLACEHOLDER.sub("", text.replace(_AMPERSAND, "&"))


def visible(text: str) -> str:
    """A text with every unseen character written as its code point: ``a[U+202E]b``; line breaks stay."""
    return "".join(
        f"[U+{ord(char):04X}]" if char not in "\n\t" and _is_hidden(text, at) else char for at, char in enumerate(text)
    )


def _is_hidden(text: str, at: int) -> bool:
    """Whether a character cannot be seen, and its script is not spelt with it there."""
    return unicodedata.category(text[at]) in _UNSEEN and not unseen.NEEDED.match(text, at)


def plain(runs: Collection[Run]) -> str:
    """What a reader sees, as text, links with their addresses."""
    return "".join(f" ({run.text})" if run.kind is Kind.ADDRESS else run.text for run in runs)
