"""Strings as templates take them; where lines of Chinese and Korean titles and headings may end: between words."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

from pipeline.blocks import Node, held, walk
from pipeline.print.measures import CJK, ems, longest
from pipeline.text import designations

if TYPE_CHECKING:
    from pipeline.languages import Locale

_BRACKETS: Final = frozenset("（）【】《》〈〉「」『』〔〕")  # no line ends behind or before one anyway
_FOLLOWS: Final = frozenset("的了吗嗎呢吧着著过過们們地得中里裡上下内內外前后後时時，、：；。？！")
_HANGUL: Final = "[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]"
_MARKS: Final = frozenset("，、：；。？！")
_LEADS: Final = frozenset("在和与與或从從向对對把被给給跟不没沒很最")
_HAN: Final = "[\u3400-\u9fff]"
_LONGEST: Final = 4  # more characters have no room on the narrowest phone where it sets them twice as large
_MEET: Final = re.compile(rf"{_HAN}\n(?:{_HAN}|[A-Za-z]{{3}})|[A-Za-z]{{3}}\n{_HAN}")


def string(text: str) -> dict[str, Any]:
    """A string as templates take it: with its widths in ems, and ``held`` as `blocks` has it."""
    return {"v": text, "ems": ems(text), "longest": longest(text), **held(text)}


def of_title(text: str, locale: Locale) -> dict[str, Any]:
    """A `string` for a title or a heading: in Chinese and in Korean no line ends inside a word."""
    pieces = _pieces(locale, text)
    return string(text) | ({"held": pieces(text)} if pieces else {})


def halves(title: str) -> list[str]:
    """A Chinese title in two lines that part behind a mark, as near to its middle as there is one; [] without one."""
    ends = [mark.end() for mark in re.finditer("[：，、；。？！]", title) if mark.end() < len(title)]
    middle = min(ends, key=lambda end: abs(2 * end - len(title)), default=None)
    return [] if middle is None else [title[:middle], title[middle:]]


def hold_headings(tree: list[Node], locale: Locale) -> None:
    """Let no line of a Chinese or Korean heading end inside a word."""
    for node in walk(tree) if locale.is_chinese or locale.script == "Kore" else ():
        if node["t"] == "heading":
            for leaf in walk(node["c"]):
                if leaf["t"] == "text" and (pieces := _pieces(locale, leaf["v"])):
                    leaf["held"] = pieces(leaf["v"])


def _pieces(locale: Locale, text: str) -> Callable[[str], list[str]] | None:
    """What makes ``held`` of a text, where Typst would end a line inside a word."""
    if locale.is_chinese and re.search(CJK, text):
        return _by_words
    return _by_spaces if locale.script == "Kore" and re.search(_HANGUL, text) else None


def _by_spaces(text: str) -> list[str]:
    """``held`` of a Korean text: spaces stand between its words, and yet a line may end behind any syllable."""
    return re.split(r"(\S+)", text)


def cut(text: str, terms: frozenset[str]) -> list[str]:
    """A Chinese heading, cut where a line may end though no mark says so, and never behind a word of one character.

    ``terms``, in Simplified characters, are words that jieba's list may lack. 现在, 就求助; T签证, 办案.
    """
    terms = frozenset(term for term in terms if len(term) <= _LONGEST)
    parts, before = [""], ""
    for piece in filter(None, _by_words(text, terms)):
        run = re.split(r"\W", parts[-1])[-1] + piece
        leans = len(before) == 1 and before.isalpha() and len(run) <= _LONGEST
        if leans or piece in _FOLLOWS or not _MEET.search(f"{parts[-1]}\n{piece}"):
            parts[-1] += piece
        else:
            parts.append(piece)
        before = piece
    return parts


@functools.lru_cache(maxsize=256)
def _by_words(text: str, terms: frozenset[str] = frozenset()) -> list[str]:
    """``held`` of a Chinese text, word by word; what leans on a neighbour stays with it: 在工作中的 | 权利."""
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
