"""Characters that nobody can see: every door says which it refuses, and `text.untrusted` says why."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest

from pipeline import captions, catalog, exchange, inline
from pipeline.errors import AnswersError, CatalogError, KyrError, PageError
from pipeline.model import Message, Role, SignOff, Verdict, digest
from pipeline.review import answers, signatures

DAY = datetime.date(2026, 11, 22)
OBEYED, NO_CHARACTER, RETURN = "\x1b", "\uffff", "\r"
HALF, TURNS, HIDES = "\ud800", "\u202e", "\u200b"
VTT = "WEBVTT\n\nNOTE\ntitle: A\ndescription: B\n\n00:01.000 --> 00:02.000\n{}\n"


def into_catalogue(words: str) -> None:
    catalog.parse(f'msgid "a"\nmsgstr "{words}"\n'.encode("utf-8", "surrogatepass"), "a.po")


def into_captions(words: str) -> None:
    captions.read(VTT.format(words).encode("utf-8", "surrogatepass"), "a.vtt")


def into_log(words: str) -> None:
    one = SignOff("a#00000000", "0" * 32, digest("b"), "li", Role.LEGAL, Verdict.APPROVE, DAY, words)
    errors = signatures.read_log(signatures.write_line(one), "reviews.jsonl")[1]
    if errors:
        raise errors[0]


def into_review(words: str) -> None:
    unit, source = f"a#{'0' * 8}", "0" * 32
    row = answers.Answer("a", unit, source, digest("b"), Verdict.APPROVE, words, "")
    answers.read(answers.write(answers.Answers("es", "li", Role.LEGAL, DAY, (row,))), "review.json")


def into_xliff(words: str) -> None:
    unit = exchange.Unit("a", "b", "Help", words, True, "")
    if why := exchange._reason(unit, Message("Help", "求助"), 1):
        raise KyrError("a.xlf", why, "")


@pytest.mark.parametrize(
    ("door", "refused", "let_in"),
    [
        (into_catalogue, OBEYED + NO_CHARACTER + RETURN + HALF, TURNS + HIDES),
        (into_captions, OBEYED + NO_CHARACTER + HALF, TURNS + HIDES + RETURN),
        (into_log, OBEYED + NO_CHARACTER + RETURN + HALF + TURNS, HIDES),
        (into_review, OBEYED + NO_CHARACTER + HALF + TURNS, HIDES + RETURN),
        (into_xliff, OBEYED + NO_CHARACTER + RETURN + HALF + TURNS, HIDES),
    ],
)
def test_each_door_refuses_what_it_says(door: Callable[[str], None], refused: str, let_in: str) -> None:
    for char in let_in:
        door(f"a{char}b")
    for char in refused:
        with pytest.raises((AnswersError, CatalogError, PageError, KyrError)):
            door(f"a{char}b")


def test_what_a_script_is_spelt_with_is_shown_as_it_is_written() -> None:
    for words in ("نمی\u200cتواند", "ශ්\u200dරී", "សួរ\u200bមេធាវី"):
        assert inline.visible(words) == words
    assert inline.visible("نمی\u200c\u200cتواند a\u200cb") == "نمی[U+200C][U+200C]تواند a[U+200C]b"
