"""Catalogues for other translation tools: XLIFF 1.2 and 2.0 out and in again, TMX out.

translate-toolkit does the reading and writing. It is GPL-3.0-or-later and therefore no dependency of kyr, but the
extra ``exchange``: imported here, inside the functions that need it, and by nothing that builds a page.

Beside each message stands the digest of its translation as it went out. So what nobody touched in the tool takes
nothing back that has been written here since, and where both have changed, the words here stay.

What a format carries and what it does not is in `LOST`, and is said whenever a file is written. Texts go out exactly as
they stand in the catalogue, Markdown and tokens included, because no inline markup of XLIFF says what Markdown says.

A file that comes back is untrusted. It is refused whole if it is no XLIFF, and unit by unit where its English is not
the catalogue's, to the letter. States come back as *translated* or *fuzzy* only: an approval in a translation tool is
nobody's sign-off, whatever the tool calls it; those come in through review answers alone.
"""

from __future__ import annotations

import datetime
import importlib
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline import __version__, workflow
from pipeline.edition import Publisher
from pipeline.errors import KyrError
from pipeline.languages import SOURCE, Locale
from pipeline.model import Catalog, Message, State, digest
from pipeline.project import Project
from pipeline.review import authors, signatures, signing
from pipeline.review.answers import HANDLE, MAX_TEXT
from pipeline.review.authors import Author
from pipeline.text import markup, maths, untrusted
from pipeline.text.untrusted import RefusedError

MAX_FILE = 16 * 2**20
"""Bytes; this project's library takes 1.5 MB."""

_OF_XLIFF = (
    "carries states, notes and contexts. It does not carry sign-offs, the English a draft was made for, glossary "
    "rules, or Markdown as inline codes: marks and {{ tokens }} are plain text in it, to be kept."
)
LOST: Mapping[str, str] = {
    "xliff1": f"XLIFF 1.2 {_OF_XLIFF}",
    "xliff2": f"XLIFF 2.0 {_OF_XLIFF}",
    "tmx": "TMX carries finished translations only: no drafts, no states, no sign-offs, and it is not read back.",
}
"""Format -> what is told to whoever exports to it."""

_XLIFF1 = {
    State.MISSING: "new",
    State.DRAFT: "needs-review-translation",
    State.STALE: "needs-review-translation",
    State.TRANSLATED: "translated",
    State.REOPENED: "translated",
    State.APPROVED: "final",
}
_XLIFF2 = {
    State.MISSING: "initial",
    State.DRAFT: "initial",
    State.STALE: "initial",
    State.TRANSLATED: "translated",
    State.REOPENED: "translated",
    State.APPROVED: "final",
}
_FINISHED = {"translated", "reviewed", "signed-off", "final"}  # the states of both versions; approved counts as this

_SKELETON1 = (
    '<?xml version="1.0" encoding="UTF-8"?><xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">'
    '<file original="NoName" source-language="en" target-language="{tag}" datatype="plaintext"><body/></file></xliff>'
)
_SKELETON2 = (
    '<?xml version="1.0" encoding="UTF-8"?><xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" '
    'srcLang="en" trgLang="{tag}"><file id="f0"/></xliff>'
)
_WEB_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_VERSION = re.compile(r"<(?:\w+:)?xliff\b[^<>]*?\bversion\s*=\s*[\"'](\d)")
_METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"
_AS_EXPORTED = "x-kyr-as-exported"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def storage(name: str) -> Any:
    """A module of translate-toolkit's; raises KyrError where the extra is not installed."""
    try:
        return importlib.import_module(f"translate.storage.{name}")
    except ImportError as error:
        fix = 'Install it with: pip install "kyr[exchange]"'
        raise KyrError("translate-toolkit", "is needed for this format and not installed", fix) from error


# ---- out ----


def export(project: Project, locale: Locale, pages: Sequence[str], form: str) -> bytes:
    """The catalogues of some pages (and ``site``) in one locale as one file; ``form`` is a key of `LOST`.

    The same project gives the same bytes. Raises KyrError for a page without a catalogue.
    """
    catalogs = {page: _catalog(project, locale, page) for page in pages}
    if form == "tmx":
        return _tmx(catalogs, locale)
    write = _xliff1 if form == "xliff1" else _xliff2
    publisher = Publisher(project)
    return write(catalogs, {page: _states(publisher, locale, page, catalogs[page]) for page in catalogs}, locale)


def _catalog(project: Project, locale: Locale, page: str) -> Catalog:
    catalog, data = project.read_catalog(locale, page) if page in project.catalog_names(locale) else (Catalog(), None)
    if data is None:
        raise KyrError(
            page, f"there is no catalogue of this name in {locale.code}", "Run `kyr update`, or correct the name"
        )
    return catalog


def _states(publisher: Publisher, locale: Locale, page: str, catalog: Catalog) -> list[State]:
    """The state of each live message; what is on no page any more, nobody has signed."""
    plain = signatures.states(page, catalog, signatures.Ledger(), frozenset())
    pages = publisher.project.signable
    signed = publisher.states(locale, pages[page]) if page in pages else {}
    return [signed.get(key, state) for key, state in plain.items()]


def _notes(message: Message) -> Iterator[tuple[str, str]]:
    """Who says it, and what: the authors' and the glossary's lines, then the translators' own."""
    yield from (("developer", line) for line in message.extracted if line.strip())
    if message.comment.strip():
        yield "translator", message.comment.strip()


def _xliff1(catalogs: Mapping[str, Catalog], states: Mapping[str, list[State]], locale: Locale) -> bytes:
    store = storage("xliff").Xliff1File.parsestring(_SKELETON1.format(tag=locale.tag).encode())
    for page, catalog in catalogs.items():
        store.switchfile(page, createifmissing=True)
        for message, state in zip(catalog.live, states[page], strict=True):
            unit = store.UnitClass(message.source)
            unit.target = message.target
            store.addunit(unit)
            unit.setid(signatures.source_digest(message.key))
            unit.target_dom.set("state", _XLIFF1[state])
            unit.xmlelement.set("approved", "yes" if state is State.APPROVED else "no")
            if message.context is not None:
                unit.createcontextgroup("po-entry", [("x-po-msgctxt", message.context)], "information")
            unit.createcontextgroup("kyr", [(_AS_EXPORTED, digest(message.target))], "information")
            for origin, note in _notes(message):
                unit.addnote(note, origin=origin)
    return _serialized(store)


def _xliff2(catalogs: Mapping[str, Catalog], states: Mapping[str, list[State]], locale: Locale) -> bytes:
    """translate-toolkit puts notes and xml:space into the segment, where XLIFF 2.0 has no place for them."""
    store = storage("xliff2").Xliff2File.parsestring(_SKELETON2.format(tag=locale.tag).encode())
    root = store.document.getroot()
    root.remove(store.body)
    for number, (page, catalog) in enumerate(catalogs.items(), 1):
        store.body = root.makeelement(store.namespaced("file"), {"id": f"f{number}", "original": page})
        root.append(store.body)
        for message, state in zip(catalog.live, states[page], strict=True):
            unit = store.UnitClass(message.source)
            if message.target:
                unit.target = message.target
            store.addunit(unit)
            unit.setid(signatures.source_digest(message.key))
            unit.xmlelement.set("state", _XLIFF2[state])
            del unit.xmlelement.attrib[_SPACE]
            whole = unit.getunitelement()
            whole.set(_SPACE, "preserve")
            notes = list(_notes(message))
            if message.context is not None:
                notes.insert(0, ("context", message.context))
            if notes:
                whole.insert(0, _notes2(store, notes))
            whole.insert(0, _metadata(whole, digest(message.target)))
    return _serialized(store)


def _notes2(store: Any, notes: Iterable[tuple[str, str]]) -> Any:
    element = store.body.makeelement(store.namespaced("notes"))
    for category, text in notes:
        note = element.makeelement(store.namespaced("note"), {"category": category})
        note.text = text
        element.append(note)
    return element


def _metadata(whole: Any, exported: str) -> Any:
    """XLIFF 2.0's own place for what is nobody's note: its metadata module."""
    holder = whole.makeelement(f"{{{_METADATA}}}metadata", nsmap={"mda": _METADATA})
    group = holder.makeelement(f"{{{_METADATA}}}metaGroup", {"category": "kyr"})
    value = holder.makeelement(f"{{{_METADATA}}}meta", {"type": _AS_EXPORTED})
    value.text = exported
    group.append(value)
    holder.append(group)
    return holder


def _tmx(catalogs: Mapping[str, Catalog], locale: Locale) -> bytes:
    store = storage("tmx").tmxfile(sourcelanguage=SOURCE.tag, targetlanguage=locale.tag)
    head = next(store.document.getroot().iterchildren("header"))
    head.set("creationtool", "kyr")
    head.set("creationtoolversion", __version__)
    head.set("segtype", "block")
    for page, catalog in catalogs.items():
        for message in catalog.live:
            if message.target and not message.fuzzy:
                unit = store.addsourceunit(message.source)
                unit.settarget(message.target, locale.tag)
                unit.xmlelement.set("tuid", signatures.unit_name(page, message.key))
                if message.context is not None:
                    unit.setcontext(message.context)
    return _serialized(store)


def _serialized(store: Any) -> bytes:
    importlib.import_module("lxml.etree").cleanup_namespaces(store.document)
    out = io.BytesIO()
    store.serialize(out)
    return out.getvalue()


# ---- in: what the file says ----


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of an XLIFF file, as it came."""

    page: str
    id: str
    source: str
    target: str
    finished: bool | None
    """What its state says: a translation somebody stands by, or a draft; None where it has no state."""
    exported: str = ""
    """`digest` of its translation as it went out; empty where the tool has dropped it."""
    problem: str = ""
    """Why its texts cannot be taken as they are; empty for none."""


@dataclass(frozen=True, slots=True)
class Received:
    """An XLIFF file that came back."""

    name: str
    language: str
    """Its target language, as the file says it."""
    units: tuple[Unit, ...]


def read(data: bytes, name: str) -> Received:
    """What an XLIFF 1.x or 2.x file says; ``name`` is only what an error calls it.

    Raises KyrError for a file that is too big, not UTF-8, not XLIFF, or has a document type or entities.
    """
    if _WEB_PAGE.match(data):
        fix = "Ask the reviewer for the small file that its button 'Save my review' makes; nothing was imported"
        raise KyrError(name, "this is a web page: if it is a review packet, the answers are not in it", fix)
    fix = "Export it from the translation tool as XLIFF again; nothing was imported"
    try:
        if len(data) > MAX_FILE:
            raise RefusedError(f"it has more than {MAX_FILE // 2**20} MB")
        return _received(untrusted.xml_text(data), name)
    except RefusedError as error:
        raise KyrError(name, f"not a file that can be imported: {error}", fix) from None


def _received(text: str, name: str) -> Received:
    version = _VERSION.search(text)
    if version is None or version[1] not in "12":
        raise RefusedError(
            "it is not XLIFF 1.x or 2.x" + (" but TMX, which is not read back" if "<tmx" in text else "")
        )
    module, kind = ("xliff", "Xliff1File") if version[1] == "1" else ("xliff2", "Xliff2File")
    file_class = getattr(storage(module), kind)
    language, units = "", tuple[Unit, ...]()
    try:
        store = file_class(io.BytesIO(text.encode()))
        language = store.gettargetlanguage() or ""
        units = tuple(_unit(unit, language, two=version[1] == "2") for unit in store.units)
    except StopIteration:  # translate-toolkit's word for an XLIFF 1.2 without a <file>
        pass
    except Exception as error:  # lxml and translate-toolkit let every kind of error through when a file is damaged
        line = getattr(error, "lineno", None)
        raise RefusedError(f"it is damaged ({f'line {line}' if line else type(error).__name__})") from error
    if not units:
        raise RefusedError("there is no text to translate in it")
    return Received(name, language, units)


def _unit(unit: Any, language: str, *, two: bool) -> Unit:
    whole = unit.getunitelement() if two else unit.xmlelement
    file = next(whole.iterancestors("{*}file"))
    source, target = unit.source_dom, unit.target_dom
    found = (unit.xmlelement if two else target if target is not None else {}).get("state")
    finished = found in _FINISHED if found else None
    if found is None and whole.get("approved") == "yes":
        finished = True
    inline = [element for node in (source, target) if node is not None for element in node.iterdescendants("{*}*")]
    problem = ""
    if file.get("target-language", language) != language:
        problem = "it is in another language than the first units of the file; import that language by itself"
    elif two and len(list(whole.iterchildren("{*}segment"))) > 1:
        problem = "the tool has split it into segments; join them there"
    elif target is not None and len(list(target.getparent().iterchildren("{*}target"))) > 1:
        problem = "it has two translations; delete one of them in the tool"
    elif any(not element.tag.endswith("}mrk") for element in inline):
        problem = "it holds inline codes; write the same marks as the English, as plain text"
    elif own := next((kind for kind in (one.get("mtype", "") for one in inline) if kind.startswith("x-")), ""):
        problem = f"the tool has marked words in it ({untrusted.shown(own)}); accept or reject all changes there"
    page = file.get("original") or file.get("id") or ""
    return Unit(page, whole.get("id") or "", _words(source), _words(target), finished, _exported(whole), problem)


def _exported(whole: Any) -> str:
    values = (one for one in whole.iter("{*}context", "{*}meta"))
    return next((_words(one) for one in values if _AS_EXPORTED in {one.get("context-type"), one.get("type")}), "")


def _words(node: Any) -> str:
    return "" if node is None else "".join(node.itertext())


# ---- in: what it would change ----


@dataclass(frozen=True, slots=True)
class Change:
    """One message as it is and as it would be."""

    page: str
    before: Message
    after: Message

    @property
    def unit(self) -> str:
        """The unit's readable name."""
        return signatures.unit_name(self.page, self.before.key)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A unit that is not imported."""

    unit: str
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do: nothing is written before `apply`."""

    locale: Locale
    changes: tuple[Change, ...]
    refused: tuple[Refusal, ...]
    same: int
    """Units that say what the catalogue says, or nothing."""


def plan(project: Project, received: Received) -> Plan:
    """What a file that came back would change. Raises KyrError when its language is none of the project's.

    A unit without words changes nothing. Finished words replace what there is and are a translation; words in any
    other state become fuzzy, for a translator to look at; a unit without a state and with new words does so too.
    """
    locale = _locale(project, received)
    names = frozenset(project.catalog_names(locale))
    pages = dict.fromkeys(unit.page for unit in received.units)
    catalogs = {page: project.catalog(locale, page) for page in pages if page in names}
    known = {
        page: {signatures.source_digest(message.key): message for message in catalog.live}
        for page, catalog in catalogs.items()
    }
    counts = Counter((unit.page, unit.id) for unit in received.units)
    changes: list[Change] = []
    refused: list[Refusal] = []
    for unit in received.units:
        message = known.get(unit.page, {}).get(unit.id)
        reason = _reason(unit, message, counts[unit.page, unit.id], project.mathematics)
        if reason or message is None:
            refused.append(Refusal(untrusted.shown(signatures.name_of(unit.page, unit.id)), reason))
        elif not _is_untouched(message, unit) and (after := _after(message, unit)) != message:
            changes.append(Change(unit.page, message, after))
    return Plan(locale, tuple(changes), tuple(refused), len(received.units) - len(changes) - len(refused))


def _locale(project: Project, received: Received) -> Locale:
    """By folder name, HTML tag, or the name PO headers use: tools turn zh-Hans into zh-CN."""
    said = received.language.replace("_", "-").casefold()
    for locale in project.config.locales:
        if said in {one.replace("_", "-").casefold() for one in (locale.code, locale.tag, locale.catalog)}:
            return locale
    known = ", ".join(locale.tag for locale in project.config.locales)
    wrong = f"its target language is '{untrusted.shown(received.language)}', which this project does not have"
    raise KyrError(received.name, wrong, f"It has: {known}; nothing was imported")


def _reason(unit: Unit, message: Message | None, count: int, mathematics: maths.Reads | None = None) -> str:
    """Why a unit is refused; empty if it is not."""
    if message is None:
        return "no message of this page has this id any more; export again"
    if unit.problem:
        return unit.problem
    if count > 1:
        return f"the file has it {count} times"
    if unit.source != message.source:
        return "its English is not the catalogue's; export again"
    if len(unit.target) > MAX_TEXT:
        return f"its translation has more than {MAX_TEXT:,} characters"
    if bad := untrusted.UNSEEN.search(unit.target):
        return f"its translation holds the character U+{ord(bad[0]):04X}, which cannot be seen or typed"
    if markup.is_blank(unit.source, unit.target):
        return "its translation has no words"
    if _has_changed_here(message, unit) and not _is_untouched(message, unit):
        return "its translation has changed here since the export; export again"
    if unit.target != message.target and (added := markup.added(message.source, unit.target, mathematics)):
        return f"its translation brings {next(iter(added))}, which the English lacks"
    return ""


def _has_changed_here(message: Message, unit: Unit) -> bool:
    """Whether the catalogue says neither what it said when the file was made, nor what the file says."""
    return bool(unit.exported) and digest(message.target) not in {unit.exported, digest(_target(unit))}


def _is_untouched(message: Message, unit: Unit) -> bool:
    return _has_changed_here(message, unit) and (not unit.target.strip() or digest(unit.target) == unit.exported)


def _target(unit: Unit) -> str:
    """The translation without the white space that a tool has put around and into it; the English has no other."""
    target = unit.target.replace("\r\n", "\n").replace("\r", "\n")
    return target if "\n" in unit.source else re.sub(r"[ \t\n]+", " ", target).strip()


def _after(message: Message, unit: Unit) -> Message:
    target = message.target if unit.target == message.target else _target(unit)
    if not target.strip() or (target == message.target and unit.finished is None):
        return message
    fuzzy = not unit.finished
    return replace(message, target=target, fuzzy=fuzzy, previous=message.previous if fuzzy else None)


def apply(project: Project, plan: Plan, author: str, day: datetime.date) -> Iterator[str]:
    """Write a plan into the catalogues, then derive the locales made from this one; yields the files that changed.

    ``author`` is the handle of whoever wrote the translations, who may then not approve them; empty where nobody can
    tell. It is recorded first, so that no interruption leaves words without their author. Raises KyrError for what is
    no handle, and, that page untouched, when a catalogue has changed since the plan was made.
    """
    if author:
        yield from _record(project, plan, author, day)
    for page in dict.fromkeys(change.page for change in plan.changes):
        changes = {change.before: change.after for change in plan.changes if change.page == page}
        yield from workflow.put(project, plan.locale, page, changes)
    yield from workflow.convert(project)


def _record(project: Project, plan: Plan, author: str, day: datetime.date) -> Iterator[str]:
    if not HANDLE.fullmatch(author):
        raise KyrError(
            "--author",
            f"'{untrusted.shown(author)}' is not a valid handle",
            "Use lower-case letters, digits and hyphens",
        )
    known = set(project.authors(plan.locale)[0])
    lines = ""
    for change in plan.changes:
        source, target = signatures.source_digest(change.after.key), digest(change.after.target)
        one = Author(change.unit, source, target, author, day)
        lines += "" if one in known else authors.write_line(one)
    yield from signing.append(project, project.authors_path(plan.locale), lines)
