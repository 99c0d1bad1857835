"""What changed between two wordings of one sentence: English word by word, Chinese character by character.

No word list is asked: where a change of one character changes a right, the character is what a reviewer has to see.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from enum import Enum

from pipeline.text import prose


class Op(Enum):
    """What became of a piece of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


Piece = tuple[Op, str]
"""A piece of text and what became of it."""

# a token or link address as one; words of letters that are set with spaces; white space; any other character alone
_TOKEN = re.compile(
    rf"{prose.TOKEN.pattern}|"
    r"\]\([^()\s]*\)|[0-9]+(?:[.,:/-][0-9]+)*|[^\W\d_\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff]+"
    r"(?:['’-][^\W\d_\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff]+)*|\s+|.",
    re.DOTALL,
)
_LIMIT = 20_000_000
"""Steps that difflib may take at worst: pairs of equal tokens, for each token. Two seconds; two units of this project
that share nothing but their spaces take a hundredth of it."""


def diff(old: str, new: str) -> tuple[Piece, ...]:
    """The pieces in reading order; what was removed stands before what was added in its place.

    The pieces that are not ADDED make ``old``, those that are not REMOVED make ``new``. No piece is empty, and no two
    neighbours are of one kind. Texts too long to compare are told apart by what they share at either end.
    """
    return tuple(_joined(_pieces(_TOKEN.findall(old), _TOKEN.findall(new))))


def _pieces(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    start = shared(old, new)
    end = shared(old[start:][::-1], new[start:][::-1])
    yield Op.SAME, "".join(old[:start])
    yield from _middle(old[start : len(old) - end], new[start : len(new) - end])
    yield Op.SAME, "".join(old[len(old) - end :])


def shared(old: Sequence[str], new: Sequence[str]) -> int:
    """How many tokens, or characters, both begin with."""
    return next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))


def _middle(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    there = Counter(new)
    if sum(count * there[token] for token, count in Counter(old).items()) * min(len(old), len(new)) > _LIMIT:
        yield Op.REMOVED, "".join(old)
        yield Op.ADDED, "".join(new)
        return
    removed = added = ""
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        same = "".join(old[i:j])
        if kind == "equal" and (same.strip() or not (removed or added)):
            yield Op.REMOVED, removed
            yield Op.ADDED, added
            yield Op.SAME, same
            removed = added = ""
        else:  # a space between two changed words is part of the change: one phrase for another, not word for word
            removed, added = removed + same, added + "".join(new[k:m])
    yield Op.REMOVED, removed
    yield Op.ADDED, added


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    kind, text = Op.SAME, ""
    for op, piece in pieces:
        if op is kind:
            text += piece
        elif piece:
            if text:
                yield kind, text
            kind, text = op, piece
    if text:
        yield kind, text
