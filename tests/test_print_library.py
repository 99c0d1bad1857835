"""The gate over every sheet of the real library: complete, within its margins, scannable, small enough, listed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from pipeline.blocks import blocks, walk
from pipeline.forms import FORMS, Sheet
from pipeline.printing import Order, Press, orders
from pipeline.project import Project
from tests.printed import Printed, codes

SAFE = {"handout": 36, "bilingual": 36, "trifold": 18, "card": 18, "poster": 36}  # points


def made(build: Path) -> Iterator[tuple[Order, Sheet, Path]]:
    project = Project(build.parent)
    press = Press(project)
    for order in orders(project):
        yield order, press.sheet(order), build / order.path


def letters(text: str) -> Counter[str]:
    return Counter(re.sub(r"[\s\u2060]", "", text))


def words(sheet: Sheet) -> str:
    """Everything the page says; a poster's strip has a name that is not printed."""
    tree = [node for node in blocks(sheet.body, sheet.name) if sheet.form != "poster" or node.get("level") != 2]
    beside = words(sheet.beside) if sheet.beside else ""
    return beside + sheet.notice + "".join(node.get("v", "") for node in walk(tree))


def test_every_sheet_of_the_library_is_complete_within_its_margins_and_leads_to_its_page(built: Path) -> None:
    count = 0
    for order, sheet, path in made(built):
        if FORMS[order.form].is_picture:
            continue
        pdf = Printed(path.read_bytes())
        missing = letters(words(sheet)) - letters(pdf.text)
        if order.form == "trifold":
            missing -= letters(sheet.title)  # printed once, where cover and title say the same
        assert not missing, f"{order.path} lacks {''.join(missing)}"
        assert pdf.outside(SAFE[order.form]) == [], order.path
        urls = {sheet.url, *([sheet.beside.url] if sheet.beside else [])}
        assert set(codes(pdf.document[0], 150)) == urls, order.path
        count += 1
    assert count > 100


def test_every_picture_of_the_library_is_small_and_as_wide_as_a_phone(built: Path) -> None:
    pictures = [path for order, _, path in made(built) if FORMS[order.form].is_picture]
    assert len(pictures) > 100
    for path in pictures:
        data = path.read_bytes()
        assert len(data) < 1_000_000
        assert int.from_bytes(data[16:20], "big") == 1080


def test_the_list_names_every_sheet_and_nothing_else(built: Path) -> None:
    page = (built / "handouts" / "index.html").read_text("utf-8")
    there = {path.relative_to(built / "handouts").as_posix() for path in (built / "handouts").rglob("*.p[dn][fg]")}
    assert set(re.findall(r'<a href="([^"#]+)">', page)) == there


@pytest.mark.parametrize("form", [name for name, form in FORMS.items() if not form.is_picture])
def test_a_sheet_is_printed_on_the_paper_its_name_promises(built: Path, form: str) -> None:
    paths = [path for order, _, path in made(built) if order.form == form]
    sizes = {tuple(sorted(map(round, page.get_size()))) for path in paths for page in pypdfium2.PdfDocument(path)}
    assert sizes == {(612, 792)}
