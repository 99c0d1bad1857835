"""The promises a phone's browser has to keep, in Firefox and in Safari's engine: `make engines`, after a build.

    apt-get install firefox-esr webkit2gtk-driver xvfb

The tests run in Chromium alone; this needs two more browsers and says which of them it did not find. Both are driven
by the commands of WebDriver (W3C): WebKit takes them from its own driver, Firefox without one, as Marionette.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from tests.served import served

SITE = Path(__file__).parents[1] / "build" / "site"
WIDTH, HEIGHT = 500, 800  # desktop browsers make no narrower window
MINI_BROWSER = "/usr/lib/*/webkit2gtk-4.*/MiniBrowser"
SHIFT = "\ue008"
AWAY = "404.html"
"""Where the exit leads while it is tried: a page of ours, for no other is asked for anything."""


class Browser(ABC):
    """A browser that is driven; every command raises RuntimeError with the browser's own words."""

    @abstractmethod
    def command(self, method: str, path: str, **values: Any) -> Any:
        """One command of WebDriver."""

    def open(self, address: str) -> None:
        """Go there and wait for it."""
        self.command("POST", "url", url=address)
        self.wait("return document.readyState === 'complete'")

    def run(self, script: str) -> Any:
        """What a script returns in the page."""
        return self.command("POST", "execute/sync", script=script, args=[])

    def wait(self, script: str) -> None:
        """Until a script returns something true; 10 seconds at most."""
        for _ in range(100):
            if self.run(script):
                return
            time.sleep(0.1)
        raise RuntimeError(f"in vain: {script}")

    def find(self, css: str) -> str:
        """The name of an element for other commands."""
        found: dict[str, str] = self.command("POST", "element", using="css selector", value=css)
        return next(iter(found.values()))

    def click(self, css: str) -> None:
        """As with a finger."""
        self.command("POST", f"element/{self.find(css)}/click", id=self.find(css))

    def write(self, css: str, text: str) -> None:
        """As with a keyboard."""
        self.command("POST", f"element/{self.find(css)}/value", id=self.find(css), text=text)

    def press(self, key: str, times: int) -> None:
        """One key, again and again."""
        strokes = [{"type": kind, "value": key} for _ in range(times) for kind in ("keyDown", "keyUp")]
        self.command("POST", "actions", actions=[{"type": "key", "id": "keys", "actions": strokes}])


class WebKit(Browser):
    """Safari's engine, by the driver that comes with WebKitGTK."""

    def __init__(self, port: int) -> None:
        self._base = f"http://127.0.0.1:{port}/session"
        options = {"binary": str(_mini_browser()), "args": ["--automation"]}
        wanted = {"alwaysMatch": {"webkitgtk:browserOptions": options}}
        for _ in range(50):
            try:
                self._base += "/" + self._ask("POST", "", {"capabilities": wanted})["sessionId"]
                return
            except urllib.error.URLError:
                time.sleep(0.2)
        raise RuntimeError("the driver does not answer")

    def command(self, method: str, path: str, **values: Any) -> Any:
        return self._ask(method, f"/{path}", values if method == "POST" else None)

    def close(self) -> None:
        """End the browser; the driver goes on."""
        self._ask("DELETE", "", None)

    def _ask(self, method: str, path: str, values: Any) -> Any:
        data = None if values is None else json.dumps(values).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(self._base + path, method=method, data=data, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(error.read().decode()) from error


class Firefox(Browser):
    """Firefox, by its own protocol: a length, a colon and JSON."""

    _NAMES = {"url": "Navigate", "execute/sync": "ExecuteScript", "element": "FindElement", "back": "Back"} | {
        "actions": "PerformActions",
        "window/rect": "SetWindowRect",
        "click": "ElementClick",
        "value": "ElementSendKeys",
    }

    def __init__(self, port: int) -> None:
        self._socket, self._count = self._connected(port), 0
        self._answers = self._socket.makefile("rb")
        self._read()
        self._send("NewSession", {})

    def _connected(self, port: int) -> socket.socket:
        for _ in range(100):
            try:
                return socket.create_connection(("127.0.0.1", port), 60)
            except OSError:
                time.sleep(0.3)
        raise RuntimeError("Firefox does not answer")

    def command(self, method: str, path: str, **values: Any) -> Any:
        del method
        answer = self._send(self._NAMES.get(path) or self._NAMES[path.rpartition("/")[2]], values)
        return answer.get("value", answer) if isinstance(answer, dict) else answer

    def _send(self, name: str, values: dict[str, Any]) -> Any:
        self._count += 1
        message = json.dumps([0, self._count, f"WebDriver:{name}", values]).encode()
        self._socket.sendall(b"%d:%s" % (len(message), message))
        _, _, error, answer = self._read()
        if error:
            raise RuntimeError(error["message"])
        return answer

    def _read(self) -> Any:
        length = b""
        while (digit := self._answers.read(1)) != b":":
            length += digit
        return json.loads(self._answers.read(int(length)))


def _mini_browser() -> Path | None:
    return next(iter(sorted(Path("/").glob(MINI_BROWSER.lstrip("/")))), None)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@contextmanager
def _process(*command: str, **environment: str) -> Iterator[None]:
    """A program that is ended again, whatever happens."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, env={**os.environ, **environment}, **quiet)  # type: ignore[call-overload]
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def firefox(program: str) -> Iterator[Browser]:
    """Firefox with a profile of its own, thrown away afterwards."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        port = _free_port()
        Path(home, "user.js").write_text(f'user_pref("marionette.port", {port});\n', "utf-8")
        with _process(program, "--headless", "--marionette", "--profile", home, HOME=home):
            yield Firefox(port)


@contextmanager
def webkit(program: str) -> Iterator[Browser]:
    """WebKitGTK's small browser on a screen that nobody sees."""
    port, display = _free_port(), ":97"
    # as root there is no sandbox to be had
    environment = {"DISPLAY": display, "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"}
    with ExitStack() as stack:
        stack.enter_context(_process("Xvfb", display, "-screen", "0", "1400x1000x24"))
        stack.enter_context(_process(program, f"--port={port}", **environment))
        browser = WebKit(port)
        stack.callback(browser.close)
        yield browser


def promises(browser: Browser, address: str) -> Iterator[tuple[str, bool]]:
    """Each promise, and whether it is kept."""
    browser.command("POST", "window/rect", width=WIDTH, height=HEIGHT)
    for path in ("", "zh-Hans/", "zh-Hant/trafficking/t-visa/", "zh-Hans/help/now/"):
        browser.open(address + path)
        fits = browser.run("return document.documentElement.scrollWidth <= innerWidth")
        yield f"/{path} needs no sideways scrolling", fits

    browser.open(f"{address}zh-Hans/")
    browser.click("[data-kyr-search]")
    browser.wait("return document.activeElement.id === 'kyr-search-box'")
    browser.write("#kyr-search-box", "老公打我怎么办")
    first = "document.querySelector('#kyr-search-found a')"
    browser.wait(f"return {first} !== null")
    found = browser.run(f"return {first}.href")
    yield "the search understands a question", "domestic-violence" in found
    kept = browser.run("return localStorage.length + sessionStorage.length + document.cookie.length")
    yield "nothing is kept, and no word of it is in the address", kept == 0 and browser.run("return !location.search")

    browser.open(f"{address}zh-Hans/trafficking/t-visa/")
    browser.click(".kyr-beside")
    browser.wait("return document.querySelectorAll('.kyr-pair [lang=en], .kyr-english').length > 10")
    yield "the English stands beside", True

    browser.open(f"{address}zh-Hans/help/interpreter/")
    browser.click(".kyr-open a")
    filled = "const {width, height} = document.querySelector('.kyr-card:target').getBoundingClientRect();"
    fills = browser.run(filled + "return width >= document.documentElement.clientWidth && height >= innerHeight")
    yield "the card fills the screen", fills

    yield from _leaving(browser, address)


def _leaving(browser: Browser, address: str) -> Iterator[tuple[str, bool]]:
    inward = f"document.querySelectorAll('.kyr-exit').forEach((link) => {{ link.href = '/{AWAY}' }})"
    left = f"return location.pathname === '/{AWAY}'"
    browser.open(f"{address}zh-Hans/about/privacy/")
    browser.open(f"{address}zh-Hans/help/now/")
    browser.run(inward)
    browser.click(".kyr-exit")
    browser.wait(left)
    yield "the exit leaves", True
    browser.command("POST", "back")
    browser.wait("return document.readyState === 'complete'")
    yield "Back does not lead to the page that was left", not browser.run("return location.pathname.includes('now')")
    browser.open(f"{address}zh-Hans/help/now/")
    browser.run(inward)
    browser.press(SHIFT, 3)
    browser.wait(left)
    yield "Shift, pressed three times, leaves", True


def main() -> int:
    """Try what is installed; 1 when a promise is not kept, or no browser was there to keep one."""
    driver = shutil.which("WebKitWebDriver") if _mini_browser() and shutil.which("Xvfb") else None
    fox = shutil.which("firefox-esr") or shutil.which("firefox")
    tried = failed = 0
    for name, program, start in (("Firefox", fox, firefox), ("WebKit", driver, webkit)):
        if program is None:
            print(f"{name}: not installed, not tried")
            continue
        tried += 1
        try:
            with served(SITE) as address, start(program) as browser:
                for promise, is_kept in promises(browser, address):
                    failed += not is_kept
                    print(f"{name}: {'' if is_kept else 'NOT TRUE: '}{promise}", flush=True)
        except RuntimeError as error:  # what comes after the last line was not to be had
            failed += 1
            print(f"{name}: {error}", flush=True)
    return 1 if failed or not tried else 0


if __name__ == "__main__":
    sys.exit(main())
