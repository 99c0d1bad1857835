"""Take the README's pictures from build/: a page as a phone shows it, and the first sheet of a handout."""

from __future__ import annotations

import functools
import http.server
import threading
from pathlib import Path

import pypdfium2

from tests.browser import chromium

ROOT = Path(__file__).parents[1]


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nobody reads this log."""


def page(path: str, file: Path) -> None:
    """A page of the built site, 360 x 740 pixels at twice the density."""
    handler = functools.partial(_Quiet, directory=str(ROOT / "build" / "site"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with chromium() as browser:
            tab = browser.new_page(viewport={"width": 360, "height": 740}, device_scale_factor=2)
            tab.goto(f"http://127.0.0.1:{server.server_port}/{path}", wait_until="networkidle")
            tab.screenshot(path=str(file))
    finally:
        server.shutdown()
        server.server_close()


def sheet(pdf: str, file: Path) -> None:
    """The first sheet of a handout, 600 pixels wide."""
    document = pypdfium2.PdfDocument(ROOT / "build" / "handouts" / pdf)
    first = document[0]
    first.render(scale=600 / first.get_width()).to_pil().save(file)


if __name__ == "__main__":
    (ROOT / "docs").mkdir(exist_ok=True)
    page("zh-Hans/help/now/", ROOT / "docs" / "page.png")
    sheet("zh-Hant/trafficking/t-visa.pdf", ROOT / "docs" / "handout.png")
