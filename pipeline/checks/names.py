"""The rule for names: a place, an office, a person, a visa or a direction has not become another of its kind.

A free translation may leave a name out or say it otherwise. What no translation does is to lack one that the English
has, and to have another of the same kind that the English lacks. Only that is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from pipeline.checks.engine import Problem, Translation, check
from pipeline.model import Severity
from pipeline.text import english, markup
from pipeline.text.wording import Wording

_ANY = re.compile(
    rf"(?<![\w-])(?:{'|'.join(name.said for kind in english.KINDS for name in kind.values())})(?![\w-])", re.IGNORECASE
)
"""Any of the names in English: most sentences have none."""
_LETTERS = re.compile(r"(?<![A-Za-z0-9.@/'’&-])(?:[B-HJ-Z]|[A-Z]{2,6})(?![A-Za-z0-9@/'’&]|\.[A-Za-z])")
"""A letter or letters by which an office, a visa or a law is known in every language: U, ICE, VAWA."""


@check(Severity.WARNING)
def names_kept(subject: Translation) -> Iterator[Problem]:
    """A state, an office, a person, a visa or a direction has not become another of its kind.

    Why: the law of another state, or the wrong office, sends a reader where nobody can help, or where it is dangerous.
    Bad: In Illinois, ask a judge. -> 在加州，请找法官。
    Good: In Illinois, ask a judge. -> 在伊利诺伊州，请找法官。
    """
    source, target = markup.words(subject.source), markup.words(subject.target)
    for one, other in (*_other_letters(source, target), *_others_of_a_kind(source, target, subject.wording)):
        yield Problem(f"'{one}' has become '{other}'", "Compare the names with the English")


def _other_letters(source: str, target: str) -> Iterator[tuple[str, str]]:
    if source.isupper():
        return
    wanted, found = _LETTERS.findall(source), _LETTERS.findall(target)
    lost = [one for one in wanted if not _stands(one, target)]
    new = [one for one in found if not _stands(one, source)]
    if lost and new:
        yield lost[0], new[0]


def _stands(letters: str, text: str) -> bool:
    return re.search(rf"(?<![A-Za-z]){letters}(?![A-Za-z])", text) is not None


def _others_of_a_kind(source: str, target: str, wording: Wording) -> Iterator[tuple[str, str]]:
    if not _ANY.search(source):
        return
    for kind in _kinds(wording):
        wanted = {name: match[0] for name, one in kind.items() if (match := one.english.search(source))}
        if not wanted:
            continue
        found = {name: match[0] for name, one in kind.items() if (match := one.own.search(target))}
        lost = [name for name in wanted if name not in found]
        new = [name for name in found if name not in wanted and not kind[name].hinted.search(source)]
        if lost and new:
            yield wanted[lost[0]], found[new[0]]


@dataclass(frozen=True, slots=True)
class _Name:
    english: re.Pattern[str]
    hinted: re.Pattern[str]
    """English words that let a translator say the name."""
    own: re.Pattern[str]


@lru_cache(8)
def _kinds(wording: Wording) -> tuple[Mapping[str, _Name], ...]:
    """The kinds of a language: each name that it has, with how English and the language write it."""
    return tuple(
        {key: _name(name, wording.names[key]) for key, name in kind.items() if key in wording.names}
        for kind in english.KINDS
    )


def _name(name: english.Name, own: str) -> _Name:
    return _Name(_english(name.said), _english(name.hints or name.said), re.compile(own, re.IGNORECASE))


def _english(words: str) -> re.Pattern[str]:
    proper = words[0].isupper()
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", 0 if proper else re.IGNORECASE)
