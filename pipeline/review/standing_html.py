"""`kyr status --html`: where the translations stand, as one page without a script; its template is in site/review."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from pipeline import one_file, report
from pipeline.errors import counted
from pipeline.languages import Locale
from pipeline.model import Role, State
from pipeline.project import Project
from pipeline.review import release, standing
from pipeline.review.release import Kind
from pipeline.review.standing import Standing

OLDEST = 50
"""Units listed by age: a day's work for a reviewer; `kyr packet` makes the whole list."""

COUNTED: Final[Mapping[Kind, tuple[str, str]]] = {
    Kind.SETTING: ("setting to change", "settings to change"),
    Kind.FACT: ("fact to be read again", "facts to be read again"),
    Kind.PAGE: ("page for a lawyer to read again", "pages for a lawyer to read again"),
    Kind.CHECK: ("error that a check found", "errors that checks found"),
    Kind.UNIT: ("unit to approve", "units to approve"),
}
"""What keeps a release back, one of it and several."""


@dataclass(frozen=True, slots=True)
class _Row:
    page: str
    units: Mapping[State, int]
    roles: Mapping[Role, int]
    asked: Mapping[Role, int]
    """Role -> the units for which it has to sign."""

    @property
    def total(self) -> int:
        return sum(self.units.values())

    @property
    def approved(self) -> int:
        return self.units[State.APPROVED]


@dataclass(frozen=True, slots=True)
class _Table:
    locale: Locale
    roles: tuple[Role, ...]
    rows: tuple[_Row, ...]
    """All pages together first."""


def page(project: Project, today: datetime.date) -> str:
    """The page; ``today`` is the day that ages are counted to. Raises KyrError when site/review cannot be read."""
    rows, errors = standing.standings(project)
    blockers = tuple(release.blockers(project, today))
    waiting = standing.waiting(project)
    kinds = Counter(blocker.kind for blocker in blockers)
    locales = project.config.everywhere
    return one_file.render(
        project.root,
        "review/standing",
        today=today,
        organization=project.config.organization,
        blockers=blockers,
        counts={names[kinds[kind] > 1]: kinds[kind] for kind, names in COUNTED.items() if kinds[kind]},
        unknown=report.unknown_authors(rows),
        errors=errors,
        tables=[_table(locale, [row for row in rows if row.locale == locale.code]) for locale in locales],
        states=[state for state in State if state is not State.APPROVED],
        bar=_bar,
        waiting=waiting[:OLDEST],
        waiting_total=len(waiting),
        tags={locale.code: locale.tag for locale in locales},
        age=lambda since: _age(since, today),
    )


def _table(locale: Locale, rows: list[Standing]) -> _Table:
    lines = [_Row(row.page, row.units, row.roles, dict.fromkeys(row.roles, row.units.total())) for row in rows]
    return _Table(locale, tuple(role for role in Role if any(role in row.roles for row in rows)), (_sum(lines), *lines))


def _sum(rows: list[_Row]) -> _Row:
    units: Counter[State] = Counter()
    roles: Counter[Role] = Counter()
    asked: Counter[Role] = Counter()
    for row in rows:
        units.update(row.units)
        roles.update(row.roles)
        asked.update(row.asked)
    return _Row("all pages", units, roles, asked)


def _bar(done: int, total: int) -> Markup:
    """A bar for the eye and the numbers for everybody; SVG, because the policy allows no style on an element."""
    width = 100 * done / total if total else 0
    return Markup(
        '<span class="count">{} of {}</span> <svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" '
        'aria-hidden="true"><rect width="{:.1f}" height="10"/></svg>'
    ).format(done, total, width)


def _age(since: datetime.date | None, today: datetime.date) -> str:
    if since is None:
        return "not committed"
    return f"{counted(max((today - since).days, 0), 'day')}, since {since}"
