"""What a file from somebody else may not hold, looked at before any library opens it.

XML parsers expand entities and fetch what a document type names; archives unpack to a thousand times their size;
workbooks carry programs and links. None of our own formats needs any of it, so what has it is refused unread.

Characters that nobody can see, and which door refuses which:

- UNWRITABLE: captions, and with them carriage returns a catalogue (`catalog`). A terminal obeys them, or XML cannot
  hold them.
- UNSEEN, which are those and what turns the direction: reviews (`review.answers`), the log (`review.signatures`) and
  words that come in by XLIFF (`exchange`), where somebody signs for what they see. A catalogue may hold a direction
  mark, for it comes from an editor that shows it; `text.marks` then reports it and it is not shown to readers.
- What only looks like nothing, such as a zero-width space, is refused nowhere: the rule no-invisible-characters warns
  of it, and `inline.visible` shows its code point wherever words are shown to be judged.
"""

from __future__ import annotations

import codecs
import io
import re
import zipfile
import zlib

MAX_UNPACKED = 100 * 2**20
"""Bytes of all parts of a workbook; those of this project's whole library are 5 MB."""
MAX_PARTS = 2_000
MAX_TAGS = 1_000_000
"""In all parts of a workbook, for a tag of five bytes takes as long to read as a cell; the whole library has 0.15
million."""

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a file begins that Excel has encrypted, and one of Excel 97."""

CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
"""Between the brackets of a pattern: controls without tab and line ends, halves of a character, and no characters."""
DIRECTIONS = "\u202a-\u202e\u2066-\u2069"
"""What makes words show in another order than they are stored in."""
UNWRITABLE = re.compile(f"[{CONTROLS}]")
UNSEEN = re.compile(f"[\r{CONTROLS}{DIRECTIONS}]")

_ENCODING = re.compile(r"""<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)""")
_HARMLESS = re.compile(r"<!--|<!\[CDATA\[")


class RefusedError(ValueError):
    """Why a file is refused, as the rest of a sentence; whoever reads the file says its name and what to do."""


def shown(text: str) -> str:
    """The beginning of a text of the file's, as an error may show it: one line, and nothing that a terminal obeys."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text[:80])


def xml_text(data: bytes) -> str:
    """The text of an XML file. Raises RefusedError for another encoding, a document type, an entity, a NUL."""
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError:
        raise RefusedError("it is not UTF-8") from None
    declared = _ENCODING.match(text)
    if declared and declared[1].lower() not in {"utf-8", "us-ascii", "ascii"}:
        raise RefusedError(f"it says it is {declared[1][:20]}, not UTF-8")
    if "\0" in text:
        raise RefusedError("it contains a NUL character")
    if "<!" in _HARMLESS.sub("", text):
        raise RefusedError("it has a document type or defines entities, which could make a small file endless")
    return text


def look_through_workbook(data: bytes) -> None:
    """Raise RefusedError for what is no .xlsx file, would unpack to too much, or holds programs, links or entities."""
    if data.startswith(OLE):
        raise RefusedError("it is protected by a password, or of the kind that Excel wrote before 2007")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _look_at(archive)
    # zipfile has many names for a damaged archive; an encrypted one, or one packed by a method that it does not know,
    # is a RuntimeError
    except (zipfile.BadZipFile, EOFError, OSError, RuntimeError, zlib.error):
        raise RefusedError("it is not an .xlsx file, or a damaged or encrypted one") from None


_REFUSED = (
    (re.compile(r"vbaproject|macrosheets/|activex/|embeddings/|ctrlprops/"), "it contains macros or other programs"),
    (re.compile(r"externallink|connections\.xml|querytables/|richdata/|webextensions/"), "it is linked to other files"),
    (
        re.compile(r"/(?:threaded)?comments?[/.\d]|/media/"),
        "it has comments or pictures, which would be lost; write in the yellow cells instead",
    ),
)
"""By the name of a part in lower case."""
STRUCK = "it has words that are struck out, and would be read as if they were not; delete them, or leave the cell empty"
_STRUCK = re.compile(r"""<(?:\w+:)?strike\b(?![^>]*val=["'](?:0|false)["'])""")
# The parts with words; in the others a style says what a cell may look like.
_WORDS = re.compile(r"/(?:sharedstrings[^/]*|worksheets/[^/]*)$")
_MERGED = re.compile(r"""<(?:\w+:)?mergeCell\s[^>]*?ref=["']([A-Z]+(\d+):[A-Z]+(?!\2["'])\d+)["']""")
_DRAWING = re.compile(r"/drawings/[^/]*\.xml")


def _look_at(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise RefusedError(f"unpacked, it would have more than {MAX_UNPACKED // 2**20} MB or {MAX_PARTS:,} parts")
    names = [part.filename.replace("\\", "/").casefold() for part in parts]
    if "[content_types].xml" not in names:
        raise RefusedError("it is not an .xlsx file, but another kind of archive")
    if len(set(names)) < len(names):
        raise RefusedError("it contains the same part twice")
    for name in names:
        for pattern, reason in _REFUSED:
            if pattern.search(name):
                raise RefusedError(reason)
    tags = 0
    for name, part in zip(names, parts, strict=True):
        tags += _tags(name, archive.read(part))
        if tags > MAX_TAGS:
            raise RefusedError(f"it has more than {MAX_TAGS:,} tags")


def _tags(name: str, data: bytes) -> int:
    """How many tags a part has. Raises RefusedError for XML that does not keep our rules, and for drawings."""
    # in whatever encoding: a library finds a part by what the workbook says of it, not by its name
    if not (name.endswith((".xml", ".rels")) or data.lstrip(_BLANK).startswith(b"<")):
        return 0
    text = xml_text(data)
    if _DRAWING.search(name) and "Anchor" in text:  # Google Sheets writes an empty drawing for every sheet
        raise RefusedError("it has text boxes or drawings, which would be lost; write in the yellow cells instead")
    if _WORDS.search(name) and _STRUCK.search(text):
        raise RefusedError(STRUCK)
    if merged := _MERGED.search(text):
        wrong = f"the cells {merged[1]} of a sheet are merged, and an answer in them would count for the first row only"
        raise RefusedError(f"{wrong}; take them apart, and answer in each row")
    return text.count("<")


_BLANK = b"\xef\xbb\xbf\xfe\xff\0 \t\r\n"  # what can stand before XML: byte-order marks, and white space
