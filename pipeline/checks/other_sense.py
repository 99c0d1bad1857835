"""What a sentence in another language than Chinese says: denied, limited and allowed as the English has it.

A language's own words are given as a `Wording`. They are counted generously: a language has many ways to deny, and a
rule that calls right sentences wrong is soon read by nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.text import english
from pipeline.text.wording import Wording, bare

_Pattern = re.Pattern[str]


def lost_turns(source: str, target: str, wording: Wording) -> Iterator[str]:
    """What of the English that denies or limits nothing in a translation says."""
    target = bare(target)
    for said, own in _turns(wording):
        if (match := said.search(source)) and not own.search(target):
            yield f"nothing in the translation says '{match[0]}'"


def turned_round(source: str, target: str, wording: Wording) -> Iterator[str]:
    """What of the English has become its opposite in a translation, with nothing beside it that says the same."""
    target = bare(target)
    for said, beside, opposite, right in _opposites(wording):
        match, wrong = said.search(source), opposite.search(target)
        if match and wrong and not beside.search(source) and not right.search(target):
            yield f"'{match[0]}' has become '{wrong[0]}'"


@lru_cache(8)
def _turns(wording: Wording) -> list[tuple[_Pattern, _Pattern]]:
    return [(english.pattern(english.TURNS[turn]), _own(words)) for turn, words in wording.turns.items()]


@lru_cache(8)
def _opposites(wording: Wording) -> list[tuple[_Pattern, _Pattern, _Pattern, _Pattern]]:
    found = []
    for key, turned in wording.opposites.items():
        opposed = english.OPPOSITES[key]
        found.append(
            (english.pattern(opposed.said), english.pattern(opposed.beside), _own(turned.wrong), _own(turned.right))
        )
    return found


def _own(words: str) -> _Pattern:
    return re.compile(words, re.IGNORECASE)
