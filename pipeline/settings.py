"""`[tool.kyr]`: what it may hold, with an organization's own local/kyr.toml laid over it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pipeline import languages
from pipeline.languages import Locale
from pipeline.model import AUDIENCES, Keys
from pipeline.organization import KEYS as ORGANIZATION
from pipeline.organization import Look, Scope, read_look, read_scope
from pipeline.publish import Show
from pipeline.review import rules
from pipeline.text.toml import Table
from pipeline.text.untrusted import shown

_KEYS = {
    "": ("locales", "front_matter", "menu", "organization", "publish", "review"),
    "organization": ORGANIZATION,
    "publish": ("show",),
}

_URL = re.compile(r"https?://[\w-]+(\.[\w-]+)*(:\d+)?(/[\w.~%-]+)*/?")  # no query: addresses of pages are put behind it
_MAIL = re.compile(r"[^\s@<>\"]+@[\w-]+(\.[\w-]+)+")


@dataclass(frozen=True, slots=True)
class Config:
    """``[tool.kyr]``, checked."""

    locales: tuple[Locale, ...] = ()
    """The locales pages are translated into, in the order of the language bar."""
    organization: str = ""
    url: str = ""
    """The site's address, with its last slash: QR codes and short addresses are made from it. Without one, mkdocs.yml's
    counts for the site.
    """
    contact: str = ""
    """The e-mail address that translators write to; it goes into the headers of new catalogues."""
    scope: Scope = field(default_factory=Scope)
    """Which pages and contacts of the library are published."""
    look: Look = field(default_factory=Look)
    show: Show = Show.DRAFTS
    front_matter: Keys = Keys.OWN
    """By whose rules the pages begin."""
    review: rules.Rules = field(default_factory=rules.Rules)
    """Whose signatures make a translation approved."""

    @property
    def everywhere(self) -> tuple[Locale, ...]:
        """Every locale that pages are read in: the source's, and those they are translated into."""
        return (languages.SOURCE, *self.locales)


def tables(shared: Table, own: Table) -> dict[str, Table]:
    """The tables of ``[tool.kyr]`` by name, itself as "". What an organization says counts, key by key.

    Raises ConfigError for what is no table.
    """
    shared = shared.inner("tool").inner("kyr")
    inner = {name: own.inner(name).over(shared.inner(name)) for name in ("menu", "organization", "publish", "review")}
    return {"": own.over(shared), **inner}


def read(found: Mapping[str, Table]) -> Config:
    """What the `tables` say. Raises ConfigError, with the line, for an unknown key or what cannot be followed."""
    for name, keys in _KEYS.items():
        found[name].only(keys)
    top, own = found[""], found["organization"]
    locales = tuple(_locales(top))
    url = _like(own, "url", _URL, "is not the address of a site", "https://rights.example.org/")
    return Config(
        locales=locales,
        organization=own.said("name"),
        contact=_like(own, "contact", _MAIL, "is not an e-mail address", "words@example.org"),
        url=f"{url.rstrip('/')}/" if url else "",
        scope=read_scope(own),
        look=read_look(own, found["menu"]),
        show=found["publish"].choice("show", Show) or Show.DRAFTS,
        front_matter=top.choice("front_matter", Keys) or Keys.OWN,
        review=rules.read(found["review"], [locale.code for locale in locales], AUDIENCES),
    )


def _locales(table: Table) -> Iterator[Locale]:
    seen = {languages.SOURCE.code: "the pages are written in English, and it is always there"}
    for code in table.texts("locales") or ():
        locale = _locale(table, code)
        if locale.code in seen:
            raise table.error("locales", f"'{code}': {seen[locale.code]}", "Take it out of the list")
        seen[locale.code] = "it is in the list already"
        yield locale


def _locale(table: Table, code: str) -> Locale:
    try:
        return languages.locale(code)
    except ValueError as error:
        raise table.error("locales", str(error), languages.advice(code)) from error


def _like(table: Table, key: str, pattern: re.Pattern[str], wrong: str, example: str) -> str:
    """A text that looks as it must, or is left out."""
    value = table.said(key)
    if value and not pattern.fullmatch(value):
        raise table.error(key, f"'{key}': '{shown(value)}' {wrong}", f'Write {key} = "{example}"')
    return value
