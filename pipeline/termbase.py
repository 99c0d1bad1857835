"""The glossary as TBX, which CAT tools and term bases read (TBX 2, MARTIF core), written by translate-toolkit.

TBX carries terms, their standing, notes and sources. It has no place for three things the table says: words that are
wrong in any sentence (``!``), words that contain a wrong one and are right, and how sure we are; they go into notes.
"""

from __future__ import annotations

import io
from typing import Any

from pipeline import exchange
from pipeline.glossary import Glossary, Term
from pipeline.languages import SOURCE, locale

_PREFERRED, _ADMITTED, _WRONG = "preferredTerm-admn-sts", "admittedTerm-admn-sts", "deprecatedTerm-admn-sts"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def export(glossary: Glossary) -> bytes:
    """The whole term base, every language in it, one termEntry a row; the same glossary gives the same bytes."""
    module = exchange.storage("tbx")
    store = module.tbxfile(sourcelanguage=SOURCE.tag)
    head = store.document.getroot().find(".//sourceDesc/p")
    head.text = "locales/glossary.tsv of the know-your-rights project"
    for number, term in enumerate(glossary.terms, 1):
        unit = module.tbxunit(None)
        store.addunit(unit)
        unit.setid(f"t{number}")
        _fill(unit.xmlelement, term)
    out = io.BytesIO()
    store.serialize(out)
    return out.getvalue()


def _fill(entry: Any, term: Term) -> None:
    """The content model's order: administrative data and notes of the concept, then one langSet a language."""
    for child in list(entry):
        entry.remove(child)
    if term.source:
        _add(entry, "admin", term.source, type="source")
    for note in _notes(term):
        _add(entry, "note", note)
    _language(entry, SOURCE.tag, term.english, ())
    for code in dict.fromkeys((*term.renderings, *(code for one in term.forbidden for code in one.texts))):
        wrong = tuple(one.texts[code] for one in term.forbidden if code in one.texts)
        _language(entry, locale(code).tag, term.renderings.get(code, ()), wrong)


def _notes(term: Term) -> tuple[str, ...]:
    everywhere = dict.fromkeys(text for one in term.forbidden if one.everywhere for text in one.texts.values())
    exceptions = dict.fromkeys(text for one in term.forbidden for text in one.exceptions)
    said = (
        term.note,
        f"Never use, in any sentence: {' / '.join(everywhere)}" if everywhere else "",
        f"Right although they contain a wrong one: {' / '.join(exceptions)}" if exceptions else "",
        f"Confidence: {term.confidence}" if term.confidence != "high" else "",
    )
    return tuple(one for one in said if one)


def _language(entry: Any, tag: str, terms: tuple[str, ...], wrong: tuple[str, ...]) -> None:
    language = _add(entry, "langSet")
    language.set(_LANG, tag)
    standings = [(text, _ADMITTED if place else _PREFERRED) for place, text in enumerate(terms)]
    for text, standing in (*standings, *((text, _WRONG) for text in wrong)):
        group = _add(language, "tig")
        _add(group, "term", text)
        _add(group, "termNote", standing, type="administrativeStatus")


def _add(parent: Any, name: str, text: str | None = None, **attributes: str) -> Any:
    child = parent.makeelement(name, attributes)
    child.text = text
    parent.append(child)
    return child
