"""Which sentence of a translation says what a sentence of its source says.

A text is compared sentence by sentence where source and translation have as many of them: then a denial that was lost
in one sentence is not taken for the one in the next. Where they have not, the whole text is one sentence.
"""

from __future__ import annotations

import re
from functools import lru_cache

# U.S., p.m., No. 5 and EE. UU. end no sentence
_END = re.compile(
    r"[。！？]+[”’」』）*\"]*|(?<!\b[A-Zap])(?<!\bNo)(?<!\bEE)(?<!\bUU)[.?!]+[”’」』)*\"]*(?=\s+[^a-z\s]|\s*$)|\n"
)


def aligned(source: str, target: str) -> list[tuple[str, str]]:
    """The sentences of a source, each with the one of its translation; both texts whole if they cannot be matched."""
    own = _sentences(source)
    if len(own) < 2 or len(other := _sentences(target)) != len(own):
        return [(source, target)]
    return [*zip(own, other, strict=True)]


@lru_cache(4096)
def _sentences(text: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, _END.split(text))))
