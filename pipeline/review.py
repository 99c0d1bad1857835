"""Who has signed which exact words, and what that makes of each unit. States are computed here, never stored.

A review log is a text file, one JSON object a line, only ever appended to, so that two branches that both signed
merge by keeping both lines (``merge=union``) and Git is the audit trail.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pipeline.errors import ReviewLogError
from pipeline.model import Catalog, Key, Message, Role, SignOff, State, Verdict, digest

_FIX = "Restore the line from Git; nothing else in the file is affected"
_FIELDS = ("date", "note", "reviewer", "role", "source", "target", "unit", "verdict")


def read_log(text: str, path: str) -> tuple[tuple[SignOff, ...], tuple[ReviewLogError, ...]]:
    """The sign-offs of a log, and one error for each line that is broken; such a line never counts.

    The last line counts only with its newline: a line cut off in the middle of a write may still be valid JSON.
    """
    signoffs: list[SignOff] = []
    errors: list[ReviewLogError] = []
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        if not line.strip():
            continue
        try:
            if not line.endswith("\n"):
                raise ValueError("the line is cut off")
            signoffs.append(_signoff(line, number))
        except (ValueError, KeyError, TypeError) as error:
            errors.append(ReviewLogError(path, f"not a sign-off: {error}", _FIX, number))
    return tuple(signoffs), tuple(errors)


def _signoff(line: str, number: int) -> SignOff:
    record = json.loads(line)
    if not isinstance(record, dict) or set(record) != set(_FIELDS):
        raise ValueError(f"expected the fields {', '.join(_FIELDS)}")
    if not all(isinstance(value, str) for value in record.values()):
        raise ValueError("every field is a text")
    if not record["reviewer"] or (record["verdict"] == "reject" and not record["note"]):
        raise ValueError("a reviewer is needed, and a note with a rejection")
    return SignOff(
        unit=record["unit"],
        source=_digest(record["source"]),
        target=_digest(record["target"]),
        reviewer=record["reviewer"],
        role=Role(record["role"]),
        verdict=Verdict(record["verdict"]),
        date=datetime.date.fromisoformat(record["date"]),
        note=record["note"],
        line=number,
    )


def _digest(value: str) -> str:
    if len(value) != 32 or set(value) - set("0123456789abcdef"):
        raise ValueError(f"'{value[:40]}' is no digest")
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


def unit_name(page: str, key: Key) -> str:
    """The readable name of a unit in a log: ``trafficking/t-visa#1f0c93aa``."""
    return f"{page}#{source_digest(key)[:8]}"


@dataclass(frozen=True, slots=True)
class Ledger:
    """The sign-offs of one locale, ready to be asked; later lines of a log outrank earlier ones."""

    verdicts: Mapping[tuple[str, str], Mapping[tuple[Role, str], Verdict]] = field(default_factory=dict)
    """(source digest, target digest) -> (role, reviewer) -> that person's latest verdict."""
    approved_sources: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Source digest -> digests of the translations of it that somebody once approved."""
    approved_targets: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    """(page, target digest) -> digests of the sources it was once approved for."""

    @classmethod
    def of(cls, signoffs: Iterable[SignOff]) -> Ledger:
        """Sort a log's sign-offs; the last verdict of one person in one role on the same words stands."""
        verdicts: dict[tuple[str, str], dict[tuple[Role, str], Verdict]] = {}
        sources: dict[str, set[str]] = {}
        targets: dict[tuple[str, str], set[str]] = {}
        for one in signoffs:
            verdicts.setdefault((one.source, one.target), {})[one.role, one.reviewer] = one.verdict
            if one.verdict is Verdict.APPROVE:
                sources.setdefault(one.source, set()).add(one.target)
                targets.setdefault((one.unit.partition("#")[0], one.target), set()).add(one.source)
        return cls(
            verdicts,
            {key: frozenset(value) for key, value in sources.items()},
            {key: frozenset(value) for key, value in targets.items()},
        )

    def roles(self, source: str, target: str) -> frozenset[Role]:
        """The roles in which exactly these words stand approved and nobody in that role rejects them."""
        by_role: dict[Role, set[Verdict]] = {}
        for (role, _), verdict in self.verdicts.get((source, target), {}).items():
            by_role.setdefault(role, set()).add(verdict)
        return frozenset(
            role for role, said in by_role.items() if Verdict.APPROVE in said and Verdict.REJECT not in said
        )

    def rejected(self, source: str, target: str) -> bool:
        """Whether a reviewer's standing verdict on exactly these words is a rejection."""
        return Verdict.REJECT in self.verdicts.get((source, target), {}).values()


def states(page: str, catalog: Catalog, ledger: Ledger, required: frozenset[Role]) -> dict[Key, State]:
    """The state of every live message of one page, in catalogue order.

    ``required`` are the roles that must all have signed; an empty set approves nothing.
    """
    sources = {source_digest(message.key) for message in catalog.live}
    return {message.key: _state(page, message, ledger, required, sources) for message in catalog.live}


def _state(page: str, message: Message, ledger: Ledger, required: frozenset[Role], live: set[str]) -> State:
    if not message.target:
        return State.MISSING
    source, target = source_digest(message.key), digest(message.target)
    # words once approved on this page, for an English sentence that is no longer there
    outdated = bool(ledger.approved_targets.get((page, target), frozenset()) - live - {source})
    if message.fuzzy:
        return State.STALE if outdated else State.DRAFT
    if required and required <= ledger.roles(source, target):
        return State.APPROVED
    if ledger.rejected(source, target):
        return State.DRAFT
    if ledger.approved_sources.get(source, frozenset()) - {target}:
        return State.REOPENED
    return State.STALE if outdated else State.TRANSLATED


def source_states(page: str, keys: Iterable[Key], ledger: Ledger, required: frozenset[Role]) -> dict[Key, State]:
    """The state of the English itself, which a lawyer signs: source and target are the same words."""
    messages = tuple(Message(text, text, context) for context, text in keys)
    return states(page, Catalog(messages), ledger, required)
