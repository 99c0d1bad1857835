"""What a file from somebody else may not hold, looked at before any library opens it.

XML parsers expand entities and fetch what a document type names; archives unpack to a thousand times their size;
workbooks carry programs and links. None of our own formats needs any of it, so what has it is refused unread.
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

_ENCODING = re.compile(r"""<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)""")
_HARMLESS = re.compile(r"<!--|<!\[CDATA\[")
_PROGRAMS = re.compile(r"vbaproject|macrosheets/|activex/|embeddings/|ctrlprops/")
_LINKS = re.compile(r"externallink|connections\.xml|querytables/|richdata/|webextensions/")


class RefusedError(ValueError):
    """Why a file is refused, as the rest of a sentence; whoever reads the file says its name and what to do."""


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
        raise RefusedError("it holds a NUL character")
    if "<!" in _HARMLESS.sub("", text):
        raise RefusedError("it has a document type or defines entities, which could make a small file endless")
    return text


def look_through_workbook(data: bytes) -> None:
    """Raise RefusedError for what is no .xlsx file, would unpack to too much, or holds programs, links or entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _look_at(archive)
    # zipfile has many names for a damaged archive; an encrypted one, or one packed by a method that it does not know,
    # is a RuntimeError
    except (zipfile.BadZipFile, EOFError, OSError, RuntimeError, zlib.error):
        raise RefusedError("it is no .xlsx file, or a damaged or encrypted one") from None


def _look_at(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise RefusedError(f"unpacked, it would have more than {MAX_UNPACKED // 2**20} MB or {MAX_PARTS:,} parts")
    names = [part.filename.replace("\\", "/").casefold() for part in parts]
    if len(set(names)) < len(names):
        raise RefusedError("it holds one part twice")
    for name in names:
        if _PROGRAMS.search(name):
            raise RefusedError("it holds macros or other programs")
        if _LINKS.search(name):
            raise RefusedError("it is linked to other files")
    for part in parts:
        data = archive.read(part)
        if part.filename.casefold().endswith((".xml", ".rels")):
            xml_text(data)
