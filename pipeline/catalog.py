"""PO text to messages and back: the only module that knows polib.

Reading: `parse` takes what gettext, Poedit, Weblate and the other editors write, loses nothing a person typed, and
refuses what it cannot read whole. A file as we write it is read by `canonical`, any other by polib; `_for_polib` first
brings each line into the form that polib reads without loss, because polib drops ``#~|`` lines and trailing comments,
eats the last letter of an unterminated string, opens a text that happens to be the name of a file, and takes U+2028 for
the end of a line.

Writing: `render` is the one writer. One string is one line, byte for byte as ``msgcat --no-wrap`` writes it: a changed
word changes one line of a diff, Chinese needs no line-breaking rules to be written the same everywhere, and Poedit
keeps a file without wrapped lines unwrapped. What another tool has wrapped comes back to the same bytes.
"""

from __future__ import annotations

import codecs
import contextlib
import re
from typing import TYPE_CHECKING, Any

import polib

from pipeline import canonical
from pipeline.canonical import Plain
from pipeline.errors import CONFLICT, ONE_OF_TWO, CatalogError
from pipeline.languages import Locale, plural_forms
from pipeline.model import Catalog, Key, Message
from pipeline.text.untrusted import CONTROLS, OLE

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator, Mapping

MAX_BYTES = 16 * 2**20
"""A catalogue of 10,000 messages is under 5 MB; polib would need ten seconds for this many bytes."""

_ENCODING = {
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
}
_FIELDS = (
    "Project-Id-Version",
    "Report-Msgid-Bugs-To",
    "POT-Creation-Date",
    "PO-Revision-Date",
    "Last-Translator",
    "Language-Team",
    "Language",
    *_ENCODING,
    "Plural-Forms",
)  # gettext's own order
_NO_DATE, _NOBODY, _NO_TEAM = "YEAR-MO-DA HO:MI+ZONE", "FULL NAME <EMAIL@ADDRESS>", "LANGUAGE <LL@li.org>"
"""What gettext writes for "not known yet"."""

# No file may hold a control character, so inside this module these stand in for what polib would mangle.
_STOP = "\x03"  # ends each comment line: polib strips white space there and skips empty lines
_SPACE = "\x04"  # a space in a file name: polib splits references at white space
_LINE = "\x05"  # between two lines of one comment
_LINE_ENDS = {"\u2028": "\x01", "\u2029": "\x02"}  # str.splitlines() breaks lines at these two
_PLAIN = {**{mark: text for text, mark in _LINE_ENDS.items()}, _STOP: "", _SPACE: " ", _LINE: "\n"}
# A last message that no file can hold; its NUL also keeps polib from looking for a file named like the text.
_END = '\nmsgctxt "\0"\nmsgid "\0"\nmsgstr ""\n'

_OTHER_KINDS = (
    (b"PK\x03\x04", "a document of Word or Excel, or an archive"),
    (OLE, "a document of an old Word or Excel"),
    (b"\xde\x12\x04\x95", "a compiled catalogue (.mo)"),
    (b"\x95\x04\x12\xde", "a compiled catalogue (.mo)"),
    (b"\x1f\x8b", "a compressed file"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a document in RTF"),
    *((sign, "a web page or XML") for sign in (b"<?xml", b"<!doctype", b"<!DOCTYPE", b"<html")),
)
"""How files begin that somebody may call .po, and what they are: no advice about a line of them would help."""
_UNWRITABLE = re.compile(f"[\r{CONTROLS}]")
_STRING = re.compile(r'(#~\||#~|#\|)?[ \t]*+(msgctxt|msgid|msgstr)?[ \t]*+("[^"\\]*(?:\\[nt"\\][^"\\]*)*")')
_STRING_START = re.compile(r'(?:#~\||#~|#\|)?[ \t]*(?:(?:msgctxt|msgid|msgstr)\b|")')
_OLD_COMMENT = re.compile(r"^#~[ \t]*(?=#)")
_PLURAL = re.compile(r"(?:#~\||#~|#\|)?[ \t]*(?:msgid_plural|msgstr[ \t]*\[)")
_CONFLICT = re.compile(r"(?:<{7}|={7}|>{7}|\|{7})(?: |$)")
_ESCAPE = re.compile(r"\\(.)")
_CHARSET = re.compile(r"charset=([\w.:-]+)")
_CHARSET_LINE = re.compile(rb'^"Content-Type:[^"\n]*?charset=([\w.:-]+)', re.MULTILINE)
_BRACKETED = re.compile("\u2068([^\u2068\u2069]*)\u2069")  # how gettext writes a file name with a space in it
_FUZZY = re.compile(r"(?<![^\s,])fuzzy(?![^\s,])", re.IGNORECASE)  # gettext ends a flag at white space too
_BLANK_COMMENT = re.compile(r"^(#\.?) $", re.MULTILINE)  # gettext leaves no space behind it
_STRING_LINE = re.compile(r'^(?=[m"])', re.MULTILINE)
_PREVIOUS_LINE = re.compile(r"^#\|", re.MULTILINE)
_WIDE_FLAG = re.compile("#[ \t]*[，、]")
_BACKSLASH = re.compile(r"^(#[. ].*\\ *)$", re.MULTILINE)  # gettext would join the next line to such a comment,
_GUARDED = re.compile(r"(\\ *) $")  # so one space more is written, and taken off when it is read
_LINE_NUMBER = re.compile(r"line (\d+)")


class _Entries(polib.POFile):
    """polib's list of entries with the header left in it: polib throws the header's comments away."""

    def find(self, *_: Any, **__: Any) -> None:
        """Nothing: the parser asks only in order to take the header out."""


def parse(data: bytes, path: str) -> Catalog:
    """The catalogue that the bytes of a PO or POT file hold; ``path`` is only what an error calls the file.

    Obsolete entries come last; references lose their line numbers; ``#=`` flags are read as ``#,``; a header that
    names nothing but its encoding is no header. Raises CatalogError for a file that cannot be read without losing
    something; there is never half a catalogue.
    """
    text = _decode(data, path)
    found = canonical.read(text) or _by_polib(text, path)
    _refuse_repeats(found.messages, path)
    return Catalog(
        messages=tuple(sorted(found.messages, key=lambda message: message.obsolete)),
        header=_header_fields(found.header, text, path),
        comment=found.comment,
    )


def render(catalog: Catalog) -> bytes:
    """The PO file of a catalogue: UTF-8, LF, live entries in order and then the obsolete ones.

    `parse` gives the same catalogue back. Raises CatalogError for what no PO file can hold: a control character, an
    empty msgid, the same key twice; its path is the page's.
    """
    _refuse_repeats(catalog.messages, "the catalogue")
    fields = {**catalog.header, **_ENCODING}
    head = "".join(f"{name}: " + fields[name].replace("\n", "\n ") + "\n" for name in _in_order(fields))
    _refuse_unwritable("the catalogue", catalog.comment, head)
    ordered = sorted(catalog.messages, key=lambda message: message.obsolete)
    first = _text(polib.POEntry(msgid="", msgstr=_replaced(head, _LINE_ENDS), tcomment=catalog.comment))
    return _plain("\n".join([first, *map(_written, ordered)])).encode()


def header(
    locale: Locale, project: str = "kyr", contact: str = "", revised: datetime.date | None = None
) -> dict[str, str]:
    """The header fields of a new catalogue in one locale, in gettext's order.

    ``contact`` is an e-mail address or a URL; ``revised`` the day of the first draft. There is no POT-Creation-Date:
    one that moves makes every extraction a change to every file, one that does not is untrue. Until a day and a person
    are known, gettext's own placeholders say so.
    """
    return {
        "Project-Id-Version": project,
        "Report-Msgid-Bugs-To": contact,
        "PO-Revision-Date": f"{revised} 00:00+0000" if revised else _NO_DATE,
        "Last-Translator": f"No translator yet <{contact}>" if "@" in contact else _NOBODY,
        "Language-Team": locale.name,
        "Language": locale.catalog,
        **_ENCODING,
        "Plural-Forms": plural_forms(locale.code),
    }


def template(messages: Iterable[Message], path: str) -> Catalog:
    """The template (.pot) of a page's messages, each key once and untranslated; ``path`` is the page."""
    unique: dict[Key, Message] = {}
    for message in messages:
        first = unique.get(message.key, message)
        unique[message.key] = Message(
            source=message.source,
            context=message.context,
            extracted=tuple(dict.fromkeys(first.extracted + message.extracted)),
            references=tuple(dict.fromkeys(first.references + message.references)),
            flags=first.flags,
        )
    fields = {
        "Project-Id-Version": "kyr",
        "PO-Revision-Date": _NO_DATE,
        "Last-Translator": _NOBODY,
        "Language-Team": _NO_TEAM,
        "Language": "",
        **_ENCODING,
    }
    return Catalog(tuple(unique.values()), fields, f"The English words of {path}.")


# ---- from bytes to lines that polib reads without loss ----


def _decode(data: bytes, path: str) -> str:
    if len(data) > MAX_BYTES:
        size = f"{len(data) / 2**20:.0f} MB, more than {MAX_BYTES / 2**20:.0f} MB"
        raise CatalogError(path, f"the file is {size}", "Put the PO file of one page here")
    if not data.strip():
        raise CatalogError(path, "the file is empty", "Restore it from Git, or delete it and run `kyr update`")
    begin = data[:64].removeprefix(codecs.BOM_UTF8).lstrip()
    if kind := next((kind for sign, kind in _OTHER_KINDS if begin.startswith(sign)), None):
        fix = "Put the PO file itself here, or restore it from Git"
        raise CatalogError(path, f"this is {kind}, not a PO file", fix)
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode().replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        if error.end == len(data) and error.reason == "unexpected end of data":
            raise _cut_off(path, line, "character") from error
        raise CatalogError(path, "the file is not UTF-8", _to_utf8(data, path), line) from error
    found = _UNWRITABLE.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        fix = "Save it with Unix line ends" if found[0] == "\r" else "Delete that character"
        raise CatalogError(path, f"control character {_name(found)}", fix, line)
    return text


def _to_utf8(data: bytes, path: str) -> str:
    named = _CHARSET_LINE.search(data)
    if named and not _is_utf8(named[1].decode()):
        return _convert(path)
    return "Open it in the editor it was made with and save it as UTF-8"


def _to_say(charset: str, text: str, path: str) -> str:
    """What to do with a file that can be read as UTF-8, and says that it is something else.

    Editors change what a file is written in and leave its header: to convert it again would spoil every word. Two bytes
    in GBK may look like UTF-8 by accident; three do not, nor do Latin letters of one byte.
    """
    with contextlib.suppress(LookupError):
        charset = codecs.lookup(charset).name
    one_byte = charset.startswith(("iso8859", "cp125", "koi8"))
    if any(char >= "\u0800" for char in text) or (one_byte and not text.isascii()):
        return "Its words are UTF-8 already: write charset=UTF-8 there"
    return _convert(path)


def _convert(path: str) -> str:
    return f"Convert it with: msgconv --to-code=UTF-8 -o {path} {path}"


def _is_utf8(charset: str) -> bool:
    """Whether a file that says so may be read as UTF-8; ``CHARSET`` is what gettext leaves in a plain template."""
    try:
        return charset == "CHARSET" or codecs.lookup(charset).name in {"utf-8", "ascii"}
    except LookupError:
        return False


def _name(found: re.Match[str]) -> str:
    return f"U+{ord(found[0]):04X}"


def _read(text: str, path: str) -> list[polib.POEntry]:
    """The entries with the header among them; the last one holds what stands after the last message."""
    lines = text.split("\n")
    try:
        found = polib.pofile(_replaced(_joined(lines, path), _LINE_ENDS) + _END, klass=_Entries)
    except OSError as error:
        where = _LINE_NUMBER.search(str(error))
        number = int(where[1]) if where else len(lines)
        if number > len(lines):
            raise _cut_off(path, len(lines)) from error
        fix = "Complete the message above it: comments, msgctxt if there is one, msgid, then msgstr"
        raise CatalogError(path, "this line cannot stand here", fix, number) from error
    first, end = found[0], found[-1]
    if first is end or any((end.comment, end.occurrences, end.flags, end.previous_msgid, end.previous_msgctxt)):
        raise _cut_off(path, len(lines))
    # polib takes the first comments of a file for the header's, whatever follows them, and counts from line 0
    first.tcomment = "\n".join(filter(None, (found.header, first.tcomment)))
    first.linenum = next(number for number, line in enumerate(lines, start=1) if line.strip())
    return list(found)


def _joined(lines: list[str], path: str) -> str:
    """The lines as polib reads them, each string and each comment on its first line: polib's time for many short ones
    is quadratic.
    """
    ready: list[list[str]] = []
    begun: list[str] = []
    unsaid = commented = 0
    for number, line in enumerate(lines, start=1):
        text = _for_polib(line, number, path)
        keyword = text.removeprefix("#~ ")[:5]
        if keyword in {"msgid", "msgct"} and commented > unsaid > 0:  # polib would drop the message above the comment
            raise CatalogError(path, "this message has no msgstr", 'Write msgstr "" below it, or delete it', unsaid)
        unsaid = number if keyword == "msgid" else 0 if keyword == "msgst" else unsaid
        commented = number if text.startswith("#") and keyword == text[:5] else commented
        if begun and begun[0].startswith(("m", "#~", "#|")) and text.startswith(('"', '#~ "', '#| "')):
            begun[-1] = begun[-1][:-1]
            begun.append(text.partition('"')[2])
            text = ""
        elif begun and text.startswith(("# ", "#. ")) and text[:2] == begun[0][:2]:
            begun += (_LINE, text.partition(" ")[2])
            text = ""
        elif text:
            begun = [text]
        ready.append(begun if text else [text])
    return "\n".join("".join(pieces) for pieces in ready)


def _cut_off(path: str, line: int, what: str = "message") -> CatalogError:
    return CatalogError(path, f"the file ends in the middle of a {what}", "Restore it from Git", line)


def _for_polib(line: str, number: int, path: str) -> str:
    """One line of a PO file as polib reads it without loss. Raises CatalogError for a line no PO file may hold."""
    line = _OLD_COMMENT.sub("", line.lstrip(" \t"))
    bare = line.rstrip(" \t")
    string = _STRING.fullmatch(bare)
    if string:
        mark, keyword, quoted = string.groups()
        # polib skips #~| lines, but keeps #| before an obsolete message
        return " ".join(filter(None, ("#|" if mark == "#~|" else mark, keyword, quoted)))
    wrong = _fault(bare)
    if wrong:
        raise CatalogError(path, *wrong, number)
    return "" if bare in {"", "#~"} else _comment_for_polib(line)


def _comment_for_polib(line: str) -> str:
    mark, rest = line[:2], line[2:].removeprefix(" ")
    if mark in {"#,", "#="}:
        return "#, " + _FUZZY.sub(",fuzzy,", rest)
    if mark == "#:":
        return "#: " + _BRACKETED.sub(lambda found: found[1].replace(" ", _SPACE), rest)
    if mark != "#.":
        mark, rest = "#", line[1:].removeprefix(" ")
    return f"{mark} " + _GUARDED.sub(r"\1", rest) + _STOP


def _fault(bare: str) -> tuple[str, str] | None:
    """What is wrong with a line that holds no string, and what to do; None for a comment or an empty line."""
    if _CONFLICT.match(bare):
        return CONFLICT, ONE_OF_TWO
    if _PLURAL.match(bare):
        return "a message with plural forms, which no page has", "Keep its words elsewhere and delete the entry"
    if _STRING_START.match(bare):
        return _string_fault(bare)
    if bare.startswith(("#|", "#~")) and bare != "#~":
        return "this is not a line of an old message", 'Write it like: #~ msgid "words"'
    if _WIDE_FLAG.match(bare):  # an input method's: a draft would count as finished
        return "a flag behind a full-width comma", "Write it like: #, fuzzy"
    if bare and not bare.startswith("#"):
        return "this is not a line of a PO file", 'Every line is a comment or a string like: msgstr "words"'
    return None


def _string_fault(bare: str) -> tuple[str, str]:
    _, quote, body = bare.partition('"')
    if not quote:
        return "there are no words in quotation marks", 'Write it like: msgstr "words"'
    for escape in _ESCAPE.finditer(body):
        if escape[1] not in 'nt"\\':
            return (
                f"the string holds the escape {escape[0]}",
                r"Write the letter itself; only \n, \t, \" and \\ are escapes here",
            )
    if re.search(r'(?<!\\)(?:\\\\)*"', body):
        return "a quotation mark ends the string too early", 'Write \\" inside a string'
    return "the string has no closing quotation mark", 'End the line with "'


# ---- from polib's entries to messages ----


def _by_polib(text: str, path: str) -> Plain:
    entries = _read(text, path)
    head: polib.POEntry | None = None
    messages: list[Message] = []
    for entry in entries[:-1]:
        if entry.msgid or entry.msgctxt is not None:
            messages.append(_message(entry, path))
        elif head is None:
            head = entry
        else:
            raise CatalogError(path, "the file has a second header here", "Keep one of the two", entry.linenum)
    comment = "\n".join(entry.tcomment for entry in (head, entries[-1]) if entry and entry.tcomment)
    return Plain(_plain(comment), _plain(head.msgstr) if head else "", tuple(messages))


def _message(entry: polib.POEntry, path: str) -> Message:
    if not entry.msgid:
        raise CatalogError(path, "a message without words: its msgid is empty", "Delete the entry", entry.linenum)
    source, context = _plain(entry.msgid), None if entry.msgctxt is None else _plain(entry.msgctxt)
    return Message(
        source=source,
        target=_plain(entry.msgstr),
        context=context,
        fuzzy="fuzzy" in entry.flags,
        previous=_previous(entry, source),
        extracted=_lines(_plain(entry.comment)),
        comment=_plain(entry.tcomment),
        references=tuple(dict.fromkeys(_plain(file) for file, _ in entry.occurrences)),
        flags=tuple(dict.fromkeys(_plain(flag) for flag in entry.flags if flag not in {"", "fuzzy"})),
        obsolete=bool(entry.obsolete),
        line=entry.linenum,
    )


def _lines(text: str) -> tuple[str, ...]:
    """A comment's lines; one that says nothing is none."""
    return tuple(text.split("\n")) if text else ()


def _previous(entry: polib.POEntry, source: str) -> Key | None:
    """The key that ``#|`` names; the msgid of today where only the msgctxt has changed."""
    if entry.previous_msgid is None and entry.previous_msgctxt is None:
        return None
    context = None if entry.previous_msgctxt is None else _plain(entry.previous_msgctxt)
    return context, source if entry.previous_msgid is None else _plain(entry.previous_msgid)


def _plain(text: str) -> str:
    return _replaced(text, _PLAIN)


def _replaced(text: str, pairs: Mapping[str, str]) -> str:
    """The text with each key replaced; ten times as fast as str.translate on Chinese."""
    for old, new in pairs.items():
        text = text.replace(old, new)
    return text


def _refuse_repeats(messages: Iterable[Message], path: str) -> None:
    first: dict[Key, Message] = {}
    for message in messages:
        same = first.setdefault(message.key, message)
        if same is not message:
            first_place = f", first on line {same.line}" if same.line else ""
            wrong = f"the message '{_short(message.source)}' stands here twice{first_place}"
            raise CatalogError(path, wrong, "Keep the better of the two and delete the other", message.line)


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


def _header_fields(head: str, text: str, path: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    name = ""
    for line in head.split("\n"):
        key, colon, value = line.partition(":")
        if colon and not line.startswith(" "):
            name = key.strip()
            fields.setdefault(name, value.strip())
        elif line.strip() and name:
            fields[name] += "\n" + line.strip()
        elif line.strip():
            raise CatalogError(path, "the header begins with no field", "Begin it like: Language: zh_CN", 1)
    charset = _CHARSET.search(fields.get("Content-Type", ""))
    if charset and not _is_utf8(charset[1]):
        raise CatalogError(
            path, f"the header says the file is {charset[1]}, not UTF-8", _to_say(charset[1], text, path)
        )
    return {**fields, **_ENCODING} if fields.keys() - _ENCODING.keys() else {}


# ---- from messages to text ----


def _in_order(fields: Iterable[str]) -> Iterator[str]:
    known = {name: place for place, name in enumerate(_FIELDS)}
    yield from sorted(fields, key=lambda name: (known.get(name, len(known)), name))


def _written(message: Message) -> str:
    where = message.references[0] if message.references else "the catalogue"
    texts = (message.source, message.target, message.context, *(message.previous or ()), message.comment)
    _refuse_unwritable(where, *texts, *message.extracted, *message.references, *message.flags)
    if not message.source:
        raise CatalogError(where, "a message without words cannot be written", "Give the unit words or take it out")
    previous_context, previous_source = message.previous or (None, None)
    text = _text(
        polib.POEntry(
            msgid=_replaced(message.source, _LINE_ENDS),
            msgstr=_replaced(message.target, _LINE_ENDS),
            msgctxt=_shielded(message.context),
            previous_msgctxt=_shielded(previous_context),
            previous_msgid=_shielded(previous_source),
            tcomment=message.comment,
            comment="\n".join(message.extracted),
            occurrences=[(_bracketed(path), "") for path in message.references],
            flags=["fuzzy"] * message.fuzzy + list(message.flags),
        )
    )
    return _obsolete(text) if message.obsolete else text


def _text(entry: polib.POEntry) -> str:
    return _BACKSLASH.sub(r"\1 ", _BLANK_COMMENT.sub(r"\1", entry.__unicode__(wrapwidth=0)))


def _obsolete(text: str) -> str:
    """An entry's text marked obsolete; polib would leave out its ``#.`` and ``#:`` lines."""
    return _PREVIOUS_LINE.sub("#~|", _STRING_LINE.sub("#~ ", text))


def _shielded(text: str | None) -> str | None:
    return None if text is None else _replaced(text, _LINE_ENDS)


def _bracketed(path: str) -> str:
    return f"\u2068{path}\u2069" if " " in path else path


def _refuse_unwritable(path: str, *texts: str | None) -> None:
    for text in filter(None, texts):
        found = _UNWRITABLE.search(text)
        if found:
            place = _short(_UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text))
            raise CatalogError(path, f"control character {_name(found)} in '{place}'", "Delete that character")
