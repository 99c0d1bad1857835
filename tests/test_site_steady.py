"""Nothing on a page moves after it is there: what a thumb aims at stays where it is (Cumulative Layout Shift 0)."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.served import LOCALES, Quiet, served

WATCH = """
    window.moved = [];
    new PerformanceObserver((list) => {
        for (const shift of list.getEntries()) {
            const what = shift.sources.map((source) => source.node?.className || source.node?.nodeName);
            if (!shift.hadRecentInput) moved.push([shift.value, ...what]);
        }
    }).observe({type: "layout-shift", buffered: true});"""
# Voices that a device names only after a while, as Chromium does.
LATE_VOICES = """
    const voices = [], heard = [];
    Object.defineProperty(window, "speechSynthesis", {value: {
        getVoices: () => voices, addEventListener: (_, then) => heard.push(then), cancel() {}, speak() {},
    }});
    addEventListener("load", () => setTimeout(() => {
        for (const lang of ["en-US", "zh-CN", "zh-TW"]) voices.push({name: "own", lang, localService: true});
        for (const then of heard) then();
    }, 100));"""
PATHS = ("", "trafficking/t-visa/", "help/now/", "help/interpreter/", "immigration/your-rights-with-ice/")


# Where a slow line may break a page off for a while.
PAUSES = (
    '<div class="kyr-bar',
    '<a class="kyr-find"',
    "<summary>",
    "</summary>",
    '<nav id="kyr-pages"',
    "</header>",
    "</h1>",
)


class Halting(Quiet):
    """Gives a page up to the mark that its address asks for and half of what follows, waits, and gives the rest."""

    def do_GET(self) -> None:  # noqa: N802 - the name that http.server calls
        path, _, mark = self.path.partition("?pause=")
        if not mark:
            super().do_GET()
            return
        page = Path(self.translate_path(path), "index.html").read_bytes()
        at = page.index(PAUSES[int(mark)].encode()) + len(PAUSES[int(mark)])
        at = (at + page.index(b"<", at)) // 2
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        for part in (page[:at], page[at:]):
            self.wfile.write(part)
            time.sleep(0.3)


@pytest.fixture
def watched(context: BrowserContext) -> Page:
    """A tab that notes whatever moves in it, and by how much."""
    context.add_init_script(WATCH)
    return context.new_page()


def moved(page: Page) -> list[object]:
    page.wait_for_timeout(300)  # an observer is told with the frame after the next one
    found: list[object] = page.evaluate("moved")
    return found


@pytest.mark.parametrize("tag", LOCALES)
def test_nothing_moves_while_a_page_opens(address: str, watched: Page, tag: str) -> None:
    for path in PATHS:
        watched.goto(f"{address}{LOCALES[tag]}{path}")
        assert moved(watched) == [], path


@pytest.mark.parametrize("tag", LOCALES)
def test_nothing_moves_when_a_page_comes_in_two_parts(built: Path, watched: Page, tag: str) -> None:
    with served(built / "site", Halting) as halting:
        for number, mark in enumerate(PAUSES):
            watched.goto(f"{halting}{LOCALES[tag]}help/now/?pause={number}")
            assert moved(watched) == [], mark


@pytest.mark.parametrize("tag", LOCALES)
def test_a_voice_that_answers_late_pushes_nothing_aside(
    address: str, context: BrowserContext, watched: Page, tag: str
) -> None:
    context.add_init_script(LATE_VOICES)
    for path in PATHS[1:]:
        watched.goto(f"{address}{LOCALES[tag]}{path}")
        watched.locator(".kyr-listen").first.wait_for()
        assert moved(watched) == [], path


def test_nothing_moves_while_search_finds_more(address: str, watched: Page) -> None:
    watched.goto(f"{address}zh-Hans/")
    watched.locator(".kyr-find").click()
    watched.locator(".kyr-search input").wait_for()
    watched.keyboard.insert_text("保护令")
    watched.locator(".kyr-found > li").first.wait_for()
    watched.wait_for_load_state("networkidle")
    assert moved(watched) == []


def test_without_a_voice_no_room_stands_empty(address: str, page: Page) -> None:
    page.goto(f"{address}zh-Hans/trafficking/t-visa/")
    gaps = page.evaluate("""[...document.querySelector(".kyr-article").children].map((each) => {
        const box = each.getBoundingClientRect(), shown = [...each.children].filter((child) => {
            const style = getComputedStyle(child);
            return style.visibility === "visible" && style.display !== "none";
        }).map((child) => child.getBoundingClientRect().bottom);
        return each.matches(".kyr-aids") ? box.bottom - Math.max(...shown) : 0;
    })""")
    assert max(gaps) < 8
