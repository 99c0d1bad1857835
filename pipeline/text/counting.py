"""Numbers as languages other than English and Chinese write them: 200.000, 20만, ٢٠٠ ألف, tres años, 열흘, سنتان.

Signs, months and days of the week are Babel's, for every language. Words for numbers and for what is counted stand
here for the languages that have been asked for; where a language has none, a number in words is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError, dates, numbers

from pipeline.text import numerals
from pipeline.text.numerals import Quantity


def _table(rows: str) -> dict[str, Decimal]:
    """``5 cinco | 6 seis`` as words with their values; several words of a value stand side by side."""
    pairs = (row.split() for row in re.split(r"[|\n]", rows.strip()))
    return {word: Decimal(value) for value, *words in pairs for word in words}


def _several(rows: str) -> dict[str, set[Decimal]]:
    """The same of words that may have several values: cuarto is the fourth, and a quarter."""
    found: dict[str, set[Decimal]] = {}
    for value, *words in (row.split() for row in re.split(r"[|\n]", rows.strip())):
        for word in words:
            found.setdefault(word, set()).add(Decimal(value))
    return found


@dataclass(frozen=True, slots=True)
class _Language:
    """How one language says numbers and what they count."""

    words: Mapping[str, Decimal]
    """Those that are added up: veinte, five, 열."""
    times: Mapping[str, Decimal]
    """Those that multiply what stands directly before them: 십, مئة."""
    scales: Mapping[str, Decimal]
    """Those that multiply all before them: mil, 만."""
    others: Mapping[str, set[Decimal]]
    """Words that a reader knows the number from, though they may mean something else: segundo, 보름, سنتان."""
    join: str
    """What may stand between the words of one number."""
    before: str = r"(?<!\w)"
    after: str = r"(?!\w)"
    units: Mapping[str, str] = field(default_factory=dict)
    """What is counted, by the names of `numerals.Quantity`."""


_SPANISH = _Language(
    _table(
        """
        1 uno un una | 2 dos | 3 tres | 4 cuatro | 5 cinco | 6 seis | 7 siete | 8 ocho | 9 nueve
        10 diez | 11 once | 12 doce | 13 trece | 14 catorce | 15 quince | 16 dieciséis
        17 diecisiete | 18 dieciocho | 19 diecinueve | 20 veinte | 21 veintiuno veintiún veintiuna
        22 veintidós | 23 veintitrés | 24 veinticuatro | 25 veinticinco | 26 veintiséis
        27 veintisiete | 28 veintiocho | 29 veintinueve | 30 treinta | 40 cuarenta | 50 cincuenta
        60 sesenta | 70 setenta | 80 ochenta | 90 noventa | 100 cien ciento
        200 doscientos doscientas | 300 trescientos trescientas | 400 cuatrocientos cuatrocientas
        500 quinientos quinientas | 600 seiscientos seiscientas | 700 setecientos setecientas
        800 ochocientos ochocientas | 900 novecientos novecientas
        """
    ),
    {},
    _table("1000 mil miles | 1000000 millón millones"),
    _several(
        """
        0 cero mediodía ningún ninguno ninguna | 1 primer primero primera única único sola solo
        0.5 medio media | 50 mitad | 2 segundo segunda ambos ambas par doble
        3 tercer tercero tercera tercio triple | 4 cuarto cuarta | 25 cuarto | 5 quinto quinta
        6 sexto sexta | 7 séptimo séptima | 8 octavo octava | 9 noveno novena
        10 décimo décima decena década | 12 docena mediodía medianoche | 14 quincena | 6 semestre
        3 trimestre
        """
    ),
    r"\s(?:y\s)?",
    units={
        "minute": "minutos?",
        "hour": "horas?",
        "day": "d[ií]as?",
        "week": "semanas?",
        "month": "mes(?:es)?",
        "year": "años?",
        "percent": "%|por ciento",
        "dollar": r"d[óo]lares|d[óo]lar|USD",
        "foreign": "pesos|euros|yuanes|wones|libras|quetzales|lempiras",
        "cent": "centavos?",
    },
)
_KOREAN = _Language(
    _table(
        """
        1 하나 한 일 | 2 둘 두 이 | 3 셋 세 석 삼 | 4 넷 네 넉 사 | 5 다섯 오 | 6 여섯 육 륙
        7 일곱 칠 | 8 여덟 팔 | 9 아홉 구 | 10 열 | 20 스물 스무 | 30 서른 | 40 마흔 | 50 쉰
        60 예순 | 70 일흔 | 80 여든 | 90 아흔
        """
    ),
    _table("10 십 | 100 백 | 1000 천"),
    _table("10000 만 | 100000000 억"),
    _several(
        """
        1 하루 첫 첫째 매 매년 매달 매월 매주 매일 단 | 2 이틀 둘째 양쪽 양측 모두 쌍 반
        0.5 반 반년 | 50 절반 | 3 사흘 셋째 | 4 나흘 | 5 닷새 | 6 엿새 반년 | 7 이레 일주일
        8 여드레 | 9 아흐레 | 10 열흘 | 12 정오 자정 | 15 보름 | 30 반 | 0 자정 영
        """
    ),
    r"\s?",
    before="(?<![가-힣])(?:제|약|만|총|최대|최소)?",
    after=r"(?=\s?(?:년|해|개|달|월|주|일(?!\w)|시|분|초|달러|원|명|사람|분|살|세|부|장|번|차례|가지|통|건|회|배|퍼센트|프로|차|호|조|층|쪽))",
    units={
        "minute": "분",
        "hour": "시간",
        "day": "(?:영업|근무)?일",
        "week": "주",
        "month": "개월|달(?!러)",
        "year": "년|해",
        "percent": "%|퍼센트|프로",
        "dollar": "달러|불",
        "foreign": "원|엔|위안|유로|페소",
        "cent": "센트",
    },
)
_ARABIC = _Language(
    _table(
        """
        1 واحد واحدة | 2 اثنان اثنين اثنتان اثنتين | 3 ثلاث ثلاثة | 4 أربع أربعة | 5 خمس خمسة
        6 ست ستة | 7 سبع سبعة | 8 ثمان ثماني ثمانية | 9 تسع تسعة | 10 عشر عشرة | 20 عشرون عشرين
        30 ثلاثون ثلاثين | 40 أربعون أربعين | 50 خمسون خمسين | 60 ستون ستين | 70 سبعون سبعين
        80 ثمانون ثمانين | 90 تسعون تسعين | 200 مئتان مئتين مائتان مائتين | 300 ثلاثمئة ثلاثمائة
        400 أربعمئة أربعمائة | 500 خمسمئة خمسمائة | 1 إحدى أحد | 2000000 مليونان مليونين مليوني
        12 اثنا اثني اثنتا اثنتي
        """
    ),
    _table("100 مئة مائة"),
    _table("1000 ألف ألفا آلاف | 1000000 مليون ملايين | 1000000000 مليار مليارات"),
    _several(
        """
        1 أول أولى أولا الأول الأولى مرة كل عام سنة شهر يوم أسبوع ساعة | 50 نصف | 25 ربع
        2 كلا كلتا ثاني ثانية ثانيا الثاني الثانية
        2 سنتان سنتين سنتي عامان عامين شهران شهرين يومان يومين أسبوعان أسبوعين ساعتان ساعتين دقيقتان دقيقتين مرتان مرتين
        2 دولاران دولارين شخصان شخصين نسختان نسختين كلاهما كلتاهما كليهما كلتيهما
        3 ثلث ثالث ثالثة الثالث الثالثة | 4 رابع رابعة الرابع الرابعة | 5 خامس الخامس الخامسة
        6 سادس السادس السادسة | 7 سابع السابع السابعة | 8 ثامن الثامن الثامنة
        9 تاسع التاسع التاسعة | 10 عاشر العاشر العاشرة عقد | 12 ظهرا ظهر الظهر منتصف دزينة
        2000 ألفان ألفين | 0 صفر
        """
    ),
    r"\s(?:و\s?)?",
    before=r"(?<!\w)(?:[وبلفك]{1,2}|ال|وال|لل|بال)?",
    units={
        "minute": "دقيقة|دقائق",
        "hour": "ساعة|ساعات",
        "day": "يوم|يوما|أيام",
        "week": "أسبوع|أسبوعا|أسابيع",
        "month": "شهر|شهرا|أشهر|شهور",
        "year": "سنة|سنوات|عام|عاما|أعوام",
        "percent": "[%٪]|في المئة|بالمئة|في المائة|بالمائة",
        "dollar": "دولار|دولارا|دولارات",
        "foreign": "ريالا?|جنيها?|درهما?|دينارا?|ليرة|يورو|يوان",
        "cent": "سنت|سنتا|سنتات",
    },
)
_LANGUAGES = {"es": _SPANISH, "ko": _KOREAN, "ar": _ARABIC}
_VOWEL_SIGNS = re.compile("[\u064b-\u0652\u0670\u0640]")  # and the stroke that makes Arabic words longer
_ARABIC_SIGNS = str.maketrans({"٬": ",", "٫": "."})


@dataclass(frozen=True, slots=True)
class _Reader:
    """The patterns of one language."""

    language: _Language
    run: re.Pattern[str]
    """A number in words, with its parts side by side."""
    part: re.Pattern[str]
    other: re.Pattern[str]
    scaled: re.Pattern[str]
    """A number in digits before a scale."""
    counted: re.Pattern[str] | None


def _either(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))


@lru_cache(64)
def _reader(code: str) -> _Reader | None:
    language = _LANGUAGES.get(code.partition("_")[0])
    if not language:
        return None
    part = _either({**language.words, **language.times, **language.scales})
    # nobody writes a number of more words, and a wall of them would be read again from each on
    run = rf"{language.before}(?P<run>(?:{part})(?:{language.join}(?:{part})){{0,15}}){language.after}"
    units = "|".join(f"(?P<{unit}>{words})" for unit, words in language.units.items())
    end = "" if language is _KOREAN else r"(?!\w)"
    return _Reader(
        language,
        re.compile(run),
        re.compile(part),
        re.compile(rf"{language.before}(?P<word>{_either(language.others)}){end}"),
        re.compile(
            rf"(\d+(?:\.\d+)?)\s?({_either({**language.times, **language.scales})})(?:\s?(\d+)\s?(천|백))?{end}"
        ),
        re.compile(rf"(?<![\d.,])(?P<figure>\d+(?:\.\d+)?)\s?(?:{units}){end}") if units else None,
    )


# ---- from words and signs to figures ----


def in_figures(text: str, source: str, code: str) -> str:
    """A translation with its numbers as English writes them: 1.500 and ١٬٥٠٠ are 1500, 17,00 is 17.00, 20만 is 200000.

    What the English has to the letter stays: 8 CFR 214.202 is no 214 thousand.
    """
    text = _VOWEL_SIGNS.sub("", text).translate(_ARABIC_SIGNS)
    grouped, broken = _signs(code)
    if grouped:
        text = grouped.sub(lambda match: match[0] if match[0] in source else re.sub(r"\D", "", match[0]), text)
    if broken:
        text = broken.sub(lambda match: match[0] if match[0] in source else f"{match[1]}.{match[2]}", text)
    reader = _reader(code)
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


def _multiplied(match: re.Match[str], language: _Language) -> str:
    sizes = {**language.times, **language.scales}
    value = Decimal(match[1]) * sizes[match[2]]
    if match[3]:
        value += Decimal(match[3]) * sizes[match[4]]
    return f"{value.normalize():f}"


def values(text: str, code: str) -> set[Decimal]:
    """Every value that a translation may name in words; of a number of several words also its parts."""
    if not (reader := _reader(code)):
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


def quantities(text: str, code: str) -> list[Quantity]:
    """What a translation counts, in digits (as `in_figures` leaves them) or in words: 30 días, 석 달, ثلاث سنوات."""
    reader = _reader(code)
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


def recounted(source: str, target: str, code: str) -> tuple[str, str] | None:
    """A small number in English words that a translation lacks, and one in words that only it has: three, cinco."""
    reader = _reader(code)
    words = numerals.small_words(source) if reader else {}
    if not reader or not words:
        return None
    said = values(target, code).union(*numerals.digits(target))
    known = numerals.english(source).union(*numerals.digits(source)) | {Decimal(1)}
    lost = next((word for word, value in words.items() if value not in said), None)
    other = next((match["run"] for value, match in _runs(target.lower(), reader) if value not in known), None)
    return (lost, other) if lost and other else None


_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = re.compile(rf"\b(?:{'|'.join(name.title() for name in _DAY_NAMES)})(?=s?\b)")


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
        {name: _named(one[at] for one in days) for at, name in enumerate(_DAY_NAMES)},
    )


def _named(names: Iterable[str]) -> re.Pattern[str]:
    """The names as words of their own; Korean has its endings behind them, Arabic its prepositions before."""
    return re.compile(rf"(?<![^\W\u0621-\u064a])(?:{_either({name.lower() for name in names})})(?![^\W가-힣])")
