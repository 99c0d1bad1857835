"""The numbers of a text as values, in digits or in words, and what they count; for comparing two languages."""

from __future__ import annotations

import html
import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

_WORDS = """
    zero | one once first a an single | two twice second both pair couple | three third | four fourth quarter
    | five fifth | six sixth | seven seventh | eight eighth | nine ninth | ten tenth decade | eleven
    | twelve noon midnight dozen | thirteen | fourteen fortnight | fifteen | sixteen | seventeen | eighteen | nineteen
"""
_ROWS = [row.split() for row in _WORDS.split("|")]
_UP_TO_NINETEEN = tuple(row[0] for row in _ROWS[1:])
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ENGLISH = {word: Decimal(value) for value, row in enumerate(_ROWS) for word in row}
_ENGLISH |= {word: Decimal(10 * value) for value, word in enumerate(_TENS, 2)}
_MONTH_NAMES = [
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
]
DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = {name: Decimal(number) for number, month in enumerate(_MONTH_NAMES, 1) for name in (month, month[:3])}
_MONTHS["sept"] = Decimal(9)
_SCALES = {"thousand": Decimal(1000), "million": Decimal(10**6), "billion": Decimal(10**9)}
_PARTS = {"half": (Decimal("0.5"), Decimal(30)), "quarter": (Decimal(4), Decimal(15), Decimal(25))}
_HAN_SCALES = {char: Decimal(10**power) for power, chars in ((3, "千"), (4, "万萬"), (8, "亿億")) for char in chars}
_ALL_SCALES = _SCALES | _HAN_SCALES
_HAN_UNITS = {"十": 10, "百": 100, "千": 1000}
_ALL_HAN_SCALES = _HAN_SCALES | {char: Decimal(size) for char, size in _HAN_UNITS.items()}
_HAN_ROWS = ["零〇", "一", "二两兩", "三", "四", "五", "六", "七", "八", "九"]
_HAN_DIGITS = {char: value for value, row in enumerate(_HAN_ROWS) for char in row}
_LETTERS = re.compile("[a-z]+")
_HAN_BEFORE_DIGIT = re.compile(r"(?<=[\u3400-\u9fff])(?=\d)")
# Latin, Greek, Cyrillic: behind such a letter a digit is part of a name, as in B12, be its B Latin or not
_LETTERED = r"\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0370-\u052f\u1e00-\u1fff"
_NUMBER = re.compile(rf"(?<![\w.{_LETTERED}])(\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)", re.ASCII)
_PAST_MIDNIGHT = re.compile(r"(?::\d\d)?\s?a\.?m\b", re.IGNORECASE)
_AFTERNOON = re.compile(r"(?::\d\d)?(?:\s?(?:to|until|and|[-–—])\s?\d\d?(?::\d\d)?)?\s?p\.?m\b", re.IGNORECASE)
_SOME = "[多余餘几幾来來]"
_MORE = f"{_SOME}?"
_AFTER_NUMBER = re.compile(rf"\s*{_MORE}({'|'.join(_ALL_SCALES)}|倍)")
# 打911千万别挂断, 万一, 百姓 and 十分 are words and multiply nothing
_TIMES_HAN = re.compile(f"{_MORE}([十百千]?[万萬亿億]|[十百千](?![万萬亿億]))(?![一分姓货貨禧不别別勿要记記注小])")
_ONE_HAN = "".join(_HAN_ROWS)
_HAN_DIGIT = f"[{_ONE_HAN}十百千]{{1,40}}"  # else a wall of them would be read again from each on
_FIGURE = "(?<![0-9])[0-9]+"  # for the same reason never from inside one
_HAN_NUMBER = re.compile(f"({_HAN_DIGIT}){_MORE}([万萬亿億]?)")
_SURE_HAN_NUMBER = re.compile(f"(?<![约約{_ONE_HAN}十百千])[{_ONE_HAN}十百千]{{2,}}+[万萬亿億]?+(?!{_SOME}|年代)")
# two neighbours stand for either: 两三天 is 2 or 3 days, 十五六岁 is 15 or 16
_NEIGHBOURS = "一[二两兩]|[二两兩]三|三[四五]|四五|五六|六七|七八|八九"
_EITHER = re.compile(f"(?<![{_ONE_HAN}])(?:{_NEIGHBOURS})(?![{_ONE_HAN}])")
# words for a time or a part: half a year is 6 months, half is 50 %, day and night is 24 hours on 7 days
_HAN_WORDS = {
    "半": (Decimal("0.5"), Decimal(6), Decimal(30), Decimal(50)),
    **dict.fromkeys(("全天", "昼夜", "晝夜", "日夜"), (Decimal(24), Decimal(7))),
    "整天": (Decimal(24),),
    "天天": (Decimal(7),),
    "一刻": (Decimal(15),),
    "三刻": (Decimal(45),),
}
_TENTHS = re.compile("([一二两兩三四五六七八九1-9])成([一二三四五六七八九半]?)(?![为為了功立员員份分家人本就长長不])")
_FRACTION = re.compile(f"({_HAN_DIGIT}|{_FIGURE})分之({_HAN_DIGIT}|[0-9]+)")
_TIMES = re.compile(f"({_FIGURE}(?:[.][0-9]+)?|{_HAN_DIGIT}(?:点[{_ONE_HAN}]+|點[{_ONE_HAN}]+)?)倍")
_COMPOUND = re.compile(
    f"({_FIGURE}(?:[.][0-9]+)?|{_HAN_DIGIT})[万萬]"
    f"(?:(?P<thousands>[1-9{_ONE_HAN}](?=[块塊元美，。；、]|$)|[1-9](?=千))千?|(?P<rest>[0-9]{{4}}|[{_ONE_HAN}十百千]{{2,}}))(?![0-9])"
)
_TEN_CENTS = re.compile(f"([{_ONE_HAN}]|[1-9])[角毛](?![色落度球巾])")
_PRICE = re.compile(f"({_HAN_DIGIT})[块塊元]([一二三四五六七八九])(?![十百千万萬个個天名])")
_HAN_DECADE = re.compile("([二三四五六七八九]十)年代")
# What a reader takes for a digit where it stands beside one: letters and circles, and numbers of other shapes.
_NOUGHTS, _ONES = "OoＯｏОоΟοՕօ○◯⭕〇", "lIｌＩІіӀӏΙιǀ丨"
_SHAPES = "\u00b2\u00b3\u00b9\u00bc-\u00be\u2070\u2074-\u2079\u2080-\u2089\u2150-\u2182\u2460-\u249b\u24ea-\u24ff"
_SHAPES += "\u2776-\u2793\u3021-\u3029\u3220-\u3229\u3280-\u3289\U0001f100-\U0001f10a"
_DIGIT_LIKE = rf"\d{_SHAPES}{_NOUGHTS}{_ONES}"
_BESIDE = re.compile(
    rf"(?<![A-Za-z{_DIGIT_LIKE}])(?:[{_DIGIT_LIKE}]|(?<=\d)零(?![售食部件钱錢工星点點]))+(?![A-Za-z{_DIGIT_LIKE}])"
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,30});", re.ASCII)  # without its ; none
_PASSES_FOR = {**dict.fromkeys(_NOUGHTS + "零", "0"), **dict.fromkeys(_ONES, "1")}


_NOT_AFTER_TENS = {"once", "a", "an", "single", "twice", "both", "pair", "couple", "quarter"}


def _spelled_out() -> re.Pattern[str]:
    """English numbers in words: twenty-five, a hundred and fifty, two thousand."""
    ones = "|".join(word for word, value in _ENGLISH.items() if 1 <= value <= 9 and word not in _NOT_AFTER_TENS)
    small = rf"(?:(?:{'|'.join(_TENS)})(?:[\s-](?:{ones}))?|{'|'.join(reversed(_UP_TO_NINETEEN))})"
    below = rf"(?:(?:{small}|a)\s+hundred(?:\s+(?:and\s+)?{small})?|{small})"
    return re.compile(rf"\b(?:(?:{below}|a)\s+(?:{'|'.join(_SCALES)})(?:,?\s+(?:and\s+)?{below})?|{below})\b")


_SPELLED_OUT = _spelled_out()
_IN_WORDS = frozenset((*_UP_TO_NINETEEN, *_TENS, *_SCALES, "hundred", "half"))
_HALF_OF = re.compile(r"(?<!and )(?<!and a )\bhalf[ -](?:an? )?(?=[a-z])")
_AND_A_HALF = re.compile(r"\b(?:an?|one) ([a-z]+) and a half\b")
_MORE_AND_A_HALF = re.compile(r"\b(\d{1,3})( [a-z]+)? and (?:a|1) half\b")


def as_seen(text: str) -> str:
    """A text with its numbers as they are seen, whatever they are written with: 3O, 3〇, 3⁰ and ``3&#48;`` are 30, l5
    and ①5 are 15, 2½ is 2.5. Words and what stands alone stay.
    """
    text = _ENTITY.sub(lambda match: html.unescape(match[0]), text) if "&" in text else text
    return _BESIDE.sub(_digits_of, text)


def _digits_of(match: re.Match[str]) -> str:
    if match[0].isdecimal() or not any(map(str.isdecimal, match[0])):
        return match[0]
    return "".join(_PASSES_FOR.get(char) or _value_of(char) for char in match[0])


def _value_of(char: str) -> str:
    value = unicodedata.numeric(char)
    return f"{value:g}".removeprefix("0" if value % 1 else "")  # 2½ is 2.5


def digits(text: str) -> list[frozenset[Decimal]]:
    """Every number written in digits, each as the values it may stand for.

    ``20万`` is 200000, 20 million 20 or 20000000; 5 p.m. is 5 or 17 o'clock. Digits may be those of any script.
    """
    found: list[frozenset[Decimal]] = []
    text = _HAN_BEFORE_DIGIT.sub(" ", in_ascii(text))
    for match in _NUMBER.finditer(text):
        value = Decimal(match[1].replace(",", ""))
        values = {value}
        after = _AFTER_NUMBER.match(text, match.end())
        if after and after[1] in _ALL_SCALES:
            values.add(value * _ALL_SCALES[after[1]])
        if times := _TIMES_HAN.match(text, match.end()):
            values = {value * math.prod(_ALL_HAN_SCALES[char] for char in times[1])}
        if after and after[1] == "倍":  # 1.5倍 is 150 percent
            values.add(100 * value)
        if value == 12 and _PAST_MIDNIGHT.match(text, match.end()):  # 零点, 0:15
            values.add(Decimal(0))
        if value < 12 and _AFTERNOON.match(text, match.end()):
            values.add(value + 12)
        found.append(frozenset(values))
    return found


def in_ascii(text: str) -> str:
    """The text with the decimal digits of every script as 0 to 9."""
    if text.isascii():
        return text
    return "".join(char if (digit := unicodedata.decimal(char, None)) is None else str(digit) for char in text)


def in_figures(text: str) -> str:
    """A Chinese text with its numbers of ten thousand and something in figures: 一万五千 and 1万5千 become 15000."""
    return _COMPOUND.sub(_compound, text)


def _compound(match: re.Match[str]) -> str:
    above, below = _one(match[1]), _one(match["thousands"] or match["rest"])
    if len(above) + len(below) > 2:  # 一万五六千 is no one number
        return match[0]
    value = 10000 * above.pop() + below.pop() * (1000 if match["thousands"] else 1)  # 八万五 is 85000
    return f"{_whole(value):f}"


def _whole(value: Decimal) -> Decimal:
    """A value without its fraction, however long: ``str(int())`` and ``//`` refuse what has too many digits."""
    return value.to_integral_value(ROUND_DOWN)


def missing(wanted: Iterable[frozenset[Decimal]], known: Iterable[Decimal]) -> list[Decimal]:
    """The numbers none of whose values is known, each by its smallest value, in order."""
    values = frozenset(known)
    return sorted({min(number) for number in wanted if not number & values})


def english(text: str) -> set[Decimal]:
    """Every value an English text names in words, months by their number."""
    text = text.lower()
    words = set(_LETTERS.findall(text))
    found: set[Decimal] = set()
    if words & _IN_WORDS:
        found = found.union(*digits(_in_figures(text)))
        words = set(_LETTERS.findall(_SPELLED_OUT.sub(" ", text)))
    found |= {table[word] for table in (_ENGLISH, _MONTHS, _SCALES) for word in words & table.keys()}
    return found | {value for word in words & _PARTS.keys() for value in _PARTS[word]}


def _in_figures(text: str) -> str:
    """A lower-case English text with its numbers in figures: ``a year and a half`` becomes ``1.5 year``."""
    if _IN_WORDS.isdisjoint(_LETTERS.findall(text)):
        return text
    text = _HALF_OF.sub("0.5 ", text)
    text = _SPELLED_OUT.sub(lambda match: str(_spelled(match[0])), _AND_A_HALF.sub(r"1.5 \1", text))
    return _MORE_AND_A_HALF.sub(r"\1.5\2", text)


def _spelled(words: str) -> Decimal:
    total, below = Decimal(0), Decimal(0)
    for word in _LETTERS.findall(words):
        if word in _SCALES:
            total, below = total + (below or Decimal(1)) * _SCALES[word], Decimal(0)
        elif word == "hundred":
            below = (below or Decimal(1)) * 100
        elif word not in {"a", "and"}:
            below += _ENGLISH[word]
    return total + below


def chinese(text: str) -> set[Decimal]:
    """Every value a Chinese text names in words: 两 is 2, 十八 is 18, 一百万 is a million, 四成 is 40 %."""
    found = {value for word, values in _HAN_WORDS.items() if word in text for value in values}
    for match in _HAN_NUMBER.finditer(text):
        for value in _han(match[1]):
            found |= {value, value * _HAN_SCALES.get(match[2], Decimal(1))}
    found |= {share for share, _ in _tenths(text)}
    found |= set(_shares(text))
    found |= {10 * value for match in _TEN_CENTS.finditer(text) for value in _one(match[1])}
    found |= {_price(match) for match in _PRICE.finditer(text)}
    for match in _HAN_DECADE.finditer(text):
        found |= {century + value for value in _han(match[1]) for century in (1900, 2000)}
    return found


def surely_chinese(text: str) -> list[frozenset[Decimal]]:
    """Numbers in Chinese words that can be nothing else: with a ten, hundred or thousand in them, or digit by digit.

    约 before one tells a measure put into other units, and two digits side by side are "three or four".
    """
    runs = (match[0] for match in _SURE_HAN_NUMBER.finditer(text) if "分之" not in text[match.end() : match.end() + 2])
    return _parts(text) + [
        frozenset(chinese(run)) for run in runs if len(run) > 2 or not _HAN_UNITS.keys().isdisjoint(run)
    ]


def _parts(text: str) -> list[frozenset[Decimal]]:
    """Fractions, each as what English may say of it: 三分之一 is a third, one in three, 33 percent."""
    found = []
    for match in _FRACTION.finditer(text):
        whole, part = (next(iter(_one(figure))) for figure in match.groups())
        if whole and whole != 100:
            share = 100 * part / whole  # 三分之二 is no one third, though a third is in it
            found.append(frozenset({whole, part / whole, share} if part == 1 else {part, share}))
    return found


def _tenths(text: str) -> Iterator[tuple[Decimal, str]]:
    """Shares counted in tenths, as percent: 四成 is 40, 三成五 is 35."""
    for match in _TENTHS.finditer(text):
        tens = _HAN_DIGITS.get(match[1]) or int(match[1])
        yield Decimal(10 * tens + (5 if match[2] == "半" else _HAN_DIGITS.get(match[2], 0))), match[0]


def _shares(text: str) -> Iterator[Decimal]:
    """Fractions and multiples as percent: 四分之一 is 25, 1.5倍 and 一点五倍 are 150 and 1.5."""
    for match in _FRACTION.finditer(text):
        whole, part = (next(iter(_one(figure))) for figure in match.groups())
        if whole:
            yield 100 * part / whole
    for match in _TIMES.finditer(text):
        whole_part, _, tenths = match[1].replace("點", "点").partition("点")
        times = next(iter(_one(whole_part))) + (Decimal(f"0.{_one_han(tenths)}") if tenths else 0)
        yield from (times, 100 * times)


def _price(match: re.Match[str]) -> Decimal:
    """三块五 is 3.5."""
    return max(_han(match[1])) + _one_han(match[2]) / 10


def _one(figure: str) -> set[Decimal]:
    return {Decimal(figure)} if figure[0].isdecimal() else _han(figure)


def _han(numeral: str) -> set[Decimal]:
    """What a numeral in characters may stand for."""
    if either := _EITHER.search(numeral):
        before, after = numeral[: either.start()], numeral[either.end() :]
        values = {_one_han(before + digit + after) for digit in either[0]}
        return values | {_one_han(numeral)}
    return {_one_han(numeral)}


def _one_han(numeral: str) -> Decimal:
    if not any(char in _HAN_UNITS for char in numeral):
        return Decimal("".join(str(_HAN_DIGITS[char]) for char in numeral))
    total, digit, unit = 0, 0, 10
    for char in numeral:
        if char in _HAN_UNITS:
            unit = _HAN_UNITS[char]
            total += (digit or 1) * unit
            digit = 0
        else:
            digit = _HAN_DIGITS[char]
            unit = unit if digit else 10
    return Decimal(total + digit * unit // 10)  # 一千五 is 1500


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what it counts."""

    value: Decimal
    unit: str
    """``day``, ``mile``, ``percent``: a key of the table of units, the same in both languages."""
    text: str
    """As it is written."""
    rate: bool = False
    """Is it ``a day``, as in five dollars a day?"""

    @property
    def size(self) -> tuple[str, Decimal]:
        """Comparable: 24 hours are as long as one day. Months are not: nobody knows how many days they have."""
        dimension, factor, *_ = _UNITS[self.unit]
        return dimension, self.value * factor


# what a unit measures, and how many of the smallest one it is; how it is written in English and in Chinese
_UNITS = {
    "minute": ("time", 1, "minutes?", "分钟|分鐘"),
    "hour": ("time", 60, "hours?", "小时|小時|钟头|鐘頭"),
    "day": ("time", 24 * 60, "days?", "天|工作日|营业日|營業日|日历日|日曆日|日(?=[内內之以])"),
    "week": ("time", 7 * 24 * 60, "weeks?", "周(?![岁年围边])|週(?![歲年])|星期(?![一二三四五六日天])|礼拜|禮拜"),
    "month": ("months", 1, "months?", "(?<=[个個半])月"),
    "year": ("months", 12, "years?", r"年(?![级級代度份]|\s?\d|[一二三四五六七八九十]+月)|[周週]?[岁歲]"),
    "cent": ("money", 1, "cents?", "美分|分钱|分錢"),
    "dollar": ("money", 100, "dollars?", "美元|美金|元|块|塊"),
    "foreign": ("foreign money", 1, "pesos?|euros?|yuan|yen", r"\b\B"),  # of Chinese the rule opposites-kept knows it
    "percent": ("share", 10, "%|percent", "[%％]"),
    "permille": ("share", 1, "‰|per mille", "‰"),
    "mile": ("miles", 1, "miles?", "英里|哩"),
    "kilometer": ("meters", 1000, "kilometers?|km", "公里"),
    "meter": ("meters", 1, "meters?", "米|公尺"),
    "foot": ("feet", 1, "feet|foot", "英尺|呎"),
    "person": ("people", 1, "people|persons?", "人|名|位"),
}
_DIGITS = r"\d[\d,]*(?:\.\d+)?"
_BETWEEN = "business|working|calendar|full|whole|consecutive|straight|additional|extra|other|more|or more|or less"


def _either_unit(column: int) -> str:
    return "|".join(f"(?P<{unit}>{row[column]})" for unit, row in _UNITS.items())


_DOLLARS = re.compile(rf"(?:US)?[$＄]\s?({_DIGITS}[万萬亿億]?(?:\s(?:{'|'.join(_SCALES)})\b)?)")
_ENGLISH_QUANTITY = re.compile(
    rf"(?:(?P<article>\ban?)\s|(?<![\w.,])(?P<first>{_DIGITS})"
    rf"(?:\s?(?:to|or|and|[-–—])\s?(?P<last>{_DIGITS}))?(?:\s(?P<scale>{'|'.join(_SCALES)}))?[\s-]?)"
    rf"(?:(?:{_BETWEEN})[\s-])*(?:{_either_unit(2)})(?![a-z])"
)
_COUNTS = re.compile(rf"[$＄]|{'|'.join(row[2] for row in _UNITS.values())}")
_PERCENT = re.compile(rf"百分之({_DIGITS}|{_HAN_DIGIT})")
_PERMILLE = re.compile(rf"千分之({_DIGITS}|{_HAN_DIGIT})")
_HAN_QUANTITY = re.compile(
    rf"(?<![第月\d.,])(?:(?P<first>{_DIGITS}|{_HAN_DIGIT}){_MORE}"
    rf"(?:\s?(?:至|到|或者?|[-–—~～、])\s?(?P<last>{_DIGITS}|{_HAN_DIGIT}){_MORE})?(?P<scale>[万萬亿億]?){_MORE}|(?=半))"
    rf"\s?[个個]?(?P<half>半)?[个個]?(?:{_either_unit(3)})(?P<more>半)?"
)


def english_quantities(text: str) -> Iterator[Quantity]:
    """What an English text counts in figures or words: ``six to eight weeks`` gives 6 weeks and 8 weeks."""
    text = text.lower()
    if not _COUNTS.search(text):
        return
    text = _DOLLARS.sub(r"\1 dollars", _in_figures(text))
    for match in _ENGLISH_QUANTITY.finditer(text):
        scale = _SCALES.get(match["scale"], Decimal(1))
        for figure in filter(None, (match["article"] and "1", match["first"], match["last"])):
            yield Quantity(_figure(figure) * scale, _unit(match), match[0].strip(), rate=bool(match["article"]))


def chinese_quantities(text: str) -> Iterator[Quantity]:
    """What a Chinese text counts: ``6至8周`` gives 6 weeks and 8 weeks, ``两年半`` two and a half years."""
    text = _PERMILLE.sub(r"\1‰", _PERCENT.sub(r"\1%", _DOLLARS.sub(r"\1元", in_ascii(text))))
    text = _PRICE.sub(lambda match: f"{_price(match)}元", text)
    for match in _HAN_QUANTITY.finditer(text):
        half = Decimal("0.5") if match["half"] or match["more"] else Decimal(0)
        scale = _HAN_SCALES.get(match["scale"] or "", Decimal(1))
        for figure in filter(None, (match["first"], match["last"])) if match["first"] else ("0",):
            values = {_figure(figure)} if figure[0].isdecimal() else _han(figure)
            for value in sorted(values):
                # a year of the calendar is no length of time
                if not (match["year"] and value >= 1000):
                    yield Quantity(value * scale + half, _unit(match), match[0].strip())
    for value, written in _tenths(text):
        yield Quantity(value, "percent", written)


def _figure(figure: str) -> Decimal:
    return Decimal(figure.replace(",", ""))


def _unit(match: re.Match[str]) -> str:
    return next(unit for unit in _UNITS if match[unit])


def compare(source: str, found: Sequence[Quantity]) -> tuple[set[Decimal], list[tuple[Quantity, Quantity]]]:
    """What an English text and its translation count: the numbers that agree, and the quantities that were confused.

    Numbers agree in whatever units: 24 hours and 一天, 18 months and 一年半. Confused is only what is sure: the English
    quantity and the other one are both without a counterpart, and count the same thing or have the same number.
    """
    wanted = list(english_quantities(source))
    if not wanted:
        return set(), []
    counted, units = {one.size for one in found}, {one.unit for one in found}
    sizes = {one.size for one in wanted if one.size in counted and (one.unit in units or not one.rate)}
    bare = english(source).union(*digits(source)) - {one.value for one in wanted}
    lost = [one for one in wanted if not one.rate and one.size not in sizes]
    new = [one for one in found if one.size not in sizes and one.value not in bare]
    pairs = [(one, other) for one in lost if (other := _rival(one, new))]
    equal = {one.value for one in (*wanted, *found) if one.size in sizes}
    return equal | set(map(_whole, equal)), pairs  # 1.5 years are 1年半


_MONTH = re.compile("|".join(rf"\b{name[:3].title()}(?:{name[3:]}|t)?\b" for name in _MONTH_NAMES))
_HAN_MONTH = re.compile(
    rf"(?<![个個每近第半.{_ONE_HAN}十\d])(\d{{1,2}}|十[一二]?|[{_ONE_HAN}])月(?![供薪租息票费費嫂子饼餅球色亮光经經])"
)


def named_months(source: str) -> dict[Decimal, str]:
    """The months that an English text names, each as it is written."""
    return {_MONTHS[match[0][:3].lower()]: match[0] for match in _MONTH.finditer(source)}


def other_month(source: str, target: str) -> tuple[str, str] | None:
    """A month that the Chinese lacks, with one that only the Chinese has: June, 5月."""
    wanted = named_months(source)
    found = {max(_one(match[1])): match[0] for match in _HAN_MONTH.finditer(target)} if wanted else {}
    lost, new = wanted.keys() - found.keys(), found.keys() - wanted.keys()
    return (wanted[min(lost)], found[min(new)]) if lost and new else None


_THAN = re.compile(r"\b(?:more|fewer|less) than\b", re.IGNORECASE)
_COUNTED_IN_CHINESE = re.compile(
    f"(?<![一二两兩三四五六七八九十百千万萬第0-9])([{_ONE_HAN}]|十[一二]?|[2-9]|1[0-2])"
    "(?=[个個名位份张張封条條间間项項种種件页頁句部套组組级級倍层層只隻步类類辆輛处處次])"
)


def small_words(source: str) -> dict[str, Decimal]:
    """The words for 2 to 12 in an English text, with their values."""
    return {word: _ENGLISH[word] for word in _LETTERS.findall(source.lower()) if word in _UP_TO_NINETEEN[1:12]}


def recounted(source: str, target: str) -> tuple[str, str] | None:
    """A small number in English words that the Chinese lacks, and one that only the Chinese counts: three, 两份."""
    words = small_words(source)
    if not words:
        return None
    said = chinese(target).union(*digits(target))
    known = english(source).union(*digits(source)) | {Decimal(1)}
    if _THAN.search(source):  # fewer than five are at most four
        said, known = ({value + step for value in values for step in (-1, 0, 1)} for values in (said, known))
    lost = next((word for word, value in words.items() if value not in said), None)
    new = (match[0] for match in _COUNTED_IN_CHINESE.finditer(target) if not _one(match[1]) & known)
    other = next(new, None)
    return (lost, other) if lost and other else None


_ORDINAL = re.compile(r"\b(second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\b", re.IGNORECASE)
_HAN_ORDINAL = re.compile(rf"第(\d+|[{_ONE_HAN}十]+)(?=[次个個位天份张張页頁步项項封年代级級号號])")


def reordered(source: str, target: str) -> tuple[str, str] | None:
    """An ordinal that the Chinese lacks, with one that only the Chinese has: second, 第三."""
    lost = [match[0] for match in _ORDINAL.finditer(source)]
    if not lost:
        return None
    said, known = chinese(target).union(*digits(target)), english(source).union(*digits(source)) | {Decimal(1)}
    gone = next((word for word in lost if _ENGLISH[word.lower()] not in said), None)
    new = next((match[0] for match in _HAN_ORDINAL.finditer(target) if not _one(match[1]) & known), None)
    return (gone, new) if gone and new else None


def forgotten(source: str, target: str) -> Quantity | None:
    """A length of time (within ten days) of which the Chinese has nothing: no length at all, and no such number."""
    wanted = [one for one in english_quantities(source) if _is_time(one) and one.value > 1 and not one.rate]
    if not wanted or any(map(_is_time, chinese_quantities(target))):
        return None
    said = chinese(target).union(*digits(target))
    return wanted[0] if all(one.value not in said for one in wanted) else None


def _is_time(one: Quantity) -> bool:
    return one.size[0] in {"time", "months"}


def _rival(one: Quantity, others: list[Quantity]) -> Quantity | None:
    return next((other for other in others if one.size[0] == other.size[0] or one.value == other.value), None)
