"""TOML files, read table by table: whatever is wrong with a key is an error at that key's line.

Settings, reviewers, facts, contacts and an organization's own file are all read here; what they may hold stands with
whoever reads them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any, TypeVar

from pipeline.errors import ConfigError, KyrError, nearest, refuse_conflict
from pipeline.text.untrusted import UNSEEN, shown

_Choice = TypeVar("_Choice", bound=Enum)
_Value = TypeVar("_Value")
_Name = tuple[str, ...]

_AT = re.compile(r" \(at (?:line (?P<line>\d+), column \d+|end of document)\)")
_CURLY = re.compile("[“”„‘’«»＂「」『』＝]")  # as word processors, phones and Chinese keyboards write these signs
_QUOTED = r""" "[^"\\\n]*(?:\\.[^"\\\n]*)*" | '[^'\n]*' """.replace(" ", "")
_PART = rf"(?:[\w-]+|{_QUOTED})"
_DOTTED = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_HEADER = re.compile(rf"[ \t]*\[\[?[ \t]*({_DOTTED})[ \t]*\]")
_KEY = re.compile(rf"[ \t]*({_DOTTED})[ \t]*=")
_LONG = r""" "{3}[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*"{3,5} | '{3}.*?'{3,5} """.replace(" ", "")
_MARK = re.compile(rf"{_LONG}|{_QUOTED}|#[^\n]*|[\[{{\]}}\n]", re.DOTALL)
_PLAIN = re.compile(rf"[^\[{{\"'#\n]*(?:{_QUOTED})?[ \t]*\n")  # what most lines are


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a file. What a reader is asked for and is not there is None, or empty."""

    path: str
    values: Mapping[str, Any]
    lines: Mapping[_Name, int] = field(default_factory=dict)
    """Where each table and each key of the file stands, by its whole name."""
    kind: type[KyrError] = ConfigError
    """What is raised for a key that cannot be followed."""
    name: _Name = ()
    """``("tool", "kyr")``; empty for what stands above all headers."""
    taken: Mapping[str, Table] = field(default_factory=dict)
    """The keys that are said by another table, see `over`."""

    def over(self, other: Table) -> Table:
        """These values, and of another table what they leave out."""
        taken = {key: other for key in other.values if key not in self.values}
        return replace(self, values={**other.values, **self.values}, taken=taken)

    def error(self, key: str, message: str, fix: str) -> KyrError:
        """An error at a key, or at the table's own line where it has no such key."""
        if key in self.taken:
            return self.taken[key].error(key, message, fix)
        title = f"[{shown('.'.join(self.name))}] " if self.name else ""
        return self.kind(self.path, title + message, fix, self.lines.get((*self.name, key), self.line))

    @property
    def line(self) -> int | None:
        """Where the table begins."""
        return self.lines.get(self.name)

    def only(self, keys: Collection[str]) -> None:
        """Refuse every other key."""
        for key in self.values:
            if key not in keys:
                fix = nearest(key, keys, f"Use one of: {', '.join(keys)}")
                raise self.error(key, f"unknown key '{shown(key)}'", fix)

    def need(self, key: str, value: _Value | None) -> _Value:
        """What was read of a key that must be there."""
        if value is None:
            raise self.error("", f"{'has' if self.name else 'there is'} no '{key}'", f"Add a line: {key} = ...")
        return value

    def text(self, key: str) -> str | None:
        """A text with its white space evened out, so that a long one may be wrapped between triple quotes."""
        value = self.values.get(key)
        if value is None:
            return None
        folded = " ".join(value.split()) if isinstance(value, str) else ""
        if not folded or UNSEEN.search(folded):
            raise self.error(key, f"'{shown(key)}' is not a text", f'Write {shown(key)} = "...", or take the line out')
        return folded

    def said(self, key: str) -> str:
        """A text that may be empty, to take away what another table says."""
        return "" if self.values.get(key) == "" else self.text(key) or ""

    def texts(self, key: str) -> tuple[str, ...] | None:
        """A list of texts."""
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, list) or not all(
            isinstance(item, str) and item.strip() and not UNSEEN.search(item) for item in value
        ):
            raise self.error(key, f"'{shown(key)}' is not a list of texts", f'Write {shown(key)} = ["...", "..."]')
        return tuple(value)

    def choice(self, key: str, kind: type[_Choice]) -> _Choice | None:
        """One of the values of an Enum."""
        value, allowed = self.text(key), [member.value for member in kind]
        if value is not None and value not in allowed:
            raise self.error(key, f"'{key}' cannot be '{shown(value)}'", f"Write one of: {', '.join(allowed)}")
        return None if value is None else kind(value)

    def choices(self, key: str, kind: type[_Choice]) -> frozenset[_Choice] | None:
        """One or more of the values of an Enum; an empty list would mean all of them, or none, and nobody says so."""
        value, allowed = self.values.get(key), [member.value for member in kind]
        if value is None:
            return None
        if not isinstance(value, list) or not value or any(item not in allowed for item in value):
            fix = f"Write a list of one or more of: {', '.join(allowed)}"
            raise self.error(key, f"'{key}' is {shown(repr(value))}", fix)
        return frozenset(map(kind, value))

    def inner(self, key: str) -> Table:
        """A table in this one; an empty one where it has none."""
        if key in self.taken:
            return self.taken[key].inner(key)
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            raise self.error(
                key, f"'{shown(key)}' is not a table", f"Write {shown(key)} = {{ ... }}, or a header for it"
            )
        return replace(self, values=value, name=(*self.name, key), taken={})


def read(text: str, path: str, kind: type[KyrError] = ConfigError) -> Table:
    """A TOML file as the table of all it holds. Raises ``kind``, with the line, for what is no TOML."""
    refuse_conflict(text, path, kind)
    try:
        return Table(path, tomllib.loads(text), _lines(text), kind)
    except RecursionError:
        raise kind(path, "it is nested too deeply", "Take some of the brackets out") from None
    except ValueError as error:  # also a number of thousands of digits
        found = _AT.search(str(error))
        line = int(found["line"]) if found and found["line"] else text.rstrip().count("\n") + 1
        wrong = f"not TOML: {_AT.sub('', str(error))}"
        fix = "Correct this line: each table and key only once, texts between quotes, dates without"
        if _CURLY.search("".join(text.split("\n")[line - 1 : line])):
            fix = 'Put straight quotation marks around texts, a plain = before: name = "Our name"'
        raise kind(path, wrong, fix, line) from error


def _lines(text: str) -> dict[_Name, int]:
    """Where each table and key of a text that is TOML stands; tomllib keeps no positions."""
    found: dict[_Name, int] = {}
    table: _Name = ()
    line, at = 1, 0
    while at < len(text):
        if key := _KEY.match(text, at):
            name = (*table, *_parts(key[1]))
        elif header := _HEADER.match(text, at):
            name = table = _parts(header[1])
        else:
            name = ()
        for length in range(len(name), 0, -1):
            found.setdefault(name[:length], line)
        stop = _end(text, key.end() if key else at)
        line, at = line + text.count("\n", at, stop), stop
    return found


def _parts(dotted: str) -> _Name:
    if dotted.isalnum():
        return (dotted,)
    if '"' not in dotted and "'" not in dotted:
        return tuple(part.strip() for part in dotted.split("."))
    parts: list[str] = []
    inner: Any = tomllib.loads(f"{dotted} = 0")
    while isinstance(inner, dict):
        [(part, inner)] = inner.items()
        parts.append(part)
    return tuple(parts)


def _end(text: str, at: int) -> int:
    """Where the statement is over: behind the first line break outside of brackets, texts and comments."""
    if plain := _PLAIN.match(text, at):
        return plain.end()
    depth = 0
    for mark in _MARK.finditer(text, at):
        depth += (mark[0] in "[{") - (mark[0] in "]}")
        if mark[0] == "\n" and depth == 0:
            return mark.end()
    return len(text)
