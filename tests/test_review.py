"""Approval is bound to exact words, and computed."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Catalog, Message, Role, SignOff, State, Verdict, digest, normalise
from pipeline.review import signatures

BOTH = frozenset({Role.LANGUAGE, Role.LEGAL})
LANGUAGE = frozenset({Role.LANGUAGE})


def signed(
    message: Message, page: str = "p", role: Role = Role.LANGUAGE, verdict: Verdict = Verdict.APPROVE, by: str = "li"
) -> SignOff:
    return SignOff(
        signatures.unit_name(page, message.key),
        signatures.source_digest(message.key),
        digest(message.target),
        by,
        role,
        verdict,
        datetime.date(2026, 11, 22),
        note="wrong word" if verdict is Verdict.REJECT else "",
    )


def state(
    message: Message,
    *signoffs: SignOff,
    required: frozenset[Role] = LANGUAGE,
    page: str = "p",
    others: tuple[Message, ...] = (),
) -> State:
    return signatures.states(page, Catalog((message, *others)), signatures.Ledger.of(signoffs), required)[message.key]


ASK = Message("Ask.", "请问。")


def test_no_translation_is_missing_and_a_fuzzy_one_a_draft() -> None:
    assert state(Message("Ask.")) is State.MISSING
    assert state(Message("Ask.", "请问。", fuzzy=True)) is State.DRAFT


def test_every_required_role_must_sign() -> None:
    assert state(ASK) is State.TRANSLATED
    assert state(ASK, signed(ASK), required=BOTH) is State.TRANSLATED
    assert state(ASK, signed(ASK), signed(ASK, role=Role.LEGAL), required=BOTH) is State.APPROVED


def test_no_role_required_approves_nothing() -> None:
    assert state(ASK, signed(ASK), required=frozenset()) is State.TRANSLATED


def test_one_changed_character_reopens() -> None:
    assert state(Message("Ask.", "请问！"), signed(ASK)) is State.REOPENED


def test_rewrapping_and_composition_keep_every_approval() -> None:
    old = Message("You may ask.", "您可以 问é。")
    new = Message("You may\nask.", "您可以\n  问e\u0301。")
    assert state(new, signed(old)) is State.APPROVED


def test_spaces_a_reader_sees_are_words() -> None:
    for space in ("\u00a0", "\u3000", "\u200b"):
        assert normalise(f"a{space}b") != normalise("a b")


def test_a_unit_on_another_page_keeps_its_approval() -> None:
    assert state(ASK, signed(ASK, page="old")) is State.APPROVED


def test_changed_english_makes_it_stale_also_when_the_translator_confirms_the_same_words() -> None:
    old = Message("You must ask.", "请问。")
    assert state(Message("You may ask.", "请问。", fuzzy=True, previous=old.key), signed(old)) is State.STALE
    assert state(Message("You may ask.", "请问。"), signed(old)) is State.STALE


def test_words_approved_for_another_unit_of_the_page_make_nothing_stale() -> None:
    other = Message("Please ask.", "请问。")
    assert state(ASK, signed(other), others=(other,)) is State.TRANSLATED


def test_another_context_is_another_unit() -> None:
    assert state(Message("Ask.", "请问。", context="sign"), signed(ASK)) is not State.APPROVED


def test_a_rejection_stands_against_any_number_of_approvals_in_its_role() -> None:
    no = signed(ASK, verdict=Verdict.REJECT, by="wang")
    assert state(ASK, signed(ASK), no) is State.DRAFT
    assert state(ASK, no, signed(ASK, by="wang")) is State.APPROVED


def test_a_rejection_in_a_role_that_is_not_asked_for_holds_too() -> None:
    no = signed(ASK, role=Role.LEGAL, verdict=Verdict.REJECT, by="counsel")
    assert state(ASK, signed(ASK), required=LANGUAGE) is State.APPROVED
    assert state(ASK, signed(ASK), no, required=LANGUAGE) is State.DRAFT


def test_one_persons_withdrawal_leaves_another_ones_approval() -> None:
    gone = signed(ASK, verdict=Verdict.WITHDRAW, by="wang")
    assert state(ASK, signed(ASK, by="wang"), signed(ASK), gone) is State.APPROVED
    assert state(ASK, signed(ASK), gone) is State.APPROVED


def test_a_later_day_outranks_a_later_line() -> None:
    """Two branches were merged, and the newer one's lines stand first."""
    newer = dataclasses.replace(signed(ASK, verdict=Verdict.REJECT), date=datetime.date(2026, 11, 23))
    assert state(ASK, newer, signed(ASK)) is State.DRAFT
    assert state(ASK, signed(ASK), newer) is State.DRAFT
    assert state(ASK, dataclasses.replace(newer, verdict=Verdict.APPROVE), signed(ASK, verdict=Verdict.REJECT)) is (
        State.APPROVED
    )


def test_a_withdrawn_approval_no_longer_counts() -> None:
    assert state(ASK, signed(ASK), signed(ASK, verdict=Verdict.WITHDRAW)) is State.TRANSLATED


def test_a_log_line_reads_back_as_it_was_written() -> None:
    one = signed(ASK, verdict=Verdict.REJECT)
    (read,), errors = signatures.read_log(signatures.write_line(one), "r.jsonl")
    assert not errors
    assert signatures.write_line(read) == signatures.write_line(one)


GOOD = signatures.write_line(signed(ASK))


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (GOOD[:-1], "the line is cut off"),
        (GOOD[:40] + "\n", "damaged at its character"),
        (GOOD.replace('"approve"', '"approved"'), "'approved' is not a valid Verdict"),
        (GOOD.replace('"language"', '"boss"'), "'boss' is not a valid Role"),
        (GOOD.replace('"li"', '""'), "a reviewer is needed"),
        (GOOD.replace("approve", "reject"), "a note with a rejection"),
        (GOOD.replace("2026-11-22", "2026-13-22"), "month must be in 1..12"),
        (GOOD.replace("2026-11-22", "20261122"), "'20261122' is not a date like 2026-11-22"),
        (GOOD.replace('"p#', '"p#0'), "is not named after its source"),
        (GOOD.replace('"p#', '"#'), "is not named after its source"),
        ("[" * 100_000 + "\n", "nested too deeply"),
        (GOOD.replace('"li"', '"\\u001b[2J"'), "cannot be seen or typed"),
        (GOOD.replace('"note": ""', '"note": "\\ud800"'), "cannot be seen or typed"),
        (GOOD.replace('"note": ""', '"note": 1'), "every field is a text"),
        (GOOD.replace('"note"', '"remark"'), "expected the fields date, note"),
        (GOOD.replace(digest("请问。"), "f" * 31), "is not a digest"),
        ("[]\n", "expected the fields"),
        (GOOD.replace('"verdict": ', '"verdict": "reject", "verdict": '), "it gives the same field twice"),
        (" " + GOOD.replace('"note": ""', '"note": "no", "note": ""'), "it gives the same field twice"),
        ("<<<<<<< HEAD\n", "a merge conflict was left in the file"),
    ],
)
def test_a_broken_line_is_named_and_never_counts(line: str, says: str) -> None:
    signoffs, errors = signatures.read_log(GOOD + line, "locales/zh_Hans/reviews.jsonl")
    assert len(signoffs) == 1
    assert len(errors) == 1
    assert str(errors[0]).startswith("locales/zh_Hans/reviews.jsonl:2: not a sign-off: ")
    assert says in str(errors[0])


def test_only_a_newline_ends_a_line() -> None:
    noted = dataclasses.replace(signed(ASK), note="a\u2028b\u2029c")
    signoffs, errors = signatures.read_log(signatures.write_line(noted), "r.jsonl")
    assert not errors
    assert signoffs[0].note == noted.note


PIECES = (
    "a#0",
    "p",
    '"',
    "\\",
    "\\u0061",
    "\x00",
    "\x7f",
    "\u202e",
    "\u2028",
    "词",
    " ",
    "#",
    "approve",
    "reject",
    "}",
    "",
)


@st.composite
def lines(draw: st.DrawFn) -> str:
    """A line of a log: as it is written, or with something put into it or taken out of it."""
    words = Message(draw(st.sampled_from(["Ask.", "Wait."])), draw(st.sampled_from(["请问。", "请等。"])))
    verdict, page = draw(st.sampled_from(Verdict)), draw(st.sampled_from(["p", "q#r", "t/u"]))
    one = dataclasses.replace(signed(words, page, verdict=verdict), note=draw(st.sampled_from(["", "why"])))
    line = signatures.write_line(one)[:-1]
    if draw(st.booleans()):
        start = draw(st.integers(0, len(line)))
        line = line[:start] + draw(st.sampled_from(PIECES)) + line[start + draw(st.integers(0, 3)) :]
    return line


@given(st.lists(lines(), max_size=4))
def test_a_log_is_read_quickly_as_it_is_read_carefully(some: list[str]) -> None:
    text = "\n".join(some)
    found, errors = signatures.read_log(text, "r.jsonl")
    careful, mistakes = signatures.read_lines(text, "r.jsonl", "sign-off", signatures._FIELDS, signatures._signoff)
    assert found == careful
    assert list(map(str, errors)) == list(map(str, mistakes))


@given(st.lists(lines(), max_size=6), st.sampled_from(["p", "q#r"]))
def test_of_a_log_nothing_is_passed_over_that_is_about_the_words_of_a_page(some: list[str], page: str) -> None:
    text, sources = "\n".join(some), frozenset({signatures.source_digest((None, "Ask."))})

    def about(text: str) -> list[SignOff]:
        read = signatures.read_log(text, "r.jsonl")[0]
        return [one for one in read if one.source in sources or one.unit.rpartition("#")[0] == page]

    assert about(signatures.lines_about(text, sources, {page})) == about(text)


def test_a_log_in_part_leaves_out_lines_about_other_words() -> None:
    other = signatures.write_line(signed(Message("Wait.", "请等。"), "other"))
    sources = frozenset({signatures.source_digest(ASK.key)})
    assert signatures.lines_about(other + GOOD, sources, {"p"}) == "\n" + GOOD


def test_the_english_itself_is_signed_the_same_way() -> None:
    source = Message("Ask.", "Ask.")
    ledger = signatures.Ledger.of([signed(source, role=Role.LEGAL)])
    found = signatures.states("p", Catalog((source,)), ledger, frozenset({Role.LEGAL}))
    assert found == {(None, "Ask."): State.APPROVED}


# ---- no sequence of edits and signatures leaves an approval on words that nobody approved ----

WORDS = ("甲", "乙", "甲 乙", "甲  乙")
ENGLISH = ("You may.", "You may not.", "You  may.")
PEOPLE = ((Role.LANGUAGE, "li"), (Role.LANGUAGE, "wang"), (Role.LEGAL, "counsel"))
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("translate"), st.sampled_from(WORDS)),
        st.tuples(st.just("write"), st.sampled_from(ENGLISH)),
        st.tuples(st.just("move"), st.sampled_from(("p", "q"))),
        st.tuples(st.sampled_from(list(Verdict)), st.sampled_from(PEOPLE)),
        st.tuples(st.just("merge"), st.randoms(use_true_random=False)),
    ),
    max_size=30,
)


@given(STEPS)
def test_no_sequence_of_steps_leaves_an_approval_on_words_that_nobody_approved(steps: list[tuple[Any, Any]]) -> None:
    """An oracle that knows only what people said of which words, and in what order, agrees with the states."""
    message, page, log = Message("You may.", "甲"), "p", ""
    heard: dict[tuple[str, str], dict[tuple[Role, str], Verdict]] = {}
    day = datetime.date(2026, 1, 1)
    for what, value in steps:
        if what == "translate":
            message = dataclasses.replace(message, target=value)
        elif what == "write":
            message = dataclasses.replace(message, source=value)
        elif what == "move":
            page = value
        elif what == "merge":  # merge=union may bring the lines of two branches in any order, and some twice
            lines = log.splitlines(keepends=True)
            lines += lines[:1]
            value.shuffle(lines)
            log = "".join(lines)
        else:
            role, by = value
            day += datetime.timedelta(days=1)
            one = dataclasses.replace(signed(message, page, role, what, by), date=day)
            log += signatures.write_line(one)
            heard.setdefault((normalise(message.source), normalise(message.target)), {})[role, by] = what
        ledger = signatures.Ledger.of(signatures.read_log(log, "r.jsonl")[0])
        said = heard.get((normalise(message.source), normalise(message.target)), {})
        approved = {role for (role, _), verdict in said.items() if verdict is Verdict.APPROVE}
        expected = approved == BOTH and Verdict.REJECT not in said.values()
        found = signatures.states(page, Catalog((message,)), ledger, BOTH)[message.key]
        assert (found is State.APPROVED) == expected
