"""Every error a user can meet: one line that names the file, the line, what is wrong and what to do.

And how all messages name a place, count things and guess what was meant. The command line prints ``str(error)`` and
exits with code 2; nothing else in the package prints.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from types import TracebackType


@dataclass(eq=False)
class KyrError(Exception):
    """Something a person has to put right; never a bug of ours.

    ``path`` is relative to the project's root where that is possible; ``line`` counts from 1,
    and is None where no single line is at fault; ``fix`` is an instruction, not a diagnosis.
    ``others`` are further ones that the same work met.
    """

    path: str
    message: str
    fix: str
    line: int | None = None
    others: tuple[KyrError, ...] = ()

    def __str__(self) -> str:
        return f"{position(self.path, self.line)}: {self.message}. {self.fix}"


class Gathered:
    """Errors of many files, met one by one and told together: nobody has to run a command once for each of them.

    What is done ``with`` it ends at its first error, and what comes after goes on.
    """

    def __init__(self) -> None:
        self._met: dict[str, KyrError] = {}

    def __enter__(self) -> None:
        """Begin with one file."""

    def __exit__(self, kind: object, error: BaseException | None, traceback: TracebackType | None) -> bool:
        """Keep an error that a person has to put right; let any other go its way."""
        if not isinstance(error, KyrError):
            return False
        for one in (error, *error.others):  # a table that all pages need is wrong once
            self._met.setdefault(str(one), one)
        return True

    def tell(self) -> None:
        """Raise the first error, with the others; none where all went well."""
        if self._met:
            first, *rest = self._met.values()
            first.others = tuple(rest)
            raise first


def position(path: str, line: int | None) -> str:
    """How messages name a place: ``content/help/now.md:12``."""
    return path if line is None else f"{path}:{line}"


class ConfigError(KyrError):
    """`pyproject.toml` or `mkdocs.yml` says something that cannot be followed."""


class PageError(KyrError):
    """A page in content/ cannot be read: its encoding, its front matter or a directive."""


class RegistryError(KyrError):
    """`facts.toml`, `contacts.toml` or a table in locales/ is broken, or something names an entry it lacks."""


class CatalogError(KyrError):
    """A PO file cannot be read without losing something."""


class ReviewLogError(KyrError):
    """A line of a review log is broken or forged."""


class AnswersError(KyrError):
    """A saved review is damaged, hostile or not for this project; nothing of it was recorded."""


class WriteError(KyrError):
    """A file could not be written; the old one is untouched."""


class PrintError(KyrError):
    """A handout cannot be set: a glyph is missing, or something does not fit its panel."""


def nearest(wrong: str, names: Iterable[str], otherwise: str, wrap: str = "{}") -> str:
    """The way out of a wrong name: the one that is spelt most like it, or ``otherwise``."""
    import difflib  # only a mistake needs it

    close = difflib.get_close_matches(wrong, tuple(names), n=1, cutoff=0.5)
    return f"Did you mean {wrap.format(close[0])}?" if close else otherwise


def counted(number: int, what: str) -> str:
    """How many there are of something, as every message says it: ``1 page``, ``2 pages``."""
    return f"{number} {what}{'s' * (number != 1)}"


CONFLICT = "a merge conflict was left in the file"
ONE_OF_TWO = "Keep one of the two versions and delete the marker lines"
# Between the two stands =======, which may be the line under a heading.
_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: [^\n]*)?$", re.MULTILINE)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def refuse_conflict(text: str, path: str, kind: type[KyrError]) -> None:
    """Raise ``kind``, with the line, where Git has left the marks of a merge that nobody has finished."""
    if found := _CONFLICT.search(text):
        raise kind(path, CONFLICT, ONE_OF_TWO, text.count("\n", 0, found.start()) + 1)


def decoded(data: bytes, path: str, kind: type[KyrError] = KyrError) -> str:
    """A UTF-8 file's text, a byte-order mark dropped. Raises ``kind``, with the line of the first bad byte."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        named = "UTF-16, not UTF-8" if data.startswith(_UTF16) else "not UTF-8"
        raise kind(path, f"the file is {named}", "Save it as UTF-8 in your editor", line) from error
