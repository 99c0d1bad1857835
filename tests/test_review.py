"""Approval is bound to exact words, and computed."""

from __future__ import annotations

import datetime

import pytest

from pipeline import review
from pipeline.model import Catalog, Message, Role, SignOff, State, Verdict, digest, normalise

BOTH = frozenset({Role.LANGUAGE, Role.LEGAL})
LANGUAGE = frozenset({Role.LANGUAGE})


def signed(
    message: Message, page: str = "p", role: Role = Role.LANGUAGE, verdict: Verdict = Verdict.APPROVE, by: str = "li"
) -> SignOff:
    return SignOff(
        review.unit_name(page, message.key),
        review.source_digest(message.key),
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
    return review.states(page, Catalog((message, *others)), review.Ledger.of(signoffs), required)[message.key]


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


def test_a_withdrawn_approval_no_longer_counts() -> None:
    assert state(ASK, signed(ASK), signed(ASK, verdict=Verdict.WITHDRAW)) is State.TRANSLATED


def test_a_log_line_reads_back_as_it_was_written() -> None:
    one = signed(ASK, verdict=Verdict.REJECT)
    (read,), errors = review.read_log(review.write_line(one), "r.jsonl")
    assert not errors
    assert review.write_line(read) == review.write_line(one)


GOOD = review.write_line(signed(ASK))


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (GOOD[:-1], "the line is cut off"),
        (GOOD[:40] + "\n", "Invalid control character"),
        (GOOD.replace('"approve"', '"approved"'), "'approved' is not a valid Verdict"),
        (GOOD.replace('"language"', '"boss"'), "'boss' is not a valid Role"),
        (GOOD.replace('"li"', '""'), "a reviewer is needed"),
        (GOOD.replace("approve", "reject"), "a note with a rejection"),
        (GOOD.replace("2026-11-22", "2026-13-22"), "month must be in 1..12"),
        (GOOD.replace('"note": ""', '"note": 1'), "every field is a text"),
        (GOOD.replace('"note"', '"remark"'), "expected the fields date, note"),
        (GOOD.replace(digest("请问。"), "f" * 31), "is no digest"),
        ("[]\n", "expected the fields"),
        ("<<<<<<< HEAD\n", "Expecting value"),
    ],
)
def test_a_broken_line_is_named_and_never_counts(line: str, says: str) -> None:
    signoffs, errors = review.read_log(GOOD + line, "locales/zh_Hans/reviews.jsonl")
    assert len(signoffs) == 1
    assert len(errors) == 1
    assert str(errors[0]).startswith("locales/zh_Hans/reviews.jsonl:2: not a sign-off: ")
    assert says in str(errors[0])


def test_the_english_itself_is_signed_the_same_way() -> None:
    source = Message("Ask.", "Ask.")
    ledger = review.Ledger.of([signed(source, role=Role.LEGAL)])
    assert review.source_states("p", [(None, "Ask.")], ledger, frozenset({Role.LEGAL})) == {
        (None, "Ask."): State.APPROVED
    }
