"""What a check is: a generator of findings with a docstring that is its documentation.

A rule's docstring has, after its first line, the headings ``Why:``, ``Bad:`` and ``Good:``; the examples are executed
by a test. One finding is silenced where it stands, with a reason: in a PO by a translator's comment
``# kyr-ignore rule-name: reason``, on a page by ``<!-- kyr:ignore rule-name: reason -->`` before the block.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from pipeline.errors import nearest
from pipeline.languages import Locale
from pipeline.model import Finding, Keys, Message, Page, Severity, Unit
from pipeline.text import maths
from pipeline.text.wording import NONE, Wording


@dataclass(frozen=True, slots=True)
class Translation:
    """One translated message, with what a rule may need to know of its project."""

    message: Message
    path: str
    locale: Locale
    misuses: Callable[[str, str], Iterable[tuple[str, str]]] = lambda *_: ()
    """Source and target to (wrong words, the approved ones)."""
    terms: Callable[[str], Iterable[tuple[str, tuple[str, ...]]]] = lambda _: ()
    """An English text to its glossary terms, each with the approved renderings in this locale."""
    foreign_words: Callable[[str], Iterable[tuple[str, str]]] = lambda _: ()
    """A text to its words of another region, each with the one this locale's readers use."""
    wrong_script: Callable[[str], str] = lambda _: ""
    """A text to its characters of the other script."""
    mathematics: maths.Reads | None = None
    """How the page's mathematics is read, if its extensions read any."""
    wording: Wording = NONE
    """What is known of the language's words."""

    @property
    def source(self) -> str:
        """The msgid."""
        return self.message.source

    @property
    def target(self) -> str:
        """The msgstr."""
        return self.message.target


@dataclass(frozen=True, slots=True)
class SourcePage:
    """One English page, with what a rule may need to know of its project."""

    page: Page
    anchors: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Every page's path to the ids a link may point to."""
    problem: Callable[[str], tuple[str, str] | None] = lambda _: None
    """A unit's text to what is wrong with its tokens, and what to do."""
    fact_problem: Callable[[str], tuple[str, str] | None] = lambda _: None
    """A fact's id to why a page may not rest on it, and what to do."""
    today: datetime.date = datetime.date.min
    fact_age: Callable[[str], str | None] = lambda _: None
    """A fact's id to how long ago its day passed, if it has."""
    is_hot: Callable[[str], bool] = lambda _: False
    claim: Callable[[str], str] = lambda _: ""
    """A fact's id to what it states."""
    uncovered: Sequence[str] = ()
    """Words of the page that belong to no unit."""
    loose: Sequence[Unit] = ()
    """The tokens that stand in no unit."""
    keeps_facts: bool = True
    """Whether there are facts to cite; somebody's own site may have none."""
    keys: Keys = Keys.OWN
    """By whose rules the page begins."""

    @property
    def path(self) -> str:
        """The file, relative to the project's root."""
        return self.page.name


@dataclass(frozen=True, slots=True)
class Problem:
    """What a rule found: what is wrong, what to do, and for a page the unit it is in."""

    message: str
    hint: str
    unit: Unit | None = None


Subject = TypeVar("Subject", Translation, SourcePage)
Rule = Callable[[Subject], Iterator[Problem]]


@dataclass(frozen=True, slots=True)
class Check:
    """A rule with its name and its weight."""

    id: str
    severity: Severity
    run: Callable[..., Iterator[Problem]]
    doc: str
    is_firm: bool = False
    """Whether no translator can silence it: what it finds may send a reader to the wrong place."""

    @property
    def examples(self) -> Mapping[str, str]:
        """The text after ``Bad:`` and ``Good:``, as written."""
        return dict(re.findall(r"^\s*(Bad|Good):[ ]+(.*)$", self.doc, re.MULTILINE))


def check(severity: Severity, *, is_firm: bool = False) -> Callable[[Rule[Subject]], Check]:
    """Make a check of a generator function; its name, with hyphens, is the rule's."""

    def make(function: Rule[Subject]) -> Check:
        return Check(function.__name__.replace("_", "-"), severity, function, function.__doc__ or "", is_firm)

    return make


def _together(problems: Sequence[Problem]) -> tuple[str, str]:
    """What one rule says of one message: one slip breaks some rules in several ways."""
    messages = dict.fromkeys(problem.message for problem in problems)
    hints = dict.fromkeys(problem.hint for problem in problems)
    return "; ".join(messages), ". ".join(hints)


_IGNORE = re.compile(r"^[ \t]*kyr-ignore\s+(?P<rule>[\w-]+)\s*(?::\s*(?P<reason>\S.*))?$", re.MULTILINE)


def silences(comment: str) -> dict[str, str]:
    """The rules that a translator's comment silences, and the reason that it gives for each."""
    return {match["rule"]: match["reason"] or "" for match in _IGNORE.finditer(comment)}


def check_translation(checks: Sequence[Check], subject: Translation) -> Iterator[Finding]:
    """The findings on one message, at most one of each rule, less those its translator has silenced with a reason."""
    ignores = silences(subject.message.comment)
    where = (subject.path, subject.message.line)
    used: set[str] = set()
    for one in checks:
        problems = list(one.run(subject))
        if problems and one.id in ignores and not one.is_firm:
            used.add(one.id)
        elif problems:
            yield Finding(one.id, one.severity, *where, *_together(problems))
    for rule, reason in ignores.items():
        yield from _silence(rule, reason, rule in used, checks, where, "kyr-ignore {}: the reason")


def check_page(checks: Sequence[Check], subject: SourcePage) -> Iterator[Finding]:
    """The findings on one page, less those its author has silenced with a reason.

    A directive before a list or a table holds for each of its units; it is in use if one of them needs it.
    """
    used: set[tuple[str, str]] = set()
    for one in checks:
        for problem in one.run(subject):
            unit = problem.unit
            ignores = dict(unit.ignores) if unit else {}
            if one.id in ignores:
                used.add((one.id, ignores[one.id]))
            else:
                line = unit.line if unit else 1
                yield Finding(one.id, one.severity, subject.path, line, problem.message, problem.hint)
    seen: dict[tuple[str, str], int | None] = {}
    for unit in subject.page.units:
        for ignore in unit.ignores:
            seen.setdefault(ignore, unit.line)
    for (rule, reason), line in seen.items():
        where = (subject.path, line)
        yield from _silence(rule, reason, (rule, reason) in used, checks, where, "<!-- kyr:ignore {}: the reason -->")


def _silence(
    rule: str, reason: str, used: bool, checks: Sequence[Check], where: tuple[str, int | None], written: str
) -> Iterator[Finding]:
    """What is wrong with a silence itself; a silence without a reason is an error even where it is needed.

    ``written`` is how one is written there, ``{}`` for the rule.
    """
    known = {one.id: one for one in checks}
    if rule not in known:
        fix = nearest(rule, known, f"Rules are: {', '.join(known)}")
        yield Finding("silence", Severity.WARNING, *where, f"there is no rule {rule} to silence", fix)
    elif known[rule].is_firm:
        fix = "Remove the comment, and correct what the rule finds; ask the author if the English is wrong"
        yield Finding("silence", Severity.ERROR, *where, f"{rule} cannot be silenced", fix)
    elif not reason:
        fix = f"Write why: {written.format(rule)}"
        yield Finding("silence", Severity.ERROR, *where, f"{rule} is silenced without a reason", fix)
    elif not used:
        yield Finding(
            "silence", Severity.WARNING, *where, f"{rule} is silenced, and finds nothing", "Remove the comment"
        )
