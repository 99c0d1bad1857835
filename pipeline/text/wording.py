"""What is known of a language's words: locales/words/es.toml, which a translator can edit, as a value.

Whatever such a file leaves out is not looked for. A word may be a pattern; several words of one meaning are a list.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from pipeline.errors import RegistryError
from pipeline.text import english, toml
from pipeline.text.toml import Table
from pipeline.text.untrusted import UNSEEN, shown

Values = Mapping[str, Decimal]

_TABLES = ("writing", "numbers", "units", "turns", "opposites", "names")
_PREFIXED = ("turns", "opposites", "names")
_JOIN, _BEFORE, _AFTER = r"\s", r"(?<!\w)", r"(?!\w)"
_VOWEL_SIGNS = re.compile("[\u064b-\u0652\u0670\u0640]")  # and the stroke that makes Arabic words longer
_NUMBER = re.compile(r"\d{1,15}(?:\.\d{1,4})?", re.ASCII)


@dataclass(frozen=True, eq=False)
class Numbers:
    """How a language says numbers."""

    words: Values = field(default_factory=dict)
    """Those that are added up: veinte, five, 열."""
    times: Values = field(default_factory=dict)
    """Those that multiply what stands directly before them: 십, مئة."""
    scales: Values = field(default_factory=dict)
    """Those that multiply all before them: mil, 만."""
    others: Mapping[str, frozenset[Decimal]] = field(default_factory=dict)
    """Words that a reader knows the number from, though they may mean something else: segundo, 보름, سنتان."""
    join: str = _JOIN
    """What may stand between the words of one number."""
    before: str = _BEFORE
    after: str = _AFTER


@dataclass(frozen=True, slots=True)
class Turned:
    """The pattern of what says the opposite, and of what is right beside it."""

    wrong: str
    right: str


@dataclass(frozen=True, eq=False)
class Wording:
    """What a file says, by the keys of `english`; the patterns are whole, and compiled by whoever searches with them.

    One is as good as itself alone, so that what is compiled for it can be kept.
    """

    is_spaced: bool = True
    """Whether words stand by themselves: Chinese and Korean have other letters right beside them."""
    numbers: Numbers = field(default_factory=Numbers)
    units: Mapping[str, str] = field(default_factory=dict)
    """What is counted; these patterns are put into a longer one."""
    turns: Mapping[str, str] = field(default_factory=dict)
    """What denies and limits."""
    opposites: Mapping[str, Turned] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    notes: str = ""
    """What people and programs write about a translation while they make it, beside `english.NOTES`."""


NONE = Wording()
"""Of a language that nobody has made a file for."""


@lru_cache(2048)
def compiled(words: str) -> re.Pattern[str]:
    """The pattern of some words, made when somebody first looks for them."""
    return re.compile(words, re.IGNORECASE)


def bare(text: str) -> str:
    """A text without the vowel signs of Arabic, which few write: a file's words have none."""
    return _VOWEL_SIGNS.sub("", text)


def parse(text: str, path: str) -> Wording:
    """A file's text as values. Raises RegistryError, with the line, for whatever nothing could be found by."""
    whole = toml.read(text, path, RegistryError)
    whole.only(_TABLES)
    writing = whole.inner("writing")
    writing.only(("spaces", "before", "notes"))
    is_spaced = writing.values.get("spaces", True)
    if not isinstance(is_spaced, bool):
        raise writing.error("spaces", "'spaces' is neither true nor false", "Write spaces = false, or take it out")
    prefixes = writing.inner("before")
    prefixes.only(_PREFIXED)
    before = {key: _pattern(prefixes, key, "") for key in _PREFIXED}
    turns, names, units = (whole.inner(name) for name in ("turns", "names", "units"))

    def own(words: Mapping[str, str], prefix: str = "") -> dict[str, str]:
        return {key: _apart(one, prefix, is_spaced) for key, one in words.items()}

    return Wording(
        is_spaced,
        _numbers(whole.inner("numbers")),
        _patterns(units, english.UNITS),
        own(_patterns(turns, english.TURNS), before["turns"]),
        {key: _turned(table, before["opposites"], is_spaced) for key, table in _opposites(whole).items()},
        own(_patterns(names, english.NAMES), before["names"]),
        _either(writing, "notes") if "notes" in writing.values else "",
    )


def _apart(words: str, prefix: str, is_spaced: bool) -> str:
    """Words that stand by themselves, where a language sets spaces around them; perhaps with something before."""
    return rf"(?<!\w){prefix}(?:{words})(?!\w)" if is_spaced else f"{prefix}(?:{words})"


def _opposites(whole: Table) -> dict[str, Table]:
    table = whole.inner("opposites")
    table.only(english.OPPOSITES)
    return {key: table.inner(key) for key in english.OPPOSITES if key in table.values}


def _turned(table: Table, prefix: str, is_spaced: bool) -> Turned:
    found = _patterns(table, ("wrong", "right"))
    wrong, right = (table.need(key, found.get(key)) for key in ("wrong", "right"))
    return Turned(_apart(wrong, "", is_spaced), _apart(right, prefix, is_spaced))


# ---- words and patterns ----


def _listed(table: Table, key: str) -> list[str]:
    """The words of a key: a text, or a list of them. White space in a word counts: 안 and 안전 are two."""
    value = table.values[key]
    words = [value] if isinstance(value, str) else value
    if not isinstance(words, list) or not words or not all(map(_is_word, words)):
        name = key if key.isalnum() else f'"{shown(key)}"'
        fix = f'Write {name} = "...", or {name} = ["...", "..."]'
        if isinstance(value, dict) and key.isdecimal():
            fix = 'A number with a point stands between quotes: "0.5" = "..."'
        raise table.error(key, f"'{shown(key)}' is neither a word nor a list of words", fix)
    return words


def _is_word(word: object) -> bool:
    return isinstance(word, str) and bool(word.strip()) and not UNSEEN.search(word)


def _patterns(table: Table, keys: Collection[str]) -> dict[str, str]:
    """The words of each key as one pattern, in the order of ``keys``."""
    table.only(keys)
    return {key: _either(table, key) for key in keys if key in table.values}


def _either(table: Table, key: str) -> str:
    words = _listed(table, key)
    whole = "|".join(words)
    if all(map(_is_closed, words)) and not _wrong(whole) and not re.fullmatch(whole, ""):
        return whole
    for word in words:
        if wrong := _wrong(word):
            fix = "Correct it: the signs ( ) [ ] { } ? * + . | \\ mean something here"
            raise table.error(key, f"'{shown(word)}' {wrong}", fix)
        if re.fullmatch(word, ""):
            fix = "Take out a | at either end, or whatever can match nothing"
            raise table.error(key, f"'{shown(word)}' matches every text", fix)
    return whole


def _is_closed(word: str) -> bool:
    """Whether no bracket of a word could find its partner in the next."""
    return all(word.count(first) == word.count(last) for first, last in ("()", "[]")) and not word.endswith("\\")


def _wrong(pattern: str) -> str:
    """Why a text is no pattern that can be put into a longer one."""
    try:
        found = re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        return f"is not a valid pattern: {error}"
    if found.groups:
        return "captures what is in brackets: write (?: instead of ("
    return "" if found.flags == re.UNICODE else "has a switch such as (?i)"


def _pattern(table: Table, key: str, usual: str) -> str:
    """What may stand before, after or between words; it may be nothing."""
    written = table.text(key)
    if written and (wrong := _wrong(written)):
        raise table.error(key, f"'{shown(written)}' {wrong}", "Correct it, or take the line out")
    return f"(?:{written})" if written else usual


# ---- numbers ----


def _numbers(table: Table) -> Numbers:
    table.only(("words", "times", "scales", "others", "join", "before", "followed_by"))
    words, times, scales = (_values(table.inner(key)) for key in ("words", "times", "scales"))
    after = rf"(?=\s?(?:{_either(table, 'followed_by')}))" if "followed_by" in table.values else _AFTER
    return Numbers(
        words,
        times,
        scales,
        _several(table.inner("others")),
        _pattern(table, "join", _JOIN),
        _pattern(table, "before", _BEFORE),
        after,
    )


def _values(table: Table) -> Values:
    found: dict[str, Decimal] = {}
    for key, word, value in _pairs(table):
        if found.setdefault(word, value) != value:
            wrong = f"'{shown(word)}' is listed under both {found[word]} and {value}"
            raise table.error(key, wrong, "Keep it in one place; a word with several meanings belongs in 'others'")
    return found


def _several(table: Table) -> Mapping[str, frozenset[Decimal]]:
    """Each word with what it may mean: cuarto is the fourth, and a quarter."""
    found: dict[str, frozenset[Decimal]] = {}
    for _, word, value in _pairs(table):
        found[word] = found.get(word, frozenset()) | {value}
    return found


def _pairs(table: Table) -> Iterator[tuple[str, str, Decimal]]:
    """Each word with its value, and the key it stands under."""
    for key in table.values:
        value = _number(table, key)
        for word in _listed(table, key):
            yield key, word.lower(), value


def _number(table: Table, key: str) -> Decimal:
    if not _NUMBER.fullmatch(key):
        raise table.error(
            key, f"'{shown(key)}' is not a number", 'Begin the line with digits: 5 = "...", "0.5" = "..."'
        )
    return Decimal(key)
