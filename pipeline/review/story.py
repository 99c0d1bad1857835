"""One unit's whole story: its English and translations through time, who signed what, and why it is in its state."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.edition import Publisher
from pipeline.errors import KyrError
from pipeline.languages import SOURCE, Locale
from pipeline.model import Key, Message, Page, Role, SignOff, State, Unit, Verdict
from pipeline.project import Project
from pipeline.review import signatures
from pipeline.text.wordiff import Piece, diff


@dataclass(frozen=True, slots=True)
class Change:
    """Words that another wording took the place of."""

    date: datetime.date
    commit: str
    """Of the commit that brought the newer words; empty, and ``date`` today's, when they are not committed yet."""
    pieces: tuple[Piece, ...]
    """From the older words to the newer ones."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One unit in one locale."""

    locale: Locale
    state: State
    words: str
    reason: str
    signoffs: tuple[SignOff, ...]
    """Each person's last word on exactly these words."""
    earlier: tuple[SignOff, ...]
    """On other words of this unit: former translations, or former English."""
    changes: tuple[Change, ...]
    """The oldest first."""


@dataclass(frozen=True, slots=True)
class Story:
    """One unit of one page."""

    name: str
    unit: Unit
    page: Page
    chapters: tuple[Chapter, ...]
    """English first, then the locales in their order."""


def find(project: Project, name: str) -> tuple[Page, tuple[Unit, ...]]:
    """The units that a name may mean: ``page#digest``, or fewer digits of it; all of the page's units for a page.

    Raises KyrError when there is none.
    """
    path, _, digits = name.partition("#")
    page = project.page(path)
    units = {unit.key: unit for unit in page.units}
    found = tuple(unit for key, unit in units.items() if signatures.source_digest(key).startswith(digits.lower()))
    if not found:
        raise KyrError(name, "no unit of this page has such a name now", f"`kyr why {path}` lists them all")
    return page, found


def tell(project: Project, page: Page, unit: Unit) -> Story:
    """The story of a unit in every locale."""
    publisher = Publisher(project)
    sources = tuple(_sources(project, page.path, unit.key))
    chapters = tuple(_chapter(publisher, page, unit, locale, sources) for locale in project.config.everywhere)
    return Story(signatures.unit_name(page.path, unit.key), unit, page, chapters)


def _sources(project: Project, page: str, key: Key) -> Iterator[str]:
    """The English and what it was before, the newest first, as the catalogues' ``#| msgid`` lines have it."""
    before: dict[str, str] = {}
    for locale in project.config.locales:
        for version in project.history.versions(locale.code, page):
            if version.previous:
                before.setdefault(version.key[1], version.previous)
        for message in project.catalog(locale, page).live:
            if message.previous:
                before.setdefault(message.source, message.previous[1])
    seen: set[str] = set()
    text: str | None = key[1]
    while text is not None and text not in seen:
        seen.add(text)
        yield text
        text = before.get(text)


def _chapter(publisher: Publisher, page: Page, unit: Unit, locale: Locale, sources: tuple[str, ...]) -> Chapter:
    project = publisher.project
    message, state = next(one for one in publisher.units(locale, page) if one[0].key == unit.key)
    if locale == SOURCE:
        texts = sources[::-1]
    else:
        found = (one for one in project.history.versions(locale.code, page.path) if one.key[1] in sources)
        texts = tuple(dict.fromkeys((*(one.target for one in found if one.target), message.target)))
    ledger = project.ledger(locale)[0]
    words = signatures.digests(message)
    signoffs = ledger.signoffs(*words)
    english = {signatures.source_digest((unit.context, text)) for text in sources}
    earlier = (
        one
        for (source, target), said in ledger.latest.items()
        if source in english and (source, target) != words
        for one in said.values()
    )
    return Chapter(
        locale=locale,
        state=state,
        words=message.target,
        reason=reason(state, message, signoffs, project.config.review.required(locale, page.meta.audience)),
        signoffs=signoffs,
        earlier=tuple(sorted(earlier, key=lambda one: one.date)),
        changes=tuple(_changes(project, locale, page.path, texts)),
    )


def _changes(project: Project, locale: Locale, page: str, texts: tuple[str, ...]) -> Iterator[Change]:
    first: dict[str, tuple[datetime.date, str]] = {}
    for version in project.history.versions(locale.code, page):
        first.setdefault(version.target, (version.date, version.commit))
    for older, newer in itertools.pairwise(texts):
        date, commit = first.get(newer, (project.today, ""))
        yield Change(date, commit, diff(older, newer))


def reason(state: State, message: Message, signoffs: tuple[SignOff, ...], required: frozenset[Role]) -> str:
    """Why a unit is in its state, as a sentence without its full stop."""
    said_no = next((one for one in signoffs if one.verdict is Verdict.REJECT), None)
    match state:
        case State.MISSING:
            return "there is no translation"
        case State.APPROVED:
            return f"signed for {_listed(required)}, in exactly these words"
        case State.STALE:
            return "these words were approved for an earlier English text"
        case State.REOPENED:
            return "other words were approved; nobody has signed these yet"
        case State.DRAFT if message.fuzzy:
            return "a draft (fuzzy), made for other words or suggested; a translator has to confirm it"
        case State.DRAFT if said_no:
            return f"{said_no.reviewer} ({said_no.role.value}) rejected these words on {said_no.date}: {said_no.note}"
    given = {one.role for one in signoffs if one.verdict is Verdict.APPROVE}
    return f"not signed yet for {_listed(required - given)}"


def _listed(roles: frozenset[Role]) -> str:
    return " and ".join(sorted(role.value for role in roles)) or "nothing"
