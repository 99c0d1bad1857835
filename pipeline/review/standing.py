"""Where every page stands in every locale: units by state, signatures by role, and what has waited longest."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any

from pipeline import facts, files, fingerprint
from pipeline.edition import Publisher
from pipeline.errors import ReviewLogError
from pipeline.languages import SOURCE, Locale
from pipeline.model import Page, Role, State, digest
from pipeline.project import INTERFACE, Project
from pipeline.review import signatures
from pipeline.review.signatures import Words


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


_SETTINGS = ("pyproject.toml", "local/kyr.toml", "mkdocs.yml", facts.CONTACTS_FILE, "locales/reviewers.toml")


def standings(project: Project) -> tuple[tuple[Standing, ...], tuple[ReviewLogError, ...]]:
    """A row for every locale (English first) and page, the interface last, and the lines of the review logs that do
    not count.
    """
    reader, memory = _Reader(project), project.memory("standings")
    rows: list[Standing] = []
    errors: list[ReviewLogError] = []
    for locale in project.config.everywhere:
        found = memory.recall(f"{locale.code} {_inputs(project, locale)}", partial(_counted, project, reader, locale))
        rows += [_as_standing(locale, *row) for row in found["rows"]]
        errors += [ReviewLogError(*error) for error in found["errors"]]
    return tuple(rows), tuple(errors)


def _counted(project: Project, reader: _Reader, locale: Locale) -> dict[str, list[Any]]:
    """What `standings` finds in one locale, for the memory."""
    rows = (_standing(project, reader, locale, path) for path in (*project.page_files, INTERFACE))
    return {
        "rows": [
            [
                row.page,
                {state.value: count for state, count in row.units.items()},
                {role.value: count for role, count in row.roles.items()},
                row.unknown_author,
            ]
            for row in rows
        ],
        "errors": [[error.path, error.message, error.fix, error.line] for error in project.ledger(locale)[1]],
    }


def _as_standing(
    locale: Locale, page: str, units: Mapping[str, int], roles: Mapping[str, int], unknown: int
) -> Standing:
    states = Counter({State(state): count for state, count in units.items()})
    return Standing(locale.code, page, states, {Role(role): count for role, count in roles.items()}, unknown)


def _inputs(project: Project, locale: Locale) -> str:
    """Digest of all that a locale's standings depend on, besides the code: settings, words, log, authors, history."""
    paths = [*_settings(project), *project.page_files.values()]
    for shelf in (project.locales, project.local / "locales"):
        paths += (shelf / locale.code / "LC_MESSAGES").rglob("*.po")
    codes = [code for code in (locale.code, locale.derived_from) if code]  # whoever wrote the origin wrote both
    paths += [project.log_path(locale), *(project.locales / code / "authors.jsonl" for code in codes)]
    parts = _read(project, paths)
    if parts.get(project.name(project.log_path(locale))):  # else Git is asked nothing
        parts |= {f"history of {code}": project.history.seen(code).encode() for code in codes}
    return fingerprint.of_parts([*parts.items(), ("local", str(project.local.exists()).encode())])


def _settings(project: Project) -> list[Path]:
    """The files that all locales depend on; and, but for the code, all that the interface's words are gathered from."""
    return [*(project.root / name for name in _SETTINGS), *(project.root / "site" / "theme").rglob("*.html")]


def _read(project: Project, paths: Iterable[Path]) -> dict[str, bytes]:
    """Those of the files that are there, by name."""
    return {project.name(path): files.read_bytes(path, project.name(path)) for path in paths if files.exists(path)}


class _Reader:
    """The words of pages and catalogues as digests, which is all that counting takes."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self.page = cache(self._page)

    def _page(self, path: str) -> tuple[str, dict[str, str]]:
        """A page's audience; and its units, in reading order, as source digest -> digest of the text."""
        sources = _settings(self._project) if path == INTERFACE else [self._project.page_files[path]]
        seen = fingerprint.of_parts(_read(self._project, sources).items())
        remembered = self._project.memory("words")
        audience, units = remembered.recall(f"{path} {seen}", lambda: self._digested(self._project.page(path)))
        return audience, units

    def _digested(self, page: Page) -> tuple[str, dict[str, str]]:
        return page.meta.audience, {signatures.source_digest(unit.key): digest(unit.text) for unit in page.units}

    def live(self, locale: Locale, path: str) -> list[Words]:
        """What a locale says in place of a page's units, and whatever else its catalogue has."""
        if locale == SOURCE:
            return [Words(source, text) for source, text in self.page(path)[1].items()]
        file = self._project.catalog_file(locale, path)
        if file is None:
            return []
        seen = fingerprint.of_bytes(files.read_bytes(file, self._project.name(file)))

        def read() -> list[Words]:
            return list(map(Words.of, self._project.catalog(locale, path).live))

        remembered = self._project.memory("words")
        return [Words(*one) for one in remembered.recall(f"{locale.code} {path} {seen}", read)]


def _standing(project: Project, reader: _Reader, locale: Locale, path: str) -> Standing:
    """What `Publisher.states` says of a page, counted, without reading a large library whole."""
    audience, units = reader.page(path)
    ledger = project.ledger(locale)[0]
    required = project.config.review.required(locale, audience)
    live = reader.live(locale, path)
    known = dict(zip(live, signatures.states_of(path, live, ledger, required), strict=True))
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


def waiting(project: Project) -> tuple[Waiting, ...]:
    """Every unit that is not approved: those that wait longest first, then those never committed, then the missing."""
    publisher = Publisher(project)
    found: list[Waiting] = []
    for path, page in project.signable.items():
        for locale in project.config.everywhere:
            for message, state in publisher.units(locale, page):
                if state is State.APPROVED:
                    continue
                words = signatures.digests(message)
                version = project.history.first(locale.code, *words) if message.target else None
                name = signatures.unit_name(path, message.key)
                since = version.date if version else None
                found.append(Waiting(name, locale.code, state, message.target, since))
    return tuple(sorted(found, key=lambda one: (not one.words, one.since or datetime.date.max)))
