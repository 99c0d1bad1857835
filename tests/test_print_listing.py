"""build/handouts/index.html: staff in a hurry find the sheet, in the client's language, on any machine."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page

from pipeline.print import listing
from pipeline.print.stamp import Printed
from tests.conftest import PAGE, ROOT, run, small_project
from tests.served import AXE, RUN_AXE

OWN = "site/print/organizations/new-york.toml"
CARD = """---
title: Small card, {}
description: To hide.
handout: {{card: 2}}
---

# Small card

## One

Words.

## Two

More words.
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The list of a small project: two topics, three languages, A4, a region and an organization's own sheets."""
    root = small_project(tmp_path_factory.mktemp("listing") / "project")
    for name in ("help", "print"):
        (root / "content" / name).mkdir()
    (root / "content" / "index.md").write_text(PAGE.format(title="Start").replace("{handout: 2}", "none"), "utf-8")
    (root / "content" / "help" / "now.md").write_text(
        PAGE.format(title="Help & answers")
        .replace("{handout: 2}", "{handout: 2, bilingual: 2}")
        .replace("other.md#more", ""),
        "utf-8",
    )
    for name in ("numbers", "rights"):
        (root / "content" / "print" / f"card-{name}.md").write_text(CARD.format(name), "utf-8")
    (root / "content" / "other.md").write_text(PAGE.format(title="Other").replace("{handout: 2}", "none"), "utf-8")
    assert run(root, "update").returncode == 0
    for more in ((), ("--paper", "a4"), ("help/now", "--region", "ny"), ("help/now", "--organization", OWN)):
        result = run(root, "handouts", *more)
        assert result.returncode == 0, result.stderr
    return root / "build" / "handouts" / "index.html"


@pytest.fixture(params=[360, 1280])
def at(browser: Browser, index: Path, request: pytest.FixtureRequest) -> Page:
    page = browser.new_page(viewport={"width": request.param, "height": 800})
    page.goto(index.as_uri())
    return page


def test_it_needs_no_network_and_no_script(browser: Browser, index: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page, asked, said = context.new_page(), list[str](), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(index.as_uri())
    for summary in page.locator("summary").all():
        summary.click()
    assert page.locator("details[open] a").first.is_visible()
    folder = index.parent.as_uri()
    assert [url for url in asked if not url.startswith((folder, "data:"))] == []
    assert said == []
    assert "<script" not in index.read_text("utf-8")
    context.close()


def test_every_link_leads_to_a_sheet_that_is_there(index: Path, at: Page) -> None:
    links = [link.get_attribute("href") or "" for link in at.locator("details li a").all()]
    assert len(links) == len(set(links)) > 20
    assert [link for link in links if not (index.parent / unquote(link)).is_file()] == []
    for anchor in at.locator("nav a").all():
        assert at.locator(f"h2[id='{(anchor.get_attribute('href') or '')[1:]}']").count() == 1
    at.close()


def test_every_little_picture_loads(at: Page) -> None:
    at.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    pictures = at.locator("img").all()
    assert len(pictures) > 5
    for picture in pictures:
        picture.scroll_into_view_if_needed()
        assert picture.evaluate("async (one) => { await one.decode(); return one.naturalWidth }") > 30
    at.close()


def test_a_topic_is_found_by_its_english_title_and_opened_to_its_languages(at: Page) -> None:
    assert at.locator("summary h3").all_inner_texts() == ["Small card, numbers", "Small card, rights", "Help & answers"]
    brief = at.locator("summary small").all_inner_texts()
    assert brief == ["Cards. To hide."] * 2 + ["Handout · Two languages · Long picture · Square picture"]
    at.locator("summary", has_text="Help & answers").click()
    text = at.locator("details[open]").inner_text()
    for words in ("Handout", "Two languages side by side", "Long picture", "English", "简体中文", "繁體中文"):
        assert words in text
    for words in ("Both sides, flipped on the long edge.", ", A4, ", ", Letter, ", ", NY", ", new-york"):
        assert words in text
    assert "English + 简体中文" in text.replace("\n", " ")
    at.close()


def test_everything_in_one_language_stands_together(at: Page) -> None:
    everything = {link.get_attribute("href") for link in at.locator("details li a").all()}
    listed: list[str | None] = []
    for anchor in at.locator("nav[aria-label=Languages] a").all():
        place = (anchor.get_attribute("href") or "")[1:]
        assert at.locator(f"h2[id='{place}']").inner_text() == f"All in {anchor.inner_text()}"
        links = at.locator(f"section:has(h2[id='{place}']) li a").all()
        found = [link.get_attribute("href") or "" for link in links]
        assert all(f"{place.removeprefix('in.')}/" in href for href in found)
        listed += found
        assert (
            len({link.inner_text() for link in at.locator(f"section:has(h2[id='{place}']) li:last-child a").all()}) > 3
        )
    assert sorted(map(str, listed)) == sorted(map(str, everything))
    at.close()


def test_nothing_sticks_out_and_all_is_large_enough_to_touch(at: Page) -> None:
    at.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    assert at.evaluate("document.documentElement.scrollWidth <= innerWidth")
    low = "[...document.querySelectorAll('a, summary')].filter((one) => one.getBoundingClientRect().height < 40).length"
    assert at.evaluate(low) == 0
    at.close()


def test_axe_finds_no_barrier(at: Page) -> None:
    at.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    at.evaluate(AXE)
    assert at.evaluate(RUN_AXE) == []
    at.close()


def test_topics_stand_as_in_the_menu_and_what_it_lacks_by_title() -> None:
    def sheet(page: str, title: str, *languages: str) -> Printed:
        tags = languages or ("en",)
        path = f"handouts/{'+'.join(tags)}/{page}.pdf"
        return Printed(path, "", "", title, page, "handout", "us-letter", tags, "", 1, 1000, "")

    sheets = [
        *(sheet("help/a", "Zebras", *tags) for tags in ((), ("zh-Hans",))),
        *(sheet(f"help/{name}", title) for name, title in (("b", "Later"), ("c", "First"), ("z", "Aardvarks"))),
        *(sheet(f"visas/{name}", title) for name, title in (("one", "Visas"), ("print", "Other visas"))),
        sheet("print/card", "Card"),
    ]
    menu = [("", "index"), ("Your visas", "visas/print"), ("Get help", "help/c"), ("Get help", "help/b")]
    page = listing.render(ROOT, sheets, {"en": "English", "zh-Hans": "简体中文"}, menu)
    subjects = re.findall(r"<h2 id=\"([^\"]*)\">([^<]*)</h2>", page)
    assert subjects == [("print", "Cards, tri-folds and posters"), ("visas", "Your visas"), ("help", "Get help")]
    topics = ["Card", "Other visas", "Visas", "First", "Later", "Aardvarks", "Zebras"]
    assert re.findall("<h3>([^<]*)</h3>", page) == topics
    assert re.findall("<li><span><strong>([^<]*)</strong>", page) == [*topics, "Zebras"]


def test_what_is_folded_or_cut_says_what_it_is_although_its_title_does_not(at: Page) -> None:
    said = at.locator("section:has(h2[id=print]) summary small").all_inner_texts()
    assert said == ["Cards. To hide."] * 2
    assert "To hide." not in at.locator("main").inner_text().replace("Cards. To hide.", "")
