"""Where every page stands in every locale: units by state, signatures by role, and what has waited longest."""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pipeline import files, review
from pipeline.edition import Publisher
from pipeline.errors import ReviewLogError
from pipeline.languages import SOURCE, Locale
from pipeline.model import Catalog, Message, Role, State, digest
from pipeline.project import Project
from pipeline.review import Words


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
    locales = (SOURCE, *project.config.locales)
    reader = _Reader(project)
    rows = tuple(_standing(project, reader, locale, path) for locale in locales for path in project.page_files)
    return rows, tuple(error for locale in locales for error in project.ledger(locale)[1])


class _Reader:
    """The words of pages and catalogues as digests, which is all that counting takes."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._memory = project.memory("words")
        self._extensions = " ".join(project.config.markdown_extensions)
        self.page = cache(self._page)

    def _page(self, path: str) -> tuple[str, dict[str, str]]:
        """A page's audience; and its units, in reading order, as source digest -> digest of the text."""
        file = self._project.page_files[path]
        seen = hashlib.sha256(files.read_bytes(file, self._project.name(file))).hexdigest()

        def read() -> list[Any]:
            page = self._project.page(path)
            return [page.meta.audience, {review.source_digest(unit.key): digest(unit.text) for unit in page.units}]

        audience, units = self._memory.recall(f"{path} {seen} {self._extensions}", read)
        return audience, units

    def live(self, locale: Locale, path: str) -> list[Words]:
        """What a locale says in place of a page's units, and whatever else its catalogue has."""
        if locale == SOURCE:
            return [Words(source, text) for source, text in self.page(path)[1].items()]
        file = self._project.catalog_file(locale, path)
        if file is None:
            return []
        seen = hashlib.sha256(files.read_bytes(file, self._project.name(file))).hexdigest()

        def read() -> list[Words]:
            return list(map(Words.of, self._project.catalog(locale, path).live))

        return [Words(*one) for one in self._memory.recall(f"{locale.code} {path} {seen}", read)]


def _standing(project: Project, reader: _Reader, locale: Locale, path: str) -> Standing:
    """The same as by `Publisher.states`, for a library that is too large to be read at one go."""
    audience, units = reader.page(path)
    ledger = project.ledger(locale)[0]
    required = project.config.review.required(locale, audience)
    live = reader.live(locale, path)
    known = dict(zip(live, review.states_of(path, live, ledger, required), strict=True))
    present = [(words, state) for words, state in known.items() if words.source in units]
    states = Counter(state for _, state in present)
    states[State.MISSING] += len(units) - len(present)
    signed: Counter[Role] = Counter()
    unknown = 0
    for words, _ in present if ledger.latest else ():
        signed.update(ledger.roles(words.source, words.target))
        if ledger.unknown_author:
            unknown += len(ledger.unknown_author.intersection(ledger.signoffs(words.source, words.target)))
    roles = {role: signed[role] for role in Role if role in required}
    return Standing(locale.code, path, +states, roles, unknown)


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
