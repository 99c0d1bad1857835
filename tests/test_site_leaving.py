"""The quick exit: in reach, at once, without a script too, and honest about what it cannot do."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import FLAGS, find, until
from tests.conftest import ROOT
from tests.served import LOCALES, PHONE

ELSEWHERE = "https://www.weather.gov/"


@pytest.fixture(autouse=True)
def weather(context: BrowserContext) -> None:
    """Nobody outside is asked: the neutral page is played by the test."""
    context.route(f"{ELSEWHERE}**", lambda route: route.fulfill(body="<title>weather</title>"))


@pytest.mark.parametrize("tag", LOCALES)
def test_the_exit_is_in_reach_of_a_thumb_and_stays_there(address: str, page: Page, tag: str) -> None:
    page.goto(f"{address}{LOCALES[tag]}help/now/")
    for depth in (0, 700, 10_000):
        page.evaluate(f"scrollTo(0, {depth})")
        box = page.locator(".kyr-exit").bounding_box()
        assert box
        assert box["y"] > PHONE["height"] * 0.75
        assert box["y"] + box["height"] <= PHONE["height"]
        assert box["height"] >= 44


def test_leaving_takes_this_page_out_of_the_back_list(address: str, page: Page) -> None:
    page.goto(address)
    page.goto(f"{address}help/now/")
    page.locator(".kyr-exit").click()
    page.wait_for_url(ELSEWHERE)
    page.go_back()
    assert page.url == address
    assert page.locator("h1").is_visible(), "a page that is opened again is not covered"


def test_the_page_is_covered_before_the_other_one_answers(address: str, page: Page) -> None:
    page.goto(f"{address}help/now/")
    seen = page.evaluate(
        """() => {
            document.querySelector(".kyr-exit").click();  // what follows happens before any answer can come
            return [document.body.checkVisibility(), getComputedStyle(document.documentElement).backgroundColor];
        }"""
    )
    assert seen == [False, "rgb(255, 255, 255)"]
    page.wait_for_url(ELSEWHERE)


def test_a_page_that_comes_back_from_the_browsers_memory_is_not_covered(address: str, page: Page) -> None:
    page.goto(address)
    page.evaluate("document.documentElement.classList.add('kyr-covered')")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    assert page.locator("h1").is_visible()


def test_back_shows_the_page_before_from_the_browsers_memory_and_never_the_one_that_was_left(
    address: str, browser: Browser
) -> None:
    # Playwright turns this memory off, where every browser of a reader has it on
    running = browser.browser_type.launch(
        executable_path=find(), args=list(FLAGS), ignore_default_args=["--disable-back-forward-cache"]
    )
    context = running.new_context()
    context.route(f"{ELSEWHERE}**", lambda route: route.fulfill(body="<title>weather</title>"))
    context.add_init_script("addEventListener('pageshow', (event) => { window.fromMemory = event.persisted; })")
    page = context.new_page()
    page.goto(address)
    page.goto(f"{address}help/now/")
    page.locator(".kyr-exit").click()
    page.wait_for_url(ELSEWHERE)
    page.go_back(wait_until="commit")  # a page out of memory is not loaded again
    until(page, "window.fromMemory === true")
    assert page.url == address
    assert page.locator("h1").is_visible()
    assert page.evaluate("document.documentElement.className") == "js", "nothing covers it"
    page.go_forward(wait_until="commit")
    assert page.url == ELSEWHERE
    running.close()


@pytest.mark.parametrize(
    ("path", "tapped"),
    [
        ("help/interpreter/", ["#card-mandarin .kyr-open a"]),
        ("help/interpreter/", ["#card-mandarin .kyr-open a", "#card-mandarin .kyr-close", "#card-sign .kyr-open a"]),
        ("trafficking/t-visa/", [".kyr-call", ".kyr-notice a"]),
    ],
)
def test_a_page_is_one_step_in_the_back_list_wherever_on_it_she_was(
    address: str, page: Page, path: str, tapped: list[str]
) -> None:
    page.goto(f"{address}zh-Hans/")
    page.goto(f"{address}zh-Hans/{path}")
    for link in tapped:
        page.locator(link).click()
    page.locator(".kyr-exit").click()
    page.wait_for_url(ELSEWHERE)
    page.go_back()
    assert page.url == f"{address}zh-Hans/"


def test_what_search_found_on_the_same_page_is_shown_and_is_no_step_either(address: str, page: Page) -> None:
    page.goto(f"{address}zh-Hans/")
    page.goto(f"{address}zh-Hans/help/safe-browsing/")
    page.locator(".kyr-find").click()
    page.locator(".kyr-search input").fill("快速离开本网站")
    found = page.locator(".kyr-found a[href*='/zh-Hans/help/safe-browsing/#']").first
    found.click()
    assert not page.locator(".kyr-search").is_visible()
    expect(page.locator(page.evaluate("location.hash"))).to_be_in_viewport()
    page.go_back()
    assert page.url == f"{address}zh-Hans/"


CLOSING = """
    window.CloseWatcher = class extends EventTarget {
        constructor() { super(); window.asked = this; }
        destroy() { window.asked = null; }
    };
    window.back = () => {
        const watcher = window.asked;
        window.asked = null;
        watcher.dispatchEvent(new Event("close"));
    };
"""


def test_back_closes_what_fills_the_screen_where_the_browser_asks_the_page_first(
    address: str, context: BrowserContext
) -> None:
    context.add_init_script(CLOSING)
    page = context.new_page()
    page.goto(f"{address}zh-Hans/help/interpreter/")
    assert page.evaluate("window.asked ?? null") is None, "Back leaves a page on which nothing is open"
    for opened, filling in ((".kyr-find", ".kyr-search"), ("#card-sign .kyr-open a", "#card-sign .kyr-close")):
        for _ in range(2):
            page.locator(opened).click()
            expect(page.locator(filling)).to_be_visible()
            until(page, "Boolean(window.asked)")
            page.evaluate("back()")
            expect(page.locator(filling)).not_to_be_visible()
            until(page, "!window.asked")
    page.locator(".kyr-find").click()
    until(page, "Boolean(window.asked)")
    page.locator(".kyr-search button").click()
    until(page, "!window.asked")


def test_escape_closes_the_words_that_fill_the_screen(address: str, page: Page) -> None:
    page.goto(f"{address}zh-Hans/help/interpreter/")
    page.locator("#card-sign .kyr-open a").click()
    page.keyboard.press("Escape")
    expect(page.locator("#card-sign .kyr-close")).not_to_be_visible()


def test_three_shifts_leave(address: str, page: Page) -> None:
    page.goto(address)
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(ELSEWHERE)


def test_writing_capital_letters_does_not_leave(address: str, page: Page) -> None:
    page.goto(address)
    for key in ("Shift+A", "Shift+B", "Shift+C", "Shift+D"):
        page.keyboard.press(key)
    page.wait_for_timeout(100)
    assert page.url == address


def test_without_a_script_everything_can_be_read_and_left(address: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(f"{address}zh-Hans/trafficking/t-visa/")
    assert "签证" in page.locator("article").inner_text()
    assert page.locator(".kyr-exit").get_attribute("href") == ELSEWHERE
    assert not page.locator(".kyr-listen, .kyr-beside").locator("visible=true").count()
    page.locator(".kyr-menu summary").click()
    page.locator(".kyr-menu a", has_text="找律师").click()
    assert page.url == f"{address}zh-Hans/help/lawyer/"
    page.locator(".kyr-languages a", has_text="English").click()
    assert page.url == f"{address}help/lawyer/"
    context.close()


@pytest.mark.parametrize("tag", LOCALES)
def test_beside_the_button_stands_what_it_cannot_do_and_how_to_be_safer(address: str, page: Page, tag: str) -> None:
    page.goto(f"{address}{LOCALES[tag]}trafficking/t-visa/")
    words = {"en": "Your history stays", "zh-Hans": "浏览记录还在", "zh-Hant": "瀏覽紀錄還在"}
    assert words[tag] in page.locator(".kyr-leave").inner_text()
    page.locator(".kyr-safer").click()
    assert page.url == f"{address}{LOCALES[tag]}help/safe-browsing/"


def test_no_script_of_ours_writes_to_the_device() -> None:
    scripts = [*(ROOT / "site" / "theme").rglob("*.js")]
    assert len(scripts) > 4
    for script in scripts:
        text = script.read_text("utf-8")
        assert not re.search(r"localStorage|sessionStorage|indexedDB|document\.cookie|serviceWorker|caches\.", text)
        assert not re.search(r"history\.(?:push|replace)State", text), "what is searched for stays out of the address"
