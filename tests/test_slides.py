"""Slides: one Markdown deck, translated like a page, as accessible 16:9 PDFs with what to say."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from pipeline import workflow
from pipeline.errors import PrintError
from pipeline.languages import SOURCE, locale
from pipeline.print import slides
from pipeline.print.slides import Deck, Projector
from pipeline.project import Project
from tests.conftest import ROOT
from tests.printed import Printed, english
from tests.test_locales import translate

DECK = """---
title: A session
description: Three slides.
---

# Know your rights

Welcome.

!!! speaker ""
    Say hello.

## At the door

- You do not have to open the door.

!!! speaker ""
    Act it out.

## Who to call

Call {{ nht.phone }}.
"""
WORDS = {
    "Know your rights": "了解您的权利",
    "At the door": "在门口",
    "You do not have to open the door.": "您不必开门。",
    "Act it out.": "请演示一下。",
}
PAGE = "slides/session"
HANS, HANT = locale("zh_Hans"), locale("zh_Hant")


@pytest.fixture
def deck(project: Path) -> Path:
    (project / "content" / "slides").mkdir()
    (project / "content" / "slides" / "session.md").write_text(DECK, "utf-8")
    list(workflow.update(Project(project)))
    translate(project, "zh_Hans", WORDS)
    list(workflow.convert(Project(project)))
    return project


def pages(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def test_a_deck_is_one_page_a_slide_in_16_to_9(deck: Path) -> None:
    data = Projector(Project(deck)).pdf(Deck(PAGE, SOURCE))
    width, height = pypdfium2.PdfDocument(data)[0].get_size()
    assert width / height == pytest.approx(16 / 9, abs=0.01)
    first, second, third = pages(data)
    assert first.startswith("Know your rights Welcome.")
    assert second.startswith("At the door")
    assert "1-888-373-7888" in third
    assert b"pdfuaid" in data


def test_what_is_said_is_not_on_the_screen(deck: Path) -> None:
    projector = Projector(Project(deck))
    assert "Act it out" not in " ".join(pages(projector.pdf(Deck(PAGE, SOURCE))))
    spoken = pages(projector.pdf(Deck(PAGE, SOURCE, spoken=True)))
    assert "Say hello." in spoken[0]
    assert "Act it out." in spoken[1]


def test_slides_are_translated_and_converted(deck: Path) -> None:
    projector = Projector(Project(deck))
    assert "您不必开门。" in pages(projector.pdf(Deck(PAGE, HANS)))[1]
    assert "您不必開門。" in pages(projector.pdf(Deck(PAGE, HANT)))[1]
    assert "请演示一下。" in pages(projector.pdf(Deck(PAGE, HANS, spoken=True)))[1]


def test_two_languages_stand_side_by_side(deck: Path) -> None:
    document = pypdfium2.PdfDocument(Projector(Project(deck)).pdf(Deck(PAGE, HANS, SOURCE)))
    text = document[1].get_textpage()
    lefts = []
    for words in ("您不必开门", "You do not"):
        found = text.search(words).get_next()
        assert found is not None
        lefts.append(text.get_charbox(found[0])[0])
    assert lefts[0] < document[1].get_width() / 2 < lefts[1]


def test_every_slide_says_that_it_is_a_draft(deck: Path) -> None:
    texts = pages(Projector(Project(deck)).pdf(Deck(PAGE, SOURCE)))
    assert len(texts) > 1
    for text in texts:
        assert "A lawyer has not reviewed this page yet." in text


def test_a_slide_that_does_not_fit_is_named(deck: Path) -> None:
    path = deck / "content" / "slides" / "session.md"
    path.write_text(DECK.replace("- You do not", "- Much too long. " * 400 + "You do not"), "utf-8")
    with pytest.raises(PrintError, match=r"the slide 2 needs"):
        Projector(Project(deck)).pdf(Deck(PAGE, SOURCE))


def test_the_same_deck_is_the_same_bytes_and_is_written_once(deck: Path) -> None:
    first = Projector(Project(deck))
    assert first.pdf(Deck(PAGE, HANS)) == Projector(Project(deck)).pdf(Deck(PAGE, HANS))
    assert first.write(Deck(PAGE, HANS)) is True
    assert first.write(Deck(PAGE, HANS)) is False


def test_every_deck_comes_alone_and_beside_english_and_for_the_speaker(deck: Path) -> None:
    assert [one.path for one in slides.decks(Project(deck))][:6] == [
        "slides/en/session.pdf",
        "slides/en/session.speaker.pdf",
        "slides/zh-Hans/session.pdf",
        "slides/zh-Hans/session.speaker.pdf",
        "slides/zh-Hans/session.en.pdf",
        "slides/zh-Hans/session.en.speaker.pdf",
    ]


def test_the_real_deck_fits_in_every_copy() -> None:
    project = Project(ROOT)
    projector = Projector(project)
    copies = [*slides.decks(project)]
    assert len(copies) == 10
    for copy in copies:
        assert len(pages(projector.pdf(copy))) == 9, copy.path


def test_the_foot_of_every_slide_has_the_characters_of_the_decks_region() -> None:
    projector = Projector(Project(ROOT))
    for copy in (Deck("slides/information-session", HANT), Deck("slides/information-session", HANT, SOURCE, True)):
        found = Printed(projector.pdf(copy)).fonts(r"[\u3000-\u9fff\uff00-\uffef]")
        assert sum(found.values()) > 500
        assert all("TC" in name for name in found), found


@pytest.mark.parametrize("times", range(4, 40, 5))
def test_what_is_said_takes_one_page_however_much_it_is(deck: Path, times: int) -> None:
    path = deck / "content" / "slides" / "session.md"
    path.write_text(DECK.replace("Act it out.", "Say this calmly, and wait for an answer. " * times), "utf-8")
    assert len(pages(Projector(Project(deck)).pdf(Deck(PAGE, SOURCE, spoken=True)))) == 3


def test_a_break_within_a_title_parts_its_words() -> None:
    sheet = english("<h1>Rights</h1><h2>At the<br />door</h2><p>Words.</p>")
    found = slides.data([sheet], spoken=False)["slides"]
    assert [one["columns"][0]["title"]["v"] for one in found] == ["Rights", "At the door"]
