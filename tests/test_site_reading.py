"""Cards to show, English beside, the device's own voice, the keyboard, a screen reader, paper."""

from __future__ import annotations

import itertools
import json
import re

import pypdfium2
import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser import until
from tests.served import AXE, LOCALES, PHONE, RUN_AXE

SAMPLE = (
    "",
    "help/now/",
    "help/interpreter/",
    "zh-Hans/trafficking/t-visa/",
    "zh-Hant/help/safe-browsing/",
    "404.html",
)
VOICES = """
    const voices = %s;
    const spoken = [];
    Object.defineProperty(window, "spoken", {value: spoken});
    window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
    Object.defineProperty(window, "speechSynthesis", {value: {
        getVoices: () => voices, addEventListener: () => {},
        cancel: () => spoken.push("cancel"), speak: (said) => spoken.push([said.text, said.voice.name]),
    }});"""
LOCAL = '{name: "own", lang: "zh-CN", localService: true}'
REMOTE = '{name: "cloud", lang: "zh-CN", localService: false}'
FOREIGN = '{name: "english", lang: "en-US", localService: true}'


# ---- words to show to somebody ----


@pytest.mark.parametrize("tag", LOCALES)
def test_words_for_an_officer_fill_the_screen_without_a_script(address: str, browser: Browser, tag: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(f"{address}{LOCALES[tag]}help/interpreter/")
    card = page.locator("#card-mandarin")
    card.locator(".kyr-open a").click()
    assert card.bounding_box() == {"x": 0, "y": 0, **PHONE}
    line = card.locator(".kyr-show")
    assert line.inner_text() == "I speak Mandarin. Please call an interpreter."
    assert line.evaluate("element => parseFloat(getComputedStyle(element).fontSize)") >= 28
    meaning = {"en": "", "zh-Hans": "我说普通话", "zh-Hant": "我說普通話"}[tag]
    assert meaning in card.inner_text()
    assert page.locator(".kyr-exit").is_visible()
    card.locator(".kyr-close").click()
    box = card.bounding_box()
    assert box
    assert box["height"] < PHONE["height"] / 2
    context.close()


# ---- English beside ----


def test_english_stands_beside_every_chinese_block_and_goes_again(address: str, page: Page) -> None:
    page.goto(f"{address}zh-Hans/trafficking/t-visa/")
    before = page.locator(".kyr-words").inner_html()
    page.locator(".kyr-beside").click()
    page.locator(".kyr-pair").first.wait_for()
    assert page.locator("h1 .kyr-english").inner_text() == "The T visa"
    blocks = page.locator(".kyr-words :is(p, li, h2, td, th, dt, dd):not(:has(p, li, h2))").count()
    assert page.locator(".kyr-words .kyr-pair").count() == blocks > 30
    assert page.locator(".kyr-english:not([lang=en])").count() == 0
    page.locator(".kyr-beside").click()
    until(page, "!document.querySelector('.kyr-pair')")
    assert page.locator(".kyr-words").inner_html() == before


def test_a_link_to_a_page_with_english_beside_can_be_shared(address: str, page: Page) -> None:
    page.goto(f"{address}zh-Hant/help/lawyer/#beside")
    page.locator(".kyr-pair").first.wait_for()
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_every_page_has_the_shape_of_its_english_page(address: str, page: Page) -> None:
    for path in ("help/now", "help/interpreter", "about/this-site", "work/rights-at-work", "partners/t-visa-pro-bono"):
        page.goto(f"{address}zh-Hans/{path}/#beside")
        page.locator(".kyr-pair").first.wait_for()
        assert page.url.endswith("#beside"), "else the reader is taken to the English page"


def test_english_pages_offer_no_english_beside(address: str, page: Page) -> None:
    page.goto(f"{address}trafficking/t-visa/")
    assert page.locator(".kyr-beside").count() == 0


# ---- Listen ----


@pytest.mark.parametrize("voices", ["[]", f"[{REMOTE}]", f"[{FOREIGN}, {REMOTE}]"])
def test_nothing_is_read_aloud_by_a_voice_that_is_not_the_devices_own(
    address: str, context: BrowserContext, voices: str
) -> None:
    context.add_init_script(VOICES % voices)
    page = context.new_page()
    page.goto(f"{address}zh-Hans/help/lawyer/")
    page.wait_for_load_state("networkidle")
    assert page.locator(".kyr-listen").locator("visible=true").count() == 0


def test_the_devices_own_voice_reads_the_page_block_by_block(address: str, context: BrowserContext) -> None:
    context.add_init_script(VOICES % f"[{REMOTE}, {FOREIGN}, {LOCAL}]")
    page = context.new_page()
    page.goto(f"{address}zh-Hans/help/lawyer/")
    button = page.locator(".kyr-listen:not(.kyr-listen-part)")
    button.click()
    assert page.evaluate("spoken.at(-1)") == [page.locator("h1").inner_text(), "own"]
    assert page.locator(".kyr-spoken").inner_text() == page.locator("h1").inner_text()
    assert button.inner_text() == "停止"
    button.click()
    assert page.evaluate("spoken.at(-1)") == "cancel"
    assert page.locator(".kyr-spoken").count() == 0
    part = page.locator(".kyr-listen-part").nth(1)
    part.click()
    heading = page.locator(".kyr-words h2").nth(1).inner_text()
    assert page.evaluate("spoken.at(-1)") == [heading, "own"]
    assert heading in (part.get_attribute("aria-label") or "")


@pytest.mark.parametrize(
    ("page_tag", "voices", "chosen"),
    [
        ("zh-Hans", ["cmn"], "cmn"),
        ("zh-Hans", ["zho-CHN"], "zho-CHN"),
        ("zh-Hans", ["zh_TW", "zh_CN"], "zh_CN"),
        ("zh-Hans", ["zh-HK", "zh-TW"], "zh-TW"),
        ("zh-Hant", ["yue", "zh_HK", "cmn"], "cmn"),
        ("zh-Hant", ["zh-CN", "zh-HK", "zh-TW"], "zh-TW"),
        ("zh-Hans", ["zh-HK"], "zh-HK"),
        ("zh-Hans", ["yue", "", "x", "en-US"], None),
    ],
)
def test_devices_name_mandarin_in_many_ways_and_cantonese_comes_last(
    address: str, context: BrowserContext, page_tag: str, voices: list[str], chosen: str | None
) -> None:
    context.add_init_script(VOICES % json.dumps([{"name": tag, "lang": tag, "localService": True} for tag in voices]))
    page = context.new_page()
    page.goto(f"{address}{page_tag}/help/lawyer/", wait_until="networkidle")
    button = page.locator(".kyr-listen:not(.kyr-listen-part)")
    if chosen is None:
        assert button.locator("visible=true").count() == 0
        return
    button.click()
    assert page.evaluate("spoken.at(-1)")[1] == chosen


def test_an_old_browser_reads_with_no_voice_of_another_language(address: str, context: BrowserContext) -> None:
    context.add_init_script("delete Intl.Locale;" + VOICES % f"[{FOREIGN}, {LOCAL}]")
    page = context.new_page()
    page.goto(f"{address}zh-Hans/help/lawyer/")
    page.locator(".kyr-listen:not(.kyr-listen-part)").click()
    assert page.evaluate("spoken.at(-1)")[1] == "own"


def test_the_voice_falls_silent_on_the_way_out(address: str, context: BrowserContext) -> None:
    context.add_init_script(VOICES % f"[{LOCAL}]")
    context.route("https://www.weather.gov/**", lambda route: route.fulfill(body="<title>weather</title>"))
    page = context.new_page()
    page.goto(f"{address}zh-Hans/help/lawyer/")
    page.locator(".kyr-listen:not(.kyr-listen-part)").click()
    assert page.evaluate("document.querySelector('.kyr-exit').click(), spoken.at(-1)") == "cancel"
    page.wait_for_url("https://www.weather.gov/")


# ---- everyone ----


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("forced", ["none", "active"])
def test_axe_finds_no_barrier_at_any_width_or_with_forced_colours(
    address: str, browser: Browser, width: int, forced: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, forced_colors=forced)  # type: ignore[arg-type]
    context.add_init_script(AXE)
    page = context.new_page()
    for path in SAMPLE:
        page.goto(address + path)
        assert page.evaluate(RUN_AXE) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.goto(f"{address}zh-Hans/help/lawyer/#beside")
    page.locator(".kyr-pair").first.wait_for()
    page.locator(".kyr-menu summary").click()
    assert page.evaluate(RUN_AXE) == []
    context.close()


@pytest.mark.parametrize("path", SAMPLE)
def test_text_twice_as_large_needs_no_sideways_scrolling(address: str, page: Page, path: str) -> None:
    page.goto(address + path)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("path", SAMPLE)
def test_nothing_moves(address: str, page: Page, path: str) -> None:
    page.goto(address + path)
    moving = """[...document.querySelectorAll("*")].filter((each) => {
        const style = getComputedStyle(each);
        return style.transitionDuration !== "0s" || style.animationName !== "none" || style.scrollBehavior !== "auto";
    }).length"""
    assert page.evaluate(moving) == 0


def test_every_stop_of_the_keyboard_can_be_seen(address: str, page: Page) -> None:
    page.goto(f"{address}zh-Hans/help/safe-browsing/")
    stops = []
    for _ in range(60):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => { const at = document.activeElement; if (at === document.body) return null;
            const box = at.getBoundingClientRect(), style = getComputedStyle(at);
            const bar = document.querySelector(".kyr-leave").getBoundingClientRect();
            return {name: at.textContent.trim(), ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth),
                    hidden: !at.closest(".kyr-leave") && box.bottom > bar.top + 1 && box.top > bar.top - 20}; }"""
        )
        if stop is None:
            break
        stops.append(stop)
    names = [stop["name"] for stop in stops]
    assert [stop for stop in stops if not stop["ring"] or stop["ring"] < 2 or stop["hidden"]] == []
    assert names[2] == "快速离开", "the way out comes right after the link that skips to the page"
    assert names[3:6] == ["English", "简体中文", "繁體中文"]
    assert "1-888-373-7888" in names


def walk(page: Page, to: str) -> None:
    """Press Tab until the keyboard stands on what is called so."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == to:
            return
    raise AssertionError(f"the keyboard never came to {to}")


def test_the_keyboard_alone_finds_a_page_shows_a_card_and_leaves(
    address: str, page: Page, context: BrowserContext
) -> None:
    context.route("https://www.weather.gov/**", lambda route: route.fulfill(body="<title>weather</title>"))
    page.goto(f"{address}zh-Hans/")
    walk(page, "所有页面")
    page.keyboard.press("Enter")
    walk(page, "要求找口译员")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}zh-Hans/help/interpreter/")
    walk(page, "放大到整个屏幕")
    page.keyboard.press("Enter")
    card = page.locator("#card-mandarin")
    assert card.bounding_box() == {"x": 0, "y": 0, **PHONE}
    walk(page, "回到页面")
    page.keyboard.press("Enter")
    assert (card.bounding_box() or PHONE)["height"] < PHONE["height"] / 2
    page.reload()
    walk(page, "快速离开")
    page.keyboard.press("Enter")
    page.wait_for_url("https://www.weather.gov/")


def test_the_keyboard_alone_changes_the_language_opens_a_door_and_puts_english_beside(
    address: str, context: BrowserContext
) -> None:
    context.add_init_script(VOICES % f"[{LOCAL}]")
    page = context.new_page()
    page.goto(address)
    walk(page, "简体中文")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}zh-Hans/")
    walk(page, "我需要免费律师")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}zh-Hans/help/lawyer/")
    walk(page, "朗读")
    page.keyboard.press("Space")
    assert page.evaluate("spoken.at(-1)") == [page.locator("h1").inner_text(), "own"]
    walk(page, "对照英文")
    page.keyboard.press("Enter")
    page.locator(".kyr-pair").first.wait_for()
    assert page.evaluate("document.activeElement.className") == "kyr-button kyr-beside", (
        "the keyboard stays where it was"
    )
    page.keyboard.press("Enter")
    until(page, "!document.querySelector('.kyr-pair')")


@pytest.mark.parametrize("path", SAMPLE[:-1])
def test_everything_that_can_be_used_has_a_name_and_a_place_for_a_screen_reader(
    address: str, page: Page, path: str
) -> None:
    page.goto(address + path)
    devtools = page.context.new_cdp_session(page)
    nodes = [node for node in devtools.send("Accessibility.getFullAXTree")["nodes"] if not node["ignored"]]
    said = [(node["role"]["value"], node.get("name", {}).get("value", "").strip()) for node in nodes]
    used = {"link", "button", "textbox", "searchbox", "heading", "navigation", "region", "DisclosureTriangle", "image"}
    assert [role for role, name in said if role in used and not name] == []
    roles = [role for role, _ in said]
    assert [roles.count(one) for one in ("banner", "main", "contentinfo")] == [1, 1, 1]
    places = [name for role, name in said if role in ("navigation", "region")]
    assert len(places) == len(set(places)), "a list of landmarks tells them apart"


def test_a_screen_reader_meets_landmarks_headings_and_names(address: str, page: Page) -> None:
    page.goto(f"{address}zh-Hans/trafficking/t-visa/")
    tree = page.locator("body").aria_snapshot()
    order = (
        'region "离开本网站"',
        'link "快速离开"',
        "banner",
        'navigation "语言"',
        'link "简体中文"',
        "main",
        'heading "T签证" [level=1]',
        'heading "需要符合的四个条件" [level=2]',
        'link "1-888-373-7888"',
        'region "关于本页"',
        'navigation "相关页面"',
        "contentinfo",
    )
    places = [tree.find(part) for part in order]
    assert -1 not in places, [part for part, place in zip(order, places, strict=True) if place < 0]
    assert places == sorted(places)
    levels = [int(level) for level in re.findall(r"\[level=(\d)\]", tree)]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


# ---- paper ----


def test_a_page_printed_from_the_browser_is_black_large_and_says_where_it_comes_from(address: str, page: Page) -> None:
    page.goto(f"{address}zh-Hans/help/safe-browsing/")
    page.emulate_media(media="print")
    for hidden in (".kyr-leave", ".kyr-header", ".kyr-footer", ".kyr-related", ".kyr-aids"):
        assert not page.locator(hidden).is_visible(), hidden
    small = page.evaluate(
        """[...document.querySelectorAll(".kyr-article :is(p, li, a, span, td, summary)")].filter((each) => {
            const style = getComputedStyle(each);
            return each.checkVisibility() && (parseFloat(style.fontSize) < 14.6 || style.color !== "rgb(0, 0, 0)");
        }).map((each) => each.outerHTML.slice(0, 100))"""
    )
    assert small == []
    document = pypdfium2.PdfDocument(page.pdf(format="Letter"))
    sheets = [sheet.get_textpage().get_text_range() for sheet in document]
    assert len(sheets) > 1
    for sheet in sheets:
        assert "kyr.example.org/zh-Hans/help/safe-browsing/" in sheet
        assert re.search(r"2026\s*年", sheet)
    text = "".join(sheets)
    assert "1-888-373-7888" in text
    assert "https://humantraffickinghotline.org" in text


def test_boroughs_printed_from_the_browser_stand_close_together(address: str, page: Page) -> None:
    page.goto(f"{address}zh-Hans/help/now/")
    page.emulate_media(media="print")
    room = page.locator(".kyr-words li:not(:has(li)):has(.kyr-phone)").evaluate_all(
        "all => all.map((each) => getComputedStyle(each)).map((style) => [style.paddingTop, style.marginLeft])"
    )
    assert len(room) > 10
    assert {tuple(each) for each in room} == {("0px", "0px")}


def test_ways_to_a_place_on_the_screen_are_not_printed(address: str, page: Page) -> None:
    page.goto(f"{address}zh-Hans/help/now/")
    assert page.locator(".kyr-jumps").is_visible()
    page.emulate_media(media="print")
    assert not page.locator(".kyr-jumps").is_visible()


def test_a_dot_on_paper_stands_with_what_comes_after_it(address: str, page: Page) -> None:
    page.goto(f"{address}zh-Hans/help/now/")
    sheets = pypdfium2.PdfDocument(page.pdf(format="Letter"))
    lines = [line.strip() for sheet in sheets for line in sheet.get_textpage().get_text_range().splitlines()]
    assert [line for line in lines if "·" in line[1:]], "the dots are read as dots"
    assert [line for line in lines if line.endswith(("·", "•", "・"))] == []


@pytest.mark.parametrize("tag", LOCALES)
def test_the_name_of_a_form_or_of_a_law_is_never_broken_and_is_copied_as_it_is(
    address: str, page: Page, tag: str
) -> None:
    page.goto(f"{address}{LOCALES[tag]}partners/t-visa-pro-bono/")
    names = page.locator(".kyr-words .kyr-whole")
    texts = names.all_text_contents()
    assert {"G-28", "8 CFR 214.202", "22 U.S.C. 7105"} <= {*texts}
    assert all(text.isascii() or text[0].isdigit() for text in texts), "a name, or a number and what it counts"
    for width in range(320, 420, 9):
        page.set_viewport_size({"width": width, "height": 740})
        lines = names.evaluate_all("all => all.map((each) => each.getClientRects().length)")
        assert {*lines} == {1}, width
