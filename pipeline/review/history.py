"""The earlier words of a project's catalogues, and who committed them, out of Git.

One `git log` and one `git cat-file` for a locale, and only when somebody asks. Where there is no Git, no repository or
nothing committed, the history is empty; where it is cut off (a shallow or partial clone), it says so.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from pipeline import derived, fingerprint
from pipeline.errors import KyrError
from pipeline.languages import SOURCE
from pipeline.memory import Memory
from pipeline.model import Key, digest
from pipeline.review import signatures
from pipeline.text.untrusted import UNWRITABLE


@dataclass(frozen=True, slots=True)
class Version:
    """One entry of a catalogue as it was first committed; an entry that changes in any way is another version."""

    page: str
    key: Key
    target: str
    """The translation; in the source locale the English itself."""
    fuzzy: bool
    previous: str | None
    """The English (``#| msgid``) a fuzzy translation was made for."""
    comment: str
    """``#`` lines."""
    commit: str
    """40 hex digits."""
    date: datetime.date
    email: str
    """The author's address, as .mailmap has it, in lower case."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The commit that first had some words."""

    commit: str
    """40 hex digits."""
    date: datetime.date
    email: str
    """The author's address, as .mailmap has it, in lower case."""
    made_from: str | None = None
    """The first 16 digits of the digest of the words these were converted from; None for a person's own."""


_Row = list[Any]
"""The fields of an `Origin`, its date as text: made into one when somebody asks, for few are asked about."""
_day = cache(datetime.date.fromisoformat)


@dataclass(slots=True)
class _Past:
    """What one locale's catalogues ever said, oldest first."""

    versions: list[Version] = field(default_factory=list)
    sources: dict[tuple[str, str], str] = field(default_factory=dict)
    """(page, source digest) -> English."""
    targets: dict[tuple[str, str], str] = field(default_factory=dict)
    """(page, target digest) -> translation."""
    first: dict[tuple[str, str], Version] = field(default_factory=dict)
    """(source digest, target digest) -> the oldest version with these words, on any page."""

    def add(self, version: Version) -> None:
        source, target = signatures.source_digest(version.key), digest(version.target)
        self.versions.append(version)
        self.sources.setdefault((version.page, source), version.key[1])
        self.targets.setdefault((version.page, target), version.target)
        if version.target:
            self.first.setdefault((source, target), version)


class History:
    """A project's history. Read once for each locale, when first asked."""

    def __init__(self, root: Path, memory: Memory | None = None) -> None:
        self._root = root
        self._memory = memory or Memory()
        self._past = cache(self._read)
        self._firsts = cache(self._origins)
        self._listing = cache(self._listed)

    @cached_property
    def complete(self) -> bool:
        """Whether every commit is here: what is not found was then never committed."""
        if self._git("rev-parse", "--is-shallow-repository").strip() != b"false":
            return False
        return not self._git("config", "--get-regexp", r"^(extensions\.partialclone|remote\..*\.promisor)$")

    def source_text(self, page: str, source: str) -> str | None:
        """The English that a page once had, by `signatures.source_digest`; None where it never had it."""
        return self._past(SOURCE.code).sources.get((page, source))

    def target_text(self, locale: str, page: str, target: str) -> str | None:
        """A translation that a page once had in a locale (a code, as ``zh_Hans``), by its digest; None otherwise."""
        return self._past(locale).targets.get((page, target))

    def first(self, locale: str, source: str, target: str) -> Origin | None:
        """The oldest commit, on any page, of this translation of this English: its author wrote it.

        ``target`` is the translation's digest, or the first 16 digits of it, which is all that a derived entry knows
        of its origin. None when it was never committed.
        """
        row = self._firsts(locale).get((source, target))
        return Origin(row[0], _day(row[1]), row[2], row[3]) if row else None

    def versions(self, locale: str, page: str) -> tuple[Version, ...]:
        """All that a page's catalogue in a locale ever said, oldest first."""
        return tuple(version for version in self._past(locale).versions if version.page == page)

    def seen(self, locale: str) -> str:
        """Digest of all that this history can say of a locale: its commits, and whether all of them are here."""
        return fingerprint.of_bytes(f"{self.complete} ".encode() + self._listing(_folder(locale)))

    def _origins(self, locale: str) -> dict[tuple[str, str], _Row]:
        """By (source digest, target digest), and by the first 16 digits of the latter."""

        def rows() -> list[list[str | None]]:
            first = self._past(locale).first.items()
            return [
                [*words, one.commit, one.date.isoformat(), one.email, derived.made_from(one.comment, one.target)]
                for words, one in first
            ]

        found: dict[tuple[str, str], _Row] = {}
        for source, target, *row in self._memory.recall(f"{locale} {self.seen(locale)}", rows):
            found[source, target] = row
            found.setdefault((source, target[:16]), row)
        return found

    def _read(self, locale: str) -> _Past:
        past = _Past()
        is_source = locale == SOURCE.code
        folder = _folder(locale)
        suffix = ".pot" if is_source else ".po"
        changes = [one for one in self._changes(folder) if one.path.endswith(suffix)]
        seen: dict[str, set[str]] = {}
        for change, text in self._texts(changes):
            page = change.path.removeprefix(f"{folder}/").removesuffix(suffix)
            known = seen.setdefault(page, set())
            for block in _unbroken(text).split("\n\n"):
                if block not in known:
                    known.add(block)
                    for entry in entries(block):
                        target = entry.key[1] if is_source else entry.target
                        past.add(_version(change, page, entry, target))
        return past

    def _changes(self, folder: str) -> Iterator[_Change]:
        """Every version of every file below a folder, oldest first; of a merge, what none of its parents had."""
        fields = iter(self._listing(folder).decode("utf-8", "surrogateescape").split("\0"))
        commit, date, email = "", datetime.date.min, ""
        for one in fields:
            text = one.lstrip("\n")
            if text.startswith("\x01"):
                commit, day, email = text[1:].split(" ", 2)
                with contextlib.suppress(ValueError):  # a commit may be dated in the year 12000
                    date = datetime.date.fromisoformat(day)
            elif text.startswith(":"):
                *_, blob, _ = text.split(" ")
                yield _Change(commit, date, email.strip().lower(), blob, next(fields, ""))

    def _listed(self, folder: str) -> bytes:
        """What `git log` says of all changes below a folder; see `_changes`."""
        return self._git(  # whatever somebody has set: without the first commit, its author would be nobody
            *("-c", "log.showSignature=false", "-c", "log.follow=false", "-c", "log.showRoot=true"),
            *("-c", "i18n.logOutputEncoding=UTF-8"),
            *("log", "--reverse", "--topo-order", "--relative", f"-O{os.devnull}"),
            *("-c", "--raw", "--no-abbrev", "--no-renames", "-z", "--format=%x01%H %as %aE", "--", folder),
        )

    def _texts(self, changes: list[_Change]) -> Iterator[tuple[_Change, str]]:
        """Each version's text, read one at a time from one process.

        Raises KyrError where one is missing that must be here: a history that ends too early would call an honest
        signature forged.
        """
        blobs = [change for change in changes if change.blob.strip("0")]  # zeros: the file was taken away
        if not blobs:
            return
        try:
            with subprocess.Popen(
                self._command("cat-file", "--batch"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=self._environment(),
            ) as process:
                yield from self._said(process, blobs)
        except OSError as error:  # Git died, and nobody is there to be asked
            raise _broken() from error

    def _said(self, process: subprocess.Popen[bytes], blobs: list[_Change]) -> Iterator[tuple[_Change, str]]:
        assert process.stdin
        assert process.stdout
        for change in blobs:
            process.stdin.write(change.blob.encode() + b"\n")
            process.stdin.flush()
            head = process.stdout.readline().split()
            if len(head) == 3:
                data = process.stdout.read(int(head[2]) + 1)
                yield change, UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", data[:-1].decode("utf-8", "replace"))
            elif self.complete or not head:  # else Git says of a partial clone: missing
                raise _broken()

    def _git(self, *arguments: str) -> bytes:
        """What Git says; nothing when it cannot. Raises KyrError when it breaks off, or refuses what it has."""
        with contextlib.suppress(OSError):
            said = self._run(*arguments)
            if said.returncode and (said.stdout or (said.returncode > 1 and self._has_commits)):
                raise _broken()
            return said.stdout
        return b""

    @cached_property
    def _has_commits(self) -> bool:
        return self._run("rev-parse", "--quiet", "--verify", "HEAD").returncode == 0

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(self._command(*arguments), capture_output=True, check=False, env=self._environment())

    def _command(self, *arguments: str) -> list[str]:
        return ["git", "-C", str(self._root), *arguments]

    @staticmethod
    def _environment() -> Mapping[str, str]:
        """A partial clone must not go and fetch; nothing is written."""
        return {**os.environ, "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0"}


def _broken() -> KyrError:
    return KyrError(".git", "the history cannot be read to its end", "Run: git log; git fsck. One of them says why")


def _folder(locale: str) -> str:
    return "locales/templates" if locale == SOURCE.code else f"locales/{locale}/LC_MESSAGES"


@dataclass(frozen=True, slots=True)
class _Change:
    commit: str
    date: datetime.date
    email: str
    blob: str
    path: str


@dataclass(slots=True)
class Entry:
    """An entry as it stands in the text of a PO file."""

    key: Key
    target: str
    fuzzy: bool
    previous: str | None
    comment: str


_STRING = re.compile(r'(#~\||#~|#\|)?[ \t]*+(msgctxt|msgid|msgstr)?[ \t]*+"(.*)"[ \t]*$')
_GAP = re.compile(r'(?<=\S)[ \t]*+\n(?:[ \t]*+\n)+(?=[ \t]*+(?:#~[ \t]*+)?(?:msgid|msgstr|"))')
"""Empty lines with a string behind them, which no reader of PO files takes for the end of a message."""
_ESCAPE = re.compile(r"\\(.)")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}


def _unbroken(text: str) -> str:
    """A PO text in which no message has an empty line."""
    return _GAP.sub("\n", text.removeprefix("\ufeff").replace("\r\n", "\n"))


def entries(text: str) -> Iterator[Entry]:
    """The entries of a PO text, read a hundred times as fast as by `catalog` and without its care.

    Old versions may be broken; what cannot be read is passed over. The header is no entry.
    """
    strings: dict[str, str] = {}
    comments: list[str] = []
    fuzzy = False
    current = ""
    for indented in _unbroken(text).split("\n"):
        line = indented.lstrip(" \t")
        found = _STRING.match(line)
        starts = found and found[2] in {"msgctxt", "msgid"}
        if "msgstr" in strings and (not found or starts):
            yield from _entry(strings, fuzzy, comments)
            strings, comments, fuzzy = {}, [], False
        if found:
            current = ("#|" if (found[1] or "").endswith("|") else "") + found[2] if found[2] else current
            strings[current] = strings.get(current, "") + _ESCAPE.sub(lambda m: _ESCAPES.get(m[1], m[1]), found[3])
        elif line.startswith("#,"):
            fuzzy = fuzzy or "fuzzy" in re.split(r"[,\s]+", line)
        elif line.startswith("# "):
            comments.append(line[2:])
    yield from _entry(strings, fuzzy, comments)


def _entry(strings: Mapping[str, str], fuzzy: bool, comments: list[str]) -> Iterator[Entry]:
    if strings.get("msgid") and "msgstr" in strings:
        key = (strings.get("msgctxt"), strings["msgid"])
        yield Entry(key, strings["msgstr"], fuzzy, strings.get("#|msgid"), "\n".join(comments))


def _version(change: _Change, page: str, entry: Entry, target: str) -> Version:
    return Version(
        page, entry.key, target, entry.fuzzy, entry.previous, entry.comment, change.commit, change.date, change.email
    )
