"""Lines of Chinese text: no character stands alone on the last one of a short text, and none is torn apart by a dot."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from pipeline import line_ends
from pipeline.languages import locale
from pipeline.print import handouts, slides
from pipeline.print.forms import FORMS
from pipeline.print.sheet import Sheet
from tests.printed import ROOT, Printed, chinese, english, printed, xhtml

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


CONTACT = """<ul><li><b>人口贩运</b>：请先问清楚。<span class="kyr-contact"><a href="https://x.org">热线</a>
<span class="kyr-dot"> · </span><a class="kyr-phone" href="tel:+18883737888">1-888-373-7888</a>
<span class="kyr-dot"> · </span><a class="kyr-text" href="sms:233733">发短信 HELP 到 233733</a>
<span class="kyr-dot"> · </span><span class="kyr-said">每天24小时，每周7天</span></span></li></ul>"""


def test_a_contacts_number_is_the_first_thing_on_a_line() -> None:
    lines = printed(chinese(CONTACT)).lines()
    (line,) = (line for line in lines if "1-888-373-7888" in line)
    assert line == "1-888-373-7888 · 发短信 HELP 到 233733 · 每天 24 小时，每周 7 天"
    shown = printed(chinese(CONTACT, form="picture", paper="phone")).lines()
    assert [line for line in shown if "HELP" in line or "24" in line] == [
        "发短信 HELP 到 233733",
        "每天 24 小时，每周 7 天",
    ]


@pytest.mark.parametrize("count", range(20, 44))
def test_what_to_write_and_to_which_number_stay_on_one_line(count: int) -> None:
    way = '<a class="kyr-text" href="sms:233733">发短信 HELP 到 233733</a>'
    lines = printed(chinese(f"<p>{words(count)}{way}。</p>")).lines()
    assert any("发短信 HELP 到 233733" in line for line in lines)


@pytest.mark.parametrize("title", ["移民執法人員來了，您有哪些權利", "什么是人口贩运？", "如果您在工作中受伤"])
def test_a_title_on_a_square_ends_no_line_inside_a_chinese_word(title: str) -> None:
    lines = printed(chinese(title=title, form="square", paper="phone")).lines()
    first, _, rest = title.partition("，")
    assert lines[:2] == [first + "，", rest] if rest else lines[0] == title


TITLE = "Did someone at work take your passport or your pay from you and is it so"


@pytest.mark.parametrize("form", ["poster", "square", "handout"])
def test_no_word_stands_alone_on_the_last_line_of_a_title(form: str) -> None:
    for count in range(7, 14):
        title = " ".join(TITLE.split()[:count])
        body = xhtml(f"# {title}\n\nWords.\n\n## Strip\n\nWords.\n" if form == "poster" else "Words.\n")
        lines = printed(english(body, title=title, form=form, paper=FORMS[form].papers[0])).lines()
        own = [line for line in lines[:6] if line in title and line != title]
        assert not own or " " in own[-1], own


@pytest.mark.parametrize("form", ["trifold", "picture"])
def test_what_a_sheet_says_of_itself_parts_between_two_things(form: str) -> None:
    panels = "\n\n".join(f"## {name}\n\n文字。" for name in "一二三四五六")
    lines = printed(chinese(xhtml(panels), form=form, paper=FORMS[form].papers[0])).lines()
    assert not [line for line in lines if re.search("版(?!本)|版本$", line)]
    assert any("版本 3f9a2c1" in line for line in lines)


@pytest.mark.parametrize("form", ["handout", "picture"])
def test_the_name_of_a_form_or_of_a_law_is_never_broken(form: str) -> None:
    names = ["I-918", "G-28", "T-1", "A-Number", "EOIR-28", "8 CFR 214.11", "22 U.S.C. § 7105"]
    for count in range(28, 50):
        text = "".join(words(count)[:-1] + name for name in names)
        lines = printed(chinese(f"<p>{text}</p>", form=form, paper=FORMS[form].papers[0])).lines()
        assert [name for name in names if not any(name in line for line in lines)] == [], count


@pytest.mark.parametrize("size", range(8, 15))
def test_nor_is_it_in_english_or_in_what_a_sheet_is_about(size: int) -> None:
    text = " ".join(("ab " * size + name) for name in ("(I-918)", '"T-1"', "I-914,", "8 CFR 214.11"))
    lines = printed(english(f"<p>{text}</p>", description=text)).lines()
    for name in ("(I-918)", '"T-1"', "I-914,", "8 CFR 214.11"):
        assert sum(line.count(name) for line in lines) == 2, lines


PANELS = "".join(f"## {name}\n\n文字。\n\n" for name in "一二三四五")
WORDS_OF_TITLES = ("了解", "工作中的", "权利", "權利：", "在門口、", "家裡", "执法", "来了，", "哪些")


@pytest.mark.parametrize(
    "title", ["了解您在工作中的权利", "了解您的權利：在門口、在家裡", "移民执法人员来了，您有哪些权利"]
)
@pytest.mark.parametrize("form", ["picture", "trifold", "slides"])
def test_no_line_of_a_chinese_title_ends_inside_a_word(form: str, title: str) -> None:
    for before in range(12):
        text = "早" * before + title
        lines = title_lines(form, text)
        for word in filter(text.__contains__, WORDS_OF_TITLES):
            assert any(word in line for line in lines), lines
        assert all(len(line) > 1 for line in lines), lines


KOREAN = "이민 단속 요원이 왔을 때 여러분의 권리와 도움을 청할 수 있는 곳"


@pytest.mark.parametrize("form", ["picture", "square", "trifold", "slides"])
def test_no_line_of_a_korean_title_ends_inside_a_word(form: str) -> None:
    for first in range(len(KOREAN.split()) - 1):
        title = " ".join(KOREAN.split()[first:])
        assert " ".join(title_lines(form, title, korean)).split() == title.split()


def korean(body: str = "<p>글.</p>", **changes: Any) -> Sheet:
    return english(body, locale=locale("ko"), **changes)


def test_no_line_of_a_korean_heading_ends_inside_a_word() -> None:
    for before in range(8):
        heading = f"{'권리 ' * before}{KOREAN}"
        lines = printed(korean(xhtml(f"## {heading}\n\n글."))).lines()
        words = {word for line in lines for word in line.split()}
        assert words >= {*heading.split()}, lines


def title_lines(form: str, title: str, make: Callable[..., Sheet] = chinese) -> list[str]:
    """The lines that a title is set in; that of a slide stands twice, side by side."""
    if form == "slides":
        sheet = make(title=title)
        values = slides.data([sheet], spoken=False)
        values["slides"] = [{**one, "columns": one["columns"] * 2} for one in values["slides"]]
        found = Printed(handouts.typeset(replace(sheet, form=form), values, ROOT / handouts.TEMPLATES))
    else:
        body = xhtml(f"## {title}\n\n文字。\n\n{PANELS}") if form == "trifold" else "<p>文字。</p>"
        found = printed(make(body, title=title, form=form, paper=FORMS[form].papers[0]))
    lines = found.lines()
    begin = next(at for at, line in enumerate(lines) if title.startswith(line))
    whole = title.replace(" ", "")
    some = (lines[begin : end + 1] for end in range(begin, len(lines)))
    return next(found for found in some if "".join(found).replace(" ", "") == whole)


@pytest.mark.parametrize("form", ["handout", "bilingual"])
def test_no_line_of_a_chinese_heading_ends_inside_a_word(form: str) -> None:
    for before in range(0, 28, 2):
        text = "早" * before + "移民执法人员来了，您有哪些权利"
        sheet = chinese(xhtml(f"## {text}\n\n文字。"))
        if form == "bilingual":
            sheet = english(xhtml("## Your rights\n\nWords."), form=form, beside=replace(sheet, form=form))
        lines = printed(sheet).lines()
        assert all(any(word in line for line in lines) for word in ("执法", "来了，", "哪些", "权利")), lines


MEANT = {
    "words": "<dl><dt>Term</dt><dd>Meant.</dd><dt>Other</dt><dd>Words.</dd></dl>",
    "paragraphs": "<dl><dt>Term</dt><dd><p>Meant.</p><p>More.</p></dd></dl>",
    "English that stands in": '<dl><dt lang="en">Term</dt><dd lang="en">Meant.</dd></dl>',
}


@pytest.mark.parametrize("kind", MEANT)
def test_a_term_is_not_left_at_the_foot_of_a_page_without_what_it_means(kind: str) -> None:
    for before in range(18, 38):
        body = "<p>Words.</p>" * before + MEANT[kind] + "<p>End.</p>" * 20
        (page,) = (page for page in printed(chinese(body)).pages if "Term" in page)
        assert "Meant." in page, before


LED = {"list": "<ul>{}</ul>", "quote": "<blockquote>{}</blockquote>"}


@pytest.mark.parametrize("kind", LED)
@pytest.mark.parametrize("form", ["handout", "stand-in", "bilingual"])
def test_what_leads_to_a_list_or_to_words_to_say_is_not_left_behind_at_the_foot_of_a_page(form: str, kind: str) -> None:
    said = [f"said {number}" for number in range(3)]
    inner = "".join(f"<li>{one}</li>" if kind == "list" else f"<p>{one}</p>" for one in said)
    for before in range(18, 38):
        body = "<p>Words.</p>" * before + "<p>You can say:</p>" + LED[kind].format(inner) + "<p>End.</p>" * 20
        if form == "stand-in":
            body = re.sub(r"<(p|li)>", r'<\1 lang="en">', body)
        one = chinese(body) if form == "stand-in" else english(body)
        if form == "bilingual":
            one = replace(one, form=form, beside=chinese(body, form=form))
        (page,) = (page for page in printed(one).pages if "You can say:" in page)
        assert said[0] in page, before


CUT = ["现在|就求助", "要求|找口译员", "如果|您有2年期的|绿卡", "T签证", "律师的T签证|办案|路线图", "在ICE|拘留中"]


@pytest.mark.parametrize("cut", CUT)
def test_on_a_screen_a_heading_may_end_its_lines_between_words_of_ours_and_jiebas(cut: str) -> None:
    assert line_ends.cut(cut.replace("|", ""), frozenset({"口译员"})) == cut.split("|")


def test_a_long_pictures_title_ends_its_line_at_a_mark_where_it_need_be_only_a_little_smaller() -> None:
    lines = printed(chinese(title="移民执法人员来了，您有哪些权利", form="picture", paper="phone")).lines()
    assert lines[:2] == ["移民执法人员来了，", "您有哪些权利"]
