"""Numbers as languages other than English and Chinese write them: 200.000, 20만, ٢٠٠ ألف, tres años, 열흘, سنتان.

Signs, months and days of the week are Babel's, for every language. Words for numbers and for what is counted are given
as a `Wording`; where a language has none, a number in words is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError, dates, numbers

from pipeline.text import numerals
from pipeline.text.numerals import Quantity
from pipeline.text.wording import Numbers, Wording, bare

_NOTHING = "(?!)"  # a pattern that is found nowhere
_ARABIC_SIGNS = str.maketrans({"٬": ",", "٫": "."})


@dataclass(frozen=True, slots=True)
class _Reader:
    """The patterns of one language."""

    language: Numbers
    run: re.Pattern[str]
    """A number in words, with its parts side by side."""
    part: re.Pattern[str]
    other: re.Pattern[str]
    scaled: re.Pattern[str]
    """A number in digits before a scale."""
    counted: re.Pattern[str] | None


def _either(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word))) or _NOTHING


@lru_cache(64)
def _reader(wording: Wording) -> _Reader | None:
    language = wording.numbers
    sizes = {**language.times, **language.scales}
    if not (language.words or sizes or language.others or wording.units):
        return None
    part = _either({**language.words, **sizes})
    # nobody writes a number of more words, and a wall of them would be read again from each on
    run = rf"{language.before}(?P<run>(?:{part})(?:{language.join}(?:{part})){{0,15}}){language.after}"
    units = "|".join(f"(?P<{unit}>{words})" for unit, words in wording.units.items())
    end = r"(?!\w)" if wording.is_spaced else ""
    below = () if wording.is_spaced else (word for word, value in language.times.items() if value >= 100)  # 3만 5천
    return _Reader(
        language,
        re.compile(run),
        re.compile(part),
        re.compile(rf"{language.before}(?P<word>{_either(language.others)}){end}"),
        re.compile(rf"(\d+(?:\.\d+)?)\s?({_either(sizes)})(?:\s?(\d+)\s?({_either(below)}))?{end}"),
        re.compile(rf"(?<![\d.,])(?P<figure>\d+(?:\.\d+)?)\s?(?:{units}){end}", re.IGNORECASE) if units else None,
    )


# ---- from words and signs to figures ----


def in_figures(text: str, source: str, code: str, wording: Wording) -> str:
    """A translation with its numbers as English writes them: 1.500 and ١٬٥٠٠ are 1500, 17,00 is 17.00, 20만 is 200000.

    What the English has to the letter stays: 8 CFR 214.202 is no 214 thousand.
    """
    text = bare(text).translate(_ARABIC_SIGNS)
    grouped, broken = _signs(code)
    if grouped:
        text = grouped.sub(lambda match: match[0] if match[0] in source else re.sub(r"\D", "", match[0]), text)
    if broken:
        text = broken.sub(lambda match: match[0] if match[0] in source else f"{match[1]}.{match[2]}", text)
    reader = _reader(wording)
    return reader.scaled.sub(lambda match: _multiplied(match, reader.language), text) if reader else text


def _babel(code: str) -> Locale:
    """Babel's own locale; English for accented English, which it does not know."""
    try:
        return Locale.parse(code)
    except UnknownLocaleError:
        return Locale("en")


@lru_cache(64)
def _signs(code: str) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    """Thousands set apart by another sign than a comma, and a comma before a fraction, where a language has them."""
    known = _babel(code)
    group, decimal = numbers.get_group_symbol(known), numbers.get_decimal_symbol(known)
    between = "[ \u00a0\u202f]" if group.isspace() else re.escape(group)
    grouped = re.compile(rf"(?<![\d.,])[1-9]\d{{0,2}}(?:{between}\d{{3}})+(?!\d|{between}\d)") if group != "," else None
    return grouped, re.compile(r"(?<![\d.,])(\d+),(\d{1,2})(?![\d,])") if decimal == "," else None


def _multiplied(match: re.Match[str], language: Numbers) -> str:
    sizes = {**language.times, **language.scales}
    value = Decimal(match[1]) * sizes[match[2]]
    if match[3]:
        value += Decimal(match[3]) * sizes[match[4]]
    return f"{value.normalize():f}"


def values(text: str, wording: Wording) -> set[Decimal]:
    """Every value that a translation may name in words; of a number of several words also its parts."""
    if not (reader := _reader(wording)):
        return set()
    text = text.lower()
    known = {**reader.language.words, **reader.language.times, **reader.language.scales}
    found = {value for value, _ in _runs(text, reader)}
    found |= {known[part] for match in reader.run.finditer(text) for part in reader.part.findall(match["run"])}
    return found.union(*(reader.language.others[match["word"]] for match in reader.other.finditer(text)))


def _runs(text: str, reader: _Reader) -> Iterator[tuple[Decimal, re.Match[str]]]:
    language = reader.language
    for match in reader.run.finditer(text):
        total = section = digit = last = Decimal(0)
        for part in reader.part.findall(match["run"]):
            if part in language.scales:
                total, section, digit = total + (section + digit or 1) * language.scales[part], Decimal(0), Decimal(0)
            elif part in language.times:
                section, digit = section + (digit or 1) * language.times[part], Decimal(0)
            elif 0 < last < 10 and language.words[part] < 10:  # 두세 is two or three, and dos y tres are two numbers
                break
            else:
                digit += language.words[part]
            last = language.words.get(part, Decimal(0))
        else:
            yield total + section + digit, match


# ---- what is counted ----


def quantities(text: str, wording: Wording) -> list[Quantity]:
    """What a translation counts, in digits (as `in_figures` leaves them) or in words: 30 días, 석 달, ثلاث سنوات."""
    reader = _reader(wording)
    if not reader or not reader.counted:
        return []
    text = text.lower()
    pieces: list[str] = []
    at = 0
    for value, match in _runs(text, reader):
        pieces += (text[at : match.start("run")], f"{value:f}")
        at = match.end("run")
    text = numerals.in_ascii("".join(pieces) + text[at:])
    return [
        Quantity(Decimal(match["figure"]), str(match.lastgroup), match[0].strip())
        for match in reader.counted.finditer(text)
    ]


def recounted(source: str, target: str, wording: Wording) -> tuple[str, str] | None:
    """A small number in English words that a translation lacks, and one in words that only it has: three, cinco."""
    reader = _reader(wording)
    words = numerals.small_words(source) if reader else {}
    if not reader or not words:
        return None
    said = values(target, wording).union(*numerals.digits(target))
    known = numerals.english(source).union(*numerals.digits(source)) | {Decimal(1)}
    lost = next((word for word, value in words.items() if value not in said), None)
    other = next((match["run"] for value, match in _runs(target.lower(), reader) if value not in known), None)
    return (lost, other) if lost and other else None


_DAY = re.compile(rf"\b(?:{'|'.join(name.title() for name in numerals.DAY_NAMES)})(?=s?\b)")


def other_name(source: str, target: str, code: str) -> tuple[str, str] | None:
    """A month or day of the week that a translation lacks, with one that only the translation has: June, julio."""
    days = {match[0].lower(): match[0] for match in _DAY.finditer(source)}
    months = {str(month): name for month, name in numerals.named_months(source).items()}
    for wanted, names in zip((months, days), _names(code), strict=True):
        found = {key: match[0] for key, one in names.items() if (match := one.search(target.lower()))} if wanted else {}
        lost, new = [key for key in wanted if key not in found], [key for key in found if key not in wanted]
        if lost and new:
            return wanted[lost[0]], found[new[0]]
    return None


_Patterns = dict[str, re.Pattern[str]]


@lru_cache(64)
def _names(code: str) -> tuple[_Patterns, _Patterns]:
    """How a language calls each month and each day, in each of its forms."""
    known = _babel(code)
    months = [dates.get_month_names("wide", context, known) for context in ("format", "stand-alone")]
    days = [dates.get_day_names("wide", context, known) for context in ("format", "stand-alone")]
    return (
        {str(at): _named(one[at] for one in months) for at in range(1, 13)},
        {name: _named(one[at] for one in days) for at, name in enumerate(numerals.DAY_NAMES)},
    )


def _named(names: Iterable[str]) -> re.Pattern[str]:
    """The names as words of their own; Korean has its endings behind them, Arabic its prepositions before."""
    return re.compile(rf"(?<![^\W\u0621-\u064a])(?:{_either({name.lower() for name in names})})(?![^\W가-힣])")
