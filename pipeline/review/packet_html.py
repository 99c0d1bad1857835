"""A review packet as one HTML file that needs nothing else: no network, no server, and for reading no script.

The template, the style, the script and the words are in site/packet; see `one_file` for what keeps it harmless.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from pipeline import files, one_file
from pipeline.errors import ConfigError
from pipeline.glossary import Term
from pipeline.inline import Kind, Run, visible
from pipeline.model import Part
from pipeline.review import answers
from pipeline.review.packets import Column, Item, Packet
from pipeline.text import toml
from pipeline.text.wordiff import Op, Piece

LANGUAGES: Mapping[str, str] = {"en": "en", "zh": "zh-Hans"}
"""The languages of the packet's own words, with their tags for HTML."""

_WORDS = "site/packet/words.toml"


def render(packet: Packet, root: Path, language: str) -> str:
    """The packet's file. ``language`` is the one it opens in, a key of LANGUAGES.

    Raises KyrError when a file of site/packet cannot be read, or lacks a word.
    """
    words = read_words(root)
    say = _Speaker(words, list(LANGUAGES).index(language))
    terms = tuple(dict.fromkeys(term for item in packet.items for term in item.terms))
    return one_file.render(
        root,
        "packet/packet",
        has_script=True,
        packet=packet,
        language=language,
        tag=LANGUAGES[language],
        data=_data(
            {
                "words": words,
                "languages": LANGUAGES,
                "locale": packet.locale.code,
                "digest": packet.digest,
                "format": answers.FORMAT,
                "version": answers.VERSION,
                "handle": answers.HANDLE.pattern,
            }
        ),
        longest=answers.MAX_TEXT,
        say=say,
        terms=terms,
        number_of={term: number for number, term in enumerate(terms)},
        column=_column,
        pieces=_pieces,
        kind=_kind,
        findings=_findings,
        size=_size,
        one_term=lambda term: _term(term, packet, say),
    )


def read_words(root: Path) -> Mapping[str, Sequence[str]]:
    """The packet's own words: key to the text in each of LANGUAGES. Raises ConfigError for a broken file."""
    tables = toml.read(files.read_text(root / _WORDS, _WORDS), _WORDS).values
    words = {f"{table}.{key}": texts for table, entries in tables.items() for key, texts in entries.items()}
    for key, texts in words.items():
        if len(texts) != len(LANGUAGES):
            raise ConfigError(_WORDS, f"'{key}' is not a pair of texts", 'Write key = ["English", "中文"]')
    return words


def _data(value: object) -> Markup:
    """JSON that no text can end the script element with."""
    return Markup(json.dumps(value, ensure_ascii=False).replace("<", "\\u003c"))


class _Speaker:
    """Writes one of the packet's own words so that the script can say it in the other language."""

    def __init__(self, words: Mapping[str, Sequence[str]], language: int) -> None:
        self._words = words
        self._language = language

    def knows(self, key: str) -> bool:
        """Whether there is such a word."""
        return key in self._words

    def __call__(self, key: str, **values: Any) -> Markup:
        """A span with the words, ``{name}`` filled in. Raises ConfigError for a word that words.toml lacks."""
        if key not in self._words:
            raise ConfigError(_WORDS, f"there is no '{key}'", "Put the words back")
        text = re.sub(r"\{(\w+)\}", lambda match: str(values[match[1]]), self._words[key][self._language])
        filled = Markup(' data-values="{}"').format(json.dumps(values, ensure_ascii=False)) if values else ""
        return Markup('<span data-say="{}"{}>{}</span>').format(key, filled, text)


# ---- texts ----


def _column(column: Column, number_of: Mapping[Term, int]) -> Markup:
    """A text as its reader sees it, terms underlined and doubtful characters marked."""
    return Markup("").join(_run(run, number_of) for run in _cut(column, number_of))


def _cut(column: Column, number_of: Mapping[Term, int]) -> Iterator[tuple[Run, Term | None]]:
    """The runs, divided where a term begins or ends, each with the term it belongs to."""
    offset = 0
    for run in column.runs:
        end = offset + len(run.text)
        inside = [(max(a, offset), min(b, end), term) for a, b, term in column.spans if a < end and b > offset]
        at = offset
        for a, b, term in inside:
            if at < a:
                yield _part(run, at - offset, a - offset), None
            yield _part(run, a - offset, b - offset), term if term in number_of else None
            at = b
        if at < end:
            yield _part(run, at - offset, end - offset), None
        offset = end


def _part(run: Run, start: int, end: int) -> Run:
    return Run(run.text[start:end], run.kind, run.styles, run.origin)


def _run(piece: tuple[Run, Term | None], number_of: Mapping[Term, int]) -> Markup:
    run, term = piece
    made = _BY_KIND[run.kind](run)
    if term is not None:
        made = Markup('<span class="term" data-term="{}">{}</span>').format(number_of[term], made)
    for style in reversed(run.styles):
        made = Markup('<span class="link">{}</span>' if style == "link" else f"<{style}>{{}}</{style}>").format(made)
    return made


_BY_KIND: Mapping[Kind, Callable[[Run], Markup]] = {
    Kind.WORDS: lambda run: escape(run.text),
    Kind.TOKEN: lambda run: Markup('<span class="token" title="{}">{}</span>').format(run.origin, run.text),
    Kind.BROKEN: lambda run: Markup('<span class="broken">{}</span>').format(run.text),
    Kind.ADDRESS: lambda run: Markup(' <span class="address">({})</span>').format(run.text),
    Kind.HIDDEN: lambda run: Markup('<span class="unseen">{}</span>').format(run.text),
    Kind.MARKED: lambda run: Markup('<mark class="doubt">{}</mark>').format(run.text),
    Kind.BREAK: lambda _: Markup("<br>"),
}


def _pieces(pieces: Sequence[Piece]) -> Markup:
    """Two wordings in one: what went as ``del``, what came as ``ins``."""
    tags = {Op.SAME: "{}", Op.REMOVED: "<del>{}</del>", Op.ADDED: "<ins>{}</ins>"}
    return Markup("").join(Markup(tags[op]).format(text) for op, text in pieces)


# ---- what the template asks ----


def _kind(item: Item, say: _Speaker) -> Markup:
    """What a block is, in the reviewer's words."""
    if item.unit.part in (Part.HEADING, Part.MEANING, Part.ATTRIBUTE):
        return say(f"kind.{item.unit.part.value}")
    key = f"kind.{item.unit.kind.replace(' ', '-')}"
    return say(key if say.knows(key) else "kind.block")


def _findings(item: Item) -> Iterator[tuple[str, str]]:
    """Each rule that found something, with all it found."""
    for rule in dict.fromkeys(finding.rule for finding in item.findings):
        yield rule, "; ".join(finding.message for finding in item.findings if finding.rule == rule)


def _size(item: Item) -> str:
    """The class that sets a heading larger, as the page will."""
    return "large" if item.unit.part is Part.TITLE or 1 <= item.unit.level <= 3 else "body"


def _term(term: Term, packet: Packet, say: _Speaker) -> Markup:
    """A term with its approved renderings in the locales beside English, what not to use, and its note."""
    made = Markup('<b lang="en">{}</b>').format(visible(term.english[0]))
    for locale in packet.locales[1:]:
        if words := term.renderings.get(locale.code):
            made += Markup(' <span class="rendering" lang="{}">{}</span>').format(
                locale.tag, visible(" / ".join(words))
            )
    code = packet.locale.code
    if wrong := "、".join(one.texts[code] for one in term.forbidden if code in one.texts):
        avoid = Markup(' · {} <span lang="{}">{}</span>')
        made += avoid.format(say("unit.avoid"), packet.locale.tag, visible(wrong))
    if term.confidence == "low":
        made += Markup(" · <b>{}</b>").format(say("unit.unsettled"))
    if term.note:
        made += Markup(' · <span class="hint">{}</span>').format(visible(term.note))
    return made
