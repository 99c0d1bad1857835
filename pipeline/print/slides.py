"""Slides for an information session: one Markdown deck of content/slides as 16:9 PDFs, from the print engine.

A heading of level 2 begins a slide; what stands in ``!!! speaker ""`` is said and not shown. To translators and
reviewers the deck is a page like any other. Of each deck there are four PDFs a locale: slides, the same beside English,
and both once more for the speaker, with what to say.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from pipeline import files
from pipeline.blocks import Node, plain_text
from pipeline.errors import PrintError
from pipeline.languages import SOURCE, Locale
from pipeline.print import handouts, titles
from pipeline.print.orders import Order
from pipeline.print.printing import Press
from pipeline.print.sheet import Sheet, known, values_of
from pipeline.project import Project

FOLDER = "slides/"
_SPEAKER = "speaker"


@dataclasses.dataclass(frozen=True, slots=True)
class Deck:
    """One PDF to be made."""

    page: str
    locale: Locale
    beside: Locale | None = None
    spoken: bool = False

    @property
    def path(self) -> str:
        """Below build/: ``slides/zh-Hans/session.pdf``; beside English, for the speaker: ``session.en.speaker.pdf``."""
        ends = [self.beside.tag] if self.beside else []
        ends += [_SPEAKER] if self.spoken else []
        name = ".".join([self.page.removeprefix(FOLDER), *ends])
        return f"{FOLDER}{self.locale.tag}/{name}.pdf"


def decks(project: Project) -> Iterator[Deck]:
    """Every PDF of every deck that this organization publishes."""
    for path, page in project.pages.items():
        if path.startswith(FOLDER) and project.shows(page):
            for locale in project.config.everywhere:
                for beside in (None,) if locale == SOURCE else (None, SOURCE):
                    for spoken in (False, True):
                        yield Deck(path, locale, beside, spoken)


class Projector:
    """Makes the decks of one project."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._press = Press(project)

    def write(self, deck: Deck) -> bool:
        """Write the PDF below build/; False when it is there already, byte for byte. Raises PrintError."""
        return files.replace(self.project.build / deck.path, self.pdf(deck), f"build/{deck.path}")

    def pdf(self, deck: Deck) -> bytes:
        """The PDF: PDF/UA-1 like every printed form."""
        sheets = [self._sheet(deck, locale) for locale in (deck.locale, deck.beside) if locale]
        templates = self.project.root / handouts.TEMPLATES
        shown = dataclasses.replace(sheets[0], form="slides")
        return handouts.typeset(shown, data(sheets, spoken=deck.spoken), templates, self.project.moment)

    def _sheet(self, deck: Deck, locale: Locale) -> Sheet:
        return self._press.sheet(Order(locale, deck.page))


def data(sheets: list[Sheet], *, spoken: bool) -> dict[str, Any]:
    """What site/print/slides.typ needs: the values of a handout, and each slide with a column for each sheet.

    Raises PrintError when the two languages have not the same slides.
    """
    values = [values_of(sheet) for sheet in sheets]
    columns = [_slides(value) for value in values]
    pairs = list(zip_longest(*columns))
    if any(None in pair for pair in pairs):
        fix = "Run `kyr update`: every language has the slides of the English deck"
        raise PrintError(sheets[0].name, "the two languages have not the same number of slides", fix)
    found = values[0]
    voices = {tag: voice for value in reversed(values) for tag, voice in value["voices"].items()}
    return {
        **found,
        "spoken": spoken,
        "states": [notice for value in values for notice in value["notices"]],
        "voices": {tag: {**voice, "justified": False} for tag, voice in voices.items()},
        "slides": [
            {
                "columns": [{key: one[key] for key in ("tag", "title", "c")} for one in pair],
                "notes": [{"tag": one["tag"], "c": one["notes"]} for one in pair],
            }
            for pair in pairs
        ],
    }


def _slides(values: dict[str, Any]) -> list[dict[str, Any]]:
    """A page's blocks as slides; the first has the page's title."""
    first = {"tag": values["title_lang"], "title": values["title"]["v"], "c": [], "notes": []}
    found = [first]
    for node in _unwrapped(values["body"]):
        lang, inner = node.get("lang", values["locale"]), node["c"][0] if node["t"] == "group" and node["c"] else node
        if inner["t"] == "heading" and inner["level"] == 2:
            found.append({"tag": lang, "title": plain_text(inner["c"]), "c": [], "notes": []})
        elif inner["t"] == "note" and inner["kind"] == _SPEAKER:
            found[-1]["notes"] += inner["c"]
        else:
            found[-1]["c"].append(node)
    for slide in found:
        slide["tag"] = slide["tag"] or values["locale"]
        slide["title"] = titles.of_title(slide["title"], known(slide["tag"]))
    return found


def _unwrapped(nodes: list[Node]) -> Iterator[Node]:
    """Blocks one by one: a run of blocks in another language is one group of the tree."""
    for node in nodes:
        if node["t"] == "group":
            yield from ({**node, "c": [inner]} for inner in node["c"])
        else:
            yield node
