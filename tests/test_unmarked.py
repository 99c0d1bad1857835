"""Setting texts without marks aside changes no byte of any page, whatever the extensions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from re import _constants as constants  # type: ignore[attr-defined] # how Python itself reads a regular expression
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import markdown
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown.extensions import Extension
from markdown.inlinepatterns import SimpleTextPattern
from markdown.treeprocessors import InlineProcessor, Treeprocessor

from pipeline import unmarked
from pipeline.converter import CONFIGS, EXTENSIONS
from tests.conftest import ROOT

OTHERS = ("smarty", "nl2br", "sane_lists", "legacy_em", "wikilinks", "pymdownx.magiclink", "pymdownx.escapeall")
MARKS = (
    *"abZ9 éß中文\n\n*_~^=+`[]()<>!&;:\\/\"'-.|#{}",
    *("  \n", "**", "++ctrl+a++", "[a](b)", "[a]", "[a]: /b\n\n", "![a](b)", "<b>", "</b>", "<http://a.b>", "&amp;"),
    *("# ", "- ", "1. ", "> ", "    ", "| a | b |\n|---|---|\n| ", "a[^1]\n\n[^1]: b\n\n", "*[HTML]: c\n\n", "HTML"),
    *("(c)", "1/2", "1st", "c/o", "-->", "+/-", "=/=", "https://a.bc/d", "[[a]]", "{: #a }", "<div markdown>\n\n"),
    *("</div>\n\n", "wzxhzdk:0", "klzzwxh:0000", "--", "...", "==a==", "\\*", "&copy;", "@", "a@b.cd"),
)


class Aside(Extension):
    """Only what is tried here."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        unmarked.register(md)


def html(text: str, extensions: Iterable[str | Extension]) -> str:
    return markdown.Markdown(extensions=list(extensions), extension_configs=CONFIGS).convert(text)


@settings(max_examples=150, deadline=None)
@given(
    text=st.lists(st.sampled_from(MARKS), max_size=30).map("".join),
    extensions=st.sets(st.sampled_from((*EXTENSIONS, *OTHERS))),
)
@example(text="a (c) b\n\nplain\n*a* tail 1/2", extensions={"pymdownx.smartsymbols"})
@example(text='"a" -- b <b>c</b> d', extensions={"smarty", "pymdownx.smartsymbols"})
@example(text="HTML <b>b</b> HTML\n\n*[HTML]: a", extensions={"abbr"})
def test_a_page_is_the_same_byte_for_byte(text: str, extensions: set[str]) -> None:
    names = sorted(extensions)
    try:
        expected = html(text, names)
    except Exception:  # pymdown-extensions fails on some mixtures of marks
        return
    assert html(text, [*names, Aside()]) == expected


def test_pages_of_the_library_are_the_same_byte_for_byte() -> None:
    for path in sorted((ROOT / "content").rglob("*.md"))[::6]:
        text = path.read_text("utf-8")
        assert html(text, [*EXTENSIONS, Aside()]) == html(text, EXTENSIONS)


def registered() -> Iterator[tuple[str, str, re.Pattern[str]]]:
    """Module, name and expression of each pattern in the table."""
    md = markdown.Markdown(extensions=list(EXTENSIONS))
    parsers: list[Any] = [md.treeprocessors[name] for name in unmarked.PARSERS if name in md.treeprocessors]
    for module, names in unmarked.SIGNS.items():
        for name in names:
            pattern = next(one.inlinePatterns[name] for one in parsers if name in one.inlinePatterns)
            assert type(pattern).__module__ == module
            yield module, name, pattern.getCompiledRegExp()


@pytest.mark.parametrize(("module", "name", "expression"), list(registered()))
def test_no_pattern_matches_without_its_signs(module: str, name: str, expression: re.Pattern[str]) -> None:
    signs = unmarked.SIGNS[module][name]
    assert needs(parser.parse(expression.pattern, expression.flags), signs)
    assert not needs(parser.parse(expression.pattern, expression.flags), "\x00")


def needs(parsed: Any, signs: str) -> bool:
    """Whether every text that an expression matches in holds one of these characters."""
    return any(needs_one(operator, what, signs) for operator, what in parsed)


def needs_one(operator: Any, what: Any, signs: str) -> bool:
    if operator is constants.LITERAL:
        return chr(what) in signs
    if operator is constants.IN:
        return all(
            (one is constants.LITERAL and chr(which) in signs)
            or (one is constants.RANGE and all(chr(code) in signs for code in range(which[0], which[1] + 1)))
            for one, which in what
        )
    if operator is constants.BRANCH:
        return all(needs(branch, signs) for branch in what[1])
    if operator in {constants.MAX_REPEAT, constants.MIN_REPEAT, constants.POSSESSIVE_REPEAT}:
        return what[0] > 0 and needs(what[2], signs)
    return operator in {constants.SUBPATTERN, constants.ASSERT} and needs(what[-1], signs)


def test_a_pattern_under_a_known_name_is_asked_all_the_same() -> None:
    seen: list[str] = []

    class Heard(SimpleTextPattern):
        def handleMatch(self, m: re.Match[str], *_: object) -> str:  # noqa: N802
            seen.append(m[0])
            return "loud"

    class Own(Extension):
        def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802
            md.inlinePatterns.register(Heard(r"(quiet)", md), "escape", 5)

    assert html("be quiet here", [Own(), Aside()]) == html("be quiet here", [Own()]) == "<p>be loud here</p>"
    assert len(seen) == 2


def test_a_pattern_that_comes_with_a_later_page_is_asked_too() -> None:
    class Loud(SimpleTextPattern):
        def handleMatch(self, m: re.Match[str], *_: object) -> str:  # noqa: N802, ARG002
            return "loud"

    md = markdown.Markdown(extensions=[Aside()])
    assert md.convert("be quiet here") == "<p>be quiet here</p>"
    md.inlinePatterns.register(Loud(r"(quiet)", md), "hush", 5)
    assert md.convert("be quiet here") == "<p>be loud here</p>"


def test_what_was_set_aside_is_ordinary_text_for_those_that_come_after() -> None:
    kinds: set[type] = set()

    class Look(Treeprocessor):
        def run(self, root: Any) -> None:
            kinds.update(type(text) for el in root.iter() for text in (el.text, el.tail) if text)

    class After(Extension):
        def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802
            md.treeprocessors.register(Look(md), "after inline parsing", 15)
            md.treeprocessors.register(Look(md), "after all", 1)

    html("plain\n\n- *marked* tail\n", ["pymdownx.smartsymbols", Aside(), After()])
    assert kinds == {str}


def test_plain_words_are_not_held_against_the_patterns(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    real: Any = vars(InlineProcessor)["_InlineProcessor__handleInline"]  # the costly step itself

    def noted(self: InlineProcessor, data: str, index: int = 0) -> str:
        if type(data) is str:
            asked.append(data)
        return str(real(self, data, index))

    monkeypatch.setattr(InlineProcessor, "_InlineProcessor__handleInline", noted)
    html("Plain words, 中文。\n\nA *mark*.\n\nMore (plain) words.", [*EXTENSIONS, Aside()])
    assert asked[0] == "A *mark*."
    assert not [text for text in asked if "lain" in text]
