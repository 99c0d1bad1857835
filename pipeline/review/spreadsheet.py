"""The review packet as a workbook, for those who live in Excel: one sheet a page, and the answers read back.

Everything but the answer cells is locked, without a password: the lock is against slips, the digests in the hidden
columns are against changes. A workbook that comes back is untrusted: it is looked through as an archive before any
library opens it, and refused whole, with the reason, for macros, links to other workbooks, formulas, entities, sizes
no review has, and words that differ from the digests beside them. What it says is then read by `answers.read`, so that
both doors have the same guards.

A cell shows a unit's own Markdown, because the digest that a sign-off is bound to is of these words. Not carried: how
the page looks, glossary notes, what check found, and the words before a change; the HTML packet has all four.
"""

from __future__ import annotations

import datetime
import io
import itertools
import json
import math
import re
import unicodedata
import warnings
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, cast

from pipeline.errors import AnswersError, KyrError
from pipeline.languages import SOURCE, Locale
from pipeline.model import Role, State, Verdict, digest
from pipeline.review import answers, signatures
from pipeline.review.answers import Answers
from pipeline.review.packets import Packet, Sheet
from pipeline.text import untrusted
from pipeline.text.untrusted import RefusedError

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

VERSION = 1
MAX_FILE = 20 * 2**20
"""Bytes of a workbook, packed; this project's whole library takes 0.6 MB."""
MAX_ROWS = 20_000
"""Of one sheet, and of one page's units."""
MAX_LOOKED_AT = 200_000
"""Rows of all sheets, empty ones too: Google Sheets fills each up to a thousand, this project has 40."""
MAX_COLUMNS = 30
MAX_CELL = 32_767
"""Characters of one cell: Excel's own limit."""

VERDICTS = {"Approve 同意": Verdict.APPROVE, "Needs change 需要修改": Verdict.REJECT}
ROLES = {"language 语言": Role.LANGUAGE, "legal 法律": Role.LEGAL}
_STATES = {
    State.MISSING: "missing\n未翻译",
    State.DRAFT: "draft\n草稿",
    State.TRANSLATED: "translated\n已翻译",
    State.APPROVED: "approved\n已同意",
    State.STALE: "English changed\n英文已改",
    State.REOPENED: "translation changed\n译文已改",
}

_HIDDEN = ("page", "context", "source", "target")
_BESIDE = "beside"
"""A digest of the other locked words of a row: a wording written over the script for reference would be lost."""
_NUMBER, _SECTION, _STATE = "No. 编号", "Section 小节", "State 状态"
_VERDICT, _NOTE, _SUGGESTION = "Verdict 意见", "Note 说明", "Suggested wording 建议译文"
_ANSWERS = (_VERDICT, _NOTE, _SUGGESTION)
_WIDTHS = {_NUMBER: 8, _SECTION: 12, _STATE: 11, _VERDICT: 13, _NOTE: 20, _SUGGESTION: 28}
_TEXT_WIDTH = 34
_LINE, _TALLEST = 15, 409
"""Points: one line of Excel's usual font, and the tallest row Excel has."""

_START = "Start 开始"
_HANDLE_CELL, _ROLE_CELL, _DATE_CELL = "B4", "B5", "B6"
_FIELDS = {
    _HANDLE_CELL: "Your handle 您的代号",
    _ROLE_CELL: "You answer for 您负责",
    _DATE_CELL: "Date 日期",
}
_HELP = (
    "Fill in the yellow cells above, then go through the sheets: one for each page. Yellow cells are yours; all others "
    "are locked.\n请先填写上面的黄色单元格，再逐页审阅：每页一张工作表。黄色单元格由您填写，其余均已锁定。",
    "Verdict: choose “Approve” or “Needs change”, or leave it empty to skip. You answer for exactly the words you "
    "see.\n意见：请选“同意”或“需要修改”；留空表示跳过。您的意见只针对您所看到的文字。",
    "If something has to change, say why in the note, or write the wording you would use. Do not change the "
    "translation itself.\n如需修改，请在“说明”中写明理由，或在“建议译文”中写下您的译文。请不要直接改动译文。",
    "** ** stands around bold words, [words](address) is a link, {{ name }} is filled in later, with a phone number "
    "for example. Keep them in a wording you suggest.\n** ** 之间是粗体字；[文字](网址) 是链接；{{ name }} 之后会换成"
    "电话号码等内容。建议译文中请保留这些符号。",
    "Save the file as .xlsx and send it back. Nothing is recorded before it is imported.\n"
    "请存为 .xlsx 文件并寄回。导入之前，不会记录任何内容。",
)
_LIST = ("Sheet 工作表", "Page 页面", "Units 条数")
"""The columns of the list of sheets, below what we explain."""
_FIX = "Have the reviewer put that right and save the workbook as .xlsx, and import that file; nothing was recorded"
_DAY = re.compile(r"(\d{4})\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})\D{0,2}", re.ASCII)
"""A day that somebody typed as text, the year first: 2026-11-2, 2026/11/02, 2026年11月2日."""
_ESCAPED = re.compile("_x00([01][0-9A-F])_")
"""A control character as Excel writes it (ECMA-376-1, 22.9.2.19): a line break pasted on Windows begins with one."""

# ---- writing ----


def write(packet: Packet) -> bytes:
    """The workbook of a packet; the same packet gives the same bytes.

    Raises KyrError for a text that no cell can hold.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    start = book.create_sheet(_START)
    for page in packet.sheets:
        _write_page(book.create_sheet(_sheet_name(page.path, book.sheetnames)), page, packet.locales)
    _write_start(start, packet, book.sheetnames[1:])
    return _packed(book, packet.date)


def _sheet_name(path: str, taken: Sequence[str]) -> str:
    """At most 31 characters, which is Excel's limit, and none that Excel refuses; the page is in a hidden column."""
    plain = "".join(char if char not in "[]:*?/\\'" else " " for char in path.replace("/", " - "))
    names = [plain[:31], *(f"{plain[:27]} {number}" for number in range(2, 1000))]
    used = {name.casefold() for name in taken}
    return next(name for name in names if name.casefold() not in used)


def _write_page(sheet: Worksheet, page: Sheet, languages: Sequence[Locale]) -> None:
    names = [one.name if place < 2 else f"{one.name} (for reference 供参考)" for place, one in enumerate(languages)]
    headers = (*_HIDDEN, _NUMBER, _SECTION, _STATE, *names, *_ANSWERS, _BESIDE)
    for column, header in enumerate(headers, 1):
        cell = _at(sheet, 1, column)
        _put(cell, header, page.path)
        _style_header(cell)
        dimension = sheet.column_dimensions[cell.column_letter]
        dimension.width = _WIDTHS.get(header, _TEXT_WIDTH)
        dimension.hidden = header in {*_HIDDEN, _BESIDE}
    for row, item in enumerate(page.items, 2):
        bound = (page.path, item.unit.context or "", item.source, item.target)
        about = (item.unit.section, _STATES[item.state])
        texts = [one.text for one in item.columns]
        values = dict(zip(headers, (*bound, str(item.number), *about, *texts), strict=False))
        for column, value in enumerate(values.values(), 1):
            _put(_at(sheet, row, column), value, page.path)
        for column in range(len(values) + 1, len(headers)):
            _open(_at(sheet, row, column))
        _put(_at(sheet, row, len(headers)), _beside((*about, *texts[2:])), page.path)
        sheet.row_dimensions[row].height = _height(values)
    sheet.row_dimensions[1].height = 2 * _LINE
    _choose(sheet, list(VERDICTS), _span(sheet, headers.index(_VERDICT) + 1, len(page.items)))
    _set_up(sheet, len(_HIDDEN) + 1)


def _beside(texts: Iterable[str]) -> str:
    return digest("\n".join(filter(None, map(str.strip, texts))))


def _height(values: Mapping[str, str]) -> int:
    """Points that the longest cell of a row takes: LibreOffice, and Excel for print, do not find out by themselves."""
    lines = 1
    for header, text in values.items():
        if header not in _HIDDEN:
            columns = sum(2 if char > "\u2e7f" else 1 for char in text)
            lines = max(lines, text.count("\n") + math.ceil(columns / (_WIDTHS.get(header, _TEXT_WIDTH) - 1)))
    return min(lines * _LINE + 3, _TALLEST)


def _at(sheet: Worksheet, row: int, column: int) -> Cell:
    return cast("Cell", sheet.cell(row, column))


def _put(cell: Cell, text: str, path: str) -> None:
    """A text as a text, whatever it begins with, also after somebody has clicked into it and pressed Enter."""
    if len(text) > MAX_CELL:
        raise KyrError(path, "a text is too long for a cell", "Leave this page out, or send the HTML packet instead")
    from openpyxl.styles import Alignment

    cell.value = text or None
    if text:
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(("=", "+", "-", "@", "'"))
    cell.alignment = Alignment(wrap_text=True, vertical="top")


def _open(cell: Cell) -> None:
    """An answer cell: unlocked, yellow, and of the text format, so that what is typed is never taken for a formula."""
    from openpyxl.styles import Alignment, PatternFill, Protection

    cell.protection = Protection(locked=False)
    cell.fill = PatternFill("solid", fgColor="FFF9DB")
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.number_format = "@"


def _style_header(cell: Cell) -> None:
    from openpyxl.styles import Font, PatternFill

    cell.font = Font(name="Calibri", size=11, bold=True)
    cell.fill = PatternFill("solid", fgColor="E3E8EE")


def _span(sheet: Worksheet, column: int, count: int) -> str:
    letter = _at(sheet, 1, column).column_letter
    return f"{letter}2:{letter}{count + 1}"


def _choose(sheet: Worksheet, values: Sequence[str], cells: str) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    choice = DataValidation("list", formula1='"' + ",".join(values) + '"', allow_blank=True, showErrorMessage=True)
    choice.error = "Choose one from the list, or leave it empty. 请从列表中选择，或留空。"
    sheet.add_data_validation(choice)
    choice.add(cells)


def _set_up(sheet: Worksheet, first: int) -> None:
    """Protection, the frozen header, and the printed sheet: landscape, as wide as the paper, header on every page."""
    sheet.freeze_panes = _at(sheet, 2, first).coordinate
    sheet.sheet_view.zoomScale = 100
    _protect(sheet)
    sheet.print_title_rows = "1:1"
    sheet.print_options.gridLines = True
    _on_paper(sheet, "landscape")


def _protect(sheet: Worksheet) -> None:
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False  # in this format False means: not forbidden
    sheet.protection.formatRows = False


def _on_paper(sheet: Worksheet, orientation: Literal["landscape", "portrait"]) -> None:
    from openpyxl.worksheet.header_footer import HeaderFooter, HeaderFooterItem, _HeaderFooterPart
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation = orientation
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    foot = HeaderFooterItem(left=_HeaderFooterPart("&A"), right=_HeaderFooterPart("&P / &N"))
    sheet.HeaderFooter = HeaderFooter(oddFooter=foot)


def _write_start(sheet: Worksheet, packet: Packet, names: Sequence[str]) -> None:
    from openpyxl.styles import Font
    from openpyxl.worksheet.hyperlink import Hyperlink

    for row, value in enumerate((answers.FORMAT, str(VERSION), packet.locale.code), 1):
        _put(_at(sheet, row, 4), value, _START)
    for letter, width in {"A": 34, "B": 60, "C": 10}.items():
        sheet.column_dimensions[letter].width = width
    sheet.column_dimensions["D"].hidden = True
    _put(sheet["A1"], f"Review 审阅: {packet.locale.name}", _START)
    sheet["A1"].font = Font(name="Calibri", size=16, bold=True)
    for cell, label in _FIELDS.items():
        _put(sheet[f"A{cell[1:]}"], label, _START)
        _open(sheet[cell])
    sheet[_DATE_CELL].number_format = "yyyy-mm-dd"
    if packet.role is not None:
        sheet[_ROLE_CELL].value = next(words for words, one in ROLES.items() if one is packet.role)
    _choose(sheet, list(ROLES), _ROLE_CELL)
    for row, text in enumerate(_HELP, 8):
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=3)
        _put(_at(sheet, row, 1), text, _START)
        sheet.row_dimensions[row].height = 4 * _LINE  # merged cells never grow by themselves
    first = 9 + len(_HELP)
    for column, label in enumerate(_LIST, 1):
        _put(_at(sheet, first, column), label, _START)
        _style_header(_at(sheet, first, column))
    for row, (name, page) in enumerate(zip(names, packet.sheets, strict=True), first + 1):
        for column, value in enumerate((name, page.title, str(len(page.items))), 1):
            _put(_at(sheet, row, column), value, _START)
        link = _at(sheet, row, 1)
        link.hyperlink = Hyperlink(ref=link.coordinate, location=f"'{name}'!A1")
        link.font = Font(name="Calibri", size=11, color="0B57D0", underline="single")
    _protect(sheet)
    _on_paper(sheet, "portrait")


def _packed(book: Workbook, date: datetime.date) -> bytes:
    """The workbook's bytes, every date in it the packet's: openpyxl writes the clock into two places."""
    from openpyxl.writer.excel import ExcelWriter

    when = datetime.datetime.combine(max(date, _OLDEST), datetime.time())
    book.properties.creator = "kyr"
    book.properties.created = book.properties.modified = when
    loose, packed = io.BytesIO(), io.BytesIO()
    ExcelWriter(book, zipfile.ZipFile(loose, "w")).save()
    with zipfile.ZipFile(loose) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, when.timetuple()[:6])
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            # a height that is not "custom" still grows with what a reviewer types
            new.writestr(entry, old.read(name).replace(b' customHeight="1"', b""))
    return packed.getvalue()


_OLDEST = datetime.date(1980, 1, 1)  # a zip archive knows no earlier day


# ---- reading ----


def read(data: bytes, name: str) -> Answers:
    """The answers in a workbook that came back; ``name`` is what an error calls it.

    Raises AnswersError, and reads nothing, for anything but an unharmed workbook of ours with answers filled in.
    """
    try:
        if len(data) > MAX_FILE:
            raise RefusedError(f"it has more than {MAX_FILE // 2**20} MB")
        untrusted.look_through_workbook(data)
        record = _record(data)
    except RefusedError as error:
        raise AnswersError(name, f"not a workbook of ours: {error}", _FIX) from None
    return answers.read(json.dumps(record), name)


def _record(data: bytes) -> dict[str, Any]:
    """What `answers.read` reads, from the cells."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of features openpyxl does not know
            start, sheets = _cells(data)
    except RefusedError:
        raise
    except Exception as error:  # openpyxl lets every kind of error through when a part is damaged
        raise RefusedError(f"a part of it is damaged ({type(error).__name__})") from error
    head = _head(start)
    rows: list[dict[str, str]] = []
    changed: list[str] = []
    for title, sheet in sheets.items():
        found, different = _page_answers(title, sheet, head["locale"])
        rows += found
        changed += different
    if changed:
        places = ", ".join(changed[:10]) + (" and others" if len(changed) > 10 else "")
        raise RefusedError(f"locked words were changed in {places}; a suggested wording goes in '{_SUGGESTION}'")
    return {"format": answers.FORMAT, "version": answers.VERSION, **head, "answers": rows}


_Cells = dict[int, tuple[Any, ...]]
"""The number of each row that is not empty, and its values."""


def _cells(data: bytes) -> tuple[_Cells, dict[str, _Cells]]:
    """The first sheet and, by title, those of the others that are not empty; no range is ever spread out."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    found: dict[str, _Cells] = {}
    looked_at = 0
    for sheet in book.worksheets:
        title, rows = untrusted.shown(sheet.title), _Cells()
        for number, row in enumerate(sheet.iter_rows(max_row=MAX_ROWS + 2, max_col=MAX_COLUMNS), 1):
            looked_at += 1
            if number > MAX_ROWS + 1 or looked_at > MAX_LOOKED_AT:
                raise RefusedError(f"sheet '{title}' has more than {MAX_ROWS:,} rows, or all of them {MAX_LOOKED_AT:,}")
            filled = [cell for cell in row if cell.value is not None]
            if any(cell.data_type == "f" for cell in filled):
                raise RefusedError(f"sheet '{title}' holds a formula; write the words themselves")
            if any(cell.font.strike for cell in filled):
                raise RefusedError(f"'{title}' row {number}: {untrusted.STRUCK}")
            if filled:
                rows[number] = tuple(cell.value for cell in row)
        if title in found:
            raise RefusedError(f"two sheets are called '{title}'")
        if rows:
            found[title] = rows
    if _START not in found:
        raise RefusedError(f"the sheet '{_START}' is missing")
    return found.pop(_START), found


def _head(start: _Cells) -> dict[str, str]:
    def at(row: int, column: int) -> Any:
        return start[row][column - 1] if row in start else None

    if at(1, 4) != answers.FORMAT or at(2, 4) != str(VERSION):
        raise RefusedError(f"the hidden marks on '{_START}' are not those of version {VERSION}")
    _refuse_words_outside(start)
    handle, role, date = (at(int(cell[1:]), 2) for cell in _FIELDS)
    for value, label in zip((handle, role, date), _FIELDS.values(), strict=True):
        if value is None or not str(value).strip():
            raise RefusedError(f"'{label}' on '{_START}' is empty")
    named = _plain(handle).lower()
    if not answers.HANDLE.fullmatch(named):
        wrong = f"'{_FIELDS[_HANDLE_CELL]}' on '{_START}' is '{untrusted.shown(named)}'"
        raise RefusedError(
            f"{wrong}; a handle has lower-case letters, digits and hyphens, and no reviewer has that one"
        )
    chosen = _choice(role, ROLES)
    if chosen is None:
        raise RefusedError(f"'{_FIELDS[_ROLE_CELL]}' on '{_START}' is none of {', '.join(ROLES)}")
    return {"locale": str(at(3, 4)), "reviewer": named, "role": chosen.value, "date": _day(date).isoformat()}


def _refuse_words_outside(start: _Cells) -> None:
    """What somebody has written on the first sheet where nothing is read."""
    fields = {int(cell[1:]) for cell in _FIELDS}
    ours = {(row, 4) for row in (1, 2, 3)} | {(row, 2) for row in fields} | {(row, 1) for row in (1, *fields)}
    listed = next((row for row, values in start.items() if values[0] == _LIST[0]), 0)
    ours |= {(row, 1) for row in range(max(fields) + 2, listed)}  # what we explain
    rows = itertools.takewhile(lambda row: all(start.get(row, (None,))[: len(_LIST)]), itertools.count(listed))
    ours |= {(row, column) for row in rows for column in range(1, len(_LIST) + 1)}
    for row, values in start.items():
        for column, value in enumerate(values, 1):
            if (row, column) not in ours and _text(value, f"'{_START}' row {row}"):
                place = f"words in '{_START}' row {row} are in no yellow cell"
                raise RefusedError(f"{place}, and would be lost; move them into a note")


def _plain(value: Any) -> str:
    """A cell's text with the letters and digits that an input method made wide as plain ones."""
    return unicodedata.normalize("NFKC", str(value)).strip()


def _day(value: Any) -> datetime.date:
    """The day a cell holds, or that somebody typed as text, the year first."""
    if isinstance(value, datetime.datetime):
        return value.date()
    try:
        if isinstance(value, str) and (typed := _DAY.fullmatch(_plain(value))):
            return datetime.date(*map(int, typed.groups()))
    except ValueError:
        pass
    raise RefusedError(f"'{_FIELDS[_DATE_CELL]}' on '{_START}' is not a date like 2026-11-22")


def _choice(value: Any, choices: dict[str, Any]) -> Any:
    """The choice a cell names: in both languages, as the list has it, or typed in one of them."""
    said = " ".join(_plain(value).split()).casefold()
    for words, choice in choices.items():
        english, _, chinese = words.casefold().rpartition(" ")
        if said in {words.casefold(), english, chinese}:
            return choice
    return None


def _page_answers(title: str, sheet: _Cells, locale: str) -> tuple[list[dict[str, str]], list[str]]:
    """The answers of one sheet, and the places where locked words are not what their digests say."""
    headers = [str(value) for value in sheet.get(1, ())]
    needed = (*_HIDDEN, SOURCE.name, *_ANSWERS)
    if any(headers.count(one) != 1 for one in needed):
        raise RefusedError(f"the first row of sheet '{title}' was changed, or the sheet is not ours")
    column = {name: headers.index(name) for name in needed}
    reviewed = column[SOURCE.name] + (locale != SOURCE.code)
    others = headers[column[SOURCE.name] : column[_VERDICT]]
    ours = {*_HIDDEN, _BESIDE, _NUMBER, _SECTION, _STATE, *others, *_ANSWERS}
    beside = [headers.index(one) for one in (_SECTION, _STATE, *others[2:]) if one in headers]
    rows, changed = [], []
    for number, row in sheet.items():
        place = f"'{title}' row {number}"
        if number == 1 or not any(_text(value, place) for value in row):
            continue
        if not _text(row[column["page"]], place) or any(
            _text(value, place) for header, value in zip(headers, row, strict=True) if header not in ours
        ):
            raise RefusedError(f"words in {place} are in no yellow cell, and would be lost; move them into one")
        page, context, source, target, english, verdict, note, wording = (
            _text(row[column[one]], place) for one in needed
        )
        keys = ((context, english),) if context else ((None, english), ("", english))
        bound = dict(zip(headers, row, strict=True)).get(_BESIDE)  # workbooks sent out before had none
        if (
            source not in map(signatures.source_digest, keys)
            or target != digest(_text(row[reviewed], place))
            or (bound and bound != _beside(_text(row[one], place) for one in beside))
        ):
            changed.append(place)
        elif verdict or note or wording:
            if verdict and _choice(verdict, VERDICTS) is None:
                raise RefusedError(f"the verdict in {place} is none of {', '.join(VERDICTS)}")
            said = _choice(verdict, VERDICTS).value if verdict else ""
            unit = {"page": page, "unit": signatures.name_of(page, source), "source": source, "target": target}
            rows.append({**unit, "verdict": said, "note": note, "suggestion": wording})
    return rows, changed


def _text(value: Any, place: str) -> str:
    """A cell's words; a number that somebody typed as an answer is words too."""
    if value is None:
        return ""
    if isinstance(value, str):
        return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), value).strip()
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise RefusedError(f"a cell in {place} holds no words, but a date or a yes or no; make the cell text")
    return f"{value:.15g}" if isinstance(value, float) else str(value)
