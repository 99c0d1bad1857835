"""A site that somebody already has, in Material's own look: kyr translates its pages and leaves the rest alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import kyr

SETTINGS = """site_name: Helpers
site_url: https://helpers.example.org/
site_dir: public
docs_dir: content
theme:
  name: material
{theme}plugins:
  i18n:
    docs_structure: suffix
    fallback_to_default: true
    languages:
      - {{locale: en, name: English, default: true}}
  kyr: {{}}
"""
PAGE = "---\ntitle: {0}\ndescription: {0}, in a sentence.\n---\n\n# {0}\n\nA sentence.\n"
PLAIN, LAID_OVER = "", "  custom_dir: overrides\n"


@pytest.fixture(params=[PLAIN, LAID_OVER], ids=["plain", "laid over"])
def site(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """What such a site builds with two locales, one sentence of its second page translated."""
    (tmp_path / "overrides").mkdir()
    (tmp_path / "content").mkdir()
    for name, title in (("index", "Welcome"), ("visit", "Visit us")):
        (tmp_path / "content" / f"{name}.md").write_text(PAGE.format(title), "utf-8")
    (tmp_path / "mkdocs.yml").write_text(SETTINGS.format(theme=request.param), "utf-8")
    (tmp_path / "pyproject.toml").write_text('[tool.kyr]\nlocales = ["zh_Hans", "fr"]\n', "utf-8")
    assert kyr(tmp_path, "update").returncode == 0
    catalogue = tmp_path / "locales/zh_Hans/LC_MESSAGES/visit.po"
    words = catalogue.read_text("utf-8").replace(
        'msgid "A sentence."\nmsgstr ""', 'msgid "A sentence."\nmsgstr "一句。"'
    )
    catalogue.write_text(words, "utf-8")
    result = kyr(tmp_path, "build")
    assert (result.returncode, result.stderr) == (0, "")
    return tmp_path / "build" / "site"


def test_a_site_in_materials_own_look_is_translated_and_says_what_is_a_draft(site: Path) -> None:
    english, chinese, french = ((site / tag / "visit/index.html").read_text("utf-8") for tag in ("", "zh-Hans", "fr"))
    assert "<p>一句。</p>" in chinese
    assert [page.count('<div class="admonition warning">') for page in (english, chinese, french)] == [0, 1, 1]
    assert re.findall("<html lang=[^ ]*", english + chinese + french) == [
        '<html lang="en"',
        '<html lang="zh"',
        '<html lang="fr"',
    ]
    for page in (english, chinese, french):
        loaded = [site / "visit" / path for path in re.findall(r'"(?:\.\./)+(assets/[^"]*\.(?:css|js))"', page)]
        assert len(loaded) > 2
        assert [path for path in loaded if not (site / path.relative_to(site / "visit")).is_file()] == []
        assert 'rel="canonical" href="https://helpers.example.org/' in page
