"""locales/reviewers.toml: who may sign what, under a handle of their choosing, and nothing else about anybody."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline.errors import ConfigError
from pipeline.model import Role
from pipeline.review.answers import HANDLE
from pipeline.text import untrusted

_KEYS = frozenset({"git", "name", "roles"})
_GIT = re.compile(r"sha256:[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Reviewer:
    """One person who signs."""

    handle: str
    name: str
    """What they want to be called, if they said; never needed."""
    roles: Mapping[str, frozenset[Role]]
    """Locale code -> the roles they sign in there."""
    git: frozenset[str] | None
    """`git_name` of every address they commit under; empty for one who never commits, None where it is not said."""

    def refusal(self, role: Role, locale: str) -> str | None:
        """Why this person may not sign so; None when they may."""
        if role in self.roles.get(locale, frozenset()):
            return None
        return f"{self.handle} does not sign {locale} for {role.value}"


@cache
def git_name(email: str) -> str:
    """How reviewers.toml names an e-mail address: ``sha256:`` and the SHA-256 of it in lower case.

    The address itself is in the Git history for everybody to see; this only keeps it out of one more file.
    """
    return "sha256:" + hashlib.sha256(email.strip().lower().encode("utf-8", "surrogateescape")).hexdigest()


def parse(text: str, path: str, locales: Collection[str]) -> dict[str, Reviewer]:
    """The reviewers by handle; ``locales`` are the codes the project has. Raises ConfigError for anything unknown."""
    table = untrusted.toml(text, path)
    found = {handle: _reviewer(handle, entry, path, locales) for handle, entry in table.items()}
    owners: dict[str, str] = {}
    for one in found.values():
        for name in one.git or ():
            if owners.setdefault(name, one.handle) != one.handle:
                wrong = f"[{owners[name]}] and [{one.handle}] have the same address in git"
                raise ConfigError(path, wrong, "One person needs one handle only: keep it in one of them")
    return found


def _reviewer(handle: str, entry: Any, path: str, locales: Collection[str]) -> Reviewer:
    if not HANDLE.fullmatch(handle):
        wrong = f"'{handle}' is no handle"
        raise ConfigError(path, wrong, "Use up to 40 lower-case letters, digits and hyphens")
    if not isinstance(entry, dict) or not _KEYS.issuperset(entry):
        wrong = f"[{handle}] has something other than {', '.join(sorted(_KEYS))}"
        raise ConfigError(path, wrong, "See the example at the top of the file")
    if not isinstance(entry.get("name", ""), str):
        raise ConfigError(path, f"[{handle}] name is not a text", 'Write name = "...", or leave it out')
    return Reviewer(handle, entry.get("name", ""), _roles(handle, entry, path, locales), _git(handle, entry, path))


def _roles(handle: str, entry: Mapping[str, Any], path: str, locales: Collection[str]) -> dict[str, frozenset[Role]]:
    roles = entry.get("roles")
    if not isinstance(roles, dict) or not roles:
        raise ConfigError(path, f"[{handle}] has no roles", 'Write roles = {zh_Hans = ["language"]}')
    for locale, names in roles.items():
        if locale not in locales:
            raise ConfigError(path, f"[{handle}] roles: no locale '{locale}'", f"Use one of: {', '.join(locales)}")
        known = [role.value for role in Role]
        if not isinstance(names, list) or not names or any(name not in known for name in names):
            fix = f"Write a list of: {', '.join(known)}"
            raise ConfigError(path, f"[{handle}] roles: {locale} is {names!r}", fix)
    return {locale: frozenset(Role(name) for name in names) for locale, names in roles.items()}


def _git(handle: str, entry: Mapping[str, Any], path: str) -> frozenset[str] | None:
    names = entry.get("git")
    if names is None:
        return None
    if not isinstance(names, list) or not all(isinstance(name, str) and _GIT.fullmatch(name) for name in names):
        fix = 'Write git = ["sha256:<64 digits>"]; `kyr review --git-name ADDRESS` prints one'
        raise ConfigError(path, f"[{handle}] git is no list of hashed addresses", fix)
    return frozenset(names)
