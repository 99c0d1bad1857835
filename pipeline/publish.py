"""Which words a reader may be shown, unit by unit, and what the page must say of itself.

Four things keep a translation off a page, and the English stands in, marked with its language: there is none, or it
is fuzzy (made for other words); it would mislead, because it has no words at all, brings markup, a telephone number or
an address that its source lacks (a msgstr is untrusted text) or has lost a token, so that a reader would look for the
number in vain; or the project shows approved words only and these are not.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from pipeline import interface, tokens
from pipeline.interface import Words
from pipeline.languages import Locale
from pipeline.markdown import Shown
from pipeline.model import Catalog, Key, Role, State, Unit
from pipeline.text import markup, maths, prose, typed


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
    """Of the units that the catalogue has."""
    show: Show = Show.DRAFTS
    signed: Mapping[Key, Mapping[Role, datetime.date]] = field(default_factory=dict)
    """The roles in which each unit's words stand approved, and the day of the newest approval."""
    mathematics: maths.Reads | None = None
    """How the page's mathematics is read, if its extensions read any."""
    filled: bool = False
    """Whether double braces are another plugin's, which may have put something in their place before a unit is read."""
    english: int = 0
    """Units for which English stood in."""
    seen: Counter[State] = field(default_factory=Counter)
    asked: list[Key] = field(default_factory=list)

    @classmethod
    def of(
        cls,
        locale: Locale,
        source: Locale,
        catalog: Catalog,
        states: Mapping[Key, State],
        show: Show,
        signed: Mapping[Key, Mapping[Role, datetime.date]],
        mathematics: maths.Reads | None = None,
        filled: bool = False,
    ) -> Selection:
        """The selection from one catalogue; fuzzy translations are drafts for a translator, not for a reader."""
        targets = {m.key: m.target for m in catalog.live if m.target and not m.fuzzy}
        return cls(locale, source, targets, states, show, signed, mathematics, filled)

    def state(self, key: Key) -> State:
        """How far a unit has come; English words are there without a catalogue."""
        return self.states.get(key, State.TRANSLATED if self.locale == self.source else State.MISSING)

    def translate(self, unit: Unit) -> Shown:
        """The words for a unit; English with its language tag where the translation may not be shown."""
        key, values = self._filled(unit.key)
        state = self.state(key)
        self.seen[state] += 1
        self.asked.append(key)
        if self.locale == self.source:
            return Shown(unit.text)
        target = self.targets.get(key)
        held_back = self.show is Show.APPROVED and state is not State.APPROVED
        if target is None or held_back or misleads(key[1], target, self.mathematics):
            self.english += 1
            return Shown(unit.text, self.source.tag)
        return Shown(prose.TOKEN.sub(lambda token: values.get(prose.evened(token[0]), token[0]), target))

    def _filled(self, key: Key) -> tuple[Key, Mapping[str, str]]:
        """The unit that a page has, and what another plugin has put for each pair of its double braces.

        Where two could have become this one, none is taken.
        """
        if not self.filled or key in self.states:
            return key, {}
        braced = (one for one in self.targets if one[0] == key[0] and "{{" in one[1])
        found = [(one, values) for one in braced if (values := _values(one[1], key[1]))]
        return found[0] if len(found) == 1 else (key, {})

    def reviewed(self, role: Role) -> datetime.date | None:
        """Since when every word of the page stands approved in a role; None when some word does not.

        The oldest of its units' days: no sentence was read longer ago than the page says.
        """
        days = [self.signed.get(key, {}).get(role) for key in self.asked]
        known = [day for day in days if day]
        return min(known) if known and len(known) == len(days) else None

    @property
    def only_english(self) -> bool:
        """Whether English stands in for all of the page, as far as its units have been asked for."""
        return self.english == self.seen.total() > 0

    def notices(self, words: Words, date: Callable[[datetime.date], str] = str) -> tuple[str, ...]:
        """What the page says of its own review, in its own language, after all its units have been asked for.

        ``date`` writes a day as the page's readers do.
        """
        if self.only_english:
            return (words(interface.NOTICE_ONLY_ENGLISH),)  # there is no translation to say anything of
        language, law = self.reviewed(Role.LANGUAGE), self.reviewed(Role.LEGAL)
        said: list[str] = []
        done, everything = self.seen[State.APPROVED], self.seen.total()
        approved = bool(everything) and done == everything
        if self.locale == self.source:
            said.append(words(interface.NOTICE_SOURCE_APPROVED if approved else interface.NOTICE_SOURCE))
            language = None
        elif approved:
            said.append(words(interface.NOTICE_APPROVED))
        elif not language:  # else it is no draft any more, and only a lawyer is missing
            partly = interface.fill(words(interface.NOTICE_PARTLY), done=done, all=everything)
            said.append(partly if done else words(interface.NOTICE_DRAFT))
        if language:
            said.append(interface.fill(words(interface.LANGUAGE_REVIEWED), date=date(language)))
        if law:
            said.append(interface.fill(words(interface.LAW_REVIEWED), date=date(law)))
        elif language:
            said.append(words(interface.LAW_NOT_REVIEWED))
        if self.english:
            held_back = self.show is Show.APPROVED
            said.append(words(interface.NOTICE_HELD_BACK if held_back else interface.NOTICE_ENGLISH))
        return tuple(said)


def misleads(source: str, target: str, mathematics: maths.Reads | None = None) -> bool:
    """Whether a translation brings what its source lacks, lacks a contact's or a date's token, or says nothing."""
    if markup.is_blank(source, target):
        return True
    added = markup.added(source, target, mathematics)
    return bool(added) or typed.any_contact(source, target) or _has_lost(source, target)


def _values(source: str, text: str) -> dict[str, str]:
    """What stands in a text for each pair of double braces of its source; nothing where it cannot be made of it.

    What one pair stands for is the same everywhere, and on one line. Words of the source have to tell which text is
    meant: braces alone could stand for any.
    """
    pairs = list(prose.TOKEN.finditer(source))
    ends = [pair.start() for pair in pairs] + [len(source)]
    said = [source[begin:end] for begin, end in zip([0, *(pair.end() for pair in pairs)], ends, strict=True)]
    tells = all(said[1:-1]) and any(map(str.isalpha, "".join(said)))
    if not tells or not text.startswith(said[0]) or not text.endswith(said[-1]):
        return {}
    values: dict[str, str] = {}
    at = len(said[0])
    for pair, after in zip(pairs, said[1:], strict=True):
        end = len(text) - len(after) if pair is pairs[-1] else text.find(after, at)
        name, value = prose.evened(pair[0]), text[at:end]
        if end < at or "\n" in value or values.setdefault(name, value) != value:
            return {}
        at = end + len(after)
    return values


def _has_lost(source: str, target: str) -> bool:
    """Whether a translation lacks a contact's or a date's token."""
    return "{{" in source and bool(tokens.tokens(source) - tokens.tokens(target))
