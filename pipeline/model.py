"""The values everything else is made of: frozen, comparable, without behaviour beyond keys and digests.

Names are gettext's and XLIFF's own: a *unit* is one translatable block of a page; a *message* is a unit's
entry in a catalogue (a PO file); a *sign-off* is one reviewer's verdict on one message's exact words.
"""

from __future__ import annotations

import datetime
import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import Any


class Severity(Enum):
    """How much a finding matters: an error stops a release and `kyr check`; a warning asks for a look."""

    ERROR = "error"
    WARNING = "warning"


class State(Enum):
    """Where one unit stands in one locale; computed from texts and sign-offs, never stored."""

    MISSING = "missing"  #: no translation
    DRAFT = "draft"  #: a fuzzy translation: somebody or something has yet to look at it
    TRANSLATED = "translated"  #: translated, and nobody has signed these words
    APPROVED = "approved"  #: every role the project asks for has signed exactly these words
    STALE = "stale"  #: was approved; the English has changed since
    REOPENED = "reopened"  #: was approved; the translation has changed since

    __hash__ = object.__hash__  # Enum's own, in Python, is a tenth of the time that it takes to count a large library


class Role(Enum):
    """What a reviewer answers for."""

    LANGUAGE = "language"
    LEGAL = "legal"

    __hash__ = object.__hash__  # as for `State`


class Verdict(Enum):
    """What a reviewer said; ``withdraw`` takes the same reviewer's earlier approval back."""

    APPROVE = "approve"
    REJECT = "reject"
    WITHDRAW = "withdraw"


AUDIENCES = ("survivors", "partners", "lawyers", "everyone")
"""Whom a page may be for."""

Key = tuple[str | None, str]
"""What identifies a message within its catalogue: (msgctxt, msgid), as in gettext."""


class Part(Enum):
    """What a unit is to its page."""

    TEXT = "text"
    HEADING = "heading"
    TITLE = "title"  #: of the page
    NAME = "name"  #: of a link: its title, or what leads back from a footnote; of a caption's number
    MEANING = "meaning"  #: of an abbreviation
    ATTRIBUTE = "attribute"  #: of an element, ``alt`` or ``title``

    __hash__ = object.__hash__  # as for `State`


@dataclass(frozen=True, slots=True)
class Unit:
    """One translatable block of a source page: a paragraph, a heading, a list item, a cell, a title."""

    text: str
    """The msgid: inline Markdown, soft line breaks and wide spaces folded to one space, hard breaks (two spaces,
    newline) kept.
    """
    kind: str
    """What the block is, in words for a translator, which no code takes apart: ``paragraph``, ``heading 2``."""
    context: str | None = None
    """msgctxt, from a ``kyr:context`` directive."""
    section: str = ""
    """The English heading this unit stands under; empty before the first one."""
    notes: tuple[str, ...] = ()
    """The author's ``kyr:note`` directives for this unit."""
    line: int | None = None
    """Line of the source file, from 1, where the block begins, if it could be found."""
    ignores: tuple[tuple[str, str], ...] = ()
    """(rule, reason) of the author's ``kyr:ignore`` directives for this unit."""
    part: Part = Part.TEXT
    level: int = 0
    """Of a heading: 1 to 6."""
    literal: bool = False
    """Its words hold no Markdown: a title, an attribute, HTML that did not ask for any."""

    @property
    def key(self) -> Key:
        """(msgctxt, msgid)."""
        return (self.context, self.text)


@dataclass(frozen=True, slots=True)
class Message:
    """One entry of a catalogue."""

    source: str
    target: str = ""
    context: str | None = None
    fuzzy: bool = False
    previous: Key | None = None
    """The (msgctxt, msgid) this translation was made for, when the English has changed since (``#|``)."""
    extracted: tuple[str, ...] = ()
    """``#.`` lines, written by `kyr extract` for the translator."""
    comment: str = ""
    """``#`` lines: the translator's own, and our ``auto`` marks; never touched by a merge."""
    references: tuple[str, ...] = ()
    """``#:`` paths, without line numbers, so that re-wrapping the English changes nothing."""
    flags: tuple[str, ...] = ()
    """``#,`` flags other than fuzzy, kept as they came."""
    obsolete: bool = False
    """True for ``#~``: no page has this unit any more; the translation is kept for ever."""
    line: int | None = field(default=None, compare=False)
    """Line of the PO file, from 1; where a message stands is no part of what it says."""

    @property
    def key(self) -> Key:
        """(msgctxt, msgid)."""
        return (self.context, self.source)


@dataclass(frozen=True, slots=True)
class Catalog:
    """One PO file as values; entries in file order, obsolete ones last."""

    messages: tuple[Message, ...] = ()
    header: Mapping[str, str] = field(default_factory=dict)
    """Header fields in file order (``Language``, ``Plural-Forms``, ...)."""
    comment: str = ""
    """The comment above the header."""

    @property
    def live(self) -> tuple[Message, ...]:
        """The messages some page still uses."""
        return tuple(message for message in self.messages if not message.obsolete)


class Keys(Enum):
    """``[tool.kyr] front_matter``: by whose rules a page may begin."""

    OWN = "kyr"  #: title and description, and no key but our own
    MKDOCS = "mkdocs"  #: nothing need be there, and keys that are not ours are for MkDocs, a theme or a plugin


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a page says about itself; the keys are those of the YAML block at its top."""

    title: str
    """The file's name in words, where MkDocs' rules hold and the page has none."""
    description: str = ""
    audience: str = "everyone"
    region: tuple[str, ...] = ("us",)
    facts: tuple[str, ...] = ()
    handout: Mapping[str, int] = field(default_factory=dict)
    """Printed forms and the pages each may fill: ``{"handout": 2}``; empty for none."""
    legal_review_by: datetime.date | None = None
    more: Mapping[Any, Any] = field(default_factory=dict)
    """What is there for MkDocs, a theme or a plugin, as it stands."""


@dataclass(frozen=True)
class Page:
    """One content file."""

    path: str
    """Below content/, without ``.md``: ``trafficking/t-visa``."""
    meta: FrontMatter
    body: str
    """The Markdown below the front matter."""
    first_line: int
    """Line of the file, from 1, on which ``body`` begins."""
    titles: tuple[Unit, ...]
    """Title and description, as far as the page has them."""
    read: Callable[[], tuple[Unit, ...]] = field(compare=False)
    """Reads the body's blocks; see `units`."""
    file: str = ""
    """Where it was read, relative to the project's root; empty means ``content/<path>.md``."""

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """`titles` first, then the body's blocks in reading order.

        They are read when first asked for: whoever only writes the page meets them while it is converted.
        Raises PageError for a broken directive.
        """
        return self.titles + self.read()

    @property
    def name(self) -> str:
        """What messages call the file."""
        return self.file or f"content/{self.path}.md"


@dataclass(frozen=True, slots=True)
class SignOff:
    """One line of a review log: one person, one role, one verdict on exact words."""

    unit: str
    """Readable name of the unit, ``page#digest of the source``; the digests below decide, not this."""
    source: str
    """Digest of (msgctxt, msgid)."""
    target: str
    """Digest of the translation; in the source locale, of the English itself."""
    reviewer: str
    role: Role
    verdict: Verdict
    date: datetime.date
    note: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: plain data; only the command line prints it."""

    rule: str
    severity: Severity
    path: str
    line: int | None
    message: str
    hint: str


def normalise(text: str) -> str:
    """The form of a text that a sign-off is bound to: NFC, with every run of plain white space as one space.

    Re-wrapping, another editor or another line ending therefore never voids an approval.
    No-break, ideographic and zero-width spaces are kept apart: they change what a reader sees.
    """
    return re.sub(r"[ \t\r\n\f\v]+", " ", unicodedata.normalize("NFC", text)).strip(" ")


def digest(*texts: str | None) -> str:
    """128 bits of SHA-256 over the normalised texts, as 32 hex digits; None differs from the empty string."""
    joined = "\x04".join("\x00" if text is None else normalise(text) for text in texts)
    return hashlib.sha256(joined.encode()).hexdigest()[:32]
