"""Which files of content/ are pages and captions, and the names under which one of them would be lost."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from pathlib import Path

from pipeline import files, navigation
from pipeline.errors import KyrError, counted
from pipeline.languages import SOURCE
from pipeline.model import Keys
from pipeline.place import Place
from pipeline.settings import Config

_INDEX = re.compile(r"(?<![^/])README\Z")
_OF_OURS = re.compile(rb"^NOTE[ \t]*\r?\n(?:[^\r\n]+\r?\n)*?(?:title|description)[ \t]*:", re.MULTILINE)
"""The note of a caption file that says what a page says at its top; before the first caption."""
_LOCALE = re.compile(r"[a-z]{2}(?:(?:-[A-Za-z]{4})?(?:-[A-Z]{2})?|_[A-Z]{2})")
"""What mkdocs-static-i18n takes for a language, whether it is one or not: of ``index.fr.md`` and of ``node.js.md``."""


def pages(place: Place, config: Config) -> Mapping[str, Path]:
    """Every page and caption file of content/ by path, sorted; one of local/content/ stands in for its like.

    By MkDocs' rules a folder's README.md is its first page, where it has no index.md; by ours it is for authors.
    Raises KyrError for a page that would be lost because of its name.
    """
    by_mkdocs = config.front_matter is Keys.MKDOCS
    is_left_out = navigation.left_out(place.root) if by_mkdocs else lambda _: False  # ours may be for paper alone
    found = {
        path.relative_to(folder): path
        for folder in (place.content, place.local / "content")
        for suffix in ("*.md", "*.vtt")
        for path in folder.rglob(suffix)
        if (path.name != "README.md" or (by_mkdocs and not path.with_name("index.md").exists()))
        and not is_left_out(path.relative_to(folder).as_posix())
        and not (by_mkdocs and path.suffix == ".vtt" and _is_anybodys(path, place))
    }
    tags = {locale.tag for locale in config.locales}
    _must_be_english([path for path in found.values() if path.suffix == ".md"], tags, place)
    paths = {path.as_posix().removesuffix(".md"): found[path] for path in sorted(found)}
    _must_have_an_address(paths, tags, place)
    _must_differ(paths, place)
    return paths


def named(file: str) -> str:
    """What a page is called by whoever names its file, as a shell completes it: ``content/help/now.md``."""
    path = file.replace("\\", "/").removeprefix("./").strip("/")
    return path.removeprefix("local/content/").removeprefix("content/").removesuffix(".md")


def _is_anybodys(captions: Path, place: Place) -> bool:
    """Whether a caption file says nothing about itself to us: on somebody's own site it is a file like any other,
    perhaps one of many that were made by hand.
    """
    before, _, _ = files.read_bytes(captions, place.name(captions)).partition(b"-->")
    return not _OF_OURS.search(before)


def _must_be_english(paths: Collection[Path], tags: Collection[str], place: Place) -> None:
    """The plugin i18n would leave out, without a word, what its name seems to say is in another language."""
    found = [(path, path.stem.rpartition(".")[2]) for path in sorted(paths) if "." in path.stem]
    other = [(path, tag) for path, tag in found if tag != SOURCE.tag and (tag in tags or _LOCALE.fullmatch(tag))]
    if other:
        (path, tag), *others = other
        more = f", as of {counted(len(others), 'page')} more" if others else ""
        wrong = f"the plugin i18n takes '{tag}' for the language of this page and makes none of it in English{more}"
        fix = "Write its name without that dot; take a translation by hand out of content/"
        raise KyrError(place.name(path), wrong, fix)


def _must_have_an_address(paths: Mapping[str, Path], tags: Collection[str], place: Place) -> None:
    """A page in a folder that is called like a locale may have the address of another page in that locale."""
    at = {_INDEX.sub("index", path): path for path in paths}
    for path, file in paths.items():
        tag, _, rest = path.partition("/")
        if tag in tags and (other := at.get(_INDEX.sub("index", rest))):
            wrong = f"{place.name(paths[other])} in {tag} gets the same address, and one of the two would be lost"
            fix = f"Take translations by hand out of content/, or give the folder '{tag}' another name"
            raise KyrError(place.name(file), wrong, fix)


def _must_differ(paths: Mapping[str, Path], place: Place) -> None:
    """Some systems know no capitals in the names of files, or put their accents together."""
    alike: dict[str, str] = {}
    for path, file in paths.items():
        other = alike.setdefault(unicodedata.normalize("NFC", path).casefold(), path)
        if other != path:
            wrong = f"on a Mac or under Windows this is the file {place.name(paths[other])}, and one would be lost"
            raise KyrError(place.name(file), wrong, "Give one of them another name")
