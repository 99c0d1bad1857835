"""What kyr costs beside its peers, in one run: python -m benchmarks writes docs/benchmarks.md.

    make bench                     the peers installed into build/peers first
    python -m benchmarks           with whichever peers are there (KYR_PEERS names another environment)
    python -m benchmarks --quick   without the growth to 1,000 pages

The pages are the library's own, copied as often as needed. Every figure is that of one process from its start to its
end; po4a and msgmerge come from the system.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sysconfig
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks import site, update
from benchmarks.measure import (
    BOUND,
    LONG,
    OURS,
    ROOT,
    ROUNDS,
    THEIRS,
    BenchmarkError,
    Cost,
    cost,
    machine,
    program_version,
    version,
)
from pipeline import __version__
from pipeline import catalog as po
from pipeline.errors import CatalogError
from pipeline.project import Project

KYR = (OURS, "-m", "pipeline.cli")
PAGES = 100
"""Pages that all tools extract."""
LEFT_OUT = ("*.po", "templates", "*.jsonl", "synonyms.tsv")
"""What a made-up library has none of: translations, sign-offs, and a table that names pages."""

MDPO = """
from pathlib import Path
from mdpo.md2po import markdown_to_pofile
for page in sorted(Path("pages").rglob("*.md")):
    into = Path("mdpo") / page.with_suffix(".po")
    into.parent.mkdir(parents=True, exist_ok=True)
    markdown_to_pofile(str(page), save=True, po_filepath=str(into))
"""
BABEL = """
from babel.messages import pofile
with open("old.po", "rb") as old, open("new.pot", "rb") as new:
    catalog, template = pofile.read_po(old), pofile.read_po(new)
catalog.update(template)
with open("babel.po", "wb") as out:
    pofile.write_po(out, catalog, width=0, include_previous=True)
"""
MERGE = """
from pathlib import Path
from pipeline import catalog as po
from pipeline.merge import merge
old, new = (po.parse(Path(name).read_bytes(), name) for name in ("old.po", "new.pot"))
Path("kyr.po").write_bytes(po.render(merge(old, new.messages)))
"""
CONVERT = """
from pathlib import Path
from pipeline.project import Project
text = Path("text.txt").read_text("utf-8")
Path("kyr.txt").write_text(Project(Path.cwd()).chinese.convert(text), "utf-8")
"""
OPENCC = """
from pathlib import Path
from opencc import OpenCC
Path("opencc.txt").write_text(OpenCC("s2tw").convert(Path("text.txt").read_text("utf-8")), "utf-8")
"""
PRINT = """
import sys
sys.path += {path}
from pathlib import Path
from benchmarks import print as bench
from pipeline.print.handouts import TEMPLATES, typeset
from pipeline.print.orders import orders
from pipeline.print.printing import Press
from pipeline.print.sheet import values_of
from pipeline.project import Project
project = Project(Path.cwd())
press = Press(project)
sheets = [press.sheet(one) for one in orders(project) if one.form == "handout"][:24]
templates = project.root / TEMPLATES
make = (lambda one: typeset(one, values_of(one), templates)) if "{side}" == "kyr" else bench.weasyprint()
for sheet in sheets:
    make(sheet)
"""


@dataclass(frozen=True)
class Row:
    """One tool at one task; no cost where it is not installed (no version), failed or took too long."""

    tool: str
    version: str
    cost: Cost | None
    note: str = ""


Measure = Callable[[], Cost | None]


@dataclass(frozen=True)
class Tool:
    """One tool at one task; nothing is run where there is no version of it."""

    name: str
    version: str
    measure: Measure
    note: Callable[[], str] = str
    """What to say of what it made."""


def rows(*tools: Tool) -> list[Row]:
    """What each tool costs: the least of ROUNDS rounds in which they take turns, so that a busy moment, or a slow one,
    meets all of them. What takes long is measured once.
    """
    found = [_measured(tool) for tool in tools]
    for _ in range(ROUNDS - 1):
        found = [_again(tool, one) for tool, one in zip(tools, found, strict=True)]
    return found


def _measured(tool: Tool) -> Row:
    try:
        found = tool.measure() if tool.version else None
    except BenchmarkError as error:
        return Row(tool.name, tool.version, None, str(error).strip().rpartition("\n")[2])
    return Row(tool.name, tool.version, found, tool.note() if found else "")


def _again(tool: Tool, one: Row) -> Row:
    if one.cost is None or one.cost.cpu > LONG:
        return one
    other = tool.measure()
    return replace(one, cost=one.cost.least(other)) if other else one


def fresh(command: Sequence[str], folder: Path, clear: Callable[[], object] = lambda: None) -> Measure:
    """The cost of a command after ``clear`` has taken away what it left the last time."""

    def measure() -> Cost | None:
        clear()
        return cost(command, folder)

    return measure


# ---- the pages ----


def library(folder: Path, count: int) -> Path:
    """A project of ``count`` pages, and the same pages alone in ``pages/``: the library's own, over and over."""
    root = folder / f"pages{count}"
    for name in ("locales", "site"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns(*LEFT_OUT))
    for name in ("pyproject.toml", "mkdocs.yml"):
        shutil.copy(ROOT / name, root)
    (root / "content").mkdir()
    for name in ("facts.toml", "contacts.toml"):
        shutil.copy(ROOT / "content" / name, root / "content")
    source = sorted(path for path in (ROOT / "content").rglob("*.md") if "print" not in path.parts)
    for number in range(count):
        times, page = divmod(number, len(source))
        for top in ("content", "pages"):
            target = root / top / f"part{times}" / source[page].relative_to(ROOT / "content")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source[page], target)
    settings = (root / "mkdocs.yml").read_text("utf-8")
    (root / "mkdocs.yml").write_text(settings[: settings.index("\nnav:") + 1], "utf-8")
    return root


def unextracted(root: Path) -> None:
    """As if nothing had ever been extracted."""
    for name in ("build", "locales/templates", "mdpo", "toolkit", "po4a"):
        shutil.rmtree(root / name, ignore_errors=True)


# ---- the tasks ----


def extraction(folder: Path) -> list[Row]:
    """The library's pages to templates, one a page; po4a makes one for all."""
    root = library(folder, PAGES)
    pages = sorted(path.relative_to(root) for path in (root / "pages").rglob("*.md"))
    options = "-o markdown -o yfm_keys=title,description -o yfm_lenient"
    lines = [f'[type: text] {page} zh:po4a/{page} opt:"{options}"' for page in pages]
    settings = "\n".join(("[po4a_langs] zh", "[po4a_paths] po4a/all.pot zh:po4a/zh.po", *lines, ""))
    (root / "po4a.cfg").write_text(settings, "utf-8")

    def of(*command: str) -> Measure:
        return fresh(command, root, lambda: unextracted(root))

    toolkit = (THEIRS, "-m", "translate.convert.md2po", "--progress=none", "-P", "pages", "toolkit")
    po4a = ("po4a", "--no-translations", "--quiet", "po4a.cfg")
    return rows(
        Tool("kyr extract", __version__, of(*KYR, "extract")),
        Tool("mdpo", version("mdpo"), of(THEIRS, "-c", MDPO)),
        Tool("translate-toolkit md2po", version("translate-toolkit"), of(*toolkit)),
        Tool("po4a, one template for all", program_version("po4a"), of(*po4a)),
    )


def updating(folder: Path) -> list[Row]:
    """A catalogue of 1,000 messages brought up to a template that differs in a seventh of them."""
    made = update.case(1000)
    folder = folder / "update"
    folder.mkdir()
    (folder / "new.pot").write_bytes(po.render(po.template(made.units, "page")))

    def of(*command: str) -> Measure:
        return fresh(command, folder, lambda: (folder / "old.po").write_bytes(po.render(made.old)))

    def right(name: str) -> Callable[[], str]:
        def said() -> str:
            try:
                read = po.parse((folder / f"{name}.po").read_bytes(), name)
            except CatalogError as error:
                return f"what it wrote is not a PO file: {error.message}"
            found = update.score(made, read)
            return f"{found.right} of {found.edited} suggestions right, {found.wrong} wrong"

        return said

    gettext = ("msgmerge", "--quiet", "--previous", "--no-wrap", "old.po", "new.pot", "-o", "msgmerge.po")
    return rows(
        Tool("kyr (read, merge, write)", __version__, of(OURS, "-c", MERGE), right("kyr")),
        Tool("msgmerge --previous", program_version("msgmerge"), of(*gettext), right("msgmerge")),
        Tool("Babel's Catalog.update", version("babel"), of(THEIRS, "-c", BABEL), right("babel")),
    )


def conversion(folder: Path) -> list[Row]:
    """All Simplified words of the library, twenty times over, to Traditional ones of Taiwan."""
    folder = folder / "convert"
    shutil.copytree(ROOT / "locales", folder / "locales", ignore=shutil.ignore_patterns("*.po", "templates"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    project = Project(ROOT)
    hans = project.locale("zh_Hans")
    words = [message.target for name in project.catalog_names(hans) for message in project.catalog(hans, name).live]
    text = "\n".join(words * 20)
    (folder / "text.txt").write_text(text, "utf-8")

    def differing() -> str:
        ours, theirs = ((folder / name).read_text("utf-8").split("\n") for name in ("kyr.txt", "opencc.txt"))
        other = sum(one != two for one, two in zip(ours, theirs, strict=True))
        return f"{len(text):,} characters; {other:,} of {len(ours):,} lines differ from ours"

    return rows(
        Tool("kyr (glossary, phrases, second opinion)", __version__, fresh((OURS, "-c", CONVERT), folder)),
        Tool("OpenCC s2tw alone", version("opencc"), fresh((THEIRS, "-c", OPENCC), folder), differing),
    )


def building(folder: Path) -> tuple[list[Row], tuple[Path, Path]]:
    """The library's site in three languages, without handouts; and where both sites are."""
    ours, stock = folder / "ours", folder / "stock"
    ours.mkdir()
    stock.mkdir()
    site.ours(ours, 1)
    site.stock(stock, Project(ours))
    mine, theirs = ((OURS, "-c", site.BUILD, side) for side in ("kyr", "stock"))
    number = version("mkdocs-material", OURS)

    def again() -> str:
        costs = filter(None, (cost(mine, ours) for _ in range(ROUNDS)))
        return f"{min(one.cpu for one in costs):.2f} s with the templates kept from the build before"

    found = rows(
        Tool("kyr's site, the first time", __version__, fresh(mine, ours, lambda: unextracted(ours)), again),
        Tool("stock Material + static-i18n", number, fresh(theirs, stock, lambda: unextracted(stock))),
    )
    return found, (ours / "build" / "site", stock / "build" / "site")


def printing(folder: Path) -> list[Row]:
    """24 handouts from the same XHTML in the same fonts."""

    def by(python: str, side: str) -> Measure:
        code = PRINT.replace("{side}", side).replace("{path}", repr([str(ROOT), sysconfig.get_path("purelib")]))
        return fresh((python, "-c", code), folder)

    return rows(
        Tool("kyr, by Typst", version("typst", OURS), by(OURS, "kyr")),
        Tool("WeasyPrint", version("weasyprint"), by(THEIRS, "weasyprint")),
    )


def weights(ours: Path, stock: Path) -> Iterator[str]:
    """What travels to a phone, in kilobytes under Brotli."""
    page, other = ours / "zh-Hans" / "index.html", stock / "zh" / "index.html"
    figures = {
        "front page in Chinese, with its styles and scripts": (_page(ours, page), _page(stock, other)),
        "its HTML alone": (_packed(page), _packed(other)),
        "search in Chinese: index and scripts": (
            sum(map(_packed, _search(ours))),
            sum(map(_packed, _search(stock))),
        ),
    }
    for what, (mine, theirs) in figures.items():
        yield f"| {what} | {mine / 1024:.0f} | {theirs / 1024:.0f} |"


def _page(folder: Path, page: Path) -> int:
    text = page.read_text("utf-8")
    linked = re.findall(r'<script[^>]+src="?([^"\s>]+)|<link[^>]+href="?([^"\s>]+\.css)', text)
    files = {(page.parent / (script or style).split("?")[0]).resolve() for script, style in linked}
    files |= {folder / (script or style).lstrip("/") for script, style in linked if (script or style)[0] == "/"}
    return sum(_packed(path) for path in {page, *files} if path.is_file())


def _search(folder: Path) -> list[Path]:
    """Stock loads one index of all languages and its worker; ours the reader's own two files and the scripts."""
    scripts = (folder / "assets" / name for name in ("search.js", "search-guess.js"))
    own = [*folder.glob("assets/search/zh-Hans*.js"), *(path for path in scripts if path.exists())]
    return own or [*folder.glob("search/search_index.json"), *folder.glob("assets/javascripts/workers/search*.js")]


def _packed(path: Path) -> int:
    return len(site.packed(path))


# ---- growth ----


def growth(folder: Path, sizes: Sequence[int]) -> Iterator[tuple[str, list[str]]]:
    """Steps, and what each costs at so many pages."""
    roots = {size: library(folder / "growth", size) for size in sizes}

    def at(size: int, *command: str) -> str:
        try:
            found = cost(command, roots[size])
        except BenchmarkError as error:
            return f"failed: {str(error).strip().rpartition(chr(10))[2]}"
        return f"{found.cpu:.2f}" if found else f"over {BOUND}"

    def edit(size: int) -> None:
        page = next((roots[size] / "content").rglob("*.md"))
        page.write_text(page.read_text("utf-8") + "\nOne sentence more.\n", "utf-8")

    yield "extract, the first time", [at(size, *KYR, "extract") for size in sizes]
    yield "extract, nothing changed", [at(size, *KYR, "extract") for size in sizes]
    for size in sizes:
        edit(size)
    yield "extract, one page changed", [at(size, *KYR, "extract") for size in sizes]
    yield "update, the first time", [at(size, *KYR, "update") if size <= PAGES else "" for size in sizes]
    yield "update, nothing changed", [at(size, *KYR, "update") if size <= PAGES else "" for size in sizes]
    build = (OURS, "-c", site.BUILD, "kyr")
    yield "site, three languages", [at(size, *build) if size <= PAGES else "" for size in sizes]


# ---- the page ----

WHY = """What grows linearly: extraction, update and the site cost the same for each page, however many there are; a
page is parsed once per run. What does not grow: starting Python, loading the libraries and gathering the
interface words. What is cached: `extract` keeps a digest of every file it reads and writes in build/cache/, and
parses only the pages that have changed; if none has, it does not even load the parser. Handouts are cached one by
one in the same way. `update` reads every catalogue each time, because translators change them; the site is built
anew each time.
"""


def head() -> Iterator[str]:
    """How to read docs/benchmarks.md."""
    yield "# What kyr costs, compared with similar tools\n"
    yield f"Written by `make bench` (benchmarks/). One machine: {machine()}. CPU is the processor time of the whole"
    yield "process, including its start. The ratio is kyr's time to the other tool's: below 1, kyr needs less."
    yield f"The tools of a task took turns, {ROUNDS} times each, and the lowest figure counts. Other work on the"
    yield "machine may have lengthened every row by a few tenths."
    yield "No peak can show below that of the measuring process, about 35 MB."


def table(title: str, found: Sequence[Row]) -> Iterator[str]:
    """One task: ours in the first row, and its peers."""
    yield f"\n## {title}\n"
    yield "| tool | version | CPU s | peak MB | ratio | |"
    yield "|---|---|---|---|---|---|"
    yield from (_line(one, found[0].cost) for one in found)


def _line(one: Row, base: Cost | None) -> str:
    if not one.version:
        return f"| {one.tool} | not installed | | | | |"
    if not one.cost:
        return f"| {one.tool} | {one.version} | {'failed' if one.note else f'over {BOUND} s'} | | | {one.note} |"
    ratio = f"{base.cpu / one.cost.cpu:.2f}" if base and one.cost is not base else ""
    return f"| {one.tool} | {one.version} | {one.cost.cpu:.2f} | {one.cost.peak:.0f} | {ratio} | {one.note} |"


def report(folder: Path, sizes: Sequence[int]) -> Iterator[str]:
    """Measure everything; the lines of docs/benchmarks.md as they are found."""
    yield from head()
    yield from table(f"Extraction: {PAGES} pages", extraction(folder))
    yield from table("Update: 1,000 messages", updating(folder))
    yield from table("Simplified to Traditional Chinese", conversion(folder))
    built, sites = building(folder)
    yield from table("The site: the whole library in three languages", built)
    yield from table("Handouts: 24 PDFs", printing(folder / "ours"))
    yield "\n## What a phone loads\n"
    yield "| KB under Brotli | kyr | stock |"
    yield "|---|---|---|"
    yield from weights(*sites)
    yield "\n## Growth\n"
    yield f"| CPU s | {' | '.join(f'{size:,} pages' for size in sizes)} |"
    yield "|---" * (len(sizes) + 1) + "|"
    yield from (f"| {step} | {' | '.join(figures)} |" for step, figures in growth(folder, sizes))
    yield f"\n{WHY.rstrip()}"


def main() -> None:
    """Measure everything, tell it as it comes, and write the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="What kyr costs beside its peers.")
    parser.add_argument("--quick", action="store_true", help="without the growth to 1,000 pages")
    sizes = (10, 100) if parser.parse_args().quick else (10, 100, 1000)
    lines = []
    with tempfile.TemporaryDirectory() as temporary:
        for line in report(Path(temporary), sizes):
            print(line, flush=True)
            lines.append(line)
    (ROOT / "docs" / "benchmarks.md").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
