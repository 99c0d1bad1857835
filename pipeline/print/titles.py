"""Strings as templates take them; where lines of Chinese and Korean titles and headings may end: between words."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from pipeline import line_ends
from pipeline.blocks import Node, held, walk
from pipeline.print.measures import CJK, ems, longest

if TYPE_CHECKING:
    from pipeline.languages import Locale

_HANGUL: Final = "[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]"


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
        return line_ends.by_words
    return _by_spaces if locale.script == "Kore" and re.search(_HANGUL, text) else None


def _by_spaces(text: str) -> list[str]:
    """``held`` of a Korean text: spaces stand between its words, and yet a line may end behind any syllable."""
    return re.split(r"(\S+)", text)
