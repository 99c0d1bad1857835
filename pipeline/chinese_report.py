"""Which Traditional character: every reading a one-to-many character may have, and who decided.

`chinese` converts; this module answers for the 276 Simplified characters that have more than one Traditional
form. It knows OpenCC's phrases (the readings), asks `chinese_words` where words end, and knows how sure either can
be. Error rates of what it decides, measured against 23 statutes of Taiwan and UD Chinese GSD
(29,000 occurrences): phrase 0.3 %, phrase with a rival 4 % (OpenCC alone: 13 %), bare default 1 %, risky
default 18 %.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from pipeline.chinese_names import is_addressed
from pipeline.chinese_tables import HAN, Kind, opencc_table
from pipeline.chinese_words import LONGEST_WORD, Words

_ODDS_INSIDE = 10
"""里 after a noun is nearly always "inside", so a word that begins with it (里加, 里约) must be this much surer."""

_TOWARDS = "在到去从往离"
_NOTHING_INSIDE = frozenset(_TOWARDS + "的是叫和与及或至零〇一二三四五六七八九十百千万亿两几半数多")
"""Before these 里 has nothing to be inside of: it begins a name or counts miles."""

_SOUNDS = frozenset("亚奥兹尔尼斯科纳欧布廉")
"""Syllables of foreign names: before them 里 is one too (坎塔布里亚)."""

RISKY = frozenset("系准采发制干面台松谷卷借复历志游余范折姜征冲")
"""Characters whose default was wrong often enough to be worth a look when they stand as a word of their own."""

_PREDICATES = frozenset("干")
"""Characters that say of a person one thing and of a thing another: 活没干, 伞没干."""

_ENDS_A_CLAUSE = "了呢吗吧就透"

_LONG = 3
"""A phrase of so many characters stands by itself: no shorter one within it counts against it (心脏病, 一干二净)."""

_SURELY = math.log(300)
"""The odds, as a logarithm, from which the words around leave no doubt which of two overlapping words is meant."""

_DOUBT = {Kind.MULTIPLE: 0.3, Kind.RIVAL: 0.2, Kind.RISKY: 0.1}


@dataclass(frozen=True, slots=True)
class Decision:
    """One one-to-many character of a text and the form it was given."""

    offset: int
    """Where it stands in the Simplified text."""
    output: int
    """Where ``chosen`` stands in the converted text."""
    simplified: str
    chosen: str
    """The character printed; the whole rendering where a glossary or vocabulary entry changes the length."""
    kind: Kind
    by: str
    """The phrase, entry, rule or verdict that decided; empty for a default."""
    rivals: tuple[str, ...]
    """Phrases that would have given another form, each as ``phrase→form``; other values of the same phrase too."""
    words: str
    """The words around it, as jieba's word list divides them: ``展示/了/如何``."""
    left: str
    """Up to three characters before it, as a verdict records them."""
    right: str
    doubt: float
    """0 (settled) to 1; the order of `uncertain`."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The form one character takes in its run, before glossary, names and verdicts are asked."""

    chosen: str
    kind: Kind
    by: str = ""
    rivals: tuple[str, ...] = ()
    doubt: float = 0.0


def doubted(reading: Reading) -> Reading:
    """A reading that a person should look at all the same."""
    return replace(reading, kind=Kind.RISKY, doubt=_DOUBT[Kind.RISKY])


def uncertain(decisions: Iterable[Decision]) -> list[Decision]:
    """What a person should look at, most doubtful first, then in text order."""
    return sorted((one for one in decisions if one.kind in _DOUBT), key=lambda one: (-one.doubt, one.offset))


@cache
def _phrases() -> dict[str, tuple[str, ...]]:
    phrases = {**opencc_table("STPhrases_GeneratedFromRegionalPhrases"), **opencc_table("STPhrases")}
    return {key: values for key, values in phrases.items() if len(key) <= LONGEST_WORD}


@cache
def _reach() -> dict[str, int]:
    """First character -> length of the longest phrase that begins with it."""
    reach: dict[str, int] = {}
    for phrase in _phrases():
        reach[phrase[0]] = max(reach.get(phrase[0], 0), len(phrase))
    return reach


class Readings:
    """Chooses the form of a one-to-many character from the phrases that cover it and the words around it.

    ``defaults`` are the project's own forms for a character that no phrase decides (签 is 簽, not 籤);
    ``spelling`` maps a form of OpenCC's to the house's (臺 to 台).
    """

    def __init__(self, words: Words, defaults: Mapping[str, str], spelling: Mapping[str, str]) -> None:
        self.words = words
        taiwan = {key: forms[0] for key, forms in opencc_table("TWVariants").items()}
        self._spelling = str.maketrans(
            {key: spelling.get(taiwan.get(key, key), taiwan.get(key, key)) for key in taiwan.keys() | spelling.keys()}
        )
        forms = {char: forms for char, forms in opencc_table("STCharacters").items() if len(forms) > 1}
        self.defaults = {char: self.spell(values[0]) for char, values in forms.items()} | dict(defaults)
        self.pattern = re.compile("[" + "".join(self.defaults) + "]")
        self._contested = frozenset(self._contested_pairs())

    def _contested_pairs(self) -> Iterator[str]:
        """Pairs of neighbours, one of them one-to-many, as they stand in phrases that give it another form."""
        plain = str.maketrans({char: self.spell(forms[0]) for char, forms in opencc_table("STCharacters").items()})
        plain |= str.maketrans(self.defaults)
        for phrase, forms in _phrases().items():
            ordinary = phrase.translate(plain)
            for form in forms:
                spelled = self.spell(form)
                if spelled == ordinary:
                    continue
                for at, char in enumerate(phrase):
                    if char in self.defaults and spelled[at] != ordinary[at]:
                        yield from (phrase[max(0, at - 1) : at + 1], phrase[at : at + 2])

    def contested(self, run: str, position: int) -> bool:
        """Could a phrase or a place give run[position] another form than its default? If not, the default it is."""
        pair = run[position - 1 : position + 1] if position else run[:1]
        return pair in self._contested or run[position : position + 2] in self._contested or _is_place(run, position)

    def spell(self, text: str) -> str:
        """OpenCC's standard forms in Taiwan's and then the house's spelling."""
        return text.translate(self._spelling)

    def forms(self, char: str) -> frozenset[str]:
        """Every form a one-to-many character may have, as the house spells it."""
        return frozenset(map(self.spell, opencc_table("STCharacters")[char])) | {self.defaults[char]}

    def read(self, run: str, position: int) -> Reading:
        """The form of run[position], who decided it, and which phrases disagree."""
        covering = [one for one in self._covering(run, position) if not self._splits_inside(run, *one[:2])]
        if all(form == self.defaults[run[position]] for _, _, form in covering):
            if not covering and _is_place(run, position):
                return Reading("里", Kind.NAME, "place")
            if not covering:
                return self._default(run, position, covering)
            begin, end, form = max(covering, key=lambda one: one[1] - one[0])
            return self._agreed(run, position, begin, end, form)
        whole = [one for one in covering if self.words.leaves_whole(run, *one[:2])]
        if not whole:
            return self._default(run, position, covering)
        words = self.words.divide(run)
        begin, end, form = max(whole, key=lambda one: (one[1] - one[0], one[:2] in words))
        long = end - begin >= _LONG
        against = [one for one in covering if one[2] != form and not (long and begin <= one[0] and one[1] <= end)]
        rivals = tuple(dict.fromkeys(f"{run[a:b]}→{other}" for a, b, other in against))
        others = tuple(f"{run[begin:end]}→{value}" for value in self._values(run, begin, end, position) - {form})
        if others:
            return Reading(form, Kind.MULTIPLE, run[begin:end], others + rivals, _DOUBT[Kind.MULTIPLE])
        settled = len({other for _, _, other in whole}) == 1
        if settled and (begin, end) in words and not any(self._may_be(run, one[:2], (begin, end)) for one in against):
            # no word stands against a word: 不会|干预 is no 会干, and 双边|关系 no loose 系
            return Reading(form, Kind.PHRASE, run[begin:end])
        if rivals:
            return Reading(form, Kind.RIVAL, run[begin:end], rivals, _DOUBT[Kind.RIVAL] + (0.0 if settled else 0.3))
        default = self.defaults[run[position]]
        if form != default and not long and self._is_loose(run, position, begin, end):
            return Reading(form, Kind.RIVAL, run[begin:end], (f"{run[position]}→{default}",), _DOUBT[Kind.RIVAL])
        return Reading(form, Kind.PHRASE, run[begin:end])

    def _agreed(self, run: str, position: int, begin: int, end: int, form: str) -> Reading:
        """All phrases give the default; that settles little where the phrase is two loose words (没|干, 干|了)."""
        phrase = run[begin:end]
        others = tuple(f"{phrase}→{value}" for value in self._values(run, begin, end, position) - {form})
        ends = end == len(run) or run[end] in _ENDS_A_CLAUSE
        if run[position] in _PREDICATES and ends and end - begin == 2 and phrase not in self.words:
            return Reading(form, Kind.RISKY, phrase, others, _DOUBT[Kind.RISKY])
        return Reading(form, Kind.PHRASE, phrase)

    def _may_be(self, run: str, rival: tuple[int, int], word: tuple[int, int]) -> bool:
        """Is a rival of a word a word itself, and not much less likely (头|发白) than the other (批准|时间)?"""
        return run[slice(*rival)] in self.words and self.words.cost(run, rival) - self.words.cost(run, word) < _SURELY

    def _is_loose(self, run: str, position: int, begin: int, end: int) -> bool:
        """Could the words have been divided otherwise, so that run[begin:end] is no phrase (里|面包|着, 看|表|下面)?"""
        words = self.words
        alone = end - begin > 1 and (position, position + 1) in words.divide(run)
        return alone or words.may_cut(run, begin, end)

    def _splits_inside(self, run: str, begin: int, end: int) -> bool:
        """Does a phrase of two characters begin with the 里 of the words before it (工资里|扣钱, 电话里|程律师)?"""
        if run[begin] != "里" or end - begin != 2 or not begin or run[begin - 1] in _NOTHING_INSIDE:
            return False
        if run[begin + 1] in _SOUNDS:
            return False
        return is_addressed(run, begin + 1) or not self.words.coheres(run[begin:end], _ODDS_INSIDE)

    def _covering(self, run: str, position: int) -> Iterator[tuple[int, int, str]]:
        """OpenCC's phrases over a position, each with the form it gives the character there."""
        phrases, reach = _phrases(), _reach()
        for begin in range(max(0, position - LONGEST_WORD + 1), position + 1):
            for end in range(position + 1, min(len(run), begin + reach.get(run[begin], 0)) + 1):
                forms = phrases.get(run[begin:end])
                if forms:
                    yield begin, end, self.spell(forms[0][position - begin])

    def _values(self, run: str, begin: int, end: int, position: int) -> set[str]:
        return {self.spell(form[position - begin]) for form in _phrases()[run[begin:end]]}

    def _default(self, run: str, position: int, cut: Sequence[tuple[int, int, str]]) -> Reading:
        """No phrase decides: the default, marked risky where a careful reader would stop."""
        char = run[position]
        form = self.defaults[char]
        against = [one for one in cut if one[2] != form]
        rivals = tuple(dict.fromkeys(f"{run[a:b]}→{other}" for a, b, other in against))
        if against:
            word = next(pair for pair in self.words.divide(run) if pair[0] <= position < pair[1])
            near = any(self.words.cost(run, one[:2]) - self.words.cost(run, word) < _SURELY for one in against)
            if near or (char == "里" and _AFTER_A_SYLLABLE.search(run, 0, position)):
                return Reading(form, Kind.RIVAL, "", rivals, _DOUBT[Kind.RIVAL] + 0.3)
        if char in RISKY and (position, position + 1) in self.words.divide(run):
            return Reading(form, Kind.RISKY, doubt=_DOUBT[Kind.RISKY])
        return Reading(form, Kind.DEFAULT)


_PLACE = re.compile(
    f"里(?![有没是的都只还也面边头外间屋])[{HAN}]{{1,3}}?(?:街|路|公园|大道|镇|市|州|县|村|区|桥|湾|站)"
)
"""A place that begins with the sound 里 (里戈公园, 里文顿街)."""


_SYLLABLES = (
    "埃奥巴贝比彼波伯茨达德迪蒂丹顿恩尔菲弗夫戈格哈赫亨基加卡凯坎克科库拉兰莱雷利卢鲁罗洛玛曼梅蒙密缪莫姆默纳尼诺欧帕佩皮普乔"
    "萨桑塞瑟森什斯索塔泰特廷托瓦威维沃希休亚伊约泽扎詹兹"
)
_FOREIGN = re.compile(
    f"(?:(?<=[{_SYLLABLES}]伯)里"
    f"|(?<=[{_SYLLABLES}])里(?=[埃缪茨缅奥尔蒂][{_SYLLABLES}]|[姆兹]|恩(?![爱怨情人惠]))"
    f"|(?<![^了识{_TOWARDS}])里(?=[{_SYLLABLES}]{{2}}))"
)
"""A name from another language: 里 within it (乔里埃特), at its end (沃特伯里), or first after a verb (到了里维尔)."""
_AFTER_A_SYLLABLE = re.compile(f"[{_SYLLABLES}]$")
"""Before 里 that no list of words need know (波特里小学)."""


def _is_place(run: str, position: int) -> bool:
    """Does a place begin at run[position], or a foreign name go on, where 里 has nothing to be inside of?"""
    if run[position] != "里":
        return False
    bare = not position or run[position - 1] in _TOWARDS
    return (bare and _PLACE.match(run, position) is not None) or _FOREIGN.match(run, position) is not None
