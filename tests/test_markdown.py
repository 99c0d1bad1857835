"""Units out of pages and back into them. The cases in cases/markdown/ are: title, Markdown, units."""

from __future__ import annotations

import re

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.converter import CONFIGS, EXTENSIONS, Converter
from pipeline.errors import PageError
from pipeline.markdown import Job, Shown
from pipeline.model import Part, Unit
from pipeline.text import prose
from pipeline.verify import compare
from tests import golden

FILES = sorted(path.name for path in (golden.CASES / "markdown").glob("*.txt"))
CASES = [
    pytest.param(*case[1:], id=f"{file}: {case[0]}") for file in FILES for case in golden.read(f"markdown/{file}", 2)
]

converter = Converter()
complete = Converter()
vars(complete)["_blocks"] = complete.md  # extracts with every extension, also those it would leave out


def html(body: str, **words: str) -> str:
    """The page with some units translated, by text."""
    return converter.convert(Job("p.md", body, translate=lambda unit: Shown(words.get(unit.text, unit.text))))


def plain(body: str) -> str:
    return markdown.markdown(body, extensions=list(EXTENSIONS), extension_configs=CONFIGS, output_format="xhtml")


def written(unit: Unit) -> str:
    text = unit.text.replace("\\", "\\\\").replace("\n", "\\n")
    notes = "".join(f" | note: {note}" for note in unit.notes)
    return f"{unit.kind} | {unit.context or '-'} | {text}{notes}"


@pytest.mark.parametrize(("body", "expected"), CASES)
def test_units_are_those_of_the_case(body: str, expected: str) -> None:
    assert "\n".join(written(unit) for unit in converter.units(body)) == expected


@pytest.mark.parametrize(("body", "expected"), CASES)
def test_msgstr_equal_to_msgid_changes_no_byte(body: str, expected: str) -> None:
    del expected
    verdict = compare(converter, "case.md", body)
    assert verdict.identical, verdict.difference


@pytest.mark.parametrize(("body", "expected"), CASES)
def test_extraction_and_conversion_meet_the_same_units(body: str, expected: str) -> None:
    job = Job("case.md", body, translate=lambda unit: Shown(unit.text))
    converter.convert(job)
    assert "\n".join(written(unit) for unit in job.units) == expected


@pytest.mark.parametrize(("body", "expected"), CASES)
def test_translations_reach_the_page_and_no_placeholder_reaches_a_translator(body: str, expected: str) -> None:
    seen: list[str] = []

    def translate(unit: Unit) -> Shown:
        assert not re.search(r"[\x00-\x08]", unit.text)
        seen.append(f"译{len(seen)}文")
        return Shown(seen[-1])

    page = converter.convert(Job("case.md", body, translate=translate))
    missing = [words for words in seen if words not in page]
    # the meaning of an abbreviation shows only where the translation still holds the abbreviation
    assert len(missing) == len(re.findall("^(meaning of|link title)", expected, re.MULTILINE))


def test_every_construct_of_the_issue_has_a_case() -> None:
    everything = "".join(case.values[0] for case in CASES)  # type: ignore[misc]
    for construct in (
        "{#",
        "{: ",
        "!!!",
        "???",
        "===",
        "[^",
        "*[",
        "| ",
        ":   ",
        "- [ ]",
        "markdown>",
        "```",
        "kyr:skip",
    ):
        assert construct in everything


def test_heading_ids_are_the_english_slugs_in_every_locale() -> None:
    body = "# Know *your* rights\n\n## Steps\n\n## Steps\n\n## Kept {#own}\n\n## Fees & forms[^1]\n\n[^1]: Note."
    english = re.findall(r'<h\d id="([^"]*)"', plain(body))
    translated = html(
        body,
        **{
            "Know *your* rights": "了解您的*权利*",
            "Steps": "步骤",
            "Kept": "保留",
            "Fees & forms[^1]": "费用和表格[^1]",
        },
    )
    assert re.findall(r'<h\d id="([^"]*)"', translated) == english
    assert english == ["know-your-rights", "steps", "steps_1", "own", "fees-forms"]
    assert "Steps" not in translated
    assert "kyr-source" not in translated


@pytest.mark.parametrize(
    "heading", ["`d`` `[^1]`", "a `[^1]` b[^1]", "One[^1]two", "**[^1]** both", r"\[^1] and [^1]", "``a[^1]` b [^1]"]
)
def test_a_footnote_in_a_heading_changes_no_id_whatever_stands_around_it(heading: str) -> None:
    body = f"# {heading}\n\n[^1]: Note."
    english, translated = (
        Converter().convert(Job("page", body, translate=translate))
        for translate in (lambda unit: Shown(unit.text), lambda _: Shown("标题", "zh-Hans"))
    )
    assert english == plain(body)
    assert re.findall(r'<h1 id="([^"]*)"', translated) == re.findall(r'<h1 id="([^"]*)"', english)


def test_a_translated_heading_is_what_the_table_of_contents_says() -> None:
    converter.convert(Job("p.md", "## Steps", translate=lambda _: Shown("步骤")))
    assert converter.md.toc_tokens[0]["name"] == "步骤"  # type: ignore[attr-defined]


def english(unit: Unit) -> Shown:
    return Shown(unit.text, "en")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Text.", '<p lang="en">Text.</p>'),
        ("Text.\n{: .lead }", '<p class="lead" lang="en">Text.</p>'),
        ("## Steps {#s}", '<h2 id="s" lang="en">Steps</h2>'),
        ("- one", '<li lang="en">one</li>'),
        ("- one\n    - two", '<span lang="en">one</span>'),
        ("Before.\n<hr>\nAfter.", '<p lang="en">Before.</p>'),
    ],
)
def test_words_that_stand_in_are_marked_with_their_language(body: str, expected: str) -> None:
    page = converter.convert(Job("p.md", body, translate=english))
    found = {tag: sorted(re.findall(r'[\w-]+="[^"]*"', tag)) for tag in re.findall("<[^>]*>", page)}
    wanted = {tag: sorted(re.findall(r'[\w-]+="[^"]*"', tag)) for tag in re.findall("<[^>]*>", expected)}
    for tag, attributes in wanted.items():
        assert attributes in found.values() or tag in page
    assert re.sub("<[^>]*>", "", expected) in page


def test_a_skipped_block_is_marked_with_the_source_language() -> None:
    page = converter.convert(
        Job("p.md", "<!-- kyr:skip -->\nShow this.", translate=lambda _: Shown("译文"), source_lang="en")
    )
    assert '<p lang="en" translate="no">Show this.</p>' in page


@pytest.mark.parametrize("words", ["a~_^_^^b", "a*___^_^b", "请^~^^^^~问"])
def test_a_translation_that_breaks_the_parser_costs_only_itself(words: str) -> None:
    body = "Ask.\n\nThen *call*."
    job = Job("p.md", body, translate=lambda u: Shown(words if u.text == "Ask." else "打电话"), source_lang="en")
    page = converter.convert(job)
    assert "<p>打电话</p>" in page
    assert '<p lang="en">Ask.</p>' in page


def test_tokens_are_expanded_wherever_they_stand() -> None:
    body = (
        "# Call {{ a.phone }}\n\n**{{ a.phone }}** and\n\n| x |\n|---|\n| {{ a.phone }} |\n\n"
        "- {{ a.phone }}\n\n<!-- kyr:skip -->\nor {{ a.phone }}"
    )

    def expand(text: str, *, line: int | None, lang: str | None, html: bool) -> str:
        return f"[{text}@{line}]" if html and lang is None else "?"

    job = Job("p.md", body, translate=lambda unit: Shown(unit.text), expand=expand)
    page = converter.convert(job)
    assert page.count("[{{ a.phone }}@") == 5
    assert "@1]" in page


def test_a_token_is_one_however_the_source_is_wrapped_and_whatever_slipped_into_it() -> None:
    def expand(text: str, *, line: int | None, lang: str | None, html: bool) -> str:
        del line, lang, html
        return prose.evened(text)

    body = "Call {{\nnht\n. phone }}\n\nor {{ {nht.phone} }}\n\n<div>or {{ nht.\nphone }}</div>"
    page = converter.convert(Job("p.md", body, translate=lambda unit: Shown(unit.text), expand=expand))
    assert re.findall(r"\{\{.*?\}\}", page) == ["{{ nht.phone }}", "{{ {nht.phone} }}", "{{ nht.phone }}"]


TEL = '<a href="tel:911">911</a>'


def test_tokens_are_expanded_in_html_that_did_not_ask_for_markdown() -> None:
    body = (
        "<div markdown>\n<p>{{ a.phone }}</p>\n<p>Call <b>{{ a.phone }}</b></p>\n"
        "<!-- kyr:skip -->\n<p>Ask {{ a.phone }}</p>\n</div>"
    )

    def expand(text: str, *, line: int | None, lang: str | None, html: bool) -> str:
        del text, line, lang
        return TEL if html else "?"

    page = converter.convert(Job("p.md", body, translate=lambda unit: Shown(unit.text), expand=expand))
    assert re.findall("<p[^>]*>(.*)</p>", page) == [TEL, f"Call <b>{TEL}</b>", f"Ask {TEL}"]


def test_tokens_are_expanded_in_raw_html_but_in_no_code() -> None:
    body = (
        '<div>Call {{ a.phone }} <a href="tel:{{ a.phone }}">now</a></div>\n\n'
        "<div><code>{{ a.phone }}</code><!-- {{ a.phone }} --></div>\n\n```\n{{ a.phone }}\n```\n\n"
        "Or `{{ a.phone }}`.\n"
    )

    def expand(text: str, *, line: int | None, lang: str | None, html: bool) -> str:
        del text, line, lang
        return TEL if html else '"911"'

    page = converter.convert(Job("p.md", body, translate=lambda unit: Shown(unit.text), expand=expand))
    assert f'<div>Call {TEL} <a href="tel:&quot;911&quot;">now</a></div>' in page
    assert "<code>{{ a.phone }}</code><!-- {{ a.phone }} -->" in page
    assert "Or <code>{{ a.phone }}</code>." in page
    assert page.count("{{ a.phone }}") == 4


def test_a_translation_brings_no_html_into_a_block_that_did_not_ask_for_markdown() -> None:
    body = "<div markdown>\n<p>Call <b>now</b> &amp; ask</p>\n</div>"
    page = html(body, **{"Call <b>now</b> &amp; ask": "<i>现在</i><b>打</b> &amp; *问*"})
    assert "<p>&lt;i&gt;现在&lt;/i&gt;<b>打</b> &amp; *问*</p>" in page


def test_english_that_stands_in_html_that_did_not_ask_for_markdown_is_marked() -> None:
    body = "<div markdown>\n<p>Call <b>now</b></p>\n<div>\nBefore\n<p>inside</p>\nafter\n</div>\n</div>"
    page = converter.convert(Job("p.md", body, translate=english))
    assert '<p lang="en">Call <b>now</b></p>' in page
    assert '<span lang="en">Before</span>' in page
    assert '<span lang="en">after</span>' in page


def test_a_heading_in_html_that_did_not_ask_for_markdown_keeps_its_english_id() -> None:
    body = "<div markdown>\n<h2>Call *us* <b>now</b> {.c}</h2>\n</div>"
    (english_id,) = re.findall(r'<h2[^>]* id="([^"]*)"', plain(body))
    page = html(body, **{"Call *us* <b>now</b>": "<b>现在</b>*打*"})
    assert f'<h2 class="c" id="{english_id}"><b>现在</b>*打*</h2>' in page


def test_the_words_of_a_shortcut_reference_can_be_translated() -> None:
    body = "See [The form].\n\n[the form]: f.md"
    assert '<a href="f.md">表格</a>' in html(body, **{"See [The form][The form].": "见[表格][The form]。"})


def test_the_line_of_each_unit_is_where_it_begins() -> None:
    body = "# One\n\nText that\nis wrapped.\n\n- item\n- item\n\n[^1]: Note.\n\nLast[^1]"
    assert {unit.text: unit.line for unit in converter.units(body, first_line=11)} | {
        "One": 11,
        "Text that is wrapped.": 13,
        "Note.": 19,
        "Last[^1]": 21,
    } == {unit.text: unit.line for unit in converter.units(body, first_line=11)}


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("Text.\n\n<!-- kyr:skipp -->\nMore.", "p.md:3: unknown directive kyr:skipp. Write kyr:skip"),
        ("<!-- kyr:note -->\nText.", "p.md:1: kyr:note needs words after it. "),
        ("- <!-- kyr:context --> Text.", "p.md:1: kyr:context needs words after it. "),
    ],
)
def test_a_broken_directive_names_file_line_and_fix(body: str, says: str) -> None:
    with pytest.raises(PageError) as error:
        converter.units(body, "p.md")
    assert str(error.value).startswith(says)


def test_a_page_nested_too_deeply_to_be_read_is_an_error_that_says_so() -> None:
    body = "".join(f"{'    ' * depth}- item\n" for depth in range(300))
    for read in (
        lambda: converter.units(body, "p.md"),
        lambda: converter.convert(Job("p.md", body, translate=lambda unit: Shown(unit.text))),
    ):
        with pytest.raises(PageError) as error:
            read()
        assert str(error.value).startswith("p.md: its blocks are nested too deeply. ")
    assert html("- one\n- two\n\n    three") == plain("- one\n- two\n\n    three")


def test_wrapping_the_source_anew_changes_no_unit() -> None:
    body = "You have the right to remain silent.  \nSay it.\n\n- Ask for a lawyer at once.\n"
    wrapped = "You have the\nright to\nremain silent.  \nSay it.\n\n- Ask for\n  a lawyer\n  at once.\n"
    assert [unit.key for unit in converter.units(body)] == [unit.key for unit in converter.units(wrapped)]


def test_a_changed_translation_of_one_page_never_reaches_the_next() -> None:
    body = "ICE[^1]\n\n*[ICE]: Agency\n\n[^1]: Note."
    converter.convert(Job("a.md", body, translate=lambda _: Shown("ICE 译文[^1]")))
    assert converter.convert(Job("b.md", body, translate=lambda unit: Shown(unit.text))) == plain(body)


def test_nl2br_keeps_every_line_break() -> None:
    own = Converter((*EXTENSIONS, "nl2br"))
    assert compare(own, "p.md", "one\ntwo").identical


def test_extraction_that_misses_what_conversion_meets_is_no_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Converter, "units", lambda *_: ())
    assert "other units" in compare(converter, "p.md", "Words.").difference


def test_coverage_names_prose_that_no_unit_holds() -> None:
    body = 'Text.\n\n<p>Raw <b>words</b> here</p>\n\n```\ncode\n```\n\n![alt text](i.png "title")'
    assert compare(converter, "p.md", body, pseudo=True).uncovered == ("Raw", "words", "here")


BLOCKS = st.lists(
    st.sampled_from(
        [
            "Text *one* [a](b.md).",
            "## Head {#h}",
            "## Head",
            "- one\n- two\n\n    three",
            "1. a\n    - b",
            "!!! note\n    Inside.\n\n    - x",
            '??? tip "T"\n    Inside.',
            '=== "A"\n    In a.\n\n=== "B"\n    In b.',
            "| a | b |\n|---|---|\n| c | 5 |",
            "Term\n:   Meaning.",
            "```\ncode\n```",
            "<div markdown>\nIn *div*.\n</div>",
            "<!-- a comment -->",
            "> quote\n> more",
            "Line  \nbreak[^1]",
            "[^1]: Note.",
            "*[ICE]: Agency",
            "ICE came\n{: .c }",
            "    indented",
            "<hr>\nTail",
            "* * *",
            "- [ ] box",
            "{{ a.phone }}",
        ]
    ),
    max_size=8,
).map("\n\n".join)


@settings(max_examples=150, deadline=None)
@given(BLOCKS)
def test_any_mixture_of_constructs_is_identical(body: str) -> None:
    verdict = compare(converter, "p.md", body)
    assert verdict.identical, verdict.difference


@settings(max_examples=150, deadline=None)
@given(BLOCKS)
def test_extraction_misses_none_of_the_extensions_it_leaves_out(body: str) -> None:
    assert converter.units(body, "p.md") == complete.units(body, "p.md")


@settings(max_examples=150, deadline=None)
@given(
    st.text(
        st.sampled_from(
            list("ab \n\t#*_-+>`~[](){}!|:^=<&;\"'\\/.1xé中"),
        ),
        max_size=80,
    )
)
def test_any_text_at_all_is_identical(body: str) -> None:
    verdict = compare(converter, "p.md", body)
    assert verdict.identical, verdict.difference
    assert converter.units(body, "p.md") == complete.units(body, "p.md")


def test_what_a_unit_is_needs_no_reading_of_its_words_for_people() -> None:
    body = (
        '## Two {: title="Of two" }\n\nAsk [us][home]. ICE\n\n<div markdown>\n<p>raw *words*</p>\n</div>\n\n'
        '![Alt of all](x.png)\n\n[home]: x.md "Of home"\n\n*[ICE]: Police of immigration\n'
    )
    found = {unit.text: (unit.kind, unit.part, unit.level, unit.literal) for unit in converter.units(body)}
    assert found["Two"] == ("heading 2", Part.HEADING, 2, False)
    assert found["Of home"] == ("link title", Part.NAME, 0, True)
    assert found["Police of immigration"] == ("meaning of ICE", Part.MEANING, 0, True)
    assert found["raw *words*"] == ("paragraph", Part.TEXT, 0, True)
    assert found["Ask [us][home]. ICE"] == ("paragraph", Part.TEXT, 0, False)


def test_a_paragraph_of_a_law_is_no_copyright() -> None:
    law = "22 U.S.C. 7105(c)(3)(A) and 8 U.S.C. 1255(r)"
    assert html(law) == f"<p>{law}</p>"


@pytest.mark.parametrize(
    "names",
    [("pymdownx.highlight", "pymdownx.superfences"), ("fenced_code", "codehilite"), ("codehilite",)],
    ids="+".join,
)
def test_code_is_not_coloured_for_extraction(names: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        pytest.fail("the code was read")

    body = '# Code\n\n```{.python title="Made of words"}\nimport os\n```\n\n    :::python\n    import os\n\nThe end.\n'
    configs = {"pymdownx.highlight": {"pygments_lang_class": True}} if "pymdownx.highlight" in names else {}
    coloured = Converter(names, configs)
    vars(coloured)["_blocks"] = coloured.md
    expected = coloured.units(body)
    monkeypatch.setattr("pygments.lexers.PythonLexer.get_tokens_unprocessed", refuse)
    with pytest.raises(pytest.fail.Exception):
        coloured.units(body)
    assert Converter(names, configs).units(body) == expected


def test_titles_that_code_gets_from_the_name_of_its_language_are_extracted() -> None:
    configs = {"pymdownx.highlight": {"auto_title": True}}
    found = Converter(("pymdownx.highlight", "pymdownx.superfences"), configs).units("```pycon\n>>> 1\n```\n")
    assert [unit.text for unit in found] == ["Python Console Session"]
