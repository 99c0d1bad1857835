"""Where Chinese words end, by jieba's list: the second opinion on OpenCC's phrases."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from pipeline.chinese_tables import SURNAMES, folder_of, opencc_table

LONGEST_WORD = 7
"""Longer phrases of OpenCC's are proverbs and titles; they never decide against a shorter one."""

_RARE = 4
"""Words of jieba's list counted no oftener than this are mostly noise (给我发)."""

_ALL = 60_101_967
"""All counts of jieba's list together; the tests add them up."""

_UNKNOWN = math.log(_ALL)
"""What a character costs that no word has."""

_COUNT_OF_TERM = 300
"""How common a term of ours is taken to be that jieba's list lacks."""

_SHORTEST_TO_LEAN = 3
"""A word of two characters has no word left without its last."""

_ODDS_OF_PAIRS = 5
"""How much oftener than the counts say two words are meant, rather than a longer one and a loose character."""

_COMMON = 60
"""Words counted oftener than this are hardly used as given names (海波 28, 发生 24,052)."""


class _WordList:
    """Jieba's list as data, read where a word is asked for: importing jieba takes seconds, logs, and writes a cache.

    A line is a word, how often it was counted, and its kind. The lines are sorted by their first character, but for
    some words with letters in front of 一, all of them rare.
    """

    def __init__(self) -> None:
        self._lines = (folder_of("jieba") / "dict.txt").read_bytes()
        self._sorted = range(self._lines.index("\n一".encode()) + 1, len(self._lines))

    def counts(self, first: str) -> dict[str, int]:
        """Word -> how often it was counted, of the words that begin with this character."""
        begin, end = self._span(first)
        fields = self._lines[begin:end].decode().split()
        counted = zip(fields[0::3], map(int, fields[1::3]), strict=True)
        return {word: count for word, count in counted if count > _RARE}

    def kind(self, word: str) -> str:
        """What kind of word it is: nr is somebody's name, ns a place's; "" where it is not in the list."""
        begin, end = self._span(word[:1])
        at = self._lines.find(_bytes(f"\n{word} "), begin - 1, end) + 1
        return self._lines[at : self._lines.index(b"\n", at)].decode().split()[2] if at else ""

    def _span(self, first: str) -> tuple[int, int]:
        """Where the lines begin and end, in bytes, whose first character is this one."""
        sought, lines, places = _bytes(first), self._lines, self._sorted

        def beginning(at: int) -> bytes:
            start = lines.rfind(b"\n", 0, at) + 1
            return lines[start : start + len(sought)]

        begin, end = (bisect(places, sought, key=beginning) for bisect in (bisect_left, bisect_right))
        return places.start + begin, places.start + end


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")  # half a character, which a text may hold, is in no word


@cache
def _word_list() -> _WordList:
    return _WordList()


@lru_cache(maxsize=2**15)
def _kind(word: str) -> str:
    return _word_list().kind(word)


class Words:
    """Divides a run of Chinese characters into words: the cheapest path through jieba's list and our own terms."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._counts = dict.fromkeys(terms, _COUNT_OF_TERM)
        self._read: set[str] = set()
        self.divide = lru_cache(maxsize=2**15)(self._divide)

    def _counts_in(self, run: str) -> Mapping[str, int]:
        """Word -> how often it was counted, of all words that begin with a character of the run, and some others."""
        if not self._read.issuperset(run):
            for first in set(run) - self._read:
                self._counts |= _word_list().counts(first)
            self._read.update(run)
        return self._counts

    def is_person(self, word: str) -> bool:
        """Is this the name of somebody whose family name is one of `SURNAMES`, of those jieba's list has?"""
        return word[:1] in SURNAMES and _kind(word).startswith("nr")

    def is_place(self, word: str) -> bool:
        """Is this the name of a place, of those jieba's list has?"""
        return _kind(word) == "ns"

    def is_common(self, word: str, times: int = 1) -> bool:
        """Is it so common a word that it is hardly a name, or ``times`` as common?"""
        return self._counts_in(word).get(word, 0) > _COMMON * times

    def __contains__(self, word: str) -> bool:
        return word in self._counts_in(word)

    def _divide(self, run: str) -> tuple[tuple[int, int], ...]:
        """The words of a run as (begin, end) pairs, left to right; a word costs minus the logarithm of its share."""
        count_of = self._counts_in(run).get
        best = [0.0] * (len(run) + 1)
        step = [0] * len(run)
        for begin in range(len(run) - 1, -1, -1):
            cheapest, chosen = _UNKNOWN + best[begin + 1], begin + 1
            for end in range(begin + 1, min(len(run), begin + LONGEST_WORD) + 1):
                count = count_of(run[begin:end])
                if count and (cost := _UNKNOWN - math.log(count) + best[end]) < cheapest:
                    cheapest, chosen = cost, end
            best[begin], step[begin] = cheapest, chosen
        words, begin = [], 0
        while begin < len(run):
            words.append((begin, step[begin]))
            begin = step[begin]
        return tuple(words)

    def cost(self, run: str, word: tuple[int, int]) -> float:
        """Minus the logarithm of how likely the run is with a word at these offsets."""
        count_of = self._counts_in(run).get
        begin, end = word
        before, after = run[:begin], run[end:]
        parts = [run[begin:end], *(part[a:b] for part in (before, after) for a, b in self.divide(part))]
        return sum(_UNKNOWN - math.log(count_of(part, 1)) for part in parts)

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
        count_of = self._counts_in(run).get
        if end - begin < _SHORTEST_TO_LEAN or end == len(run):
            return False
        left, over = count_of(run[begin : end - 1]), count_of(run[end - 1 : end + 1])
        if not left or not over:
            return False
        whole, loose = count_of(run[begin:end], _COUNT_OF_TERM), count_of(run[end], 1)
        return left * over * _ODDS_OF_PAIRS > whole * loose and (end, end + 1) in self.divide(run)

    def may_cut(self, run: str, begin: int, end: int) -> bool:
        """Does any word reach across either border? Much cheaper than to divide the run."""
        counts = self._counts_in(run)
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
        together, *apart = (self._counts_in(pair).get(word, 0) for word in (pair, *pair))
        return together * _ALL > odds * math.prod(apart)

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
