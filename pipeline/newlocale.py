"""Adding a locale to a project and taking it back: one list in the settings, and the locale's own folder.

Everything else follows from that list: MkDocs' languages, the language bar, hreflang, the theme's words and direction,
search, fonts and notices all read ``[tool.kyr] locales``. So there is nothing else to edit, and nothing to forget.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import tomlkit
from tomlkit.items import Array, Table

from pipeline import files, languages, workflow
from pipeline.errors import ConfigError
from pipeline.languages import SOURCE, Locale
from pipeline.project import Project


def add(root: Path, code: str) -> Iterator[str]:
    """Give the project a locale; yields the name of each file that changed, none when the locale is there already.

    The settings come last, so that a project whose translations cannot be written is as it was. Raises ConfigError for
    a name that Babel does not know, for English, and for a locale that is made from one the project lacks.
    """
    project = Project(root)
    locale = _wanted(code)
    known = [one.code for one in project.config.locales]
    if locale.derived_from not in {None, SOURCE.code, *known}:
        fix = f"Add that first: kyr add-locale {locale.derived_from}"
        raise project.tables[""].error("locales", f"{locale.code} is made from {locale.derived_from}", fix)
    settings = _edited(project, [*known, locale.code]) if locale.code not in known else None
    yield from workflow.extract(project)
    yield from workflow.update_one(project, locale)
    log = project.locales / locale.code / "reviews.jsonl"
    if not files.exists(log) and files.replace(log, b"", project.name(log)):
        yield project.name(log)
    if settings:
        yield from _written(project, *settings)


def remove(root: Path, code: str) -> Iterator[str]:
    """Stop publishing a locale; yields the settings' name if they changed. Its folder below locales/ stays.

    Raises ConfigError for a locale the project has not got, and for one that another is made from.
    """
    project = Project(root)
    locale = project.locale(code)
    if locale == SOURCE:
        raise ConfigError(code, "the pages are written in English", "Remove another locale")
    for other in project.config.locales:
        if other.derived_from == locale.code:
            fix = f"Remove that first: kyr remove-locale {other.code}"
            raise project.tables[""].error("locales", f"{other.code} is made from {locale.code}", fix)
    rest = [one.code for one in project.config.locales if one != locale]
    yield from _written(project, *_edited(project, rest))


def _wanted(code: str) -> Locale:
    try:
        locale = languages.locale(languages.spelt(code))
    except ValueError as error:
        raise ConfigError(code, str(error), languages.advice(code)) from error
    usual = languages.ours(locale)
    if usual == SOURCE.code:
        raise ConfigError(code, "the pages are written in English already", "Name another language")
    if usual != locale.code:
        raise ConfigError(code, f"here it is called {usual}", f"Run: kyr add-locale {usual}")
    return locale


def _edited(project: Project, codes: list[str]) -> tuple[bytes, bytes]:
    """The settings file before and after, its comments and layout kept."""
    path, own = project.settings_path, project.settings_path.name != "pyproject.toml"
    before = files.read_bytes(path, project.name(path)) if files.exists(path) else b""
    document = tomlkit.parse(before.decode("utf-8-sig"))
    holder = document if own else document["tool"]["kyr"]
    assert isinstance(holder, tomlkit.TOMLDocument | Table)
    array = holder.get("locales")
    if isinstance(array, Array):
        _fit(array, codes)
    else:
        holder["locales"] = codes
    return before, tomlkit.dumps(document).encode()


def _fit(array: Array, codes: list[str]) -> None:
    """Bring an array to these values by single changes, so that comments between its lines stay."""
    for index in reversed(range(len(array))):
        if array[index] not in codes:
            del array[index]
    for code in codes:
        if code not in array:
            array.append(code)


def _written(project: Project, before: bytes, after: bytes) -> Iterator[str]:
    path = project.settings_path
    if files.replace(path, after, project.name(path), before or None):
        yield project.name(path)
