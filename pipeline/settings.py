"""`[tool.kyr]`: what it may hold, with an organization's own local/kyr.toml laid over it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline import languages
from pipeline.languages import Locale
from pipeline.model import AUDIENCES
from pipeline.organization import KEYS as ORGANIZATION
from pipeline.organization import Look, Scope, read_look, read_scope
from pipeline.publish import Show
from pipeline.review import rules
from pipeline.text.toml import Table

_KEYS = {
    "": ("locales", "menu", "organization", "publish", "review"),
    "organization": ORGANIZATION,
    "publish": ("show",),
}


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
    locales = tuple(_locale(top, code) for code in top.texts("locales") or ())
    return Config(
        locales=locales,
        organization=own.said("name"),
        contact=own.said("contact"),
        url=f"{url.rstrip('/')}/" if (url := own.said("url")) else "",
        scope=read_scope(own),
        look=read_look(own, found["menu"]),
        show=found["publish"].choice("show", Show) or Show.DRAFTS,
        review=rules.read(found["review"], [locale.code for locale in locales], AUDIENCES),
    )


def _locale(table: Table, code: str) -> Locale:
    try:
        return languages.locale(code)
    except ValueError as error:
        raise table.error("locales", str(error), f"Use a name like {languages.EXAMPLES}") from error
