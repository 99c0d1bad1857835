"""Find a Chromium for the browser tests, or install one the way this machine offers.

``python tests/browser.py --install`` is what `make test` runs; it prints one line and exits 1 when there is no way.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# as root there is no sandbox to be had; the rest keeps the browser from calling its maker
FLAGS = ("--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync")


def find() -> str | None:
    """The path of a Chromium: $KYR_CHROMIUM, one on the PATH, or Playwright's own."""
    named = os.environ.get("KYR_CHROMIUM")
    if named:
        return named
    for name in _NAMES:
        if path := shutil.which(name):
            return path
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def install() -> bool:
    """Try apt as root, then Playwright's own download; True when a Chromium is there afterwards."""
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (
            ["apt-get", "update", "-qq"],
            ["apt-get", "install", "-qq", "-y", "chromium", "fonts-noto-cjk"],
        ):
            subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)
    if find() is None:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    return find() is not None


_running: list[Browser] = []


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless browser that is closed again whatever happens; inside another such block, the same one.

    Playwright allows one running instance a thread.
    """
    from playwright.sync_api import sync_playwright

    if _running:
        yield _running[0]
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=list(FLAGS))
        _running.append(browser)
        try:
            yield browser
        finally:
            _running.clear()
            browser.close()


def until(page: Page, script: str, arg: Any = None, seconds: float = 30) -> None:
    """Ask a page until a script's answer is true; raises AssertionError when it never is.

    Playwright's own `wait_for_function` asks again by `eval` in the page, which this site's policy forbids: it fails
    whenever the first answer is not yes.
    """
    end = time.monotonic() + seconds
    while page.evaluate(script, arg) is not True:
        assert time.monotonic() < end, f"never true: {script}"
        page.wait_for_timeout(20)


if __name__ == "__main__":
    if find() is None and not install():
        print("No Chromium for the browser tests. Run:  sudo apt-get install chromium", file=sys.stderr)
        sys.exit(1)
