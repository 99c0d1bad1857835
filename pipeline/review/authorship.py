"""Did this person write these words? Asked before an approval counts: nobody approves their own translation."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from pipeline.languages import Locale
from pipeline.review import reviewers
from pipeline.review.authors import Author
from pipeline.review.history import History, Origin
from pipeline.review.reviewers import Reviewer


@dataclass(frozen=True, slots=True)
class _Recorded:
    """Whose words these are, as authors.jsonl has it, and since when."""

    handles: frozenset[str]
    since: datetime.date


class Authorship:
    """What authors.jsonl says; where that says nothing, who first committed the words.

    Words that were converted from another locale's are their author's there: nobody wrote them twice.
    """

    def __init__(self, history: History, people: Mapping[str, Reviewer], recorded: Callable[[str], Iterable[Author]]):
        self._history = history
        self._people = people
        self._read = recorded
        self._recorded: dict[str, dict[tuple[str, str], _Recorded]] = {}

    def wrote(self, locale: Locale, source: str, target: str, handle: str) -> bool | None:
        """Whether a reviewer wrote this translation (digests) of this English; None where nobody can tell."""
        recorded = self._said(locale.code).get((source, target))
        version = self._history.first(locale.code, source, target)
        origin = version.made_from if version and locale.derived_from else None
        if recorded is None and origin and locale.derived_from:
            recorded = self._said(locale.derived_from).get((source, origin))
            version = self._history.first(locale.derived_from, source, origin)
        if recorded is None:
            return self._committed(version, handle)
        if handle in recorded.handles:
            return True
        # whoever committed words that were sent in has not written them, but may have, had they been here before
        was_here = version is not None and version.date < recorded.since
        return was_here and self._committed(version, handle) is True

    def _committed(self, version: Origin | None, handle: str) -> bool | None:
        """Somebody who has not said under which addresses they commit may be anybody whom we do not know."""
        if version is None:
            return None
        name = reviewers.git_name(version.email)
        own = self._people[handle].git
        if own is not None:
            return name in own
        return False if any(name in (other.git or ()) for other in self._people.values()) else None

    def _said(self, locale: str) -> Mapping[tuple[str, str], _Recorded]:
        """By (source, target), and by (source, first 16 digits of the target), as derived entries know it."""
        if locale not in self._recorded:
            said: dict[tuple[str, str], _Recorded] = {}
            for one in self._read(locale):
                for target in (one.target, one.target[:16]):
                    known = said.get((one.source, target), _Recorded(frozenset(), one.date))
                    said[one.source, target] = _Recorded(known.handles | {one.author}, min(known.since, one.date))
            self._recorded[locale] = said
        return self._recorded[locale]
