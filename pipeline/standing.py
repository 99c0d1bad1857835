"""Where every page stands in every locale: units by state, signatures by role, and what has waited longest."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline import review
from pipeline.edition import Publisher
from pipeline.errors import ReviewLogError
from pipeline.languages import SOURCE, Locale
from pipeline.model import Catalog, Message, Role, State, digest
from pipeline.project import Project


@dataclass(frozen=True, slots=True)
class Waiting:
    """A unit that is not approved."""

    unit: str
    locale: str
    state: State
    words: str
    since: datetime.date | None
    """The day its present words were first committed; None when they never were, or there are none."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One page in one locale."""

    locale: str
    page: str
    units: Counter[State]
    roles: Mapping[Role, int] = field(default_factory=dict)
    """Each role that has to sign -> the units whose present words stand approved in it."""
    unknown_author: int = 0
    """Approvals of present words of which nobody can tell who wrote them."""


def standings(project: Project) -> tuple[tuple[Standing, ...], tuple[ReviewLogError, ...]]:
    """A row for every locale (English first) and page, and the lines of the review logs that do not count."""
    publisher = Publisher(project)
    locales = (SOURCE, *project.config.locales)
    rows = tuple(_standing(project, publisher, locale, path) for locale in locales for path in project.pages)
    return rows, tuple(error for locale in locales for error in project.ledger(locale)[1])


def _standing(project: Project, publisher: Publisher, locale: Locale, path: str) -> Standing:
    page, ledger = project.page(path), project.ledger(locale)[0]
    catalog = Catalog() if locale == SOURCE else project.catalog(locale, path)
    states = publisher.states(locale, page, catalog)
    signed: Counter[Role] = Counter()
    unknown = 0
    if ledger.latest:
        for message in messages(project, locale, path, catalog):
            words = (review.source_digest(message.key), digest(message.target))
            signed.update(ledger.roles(*words))
            unknown += sum(one in ledger.unknown_author for one in ledger.signoffs(*words))
    required = project.config.review.required(locale, page.meta.audience)
    roles = {role: signed[role] for role in Role if role in required}
    return Standing(locale.code, path, Counter(states.values()), roles, unknown)


def messages(project: Project, locale: Locale, path: str, catalog: Catalog) -> tuple[Message, ...]:
    """What a page says in a locale, unit by unit, in reading order; a unit without a translation has no words."""
    units = {unit.key: unit for unit in project.page(path).units}
    if locale == SOURCE:
        return tuple(Message(unit.text, unit.text, unit.context) for unit in units.values())
    known = {message.key: message for message in catalog.live}
    return tuple(known.get(key) or Message(key[1], context=key[0]) for key in units)


def waiting(project: Project) -> tuple[Waiting, ...]:
    """Every unit that is not approved: those that wait longest first, then those never committed, then the missing."""
    publisher = Publisher(project)
    found: list[Waiting] = []
    for locale in (SOURCE, *project.config.locales):
        for path, page in project.pages.items():
            catalog = Catalog() if locale == SOURCE else project.catalog(locale, path)
            states = publisher.states(locale, page, catalog)
            for message in messages(project, locale, path, catalog):
                if states[message.key] is State.APPROVED:
                    continue
                source = review.source_digest(message.key)
                version = project.history.first(locale.code, source, digest(message.target)) if message.target else None
                name = review.unit_name(path, message.key)
                since = version.date if version else None
                found.append(Waiting(name, locale.code, states[message.key], message.target, since))
    return tuple(sorted(found, key=lambda one: (not one.words, one.since or datetime.date.max)))
