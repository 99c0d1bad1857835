"""A reviewer's workbook is safe to open, easy to fill in, and comes back whole or not at all."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font

from pipeline import catalog as po
from pipeline import workflow
from pipeline.errors import AnswersError
from pipeline.model import Catalog, Message, Role, Verdict, digest
from pipeline.project import Project
from pipeline.review import packets, signatures, spreadsheet
from tests.conftest import run

PAGE = "index"
FORMULA = '=HYPERLINK("https://evil.example")'


@pytest.fixture
def translated(project: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The small project with every message translated; one translation looks like a formula."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795305600")
    list(workflow.extract(Project(project)))
    found = Project(project)
    locale = found.locale("zh_Hans")
    words = {"More": FORMULA, "You must not sign.": "您不得签字。"}
    messages = (Message(text, words.get(text, "译文"), context) for context, text in dict.fromkeys(keys(found)))
    found.write_catalog(found.catalog_path(locale, PAGE), Catalog(tuple(messages), po.header(locale)), None)
    return Project(project)


def keys(project: Project) -> list[tuple[str | None, str]]:
    return [unit.key for unit in project.page(PAGE).units]


def written(project: Project, code: str = "zh_Hans") -> bytes:
    return spreadsheet.write(packets.gather(project, project.locale(code), [PAGE]))


def filled(data: bytes, change: Callable[[Any, Any, dict[str, int]], None] = lambda *_: None) -> bytes:
    """The workbook as a reviewer sends it back: one answer and the first sheet filled in, and then ``change``."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    start, sheet = book.worksheets
    start["B4"], start["B5"], start["B6"] = "li-wen", "language 语言", datetime.datetime(2026, 11, 22)
    columns = {str(cell.value): number for number, cell in enumerate(sheet[1], 1)}
    sheet.cell(2, columns["Verdict 意见"]).value = "Approve 同意"
    change(start, sheet, columns)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def put(column: str, value: Any, row: int = 2) -> Callable[[Any, Any, dict[str, int]], None]:
    return lambda _, sheet, columns: setattr(sheet.cell(row, columns[column]), "value", value)


def struck(cell: Any) -> None:
    cell.font = Font(strike=True)


HALF_STRUCK = CellRichText("so, ", TextBlock(InlineFont(strike=True), "not so"))


def row_of(sheet: Any, columns: dict[str, int], english: str) -> int:
    return next(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, columns["English"]).value == english)


def repacked(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


# ---- what a reviewer gets ----


def test_the_same_project_gives_the_same_bytes(translated: Project) -> None:
    data = written(translated)
    assert data == written(Project(translated.root))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {part.date_time for part in archive.infolist()} == {(2026, 11, 22, 0, 0, 0)}


def test_source_columns_are_locked_and_answer_cells_are_not(translated: Project) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(written(translated))).worksheets[1]
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    headers = [cell.value for cell in sheet[1]]
    free = {header for header, cell in zip(headers, sheet[2], strict=True) if not cell.protection.locked}
    assert free == {"Verdict 意见", "Note 说明", "Suggested wording 建议译文"}
    assert headers[7:10] == ["English", "简体中文", "繁體中文 (for reference 供参考)"]
    assert [sheet.column_dimensions[letter].hidden for letter in "ABCD"] == [True] * 4
    assert sheet.freeze_panes == "E2"
    assert sheet.print_title_rows == "$1:$1"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", 1)
    (choice,) = sheet.data_validations.dataValidation
    assert choice.formula1 == '"Approve 同意,Needs change 需要修改"'


def test_text_that_looks_like_a_formula_is_text(translated: Project) -> None:
    data = written(translated)
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[1]
    (cell,) = (cell for row in sheet.iter_rows() for cell in row if cell.value == FORMULA)
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())


def test_a_page_name_that_excel_would_refuse_becomes_one_it_takes() -> None:
    names: list[str] = []
    for path in ("a/[b]:*?", "a/" + "x" * 50, "a/" + "x" * 60, "A/" + "X" * 50):
        names.append(spreadsheet._sheet_name(path, names))
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)
    assert len({name.casefold() for name in names}) == 4


def test_a_workbook_has_the_units_of_its_packet_under_the_same_numbers(translated: Project) -> None:
    packet = packets.gather(translated, translated.locale("zh_Hans"), [PAGE], role=Role.LEGAL)
    (page,) = packet.sheets
    few = replace(packet, sheets=(replace(page, items=page.items[2:3]),))
    start, sheet = openpyxl.load_workbook(io.BytesIO(spreadsheet.write(few))).worksheets
    assert (start["B5"].value, sheet.max_row) == ("legal 法律", 2)
    assert (sheet["E2"].value, sheet["H2"].value) == ("3", page.items[2].unit.text)


def test_the_words_under_review_are_beside_the_english_whatever_they_were_made_from(translated: Project) -> None:
    data = written(translated, "zh_Hant")
    headers = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(data)).worksheets[1][1]]
    assert headers[7:10] == ["English", "繁體中文", "简体中文 (for reference 供参考)"]
    (one,) = spreadsheet.read(filled(data), "back.xlsx").answers
    assert one.target == digest("")


# ---- what comes back ----


def test_answers_come_back_bound_to_the_words_that_were_shown(translated: Project) -> None:
    def answer(_: Any, sheet: Any, columns: dict[str, int]) -> None:
        row = row_of(sheet, columns, "You must not sign.")
        for column, value in (
            ("Verdict 意见", "需要修改"),
            ("Note 说明", 5),
            ("Suggested wording 建议译文", " 绝不可签 \n"),
        ):
            sheet.cell(row, columns[column]).value = value

    found = spreadsheet.read(filled(written(translated), answer), "back.xlsx")
    assert (found.locale, found.reviewer, found.role) == ("zh_Hans", "li-wen", Role.LANGUAGE)
    assert found.date == datetime.date(2026, 11, 22)
    first, second = found.answers
    assert (first.verdict, first.source) == (Verdict.APPROVE, signatures.source_digest(keys(translated)[0]))
    assert (second.verdict, second.note, second.suggestion) == (Verdict.REJECT, "5", "绝不可签")
    assert (second.unit, second.target) == (
        signatures.unit_name(PAGE, (None, "You must not sign.")),
        digest("您不得签字。"),
    )


def test_english_itself_can_be_reviewed(translated: Project) -> None:
    (one,) = spreadsheet.read(filled(written(translated, "en")), "back.xlsx").answers
    assert one.target == digest(keys(translated)[0][1])


def test_a_suggestion_may_begin_like_a_formula_and_a_formula_is_refused(translated: Project) -> None:
    def text(_: Any, sheet: Any, columns: dict[str, int]) -> None:
        cell = sheet.cell(2, columns["Suggested wording 建议译文"])
        cell.value, cell.data_type = "-不签", "s"

    assert spreadsheet.read(filled(written(translated), text), "x").answers[0].suggestion == "-不签"
    for formula in ("=1+1", '=WEBSERVICE("https://evil.example")'):
        with pytest.raises(AnswersError, match="holds a formula"):
            spreadsheet.read(filled(written(translated), put("Note 说明", formula)), "x")


@pytest.mark.parametrize("column", ["English", "简体中文", "source", "target", "context"])
def test_locked_words_that_were_changed_anyway_are_refused_with_their_place(translated: Project, column: str) -> None:
    with pytest.raises(AnswersError, match="locked words were changed in 'index' row 2"):
        spreadsheet.read(filled(written(translated), put(column, "别的")), "x")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (put("Verdict 意见", "maybe"), "verdict in 'index' row 2 is none of"),
        (put("Note 说明", True), "holds no words"),
        (put("Note 说明", "x" * 10_001), "10,000"),
        (put("Note 说明", "a\u202eb"), "U+202E"),
        (put("page", "../../x"), "not the path of a page"),
        (lambda start, *_: start.__setitem__("B4", "../Li Wen"), "'Your handle"),
        (lambda start, *_: start.__setitem__("B5", "boss"), "none of language"),
        (lambda start, *_: start.__setitem__("B4", "Li Wen"), "'Your handle 您的代号' on 'Start 开始' is 'li wen'"),
        (lambda start, *_: start.__setitem__("B6", "22.11.2026"), "'Date 日期' on 'Start 开始' is not a date"),
        (lambda start, *_: start.__setitem__("B6", "2026-02-30"), "not a date like"),
        (lambda start, *_: start.__setitem__("B6", datetime.time(3, 4)), "not a date like"),
        (lambda start, *_: start.__setitem__("B6", None), "is empty"),
        (lambda start, *_: start.__setitem__("B7", "All good."), "words in 'Start 开始' row 7 are in no yellow cell"),
        (lambda start, *_: start.__setitem__("C5", "half of it"), "words in 'Start 开始' row 5 are in no yellow cell"),
        (
            lambda _, sheet, columns: struck(sheet.cell(2, columns["Verdict 意见"])),
            "'index' row 2: it has words that are",
        ),
        (put("Note 说明", HALF_STRUCK), "it has words that are struck out"),
        (lambda start, *_: start.__setitem__("D2", "9"), "not those of version 1"),
        (lambda start, *_: start.__setitem__("D3", "../x"), "locale"),
        (lambda _, sheet, __: sheet.delete_rows(1), "the first row of sheet"),
        (lambda start, *_: start.parent.remove(start), "'Start 开始' is missing"),
        (lambda _, sheet, __: sheet.cell(spreadsheet.MAX_ROWS + 9, 5, "x"), "more than 20,000 rows"),
        (lambda _, sheet, __: sheet.append(["index", None, "0" * 32, "0" * 32]), "locked words were changed"),
        (lambda start, *_: start.parent.create_sheet("more").append(["Good!"]), "sheet 'more' was changed"),
        (lambda start, *_: start.parent.create_sheet("a\x9b31m").append(["x"]), "sheet 'a\ufffd31m'"),
        (lambda start, *_: [start.parent.create_sheet().cell(20_000, 1, "x") for _ in range(11)], "or all of them 200"),
    ],
)
def test_a_workbook_filled_in_wrongly_is_refused_whole(translated: Project, change: Any, reason: str) -> None:
    with pytest.raises(AnswersError, match=re.escape(reason)):
        spreadsheet.read(filled(written(translated), change), "x")


def test_a_reviewer_is_understood_whatever_the_keyboard_made_of_handle_day_and_verdict(translated: Project) -> None:
    def typed(start: Any, sheet: Any, columns: dict[str, int]) -> None:
        start["B4"], start["B6"] = " Ｌi-Wen\u00a0", "2026年11月2日"
        sheet.cell(2, columns["Verdict 意见"]).value = "ＡＰＰＲＯＶＥ　同意"

    given = spreadsheet.read(filled(written(translated), typed), "x")
    assert (given.reviewer, given.date) == ("li-wen", datetime.date(2026, 11, 2))
    assert [one.verdict for one in given.answers] == [Verdict.APPROVE]


@pytest.mark.parametrize("day", ["2026-11-2", "2026/11/02", "２０２６.11.2", "2026 年 11 月 2 日"])
def test_a_day_typed_as_text_with_the_year_first_is_that_day(translated: Project, day: str) -> None:
    data = filled(written(translated), lambda start, *_: start.__setitem__("B6", day))
    assert spreadsheet.read(data, "x").date == datetime.date(2026, 11, 2)


@pytest.mark.parametrize(
    ("value", "note"),
    [("one_x000D_\ntwo", "one\ntwo"), ("_x0041_ _x00e9_", "_x0041_ _x00e9_"), (0.1, "0.1"), (7, "7")],
)
def test_a_note_is_what_the_reviewer_typed_however_a_program_stores_it(
    translated: Project, value: Any, note: str
) -> None:
    assert spreadsheet.read(filled(written(translated), put("Note 说明", value)), "x").answers[0].note == note


def test_a_number_too_long_for_a_fraction_is_a_note_like_any_other(translated: Project) -> None:
    def long(parts: dict[str, bytes]) -> None:
        parts[SHEET] = re.sub(
            rb'(<c r="L2"[^>]*) t="n"[^>]*>.*?</c>', b"\\1><v>%s</v></c>" % (b"9" * 400), parts[SHEET]
        )

    data = repacked(filled(written(translated), put("Note 说明", 7)), long)
    assert spreadsheet.read(data, "x").answers[0].note == "9" * 400


def own_column(_: Any, sheet: Any, __: dict[str, int]) -> None:
    sheet.cell(1, sheet.max_column + 1, "mine")
    sheet.cell(3, sheet.max_column, "too formal")


def remark_below(_: Any, sheet: Any, columns: dict[str, int]) -> None:
    sheet.cell(sheet.max_row + 2, columns["Note 说明"], "All the others are good.")


def test_an_empty_sheet_and_an_empty_column_of_ones_own_lose_nothing(translated: Project) -> None:
    def own(start: Any, sheet: Any, _: dict[str, int]) -> None:
        start.parent.create_sheet("Sheet3")
        sheet.insert_cols(1)
        sheet.cell(9, 20).value = "  "

    assert len(spreadsheet.read(filled(written(translated), own), "x").answers) == 1


@pytest.mark.parametrize("change", [own_column, remark_below])
def test_words_that_no_answer_would_hold_are_refused_with_their_place(translated: Project, change: Any) -> None:
    with pytest.raises(AnswersError, match=r"words in 'index' row \d are in no yellow cell"):
        spreadsheet.read(filled(written(translated), change), "x")


@pytest.mark.parametrize("place", ["A20", "B9", "D5", "C13"])
def test_a_remark_on_the_first_sheet_is_refused_rather_than_lost(translated: Project, place: str) -> None:
    def remark(start: Any, *_: Any) -> None:
        if place == "B9":
            start.unmerge_cells("A9:C9")
        start[place] = "The second page is not good at all."

    with pytest.raises(AnswersError, match=f"words in 'Start 开始' row {place[1:]} are in no yellow cell"):
        spreadsheet.read(filled(written(translated), remark), "x")


@pytest.mark.parametrize("column", ["繁體中文 (for reference 供参考)", "Section 小节", "State 状态"])
def test_words_written_over_any_locked_column_are_refused_with_their_place(translated: Project, column: str) -> None:
    data = filled(written(translated), put(column, "另一個說法"))
    with pytest.raises(AnswersError, match="locked words were changed in 'index' row 2"):
        spreadsheet.read(data, "x")


def test_a_workbook_that_went_out_before_its_rows_had_that_digest_is_read(translated: Project) -> None:
    def older(_: Any, sheet: Any, columns: dict[str, int]) -> None:
        sheet.delete_cols(columns["beside"])

    assert len(spreadsheet.read(filled(written(translated), older), "x").answers) == 1


@pytest.mark.parametrize("cells", ["K2:K4", "K2:M3"])
def test_an_answer_merged_over_several_rows_is_refused_rather_than_taken_for_the_first(
    translated: Project, cells: str
) -> None:
    with pytest.raises(AnswersError, match=f"the cells {cells} of a sheet are merged"):
        spreadsheet.read(filled(written(translated), lambda _, sheet, __: sheet.merge_cells(cells)), "x")


def test_cells_merged_in_one_row_are_read(translated: Project) -> None:
    data = filled(written(translated), lambda _, sheet, __: sheet.merge_cells("L2:M2"))
    assert len(spreadsheet.read(data, "x").answers) == 1


def test_a_workbook_under_a_password_is_named_so(project: Path, tmp_path: Path) -> None:
    file = tmp_path / "review.xlsx"
    file.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096))
    said = run(project, "import", str(file), "--yes")
    assert said.returncode == 2
    assert "not a workbook of ours: it is protected by a password, or of the kind that Excel wrote" in said.stderr


def test_a_comment_on_a_cell_is_refused_rather_than_lost(translated: Project) -> None:
    def remark(_: Any, sheet: Any, columns: dict[str, int]) -> None:
        sheet.cell(2, columns["Note 说明"]).comment = Comment("Please look at this.", "Li")

    with pytest.raises(AnswersError, match="comments or pictures, which would be lost"):
        spreadsheet.read(filled(written(translated), remark), "x")


def grown(name: str, part: bytes) -> Callable[[dict[str, bytes]], None]:
    return lambda parts: parts.__setitem__(name, part)


SHEET = "xl/worksheets/sheet2.xml"
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><worksheet>&b;</worksheet>'


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (grown("xl/vbaProject.bin", b"x"), "macros"),
        (grown("xl/activeX/activeX1.bin", b"x"), "macros"),
        (grown("xl/externalLinks/externalLink1.xml", b"<x/>"), "linked to other files"),
        (grown(SHEET, LAUGHS), "document type"),
        (grown(SHEET, LAUGHS.decode().encode("utf-16")), "not UTF-8"),
        (grown(SHEET, b"\0"), "NUL"),
        (grown(SHEET, b"<worksheet"), "damaged"),
        (lambda parts: parts.pop("xl/workbook.xml"), "damaged"),
        (grown("xl/media/bomb.bin", b"\0" * (100 * 2**20 + 1)), "unpacked"),
        (lambda parts: parts.update({f"x/{number}": b"" for number in range(2_001)}), "2,000 parts"),
        (grown("xl/sheet.dat", b"\n" * 200 + LAUGHS), "document type"),
        (grown("xl/sheet.dat", LAUGHS.decode().encode("utf-16-le")), "NUL"),
        (grown("xl/sharedStrings.xml", b"<si/>" * 1_000_001), "1,000,000 tags"),
        (grown("xl/comments1.xml", b"<comments/>"), "comments or pictures"),
        (grown("xl/threadedComments/threadedComment1.xml", b"<x/>"), "comments or pictures"),
        (grown("xl/media/image1.png", b"\x89PNG"), "comments or pictures"),
        (grown("xl/drawings/drawing1.xml", b"<wsDr><twoCellAnchor/></wsDr>"), "text boxes or drawings"),
        (lambda parts: parts.pop("[Content_Types].xml"), "not an .xlsx file, but another kind of archive"),
    ],
)
def test_a_hostile_or_damaged_archive_is_refused_unread(translated: Project, change: Any, reason: str) -> None:
    with pytest.raises(AnswersError, match=reason):
        spreadsheet.read(repacked(filled(written(translated)), change), "x")


def test_the_empty_drawings_of_google_sheets_are_no_reason_to_refuse(translated: Project) -> None:
    data = repacked(filled(written(translated)), grown("xl/drawings/drawing1.xml", b"<xdr:wsDr/>"))
    assert len(spreadsheet.read(data, "x").answers) == 1


@pytest.mark.parametrize("data", [b"", b"PK\3\4", b"<html/>", b"x" * 100, b"PK\5\6" + b"\0" * 18])
def test_what_is_no_workbook_is_refused(data: bytes) -> None:
    with pytest.raises(AnswersError, match="not a workbook of ours"):
        spreadsheet.read(data, "x")


def test_a_workbook_cut_off_anywhere_is_refused(translated: Project) -> None:
    data = filled(written(translated))
    for length in range(0, len(data), len(data) // 20):
        with pytest.raises(AnswersError):
            spreadsheet.read(data[:length], "x")
