"""What the last extraction read and wrote: a digest of each file, so that the next one parses only pages that changed.

build/cache/extract holds them. Files are compared by content, see `fingerprint`. A template is made of its page alone,
so a page whose file and template are what they were need not be parsed, as long as nothing has changed that all pages
share: settings, tables, this package and what it imports.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pipeline import files, fingerprint
from pipeline.errors import WriteError
from pipeline.place import Place

_SETTINGS = ("pyproject.toml", "local/kyr.toml", "mkdocs.yml")
_TABLES = {"content": ".toml", "local/content": ".toml", "site/theme": ".html"}
"""Where the files are, and of what kind, that every template can depend on, beside settings and code."""
_PAGES = ("content", "local/content")
_TEMPLATES = ("locales/templates", "local/locales/templates")
_SHARED = ""
"""The name under which a record has the digest of all that pages share."""


class Record:
    """What there is now, beside what the last extraction left."""

    def __init__(self, place: Place) -> None:
        self._root = f"{place.root}{os.sep}"
        self._place = place
        self._path = place.build / "cache" / "extract"
        self._shared = self._digest_of_shared()
        pages = (path for name in _PAGES for path in _below(place.root / name, ".md", ".vtt"))
        self._old = self._read()
        self._now = self._as_extracted({_SHARED: self._shared, **self._digests((*pages, *self.templates()))})

    @property
    def holds(self) -> bool:
        """Whether an extraction would change nothing."""
        return self._old == self._now

    def keeps(self, template: Path, page: Path | None = None) -> bool:
        """Whether a template is what would be made of its page; without a page, of what all pages share."""
        names = [self._name(path) for path in (template, page) if path]
        return self._old.get(_SHARED) == self._shared and all(self._is_old(name) for name in names)

    def templates(self) -> dict[Path, str]:
        """Every template there is, and the page it is of."""
        folders = (self._place.root / name for name in _TEMPLATES)
        found = ((path, folder) for folder in folders for path in sorted(_below(folder, ".pot")))
        return {path: path.relative_to(folder).with_suffix("").as_posix() for path, folder in found}

    def write(self, parsed: Iterable[Path], made: Mapping[Path, bytes], gone: Iterable[Path]) -> None:
        """Note the state after an extraction that has parsed some pages, and written and removed some templates.

        A page that was saved meanwhile is left out, so that the next extraction parses it. Where nothing may be
        written, it parses all.
        """
        if self._shared != self._digest_of_shared():
            return
        now = self._now | {self._name(path): fingerprint.of_bytes(data) for path, data in made.items()}
        pages = {self._name(path): path for path in parsed}
        since = self._digests(pages.values())
        changed = {name for name in pages if since.get(name) != self._now.get(name)}
        for name in changed.union(map(self._name, gone)):
            now.pop(name, None)
        data = "".join(f"{digest} {name}\0" for name, digest in now.items())
        with contextlib.suppress(WriteError):
            files.replace(self._path, data.encode("utf-8", "surrogateescape"), self._path.name)

    def _as_extracted(self, found: dict[str, str]) -> dict[str, str]:
        """The same, but each page that an organization's own stands in for as it was when its template was made."""
        known = self._old if self._old.get(_SHARED) == self._shared else {}
        hidden = {name for name in found if name.startswith("content") and f"local{os.sep}{name}" in found}
        seen = {name: digest for name, digest in found.items() if name not in hidden}
        return seen | {name: known[name] for name in hidden & known.keys()}

    def _is_old(self, name: str) -> bool:
        return name in self._now and self._old.get(name) == self._now[name]

    def _read(self) -> dict[str, str]:
        """What the last extraction left; nothing where there is no record, or none that can be read."""
        try:
            entries = self._path.read_text("utf-8", "surrogateescape").split("\0")
        except OSError:
            return {}
        return {name: digest for digest, _, name in (entry.partition(" ") for entry in entries) if digest}

    def _digest_of_shared(self) -> str:
        root = self._place.root
        paths = [root / name for name in _SETTINGS]
        paths += [path for folder, kind in _TABLES.items() for path in _below(root / folder, kind)]
        digests = self._digests(paths)
        return fingerprint.of_parts(
            [*((name, one.encode()) for name, one in digests.items()), ("", fingerprint.of_code())]
        )

    def _digests(self, paths: Iterable[Path]) -> dict[str, str]:
        """Those of the files that can be read; whoever needs another one says what is wrong with it."""
        found: dict[str, str] = {}
        for path in paths:
            with contextlib.suppress(OSError):
                found[self._name(path)] = fingerprint.of_bytes(path.read_bytes())
        return found

    def _name(self, path: Path) -> str:
        return str(path).removeprefix(self._root)


def _below(folder: Path, *kinds: str) -> Iterator[Path]:
    """Every file of these kinds below a folder."""
    for here, _, names in os.walk(folder):
        yield from (Path(here, name) for name in names if name.endswith(kinds))
