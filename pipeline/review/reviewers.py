"""locales/reviewers.toml: who may sign what, under a handle of their choosing, and nothing else about anybody."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache

from pipeline.model import Role
from pipeline.review import rules
from pipeline.review.answers import HANDLE
from pipeline.text import toml
from pipeline.text.toml import Table
from pipeline.text.untrusted import shown

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
    table = toml.read(text, path)
    found: dict[str, Reviewer] = {}
    owners: dict[str, str] = {}
    for handle in table.values:
        if not HANDLE.fullmatch(handle):
            fix = "Use up to 40 lower-case letters, digits and hyphens"
            raise table.error(handle, f"[{shown(handle)}] is not a valid handle", fix)
        one = found[handle] = _reviewer(handle, table.inner(handle), locales)
        for name in one.git or ():
            if owners.setdefault(name, handle) != handle:
                wrong = f"'git': [{owners[name]}] has the same address"
                fix = "One person needs one handle only: keep it in one of them"
                raise table.inner(handle).error("git", wrong, fix)
    return found


def _reviewer(handle: str, entry: Table, locales: Collection[str]) -> Reviewer:
    entry.only(("name", "roles", "git"))
    roles = rules.roles(entry.inner("roles"), locales)
    if not roles:
        raise entry.error("roles", "has no roles", 'Write roles = {zh_Hans = ["language"]}')
    git = entry.texts("git")
    if git and not all(map(_GIT.fullmatch, git)):
        fix = 'Write git = ["sha256:<64 digits>"]; `kyr review --git-name ADDRESS` prints one'
        raise entry.error("git", "'git' is not a list of hashed addresses", fix)
    return Reviewer(handle, entry.said("name"), roles, None if git is None else frozenset(git))
