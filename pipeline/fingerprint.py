"""Whether anything has changed since something was made: digests of files, and of the code that is running.

Files are compared by content and never by time, so that an edit of the same length, a checkout or a restored copy
cannot pass for unchanged; libraries by version and by the time they were installed.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parent
_INSTALLED = (".dist-info", ".pth")


def of_bytes(data: bytes) -> str:
    """SHA-256 as 64 hex digits."""
    return hashlib.sha256(data).hexdigest()


def of_parts(parts: Iterable[tuple[str, bytes]]) -> str:
    """One digest of named bytes, whatever their order; another name, byte or part gives another digest."""
    total = hashlib.sha256()
    for name, data in sorted(
        (name.encode("utf-8", "surrogateescape"), hashlib.sha256(data).digest()) for name, data in parts
    ):
        total.update(len(name).to_bytes(8, "big") + name + data)
    return total.hexdigest()


@cache
def of_code() -> bytes:
    """Which code is running, as a digest: ours by its source, Python and every package it can import by name, version
    and the time it was installed.
    """
    found: set[str] = set()
    for folder in sys.path:
        with contextlib.suppress(OSError), os.scandir(folder or ".") as entries:
            mine = [entry for entry in entries if entry.name.endswith(_INSTALLED)]
            found |= {f"{entry.name} {entry.stat().st_mtime_ns}" for entry in mine}
    own = of_parts((path.relative_to(_PACKAGE).as_posix(), path.read_bytes()) for path in _PACKAGE.rglob("*.py"))
    return hashlib.sha256("\n".join((sys.version, own, *sorted(found))).encode("utf-8", "surrogateescape")).digest()
