"""A phone in the hand: turned on its side, with large letters, between two languages, and left in a hurry."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.served import LOCALES, PHONE

AWAY = "https://www.weather.gov/"
VOICE = """
    window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
    Object.defineProperty(window, "speechSynthesis", {value: {
        getVoices: () => [{name: "own", lang: "zh-CN", localService: true}],
        addEventListener() {}, cancel() {}, speak() {},
    }});"""


def test_changing_the_language_keeps_the_place_on_the_page(address: str, page: Page) -> None:
    page.goto(f"{address}zh-Hans/help/now/#who-to-call")
    page.locator(".kyr-languages a[lang=zh-Hant]").click()
    page.wait_for_url(f"{address}zh-Hant/help/now/#who-to-call")
    expect(page.locator("#who-to-call")).to_be_in_viewport()


def test_english_beside_leaves_no_step_behind_it_when_the_page_is_left(address: str, context: BrowserContext) -> None:
    context.route(f"{AWAY}**", lambda route: route.fulfill(body="<title>weather</title>"))
    page = context.new_page()
    page.goto(f"{address}zh-Hans/")
    page.goto(f"{address}zh-Hans/help/now/")
    page.locator(".kyr-beside").click()
    page.locator(".kyr-pair").first.wait_for()
    page.locator(".kyr-exit").click()
    page.wait_for_url(AWAY)
    page.go_back()
    assert page.url == f"{address}zh-Hans/"


@pytest.mark.parametrize("tag", LOCALES)
def test_the_way_out_is_whole_where_everything_is_twice_as_large(address: str, browser: Browser, tag: str) -> None:
    small = {side: length // 2 for side, length in PHONE.items()}
    context = browser.new_context(viewport=small)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{address}{LOCALES[tag]}help/now/")
    box = page.locator(".kyr-exit").bounding_box()
    bar = page.locator(".kyr-leave").bounding_box()
    assert box
    assert bar
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= small["width"]
    assert box["y"] + box["height"] <= small["height"]
    assert bar["height"] <= small["height"] / 3
    room = page.evaluate("parseFloat(getComputedStyle(document.body).paddingBottom)")
    assert bar["height"] <= room, "the last lines of the page are behind the bar"
    context.close()


@pytest.mark.parametrize("card", ["card-mandarin", "card-family", "card-sign"])
def test_words_for_an_officer_are_whole_when_the_phone_lies_on_its_side(
    address: str, browser: Browser, card: str
) -> None:
    context = browser.new_context(viewport={"width": PHONE["height"], "height": PHONE["width"]})
    page = context.new_page()
    page.goto(f"{address}zh-Hans/help/interpreter/#{card}")
    words = page.locator(f"#{card} .kyr-show").bounding_box()
    bar = page.locator(".kyr-leave").bounding_box()
    assert words
    assert bar
    assert words["y"] >= 0
    assert words["y"] + words["height"] <= bar["y"]
    context.close()


def test_a_contact_is_the_same_card_with_english_beside(address: str, page: Page) -> None:
    page.goto(f"{address}zh-Hans/help/now/")
    card = page.locator(".kyr-words li", has=page.locator(".kyr-phone")).first
    look = "element => [getComputedStyle(element).backgroundColor, getComputedStyle(element).listStyleType]"
    alone = card.evaluate(look)
    page.locator(".kyr-beside").click()
    page.locator(".kyr-pair").first.wait_for()
    assert card.evaluate(look) == alone


def test_what_silences_the_voice_looks_different_from_what_starts_it(address: str, context: BrowserContext) -> None:
    context.add_init_script(VOICE)
    page = context.new_page()
    page.goto(f"{address}zh-Hans/help/lawyer/")
    button = page.locator(".kyr-listen:not(.kyr-listen-part)")
    sign = "element => getComputedStyle(element, '::before').maskImage"
    start = button.evaluate(sign)
    button.click()
    assert button.evaluate(sign) != start
