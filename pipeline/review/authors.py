"""Who wrote which translation, where a translation came in through an import: locales/<locale>/authors.jsonl.

One JSON object a line, only ever added to, merged like the review log. Git knows who committed a file; a wording that
somebody else wrote and sent in, it cannot know.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from pipeline.errors import ReviewLogError
from pipeline.review import signatures
from pipeline.review.answers import HANDLE

_FIELDS = ("author", "date", "source", "target", "unit")


@dataclass(frozen=True, slots=True)
class Author:
    """One line: these words are this person's."""

    unit: str
    """``page#digest of the source``, for people; the digests decide."""
    source: str
    """`signatures.source_digest` of the unit."""
    target: str
    """`model.digest` of the translation."""
    author: str
    """A handle; it need not be a reviewer's."""
    date: datetime.date


def read(text: str, path: str) -> tuple[tuple[Author, ...], tuple[ReviewLogError, ...]]:
    """The authors of a file, and one error for each line that is broken."""
    return signatures.read_lines(text, path, "record of an author", _FIELDS, _author)


def _author(record: Mapping[str, str], _: int) -> Author:
    if not HANDLE.fullmatch(record["author"]):
        raise ValueError(f"'{record['author'][:40]}' is not a valid handle")
    return Author(
        unit=signatures.unit_field(record),
        source=signatures.digest_field(record["source"]),
        target=signatures.digest_field(record["target"]),
        author=record["author"],
        date=signatures.date_field(record["date"]),
    )


def write_line(author: Author) -> str:
    """One line for the file, keys sorted, with its newline."""
    return json.dumps({**asdict(author), "date": author.date.isoformat()}, ensure_ascii=False, sort_keys=True) + "\n"
