"""The printed forms: what each is for, and the words that a printed page adds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.interface import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

LABELS: Final[Mapping[str, str]] = {
    # Translators: at the foot of every printed page. Keep {page} and {pages} as they are.
    "page": N_("Page {page} of {pages}"),
    # Translators: in brackets, behind words such as "see below" on a printed sheet. Keep {page} as it is.
    "at_page": N_("page {page}"),
    # Translators: at the foot of every printed page. {date} is the day somebody last checked the facts.
    "checked": N_("Checked {date}"),
    # Translators: at the foot of every printed page. {version} is a short code such as 3f9a2c1.
    "version": N_("Version {version}"),
    # Translators: below the QR code on a printed page; the camera then opens the page on the web. Keep it short.
    "scan": N_("Scan for this page"),
    # Translators: above the footnotes of a printed page.
    "notes": N_("Notes"),
    # Translators: read aloud for a ticked box of a checklist on paper.
    "done": N_("Done"),
    # Translators: read aloud for an empty box of a checklist on paper.
    "to_do": N_("To do"),
    # Translators: in a box on a printed page whose facts nobody has checked again in time. Keep {date} as it is.
    "expired": N_("Something on this sheet was to be checked again by {date}. Ask before you rely on it."),
}
"""The words a printed form adds to the page, in English; `Sheet.labels` has the same keys in the page's language."""

PAPERS: Final[Mapping[str, str]] = {"us-letter": "Letter", "a4": "A4"}
"""Every paper by the name Typst knows it under, with what staff call it; the first is the usual one."""
PAPER: Final = next(iter(PAPERS))
PHONE: Final = "phone"
"""What pictures are made for instead."""


@dataclass(frozen=True, slots=True)
class Form:
    """One way to put a page on paper, or in a picture."""

    name: str
    asked: str
    """The key of the front matter's ``handout:`` that asks for it."""
    suffix: str
    """What ends the file's name."""
    label: str
    """What staff call it."""
    hint: str
    """For the person at the printer."""
    papers: tuple[str, ...] = tuple(PAPERS)
    justified: bool = False
    """Lines are long enough to be filled in scripts without spaces; a telephone number would tear short ones apart."""
    beside: bool = False
    """Two languages on one sheet."""

    @property
    def is_picture(self) -> bool:
        """A PNG instead of a PDF."""
        return self.suffix.endswith(".png")


FORMS: Final[Mapping[str, Form]] = {
    form.name: form
    for form in (
        Form("handout", "handout", ".pdf", "Handout", "Both sides, flipped on the long edge.", justified=True),
        Form(
            *("bilingual", "bilingual", ".bilingual.pdf", "Two languages side by side"),
            "Both sides, flipped on the long edge.",
            beside=True,
        ),
        Form(
            *("trifold", "trifold", ".trifold.pdf", "Tri-fold"),
            "Landscape, both sides, flipped on the SHORT edge, 100 % size. The narrower panel folds in first.",
        ),
        Form(
            *("card", "card", ".card.pdf", "Cards for a wallet or a shoe"),
            "Both sides, flipped on the long edge, 100 % size; card stock (Letter: Avery 5371), or cut at the marks.",
        ),
        Form(
            *("poster", "poster", ".poster.pdf", "Poster with strips to tear off"),
            "One side, 100 % size; cut along the dashed lines.",
        ),
        Form(
            *("picture", "handout", ".png", "Long picture"),
            "To send: one long picture for WeChat and text messages.",
            papers=(PHONE,),
        ),
        Form(
            *("square", "handout", ".square.png", "Square picture", "To send: a card that leads to the page."),
            papers=(PHONE,),
        ),
    )
}
"""Every form by name, in the order of the list that staff see."""
ASKED: Final = tuple(dict.fromkeys(form.asked for form in FORMS.values()))
"""What a page's ``handout:`` may ask for."""
