"""kyr preview: what a translator saves is what the browser shows, at once, and an error costs nothing."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from pipeline.errors import KyrError
from pipeline.preview import HOST, Preview, changed_pages, snapshot
from pipeline.project import Project
from tests.conftest import run

SENTENCE = "You must not sign."


def save(root: Path, words: str, page: str = "index") -> None:
    """What an editor does: the catalogue with one translation changed."""
    path = root / f"locales/zh_Hans/LC_MESSAGES/{page}.po"
    before, found, after = path.read_text("utf-8").partition(f'msgid "{SENTENCE}"\n')
    assert found
    path.write_text(f'{before}{found}msgstr "{words}"\n{after.partition(chr(10))[2]}', "utf-8")


@pytest.fixture
def translated(project: Path) -> Project:
    assert run(project, "update").returncode == 0
    save(project, "您不可以签字。")
    return Project.find(project)


@pytest.fixture
def desk(translated: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Preview]:
    monkeypatch.chdir(translated.root)
    preview = Preview(translated, translated.locale("zh_Hans"), tmp_path / "preview", 0)
    yield preview
    preview.close()


def test_a_saved_catalogue_is_new_in_the_browser_and_costs_one_page(
    desk: Preview, translated: Project, page: Page
) -> None:
    page.goto(desk.url)
    expect(page.get_by_text("您不可以签字。")).to_be_visible()
    save(translated.root, "请您不要签字。")
    assert desk.look() == "built index"
    expect(page.get_by_text("请您不要签字。")).to_be_visible()
    assert desk.look() is None


def test_a_broken_catalogue_is_named_in_the_browser_and_mending_it_is_enough(
    desk: Preview, translated: Project, page: Page
) -> None:
    page.goto(desk.url)
    save(translated.root, 'a "quote')
    said = desk.look()
    assert said is not None
    assert "index.po" in said
    expect(page.get_by_role("alert")).to_contain_text("locales/zh_Hans/LC_MESSAGES/index.po:")
    save(translated.root, "好。")
    assert desk.look() == "built index"
    expect(page.get_by_text("好。")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)


@pytest.mark.usefixtures("desk")
def test_only_english_and_the_locale_are_built(tmp_path: Path) -> None:
    assert (tmp_path / "preview/zh-Hans/index.html").exists()
    assert (tmp_path / "preview/index.html").exists()
    assert not (tmp_path / "preview/zh-Hant").exists()


def test_a_page_that_is_saved_builds_everything(desk: Preview, translated: Project, tmp_path: Path) -> None:
    with (translated.content / "other.md").open("a", encoding="utf-8") as file:
        file.write("\nOne more thing.\n")
    assert desk.look() == "built every page"
    assert "One more thing." in (tmp_path / "preview/other/index.html").read_text("utf-8")


def test_only_catalogues_of_pages_count_as_one_page(translated: Project) -> None:
    locale = translated.locale("zh_Hans")
    before = snapshot(translated, locale)
    save(translated.root, "好。", "other")
    assert changed_pages(translated, locale, before, snapshot(translated, locale)) == ("other",)
    with (translated.catalog_path(locale, "site")).open("a", encoding="utf-8") as file:
        file.write("\n# a comment\n")
    assert changed_pages(translated, locale, before, snapshot(translated, locale)) is None


def test_an_organizations_own_pages_and_translations_are_seen_too(translated: Project) -> None:
    locale = translated.locale("zh_Hans")
    (translated.local / "content").mkdir(parents=True)
    own = translated.local / "content/office.md"
    own.write_text((translated.content / "other.md").read_text("utf-8"), "utf-8")
    assert run(translated.root, "update").returncode == 0
    project = Project.find(translated.root)
    before = snapshot(project, locale)
    path = project.catalog_path(locale, "office")
    path.write_text(path.read_text("utf-8").replace('msgstr ""\n\n', 'msgstr "好。"\n\n', 1), "utf-8")
    after = snapshot(project, locale)
    assert changed_pages(project, locale, before, after) == ("office",)
    own.write_text(own.read_text("utf-8") + "\nOne more thing.\n", "utf-8")
    assert changed_pages(project, locale, after, snapshot(project, locale)) is None


def test_an_editors_temporary_file_is_no_change(translated: Project) -> None:
    locale = translated.locale("zh_Hans")
    before = snapshot(translated, locale)
    folder = translated.catalog_path(locale, "index").parent
    (folder / ".index.po.swp").write_text("x", "utf-8")
    (folder / "index.po~").write_text("x", "utf-8")
    assert snapshot(translated, locale) == before


def test_another_site_cannot_read_along(desk: Preview) -> None:
    port = int(desk.url.rsplit(":", 1)[1].partition("/")[0])
    connection = http.client.HTTPConnection(HOST, port)
    connection.request("GET", "/", headers={"Host": "evil.example:80"})
    assert connection.getresponse().status == http.HTTPStatus.FORBIDDEN
    connection.close()


def test_a_taken_port_is_one_line(desk: Preview, translated: Project, tmp_path: Path) -> None:
    port = int(desk.url.rsplit(":", 1)[1].partition("/")[0])
    with pytest.raises(KyrError, match="--port"):
        Preview(translated, translated.locale("zh_Hans"), tmp_path / "second", port)
