"""Names of forms, visas and laws: which words stay on one line, and that nothing of a text is changed for it."""

from __future__ import annotations

import re

import pytest

from pipeline.print.measures import ems, longest
from pipeline.text import designations

HELD = ["I-918", "G-28", "T-1", "H-2A", "EOIR-28", "PM-602-0187", "A-Number", "8 CFR 214.11", "8 C.F.R. § 1003.17"]
HELD += ["22 U.S.C. 7105", "29 U.S.C. §§ 206-207", "18 U.S.C. § 3771A", "§ 1589", "2:25-cv-09848"]


@pytest.mark.parametrize("name", HELD)
def test_a_name_is_held_in_every_language_and_between_marks(name: str) -> None:
    for text in (f"Form {name}.", f"填{name}表", f"（{name}）", f'"{name}" (see below)', name, f"{name}(a)(2)"):
        pieces = designations.parted(text)
        assert pieces[1::2] == [name], text
        assert "".join(pieces) == text


@pytest.mark.parametrize("text", ["uscis.gov/I-918", "a-b", "1-888-373-7888", "2026-11-21", "I-", "T visa", "UTF-8x"])
def test_nothing_else_is(text: str) -> None:
    assert designations.parted(text) == [text]


def test_in_html_only_words_are_met() -> None:
    page = '<a title="Form I-918" href="#I-918">I-918</a> and <b>G-28</b>'
    assert designations.IN_HTML.sub(r"[\g<0>]", page) == page.replace(">I-918<", ">[I-918]<").replace("G-28", "[G-28]")


def test_what_is_measured_has_the_same_letters() -> None:
    text = "See 8 CFR 214.11 and 18 U.S.C. § 1589."
    assert re.sub("\u00a0", " ", designations.joined(text)) == text
    assert "8\u00a0CFR\u00a0214.11" in designations.joined(text)


COUNTED = ["18岁", "18 岁", "90天", "24小时", "200多种", "3个月", "2年期", "4點", "1,500美元", "1.5倍", "5條", "30万元"]


@pytest.mark.parametrize("count", COUNTED)
def test_a_number_and_what_it_counts_stay_together_in_chinese(count: str) -> None:
    for text in (f"未满{count}的人", f"（{count}）", count):
        pieces = designations.parted(text)
        assert pieces[1::2] == [count], text
        assert "".join(pieces) == text
    assert longest(f"未满{count}的人") == ems(count), "a column is never narrower"


def test_a_day_is_parted_behind_its_year_only() -> None:
    assert designations.parted("2026年11月21日核对")[1::2] == ["2026年", "11月21日"]
    assert designations.parted("从11月起")[1::2] == ["11月"]


@pytest.mark.parametrize("text", ["拨打911。", "这5条件", "911号码", "1-888-373-7888个", "9:30到", "24 hours"])
def test_where_a_word_goes_on_behind_a_number_nothing_is_counted(text: str) -> None:
    assert designations.parted(text) == [text]
