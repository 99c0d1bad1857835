"""What must hold for any bytes at all, one function for each reader; plain functions, so that tests call them too.

A target raises AssertionError, or lets an exception through that is no KyrError, when a promise is broken.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from contextlib import suppress
from functools import cache

import webvtt

from pipeline import captions, catalog
from pipeline.converter import Converter
from pipeline.errors import KyrError
from pipeline.languages import locale
from pipeline.markdown import Job, Shown
from pipeline.model import Unit
from pipeline.review import answers, signatures
from pipeline.text import markup

Target = Callable[[bytes], None]

_TAG = re.compile(r"<(?!/)([a-z][a-z0-9]*)([^>]*)", re.IGNORECASE)
_DANGER = re.compile(r"<(?:script|iframe|object|style)|<[^>]*(?:javascript:|\son[a-z]+\s*=)", re.IGNORECASE)
"""In tags: as words a scheme does nothing."""


@cache
def _converter() -> Converter:
    return Converter()


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace").replace("\r", "\n").replace("\0", "")


def markdown(data: bytes) -> None:
    """A page whose translation says the same is, byte for byte, what Python-Markdown writes without us."""
    body = _text(data)
    with suppress(KyrError):
        got = _converter().convert(Job("page", body, translate=lambda unit: Shown(unit.text)))
        expected = _converter().untouched("page", body)
        assert got == expected, (expected, got)


def translation(data: bytes) -> None:
    """A translation that may be shown brings no element that its source lacks, whatever page it is for."""
    source, _, target = _text(data).partition("\n\n")
    target = target.strip()
    plain = "Call them now."
    if not target or markup.added(plain, target):
        return
    body = f"{plain}\n\n{source}"
    try:
        before = _converter().convert(Job("page", body, translate=lambda unit: Shown(unit.text)))
    except KyrError:  # its own extensions refuse the page
        return
    html = _converter().convert(Job("page", body, translate=lambda unit: _swapped(unit, plain, target)))
    assert len(_TAG.findall(html)) <= len(_TAG.findall(before)), (before, html)
    assert len(_DANGER.findall(html)) <= len(_DANGER.findall(before)), (before, html)


def _swapped(unit: Unit, plain: str, target: str) -> Shown:
    return Shown(target if unit.text == plain else unit.text)


def catalogue(data: bytes) -> None:
    """A PO file is refused by line, or read; and what is read is written so that it reads the same."""
    with suppress(KyrError):
        read = catalog.parse(data, "x.po")
        written = catalog.render(read)
        assert catalog.parse(written, "x.po") == read
        assert catalog.render(catalog.parse(written, "x.po")) == written


def review_log(data: bytes) -> None:
    """Any line of a log is a sign-off or an error, and a sign-off is written as it was read."""
    signoffs, errors = signatures.read_log(_text(data), "reviews.jsonl")
    assert len(signoffs) + len(errors) <= _text(data).count("\n") + 1
    text = "".join(map(signatures.write_line, signoffs))
    again, none = signatures.read_log(text, "reviews.jsonl")
    assert not none
    assert "".join(map(signatures.write_line, again)) == text


def reviewers_answers(data: bytes) -> None:
    """A saved review is refused whole, or read; and what is read is written so that it reads the same."""
    with suppress(KyrError):
        read = answers.read(_text(data), "review.json")
        assert answers.read(answers.write(read), "review.json") == read


def caption_file(data: bytes) -> None:
    """Captions are refused by line, or translated; and whatever the words, a player finds every cue at its time."""
    source, _, words = data.partition(b"\n\n\n")
    target = _text(words)
    hans, hant = locale("zh_Hans"), locale("zh_Hant")
    with suppress(KyrError):
        captions.read(source, "x.vtt")
        for beside in (None, (hant, lambda _: target)):
            try:
                written = captions.write(source, "x.vtt", hans, lambda _: target, beside)
            except KyrError as error:
                raise AssertionError(str(error)) from error
            assert _times(written) == _times(source.decode("utf-8-sig")), written


def _times(text: str) -> list[tuple[str, str]]:
    return [(cue.start, cue.end) for cue in webvtt.from_buffer(io.StringIO(text), format="vtt").captions]


TARGETS: dict[str, Target] = {
    "markdown": markdown,
    "translation": translation,
    "catalogue": catalogue,
    "review_log": review_log,
    "answers": reviewers_answers,
    "captions": caption_file,
}
"""Every target, by the name of its folder in ``fuzz/cases/``."""
