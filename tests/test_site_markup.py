"""The HTML of every page is HTML: closed, nested, named once, and nothing in it leads nowhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from pipeline import site, workflow
from pipeline.project import INTERFACE, Project
from pipeline.text.marks import VOID

DRAWN = {"svg", "path", "circle"}  # these may close themselves
BLOCKS = {
    *("address", "article", "aside", "blockquote", "details", "div", "dl", "figure", "footer", "form", "header", "hr"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "main", "nav", "ol", "p", "pre", "section", "table", "ul"),
}
TAPPED = {"a", "button", "details", "label", "select", "textarea"}
PARENTS = {
    "li": {"ul", "ol"},
    "dt": {"dl", "div"},
    "dd": {"dl", "div"},
    "tr": {"thead", "tbody", "table"},
    "td": {"tr"},
    "th": {"tr"},
    "summary": {"details"},
    "figcaption": {"figure"},
    "track": {"video"},
}
OBSOLETE = {"bgcolor", "border", "cellpadding", "cellspacing", "valign"}  # align stays: a cell may have no style=
NAMES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "headers", "list")
REQUIRED = {"img": "alt", "button": "type", "html": "lang", "track": "srclang", "video": "aria-label"}


class Reader(HTMLParser):
    """Notes where a page breaks the HTML standard, or has what its Content-Security-Policy stops (style=, onclick=)."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.open: list[str] = []
        self.ids: Counter[str] = Counter()
        self.named: set[str] = set()
        self.seen: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.faults += [f"<{tag}>: {fault}" for fault in (*self.misplaced(tag), *self.misused(tag, attrs))]
        self.seen[tag] += 1
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag in DRAWN:
            self.open.pop()
        elif tag not in VOID:
            self.faults.append(f"<{tag}/> closes nothing")

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.faults.append(f"</{tag}> inside {self.open[-3:]} on line {self.getpos()[0]}")

    def misplaced(self, tag: str) -> Iterator[str]:
        if tag in BLOCKS and "p" in self.open:
            yield "inside a paragraph"
        if tag in TAPPED and {"a", "button", "summary"} & set(self.open):
            yield f"inside {self.open}"
        if tag in PARENTS and self.open[-1] not in PARENTS[tag]:
            yield f"inside <{self.open[-1]}>"

    def misused(self, tag: str, attrs: list[tuple[str, str | None]]) -> Iterator[str]:
        said = {name: value or "" for name, value in attrs}
        yield from (f"{name} twice" for name, count in Counter(name for name, _ in attrs).items() if count > 1)
        yield from (f"{name}=" for name in said if name == "style" or name.startswith("on") or name in OBSOLETE)
        if "id" in said:
            self.ids[said["id"]] += 1
            if not re.fullmatch(r"\S+", said["id"]):
                yield f"id {said['id']!r}"
        for name in NAMES:
            self.named |= set(said.get(name, "").split())
        if (link := said.get("href", "")).startswith("#") and len(link) > 1:
            self.named.add(link[1:])
        if tag in REQUIRED and REQUIRED[tag] not in said:
            yield f"without {REQUIRED[tag]}"

    def conclusion(self) -> list[str]:
        """Everything, once the whole page has been read."""
        twice = [f"id {name!r} twice" for name, count in self.ids.items() if count > 1]
        nowhere = [f"nothing has the id {name!r}" for name in sorted(self.named - self.ids.keys() - {"beside"})]
        counts = [f"{self.seen[tag]} times <{tag}>" for tag in ("h1", "main", "title") if self.seen[tag] != 1]
        unclosed = [f"<{tag}> is never closed" for tag in self.open]
        return [*self.faults, *twice, *nowhere, *counts, *unclosed]


def faults(html: str) -> list[str]:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader.conclusion()


def test_every_page_of_the_library_is_sound_html(built: Path) -> None:
    files = [path for path in (built / "site").rglob("*.html") if "handouts" not in path.parts]
    assert len(files) > 100
    found = {path.relative_to(built).as_posix(): faults(path.read_text("utf-8")) for path in files}
    assert {path: said for path, said in found.items() if said} == {}


EVERYTHING = """
A note[^1], a [link](#more), a term.

![At the door](videos/door.mp4)

!!! danger
    Call.

??? note "Folded"
    Words.

=== "One"
    First.

=== "Two"
    Second.

Term
:   Meaning.

| A | B |
|---|--:|
| 1 | {{ nht.phone }} |

- {{ nht.card }}
- [ ] to do

[^1]: At the foot.
"""


def test_whatever_an_author_may_write_is_sound_html_in_every_locale(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = project / "content" / "other.md"
    page.write_text(page.read_text("utf-8") + EVERYTHING, "utf-8")
    (project / "content" / "videos").mkdir()
    (project / "content" / "videos" / "door.mp4").write_bytes(b"\0")
    monkeypatch.chdir(project)
    list(workflow.update(Project(project)))
    site.build(project)
    for tag in ("", "zh-Hans"):
        html = (project / "build" / "site" / tag / "other" / "index.html").read_text("utf-8")
        assert '<figure class="kyr-video">' in html
        assert faults(html) == []
    assert '<figcaption lang="en">' in html, "English stands in for the title"


def test_an_interface_word_is_only_ever_words(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Project(project)
    monkeypatch.chdir(project)
    list(workflow.update(home))
    catalog, data = home.read_catalog(home.locale("zh_Hans"), INTERFACE)
    bad = """文" onfocus="alert(1)" dir='rtl' hidden x="&#34;"""
    hostile = (replace(one, target=bad + "".join(re.findall("{[a-z]+}", one.source))) for one in catalog.messages)
    path = home.catalog_path(home.locale("zh_Hans"), INTERFACE)
    home.write_catalog(path, replace(catalog, messages=tuple(hostile)), data)
    site.build(project)
    pages = [project / "build" / "site" / name for name in ("zh-Hans/other/index.html", "404.html")]
    for html in (page.read_text("utf-8") for page in pages):
        assert faults(html) == []
        assert bad not in html
        assert escape(bad) in html


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("<p>a<div>b</div></p>", "<div>: inside a paragraph"),
        ('<a href="x"><button type="button">b</button></a>', "<button>: inside ['a']"),
        ('<p id="x"></p><p id="x"></p>', "id 'x' twice"),
        ('<a href="#gone">a</a>', "nothing has the id 'gone'"),
        ("<ul><p>a</p><li>b</ul>", "</ul> inside ['ul', 'li'] on line 1"),
        ('<img src="a.png">', "<img>: without alt"),
        ('<p style="color:red" class="a" class="b"></p>', "<p>: class twice"),
    ],
)
def test_the_rules_see_what_they_are_for(broken: str, said: str) -> None:
    assert said in faults(broken)
