"""Front matter is checked key by key, and a translator is told what each message is."""

from __future__ import annotations

import datetime
import io
from pathlib import Path

import pytest
import yaml
from mkdocs.utils import meta as mkdocs_meta

from pipeline import pages
from pipeline.converter import Converter
from pipeline.errors import PageError
from pipeline.model import FrontMatter, Keys, Message, Page
from tests.conftest import PAGE, run

converter = Converter()
GOOD = """---
title: Who to call
description: Call a hotline.
audience: survivors
region: [us, ny]
facts: [F-210]
handout: {handout: 2, card: 1}
legal_review_by: 2027-01-20
---

# Get help

Call *now*. See [the list](list.md "all").
"""


def test_front_matter_becomes_values_and_the_first_two_units() -> None:
    page = pages.read(GOOD.encode(), "content/help/now.md", converter)
    assert page.path == "help/now"
    assert page.meta.region == ("us", "ny")
    assert page.meta.handout == {"handout": 2, "card": 1}
    assert page.meta.legal_review_by == datetime.date(2027, 1, 20)
    assert [(unit.text, unit.kind, unit.line) for unit in page.units[:3]] == [
        ("Who to call", "page title", 2),
        ("Call a hotline.", "page description", 3),
        ("Get help", "heading 1", 11),
    ]


def test_a_byte_order_mark_and_windows_line_ends_are_read() -> None:
    data = b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()
    assert (
        pages.read(data, "content/a.md", converter).units == pages.read(GOOD.encode(), "content/a.md", converter).units
    )


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("title: Who to call\n", "", "content/a.md:1: 'title' is missing. Add a line: title:"),
        ("audience: survivors", "audience: all", "content/a.md:4: 'audience' is 'all'. Use one of: survivors"),
        ("audience:", "audiance:", "content/a.md:4: unknown key 'audiance'. Did you mean audience?"),
        ("region: [us, ny]", "region: [us, xx]", "content/a.md:5: 'region' is ['us', 'xx']. Use one or more of: us"),
        ("facts: [F-210]", "facts: 210", "content/a.md:6: 'facts' is 210. Write a list"),
        ("{handout: 2, card: 1}", "{handout: 0}", "content/a.md:7: 'handout' is {'handout': 0}. Write none, or forms"),
        ("{handout: 2, card: 1}", "[flyer]", "content/a.md:7: 'handout' is ['flyer']. Write none, or forms"),
        ("2027-01-20", "soon", "content/a.md:8: 'legal_review_by' is 'soon'. Write a date like"),
        ("title: Who to call", "title: Who: to call", "content/a.md:2: the front matter is broken: mapping values"),
        ("description: Call a hotline.", "description: [", "content/a.md:5: the front matter is broken: "),
        ("---\ntitle", "title", "content/a.md:1: the page has no front matter. Begin it with ---"),
        ("title: Who to call", "title: ''", "content/a.md:2: 'title' is ''. Write a short text"),
        (
            "2027-01-20",
            "2027-02-30",
            "content/a.md:8: the front matter is broken: '2027-02-30' is not a valid timestamp",
        ),
        (
            "2027-01-20",
            "!!timestamp soon",
            "content/a.md:8: the front matter is broken: 'soon' is not a valid timestamp",
        ),
        ("Who to call", "!!bool perhaps", "content/a.md:2: the front matter is broken: 'perhaps' is not a valid bool"),
        ("Who to call", '!!int ""', "content/a.md:2: the front matter is broken: '' is not a valid int"),
        ("[F-210]", "[" * 2000 + "]" * 2000, "content/a.md:6: 'facts' is [[[[[[[...]]]]]]]. Write a list"),
        (
            "card: 1",
            f"card: {'9' * 4400}",
            "content/a.md:7: the front matter is broken: '999999999999...9999999999999' is not a valid int",
        ),
        ("[F-210]", "x" * 1_000_001, "content/a.md:1: the front matter is far too long. "),
        ("[F-210]", "[" * 40_000, "content/a.md:1: the front matter is nested far too deep. "),
        ("[F-210]", "\n  " + "- " * 40_000 + "a", "content/a.md:1: the front matter is nested far too deep. "),
        (
            "title: Who to call",
            "title: A\ntitle: B",
            "content/a.md:3: the front matter is broken: 'title' is there twice. ",
        ),
        ("Who to call", "Who\0", "content/a.md:2: the front matter is broken: control characters are not allowed"),
    ],
)
def test_broken_front_matter_names_the_line_and_the_fix(old: str, new: str, says: str) -> None:
    assert old in GOOD
    with pytest.raises(PageError) as error:
        pages.read(GOOD.replace(old, new, 1).encode(), "content/a.md", converter)
    assert str(error.value).startswith(says)
    assert "\n" not in str(error.value)


def of_mkdocs(text: str, path: str = "content/help/who-to_call.md") -> Page:
    return pages.read(text.encode(), path, converter, Keys.MKDOCS)


def test_by_mkdocs_rules_a_page_needs_no_front_matter() -> None:
    page = of_mkdocs("# Help\n\nWords.\n")
    assert [(unit.text, unit.line) for unit in page.units] == [("Help", 1), ("Words.", 3)]
    assert (page.meta.title, page.meta.description) == ("Who to call", "")
    assert of_mkdocs("---\n---\nWords.\n", "content/FAQ_all.md").meta.title == "FAQ all"


def test_by_mkdocs_rules_keys_that_are_not_ours_are_handed_on_as_they_are() -> None:
    said = "hide: [toc]\ntags: [a, b]\nsubtitle: S\nog_description: D\ndate: 2026-01-02\nrobots: a\nrobots: b\n2: two\n"
    page = of_mkdocs(f"---\n{said}title: 2.10\ndescription:\naudience: partners\n...\nWords.\n")
    assert page.meta.more == yaml.safe_load(said)
    assert (page.meta.audience, page.meta.description) == ("partners", "")
    assert [(unit.text, unit.kind, unit.line) for unit in page.units] == [
        ("2.1", "page title", 10),
        ("Words.", "paragraph", 14),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Title: Deep dive\nRobots: noindex\nDescription: All\n    of it\n\tand more\nRobots: none\n\nWords: no.\n",
        "Robots: none\nWords.\n",
        "Words.\nRobots: none\n",
        "    code\nRobots: none\n",
        "\nRobots: none\n",
        "Robots: none\n",
        "---\nWords\n---\n\nMore.\n",
        "---\ntitle: A\nrobots: none\n---\n\nWords.\n",
        "---\ntitle: A\n...\nWords.\n---\n",
    ],
)
def test_front_matter_is_where_mkdocs_finds_it(text: str) -> None:
    body, theirs = mkdocs_meta.get_data(text)
    page = of_mkdocs(text)
    found = {**page.meta.more, **{unit.kind.partition(" ")[2]: unit.text for unit in page.titles}}
    assert (page.body.lstrip("\n"), found) == (body.lstrip("\n"), theirs)
    assert text.split("\n")[page.first_line - 1 :] == page.body.split("\n")


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        ("descripton", "description"),
        ("legal_review", "legal_review_by"),
        ("legal-review-by", "legal_review_by"),
        ("Title", "title"),
        ("titel", "title"),
        ("regions", "region"),
        ("audiance", "audience"),
        ("handouts", "handout"),
        ("fact", "facts"),
    ],
)
def test_by_mkdocs_rules_a_key_of_ours_misspelt_is_an_error(wrong: str, meant: str) -> None:
    with pytest.raises(PageError) as error:
        of_mkdocs(f"---\ntitle_tag: A\n{wrong}: x\n---\n")
    assert str(error.value) == f"content/help/who-to_call.md:3: unknown key '{wrong}'. Did you mean {meant}?"


@pytest.mark.parametrize(
    "said", ["tiles:\n- caption: A", "titles: {a: 1}", "title: A\ntitles: B\ntile: C", "description: A\ndescripton: B"]
)
def test_by_mkdocs_rules_a_key_like_ours_that_cannot_be_meant_is_theirs(said: str) -> None:
    page = of_mkdocs(f"---\n{said}\n---\n\nWords.\n")
    assert set(page.meta.more) == set(yaml.safe_load(said)) - {"title", "description"}


@pytest.mark.parametrize(
    "said",
    [
        "audience: developer",
        "audience: [developers, operators]",
        "audience: 18",
        "region: eu-west-1",
        "region: {lat: 1}",
        "handout: slides.pdf",
        "handout: true",
        "facts: [Pandas eat bamboo]",
        "facts: {energy: 2 kJ}",
    ],
)
def test_by_mkdocs_rules_a_key_of_ours_with_words_of_others_is_theirs(said: str) -> None:
    page = of_mkdocs(f"---\n{said}\n---\n\nWords.\n")
    assert page.meta == FrontMatter("Who to call", more=yaml.safe_load(said))


@pytest.mark.parametrize(
    "said",
    [
        "audience: survivor",
        "audience: [survivors, partners]",
        "region: nyc",
        "region: [us, xx]",
        "region: New York",
        "handout: handuot",
        "handout: {handout: two}",
        "legal_review_by: never",
        "title: [A]",
        "facts: {F-001: read}",
    ],
)
def test_by_mkdocs_rules_a_key_of_ours_with_words_that_are_nearly_ours_is_an_error(said: str) -> None:
    with pytest.raises(PageError, match=f"who-to_call.md:2: '{said.partition(':')[0]}' is "):
        of_mkdocs(f"---\n{said}\n---\n\nWords.\n")


def test_every_key_that_mkdocs_and_material_document_is_handed_on() -> None:
    known = (
        "hide icon status subtitle tags template search social comments date authors categories slug draft pin links "
    )
    known += "readtime robots image revision_date edit_url previous next boost exclude render_macros og_title seo_title"
    page = of_mkdocs("---\n" + "".join(f"{key}: 1\n" for key in known.split()) + "---\n")
    assert list(page.meta.more) == known.split()


def test_by_mkdocs_rules_a_page_about_git_shows_a_conflict_as_code() -> None:
    conflict = "<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> 8fbf656\n"
    shown = f"So:\n\n```console\n{conflict}```\n\n~~~~\n```\n{conflict}~~~~\n\nMore.\n"
    assert of_mkdocs(shown).units
    for left in (f"{shown}\n{conflict}", f"{conflict}\n{shown}", f"```\nnever closed\n\n{conflict}"):
        line = left.split("\n").index("<<<<<<< HEAD", left.startswith(shown) and shown.count("\n")) + 1
        with pytest.raises(PageError, match=f"who-to_call.md:{line}: a merge conflict was left"):
            of_mkdocs(left)
    with pytest.raises(PageError, match="a merge conflict was left"):
        pages.read(f"---\ntitle: A\ndescription: B\n---\n{shown}".encode(), "content/a.md", converter)


def test_a_control_character_in_words_is_named_with_its_line_and_one_in_code_is_left() -> None:
    page = of_mkdocs("# Help\n\n    code \x1b\n\n- one\n- two\x07 and more\n", "content/a.md")
    with pytest.raises(PageError, match=r"content/a\.md:6: control character U\+0007 in a list item"):
        pages.messages(page.name, page.units)


def test_a_page_of_another_site_may_say_much_of_itself() -> None:
    more = "".join(f"  - old/{number}.md: https://helpers.example.org/{number}/\n" for number in range(1000))
    page = of_mkdocs(f"---\ntitle: Help\nredirects:\n{more}---\n\nAsk.\n", "content/a.md")
    assert (page.meta.title, len(page.meta.more["redirects"])) == ("Help", 1000)


def test_a_control_character_that_is_white_space_is_a_space() -> None:
    body = "# Help\n\nOne\x0btwo,\x1fand `three\x0cfour`.\n\nFive:\u2029\n\nSix\u2028seven.\n"
    page = of_mkdocs(body, "content/a.md")
    found = [one.source for one in pages.messages(page.name, page.units)]
    assert found == ["Help", "One two, and `three four`.", "Five:", "Six seven."]


def test_bytes_that_are_not_utf8_name_their_line() -> None:
    with pytest.raises(PageError) as error:
        pages.read(GOOD.encode().replace(b"Get help", b"Get \xff"), "content/a.md", converter)
    assert str(error.value) == "content/a.md:11: the file is not UTF-8. Save it as UTF-8 in your editor"


def test_a_text_that_stands_twice_is_one_message_with_both_comments() -> None:
    page = pages.read((GOOD + "\n## More\n\nAsk.\n\n- Ask.\n").encode(), "content/a.md", converter)
    found = [message for message in pages.messages("content/a.md", page.units) if message.source == "Ask."]
    assert found == [
        Message("Ask.", extracted=("paragraph, under: More", "list item, under: More"), references=("content/a.md",))
    ]


def test_a_translator_is_told_kind_section_note_link_and_glossary() -> None:
    body = GOOD + "\n<!-- kyr:note Say it kindly. -->\nA T visa. [Here](t.md).\n"
    page = pages.read(body.encode(), "content/a.md", converter)
    last = pages.messages("content/a.md", page.units, lambda text: ["T visa = T签证"] if "T visa" in text else [])[-1]
    assert last.extracted == (
        "paragraph, under: Get help",
        "note: Say it kindly.",
        "link text: translate the words in [ ], keep (t.md)",
        "term: T visa = T签证",
    )


def test_babel_finds_the_same_messages() -> None:
    body = GOOD + "\n<!-- kyr:context verb -->\nSign\n"
    stream = io.BytesIO(body.encode())
    stream.name = "content/a.md"
    found = [
        (message if isinstance(message, tuple) else (None, message))
        for _, _, message, _ in pages.extract_for_babel(stream, (), (), {})
    ]
    assert found == [unit.key for unit in pages.read(body.encode(), "content/a.md", converter).units]


def test_two_pages_that_are_one_file_on_other_computers_are_refused(project: Path) -> None:
    (project / "content" / "Other.md").write_text(PAGE.format(title="Another"), "utf-8")
    result = run(project, "check")
    assert result.returncode == 2
    assert "content/other.md: on a Mac or under Windows this is the file content/Other.md" in result.stderr
    (project / "content" / "Other.md").unlink()
    (project / "content" / "cafe\u0301.md").write_text(PAGE.format(title="One"), "utf-8")
    (project / "content" / "café.md").write_text(PAGE.format(title="Another"), "utf-8")
    assert "and one would be lost" in run(project, "check").stderr
