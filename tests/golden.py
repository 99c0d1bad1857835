"""Read golden files: cases of several parts, each ended by a line that is a single dot. Anybody can add a case."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

CASES = Path(__file__).parent / "cases"


def read(name: str, parts: int) -> Iterator[tuple[str, ...]]:
    """The cases of ``tests/cases/<name>``: a title, then ``parts`` texts."""
    lines = (CASES / name).read_text("utf-8").split("\n")
    texts: list[str] = []
    current: list[str] = []
    for line in lines:
        if line == ".":
            texts.append("\n".join(current).strip("\n"))
            current = []
            if len(texts) == parts + 1:
                yield tuple(texts)
                texts = []
        else:
            current.append(line)
    assert not texts, f"{name}: a case is cut off"
