"""Catalogues that lie where nobody reads them: a browser's second download, a copy, a folder with another name.

Whoever worked in such a file would see nothing of it on the site, and no command would say why.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pipeline import languages
from pipeline.errors import CatalogError, KyrError
from pipeline.model import Catalog
from pipeline.place import Place
from pipeline.text.untrusted import shown

# how browsers and desktops call a second file: now (1).po, now - Copy.po, Copy of now.po, now 副本.po
_SECOND = re.compile(
    r"(?P<folder>.*/)?(?:Copy of |Copia de |複製 )?(?P<name>[^/]+?)"
    r"(?:[ _-]*(?:\(\d+\)|（\d+）|copy|Copy|copia|副本|拷贝|拷貝|的副本|복사본)(?: ?\(?\d+\)?)?)*~?"
)


def meant_for(name: str, catalog: Catalog, pages: Mapping[str, str]) -> str:
    """The page that a catalogue of no page was made for, by what its messages refer to or else by its name.

    ``pages`` are paths by the names of their files. Empty where a page is gone: its catalogue is kept.
    """
    places = {pages.get(one, "") for message in catalog.live for one in message.references}
    if len(places) == 1 and (page := places.pop()):
        return page
    match = _SECOND.fullmatch(name)
    first = (match["folder"] or "") + match["name"] if match else name
    return first if first != name and first in pages.values() else ""


def unread(place: Place) -> Iterator[KyrError]:
    """What to say of each PO file below locales/ that no command ever reads; it may be some other tool's."""
    for shelf in (place.locales, place.local / "locales"):
        for path in sorted(path for path in shelf.rglob("*") if path.suffix.lower() == ".po" and path.is_file()):
            code, folder, *rest = (*path.relative_to(shelf).parts, "")
            right = _right(code, folder, path.suffix, bool(rest and rest[0]))
            if right:
                yield CatalogError(place.name(path), "no command reads this file, because of where it lies", right)


def _right(code: str, folder: str, suffix: str, is_deep: bool) -> str:
    """Where a PO file belongs instead; empty where it is right."""
    known = languages.meant(languages.spelt(code))
    if known and known != code:
        return f"Put it into locales/{known}/LC_MESSAGES/, if it is that language and script"
    if not known or folder != "LC_MESSAGES" or not is_deep:
        lies = f"locales/{shown(code)}/LC_MESSAGES" if known else "locales/<language>/LC_MESSAGES"
        return f"Put it into {lies}/, under the path of its page"
    return "Write the end of its name in small letters: .po" if suffix != ".po" else ""
