"""The built site in a real browser: no request to anybody else, nothing stored, every language a tap away."""

from __future__ import annotations

import functools
import http.server
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.conftest import PHONE, ROOT

LOCALES = {"en": "", "zh-Hans": "zh-Hans/", "zh-Hant": "zh-Hant/"}


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """The test's own output is what matters."""


@pytest.fixture(scope="module")
def address(built: Path) -> Iterator[str]:
    handler = functools.partial(_Quiet, directory=str(built / "site"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def pages(built: Path) -> list[str]:
    site = built / "site"
    return sorted(path.parent.relative_to(site).as_posix().strip(".") for path in site.rglob("index.html"))


def test_every_page_is_there_in_every_locale(built: Path) -> None:
    found = pages(built)
    english = [path for path in found if not path.startswith("zh-")]
    assert "trafficking/t-visa" in english
    for prefix in ("zh-Hans", "zh-Hant"):
        assert sorted(f"{prefix}/{path}".rstrip("/") for path in english) == [p for p in found if p.startswith(prefix)]


@dataclass
class Visit:
    """What one page did in the browser, on the narrowest phone."""

    path: str
    stored: list[int]
    width: int
    foreign: list[str]
    complaints: list[str]


@pytest.fixture(scope="module")
def visits(built: Path, address: str, browser: Browser) -> list[Visit]:
    """Every page of every locale, opened once."""
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    seen: list[Visit] = []
    page.on("request", lambda r: None if r.url.startswith((address, "data:")) else seen[-1].foreign.append(r.url))
    page.on("console", lambda m: seen[-1].complaints.append(m.text) if m.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: seen[-1].complaints.append(str(error)))
    for path in pages(built):
        seen.append(Visit(path, [], 0, [], []))
        page.goto(address + (f"{path}/" if path else ""))
        seen[-1].stored = page.evaluate("[localStorage.length, sessionStorage.length, document.cookie.length]")
        seen[-1].width = page.evaluate("document.documentElement.scrollWidth")
    page.wait_for_load_state("networkidle")
    assert context.cookies() == []
    context.close()
    return seen


def test_no_page_asks_anybody_else_or_stores_anything_or_complains(visits: list[Visit]) -> None:
    assert len(visits) > 100
    for visit in visits:
        assert (visit.foreign, visit.stored, visit.complaints) == ([], [0, 0, 0], []), visit.path


def test_nothing_is_wider_than_the_narrowest_phone(visits: list[Visit]) -> None:
    assert {visit.path for visit in visits if visit.width > 320} == set()


def test_no_built_page_names_another_host_for_anything_it_loads(built: Path) -> None:
    for file in (built / "site").rglob("*.html"):
        for tag in re.findall(r"<(?:script|img|iframe|source|video|audio|link)\b[^>]*>", file.read_text("utf-8")):
            if 'rel="canonical"' not in tag:
                assert not re.search(r'(?:src|href)="(?:https?:)?//', tag), (file, tag)


@pytest.mark.parametrize("path", ["", "help/now/", "trafficking/t-visa/"])
def test_languages_are_named_in_their_own_script_and_stay_on_the_page(address: str, page: Page, path: str) -> None:
    page.goto(address + path)
    names = page.locator(".kyr-languages a")
    assert names.all_inner_texts() == ["English", "简体中文", "繁體中文"]
    for name, (tag, prefix) in zip(("English", "简体中文", "繁體中文"), LOCALES.items(), strict=True):
        page.locator(".kyr-languages a", has_text=name).click()
        assert page.url == address + prefix + path
        assert page.locator("html").get_attribute("lang") == tag
        assert page.locator(".kyr-languages [aria-current]").inner_text() == name


def test_the_language_bar_is_the_first_thing_on_a_phone_and_big_enough_to_tap(address: str, page: Page) -> None:
    page.goto(address)
    for link in page.locator(".kyr-languages a").all():
        box = link.bounding_box()
        assert box
        assert box["y"] < 60
        assert box["height"] >= 44


@pytest.mark.parametrize("tag", LOCALES)
def test_every_page_says_in_its_own_language_that_nobody_has_reviewed_it(address: str, page: Page, tag: str) -> None:
    page.goto(f"{address}{LOCALES[tag]}trafficking/t-visa/")
    notice = {"en": "A lawyer has not reviewed", "zh-Hans": "本译文是草稿", "zh-Hant": "本譯文是草稿"}[tag]
    assert notice in page.locator(".kyr-notice").inner_text()
    assert notice in page.locator(".kyr-standing").inner_text()
    assert re.search(r"2026", page.locator(".kyr-standing").inner_text())


def test_headings_have_the_same_ids_in_every_locale(built: Path) -> None:
    def ids(prefix: str) -> list[str]:
        html = (built / "site" / prefix / "trafficking/t-visa/index.html").read_text("utf-8")
        return re.findall(r'<h[1-6] id="([^"]*)"', html)

    assert len(ids("")) > 5
    assert ids("") == ids("zh-Hans") == ids("zh-Hant")


def test_chinese_pages_hold_no_untranslated_english_block(built: Path) -> None:
    site = built / "site"
    for file in site.glob("zh-*/**/index.html"):
        page = "/".join(file.relative_to(site).parts[1:-1]) or "index"
        if "kyr:skip" not in (ROOT / "content" / f"{page}.md").read_text("utf-8"):
            article = re.sub(
                r'<details class="kyr-sources">.*?</details>', "", file.read_text("utf-8"), flags=re.DOTALL
            )
            assert 'lang="en"' not in re.sub(r'<a [^>]*hreflang="en"[^>]*>', "", article), page


def test_menu_title_and_tab_are_translated(address: str, page: Page) -> None:
    page.goto(f"{address}zh-Hans/help/now/")
    assert page.title() == "联系谁 · 权利与帮助" or re.fullmatch(r"[\u4e00-\u9fff]+ · 权利与帮助", page.title())
    assert "求助" in page.locator(".md-nav--primary").text_content()  # type: ignore[operator]


def test_numbers_are_links_that_dial_and_never_break(address: str, page: Page) -> None:
    page.goto(f"{address}help/now/")
    for link in page.locator(".kyr-phone").all():
        assert re.fullmatch(r"tel:(\+1\d{10}|\d{3})", link.get_attribute("href") or "")
        assert link.evaluate("element => element.getClientRects().length") == 1


def test_quick_exit_is_in_reach_and_leaves_at_once(address: str, page: Page, context: BrowserContext) -> None:
    context.route("https://www.weather.gov/**", lambda route: route.fulfill(body="<title>weather</title>"))
    page.goto(address)
    page.goto(f"{address}help/now/")
    box = page.locator(".kyr-exit").bounding_box()
    assert box
    assert box["y"] > PHONE["height"] / 2
    assert box["height"] >= 44
    page.locator(".kyr-exit").click()
    page.wait_for_url("https://www.weather.gov/")
    page.go_back()
    assert page.url == address


def test_three_shifts_leave_and_three_letters_do_not(address: str, page: Page, context: BrowserContext) -> None:
    context.route("https://www.weather.gov/**", lambda route: route.fulfill(body="<title>weather</title>"))
    page.goto(address)
    for key in ("Shift+A", "Shift+B", "Shift+C"):
        page.keyboard.press(key)
    assert page.url == address
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("https://www.weather.gov/")


def test_without_javascript_everything_can_be_read_and_left(address: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{address}zh-Hans/trafficking/t-visa/")
    assert "签证" in page.locator("article").inner_text()
    assert page.locator(".kyr-exit").get_attribute("href") == "https://www.weather.gov/"
    page.locator(".kyr-languages a", has_text="English").click()
    assert page.url == f"{address}trafficking/t-visa/"
    context.close()


def test_authors_notes_stay_out_of_the_site(built: Path) -> None:
    for file in (built / "site").rglob("*.html"):
        assert "kyr:" not in file.read_text("utf-8"), file
    assert not list((built / "site").rglob("*.toml"))
