"""Mathematics within a sentence: what `pymdownx.arithmatex` keeps from Markdown, for pages that are read with it.

It is set aside behind code and before all other marks, so what stands in it, such as ``{n}`` in ``$a^{n}$``, is no
markup. Still it is no plain text: a script draws it, and knows commands that make links. A translation may have the
mathematics of its source, each as often as the source has it, and no other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection

from pipeline.text import prose
from pipeline.text.marks import code_spans, is_plain, over

Reads = re.Pattern[str]
"""How a project's mathematics is found in a text."""

_SMART = r"(?<!\\)(?:\\\\)*(?P<smart>\$(?!\s)(?:\\.|[^\\$\x02\x03])+?(?<!\s)\$)"
_DOLLAR = r"(?<!\\)(?:\\\\)*(?P<dollar>\$(?:\\.|[^\\$\x02\x03])+?\$)"
_ROUND = r"(?<!\\)(?P<round>\\\((?:\\[^)]|[^\\\x02\x03])+?\\\))"
_TAKEN = "\x03"  # as Python-Markdown writes what it has set aside before
_ELEMENT = ":"  # behind it `marks` takes braces for attributes: of what is left as it is, they may be
_UNTRANSLATED = "++"  # behind it `marks` takes a title for the source's own: what is stashed there leaves the quotes
_MANY = 200  # nobody writes more in a block
_QUOTED_KEYS = re.compile(r"\+\+\S*[\"']")


def reads(syntax: Collection[str] = ("dollar", "round"), smart: bool = True) -> Reads | None:
    """The pattern for arithmatex' settings ``inline_syntax`` and ``smart_dollar``; None where nothing is read."""
    patterns = [_SMART if smart else _DOLLAR] * ("dollar" in syntax) + [_ROUND] * ("round" in syntax)
    return re.compile("|".join(patterns), re.DOTALL) if patterns else None


def added(source: str, target: str, pattern: Reads) -> list[str]:
    """The mathematics that a translation has and its source lacks, in words.

    It need not have any mark in it: it may take one of the source's apart, and in 要$5到$10 it takes two signs away.
    """
    if target.count("\\(") > _MANY:
        return ["more mathematics than anybody writes"]
    own = {source[start:end] for start, end in _spans(source, pattern)}
    pieces = dict.fromkeys(target[start:end] for start, end in _spans(target, pattern))
    return [f"the mathematics {piece}" for piece in pieces if piece not in own]


def set_aside(source: str, target: str, pattern: Reads) -> tuple[str, str]:
    """Both texts with a mark that `marks` reads as one of the page's own for each piece of mathematics: of the source
    for all that has marks in it, of the translation for as many of the same.

    The mark is a key with a quoted name: where one has such keys already, none is put.
    """
    quoted = _QUOTED_KEYS.search(source) or _QUOTED_KEYS.search(target)
    pieces = [] if quoted else [source[start:end] for start, end in _spans(source, pattern)]
    found = [piece for piece in pieces if not is_plain(piece)]
    names = {piece: f'++"${number}$"++' for number, piece in enumerate(dict.fromkeys(found))}
    return _named(source, names, Counter(found), pattern), _named(target, names, Counter(found), pattern)


def _named(text: str, names: dict[str, str], left: Counter[str], pattern: Reads) -> str:
    parts, at = [], 0
    for start, end in _spans(text, pattern):
        piece = text[start:end]
        left[piece] -= 1
        is_own = left[piece] >= 0
        parts += [text[at:start], names[piece] if is_own else piece]
        if _is_in_tag(text, start):
            parts.append(_UNTRANSLATED)
        if not is_own and text.startswith("{", end):
            parts.append(_ELEMENT)
        at = end
    return "".join([*parts, text[at:]])


def _is_in_tag(text: str, at: int) -> bool:
    begin = text.rfind("<", 0, at)
    return begin >= 0 and ">" not in text[begin:at] and text[begin + 1].isalpha()


def _spans(text: str, pattern: Reads) -> list[tuple[int, int]]:
    """Where there is mathematics; none in code."""
    if ("$" not in text and "\\(" not in text) or text.count("\\(") > _MANY:  # each would be followed to the end
        return []
    view = text
    for match in prose.tokens(text):
        view = over(view, *match.span(), _TAKEN)
    for start, end, _ in code_spans(view):
        view = over(view, start, end, _TAKEN)
    return [match.span(match.lastgroup or 0) for match in pattern.finditer(view)]
