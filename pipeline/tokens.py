"""Contact and date tokens, ``{{ nht.phone }}``: the only way a number, an address or a date gets into a page."""

from __future__ import annotations

import html
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal, NoReturn
from urllib.parse import quote

from babel.dates import format_date

from pipeline.errors import RegistryError, nearest
from pipeline.facts import (
    CONTACTS_FILE,
    FACTS_FILE,
    Contact,
    Fact,
    Registry,
    TextLine,
    find_contact,
    find_fact,
    printable,
)
from pipeline.interface import N_, Words
from pipeline.languages import SOURCE, Locale
from pipeline.text import prose

if TYPE_CHECKING:
    import datetime
    import re
    from collections.abc import Callable, Iterator, Mapping

_BRACES_OF_OTHERS = "Put it between backticks if readers are to see it; macros and shortcodes are not read"

Form = Literal["html", "plain"]
"""What `expand` writes: HTML for the site; plain text for print, attributes and descriptions."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """What a token stands for: words, what tapping them opens, and how the page may style them."""

    words: str
    href: str = ""
    css: str = ""
    address: str = ""
    """What paper shows beside the words, where nothing can be tapped."""
    parts: tuple[_Piece, ...] = ()
    """Of a card: the pieces that it shows one under the other."""
    label: str = ""
    """Of a piece of a card: what translators say in place of its words, with places like ``{number}``."""
    places: tuple[tuple[str, str], ...] = ()
    """What stands in each place of the label."""
    neutral: bool = False
    """Whether its words belong to no language, so that nothing has to stand in English while nobody has translated."""

    def sentence(self, words: Words) -> str:
        """What a card says in the reader's language, its places still open; empty where that says less than it has to.

        A translation that lost a place must not lose the number.
        """
        said = "" if not self.label or (self.neutral and self.untranslated(words)) else words(self.label)
        return said if all(place in said for place, _ in self.places) else ""

    def said(self, words: Words, mark: str = "{}") -> str:
        """The words to show; ``mark`` stands around what is put into a sentence."""
        said = self.sentence(words)
        for place, value in self.places:
            said = said.replace(place, mark.format(value))
        return said or self.words

    def untranslated(self, words: Words) -> bool:
        """Whether nobody has put the label into the reader's language."""
        return bool(self.label) and words(self.label) == self.label


def tokens(text: str) -> Counter[str]:
    """The tokens of a text and how often each comes, white space evened out: ``{"{{ nht.phone }}": 1}``.

    Order is left out on purpose: another language may need another one.
    """
    return Counter(in_order(text))


def in_order(text: str) -> list[str]:
    """The tokens of a text as they stand in it, white space evened out."""
    return [prose.evened(match[0]) for match in prose.tokens(text)]


def expand(
    text: str,
    registry: Registry,
    locale: Locale,
    form: Form,
    *,
    path: str,
    line: int | None = None,
    checked_label: str = "checked {date}",
    words: Words = str,
) -> str:
    """``text`` with every token replaced, once: what a token brings in is never read again.

    ``locale`` is that of the words around the tokens (English for a unit that is shown in English). What comes from
    the registry is escaped for HTML, in text and in attributes; the rest of ``text`` is the caller's. In an HTML
    attribute use the plain form. ``checked_label`` is the translated label for ``{{ checked.F-068 }}``; ``words``
    translates a card's hours and languages.

    Numbers keep their ordinary hyphens in both forms, so that copying or extracting one gives what can be dialled:
    the style sheet (`.kyr-phone`, `.kyr-text`) and the print templates forbid the break, no special character does.

    Raises RegistryError, naming the token, ``path`` and ``line``, for a token that is damaged or unknown, and for an
    entry that may not be printed or lacks what is asked for.
    """
    if not registry.has_tokens:
        return text
    if broken := None if registry.is_empty else prose.damaged_token(text):
        fix = "Write tokens as {{ nht.phone }}, with two ordinary braces on each side"
        raise RegistryError(path, f"'{broken}' looks like a damaged token", fix, line)

    def put(match: re.Match[str]) -> str:
        try:
            return _written(prose.evened(match[0]), registry, locale, form, checked_label, words)
        except RegistryError as error:
            raise RegistryError(path, error.message, error.fix, line) from error

    return prose.put_for_tokens(put, text)


@lru_cache(1024)
def _written(token: str, registry: Registry, locale: Locale, form: Form, label: str, words: Words) -> str:
    """What a token stands for; raises RegistryError without a place, for one token stands in many."""
    piece = _piece(token, registry, locale, label)
    return _as_html(piece, locale, words) if form == "html" else _as_plain(piece, locale, words)


def _piece(token: str, registry: Registry, locale: Locale, label: str) -> _Piece:
    owner, dot, what = token[3:-3].partition(".")
    try:
        if owner == "checked" and what in registry.facts:
            return _checked(find_fact(registry, what, ""), locale, label)
        if owner in registry.contacts and what in _PIECES:
            piece = _PIECES[what](find_contact(registry, owner, ""), locale)
            return piece or _lacking(registry.contacts[owner], what, locale)
    except RegistryError as error:
        raise RegistryError("", f"{token}: {error.message}", error.fix) from error
    fix = _BRACES_OF_OTHERS if registry.is_empty else f"Use one that is in {CONTACTS_FILE} or {FACTS_FILE}"
    fix = nearest(f"{owner}{dot}{what}", _valid(registry), fix, "{{{{ {} }}}}")
    raise RegistryError("", f"{token} names nothing that can be printed", fix)


def _lacking(contact: Contact, what: str, locale: Locale) -> NoReturn:
    names = [name for name, make in _PIECES.items() if make is not _card and make(contact, locale)]
    has = ", ".join(f"{{{{ {contact.id}.{name} }}}}" for name in names)
    raise RegistryError("", f"contact '{contact.id}' has no {what}", f"It has {has}")


def _valid(registry: Registry) -> Iterator[str]:
    for contact in registry.contacts.values():
        if printable(contact):
            yield from (f"{contact.id}.{what}" for what, make in _PIECES.items() if make(contact, SOURCE))
    yield from (f"checked.{fact.id}" for fact in registry.facts.values() if printable(fact))


def _checked(fact: Fact, locale: Locale, label: str) -> _Piece:
    if "{date}" not in label:
        fix = "Keep {date} in the translation of 'checked {date}'"
        raise RegistryError("", f"the label '{label}' has lost its {{date}}", fix)
    assert fact.seen is not None, "a printable fact has been seen, and Babel takes None for today"
    # The label is a translation: str.format would obey whatever else stands between its braces.
    return _Piece(label.replace("{date}", date(fact.seen, locale)), css="kyr-checked")


@cache
def date(day: datetime.date, locale: Locale) -> str:
    """A day as readers of a locale write it: 2026年11月21日."""
    return format_date(day, format="long", locale=locale.catalog)


def _phone(contact: Contact, _: Locale) -> _Piece | None:
    return _Piece(contact.phone, f"tel:{_dialled(contact.phone)}", "kyr-phone") if contact.phone else None


def _tty(contact: Contact, _: Locale) -> _Piece | None:
    return _Piece(contact.tty, f"tel:{_dialled(contact.tty)}", "kyr-phone") if contact.tty else None


def _text(contact: Contact, locale: Locale) -> _Piece | None:
    if contact.text is None:
        return None
    word, number = contact.text.word, contact.text.to
    if word is None:
        return _Piece(number, f"sms:{_dialled(number)}", "kyr-text")
    words = f"{word} {'to' if locale == SOURCE else '→'} {number}"
    # RFC 5724 and Android read `?body=`, iPhones look for `&body=`: `?&body=` is both.
    address = f"sms:{_dialled(number)}?&body={quote(word, safe='')}"
    return _Piece(words, address, "kyr-text", label=_WORD, places=_places(contact.text), neutral=True)


def _name(contact: Contact, locale: Locale) -> _Piece:
    return _Piece(contact.names.get(locale.code, contact.name))


def _link(contact: Contact, locale: Locale) -> _Piece | None:
    if contact.url is None:
        return None
    return _Piece(_name(contact, locale).words, contact.url, address=contact.url.removeprefix("https://").rstrip("/"))


def _card(contact: Contact, locale: Locale) -> _Piece:
    """All that helps to call: who, by which numbers, when, in which languages; what nobody confirmed is left out."""
    said = (_Piece(fact, css="kyr-said", label=fact) for fact in (contact.hours, contact.languages) if fact)
    who = _link(contact, locale) or _name(contact, locale)
    parts = (who, _phone(contact, locale), _message(contact, locale), *said)
    return _Piece("", css="kyr-contact", parts=tuple(part for part in parts if part))


def _message(contact: Contact, locale: Locale) -> _Piece | None:
    """The text line of a card as a sentence: paper does not write the message for her, as a telephone does."""
    text, piece = contact.text, _text(contact, locale)
    if text is None or piece is None:
        return None
    return replace(piece, label=_SEND_WORD if text.word else _SEND, places=_places(text), neutral=False)


def _places(text: TextLine) -> tuple[tuple[str, str], ...]:
    return (("{number}", text.to), *([("{word}", text.word)] if text.word else []))


_PIECES: Mapping[str, Callable[[Contact, Locale], _Piece | None]] = {
    "phone": _phone,
    "text": _text,
    "tty": _tty,
    "name": _name,
    "link": _link,
    "card": _card,
}
# Translators: on a hotline's card: send a text message to this number; keep {number}
_SEND = N_("Text {number}")
# Translators: the same, where the message is one word, such as HELP; keep {word} and {number}
_SEND_WORD = N_("Text {word} to {number}")
# Translators: within a sentence, after "text" or "send": the message and where to; keep {word} and {number}
_WORD = N_("{word} to {number}")


def _dialled(number: str) -> str:
    """E.164, ``+18883737888``; 911, 311 and the short codes for text messages stay as they are."""
    digits = number.replace("-", "")
    return digits if len(digits) < 10 else f"+1{digits[-10:]}"


_ISOLATED = "\u2066{}\u2069"
"""Left to right on its own (Unicode Standard Annex 9): after Arabic letters the parts of a number change places."""


def _runs_against(piece: _Piece, locale: Locale, words: Words) -> bool:
    """Whether a piece runs from left to right in a text that does not: a number alone, and English words."""
    number = piece.css in ("kyr-phone", "kyr-text") and not piece.sentence(words)
    return locale.direction == "rtl" and (number or piece.untranslated(words))


def _as_html(piece: _Piece, locale: Locale, words: Words) -> str:
    if piece.parts:
        dot = '<span class="kyr-dot"> · </span>'  # paper shows it; on a screen each part has a line of its own
        return f'<span class="{piece.css}">{dot.join(_as_html(part, locale, words) for part in piece.parts)}</span>'
    turned = ' dir="ltr"' if _runs_against(piece, locale, words) else ""
    css = f' class="{piece.css}"' if piece.css else ""
    if locale != SOURCE and piece.untranslated(words) and not piece.neutral:
        css += f' lang="{SOURCE.tag}"'
    shown = html.escape(piece.said(words, _ISOLATED if locale.direction == "rtl" and not turned else "{}"))
    if piece.href:
        return f'<a{css}{turned} href="{html.escape(piece.href)}">{shown}</a>'
    return f"<span{css}{turned}>{shown}</span>" if css else shown


def _as_plain(piece: _Piece, locale: Locale, words: Words) -> str:
    if piece.parts:
        return " · ".join(_as_plain(part, locale, words) for part in piece.parts)
    if _runs_against(piece, locale, words):
        return _ISOLATED.format(piece.said(words))
    shown = piece.said(words, _ISOLATED if locale.direction == "rtl" else "{}")
    return f"{shown} ({piece.address})" if piece.address else shown
