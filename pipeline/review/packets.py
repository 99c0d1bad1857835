"""A review packet as values: the units of some pages in one locale, with all that their reviewer has to see.

A sign-off is about exact words in one locale, so a packet is judged in one locale; the other script of the same
language stands beside it for reference.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
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
    publisher, ledger = Publisher(project), project.ledger_about(locale, wanted)
    found = (_Maker(publisher, locale, ledger, project.page(path)).sheet(role, only) for path in wanted)
    sheets = tuple(sheet for sheet in found if sheet.items)
    if not sheets:
        fix = "Leave out --only to ask about every unit" if only else "Write a page first"
        raise KyrError(f"locales/{locale.code}", f"no unit is {only.value if only else 'there'}", fix)
    return Packet(locale, _beside(locale, project.config.locales), role, project.today, sheets)


def file_name(packet: Packet) -> str:
    """What to call the packet's file: ``zh_Hans-trafficking-t-visa.html``; ``zh_Hans.html`` for several pages."""
    pages = [sheet.path.replace("/", "-") for sheet in packet.sheets]
    return f"{'-'.join([packet.locale.code, *pages]) if len(pages) == 1 else packet.locale.code}.html"


def _beside(locale: Locale, locales: Sequence[Locale]) -> tuple[Locale, ...]:
    """English, the locale beside it, and for reference the scripts that it is made from or that are made from it."""
    family = {locale.code, locale.derived_from or locale.code}
    related = (one for one in locales if one.code in family or one.derived_from in family)
    return (SOURCE,) if locale == SOURCE else tuple(dict.fromkeys((SOURCE, locale, *related)))


class _Maker:
    """Makes the sheet of one page, given what the locale's log says of it."""

    def __init__(self, publisher: Publisher, locale: Locale, ledger: Ledger, page: Page) -> None:
        self._publisher = publisher
        self._project = publisher.project
        self._locale = locale
        self._locales = _beside(locale, self._project.config.locales)
        self._ledger = ledger
        self._page = page
        self._required = self._project.config.review.required(locale, page.meta.audience)
        self._live = frozenset(signatures.source_digest(unit.key) for unit in page.units)
        self._memory = self._project.memory(remarks.memory_of(page.path))
        self._made_from = remarks.made_from(self._project)
        self._terms = {term.line: term for term in self._project.glossary.terms}

    def sheet(self, role: Role | None, only: Only | None) -> Sheet:
        """The page with the units that are asked about."""
        required = {role} if role else self._required

        def is_asked(item: Item) -> bool:
            match only:
                case Only.CHANGED:
                    return bool(item.changes)
                case Only.UNREVIEWED:
                    return not required <= set(item.signed)
            return True

        about = self._page.meta
        items = tuple(filter(is_asked, self._items()))
        return Sheet(self._page.path, about.title, items, self._project.registry.named(about.facts))

    def _items(self) -> Iterator[Item]:
        page = self._page
        catalogs = {one: self._publisher.catalog(one, page) for one in self._locales}
        doubts = {one: remarks.doubts(self._project, one, page.path, catalogs[one]) for one in self._locales}
        states = signatures.states(page.path, catalogs[self._locale], self._ledger, self._required)
        messages = {one: {m.key: m for m in catalog.live} for one, catalog in catalogs.items()}
        first = {unit.key: unit for unit in reversed(page.units)}
        for number, key in enumerate(dict.fromkeys(unit.key for unit in page.units), 1):
            unit = first[key]
            own = {one: messages[one].get(key, Message(unit.text, context=unit.context)) for one in self._locales}
            columns = self._columns(unit, own, doubts)
            yield self._item(number, unit, own[self._locale], states.get(key, State.MISSING), columns)

    def _item(self, number: int, unit: Unit, message: Message, state: State, columns: tuple[Column, ...]) -> Item:
        source, target = signatures.digests(message)
        signed, said = self._ledger.roles(source, target), self._ledger.signoffs(source, target)
        return Item(
            number=number,
            name=signatures.unit_name(self._page.path, message.key),
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
            findings=() if self._locale == SOURCE else self._findings(message),
            changes=tuple(self._changes(unit, message, state)),
        )

    def _findings(self, message: Message) -> tuple[Finding, ...]:
        def read() -> list[Any]:
            found = remarks.findings(self._project, self._locale, self._page.path, message)
            return [[one.rule, one.severity.value, one.path, one.line, one.message, one.hint] for one in found]

        said = (message.key, message.target, message.comment, message.line)
        found = self._memory.recall(f"findings {self._locale.code} {self._made_from} {said!r}", read)
        return tuple(Finding(rule, Severity(severity), *rest) for rule, severity, *rest in found)

    # ---- texts ----

    def _columns(
        self,
        unit: Unit,
        messages: Mapping[Locale, Message],
        doubts: Mapping[Locale, Mapping[Key, tuple[Doubt, ...]]],
    ) -> tuple[Column, ...]:
        english = self._runs(SOURCE, unit, unit.text)
        found = self._terms_at(_searchable(english))
        columns = [Column(SOURCE, unit.text, english, found)]
        for locale in self._locales[1:]:
            doubtful, text = doubts[locale].get(unit.key, ()), messages[locale].target
            runs = self._runs(locale, unit, text, {one.offset for one in doubtful})
            spans = remarks.renderings_at((term for _, _, term in found), _searchable(runs), locale.code)
            columns.append(Column(locale, text, runs, spans, doubtful))
        return tuple(columns)

    def _terms_at(self, english: str) -> tuple[Span, ...]:
        def read() -> list[Any]:
            return [[start, end, term.line] for start, end, term in remarks.terms_at(self._project.glossary, english)]

        found = self._memory.recall(f"terms {self._made_from} {english}", read)
        return tuple((start, end, self._terms[line]) for start, end, line in found)

    def _runs(self, locale: Locale, unit: Unit, text: str, marked: Collection[int] = ()) -> tuple[Run, ...]:
        literal, places = unit.literal, sorted(marked)

        def read() -> list[Any]:
            words = self._publisher.words(locale)
            reader = Reader(self._project.converter, self._project.registry, locale, words)
            runs = reader.runs(text, literal=literal, marked=places)
            return [[run.text, run.kind.value, run.styles, run.origin] for run in runs]

        asked = (locale.code, literal, places, text)
        has_token = "{{" in text  # what it says depends on the interface's catalogue too
        found = read() if has_token else self._memory.recall(f"runs {self._made_from} {asked!r}", read)
        return tuple(Run(words, Kind(kind), tuple(styles), origin) for words, kind, styles, origin in found)

    # ---- what changed ----

    def _changes(self, unit: Unit, message: Message, state: State) -> Iterator[Change]:
        """English and translation against the words last approved, or against those the draft was made for."""
        page = self._page.path
        source, target = signatures.digests(message)
        if message.fuzzy and message.previous:
            why = Why.STALE if state is State.STALE else Why.FUZZY
            yield self._change(why, SOURCE, unit, message.previous[1], message.source)
        elif state is State.STALE:
            former = self._ledger.approved_targets.get((page, target), frozenset()) - self._live
            words = _first(self._project.history.source_text(page, one) for one in sorted(former))
            yield self._change(Why.STALE, SOURCE, unit, words, message.source)
        elif state is State.REOPENED:
            former = self._ledger.approved_sources.get(source, frozenset()) - {target}
            words = _first(self._project.history.target_text(self._locale.code, page, one) for one in sorted(former))
            yield self._change(Why.REOPENED, self._locale, unit, words, message.target)
        elif state is State.TRANSLATED and (before := self._approved_before(message)):
            yield self._change(Why.REVISED, SOURCE, unit, before.previous, message.source)
            yield self._change(Why.REVISED, self._locale, unit, before.target, message.target)

    def _approved_before(self, message: Message) -> Version | None:
        """The draft that a merge once made of this message out of words that were approved, if there was one."""
        page = self._page.path
        approved = {target for name, target in self._ledger.approved_targets if name == page}
        if not approved:
            return None  # Git need not be asked
        for version in reversed(self._project.history.versions(self._locale.code, page)):
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
