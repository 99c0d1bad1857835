"""Take the README's pictures from build/: pages in three widths and languages, and a handout's first sheet."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser

from tests.browser import chromium
from tests.served import LOCALES, served

ROOT = Path(__file__).parents[1]
PAGES = {
    "home": "",
    "now": "help/now/",
    "interpreter": "help/interpreter/#card-mandarin",
    "t-visa": "trafficking/t-visa/",
    "safety": "domestic-violence/safety-plan/",
}
SIZES = {360: 740, 768: 1024, 1280: 800}


def pages(address: str, folder: Path) -> None:
    """``home-360-zh-Hans.png`` and so on."""
    with chromium() as browser:
        for width, height in SIZES.items():
            for tag, prefix in LOCALES.items():
                _pages(browser, width, height, f"{address}{prefix}", folder, tag)


def _pages(browser: Browser, width: int, height: int, address: str, folder: Path, tag: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": height})
    tab = context.new_page()
    for name, path in PAGES.items():
        tab.goto(address + path, wait_until="networkidle")
        tab.screenshot(path=str(folder / f"{name}-{width}-{tag}.png"))
    context.close()


def side_by_side(files: list[Path], target: Path) -> None:
    """Several pictures of one height as one, with a little room between them."""
    images = [Image.open(file) for file in files]
    room = 24
    width = sum(image.width for image in images) + room * (len(images) - 1)
    sheet = Image.new("RGB", (width, max(image.height for image in images)), "#d5dde0")
    left = 0
    for image in images:
        sheet.paste(image, (left, 0))
        left += image.width + room
    sheet.save(target, optimize=True)


def sheet(pdf: str, file: Path) -> None:
    """The first sheet of a handout, 600 pixels wide."""
    document = pypdfium2.PdfDocument(ROOT / "build" / "handouts" / pdf)
    first = document[0]
    first.render(scale=600 / first.get_width()).to_pil().save(file)


if __name__ == "__main__":
    docs, shots = ROOT / "docs", ROOT / "build" / "pictures"
    docs.mkdir(exist_ok=True)
    shots.mkdir(parents=True, exist_ok=True)
    with served(ROOT / "build" / "site") as address:
        pages(address, shots)
    side_by_side([shots / f"home-360-{tag}.png" for tag in LOCALES], docs / "page.png")
    side_by_side([shots / f"{name}-360-zh-Hans.png" for name in ("t-visa", "now", "interpreter")], docs / "pages.png")
    sheet("zh-Hant/trafficking/t-visa.pdf", docs / "handout.png")
    for pdf, name in {
        "zh-Hans/print/trifold-trafficking.trifold.pdf": "trifold",
        "zh-Hans/print/card-rights.card.pdf": "card",
        "en+zh-Hans/help/lawyer.bilingual.pdf": "bilingual",
        "zh-Hans/print/poster-help.poster.pdf": "poster",
    }.items():
        sheet(pdf, docs / f"{name}.png")
