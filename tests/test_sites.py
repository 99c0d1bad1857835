"""Pages as other sites write them, with everything on that Material's reference describes: cases/site/.

A case is: title, Markdown, and its units as `test_markdown` writes them; a line "no unit" for words that `kyr check`
says no translator will see.
"""

from __future__ import annotations

import re
from functools import partial
from html.parser import HTMLParser

import pytest

from pipeline import extensions
from pipeline.converter import Converter
from pipeline.errors import PageError
from pipeline.markdown import Job, Shown
from pipeline.model import Unit
from pipeline.verify import compare
from tests import golden
from tests.test_markdown import written

FOLDER = golden.CASES / "site"
FILES = sorted(path.name for path in FOLDER.glob("*.txt"))
CASES = [pytest.param(*case[1:], id=f"{file}: {case[0]}") for file in FILES for case in golden.read(f"site/{file}", 2)]
ODD = {
    "CRLF": "# Title\r\n\r\nWords and\r\nmore words.  \r\nBreak\r\n\r\n- one\r\n\r\n!!! note\r\n    Boxed\r\n",
    "a byte-order mark": "\ufeff# Title\n\nWords.\n",
    "tabs": "-\tone\n\n\tparagraph in it\n\n\t\tcode\n\n-\ttwo\n\t-\tthree\n\na\tb\n\n!!! note\n\tBoxed\n",
    "other spaces": "# A\u00a0b\n\nHard\u00a0c\u2009thin.\n\n\u00a0\n\n-\u00a0none\n\n\u200bNo.\u2028A line.\n",
    "separators of word processors": "# A\u2028\n\nOne \u2029 [two](a.md)\x0b\n\n- \u2028three\n",
    "other planes and controls": "# 😀 𝒳\n\n**b** \U000e0041 tag, e\u0301, ﬁ, bell \x07, \x0b and \x0c.\n",
    "forged placeholders": "A \x02wzxhzdk:0\x03, \x02klzzwxh:0001\x03 and \x02amp\x03.\n\n<div>x</div>\n",
    "very long lines": "word *em* [a](b.md) `code` " * 300 + "\n\n" + "x" * 20000,
    "thirty quotes in each other": "".join(f"{'>' * depth} level words\n" for depth in range(1, 30)),
    "blanks alone": "\n\n   \n\t\n",
    "empty headings": "#\n\n##   \n\n# \n",
}

SAID = extensions.read(FOLDER / "mkdocs.yml", "mkdocs.yml")
converter = SAID.converter()


class Skeleton(HTMLParser):
    """All of a page that is no words: tags, and attributes with what they say."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = [pair for pair in attrs if pair[0] not in {"title", "alt", "aria-label"}]
        self.tags.append(f"<{tag} {kept}>")

    def handle_endtag(self, tag: str) -> None:
        self.tags.append(f"</{tag}>")


def same(unit: Unit) -> Shown:
    return Shown(unit.text)


def longer(unit: Unit) -> Shown:
    return Shown(f"{unit.text} Ƶƶ")


def read(body: str) -> str:
    seen = [written(unit) for unit in converter.units(body)]
    missed = compare(converter, "p.md", body, pseudo=True).uncovered
    return "\n".join([*seen, *(f"no unit | {words}" for words in missed)])


@pytest.mark.parametrize(("body", "expected"), CASES)
def test_every_word_has_a_unit_or_is_named(body: str, expected: str) -> None:
    assert read(body) == expected


@pytest.mark.parametrize("body", [*(pytest.param(case.values[0], id=case.id) for case in CASES), *ODD.values()])
def test_without_translations_the_page_is_the_same_byte_for_byte(body: str) -> None:
    verdict = compare(converter, "p.md", body)
    assert verdict.identical, verdict.difference


@pytest.mark.parametrize("body", [*(pytest.param(case.values[0], id=case.id) for case in CASES), *ODD.values()])
def test_other_words_change_no_tag_no_link_and_no_id(body: str) -> None:
    stock = converter.convert(Job("p.md", body, translate=lambda unit: Shown(unit.text)))
    page, again = (converter.convert(Job("p.md", body, translate=longer)) for _ in range(2))
    assert Skeleton(page).tags == Skeleton(stock).tags
    assert page == again


@pytest.mark.parametrize(
    "heading", ["One [^1] two", "One [^1]", "[^1] One", "A <kbd>b</kbd> [^1]  [^1] *c* d[^1] e", "A [^2] b"]
)
def test_a_footnote_between_words_of_a_heading_adds_no_hyphen_to_its_id(heading: str) -> None:
    body = f"# {heading}\n\n[^1]: Note.\n"
    ids = [
        re.findall(r'<h1 id="([^"]*)"', converter.convert(Job("p.md", body, translate=say))) for say in (same, longer)
    ]
    assert ids[0] == ids[1] != []


def test_without_attribute_lists_braces_are_words() -> None:
    body = "## Write to {the court}\n\nOr to\n{ .the clerk }\n\n| {a b} |\n|---|\n| c {d} |\n"
    plain = Converter(("toc", "tables"), {})
    texts = [unit.text for unit in plain.units(body)]
    assert texts == ["Write to {the court}", "Or to { .the clerk }", "{a b}", "c {d}"]
    page = plain.convert(Job("p.md", body, translate=longer))
    assert '<h2 id="write-to-the-court">Write to {the court} Ƶƶ</h2>' in page


def test_a_permalink_without_words_has_a_title_to_translate() -> None:
    """``permalink: ""`` is one, for a style sheet to draw; nobody is asked to translate a sign."""
    for sign in ("", "🔗"):
        drawn = Converter(("toc",), {"toc": {"permalink": sign}})
        assert [unit.text for unit in drawn.units("# Words\n")] == ["Words", "Permanent link"]
        assert 'title="Permanent link Ƶƶ"' in drawn.convert(Job("p.md", "# Words\n", translate=longer))


@pytest.mark.parametrize("auto", [True, False])
def test_captions_are_numbered_in_the_words_of_the_page(auto: bool) -> None:
    kinds = ["caption", {"name": "plan", "prefix": "Plan {}:"}, {"name": "map", "prefix": "<b>Map {}</b>"}]
    said = {"pymdownx.blocks.caption": {"auto": auto, "types": kinds}}
    own = Converter(("pymdownx.blocks.caption",), said)
    body = "".join(
        f"Words.\n\n/// {kind}\nBelow.\n///\n\n" for kind in ("plan | 1", "plan | 2.1", "map | 1", "caption")
    )
    assert [unit.text for unit in own.units(body)].count("Plan {}:") == 1
    words = {"Plan {}:": "<i>План</i> {} & {0.x}", "Below.": "Внизу."}
    page = own.convert(Job("p.md", body, translate=lambda unit: Shown(words.get(unit.text, unit.text))))
    numbers = re.findall(r'<span class="caption-prefix">(.*?)</span>', page)
    assert numbers == [f"&lt;i&gt;План&lt;/i&gt; {number} &amp; {{0.x}}" for number in ("1", "2.1")] + ["<b>Map 1</b>"]
    lost = own.convert(Job("p.md", body, translate=lambda unit: Shown("План" if "{}" in unit.text else unit.text)))
    assert '<span class="caption-prefix">Plan 2.1:</span>' in lost


def test_an_abbreviation_over_two_lines_is_no_difference() -> None:
    body = "The jobs\nsite and the jobs site.\n\n*[jobs site]: Where jobs are\n"
    verdict = compare(Converter(("abbr",), {}), "p.md", body)
    assert verdict.identical, verdict.difference


@pytest.mark.parametrize(
    ("body", "msgid"),
    [
        ("- one\n\n    <pre><code>let a;\n      b  c\n    end</code></pre>\n", "one"),
        (
            "!!! note\n    So:\n    <PRE id=x>\n    a\n      b</PRE>\n    and\n    go.\n",
            "So: <PRE id=x>\na\n  b</PRE> and go.",
        ),
        ("- one\n\n    <script>\n    let a; // first\n    let b;</script>\n", "one"),
        ("- <textarea>a\n  b</textarea>\n", "<textarea>a\n  b</textarea>"),
        ("`<pre>` and\n`</pre>`\n", "`<pre>` and `</pre>`"),
    ],
)
def test_the_lines_of_preformatted_html_within_text_stay_and_alone_it_is_no_words(body: str, msgid: str) -> None:
    verdict = compare(converter, "p.md", body, pseudo=True)
    assert (verdict.difference, verdict.uncovered) == ("", ())
    assert [unit.text for unit in converter.units(body) if unit.kind not in ("title", "link title")] == [msgid]


@pytest.mark.parametrize(
    ("body", "msgid"),
    [
        ("- ![A](b.png){ width=10 }\n  Under {it},\n  more.\n", "![A](b.png){ width=10 }\nUnder {it}, more."),
        ("[a](b.md){ .c }  \nOver\nto {x}\n", "[a](b.md){ .c }  \nOver to {x}"),
        ("[a](b.md){ .c }\n[d](e.md){ .f }\n**g**{ .h } i\n", "[a](b.md){ .c } [d](e.md){ .f } **g**{ .h } i"),
        ("[a](b.md){ .c }\nand so on\n", "[a](b.md){ .c } and so on"),
        ("- [a](b.md){:\n  .c} and\n  more\n", "[a](b.md){:\n.c} and more"),
        ("*a*{ .c } is\none}\n", "*a*{ .c } is\none}"),
        ("Over\ntwo\n{ .c }\n**lines**\n", "Over two\n{ .c }\n**lines**"),
        ("*a*{ .c }\n{: .d }\n**b**\n", "*a*{ .c }\n{: .d }\n**b**"),
        ("- Over\n    two\n    { .c }\n    **lines**\n", "Over two { .c } **lines**"),
    ],
)
def test_an_attribute_list_ends_before_the_braces_of_the_next_line(body: str, msgid: str) -> None:
    assert compare(converter, "p.md", body).difference == ""
    assert [unit.text for unit in converter.units(body)] == [msgid]


def test_mathematics_over_two_lines_is_no_difference_but_with_a_comment_in_it() -> None:
    scripts = Converter(("pymdownx.arithmatex",), {})
    assert compare(scripts, "p.md", "So $a +\nb$ is, and \\(c\nd\\).\n").identical
    assert not compare(scripts, "p.md", "So $a % or c\nb$ is.\n").identical


def test_a_page_that_its_own_extensions_refuse_is_named() -> None:
    strict = Converter(("pymdownx.snippets",), {"pymdownx.snippets": {"check_paths": True}})
    body = '--8<-- "none.md"\n'
    for work in (partial(compare, strict), lambda path, text: strict.units(text, path)):
        with pytest.raises(PageError, match=r"p\.md: its own Markdown extensions refuse it \(SnippetMissing.*none\.md"):
            work("p.md", body)
