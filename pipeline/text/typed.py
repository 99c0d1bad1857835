"""Telephone numbers and web addresses that somebody typed into a translation, in whatever digits or letters.

Nobody has checked them, and a phone makes both of them links by itself. A contact's token is no such number.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_FORMAL_DIGITS = dict(zip("零壹贰叁肆伍陆柒捌玖〇一二三四五六七八九貳參陸", "0123456789" * 2 + "236", strict=True))
_TELEPHONE = re.compile(r"\d(?:[ \t\u00a0\u20e3\ufe0f.()（）/+\u2010-\u2015-]{0,3}\d){6,}")
# Police, fire, ambulance and crisis lines here and where readers come from: 119 for 911 reaches nobody here.
_SHORT = re.compile(r"(?<![\d.,:/-])(?:11[0279]|12[02]|91[12]|988|99[59])(?![\d%°]|[.,:/-]\d)")
_THREE = re.compile(r"\d\D{0,3}\d\D{0,3}\d")  # what any of them has, and few sentences have
_DAY = re.compile(r"\d{4}([-/.])\d{1,2}\1\d{1,2}")
_DOT = re.compile(r"[.\u3002\uff0e\uff61][^\W\d_\u3400-\u9fff]")  # before the end of a site's name, in any letters
_SITE = re.compile(
    r"(?:[a-z0-9-]+[.\u3002\uff0e\uff61])+"
    r"(?:com|org|net|gov|edu|info|biz|cn|tw|hk|io|co|cc|app|site|online|top|xyz|shop|vip)(?![a-z0-9-])",
    re.IGNORECASE,
)


def numbers(source: str, target: str) -> Iterator[tuple[int, int]]:
    """Where a translation has telephone numbers that its source lacks, emergency numbers too; a day is none."""
    plain, digits = _in_digits(target), ""
    if not _THREE.search(plain):
        return
    short = {*_SHORT.findall(_in_digits(source))}
    yield from (match.span() for match in _SHORT.finditer(plain) if match[0] not in short)
    for match in _TELEPHONE.finditer(plain):
        digits = digits or re.sub(r"\D", "", _in_digits(source))
        if re.sub(r"\D", "", match[0]) not in digits and not _DAY.fullmatch(match[0]):
            yield match.span()


def addresses(source: str, target: str) -> Iterator[str]:
    """The names of sites that a translation has and its source lacks."""
    if not _DOT.search(target):
        return
    known = source.casefold()
    for match in _SITE.finditer(unicodedata.normalize("NFKC", target)):
        if match[0].casefold() not in known:
            yield match[0]


@lru_cache(8192)
def any_contact(source: str, target: str) -> bool:
    """Whether a translation has a telephone number or an address that its source lacks; the same text never has."""
    return target != source and any((*numbers(source, target), *addresses(source, target)))


def _in_digits(text: str) -> str:
    """The text, as long as before, with every sign for one digit as that digit: ٣, ③, ³, 𝟑, 三 and 叁 are 3."""
    return text.translate(_DIGITS)


class _Digits(dict[int, int]):
    """Each character met so far, as the digit that it stands for or as itself."""

    def __missing__(self, code: int) -> int:
        char = chr(code)
        digit = _FORMAL_DIGITS.get(char, unicodedata.digit(char, None))
        self[code] = code if digit is None else ord(str(digit))
        return self[code]


_DIGITS = _Digits()
