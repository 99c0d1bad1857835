"""Where pages and facts stand: plain rows, and the same as tables or as JSON."""

from __future__ import annotations

import dataclasses
import datetime
import io
import itertools
import json
import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

from pipeline import facts
from pipeline.errors import counted
from pipeline.facts import Fact
from pipeline.model import Role, State
from pipeline.project import Project
from pipeline.review.standing import Standing
from pipeline.text import plainness
from pipeline.todo import Left


@dataclass(frozen=True, slots=True)
class FactRow:
    """One fact: how long it holds, and the pages that rest on it."""

    fact: Fact
    days: int | None
    """Days left until somebody must read its source again; negative when that day has passed, None without a day."""
    pages: tuple[str, ...]


SOON = 30
"""Days before its last day from which a fact counts as about to expire: a month to find a lawyer."""


def fact_rows(project: Project, today: datetime.date, stale_on: datetime.date | None = None) -> tuple[FactRow, ...]:
    """Every fact, the most urgent first; with ``stale_on`` only those whose source must be read again by that day."""
    wanted = project.registry.facts.values() if stale_on is None else facts.must_be_read_by(project.registry, stale_on)
    rows = [
        FactRow(
            fact,
            (fact.check_by - today).days if fact.check_by else None,
            tuple(path for path, page in project.pages.items() if fact.id in page.meta.facts),
        )
        for fact in wanted
    ]
    if stale_on is not None:
        return tuple(rows)
    return tuple(
        sorted(rows, key=lambda row: (row.fact.check_by is None, row.fact.check_by, row.fact.seen, row.fact.id))
    )


def _standing(row: FactRow) -> str:
    if not facts.printable(row.fact):
        return f"not printable: {row.fact.status.value}"
    if row.days is None:
        return "no date"
    if row.days < 0:
        return f"expired {counted(-row.days, 'day')} ago"
    return f"{counted(row.days, 'day')} left" if row.days <= SOON else "holds"


def facts_as_json(rows: Sequence[FactRow]) -> str:
    """One object a fact, with its pages and its standing."""
    return _json(
        {
            "id": row.fact.id,
            "claim": row.fact.claim,
            "status": row.fact.status.value,
            "volatile": row.fact.volatile.value,
            "citation": row.fact.citation,
            "url": row.fact.url,
            "seen": row.fact.seen and row.fact.seen.isoformat(),
            "check_by": row.fact.check_by and row.fact.check_by.isoformat(),
            "days": row.days,
            "standing": _standing(row),
            "pages": row.pages,
        }
        for row in rows
    )


def facts_as_table(rows: Sequence[FactRow]) -> str:
    """Id, when it was read, its last day, how it stands, and where it is used."""
    table = Table("fact", "volatile", "seen", "check by", "standing", "used on", box=None, pad_edge=False)
    for row in rows:
        fact = row.fact
        table.add_row(
            fact.id,
            fact.volatile.value,
            str(fact.seen or "·"),
            str(fact.check_by or "·"),
            _standing(row),
            ", ".join(row.pages) or "·",
        )
    return _text(table)


def as_json(rows: Sequence[Standing]) -> str:
    """One object a row: locale, page, a count for every state, and one for every role that has to sign."""
    return _json(
        {
            "locale": row.locale,
            "page": row.page,
            **{state.value: row.units[state] for state in State},
            "roles": {role.value: count for role, count in row.roles.items()},
        }
        for row in rows
    )


def as_table(rows: Sequence[Standing]) -> str:
    """The table people read; a zero is a dot, so that what is there stands out, and a role that need not sign blank."""
    table = [("locale", "page", *(state.value for state in State), *(f"{role.value}?" for role in Role))]
    for row in rows:
        states = (str(row.units[state] or "·") for state in State)
        roles = (str(row.roles[role] or "·") if role in row.roles else "" for role in Role)
        table.append((row.locale, row.page, *states, *roles))
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    lines = (
        " ".join((*map(str.ljust, row[:2], widths[:2]), *map(str.rjust, row[2:], widths[2:]))).rstrip() for row in table
    )
    return "".join(f"{line}\n" for line in lines)


def totals(rows: Sequence[Standing]) -> str:
    """A line a locale: how many pages and units there are, and how many of the units are in which state."""
    lines = []
    for locale, group in itertools.groupby(rows, key=lambda row: row.locale):
        pages = list(group)
        units = sum((row.units for row in pages), Counter[State]())
        states = ", ".join(f"{units[state]} {state.value}" for state in State if units[state])
        lines.append(f"{locale}: {counted(len(pages), 'page')}, {counted(units.total(), 'unit')}: {states}\n")
    return "".join(lines)


def unknown_authors(rows: Sequence[Standing]) -> str:
    """A line when there are approvals that their author may have given; empty when there are none."""
    count = sum(row.unknown_author for row in rows)
    approvals = f"{counted(count, 'approval')} may be {'its' if count == 1 else 'their'} author's own"
    return f"author unknown: {approvals}; see git in locales/reviewers.toml" if count else ""


def words_as_json(rows: Sequence[Left]) -> str:
    """One object a catalogue, with the work left in it."""
    return _json(dataclasses.asdict(row) for row in rows)


def words_as_table(rows: Sequence[Left]) -> str:
    """The catalogues with work left, and a line of totals for each locale."""
    table = Table("locale", "page", "messages", "words", "characters", "of words", box=None, pad_edge=False)
    for column in table.columns[2:]:
        column.justify = "right"
    for row in rows:
        if row.messages:
            table.add_row(row.locale, row.page, *map(str, (row.messages, row.words, row.characters, row.total_words)))
    for code in dict.fromkeys(row.locale for row in rows):
        own = [row for row in rows if row.locale == code]
        sums = (
            sum(counts)
            for counts in zip(*((o.messages, o.words, o.characters, o.total_words) for o in own), strict=True)
        )
        table.add_row(code, "all", *map(str, sums))
    return _text(table)


def readability_table(project: Project) -> str:
    """Flesch-Kincaid grade and hardest sentence of every page; then the median and the highest of survivors' pages."""
    table = Table("grade", "audience", "page", "hardest sentence", box=None, pad_edge=False)
    grades: list[float] = []
    for path, page in project.pages.items():
        text = plainness.sentences(page.units)
        grade = plainness.grade(text)
        worst = plainness.hardest(text, 1)
        table.add_row(f"{grade:.1f}", page.meta.audience, path, worst[0][1] if worst else "·")
        if page.meta.audience == "survivors":
            grades.append(grade)
    if not grades:
        return _text(table)
    summary = f"survivors' pages: median {statistics.median(grades):.1f}, highest {max(grades):.1f}\n"
    return _text(table) + summary


def _json(records: Iterable[dict[str, Any]]) -> str:
    return json.dumps(list(records), ensure_ascii=False, indent=2) + "\n"


def _text(table: Table) -> str:
    page = io.StringIO()
    Console(file=page, width=140, color_system=None).print(table)
    return "".join(f"{line.rstrip()}\n" for line in page.getvalue().splitlines())
