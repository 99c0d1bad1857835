"""How Chinese denies and limits, and how it names days, hours and lengths of time: more than `sense` knows by words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.checks.engine import Problem
from pipeline.text import numerals
from pipeline.text.english import pattern

ALOUD = "Read both sentences aloud; say it, or say why not"
_THAN = r"(?:more|less|fewer|later|longer|earlier) than"
_DENIAL = pattern(
    rf"(?<!\bor )(?<!\bthan )not(?! until| {_THAN})|never|no(?!\. ?\d| matter| {_THAN})|cannot|\w+n['’]t"
    "|without(?! which)|nobody|none|neither|nor|nothing(?! more than)"
)
_DENIES = re.compile(
    "[不没沒未无無非勿毋别別莫免否绝絕拒禁]|[难難]以|很[难難]|[违違犯]法|[违違]反|拖欠|保密|[来來]得及"
    "|照[样樣][是能可]|仍然?可能|[还還正]在等|等[结結消]|空手|[实實][话話]|如[实實]|保持通[话話]|先.+[再才]"
)
# what only looks as if it denied something
_LOOKS_LIKE_DENIAL = re.compile(
    "除非|非常|[无無][论論证證]|[别別旁]人|[特性分区區级級类類个個识識告][别別]|[以避难難]免|免得|是否|未成年|未[来來婚]"
    "|[没沒]收|不[仅僅但过過管断斷久论論]|不同(?!意)|差不多|[绝絕][对對]|不[动動][产產]|禁止令|非[营營]利|非政府"
)
_UNLAWFUL = re.compile(r"\b(?:illegal|unlawful|against the law|undocumented)", re.IGNORECASE)
_FORBIDDEN = pattern("illegal|unlawful|against the law|forbidden|prohibited")
_PUNISHED = re.compile("[罪罚罰]|[犯违違]了")
_UNLESS = pattern("unless")
_OTHERWISE = re.compile("除非|否[则則]")
_UNLAWFUL_IN_CHINESE = re.compile("非法|[违違犯]法|不合法")
# English words that limit a sentence -> Chinese that carries the same limit; both scripts
_LIMITS = {
    pattern(english): re.compile(chinese)
    for english, chinese in (
        ("unless", "除非|不|否则|否則|例外|才|[没沒][^。]{1,20}[别別勿莫]"),
        ("except|exceptions?", "除|例外|但|不同"),
        (
            "only",
            "[只仅僅唯才单單就]|除了?[^，。]{1,12}[谁誰都没沒]|[后後了完]再|限[于於]|限制在|限定|[别別旁其][人他]",
        ),
        ("until", "[到前才再]|至(?!少|多|今|[于於])|为止|為止|不[^，。]{1,8}就"),
        (
            "even if|even though|although",
            "即|就算|哪怕|[虽雖尽儘]|[管论論]|[也仍照但却卻]|可是|[还還][是能可]",
        ),
        (
            r"(?<!what to do )(?<!even )if|whether",
            "如果|(?<![例比譬])如(?:[有需遇欲想未无無不]|[您你他她](?!所))"
            "|(?:^|[，。；：！？])如(?![何此下同上今前实實常期意是数數约約愿願故])[^，。；、]{2,30}，|若|要是|的话|的話|假如|只要|一旦|万一|萬一|即使|即便|哪怕|倘|假使|的，|不[管论論]|条件|條件|前提|情况|情況"
            "|(?P<either>.)[不没沒](?P=either)|[会會遇][^，。]*的人|[来來]了|以[后後]|还是|還是|[时時否吗嗎不看就才也再]",
        ),
    )
}
# "cannot be deported without a hearing", "sign nothing you do not understand": with one lost it says the opposite
_TWICE = re.compile(
    r"\b(?:not|never|no|cannot|nobody|\w+n['’]t)\b"
    r"(?:[^.;:?!]*\bwithout\b(?! (?:a )?(?:break|pause|stop))|[^.;:?!,]*\b(?:not|never|cannot|\w+n['’]t)\b)",
    re.IGNORECASE,
)
_MUST = re.compile("照[样樣]|仍然?可能|必须|必須|只有|只能|才|都要|都得|一定|务必|務必")


def lost_turns(source: str, target: str) -> Iterator[Problem]:
    """What of an English sentence that denies or limits nothing in the Chinese says."""
    for english, chinese in _LIMITS.items():
        match = english.search(source)
        if match and not chinese.search(target):
            yield Problem(f"nothing in Chinese says '{match[0]}'", ALOUD)
    if (match := _FORBIDDEN.search(source)) and not _PUNISHED.search(target) and not _denied(target):
        yield Problem(f"nothing in Chinese says '{match[0]}'", ALOUD)
    if not (match := _DENIAL.search(source)):
        return
    if _UNLESS.search(source):  # 除非…，否则 limits, and denies nothing
        target = _OTHERWISE.sub("", target)
    if _UNLAWFUL.search(source):
        target = _UNLAWFUL_IN_CHINESE.sub("", target)
    denied = _denied(target)
    if not denied and not _kept_in_english(match[0], target):
        yield Problem(f"nothing in Chinese says '{match[0]}'", ALOUD)
    twice = _TWICE.search(source)
    if twice and denied == 1 and not _MUST.search(target):
        yield Problem(f"'{twice[0]}' denies twice, but the Chinese only once", "Read both sentences aloud; say both")


def _denied(target: str) -> int:
    return len(_DENIES.findall(_LOOKS_LIKE_DENIAL.sub("", target)))


def _kept_in_english(words: str, target: str) -> bool:
    """Does the translation quote the English sentence with these words (“I do not agree”)?"""
    return re.search(rf"\b{words}\b", target, re.IGNORECASE) is not None


_DAYS = {name: at for at, name in enumerate(numerals.DAY_NAMES)}
_DAY = re.compile(rf"\b({'|'.join(_DAYS)})s?\b", re.IGNORECASE)
_HAN_DAYS = {char: at for at, char in enumerate("一二三四五六日")} | {"天": 6}
_WEEKDAYS = re.compile(
    "(?:[周週]|星期|[礼禮]拜)([一二三四五六日天](?:[、和及与與或至到－—～~-]+[一二三四五六日天](?![次个個天年月份张張条條些样樣]))*)"
    "(?![次个個年月份张張回])"
)
_CLOCK = re.compile(
    r"(\d{1,2})(?::\d\d)?(?:\s?([ap])\.?m\.?)?(?:\s?(?:to|until|and|[-–—])\s?(\d{1,2})(?::\d\d)?)?\s?([ap])\.?m\b",
    re.IGNORECASE,
)
_HAN_CLOCK = re.compile(r"(?P<am>上午|早上|早晨|清早|清晨|凌晨)|(?P<pm>下午|午[后後]|傍晚|晚上|晚[间間])")
_HOUR = re.compile(r"\s?(\d{1,2}|[一二两兩三四五六七八九十]{1,3})(?=[:：点點时時])")


def other_times(source: str, target: str) -> Iterator[Problem]:
    """Days, hours and lengths of time that have become others."""
    for one in (_other_days, _other_halves, _other_lengths):
        for english_time, chinese_time in one(source, target):
            yield Problem(f"'{english_time}' has become '{chinese_time}'", "Compare day and hour with the English")


def _other_days(source: str, target: str) -> Iterator[tuple[str, str]]:
    """A day of the week that the Chinese lacks, with one that only the Chinese has."""
    wanted = {_DAYS[match[1].lower()]: match[0] for match in _DAY.finditer(source)}
    if not wanted:
        return
    found = {_HAN_DAYS[char]: one[0] for one in _WEEKDAYS.finditer(target) for char in one[1] if char in _HAN_DAYS}
    lost, new = wanted.keys() - found.keys(), found.keys() - wanted.keys()
    if lost and new:
        yield wanted[min(lost)], found[min(new)]


_LENGTHS = {
    "minute": "分",
    "hour": "[时時点點]|[钟鐘][头頭]",
    "day": "[天日昼晝早晚夜]",
    "week": "[周週]|星期|[礼禮]拜",
    "month": "月",
    "year": "[年岁歲]",
}
_LENGTH = re.compile(rf"\b({'|'.join(_LENGTHS)})s?\b", re.IGNORECASE)
_SOME_LENGTH = re.compile(
    "[几幾数數多好每一两兩半][个個]?(?:(?P<minute>分[钟鐘])|(?P<hour>小[时時]|[钟鐘][头頭])|(?P<day>天)"
    "|(?P<week>[周週]|星期|[礼禮]拜)|(?P<month>月)|(?P<year>年))"
)


def _other_lengths(source: str, target: str) -> Iterator[tuple[str, str]]:
    """A length of time without a number that the Chinese lacks, with another that only the Chinese has."""
    wanted = {match[1].lower(): match[0] for match in _LENGTH.finditer(source)}
    if not wanted or any(not one.rate for one in numerals.english_quantities(source)):
        return
    lost = [unit for unit in wanted if not re.search(_LENGTHS[unit], target)]
    new = [one[0] for one in _SOME_LENGTH.finditer(target) if one.lastgroup not in wanted] if lost else []
    if new:
        yield wanted[lost[0]], new[0]


def _other_halves(source: str, target: str) -> Iterator[tuple[str, str]]:
    """An hour that English has only in one half of the day, and Chinese puts into the other."""
    wanted: dict[tuple[int, str], str] = {}
    for match in _CLOCK.finditer(source):
        for hour, half in ((match[1], match[2] or match[4]), (match[3], match[4])):
            if hour:
                wanted[int(hour) % 12, half.lower()] = match[0]
        if match[3] and not match[2]:  # 9 to 5 p.m. begins in the morning
            wanted[int(match[1]) % 12, "a"] = match[0]
    for match in _HAN_CLOCK.finditer(target) if wanted else ():
        figure = _HOUR.match(target, match.end())
        if not figure:
            continue
        value = int(figure[1]) if figure[1].isdecimal() else int(max(numerals.chinese(figure[1])))
        half, other = ("a", "p") if match["am"] else ("p", "a")
        if value % 12 and value < 12 and (value, other) in wanted and (value, half) not in wanted:
            yield wanted[value, other], match[0] + figure[0]


BETWEEN_ITEMS = re.compile(
    r"(?:[、，；,;和与與及或跟并並也又既连連]|[还還][有要]|以及|[。！？\n](?=.))+"
    "|[食吃]住|食宿|男女|老少|父母|夫妻|子女|兄弟|姐妹|亲友|親友|水[电電]"
)
"""What stands between two things of a list."""
