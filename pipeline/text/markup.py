"""The inline marks of a text, read without rendering it: the gate between a translation and the page.

A translation is untrusted. It replaces the raw text of one block after Python-Markdown has parsed the blocks and
before it parses inline marks, so only inline marks and attribute lists can do harm. `added` names every mark that a
translation brings and its source lacks; while it names one, the translation must not be rendered.

The reading leans to the safe side both ways. Whatever might act in a translation counts, also where Python-Markdown
would probably leave it as plain text (it reads text inside nested marks twice). What a source grants is only what
certainly acts there: a tag shown as code grants no tag.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from functools import lru_cache

from pipeline.text import maths
from pipeline.text.marks import (
    HIGHLIGHTED,
    LABELS,
    MASKS,
    STANDING_IN,
    TAG_MASK,
    TAG_NAME,
    VOID,
    Kind,
    Mark,
    Reader,
    is_plain,
    over,
    usual,
)

_BRACED = (Kind.ATTRIBUTES, Kind.BRACES)
_SAME = {**dict.fromkeys(LABELS, LABELS), **dict.fromkeys(_BRACED, _BRACED)}
_UNCOUNTED = frozenset({*LABELS, Kind.TYPED, Kind.BRACES, Kind.ORDINAL, Kind.FORMAT, Kind.DIRECTION})

_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")  # letters by their category, and never seen
_PILE = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{8}")
_MASKED = re.compile(f"[{MASKS}]")
_URL = re.compile(r"://[!-~]+")
_KEPT_IN_MIND = 8192
"""Texts: those of a large library, for they are asked about by many rules, and the English again for every locale."""


def formats(text: str) -> frozenset[str]:
    """Which a text has of: bold or italics, code, deleted text, inserted text, highlighting, superscript, subscript,
    a line break, a title on a link or picture.
    """
    return frozenset(mark.value for mark in _read(text).marks if mark.kind is Kind.FORMAT)


def added(source: str, target: str, mathematics: maths.Reads | None = None) -> tuple[str, ...]:
    """What a translation brings that its source lacks, in words: ``("the link javascript:alert(1)",)``.

    Empty when the translation may be rendered. The same text is always allowed: it is the author's own, and so is the
    source's own ``mathematics`` where the project's extensions read any.
    """
    if target == source:
        return ()
    if len(target) > 1000 + 10 * len(source):
        return ("far more text than the English has",)
    brought_maths = maths.added(source, target, mathematics) if mathematics else []
    if is_plain(target):
        return tuple(brought_maths)
    if _PILE.search(html.unescape(target)):  # over the lines above and below, and over the number that stands there
        return ("more signs over one character than anybody writes",)
    if mathematics:
        source, target = maths.set_aside(source, target, mathematics)
    its, own = usual(target), usual(source)
    if its is not None and own is not None and (its == own or Counter(its) <= Counter(own)):
        return tuple(brought_maths)
    given, brought = _read(source).marks, _read(target).marks
    unsure = next((mark for mark in given if mark.kind is Kind.ODD), None)
    granted = Counter((mark.kind, mark.value, mark.place) for mark in given if mark.certain and not unsure)
    found = brought_maths + [str(mark) for mark in brought if not _allowed(mark, granted)]
    if _nested(given) and not _nested(brought):
        found.append("tags in the wrong order")
    because = f" (the English holds {unsure}, so nothing is allowed)" if unsure else ""
    return tuple(dict.fromkeys(phrase + because for phrase in found))


def stray(source: str, target: str) -> tuple[str, ...]:
    """Signs of markup that the page would show as they stand in a translation, and that its source does not show."""
    if not any(sign in target for sign in "*_~\\-+#>"):
        return ()
    return tuple(Counter(_read(target).unpaired()) - Counter(_read(source).unpaired()))


def destinations(text: str) -> list[str]:
    """Where the links of a text lead, in the order in which they stand."""
    return [mark.value for mark in _read(text).marks if mark.kind is Kind.LINK]


def is_blank(source: str, target: str) -> bool:
    """Whether a translation has no letter and no digit where its source has some: a reader would see nothing there.

    An empty one is missing, which is something else.
    """
    return bool(target) and not _has_words(target) and _has_words(source)


def _has_words(text: str) -> bool:
    return any(char.isalnum() and char not in _FILLERS for char in text)


def lost(source: str, target: str) -> tuple[str, ...]:
    """What a source has and its translation drops, in words: ``("the token {{ nht.phone }}",)``.

    Formats are left to whoever compares both (see `formats`): they belong to words, and words may be joined.
    """
    kept = Counter((_SAME.get(mark.kind), mark.value) for mark in _read(target).marks)
    found: dict[str, None] = {}
    for mark in _read(source).marks:
        key = _SAME.get(mark.kind), mark.value
        kept[key] -= 1
        if kept[key] < 0 and mark.kind in _KEPT:
            found[str(mark)] = None
    return tuple(found)


@lru_cache(_KEPT_IN_MIND)
def words(text: str) -> str:
    """The text with U+FFFC for every character that belongs to no words: to code, tags, destinations, addresses,
    tokens, footnotes, emoji and braces. Signs of emphasis and brackets stay.
    """
    reader = _read(text)
    view = reader.view
    for start, end in reader.wordless:
        view = over(view, start, end, TAG_MASK)
    return _MASKED.sub("\ufffc", view)


def counted_words(text: str) -> str:
    """`words` for counting: "it" for a token, an address in angle brackets or code, and nothing for any other mark."""
    view = _read(text).view

    def one(match: re.Match[str]) -> str:
        signs = zip(text[slice(*match.span())], view[slice(*match.span())], strict=True)
        if any(mask in STANDING_IN and char.isalnum() for char, mask in signs):
            return " it "
        return "" if text[match.start()] in "[]{" else " "  # a tag or a break at the end of a line parts words

    return re.sub("\ufffc+", one, words(text))


def target_words(text: str) -> str:
    """`words` of a translation: an address ends with its ASCII letters, whatever a renderer makes of the rest."""
    return words(_URL.sub(r"\g<0> ", text) if "://" in text else text)


@lru_cache(_KEPT_IN_MIND)
def _read(text: str) -> Reader:
    return Reader(text)


_KEPT = frozenset(
    {Kind.TAG, Kind.LINK, Kind.PICTURE, Kind.LABEL, Kind.FOOTNOTE, Kind.TYPED, Kind.TOKEN, Kind.EMOJI}
    | {Kind.KEYS, Kind.CODE, *_BRACED}
)


def _allowed(mark: Mark, granted: Counter[tuple[Kind, str, str]]) -> bool:
    """Whether the source grants a mark of the translation; what is counted is used up."""
    if mark.kind is Kind.CODE and not HIGHLIGHTED.match(mark.value):
        return True  # the words in it may be translated; that there is code at all is a format
    if mark.kind is Kind.BRACKETS and any((kind, value) == (Kind.LABEL, mark.place) for kind, value, _ in granted):
        return True  # words for a label that the English uses as one
    if mark.kind in _UNCOUNTED:
        kinds = _SAME.get(mark.kind, (mark.kind,))
        return any(kind in kinds and value == mark.value for kind, value, _ in granted)
    key = mark.kind, mark.value, mark.place
    if granted[key] < 1:
        return False
    granted[key] -= 1
    return True


def _nested(marks: list[Mark]) -> bool:
    """Whether every tag is closed, and in the right order."""
    still_open: list[str] = []
    for mark in marks:
        match = TAG_NAME.match(mark.value) if mark.kind is Kind.TAG else None
        if match is None or match["name"].lower() in VOID or mark.value.endswith("/>"):
            continue
        if not match["closes"]:
            still_open.append(match["name"].lower())
        elif not still_open or still_open.pop() != match["name"].lower():
            return False
    return not still_open
