"""The whole round: a packet out of the mail, answers back, an edited word, a refused release; and what readers see."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page

from pipeline.edition import Publisher
from pipeline.languages import SOURCE, Locale
from pipeline.model import Role, State, Verdict, digest
from pipeline.project import Project
from pipeline.review import release, signatures
from pipeline.review.answers import Answer
from tests.conftest import run, small_project
from tests.drill import DAY, SIGN, SIGN_ZH, commit, fill_interface, said, save, start, translate

WORDS = {
    "Know your rights": "了解您的权利",
    "The other page": "另一页",
    "A short page.": "简短的一页。",
    "Call {{ nht.phone }} **now**.": "**现在**就打{{ nht.phone }}。",
    'See [the other page](other.md#more "About it").': '看[另一页](other.md#more "关于它")。',
    "More": "更多",
    SIGN: SIGN_ZH,
}
NEW = "You may not sign."


@pytest.fixture
def translated(tmp_path: Path) -> Path:
    """Two pages, translated and committed, in a project that shows approved words only."""
    root = small_project(tmp_path / "project")
    start(root)
    with (root / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write('[tool.kyr.publish]\nshow = "approved"\n')
    for page in ("index", "other"):
        for source, target in WORDS.items():
            translate(root, source, target, page, convert=False)
    fill_interface(root)
    run(root, "convert")
    commit(root)
    return root


@pytest.fixture
def tablet(browser: Browser) -> Iterator[Page]:
    made = browser.new_context(viewport={"width": 820, "height": 1180}, has_touch=True, accept_downloads=True)
    yield made.new_page()
    made.close()


def packet(root: Path, *options: str) -> Path:
    path = root.parent / "packet.html"
    result = run(root, "packet", "zh_Hans", *options, "--output", str(path))
    assert result.returncode == 0, result.stderr
    return path


def sign(root: Path, locale: Locale, by: str, role: Role) -> None:
    """Somebody approves everything that a locale says."""
    here = Project(root)
    rows = []
    for path in here.signable:
        for message, _ in Publisher(here).units(locale, here.page(path)):
            name, source = signatures.unit_name(path, message.key), signatures.source_digest(message.key)
            rows.append(Answer(path, name, source, digest(message.target), Verdict.APPROVE))
    given = said(*rows, by=by, role=role, locale=locale.code)
    assert run(root, "import", save(root, given), "--yes").returncode == 0


def states(root: Path, locale: str, page: str) -> dict[str, State]:
    here = Project(root)
    found = Publisher(here).edition(here.locale(locale), page).selection.states
    return {text: state for (_, text), state in found.items()}


def test_ten_units_signed_by_keys_touch_and_workbook_one_word_edited_and_the_release_refused(
    translated: Path, tablet: Page, tmp_path: Path
) -> None:
    tablet.goto(packet(translated, "--role", "language").as_uri())
    tablet.fill("#handle", "ling")
    tablet.click("h1")
    tablet.keyboard.type("ja" * 5)
    for place in ("#p1-6", *(f"#p2-{number}" for number in range(1, 5))):
        tablet.tap(f"{place} .approve")
    assert tablet.inner_text("#count").startswith("10 ")
    with tablet.expect_download() as coming:
        tablet.tap("#save")
    coming.value.save_as(tmp_path / coming.value.suggested_filename)
    result = run(translated, "import", str(tmp_path / "kyr-review-zh_Hans-language-ling.json"), "--yes")
    assert result.returncode == 0, result.stdout + result.stderr
    rows = json.loads(run(translated, "status", "--json").stdout)
    signed = [row["roles"]["language"] for row in rows if row["locale"] == "zh_Hans"]
    assert signed == [6, 6, 0], "words that stand on both pages are signed for both, and none of the interface's"
    assert set(states(translated, "zh_Hans", "index").values()) == {State.TRANSLATED}, "the lawyer is missing"

    book = tmp_path / "packet.xlsx"
    assert run(translated, "packet", "zh_Hans", "--role", "legal", "--xlsx", "--output", str(book)).returncode == 0
    fill(book, "counsel", "legal 法律")
    result = run(translated, "import", str(book), "--yes")
    assert result.returncode == 0, result.stdout + result.stderr
    assert set(states(translated, "zh_Hans", "index").values()) == {State.APPROVED}
    assert set(states(translated, "zh_Hans", "other").values()) == {State.APPROVED}

    here = Project(translated)
    sign(translated, here.locale("zh_Hans"), "ling", Role.LANGUAGE)  # the interface, which the tablet did not reach
    sign(translated, SOURCE, "counsel", Role.LEGAL)
    for role, by in ((Role.LANGUAGE, "ling"), (Role.LEGAL, "counsel")):
        sign(translated, here.locale("zh_Hant"), by, role)
    commit(translated)
    assert list(release.blockers(Project(translated), DAY)) == []

    index = translated / "content/index.md"
    index.write_text(index.read_text("utf-8").replace(SIGN, NEW), "utf-8")
    assert run(translated, "update").returncode == 0
    for locale in ("zh_Hans", "zh_Hant"):
        assert {text for text, state in states(translated, locale, "index").items() if state is State.STALE} == {NEW}
        others = [state for text, state in states(translated, locale, "index").items() if text != NEW]
        assert {*others, *states(translated, locale, "other").values()} == {State.APPROVED}

    tablet.on("dialog", lambda dialog: dialog.accept())
    tablet.goto(packet(translated, "--only", "changed").as_uri())
    assert tablet.locator(".unit").count() == 1
    assert tablet.locator(".unit del").all_inner_texts() == ["must"]
    assert tablet.locator(".unit ins").all_inner_texts() == ["may"]

    refused = run(translated, "build", "--release")
    assert refused.returncode == 1
    name = signatures.unit_name("index", (None, NEW))
    assert [line.partition(":")[0] for line in refused.stdout.splitlines()] == [
        f"{name} {locale}" for locale in ("en", "zh_Hans", "zh_Hant")
    ]
    assert f"{name} zh_Hans: stale" in refused.stdout


def fill(path: Path, handle: str, role: str) -> None:
    """Approve every row, as a reviewer does in Excel."""
    book = openpyxl.load_workbook(path)
    cover, *sheets = book.worksheets
    cover["B4"], cover["B5"], cover["B6"] = handle, role, DAY
    for sheet in sheets:
        column = next(cell.column for cell in sheet[1] if cell.value == "Verdict 意见")
        for row in range(2, sheet.max_row + 1):
            sheet.cell(row, column).value = "Approve 同意"
    book.save(path)


# ---- what readers are told ----


def told(root: Path, locale: str, page: str = "index") -> tuple[tuple[str, ...], str]:
    """What a page says of its review in English words, and its HTML."""
    here = Project(root)
    publisher = Publisher(here)
    edition = publisher.edition(here.locale(locale), page)
    edition.titles()
    html = publisher.html(edition)
    return edition.selection.notices(str), html


def show_drafts(root: Path) -> str:
    """As a project does before anybody has signed; gives the settings as they were."""
    settings = (root / "pyproject.toml").read_text("utf-8")
    (root / "pyproject.toml").write_text(settings.replace('show = "approved"', 'show = "drafts"'), "utf-8")
    return settings


def test_a_page_says_which_role_has_reviewed_it_and_when(translated: Path) -> None:
    here = Project(translated)
    hans = here.locale("zh_Hans")
    sign(translated, hans, "ling", Role.LANGUAGE)
    assert told(translated, "zh_Hans")[0] == ("This page is still in English.",)  # both roles are asked for
    settings = show_drafts(translated)
    assert told(translated, "zh_Hans")[0] == (
        "Language reviewed on 2026-11-22.",
        "A lawyer has not reviewed this translation yet.",
    )
    (translated / "pyproject.toml").write_text(settings, "utf-8")
    sign(translated, hans, "counsel", Role.LEGAL)
    sign(translated, SOURCE, "counsel", Role.LEGAL)
    assert told(translated, "zh_Hans")[0] == (
        "This translation has been reviewed.",
        "Language reviewed on 2026-11-22.",
        "Law reviewed on 2026-11-22.",
    )
    assert told(translated, "en")[0] == ("A lawyer has reviewed this page.", "Law reviewed on 2026-11-22.")


def test_the_day_is_that_of_the_sentence_that_was_read_longest_ago(translated: Path) -> None:
    show_drafts(translated)
    sign(translated, Project(translated).locale("zh_Hans"), "ling", Role.LANGUAGE)
    log = translated / "locales/zh_Hans/reviews.jsonl"
    first, *rest = log.read_text("utf-8").splitlines(keepends=True)
    log.write_text("".join((first.replace("2026-11-22", "2025-03-01"), *rest)), "utf-8")
    assert "Language reviewed on 2025-03-01." in told(translated, "zh_Hans")[0]
    assert "Language reviewed on 2026-11-22." in told(translated, "zh_Hans", "other")[0]


def test_what_is_not_approved_stands_in_english_with_its_language_and_is_said(translated: Path) -> None:
    hans = Project(translated).locale("zh_Hans")
    sign(translated, hans, "ling", Role.LANGUAGE)
    sign(translated, hans, "counsel", Role.LEGAL)
    translate(translated, SIGN, "您不必签字。")
    notices, html = told(translated, "zh_Hans")
    assert notices[0].startswith("Part of this translation has been reviewed: 6 of 7")  # the title stands on it twice
    assert notices[-1] == "The parts in English have no reviewed translation yet."
    assert f'<p lang="en">{SIGN}</p>' in html
    assert html.count('lang="en"') == 1
