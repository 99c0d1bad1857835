"""Captions of a video (WebVTT): cues to units, and translated caption files with every time as it was.

A caption file is read twice. webvtt-py decides whether it is WebVTT at all; then the lines themselves are kept, and in
the output only the words of cues change: identifiers, times, settings, voices, comments and styles stay byte for byte.
What a page says about itself at its top stands here in the first ``NOTE``: the same keys, one a line.
"""

from __future__ import annotations

import io
import itertools
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache, partial
from unicodedata import east_asian_width

from pipeline import pages
from pipeline.errors import PageError
from pipeline.languages import Locale
from pipeline.model import Page, Unit
from pipeline.text.untrusted import UNWRITABLE

_WIDTH = {"Hans": 16, "Hant": 16, "Jpan": 13, "Kore": 16}
_USUAL_WIDTH = 42  # letters a line; in Chinese 16 characters: usual limits for subtitles, two lines of each

_TIME = r"(?:\d{2,6}:)?[0-5]\d:[0-5]\d\.\d{3}"
_TIMES = re.compile(
    rf"\s*(?P<start>{_TIME})[ \t]+-->[ \t]+(?P<end>{_TIME})(?!\S)",
    re.ASCII,
)
_VOICE = re.compile(r"(?P<open><v[ .\t][^<>\n]*>)(?P<words>.*?)(?P<close></v>)?", re.DOTALL)
_LONE = re.compile(r"<(?!/?[a-z])")
_ENCLITIC = "的了着著过過吗嗎呢吧们們令"  # never at the beginning of a line; the word list parts 搜查令
_CLOSING = "，。！？；：、」』”’）》…,.!?;:)"

Words = Callable[[Unit], str]
"""A cue's unit to the words to show in it, tokens expanded."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One caption and where its words stand in the file."""

    start: str
    end: str
    first: int
    """Index, from 0, of the first line of its words among the file's lines."""
    last: int
    """Index behind the last."""
    voice: str
    """``<v Advocate>`` before the words, or nothing."""
    close: str
    text: str
    """The words in one line: the msgid."""


@dataclass(frozen=True, slots=True)
class _File:
    lines: tuple[str, ...]
    cues: tuple[Cue, ...]
    meta: tuple[int, int]
    """The lines of the NOTE that holds what the file says about itself; nobody else has to see them."""


def read(data: bytes, path: str) -> Page:
    """A caption file as a page without a body: title, description and cues are its units.

    Raises PageError, with the line, for bytes that are not UTF-8, for what is not WebVTT, and for a broken first note.
    """
    text = _decoded(data, path)
    file = _parsed(text, path)
    first, last = file.meta
    note = "\n".join(file.lines[first + 1 : last])
    try:
        front, (title, description), _, _ = pages.head(f"---\n{note}\n---\n", path, "video")
    except PageError as error:
        raise replace(error, line=(error.line or 1) + first) from error
    titles = tuple(replace(unit, line=(unit.line or 1) + first) for unit in (title, description))
    units = tuple(
        Unit(cue.text, f"caption, {cue.start.split('.')[0]}", line=cue.first + 1)
        for cue in file.cues
        if any(char.isalpha() for char in cue.text)
    )
    return Page(pages.path_of(path), front, "", last + 1, titles, lambda: units, path)


def write(
    data: bytes, path: str, locale: Locale, words: Words, beside: tuple[Locale, Words] | None = None, note: str = ""
) -> str:
    """The caption file in one locale; with ``beside``, that locale's words under each caption (bilingual).

    ``note`` takes the place of what the source file says about itself.

    Raises PageError when what was written would not read back with the very same times.
    """
    text = _decoded(data, path)
    file = _parsed(text, path)
    lines = list(file.lines)
    for cue in reversed(file.cues):
        unit = Unit(cue.text, "caption", line=cue.first + 1)
        shown = broken(_safe(words(unit)) or cue.text, locale)
        if beside:
            shown += [f"<lang {beside[0].tag}>{line}</lang>" for line in broken(_safe(beside[1](unit)), beside[0])]
        shown[0] = cue.voice + shown[0]
        shown[-1] += cue.close
        lines[cue.first : cue.last] = shown
    first, last = file.meta
    lines[first : last + 1] = [f"NOTE {_safe(note)}", ""] if note else []
    written = "\n".join(lines)
    before, after = ([(cue.start, cue.end) for cue in one.cues] for one in (file, _scanned(written, path)))
    if before != after:
        raise PageError(path, f"the captions in {locale.tag} would lose their times", "Report this as a bug")
    return written


def broken(text: str, locale: Locale) -> list[str]:
    """A caption in lines that can be read in passing: short, alike in length, never within a word.

    At most 42 letters a line, or 16 Chinese characters, in as few lines as that allows: words are never dropped.
    """
    width = _WIDTH.get(locale.script, _USUAL_WIDTH)
    measure = partial(_length, wide=locale.script in _WIDTH)
    return _divided(_pieces(text, locale), width, measure)


def _divided(pieces: list[str], width: int, measure: Callable[[str], float]) -> list[str]:
    """Pieces in as few lines as hold them: alike in length, and rather ending where a clause does.

    Only a piece that is too long for any line makes one that is too long. Takes time in proportion to the text, since
    only what fits one line is ever weighed: among all ways, the one with the fewest lines and then the least cost.
    """
    target = measure("".join(pieces)) / max(1, math.ceil(measure("".join(pieces)) / width))

    def cost(line: str, last: int) -> float:
        uneven = (measure(line) - target) ** 2
        return uneven if line[-1:] in _CLOSING or last == len(pieces) else uneven + (target / 2) ** 2

    best: list[tuple[int, float, int]] = [(0, 0.0, 0)]  # lines so far, what they cost, where the last of them begins
    for last in range(1, len(pieces) + 1):
        ways: list[tuple[int, float, int]] = []
        for first in range(last - 1, -1, -1):
            line = "".join(pieces[first:last]).strip()
            if measure(line) > width and ways:
                break
            ways.append((best[first][0] + 1, best[first][1] + cost(line, last), first))
        best.append(min(ways))
    cuts = [len(pieces)]
    while cuts[-1]:
        cuts.append(best[cuts[-1]][2])
    return ["".join(pieces[first:last]).strip() for last, first in itertools.pairwise(cuts)][::-1]


def _pieces(text: str, locale: Locale) -> list[str]:
    """Where a line may end: at spaces; in Chinese between words, but before no closing mark."""
    if not locale.is_unspaced:
        return re.findall(r"\S+\s*", text) or [text]
    found: list[str] = []
    for word in _words(text):
        if found and (word[0] in _CLOSING + _ENCLITIC or found[-1][-1] in "“‘「『（《" or word.isspace()):
            found[-1] += word
        else:
            found.append(word)
    return found or [text]


@cache
def _words(text: str) -> tuple[str, ...]:
    """Words by jieba's list; what is written in Latin letters and digits, a telephone number too, is one."""
    from pipeline.chinese_words import words_of  # only Chinese captions that are too long need it

    parts = (part for part in re.split(r"([!-~\u2060]+)", text) if part)
    return tuple(word for part in parts for word in ([part] if part[0] <= "~" and part.strip() else words_of(part)))


def _length(text: str, wide: bool) -> float:
    """Letters without tags; where characters are wide, a Latin letter is half of one."""
    bare = re.sub(r"<[^<>]*>", "", text)
    return sum(1.0 if east_asian_width(char) in "WF" else 0.5 for char in bare) if wide else len(bare)


def _safe(text: str) -> str:
    """Words that can stand in a cue: no empty line and no arrow ends it, and no sign opens a tag that is none."""
    return " ".join(_LONE.sub("&lt;", text.replace("-->", "→")).split())


# ---- reading ----


def _decoded(data: bytes, path: str) -> str:
    text = pages.decode(data, path)
    if found := UNWRITABLE.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise PageError(path, f"control character U+{ord(found[0]):04X}", "Delete that character", line)
    import webvtt
    from webvtt.errors import MalformedCaptionError, MalformedFileError

    try:
        webvtt.from_buffer(io.StringIO(text), format="vtt")
    except (MalformedFileError, MalformedCaptionError) as error:
        problem = f"this is not a WebVTT file: {' '.join(str(error).split())}"
        raise PageError(path, problem, "Begin it with WEBVTT and an empty line", 1) from error
    return text


def _parsed(text: str, path: str) -> _File:
    file = _scanned(text, path)
    if not file.cues:
        raise PageError(path, "there are no captions in it", "Write cues like: 00:01.000 --> 00:04.000", 1)
    _refuse_impossible_times(file, path)
    if file.meta == (0, 0):
        fix = "Begin the first NOTE with lines like: title: ... and description: ..."
        raise PageError(path, "the file says nothing about itself", fix, 1)
    return file


def _refuse_impossible_times(file: _File, path: str) -> None:
    """What WebVTT (W3C, 4.1) rules out and players drop or show at the wrong moment; captions may overlap."""
    before = -1
    for cue in file.cues:
        start, end = _milliseconds(cue.start), _milliseconds(cue.end)
        if end <= start:
            wrong = f"this caption ends at {cue.end}, and begins at {cue.start}"
            raise PageError(path, wrong, "Let it end after it begins", cue.first)
        if start < before:
            wrong = f"this caption begins at {cue.start}, before the one above it"
            raise PageError(path, wrong, "Put the captions in the order in which they begin", cue.first)
        before = start


def _milliseconds(time: str) -> int:
    *hours, minutes, seconds = time.split(":")
    return (int(*hours or "0") * 60 + int(minutes)) * 60_000 + int(seconds.replace(".", ""))


_NO_CAPTION = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")


def _scanned(text: str, path: str) -> _File:
    lines = tuple(text.split("\n"))
    cues: list[Cue] = []
    meta = (0, 0)
    for first, last in _blocks(lines):
        at = next((index for index in range(first, min(first + 2, last)) if "-->" in lines[index]), None)
        if at is not None:
            cues.append(_cue(lines, at, last, path))
        elif meta == (0, 0) and not cues and lines[first].rstrip() == "NOTE":
            meta = (first, last)
        elif not _NO_CAPTION.match(lines[first]):  # players would leave it out
            fix = "Write them above it like: 00:01.000 --> 00:04.000; a remark begins with NOTE"
            raise PageError(path, "this caption has no times", fix, first + 1)
    return _File(lines, tuple(cues), meta)


def _blocks(lines: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """First line and the line behind the last of each run of lines that are not empty, without the file's header."""
    first: int | None = None
    for index, line in enumerate((*lines, "")):
        if line.strip() and first is None:
            first = index
        elif not line.strip() and first is not None:
            if first > 0:
                yield first, index
            first = None


def _cue(lines: tuple[str, ...], at: int, last: int, path: str) -> Cue:
    times = _TIMES.match(lines[at])
    if not times:
        fix = "Write them like: 00:01.000 --> 00:04.000"
        raise PageError(path, "the times of this caption cannot be read", fix, at + 1)
    if at + 1 == last:
        raise PageError(path, "this caption has no words", "Write them under its times, or delete it", at + 1)
    if next_one := next((index for index in range(at + 1, last) if "-->" in lines[index]), None):
        fix = "Put an empty line above the next caption; an arrow may not stand among words"
        raise PageError(path, "a second time among the words of a caption", fix, next_one + 1)
    words = " ".join(" ".join(lines[at + 1 : last]).split())
    voice = _VOICE.fullmatch(words)
    if voice:
        words = voice["words"].strip()
    named = (voice["open"], voice["close"] or "") if voice else ("", "")
    return Cue(times["start"], times["end"], at + 1, last, *named, words)
