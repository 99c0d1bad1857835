"""How hard an English text is to read: the Flesch-Kincaid grade of its sentences.

Kincaid, Fishburne, Rogers, Chissom (1975): 0.39 words a sentence + 11.8 syllables a word - 15.59, in years of US
schooling. It counts, it does not understand: a low grade does not make a text clear, a high one makes it hard.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.model import Part, Unit
from pipeline.text import markup

_SENTENCE = re.compile(r"\S.*?(?:[.!?]+(?=[\s\"”’)*\]]|$)|$)", re.DOTALL)
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*|\d[\d.,:/-]*")
_ABBREVIATIONS = re.compile(r"\b(?:U\.S\.|N\.Y\.|e\.g\.|i\.e\.|a\.m\.|p\.m\.|Mr\.|Ms\.|Dr\.)")
# an abbreviation's last dot also ends the sentence when one of the words that begin most sentences follows
_NEXT = re.compile(r"\s+(?:It|You|They|The|This|That|These|If|In|A|An|And|But|We|He|She|Ask|Do|For|When|Then|Your)\b")
_UNREAD = (Part.HEADING, Part.TITLE, Part.NAME, Part.MEANING)


def sentences(units: Iterable[Unit]) -> tuple[str, ...]:
    """The sentences of a page's prose: a list item or a cell is one, headings are none, a token is one word."""
    found: list[str] = []
    for unit in units:
        if unit.part not in _UNREAD:
            text = re.sub(r"[*_\[\]()]", "", markup.counted_words(unit.text))
            text = re.sub(r" +(?=[,.;:!?])|(?<= ) +", "", _ABBREVIATIONS.sub(_without_dots, text))
            found.extend(match[0] for match in _SENTENCE.finditer(text) if _WORD.search(match[0]))
    return tuple(found)


def _without_dots(match: re.Match[str]) -> str:
    ends = _NEXT.match(match.string, match.end())
    return match[0].replace(".", "") + ("." if ends else "")


def grade(text: Iterable[str]) -> float:
    """The Flesch-Kincaid grade of some sentences; 0 for none."""
    lines = [" ".join(_WORD.findall(sentence)) for sentence in text]
    if not lines:
        return 0.0
    import readability  # many tables, and few commands ask

    return float(readability.getmeasures("\n".join(lines), lang="en")["readability grades"]["Kincaid"])


def hardest(text: Iterable[str], count: int = 3) -> tuple[tuple[float, str], ...]:
    """The hardest sentences with their grades, the hardest first; under five words a grade says little."""
    rated = ((grade([sentence]), sentence) for sentence in text if len(_WORD.findall(sentence)) >= 5)
    return tuple(sorted(rated, key=lambda pair: -pair[0])[:count])
