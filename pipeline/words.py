"""Gather the interface words: those of the theme's templates, of the package itself and of the navigation."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from babel.messages.extract import extract, extract_python
from jinja2.ext import babel_extract

from pipeline import files
from pipeline.errors import ConfigError
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
    for label in menu(root):
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


class _Loader(yaml.SafeLoader):
    """mkdocs.yml may hold tags that only MkDocs understands; they are not words."""


_Loader.add_multi_constructor("", lambda *_: None)


def menu(root: Path) -> tuple[str, ...]:
    """mkdocs.yml's ``site_name`` and the labels of its ``nav``, each once. Raises ConfigError when it is not YAML."""
    path = root / "mkdocs.yml"
    if not files.exists(path):
        return ()
    try:
        settings: Any = yaml.load(files.read_text(path, "mkdocs.yml"), _Loader)
    except yaml.YAMLError as error:
        raise ConfigError("mkdocs.yml", "not YAML: " + " ".join(str(error).split()), "Mend that line") from error
    settings = settings if isinstance(settings, dict) else {}
    return tuple(dict.fromkeys((str(settings.get("site_name", "")), *_labels(settings.get("nav") or []))))


def _labels(items: Any) -> Iterator[str]:
    for item in items if isinstance(items, list) else []:
        if isinstance(item, dict):
            for label, below in item.items():
                yield str(label)
                yield from _labels(below)
