"""Who has signed which exact words, and what that makes of each unit. States are computed here, never stored.

A review log is a text file, one JSON object a line, only ever appended to, so that two branches that both signed
merge by keeping both lines (``merge=union``) and Git is the audit trail.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from pipeline.errors import CONFLICT, ReviewLogError
from pipeline.model import Catalog, Key, Message, Role, SignOff, State, Verdict, digest
from pipeline.text.untrusted import CONTROLS, DIRECTIONS, UNSEEN, RefusedError

DIGEST = re.compile(r"[0-9a-f]{32}")
"""What `model.digest` makes."""
DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

_FIX = "Restore the line from Git; nothing else in the file is affected"
_MARKS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
_UNFINISHED = "Delete the marker lines and keep every line between them"
_FIELDS = ("date", "note", "reviewer", "role", "source", "target", "unit", "verdict")
# a line as `write_line` writes it, of an approval or a withdrawal, whose texts hold no escape and nothing unseen
_SEEN = rf'[^"\\\t\n\r{CONTROLS}{DIRECTIONS}]'
_PLAIN_LINE = re.compile(
    rf"""{{"date": "(?P<date>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})", "note": "(?P<note>{_SEEN}*)",
    "reviewer": "(?P<reviewer>{_SEEN}+)", "role": "(?P<role>language|legal)",
    "source": "(?P<source>(?P<short>[0-9a-f]{{8}})[0-9a-f]{{24}})", "target": "(?P<target>[0-9a-f]{{32}})",
    "unit": "(?P<unit>{_SEEN}+\#(?P=short))", "verdict": "(?P<verdict>approve|withdraw)"}}""".replace("\n    ", " ")
)
_ROLES = {role.value: role for role in Role}
_VERDICTS = {verdict.value: verdict for verdict in Verdict}


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object as `json` hands it over. Raises RefusedError for a field that stands twice: a person reads the
    first, and a program takes the last.
    """
    record = dict(pairs)
    if len(record) < len(pairs):
        raise RefusedError("it gives the same field twice")
    return record


_decode = json.JSONDecoder(object_pairs_hook=once).raw_decode  # without what json.loads prepares for each line

T = TypeVar("T")


def read_log(text: str, path: str) -> tuple[tuple[SignOff, ...], tuple[ReviewLogError, ...]]:
    """The sign-offs of a log, and one error for each line that is broken; such a line never counts."""
    return read_lines(text, path, "sign-off", _FIELDS, _signoff, _plain_signoff)


def lines_about(text: str, sources: Set[str], pages: Set[str]) -> str:
    """A log with every line left empty that is certainly about other words: of no such page, and of none of these
    sources (digests) on any page.
    """
    *lines, cut_off = text.split("\n")
    return "\n".join((*(line if _may_be_about(line, sources, pages) else "" for line in lines), cut_off))


def _may_be_about(line: str, sources: Set[str], pages: Set[str]) -> bool:
    match = _PLAIN_LINE.fullmatch(line)
    return not match or match["source"] in sources or page_of(match["unit"]) in pages


def read_lines(
    text: str,
    path: str,
    what: str,
    fields: Collection[str],
    parse: Callable[[Mapping[str, str], int], T],
    quick: Callable[[str, int], T | None] = lambda *_: None,
) -> tuple[tuple[T, ...], tuple[ReviewLogError, ...]]:
    """The records of a file of one JSON object a line, and one error for each line that is broken.

    ``parse`` gets a record of exactly these fields, all of them texts, and the line's number; it is spared the lines
    of which ``quick`` makes the same, given the line itself. Only a newline ends a line, whatever else a note holds;
    and the last line counts only with its newline, for one that was cut off in the middle of a write may still be
    valid JSON.
    """
    found: list[T] = []
    errors: list[ReviewLogError] = []
    *lines, cut_off = text.split("\n")
    names = frozenset(fields)
    for number, line in enumerate((*lines, cut_off), 1):
        if not line.strip():
            continue
        try:
            if number > len(lines):
                raise ValueError("the line is cut off")
            found.append(quick(line, number) or parse(_record(line, names), number))
        except (ValueError, RecursionError) as error:
            fix = _UNFINISHED if line.startswith(_MARKS) else _FIX
            errors.append(ReviewLogError(path, f"not a {what}: {_reason(error, line)}", fix, number))
    return tuple(found), tuple(errors)


def _reason(error: Exception, line: str) -> str:
    if line.startswith(_MARKS):
        return CONFLICT
    if isinstance(error, json.JSONDecodeError):
        return f"the line is damaged at its character {error.colno}"
    return "nested too deeply" if isinstance(error, RecursionError) else str(error)


def _record(line: str, fields: Set[str]) -> dict[str, str]:
    record, end = _decode(line) if line[0] == "{" else (None, 0)
    if end != len(line):
        record = json.loads(line, object_pairs_hook=once)  # with white space around it, or raising what is wrong
    if not isinstance(record, dict) or record.keys() != fields:
        raise ValueError(f"expected the fields {', '.join(sorted(fields))}")
    if {*map(type, record.values())} != {str}:
        raise ValueError("every field is a text")
    plain = line.isascii() and "\\" not in line and "\x7f" not in line  # asked first, being cheap
    if not plain and any(map(UNSEEN.search, record.values())):
        raise ValueError("it holds a character that cannot be seen or typed")
    return record


def _plain_signoff(line: str, number: int) -> SignOff | None:
    """The same as by `_signoff`, three times as fast, for most lines of a log."""
    if not (match := _PLAIN_LINE.fullmatch(line)):
        return None
    date, note, reviewer, role, source, _, target, unit, verdict = match.groups()
    return SignOff(unit, source, target, reviewer, _ROLES[role], _VERDICTS[verdict], date_field(date), note, number)


def _signoff(record: Mapping[str, str], number: int) -> SignOff:
    if not record["reviewer"] or (record["verdict"] == "reject" and not record["note"].strip()):
        raise ValueError("a reviewer is needed, and a note with a rejection")
    return SignOff(
        unit=unit_field(record),
        source=digest_field(record["source"]),
        target=digest_field(record["target"]),
        reviewer=record["reviewer"],
        role=Role(record["role"]),
        verdict=Verdict(record["verdict"]),
        date=date_field(record["date"]),
        note=record["note"],
        line=number,
    )


def unit_field(record: Mapping[str, str]) -> str:
    """A record's unit. Raises ValueError when it is not named after its source."""
    unit = record["unit"]
    if not page_of(unit) or unit != name_of(page_of(unit), record["source"]):
        raise ValueError(f"the unit '{unit[:80]}' is not named after its source")
    return unit


@lru_cache
def date_field(value: str) -> datetime.date:
    """A day written as 2026-11-22. Raises ValueError for any other."""
    if not DATE.fullmatch(value):
        raise ValueError(f"'{value[:40]}' is not a date like 2026-11-22")
    return datetime.date.fromisoformat(value)


def digest_field(value: str) -> str:
    """32 hex digits. Raises ValueError for anything else."""
    if not DIGEST.fullmatch(value):
        raise ValueError(f"'{value[:40]}' is not a digest")
    return value


def write_line(signoff: SignOff) -> str:
    """One line for the log, keys sorted, with its newline."""
    record = {
        "date": signoff.date.isoformat(),
        "note": signoff.note,
        "reviewer": signoff.reviewer,
        "role": signoff.role.value,
        "source": signoff.source,
        "target": signoff.target,
        "unit": signoff.unit,
        "verdict": signoff.verdict.value,
    }
    return json.dumps(record, ensure_ascii=False, sort_keys=True) + "\n"


def source_digest(key: Key) -> str:
    """What a sign-off says of the English: its context and its words."""
    return digest(*key)


def digests(message: Message) -> tuple[str, str]:
    """What a sign-off says of a message's English and of its translation, which may be the empty text."""
    return source_digest(message.key), digest(message.target)


def unit_name(page: str, key: Key) -> str:
    """The readable name of a unit in a log: ``trafficking/t-visa#1f0c93aa``."""
    return name_of(page, source_digest(key))


def name_of(page: str, source: str) -> str:
    """The same by the unit's `source_digest`."""
    return f"{page}#{source[:8]}"


def page_of(unit: str) -> str:
    """The page in a unit's name; empty where there is none."""
    return unit.rpartition("#")[0]


@dataclass(frozen=True, slots=True)
class Ledger:
    """The sign-offs of one locale that count, ready to be asked.

    A later day outranks an earlier one, and within a day a later line: when two branches are merged, their lines may
    stand in any order.
    """

    latest: Mapping[tuple[str, str], Mapping[tuple[Role, str], SignOff]] = field(default_factory=dict)
    """(source digest, target digest) -> (role, reviewer) -> that person's latest sign-off."""
    approved_sources: Mapping[str, Set[str]] = field(default_factory=dict)
    """Source digest -> digests of the translations of it that somebody once approved."""
    approved_targets: Mapping[tuple[str, str], Set[str]] = field(default_factory=dict)
    """(page, target digest) -> digests of the sources it was once approved for."""
    unknown_author: frozenset[SignOff] = frozenset()
    """Approvals of words that the same person may have written: nobody can tell who did."""

    @classmethod
    def of(cls, signoffs: Iterable[SignOff], unknown_author: frozenset[SignOff] = frozenset()) -> Ledger:
        """Sort a log's sign-offs; the last verdict of one person in one role on the same words stands."""
        latest: dict[tuple[str, str], dict[tuple[Role, str], SignOff]] = {}
        sources: dict[str, set[str]] = {}
        targets: dict[tuple[str, str], set[str]] = {}
        for one in sorted(signoffs, key=lambda one: one.date):
            latest.setdefault((one.source, one.target), {})[one.role, one.reviewer] = one
            if one.verdict is Verdict.APPROVE:
                sources.setdefault(one.source, set()).add(one.target)
                targets.setdefault((page_of(one.unit), one.target), set()).add(one.source)
        return cls(latest, sources, targets, unknown_author)

    def signoffs(self, source: str, target: str) -> tuple[SignOff, ...]:
        """What each person last said, in each role, of exactly these words (two digests); the oldest first."""
        return tuple(sorted(self._said(source, target), key=lambda one: one.date))

    def last(self, source: str, target: str, role: Role, reviewer: str) -> SignOff | None:
        """What one person last said of exactly these words in one role."""
        return self.latest.get((source, target), {}).get((role, reviewer))

    def _said(self, source: str, target: str) -> Iterable[SignOff]:
        return self.latest.get((source, target), {}).values()

    def roles(self, source: str, target: str) -> frozenset[Role]:
        """The roles in which exactly these words stand approved and nobody in that role rejects them."""
        said = self._said(source, target)
        rejected = {one.role for one in said if one.verdict is Verdict.REJECT}
        return frozenset(one.role for one in said if one.verdict is Verdict.APPROVE) - rejected

    def signed(self, source: str, target: str) -> dict[Role, datetime.date]:
        """The same roles, each with the day of the newest approval in it."""
        roles = self.roles(source, target)
        approvals = (one for one in self.signoffs(source, target) if one.verdict is Verdict.APPROVE)
        return {one.role: one.date for one in approvals if one.role in roles}

    def rejected(self, source: str, target: str) -> bool:
        """Whether a reviewer's standing verdict on exactly these words is a rejection, in whatever role."""
        return any(one.verdict is Verdict.REJECT for one in self._said(source, target))


class Words(NamedTuple):
    """A message as a log knows it."""

    source: str
    target: str
    """Empty where there is no translation."""
    fuzzy: bool = False

    @classmethod
    def of(cls, message: Message) -> Words:
        """The digests of a message's words."""
        return cls(source_digest(message.key), digest(message.target) if message.target else "", message.fuzzy)


def states(page: str, catalog: Catalog, ledger: Ledger, required: frozenset[Role]) -> dict[Key, State]:
    """The state of every live message of one page, in catalogue order; see `states_of`."""
    live = catalog.live
    found = states_of(page, [Words.of(message) for message in live], ledger, required)
    return {message.key: state for message, state in zip(live, found, strict=True)}


def states_of(page: str, live: Sequence[Words], ledger: Ledger, required: frozenset[Role]) -> list[State]:
    """The state of each of a page's live messages.

    ``required`` are the roles that must all have signed; an empty set approves nothing. A standing rejection, also
    in a role that is not required, holds every approval back.
    """
    sources = {words.source for words in live}
    return [_state(page, words, ledger, required, sources) for words in live]


def _state(page: str, words: Words, ledger: Ledger, required: frozenset[Role], live: set[str]) -> State:
    source, target, fuzzy = words
    if not target:
        return State.MISSING
    # words once approved on this page, for an English sentence that is no longer there
    outdated = any(one != source and one not in live for one in ledger.approved_targets.get((page, target), ()))
    if fuzzy:
        return State.STALE if outdated else State.DRAFT
    if ledger.rejected(source, target):
        return State.DRAFT
    if required and required <= ledger.roles(source, target):
        return State.APPROVED
    if any(one != target for one in ledger.approved_sources.get(source, ())):
        return State.REOPENED
    return State.STALE if outdated else State.TRANSLATED
