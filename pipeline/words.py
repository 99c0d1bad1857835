"""Gather the interface words: those of the theme's templates, of the package itself and of the navigation."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from babel.messages.extract import extract, extract_python
from jinja2.ext import babel_extract

from pipeline import files, navigation
from pipeline.facts import CONTACTS_FILE, printable
from pipeline.model import Message
from pipeline.registry import parse_contacts

_PACKAGE = Path(__file__).parent


def gather(root: Path) -> tuple[Message, ...]:
    """Every interface word once, with its ``Translators:`` comments and the files it comes from."""
    comments: dict[str, dict[str, None]] = {}
    places: dict[str, dict[str, None]] = {}
    for place, text, notes in _found(root):
        comments.setdefault(text, {}).update(dict.fromkeys(notes))
        places.setdefault(text, {})[place] = None
    return tuple(Message(text, extracted=tuple(comments[text]), references=tuple(places[text])) for text in comments)


def _found(root: Path) -> Iterator[tuple[str, str, Iterable[str]]]:
    for label in navigation.labels(root):
        yield "mkdocs.yml", label, ("the site's name, or a label in its menu",)
    for said in _hours_and_languages(root):
        yield CONTACTS_FILE, said, ("on a hotline's card: when it answers, or in which languages",)
    theme = root / "site" / "theme"
    for path in sorted(theme.rglob("*.html")):
        yield from _extracted(babel_extract, path, path.relative_to(root).as_posix(), {"_": None})
    for path in sorted(_PACKAGE.rglob("*.py")):
        yield from _extracted(extract_python, path, path.relative_to(_PACKAGE.parent).as_posix(), {"N_": None})


def _hours_and_languages(root: Path) -> Iterator[str]:
    """What the cards of printable contacts say in words. Raises RegistryError when the table cannot be read."""
    path = root / CONTACTS_FILE
    if files.exists(path):
        for contact in filter(printable, parse_contacts(files.read_text(path, CONTACTS_FILE), CONTACTS_FILE).values()):
            yield from filter(None, (contact.hours, contact.languages))


def _extracted(
    method: Callable[..., Any], path: Path, name: str, keywords: Mapping[str, None]
) -> Iterator[tuple[str, str, list[str]]]:
    data = files.read_bytes(path, name)
    if not any(f"{keyword}(".encode() in data for keyword in keywords):
        return  # Babel would need as long for it as for many pages
    options = {"encoding": "utf-8"}
    tags = ["Translators:"]
    for _, message, notes, _ in extract(method, io.BytesIO(data), keywords, tags, options, strip_comment_tags=True):
        yield name, str(message), [note.strip() for note in notes]
