"""content/facts.toml and content/contacts.toml to values; whatever is wrong in them is an error that names the line."""

from __future__ import annotations

import datetime
import re
import unicodedata
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from pipeline.errors import ConfigError, RegistryError
from pipeline.facts import (
    Confidence,
    Contact,
    ContactStatus,
    Fact,
    FactStatus,
    Region,
    TextLine,
    Volatility,
    due,
    nearest,
    printable,
)
from pipeline.languages import EXAMPLES
from pipeline.languages import locale as find_locale
from pipeline.text import untrusted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_Choice = TypeVar("_Choice", bound=Enum)
_Value = TypeVar("_Value")
_Entry = TypeVar("_Entry", Fact, Contact)

_HEADER = re.compile(r"\s*\[{1,2}([^\[\]=#]+)\]{1,2}\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*["']?([\w-]+)["']?\s*[.=]""")
_FACT_ID = re.compile(r"F-\d{3}[a-z]?")
_CONTACT_ID = re.compile(r"(?!checked$)[a-z][a-z0-9-]*")
_PHONE = re.compile(r"[2-9]11|988|(?:1-)?[2-9]\d\d-[2-9]\d\d-\d{4}", re.ASCII)
_SHORT_CODE = re.compile(r"\d{5,6}", re.ASCII)

_FACT_KEYS = (
    *("claim", "caution", "citation", "url", "as_of", "seen", "ends"),
    *("volatile", "status", "confidence", "check_by"),
)
_CONTACT_KEYS = (
    *("name", "names", "phone", "text", "tty", "url", "languages", "hours", "region", "area", "topics"),
    *("source", "seen", "status", "confidence", "note"),
)


def parse_facts(text: str, path: str) -> dict[str, Fact]:
    """The facts of a `facts.toml`, by id, in file order.

    Raises RegistryError, with ``path`` and the line, for broken TOML, an unknown or missing key, a value of the
    wrong kind, and a ``check_by`` that does not follow from ``seen``, ``ends`` and ``volatile`` (see `due`).
    """
    return {table.name: _fact(table) for table in _tables(text, path, _FACT_ID, "F-001")}


def parse_contacts(text: str, path: str) -> dict[str, Contact]:
    """The contacts of a `contacts.toml`, by id, in file order; raises RegistryError like `parse_facts`."""
    return {table.name: _contact(table) for table in _tables(text, path, _CONTACT_ID, "nht")}


@dataclass(frozen=True, slots=True)
class _Table:
    """One ``[entry]`` of a file, read key by key; what is wrong with a key is an error at that key's line."""

    path: str
    name: str
    values: Mapping[str, object]
    lines: Mapping[tuple[str, str], int]

    def error(self, key: str, message: str, fix: str) -> RegistryError:
        line = self.lines.get((self.name, key), self.lines.get((self.name, "")))
        return RegistryError(self.path, f"[{self.name}] {message}", fix, line)

    def only(self, keys: tuple[str, ...]) -> None:
        for key in self.values:
            if key not in keys:
                raise self.error(
                    key, f"has an unknown key '{key}'", nearest(key, keys, f"the list at the top of {self.path}")
                )

    def need(self, key: str, value: _Value | None) -> _Value:
        if value is None:
            raise self.error("", f"has no '{key}'", f"Add {key} = ..., as the top of {self.path} explains")
        return value

    def text(self, key: str) -> str | None:
        """A text with its white space evened out, so that a long one may be wrapped between triple quotes."""
        value = self.values.get(key)
        if value is None:
            return None
        folded = " ".join(value.split()) if isinstance(value, str) else ""
        if not folded or any(unicodedata.category(character) == "Cc" for character in folded):
            raise self.error(key, f"'{key}' is not a text", f'Write {key} = "...", or take the line out')
        return folded

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.need(key, self.values.get(key))
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            raise self.error(key, f"'{key}' is not a list of texts", f'Write {key} = ["...", "..."]')
        return tuple(value)

    def date(self, key: str) -> datetime.date | None:
        value = self.values.get(key)
        if value is None:
            return None
        if type(value) is not datetime.date or not 2000 <= value.year < 2100:
            raise self.error(key, f"'{key}' is not a date of our time", f"Write {key} = 2026-11-21, without quotes")
        return value

    def choice(self, key: str, kind: type[_Choice]) -> _Choice | None:
        value = self.text(key)
        allowed = tuple(member.value for member in kind)
        if value is not None and value not in allowed:
            raise self.error(key, f"'{key}' cannot be '{value}'", f"Write one of: {', '.join(allowed)}")
        return None if value is None else kind(value)

    def inner(self, key: str) -> _Table | None:
        value = self.values.get(key)
        if value is not None and not isinstance(value, dict):
            raise self.error(
                key, f"'{key}' is not a table", f"Write {key} = {{ ... }}, as the top of {self.path} shows"
            )
        return None if value is None else _Table(self.path, f"{self.name}.{key}", value, self.lines)

    def number(self, key: str, *shapes: re.Pattern[str]) -> str | None:
        value = self.text(key)
        if value is not None and not any(shape.fullmatch(value) for shape in shapes):
            raise self.error(key, f"'{value}' is not a number people here can dial", "Write it like 1-888-373-7888")
        return value

    def url(self) -> str | None:
        value = self.text("url")
        if value is None:
            return None
        try:
            parts = urlsplit(value)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme not in ("https", "http") or not parts.hostname or re.search(r"""[\s"<>\\]|//[^/]*@""", value):
            raise self.error("url", f"'{value}' is not a web address", 'Write url = "https://..."')
        return value


def _tables(text: str, path: str, shape: re.Pattern[str], example: str) -> Iterator[_Table]:
    try:
        document = untrusted.toml(text, path)
    except ConfigError as error:
        fix = "Correct this line: each entry and key only once, texts between quotes, dates without"
        raise RegistryError(path, error.message, fix, error.line) from error
    lines = _line_numbers(text)
    for name, values in document.items():
        table = _Table(path, name, values, lines)
        if not isinstance(values, dict) or not shape.fullmatch(name):
            raise table.error("", "is not the name of an entry", f"Begin each entry with a header like [{example}]")
        yield table


def _line_numbers(text: str) -> dict[tuple[str, str], int]:
    """Where each (table, key) stands, and each table as (table, ""); tomllib keeps no positions."""
    found: dict[tuple[str, str], int] = {}
    table, in_string = "", False
    for number, line in enumerate(text.split("\n"), start=1):
        header, key = (None, None) if in_string else (_HEADER.match(line), _KEY.match(line))
        in_string ^= (line.count('"""') + line.count("'''")) % 2 == 1
        if header:
            table = place = ".".join(part.strip(" \t\"'") for part in header[1].split("."))
        elif key:
            place = f"{table}.{key[1]}".lstrip(".")
        else:
            continue
        parent, _, name = place.rpartition(".")
        found.setdefault((parent, name), number)
        found.setdefault((place, ""), number)
    return found


def _fact(table: _Table) -> Fact:
    table.only(_FACT_KEYS)
    fact = Fact(
        id=table.name,
        claim=table.need("claim", table.text("claim")),
        volatile=table.need("volatile", table.choice("volatile", Volatility)),
        status=table.need("status", table.choice("status", FactStatus)),
        caution=table.text("caution"),
        citation=table.text("citation"),
        url=table.url(),
        as_of=table.text("as_of"),
        seen=table.date("seen"),
        ends=table.date("ends"),
        confidence=table.choice("confidence", Confidence),
        check_by=table.date("check_by"),
        line=table.lines.get((table.name, "")),
    )
    _dated(fact, table)
    return fact


def _dated(fact: Fact, table: _Table) -> None:
    if not printable(fact):
        for key in ("seen", "ends", "check_by"):
            if key in table.values:
                fix = 'Take the line out, or, if somebody has read it, set status = "read"'
                raise table.error(key, f"'{key}' contradicts status = '{fact.status.value}'", fix)
        return
    for key in ("citation", "as_of", "confidence"):
        table.need(key, table.values.get(key))
    by_age = due(table.need("seen", fact.seen), fact.volatile)
    right = min(by_age, fact.ends or by_age)
    if table.need("check_by", fact.check_by) != right:
        ends = f", ends = {fact.ends}" if fact.ends else ""
        reason = f"seen = {fact.seen}{ends} and volatile = '{fact.volatile.value}' give {right}"
        raise table.error("check_by", f"'check_by' is {fact.check_by}, but {reason}", f"Write check_by = {right}")


def _contact(table: _Table) -> Contact:
    table.only(_CONTACT_KEYS)
    contact = Contact(
        id=table.name,
        name=table.need("name", table.text("name")),
        region=table.need("region", table.choice("region", Region)),
        area=table.need("area", table.text("area")),
        topics=table.texts("topics"),
        source=table.need("source", table.text("source")),
        status=table.need("status", table.choice("status", ContactStatus)),
        names=_names(table.inner("names")),
        phone=table.number("phone", _PHONE),
        text=_text_line(table.inner("text")),
        tty=table.number("tty", _PHONE),
        url=table.url(),
        languages=table.text("languages"),
        hours=table.text("hours"),
        seen=table.date("seen"),
        confidence=table.choice("confidence", Confidence),
        note=table.text("note"),
        line=table.lines.get((table.name, "")),
    )
    if printable(contact):
        table.need("seen", contact.seen)
        table.need("confidence", contact.confidence)
        if not (contact.phone or contact.text or contact.url):
            fix = 'Add a phone, a text number or a url that was confirmed, or set status = "gap"'
            raise table.error("status", "is printable, but cannot be reached", fix)
    return contact


def _names(table: _Table | None) -> dict[str, str]:
    if table is None:
        return {}
    for code in table.values:
        try:
            find_locale(code)
        except ConfigError as error:
            raise table.error(code, f"'{code}' is no locale", f"Use a name like {EXAMPLES}") from error
    return {code: table.need(code, table.text(code)) for code in table.values}


def _text_line(table: _Table | None) -> TextLine | None:
    if table is None:
        return None
    table.only(("to", "word"))
    return TextLine(to=table.need("to", table.number("to", _SHORT_CODE, _PHONE)), word=table.text("word"))
