"""How wide a text can become, in ems, without asking a font: print templates decide by it what they need not measure.

The figures are upper bounds, so a text that fits by them fits on paper. They are those of Noto Sans Bold for ASCII
(its `hmtx` table, in thousandths of an em), and of the widest glyph for everything else.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from pipeline.text import designations

CJK: Final = r"[\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff]"
"""A character of a script that breaks its lines anywhere, or of its punctuation."""

_ASCII = (
    *(260, 282, 479, 646, 572, 902, 750, 266, 339, 339, 542, 572, 285, 320, 281, 415),  # space to /
    *(572,) * 10,
    *(281, 285, 572, 572, 572, 477, 898),  # : to @
    *(692, 665, 642, 732, 560, 549, 724, 765, 389, 331, 664, 559, 943),  # A to M
    *(813, 791, 621, 791, 656, 551, 577, 756, 650, 967, 670, 626, 579),
    *(331, 415, 331, 572, 411, 365),
    *(599, 632, 516, 632, 597, 387, 632, 650, 299, 298, 620, 298, 975),  # a to m
    *(650, 625, 632, 632, 447, 502, 434, 650, 571, 856, 578, 571, 493),
    *(394, 551, 394, 572),
)
_SPECIAL = {"\n": 0.0, "\u2060": 0.0, "\u00a0": 0.26, "\u2e3a": 2.0, "\u2e3b": 3.0}
_WORD = re.compile(rf"(?:(?!{CJK})[^ \n\t])+")  # a no-break space is no chance to break


class _Widths(dict[str, float]):
    """Width of each character met so far."""

    def __missing__(self, char: str) -> float:
        code = ord(char)
        if 0x20 <= code < 0x7F:
            width = _ASCII[code - 0x20] / 1000
        elif char in _SPECIAL:
            width = _SPECIAL[char]
        elif unicodedata.combining(char):
            width = 0.0
        elif code < 0x180 or 0x2010 <= code <= 0x2027 or unicodedata.east_asian_width(char) in "WF":
            width = 1.0
        elif code < 0x700:
            width = 1.31  # U+01F1, the widest letter of Noto Sans; no Arabic letter is wider
        else:
            width = 3.0  # a sign or a ligature: better measured than trusted
        self[char] = width
        return width


_widths = _Widths()


def ems(text: str) -> float:
    """The width of a text set on one line, at most, in ems."""
    return round(sum(map(_widths.__getitem__, text)), 3)


def longest(text: str) -> float:
    """The width of the longest piece in which no line may end, at most, in ems: a Chinese character, a word, 18岁."""
    pieces = [*_WORD.findall(designations.joined(text)), *designations.WHOLE.findall(text)]
    return max(map(ems, pieces), default=1.0 if text.strip() else 0.0)
