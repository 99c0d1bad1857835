"""build/handouts/index.html: every sheet with a small picture, its size and what to tell the printer; for staff.

They know the topic and the client's language and have little time, so topics come first, each by its English title,
under the labels and in the order of the site's menu; one opens it and sees all its sheets. After them stands everything
there is in one language, a line a topic. The page asks nobody for anything and needs no script: it works from a USB
stick. Its template is site/print/listing.html.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from pipeline import one_file
from pipeline.errors import counted
from pipeline.languages import SOURCE
from pipeline.print.forms import FORMS, PAPER, PAPERS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pipeline.print.stamp import Printed

_BRIEF: Final = {name: form.label for name, form in FORMS.items()} | {
    "bilingual": "Two languages",
    "card": "Cards",
    "poster": "Poster",
}
_CUT: Final = "print"  # the folder of content/ whose texts are only ever folded, cut or put on a wall


@dataclass(frozen=True, slots=True)
class _Subject:
    """A folder of content/."""

    anchor: str
    """An id is never empty, and that of content/ itself is no other folder's."""
    name: str
    topics: list[list[Printed]]
    """The sheets of each page."""


def render(
    root: Path,
    sheets: Sequence[Printed],
    languages: Mapping[str, str],
    menu: Sequence[tuple[str, str]],
    described: Mapping[str, str] | None = None,
) -> str:
    """The whole page; ``languages`` are the names of the tags, ``menu`` the site's: labels and paths of pages.

    ``described`` says in English what a page is: what is folded or cut has a title that tells nothing on purpose.
    """
    return one_file.render(
        root,
        "print/listing",
        pictures=True,
        subjects=[
            _Subject(folder or ".", _name(folder, menu), [list(topic) for _, topic in groupby(group, key=_page)])
            for folder, group in groupby(_sorted(sheets, menu), key=_folder)
        ],
        languages=list(dict.fromkeys(one.languages for one in sorted(sheets, key=lambda one: len(one.languages)))),
        names=languages,
        forms=FORMS,
        brief=_BRIEF,
        known_of=_known,
        described={page: words for page, words in (described or {}).items() if _folder_of(page) == _CUT},
        address=_address,
        marks=_marks,
        facts=_facts,
    )


def _page(sheet: Printed) -> str:
    return sheet.page


def _folder(sheet: Printed) -> str:
    return _folder_of(sheet.page)


def _folder_of(page: str) -> str:
    return page.rpartition("/")[0]


def _name(folder: str, menu: Sequence[tuple[str, str]]) -> str:
    """What a folder is called: by the label of its pages in the menu, else by its name."""
    words = next((label for label, page in menu if label and _folder_of(page) == folder), "")
    if not words:
        words = "Cards, tri-folds and posters" if folder == _CUT else folder.replace("-", " ").replace("/", ": ")
    return words[:1].upper() + words[1:] or "General"


def _sorted(sheets: Sequence[Printed], menu: Sequence[tuple[str, str]]) -> list[Printed]:
    """Topics that are only ever cut or folded first, the others as in the menu; what it lacks behind it, by title."""
    forms, pages = list(FORMS), {page: at for at, (_, page) in reversed([*enumerate(menu)])}
    folders: dict[str, int] = {}
    for page, at in pages.items():
        folders[_folder_of(page)] = min(at, folders.get(_folder_of(page), at))
    topics = {page: _known(list(group)).title for page, group in groupby(sorted(sheets, key=_page), key=_page)}

    def place(one: Printed) -> tuple[object, ...]:
        folder, last = _folder(one), len(menu)
        subject = (folder != _CUT, folders.get(folder, last), folder)
        return (*subject, pages.get(one.page, last), topics[one.page], one.page, forms.index(one.form), one.path)

    return sorted(sheets, key=place)


def _known(sheets: Sequence[Printed]) -> Printed:
    """The sheet by whose title staff know the topic: the English one if there is one."""
    return next((one for one in sheets if one.languages == (SOURCE.tag,)), sheets[0])


def _address(one: Printed) -> str:
    return one.path.removeprefix("handouts/")


def _marks(one: Printed) -> list[str]:
    """What tells this sheet from the usual one."""
    whose = _address(one).partition("/")[0]
    found = [PAPERS[one.paper]] if one.paper in PAPERS and one.paper != PAPER else []
    found += [one.region.upper()] if one.region else []
    return [*found, whose] if whose != "+".join(one.languages) else found  # an organization's own


def _facts(one: Printed) -> list[str]:
    form = FORMS[one.form]
    facts = ["1080 pixels wide"] if form.is_picture else [counted(one.pages, "page"), PAPERS[one.paper]]
    facts += [f"{max(1, round(one.size / 1000))} kB"]
    return facts + [mark for mark in _marks(one) if mark not in facts]
