"""`[tool.kyr.review]`: whose signatures a translation needs before it counts as approved.

    roles = ["language", "legal"]      # what every page needs ...
    [tool.kyr.review.audiences]
    partners = ["language"]            # ... but pages for partners need this instead, in every language ...
    [tool.kyr.review.locales]
    en = ["legal"]                     # ... and every page in English this, whatever its audience

The most particular rule counts alone: a locale's, else an audience's, else ``roles``. Rules are not added up, for a
translation rule can mean nothing for the English, and a rule that is written down says exactly what it asks for.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from pipeline.languages import SOURCE, Locale
from pipeline.model import Role
from pipeline.text.toml import Table

BOTH = frozenset({Role.LANGUAGE, Role.LEGAL})
_ENGLISH = {SOURCE.code: frozenset({Role.LEGAL})}


@dataclass(frozen=True, slots=True)
class Rules:
    """Sets of roles that must all have signed; none is empty."""

    roles: frozenset[Role] = BOTH
    audiences: Mapping[str, frozenset[Role]] = field(default_factory=dict)
    locales: Mapping[str, frozenset[Role]] = field(default_factory=lambda: dict(_ENGLISH))
    """By code. English always has a rule, and legal is in it: an approved page says that a lawyer has reviewed it."""

    def required(self, locale: Locale, audience: str) -> frozenset[Role]:
        """The roles that a page for this audience needs in this locale."""
        return self.locales.get(locale.code) or self.audiences.get(audience) or self.roles


def read(table: Table, locales: Collection[str], audiences: Collection[str]) -> Rules:
    """The rules of a ``[tool.kyr.review]`` table, given the project's locale codes (without English) and audiences.

    Raises ConfigError for whatever is unknown or empty.
    """
    table.only(("roles", "audiences", "locales"))
    by_locale = {**_ENGLISH, **roles(table.inner("locales"), (SOURCE.code, *locales))}
    if Role.LEGAL not in by_locale[SOURCE.code]:
        wrong = f"'{SOURCE.code}' does without legal, and pages say that a lawyer has read them"
        fix = f'Write {SOURCE.code} = ["legal"], or ["language", "legal"]'
        raise table.inner("locales").error(SOURCE.code, wrong, fix)
    return Rules(table.choices("roles", Role) or BOTH, roles(table.inner("audiences"), audiences), by_locale)


def roles(table: Table, known: Collection[str]) -> dict[str, frozenset[Role]]:
    """A table of lists of roles; none is empty. Raises ConfigError for a key that is not known."""
    table.only(known)
    return {name: table.need(name, table.choices(name, Role)) for name in table.values}
