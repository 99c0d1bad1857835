"""Signs of emphasis, as pymdownx.delimiterprocessor pairs them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from itertools import combinations

_MASK = "\x03"  # one of `marks`', which stand for what has been read before
_STASHED = re.compile(r"&(?:#[0-9]+|#x[0-9a-fA-F]+|[a-zA-Z0-9]+);|:[+\-\w]+:|\+\+[\w-]+(?:\+[\w-]+)*\+\+")

_SPACE, _PUNCTUATION, _STASH, _WORD = range(4)


def _side(char: str) -> int:
    if not char or char.isspace():
        return _SPACE
    if "\x03" <= char <= "\x07":
        return _STASH
    return _PUNCTUATION if unicodedata.category(char)[0] in "PS" else _WORD


@dataclass(frozen=True, slots=True)
class Run:
    """Signs of one kind, side by side."""

    start: int
    end: int
    opens: bool
    closes: bool

    @property
    def size(self) -> int:
        """How many there are."""
        return self.end - self.start


def _runs(text: str, sign: str) -> list[Run]:
    """Every run of a sign that may open or close, as pymdownx.delimiterprocessor sees it."""
    if sign not in text:
        return []
    text = _STASHED.sub(lambda match: _MASK * len(match[0]), text)
    free = {_STASH, _WORD} if sign not in "~^" else {_STASH, _WORD, _PUNCTUATION}
    found: list[Run] = []
    for match in _SIGN[sign].finditer(text):
        start, end = match.span()
        before, after = text[start - 1 : start], text[end : end + 1]
        left, right = _side(before), _side(after)
        opens = right in free and not (sign == "_" and re.match(r"\w", before))
        closes = left in free and not (sign == "_" and re.match(r"\w", after))
        ambiguous = (opens and closes) or {left, right} <= {_PUNCTUATION, _STASH}
        opens = opens or (left != _WORD and right == _PUNCTUATION)
        closes = ambiguous or closes or (left == _PUNCTUATION and right != _WORD)
        opens = ambiguous or (opens and not closes)
        if (opens or closes) and not (sign == "=" and end - start == 1):
            found.append(Run(start, end, opens, closes))
    return found


SIGNS = {
    "*": ("bold or italics", "bold or italics"),
    "_": ("bold or italics", "bold or italics"),
    "=": ("", "highlighting"),
    "~": ("subscript", "deleted text"),
    "^": ("superscript", "inserted text"),
}
"""What a pair of single and of double signs means."""
_SIGN = {sign: re.compile(re.escape(sign) + "+") for sign in SIGNS}
MANY = 200  # runs of one sign, brackets, addresses; nobody writes more in a block


def sure_pairs(text: str, others: list[tuple[int, int]]) -> dict[str, list[tuple[Run, Run]]]:
    """The pairs of each sign whose runs all pair up, or cannot pair at all; nothing when pairs cross, or ``others``."""
    found: dict[str, list[tuple[Run, Run]]] = {}
    for sign in SIGNS:
        pairs = _paired(text, sign)
        if pairs is None and maybe_paired(text, sign):
            return {}
        found[sign] = pairs or []
    every = others + [(left.start, right.start) for pairs in found.values() for left, right in pairs]
    crossed = any(a < c < b < d for a, b in every for c, d in every)
    return {} if crossed else found


def _paired(text: str, sign: str) -> list[tuple[Run, Run]] | None:
    """Each run with its partner, when all runs that open or close find one of their size; three signs in a row may have
    two partners: ``***Bite.** It hurts.*``
    """
    waiting: list[Run] = []
    pairs: list[tuple[Run, Run]] = []
    for run in _runs(text, sign)[:MANY]:
        if run.closes and waiting and waiting[-1].size == run.size < (4 if sign in "*_" else 3):
            left = waiting.pop()
            pairs.append((left, run))
            if _splits(text, sign, left, run):
                return None
        elif sign in "*_" and not run.opens and (shared := _shared(waiting, run)):
            pairs += shared
        elif run.opens:
            waiting.append(run)
        elif run.closes:
            return None
    return None if waiting else pairs


def _shared(waiting: list[Run], run: Run) -> list[tuple[Run, Run]]:
    """What a run closes of three signs in a row, or three signs in a row of two runs; nothing for any other."""
    sizes = [one.size for one in waiting[-2:]]
    if sizes[-1:] == [3] and run.size < 3:
        left = waiting.pop()
        middle = left.end - run.size
        waiting.append(replace(left, end=middle))
        return [(replace(left, start=middle), run)]
    if sizes in ([1, 2], [2, 1]) and run.size == 3:
        inner, outer = waiting.pop(), waiting.pop()
        middle = run.start + inner.size
        return [(inner, replace(run, end=middle)), (outer, replace(run, start=middle))]
    return []


def maybe_paired(text: str, sign: str) -> set[int]:
    """Sizes of the pairs (1: ``*a*``, 2: ``**a**``) that any two runs of a sign may make."""
    sizes: set[int] = set()
    for left, right in combinations(_runs(text, sign)[:MANY], 2):
        if left.opens and right.closes:
            if min(left.size, right.size) > 1:
                sizes.add(2)
            if not left.size == right.size == 2 and not _splits(text, sign, left, right):
                sizes.add(1)
        if len(sizes) == 2:
            break
    return sizes


def _splits(text: str, sign: str, left: Run, right: Run) -> bool:
    """Whether white space keeps a single ~ or ^ from closing."""
    return sign in "~^" and min(left.size, right.size) == 1 and bool(re.search(r"\s", text[left.end : right.start]))
