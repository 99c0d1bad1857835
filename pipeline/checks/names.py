"""The rule for names: a place, an office, a person, a paper or a direction has not become another of its kind.

A free translation may leave a name out or say it otherwise. What no translation does is to lack one that the English
has, and to have another of the same kind that the English lacks. Only that is found, sentence by sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.checks.engine import Problem, Translation, check
from pipeline.model import Severity
from pipeline.text import english, markup
from pipeline.text.sentences import aligned
from pipeline.text.wording import Wording, compiled

_SAID = english.Index({key: name.said for kind in english.KINDS for key, name in kind.items()})
_KIND_OF = {key: kind for kind in english.KINDS for key in kind}
_LETTERS = re.compile(r"(?<![A-Za-z0-9.@/'’&-])(?:[B-HJ-Z]|[A-Z]{2,6})(?![A-Za-z0-9@/'’&]|\.[A-Za-z])")
"""A letter or letters by which an office, a visa or a law is known in every language: U, ICE, VAWA."""

_STRESSED = frozenset(
    re.findall("[A-Z]+", "NOT NO NEVER DO ONLY MUST ALL ANY AND OR IF IS ARE MAY CAN YES STOP NOTE FREE NOW HELP CALL")
)
"""Ordinary words, which an author puts in capitals so that nobody overlooks them."""


@check(Severity.WARNING)
def names_kept(subject: Translation) -> Iterator[Problem]:
    """A state, office, person, visa, paper or direction has not become a different one.

    Why: the law of another state, or the wrong office, sends a reader where nobody can help, or where it is dangerous.
    Bad: In Illinois, ask a judge. -> 在加州，请找法官。
    Good: In Illinois, ask a judge. -> 在伊利诺伊州，请找法官。
    """
    source, target = markup.words(subject.source), markup.words(subject.target)
    found = [*_other_letters(source, target)]
    for english_text, own_text in aligned(source, target):
        found += _others_of_a_kind(english_text, own_text, subject.wording)
    for one, other in found:
        yield Problem(f"'{one}' has become '{other}'", "Compare the names with the English")


def _other_letters(source: str, target: str) -> Iterator[tuple[str, str]]:
    if source.isupper():
        return
    wanted, found = _LETTERS.findall(source), _LETTERS.findall(target)
    lost = [one for one in wanted if one not in _STRESSED and not _stands(one, target)]
    new = [one for one in found if not _stands(one, source)]
    if lost and new:
        yield lost[0], new[0]


def _stands(letters: str, text: str) -> bool:
    return re.search(rf"(?<![A-Za-z]){letters}(?![A-Za-z])", text) is not None


def _others_of_a_kind(source: str, target: str, wording: Wording) -> Iterator[tuple[str, str]]:
    said, own = _SAID.found(source), wording.names
    lost: dict[int, str] = {}
    for key in said:
        if key in own and not compiled(own[key]).search(target):
            lost.setdefault(id(_KIND_OF[key]), key)
    for key in lost.values():
        for other, name in _KIND_OF[key].items():
            found = compiled(own[other]).search(target) if other in own and other not in said else None
            if found and not english.pattern(name.hints or name.said).search(source):
                yield said[key], found[0]
                break
