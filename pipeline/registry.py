"""content/facts.toml and content/contacts.toml to values; whatever is wrong in them is an error that names the line."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pipeline.errors import RegistryError
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
    printable,
)
from pipeline.languages import advice
from pipeline.languages import locale as find_locale
from pipeline.text import toml
from pipeline.text.toml import Table
from pipeline.text.untrusted import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    return {name: _fact(name, table) for name, table in _entries(text, path, _FACT_ID, "F-001")}


def parse_contacts(text: str, path: str) -> dict[str, Contact]:
    """The contacts of a `contacts.toml`, by id, in file order; raises RegistryError like `parse_facts`."""
    return {name: _contact(name, table) for name, table in _entries(text, path, _CONTACT_ID, "nht")}


def _entries(text: str, path: str, shape: re.Pattern[str], example: str) -> Iterator[tuple[str, Table]]:
    document = toml.read(text, path, RegistryError)
    for name, values in document.values.items():
        if not isinstance(values, dict) or not shape.fullmatch(name):
            fix = f"Begin each entry with a header like [{example}]"
            raise document.error(name, f"[{shown(name)}] is not the name of an entry", fix)
        yield name, document.inner(name)


def _date(table: Table, key: str) -> datetime.date | None:
    value = table.values.get(key)
    if value is None:
        return None
    if type(value) is not datetime.date or not 2000 <= value.year < 2100:
        raise table.error(key, f"'{key}' is not a date from 2000 to 2099", f"Write {key} = 2026-11-21, without quotes")
    return value


def _number(table: Table, key: str, *shapes: re.Pattern[str]) -> str | None:
    value = table.text(key)
    if value is not None and not any(shape.fullmatch(value) for shape in shapes):
        raise table.error(key, f"'{value}' is not a number people here can dial", "Write it like 1-888-373-7888")
    return value


def _url(table: Table) -> str | None:
    value = table.text("url")
    if value is None:
        return None
    try:
        parts = urlsplit(value)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("https", "http") or not parts.hostname or re.search(r"""[\s"<>\\]|//[^/]*@""", value):
        raise table.error("url", f"'{value}' is not a web address", 'Write url = "https://..."')
    return value


def _fact(name: str, table: Table) -> Fact:
    table.only(_FACT_KEYS)
    fact = Fact(
        id=name,
        claim=table.need("claim", table.text("claim")),
        volatile=table.need("volatile", table.choice("volatile", Volatility)),
        status=table.need("status", table.choice("status", FactStatus)),
        caution=table.text("caution"),
        citation=table.text("citation"),
        url=_url(table),
        as_of=table.text("as_of"),
        seen=_date(table, "seen"),
        ends=_date(table, "ends"),
        confidence=table.choice("confidence", Confidence),
        check_by=_date(table, "check_by"),
        line=table.line,
    )
    _dated(fact, table)
    return fact


def _dated(fact: Fact, table: Table) -> None:
    if not printable(fact):
        for key in ("seen", "ends", "check_by"):
            if key in table.values:
                fix = 'Take the line out or, if somebody has read the source, set status = "read"'
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


def _contact(name: str, table: Table) -> Contact:
    table.only(_CONTACT_KEYS)
    contact = Contact(
        id=name,
        name=table.need("name", table.text("name")),
        region=table.need("region", table.choice("region", Region)),
        area=table.need("area", table.text("area")),
        topics=table.need("topics", table.texts("topics")),
        source=table.need("source", table.text("source")),
        status=table.need("status", table.choice("status", ContactStatus)),
        names=_names(table.inner("names")),
        phone=_number(table, "phone", _PHONE),
        text=_text_line(table.inner("text")) if "text" in table.values else None,
        tty=_number(table, "tty", _PHONE),
        url=_url(table),
        languages=table.text("languages"),
        hours=table.text("hours"),
        seen=_date(table, "seen"),
        confidence=table.choice("confidence", Confidence),
        note=table.text("note"),
        line=table.line,
    )
    if printable(contact):
        table.need("seen", contact.seen)
        table.need("confidence", contact.confidence)
        if not (contact.phone or contact.text or contact.url):
            fix = 'Add a phone, a text number or a url that was confirmed, or set status = "gap"'
            raise table.error("status", "may be printed, but has no phone, text or url", fix)
    return contact


def _names(table: Table) -> dict[str, str]:
    for code in table.values:
        try:
            find_locale(code)
        except ValueError as error:
            raise table.error(code, str(error), advice(code)) from error
    return {code: table.need(code, table.text(code)) for code in table.values}


def _text_line(table: Table) -> TextLine:
    table.only(("to", "word"))
    return TextLine(to=table.need("to", _number(table, "to", _SHORT_CODE, _PHONE)), word=table.text("word"))
