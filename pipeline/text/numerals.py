"""The numbers of a text as values, in digits or in words, so that two languages can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

_WORDS = """
    zero | one once first a an | two twice second both pair couple | three third | four fourth | five fifth | six sixth
    | seven seventh | eight eighth | nine ninth | ten tenth | eleven | twelve noon midnight dozen | thirteen
    | fourteen | fifteen | sixteen | seventeen | eighteen | nineteen | twenty
"""
_TENS = {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_ENGLISH = {word: Decimal(value) for value, row in enumerate(_WORDS.split("|")) for word in row.split()}
_ENGLISH |= {word: Decimal(value) for word, value in _TENS.items()}
_MONTH_NAMES = [
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
]
_MONTHS = {name: Decimal(number) for number, month in enumerate(_MONTH_NAMES, 1) for name in (month, month[:3])}
_MONTHS["sept"] = Decimal(9)
_SCALES = {"thousand": Decimal(1000), "million": Decimal(10**6), "billion": Decimal(10**9)}
_HAN_SCALES = {char: Decimal(10**power) for power, chars in ((3, "千"), (4, "万萬"), (8, "亿億")) for char in chars}
_ALL_SCALES = _SCALES | _HAN_SCALES
_HAN_UNITS = {"十": 10, "百": 100, "千": 1000}
_HAN_ROWS = ["零〇", "一", "二两兩", "三", "四", "五", "六", "七", "八", "九"]
_HAN_DIGITS = {char: value for value, row in enumerate(_HAN_ROWS) for char in row}
_LETTERS = re.compile("[a-z]+")
_HAN_BEFORE_DIGIT = re.compile(r"(?<=[\u3400-\u9fff])(?=\d)")
_NUMBER = re.compile(r"(?<![\w.])(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)", re.ASCII)
_HAN_NUMBER = re.compile("([零〇一二两兩三四五六七八九十百千]+)([万萬亿億]?)")
# words for a time or a part: half a year is 6 months, half is 50 %, day and night is 24 hours on 7 days
_HAN_WORDS = {"半": (Decimal("0.5"), Decimal(6), Decimal(30), Decimal(50)), "全天": (Decimal(24), Decimal(7))}
_FULL_WIDTH = {0xFF10 + digit: str(digit) for digit in range(10)}


def digits(text: str) -> list[frozenset[Decimal]]:
    """Every number written in digits, each as the values it may stand for: ``20万`` is 20 ten-thousands or 200000."""
    found: list[frozenset[Decimal]] = []
    text = _HAN_BEFORE_DIGIT.sub(" ", text.translate(_FULL_WIDTH))
    for match in _NUMBER.finditer(text):
        value = Decimal(match[1].replace(",", ""))
        after = text[match.end() :].lstrip()
        scale = next((size for word, size in _ALL_SCALES.items() if after.startswith(word)), None)
        found.append(frozenset({value, value * scale} if scale else {value}))
    return found


def missing(wanted: Iterable[frozenset[Decimal]], known: Iterable[Decimal]) -> list[Decimal]:
    """The numbers none of whose values is known, each by its smallest value, in order."""
    values = frozenset(known)
    return sorted({min(number) for number in wanted if not number & values})


def english(text: str) -> set[Decimal]:
    """Every value an English text names in words, months by their number."""
    words = set(_LETTERS.findall(text.lower()))
    found = {table[word] for table in (_ENGLISH, _MONTHS, _SCALES) for word in words & table.keys()}
    if "half" in words:
        found |= {Decimal("0.5"), Decimal(30)}
    return found


def chinese(text: str) -> set[Decimal]:
    """Every value a Chinese text names in words: 两 is 2, 十八 is 18, 一百万 is a million, 半年 is 6 months."""
    found = {value for word, values in _HAN_WORDS.items() if word in text for value in values}
    for match in _HAN_NUMBER.finditer(text):
        value = _han(match[1])
        if value is not None:
            found |= {value, value * _HAN_SCALES.get(match[2], Decimal(1))}
    return found


def _han(numeral: str) -> Decimal | None:
    if not any(char in _HAN_UNITS for char in numeral):
        return Decimal("".join(str(_HAN_DIGITS[char]) for char in numeral)) if numeral else None
    total, digit = 0, 0
    for char in numeral:
        if char in _HAN_UNITS:
            total += (digit or 1) * _HAN_UNITS[char]
            digit = 0
        else:
            digit = _HAN_DIGITS[char]
    return Decimal(total + digit)
