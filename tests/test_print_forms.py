"""Each printed form in each language: complete, in its place, scannable, accessible; or refused with a reason."""

from __future__ import annotations

import dataclasses
import io
import re
import struct
import zlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp

from pipeline.blocks import blocks, walk
from pipeline.errors import ConfigError, PrintError
from pipeline.languages import locale
from pipeline.print import giver, handouts, pictures
from pipeline.print.forms import FORMS, LABELS, PAPERS
from pipeline.print.giver import Organization
from pipeline.print.sheet import Sheet, values_of
from pipeline.print.titles import string
from tests import verapdf
from tests.printed import ROOT, Printed, chinese, codes, english, pdf_of, printed, traditional, xhtml

CARD = "## Rights\n\nStay silent.\n\n## Please read\n\nI want a lawyer.\n"
POSTER = "# Did someone take your pay?\n\nYou can ask for help.\n\n## Strip\n\nDay and night: 1-888-373-7888\n"
TRIFOLD = "\n\n".join(f"## Panel {name}\n\nWords of {name}.\n\n- one\n- two" for name in "ABCDEF")
PAGE = """## Who

Some **words**.

- first
- second
    1. inner

!!! warning "Mind"
    Take care.

| A | B |
|---|---|
| c | d |
"""
TEXTS = {
    "handout": PAGE,
    "bilingual": PAGE,
    "picture": PAGE,
    "square": PAGE,
    "trifold": TRIFOLD,
    "card": CARD,
    "poster": POSTER,
}
SAFE = {"handout": 36, "bilingual": 36, "trifold": 18, "card": 18, "poster": 36}  # points
FAR = f'<p>See <a href="#more">below</a>.</p>{"<p>Words.</p>" * 60}<h2 id="more">More</h2><p>End.</p>'
TIED = (
    xhtml(TRIFOLD)
    .replace("<h2>Panel B", '<h2 id="more">Panel B')
    .replace("Words of F", 'See <a href="#more">below</a>')
)
GIVER = Organization("EXAMPLE Center", ("123 Example Street",), phone="212-555-0100")


def sheet(form: str, make: Any = english, text: str = "", **changes: Any) -> Sheet:
    found: Sheet = make(xhtml(text or TEXTS[form]), form=form, paper=FORMS[form].papers[0], **changes)
    if FORMS[form].beside:
        twin = dataclasses.replace(chinese(xhtml(text or TEXTS[form])), form=form)
        return dataclasses.replace(found, beside=twin)
    return found


@pytest.fixture(scope="module", params=[(form, make) for form in FORMS for make in (english, chinese)])
def made(request: pytest.FixtureRequest) -> tuple[str, Sheet, Printed]:
    form, make = request.param
    one = sheet(form, make, giver=GIVER)
    return form, one, printed(one)


def letters(text: str) -> Counter[str]:
    return Counter(re.sub(r"[\s\u2060]", "", text))


def test_every_word_of_the_page_is_on_the_sheet(made: tuple[str, Sheet, Printed]) -> None:
    form, one, pdf = made
    if form == "square":
        wanted = one.title + one.description
    else:
        tree = blocks(one.body, "page")
        if form == "poster":
            tree = [node for node in tree if node["t"] != "heading" or node["level"] == 1]  # the strip's name
        wanted = "".join(node.get("v", "") for node in walk(tree))
    assert not letters(wanted) - letters(pdf.text)


def test_every_sheet_says_its_language_version_date_review_state_page_and_address(
    made: tuple[str, Sheet, Printed],
) -> None:
    form, one, pdf = made
    date = "November 21, 2026" if one.locale.code == "en" else "2026年11月21日"
    said = [one.locale.name, "3f9a2c1", date, one.notice, "kyr.example.org/trafficking/t-visa", one.organization]
    for words in said if not FORMS[form].beside else said[2:]:
        assert re.sub(r"\s", "", words) in pdf.text
    pages = len(pdf.pages)
    label = one.labels["page"].replace("{page}", str(pages)).replace("{pages}", str(pages))
    assert re.sub(r"\s", "", label) in pdf.text


def test_the_qr_code_scans_from_an_office_print_and_leads_to_the_same_page(made: tuple[str, Sheet, Printed]) -> None:
    form, one, pdf = made
    if FORMS[form].is_picture:
        png = pypdfium2.PdfDocument(pdf_of(one))[0].render(scale=3).to_pil()
        assert [code.text for code in zxingcpp.read_barcodes(png)] == [one.url]
        return
    found = codes(pdf.document[0], 150)
    assert set(found) == {one.url}
    assert len(found) == {"poster": 10, "bilingual": 2}.get(form, 1)


def test_nothing_is_nearer_to_the_edge_than_a_printer_reaches(made: tuple[str, Sheet, Printed]) -> None:
    form, _, pdf = made
    assert pdf.outside(SAFE.get(form, 12)) == []


def test_type_is_never_smaller_than_the_form_allows(made: tuple[str, Sheet, Printed]) -> None:
    form, one, pdf = made
    sizes = Counter[float]()
    for page in pdf.document:
        words = page.get_textpage()
        for index in range(words.count_chars()):
            height = pypdfium2.raw.FPDFText_GetFontSize(words.raw, index)
            sizes[round(height, 1)] += 1 if words.get_text_range(index, 1).strip() else 0
    assert min(size for size, count in sizes.items() if count) >= 8  # head, foot, margin
    body = sum(count for size, count in sizes.items() if size >= (8 if form == "card" else 9.9))
    assert body >= 0.2 * sizes.total()
    assert one.form == form


def test_the_organization_stands_where_there_is_room(made: tuple[str, Sheet, Printed]) -> None:
    form, _, pdf = made
    if form != "square":
        assert "EXAMPLECenter" in pdf.text
    if form not in ("square", "card"):
        assert "EXAMPLECenter212-555-0100123ExampleStreet" in pdf.text


@pytest.mark.parametrize("form", [name for name, form in FORMS.items() if not form.is_picture])
def test_every_form_keeps_the_rules_of_pdf_ua_and_of_the_archive(form: str) -> None:
    pdf = pdf_of(sheet(form, chinese, giver=GIVER))
    assert verapdf.failures(pdf, "ua1") == []
    assert verapdf.failures(pdf, "2a") == []


@pytest.mark.parametrize("flavour", verapdf.RULES)
def test_the_rules_are_really_asked(flavour: str) -> None:
    document, file = pypdfium2.PdfDocument.new(), io.BytesIO()
    document.new_page(612, 792)  # without language, title, tags or metadata
    document.save(file)
    assert verapdf.failures(file.getvalue(), flavour)


def test_a_warning_is_seen_on_every_form_when_a_fact_is_past_its_day(made: tuple[str, Sheet, Printed]) -> None:
    form, one, pdf = made
    late = dataclasses.replace(one, expired=one.checked)
    before = re.sub(r"\s", "", one.labels["expired"].partition("{date}")[0])
    assert before not in pdf.text
    assert before in printed(late).text
    assert form in FORMS


# Single forms


def test_two_languages_stand_side_by_side_row_by_row() -> None:
    own = "## Who\n\nSome words.\n\n- first\n- second\n"
    theirs = "## 谁\n\n一些文字。\n\n- 第一\n- 第二\n"
    one = dataclasses.replace(english(xhtml(own)), form="bilingual", beside=chinese(xhtml(theirs), form="bilingual"))
    page = printed(one).document[0].get_textpage()
    for left, right in (("Some words.", "一些文字。"), ("first", "第一"), ("second", "第二")):
        lower = [page.get_charbox(page.search(words).get_next()[0])[1] for words in (left, right)]
        assert abs(lower[0] - lower[1]) < 4
    assert [tag for tag, _ in printed(one).tags()].count("LI") == 4


def test_two_languages_that_are_not_built_alike_are_refused_at_the_row() -> None:
    one = dataclasses.replace(english("<p>a</p><ul><li>b</li></ul>"), form="bilingual")
    with pytest.raises(PrintError, match="not built alike from row 2 on, at 'b'"):
        printed(dataclasses.replace(one, beside=chinese("<p>甲</p><p>乙</p>", form="bilingual")))


@pytest.mark.parametrize("form", FORMS)
def test_what_a_sheet_says_of_itself_in_english_is_set_as_english(form: str) -> None:
    """No voice for another language is to read it; its dates are English ones."""
    one = sheet(form, english, locale=locale("es"), labels={**LABELS, "scan": "Escanee"}, notice_lang="en")
    values = values_of(one)
    assert values["labels"]["checked"] == {**string("Checked November 21, 2026"), "lang": "en"}
    assert "lang" not in values["labels"]["scan"]
    assert values["notices"][0]["lang"] == "en"
    assert printed(one)


@pytest.mark.parametrize("form", FORMS)
def test_the_head_and_the_foot_have_the_characters_of_the_pages_region_too(form: str) -> None:
    """經 and the comma are drawn another way in Taiwan: no character may come from the font of another script."""
    labels = {**LABELS, "page": "第{page}頁，共{pages}頁"}
    one = sheet(form, english, locale=locale("zh_Hant"), title="經過", notice="草稿，審核。", labels=labels)
    if one.beside:
        one = dataclasses.replace(one, beside=english(xhtml(TEXTS[form]), form=form))
    found = printed(one).fonts(r"[\u3000-\u9fff\uff00-\uffef]")
    assert sum(found.values()) > 10
    assert all("TC" in name for name in found), found


@pytest.mark.parametrize("form", sorted({*FORMS} - {"bilingual"}))
def test_whoever_is_named_in_the_other_script_can_have_every_sheet(form: str) -> None:
    own = Organization("扫盲社", ("123 扫街",), phone="212-555-0100")
    one = sheet(form, english, locale=locale("zh_Hant"), organization="扫盲社", giver=own)
    assert "扫盲社" in printed(one).text


def test_simplified_stands_beside_traditional() -> None:
    twin = dataclasses.replace(traditional("<p>鎔</p>"), form="bilingual")
    assert "镕" in printed(dataclasses.replace(chinese("<p>镕</p>"), form="bilingual", beside=twin)).text


def panel_of(pdf: Printed, page: int, words: str) -> int:
    """The third of the sheet, from the left, that some words begin in."""
    text = pdf.document[page].get_textpage()
    return int(text.get_charbox(text.search(words).get_next()[0])[0] / (792 / 3))


def test_below_says_on_which_page_where_there_are_several() -> None:
    for one in (english(FAR), chinese(FAR), dataclasses.replace(english(FAR), form="bilingual", beside=chinese(FAR))):
        made = printed(one)
        (there,) = (number for number, page in enumerate(made.pages, 1) if "More" in page)
        said = made.pages[0].replace(" ", "")
        assert there > 1
        assert (f"Seebelow(page{there})." in said) is (one.locale.tag == "en")
        assert (f"Seebelow（第{there}页）." in said) is (one.locale.tag != "en" or one.beside is not None)
    for form, body in (("handout", FAR.replace("<p>Words.</p>", "")), ("trifold", TIED)):
        assert "Seebelow." in printed(english(body, form=form)).text.replace(" ", "")


@pytest.mark.parametrize("written", [chinese, traditional])
def test_a_mark_stands_as_near_behind_a_page_number_as_behind_any_bracket(written: Callable[[str], Sheet]) -> None:
    one = written(FAR.replace("</a>.", "</a>。（上文）。"))
    text = printed(one).document[0].get_textpage()
    found = [match.start() for match in re.finditer("）。", text.get_text_range())]
    gaps = {round(text.get_charbox(at + 1)[0] - text.get_charbox(at)[0], 1) for at in found}
    assert (len(found), len(gaps)) == (2, 1)


def test_the_panels_of_a_trifold_come_together_when_it_is_folded() -> None:
    pdf = printed(sheet("trifold"))
    outside = [panel_of(pdf, 0, f"Panel {name}") for name in "EFA"]  # the flap, the back, the cover
    inside = [panel_of(pdf, 1, f"Panel {name}") for name in "BCD"]
    assert outside == inside == [0, 1, 2]


def test_what_does_not_fit_its_panel_names_it_with_both_sizes() -> None:
    for text in (
        TRIFOLD.replace("Words of C.", "More and more words. " * 200),
        CARD.replace("silent", "silent " * 200),
    ):
        form = "trifold" if "Panel" in text else "card"
        with pytest.raises(
            PrintError, match=r"needs \d+\.?\d* in and has \d\.\d+ in, even in the smallest type"
        ) as caught:
            printed(sheet(form, text=text))
        assert ("inside middle panel" if form == "trifold" else "first face") in caught.value.message
        assert caught.value.path == f"trafficking/t-visa (en, {form})"


def test_a_longer_language_is_set_smaller_before_it_is_refused() -> None:
    def size(words: int) -> float:
        page = (
            printed(sheet("trifold", text=TRIFOLD.replace("Words of C.", "Words. " * words))).document[1].get_textpage()
        )
        return float(pypdfium2.raw.FPDFText_GetFontSize(page.raw, page.search("Words").get_next()[0]))

    assert size(10) > size(140) >= 10.5


def test_a_form_with_too_few_sections_says_which_it_wants() -> None:
    with pytest.raises(PrintError, match=r"has 2 sections \(first face, second face\) and the page has 6"):
        printed(sheet("card", text=TRIFOLD))


@pytest.mark.parametrize(
    ("paper", "left", "top", "wide", "high"),
    [("us-letter", 54, 36, 252, 144), ("a4", 56.7, 38.3, 240.9, 153.1)],  # points; A4: 85 x 54 mm
)
def test_cards_lie_on_their_grid_on_both_sides(paper: str, left: float, top: float, wide: float, high: float) -> None:
    pdf = printed(dataclasses.replace(sheet("card"), paper=paper))
    said = ("Stay silent.", "I want a lawyer.")
    assert [page.count(words) for page, words in zip(pdf.pages, said, strict=True)] == [10, 10]
    for page, words in zip(pdf.document, said, strict=True):
        text, found = page.get_textpage(), []
        search = text.search(words)
        while (hit := search.get_next()) is not None:
            x, y, _, _ = text.get_charbox(hit[0])
            found.append((int((x - left) // wide), int((y - top) // high)))
        assert sorted(found) == [(column, row) for column in range(2) for row in range(5)]


FOLDED = ("trifold", "card", "poster")


@pytest.mark.parametrize("form", FOLDED)
def test_what_is_folded_or_cut_is_printed_on_a4_too(form: str) -> None:
    for make in (english, chinese):
        pdf = printed(dataclasses.replace(sheet(form, make, giver=GIVER), paper="a4"))
        assert {tuple(sorted(map(round, page.get_size()))) for page in pdf.document} == {(595, 842)}
        assert pdf.outside(SAFE[form]) == []
        assert min(ink.margin for ink in pdf.inks()) >= SAFE[form]
        assert set(codes(pdf.document[0], 150)) == {"https://kyr.example.org/trafficking/t-visa/"}


@pytest.mark.parametrize("paper", PAPERS)
def test_the_panel_that_folds_in_is_the_narrow_one_on_both_sides(paper: str) -> None:
    pdf = printed(dataclasses.replace(sheet("trifold"), paper=paper))
    width, side = pdf.document[0].get_width(), 0.36 * 72
    narrow = {"us-letter": 3.625 * 72, "a4": 98 / 25.4 * 72}[paper]
    for page, words, start in ((0, "Panel F", narrow), (0, "Panel A", None), (1, "Panel D", width - narrow)):
        text = pdf.document[page].get_textpage()
        left = text.get_charbox(text.search(words).get_next()[0])[0]
        wide = (width - narrow) / 2
        assert left == pytest.approx((narrow + wide if start is None else start) + side, abs=3)


def test_the_outside_of_a_card_carries_no_mark_and_is_read_aloud_once() -> None:
    pdf = printed(sheet("card"))
    text = pdf.document[0].get_textpage()
    where = text.search("3f9a2c1").get_next()[0]
    assert text.get_charbox(where)[3] < 36  # in the margin, which is cut away
    assert pdf.pages[1].count("3f9a2c1 · 2026-11-21") == 10
    assert [kind for kind, _ in pdf.tags()].count("H1") == 1


def test_a_poster_has_nine_strips_with_the_number() -> None:
    assert printed(sheet("poster")).text.count("1-888-373-7888") == 9


@pytest.mark.parametrize("form", ["picture", "square"])
def test_a_picture_is_as_wide_as_a_phone_small_and_tells_nothing_of_its_making(form: str) -> None:
    data = pictures.png(pdf_of(sheet(form, chinese)), "x")
    assert len(data) < 1_000_000
    assert int.from_bytes(data[16:20], "big") == 1080
    assert form == "picture" or int.from_bytes(data[20:24], "big") == 1080
    kinds, at = [], 8
    while at < len(data):
        kinds.append(data[at + 4 : at + 8])
        at += 12 + int.from_bytes(data[at : at + 4], "big")
    assert kinds == [b"IHDR", b"IDAT", b"IEND"]


def test_a_picture_is_packed_into_the_same_bytes_on_every_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    pdf = pdf_of(sheet("picture", chinese))
    quick = pictures.png(pdf, "x")
    _, *how = pictures._WAYS[0]
    monkeypatch.setattr(pictures, "_WAYS", ((zlib, *how),))
    assert quick == pictures.png(pdf, "x")


def test_a_picture_that_messengers_would_spoil_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "LARGEST", 2_000)
    with pytest.raises(PrintError, match=r"help/x \(en, picture\): the picture has \d+ kB"):
        pictures.png(pdf_of(sheet("square")), "help/x (en, picture)")


# Hostile and extreme content


@pytest.mark.parametrize("form", list(FORMS))
@pytest.mark.parametrize(
    "words",
    [
        "W" * 60,
        "……、。，！？（）【】《》“”‘’",
        "喆镕㛃",
        "😀",
        "안녕하세요 여러분",
        "https://example.org/" + "long/" * 30,
    ],
)
def test_whatever_is_written_the_sheet_is_right_or_refused(form: str, words: str) -> None:
    page = TEXTS[form].replace("Stay silent.", words).replace("Words of C.", words)
    page = page.replace("You can ask for help.", words).replace("Some **words**.", words)
    one = sheet(form, chinese, page, **({"description": words} if form == "square" else {}))
    if words == "😀":
        with pytest.raises(PrintError, match=r"U\+1F600"):
            printed(one)
        return
    pdf = printed(one)
    assert re.sub(r"\s", "", words) in pdf.text
    assert pdf.outside(SAFE.get(form, 12)) == []


@pytest.mark.parametrize("form", list(FORMS))
def test_arabic_begins_on_the_right_in_every_form_without_a_word_about_it_in_a_template(form: str) -> None:
    words = "يمكنك طلب المساعدة"
    page = TEXTS[form].replace("Stay silent.", words).replace("Words of B.", words)
    page = page.replace("You can ask for help.", words).replace("Some **words**.", words)
    one = sheet(form, text=page, **({"description": words} if form == "square" else {}))
    if one.beside:
        one = dataclasses.replace(one, beside=sheet(form).beside)
    pdf = printed(dataclasses.replace(one, locale=locale("ar")))
    assert pdf.language().startswith("ar")
    assert pdf.outside(SAFE.get(form, 12)) == []


@pytest.mark.parametrize("form", FOLDED)
def test_what_is_folded_or_cut_is_read_from_the_right_in_arabic(form: str) -> None:
    words = "يمكنك طلب المساعدة"
    page = TEXTS[form].replace("Stay silent.", words).replace("Words of C.", words)
    page = page.replace("You can ask for help.", words)
    pdf = printed(dataclasses.replace(sheet(form, text=page), locale=locale("ar")))
    paper = pdf.document[1 if form == "trifold" else 0]
    text, third = paper.get_textpage(), paper.get_width() / 3
    rights = [
        text.get_charbox(index)[2]
        for index in range(text.count_chars())
        if text.get_text_range(index, 1) in words.replace(" ", "") and text.get_charbox(index)[3] > 60
    ]
    ends = {"trifold": 2 * third - 26, "card": 306 + 252 - 11, "poster": 612 - 0.7 * 72}
    assert max(rights) == pytest.approx(ends[form], abs=6)


def test_a_trifold_is_folded_the_other_way_round_in_arabic() -> None:
    pdf = printed(dataclasses.replace(sheet("trifold"), locale=locale("ar")))
    outside = [panel_of(pdf, 0, f"Panel {name}") for name in "EFA"]
    inside = [panel_of(pdf, 1, f"Panel {name}") for name in "BCD"]
    assert outside == inside == [2, 1, 0]


@pytest.mark.parametrize("form", FORMS)
def test_an_address_is_read_from_the_left_on_an_arabic_sheet_too(form: str) -> None:
    one = dataclasses.replace(sheet(form, text=TEXTS[form]), locale=locale("ar"), url="https://kyr.example.org/ar/now/")
    words = printed(one).document[0].get_textpage()
    lines: dict[int, list[tuple[float, str]]] = {}
    for index, character in enumerate(words.get_text_range()):
        left, bottom, _, _ = words.get_charbox(index, loose=True)
        lines.setdefault(round(bottom), []).append((left, character))
    assert any("kyr.example.org/ar/now" in "".join(char for _, char in sorted(line)) for line in lines.values())


@pytest.mark.parametrize("code", ["zh_Hans", "ar"])
def test_words_of_another_language_stay_in_their_line(code: str) -> None:
    body = '<ul><li>A <span lang="en">few words</span> and <span lang="en">more</span> here.</li></ul>'
    pdf = printed(dataclasses.replace(sheet("handout"), body=body, locale=locale(code)))
    plain = printed(dataclasses.replace(sheet("handout"), body="<ul><li>A</li></ul>", locale=locale(code)))
    assert [kind for kind, _ in pdf.tags()].count("P") == [kind for kind, _ in plain.tags()].count("P")
    text = pdf.document[0].get_textpage()
    boxes = [text.get_charbox(text.search(words).get_next()[0]) for words in ("few", "more", "here")]
    assert max(box[1] for box in boxes) - min(box[1] for box in boxes) < 3


def test_sheets_are_gray() -> None:
    for form in FORMS:
        for page in printed(sheet(form, giver=GIVER)).document:
            pixels = bytes(page.render(scale=0.6, rev_byteorder=True).buffer)
            assert pixels[0::3] == pixels[1::3] == pixels[2::3]


def test_a_logo_is_printed_and_a_coloured_one_is_refused(tmp_path: Path) -> None:
    gray = pictures.thumbnail(pdf_of(sheet("square")))
    (tmp_path / "logo.png").write_bytes(gray)
    (tmp_path / "own.toml").write_text('name = "EXAMPLE"\nlogo = "logo.png"\n', "utf-8")
    own = giver.read(tmp_path / "own.toml")
    with_logo, without = (
        [kind for kind, _ in printed(sheet("trifold", giver=one)).tags()].count("Figure") for one in (own, None)
    )
    assert with_logo == without + 1
    (tmp_path / "logo.png").write_bytes(gray[:16] + struct.pack(">II", 4_001, 1) + gray[24:])
    with pytest.raises(ConfigError, match="4001 x 1 pixels"):
        giver.read(tmp_path / "own.toml")
    (tmp_path / "logo.png").write_bytes(gray[:25] + b"\2" + gray[26:])
    with pytest.raises(ConfigError, match="has colours"):
        giver.read(tmp_path / "own.toml")
    (tmp_path / "logo.png").write_bytes(gray[:-20])
    with pytest.raises(ConfigError, match="is not complete"):
        giver.read(tmp_path / "own.toml")


@pytest.mark.parametrize("way", ["{above}/secret.png", "../secret.png", "link.png"])
def test_a_logo_is_never_fetched_from_another_folder(tmp_path: Path, way: str) -> None:
    (tmp_path / "secret.png").write_bytes(pictures.thumbnail(pdf_of(sheet("square"))))
    own = tmp_path / "own"
    own.mkdir()
    (own / "link.png").symlink_to(tmp_path / "secret.png")
    (own / "own.toml").write_text(f'name = "EXAMPLE"\nlogo = "{way.format(above=tmp_path)}"\n', "utf-8")
    with pytest.raises(ConfigError, match="is not there"):
        giver.read(own / "own.toml")


NUMBERS = """
Call us.

- **Danger:** 911 <a class="kyr-phone" href="tel:911">911</a>, if it is safe.
- **Local:** <a class="kyr-phone" href="tel:+12125550100">212-555-0100</a>
- **Work:** Ask first. <span class="kyr-contact"><a href="https://example.org/x">Help Line</a><span class="kyr-dot"> · \
</span><a class="kyr-phone" href="tel:+18883737888">1-888-373-7888</a><span class="kyr-dot"> · </span>\
<span class="kyr-said">24/7</span></span>
"""


def test_a_square_names_911_and_the_first_national_hotline_of_the_page() -> None:
    national = frozenset({"911", "1-888-373-7888", "1-800-799-7233"})
    said = printed(sheet("square", text=NUMBERS, national=national)).text
    assert "Danger:911911,ifitissafe.Work:Askfirst.HelpLine1-888-373-7888" in said
    for absent in ("212-555-0100", "24/7", "example.org/x", "Callus"):
        assert absent not in said
    assert "1-888" not in printed(sheet("square", text=NUMBERS)).text


def test_numbers_on_a_square_make_room_for_what_it_is_about() -> None:
    long = NUMBERS.replace("Ask first.", "Ask what stays private. " * 12)
    national = frozenset({"1-888-373-7888"})
    one = sheet("square", text=long, national=national, description="Words that tell what this page answers. " * 3)
    said = printed(one).text
    assert "911" in said
    assert "1-888" not in said
    assert said.count("Wordsthattellwhat") == 3


def test_the_white_of_a_square_is_used_before_a_number_makes_room() -> None:
    national, white = frozenset({"1-888-373-7888"}), 360
    for times in range(1, 20):
        long = NUMBERS.replace("Ask first.", "Ask what stays private. " * times)
        one = printed(sheet("square", text=long, national=national, description="Words that tell what it answers."))
        if "1-888" not in one.text:
            break
        image = one.document[0].render(grayscale=True).to_pil()
        rows = "".join(" " if image.crop((0, y, image.width, y + 1)).getextrema()[0] > 250 else "x" for y in range(360))
        white = max(map(len, rows.strip().split("x")))
    assert times < 19, "there is always an end"
    assert white < 40, "one more line would have had room"


@pytest.mark.parametrize(
    ("form", "before"),
    [("trifold", "Words of"), ("card", "Stay silent."), ("poster", "You can ask"), ("square", "- **Work:**")],
)
def test_a_way_to_reach_somebody_that_is_too_wide_in_large_type_is_set_smaller(form: str, before: str) -> None:
    way = "Envíe la palabra HELP al 233733" + " o al 233744" * (form == "poster")
    text = {**TEXTS, "square": NUMBERS}[form]
    said = text.replace(before, f'{before} <a class="kyr-text" href="sms:233733">{way}</a>', 1)
    assert said != text
    one = printed(sheet(form, text=said, national=frozenset({"1-888-373-7888"})))
    assert way in " ".join(one.lines())


def test_every_size_of_type_that_a_designer_gives_a_form_is_tried() -> None:
    values = (ROOT / "site/print/values.typ").read_text("utf-8").split("\n#let ")
    found = {one.partition("-form = ")[0]: re.search(r" sizes: \((.+?)\)", one) for one in values}
    sizes = {form: said[1].split(", ") for form, said in found.items() if said}
    assert sizes.keys() == handouts.SIZED
    assert max(map(len, sizes.values())) <= handouts.SIZES


def test_a_square_has_no_sentence_that_only_leads_elsewhere_and_parts_its_address_behind_a_slash() -> None:
    text = "- **Danger:** 911. [More help](../help/now.md). Ask [somebody](a.md) first.\n"
    text = text.replace("911", '<a class="kyr-phone" href="tel:911">911</a>')
    address = "https://kyr.example.org/zh-Hans/a-long-name-of-a-shelf/t-visa-and-more/"
    one = printed(sheet("square", text=text, url=address))
    assert "Danger:911.Asksomebodyfirst." in one.text
    own = [line for line in one.lines() if line.rstrip("/") in address]
    assert "".join(own) == address.removeprefix("https://").rstrip("/")
    assert all(line.endswith("/") for line in own[:-1])
    assert len(own) > 1
