"""`kyr handouts`: what is asked for is printed, once, and nothing out of date is left lying about."""

from __future__ import annotations

import re
from pathlib import Path
from unittest.mock import Mock

import pypdfium2
import pytest

from pipeline import languages
from pipeline.print import listing, orders, pictures, printing
from pipeline.print.orders import Wish
from pipeline.project import Project
from tests.conftest import CONTACTS, FACTS, PAGE, run
from tests.printed import english, pdf_of

IL = """
[ildv]
name = "Illinois Line"
phone = "1-877-863-6338"
region = "il"
area = "Illinois"
topics = ["violence"]
source = "its own page"
seen = 2026-11-21
status = "printable"
confidence = "high"
"""


@pytest.fixture
def one_page(project: Path) -> Path:
    """A project whose only sheet in English is the plain handout of one page."""
    (project / "content" / "index.md").write_text(PAGE.format(title="Start").replace("{handout: 2}", "none"), "utf-8")
    return project


def words(path: Path) -> str:
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path))


def sheets(project: Path) -> list[str]:
    folder = project / "build" / "handouts"
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.p*"))


def test_a_page_is_printed_in_its_forms_and_listed_for_staff(one_page: Path) -> None:
    result = run(one_page, "handouts", "--locale", "en")
    assert (result.returncode, result.stdout.splitlines()[0]) == (0, "printed 3 of 3 sheets"), result.stderr
    assert sheets(one_page) == ["en/other.pdf", "en/other.png", "en/other.square.png"]
    page = (one_page / "build" / "handouts" / "index.html").read_text("utf-8")
    for name in sheets(one_page):
        assert f'href="{name}"' in page
    assert "Both sides, flipped on the long edge." in page
    assert re.search(r"[12] pages?, Letter, \d+ kB", page)
    assert "http" not in re.sub(r"<meta[^>]*>", "", page)


def test_only_what_changed_is_printed_again(one_page: Path) -> None:
    run(one_page, "handouts", "--locale", "en")
    again = run(one_page, "handouts", "--locale", "en")
    assert again.stdout.splitlines()[0] == "nothing to print: 3 sheets are as they should be"
    (one_page / "content" / "index.md").write_text(PAGE.format(title="Beginning"), "utf-8")
    more = run(one_page, "handouts", "--locale", "en")
    assert more.stdout.splitlines()[0] == "printed 3 of 6 sheets; the others are as they should be"
    (one_page / "build" / "handouts" / "en" / "other.pdf").write_bytes(b"spoilt")
    assert (
        run(one_page, "handouts", "--locale", "en").stdout.splitlines()[0]
        == "printed 1 of 6 sheets; the others are as they should be"
    )


def test_the_list_for_staff_comes_back_when_a_run_was_stopped_before_it_or_it_was_deleted(
    one_page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = one_page / "build" / printing.LIST

    def again() -> None:
        printing.run(Project(one_page), Wish(locales=("en",)), lambda _: lambda: None)

    with monkeypatch.context() as patch:
        patch.setattr(listing, "render", Mock(side_effect=KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            again()
    assert not listed.exists()
    again()
    assert listed.exists()
    listed.unlink()
    again()
    assert listed.exists()


def test_whoever_stops_it_need_not_wait_for_the_same_sheets_again(one_page: Path) -> None:
    wish = Wish(locales=("en",))
    with pytest.raises(KeyboardInterrupt):
        printing.run(Project(one_page), wish, lambda _: Mock(side_effect=[None, KeyboardInterrupt]))
    assert printing.run(Project(one_page), wish, lambda _: lambda: None) == printing.Result(1, 3)


def test_where_no_sheet_is_wanted_none_is_said_to_be_as_it_should_be() -> None:
    assert str(printing.Result(0, 0)) == "nothing to print: no page asks for such a sheet"


def test_a_language_without_a_font_keeps_no_other_from_being_printed_until_its_font_is_there(
    one_page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = one_page / "pyproject.toml"
    before = settings.read_text("utf-8")
    settings.write_text(before.replace('locales = ["zh_Hans", "zh_Hant"]', 'locales = ["uk"]'), "utf-8")
    assert settings.read_text("utf-8") != before
    monkeypatch.setattr(orders, "FONTS", {script: font for script, font in languages.FONTS.items() if script != "Cyrl"})
    result = run(one_page, "handouts")
    assert (result.returncode, result.stdout.splitlines()[0]) == (0, "printed 3 of 3 sheets"), result.stderr
    assert result.stderr.startswith(
        "warning: nothing is printed in українська (uk): no font for the script Cyrl is known"
    )
    assert "warning: nothing is printed in" in run(one_page, "handouts").stderr  # also where nothing has changed
    named = run(one_page, "handouts", "--locale", "uk")
    assert named.returncode == 2
    assert named.stderr.startswith("error: locales/uk: no font for the script Cyrl is known")
    monkeypatch.setattr(orders, "FONTS", languages.FONTS)
    found = printing.run(Project(one_page), Wish(), lambda _: lambda: None)
    assert (found.left_out, found.printed > 0, found.wanted > 3) == ((), True, True)


def test_a_form_that_an_earlier_kyr_had_is_forgotten(one_page: Path) -> None:
    run(one_page, "handouts")
    record = one_page / "build" / "handouts.json"
    record.write_text(record.read_text("utf-8").replace('"form": "square"', '"form": "leaflet"'), "utf-8")
    assert '"leaflet"' in record.read_text("utf-8")
    again = run(one_page, "handouts", "--locale", "en")
    assert (again.returncode, again.stdout.splitlines()[0]) == (
        0,
        "printed 1 of 3 sheets; the others are as they should be",
    ), again.stderr


def test_sheets_of_a_page_that_is_gone_are_deleted(one_page: Path) -> None:
    run(one_page, "handouts")
    assert "en/other.pdf" in sheets(one_page)
    (one_page / "content" / "other.md").write_text(PAGE.format(title="x").replace("{handout: 2}", "none"), "utf-8")
    (one_page / "content" / "index.md").write_text(PAGE.format(title="Start").replace("[the other", "[the"), "utf-8")
    assert run(one_page, "handouts").returncode == 0
    assert "en/other.pdf" not in sheets(one_page)
    assert "en/index.pdf" in sheets(one_page)


def test_one_page_that_cannot_be_printed_stops_no_other_and_leaves_no_old_sheet(one_page: Path) -> None:
    run(one_page, "handouts", "--locale", "en")
    (one_page / "content" / "index.md").write_text(PAGE.format(title="Start"), "utf-8")
    (one_page / "content" / "other.md").write_text(PAGE.format(title="\N{GRINNING FACE}"), "utf-8")
    result = run(one_page, "handouts", "--locale", "en")
    assert result.returncode == 2
    assert "U+1F600" in result.stderr
    assert "printed 3 of 6 sheets" in result.stdout
    assert sheets(one_page) == ["en/index.pdf", "en/index.png", "en/index.square.png"]


def test_contacts_follow_the_region(one_page: Path) -> None:
    (one_page / "content" / "contacts.toml").write_text(CONTACTS + IL, "utf-8")
    page = one_page / "content" / "other.md"
    page.write_text(page.read_text("utf-8") + "\n## Illinois\n\nCall {{ ildv.phone }}.\n", "utf-8")
    for region in ("il", "ny"):
        run(one_page, "handouts", "other", "--locale", "en", "--form", "handout", "--region", region)
    folder = one_page / "build" / "handouts" / "en"
    there, elsewhere = words(folder / "other.il.pdf"), words(folder / "other.ny.pdf")
    assert "1-877-863-6338" in there
    assert "1-877-863-6338" not in elsewhere
    assert "Illinois" not in elsewhere
    assert "1-888-373-7888" in there
    assert "1-888-373-7888" in elsewhere


def test_what_is_kept_for_another_region_is_not_printed_though_it_names_no_contact(one_page: Path) -> None:
    page = one_page / "content" / "other.md"
    own = "\n<!-- kyr:region {} -->\n## Centers in {}\n\nThere are five. Call before you go.\n"
    places = {"ny": "York", "il": "Illinois", "us": "every state"}
    page.write_text(page.read_text("utf-8") + "".join(own.format(*place) for place in places.items()), "utf-8")
    run(one_page, "handouts", "other", "--locale", "en", "--form", "handout", "--region", "il")
    printed = words(one_page / "build" / "handouts" / "en" / "other.il.pdf")
    assert "Centers in Illinois" in printed
    assert "Centers in every state" in printed
    assert "York" not in printed
    assert printed.count("Call before you go") == 2


def test_a_sheet_for_a_region_follows_the_regions_of_the_pages_it_links_to(one_page: Path) -> None:
    page, other = one_page / "content" / "other.md", one_page / "content" / "index.md"
    page.write_text(page.read_text("utf-8") + "\nRead [the beginning](index.md).\n", "utf-8")
    printed = ("handouts", "other", "--locale", "en", "--form", "handout", "--region", "ny")
    assert run(one_page, *printed).stdout.splitlines()[0] == "printed 1 of 1 sheet"
    other.write_text(other.read_text("utf-8").replace("title:", "region: [il]\ntitle:", 1), "utf-8")
    assert run(one_page, *printed).stdout.splitlines()[0] == "printed 1 of 1 sheet"


def test_an_organization_prints_its_own_sheets_beside_the_others(one_page: Path) -> None:
    own = "site/print/organizations/new-york.toml"
    result = run(one_page, "handouts", "other", "--locale", "en", "--form", "handout", "--organization", own)
    assert result.returncode == 0, result.stderr
    printed = words(one_page / "build" / "handouts" / "new-york" / "en" / "other.pdf")
    assert "EXAMPLE Community Center" in printed
    assert "212-555-0100" in printed


def test_of_an_organizations_folder_only_its_own_files_count(one_page: Path) -> None:
    folder = one_page / "ours"
    (folder / "pictures").mkdir(parents=True)
    logo = folder / "pictures" / "logo.png"
    logo.write_bytes(pictures.thumbnail(pdf_of(english())))
    (folder / "own.toml").write_text('name = "A"\nlogo = "pictures/logo.png"\n', "utf-8")
    printed = ("handouts", "other", "--locale", "en", "--form", "handout", "--organization", "ours/own.toml")
    assert run(one_page, *printed).stdout.splitlines()[0] == "printed 1 of 1 sheet"
    (folder / "large.iso").write_bytes(b"somebody else's")
    assert run(one_page, *printed).stdout.splitlines()[0] == "nothing to print: 1 sheet is as it should be"
    logo.write_bytes(pictures.thumbnail(pdf_of(english("<p>Other text.</p>"))))
    assert run(one_page, *printed).stdout.splitlines()[0] == "printed 1 of 1 sheet"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name = ", "not TOML"),
        ("name = “Our center”", 'Put straight quotation marks around texts, a plain = before: name = "Our name"'),
        ("name = 「中心」", 'Put straight quotation marks around texts, a plain = before: name = "Our name"'),
        ('name ＝ "中心"', 'Put straight quotation marks around texts, a plain = before: name = "Our name"'),
        ('name = "“A” it is"\nphone = ', "Correct this line"),
        ('phone = "1"', "there is no 'name'"),
        ('name = "A"\ncolour = "red"', "unknown key 'colour'"),
        ("name = " + "[" * 5000, "nested too deeply"),
        ('name = "A"\nlogo = "no.png"', "the logo no.png is not there"),
        ('name = "A"\nlogo = "' + "x" * 5000 + '"', "is not there"),
        ('name = "A"\nlogo = "\\u0000"', "own.toml:2: 'logo' is not a text"),
        ('"\\u009b2J" = "A"', "unknown key '\N{REPLACEMENT CHARACTER}2J'"),
    ],
)
def test_a_broken_organization_file_is_named(one_page: Path, text: str, said: str) -> None:
    (one_page / "own.toml").write_text(text, "utf-8")
    result = run(one_page, "handouts", "--organization", "own.toml")
    assert result.returncode == 2
    assert said in result.stderr
    assert "own.toml" in result.stderr


def test_an_expired_fact_is_warned_of_and_keeps_a_release_back(one_page: Path) -> None:
    late = FACTS.replace("seen = 2026-11-21", "seen = 2024-01-02").replace("2028-11-21", "2026-01-02")
    (one_page / "content" / "facts.toml").write_text(late, "utf-8")
    assert run(one_page, "handouts", "--locale", "en").returncode == 0
    assert "Something on this sheet was to be checked again by January 2, 2026." in " ".join(
        words(one_page / "build" / "handouts" / "en" / "other.pdf").split()
    )
    result = run(one_page, "handouts", "--release")
    assert result.returncode == 2
    assert "other (F-001, 2026-01-02)" in result.stderr


def test_a_form_can_be_asked_for_by_name_and_refuses_a_page_that_is_not_made_for_it(one_page: Path) -> None:
    assert run(one_page, "handouts", "other", "--form", "bilingual", "--locale", "zh_Hans").returncode == 0
    assert sheets(one_page) == ["en+zh-Hans/other.bilingual.pdf"]
    result = run(one_page, "handouts", "other", "--form", "trifold", "--locale", "en")
    assert result.returncode == 2
    assert "this form has 6 sections (cover, inside left, inside middle, inside right, flap, back)" in result.stderr


def test_the_site_is_built_without_the_sheets_that_cannot_be_printed(one_page: Path) -> None:
    (one_page / "content" / "good.md").write_text(PAGE.format(title="Good"), "utf-8")
    (one_page / "content" / "other.md").write_text(PAGE.format(title="The other \N{GRINNING FACE}"), "utf-8")
    assert run(one_page, "update").returncode == 0
    result = run(one_page, "build")
    assert result.returncode == 2
    assert result.stderr.count("U+1F600") == 9  # three forms in three languages, each named
    site = one_page / "build" / "site"
    assert 'handouts/en/good.pdf"' in (site / "good" / "index.html").read_text("utf-8")
    other = (site / "other" / "index.html").read_text("utf-8")
    assert "The other" in other
    assert ".pdf" not in other
    assert not list(site.rglob("other*.pdf"))


def test_a4_is_said_in_the_name(one_page: Path) -> None:
    run(one_page, "handouts", "--paper", "a4", "--locale", "en")
    assert sheets(one_page) == ["en/other.a4.pdf"]


def test_whoever_prints_a_page_is_told_where_it_lies(one_page: Path) -> None:
    asked = ("handouts", "content/other.md", "--locale", "zh-TW", "--form", "Handout", "--region", "NY")
    said = ["build/handouts/zh-Hant/other.ny.pdf", "Handouts: build/handouts/index.html"]
    assert run(one_page, *asked).stdout.splitlines() == ["printed 1 of 1 sheet", *said]
    again = run(one_page, *asked).stdout.splitlines()
    assert again == ["nothing to print: 1 sheet is as it should be", *said]
    assert (one_page / said[0]).is_file()
    assert run(one_page, "handouts").stdout.splitlines()[1:] == said[1:], "all of them are too many to name"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["site"], "site: the interface's own words are not a page to print. Name a page"),
        (["--form", "bilingual", "--locale", "en"], "en: two languages stand side by side in this form. Name the one"),
        (
            ["other", "--form", "square", "--paper", "a4"],
            "'a4' is not a paper that this form is printed on. Leave --paper out",
        ),
    ],
)
def test_what_is_no_sheet_is_told_with_what_to_ask_for(one_page: Path, asked: list[str], said: str) -> None:
    result = run(one_page, "handouts", *asked)
    assert result.returncode == 2
    assert said in result.stderr
