"""Rules for Chinese text: punctuation, quotation marks and spaces as printers of each region set them.

Sources: W3C, Requirements for Chinese Text Layout (clreq), on punctuation by region; measured rendering of bold next
to full-width punctuation in CommonMark and Python-Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.checks.engine import Problem, Translation, check
from pipeline.chinese_tables import HAN
from pipeline.errors import counted
from pipeline.model import Severity
from pipeline.text import markup

_HAN = f"[{HAN}]"
_AFTER = rf"(?:(?<={_HAN})|(?<=[\ufffc”’）》」』】]))"  # U+FFFC: a token, an address, a piece of code
_HALF_WIDTH = re.compile(
    rf"{_AFTER}\s?(?P<sign>[,;:?!]|\.(?!\.))(?=\s?(?:{_HAN}|[\d“‘（《「『【])|\s*$)"
    rf"|(?P<open>\()(?={_HAN})|(?<={_HAN})(?P<close>\))"
)
_SPACE = re.compile(
    rf"(?<={_HAN})[ \u3000]+(?={_HAN})|(?<=[，。：；？！、])[ \u3000]+(?=\S)|(?<={_HAN})[ \u3000]+(?=[，。：；？！、])"
)
# right: 以赚钱为目的的招募, 的的确确; 为了了解, 除了了结, 了了之, 了了解解
_DOUBLED = re.compile("((?<!目)的的(?!确)|(?<![为為除不])了了(?![之解结結])|，，|(?<!。)。。(?!。)|、、)")
# an ellipsis between Latin letters belongs to words kept in English
_ELLIPSIS = re.compile(rf"(?<=[^\x00-\xff])\s?(?:\.{{3}}|(?<!…)…(?!…))|(?:\.{{3}}|(?<!…)…(?!…))\s?(?={_HAN})|。。。")
_DASH = re.compile(rf"(?<={_HAN})\s?(?:—|--)(?!—)\s?(?={_HAN})(?<!——)")
_UNDERSCORED = re.compile(r"(?<![\w\\])_{1,3}[^\s_](?:[^_]*[^\s_])?_{1,3}(?!\w)")
_UNDERSCORED_ANYWHERE = re.compile(  # but for the middle of a name, my_name
    r"(?<![_\\])(?!(?<=[A-Za-z0-9])_+[A-Za-z0-9])(_{1,3})(?!\s)[^_]*[^\s_]\1(?!_)"
)
_BOLD = re.compile(r"\*\*(?P<words>[^*]+)\*\*")
_OPENING, _CLOSING = "“‘（「『《【", "：，。；？！、”’）」』》】"
_PAIRS = {"（": "）", "《": "》", "「": "」", "『": "』", "“": "”", "‘": "’", "【": "】"}
_CLOSES = {close: first for first, close in _PAIRS.items()}
_INNER = {"“": "‘", "「": "『"}
_DEEPEST = 50  # brackets in one another; nobody writes more
_APOSTROPHE = re.compile(r"(?<=[A-Za-z])’(?=[A-Za-z])|(?<=[A-Za-z]s)’(?=\s)")  # don’t, the tenants’ union
_NO_LETTERS = re.compile(r"[\W\ufffc]+")
_STRAIGHT = re.compile(rf"(?<={_HAN})\s?[\"']|[\"']\s?(?={_HAN})")


def _is_chinese(subject: Translation) -> bool:
    return subject.locale.is_chinese


@check(Severity.ERROR)
def full_width_punctuation(subject: Translation) -> Iterator[Problem]:
    """Punctuation between Chinese characters is full-width.

    Why: half-width marks look like a machine's work and crowd the characters.
    Bad: Stop, please. -> 请停下,谢谢。
    Good: Stop, please. -> 请停下，谢谢。
    """
    if _is_chinese(subject):
        for match in _HALF_WIDTH.finditer(markup.words(subject.target).replace("*", "")):
            yield Problem(f"half-width '{match[match.lastgroup or 0]}' in Chinese text", "Use ，。；：？！（）")


@check(Severity.ERROR)
def quotes_of_the_region(subject: Translation) -> Iterator[Problem]:
    """Simplified text quotes with “ ” and ‘ ’, Traditional text with 「 」 and 『 』, and neither with straight marks.

    Why: the other region's marks look wrong to every reader of this one, and straight ones look like a machine's.
    Bad: Say "no". -> 请说「不」。
    Good: Say "no". -> 请说“不”。
    """
    if _is_chinese(subject):
        text = _APOSTROPHE.sub("", markup.target_words(subject.target))
        simplified = subject.locale.script == "Hans"
        wrong = set("〝〞〟＂＇" + ("「」『』" if simplified else "“”‘’")) & set(text)
        wrong |= {match[0].strip() for match in _STRAIGHT.finditer(text)}
        if wrong:
            right = "“ ”" if simplified else "「 」"
            yield Problem(f"quotation marks that are not this region's: {' '.join(sorted(wrong))}", f"Use {right}")


@check(Severity.ERROR)
def balanced_pairs(subject: Translation) -> Iterator[Problem]:
    """Brackets and quotation marks come in pairs, rightly nested: ‘ ’ inside “ ”, and 『 』 inside 「 」.

    Why: an open bracket leaves the reader waiting for the end of a condition.
    Bad: Use a form (I-914). -> 请用表格（I-914。
    Good: Use a form (I-914). -> 请用表格（I-914）。
    """
    if not _is_chinese(subject):
        return
    open_marks: list[str] = []
    for char in _APOSTROPHE.sub("", markup.target_words(subject.target)):
        if char in _PAIRS:
            yield from _misplaced(char, open_marks)
            open_marks.append(char)
        elif char in _CLOSES and (not open_marks or open_marks.pop() != _CLOSES[char]):
            yield Problem(f"'{char}' closes nothing", "Add the opening mark, or take this one out")
            return
    if open_marks:
        yield Problem(f"'{open_marks[-1]}' is never closed", "Add the closing mark")


def _misplaced(mark: str, open_marks: list[str]) -> Iterator[Problem]:
    """An outer quotation mark directly inside another one, or an inner one outside of any (GB/T 15834, 4.8)."""
    around = next((one for one in reversed(open_marks[-_DEEPEST:]) if one in _INNER or one in _INNER.values()), "")
    if mark in _INNER and around == mark:
        yield Problem(f"'{mark}' inside '{mark}'", f"Write {_INNER[mark]} {_PAIRS[_INNER[mark]]} inside")
    for outer, inner in _INNER.items():
        if mark == inner and around != outer:
            yield Problem(f"'{inner}' outside '{outer}'", f"Write {outer} {_PAIRS[outer]}")


@check(Severity.WARNING)
def ellipsis_and_dash(subject: Translation) -> Iterator[Problem]:
    """An ellipsis is …… and a dash is ——, each two characters wide.

    Why: that is how Chinese is set; three dots are not.
    Bad: Wait... -> 请等一等...
    Good: Wait... -> 请等一等……
    """
    if _is_chinese(subject):
        text = markup.words(subject.target)
        if _ELLIPSIS.search(text):
            yield Problem("an ellipsis that is not ……", "Write ……")
        if _DASH.search(text):
            yield Problem("a dash that is not ——", "Write ——")


@check(Severity.WARNING)
def no_doubled_words(subject: Translation) -> Iterator[Problem]:
    """No particle or mark is written twice by mistake.

    Why: it is what is left of a sentence that was changed in a hurry.
    Bad: your papers -> 您的的证件
    Good: your papers -> 您的证件
    """
    if _is_chinese(subject):
        for match in _DOUBLED.finditer(subject.target):
            yield Problem(f"'{match[1]}' is there twice", "Delete one")


@check(Severity.WARNING)
def no_stray_spaces(subject: Translation) -> Iterator[Problem]:
    """No space between Chinese characters or beside full-width punctuation.

    Why: Chinese is set without spaces; the page adds the space beside Latin letters itself.
    Bad: Ask a lawyer. -> 请问 律师。
    Good: Ask a lawyer. -> 请问律师。
    """
    if _is_chinese(subject) and _SPACE.search(markup.words(subject.target).replace("*", "")):
        yield Problem("a space inside Chinese text", "Delete it")


@check(Severity.ERROR)
def bold_edges(subject: Translation) -> Iterator[Problem]:
    """Bold ends before full-width punctuation and begins after an opening mark.

    Why: the page shows the signs themselves: ** does not close between ： and a character, here as in CommonMark; nor
    does _ beside any character.
    Bad: **Note:** sign nothing. -> **注意：**不要签字。
    Good: **Note:** sign nothing. -> **注意**：不要签字。
    """
    if not _is_chinese(subject):
        return
    for match in _BOLD.finditer(subject.target):
        before, after = subject.target[: match.start()][-1:], subject.target[match.end() :][:1]
        opens_badly = match["words"][0] in _OPENING and before.isalnum()
        if opens_badly or (match["words"][-1] in _CLOSING and after.isalnum()):
            yield Problem(f"bold touches full-width punctuation: {match[0]}", "Put the mark outside: **注意**：")
    if not _UNDERSCORED.search(markup.words(subject.source)):
        return
    view = markup.words(subject.target)
    for match in _UNDERSCORED_ANYWHERE.finditer(view):
        if view[: match.start()][-1:].isalnum() or view[match.end() :][:1].isalnum():
            shown = subject.target[match.start() : match.end()]
            yield Problem(f"_ touches a character: {shown}", f"Write {shown.replace('_', '*')}")


_TAIWANS_WORDS = """
    简讯 短信, 软体(?![动家]) 软件, 硬体 硬件, 网际网路 互联网, (?<!网际)网路(?!由) 网络, 伺服器 服务器
    (?<!系)列印(?![刷章象]) 打印, 印表机 打印机, 滑鼠 鼠标, 萤幕 屏幕, 硬碟 硬盘, 随身碟 U盘, 部落格 博客, 骇客 黑客
    网咖 网吧, 视讯 视频, 邮递区号 邮编, 资料夹 文件夹, 数位相机 数码相机, 行动电话 手机, 智慧型手机 智能手机
    笔记型电脑 笔记本电脑, 人工智慧 人工智能, 应用程式 应用程序, 计程车 出租车, 厢型车 面包车, 原子笔 圆珠笔
    矽胶 硅胶, 思觉失调 精神分裂, 爱滋 艾滋, 智慧财产 知识产权, 奈及利亚 尼日利亚, 瓜地马拉 危地马拉, 宏都拉斯 洪都拉斯
"""
_OF_TAIWAN = [
    (re.compile(pair.split()[0]), pair.split()[1]) for pair in re.split(r",\s|\n", _TAIWANS_WORDS) if pair.strip()
]
"""What nobody writes on the mainland, in Simplified characters, and the word there."""
_ANY_OF_TAIWAN = re.compile("|".join(foreign.pattern for foreign, _ in _OF_TAIWAN))


@check(Severity.WARNING)
def words_of_the_region(subject: Translation) -> Iterator[Problem]:
    """Traditional text uses the words of Taiwan and Simplified text those of the mainland, whatever its characters.

    Why: 短信 and 視頻 in Traditional are understood, and tell the reader that the page was made for somebody else.
    Bad: Send a text. -> 請發短信。
    Good: Send a text. -> 請傳簡訊。
    """
    is_simplified = subject.locale.script == "Hans" and _ANY_OF_TAIWAN.search(subject.target)
    simplified = _OF_TAIWAN if is_simplified else ()
    found = [(match[0], own) for foreign, own in simplified if (match := foreign.search(subject.target))]
    for foreign, own in (*found, *subject.foreign_words(subject.target)):
        yield Problem(f"'{foreign}' is a word of another region", f"Write {own}")


@check(Severity.WARNING)
def length_in_proportion(subject: Translation) -> Iterator[Problem]:
    """A translation is neither far shorter nor far longer than its English.

    Why: words have been lost, or somebody's note to themselves has been left in.
    Bad: You may ask for a lawyer before you answer any question. -> 可以。
    Good: You may ask for a lawyer before you answer any question. -> 回答任何问题之前，您可以要求找律师。
    """
    if not _is_chinese(subject):
        return
    source = len(_NO_LETTERS.sub("", markup.words(subject.source)))
    target = len(_NO_LETTERS.sub("", markup.target_words(subject.target)))
    # plain Chinese takes a quarter to a half of the letters; explanations and English kept beside it add to that
    if source >= 40 and not 0.15 * source <= target <= 1.6 * source:
        wrong = f"{counted(target, 'character')} for {source} letters"
        yield Problem(wrong, "Compare both texts from beginning to end")
