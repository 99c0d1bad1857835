"""A saved review is read whole or refused whole."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import AnswersError
from pipeline.model import Role, Verdict, digest
from pipeline.review import answers
from pipeline.review.answers import Answer, Answers

SOURCE = "0123456789abcdef" * 2
Change = Callable[[dict[str, Any]], object]


def one(**changes: Any) -> Answer:
    values: dict[str, Any] = {
        "page": "help/now",
        "unit": f"help/now#{SOURCE[:8]}",
        "source": SOURCE,
        "target": digest("请问。"),
        "verdict": Verdict.REJECT,
        "note": "两个意思\nA “second” line",
        "suggestion": "请问一问。",
    }
    return Answer(**{**values, **changes})


def saved(*rows: Answer) -> Answers:
    return Answers("zh_Hans", "li-2", Role.LEGAL, datetime.date(2026, 11, 22), rows or (one(),))


def record() -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(answers.write(saved()))
    return parsed


def test_a_review_reads_back_as_it_was_saved() -> None:
    whole = saved(one(), one(page="a", unit=f"a#{SOURCE[:8]}", verdict=None, target=digest("")))
    text = answers.write(whole)
    assert answers.read(text, "review.json") == whole
    assert answers.write(answers.read("\ufeff" + text, "review.json")) == text
    assert answers.read(answers.write(Answers("en", "a", Role.LEGAL, whole.date, ())), "x").answers == ()


@given(st.text(), st.text())
def test_what_is_accepted_reads_back_the_same_whatever_was_typed(note: str, suggestion: str) -> None:
    changed = {**record(), "answers": [{**record()["answers"][0], "note": note, "suggestion": suggestion}]}
    try:
        read = answers.read(json.dumps(changed), "x")
    except AnswersError:
        return
    assert answers.read(answers.write(read), "x") == read
    assert "\n" not in json.dumps(read.answers[0].note, ensure_ascii=False)


def test_line_ends_of_every_program_become_newlines() -> None:
    changed = record()
    changed["answers"][0]["note"] = " a\r\nb\rc\vd\u2028e\u2029f\x85g\n"
    assert answers.read(json.dumps(changed), "x").answers[0].note == "a\nb\nc\nd\ne\nf\ng"


def first(**changes: object) -> Change:
    return lambda whole: whole["answers"][0].update(changes)


def head(**changes: object) -> Change:
    return lambda whole: whole.update(changes)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (head(format="kyr"), "format is not 'kyr-review'"),
        (head(version=2), "another version"),
        (head(version=True), "another version"),
        (head(version=1.0), "another version"),
        (head(more=1), "exactly the fields"),
        (lambda whole: whole.pop("date"), "exactly the fields"),
        (head(locale="../en"), "'locale' is not"),
        (head(locale=["en"]), "'locale' is not"),
        (head(reviewer="Li"), "'reviewer' is not"),
        (head(reviewer="li\n"), "'reviewer' is not"),
        (head(reviewer="a" * 41), "'reviewer' is not"),
        (head(role="boss"), "'role' is none of language, legal"),
        (head(role=["legal"]), "'role' is none of"),
        (head(date="2026-02-30"), "not a day of the calendar"),
        (head(date="20261122"), "'date' is not"),
        (head(date="２０２６-11-22"), "'date' is not"),
        (head(answers={}), "not a list"),
        (head(answers=["x"]), "answer 1 does not have exactly"),
        (head(answers=[{}] * 20_001), "not a list of at most 20,000"),
        (lambda whole: whole["answers"].append(whole["answers"][0]), "answer 2 is a second one for the unit"),
        (lambda whole: whole["answers"][0].update(line=1), "answer 1 does not have exactly"),
        (first(page="../../etc/passwd"), "'page' is not the path of a page"),
        (first(page="a b"), "'page' is not"),
        (first(page="/a"), "'page' is not"),
        (first(page="a\x1bb"), "'page' is not the path of a page"),
        (first(unit="help/now#00000000"), "'unit' does not name"),
        (first(unit=None), "'unit' does not name"),
        (first(source="f" * 31), "'source' is not"),
        (first(target="F" * 32), "'target' is not"),
        (first(target=1), "'target' is not"),
        (first(verdict="approved"), "'verdict' is none of empty, approve, reject"),
        (first(verdict=None), "'verdict' is none of"),
        (first(note=None), "'note' is not a text"),
        (first(note="x" * 10_001), "'note' is not a text of at most"),
        (first(note="a\x1b[2Jb"), "U+001B"),
        (first(suggestion="a\x00b"), "U+0000"),
        (first(suggestion="a\ud800b"), "U+D800"),
        (first(suggestion="a\u202eb"), "U+202E"),
    ],
)
def test_a_hostile_file_is_refused_whole_and_says_why(change: Change, says: str) -> None:
    changed = record()
    change(changed)
    with pytest.raises(AnswersError) as caught:
        answers.read(json.dumps(changed), "mail/review.json")
    assert str(caught.value).startswith("mail/review.json: not a saved review: ")
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "cut off or damaged in line 1"),
        (answers.write(saved())[:-20], "cut off or damaged in line"),
        ("[" * 100_000, "nested too deeply"),
        ("[]", "exactly the fields"),
        ("null", "exactly the fields"),
        ('{"format": "kyr-review", "format": "kyr-review"}', "the same field twice"),
        ('{"version": NaN}', "a number that no review can have"),
        ('{"version": ' + "9" * 5000 + "}", "a number that no review can have"),
        (" " * (answers.MAX_FILE + 1), "more than 4,000,000 characters"),
        ("<html>", "cut off or damaged"),
    ],
)
def test_a_damaged_file_is_refused_whole_and_says_why(text: str, says: str) -> None:
    with pytest.raises(AnswersError) as caught:
        answers.read(text, "review.json")
    assert says in str(caught.value)


def test_every_cut_of_a_file_is_refused() -> None:
    text = answers.write(saved()).rstrip()
    for length in range(len(text)):
        with pytest.raises(AnswersError):
            answers.read(text[:length], "x")
