"""Facts and contacts: what the pages may say, where it comes from, when it must be read again, and whom to call.

The values and the questions a lawyer's desk asks of them; `registry` reads the two files, `tokens` puts an entry into
a page.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, TypeVar

from pipeline.errors import RegistryError, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipeline.model import Page

FACTS_FILE = "content/facts.toml"
CONTACTS_FILE = "content/contacts.toml"


class Volatility(Enum):
    """How soon a fact goes out of date; a page shows the date on which a hot one was checked."""

    NO = "no"
    YES = "yes"
    HOT = "hot"


class FactStatus(Enum):
    """What a fact rests on; only the first two may be printed."""

    READ = "read"  #: somebody opened the source, and it says this
    PRACTICE = "practice"  #: common professional advice, not a statement of law
    UNSEEN = "unseen"  #: the citation is known, nobody has opened it
    GAP = "gap"  #: not found, or not confirmed


class ContactStatus(Enum):
    """Whether anything of a contact may be printed, its name included."""

    PRINTABLE = "printable"
    GAP = "gap"


class Confidence(Enum):
    """High: primary text read. Medium: undated official page, or two agreeing secondary sources. Low: one of those."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Region(Enum):
    """Where a page holds and a contact helps: the whole country, or a state, the District or a territory.

    They are called as the Postal Service abbreviates them (Publication 28, Appendix B).
    """

    US = "us"
    AL, AK, AZ, AR, CA, CO, CT, DE, DC, FL = "al", "ak", "az", "ar", "ca", "co", "ct", "de", "dc", "fl"
    GA, HI, ID, IL, IN, IA, KS, KY, LA, ME = "ga", "hi", "id", "il", "in", "ia", "ks", "ky", "la", "me"
    MD, MA, MI, MN, MS, MO, MT, NE, NV, NH = "md", "ma", "mi", "mn", "ms", "mo", "mt", "ne", "nv", "nh"
    NJ, NM, NY, NC, ND, OH, OK, OR, PA, RI = "nj", "nm", "ny", "nc", "nd", "oh", "ok", "or", "pa", "ri"
    SC, SD, TN, TX, UT, VT, VA, WA, WV, WI, WY = "sc", "sd", "tn", "tx", "ut", "vt", "va", "wa", "wv", "wi", "wy"
    AS, GU, MP, PR, VI = "as", "gu", "mp", "pr", "vi"


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement of `facts.toml`. A printable one has citation, as_of, seen, confidence and check_by."""

    id: str
    claim: str
    volatile: Volatility
    status: FactStatus
    caution: str | None = None
    """What must not be printed, or must be printed with it."""
    citation: str | None = None
    url: str | None = None
    as_of: str | None = None
    """How old the text is that was read, in figures or words: ``2025-12-29``, ``undated``."""
    seen: datetime.date | None = None
    ends: datetime.date | None = None
    """The last day for which the source says that it holds: an amount for one year."""
    confidence: Confidence | None = None
    check_by: datetime.date | None = None
    """The last day on which it may still be relied on; always follows from ``seen``, ``ends`` and ``volatile``."""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class TextLine:
    """Where to send a text message, and the word to send; None where any message will do."""

    to: str
    word: str | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """One entry of `contacts.toml`; a number or address that was not confirmed is None, and cannot be printed."""

    id: str
    name: str
    region: Region
    area: str
    topics: tuple[str, ...]
    source: str
    status: ContactStatus
    names: Mapping[str, str] = field(default_factory=dict)
    """Official names by locale code: ``{"zh_Hans": "全国反人口贩运热线"}``."""
    phone: str | None = None
    """As Americans write it: ``1-888-373-7888``, ``718-250-5113``, ``911``."""
    text: TextLine | None = None
    tty: str | None = None
    url: str | None = None
    languages: str | None = None
    hours: str | None = None
    seen: datetime.date | None = None
    confidence: Confidence | None = None
    note: str | None = None
    """What to confirm before the next printing; never printed."""
    line: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Registry:
    """All facts and contacts, by id, in the order of their files."""

    facts: Mapping[str, Fact]
    contacts: Mapping[str, Contact]
    borrowed: bool = False
    """Whether the pages are those of a site that was there before kyr, written by MkDocs' rules."""

    @property
    def has_tokens(self) -> bool:
        """Whether double braces are ours; without facts and contacts, a site that was there before has its own."""
        return not (self.borrowed and self.is_empty)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing a token could name, as on a site that only borrows kyr: no brace is then one's."""
        return not (self.facts or self.contacts)

    def named(self, names: Iterable[str]) -> tuple[Fact, ...]:
        """The facts of these names, in their order; one that is not there is a check's business."""
        return tuple(self.facts[name] for name in names if name in self.facts)


def printable(entry: Fact | Contact) -> bool:
    """Whether a page may show the entry at all."""
    return entry.status in (FactStatus.READ, FactStatus.PRACTICE, ContactStatus.PRINTABLE)


def due(seen: datetime.date, volatile: Volatility) -> datetime.date:
    """The last day a source read on ``seen`` may be relied on: 60 days later if hot, 180 if volatile, else 2 years."""
    if volatile is Volatility.HOT:
        return seen + datetime.timedelta(days=60)
    if volatile is Volatility.YES:
        return seen + datetime.timedelta(days=180)
    leap_day = (seen.month, seen.day) == (2, 29)
    return seen.replace(year=seen.year + 2, day=28 if leap_day else seen.day)


def expired(fact: Fact, today: datetime.date) -> bool:
    """Whether a fact's day has passed; what was never read cannot expire."""
    return fact.check_by is not None and fact.check_by < today


def must_be_read_by(registry: Registry, date: datetime.date) -> tuple[Fact, ...]:
    """The facts whose last day is ``date`` or earlier, the most urgent first."""
    dated = [(fact.check_by, fact) for fact in registry.facts.values() if fact.check_by is not None]
    return tuple(fact for last, fact in sorted(dated, key=lambda pair: (pair[0], pair[1].id)) if last <= date)


def find_fact(registry: Registry, name: str, path: str) -> Fact:
    """The printable fact that a page names, ``F-068``.

    Raises RegistryError, at the caller's path, for one that is unknown, unread or a gap.
    """
    return _find(registry.facts, f"fact {name}", name, FACTS_FILE, path)


def must_be_printable(registry: Registry, page: Page) -> None:
    """Raise RegistryError like `find_fact`, for the first fact a page names at its top that may not be printed."""
    for name in page.meta.facts:
        find_fact(registry, name, page.name)


def find_contact(registry: Registry, name: str, path: str) -> Contact:
    """The printable contact of that id; raises RegistryError like `find_fact`."""
    return _find(registry.contacts, f"contact '{name}'", name, CONTACTS_FILE, path)


_Entry = TypeVar("_Entry", Fact, Contact)


def _find(entries: Mapping[str, _Entry], called: str, name: str, file: str, path: str) -> _Entry:
    entry = entries.get(name)
    if entry is None:
        usable = [key for key, other in entries.items() if printable(other)]
        raise RegistryError(path, f"there is no {called}", nearest(name, usable, f"Use one that is in {file}"))
    if not printable(entry):
        message = f"{called} may not be printed: its status is '{entry.status.value}'"
        fix = f"Open its source and record in {file} what it says, or take it off the page"
        raise RegistryError(path, message, fix)
    return entry
