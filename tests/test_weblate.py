"""What a Weblate server is told about the catalogues is true of them; it needs no Weblate to see that."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
import pytest

from pipeline import languages
from pipeline.languages import SOURCE
from pipeline.project import Project
from pipeline.text import prose

ROOT = Path(__file__).parents[1]
LONGEST_NAME = 100
"""Weblate cuts a component's name off there, and two names could become one (its COMPONENT_NAME_LENGTH)."""


def settings(name: str) -> Any:
    return json.loads((ROOT / "locales" / name).read_text("utf-8"))


COMPONENT: dict[str, Any] = settings("weblate.json")[0]
DISCOVERY: dict[str, Any] = settings("weblate-discovery.json")


def filled(template: str, match: re.Match[str]) -> str:
    """A template of Weblate's (Django's language) filled in; Jinja reads its few words alike."""
    return str(jinja2.Environment(autoescape=True).from_string(template).render(match.groupdict()))


def discovered(path: str) -> re.Match[str] | None:
    """How Weblate takes a file for a catalogue: the whole path fits, and the language is let in."""
    match = re.fullmatch(DISCOVERY["match"], path)
    return match if match and re.search(DISCOVERY["language_regex"], match["language"]) else None


@cache
def found() -> dict[str, re.Match[str]]:
    """Every file below locales/ that Weblate would take for a catalogue."""
    paths = (path.relative_to(ROOT).as_posix() for path in (ROOT / "locales").rglob("*") if path.is_file())
    return {path: match for path in paths if (match := discovered(path))}


def catalogues() -> dict[str, tuple[str, Path]]:
    """The path of each catalogue, of switched-off locales too, with its locale and its page's template."""
    project = Project(ROOT)
    folders = sorted(path.parent.name for path in project.locales.glob("*/LC_MESSAGES"))
    return {
        project.catalog_path(locale, name).relative_to(ROOT).as_posix(): (locale.code, project.template_path(name))
        for locale in map(languages.locale, folders)
        for name in project.catalog_names(locale)
        if project.catalog_path(locale, name).is_relative_to(project.locales)
    }


def test_weblate_finds_every_catalogue_and_nothing_else() -> None:
    assert found().keys() == catalogues().keys()
    assert found()


def test_each_catalogue_has_the_language_and_the_template_that_kyr_gives_it() -> None:
    for path, (code, template) in catalogues().items():
        assert found()[path]["language"] == code
        assert ROOT / filled(DISCOVERY["new_base_template"], found()[path]) == template
        assert template.is_file()


def test_every_page_is_named_in_weblate_as_in_kyr_and_no_name_is_cut_off() -> None:
    for path, match in found().items():
        page = re.sub(r"^locales/[^/]+/LC_MESSAGES/(.+)\.po$", r"\1", path)
        assert filled(DISCOVERY["name_template"], match) == page.replace("/", " / ")
        assert len(page.replace("/", " / ")) <= LONGEST_NAME


def test_the_first_component_is_one_of_those_that_discovery_finds() -> None:
    """Discovery leaves alone what is already there under the same file mask; otherwise it would stand there twice."""
    path = COMPONENT["filemask"].replace("*", "zh_Hans")
    assert filled(DISCOVERY["name_template"], found()[path]) == COMPONENT["name"]
    assert filled(DISCOVERY["new_base_template"], found()[path]) == COMPONENT["new_base"]
    for field in ("file_format", "language_regex"):
        assert COMPONENT[field] == DISCOVERY[field]


@pytest.mark.parametrize(
    "path",
    [
        "locales/en/LC_MESSAGES/help/now.po",
        "locales/en_XA/LC_MESSAGES/help/now.po",
        "locales/templates/help/now.pot",
        "locales/templates/LC_MESSAGES/help/now.po",
        "locales/zh_Hans/help/now.po",
        "locales/zh_Hans/LC_MESSAGES/help/now.po~",
        "locales/zh_Hans/LC_MESSAGES/help/now.mo",
        "locales/zh_Hans/reviews.jsonl",
        "local/locales/zh_Hans/LC_MESSAGES/help/ours.po",
    ],
)
def test_what_is_no_translation_is_no_language_in_weblate(path: str) -> None:
    assert discovered(path) is None


@pytest.mark.parametrize("code", ["es", "ko", "fil", "pt_BR", "es_419", "zh_Hans", "zh_Hant_HK"])
def test_a_further_language_needs_no_new_setting(code: str) -> None:
    match = discovered(f"locales/{code}/LC_MESSAGES/help/now.po")
    assert match is not None
    assert match["language"] == code


def test_the_pages_are_translated_from_the_language_they_are_written_in() -> None:
    assert COMPONENT["source_language"]["code"] == SOURCE.code


def test_weblate_writes_lines_as_kyr_does_and_throws_nothing_away() -> None:
    """65535 is Weblate's name for ``--no-wrap``, which is how `catalog.render` writes."""
    assert COMPONENT["file_format_params"] == {
        "po_line_wrap": 65535,
        "po_keep_previous": True,
        "po_remove_obsolete": False,
        "po_no_location": False,
        "po_fuzzy_matching": False,
        "po_set_language_team": False,
        "po_set_last_translator": False,
        "po_set_x_generator": False,
        "po_report_msgid_bugs_to": False,
        "po_contributor_comments": "none",
    }


def test_weblate_changes_no_english_no_other_page_and_never_the_main_branch() -> None:
    assert not COMPONENT["manage_units"]
    assert not COMPONENT["edit_template"]
    assert not COMPONENT["allow_translation_propagation"]
    assert not DISCOVERY["remove"]
    assert COMPONENT["push_branch"] != COMPONENT["branch"]


def test_what_weblate_guards_as_a_token_is_what_kyr_takes_for_one() -> None:
    guarded = re.search(r'placeholders:r"([^"]*)"', COMPONENT["check_flags"])
    assert guarded is not None
    text = "".join(path.read_text("utf-8") for path in sorted((ROOT / "locales/templates").rglob("*.pot")))
    text += "{{ nht phone }} {{}} {one} {{ a } b }} {{ {c} }}"
    assert [m[0] for m in re.finditer(guarded[1], text)] == [m[0] for m in prose.TOKEN.finditer(text)]
    assert COMPONENT["enforced_checks"] == ["placeholders", "md-link"]
