"""build/handouts/index.html: every sheet with a small picture, its size and what to tell the printer; for staff."""

from __future__ import annotations

import html
from itertools import groupby
from typing import TYPE_CHECKING, Final

from pipeline.forms import FORMS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.stamp import Printed

_STYLE: Final = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 70rem; padding: 1rem; color: #111; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin: 2.5rem 0 .5rem; border-bottom: 2px solid; }
ul { display: flex; flex-wrap: wrap; gap: 1rem; list-style: none; margin: 0; padding: 0; }
li { width: 10.5rem; } a { color: inherit; display: block; } a:hover, a:focus { outline: 2px solid; }
img { background: #fff; border: 1px solid #888; height: 12rem; object-fit: cover; object-position: top; width: 100%; }
img.whole { object-fit: contain; } small { color: #444; display: block; } dt { font-weight: bold; }
nav a { display: inline-block; margin-right: 1rem; } @media print { img { display: none; } }
"""
_PAPERS: Final = {"us-letter": "Letter", "a4": "A4", "phone": "1080 pixels wide"}


def render(sheets: Sequence[Printed], languages: Mapping[str, str]) -> str:
    """The whole page; ``languages`` are the names of the tags. It asks nobody for anything: the pictures are in it."""
    parts = "\n".join(_sections(sheets, languages))
    hints = "\n".join(f"<dt>{form.name}</dt><dd>{html.escape(form.hint)}</dd>" for form in FORMS.values())
    present = dict.fromkeys(sheet.form for sheet in _sorted(sheets))
    links = "".join(f'<a href="#{name}">{name}</a>' for name in present)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Handouts</title>\n'
        '<meta name="viewport" content="width=device-width">\n<meta name="robots" content="noindex">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src 'self' data:; "
        "style-src 'unsafe-inline'\">\n"
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<h1>Handouts</h1>\n"
        "<p>Print at 100 % (“actual size”), in black. Every sheet says whether its words have been reviewed.</p>\n"
        f"<nav>{links}</nav>\n<dl>\n{hints}\n</dl>\n{parts}\n</body>\n</html>\n"
    )


def _sorted(sheets: Sequence[Printed]) -> list[Printed]:
    order = list(FORMS)
    return sorted(sheets, key=lambda one: (order.index(one.form), one.page, one.path))


def _sections(sheets: Sequence[Printed], languages: Mapping[str, str]) -> Iterator[str]:
    for form, group in groupby(_sorted(sheets), key=lambda one: one.form):
        items = "\n".join(_item(one, languages) for one in group)
        yield f'<h2 id="{form}">{form}</h2>\n<p>{html.escape(FORMS[form].hint)}</p>\n<ul>\n{items}\n</ul>'


def _item(one: Printed, languages: Mapping[str, str]) -> str:
    address = html.escape(one.path.removeprefix("handouts/"))
    said = " + ".join(languages.get(tag, tag) for tag in one.languages)
    source = f"data:image/png;base64,{one.thumbnail}" if one.thumbnail else address
    form = FORMS[one.form]
    pages = "" if form.is_picture else f"{one.pages} {'page' if one.pages == 1 else 'pages'}, "
    region = f", {one.region.upper()}" if one.region else ""
    size = f"{max(1, round(one.size / 1000))} kB"
    shape = "" if one.form == "picture" else ' class="whole"'
    lang = html.escape(one.languages[-1])
    return (
        f'<li><a href="{address}"><img{shape} src="{source}" alt="" loading="lazy">'
        f'<span lang="{lang if len(one.languages) == 1 else "en"}">{html.escape(one.title)}</span></a>'
        f"<small>{html.escape(said)}{region}</small><small>{pages}{_PAPERS[one.paper]}, {size}</small>"
        f"<small>{html.escape(one.page)}</small></li>"
    )
