"""build/handouts/index.html: every sheet with a small picture, its size and what to tell the printer; for staff.

They know the topic and the client's language and have little time, so topics come first, each by its English title,
under the labels and in the order of the site's menu; one opens it and sees all its sheets. After them stands everything
there is in one language, a line a topic. The page asks nobody for anything and needs no script: it works from a USB
stick.
"""

from __future__ import annotations

import html
from itertools import groupby
from typing import TYPE_CHECKING, Final

from pipeline.errors import counted
from pipeline.languages import SOURCE
from pipeline.print.forms import FORMS, PAPER, PAPERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.print.stamp import Printed

_STYLE: Final = """
:root { color-scheme: light; } * { box-sizing: border-box; }
body { background: #fff; color: #111; font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 70rem;
  padding: 1rem; }
h1 { font-size: 1.6rem; margin: 0 0 .5rem; } h2 { border-bottom: 2px solid; font-size: 1.2rem; margin: 2rem 0 0; }
h3 { display: inline; font-size: 1.05rem; } h4 { font-size: 1rem; margin: 1rem 0 0; }
p { margin: .25rem 0 .75rem; max-width: 45rem; }
nav a { display: inline-block; margin-right: 1.25rem; padding: .5rem 0; }
details { border-bottom: 1px solid #bbb; } summary { cursor: pointer; padding: .6rem 0; }
details[open] { padding-bottom: 1rem; } small { color: #444; display: block; font-size: .85rem; }
ul { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr)); }
ul { list-style: none; margin: 0; padding: 0; }
li a { color: inherit; display: flex; gap: .75rem; min-height: 6rem; overflow-wrap: anywhere; }
a:hover strong { text-decoration-thickness: 3px; } :focus-visible { outline: 3px solid #06c; outline-offset: 2px; }
.kyr-lines { display: block; } .kyr-lines li { align-items: baseline; border-bottom: 1px solid #bbb; display: flex;
  flex-wrap: wrap; gap: 0 1rem; padding: .25rem 0; }
.kyr-lines span { flex: 1 1 16rem; } .kyr-lines a { display: inline-block; line-height: 1.3; min-height: 2.75rem;
  padding: .65rem 0; text-decoration: underline; }
a strong { text-decoration: underline; } li a { text-decoration: none; } li span { min-width: 0; }
img { background: #fff; border: 1px solid #888; flex: none; height: 6rem; object-fit: cover; object-position: top;
  width: 5rem; }
img.whole { object-fit: contain; object-position: center; } @media print { img { display: none; } }
"""
_BRIEF: Final = {name: form.label for name, form in FORMS.items()} | {
    "bilingual": "Two languages",
    "card": "Cards",
    "poster": "Poster",
}
_CUT: Final = "print"  # the folder of content/ whose texts are only ever folded, cut or put on a wall


def render(sheets: Sequence[Printed], languages: Mapping[str, str], menu: Sequence[tuple[str, str]]) -> str:
    """The whole page; ``languages`` are the names of the tags, ``menu`` the site's: labels and paths of pages."""
    ordered = _sorted(sheets, menu)
    topics = [(folder, list(group)) for folder, group in groupby(ordered, key=_folder)]
    said = {folder: _subject(folder, menu) for folder, _ in topics}
    links = "".join(f'<a href="#{_anchor(folder)}">{said[folder]}</a>' for folder, _ in topics)
    topic_parts = [_section(folder, said[folder], group, languages) for folder, group in topics]
    tongues = {one.languages: _tongues(one, languages) for one in sorted(sheets, key=lambda one: len(one.languages))}
    lists = "".join(f'<a href="#in.{"+".join(tags)}">{name}</a>' for tags, name in tongues.items())
    parts = "\n".join([*topic_parts, *(_list(ordered, tags, name) for tags, name in tongues.items())])
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Handouts</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src 'self' data:; "
        "style-src 'unsafe-inline'\">\n"
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<header>\n<h1>Handouts</h1>\n"
        "<p>Open a topic and choose the language. Print at 100 % (“actual size”), in black. Every sheet says whether "
        f'its words have been reviewed.</p>\n<nav aria-label="Subjects">{links}</nav>\n'
        f'<nav aria-label="Languages"><span>All in one language:</span> {lists}</nav>\n</header>\n'
        f"<main>\n{parts}\n</main>\n</body>\n</html>\n"
    )


def _page(sheet: Printed) -> str:
    return sheet.page


def _folder(sheet: Printed) -> str:
    return _folder_of(sheet.page)


def _folder_of(page: str) -> str:
    return page.rpartition("/")[0]


def _anchor(folder: str) -> str:
    """An id is never empty, and that of content/ itself is no other folder's."""
    return html.escape(folder) or "."


def _subject(folder: str, menu: Sequence[tuple[str, str]]) -> str:
    """What a folder is called: by the label of its pages in the menu, else by its name."""
    words = next((label for label, page in menu if label and _folder_of(page) == folder), "")
    if not words:
        words = "Cards, tri-folds and posters" if folder == _CUT else folder.replace("-", " ").replace("/", ": ")
    return html.escape(words[:1].upper() + words[1:]) or "General"


def _sorted(sheets: Sequence[Printed], menu: Sequence[tuple[str, str]]) -> list[Printed]:
    """Topics that are only ever cut or folded first, the others as in the menu; what it lacks behind it, by title."""
    forms, pages = list(FORMS), {page: at for at, (_, page) in reversed([*enumerate(menu)])}
    folders: dict[str, int] = {}
    for page, at in pages.items():
        folders[_folder_of(page)] = min(at, folders.get(_folder_of(page), at))
    topics = {page: _known(list(group)).title for page, group in groupby(sorted(sheets, key=_page), key=_page)}

    def place(one: Printed) -> tuple[object, ...]:
        folder, last = _folder(one), len(menu)
        subject = (folder != _CUT, folders.get(folder, last), folder)
        return (*subject, pages.get(one.page, last), topics[one.page], one.page, forms.index(one.form), one.path)

    return sorted(sheets, key=place)


def _section(folder: str, subject: str, sheets: Sequence[Printed], languages: Mapping[str, str]) -> str:
    topics = "\n".join(_topic(list(group), languages) for _, group in groupby(sheets, key=_page))
    return f'<section>\n<h2 id="{_anchor(folder)}">{subject}</h2>\n{topics}\n</section>'


def _topic(sheets: Sequence[Printed], languages: Mapping[str, str]) -> str:
    """One page's sheets, form by form, behind its title and the names of the forms."""
    forms = []
    for form, group in groupby(sheets, key=lambda one: one.form):
        items = "\n".join(_item(one, languages) for one in group)
        forms.append(f"<h4>{FORMS[form].label}</h4>\n<p>{html.escape(FORMS[form].hint)}</p>\n<ul>\n{items}\n</ul>")
    names = " · ".join(dict.fromkeys(_BRIEF[one.form] for one in sheets))
    summary = f"<h3{_lang(_known(sheets))}>{html.escape(_known(sheets).title)}</h3> <small>{names}</small>"
    return f"<details>\n<summary>{summary}</summary>\n{''.join(forms)}\n</details>"


def _list(sheets: Sequence[Printed], tags: tuple[str, ...], said: str) -> str:
    """All that there is in one language, or in the same two: each topic by its English title and by its own."""
    lines = []
    for _, group in groupby(sheets, key=_page):
        topic = list(group)
        own, known = [one for one in topic if one.languages == tags], _known(topic)
        if own:
            title = f"<span><strong{_lang(known)}>{html.escape(known.title)}</strong>"
            title += f"<small{_lang(own[0])}>{html.escape(own[0].title)}</small>" if own[0].title != known.title else ""
            lines.append(f"<li>{title}</span>{''.join(map(_link, own))}</li>")
    heading = f'<h2 id="in.{"+".join(tags)}">All in {said}</h2>'
    return f'<section>\n{heading}\n<ul class="kyr-lines">{"".join(lines)}</ul>\n</section>'


def _link(one: Printed) -> str:
    said = ", ".join((_BRIEF[one.form], *_marks(one)))
    return f'<a href="{_address(one)}">{html.escape(said)}</a>'


def _known(sheets: Sequence[Printed]) -> Printed:
    """The sheet by whose title staff know the topic: the English one if there is one."""
    return next((one for one in sheets if one.languages == (SOURCE.tag,)), sheets[0])


def _lang(sheet: Printed) -> str:
    """Mark a title that is not in this page's English; beside a second language it is in the first."""
    return "" if sheet.languages[0] == SOURCE.tag else f' lang="{html.escape(sheet.languages[0])}"'


def _tongues(one: Printed, languages: Mapping[str, str]) -> str:
    return " + ".join(
        f'<span lang="{html.escape(tag)}">{html.escape(languages.get(tag, tag))}</span>' for tag in one.languages
    )


def _address(one: Printed) -> str:
    return html.escape(one.path.removeprefix("handouts/"))


def _marks(one: Printed) -> Iterator[str]:
    """What tells this sheet from the usual one."""
    whose = one.path.removeprefix("handouts/").partition("/")[0]
    yield from [PAPERS[one.paper]] if one.paper in PAPERS and one.paper != PAPER else []
    yield from [one.region.upper()] if one.region else []
    yield from [whose] if whose != "+".join(one.languages) else []  # an organization's own


def _item(one: Printed, languages: Mapping[str, str]) -> str:
    form = FORMS[one.form]
    facts = ["1080 pixels wide"] if form.is_picture else [counted(one.pages, "page"), PAPERS[one.paper]]
    facts += [f"{max(1, round(one.size / 1000))} kB"]
    facts += [mark for mark in _marks(one) if mark not in facts]
    source = f"data:image/png;base64,{one.thumbnail}" if one.thumbnail else _address(one)
    shape = "" if one.form == "picture" else ' class="whole"'
    return (
        f'<li><a href="{_address(one)}"><img{shape} src="{source}" alt="" loading="lazy">'
        f"<span><strong>{_tongues(one, languages)}</strong><small{_lang(one)}>{html.escape(one.title)}</small>"
        f"<small>{html.escape(', '.join(facts))}</small></span></a></li>"
    )
