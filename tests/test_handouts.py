from __future__ import annotations

import dataclasses
import inspect
import io
import re
from pathlib import Path

import pytest
from babel.messages.extract import extract

from pipeline.errors import PrintError
from pipeline.languages import locale
from pipeline.print import forms
from pipeline.print.forms import LABELS, PAPERS
from tests.printed import ROOT, Printed, chinese, english, pdf_of, printed, traditional, xhtml

SAFE = 0.5 * 72  # points from the edge of the paper
ENGLISH_PAGE = """
A T visa lets some survivors of trafficking **stay and work**. See the [form](https://www.uscis.gov/i-914)[^law].

!!! warning "Before you sign"
    Call <a class="kyr-phone" href="tel:+18883737888">1-888-373-7888</a> first.

## Who can ask

- You were forced to work.
    1. Under 18, or
    2. hurt too much to talk.
- You are here *because of it*.

| Who | Phone | Languages |
|-----|-------|----------:|
| National Human Trafficking Hotline | 1-888-373-7888 | 200 |
| Womankind, New York | (888) 888-7702 | 18 |

#### Bring

- [ ] Passport
- [x] Dates

> A survivor said this.

Continued presence
:   A short permission to stay.

[^law]: 8 U.S.C. 1101(a)(15)(T).
"""
CHINESE_PAGE = """
T签证让一些人口贩运幸存者**在美国居留和工作**。请看[申请表](https://www.uscis.gov/i-914)[^law]。

!!! warning "签字之前"
    请先拨打<a class="kyr-phone" href="tel:+18883737888">1-888-373-7888</a>；说“Mandarin, please”。

## 谁可以申请

- 您曾被强迫工作。
- 您*因此*身在美国……

| 机构 | 电话 |
|-----|-------|
| 全国人口贩运热线 | 1-888-373-7888 |

<p lang="en">This sentence has no reviewed translation.</p>

[^law]: 《美国法典》第8编。
"""


@pytest.fixture(scope="module")
def in_english() -> Printed:
    return printed(english(xhtml(ENGLISH_PAGE)))


@pytest.fixture(scope="module")
def in_chinese() -> Printed:
    return printed(chinese(xhtml(CHINESE_PAGE)))


@pytest.fixture(scope="module", params=PAPERS)
def long_words(request: pytest.FixtureRequest) -> Printed:
    word, url = "W" * 60, "https://example.org/" + "long/" * 30
    body = f"""
{word} {url} **{word[:30]}**{word[:30]} and `{word}`

1. {word}
    - {word}
        - [{word}](https://example.org/{word})

| A | 1-888-373-7888 | {word} | B |
|---|---|---|---|
| {url} | (888) 888-7702 | x | {word} |

## {word}

!!! note "{word}"
    {word}

{word}
:   {word}

> {word}

    {word}{word}
"""
    wide = {"title": word, "description": word, "notice": word, "organization": word}
    return printed(english(xhtml(body), paper=request.param, **wide))


def test_every_word_is_printed_once_and_in_order(in_english: Printed) -> None:
    words = """Know Your Rights · English | T visa |
        You may be able to stay, work and bring your family. | Draft, not reviewed. |
        Scan for this page | A T visa lets some survivors of trafficking stay and work. |
        See the form (uscis.gov/i-914)1. | Before you sign |
        Call 1-888-373-7888 first. | Who can ask | • You were forced to work. | 1. Under 18, or |
        2. hurt too much to talk. | • You are here because of it. | Who Phone Languages |
        National Human Trafficking Hotline 1-888-373-7888 200 | Womankind, New York (888) 888-7702 18 |
        Bring | Passport | Dates | A survivor said this. | Continued presence | A short permission to stay. |
        Notes | 1. 8 U.S.C. 1101(a)(15)(T). |
        kyr.example.org/trafficking/t-visa · Checked November 21, 2026 · Version 3f9a2c1 | Page 1 of 1"""
    assert in_english.text == re.sub(r"[\s|]", "", words)


def test_chinese_is_printed_whole_with_its_own_brackets_and_date(in_chinese: Printed) -> None:
    for words in (
        "T签证：对人口贩运幸存者的保护",
        "翻译草稿，尚未审核。",
        "请看申请表（uscis.gov/i-914）1。",
        "请先拨打1-888-373-7888；说“Mandarin,please”。",
        "您因此身在美国……",
        "核查日期：2026年11月21日",
        "第1页，共1页",
    ):
        assert words in in_chinese.text


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("移民执法人员来了，您有哪些权利", ["移民执法人员来了，", "您有哪些权利"]),
        ("甲，移民执法人员来到您家时，您有哪些权利", ["甲，移民执法人员来到您家时，", "您有哪些权利"]),
        ("您有哪些权利？", ["您有哪些权利？"]),
    ],
)
def test_a_long_chinese_title_ends_its_first_line_at_a_mark(title: str, lines: list[str]) -> None:
    assert [line for line in printed(chinese(title=title)).lines() if line in lines] == lines


def test_headings_are_as_large_as_the_table_of_values_says() -> None:
    values = (ROOT / "site/print/values.typ").read_text("utf-8")
    scales = [float(scale) for scale in re.findall(r"([\d.]+)em", values.split("heading-scales = ")[1].split(")")[0])]
    sheet = printed(english("<h2>Bb</h2><h3>Cc</h3><h4>Dd</h4>", title="Aa"))
    sizes = {letters: size for size, found in sheet.sizes().items() for letters in "AaBbCcDd" if letters in found}
    assert [sizes[letter] for letter in "ABCD"] == [pytest.approx(11 * scale, abs=0.06) for scale in scales]


def test_blocks_are_tagged_for_screen_readers(in_english: Printed) -> None:
    kinds = [kind for kind, _ in in_english.tags()]
    assert [kind for kind in kinds if kind.startswith("H")] == ["H1", "H2", "H3"]  # the page skipped to level 4
    assert {"P", "L", "LI", "LBody", "Table", "TH", "TD", "BlockQuote", "Link", "Figure"} <= set(kinds)
    assert kinds.count("TH") == 3
    assert kinds.count("L") == 5  # bullets, numbers, tasks, terms, notes


def test_a_document_and_its_foreign_parts_name_their_language(in_chinese: Printed) -> None:
    assert in_chinese.language() == "zh-CN"
    assert [lang for _, lang in in_chinese.tags() if lang] == ["en-US"]
    assert printed(traditional()).language() == "zh-TW"
    assert printed(english()).language() == "en-US"


def test_an_untranslated_title_is_read_out_in_english() -> None:
    by_sheet = printed(chinese(title="T visa", title_lang="en"))
    by_page = printed(chinese('<div lang="en"><h1>T <em>visa</em></h1></div><p>文字。</p>'))
    for pdf in (by_sheet, by_page):
        assert "en-US" in [lang for _, lang in pdf.tags()]
        assert pdf.text.startswith("KnowYourRights·简体中文Tvisa您")
        assert pdf.text.count("Tvisa") == 1


def test_all_fonts_are_embedded(in_english: Printed, in_chinese: Printed) -> None:
    for pdf in (in_english, in_chinese):
        assert pdf.embedded()
        assert all(pdf.embedded())


def test_nothing_is_printed_in_colour(in_english: Printed) -> None:
    for page in in_english.document:
        pixels = bytes(page.render(scale=0.6, rev_byteorder=True).buffer)
        assert pixels[0::3] == pixels[1::3] == pixels[2::3]
        assert min(pixels) == 0


def test_nothing_lies_outside_the_safe_area(in_english: Printed, in_chinese: Printed) -> None:
    assert in_english.outside(SAFE) == []
    assert in_chinese.outside(SAFE) == []


def test_words_too_long_for_their_place_break_inside_the_margins(long_words: Printed) -> None:
    side = 0.95 * 72 - 1  # lib.typ's, and a point for letters that are wider than their set width
    assert long_words.outside(SAFE, side) == []
    assert long_words.text.count("W") >= 60 * 16


def test_a_long_word_is_not_copied_with_characters_nobody_typed(long_words: Printed) -> None:
    assert not re.search("[\u200b\u00ad\u2060]", long_words.text)


def test_the_qr_code_scans_at_its_printed_size(in_english: Printed) -> None:
    assert in_english.codes() == ["https://kyr.example.org/trafficking/t-visa/"]


def test_every_page_says_whose_it_is_how_reviewed_how_old_and_where_to_look() -> None:
    pages = printed(english("<p>Paragraph of some length.</p>" * 90)).pages
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        for words in (
            *("Know Your Rights", "T visa", "Draft, not reviewed.", "Checked November 21, 2026", "Version 3f9a2c1"),
            *(f"Page {number} of {len(pages)}", "kyr.example.org/trafficking/t-visa"),
        ):
            assert page.count(words) == 1


def test_a_long_notice_makes_room_for_itself() -> None:
    pdf = printed(english("<p>Paragraph of some length.</p>" * 60, notice="Not reviewed by anybody yet. " * 12))
    assert pdf.outside(SAFE) == []
    assert re.sub(r"\s", "", pdf.pages[1]).count("Notreviewedbyanybodyyet.") == 12


def test_the_same_sheet_gives_the_same_bytes_and_the_moment_is_the_date() -> None:
    sheet = chinese(xhtml(CHINESE_PAGE))
    assert pdf_of(sheet) == pdf_of(sheet)
    assert printed(sheet).document.get_metadata_value("CreationDate") == "D:20261121000000Z"
    later = Printed(pdf_of(sheet, moment=0))
    assert later.document.get_metadata_value("CreationDate") == "D:19700101000000Z"


def test_the_document_describes_itself(in_english: Printed) -> None:
    about = in_english.document.get_metadata_dict(skip_empty=True)
    assert (about["Title"], about["Author"], about["Keywords"]) == ("T visa", "Know Your Rights", "3f9a2c1")
    assert about["Subject"].startswith("You may be able")
    bookmarks = [mark.get_title() for mark in in_english.document.get_toc()]
    assert bookmarks == ["T visa", "Who can ask", "Bring"]


HOSTILE = (
    '#panic("x") $a$ #link("http://e")[x] <label> @ref \\ *b* _c_ `d` // e /* f */ ~ -- --- ... \'q\' = h {page} %s'
)


def test_hostile_text_comes_out_as_it_is() -> None:
    texts = dict.fromkeys(("title", "description", "notice", "organization", "version"), HOSTILE)
    labels = {**LABELS, "page": HOSTILE + " {pages}", "scan": HOSTILE}
    escaped = HOSTILE.replace("<", "&lt;")
    pdf = printed(english(f"<h2>{escaped}</h2><p>{escaped}</p><pre>{escaped}</pre>", labels=labels, **texts))
    verbatim = re.sub(r"\s", "", HOSTILE)
    assert pdf.text.count(verbatim) == 9
    assert verbatim.replace("{page}", "1") + "1" in pdf.text


@pytest.mark.parametrize("code", ["en", "zh_Hans"])
def test_korean_japanese_rare_characters_and_signs_have_glyphs(code: str) -> None:
    text = "안내 かな 喆镕㛃 → ✓ ① ☎\ufe0f é"
    assert "안내かな喆镕㛃→✓①☎é" in printed(english(f"<p>{text}</p>", locale=locale(code))).text


@pytest.mark.parametrize("character", ["😀", "ع", "☐", "\ue000", "\x07", "𠀀", "\ufffd"])
def test_a_character_without_a_glyph_is_named_with_its_page_and_its_neighbours(character: str) -> None:
    with pytest.raises(PrintError) as caught:
        printed(english(f"<p>Some words</p><p>before {character} after</p>"))
    assert caught.value.path == "trafficking/t-visa (en)"
    assert f"U+{ord(character):04X}" in caught.value.message
    assert "before" in caught.value.message
    assert caught.value.fix


def test_a_stray_simplified_character_in_a_traditional_text_is_an_error_unless_it_is_marked() -> None:
    with pytest.raises(PrintError, match="'镕'"):
        printed(traditional("<p>鎔镕</p>"))
    assert "鎔镕" in printed(traditional('<p>鎔<span lang="zh-Hans">镕</span></p>')).text


def test_the_page_budget_is_kept_or_refused() -> None:
    body = "<p>Paragraph of some length.</p>" * 60
    pages = len(printed(english(body)).pages)
    assert len(printed(english(body, max_pages=pages)).pages) == pages
    with pytest.raises(PrintError, match=rf"t-visa \(en\): the handout has {pages} pages and may have {pages - 1}"):
        printed(english(body, max_pages=pages - 1))


def paragraphs(count: int) -> Printed:
    return printed(english("<p>Paragraph of some length.</p>" * count))


def test_a_last_page_with_hardly_anything_on_it_is_saved_and_no_type_is_smaller_for_it() -> None:
    fits = paragraphs(45).pages[0].count("Paragraph")
    close, loose = paragraphs(fits + 1), paragraphs(fits + 12)
    assert [len(pdf.pages) for pdf in (close, loose)] == [1, 2]
    for pdf in (close, loose):
        assert max(pdf.sizes(), key=lambda size: pdf.sizes()[size].total()) == 11
    assert loose.pages[0].count("Paragraph") == fits


def test_what_cannot_be_saved_keeps_the_usual_white() -> None:
    fits = paragraphs(45).pages[0].count("Paragraph")
    counts = {extra: [page.count("Paragraph") for page in paragraphs(fits + extra).pages] for extra in range(1, 8)}
    assert all(pages in ([fits + extra], [fits, extra]) for extra, pages in counts.items()), counts


def test_a_telephone_number_is_never_broken_not_even_to_fit() -> None:
    row = "| 1-888-373-7888 " * 9 + "|"
    with pytest.raises(PrintError, match="'1-888-373-7888' is wider than the space"):
        printed(english(xhtml(f"{row}\n{'|-' * 9}|\n{row}")))


def test_a_column_of_telephone_numbers_gets_the_width_it_needs() -> None:
    row = "| 1-888-373-7888 |" + " many short words in a row that want a lot of room |" * 5
    assert "1-888-373-7888" in printed(english(xhtml(f"{row}\n{'|-' * 6}|\n{row}"))).text


def test_a_table_with_more_columns_than_the_paper_holds_is_refused() -> None:
    with pytest.raises(PrintError, match="a table has 30 columns"):
        printed(english(xhtml(f"{'| a ' * 30}|\n{'|-' * 30}|\n{'| b ' * 30}|")))


def test_a_cell_higher_than_the_page_goes_on_on_the_next() -> None:
    items = "".join(f"<li>§ {number}</li>" for number in range(80))
    breaks = "<br />".join("§" for _ in range(80))
    pdf = printed(english(f"<table><tr><td><ul>{items}</ul></td><td>{breaks}</td></tr></table>"))
    assert pdf.text.count("§") == 160
    assert pdf.outside(SAFE) == []


def test_numbers_stay_on_one_line_wherever_the_line_ends() -> None:
    contact = '<a class="kyr-phone" href="tel:+18883737888">+1 (888) 373–7888</a>'
    paragraphs = [f"<p>{'x ' * filler}{contact} or (888) 373-7888</p>" for filler in range(36, 66)]
    pages = "\n".join(printed(english("".join(paragraphs))).pages).replace("\u00a0", " ").replace("\u2060", "")
    assert sum("+1 (888) 373–7888" in line for line in pages.split("\n")) == len(paragraphs)
    assert sum("(888) 373-7888" in line for line in pages.split("\n")) == len(paragraphs)


def test_a_short_table_and_a_callout_are_not_torn_between_pages() -> None:
    table = xhtml("| A | B |\n|---|---|\n" + "| row | x |\n" * 6)
    callout = xhtml("!!! note\n    - start\n    - middle\n    - middle\n    - end")
    for filler in (16, 19, 22, 23):
        pages = printed(english("<p>Text.</p>" * filler + "<h2>Head</h2>" + table + callout)).pages
        (page,) = [page for page in pages if "row" in page]
        assert "Head" in page
        assert page.count("row") == 6
        assert [page.count("start") == page.count("end") for page in pages] == [True] * len(pages)


def test_deep_nesting_is_set_or_refused_with_a_fix() -> None:
    assert printed(english("<ul><li>§" * 10 + "</li></ul>" * 10)).text.count("§") == 10
    with pytest.raises(PrintError, match="too deep"):
        printed(english("<blockquote>" * 45 + "x" + "</blockquote>" * 45))


def test_an_address_that_no_phone_could_scan_is_refused() -> None:
    for length in (300, 5000):
        with pytest.raises(PrintError, match="Use a shorter address"):
            printed(english(url="https://example.org/" + "a" * length))


def test_paper_is_letter_or_a4() -> None:
    assert [tuple(map(round, printed(english(paper=paper)).document[0].get_size())) for paper in PAPERS] == [
        (612, 792),
        (595, 842),
    ]
    with pytest.raises(PrintError, match="us-letter or a4"):
        printed(english(paper="legal"))


@pytest.mark.parametrize("field", ["title", "description", "notice", "version", "url", "organization"])
def test_no_sheet_goes_out_without_what_every_sheet_must_say(field: str) -> None:
    with pytest.raises(PrintError, match=f"there is no {field} to print"):
        printed(english(**{field: " "}))


def test_a_label_must_be_there_and_keep_its_placeholders() -> None:
    with pytest.raises(PrintError, match=r"label 'page' lacks \{pages\}"):
        printed(english(labels={**LABELS, "page": "Seite {page}"}))
    with pytest.raises(PrintError, match="label 'notes' lacks a text"):
        printed(english(labels={key: text for key, text in LABELS.items() if key != "notes"}))


def test_the_labels_can_be_extracted_and_each_has_a_comment_for_translators() -> None:
    source = io.BytesIO(inspect.getsource(forms).encode())
    found = {text: notes for _, text, notes, _ in extract("python", source, comment_tags=("Translators:",))}
    assert set(found) == set(LABELS.values())
    assert all(found.values())


def test_a_font_that_is_not_installed_and_a_broken_template_are_named(tmp_path: Path) -> None:
    missing = dataclasses.replace(locale("en"), fonts=("Noto Nothing",))
    with pytest.raises(PrintError, match="has the font 'noto nothing'"):
        printed(english(locale=missing))
    for template in (ROOT / "site/print").glob("*.typ"):
        (tmp_path / template.name).write_text(template.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "handout.typ").write_text("#let x = 1\n#nothing\n", encoding="utf-8")
    with pytest.raises(PrintError, match=r"handout\.typ:2: .*unknown variable: nothing"):
        pdf_of(english(), tmp_path)
