"""English made strange: every letter accented and every text about 40 % longer.

The pseudo-locale shows, on a built page, each word that no translator would ever see (it has no accents) and each place
where a longer language will not fit. Marks, tokens, addresses and placeholders stay as they are.
"""

from __future__ import annotations

import re

from pipeline.text import markup
from pipeline.text.marks import over

_ACCENTS = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    "ÀƁĆĎÈƑĜĤÌĴĶĹḾŃÒƤǪŔŚŤÙṼŴẊÝŹàƀćďèƒĝĥìĵķĺḿńòƥǫŕśťùṽŵẋýź",
)
_TWICE = frozenset("aeiounsyAEIOUNSY")  # every second letter of an English text, or 40 % of its length
_KEPT = re.compile(r"\{[^{}]*\}|&(?:#\d+|#x[0-9a-fA-F]+|\w+);|\\.|\ufffc")


def accented(text: str) -> str:
    """The text with every letter accented and every vowel, n and s twice."""
    view = markup.words(text)
    for match in _KEPT.finditer(view):
        view = over(view, *match.span(), "\ufffc")
    return "".join(char if seen == "\ufffc" else _strange(char) for char, seen in zip(text, view, strict=True))


def _strange(char: str) -> str:
    strange = char.translate(_ACCENTS)
    return strange + strange.lower() if char in _TWICE else strange
