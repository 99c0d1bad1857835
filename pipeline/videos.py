"""Videos: caption files in every locale, and the player with its transcript in the place of a picture's link.

An author writes ``![Your rights at the door](../videos/your-rights-at-the-door.mp4)``. The video, its captions and the
transcript all come from the site itself; nobody else learns who watches.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Callable, Collection, Iterator

from pipeline import captions, files, interface
from pipeline.edition import Edition, Publisher
from pipeline.languages import SOURCE, Locale
from pipeline.model import Unit
from pipeline.project import Project

SUFFIX = ".vtt"
VIDEOS = (".mp4", ".webm")

_PICTURE = re.compile(r"<img\b(?P<attributes>[^>]*)/?>")
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_ALONE = re.compile(
    r'<p(?P<language>(?: (?:lang|dir)="[^"]*")*)>\s*(?P<figure><figure class="kyr-video">.*?</figure>)\s*</p>',
    re.DOTALL,
)

Address = Callable[[str], str]
"""A path below the site's root to an address relative to the page."""


class Captioner:
    """Makes the caption files of one project."""

    def __init__(self, project: Project, publisher: Publisher | None = None) -> None:
        self.project = project
        self._publisher = publisher or Publisher(project)

    @property
    def pages(self) -> tuple[str, ...]:
        """The caption files that this organization publishes, as pages: ``videos/your-rights-at-the-door.vtt``."""
        return tuple(
            path for path, page in self.project.pages.items() if path.endswith(SUFFIX) and self.project.shows(page)
        )

    def files(self, locale: Locale, films: Collection[str] | None = None) -> Iterator[tuple[str, str]]:
        """Path below the site's root and text of each caption file in a locale, and of each bilingual one.

        ``films`` are the recordings there are, like ``videos/door``: only theirs are given.
        """
        for path in self.pages:
            if films is not None and path.removesuffix(SUFFIX) not in films:
                continue
            yield _path(path, locale), self._written(path, locale)
            if locale != SOURCE:
                yield _path(path, locale, SOURCE), self._written(path, locale, SOURCE)

    def write(self) -> Iterator[str]:
        """Write every caption file below build/captions; yields the name of each one that changed."""
        for locale in self.project.config.everywhere:
            for path, text in self.files(locale):
                name = f"build/captions/{path}"
                if files.replace(self.project.root / name, text.encode(), name):
                    yield name

    def embed(self, body: str, locale: Locale, page: str, address: Address) -> str:
        """A page's HTML with a player for each picture that is a video; ``page`` is its path below content/."""
        return _ALONE.sub(_unwrapped, _PICTURE.sub(lambda found: self._player(found, locale, page, address), body))

    def _written(self, path: str, locale: Locale, beside: Locale | None = None) -> str:
        source = self.project.page(path)
        edition = self._publisher.edition(locale, path)
        other = self._publisher.edition(beside, path) if beside else None
        return captions.write(
            files.read_bytes(self.project.root / source.name, source.name),
            source.name,
            locale,
            edition.plain,
            (beside, other.plain) if beside and other else None,
            " ".join(_notices(edition)),
        )

    def _player(self, found: re.Match[str], locale: Locale, page: str, address: Address) -> str:
        attributes = dict(_ATTRIBUTE.findall(found["attributes"]))
        source = attributes.get("src", "")
        if not source.endswith(VIDEOS) or "//" in source:
            return found[0]
        path = posixpath.splitext(posixpath.normpath(posixpath.join(posixpath.dirname(page), source)))[0].lstrip("./")
        title = attributes.get("alt", "")
        tracks, words = "", ""
        if path + SUFFIX in self.pages:
            tracks = "".join(self._tracks(path + SUFFIX, locale, address))
            words = self._transcript(path + SUFFIX, locale)
        video = f'<video controls preload="none" playsinline src="{source}" aria-label="{title}">{tracks}</video>'
        return f'<figure class="kyr-video">{video}<figcaption>{title}</figcaption>{words}</figure>'

    def _tracks(self, path: str, locale: Locale, address: Address) -> Iterator[str]:
        shown = [(locale, None)] if locale == SOURCE else [(locale, None), (locale, SOURCE), (SOURCE, None)]
        for index, (own, beside) in enumerate(shown):
            label = own.name if beside is None else f"{own.name} + {beside.name}"
            yield (
                f'<track kind="captions" src="{html.escape(address(_path(path, own, beside)))}" srclang="{own.tag}"'
                f' label="{html.escape(label)}"{" default" * (index == 0)}>'
            )

    def _transcript(self, path: str, locale: Locale) -> str:
        edition = self._publisher.edition(locale, path)
        summary = self._publisher.words_in_html(locale)(interface.TRANSCRIPT)
        paragraphs = "".join(_paragraph(edition, unit) for unit in edition.page.units[len(edition.page.titles) :])
        return f'<details class="kyr-transcript"><summary>{summary}</summary>{paragraphs}</details>'


def _unwrapped(found: re.Match[str]) -> str:
    """No paragraph may hold a figure. The title keeps its language where English stands in for it."""
    figure, language = found["figure"], found["language"]
    return figure.replace("<video", f"<video{language}", 1).replace("<figcaption>", f"<figcaption{language}>", 1)


def _paragraph(edition: Edition, unit: Unit) -> str:
    shown = edition.shown(unit)
    marked = f' lang="{shown.lang}"' if shown.lang else ""
    return f"<p{marked}>{html.escape(re.sub(r'<[^>]*>', '', shown.text), quote=False)}</p>"


def _notices(edition: Edition) -> tuple[str, ...]:
    """What the file says of its review: every unit has to be asked for first."""
    for unit in edition.page.units:
        edition.selection.translate(unit)
    return edition.notices()


def _path(path: str, locale: Locale, beside: Locale | None = None) -> str:
    """``videos/door.vtt`` in a locale: ``videos/door.zh-Hans.vtt``, bilingual ``videos/door.zh-Hans+en.vtt``."""
    tags = locale.tag if beside is None else f"{locale.tag}+{beside.tag}"
    return f"{path.removesuffix(SUFFIX)}.{tags}{SUFFIX}"
