"""Whether a step has nothing to do: build/cache/ holds one digest of all that the step read and of all it wrote.

Files are compared by content and never by time, so that an edit of the same length, a checkout or a restored copy
cannot pass for unchanged; libraries by version and by the time they were installed. What does not match is done again,
and build/ may be deleted at any moment.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from pipeline import files
from pipeline.errors import WriteError

_INSTALLED = (".dist-info", ".pth")


def digest(parts: Iterable[tuple[str, bytes]]) -> str:
    """One digest of named bytes, whatever their order; another name, byte or part gives another digest."""
    total = hashlib.sha256()
    for name, data in sorted(
        (name.encode("utf-8", "surrogateescape"), hashlib.sha256(data).digest()) for name, data in parts
    ):
        total.update(len(name).to_bytes(8, "big") + name + data)
    return total.hexdigest()


def machinery() -> bytes:
    """Python and every package it can import, by name, version and the time it was installed."""
    found: set[str] = set()
    for folder in sys.path:
        with contextlib.suppress(OSError), os.scandir(folder or ".") as entries:
            mine = [entry for entry in entries if entry.name.endswith(_INSTALLED)]
            found |= {f"{entry.name} {entry.stat().st_mtime_ns}" for entry in mine}
    return "\n".join((sys.version, *sorted(found))).encode("utf-8", "surrogateescape")


def holds(record: Path, inputs: str, outputs: str) -> bool:
    """Whether the step was done from these inputs and its outputs are as it left them."""
    try:
        return record.read_text("ascii") == f"{inputs} {outputs}\n"
    except (OSError, ValueError):
        return False  # no record, or a damaged one


def keep(record: Path, inputs: str, outputs: str) -> None:
    """Record that the step is done; where nothing may be written, it will be done again."""
    with contextlib.suppress(WriteError):
        files.replace(record, f"{inputs} {outputs}\n".encode("ascii"), record.name)
