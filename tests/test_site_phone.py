"""A phone in the hand: turned on its side, with large letters, between two languages, and left in a hurry."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.served import LOCALES, PHONE

AWAY = "https://www.weather.gov/"
VOICE = """
    window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
    Object.defineProperty(window, "speechSynthesis", {value: {
        getVoices: () => [{name: "own", lang: "zh-CN", localService: true}],
        addEventListener() {}, cancel() {}, speak() {},
    }});"""

LETTERS = """(times) => {
    const all = [...document.querySelectorAll("body, body *")];
    const sizes = all.map((each) => parseFloat(getComputedStyle(each).fontSize));
    all.forEach((each, at) => { each.style.fontSize = `${sizes[at] * times}px`; });
    return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""
KEYBOARD = """
    const seen = Object.assign(new EventTarget(), {height: innerHeight, offsetTop: 0, scale: 1});
    Object.defineProperty(window, "visualViewport", {value: seen});
    window.keyboard = (height, scale) => {
        Object.assign(seen, {height, scale});
        seen.dispatchEvent(new Event("resize"));
    };"""


def test_changing_the_language_keeps_the_place_on_the_page(address: str, page: Page) -> None:
    page.goto(f"{address}zh-Hans/help/now/#who-to-call")
    page.locator(".kyr-languages a[lang=zh-Hant]").click()
    page.wait_for_url(f"{address}zh-Hant/help/now/#who-to-call")
    expect(page.locator("#who-to-call")).to_be_in_viewport()


@pytest.mark.parametrize("tag", LOCALES)
def test_the_first_screen_has_911_and_a_hotline_to_call_and_to_write_to(address: str, page: Page, tag: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{address}{LOCALES[tag]}help/now/")
    bar = page.locator(".kyr-leave").bounding_box()
    assert bar
    for opens in ("tel:911", "tel:+1", "sms:"):
        way = page.locator(f".kyr-words a[href^='{opens}']").first.bounding_box()
        assert way, opens
        assert way["height"] >= 43.9, opens
        assert way["y"] + way["height"] <= bar["y"], f"{opens} is below the first screen"
    notice = page.locator(".kyr-notice").bounding_box()
    assert notice, "what the page is worth is said before its numbers"
    assert notice["y"] < bar["y"]


@pytest.mark.parametrize("tag", LOCALES)
def test_one_tap_leads_to_every_list_of_numbers(address: str, page: Page, tag: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{address}{LOCALES[tag]}help/now/")
    links = page.locator(".kyr-jumps a").all()
    assert len(links) == 3
    for link in links:
        link.click()
        expect(page.locator(link.get_attribute("href") or "")).to_be_in_viewport()
    order = page.locator(".kyr-words h2").evaluate_all("all => all.map((each) => each.id)")
    assert order[:2] == ["hotlines-for-the-whole-country", "if-you-cannot-talk"]


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
    small = ViewportSize(width=PHONE["width"] // 2, height=PHONE["height"] // 2)
    context = browser.new_context(viewport=small)
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


@pytest.mark.parametrize("tag", LOCALES)
def test_the_page_has_half_of_the_screen_where_everything_is_twice_as_large(address: str, page: Page, tag: str) -> None:
    page.set_viewport_size({"width": 180, "height": 370})
    page.goto(f"{address}{LOCALES[tag]}")
    header, bar = page.locator(".kyr-header").bounding_box(), page.locator(".kyr-leave").bounding_box()
    assert header
    assert bar
    assert header["height"] + bar["height"] <= 370 * 0.52
    if tag != "en":  # whose heading takes two lines more
        danger = page.locator(".kyr-words a[href='tel:911']").bounding_box()
        assert danger
        assert danger["y"] + danger["height"] <= bar["y"]


@pytest.mark.parametrize("times", [1.3, 1.6, 2])
@pytest.mark.parametrize("tag", LOCALES)
def test_the_way_out_is_whole_where_letters_alone_are_larger(address: str, page: Page, tag: str, times: float) -> None:
    """As Android and WeChat enlarge a page: no length changes but that of letters, and no media query knows of it."""
    page.set_viewport_size(PHONE)
    page.goto(f"{address}{LOCALES[tag]}help/now/")
    page.evaluate(LETTERS, times)
    bar = page.locator(".kyr-leave").bounding_box()
    room = page.evaluate("parseFloat(getComputedStyle(document.body).paddingBottom)")
    assert bar
    assert bar["height"] <= room, "the last lines of the page are behind the bar"
    assert bar["height"] <= PHONE["height"] / 3
    for part in page.locator(".kyr-leave a, .kyr-leave a > *").all():
        box = part.bounding_box()
        assert box
        assert bar["x"] <= box["x"]
        assert box["x"] + box["width"] <= bar["x"] + bar["width"]
        assert bar["y"] <= box["y"]
        assert box["y"] + box["height"] <= PHONE["height"]


@pytest.mark.parametrize("times", [1, 1.3, 1.6, 2])
def test_no_word_that_fills_the_screen_is_torn_where_letters_alone_are_larger(
    address: str, page: Page, times: float
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    for card in ("mandarin", "family", "sign", "cantonese", "fuzhounese"):
        page.goto(f"{address}zh-Hans/help/interpreter/#card-{card}")
        page.evaluate(LETTERS, times)
        page.wait_for_timeout(100)  # it is measured with the next frame
        show = page.locator(f"#card-{card} .kyr-show")
        torn = show.evaluate(r"""(line) => {
            const words = document.createTreeWalker(line, NodeFilter.SHOW_TEXT).nextNode();
            const at = document.createRange();
            return [...words.data.matchAll(/\S+/g)].filter(({ index, 0: word }) => {
                at.setStart(words, index);
                at.setEnd(words, index + word.length);
                const boxes = [...at.getClientRects()];
                return boxes.length > 1 || boxes[0].right > innerWidth;
            }).map(([word]) => word);
        }""")
        assert torn == [], card
        box = show.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320


def test_the_way_out_stays_above_a_keyboard_that_lies_over_the_page(address: str, page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.add_init_script(KEYBOARD)
    page.goto(f"{address}zh-Hans/")
    page.locator(".kyr-find").click()
    page.locator(".kyr-search input").fill("老公打我")
    way_out = page.locator(".kyr-exit")

    def bottom(height: int, scale: float = 1) -> float:
        page.evaluate("([height, scale]) => keyboard(height, scale)", [height, scale])
        box = way_out.bounding_box()
        assert box
        return box["y"] + box["height"]

    rest = bottom(740)
    assert bottom(420) < 420, "behind the keyboard"
    assert bottom(740) == rest
    assert bottom(420, scale=2) == rest, "with two fingers nothing moves"


def test_a_keyboard_makes_the_page_shorter_where_the_browser_can(address: str, page: Page) -> None:
    page.goto(f"{address}zh-Hans/")
    assert "interactive-widget=resizes-content" in (page.locator("meta[name=viewport]").get_attribute("content") or "")


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


@pytest.mark.parametrize("tag", LOCALES)
def test_the_first_number_is_one_tap_away_and_its_button_takes_no_line_of_its_own(
    address: str, page: Page, tag: str
) -> None:
    for path in ("trafficking/t-visa", "immigration/your-rights-with-ice", "domestic-violence/safety-plan"):
        page.goto(f"{address}{LOCALES[tag]}{path}/")
        buttons = page.locator(".kyr-aids > *")
        tops = buttons.evaluate_all("all => all.map((each) => each.getBoundingClientRect().top)")
        assert len(tops) == (2 if tag == "en" else 3)
        assert len(set(tops)) == 1, path
        assert buttons.first.inner_text() == page.locator("#who-to-call").inner_text()
        assert "PDF" in buttons.last.inner_text()
        page.locator(".kyr-call").click()
        bar = page.locator(".kyr-leave").bounding_box()
        number = page.locator("#who-to-call ~ * .kyr-phone").first.bounding_box()
        assert bar
        assert number
        assert 0 <= number["y"] <= bar["y"] - number["height"], path


def test_no_button_leads_past_the_numbers_that_stand_first(address: str, page: Page) -> None:
    page.goto(f"{address}zh-Hans/help/now/")
    assert page.locator("#who-to-call").count() == 1
    assert page.locator(".kyr-call").count() == 0


def test_with_english_beside_there_is_one_number_to_tap_and_both_names_to_say(address: str, page: Page) -> None:
    page.goto(f"{address}zh-Hans/help/now/")
    shown = ".kyr-words :is(.kyr-contact :is(.kyr-phone, .kyr-text, .kyr-said))"
    alone = page.locator(shown).locator("visible=true").all_inner_texts()
    page.locator(".kyr-beside").click()
    page.locator(".kyr-pair").first.wait_for()
    assert page.locator(shown).locator("visible=true").all_inner_texts() == alone
    names = page.locator(".kyr-english .kyr-contact").locator("visible=true").all_inner_texts()
    assert "National Human Trafficking Hotline" in names
    assert "Womankind" not in names, "the same on both sides"
    sentence = page.locator(".danger .kyr-pair:has(.kyr-phone)").first
    assert sentence.locator(".kyr-phone").all_inner_texts() == ["911", "911"], "both sides speak of the same number"
    framed = "all => all.filter((each) => getComputedStyle(each).borderTopStyle !== 'none').length"
    assert page.locator(".kyr-english :is(.kyr-phone, .kyr-text)").evaluate_all(framed) == 0


def test_a_word_as_long_as_a_door_widens_no_page(address: str, page: Page) -> None:
    page.goto(address)
    page.locator(".kyr-doors a").first.evaluate("door => { door.textContent = 'Aufenthalts'.repeat(6); }")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_line_about_safety_does_not_stick_to_the_heading(address: str, page: Page) -> None:
    page.goto(address)
    assert page.locator(".kyr-safe").evaluate("line => parseFloat(getComputedStyle(line).marginTop)") > 0


def test_a_door_in_english_has_no_mark_on_a_line_of_its_own(address: str, page: Page) -> None:
    page.goto(f"{address}zh-Hans/")
    door = page.locator(".kyr-doors li").first
    alone = door.bounding_box()
    page.locator(".kyr-words").evaluate("words => words.classList.add('kyr-held-back')")
    door.evaluate("item => { item.lang = 'en'; }")
    assert door.bounding_box() == alone


LINES = """(whole) => {
    const lines = [], range = document.createRange(), walker = document.createTreeWalker(whole, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        for (let at = 0; at < node.length; at++) {
            range.setStart(node, at);
            range.setEnd(node, at + 1);
            const box = range.getBoundingClientRect(), last = lines.at(-1);
            if (!box.width) continue;
            if (last && Math.abs(last.bottom - box.bottom) < 8) last.text += node.data[at], last.right = box.right;
            else lines.push({text: node.data[at], bottom: box.bottom, right: box.right});
        }
    }
    return lines;
}"""


@pytest.mark.parametrize("width", [180, 320, 360])  # 180: everything is twice as large
@pytest.mark.parametrize("tag", ["zh-Hans", "zh-Hant"])
def test_no_line_of_a_chinese_heading_ends_inside_a_word(address: str, page: Page, tag: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    words = "求助 口译员 口譯員 保护令 保護令 人口 执法 執法 绿卡 綠卡 案子 电脑 電腦 接下来 接下來 您的 谈谈 談談"
    torn = re.compile("|".join(f"{word[:at]}\n{word[at:]}" for word in words.split() for at in range(1, len(word))))
    paths = ["", "help/now/", "help/interpreter/", "help/safe-browsing/", "immigration/public-benefits/"]
    paths += ["immigration/your-rights-with-ice/", "domestic-violence/orders-of-protection-new-york/"]
    for path in paths:
        page.goto(f"{address}{LOCALES[tag]}{path}")
        for block in page.locator(".kyr-article :is(h1, h2), .kyr-doors a").all():
            lines = "\n".join(line["text"] for line in block.evaluate(LINES))
            assert not torn.search(lines), lines


def test_where_marks_are_enough_a_chinese_heading_ends_its_lines_there(address: str, page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{address}zh-Hans/immigration/your-rights-with-ice/")
    assert [line["text"] for line in page.locator("h1").evaluate(LINES)] == ["移民执法人员来了，", "您有哪些权利"]


@pytest.mark.parametrize("width", [320, 360, 390])
def test_no_chinese_heading_leaves_a_character_alone_on_a_line(address: str, browser: Browser, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 740})
    for path in ("about/accessibility", "help/safe-browsing", "help/now", "immigration/your-rights-with-ice"):
        page.goto(f"{address}zh-Hans/{path}/")
        headings = page.locator(".kyr-article :is(h1, h2)").all()
        assert len(headings) > 2, path
        for heading in headings:
            lines = [line["text"] for line in heading.evaluate(LINES)]
            assert len(lines) == 1 or min(map(len, lines)) > 1, lines
    page.close()


def test_the_day_something_was_checked_leaves_no_hole_before_it(address: str, page: Page) -> None:
    page.goto(f"{address}zh-Hans/immigration/your-rights-with-ice/")
    days = page.locator(".kyr-words :is(p, li):has(> .kyr-checked)")
    assert days.count() > 3
    for block in days.all():
        edge = block.evaluate("each => each.getBoundingClientRect().right")
        for line in block.evaluate(LINES)[:-2]:
            assert line["right"] > edge - 90, line["text"]


TORN = r"""(page) => [...page.querySelectorAll("th, td")].flatMap((cell) => {
    const found = [], at = document.createRange(), walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        for (const { index, 0: word } of node.data.matchAll(/[A-Za-z]{2,}/g)) {
            at.setStart(node, index);
            at.setEnd(node, index + word.length);
            if (at.getClientRects().length > 1) found.push(word);
        }
    }
    return found;
})"""


@pytest.mark.parametrize("tag", LOCALES)
def test_no_word_of_a_table_is_torn(address: str, page: Page, tag: str) -> None:
    page.set_viewport_size(PHONE)
    seen = 0
    for path in (
        "indicators",
        "working-with-interpreters",
        "t-visa-pro-bono",
        "information-session",
        "first-conversation",
    ):
        page.goto(f"{address}{LOCALES[tag]}partners/{path}/")
        tables = page.locator(".kyr-words table").all()
        seen += len(tables)
        for table in tables:
            assert table.evaluate(TORN) == [], path
            assert table.evaluate("each => each.getBoundingClientRect().right <= innerWidth"), path
    assert seen > 5


@pytest.mark.parametrize("tag", ["zh-Hans", "zh-Hant"])
def test_no_line_of_a_readers_table_begins_with_a_mark(address: str, page: Page, tag: str) -> None:
    """Where a column is too narrow for （magistrate，the comma would."""
    page.set_viewport_size(PHONE)
    page.goto(f"{address}{LOCALES[tag]}immigration/your-rights-with-ice/")
    marked = TORN.replace("{2,}", "{2,}[，。、；：！？）」』”]*")
    assert [table.evaluate(marked) for table in page.locator(".kyr-words table").all()] == [[]]


def test_a_short_word_of_a_chinese_table_keeps_one_line(address: str, page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{address}zh-Hans/partners/indicators/")
    first = page.locator(".kyr-words :is(td, th):first-child").all()
    assert len(first) > 5
    assert {len(cell.evaluate(LINES)) for cell in first} == {1}


@pytest.mark.parametrize("width", [320, 1280, 1600])
@pytest.mark.parametrize("tag", LOCALES)
def test_the_last_line_of_a_page_begins_where_the_first_does(address: str, page: Page, tag: str, width: int) -> None:
    """Also where a name has only two characters: 隐私."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{address}{LOCALES[tag]}help/now/")
    edges = [
        page.locator(words).first.evaluate("""(each) => {
            const all = document.createRange();
            all.selectNodeContents(each);
            return Math.round(all.getBoundingClientRect().left);
        }""")
        for words in (".kyr-name", "h1", ".kyr-footer a")
    ]
    assert len({*edges}) == 1, edges


def test_a_button_that_needs_a_line_of_its_own_does_not_stand_on_the_rule_below_it(address: str, page: Page) -> None:
    page.set_viewport_size({"width": 180, "height": 700})
    page.goto(f"{address}zh-Hans/")
    name, menu = page.locator(".kyr-name").bounding_box(), page.locator(".kyr-menu > summary").bounding_box()
    header = page.locator(".kyr-header").bounding_box()
    assert name
    assert menu
    assert header
    assert menu["y"] > name["y"] + name["height"] - 1, "here it has a line of its own"
    assert header["y"] + header["height"] - menu["y"] - menu["height"] >= 3


def test_names_of_two_lines_in_the_menu_do_not_run_together(address: str, page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(address)
    page.locator(".kyr-menu > summary").click()
    white = page.locator(".kyr-menu li a").evaluate_all("""(links) => links.map((link) => {
        const words = document.createRange();
        words.selectNodeContents(link);
        return [words.getClientRects().length, link.offsetHeight - words.getBoundingClientRect().height];
    })""")
    assert any(lines > 1 for lines, _ in white)
    assert all(room >= 8 for _, room in white)


def test_with_english_beside_a_button_has_its_english_name_and_is_one_button(address: str, page: Page) -> None:
    page.goto(f"{address}zh-Hans/help/now/#beside")
    page.locator(".kyr-jumps .kyr-english a").first.wait_for()
    looks = page.locator(".kyr-jumps a").evaluate_all(
        "links => links.map(link => getComputedStyle(link).backgroundColor)"
    )
    assert looks[1::2] == ["rgba(0, 0, 0, 0)"] * 3
    assert "rgba(0, 0, 0, 0)" not in looks[::2]


def test_what_a_card_means_ends_its_lines_at_a_mark(address: str, page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{address}zh-Hans/help/interpreter/")
    meaning = page.locator("#card-sign > p:not(.kyr-show, .kyr-open)")
    ends = [line["text"][-1] for line in meaning.evaluate(LINES)[:-1]]
    assert ends
    assert all(end in "。，、" for end in ends)


def test_buttons_within_a_page_look_like_some_without_colours(address: str, browser: Browser) -> None:
    context = browser.new_context(forced_colors="active")
    page = context.new_page()
    page.goto(f"{address}zh-Hans/help/now/")
    assert page.locator(".kyr-jumps a").first.evaluate("link => getComputedStyle(link).borderTopStyle") == "solid"
    context.close()


@pytest.mark.parametrize("tag", ["zh-Hans", "zh-Hant"])
def test_no_line_of_a_card_or_a_heading_begins_with_a_mark(address: str, page: Page, tag: str) -> None:
    cards = ("", "#card-mandarin", "#card-family", "#card-sign")
    for path in (*(f"help/interpreter/{card}" for card in cards), "immigration/your-rights-with-ice/"):
        page.goto("about:blank")
        page.goto(f"{address}{LOCALES[tag]}{path}")
        for width in range(320, 430, 10):
            page.set_viewport_size({"width": width, "height": 740})
            for block in page.locator(".kyr-article :is(h1, h2), .kyr-card > p").locator("visible=true").all():
                begins = [line["text"][0] for line in block.evaluate(LINES)[1:]]
                assert not {*begins} & {*"，。、；：！？）」』”"}, width


def test_nor_does_a_line_behind_a_number(address: str, page: Page) -> None:
    """What looks like a button is one to the browser, and a line may begin behind it even with a comma."""
    for path in ("partners/indicators/", "zh-Hans/trafficking/leaving/", "zh-Hant/immigration/public-benefits/"):
        page.goto(f"{address}{path}")
        for width in range(320, 430, 12):
            page.set_viewport_size({"width": width, "height": 740})
            torn = page.locator(".kyr-words .kyr-phone").evaluate_all(r"""(all) => all.filter((number) => {
                const text = number.nextSibling, mark = document.createRange();
                if (!/^[,.，。]/.test(text?.data ?? "")) return false;
                mark.setStart(text, 0);
                mark.setEnd(text, 1);
                return mark.getBoundingClientRect().top >= number.getBoundingClientRect().bottom;
            }).map((number) => number.parentElement.textContent)""")
            assert torn == [], width


@pytest.mark.parametrize("tag", LOCALES)
def test_a_step_with_a_number_to_call_is_still_a_step(address: str, page: Page, tag: str) -> None:
    page.goto(f"{address}{LOCALES[tag]}partners/indicators/")
    step = page.locator("ol > li:has(.kyr-phone)").first
    assert step.evaluate("each => getComputedStyle(each).listStyleType") == "decimal"


@pytest.mark.parametrize("width", [320, 344, 360, 390, 412])
@pytest.mark.parametrize("tag", LOCALES)
def test_a_table_of_three_columns_tears_no_word_on_any_phone(address: str, page: Page, tag: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    marked = TORN.replace("{2,}", "{2,}[，。、；：！？）」』”]*")
    for path in ("immigration/your-rights-with-ice", "partners/t-visa-pro-bono", "partners/indicators"):
        page.goto(f"{address}{LOCALES[tag]}{path}/")
        tables = page.locator("table:has(th:nth-child(3))").all()
        assert tables, path
        for table in tables:
            assert table.evaluate(marked) == [], path
            assert table.evaluate("each => each.scrollWidth <= each.clientWidth"), path


def test_stacked_a_table_is_still_one_to_a_screen_reader(address: str, page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{address}partners/t-visa-pro-bono/")
    table = page.get_by_role("table").first
    assert table.get_by_role("columnheader").count() == 3
    assert table.get_by_role("row").count() * 3 == table.get_by_role("cell").count() + 3


def test_no_line_of_korean_ends_inside_a_word(address: str, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 740})
    page.goto(address)
    words = "이민 단속 요원이 왔을 때 여러분의 권리와 도움을 청할 수 있습니다"
    page.evaluate("document.documentElement.lang = 'ko'")
    for block in (page.locator("h1"), page.locator(".kyr-words > p:not(.kyr-safe)").first):
        block.evaluate("(each, words) => { each.lang = 'ko'; each.textContent = words; }", words)
        lines = [line["text"] for line in block.evaluate(LINES)]
        assert len(lines) > 1
        assert " ".join(map(str.strip, lines)) == words
