"""Making paragraphs at once changes no byte of any page, whatever the extensions."""

from __future__ import annotations

import xml.etree.ElementTree as etree

import markdown
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from markdown.blockprocessors import BlockProcessor, ParagraphProcessor
from markdown.extensions import Extension

from pipeline import paragraphs
from pipeline.converter import EXTENSIONS
from tests.conftest import ROOT
from tests.test_unmarked import MARKS, OTHERS, html

PARENTS = (
    "<div/>",
    "<div><p>a</p></div>",
    "<div><ul><li>a</li></ul></div>",
    "<div><ul><li><p>a</p></li></ul></div>",
    "<li/>",
    "<li>a</li>",
    "<div><dl><dt>a</dt><dd>b</dd></dl></div>",
    "<div><blockquote><p>a</p></blockquote></div>",
    "<div><pre><code>a</code></pre></div>",
    '<div><div class="admonition note"><p class="admonition-title">A</p><ul><li>a</li></ul></div></div>',
    "<div><details><summary>a</summary><p>b</p></details></div>",
    '<div><div class="tabbed-set"><input/><label/><div class="tabbed-content"><p>a</p></div></div></div>',
    '<div><div class="tabbed-set"><div class="tabbed-content"><div class="tabbed-block"/></div></div></div>',
)
"""What a block may stand in, and after."""
STARTS = ("", "**", "{{ ", "“", "(", "*", "1", "1. ", "# ", "> ", "- ", ": ", "| ", "|-", "[", "[^", "*[", "    ", "!")
REST = (*'aZ1中 *{}#->:=|.!?[]()"“^+_\t\x02\x03', "]: b", "\n-", " | ")
LINE = st.tuples(
    st.sampled_from(STARTS), st.sampled_from("aZé中1-"), st.lists(st.sampled_from(REST), max_size=9).map("".join)
).map("".join)
WORDS = st.lists(LINE, min_size=1, max_size=3).map("\n".join).filter(paragraphs._WORDS.fullmatch)


class AtOnce(Extension):
    """Only what is tried here."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        paragraphs.register(md)


def others() -> list[BlockProcessor]:
    """Every processor of the table but that of paragraphs."""
    md = markdown.Markdown(extensions=list(EXTENSIONS))
    found = list(md.parser.blockprocessors)
    plain = markdown.Markdown()
    found += [one for one in plain.parser.blockprocessors if type(one).__name__ == "CodeBlockProcessor"]
    names = {(type(one).__module__, type(one).__name__) for one in found}
    assert names == {(module, name) for module, classes in paragraphs.KNOWN.items() for name in classes}
    return [one for one in found if not isinstance(one, ParagraphProcessor)]


OTHER_PROCESSORS = others()


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(block=WORDS, parent=st.sampled_from(PARENTS), state=st.sampled_from(["", "list", "looselist", "detabbed"]))
def test_no_other_processor_takes_such_a_block(block: str, parent: str, state: str) -> None:
    for processor in OTHER_PROCESSORS:
        element, blocks = etree.fromstring(parent), [block, "next"]
        processor.parser.state.clear()
        if state:
            processor.parser.state.set(state)
        taken = processor.test(element, block) and processor.run(element, blocks) is not False
        assert not taken, type(processor)
        assert blocks == [block, "next"]
        assert etree.tostring(element) == etree.tostring(etree.fromstring(parent))


@settings(max_examples=100, deadline=None)
@given(
    text=st.lists(st.sampled_from((*MARKS, "\n\n", "Word ", "    ", "!!! note\n\n", '=== "A"\n\n', ": ")), max_size=30),
    extensions=st.sets(st.sampled_from((*EXTENSIONS, *OTHERS))),
)
@example(text=["- a\n- b\nc\n\n    d\n\ne"], extensions=set())
@example(text=["Term\n: what\n\n    more\n\nAfter"], extensions={"def_list"})
def test_a_page_is_the_same_byte_for_byte(text: list[str], extensions: set[str]) -> None:
    names = sorted(extensions)
    try:
        expected = html("".join(text), names)
    except Exception:  # pymdown-extensions fails on some mixtures of marks
        return
    assert html("".join(text), [*names, AtOnce()]) == expected


def test_pages_of_the_library_are_the_same_byte_for_byte() -> None:
    for path in sorted((ROOT / "content").rglob("*.md"))[3::6]:
        text = path.read_text("utf-8")
        assert html(text, [*EXTENSIONS, AtOnce()]) == html(text, EXTENSIONS)


def test_a_processor_that_nobody_knows_is_asked() -> None:
    class Greedy(BlockProcessor):
        def test(self, parent: etree.Element, block: str) -> bool:
            del parent
            return block.startswith("Word")

        def run(self, parent: etree.Element, blocks: list[str]) -> None:
            etree.SubElement(parent, "hr").tail = blocks.pop(0)

    class Own(Extension):
        def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802
            md.parser.blockprocessors.register(Greedy(md.parser), "greedy", 15)

    assert html("Word\n\nOther", [AtOnce(), Own()]) == html("Word\n\nOther", [Own()])
    assert "<hr" in html("Word", [AtOnce(), Own()])


def test_plain_words_are_asked_of_no_other_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    for processor in others():
        monkeypatch.setattr(type(processor), "test", lambda _, parent, block: asked.append(block))  # noqa: ARG005
    html("Words\nin **two** lines.\n\n{{ a.phone }}\n\n“中文”。", [*EXTENSIONS, AtOnce()])
    assert not any(asked), asked
