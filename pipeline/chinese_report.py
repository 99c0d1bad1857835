"""Which Traditional character: every reading a one-to-many character may have, and who decided.

`chinese` converts; this module answers for the 276 Simplified characters that have more than one Traditional
form. It knows OpenCC's phrases (the readings), jieba's word list (where words end, the second opinion), and how
sure either can be. Error rates of what it decides, measured against 23 statutes of Taiwan and UD Chinese GSD
(29,000 occurrences): phrase 0.3 %, phrase with a rival 8 % (OpenCC alone: 27 to 39 %), bare default 1 %, risky
default 32 %.
"""

from __future__ import annotations

import importlib.util
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path

from pipeline.chinese_tables import HAN, Kind, opencc_table

LONGEST_WORD = 7
"""Longer phrases of OpenCC's are proverbs and titles; they never decide against a shorter one."""

RARE = 4
"""Words of jieba's list counted no oftener than this are mostly noise (给我发)."""

_COUNT_OF_TERM = 300
"""How common a term of ours is taken to be that jieba's list lacks (of its 60 million)."""

RISKY = frozenset("系准采发制干面台松谷卷借复历志游余范")
"""Characters whose default was wrong often enough to be worth a look when they stand as a word of their own."""


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


@dataclass(frozen=True, slots=True)
class _WordList:
    """Jieba's list as data: importing jieba itself takes seconds, logs, and writes a cache."""

    counts: Mapping[str, int]
    """Word -> how often it was counted."""
    unknown: float
    """The logarithm of all counts together: what a character costs that no word has."""
    people: frozenset[str]
    """Words that are the names of people whose family name is one of `SURNAMES`."""


@cache
def _word_list() -> _WordList:
    package = importlib.util.find_spec("jieba")
    assert package is not None
    assert package.submodule_search_locations is not None
    fields = Path(package.submodule_search_locations[0], "dict.txt").read_text(encoding="utf-8").split()
    words, counts, tags = fields[0::3], list(map(int, fields[1::3])), fields[2::3]
    return _WordList(
        counts={word: count for word, count in zip(words, counts, strict=True) if count > RARE},
        unknown=math.log(sum(counts)),
        people=frozenset(
            word for word, tag in zip(words, tags, strict=True) if tag[:2] == "nr" and word[0] in SURNAMES
        ),
    )


class Words:
    """Divides a run of Chinese characters into words: the cheapest path through jieba's list and our own terms."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._terms = frozenset(terms)
        self.divide = lru_cache(maxsize=2**15)(self._divide)

    @cached_property
    def _counts(self) -> Mapping[str, int]:
        return {**dict.fromkeys(self._terms, _COUNT_OF_TERM), **_word_list().counts}

    def is_person(self, word: str) -> bool:
        """Is this somebody's name, of those jieba's list has?"""
        return word in _word_list().people

    def __contains__(self, word: str) -> bool:
        return word in self._counts

    def _divide(self, run: str) -> tuple[tuple[int, int], ...]:
        """The words of a run as (begin, end) pairs, left to right; a word costs minus the logarithm of its share."""
        count_of, unknown = self._counts.get, _word_list().unknown
        best = [0.0] * (len(run) + 1)
        step = [0] * len(run)
        for begin in range(len(run) - 1, -1, -1):
            cheapest, chosen = unknown + best[begin + 1], begin + 1
            for end in range(begin + 1, min(len(run), begin + LONGEST_WORD) + 1):
                count = count_of(run[begin:end])
                if count and (cost := unknown - math.log(count) + best[end]) < cheapest:
                    cheapest, chosen = cost, end
            best[begin], step[begin] = cheapest, chosen
        words, begin = [], 0
        while begin < len(run):
            words.append((begin, step[begin]))
            begin = step[begin]
        return tuple(words)

    def cuts(self, run: str, begin: int, end: int) -> bool:
        """Does run[begin:end] cut through a word, taking only a part of it together with something else?"""
        if not self._may_cut(run, begin, end):
            return False
        return any(a < begin < b < end or begin < a < end < b for a, b in self.divide(run))

    def _may_cut(self, run: str, begin: int, end: int) -> bool:
        """Does any word reach across either border? Much cheaper than to divide the run."""
        counts = self._counts
        for inside in range(begin + 1, end):
            for outside in range(max(0, begin - 3), begin):
                if run[outside:inside] in counts:
                    return True
            for outside in range(end + 1, min(len(run), end + 3) + 1):
                if run[inside:outside] in counts:
                    return True
        return False

    def around(self, run: str, position: int) -> str:
        """The word at a position with its neighbours, divided by slashes."""
        words = self.divide(run)
        at = next(index for index, (_, end) in enumerate(words) if position < end)
        return "/".join(run[a:b] for a, b in words[max(0, at - 2) : at + 3])


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
        """Could any phrase give run[position] another form than its default? If not, the default it is."""
        pair = run[position - 1 : position + 1] if position else run[:1]
        return pair in self._contested or run[position : position + 2] in self._contested

    def spell(self, text: str) -> str:
        """OpenCC's standard forms in Taiwan's and then the house's spelling."""
        return text.translate(self._spelling)

    def read(self, run: str, position: int) -> Reading:
        """The form of run[position], who decided it, and which phrases disagree."""
        covering = list(self._covering(run, position))
        if all(form == self.defaults[run[position]] for _, _, form in covering):
            if not covering:
                return self._default(run, position, covering)
            begin, end, form = max(covering, key=lambda one: one[1] - one[0])
            return Reading(form, Kind.PHRASE, run[begin:end])
        whole = [(begin, end, form) for begin, end, form in covering if not self.words.cuts(run, begin, end)]
        if not whole:
            return self._default(run, position, covering)
        words = self.words.divide(run)
        begin, end, form = max(whole, key=lambda one: (one[1] - one[0], one[:2] in words))
        rivals = tuple(dict.fromkeys(f"{run[a:b]}→{other}" for a, b, other in covering if other != form))
        others = tuple(f"{run[begin:end]}→{value}" for value in self._values(run, begin, end, position) - {form})
        if others:
            return Reading(form, Kind.MULTIPLE, run[begin:end], others + rivals, _DOUBT[Kind.MULTIPLE])
        if rivals:
            settled = len({other for _, _, other in whole}) == 1
            return Reading(form, Kind.RIVAL, run[begin:end], rivals, _DOUBT[Kind.RIVAL] + (0.0 if settled else 0.3))
        return Reading(form, Kind.PHRASE, run[begin:end])

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
        rivals = tuple(dict.fromkeys(f"{run[a:b]}→{other}" for a, b, other in cut if other != form))
        if rivals:
            return Reading(form, Kind.RIVAL, "", rivals, _DOUBT[Kind.RIVAL] + 0.3)
        if char in RISKY and (position, position + 1) in self.words.divide(run):
            return Reading(form, Kind.RISKY, doubt=_DOUBT[Kind.RISKY])
        return Reading(form, Kind.DEFAULT)


SURNAMES = dict(
    zip(
        "范余于郁岳党涂朴游钟凌姜沈谷仇卜向周胡蒙曲梁席戚朱占幸松干种丑咸",
        "范余于郁岳党涂朴游鍾凌姜沈谷仇卜向周胡蒙曲梁席戚朱占幸松干种丑咸",
        strict=True,
    )
) | {"万": "萬", "叶": "葉", "宁": "寧", "苏": "蘇", "丰": "豐"}
"""Surnames that are one-to-many characters, in the form a bearer writes; 后, 云 and 台 are too rare to risk."""

_ADDRESS = "先生|女士|小姐|太太"
_TITLE = (
    f"{_ADDRESS}|夫人|律师|法官|检察官|检察长|医生|医师|大夫|护士|药师|警官|警员|警探|警长|侦探|老师|教授|博士|校长|院长|主任"
    "|经理|老板|店长|领班|社工|顾问|翻译|口译员|译员|牧师|神父|修女|师傅|师父|议员|市长|州长|局长|处长"
    "|阿姨|叔叔|伯伯|伯母|奶奶|爷爷|大姐|大哥|大嫂|大妈|大爷|同学|同事"
)
_TITLED = re.compile(_TITLE)
_NAMED_AND_ADDRESSED = re.compile(f"([{HAN}]{{1,2}}?)(?:{_ADDRESS})")
_NAMED_AND_TITLED = re.compile(f"([{HAN}]{{1,2}}?)(?:{_TITLE})")
_OFFICE = re.compile(
    f"(?:{_TITLE})(?:事务所|楼|办公|协会|公会|[之、依所])|(?:法官|检察官)[^，。；！？]*[时前后中](?:[，。；！？]|$)"
)
_UNNAMED = re.compile("某(?![种些人个日天年月地处时一位件项国州市省区方事物样公法])")
_INTRODUCED = re.compile(
    "(?:叫|叫做|名字是|姓名是|原告|被告|证人|申请人|当事人|受害[人者]|丈夫|妻子|房东|雇主|同事|朋友|律师|法官|医生)$"
)
_GIVEN = re.compile(f"[{HAN}]{{1,2}}(?![{HAN}])|[{HAN}]{{1,2}}(?=[的和与说在是向])")
_NICKNAMED = re.compile("(?:^|[^\u4e00-\u9fff]|[和跟与给找对问请叫被让是])[老小阿]$")
_FAMILY_NAMES = frozenset(
    "王李张刘陈杨黄赵吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_TAKES_YU = frozenset("交寄送发付还归借租嫁赠诉托卖售转献应得或须并可")
"""Verbs and modal words after which 于 is the preposition: 交于律师, 应于法官面前."""


def surname(text: str, position: int, words: Words) -> bool:
    """Is text[position], one of `SURNAMES`, somebody's family name?

    It is where a title follows (范律师, 余小红女士), after 姓, before 某 and 氏, after 老 and 小, and where a person
    is introduced by name; it is not where it makes a word with its neighbours (由于老板, 其余律师, 范围).
    """
    before, char = text[max(0, position - 4) : position], text[position]
    if before.endswith("姓") and not before.endswith("百姓"):
        return True
    if char == "种" or not (_is_yu(text, position, before) if char == "于" else _is_named(text, position, before)):
        return False
    counted = char == "余" and re.search("[0-9十百千万亿两几尚仅剩所]$", before)
    if counted or any(before[start:] + char in words for start in range(len(before))):
        return False
    return char == "于" or not _begins_a_word(text, position, words)


def _begins_a_word(text: str, position: int, words: Words) -> bool:
    """Does the character make a word with what follows (范围), short of a title?"""
    if _TITLED.match(text, position + 1):
        return False
    following = (text[position : position + length] for length in (2, 3))
    return any(word in words and not words.is_person(word) for word in following)


def _is_yu(text: str, position: int, before: str) -> bool:
    """于 is the commonest preposition of legal Chinese, so it is a name only directly before a title."""
    if (before and before[-1] in _TAKES_YU) or _OFFICE.match(text, position + 1):
        return False
    named = _NAMED_AND_ADDRESSED.match(text, position + 1)
    given = named is not None and named[1][0] not in _FAMILY_NAMES
    unnamed = not before and _UNNAMED.match(text, position + 1)
    return bool(_TITLED.match(text, position + 1) or given or unnamed or before.endswith(("老", "叫")))


def _is_named(text: str, position: int, before: str) -> bool:
    if _TITLED.match(text, position + 1) or _UNNAMED.match(text, position + 1) or text.startswith("氏", position + 1):
        return True
    return bool(
        _NAMED_AND_TITLED.match(text, position + 1)
        or _NICKNAMED.search(before)
        or (_INTRODUCED.search(before) and _GIVEN.match(text, position + 1))
    )
