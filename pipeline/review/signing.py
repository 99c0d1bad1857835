"""From a reviewer's answers to the log: first a plan that shows what would be recorded, then the recording.

A sign-off is only ever added. A suggested wording never replaces words in silence: it becomes a fuzzy entry, which no
reader is shown, with a comment that names the reviewer and keeps the former words; and where the former words are to
stay, because they are approved, only the comment. What was imported once changes nothing when it is imported again.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from pipeline import files, workflow
from pipeline.edition import Publisher
from pipeline.errors import AnswersError
from pipeline.languages import SOURCE, Locale
from pipeline.model import Key, Message, SignOff, State, Verdict, digest
from pipeline.project import Project
from pipeline.review import authors, signatures, trust
from pipeline.review.answers import Answer, Answers
from pipeline.review.authors import Author


@dataclass(frozen=True, slots=True)
class Refused:
    """An answer that cannot be recorded, and why."""

    answer: Answer
    reason: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An entry of a catalogue as it is and as it will be: new words marked fuzzy, or only one more comment."""

    page: str
    answer: Answer
    before: Message
    after: Message

    @property
    def replaces(self) -> bool:
        """Whether the words change, so that no reader is shown them until a translator has confirmed them."""
        return self.before.target != self.after.target


@dataclass(frozen=True, slots=True)
class Plan:
    """What importing some answers would do."""

    locale: Locale
    record: tuple[SignOff, ...]
    suggestions: tuple[Suggestion, ...]
    written: tuple[Author, ...]
    """Whose words the suggestions are."""
    refused: tuple[Refused, ...]
    known: tuple[Answer, ...]
    """Answers that are recorded already, or that a later one of the same reviewer has overtaken."""


def plan(project: Project, answers: Answers, today: datetime.date, *, afresh: bool = False) -> Plan:
    """Sort a review into what is recorded, suggested, refused and known. Nothing is written.

    ``today`` is the day by the clock. ``afresh`` says that the answers are being given now, and not read from a file
    that may have been imported before. Raises AnswersError when the whole review cannot be accepted: a reviewer who is
    not known, does not have that role there, or whose clock is wrong; ConfigError for an unknown locale.
    """
    locale = project.locale(answers.locale)
    name = f"the review by {answers.reviewer}"
    reviewer = project.reviewers.get(answers.reviewer)
    if reviewer is None:
        fix = "Add them there, or correct the handle in the file; nothing was recorded"
        raise AnswersError(name, "locales/reviewers.toml has no such reviewer", fix)
    refusal = reviewer.refusal(answers.role, locale.code)
    if refusal:
        raise AnswersError(name, refusal, "Change roles in locales/reviewers.toml if they do; nothing was recorded")
    is_future = answers.date > today + datetime.timedelta(days=1)  # somewhere it is tomorrow already
    if is_future or answers.date < trust.EARLIEST:
        when = "which is in the future" if is_future else "when there was nothing to review yet"
        fix = "Correct the clock and save the review again; nothing was recorded"
        raise AnswersError(name, f"it is dated {answers.date}, {when}", fix)
    return _Planner(project, locale, answers, afresh).plan()


class _Planner:
    """Looks at one answer after the other."""

    def __init__(self, project: Project, locale: Locale, answers: Answers, afresh: bool) -> None:
        self._project = project
        self._locale = locale
        self._answers = answers
        self._afresh = afresh
        self._ledger = project.ledger(locale)[0]
        self._lines = {replace(one, line=None) for one in project.signoffs(locale)[0]}
        self._authors = {(one.source, one.target, one.author) for one in project.authors(locale)[0]}
        against = (one for one in answers.answers if one.verdict not in {Verdict.APPROVE, None})
        self._against = {(one.source, one.target) for one in against}
        self._so_far: dict[tuple[str, Key], Message] = {}  # entries as earlier answers of this review leave them
        self._publisher = Publisher(project)
        self._messages = cache(self._read)
        self._states = cache(self._read_states)
        self._places = _places(project)

    def plan(self) -> Plan:
        record: list[SignOff] = []
        suggestions: list[Suggestion] = []
        refused: list[Refused] = []
        known: list[Answer] = []
        for answer in self._answers.answers:
            if not (answer.verdict or answer.note or answer.suggestion):
                continue  # skipped by the reviewer
            try:
                signoff, suggestion = self._answer(self._without_repetition(answer))
            except _UnacceptableError as error:
                refused.append(Refused(answer, str(error)))
                continue
            record += [signoff] if signoff else []
            suggestions += [suggestion] if suggestion else []
            if not (signoff or suggestion):
                known.append(answer)
        wrote = (self._author(one) for one in suggestions if one.answer.suggestion)
        written = tuple(one for one in wrote if (one.source, one.target, one.author) not in self._authors)
        return Plan(self._locale, tuple(record), tuple(suggestions), written, tuple(refused), tuple(known))

    def _without_repetition(self, answer: Answer) -> Answer:
        """The answer without a suggestion of the very words that stand there, such as one copied to be changed.

        It would make the reviewer their author, whose approval does not count, or be all the reason of a rejection.
        Raises _UnacceptableError when nothing else was said.
        """
        repeats = answer.suggestion and digest(answer.suggestion) == answer.target and self._locale != SOURCE
        if not repeats or answer.verdict is Verdict.APPROVE:
            return answer
        if not (answer.verdict or answer.note):
            raise _UnacceptableError("the suggested wording is the present one: ask what was meant")
        return replace(answer, suggestion="")

    def _answer(self, answer: Answer) -> tuple[SignOff | None, Suggestion | None]:
        """What to record and what to suggest; neither for what is known. Raises _UnacceptableError."""
        if self._locale == SOURCE and not answer.verdict:
            raise _UnacceptableError("the English is changed on its page, not by an import: pass this on to its author")
        page, key = self._place(answer)
        signoff = self._signoff(page, answer)
        is_new = signoff is not None and not self._is_recorded(signoff)
        is_suggested = (answer.source, digest(answer.suggestion), self._answers.reviewer) in self._authors
        for_translator = self._is_for_translator(answer) and (is_new or not answer.verdict or not is_suggested)
        if not (is_new or for_translator):
            return None, None
        message = self._message(page, key)
        if digest(message.target) != answer.target:
            if not is_suggested:
                raise _UnacceptableError("the translation has changed since")
            for_translator = False  # an import that was stopped before it reached the log put the suggestion there
        if signoff and is_new:
            self._refuse(signoff, message)
        return signoff if is_new else None, self._suggestion(page, answer, message) if for_translator else None

    def _place(self, answer: Answer) -> tuple[str, Key]:
        """Where the English stands now: on its page, else wherever it has moved to."""
        places = self._places.get(answer.source, {})
        if not places:
            raise _UnacceptableError("the English has changed since, or its page is gone")
        page = answer.page if answer.page in places else next(iter(places))
        return page, places[page]

    def _message(self, page: str, key: Key) -> Message:
        message = self._messages(page).get(key)
        if message is None:
            raise _UnacceptableError("the catalogue has no entry for it yet: run `kyr update` first")
        return message

    def _read(self, page: str) -> dict[Key, Message]:
        catalog = self._publisher.catalog(self._locale, self._project.page(page))
        return {message.key: message for message in catalog.live}

    def _read_states(self, page: str) -> dict[Key, State]:
        return self._publisher.states(self._locale, self._project.page(page))

    def _signoff(self, page: str, answer: Answer) -> SignOff | None:
        if answer.verdict is None:
            return None
        note = answer.note
        if answer.suggestion and (self._locale == SOURCE or not note):
            # a rejection needs a note, and the English has no catalogue that could keep a suggestion
            note = f"{note}\nsuggested: {answer.suggestion}".strip()
        return SignOff(
            unit=signatures.name_of(page, answer.source),
            source=answer.source,
            target=answer.target,
            reviewer=self._answers.reviewer,
            role=self._answers.role,
            verdict=answer.verdict,
            date=self._answers.date,
            note=note,
        )

    def _is_recorded(self, signoff: SignOff) -> bool:
        """The same line is there, or that person's standing verdict says the same or is of a later day.

        Raises _UnacceptableError for a rejection that an approval has overtaken.
        """
        if signoff in self._lines and not self._afresh:
            return True
        last = self._ledger.last(signoff.source, signoff.target, signoff.role, signoff.reviewer)
        if last is None:
            return signoff.verdict is Verdict.WITHDRAW
        if last.date > signoff.date and (signoff.verdict, last.verdict) == (Verdict.REJECT, Verdict.APPROVE):
            # late mail, or a clock that is wrong: a rejection is never passed over in silence
            raise _UnacceptableError(f"the same reviewer approved these words on {last.date}: ask which is the later")
        return last.date > signoff.date or (last.verdict, last.note) == (signoff.verdict, signoff.note)

    def _refuse(self, signoff: SignOff, message: Message) -> None:
        """Raise what keeps a verdict on the present words from being recorded."""
        if not message.target:
            raise _UnacceptableError("there is no translation to judge")
        if signoff.verdict is Verdict.REJECT and not signoff.note:
            raise _UnacceptableError("a rejection needs a note that says why")
        if signoff.verdict is Verdict.APPROVE and (signoff.source, signoff.target) in self._against:
            raise _UnacceptableError("the same review speaks against these words in another place")
        if signoff.verdict is Verdict.APPROVE and self._locale != SOURCE:
            authorship = self._project.authorship
            if authorship.wrote(self._locale, signoff.source, signoff.target, signoff.reviewer):
                raise _UnacceptableError("these words are the reviewer's own, and nobody approves their own")

    # ---- what goes to the translator ----

    def _is_for_translator(self, answer: Answer) -> bool:
        """Whether the catalogue has to take up a wording, or a note without a verdict."""
        if self._locale == SOURCE:
            return False
        return not answer.verdict or (bool(answer.suggestion) and digest(answer.suggestion) != answer.target)

    def _suggestion(self, page: str, answer: Answer, message: Message) -> Suggestion | None:
        """The entry as it will be; None when it says all that already.

        Two answers can meet in one entry, when their units have moved to one page: the first wording takes its place,
        and whatever else was said becomes a comment.
        """
        message = self._so_far.get((page, message.key), message)
        is_multiline = "\n" in message.source
        wording = answer.suggestion if is_multiline else re.sub(r"[ \t\n]+", " ", answer.suggestion)
        is_first = digest(message.target) == answer.target
        replaces = bool(wording) and wording != message.target and is_first and not self._stays(page, answer, message)
        lines = self._comment(answer, message.target if replaces else None)
        if lines[0] in message.comment.split("\n"):
            return None
        after = replace(message, comment="\n".join(filter(None, (message.comment, *lines))))
        if replaces:
            after = replace(after, target=wording, fuzzy=True)
        self._so_far[page, message.key] = after
        return Suggestion(page, answer, message, after)

    def _comment(self, answer: Answer, former: str | None) -> list[str]:
        """What the entry says of the reviewer, and of the words that were there before."""
        by = f"{self._answers.reviewer} ({self._answers.role.value}, {self._answers.date})"
        lines = []
        if answer.suggestion:
            lines.append(f"{by} suggests: {_one_line(answer.suggestion)}")
        if answer.note:
            lines.append(f"{by} says: {_one_line(answer.note)}")
        if former:
            lines.append(f"before: {_one_line(former)}")
        return lines

    def _stays(self, page: str, answer: Answer, message: Message) -> bool:
        """Words that this reviewer or every role has approved are not touched."""
        if answer.verdict is Verdict.APPROVE:
            return True
        return answer.verdict is None and self._states(page).get(message.key) is State.APPROVED

    def _author(self, suggestion: Suggestion) -> Author:
        source, target = suggestion.answer.source, digest(suggestion.answer.suggestion)
        unit = signatures.name_of(suggestion.page, source)
        return Author(unit, source, target, self._answers.reviewer, self._answers.date)


class _UnacceptableError(ValueError):
    """Why one answer is refused."""


def _places(project: Project) -> dict[str, dict[str, Key]]:
    """Source digest -> page -> key, of everything that is in content/ now, and of the interface."""
    places: dict[str, dict[str, Key]] = {}
    for path, page in project.signable.items():
        for unit in page.units:
            places.setdefault(signatures.source_digest(unit.key), {})[path] = unit.key
    return places


def _one_line(text: str) -> str:
    """A text for one line of a comment, where it must not look like the mark of a derived entry."""
    return re.sub(r"\bauto(?=\s+[0-9a-f]{16})", "auto:", " ".join(text.split()))


# ---- recording ----


def apply(project: Project, plan: Plan) -> Iterator[str]:
    """Write a plan; yields the name of each file that changed.

    Authors first, then catalogues, then the log: interrupted anywhere, the same import completes it. Every file is
    read again here and only added to, so that lines of others stay. Raises WriteError when one changes on the way, and
    KyrError when a catalogue no longer has the words the plan was made for; what was written until then is whole.
    """
    lines = "".join(map(authors.write_line, plan.written))
    yield from append(project, project.authors_path(plan.locale), lines)
    changes: dict[str, dict[Message, Message]] = {}
    first: dict[tuple[str, Key], Message] = {}
    for one in plan.suggestions:
        before = first.setdefault((one.page, one.before.key), one.before)
        changes.setdefault(one.page, {})[before] = one.after
    for page in changes:
        yield from workflow.put(project, plan.locale, page, changes[page])
    if changes or plan.record:  # an import that was stopped may have left the derived catalogues behind
        yield from workflow.convert(project)
    yield from append(project, project.log_path(plan.locale), "".join(map(signatures.write_line, plan.record)))


def append(project: Project, path: Path, lines: str) -> Iterator[str]:
    """Add lines at the end of a log, after whatever is there; yields its name if it changed.

    A last line that was cut off keeps a line to itself. Raises WriteError when somebody else writes meanwhile.
    """
    if not lines:
        return
    old = files.read_bytes(path, project.name(path)) if files.exists(path) else b""
    gap = b"" if not old or old.endswith(b"\n") else b"\n"
    if files.replace(path, old + gap + lines.encode(), project.name(path), old or None):
        yield project.name(path)
