"""What was printed from which inputs, by content: build/handouts.json, so that only what changed is printed again."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from pipeline import files, fingerprint
from pipeline.errors import WriteError
from pipeline.print.forms import FORMS

FILE: Final = "handouts.json"
"""Below build/: not among the handouts, which are handed on."""

_FOLDERS = ("content", "local", "locales", "site/print")


@dataclass(frozen=True, slots=True)
class Printed:
    """One file below build/, and what the list of handouts says of it."""

    path: str
    key: str
    """Digest of everything it was made from."""
    output: str
    """Digest of its bytes."""
    title: str
    page: str
    form: str
    paper: str
    languages: tuple[str, ...]
    """The tags of one language or two."""
    region: str
    pages: int
    size: int
    """Bytes."""
    thumbnail: str
    """A PNG in base64; empty for a picture, which is its own."""


class Inputs:
    """Digests of a project's files, each read once."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @functools.cached_property
    def files(self) -> Mapping[str, str]:
        """Every file that a handout may depend on: its name below the root, and the digest of its bytes."""
        found = sorted({*self._walk(), self.root / "pyproject.toml"})
        names = {path.relative_to(self.root).as_posix(): path for path in found if path.is_file()}
        return {name: fingerprint.of_bytes(files.read_bytes(path, name)) for name, path in names.items()}

    def _walk(self) -> Iterator[Path]:
        for folder in _FOLDERS:
            yield from (self.root / folder).rglob("*")

    def key(self, *parts: str, page: str = "", codes: Iterable[str] = ()) -> str:
        """Digest of the code that prints, of ``parts`` and of every file that they depend on.

        With ``page``, only what that page in the locales ``codes`` is made from: not other pages, not other catalogues.
        """
        known = frozenset(codes)
        kept = [f"{name} {digest}" for name, digest in self.files.items() if not page or _matters(name, page, known)]
        return fingerprint.of_bytes(fingerprint.of_code() + "\n".join([*parts, *kept]).encode())


def _matters(name: str, page: str, codes: frozenset[str]) -> bool:
    """Whether a page in these locales can depend on a file."""
    path = name.removeprefix("local/")
    if path.startswith("content/"):
        return not path.endswith((".md", ".vtt")) or path == f"content/{page}.md"
    top, _, rest = path.partition("/")
    code, _, below = rest.partition("/")
    if top != "locales" or not below:
        return True
    return code in codes and (not below.endswith(".po") or below in (f"LC_MESSAGES/{page}.po", "LC_MESSAGES/site.po"))


class Stamp:
    """The record of what was printed; read when made, written by `save`."""

    def __init__(self, build: Path) -> None:
        self._build = build
        self._path = build / FILE
        self._files: dict[str, Printed] = {}
        self._runs: dict[str, tuple[str, tuple[str, ...]]] = {}
        try:
            stated = json.loads(self._path.read_text("utf-8"))
            for one in stated["files"]:
                if one["form"] not in FORMS:
                    continue  # an earlier kyr had it
                self._files[one["path"]] = Printed(**{**one, "languages": tuple(one["languages"])})
            self._runs = {run: (key, tuple(paths)) for run, (key, paths) in stated["runs"].items()}
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            self._files, self._runs = {}, {}  # no record, or not ours: print everything

    def is_done(self, run: str, key: str) -> int:
        """How many files this very run has made from these inputs; 0 if one of them is missing or was touched."""
        stated, paths = self._runs.get(run, ("", ()))
        if stated != key or not all(path in self._files and self._intact(self._files[path]) for path in paths):
            return 0
        return len(paths)

    def is_printed(self, path: str, key: str) -> bool:
        """Whether a file was made from these inputs and is there, untouched."""
        found = self._files.get(path)
        return found is not None and found.key == key and self._intact(found)

    def _intact(self, one: Printed) -> bool:
        try:
            return fingerprint.of_bytes((self._build / one.path).read_bytes()) == one.output
        except OSError:
            return False

    def add(self, one: Printed) -> None:
        """A file that was just printed."""
        self._files[one.path] = one

    def finish(self, run: str, key: str, paths: Iterable[str], *, alone: bool) -> tuple[Printed, ...]:
        """Close the record of a run; everything that is on it, in order of path. `save` writes it.

        With ``alone``, files of earlier runs that this one did not ask for are deleted: nothing out of date is left
        lying about.
        """
        wanted = tuple(paths)
        self._runs[run] = (key, wanted)
        if alone:
            self._runs = {run: self._runs[run]}
            for path in self._files.keys() - set(wanted):
                del self._files[path]
                (self._build / path).unlink(missing_ok=True)
        listed = tuple(self._files[path] for path in sorted(self._files) if (self._build / path).exists())
        self._files = {one.path: one for one in listed}
        return listed

    def save(self) -> None:
        """Write the record, last of all: a run that was stopped before is done again."""
        stated = {"files": [asdict(one) for one in self._files.values()], "runs": self._runs}
        write(self._path, json.dumps(stated, ensure_ascii=False).encode(), f"build/{FILE}")


def write(path: Path, data: bytes, name: str) -> bool:
    """Make ``path`` hold ``data``, never half of it; False when it already does. Raises WriteError.

    Unlike `files.replace` it does not wait for the disk: what is lost in a power cut is printed again.
    """
    fresh = path.with_name(f".{path.name}.new")
    try:
        if path.exists() and path.read_bytes() == data:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_bytes(data)
        fresh.replace(path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise WriteError(name, f"cannot be written: {reason}", "Make room, or allow writing") from error
    return True
