"""A review in a terminal: what one person is asked, in page order, and their answer as `signing` takes it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.edition import Publisher
from pipeline.errors import KyrError
from pipeline.languages import Locale
from pipeline.model import Message, Page, Role, SignOff, State, Verdict, digest
from pipeline.project import Project
from pipeline.review import signatures
from pipeline.review.answers import Answer, Answers
from pipeline.text.wordiff import Piece, diff


@dataclass(frozen=True, slots=True)
class Signer:
    """Who is asked, and for what they answer."""

    handle: str
    role: Role
    locale: Locale


@dataclass(frozen=True, slots=True)
class Question:
    """One unit, and what has changed since this person's role last approved it."""

    page: str
    unit: str
    kind: str
    source: str
    target: str
    source_digest: str
    source_changes: tuple[Piece, ...] = ()
    target_changes: tuple[Piece, ...] = ()
    said: SignOff | None = None
    """This person's own standing verdict on these words, where they asked to be asked again."""


def signer(project: Project, locale: Locale, handle: str | None, role: str | None) -> Signer:
    """Who signs: the one that was named, or the only one that may. Raises KyrError when that cannot be told."""
    able = {
        (name, one.value)
        for name, person in project.reviewers.items()
        for one in person.roles.get(locale.code, ())
        if handle in (None, name) and role in (None, one.value)
    }
    if len(able) == 1:
        name, only = able.pop()
        return Signer(name, Role(only), locale)
    asked = " ".join(filter(None, (handle, role))) or "anybody"
    if not able:
        raise KyrError("locales/reviewers.toml", f"it does not let {asked} sign {locale.code}", "Add that there first")
    listed = ", ".join(f"--as {name} --role {one}" for name, one in sorted(able))
    raise KyrError("kyr review", "it is not clear who is signing", f"Add one of: {listed}")


def questions(
    project: Project, locale: Locale, who: Signer, pages: Sequence[str], *, again: bool = False
) -> tuple[Question, ...]:
    """The finished translations on which this person has not said anything in this role, in reading order.

    ``again``: those instead on which they have.
    """
    asked = _Asked(project, locale, who, again)
    return tuple(question for path in pages for question in asked.of(project.page(path)))


class _Asked:
    def __init__(self, project: Project, locale: Locale, who: Signer, again: bool) -> None:
        self._again = again
        self._project = project
        self._locale = locale
        self._who = who
        self._ledger = project.ledger(locale)[0]
        self._publisher = Publisher(project)
        self._approved: dict[str, SignOff] = {}
        self._approved_targets: dict[tuple[str, str], SignOff] = {}
        for said in self._ledger.latest.values():
            for one in said.values():
                if one.verdict is Verdict.APPROVE and one.role is who.role:
                    self._approved[one.source] = one
                    self._approved_targets[signatures.page_of(one.unit), one.target] = one

    def of(self, page: Page) -> Iterator[Question]:
        kinds = {unit.key: unit.kind for unit in page.units}
        for message, state in self._publisher.units(self._locale, page):
            said = self._said(message)
            if message.target and not message.fuzzy and (said is not None) is self._again:
                yield replace(self._question(page, kinds[message.key], message, state), said=said)

    def _said(self, message: Message) -> SignOff | None:
        last = self._ledger.last(*signatures.digests(message), self._who.role, self._who.handle)
        return None if last is None or last.verdict is Verdict.WITHDRAW else last

    def _question(self, page: Page, kind: str, message: Message, state: State) -> Question:
        source, target = signatures.digests(message)
        history = self._project.history
        source_changes: tuple[Piece, ...] = ()
        target_changes: tuple[Piece, ...] = ()
        if state is State.REOPENED and source in self._approved:
            old = history.target_text(self._locale.code, page.path, self._approved[source].target)
            target_changes = diff(old, message.target) if old else ()
        elif state is State.STALE and (page.path, target) in self._approved_targets:
            old = history.source_text(page.path, self._approved_targets[page.path, target].source)
            source_changes = diff(old, message.source) if old else ()
        name = signatures.unit_name(page.path, message.key)
        words = (message.source, message.target)
        return Question(page.path, name, kind, *words, source, source_changes, target_changes)


def answered(
    question: Question, who: Signer, day: datetime.date, verdict: Verdict, note: str = "", suggestion: str = ""
) -> Answers:
    """One answer, as if it had come in a file."""
    target = digest(question.target)
    answer = Answer(question.page, question.unit, question.source_digest, target, verdict, note, suggestion)
    return Answers(who.locale.code, who.handle, who.role, day, (answer,))
