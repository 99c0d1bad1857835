"""What changed, word by word."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.wordiff import Op, diff


def shown(old: str, new: str) -> str:
    marks = {Op.SAME: "{}", Op.REMOVED: "[-{}-]", Op.ADDED: "[+{}+]"}
    return "".join(marks[op].format(text) for op, text in diff(old, new))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("You may ask.", "You may ask.", "You may ask."),
        ("You may ask.", "You must ask.", "You [-may-][+must+] ask."),
        ("You may not ask.", "You may ask.", "You may [-not -]ask."),
        ("You do not have to go.", "You must stay.", "You [-do not have to go-][+must stay+]."),
        ("您可以不签字。", "您不可以签字。", "您[+不+]可以[-不-]签字。"),
        ("请在30天内申请。", "请在90天内申请。", "请在[-30-][+90+]天内申请。"),
        ("Call {{ nht.phone }}.", "Call {{ dv.phone }}.", "Call [-{{ nht.phone }}-][+{{ dv.phone }}+]."),
        ("It isn't 1,000 USD", "It isn't 2,000 USD", "It isn't [-1,000-][+2,000+] USD"),
        ("", "新", "[+新+]"),
        ("旧", "", "[-旧-]"),
        ("", "", ""),
    ],
)
def test_a_change_is_shown_by_words_in_english_and_by_characters_in_chinese(old: str, new: str, expected: str) -> None:
    assert shown(old, new) == expected


TEXT = st.text(alphabet="ab 不签。\n{}'1,", max_size=40)


@given(TEXT, TEXT)
def test_the_pieces_make_both_texts_again(old: str, new: str) -> None:
    pieces = diff(old, new)
    assert "".join(text for op, text in pieces if op is not Op.ADDED) == old
    assert "".join(text for op, text in pieces if op is not Op.REMOVED) == new
    assert all(text for _, text in pieces)
    assert all(one[0] is not other[0] for one, other in itertools.pairwise(pieces))


def test_texts_made_to_be_slow_are_still_told_apart() -> None:
    pieces = diff("x" + "不" * 10_000 + "y。", "x" + "签不" * 10_000 + "z。")
    assert [op for op, _ in pieces] == [Op.SAME, Op.REMOVED, Op.ADDED, Op.SAME]
    assert len(diff("不 " * 990, "签不 " * 660)) < 5
