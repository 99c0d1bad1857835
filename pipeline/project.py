"""The project on disk: where things are, what `[tool.kyr]` says, and every file read once and written safely.

content/<page>.md                          pages, facts.toml, contacts.toml
locales/templates/<page>.pot               one template a page, and site.pot
locales/<code>/LC_MESSAGES/<page>.po       one catalogue a page, and site.po
locales/<code>/reviews.jsonl               sign-offs
"""

from __future__ import annotations

import datetime
import os
import subprocess
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from pipeline import catalog as po
from pipeline import chinese, facts, files, glossary, languages, pages, registry, review
from pipeline.errors import ConfigError, KyrError, ReviewLogError, WriteError
from pipeline.languages import SOURCE, Locale
from pipeline.markdown import EXTENSIONS, Converter
from pipeline.model import Catalog, Page, Role
from pipeline.publish import Show

T = TypeVar("T")

INTERFACE = "site"
"""The catalogue of the words that belong to no page."""

_KEYS = {
    "": {"locales", "markdown_extensions", "organization", "publish", "review"},
    "organization": {"contact", "name", "url"},
    "publish": {"show"},
    "review": {"roles"},
}


@dataclass(frozen=True, slots=True)
class Config:
    """``[tool.kyr]`` in pyproject.toml, checked."""

    locales: tuple[Locale, ...] = ()
    """The locales pages are translated into, in the order of the language bar."""
    organization: str = ""
    url: str = ""
    """The site's address, with its last slash: QR codes and short addresses are made from it."""
    contact: str = ""
    """The e-mail address that translators write to; it goes into the headers of new catalogues."""
    show: Show = Show.DRAFTS
    roles: frozenset[Role] = frozenset({Role.LANGUAGE, Role.LEGAL})
    """Roles that must all have signed before a translation counts as approved."""
    markdown_extensions: tuple[str, ...] = EXTENSIONS


class Project:
    """One checkout. Everything is read when first asked for and then kept; make a new Project to see changes."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.content = root / "content"
        self.locales = root / "locales"
        self.build = root / "build"

    @classmethod
    def find(cls, start: Path | None = None) -> Project:
        """The project that ``start`` (the current folder) lies in. Raises ConfigError outside of one."""
        here = (start or Path.cwd()).resolve()
        for folder in (here, *here.parents):
            if (folder / "pyproject.toml").is_file() and (folder / "content").is_dir():
                return cls(folder)
        raise ConfigError(str(here), "no kyr project here", "Go to the folder that holds pyproject.toml and content/")

    def name(self, path: Path) -> str:
        """How messages call a file: relative to the root, with forward slashes."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)

    # ---- settings ----

    @cached_property
    def config(self) -> Config:
        """Raises ConfigError for an unknown key or a value that cannot be followed."""
        path = self.root / "pyproject.toml"
        try:
            table = tomllib.loads(files.read_text(path, "pyproject.toml")).get("tool", {}).get("kyr", {})
        except tomllib.TOMLDecodeError as error:
            raise ConfigError("pyproject.toml", f"not TOML: {error}", "Mend that line") from error
        return _config(table)

    def locale(self, code: str) -> Locale:
        """One of the project's locales, by folder name or BCP 47 tag. Raises ConfigError for any other."""
        for locale in (SOURCE, *self.config.locales):
            if code in {locale.code, locale.tag}:
                return locale
        known = ", ".join(one.code for one in self.config.locales)
        raise ConfigError("pyproject.toml", f"this project has no locale '{code}'", f"Use one of: {known}")

    @cached_property
    def moment(self) -> int:
        """Seconds since 1970 for everything that carries a date: SOURCE_DATE_EPOCH, else the newest commit."""
        stated = os.environ.get("SOURCE_DATE_EPOCH")
        if stated is not None:
            if not stated.isdigit():
                raise ConfigError(
                    "SOURCE_DATE_EPOCH", f"'{stated}' is no number", "Give seconds since 1970, or unset it"
                )
            return int(stated)
        command = ["git", "-C", str(self.root), "log", "-1", "--format=%ct"]
        try:
            return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        except (OSError, subprocess.CalledProcessError, ValueError):
            return int((self.root / "pyproject.toml").stat().st_mtime)  # an unpacked archive has no commits

    @property
    def today(self) -> datetime.date:
        """The date that facts are measured against while building: that of ``moment``, so builds are repeatable."""
        return datetime.datetime.fromtimestamp(self.moment, tz=datetime.UTC).date()

    # ---- content ----

    @cached_property
    def converter(self) -> Converter:
        """The Markdown parser every page goes through."""
        return Converter(self.config.markdown_extensions)

    @cached_property
    def pages(self) -> Mapping[str, Page]:
        """Every page of content/ by path, sorted."""
        found = sorted(path for path in self.content.rglob("*.md") if path.name != "README.md")
        read = (pages.read(files.read_bytes(path, self.name(path)), self.name(path), self.converter) for path in found)
        return {page.path: page for page in read}

    def page(self, path: str) -> Page:
        """One page by path. Raises KyrError when there is none."""
        try:
            return self.pages[path]
        except KeyError:
            raise KyrError(f"content/{path}.md", "no such page", f"Pages are: {', '.join(self.pages)}") from None

    @cached_property
    def registry(self) -> facts.Registry:
        """Facts and contacts; empty where a project has no such file."""
        found = {}
        for stem in ("facts", "contacts"):
            path = self.content / f"{stem}.toml"
            found[stem] = files.read_text(path, self.name(path)) if path.exists() else ""
        return facts.Registry(
            facts=registry.parse_facts(found["facts"], "content/facts.toml"),
            contacts=registry.parse_contacts(found["contacts"], "content/contacts.toml"),
        )

    @cached_property
    def glossary(self) -> glossary.Glossary:
        """The term base; empty where a project has none."""
        return self._table("glossary", glossary.parse, glossary.Glossary(()))

    @cached_property
    def chinese(self) -> chinese.Converter:
        """Simplified to Traditional with the project's glossary, vocabulary and verdicts."""
        return chinese.Converter(
            self.glossary.conversions(),
            self._table("vocabulary", chinese.parse_vocabulary, ()),
            self._table("verdicts", chinese.parse_verdicts, ()),
        )

    def _table(self, stem: str, parse: Callable[[str, str], T], empty: T) -> T:
        path = self.locales / f"{stem}.tsv"
        return parse(files.read_text(path, self.name(path)), self.name(path)) if path.exists() else empty

    # ---- catalogues ----

    def template_path(self, page: str) -> Path:
        """Where a page's template is."""
        return self.locales / "templates" / f"{page}.pot"

    def catalog_path(self, locale: Locale, page: str) -> Path:
        """Where a page's catalogue is."""
        return self.locales / locale.code / "LC_MESSAGES" / f"{page}.po"

    def catalog_names(self, locale: Locale) -> tuple[str, ...]:
        """The pages a locale has a catalogue for, and ``site``, sorted; also those of pages that are gone."""
        folder = self.locales / locale.code / "LC_MESSAGES"
        return tuple(sorted(path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.po")))

    def read_catalog(self, locale: Locale, page: str) -> tuple[Catalog, bytes | None]:
        """A catalogue and the bytes it was read from; empty and None where there is no file yet."""
        path = self.catalog_path(locale, page)
        if not path.exists():
            return Catalog(), None
        data = files.read_bytes(path, self.name(path))
        return po.parse(data, self.name(path)), data

    def catalog(self, locale: Locale, page: str) -> Catalog:
        """A catalogue as it is on disk now."""
        return self.read_catalog(locale, page)[0]

    def write_catalog(self, path: Path, catalog: Catalog, expected: bytes | None) -> bool:
        """Replace a PO file, after proving that what is written reads back as the very same messages."""
        data = po.render(catalog)
        if data == expected:
            return False
        if po.parse(data, self.name(path)) != catalog:
            raise WriteError(self.name(path), "the catalogue would not read back as it is", "Report this as a bug")
        return files.replace(path, data, self.name(path), expected)

    # ---- reviews ----

    def ledger(self, locale: Locale) -> tuple[review.Ledger, tuple[ReviewLogError, ...]]:
        """A locale's sign-offs, and an error for each line of the log that is broken and does not count."""
        path = self.locales / locale.code / "reviews.jsonl"
        if not path.exists():
            return review.Ledger(), ()
        signoffs, errors = review.read_log(files.read_text(path, self.name(path)), self.name(path))
        return review.Ledger.of(signoffs), errors


def _config(table: Mapping[str, Any]) -> Config:
    _known(table, "")
    for section in ("organization", "publish", "review"):
        _known(_table(table, section), section)
    organization = _table(table, "organization")
    return Config(
        locales=tuple(languages.locale(code) for code in _texts(table, "locales")),
        organization=_string(organization, "name", "organization"),
        contact=_string(organization, "contact", "organization"),
        url=_string(organization, "url", "organization").rstrip("/") + "/",
        show=_member(Show, _table(table, "publish").get("show", "drafts"), "publish", "show"),
        roles=frozenset(
            _member(Role, role, "review", "roles")
            for role in _texts(_table(table, "review"), "roles", ["language", "legal"])
        ),
        markdown_extensions=tuple(_texts(table, "markdown_extensions", list(EXTENSIONS))),
    )


def _known(table: Mapping[str, Any], section: str) -> None:
    for key in table:
        if key not in _KEYS[section]:
            place = f"[tool.kyr{'.' * bool(section)}{section}]"
            fix = f"Use one of: {', '.join(sorted(_KEYS[section]))}"
            raise ConfigError("pyproject.toml", f"{place} has an unknown key '{key}'", fix)


def _table(table: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = table.get(key, {})
    if not isinstance(value, dict):
        raise ConfigError("pyproject.toml", f"[tool.kyr] {key} is not a table", f"Write [tool.kyr.{key}]")
    return value


def _texts(table: Mapping[str, Any], key: str, default: list[str] | None = None) -> list[str]:
    value = table.get(key, default or [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ConfigError("pyproject.toml", f"[tool.kyr] {key} is not a list of texts", f'Write {key} = ["..."]')
    return value


def _string(table: Mapping[str, Any], key: str, section: str) -> str:
    value = table.get(key, "")
    if not isinstance(value, str):
        raise ConfigError("pyproject.toml", f"[tool.kyr.{section}] {key} is not a text", f'Write {key} = "..."')
    return value


def _member(kind: Any, value: object, section: str, key: str) -> Any:
    try:
        return kind(value)
    except ValueError:
        fix = f"Use one of: {', '.join(member.value for member in kind)}"
        raise ConfigError("pyproject.toml", f"[tool.kyr.{section}] {key} is {value!r}", fix) from None
