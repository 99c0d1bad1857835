from __future__ import annotations

import html
import re
from typing import Any

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.blocks import Node, blocks, plain_text, walk
from pipeline.errors import PrintError
from pipeline.print.measures import ems

EXTENSIONS = [
    *("admonition", "extra", "pymdownx.caret", "pymdownx.details", "pymdownx.keys", "pymdownx.mark"),
    *("pymdownx.tabbed", "pymdownx.tasklist", "pymdownx.tilde", "sane_lists", "toc"),
]


def tree(xhtml: str) -> list[Node]:
    return blocks(xhtml, "page")


def from_markdown(text: str, **configuration: dict[str, Any]) -> list[Node]:
    return tree(markdown.markdown(text, output_format="xhtml", extensions=EXTENSIONS, extension_configs=configuration))


def outline(node: Node | list[Node]) -> Any:
    """Kinds and words alone, to compare by eye."""
    if isinstance(node, list):
        return [outline(item) for item in node]
    if "v" in node:
        return node["v"] if node["t"] == "text" else (node["t"], node["v"])
    return (node["t"], *(outline(node[key]) for key in ("title", "c") if key in node))


def kinds(nodes: list[Node]) -> list[str]:
    return [node["t"] for node in walk(nodes)]


def test_headings_keep_their_level_and_lose_the_permalink() -> None:
    page = tree('<h1>A<a class="headerlink" href="#a">¶</a></h1><h3 id="b">B <em>c</em></h3><h2> </h2>')
    assert outline(page) == [("heading", ["A"]), ("heading", ["B ", ("emph", ["c"])])]
    assert [node["level"] for node in page] == [1, 3]


def test_what_is_only_to_tap_stays_off_paper() -> None:
    page = tree('<div class="kyr-jumps"><ul><li><a href="#b">Down there</a></li></ul></div><p>Words.</p>')
    assert plain_text(page) == "Words."


def test_white_space_is_what_a_browser_shows() -> None:
    (page,) = tree("<p>\n  One\n<b> two </b> <i> three</i> <br />\n four&nbsp;five <em> </em>\n<br /></p>")
    assert outline(page["c"]) == ["One ", ("strong", ["two "]), ("emph", ["three"]), ("break",), "four\u00a0five"]


def test_a_line_wrapped_between_chinese_characters_gets_no_space() -> None:
    assert plain_text(tree("<p>您有权\n保持沉默，\n且不必签字。T\n签证</p>")) == "您有权保持沉默，且不必签字。T 签证"


def test_entities_become_their_characters_and_a_bare_ampersand_stays() -> None:
    assert plain_text(tree("<p>&lt;a&gt; &amp; b &mdash; &#38; AT&T &nosuch;</p>")) == "<a> & b — & AT&T &nosuch;"


def test_lists_know_whether_they_are_tight_where_they_start_and_what_is_nested() -> None:
    page = from_markdown("4. four\n5. five\n    - deep\n        1. deeper\n\ntext\n\n- a\n\n- b\n\n    second")
    numbered, _, loose = page
    assert (numbered["ordered"], numbered["start"], numbered["tight"]) == (True, 4, True)
    assert outline(numbered["items"][1]["c"])[0] == ("plain", ["five"])
    assert kinds(numbered["items"][1]["c"]).count("list") == 2
    assert (loose["ordered"], loose["tight"]) == (False, False)
    assert outline(loose["items"][1]["c"]) == [("par", ["b"]), ("par", ["second"])]


@pytest.mark.parametrize("custom", [True, False])
def test_task_lists_say_what_is_done(custom: bool) -> None:
    configuration = {"custom_checkbox": custom}
    (tasks,) = from_markdown("- [x] passport\n- [ ] photo\n- other", **{"pymdownx.tasklist": configuration})
    assert [item.get("done") for item in tasks["items"]] == [True, False, None]
    assert plain_text([node for item in tasks["items"] for node in item["c"]]) == "passportphotoother"


def test_tables_keep_header_alignment_and_inline_markup() -> None:
    (table,) = from_markdown("| A | B | C |\n|:-:|--:|---|\n| 1 | **2** | |\n| x |")
    assert table["align"] == ["center", "right", "left"]
    assert [[outline(cell["c"]) for cell in row] for row in table["head"]] == [
        [[("plain", ["A"])], [("plain", ["B"])], [("plain", ["C"])]]
    ]
    assert outline(table["rows"][0][1]["c"]) == [("plain", [("strong", ["2"])])]
    assert [len(row) for row in table["rows"]] == [3, 3]


def test_a_header_column_and_a_caption_survive_in_a_table_by_hand() -> None:
    (table,) = tree("<table><caption>Fees</caption><tr><th>Form</th><td>$0</td></tr></table>")
    assert plain_text(table["caption"]) == "Fees"
    assert [cell["th"] for cell in table["rows"][0]] == [True, False]


def test_joined_cells_are_refused_rather_than_put_under_the_wrong_heading() -> None:
    with pytest.raises(PrintError, match=r"page: the table cell 'both' is joined"):
        tree('<table><tr><th>A</th><th>B</th></tr><tr><td colspan="2">both</td></tr></table>')


def test_admonitions_and_details_are_notes_with_a_title() -> None:
    page = from_markdown(
        '!!! warning "Stop"\n    Ask a lawyer.\n\n??? question "Why?"\n    - Because\n\n!!! tip ""\n    x'
    )
    assert outline(page[0]) == ("note", ["Stop"], [("par", ["Ask a lawyer."])])
    assert [node["kind"] for node in page] == ["warning", "question", "tip"]
    assert plain_text(page[1]["title"]) == "Why?"
    assert page[2]["title"] == []


@pytest.mark.parametrize("alternate", [True, False])
def test_each_tab_stands_under_its_label(alternate: bool) -> None:
    configuration = {"alternate_style": alternate}
    page = from_markdown('=== "New York"\n    212\n\n=== "*Illinois*"\n    312\n', **{"pymdownx.tabbed": configuration})
    assert outline(page) == [
        ("tab", ["New York"], [("par", ["212"])]),
        ("tab", [("emph", ["Illinois"])], [("par", ["312"])]),
    ]


def test_footnotes_come_last_with_their_references_apart() -> None:
    page = from_markdown("One[^a][^b].\n\n[^a]: First.\n[^b]: Second.\n\n    More.\n\nLast.")
    assert outline(page[0]["c"]) == ["One", ("ref", "1"), ("ref", ", "), ("ref", "2"), "."]
    assert [node["t"] for node in page] == ["par", "par", "notes"]
    assert [plain_text(item["c"]).strip() for item in page[-1]["items"]] == ["First.", "Second.More."]


def test_definition_lists_quotations_rules_and_code() -> None:
    page = from_markdown("Word\nOther\n:   Meaning\n\n> Said\n\n---\n\n    a\n      b  c\n")
    terms, quote, rule, code = page
    assert [[plain_text(term) for term in item["terms"]] for item in terms["items"]] == [["Word", "Other"]]
    assert plain_text(terms["items"][0]["c"]) == "Meaning"
    assert outline(quote) == ("quote", [("par", ["Said"])])
    assert rule == {"t": "rule"}
    assert [line.replace("\u00a0", " ") for line in code["lines"]] == ["a", "  b  c"]


def test_inline_markup_is_kept() -> None:
    (page,) = from_markdown("*e* **s** `c` ==m== ~~d~~ ^^i^^ x^2^ H~2~O ++ctrl++ <abbr title='t'>NHT</abbr> <u>u</u>")
    assert {"emph", "strong", "code", "mark", "del", "ins", "sup", "sub", "kbd"} <= set(kinds([page]))
    assert plain_text(page).endswith("NHT u")


def test_a_language_is_carried_on_blocks_on_items_and_in_a_line() -> None:
    page = tree(
        '<p lang="en">Not yet</p><ul><li lang="zh-Hant">項</li></ul><p>a <b lang="ko">b</b></p>'
        '<div xml:lang="fr"><h2>c</h2></div><table><tr><td lang="ja">d</td></tr></table>'
    )
    assert page[0] == {
        "t": "group",
        "lang": "en",
        "c": [{"t": "par", "c": [{"t": "text", "v": "Not yet", "ems": ems("Not yet"), "longest": ems("Not")}]}],
    }
    assert [node["lang"] for node in walk(page) if "lang" in node] == ["en", "zh-Hant", "ko", "fr", "ja"]


def test_a_contact_is_one_unbreakable_run() -> None:
    (page,) = tree('<p>Call <a class="kyr-phone" href="tel:+1-888-373-7888">+1 (888) 373–7888</a> now</p>')
    assert page["c"][1] == {"t": "phone", "v": "+1\u00a0(888)\u00a0373–\u20607888", "href": "tel:+1-888-373-7888"}


DOT = '<span class="kyr-dot"> · </span>'
WHO, CALL = '<a href="https://x.org/">Help Line</a>', '<a class="kyr-phone" href="tel:+18883737888">1-888-373-7888</a>'
TEXT = '<a class="kyr-text" href="sms:233733?&amp;body=HELP">发短信 HELP 到 233733</a>'
HOURS, TONGUES = '<span class="kyr-said">24/7</span>', '<span class="kyr-said">多种语言</span>'


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        ((WHO, CALL, TEXT, HOURS, TONGUES), ["link", "break", "phone", "dot", "phone", "dot", "said", "dot", "said"]),
        ((WHO, CALL), ["link", "break", "phone"]),
        ((WHO, TEXT, HOURS), ["link", "break", "phone", "dot", "said"]),
        ((WHO, HOURS), ["link", "dot", "said"]),
        ((CALL, HOURS), ["phone", "dot", "said"]),
        ((WHO,), ["link"]),
    ],
)
def test_the_numbers_of_a_contact_begin_a_line(parts: tuple[str, ...], shown: list[str]) -> None:
    (page,) = tree(f'<p><b>Work:</b> <span class="kyr-contact">{DOT.join(parts)}</span></p>')
    assert [node["t"] for node in page["c"]] == ["strong", "text", *shown]


def test_the_dots_of_a_contact_know_how_wide_the_line_becomes() -> None:
    (page,) = tree(f'<p><span class="kyr-contact">{DOT.join((WHO, CALL, TEXT, HOURS, TONGUES))}</span></p>')
    numbers = "1-888-373-7888 · 发短信 HELP 到 233733"
    lines = [node.get("line") for node in page["c"] if node["t"] == "dot"]
    assert lines == [ems(numbers), ems(f"{numbers} · 24/7 · 多种语言"), None]


def test_words_beside_the_parts_of_a_contact_are_not_lost() -> None:
    (page,) = tree(f'<p><span class="kyr-contact">Or {CALL} now</span></p>')
    assert plain_text(page) == "Or 1-888-373-7888\u00a0· now"


def test_a_telephone_number_in_running_text_is_held_together_and_other_numbers_are_not() -> None:
    assert plain_text(tree("<p>(888) 373-7888, 1 888 373 7888; 2026 11 21, 8 U.S.C. 1101</p>")) == (
        "(888)\u00a0373-7888, 1\u00a0888\u00a0373\u00a07888; 2026 11 21, 8 U.S.C. 1101"
    )


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ('<a href="https://www.uscis.gov/i-914/">the form</a>', "uscis.gov/i-914"),
        ('<a href="https://www.uscis.gov/i-914/">uscis.gov/i-914</a>', ""),
        ('<a href="http://x.org/?q=1&amp;r=2">here</a>', "x.org/?q=1&r=2"),
        (f'<a href="https://uscode.house.gov/{"x" * 60}">the law</a>', "uscode.house.gov/…"),
        ('<a href="mailto:help@x.org?subject=Hi">write</a>', "help@x.org"),
        ('<a href="mailto:help@x.org">Help@x.org</a>', ""),
        ('<a href="tel:+1-212-555-0100">call us 24/7</a>', "+1-212-555-0100"),
        ('<a href="tel:+12125550100">(212) 555-0100</a>', ""),
        ('<a href="tel:911">911</a>', ""),
    ],
)
def test_paper_gets_the_address_a_link_hides_and_only_that(link: str, address: str) -> None:
    found = [node for node in walk(tree(f"<p>{link}</p>")) if node["t"] == "link"]
    assert [node["address"] for node in found] == [address]


def test_an_address_is_printed_once_however_often_it_is_linked() -> None:
    page = tree(
        '<p><a href="https://x.org/a">a</a> <a href="https://x.org/b">b</a> <a href="https://x.org/a">c</a></p>'
    )
    assert [node["address"] for node in walk(page) if node["t"] == "link"] == ["x.org/a", "x.org/b", ""]


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "data:text/html,x", "file:///etc", "../u-visa/", "#top", "", "https:"]
)
def test_a_link_that_paper_cannot_follow_is_its_text(href: str) -> None:
    assert outline(tree(f'<p><a href="{href}">words</a></p>')) == [("par", ["words"])]


def test_a_link_to_a_heading_of_the_page_says_which_and_only_such_headings_are_named() -> None:
    page = tree(
        '<h2 id="a">A</h2><h2 id="b">B</h2><p>See <a href="#b">below</a>, <a href="#c">c</a>.</p><p id="c">C</p>'
    )
    assert [node.get("id") for node in page if node["t"] == "heading"] == [None, "b"]
    assert [node["to"] for node in walk(page) if node["t"] == "see"] == ["b"]
    assert plain_text(page) == "ABSee below, c.C"


def test_an_image_is_its_alternative_text_and_a_decoration_is_nothing() -> None:
    page = tree('<p>See <img alt="a map" src="x.png" />.<img alt="" src="y.png" /></p>')
    assert plain_text(page) == "See [a map]."


def test_unknown_elements_keep_their_text_and_scripts_do_not() -> None:
    page = tree(
        "<kyr-box>one <p>two</p></kyr-box><p><blink>three</blink></p><script>x < y</script><style>p{}</style>four"
    )
    assert outline(page) == [("par", ["one"]), ("par", ["two"]), ("par", ["three"]), ("par", ["four"])]


def test_text_that_has_no_place_on_paper_is_refused_not_lost() -> None:
    for lost in ("<ul>lost<li>a</li></ul>", "<table>lost<tr><td>a</td></tr></table>", "<dl>lost<dt>a</dt></dl>"):
        with pytest.raises(PrintError, match="its letters are 'lost'"):
            tree(lost)


@pytest.mark.parametrize(
    "xhtml", ["<p>a <b>b</p>", "<div><p>a</p>", "<p>a</p></div>", "<p>a</p><b", "<ul><li>a<li>b</ul>", "<p>a</b></p>"]
)
def test_html_that_is_not_well_formed_names_the_page_and_the_fix(xhtml: str) -> None:
    with pytest.raises(PrintError, match=r"^page: the HTML is not well formed: .*\. Close every tag"):
        tree(xhtml)


def test_html_as_browsers_allow_it_is_accepted() -> None:
    assert outline(tree("<p>a<br>b<wbr>c<INPUT disabled type=text></p><!-- note --><hr>")) == [
        ("par", ["a", ("break",), "b", "c"]),
        ("rule",),
    ]


def test_a_wall_of_elements_is_refused_politely() -> None:
    with pytest.raises(PrintError, match="more than 100 elements"):
        tree("<div>" * 5000)


def test_emoji_selectors_and_byte_order_marks_are_taken_out() -> None:
    assert plain_text(tree("<p>\ufeff☎\ufe0f call</p>")) == "☎ call"


def test_the_longest_word_is_known_across_markup() -> None:
    (page,) = tree("<p>short <b>inter</b>national 人口贩运受害者可以 x</p>")
    assert page["c"][0]["longest"] == ems("international")


TAGS = st.sampled_from(
    ["p", "div", "ul", "li", "table", "tr", "td", "b", "a", "dl", "dd", "details", "summary", "pre", "x"]
)
SOUP = st.recursive(
    st.text("word 中文&<", max_size=8),
    lambda inner: st.tuples(TAGS, st.lists(inner, max_size=4)).map(lambda it: f"<{it[0]}>{''.join(it[1])}</{it[0]}>"),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(SOUP, max_size=4).map("".join))
def test_no_page_crashes_and_no_letter_is_lost_without_a_word(xhtml: str) -> None:
    try:
        page = tree(xhtml)
    except PrintError:
        return
    printed = plain_text(page) + "".join(line for node in walk(page) for line in node.get("lines", ()))
    expected = re.sub(r"</?\w+>", "", xhtml)
    assert sorted(re.sub(r"\s", "", printed)) == sorted(re.sub(r"\s", "", html.unescape(expected)))


def test_a_title_in_another_language_carries_its_width_too() -> None:
    (note,) = tree('<div class="admonition note"><p class="admonition-title" lang="en">Be careful</p><p>x</p></div>')
    (title,) = note["title"]
    assert (title["t"], title["lang"]) == ("span", "en")
    assert title["ems"] > 0
    assert title["longest"] > 0
