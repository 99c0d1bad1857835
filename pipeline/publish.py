"""Which words a reader may be shown, unit by unit, and what the page must say of itself.

Three things keep a translation off a page, and the English stands in, marked with its language: there is none, or it
is fuzzy (made for other words); it brings markup that its source lacks (a msgstr is untrusted text); or the project
shows approved words only and these are not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from pipeline import interface, markup
from pipeline.interface import Words
from pipeline.languages import Locale
from pipeline.markdown import Shown
from pipeline.model import Catalog, Key, State, Unit


class Show(Enum):
    """``[tool.kyr.publish] show``: what a translated page may print."""

    DRAFTS = "drafts"
    APPROVED = "approved"


@dataclass(slots=True)
class Selection:
    """One page in one locale while it is being written: asked for each unit's words, it remembers what it gave."""

    locale: Locale
    source: Locale
    targets: Mapping[Key, str]
    states: Mapping[Key, State]
    show: Show = Show.DRAFTS
    english: int = 0
    """Units for which English stood in."""
    seen: Counter[State] = field(default_factory=Counter)

    @classmethod
    def of(cls, locale: Locale, source: Locale, catalog: Catalog, states: Mapping[Key, State], show: Show) -> Selection:
        """The selection from one catalogue; fuzzy translations are drafts for a translator, not for a reader."""
        targets = {m.key: m.target for m in catalog.live if m.target and not m.fuzzy}
        return cls(locale, source, targets, states, show)

    def translate(self, unit: Unit) -> Shown:
        """The words for a unit; English with its language tag where the translation may not be shown."""
        state = self.states.get(unit.key, State.MISSING)
        self.seen[state] += 1
        if self.locale == self.source:
            return Shown(unit.text)
        target = self.targets.get(unit.key)
        held_back = self.show is Show.APPROVED and state is not State.APPROVED
        if target is None or held_back or markup.added(unit.text, target):
            self.english += 1
            return Shown(unit.text, self.source.tag)
        return Shown(target)

    def notices(self, words: Words) -> tuple[str, ...]:
        """What the page says of its own review, in its own language, after all its units have been asked for."""
        done, everything = self.seen[State.APPROVED], self.seen.total()
        if self.locale == self.source:
            approved = everything and done == everything
            return (words(interface.NOTICE_SOURCE_APPROVED if approved else interface.NOTICE_SOURCE),)
        if everything and done == everything:
            return (words(interface.NOTICE_APPROVED),)
        if done:
            state = interface.fill(words(interface.NOTICE_PARTLY), done=done, all=everything)
        else:
            state = words(interface.NOTICE_DRAFT)
        return (state, words(interface.NOTICE_ENGLISH)) if self.english else (state,)
