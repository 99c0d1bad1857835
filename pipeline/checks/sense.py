"""Rules for what a sentence says: nothing denied, limited, turned round or left out that the English says otherwise.

What English says stands in `text.english`; how another language says it is given as a `Wording`. Only how Chinese
denies and limits, and how it names days and hours, needs more than words: `chinese_sense`. Texts are compared sentence
by sentence. Measured on this project's library (4,600 messages) and on free translations of it: every finding was
looked at, and words that carry the same sense were added; a rule that calls right sentences wrong is soon read by
nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.checks import chinese_sense
from pipeline.checks.engine import Problem, Translation, check
from pipeline.model import Severity
from pipeline.text import english, markup
from pipeline.text.english import Index, pattern
from pipeline.text.sentences import aligned
from pipeline.text.wording import Wording, bare, compiled

_DOLLARS = re.compile(r"[$＄]\s?(?=\d)")
_TURNS = Index(english.TURNS)
_OPPOSED = Index({key: opposed.said for key, opposed in english.OPPOSITES.items()})


def _words(target: str) -> str:
    """Those of a translation, spelt as in locales/words/."""
    return bare(markup.target_words(target))


@check(Severity.WARNING)
def turns_kept(subject: Translation) -> Iterator[Problem]:
    """A negation or a condition in English has one in Chinese, and in each language of locales/words/.

    Why: this is where harm happens: "do not sign" and "sign" differ by one character.
    Bad: Do not sign anything. -> 请签任何文件。
    Good: Do not sign anything. -> 不要签任何文件。
    """
    for source, target in aligned(markup.words(subject.source), _words(subject.target)):
        if subject.locale.is_chinese:
            yield from chinese_sense.lost_turns(source, target)
        else:
            yield from _lost_turns(source, target, subject.wording)


def _lost_turns(source: str, target: str, wording: Wording) -> Iterator[Problem]:
    for key, said in _TURNS.found(source).items():
        if key in wording.turns and not compiled(wording.turns[key]).search(target):
            yield Problem(f"nothing in the translation says '{said}'", chinese_sense.ALOUD)


@check(Severity.WARNING)
def opposites_kept(subject: Translation) -> Iterator[Problem]:
    """What English says has not become its opposite: may and must, before and after, free, safe, a.m., Monday, dollars.

    Why: one wrong word turns away somebody who comes on the wrong day or at two in the morning, or thinks they must.
    Bad: You may bring a friend. -> 您必须带一位朋友。
    Good: You may bring a friend. -> 您可以带一位朋友。
    """
    whole = markup.words(subject.source), _words(subject.target)
    for source, target in aligned(*whole):
        yield from _turned_round(source, target, subject.wording)
    if subject.locale.is_chinese:
        yield from chinese_sense.other_times(*whole)


def _turned_round(source: str, target: str, wording: Wording) -> Iterator[Problem]:
    """What of the English has become its opposite, with nothing beside it that explains or mends it."""
    source = _DOLLARS.sub(" dollars ", source) if "$" in source or "＄" in source else source
    for key, said in _OPPOSED.found(source).items():
        if not (turned := wording.opposites.get(key)) or not (wrong := compiled(turned.wrong).search(target)):
            continue
        if not compiled(turned.right).search(target) and not pattern(english.OPPOSITES[key].beside).search(source):
            told = (
                f"'{said}' has become" if key != "affirmed" else "the English denies nothing, but the translation says"
            )
            yield Problem(f"{told} '{wrong[0]}'", chinese_sense.ALOUD)


_NO_ITEM = re.compile(r"\b(?:and|or|if|who|whom|which|that|when|because|where|even|but|so|such|like|not|for example)\b")
_LAST_ITEM = re.compile(r"\s*(?:and|or)\b(?! more\b| not\b)")
_CLAUSE_MARKS = re.compile(r"[.;:?!()\n“”\"—]+")
_ALIKE = re.compile(
    r"\b(her|his|your|their|my|our) [\w’' -]{1,200}, \1 [\w’' -]{1,200} (?:and|or) \1 \w"
    r"|\b\w+, \w+ (?:and|or) (?!night|there|later|again|in\b|to\b)\w+"
    r"(?:$| (?:is|are|was|were|can|may|must|will|count)\b)",
    re.IGNORECASE,
)


@check(Severity.WARNING)
def lists_kept(subject: Translation) -> Iterator[Problem]:
    """A list of three or more in English has as many items in Chinese.

    Why: the paper that was left out of a list is the one that the court asks for.
    Bad: Bring your ID, your lease, and a receipt. -> 请带身份证件和租约。
    Good: Bring your ID, your lease, and a receipt. -> 请带身份证件、租约和收据。
    """
    if not subject.locale.is_chinese:
        return
    items = _items(markup.words(subject.source))
    found = len(chinese_sense.BETWEEN_ITEMS.findall(_words(subject.target))) + 1 if items else 0
    if found < items:
        yield Problem(f"a list of {items} has become one of {found}", "Compare the items one by one")


def _items(source: str) -> int:
    """How many things the longest plain list of a text has; 0 where none has three."""
    longest = 0
    for clause in _CLAUSE_MARKS.split(source):
        parts = clause.split(", ")
        for at, part in enumerate(parts):
            if at > 1 and _LAST_ITEM.match(part):
                first = at
                while first > 1 and not _NO_ITEM.search(parts[first - 1]) and len(parts[first - 1].split()) <= 6:
                    first -= 1
                if first < at:
                    longest = max(longest, at - first + 2)
        if _ALIKE.search(clause.strip()):
            longest = max(longest, 3)
    return longest
