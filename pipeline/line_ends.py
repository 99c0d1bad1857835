"""Where a line of Chinese that is set large may end: between words, by jieba's list and words of ours."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Final

from pipeline.print.measures import CJK
from pipeline.text import designations

_BRACKETS: Final = frozenset("（）【】《》〈〉「」『』〔〕")  # no line ends behind or before one anyway
_FOLLOWS: Final = frozenset("的了吗嗎呢吧着著过過们們地得中里裡上下内內外前后後时時，、：；。？！")
_MARKS: Final = frozenset("，、：；。？！")
_LEADS: Final = frozenset("在和与與或从從向对對把被给給跟不没沒很最")
_HAN: Final = "[\u3400-\u9fff]"
_LONGEST: Final = 4  # more characters have no room on the narrowest phone where it sets them twice as large
_MEET: Final = re.compile(rf"{_HAN}\n(?:{_HAN}|[A-Za-z]{{3}})|[A-Za-z]{{3}}\n{_HAN}")


def cut(text: str, terms: frozenset[str]) -> list[str]:
    """A Chinese heading, cut where a line may end though no mark says so, and never behind a word of one character.

    ``terms``, in Simplified characters, are words that jieba's list may lack. 现在, 就求助; T签证, 办案.
    """
    terms = frozenset(term for term in terms if len(term) <= _LONGEST)
    parts, before = [""], ""
    for piece in filter(None, by_words(text, terms)):
        run = re.split(r"\W", parts[-1])[-1] + piece
        leans = len(before) == 1 and before.isalpha() and len(run) <= _LONGEST
        if leans or piece in _FOLLOWS or not _MEET.search(f"{parts[-1]}\n{piece}"):
            parts[-1] += piece
        else:
            parts.append(piece)
        before = piece
    return parts


@functools.lru_cache(maxsize=256)
def by_words(text: str, terms: frozenset[str] = frozenset()) -> list[str]:
    """``held`` of a Chinese text, see `blocks`: word by word, and with what leans on a neighbour: 在工作中的 | 权利."""
    from pipeline.chinese_words import words_of  # only Chinese sheets need it

    pieces, leaning = ["", ""], False
    for part, kind in _parts(text):
        for word in words_of(part, terms) if kind == "words" else ():
            if word in _BRACKETS or (word in _MARKS and not pieces[-1]):
                pieces += [word, ""]
            elif pieces[-1] and (leaning or word in _FOLLOWS):
                pieces[-1] += word
            else:
                pieces += ["", word]
            leaning = word in _LEADS
        if kind == "whole":
            pieces = [*pieces[:-1], pieces[-1] + part] if leaning else [*pieces, "", part]
        elif kind == "rest":
            pieces += [part, ""]
        leaning = leaning and kind == "words"
    if len(pieces) > 4 and not pieces[-2] and len(re.findall(r"\w", pieces[-1])) == 1:  # it would stand alone
        pieces[-3:] = [pieces[-3] + pieces[-1]]
    return pieces


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """A text as what stays whole (18岁), Chinese words, and the rest."""
    for at, stretch in enumerate(designations.parted(text)):
        if at % 2:
            yield stretch, "whole"
            continue
        for place, part in enumerate(re.split(rf"((?:{CJK})+)", stretch)):
            if part:
                yield part, "words" if place % 2 else "rest"
