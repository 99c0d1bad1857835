"""The site on a phone that is set to be dark: nothing lights up, and everything is read as well as by day."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pytest
from PIL import Image, ImageStat
from playwright.sync_api import Browser, Page

from pipeline import organization
from pipeline.organization import Look, contrast_with_white
from tests.browser import until
from tests.conftest import ROOT
from tests.served import AXE, PHONE, RUN_AXE

SAMPLE = (
    "zh-Hans/",
    "help/now/",
    "trafficking/t-visa/",
    "help/interpreter/",
    "zh-Hant/help/lawyer/#beside",
    "404.html",
)
FOUND = "!!document.querySelector('.kyr-found mark')"


def light(page: Page) -> float:
    """How bright what is on the screen is on the whole, 0 to 255."""
    return ImageStat.Stat(Image.open(io.BytesIO(page.screenshot())).convert("L")).mean[0]


@pytest.fixture
def dark(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, color_scheme="dark")
    context.add_init_script(AXE)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", SAMPLE)
def test_a_dark_phone_is_not_lit_up_and_axe_finds_no_barrier_on_it(address: str, dark: Page, path: str) -> None:
    dark.goto(address + path)
    assert dark.evaluate(RUN_AXE) == []
    assert light(dark) < 70
    dark.emulate_media(color_scheme="light")
    assert light(dark) > 180


def test_what_opens_and_what_was_found_can_be_read_in_the_dark(address: str, dark: Page) -> None:
    dark.goto(f"{address}zh-Hans/")
    dark.locator(".kyr-menu summary").click()
    assert dark.evaluate(RUN_AXE) == []
    dark.locator(".kyr-menu summary").click()
    dark.locator(".kyr-find").click()
    dark.locator(".kyr-search input").fill("护照")
    until(dark, FOUND)
    assert [one for one in dark.evaluate(RUN_AXE) if not one.startswith("page-has-heading-one")] == []
    assert light(dark) < 70
    dark.goto(f"{address}help/interpreter/")
    dark.locator(".kyr-open a").first.click()
    assert dark.evaluate(RUN_AXE) == []


def test_paper_stays_white(address: str, dark: Page) -> None:
    dark.goto(f"{address}help/now/")
    dark.emulate_media(media="print", color_scheme="dark")
    assert dark.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"


@pytest.mark.parametrize("colour", ["#000000", "#00008b", "#5b2a6e", "#8b0000", "#767676", "#006400"])
def test_an_organizations_colour_is_light_enough_to_read_in_the_dark(colour: str) -> None:
    sheet = (ROOT / "site/theme/assets/kyr.css").read_text("utf-8").partition("prefers-color-scheme: dark")[2]
    grounds = dict(re.findall(r"--(paper|soft|on): (#[0-9a-f]{6})", sheet))
    own = organization.stylesheet(Look(colour)).partition("screen and (prefers-color-scheme: dark)")[2]
    made = dict(re.findall(r"--(brand|brand-strong): (#[0-9a-f]{6})", own))
    assert (len(grounds), len(made)) == (3, 2)
    for name, letters in made.items():
        for ground, under in grounds.items():
            assert contrast_with_white(under) / contrast_with_white(letters) >= 4.5, (name, ground)
    assert contrast_with_white(grounds["paper"]) / contrast_with_white(made["brand"]) >= 7
