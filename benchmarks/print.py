"""How fast handouts are made, and how much faster than by WeasyPrint: python -m benchmarks.print

Both set the same pages, in three languages, from the same XHTML with the same fonts, in one process. WeasyPrint is no
dependency of the project; where it is not installed, only our own time is printed.
"""

from __future__ import annotations

import importlib.metadata
import itertools
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline import languages
from pipeline.print.handouts import TEMPLATES, typeset
from pipeline.print.orders import Order, Wish, orders
from pipeline.print.printing import Press, run
from pipeline.print.sheet import values_of
from pipeline.project import Project

if TYPE_CHECKING:
    from pipeline.print.sheet import Sheet

PAGES = 12
STYLE = """
@page { size: letter; margin: 0.9in 0.95in; @bottom-right { content: counter(page) " / " counter(pages); } }
body { font: 11pt/1.42 "Noto Sans", "Noto Sans SC", "Noto Sans TC"; }
:lang(zh) { line-height: 1.6; text-align: justify; }
"""


def cpu(make: Callable[[Sheet], object], sheets: Sequence[Sheet]) -> float:
    """CPU seconds a sheet, the first one left out: it loads the fonts."""
    make(sheets[0])
    start = time.process_time()
    for sheet in sheets:
        make(sheet)
    return (time.process_time() - start) / len(sheets)


def weasyprint() -> Callable[[Sheet], object] | None:
    """A function that sets a sheet's body as PDF/UA through WeasyPrint; None where it is not installed."""
    try:
        import weasyprint  # type: ignore[import-untyped, import-not-found, unused-ignore]
    except ImportError:
        return None
    html: Any = weasyprint.HTML
    style = STYLE + faces()
    return lambda sheet: html(
        string=f'<html lang="{sheet.locale.tag}"><title>{sheet.title}</title><style>{style}</style>{sheet.body}</html>'
    ).write_pdf(pdf_variant="pdf/ua-1")


def faces() -> str:
    """The fonts that our own sheets are set in, as CSS."""
    found = ""
    for font in (languages.FONTS[script] for script in ("Latn", "Hans", "Hant")):
        folder = Path(str(importlib.metadata.distribution(font.package).locate_file(font.folder)))
        file = next(folder.rglob(f"{font.family.replace(' ', '')}[[]*.ttf"))
        found += f'@font-face {{ font-family: "{font.family}"; font-weight: 100 900; src: url("{file.as_uri()}"); }}\n'
    return found


def main() -> None:
    """Print the figures."""
    project = Project.find()
    press, everything = Press(project), list(orders(project))
    templates = project.root / TEMPLATES
    chosen: dict[str, dict[str, list[Order]]] = {}
    for order in everything:
        chosen.setdefault(order.form, {}).setdefault(order.locales[-1].tag, []).append(order)
    times = {}
    for form, by_locale in chosen.items():
        sheets = [press.sheet(one) for found in by_locale.values() for one in itertools.islice(found, PAGES)]
        times[form] = cpu(lambda sheet: typeset(sheet, values_of(sheet), templates), sheets)
        print(f"{form}: {times[form] * 1000:.0f} ms CPU each to typeset, mean of {len(sheets)} sheets")
        if form == "handout":
            compare(sheets, times[form])
    with tempfile.TemporaryDirectory() as folder:
        project.build = Path(folder)
        before, begun = time.process_time(), time.perf_counter()
        run(project, Wish(), lambda _: lambda: None)
        total, wall = time.process_time() - before, time.perf_counter() - begun
    each = total / len(everything) * 1000
    print(
        f"all {len(everything)} sheets from nothing: {total:.1f} s CPU, {each:.0f} ms each, {wall:.1f} s on the clock"
    )


def compare(sheets: Sequence[Sheet], ours: float) -> None:
    """Print what WeasyPrint takes for the same sheets."""
    other = weasyprint()
    if other is None:
        print("WeasyPrint is not installed: nothing to compare with (pip install weasyprint)")
    else:
        theirs = cpu(other, sheets)
        print(f"  WeasyPrint: {theirs * 1000:.0f} ms CPU each, {theirs / ours:.1f} times as much")


if __name__ == "__main__":
    os.environ.setdefault("SOURCE_DATE_EPOCH", "1795305600")
    main()
