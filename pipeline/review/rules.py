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
from typing import Any

from pipeline.errors import ConfigError
from pipeline.languages import SOURCE, Locale
from pipeline.model import Role

KEYS = frozenset({"audiences", "locales", "roles"})

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


def read(table: Mapping[str, Any], locales: Collection[str], audiences: Collection[str]) -> Rules:
    """The rules of a ``[tool.kyr.review]`` table, given the project's locale codes (without English) and audiences.

    Raises ConfigError for whatever is unknown or empty.
    """
    _known(table, "review", KEYS)
    by_locale = {**_ENGLISH, **_rules(table, "locales", (SOURCE.code, *locales))}
    if Role.LEGAL not in by_locale[SOURCE.code]:
        wrong = f"[tool.kyr.review.locales] {SOURCE.code} does without legal, and pages say that a lawyer has read them"
        raise ConfigError("pyproject.toml", wrong, f'Write {SOURCE.code} = ["legal"], or ["language", "legal"]')
    return Rules(
        _roles(table, "roles", "review") if "roles" in table else BOTH,
        _rules(table, "audiences", audiences),
        by_locale,
    )


def _rules(table: Mapping[str, Any], key: str, known: Collection[str]) -> dict[str, frozenset[Role]]:
    section = f"review.{key}"
    rows = table.get(key, {})
    if not isinstance(rows, dict):
        raise ConfigError("pyproject.toml", f"[tool.kyr.review] {key} is not a table", f"Write [tool.kyr.{section}]")
    _known(rows, section, known)
    return {name: _roles(rows, name, section) for name in rows}


def _known(table: Mapping[str, Any], section: str, known: Collection[str]) -> None:
    for name in table:
        if name not in known:
            wrong = f"[tool.kyr.{section}] has an unknown key '{name}'"
            raise ConfigError("pyproject.toml", wrong, f"Use one of: {', '.join(sorted(known))}")


def _roles(table: Mapping[str, Any], key: str, section: str) -> frozenset[Role]:
    """An empty list would approve nothing, or everything; nobody means that."""
    names = table[key]
    known = [role.value for role in Role]
    if not isinstance(names, list) or not names or any(name not in known for name in names):
        fix = f"Write a list of one or more of: {', '.join(known)}"
        raise ConfigError("pyproject.toml", f"[tool.kyr.{section}] {key} is {names!r}", fix)
    return frozenset(Role(name) for name in names)
