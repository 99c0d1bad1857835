"""One content file: its front matter, checked key by key, and its units; and what a translator is told of each."""

from __future__ import annotations

import datetime
import io
import re
import reprlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import yaml

from pipeline.converter import EXTENSIONS, Converter
from pipeline.errors import PageError, decoded, nearest, refuse_conflict
from pipeline.facts import Region
from pipeline.model import AUDIENCES, FrontMatter, Keys, Message, Page, Part, Unit
from pipeline.print.forms import ASKED
from pipeline.text.untrusted import UNWRITABLE
from pipeline.text.yaml import Loader, fault, refused

_FENCE = re.compile(r"\A---[ \t]*\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*$\n?", re.DOTALL | re.MULTILINE)
# MkDocs also takes lines like these for front matter, without any fence, down to the first other line.
_PAIR = re.compile(r"[ ]{0,3}(?P<key>[A-Za-z0-9_-]+):\s*(?P<value>.*)")
_MORE = re.compile(r"(?: {4}|\t)\s*(?P<value>.*)")
_CODE = re.compile(r"^[ \t]*(?P<fence>`{3,}|~{3,})[^\n`]*\n.*?^[ \t]*(?P=fence)[`~]*[ \t]*$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"(?<!!)\[[^\]\n]+\]\((?P<to>[^)\s]+)[^)]*\)")

_FACT = re.compile(r"\bf-?\d")
_REGIONS = tuple(region.value for region in Region)
_OURS: Mapping[str, tuple[str, ...]] = {
    "audience": AUDIENCES,
    "region": ("us", "ny", "il", "new york", "illinois"),  # of fifty states every short word would be nearly one
    "handout": ASKED,
}
"""What those keys say that many a site has, meaning something else."""

_LONGEST = 1_000_000
"""Characters of front matter; a page with a thousand redirects has 60,000, and this many are read in a second."""
_DEEPEST = 5000
"""Brackets in it, or signs before a line's words; PyYAML's loader in C brings Python down where far more are nested."""
_NESTED = re.compile(rf"^[ \t?:-]{{{_DEEPEST}}}", re.MULTILINE)

_MEANT = 0.8
"""How alike two keys are, from 0 to 1, if one is the other misspelt: ``subtitle`` is no slip for ``title``."""

Describe = Callable[[str], Iterable[str]]
"""English text to what the glossary says of its terms, one line each."""


class _Loader(Loader):
    """A loader that also names the line of a key of ours that stands twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:
        """As in PyYAML, which takes the last of equal keys and says nothing."""
        seen: set[str] = set()
        for key, _ in node.value:
            if str(key.value) in seen & _READERS.keys():
                raise refused(key, f"'{key.value}' is there twice")
            seen.add(str(key.value))
        found: dict[object, object] = super().construct_mapping(node, deep)
        return found


def read(data: bytes, path: str, converter: Converter, keys: Keys = Keys.OWN) -> Page:
    """Read one page; ``path`` is relative to the project's root, like ``content/help/now.md``.

    Raises PageError, with the line, for bytes that are not UTF-8 and for broken front matter; for a broken directive
    when its units are asked for.
    """
    front, titles, body, first_line = head(decode(data, path, keys), path, "page", keys)
    name = path_of(path).removesuffix(".md")
    return Page(name, front, body, first_line, titles, lambda: converter.units(body, path, first_line), path)


def decode(data: bytes, path: str, keys: Keys = Keys.OWN) -> str:
    """A content file's text, with newlines alone at the ends of lines.

    Raises PageError for what is not UTF-8, and for a merge that nobody has finished: readers would see both versions.
    By MkDocs' rules a page may be about Git, and show one in a block of code.
    """
    text = decoded(data, path, PageError).replace("\r\n", "\n").replace("\r", "\n")
    shown = keys is Keys.MKDOCS and "<<<<<<<" in text
    refuse_conflict(_CODE.sub(_blank_lines, text) if shown else text, path, PageError)
    return text


def _blank_lines(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")


def head(text: str, path: str, kind: str, keys: Keys = Keys.OWN) -> tuple[FrontMatter, tuple[Unit, ...], str, int]:
    """What a file says about itself, its title and description as units, and what is below it from which line.

    By MkDocs' rules a file need have neither: then there is no unit for it.

    ``kind`` is what a translator is told the title belongs to. Raises PageError, with the line.
    """
    meta, body, first_line = _parts(text, path, keys)
    front = _front_matter(meta, text, path, keys)
    titles = tuple(
        Unit(said, f"{kind} {key}", line=_key_line(text, key), part=part, literal=True)
        for key, said, part in (("title", front.title, Part.TITLE), ("description", front.description, Part.TEXT))
        if key in meta and said
    )
    return front, titles, body, first_line


def path_of(file: str) -> str:
    """A content file below content/, or below an organization's own local/content/."""
    return file.removeprefix("local/").removeprefix("content/")


def body(text: str) -> str:
    """The Markdown of any page, with or without front matter, valid or not: what is below the ``---`` fence."""
    match = _FENCE.match(text)
    return text[match.end() :] if match else text


def _parts(text: str, path: str, keys: Keys) -> tuple[Mapping[str, Any], str, int]:
    match = _FENCE.match(text)
    if not match:
        if keys is Keys.MKDOCS:
            return _unfenced(text)
        raise PageError(
            path, "the page has no front matter", "Begin it with ---, title: and description: lines, and ---", 1
        )
    if len(match["yaml"]) > _LONGEST:
        raise PageError(path, "the front matter is far too long", "Keep what readers need below the second ---", 1)
    if match["yaml"].count("[") + match["yaml"].count("{") > _DEEPEST or _NESTED.search(match["yaml"]):
        raise PageError(path, "the front matter is nested far too deep", "Write lists and keys one below the other", 1)
    try:
        meta = yaml.load(match["yaml"], _Loader) or {}
    except yaml.MarkedYAMLError as error:
        problem, line = fault(error)
        fix = "Correct that line; put a value that has : or # in it in quotes"
        raise PageError(path, f"the front matter is broken: {problem}", fix, (line or 1) + 1) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, match.start("yaml") + error.position) + 1
        problem = f"the front matter is broken: {error.reason}"
        raise PageError(path, problem, "Remove the invalid characters", line) from error
    if not isinstance(meta, dict):
        if keys is Keys.MKDOCS:
            return {}, text, 1  # two horizontal rules
        raise PageError(path, "the front matter is not a list of key: value lines", "Write title: and description:", 1)
    return meta, text[match.end() :], text.count("\n", 0, match.end()) + 1


def _unfenced(text: str) -> tuple[Mapping[str, str], str, int]:
    """Lines like ``title: Words`` as MkDocs reads them, which has the rules from MultiMarkdown."""
    meta: dict[str, str] = {}
    key, at = "", 0
    for line in text.split("\n"):
        pair = _PAIR.match(line)
        found = pair or (_MORE.match(line) if key and line.strip() else None)
        if found is None:
            break
        key = pair["key"].lower() if pair else key
        meta[key] = f"{meta.get(key, '')} {found['value'].strip()}".lstrip()
        at += len(line) + 1
    return meta, text[at:], text.count("\n", 0, at) + 1


def _key_line(text: str, key: str) -> int:
    match = re.search(rf"^{re.escape(key)}\s*:", text, re.MULTILINE)
    return text.count("\n", 0, match.start()) + 1 if match else 1


def _front_matter(meta: Mapping[Any, Any], text: str, path: str, keys: Keys) -> FrontMatter:
    """Every key is checked by the reader of that name in _READERS. A key without one is an error; by MkDocs' rules only
    one that looks like ours misspelt, and a key of ours that says nothing of ours is another's too.
    """
    values: dict[str, Any] = {}
    more: dict[Any, Any] = {}
    for key, value in meta.items():
        line = _key_line(text, str(key))
        if key not in _READERS:
            if keys is Keys.OWN:
                fix = nearest(str(key), _READERS, f"Use one of: {', '.join(_READERS)}")
                raise PageError(path, f"unknown key '{key}'", fix, line)
            if (meant := _misspelt(str(key))) and not _is_theirs(meant, value, meta):
                raise PageError(path, f"unknown key '{key}'", f"Did you mean {meant}?", line)
            more[key] = value
        elif keys is Keys.MKDOCS and is_of_others(key, value):
            more[key] = value
        elif keys is Keys.OWN or value not in (None, ""):
            values[key] = _value(key, value, path, line, keys)
    if keys is Keys.MKDOCS:
        return FrontMatter(**{"title": _of_name(path), **values}, more=more)
    for key in ("title", "description"):
        if key not in values:
            raise PageError(path, f"'{key}' is missing", f"Add a line: {key}: ...", 1)
    return FrontMatter(**values)


def _value(key: str, value: object, path: str, line: int, keys: Keys) -> object:
    """What one of our keys says. For a title that is a number or a date, MkDocs wants no quotation marks."""
    words = key in ("title", "description") and isinstance(value, int | float | datetime.date)
    try:
        return _READERS[key](str(value) if words and keys is Keys.MKDOCS else value)
    except ValueError as error:
        raise PageError(path, f"'{key}' is {reprlib.repr(value)}", str(error), line) from error


def _misspelt(key: str) -> str:
    """The key of ours that somebody meant, or nothing. ``og_description`` is a word more, and no slip."""
    import difflib  # only a foreign key needs it

    plain = key.lower().replace("-", "_")
    parts = plain.split("_")
    if key != plain and plain in _READERS:
        return plain
    if not {"title", "description"}.isdisjoint(parts):
        return ""
    return "".join(difflib.get_close_matches(plain, _READERS, n=1, cutoff=_MEANT))


def _is_theirs(meant: str, value: object, meta: Mapping[Any, Any]) -> bool:
    """Whether a key that looks like ``title`` or ``description`` is another one all the same: the page has that one
    too, or what the key says is no text, as with the ``tiles`` of a theme.
    """
    return meant in ("title", "description") and (meant in meta or not isinstance(value, str))


def is_of_others(key: str, value: object) -> bool:
    """Whether a key of ours can only be meant for somebody else, as ``audience: developer`` is: nothing that it says is
    a word that we read there, or nearly one.
    """
    import difflib  # as above

    said = [str(one).lower() for one in (value if isinstance(value, list | dict) else [value])]
    if value in (None, "", "none"):
        return False
    if key == "facts":
        return not any(map(_FACT.search, said))
    if key == "region" and any(one in _REGIONS for one in said):
        return False
    return key in _OURS and not any(difflib.get_close_matches(one, _OURS[key], n=1) for one in said)


def _of_name(path: str) -> str:
    """What MkDocs calls a page that has no title: ``content/help/who-to-call.md`` is "Who to call"."""
    name = path_of(path).removesuffix(".md").rpartition("/")[2]
    words = name.replace("-", " ").replace("_", " ")
    return words.capitalize() if words == words.lower() else words


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("Write a short text")
    return " ".join(value.split())


def _one_of(*allowed: str) -> Callable[[object], str]:
    def reader(value: object) -> str:
        if value not in allowed:
            raise ValueError(f"Use one of: {', '.join(allowed)}")
        return str(value)

    return reader


def _list(value: object) -> tuple[str, ...]:
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        raise ValueError("Write a list: [one, two]")
    return tuple(items)


def _regions(value: object) -> tuple[str, ...]:
    regions = _list(value)
    if not regions or set(regions) - set(_REGIONS):
        raise ValueError(f"Use one or more of: {', '.join(_REGIONS)}")
    return regions


def _handout(value: object) -> Mapping[str, int]:
    if value in (None, "none"):
        return {}
    advice = f"Write none, or forms and their page budget, like {{handout: 2}}; forms are {', '.join(ASKED)}"
    if not isinstance(value, dict) or set(value) - set(ASKED):
        raise ValueError(advice)
    if not all(isinstance(pages, int) and not isinstance(pages, bool) and pages > 0 for pages in value.values()):
        raise ValueError(advice)
    return dict(value)


def _date(value: object) -> datetime.date:
    if not isinstance(value, datetime.date) or isinstance(value, datetime.datetime):
        raise ValueError("Write a date like 2027-05-21")
    return value


_READERS: Mapping[str, Callable[[object], Any]] = {
    "title": _text,
    "description": _text,
    "audience": _one_of(*AUDIENCES),
    "region": _regions,
    "facts": _list,
    "handout": _handout,
    "legal_review_by": _date,
}


def messages(path: str, units: Iterable[Unit], describe: Describe = lambda _: ()) -> tuple[Message, ...]:
    """The template of one page: each key once, in reading order, with its ``#.`` lines and its path.

    A text that stands twice on a page is one message and gathers the comments of both places. Raises PageError, with
    the line, for words with a character that no PO file can hold.
    """
    notes: dict[tuple[str | None, str], dict[str, None]] = {}
    for unit in units:
        if found := UNWRITABLE.search(unit.text):
            problem = f"control character U+{ord(found[0]):04X} in a {unit.kind}"
            raise PageError(path, problem, "Delete that character", unit.line)
        lines = notes.setdefault(unit.key, {})
        for line in _comments(unit, describe):
            lines[line] = None
    return tuple(
        Message(source, context=context, extracted=tuple(lines), references=(path,))
        for (context, source), lines in notes.items()
    )


def _comments(unit: Unit, describe: Describe) -> Iterator[str]:
    yield f"{unit.kind}, under: {unit.section}" if unit.section and unit.section != unit.text else unit.kind
    for note in unit.notes:
        yield f"note: {note}"
    for link in _LINK.finditer(unit.text):
        yield f"link text: translate the words in [ ], keep ({link['to']})"
    yield from (f"term: {line}" for line in describe(unit.text))


def extract_for_babel(
    fileobj: io.BufferedIOBase, keywords: object, comment_tags: object, options: Mapping[str, Any]
) -> Iterator[tuple[int, str | None, str | tuple[str, str], list[str]]]:
    """Babel's extraction method ``kyr``: the same messages `kyr extract` writes.

    The option ``extensions`` (names separated by white space) replaces the usual Markdown extensions; ``front_matter``
    is that of ``[tool.kyr]``.
    """
    del keywords, comment_tags
    extensions = str(options.get("extensions", "")).split() or EXTENSIONS
    path = str(getattr(fileobj, "name", "content/page.md"))
    keys = Keys(options.get("front_matter", Keys.OWN.value))
    for unit in read(fileobj.read(), path, Converter(extensions), keys).units:
        comments = list(_comments(unit, lambda _: ()))
        if unit.context is None:
            yield unit.line or 1, "gettext", unit.text, comments
        else:
            yield unit.line or 1, "pgettext", (unit.context, unit.text), comments
