"""Where Chinese words end, by jieba's list: the second opinion on OpenCC's phrases."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import cache, cached_property, lru_cache
from itertools import compress

from pipeline.chinese_tables import SURNAMES, folder_of, opencc_table

LONGEST_WORD = 7
"""Longer phrases of OpenCC's are proverbs and titles; they never decide against a shorter one."""

_RARE = 4
"""Words of jieba's list counted no oftener than this are mostly noise (给我发)."""

_COUNT_OF_TERM = 300
"""How common a term of ours is taken to be that jieba's list lacks (of its 60 million)."""

_SHORTEST_TO_LEAN = 3
"""A word of two characters has no word left without its last."""

_ODDS_OF_PAIRS = 5
"""How much oftener than the counts say two words are meant, rather than a longer one and a loose character."""

_COMMON = 60
"""Words counted oftener than this are hardly used as given names (海波 28, 发生 24,052)."""


class _WordList:
    """Jieba's list as data: importing jieba itself takes seconds, logs, and writes a cache."""

    def __init__(self) -> None:
        fields = (folder_of("jieba") / "dict.txt").read_text(encoding="utf-8").split()
        self._words, counts, self._tags = fields[0::3], list(map(int, fields[1::3])), fields[2::3]
        self.counts: Mapping[str, int] = {
            word: count for word, count in zip(self._words, counts, strict=True) if count > _RARE
        }
        """Word -> how often it was counted."""
        self.unknown = math.log(sum(counts))
        """The logarithm of all counts together: what a character costs that no word has."""

    @cached_property
    def people(self) -> frozenset[str]:
        """Words that are the names of people whose family name is one of `SURNAMES`."""
        named = compress(self._words, (tag[:2] == "nr" for tag in self._tags))
        return frozenset(word for word in named if word[0] in SURNAMES)

    @cached_property
    def places(self) -> frozenset[str]:
        """Words that are the names of places."""
        return frozenset(compress(self._words, (tag == "ns" for tag in self._tags)))


@cache
def _word_list() -> _WordList:
    return _WordList()


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

    def is_place(self, word: str) -> bool:
        """Is this the name of a place, of those jieba's list has?"""
        return word in _word_list().places

    def is_common(self, word: str, times: int = 1) -> bool:
        """Is it so common a word that it is hardly a name, or ``times`` as common?"""
        return self._counts.get(word, 0) > _COMMON * times

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

    def cost(self, run: str, word: tuple[int, int]) -> float:
        """Minus the logarithm of how likely the run is with a word at these offsets."""
        count_of, unknown = self._counts.get, _word_list().unknown
        begin, end = word
        before, after = run[:begin], run[end:]
        parts = [run[begin:end], *(part[a:b] for part in (before, after) for a, b in self.divide(part))]
        return sum(unknown - math.log(count_of(part, 1)) for part in parts)

    def leaves_whole(self, run: str, begin: int, end: int) -> bool:
        """Is run[begin:end] a word here, cutting through no other, by all that is known of words?"""
        return not (self.cuts(run, begin, end) or self.leans_over(run, begin, end))

    def cuts(self, run: str, begin: int, end: int) -> bool:
        """Does run[begin:end] cut through a word, taking only a part of it together with something else?"""
        if not self.may_cut(run, begin, end):
            return False
        return any(a < begin < b < end or begin < a < end < b for a, b in self.divide(run))

    def leans_over(self, run: str, begin: int, end: int) -> bool:
        """Does the last character of run[begin:end] as well begin the next word: 方便|面谈, rather than 方便面|谈?

        Counts alone prefer a long word and a loose character; people write words of two.
        """
        count_of = self._counts.get
        if end - begin < _SHORTEST_TO_LEAN or end == len(run):
            return False
        left, over = count_of(run[begin : end - 1]), count_of(run[end - 1 : end + 1])
        if not left or not over:
            return False
        whole, loose = count_of(run[begin:end], _COUNT_OF_TERM), count_of(run[end], 1)
        return left * over * _ODDS_OF_PAIRS > whole * loose and (end, end + 1) in self.divide(run)

    def may_cut(self, run: str, begin: int, end: int) -> bool:
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

    def coheres(self, pair: str, odds: float) -> bool:
        """Do two characters stand together as a word more than ``odds`` times as often as by chance?"""
        together, *apart = (self._counts.get(word, 0) for word in (pair, *pair))
        return together * math.exp(_word_list().unknown) > odds * math.prod(apart)

    def around(self, run: str, position: int) -> str:
        """The word at a position with its neighbours, divided by slashes."""
        words = self.divide(run)
        at = next(index for index, (_, end) in enumerate(words) if position < end)
        return "/".join(run[a:b] for a, b in words[max(0, at - 2) : at + 3])


@cache
def words_of(text: str, terms: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The words of a Chinese text by jieba's list and of ``terms``, marks among them.

    Both are in Simplified characters; a Traditional text is looked up in them, character by character.
    """
    simplified, listed = _listed(terms)
    return tuple(text[begin:end] for begin, end in listed.divide(text.translate(simplified)))


@cache
def _listed(terms: frozenset[str]) -> tuple[Mapping[int, str], Words]:
    forms = opencc_table("TSCharacters")
    return {ord(char): form[0] for char, form in forms.items()}, Words(terms)
