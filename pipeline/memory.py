"""What was read out of files, kept from one command to the next, so that a large library is not read again each time.

It lies below build/, may be thrown away at any time, and is asked only by commands that show something. Whatever
decides (an import, a check, a release) reads the files themselves.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipeline import files, fingerprint
from pipeline.errors import KyrError

_REST = 100
"""How many answers that were not asked for this time are kept: so many, or twice the number asked for."""


class Memory:
    """Answers by the question's name; without a path it lasts as long as it is held."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._known = _load(path) if path else {}
        self._used: dict[str, Any] = {}

    def recall(self, question: str, read: Callable[[], Any]) -> Any:
        """The answer from memory, else by reading.

        ``question`` names everything the answer depends on, as by a digest of the bytes that are read; the answer is
        made of lists, texts, numbers and booleans. What reading raises is not remembered.
        """
        if question not in self._used:
            self._used[question] = self._known[question] if question in self._known else read()
        return self._used[question]

    def save(self) -> None:
        """Keep what was asked this time, and the latest of the rest; where nothing can be written, nothing is kept.

        The rest are answers for another locale, or ones that nobody can ask for again.
        """
        if self._path and not self._used.keys() <= self._known.keys():
            rest = [question for question in self._known if question not in self._used]
            kept = {question: self._known[question] for question in rest[-max(_REST, 2 * len(self._used)) :]}
            body = json.dumps(kept | self._used, ensure_ascii=False, separators=(",", ":"))
            with contextlib.suppress(KyrError):
                files.replace(self._path, f"{_seal(body)}\n{body}".encode(), str(self._path))


def _load(path: Path) -> dict[str, Any]:
    """What is damaged, or was read by another version of kyr or of a library, is as good as forgotten."""
    with contextlib.suppress(OSError, ValueError):
        seal, _, body = path.read_text("utf-8").partition("\n")
        if seal == _seal(body):
            known: dict[str, Any] = json.loads(body)
            return known
    return {}


def _seal(body: str) -> str:
    return fingerprint.of_bytes(fingerprint.of_code() + body.encode())
