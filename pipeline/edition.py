"""One page in one locale, ready for any door: its words chosen, its tokens expanded, its review state said."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from pipeline import facts, interface, tokens
from pipeline.errors import KyrError
from pipeline.interface import Words
from pipeline.languages import SOURCE, Locale
from pipeline.markdown import Job, Shown
from pipeline.model import Catalog, Key, Message, Page, Part, Role, State, Unit
from pipeline.project import INTERFACE, Project
from pipeline.publish import Selection, Show, misleads
from pipeline.regional import Omit
from pipeline.review import signatures

Raised = Callable[[KyrError], Exception]
"""How a door wants an error raised that is found deep inside Python-Markdown."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A page in a locale. Ask for the words first (``titles`` and a conversion of ``job``), then for ``notices``."""

    page: Page
    locale: Locale
    registry: facts.Registry
    words: Words
    selection: Selection
    omit: Omit | None
    """What this edition leaves out of the page."""

    @property
    def name(self) -> str:
        """The file, for errors."""
        return self.page.name

    def titles(self) -> tuple[Shown, Shown]:
        """Title and description in the page's language, tokens as plain text; where MkDocs' rules hold and the page has
        none, the file's name and nothing.
        """
        said = self.said()
        return said.get("title", Shown(self.page.meta.title)), said.get("description", Shown(""))

    def said(self) -> dict[str, Shown]:
        """Title and description by their keys, as far as the page has them."""
        return {"title" if unit.part is Part.TITLE else "description": self.shown(unit) for unit in self.page.titles}

    def plain(self, unit: Unit) -> str:
        """A unit's words as plain text, tokens expanded."""
        return self.shown(unit).text

    def shown(self, unit: Unit) -> Shown:
        """The same, with its language where English stands in."""
        shown = self.selection.translate(unit)
        return Shown(self._expand(shown.text, line=unit.line, lang=shown.lang, html=False), shown.lang)

    def job(self, raised: Raised = lambda error: error) -> Job:
        """What the Markdown extension needs to write this page."""

        def expand(text: str, *, line: int | None, lang: str | None, html: bool) -> str:
            try:
                return self._expand(text, line=line, lang=lang, html=html)
            except KyrError as error:
                raise raised(error) from error

        return Job(
            self.name,
            self.page.body,
            self.page.first_line,
            translate=self.selection.translate,
            expand=expand if self.registry.has_tokens else None,
            source_lang=None if self.locale == SOURCE else SOURCE.tag,
            source_dir=None if self.locale.direction == SOURCE.direction else SOURCE.direction,
            omit=self.omit,
        )

    def notices(self, words: Words | None = None) -> tuple[str, ...]:
        """What the page says of its own review, in its language; ``words`` may write it as HTML."""
        return self.selection.notices(words or self.words, lambda day: tokens.date(day, self.locale))

    @property
    def held_back(self) -> bool:
        """Whether English stands in where no translation is approved: each such place is to be marked."""
        return self.selection.show is Show.APPROVED and self.selection.english > 0

    @property
    def sources(self) -> tuple[facts.Fact, ...]:
        """The facts the page rests on, those of one citation together, in the order the page names them."""
        known = self.registry.named(self.page.meta.facts)
        return tuple({fact.citation: fact for fact in known if fact.citation}.values())

    @property
    def checked(self) -> datetime.date | None:
        """The day the oldest-checked of the page's facts was last checked; None for a page without facts."""
        return min((fact.seen for fact in self.registry.named(self.page.meta.facts) if fact.seen), default=None)

    def _expand(self, text: str, *, line: int | None, lang: str | None, html: bool) -> str:
        """English that stands in keeps English names and dates."""
        english = lang == SOURCE.tag
        return tokens.expand(
            text,
            self.registry,
            SOURCE if english else self.locale,
            "html" if html else "plain",
            path=self.name,
            line=line,
            checked_label=interface.CHECKED if english else self.words(interface.CHECKED),
            words=str if english else self.words,
        )


class Publisher:
    """Makes editions of a project's pages; reads each locale's log and words once."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._words = cache(self._interface)
        self.words_in_html = cache(lambda locale: interface.in_html(self.words(locale), locale))
        """The interface's words in a locale as HTML, English that stands in marked."""

    def words(self, locale: Locale) -> Words:
        """The interface's words in a locale; English where a translation is missing, fuzzy, unsafe or cut short."""
        return self._words(locale)

    def _interface(self, locale: Locale) -> Words:
        if locale == SOURCE:
            return lambda text: text
        catalog = self.project.catalog(locale, INTERFACE)
        said = {one.source: one.target for one in catalog.live if one.target and not one.fuzzy}
        safe = {
            english: words
            for english, words in said.items()
            if interface.has_places(english, words) and not misleads(english, words)
        }
        return lambda text: safe.get(text, text)

    def edition(self, locale: Locale, path: str, region: str = "") -> Edition:
        """One page in one locale, without what the organization leaves out, or whoever makes it for one region.

        Raises KyrError when the page or its catalogue cannot be read.
        """
        page = self.project.page(path)
        # until somebody has signed any English, the page need not be read for it
        is_unsigned = locale == SOURCE and not self.project.ledger(SOURCE)[0].latest
        catalog = Catalog() if is_unsigned else self.catalog(locale, page)
        said = self._said(locale, catalog)
        states, signed = self._states(locale, page, said), self._signed(locale, said)
        show, mathematics = self.project.config.show, self.project.mathematics
        filled = not self.project.registry.has_tokens
        selection = Selection.of(locale, SOURCE, catalog, states, show, signed, mathematics, filled)
        omit = self.project.omit(page, region)
        return Edition(page, locale, self.project.registry, self.words(locale), selection, omit)

    def catalog(self, locale: Locale, page: Page) -> Catalog:
        """What a page's catalogue says now; English is its own translation, for a lawyer signs the source."""
        if locale == SOURCE:
            return Catalog(tuple(Message(text, text, context) for context, text in _keys(page)))
        return self.project.catalog(locale, page.path)

    def units(self, locale: Locale, page: Page) -> Iterator[tuple[Message, State]]:
        """What a page says in a locale, unit by unit in reading order, and how far each has come; a unit that the
        catalogue lacks is missing, and its message has no words.
        """
        catalog = self.catalog(locale, page)
        messages = {message.key: message for message in catalog.live}
        states = self._states(locale, page, self._said(locale, catalog))
        for key in _keys(page):
            context, text = key
            yield messages.get(key) or Message(text, context=context), states.get(key, State.MISSING)

    def states(self, locale: Locale, page: Page) -> dict[Key, State]:
        """The state of each of a page's units in one locale."""
        return {message.key: state for message, state in self.units(locale, page)}

    def _said(self, locale: Locale, catalog: Catalog) -> dict[Key, signatures.Words]:
        """A page's words as the locale's log knows them; while nobody has signed any, no digest is needed."""
        of = signatures.Words.of if self.project.ledger(locale)[0].latest else _undigested
        return {message.key: of(message) for message in catalog.live}

    def _states(self, locale: Locale, page: Page, said: Mapping[Key, signatures.Words]) -> dict[Key, State]:
        ledger = self.project.ledger(locale)[0]
        roles = self.project.config.review.required(locale, page.meta.audience)
        found = signatures.states_of(page.path, list(said.values()), ledger, roles)
        return dict(zip(said, found, strict=True))

    def _signed(self, locale: Locale, said: Mapping[Key, signatures.Words]) -> dict[Key, dict[Role, datetime.date]]:
        ledger = self.project.ledger(locale)[0]
        if not ledger.latest:
            return {}
        return {key: ledger.signed(words.source, words.target) for key, words in said.items() if not words.fuzzy}

    def html(self, edition: Edition) -> str:
        """The page's body as XHTML."""
        return self.project.converter.convert(edition.job())


def _undigested(message: Message) -> signatures.Words:
    return signatures.Words(message.source, message.target, message.fuzzy)


def _keys(page: Page) -> tuple[Key, ...]:
    return tuple(dict.fromkeys(unit.key for unit in page.units))
