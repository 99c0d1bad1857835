"""Search in languages that write their vowels as marks, put no spaces between words, or spell one word in two ways."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from pipeline import search
from pipeline.search import Found, Section
from tests.browser import until
from tests.conftest import ROOT
from tests.served import served

ASSETS = ROOT / "site" / "theme" / "assets"
PAGES = {
    "hi": {
        "work": ("काम पर अधिकार", "आपको मज़दूरी पाने का अधिकार है।"),
        "child": ("बच्चे", "बच्चों को मदद मिलती है।"),
        "fear": ("डर", "मादा और दम।"),  # the consonants of मदद, in other words
    },
    "th": {
        "help": ("ขอความช่วยเหลือ", "คุณมีสิทธิ์ขอความช่วยเหลือและทำงานได้อย่างปลอดภัย"),
        "court": ("ศาล", "ตำรวจเข้าบ้านไม่ได้ถ้าไม่มีหมายศาล"),
    },
    "ar": {
        "help": ("المساعدة", "اتصل بالشرطة إذا كنت في خطر."),
        "family": ("الأسرة", "أطفالك وأمك ومدرستك."),
    },
    "fa": {"help": ("کمک", "یک وکیل رایگان"), "work": ("کار", "دستمزد")},
}

FINDS = """wanted => {
  const links = [...document.querySelectorAll("#kyr-search-found > li > a")];
  return links.map((link) => link.pathname.split("/").at(-2)).join() === wanted.join();
}"""


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A site that has a search and nothing else, in each of the languages."""
    folder = tmp_path_factory.mktemp("site")
    for script in ASSETS.glob("search*.js"):
        shutil.copy(script, _made(folder / "assets") / script.name)
    for tag, pages in PAGES.items():
        found = [
            Found(path, f"{path}/", title, "", (Section("", title, text),)) for path, (title, text) in pages.items()
        ]
        scripts = _made(folder / "assets" / "search")
        if tag == "ar":  # hardly translated
            found.append(Found("rent", "rent/", "Your rent", "", (Section("", "", "Ask."),), in_english=True))
        (scripts / f"{tag}.js").write_text(search.index(found, [], [], str, in_english=tag == "ar"), "utf-8")
        (scripts / f"{tag}-text.js").write_text(search.texts(found, []), "utf-8")
        (_made(folder / tag) / "index.html").write_text(
            f'<!doctype html><html lang="{tag}"><meta charset="utf-8"><script src="../assets/search-open.js"></script>'
            '<a href="." data-kyr-search>?</a><div class="md-container"></div></html>',
            "utf-8",
        )
    with served(folder) as address:
        page = browser.new_page(base_url=address)
        yield page
        page.close()


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.mark.parametrize(
    ("tag", "question", "wanted"),
    [
        ("hi", "मदद", ["child"]),
        ("hi", "मज़दूरी", ["work"]),
        ("th", "ช่วยเหลือ", ["help"]),
        ("th", "ทำงาน", ["help"]),
        ("th", "ตำรวจ", ["court"]),
        ("ar", "الاسره", ["family"]),
        ("ar", "اطفالك", ["family"]),
        ("ar", "إِذَا", ["help"]),
        ("fa", "وكيل", ["help"]),  # as an Arabic keyboard types it
    ],
)
def test_a_word_is_found_as_its_readers_type_it(page: Page, tag: str, question: str, wanted: list[str]) -> None:
    page.goto(f"{tag}/")
    page.locator("[data-kyr-search]").click()
    page.locator("#kyr-search-box").fill(question)
    until(page, FINDS, wanted)  # once the pages' text has come


@pytest.mark.parametrize(("question", "lang"), [("rent", "en"), ("الاسره", None)])
def test_a_page_in_english_is_read_aloud_as_english(page: Page, question: str, lang: str | None) -> None:
    page.goto("ar/")
    page.locator("[data-kyr-search]").click()
    page.locator("#kyr-search-box").fill(question)
    result = page.locator("#kyr-search-found > li").first
    result.wait_for()
    assert result.get_attribute("lang") == lang
    assert page.locator("form[lang=en] #kyr-search-box").count() == 1


def test_a_word_inside_a_line_without_spaces_is_marked(page: Page) -> None:
    page.goto("th/")
    page.locator("[data-kyr-search]").click()
    page.locator("#kyr-search-box").fill("ตำรวจ")
    mark = page.locator("#kyr-search-found p mark").first
    mark.wait_for()
    assert mark.inner_text() == "ตำรวจ"
