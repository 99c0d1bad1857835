"""Telephone numbers and web addresses that somebody typed into a translation, in whatever digits or letters.

Nobody has checked them, and a phone makes both of them links by itself. A contact's token is no such number.

What counts is what a reader sees: entities and escaped signs are the characters that they become, a digit is one in any
script, and what is invisible is not there. What reads as days, times, years, amounts or a list is no number to call.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from pipeline.text import prose

_HAN = "零壹贰叁肆伍陆柒捌玖〇一二三四五六七八九貳參陸幺○◯⭕"
_HAN_DIGITS = dict(zip(_HAN, "0123456789" * 2 + "2361000", strict=True))
_FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_UNSEEN = frozenset({"Cf", "Me", "Mn"})  # formats, and signs over and through others
# an escaped sign, an entity, a tag without any number or address
_WRITTEN = re.compile(r"\\([!-/:-@\[-`{-~])|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|\w{2,31});|<[^<>@.\d]{1,200}>")
# A pattern that begins with one of some characters passes over all others at once, so here and in the next ones what
# may not stand before that character is looked at after it.
_ALIKE = re.compile(r"[\dOoＯОоΟοl](?<![A-Za-z\d].)[\dOoＯОоΟοl]++(?![A-Za-z])")  # with letters that pass for 0 and 1
_LIKE = str.maketrans("OoＯОоΟοl", "00000001")

_TELEPHONE = re.compile(r"\d(?:(?:[^\w%‰°$€£¥×=^;!?；！？]|[_ー]){0,4}\d){6,}")
_PART = re.compile(r"\d+(?:[,.:]\d+)*")
_UP_TO_31 = r"(?:0?[1-9]|[12]\d|3[01])"
_DAY = re.compile(
    rf"(?<!\d)(?:(?:19|20)\d\d([-/.]){_UP_TO_31}\1{_UP_TO_31}|{_UP_TO_31}([-/.]){_UP_TO_31}\2(?:19|20)\d\d)(?!\d)"
)
_ORDINARY = re.compile(
    r"[1-9]\d{0,2}(?:,\d{3})+|(?:[01]?\d|2[0-4])(?::[0-5]\d){1,2}|(?:19|20)\d\d"
)  # 1,500; 9:30; 2026
# Police, fire, ambulance and crisis lines here and where readers come from: 119 for 911 reaches nobody here.
_LINES = frozenset({"110", "112", "113", "117", "119", "120", "122", "911", "912", "988", "995", "999"})
_SHORT = re.compile(r"[19](?<!\d.)(?<!\d[.,:/-].)([^\w\n]{0,2})[1289]\1\d(?![\d%°]|[.,:/-]\d|\1\d)")
_CODE = re.compile(r"\d(?<!\d.)(?<!\d[.,].)\d{4,5}(?![.,]?\d)")  # a message goes to as few digits
# 1-800-FLOWERS
_VANITY = re.compile(r"[89](?<![A-Za-z\d].)(?:(?<=8)[3-8]\d|00)\)?\W{1,2}[\dA-Z](?:[ .-]?[\dA-Z]){6,9}(?![a-z\d])")
_WEEKDAY = re.compile(rf"[一二三四五六](?:(?<=[周週].)|(?<=星期.)|(?<=[礼禮]拜.))(?![{_HAN}])")
_THREE = re.compile(r"\d\D{0,4}\d\D{0,4}\d")  # what any of them has, and few sentences have

_ENDINGS = "com|org|net|gov|edu|int|info|biz|cn|tw|hk|io|co|cc|app|site|online|top|xyz|shop|vip|xn--[a-z0-9-]+"
_LIKE_WORDS = (  # where a sentence begins behind a full stop without its space, it begins with a capital: casa.La
    "mobi|dev|store|club|live|link|click|help|chat|work|today|tech|space|website|wiki|page|blog|news|asia|lawyer|legal"
    "|support|center|fun|icu|pro|zip|ac|ae|ai|am|ar|at|au|be|br|by|bz|ca|cf|ch|cl|cx|cz|de|dk|es|eu|fi|fm|fr|ga|gd|gg|gl"
    "|gq|id|ie|il|im|in|ir|is|it|jp|ke|kg|kr|kz|la|li|lt|ly|md|me|ml|mn|mo|mx|my|ng|nl|no|nz|pe|ph|pk|pl|pt|pw|ro|rs|ru"
    "|se|sg|so|st|su|th|tk|tn|to|tr|tv|ua|uk|us|vc|vn|ws|za"
)
_SITES_ABROAD = "中国|中國|网络|網絡|网址|網址|网站|網站|在线"  # also behind Latin letters, where Inc.公司 is a company
_ABROAD = f"{_SITES_ABROAD}|公司|香港|台湾|台灣|рф|한국"
_PARTS = r"(?<![A-Za-z0-9-])(?:[A-Za-z0-9-]{1,63}[.。]){1,8}"
_SITE = re.compile(
    rf"(?:{_PARTS}(?i:{_ENDINGS})|{_PARTS}(?<!。)(?!(?<=[a-z]\.)[A-Z][a-z])(?i:{_LIKE_WORDS})"
    rf"|[^\W\d_\x00-\x7f]\.(?i:{_ENDINGS})|(?<![A-Za-z0-9_.+-])[A-Za-z0-9_.+-]++@{_PARTS}[A-Za-z]{{2,24}}"
    r"|(?<![A-Za-z0-9+.-])(?:https?:[/\\]|[A-Za-z][A-Za-z0-9+.-]++:(?://|\\\\))[/\\]?\w[A-Za-z0-9.:@-]*"
    rf")(?![A-Za-z0-9\u00c0-\u024f\u1e00-\u1eff-]|\.[A-Za-z0-9])|[^\W\d_\x00-\x7f]\.(?:{_ABROAD})"
    rf"|(?<![A-Za-z0-9-])[A-Za-z0-9-]{{1,63}}\.(?:{_SITES_ABROAD})(?!\w)"
)
"""A site by the end of its name, an address for mail, or one that begins with a scheme."""
# what any of them has, and few sentences have: a Chinese full stop is nothing before a Chinese word
_SIGN = re.compile(
    r"[.．․﹒。｡@＠﹫&\\:：](?:(?<=[.．․﹒])\W{0,3}[^\W\d_]|(?<=[。｡])\W{0,3}[^\W\d_\u3400-\u9fff]"
    r"|(?<=[@＠﹫&\\])|(?<=[:：])[/／])"
)


# A number to call as it is dictated: ocho cero cero cinco cinco …, 공일공 일이삼사 …
_SPOKEN_DIGITS = (
    "zero|oh|one|two|three|four|five|six|seven|eight|nine|hundred"
    "|cero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|ochocientos"
    "|صفر|واحد|اثنان|اثنين|ثلاثة|أربعة|خمسة|ستة|سبعة|ثمانية|تسعة"
)
_DICTATED = re.compile(
    rf"(?<!\w)(?i:{_SPOKEN_DIGITS})(?:[\s,.;/·-]{{1,3}}(?i:{_SPOKEN_DIGITS})(?!\w)){{6,20}}"
    "|[공영일이삼사오육칠팔구](?<![가-힣].)(?:[ ,-]{0,2}[공영일이삼사오육칠팔구]){6,20}"
)
# what it has at least: two words, or a word in Korean
_WORDY = re.compile(
    r"[A-Za-z\u0621-\u064a가-힣](?:(?<=[가-힣])|[A-Za-z\u0621-\u064a][\s,.;/·-]{1,3}[A-Za-z\u0621-\u064a]{2})"
)

# An account in somebody's app is a way to be reached, too: the name of the app, and what is sought there.
# Each begins with one certain character, so that Python passes over all others at once.
_APPS = (
    "微信|WeChat|Wechat|wechat|weChat|QQ|电报|電報|Telegram|telegram|LINE|WhatsApp|Whatsapp|whatsapp"
    "|Kakao(?:[Tt]alk)?|kakao(?:[Tt]alk)?|카카오톡|카톡|위챗|텔레그램"
    "|抖音|小红书|小紅書|Instagram|instagram|Facebook|facebook|TikTok|Tiktok|tiktok|Zalo"
    "|واتساب|واتس ?اب|تلغرام|تيليجرام|تلجرام"
)
_SOUGHT = "[号號]|[账帐賬帳][号號]|公[众眾][号號]|群|搜索?|用[户戶]名|ID|id|아이디|usuario|cuenta|@|[:：]|حساب|معرف"
_ACCOUNT = re.compile(
    rf"(?:{_APPS})(?:\W{{0,3}}(?:{_SOUGHT})){{1,3}}\W{{0,3}}(?P<name>[A-Za-z0-9][A-Za-z0-9_.-]{{3,}})"
    rf"|(?:{_APPS})\W{{0,2}}(?P<coded>(?=[A-Za-z-]{{0,30}}[\d_])[A-Za-z][A-Za-z0-9_-]{{3,}})"
    rf"|(?:{_APPS})(?:{_SOUGHT}){{1,3}}[^，。,.]{{0,4}}[“「『\"](?P<quoted>[^”」』\"]{{2,20}})"
    r"|(?<![A-Za-z0-9._%+/-])@(?P<handle>[A-Za-z][A-Za-z0-9_.]{2,})"
)
_IN_APP = re.compile(_APPS)
_DOT_IN_WORDS = re.compile(
    rf"[A-Za-z0-9-](?<![A-Za-z0-9-].)[A-Za-z0-9-]{{1,62}}\s?(?:[点點]|dot|punto|닷|점|نقطة)\s?(?:{_ENDINGS.rpartition('|')[0]})(?![A-Za-z0-9])"
)


def numbers(source: str, target: str) -> Iterator[tuple[int, int]]:
    """Where a translation has telephone numbers that its source lacks, emergency numbers too; a day is none."""
    if _WORDY.search(target):
        yield from (match.span() for match in _DICTATED.finditer(target))
    words = _in_digits(target)
    if not _THREE.search(words):
        return
    figures = _shown(target).translate(_FIGURES)
    if found := sorted(
        {*_short(source, (figures, words)), *_codes(source, figures), *_telephones(source, figures, words)}
    ):
        places = _places(target)
        yield from ((places[start], places[end]) for start, end in found)


def addresses(source: str, target: str) -> Iterator[str]:
    """The names of sites, the addresses and the accounts that a translation has and its source lacks."""
    yield from _accounts(source, target)
    if "{{" in target:
        target = prose.TOKEN.sub(" ", target)
    if not _SIGN.search(target):
        return
    known = ""
    for match in _SITE.finditer(_seen(target)):
        known = known or _seen(source).casefold()
        if match[0].casefold() not in known:
            yield match[0]


def _accounts(source: str, target: str) -> Iterator[str]:
    if "@" not in target and "＠" not in target and not _IN_APP.search(target) and not _DOT_IN_WORDS.search(target):
        return
    plain, known = _seen(prose.TOKEN.sub(" ", target)), _seen(source).casefold()
    for match in (*_ACCOUNT.finditer(plain), *_DOT_IN_WORDS.finditer(plain)):
        name = match[match.lastgroup or 0].rstrip(".")
        translated = match.lastgroup == "quoted" and _IN_APP.search(source)
        if name.casefold() not in known and not _IN_APP.fullmatch(name) and not translated:
            yield match[0]


@lru_cache(8192)
def any_contact(source: str, target: str) -> bool:
    """Whether a translation has a telephone number or an address that its source lacks; the same text never has."""
    return target != source and any((*numbers(source, target), *addresses(source, target)))


# ---- numbers ----


def _telephones(source: str, figures: str, words: str) -> Iterator[tuple[int, int]]:
    known = ""
    figures = _as_read(figures)
    for text in (figures, _as_read(words).replace("。", ";")):  # behind the end of a sentence, 一 is the word
        for match in _TELEPHONE.finditer(text):
            known = known or _NO_DIGIT.sub("", _as_read(_in_digits(source)))
            if _NO_DIGIT.sub("", match[0]) not in known and not _is_ordinary(match[0]):
                yield match.span()
    for match in _VANITY.finditer(figures):
        if _NO_LETTER.sub("", match[0]) not in _NO_LETTER.sub("", source):
            yield match.span()


def _is_ordinary(run: str) -> bool:
    """Whether digits and what is between them are days, times, years and amounts, or are counted up: 1, 2, 3, 4."""
    parts = _PART.findall(_DAY.sub("", run.replace("：", ":")))
    if all(map(_ORDINARY.fullmatch, parts)):
        return True
    counted = [int(part) for part in parts if part.isdecimal() and len(part) < 5]
    return len(parts) == len(counted) > 2 and counted == [*range(counted[0], counted[0] + len(counted))]


def _short(source: str, readings: tuple[str, str]) -> Iterator[tuple[int, int]]:
    """``readings`` are the text with Chinese numerals as the words that they are, and as digits."""
    known: set[str] | None = None
    for text in readings:
        for match in _SHORT.finditer(text):
            if (number := _NO_DIGIT.sub("", match[0])) in _LINES:
                if known is None:
                    own = _shown(source).translate(_FIGURES), _in_digits(source)
                    known = {_NO_DIGIT.sub("", one[0]) for text in own for one in _SHORT.finditer(text)}
                if number not in known:
                    yield match.span()


def _codes(source: str, figures: str) -> Iterator[tuple[int, int]]:
    for match in _CODE.finditer(figures):
        if match[0] not in _NO_DIGIT.sub("", _in_digits(source)) and not _is_counted(match[0], source):
            yield match.span()


def _is_counted(digits: str, source: str) -> bool:
    from pipeline.text import numerals  # few texts ask for it, and it has many patterns

    return Decimal(digits) in numerals.english(source).union(*numerals.digits(source))


_NO_DIGIT = re.compile(r"\D")
_NO_LETTER = re.compile(r"[^\dA-Z]")


def _as_read(plain: str) -> str:
    """The text, as long as before, with O for 0 and l for 1 where they stand among digits."""
    return _ALIKE.sub(lambda one: one[0].translate(_LIKE) if any(map(str.isdecimal, one[0])) else one[0], plain)


# ---- what a reader sees ----


def _shown(text: str) -> str:
    """The text with what Markdown and HTML write otherwise as it will be seen."""
    return _WRITTEN.sub(_character, text) if "&" in text or "\\" in text or "<" in text else text


def _character(match: re.Match[str]) -> str:
    return match[1] or (html.unescape(match[0]) if match[0][0] == "&" else "")


def _seen(text: str) -> str:
    """The same without what is invisible, and with plain letters and signs."""
    return unicodedata.normalize("NFKC", _shown(text).translate(_VISIBLE))


def _in_digits(text: str) -> str:
    """What is seen of a text with every sign for one digit as that digit: ٣, ③, ³, 𝟑, 三 and 叁 are 3.

    The 五 of 周五9:00 is a day, and no part of a number.
    """
    return _WEEKDAY.sub("日", _shown(text)).translate(_DIGITS)


def _places(text: str) -> list[int]:
    """Where each character of what is seen stands in the text, and where the text ends."""
    places, at = [], 0
    for match in (*_WRITTEN.finditer(text), None):
        end = match.start() if match else len(text)
        places += [place for place in range(at, end) if text[place].translate(_VISIBLE)]
        if match:
            places += [end] * len(_character(match).translate(_VISIBLE))
            at = match.end()
    return [*places, len(text)]


class _Characters(dict[int, int | str]):
    """Each character met so far: nothing if it is invisible, the digit that it stands for, or itself."""

    def __init__(self, *, digits: bool = False, han: bool = False) -> None:
        super().__init__()
        self._digits, self._han = digits, han

    def __missing__(self, code: int) -> int | str:
        char = chr(code)
        if char in _FILLERS or unicodedata.category(char) in _UNSEEN:
            self[code] = ""
        else:
            self[code] = (self._digit(char) if self._digits else "") or code
        return self[code]

    def _digit(self, char: str) -> str:
        value: float | None = unicodedata.digit(char, None)
        if value is None and self._han:
            plain = unicodedata.normalize("NFKC", char).strip("()")
            value = float(_HAN_DIGITS[plain]) if plain in _HAN_DIGITS else unicodedata.numeric(char, None)
        return str(int(value)) if value is not None and value in range(10) else ""


_VISIBLE, _FIGURES, _DIGITS = _Characters(), _Characters(digits=True), _Characters(digits=True, han=True)
