"""Names of forms, visas and laws that no line may end in: I-918, T-1, 8 CFR 214.11, 18 U.S.C. § 1589; nor 18岁.

A hyphen or a space in them is a chance to break everywhere else, and so is the end of a number before a Chinese
character. The words themselves stay as they are, so that what is copied, searched or read aloud is what the page says:
whoever sets them forbids the break.
"""

from __future__ import annotations

import re
from typing import Final

_NUMBER: Final = r"\d+[A-Za-z]?(?:\.\d+[a-z]?)?(?:-\d+)?"
# behind the first letter, the first digit and the first §
_LETTERED: Final = r"[A-Z]{0,4}(?:-\d+)+[A-Z]?|-[A-Za-z]+"  # G-28, H-2A, PM-602-0187; A-Number
_DOCKET: Final = r":\d+-[a-z]+-\d+"  # 1:25-cv-09848
_LAW: Final = rf"\s(?:C\.?F\.?R\.?|U\.?S\.?C\.?)\s(?:§+\s?)?{_NUMBER}"
_SECTION: Final = rf"§*\s{_NUMBER}"
# what is counted, behind a number: 90天, 200多种, 3个月; 5条 but not 5条件, where a word goes on
_COUNTED: Final = (
    r"(?:月 ?\d+ ?[日号號]|[多余餘]?[万萬亿億]?(?:小[时時]|分[钟鐘]|[个個]月|星期|美[元金]|年[级級期]?|[点點](?![击擊])"
    r"|[号號](?![码碼])|[条條](?!件)|[项項](?!目)|名(?!字)|位(?!置)|[月日天周週岁歲歳个個种種次张張份元页頁步倍层層]))"
)
_COUNT: Final = rf"\d*(?:[.,:]\d+)* ?{_COUNTED}"
# A pattern that begins with one of some characters passes over all others at once, so what may not stand before that
# character is looked at after it.
_PATTERN: Final = (
    r"[A-Z\d§](?<![\w./-].)"
    rf"(?:(?:(?<=[A-Z])(?:{_LETTERED})|(?<=\d)\d*(?:{_DOCKET}|{_LAW})|(?<=§){_SECTION})(?![\w/]|-\w)"
    rf"|(?<=\d){_COUNT})"
)

WHOLE: Final = re.compile(_PATTERN, re.ASCII)
"""One of them; letters beside it that are not ASCII are no part of a word (G-28表)."""
IN_HTML: Final = re.compile(rf"{_PATTERN}(?=[^<>]*<)", re.ASCII)
"""The same in HTML: in its text, and not in a tag."""
_PARTED: Final = re.compile(rf"({_PATTERN})", re.ASCII)


def parted(text: str) -> list[str]:
    """A text cut around them: ``["See form ", "I-918", "."]``; those that are to stay whole are every second."""
    return _PARTED.split(text)


def joined(text: str) -> str:
    """A text with no-break spaces in them, for measuring how long a piece no line can end in."""
    return WHOLE.sub(lambda match: re.sub(r"\s", "\u00a0", match[0]), text)
