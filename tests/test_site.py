"""The built site in a real browser: no request to anybody else, nothing stored, every language a tap away."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from pipeline.project import Project
from pipeline.site import build
from tests.conftest import ROOT, run
from tests.served import AXE, LOCALES, PHONE, RUN_AXE, pages

# what is tapped by itself, and not a word in the middle of a sentence
CONTROLS = (
    ".kyr-languages a, .kyr-name, .kyr-find, summary, .kyr-button, .kyr-doors a, .kyr-jumps a, .kyr-related a,"
    " .kyr-footer a, .kyr-exit, .kyr-safer, .kyr-words .kyr-phone, .kyr-words .kyr-text"
)
SMALL = f"""[...document.querySelectorAll({CONTROLS!r})].filter((each) => {{
    const box = each.getBoundingClientRect();
    return box.width && (box.height < 43.9 || box.width < 43.9) && !each.closest(".kyr-tap");
}}).map((each) => each.outerHTML.slice(0, 120))"""


def test_every_page_is_there_in_every_locale(built: Path) -> None:
    found = pages(built / "site")
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
    small: list[str]
    barriers: list[str]
    language: str
    title: str


@pytest.fixture(scope="module")
def visits(built: Path, address: str, browser: Browser) -> list[Visit]:
    """Every page of every locale, opened once."""
    context = browser.new_context(viewport={"width": 320, "height": 640})
    context.add_init_script(AXE)
    page = context.new_page()
    seen: list[Visit] = []
    page.on("request", lambda r: None if r.url.startswith((address, "data:")) else seen[-1].foreign.append(r.url))
    page.on("console", lambda m: seen[-1].complaints.append(m.text) if m.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: seen[-1].complaints.append(str(error)))
    for path in pages(built / "site"):
        seen.append(Visit(path, [], 0, [], [], [], [], "", ""))
        page.goto(address + (f"{path}/" if path else ""))
        seen[-1].stored = page.evaluate("[localStorage.length, sessionStorage.length, document.cookie.length]")
        seen[-1].width = page.evaluate("document.documentElement.scrollWidth")
        seen[-1].small = page.evaluate(SMALL)
        seen[-1].barriers = page.evaluate(RUN_AXE)
        seen[-1].language = page.evaluate("document.documentElement.lang")
        seen[-1].title = page.title()
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


def test_axe_finds_no_barrier_on_any_page(visits: list[Visit]) -> None:
    assert {visit.path: visit.barriers for visit in visits if visit.barriers} == {}


def test_everything_to_tap_is_as_large_as_a_thumb_needs(visits: list[Visit]) -> None:
    assert {visit.path: visit.small for visit in visits if visit.small} == {}


def test_every_page_names_its_language(visits: list[Visit]) -> None:
    for visit in visits:
        assert visit.language == next((tag for tag in LOCALES if visit.path.split("/")[0] == tag), "en")


def test_no_title_in_a_tab_or_a_history_tells_what_the_page_is_about(visits: list[Visit]) -> None:
    telling = (
        r"traffick|violence|abuse|victim|surviv|police|deport|\bICE\b|暴力|贩运|販運|虐待|受害|警察|遣返|幸存|倖存"
    )
    survivors = [visit for visit in visits if "partners/" not in visit.path]
    assert [visit.title for visit in survivors if re.search(telling, visit.title, re.IGNORECASE)] == []
    assert len({visit.title for visit in visits}) > 100, "each page still has a title of its own"


@pytest.mark.parametrize("tag", LOCALES)
def test_menu_related_pages_and_search_call_a_page_as_it_calls_itself(built: Path, tag: str) -> None:
    root = built / "site" / LOCALES[tag]
    link = re.compile(r'<li><a href="([^"]*)"[^>]*>([^<]*)</a></li>')
    names = {}
    for file in root.rglob("index.html"):
        if file.relative_to(root).parts[0] not in LOCALES:
            heading = re.search(r"<h1[^>]*>(.*?)</h1>", file.read_text("utf-8"))
            assert heading
            names[file.parent.resolve()] = unescape(re.sub(r"<[^>]+>", "", heading[1]))
    for folder in names:
        text = (folder / "index.html").read_text("utf-8")
        lists = re.findall(r'<nav id="kyr-pages".*?</nav>|<nav class="kyr-related".*?</nav>', text, re.DOTALL)
        links = [found for each in lists for found in link.findall(each)]
        assert len(links) >= len(names) - 1, folder
        for url, said in links:
            assert unescape(said) == names[(folder / url).resolve()], (folder, url)
    script = (built / "site" / "assets" / "search" / f"{tag}.js").read_text("utf-8")
    listed = json.loads(script.partition("=")[2].rstrip(";\n"))["pages"]
    assert {(built / "site" / url).resolve(): title for url, title, *_ in listed} == names


def test_english_that_stands_in_for_a_heading_is_marked_in_the_menu(project: Path) -> None:
    settings = project / "mkdocs.yml"
    settings.write_text(f"{settings.read_text('utf-8')}nav:\n  - index.md\n  - Part:\n    - other.md\n", "utf-8")
    assert run(project, "extract").returncode == 0
    build(project, project=Project.find(project))
    menu = (project / "build" / "site" / "zh-Hans" / "index.html").read_text("utf-8").partition("kyr-pages")[2]
    assert '<li><a href="other/" lang="en" dir="auto">The other page</a></li>' in menu
    menu = (project / "build" / "site" / "index.html").read_text("utf-8").partition("kyr-pages")[2]
    assert '<li><a href="other/">The other page</a></li>' in menu


def test_whatever_a_menu_holds_is_in_it(project: Path) -> None:
    shutil.copy(project / "content" / "other.md", project / "content" / "third.md")
    settings = project / "mkdocs.yml"
    nav = "nav: [index.md, other.md, Elsewhere: https://example.org/, Part: [Within: [third.md], 'https://example.org/b']]"
    settings.write_text(f"{settings.read_text('utf-8')}{nav}\n", "utf-8")
    assert run(project, "extract").returncode == 0
    build(project, project=Project.find(project))
    built = project / "build" / "site"
    for page in ("index.html", "third/index.html", "zh-Hans/third/index.html"):
        menu = (built / page).read_text("utf-8").partition('id="kyr-pages"')[2].partition("</nav>")[0]
        links = [url for url in re.findall(r'<a href="([^"]*)"', menu) if not url.startswith("https:")]
        folder = (built / page).parent
        assert [(folder / url).resolve().name for url in links] == ["other", "third"]
        assert re.findall(r'<a href="(https:[^"]*)"', menu) == ["https://example.org/", "https://example.org/b"]
        assert re.search(r"Within</span>\s*<ul>", menu)


def test_the_librarys_styles_and_scripts_lose_their_comments_and_an_authors_keep_them(project: Path) -> None:
    own = {"assets/own.css": "/* mine */\np { color: red }\n", "assets/own.js": "// mine\nself.own = 1;\n"}
    for name, text in own.items():
        (project / "content" / name).parent.mkdir(exist_ok=True)
        (project / "content" / name).write_text(text, "utf-8")
    assert run(project, "extract").returncode == 0
    build(project, project=Project.find(project))
    made = project / "build" / "site"
    assert {name: (made / name).read_text("utf-8") for name in own} == own
    assert "/*" in (ROOT / "site/theme/assets/kyr.css").read_text("utf-8")
    assert "/*" not in (made / "assets/kyr.css").read_text("utf-8")


def test_no_built_page_names_another_host_for_anything_it_loads(built: Path) -> None:
    for file in (built / "site").rglob("*.html"):
        for tag in re.findall(r"<(?:script|img|iframe|source|video|audio|link)\b[^>]*>", file.read_text("utf-8")):
            assert not re.search(r'rel="(?:\w*-?prefetch|preconnect|preload)"', tag), (file, tag)
            if 'rel="canonical"' not in tag and 'rel="alternate"' not in tag:
                assert not re.search(r'(?:src|href)="(?:https?:)?//', tag), (file, tag)


@pytest.mark.parametrize("tag", LOCALES)
def test_a_phone_shows_help_without_scrolling(address: str, page: Page, tag: str) -> None:
    page.goto(address + LOCALES[tag])
    wanted = {".kyr-languages a": 3, ".kyr-safe a": 1, ".kyr-tap": 1, ".kyr-doors a": 5, ".kyr-exit": 1}
    bar = page.locator(".kyr-leave").bounding_box()
    assert bar
    for selector, count in wanted.items():
        found = page.locator(selector).all()
        assert len(found) == count, selector
        for each in found:
            box = each.bounding_box()
            assert box
            assert box["y"] >= 0
            assert box["y"] + box["height"] <= (PHONE["height"] if selector == ".kyr-exit" else bar["y"]), selector
    assert "Mandarin" in page.locator(".kyr-tap").inner_text()


def test_the_whole_box_about_danger_dials(address: str, page: Page) -> None:
    page.goto(address)
    box = page.locator(".kyr-tap").bounding_box()
    assert box
    for across in (0.1, 0.5, 0.9):
        at = [box["x"] + box["width"] * across, box["y"] + box["height"] * 0.8]
        assert page.evaluate("([x, y]) => document.elementFromPoint(x, y).href", at) == "tel:911"


def test_nothing_is_ever_behind_the_bar_with_the_way_out(address: str, page: Page) -> None:
    page.goto(f"{address}help/now/")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    last, bar = page.locator(".kyr-footer").bounding_box(), page.locator(".kyr-leave").bounding_box()
    assert last
    assert bar
    assert last["y"] + last["height"] <= bar["y"] + 1


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


@pytest.mark.parametrize("tag", LOCALES)
def test_every_page_says_in_its_own_language_that_nobody_has_reviewed_it(address: str, page: Page, tag: str) -> None:
    page.goto(f"{address}{LOCALES[tag]}trafficking/t-visa/")
    notice = {"en": "A lawyer has not reviewed", "zh-Hans": "本译文是草稿", "zh-Hant": "本譯文是草稿"}[tag]
    assert notice in page.locator(".kyr-notice").inner_text()
    assert "2026" in page.locator(".kyr-notice").inner_text()
    assert notice in page.locator(".kyr-standing").inner_text()


@pytest.mark.parametrize("tag", LOCALES)
def test_the_site_has_its_name_in_every_language(address: str, page: Page, tag: str) -> None:
    page.goto(f"{address}{LOCALES[tag]}help/now/")
    name = {"en": "Rights and help", "zh-Hans": "权利与帮助", "zh-Hant": "權利與幫助"}[tag]
    assert page.locator(".kyr-name").inner_text() == name
    assert page.title().endswith(f" · {name}")


def test_headings_have_the_same_ids_in_every_locale(built: Path) -> None:
    def ids(prefix: str) -> list[str]:
        html = (built / "site" / prefix / "trafficking/t-visa/index.html").read_text("utf-8")
        return re.findall(r'<h[1-6] id="([^"]*)"', html)

    assert len(ids("")) > 5
    assert ids("") == ids("zh-Hans") == ids("zh-Hant")


def test_chinese_pages_hold_no_untranslated_english_block(built: Path) -> None:
    site = built / "site"
    files = [*site.glob("zh-*/**/index.html")]
    assert len(files) > 60
    for file in files:
        page = "/".join(file.relative_to(site).parts[1:-1]) or "index"
        if "kyr:skip" not in (ROOT / "content" / f"{page}.md").read_text("utf-8"):
            article = re.sub(
                r'<details class="kyr-sources">.*?</details>', "", file.read_text("utf-8"), flags=re.DOTALL
            )
            assert 'lang="en"' not in re.sub(r'<(?:a|link) [^>]*hreflang="en"[^>]*>', "", article), page


def test_numbers_are_links_that_dial_and_never_break(address: str, page: Page) -> None:
    page.goto(f"{address}help/now/")
    links = page.locator(".kyr-phone").all()
    assert len(links) > 5
    for link in links:
        assert re.fullmatch(r"tel:(\+1\d{10}|\d{3})", link.get_attribute("href") or "")
        assert link.evaluate("element => element.getClientRects().length") == 1
        assert link.evaluate("element => getComputedStyle(element).whiteSpace") == "nowrap"


def test_a_hotlines_card_has_its_numbers_hours_and_languages(address: str, page: Page) -> None:
    page.goto(f"{address}zh-Hans/help/safe-browsing/")
    card = page.locator(".kyr-contact", has_text="1-888-373-7888")
    assert card.locator(".kyr-phone").get_attribute("href") == "tel:+18883737888"
    assert (card.locator(".kyr-text").get_attribute("href") or "").startswith("sms:233733")
    assert card.locator(".kyr-said").all_inner_texts() == ["每天24小时，每周7天", "打电话可以用200多种语言"]


def test_pages_link_to_their_handout_and_say_how_large_it_is(built: Path, address: str, page: Page) -> None:
    for tag, prefix in LOCALES.items():
        page.goto(f"{address}{prefix}trafficking/t-visa/")
        link = page.locator(".kyr-paper")
        file = built / "site" / "handouts" / tag / "trafficking" / "t-visa.pdf"
        assert link.evaluate("element => element.href") == f"{address}handouts/{tag}/trafficking/t-visa.pdf"
        assert file.read_bytes() == (built / "handouts" / tag / "trafficking" / "t-visa.pdf").read_bytes()
        assert f"{round(file.stat().st_size / 1000)} KB" in link.inner_text()


def test_related_pages_are_those_of_the_same_part(address: str, page: Page) -> None:
    page.goto(f"{address}zh-Hant/trafficking/t-visa/")
    related = [link.get_attribute("href") for link in page.locator(".kyr-related a").all()]
    assert "../t-visa-apply/" in related
    assert "./" not in related
    assert len(related) == 7


def test_every_language_and_a_default_are_named_for_search_engines(built: Path) -> None:
    head = (built / "site" / "zh-Hans" / "help" / "now" / "index.html").read_text("utf-8")
    url = "https://kyr.example.org/"
    expected = {(tag, f"{url}{prefix}help/now/") for tag, prefix in LOCALES.items()} | {
        ("x-default", f"{url}help/now/")
    }
    assert set(re.findall(r'<link rel="alternate" hreflang="([^"]*)" href="([^"]*)"', head)) == expected
    sitemap = (built / "site" / "sitemap.xml").read_text("utf-8")
    entry = next(part for part in sitemap.split("<url>") if f"<loc>{url}zh-Hant/help/now/</loc>" in part)
    assert set(re.findall(r'hreflang="([^"]*)" href="([^"]*)"', entry)) == expected


def test_one_page_for_lost_readers_speaks_every_language(address: str, page: Page) -> None:
    page.goto(f"{address}404.html")
    assert page.locator("html").get_attribute("lang") == "en"
    sections = page.locator(".kyr-missing section")
    assert [each.get_attribute("lang") for each in sections.all()] == list(LOCALES)
    assert page.locator("h1").count() == 1
    words = page.locator(".kyr-missing a").all_inner_texts()
    assert len(set(words)) == 3
    page.locator(".kyr-missing a").nth(1).click()
    assert page.url == f"{address}zh-Hans/"


def test_authors_notes_stay_out_of_the_site(built: Path) -> None:
    for file in (built / "site").rglob("*.html"):
        assert "kyr:" not in file.read_text("utf-8"), file
    assert not list((built / "site").rglob("*.toml"))


@pytest.mark.parametrize("tag", LOCALES)
def test_the_first_page_costs_little(built: Path, tag: str) -> None:
    """Before compression; kept far below what Material alone would load (some 400 KB)."""
    site = built / "site"
    html = (site / LOCALES[tag] / "index.html").read_text("utf-8")
    loaded = re.findall(r'<(?:script|link)[^>]* (?:src|href)="([^":]*\.(?:js|css|svg))"', html)
    files = [(site / LOCALES[tag] / name).resolve() for name in loaded]
    assert len(files) == len({*files}) <= 6
    assert len(html.encode()) + sum(file.stat().st_size for file in files) < 50_000
