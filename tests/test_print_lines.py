"""Lines of Chinese text: no character stands alone on the last one of a short text, and none is torn apart by a dot."""

from __future__ import annotations

import pytest

from pipeline.print.forms import FORMS
from pipeline.print.sheet import Sheet
from tests.printed import chinese, printed, xhtml

WORDS = "大米鸡蛋生姜小葱茶叶肥皂纸巾白菜土豆西红柿豆腐面条酱油醋花生核桃红枣"


def words(count: int) -> str:
    """So many characters of which no two are the same pair, and a full stop."""
    return (WORDS * 3)[:count] + "。"


def last_lines(sheet: Sheet, text: str) -> set[str]:
    """The lines of a printed sheet that end ``text`` and do not begin it."""
    ends = {text[-length:] for length in range(2, len(text))}
    return {line for line in printed(sheet).lines() if line in ends}


@pytest.mark.parametrize("count", range(14, 34))
def test_no_character_stands_alone_on_the_last_line_of_a_card(count: int) -> None:
    text = words(count)
    card = chinese(xhtml(f"## 外面\n\n{text}\n\n## 里面\n\n文字。\n"), form="card")
    assert all(len(line) > 2 for line in last_lines(card, text))


@pytest.mark.parametrize("count", range(9, 17))
def test_no_character_stands_alone_on_the_last_line_of_a_posters_strip(count: int) -> None:
    text = words(count)
    poster = chinese(xhtml(f"# 题目\n\n文字。\n\n## 条\n\n{text}\n"), form="poster")
    assert all(len(line) > 2 for line in last_lines(poster, text))


@pytest.mark.parametrize("form", ["handout", "picture", "square"])
def test_no_character_stands_alone_on_the_last_line_of_what_a_sheet_is_about(form: str) -> None:
    for count in range(20, 44):
        text = words(count)
        one = chinese(description=text, form=form, paper=FORMS[form].papers[0])
        assert all(len(line) > 2 for line in last_lines(one, text)), text


def test_no_character_stands_alone_on_the_last_line_of_a_heading() -> None:
    for count in range(20, 36):
        text = words(count)
        assert all(len(line) > 2 for line in last_lines(chinese(xhtml(f"## {text}\n\n文字。\n")), text)), text


def test_the_dot_between_a_contacts_parts_takes_less_room_than_a_character() -> None:
    body = '<p>热线<span class="kyr-dot"> · </span>电话</p>'
    words = printed(chinese(body)).document[0].get_textpage()
    at = words.get_text_range().index("热线")
    assert words.get_text_range(at, 7) == "热线\u00a0· 电话"
    (*_, before, _), (after, *_) = words.get_charbox(at + 1), words.get_charbox(at + 5)
    assert 0 < after - before < 11  # points: the size of the text
