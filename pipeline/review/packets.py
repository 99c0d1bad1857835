"""A review packet as values: the units of some pages in one locale, with all that their reviewer has to see.

A sign-off is about exact words in one locale, so a packet is judged in one locale; the other script of the same
language stands beside it for reference.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any

from pipeline.edition import Publisher
from pipeline.errors import KyrError
from pipeline.facts import Fact
from pipeline.glossary import Term
from pipeline.inline import Kind, Reader, Run, plain
from pipeline.languages import SOURCE, Locale
from pipeline.model import Finding, Key, Message, Page, Role, Severity, SignOff, State, Unit, Verdict, digest
from pipeline.project import Project
from pipeline.review import remarks, signatures
from pipeline.review.history import Version
from pipeline.review.remarks import Doubt, Span
from pipeline.review.signatures import Ledger
from pipeline.text import wordiff
from pipeline.text.wordiff import Op, Piece


class Only(Enum):
    """Which units to ask about; without it, all of them."""

    CHANGED = "changed"  #: the English or the translation is no longer what was approved or translated
    UNREVIEWED = "unreviewed"  #: the role, or one of the roles the project asks for, has not approved these words


@dataclass(frozen=True, slots=True)
class Column:
    """One unit in one locale."""

    locale: Locale
    text: str
    """As written: with its marks and tokens; empty where there is no translation."""
    runs: tuple[Run, ...]
    """The same as its reader sees it."""
    spans: tuple[Span, ...]
    """Glossary terms, as offsets into the runs' texts joined."""
    doubts: tuple[Doubt, ...] = ()


class Why(Enum):
    """What kind of change a reviewer has to look at; the value names its words in site/packet/words.toml."""

    STALE = "stale"  #: the English is not the one the translation was approved for
    FUZZY = "fuzzy"  #: the English is not the one the translation was made for, and nobody has approved it
    REOPENED = "reopened"  #: the translation is not the one that was approved
    REVISED = "revised"  #: both have changed since a translation was approved


@dataclass(frozen=True, slots=True)
class Change:
    """A unit's text beside what it was; ``pieces`` is empty where the earlier words are not at hand."""

    why: Why
    locale: Locale
    pieces: tuple[Piece, ...]

    @property
    def looks_the_same(self) -> bool:
        """Whether only marks have changed: a reader sees the same words."""
        return bool(self.pieces) and all(op is Op.SAME for op, _ in self.pieces)


@dataclass(frozen=True, slots=True)
class Item:
    """One unit to judge."""

    number: int
    """Its place on the page, from 1; the same in every packet of this page."""
    name: str
    source: str
    target: str
    """Digests, as in a sign-off."""
    words: str
    """The text that is judged, as written: with its marks and tokens."""
    unit: Unit
    state: State
    fuzzy: bool
    signed: tuple[Role, ...]
    """The roles in which exactly these words stand approved."""
    objections: tuple[SignOff, ...]
    """The standing rejections of exactly these words."""
    columns: tuple[Column, ...]
    terms: tuple[Term, ...]
    findings: tuple[Finding, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a packet."""

    path: str
    title: str
    items: tuple[Item, ...]
    facts: tuple[Fact, ...]
    """What the page rests on, for the lawyer."""


@dataclass(frozen=True, slots=True)
class Packet:
    """Everything that goes into one file."""

    locale: Locale
    locales: tuple[Locale, ...]
    """Of the columns: English, the locale that is judged, and its other script."""
    role: Role | None
    """The role that is chosen already when the file is opened."""
    date: datetime.date
    sheets: tuple[Sheet, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """Every unit, in page order."""
        return tuple(item for sheet in self.sheets for item in sheet.items)

    @property
    def digest(self) -> str:
        """What the packet asks about, as 32 hex digits; a changed word makes another packet."""
        return digest(self.locale.code, *(f"{item.name} {item.source} {item.target}" for item in self.items))


def gather(
    project: Project,
    locale: Locale,
    pages: Sequence[str] = (),
    *,
    role: Role | None = None,
    only: Only | None = None,
) -> Packet:
    """The packet of some pages, or of all pages when none is named.

    Raises KyrError for a page that does not exist or cannot be read, and when there is nothing to ask.
    """
    wanted = tuple(dict.fromkeys(pages or project.signable))
    maker = _Maker(project, locale, role, only, project.ledger_about(locale, wanted))
    found = (maker.sheet(project.page(path)) for path in wanted)
    sheets = tuple(sheet for sheet in found if sheet.items)
    if not sheets:
        fix = "Leave out --only to ask about every unit" if only else "Write a page first"
        raise KyrError(f"locales/{locale.code}", f"no unit is {only.value if only else 'there'}", fix)
    return Packet(locale, maker.locales, role, project.today, sheets)


def file_name(packet: Packet) -> str:
    """What to call the packet's file: ``zh_Hans-trafficking-t-visa.html``; ``zh_Hans.html`` for several pages."""
    pages = [sheet.path.replace("/", "-") for sheet in packet.sheets]
    return f"{'-'.join([packet.locale.code, *pages]) if len(pages) == 1 else packet.locale.code}.html"


def _columns(project: Project, locale: Locale) -> tuple[Locale, ...]:
    """English, the locale beside it, and for reference the scripts that it is made from or that are made from it."""
    family = {locale.code, locale.derived_from or locale.code}
    related = (one for one in project.config.locales if one.code in family or one.derived_from in family)
    return (SOURCE,) if locale == SOURCE else tuple(dict.fromkeys((SOURCE, locale, *related)))


_LITERAL = frozenset({"interface", "page title", "page description", "link title", "footnote link"})


def _is_literal(kind: str) -> bool:
    """Whether a block of this kind holds no Markdown: titles and attributes, ``alt of img``, ``meaning of DOJ``."""
    return kind in _LITERAL or " of " in kind


class _Maker:
    """Makes the sheets of one packet, given what the locale's log says of its pages."""

    def __init__(self, project: Project, locale: Locale, role: Role | None, only: Only | None, ledger: Ledger) -> None:
        self.project = project
        self.locale = locale
        self.locales = _columns(project, locale)
        self._role = role
        self._only = only
        self._publisher = Publisher(project)
        self._ledger = ledger
        self._reader = cache(self._new_reader)
        self._made_from = remarks.made_from(project)
        self._terms = {term.line: term for term in project.glossary.terms}

    def _new_reader(self, locale: Locale) -> Reader:
        return Reader(self.project.converter, self.project.registry, locale, self._publisher.words(locale))

    def sheet(self, page: Page) -> Sheet:
        """One page with the units that are asked about."""
        self._memory = self.project.memory(remarks.memory_of(page.path))
        catalogs = {one: self._publisher.catalog(one, page) for one in self.locales}
        doubts = {one: remarks.doubts(self.project, one, page.path, catalogs[one]) for one in self.locales}
        required = self.project.config.review.required(self.locale, page.meta.audience)
        states = signatures.states(page.path, catalogs[self.locale], self._ledger, required)
        messages = {one: {m.key: m for m in catalog.live} for one, catalog in catalogs.items()}
        live = frozenset(signatures.source_digest(unit.key) for unit in page.units)
        first = {unit.key: unit for unit in reversed(page.units)}
        items = []
        for number, key in enumerate(dict.fromkeys(unit.key for unit in page.units), 1):
            unit = first[key]
            own = {one: messages[one].get(key, Message(unit.text, context=unit.context)) for one in self.locales}
            columns = self._texts(unit, own, doubts)
            state = states.get(key, State.MISSING)
            items.append(self._item(page.path, number, unit, own[self.locale], state, columns, live))
        facts = tuple(fact for name in page.meta.facts if (fact := self.project.registry.facts.get(name)))
        return Sheet(page.path, page.meta.title, self._wanted(items, page), facts)

    def _wanted(self, items: Sequence[Item], page: Page) -> tuple[Item, ...]:
        if self._only is Only.CHANGED:
            return tuple(item for item in items if item.changes)
        if self._only is Only.UNREVIEWED:
            rules = self.project.config.review
            required = {self._role} if self._role else rules.required(self.locale, page.meta.audience)
            return tuple(item for item in items if not required <= set(item.signed))
        return tuple(items)

    def _item(
        self,
        page: str,
        number: int,
        unit: Unit,
        message: Message,
        state: State,
        columns: tuple[Column, ...],
        live: frozenset[str],
    ) -> Item:
        source, target = signatures.digests(message)
        signed, said = self._ledger.roles(source, target), self._ledger.signoffs(source, target)
        translated = self.locale != SOURCE
        return Item(
            number=number,
            name=signatures.unit_name(page, message.key),
            source=source,
            target=target,
            words=message.target,
            unit=unit,
            state=state,
            fuzzy=message.fuzzy,
            signed=tuple(role for role in Role if role in signed),
            objections=tuple(one for one in said if one.verdict is Verdict.REJECT),
            columns=columns,
            terms=tuple(dict.fromkeys(term for _, _, term in columns[0].spans)),
            findings=self._findings(page, message) if translated else (),
            changes=tuple(self._changes(page, unit, message, state, live)),
        )

    def _findings(self, page: str, message: Message) -> tuple[Finding, ...]:
        def read() -> list[Any]:
            found = remarks.findings(self.project, self.locale, page, message)
            return [[one.rule, one.severity.value, one.path, one.line, one.message, one.hint] for one in found]

        said = (message.key, message.target, message.comment, message.line)
        found = self._memory.recall(f"findings {self.locale.code} {self._made_from} {said!r}", read)
        return tuple(Finding(rule, Severity(severity), *rest) for rule, severity, *rest in found)

    def _terms_at(self, english: str) -> tuple[Span, ...]:
        def read() -> list[Any]:
            return [[start, end, term.line] for start, end, term in remarks.terms_at(self.project.glossary, english)]

        found = self._memory.recall(f"terms {self._made_from} {english}", read)
        return tuple((start, end, self._terms[line]) for start, end, line in found)

    def _texts(
        self,
        unit: Unit,
        messages: Mapping[Locale, Message],
        doubts: Mapping[Locale, Mapping[Key, tuple[Doubt, ...]]],
    ) -> tuple[Column, ...]:
        english = self._runs(SOURCE, unit, unit.text)
        found = self._terms_at(_searchable(english))
        columns = [Column(SOURCE, unit.text, english, found)]
        for locale in self.locales[1:]:
            doubtful = doubts[locale].get(unit.key, ())
            text = messages[locale].target
            runs = self._runs(locale, unit, text, {one.offset for one in doubtful})
            spans = remarks.renderings_at((term for _, _, term in found), _searchable(runs), locale.code)
            columns.append(Column(locale, text, runs, spans, doubtful))
        return tuple(columns)

    def _runs(self, locale: Locale, unit: Unit, text: str, marked: set[int] | None = None) -> tuple[Run, ...]:
        literal, places = _is_literal(unit.kind), sorted(marked or ())

        def read() -> list[Any]:
            runs = self._reader(locale).runs(text, literal=literal, marked=places)
            return [[run.text, run.kind.value, run.styles, run.origin] for run in runs]

        asked = (locale.code, literal, places, text)
        has_token = "{{" in text  # what it says depends on the interface's catalogue too
        found = read() if has_token else self._memory.recall(f"runs {self._made_from} {asked!r}", read)
        return tuple(Run(words, Kind(kind), tuple(styles), origin) for words, kind, styles, origin in found)

    # ---- what changed ----

    def _changes(self, page: str, unit: Unit, message: Message, state: State, live: frozenset[str]) -> Iterator[Change]:
        """English and translation against the words last approved, or against those the draft was made for."""
        source, target = signatures.digests(message)
        if message.fuzzy and message.previous:
            why = Why.STALE if state is State.STALE else Why.FUZZY
            yield self._change(why, SOURCE, unit, message.previous[1], message.source)
        elif state is State.STALE:
            former = self._ledger.approved_targets.get((page, target), frozenset()) - live
            words = _first(self.project.history.source_text(page, one) for one in sorted(former))
            yield self._change(Why.STALE, SOURCE, unit, words, message.source)
        elif state is State.REOPENED:
            former = self._ledger.approved_sources.get(source, frozenset()) - {target}
            words = _first(self.project.history.target_text(self.locale.code, page, one) for one in sorted(former))
            yield self._change(Why.REOPENED, self.locale, unit, words, message.target)
        elif state is State.TRANSLATED and (before := self._approved_before(page, message)):
            yield self._change(Why.REVISED, SOURCE, unit, before.previous, message.source)
            yield self._change(Why.REVISED, self.locale, unit, before.target, message.target)

    def _approved_before(self, page: str, message: Message) -> Version | None:
        """The draft that a merge once made of this message out of words that were approved, if there was one."""
        approved = {target for name, target in self._ledger.approved_targets if name == page}
        if not approved:
            return None  # Git need not be asked
        for version in reversed(self.project.history.versions(self.locale.code, page)):
            if version.key == message.key and version.previous and digest(version.target) in approved:
                return version
        return None

    def _change(self, why: Why, locale: Locale, unit: Unit, old: str | None, new: str) -> Change:
        if old is None:
            return Change(why, locale, ())
        return Change(why, locale, wordiff.diff(*(plain(self._runs(locale, unit, text)) for text in (old, new))))


def _first(found: Iterator[str | None]) -> str | None:
    return next((text for text in found if text is not None), None)


def _searchable(runs: Sequence[Run]) -> str:
    """The runs' texts joined, with what is no part of a sentence blanked out."""
    words = {Kind.WORDS, Kind.MARKED, Kind.TOKEN}
    return "".join(run.text if run.kind in words else "\ufffc" * len(run.text) for run in runs)
