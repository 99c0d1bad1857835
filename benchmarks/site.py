"""What the site costs to build and to open, beside stock Material + static-i18n on the same words, in one run.

    python -m benchmarks.site            builds with the library once (about 40 pages) and three times (about 120)
    python -m benchmarks.site --build    only the builds
    python -m benchmarks.site --open     only the first page, in Chromium

Stock gets Markdown files of each locale, made by putting each translation into the English text; what cannot be found
again stays English. Both sides build without a menu of their own, in a fresh process; its processor seconds count.

Opening a page is timed over a slow line that Chromium imitates (Lighthouse's slow 4G: 1,638 kbps and 150 ms; and
400 kbps and 400 ms), with the processor four times slower, on files served compressed with Brotli, cold.
"""

from __future__ import annotations

import functools
import re
import shutil
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import brotli

from benchmarks.measure import OURS, ROOT, cost
from pipeline.project import Project
from tests.browser import chromium
from tests.served import Quiet, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

STOCK = """site_name: Rights and help
site_url: https://kyr.example.org/
docs_dir: content
site_dir: build/site
exclude_docs: "*.toml\\nprint/\\nREADME.md"
theme: {name: material}
markdown_extensions: [%s]
plugins:
  search: {lang: [en, zh]}
  i18n:
    docs_structure: suffix
    languages:
      - {locale: en, name: English, default: true, build: true}
      - {locale: zh, name: 简体中文, build: true}
      - {locale: zh-TW, name: 繁體中文, build: true}
"""
BUILD = """
import sys
from pathlib import Path
if sys.argv[1] == "kyr":
    from pipeline.cli.shell import disable_garbage_collection
    disable_garbage_collection()  # as `kyr build` does
    from pipeline import site
    site.build(Path.cwd())
else:
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    config = load_config("mkdocs.yml")
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
"""
STOCK_TAGS = {"zh_Hans": "zh", "zh_Hant": "zh-TW"}
PAGES = ("", "help/now/", "trafficking/t-visa/")
LINES = {"slow 4G": (1638, 150), "400 kbps": (400, 400)}


# ---- building ----


def ours(folder: Path, times: int) -> int:
    """A copy of the project with its pages ``times`` over; gives how many."""
    for name in ("content", "locales", "site"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "pyproject.toml", folder)
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    (folder / "mkdocs.yml").write_text(settings[: settings.index("\nnav:") + 1], "utf-8")
    for base in (folder / "content", *(folder / "locales").glob("*/LC_MESSAGES")):
        parts = [part for part in base.iterdir() if part.is_dir() and part.name != "print"]
        for copy in range(1, times):
            for part in parts:
                shutil.copytree(part, base / f"copy{copy}" / part.name)
    return sum(1 for path in (folder / "content").rglob("*.md") if not {"print", "slides", "README.md"} & {*path.parts})


def stock(folder: Path, project: Project) -> None:
    """The same pages as stock Material + static-i18n wants them."""
    for name, page in project.pages.items():
        source = project.content / f"{name}.md"
        if name.startswith("print/") or not source.exists():  # a handout; the words of a video
            continue
        target = folder / "content" / f"{name}.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)
        for locale in project.config.locales:
            text = source.read_text("utf-8")
            by_text = {message.source: message.target for message in project.catalog(locale, name).live}
            for unit in sorted(page.units, key=lambda unit: -len(unit.text)):
                words = r"\s+".join(map(re.escape, unit.text.split()))
                shown = by_text.get(unit.text) or unit.text
                text = re.sub(words, lambda _, shown=shown: shown, text, count=1)  # type: ignore[misc]
            target.with_name(f"{target.stem}.{STOCK_TAGS[locale.code]}.md").write_text(text, "utf-8")
    extensions = ", ".join(project.markdown.names)
    (folder / "mkdocs.yml").write_text(STOCK % extensions, "utf-8")


def seconds(folder: Path, side: str) -> float:
    """Processor seconds of one build."""
    found = cost((OURS, "-c", BUILD, side), folder)
    return found.cpu if found else float("inf")


def builds(work: Path, times: int) -> tuple[Path, Path]:
    """Both sides built, and what that cost told; gives their folders."""
    one, other = work / f"kyr{times}", work / f"stock{times}"
    one.mkdir()
    other.mkdir()
    count = ours(one, times)
    stock(other, Project(one))
    mine, theirs = seconds(one, "kyr"), seconds(other, "stock")
    print(f"build, {count} pages x 3: kyr {mine:.1f} s, stock {theirs:.1f} s, ratio {mine / theirs:.2f}", flush=True)
    return one / "build" / "site", other / "build" / "site"


# ---- opening ----


class _Compressed(Quiet):
    """Serves a folder as a good host does: compressed."""

    def do_GET(self) -> None:  # noqa: N802 - the name that http.server calls
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        body = packed(path)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "br")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(ConnectionError):  # a browser may leave before the end
            self.wfile.write(body)


@functools.cache
def packed(path: Path) -> bytes:
    data: bytes = brotli.compress(path.read_bytes())
    return data


OBSERVE = """
self.seen = {lcp: 0, cls: 0};
new PerformanceObserver((list) => { for (const e of list.getEntries()) seen.lcp = e.startTime; })
  .observe({type: "largest-contentful-paint", buffered: true});
new PerformanceObserver((list) => { for (const e of list.getEntries()) if (!e.hadRecentInput) seen.cls += e.value; })
  .observe({type: "layout-shift", buffered: true});
"""


def opened(browser: Browser, url: str, line: tuple[int, int] | None, script: bool = True) -> dict[str, Any]:
    """One cold visit: bytes over the line (bodies), and with a script largest paint in seconds and layout shift."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, device_scale_factor=2, java_script_enabled=script
    )
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    if line:
        kbps, latency = line
        rate = kbps * 1000 / 8
        conditions = {"offline": False, "latency": latency, "downloadThroughput": rate, "uploadThroughput": rate}
        devtools.send("Network.emulateNetworkConditions", conditions)
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    total = [0]
    own = url.split("/", 3)[2]
    page.on("response", lambda r: total.append(int(r.headers.get("content-length", 0))) if own in r.url else None)
    page.route(lambda asked: own not in asked, lambda route: route.abort())
    if script:
        page.add_init_script(OBSERVE)
    page.goto(url, wait_until="load", timeout=120_000)
    page.wait_for_timeout(1500)
    seen: dict[str, Any] = page.evaluate("seen") if script else {}
    context.close()
    return {"bytes": sum(total), **seen}


def opening(sites: dict[str, tuple[Path, str]]) -> None:
    with chromium() as browser:
        for name, (folder, prefix) in sites.items():
            with served(folder, _Compressed) as address:
                for path in PAGES:
                    url = f"{address}{prefix}{path}"
                    plain = opened(browser, url, None, script=False)["bytes"] / 1024
                    full = opened(browser, url, None)["bytes"] / 1024
                    said = [f"{full:.1f} KB, without JavaScript {plain:.1f} KB"]
                    for line, figures in LINES.items():
                        visits = sorted((opened(browser, url, figures) for _ in range(3)), key=lambda one: one["lcp"])
                        said.append(f"{line}: LCP {visits[1]['lcp'] / 1000:.2f} s, CLS {visits[1]['cls']:.3f}")
                    print(f"{name} /{prefix}{path}: {'; '.join(said)}", flush=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        small = builds(Path(temporary), 1)
        if "--open" not in sys.argv:
            builds(Path(temporary), 3)
        if "--build" not in sys.argv:
            opening({"kyr": (small[0], "zh-Hans/"), "stock": (small[1], "zh/")})
