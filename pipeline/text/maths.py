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
_MANY = 200  # nobody writes more in a block
_QUOTED_KEYS = re.compile(r"\+\+\S*[\"']")


def reads(syntax: Collection[str] = ("dollar", "round"), smart: bool = True) -> Reads | None:
    """The pattern for arithmatex' settings ``inline_syntax`` and ``smart_dollar``; None where nothing is read."""
    patterns = [_SMART if smart else _DOLLAR] * ("dollar" in syntax) + [_ROUND] * ("round" in syntax)
    return re.compile("|".join(patterns), re.DOTALL) if patterns else None


def set_aside(source: str, target: str, pattern: Reads) -> tuple[str, str]:
    """Both texts with a mark that `marks` reads as one of the page's own for each piece of mathematics: of the source
    for all that has marks in it, of the translation for as many of the same.

    The mark is a key with a quoted name: a text that has such keys is left as it is.
    """
    if _QUOTED_KEYS.search(source) or _QUOTED_KEYS.search(target):
        return source, target
    found = [piece for start, end in _spans(source, pattern) if not is_plain(piece := source[start:end])]
    names = {piece: f'++"${number}$"++' for number, piece in enumerate(dict.fromkeys(found))}
    return _named(source, names, Counter(found), pattern), _named(target, names, Counter(found), pattern)


def _named(text: str, names: dict[str, str], left: Counter[str], pattern: Reads) -> str:
    parts, at = [], 0
    for start, end in _spans(text, pattern):
        piece = text[start:end]
        left[piece] -= 1
        is_own = left[piece] >= 0
        parts += [text[at:start], names[piece] if is_own else piece]
        if not is_own and text.startswith("{", end):
            parts.append(_ELEMENT)
        at = end
    return "".join([*parts, text[at:]])


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
