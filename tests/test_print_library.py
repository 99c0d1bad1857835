"""The gate over every sheet of the real library: complete, within its margins, scannable, small enough, listed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from pipeline.blocks import blocks, walk
from pipeline.print import handouts
from pipeline.print.forms import FORMS
from pipeline.print.orders import Order, Wish, orders
from pipeline.print.printing import Press
from pipeline.print.sheet import Sheet, values_of
from pipeline.project import Project
from tests import verapdf
from tests.conftest import ROOT
from tests.printed import PHONE, Printed, codes, contrast

SAFE = {"handout": 36, "bilingual": 36, "trifold": 18, "card": 18, "poster": 36}  # points
NEVER_FIRST = (
    "。．，、；：？！）》〉」』】〕〗”’…～·％.,;:?!)]}%"  # GB/T 15834, W3C Requirements for Chinese Text Layout
)
NEVER_LAST = "（《〈「『【〔〖“‘([{"
INK = 0.11
"""The share of a page that may be black: two to three times a letter, of which printers' makers count 5 %."""
FRAME = ("organization", "languages", "title", "notices", "labels", "address", "mark", "version", "beside")
"""What every sheet says of itself, in small type: keys of `sheet.values_of`."""
TINT = 240  # behind callouts and table heads


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
    said = (node.get("v", "") for node in walk(tree) if node["t"] != "dot")  # a new line may take its place
    return beside + sheet.notice + "".join(said)


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


def test_every_handout_has_room_for_who_hands_it_out(built: Path) -> None:
    press = Press(Project(built.parent), Wish(organization=ROOT / "site/print/organizations/new-york.toml"))
    assert press.giver
    wanted = (one for one in orders(press.project) if one.form == "handout" and one.locales[0].code == "en")
    phones = [
        (order, Printed(found.result().pdf).text.count(str(press.giver.phone)))
        for order, found in press.typeset(wanted)
    ]
    assert len(phones) > 30
    assert {count for _, count in phones} == {1}, phones


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


# Typesetting


@pytest.fixture(scope="module")
def sheets(built: Path) -> list[tuple[Order, Sheet, Printed]]:
    """Every sheet on paper."""
    return [
        (order, sheet, Printed(path.read_bytes()))
        for order, sheet, path in made(built)
        if not FORMS[order.form].is_picture
    ]


@pytest.fixture(scope="module")
def samples(built: Path) -> dict[str, Path]:
    """The largest sheet of each form in each language, by both."""
    found: dict[str, Path] = {}
    for order, _, path in made(built):
        name = f"{order.form} {'+'.join(locale.tag for locale in order.locales)}"
        if not FORMS[order.form].is_picture:
            found[name] = max(path, found.get(name, path), key=lambda one: one.stat().st_size)
    assert len(found) == 15
    return found


def test_no_line_begins_or_ends_with_a_sign_that_may_not_stand_there(
    sheets: list[tuple[Order, Sheet, Printed]],
) -> None:
    chinese = [(order, pdf) for order, _, pdf in sheets if order.locales[-1].tag.startswith("zh")]
    assert len(chinese) > 80
    for order, pdf in chinese:
        for line in pdf.lines():
            assert line[0] not in NEVER_FIRST, f"{order.path}: {line}"
            assert line[-1] not in NEVER_LAST, f"{order.path}: {line}"


def test_telephone_numbers_and_english_words_are_whole_on_their_line(
    sheets: list[tuple[Order, Sheet, Printed]],
) -> None:
    numbers = 0
    for order, sheet, pdf in sheets:
        known = set(re.findall(r"[A-Za-z]{2,}", " ".join(handouts.leaves(values_of(sheet)))))
        lines = pdf.lines()
        for line in lines:
            assert set(re.findall(r"[A-Za-z]{2,}", line)) <= known, f"{order.path}: {line}"
        whole = sum(len(PHONE.findall(line)) for line in lines)
        assert len(PHONE.findall(" ".join(lines))) == whole, order.path
        numbers += whole
    assert numbers > 500


def test_body_type_is_large_and_what_is_small_is_only_the_frame(samples: dict[str, Path], built: Path) -> None:
    known = {order.path: sheet for order, sheet, _ in made(built)}
    for name, path in samples.items():
        form, sheet = name.split()[0], known[path.relative_to(built).as_posix()]
        pdf = Printed(path.read_bytes())
        sizes = pdf.sizes()
        body = 8 if form == "card" else 11 if form == "handout" else 10.5
        assert max(sizes, key=lambda size: sizes[size].total()) >= body, name
        assert min(sizes) >= 6  # a footnote's number
        small = sum((text for size, text in sizes.items() if size < min(body, 10.5)), Counter[str]())
        values = values_of(sheet)
        frame = Counter("".join(handouts.leaves([values[key] for key in FRAME if key in values])))
        allowed = Counter({sign: 2 * len(pdf.document) * count for sign, count in frame.items()})
        assert not small - allowed - Counter("0123456789" * 20 + "·" * 40), name  # numbers of notes and pages


def test_ink_keeps_off_the_edge_and_is_not_wasted(samples: dict[str, Path]) -> None:
    for name, path in samples.items():
        for page in Printed(path.read_bytes()).inks():
            assert page.margin >= SAFE[name.split()[0]], name
            assert 0.01 < page.share < INK, name


def test_all_type_is_dark_enough_on_paper_and_on_the_tint(samples: dict[str, Path]) -> None:
    assert (round(contrast(0, 255), 1), round(contrast(119, 255), 2)) == (21.0, 4.48)  # as WCAG 2.2 counts
    for name, path in samples.items():
        grays = Printed(path.read_bytes()).grays()
        assert grays, name
        assert min(contrast(gray, TINT) for gray in grays) >= 7, name


@pytest.mark.parametrize("flavour", verapdf.RULES)
def test_every_form_in_every_language_keeps_the_rules(samples: dict[str, Path], flavour: str) -> None:
    assert {name: verapdf.failures(path.read_bytes(), flavour) for name, path in samples.items()} == {
        name: [] for name in samples
    }
