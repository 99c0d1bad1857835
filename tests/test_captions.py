"""Captions: translated like a page, and every time, identifier, setting and voice as it was."""

from __future__ import annotations

import io
import re
import time
from pathlib import Path

import pytest
import webvtt
from hypothesis import given
from hypothesis import strategies as st

from pipeline import captions, newlocale, site, workflow
from pipeline.errors import PageError
from pipeline.languages import SOURCE, Locale, locale
from pipeline.model import Unit
from pipeline.project import Project
from pipeline.videos import Captioner
from tests.conftest import ROOT
from tests.test_locales import translate

HANS = locale("zh_Hans")
FILE = """WEBVTT - a heading that players skip

NOTE
title: At the door
description: What to do when officers knock.
facts: [F-001]

STYLE
::cue { color: white }

NOTE This is for whoever records it.

greeting
00:01.000 --> 00:04.250 line:15% align:start
<v Advocate>Somebody knocks.
You do not have to open the door.

00:04.500 --> 01:00:09.000
Call {{ nht.phone }} <i>now</i>.

3
01:00:10.000 --> 01:00:11.000
...
"""
WORDS = {
    "Somebody knocks. You do not have to open the door.": "有人敲门。您不必开门。",
    "Call {{ nht.phone }} <i>now</i>.": "请<i>现在</i>拨打 {{ nht.phone }}。",
}


def written(words: dict[str, str] | None = None, beside: tuple[Locale, captions.Words] | None = None) -> str:
    said = words or {}
    return captions.write(FILE.encode(), "content/a.vtt", HANS, lambda unit: said.get(unit.text, unit.text), beside)


def times(text: str) -> list[tuple[str, str]]:
    """As a library that is not ours reads them."""
    return [(one.start, one.end) for one in webvtt.from_buffer(io.StringIO(text), format="vtt").captions]


def test_each_caption_is_a_unit_without_its_voice_and_its_line_breaks() -> None:
    page = captions.read(FILE.encode(), "content/videos/a.vtt")
    assert (page.path, page.name, page.body) == ("videos/a.vtt", "content/videos/a.vtt", "")
    assert page.meta.facts == ("F-001",)
    assert [unit.text for unit in page.units] == ["At the door", "What to do when officers knock.", *WORDS]
    assert page.units[2] == Unit(next(iter(WORDS)), "caption, 00:01", line=15)


def test_only_the_words_change() -> None:
    text = written(WORDS)
    kept = [line for line in FILE.splitlines() if "-->" in line or line in {"greeting", "3", "STYLE", "..."}]
    assert [line for line in text.splitlines() if line in kept] == kept
    assert "NOTE This is for whoever records it." in text
    assert "<v Advocate>有人敲门。您不必开门。" in text
    assert "请<i>现在</i>拨打" in text
    assert "title:" not in text


def test_the_result_is_webvtt_with_the_same_times() -> None:
    assert times(written(WORDS)) == times(FILE)


def test_a_bilingual_file_says_which_lines_are_english() -> None:
    text = written(WORDS, beside=(SOURCE, lambda unit: unit.text))
    assert "<v Advocate>有人敲门。您不必开门。\n<lang en>Somebody knocks.</lang>\n<lang en>You do not" in text


@pytest.mark.parametrize("bad", ["no\n\n00:00.000 --> 00:01.000\nfake", "a --> b", "<script>", "1 < 2", "a\n\nb", ""])
def test_no_translation_can_add_a_caption_or_hide_one(bad: str) -> None:
    text = written(dict.fromkeys(WORDS, bad))
    assert times(text) == times(FILE)


@given(st.text(max_size=60))
def test_any_words_keep_every_time(words: str) -> None:
    text = written(dict.fromkeys(WORDS, words))
    assert re.findall(r"^.*-->.*$", text, re.MULTILINE) == re.findall(r"^.*-->.*$", FILE, re.MULTILINE)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "请他们出示由法官签字的搜查令，这是法院发出的文件。",
            ["请他们出示由法官签字的搜查令，", "这是法院发出的文件。"],
        ),
        ("您有权保持沉默。没有搜查令，您可以拒绝搜查。", ["您有权保持沉默。", "没有搜查令，您可以拒绝搜查。"]),
        ("短句", ["短句"]),
        ("", [""]),
    ],
)
def test_chinese_lines_end_where_a_clause_ends(text: str, lines: list[str]) -> None:
    assert captions.broken(text, HANS) == lines


def test_no_line_is_too_long_and_no_word_is_lost() -> None:
    page = Project(ROOT).page("videos/your-rights-at-the-door.vtt")
    for unit in page.units[2:]:
        lines = captions.broken(unit.text, SOURCE)
        assert max(map(len, lines)) <= 42
        assert " ".join(lines) == unit.text
    long = "无论您是什么移民身份，在美国每个人面对执法人员时都有权利。"
    assert [len(line) <= 16 for line in captions.broken(long, HANS)] == [True, True]
    assert "".join(captions.broken(long, HANS)) == long


def test_a_word_too_long_for_a_line_stands_alone_and_leaves_the_others_whole() -> None:
    address = "https://example.org/" + "a" * 30
    assert captions.broken(f"Read more at {address} today", locale("es")) == ["Read more at", address, "today"]


def test_signs_that_open_no_tag_are_measured_in_one_pass() -> None:
    begun = time.process_time()
    assert captions._length("<v " * 50_000, wide=False) == 150_000
    assert time.process_time() - begun < 1  # it takes some milliseconds
    assert "".join(captions.broken("<v " * 500, SOURCE)).count("<v") == 500


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1\n00:01.000 --> 00:02.000\nHi\n", "not a WebVTT file"),
        ("WEBVTT\n\nNOTE\ntitle: A\ndescription: B\n", "no captions"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nHi\n", "says nothing about itself"),
        ("WEBVTT\n\nNOTE\ntitle: A\n\n00:01.000 --> 00:02.000\nHi\n", "'description' is missing"),
        ("WEBVTT\n\nNOTE\ntitle: A\ndescription: B\ncolour: red\n\n00:01.000 --> 00:02.000\nHi\n", ":6: unknown key"),
        (FILE.replace("00:04.500 -->", "0:4 -->"), "times"),
        (FILE.replace("00:04.500 -->", "00:64.500 -->"), "times"),
        (FILE.replace("00:04.500 -->", "٠٠:04.500 -->"), "times"),
        (FILE.replace("00:04.500", "00:04.500\x07"), "control character"),
        (FILE.replace("door.", "door\x9b2J."), "control character U+009B"),
        (FILE.replace("> 00:04.250", "> 00:00.250"), ":14: this caption ends at 00:00.250, and begins at 00:01.000"),
        (FILE.replace("> 00:04.250", "> 00:01.000"), ":14: this caption ends at"),
        (FILE.replace("00:04.500 -->", "00:00.500 -->"), ":18: this caption begins at 00:00.500, before the one above"),
        (FILE.replace("01:00:11.000", "01:00:11.0005"), ":22: the times of this caption cannot be read"),
        (FILE.replace("01:00:11.000", "9" * 5000 + ":00:11.000"), ":22: the times of this caption cannot be read"),
        (FILE.replace("00:04.500 -->", "00:04.500 ->"), ":18: this caption has no times"),
        (FILE.replace("\n\n00:04", "\n\nNobody opens.\n\n00:04"), ":18: this caption has no times"),
        (FILE.replace("door.\n\n00:04", "door.\n00:04"), ":17: a second time among the words"),
    ],
)
def test_a_broken_file_is_named_with_what_to_do(text: str, says: str) -> None:
    with pytest.raises(PageError) as caught:
        captions.read(text.encode(), "content/videos/a.vtt")
    assert str(caught.value).startswith("content/videos/a.vtt:")
    assert says in str(caught.value)


@pytest.fixture
def videos(project: Path) -> Path:
    folder = project / "content" / "videos"
    folder.mkdir()
    (folder / "a.vtt").write_text(FILE, "utf-8")
    (folder / "a.mp4").write_bytes(b"\0")
    page = project / "content" / "other.md"
    page.write_text(page.read_text("utf-8") + "\n![At the door](videos/a.mp4)\n", "utf-8")
    list(workflow.update(Project(project)))
    translate(project, "zh_Hans", WORDS)
    list(workflow.convert(Project(project)))
    return project


def test_captions_go_through_catalogue_and_conversion(videos: Path) -> None:
    changed = list(Captioner(Project(videos)).write())
    folder = "build/captions/videos/a"
    assert changed == [f"{folder}.{tags}.vtt" for tags in ("en", "zh-Hans", "zh-Hans+en", "zh-Hant", "zh-Hant+en")]
    assert "有人敲門。您不必開門。" in (videos / f"{folder}.zh-Hant.vtt").read_text("utf-8")
    assert "1-888-373-7888" in (videos / f"{folder}.zh-Hant.vtt").read_text("utf-8")
    assert "NOTE This translation is a draft." in (videos / f"{folder}.zh-Hans.vtt").read_text("utf-8")
    assert list(Captioner(Project(videos)).write()) == []


def test_a_page_plays_a_video_of_its_own_with_captions_and_transcript(
    videos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(videos)
    newlocale.remove(videos, "zh_Hant")
    site.build(videos)
    folder = videos / "build/site/zh-Hans/other"
    page = (folder / "index.html").read_text("utf-8")
    player = page[page.index('<figure class="kyr-video">') : page.index("</figure>")]
    sources = re.findall(r'src="([^"]+)"', player)
    assert len(sources) == 4  # the video; Chinese, bilingual and English captions
    assert [source for source in sources if not (folder / source).resolve().is_file()] == []
    assert "http" not in player
    assert re.search(r"<p>有人敲门。您不必开门。</p>", player)
    assert "有人敲门" in (videos / "build/site/videos/a.zh-Hans.vtt").read_text("utf-8")
    assert not list((videos / "build/site").rglob("a.vtt"))
    assert len(list((videos / "build/site").rglob("a.mp4"))) == 1
