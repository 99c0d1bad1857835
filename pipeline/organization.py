"""What one organization makes of the shared library: its region, the contacts it vouches for, its colour and menu."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.facts import Contact, Region
from pipeline.text.toml import Table
from pipeline.text.untrusted import shown

KEYS = ("name", "url", "contact", "region", "contacts", "colour", "logo")
"""What ``[tool.kyr.organization]`` may hold."""

_COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
_INSIDE = r"(?![./])(?!.*(?:/[./]|[\\:]))"  # no way up, nothing hidden, no other place on the disk or in the world
_LOGO = re.compile(rf"{_INSIDE}[\w./-]+\.(?:svg|png)")
_PAGE = re.compile(rf"{_INSIDE}.+\.md")
_CONTRAST = 4.5  # WCAG 2.2, 1.4.3: text on its background, level AA


@dataclass(frozen=True, slots=True)
class Scope:
    """Which pages and contacts an organization publishes; as it is, all of them."""

    regions: frozenset[Region] = frozenset()
    """What holds for the whole country is among them; empty for every region there is."""
    contacts: frozenset[str] = frozenset()
    """The contacts of its regions that it vouches for; empty for all of them. National ones are always there."""

    @classmethod
    def of_region(cls, region: str) -> Scope:
        """Of what is made for one region, ``ny``; with no region, everything."""
        return cls(frozenset({Region(region), Region.US})) if region else cls()

    def shows_page(self, regions: Collection[str]) -> bool:
        """Whether a page with this ``region:`` line is published."""
        wanted = {region.value for region in self.regions}
        return not wanted or Region.US.value in regions or not wanted.isdisjoint(regions)

    def shows_contact(self, contact: Contact) -> bool:
        """Whether pages name this contact."""
        if contact.region is Region.US:
            return True
        inside = not self.regions or contact.region in self.regions
        return inside and (not self.contacts or contact.id in self.contacts)


@dataclass(frozen=True, slots=True)
class Look:
    """An organization's own colour, logo and menu entries."""

    colour: str = ""
    """``#1f4e5f``: of bars, links and buttons; dark enough for white text. Empty for the library's own."""
    logo: str = ""
    """An SVG or PNG below content/, or local/content/."""
    menu: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Pages to add to the menu: its label to paths below content/."""


def read_scope(own: Table) -> Scope:
    """The scope that ``[tool.kyr.organization]`` asks for. Raises ConfigError for what is no region or no list."""
    regions = own.choices("region", Region) if own.values.get("region") != [] else None
    return Scope(regions | {Region.US} if regions else frozenset(), frozenset(own.texts("contacts") or ()))


def read_look(own: Table, menu: Table) -> Look:
    """The look. Raises ConfigError for a colour that white text cannot be read on, and for an unsafe path."""
    colour, logo = own.said("colour"), own.said("logo")
    if colour and not _COLOUR.fullmatch(colour):
        raise own.error(
            "colour", f"'colour': '{shown(colour)}' is not a colour like #1f4e5f", 'Write colour = "#1f4e5f"'
        )
    if colour and contrast_with_white(colour) < _CONTRAST:
        problem = f"'colour': white text on {colour} has a contrast of {contrast_with_white(colour):.1f} to 1"
        raise own.error("colour", problem, f"Choose a darker one: WCAG asks for {_CONTRAST} to 1")
    if logo and not _LOGO.fullmatch(logo):
        problem = f"'logo': '{shown(logo)}' is not a picture below content/"
        raise own.error("logo", problem, 'Write logo = "assets/logo.svg"')
    return Look(colour.lower(), logo, {label: tuple(_pages(menu, label)) for label in menu.values})


def _pages(menu: Table, label: str) -> Iterator[str]:
    if not label.strip():
        raise menu.error(label, "an entry has no label", 'Write "Our office" = ["office.md"]')
    for page in menu.texts(label) or ():
        if not _PAGE.fullmatch(page):
            problem = f"'{shown(label)}': '{shown(page)}' is not a page below content/"
            raise menu.error(label, problem, 'Write pages as "office.md", folders before them')
        yield page


def contrast_with_white(colour: str) -> float:
    """The contrast of ``#rrggbb`` with white, 1 to 21, after WCAG 2.2 (relative luminance)."""
    parts = [part / 255 for part in bytes.fromhex(colour[1:])]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)


def stylesheet(look: Look) -> str:
    """The custom properties of the theme that make it this organization's; empty without a colour.

    By night the colour gets so much white in it that even from black it has 7 : 1 on the theme's dark paper.
    """
    if not look.colour:
        return ""
    strong, light, lighter = (_mixed(look.colour, *part) for part in ((0, 0.3), (255, 0.65), (255, 0.82)))
    return (
        f":root {{ --brand: {look.colour}; --brand-strong: {strong}; }}\n"
        "@media not all and (prefers-color-scheme: dark) "
        f"{{ :root {{ --soft: {_mixed(look.colour, 255, 0.92)}; }} }}\n"
        "@media screen and (prefers-color-scheme: dark) "
        f"{{ :root {{ --brand: {light}; --brand-strong: {lighter}; }} }}\n"
    )


def _mixed(colour: str, grey: int, share: float) -> str:
    """A colour with a share of black (0) or white (255) in it."""
    return "#" + bytes(round(part + (grey - part) * share) for part in bytes.fromhex(colour[1:])).hex()


def menu(nav: Sequence[Any], left_out: Collection[str], added: Mapping[str, Sequence[str]]) -> list[Any]:
    """MkDocs' ``nav`` without the pages an edition leaves out, and with an organization's own.

    ``left_out`` and ``added`` hold paths below content/, with ``.md``. A label that is left empty goes too; an added
    label that the menu has already gets the new pages at its end.
    """
    own = {label: list(paths) for label, paths in added.items()}
    kept = list(_kept(nav, left_out, own))
    return kept + [{label: paths} for label, paths in own.items()]


def _kept(items: Sequence[Any], left_out: Collection[str], own: dict[str, list[str]]) -> Iterator[Any]:
    for item in items:
        if not isinstance(item, dict):
            if item not in left_out:
                yield item
            continue
        for label, below in item.items():
            inner = [*_kept(below, left_out, own), *own.pop(label, [])] if isinstance(below, list) else below
            if inner and not (isinstance(inner, str) and inner in left_out):
                yield {label: inner}
