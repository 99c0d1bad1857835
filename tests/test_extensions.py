"""The Markdown of a project is the one that its mkdocs.yml names: units, pages and proof alike."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from mkdocs.config import load_config

from pipeline import extensions, navigation, site, workflow
from pipeline.converter import EXTENSIONS
from pipeline.errors import ConfigError
from pipeline.extensions import BUILTIN
from pipeline.project import Project
from tests.conftest import kyr

SITE = """site_name: A site
theme: {name: material}
docs_dir: pages
shared: &titles {permalink: true, permalink_title: A link}
markdown_extensions:
  - admonition
  - smarty: {smart_quotes: false}
  - toc:
      <<: *titles
      slugify: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
      emoji_generator: !!python/name:material.extensions.emoji.to_svg
  - pymdownx.superfences:
      custom_fences:
        - {name: mermaid, class: mermaid, format: !!python/name:pymdownx.superfences.fence_code_format ''}
  - abbr
  - toc
  - smarty: {smart_dashes: false}
  - pymdownx.snippets: {url_timeout: !ENV [KYR_NO_SUCH, 2.5], dedent_subsections: !ENV KYR_DEDENT}
hooks: [never/read.py]
"""


def written(folder: Path, text: str, name: str = "mkdocs.yml") -> Path:
    (folder / "pages").mkdir(exist_ok=True)
    (folder / name).write_text(text, "utf-8")
    return folder / name


def test_names_and_settings_are_those_that_mkdocs_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KYR_DEDENT", "yes")
    path = written(tmp_path, SITE.replace("hooks: [never/read.py]\n", ""))
    theirs, ours = load_config(str(path)), extensions.read(path, "mkdocs.yml")
    assert list(ours.names) == theirs.markdown_extensions
    slug = ours.configs["toc"].pop("slugify")  # type: ignore[attr-defined]
    assert slug("A b", "-") == theirs.mdx_configs["toc"].pop("slugify")("A b", "-") == "a-b"
    assert ours.configs == theirs.mdx_configs


@pytest.mark.parametrize("said", ["", "markdown_extensions:\n", "INHERIT: other.yml\n", "# markdown_extensions: [x]\n"])
def test_a_file_that_names_none_leaves_the_usual_ones(tmp_path: Path, said: str) -> None:
    written(tmp_path, "site_name: Other\n", "other.yml")
    found = extensions.read(written(tmp_path, f"site_name: A\n{said}"), "mkdocs.yml")
    assert found.names == EXTENSIONS
    assert found.usual is not said.startswith(("markdown", "INHERIT")), "what is inherited may change unseen"


def test_names_are_inherited_as_mkdocs_inherits_them(tmp_path: Path) -> None:
    written(
        tmp_path,
        "site_name: B\ndocs_dir: pages\nmarkdown_extensions: {toc: {title: One, baselevel: 2}, abbr: {}}\n",
        "base.yml",
    )
    for own in ("", "markdown_extensions: {toc: {title: Two}, smarty: {}}\n", "markdown_extensions: [smarty]\n"):
        path = written(tmp_path, f"INHERIT: base.yml\nsite_name: A\n{own}")
        theirs, ours = load_config(str(path)), extensions.read(path, "mkdocs.yml")
        assert (list(ours.names), ours.configs) == (theirs.markdown_extensions, theirs.mdx_configs)


@pytest.mark.parametrize(
    ("said", "line", "says"),
    [
        ("  - no_such.extension\n", 3, "the Markdown extension 'no_such.extension' is not installed. Install"),
        ("  - toc: {no_such: 1}\n", 3, "the Markdown extension 'toc' does not start: "),
        ("  - toc: [a]\n", 3, "the settings of 'toc' are no list of option: value. "),
        ("  - {toc: {}, abbr: {}}\n", 3, "an entry of markdown_extensions is neither a name nor a name with its"),
        ("  - abbr: !!python/name:no_such.module.name\n", 3, "no_such.module.name is not there: the package"),
        ("  - abbr: !!python/object/apply:os.system ['touch here']\n", 3, "os.system is of no package that has an ext"),
        ("  - abbr: !!python/object/new:os.system ['touch here']\n", 3, "could not determine a constructor for the"),
        ("  - toc: {slugify: !!python/object/apply:pymdownx.slugs.slugify [1, 2, 3]}\n", 3, "pymdownx.slugs.slugify: "),
        ("  - toc:\n      permalink: 2026-13-45\n", 4, "'2026-13-45' is not a valid timestamp. "),
        ("  - toc: {permalink: !!bool perhaps}\n", 3, "'perhaps' is not a valid bool. "),
        ("  - toc: {toc_depth: !!int ''}\n", 3, "'' is not a valid int. "),
        ("  - 'unclosed\n", 3, "found unexpected end of stream. "),
        ("  toc\n", 3, "markdown_extensions is not a list. "),
    ],
)
def test_what_mkdocs_would_not_take_is_one_line(tmp_path: Path, said: str, line: int, says: str) -> None:
    path = written(tmp_path, f"site_name: A\nmarkdown_extensions:\n{said}")
    with pytest.raises(ConfigError) as error:
        extensions.read(path, "mkdocs.yml")
    assert f"mkdocs.yml:{line}: {says}" in str(error.value) or f"mkdocs.yml:{line + 1}: {says}" in str(error.value)
    assert "\n" not in str(error.value)


def test_a_menu_in_a_file_that_is_no_yaml_is_an_error_at_its_line(tmp_path: Path) -> None:
    written(tmp_path, "site_name: A site\nnav:\n  - page.md\n  - Two: [one.md\n")
    with pytest.raises(ConfigError, match=r"^mkdocs\.yml:5: not YAML: [^\n]{10,80}\. Mend that line$"):
        navigation.labels(tmp_path)


@pytest.mark.parametrize("above", ["mkdocs.yml", "gone.yml", "."])
def test_a_file_that_cannot_be_inherited_from_is_one_line(tmp_path: Path, above: str) -> None:
    path = written(tmp_path, f"INHERIT: {above}\nsite_name: A\n")
    with pytest.raises(ConfigError, match="it inherits from"):
        extensions.read(path, "mkdocs.yml")


def test_units_and_pages_follow_mkdocs_yml(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = project / "content" / "other.md"
    page.write_text(page.read_text("utf-8") + '\n!!! note "A box"\n    Inside.\n\none\ntwo\n', "utf-8")
    texts = [unit.text for unit in Project(project).page("other").units]
    assert {"A box", "Inside.", "one two"} <= set(texts)
    settings = project / "mkdocs.yml"
    settings.write_text(settings.read_text("utf-8") + "markdown_extensions: [nl2br]\n", "utf-8")
    texts = [unit.text for unit in Project(project).page("other").units]
    assert {'!!! note "A box"\nInside.', "one\ntwo"} <= set(texts)
    monkeypatch.chdir(project)
    list(workflow.update(Project(project)))
    site.build(project)
    html = (project / "build" / "site" / "other" / "index.html").read_text("utf-8")
    assert "<p>one<br" in html
    assert "admonition" not in html


def test_pages_of_any_site_are_verified_with_the_extensions_of_that_site(tmp_path: Path) -> None:
    written(tmp_path, "site_name: A\nmarkdown_extensions: [nl2br, attr_list]\n")
    (tmp_path / "pages" / "a.md").write_text('one\ntwo\n\n!!! note ""\n    x\n', "utf-8")
    result = kyr(tmp_path, "verify", os.fspath(tmp_path / "pages"))
    assert (result.returncode, result.stdout) == (0, "1 of 1 page identical\n")
    written(tmp_path, "site_name: A\nmarkdown_extensions: [not_here]\n")
    result = kyr(tmp_path, "verify", os.fspath(tmp_path / "pages"))
    assert result.returncode == 2
    assert "mkdocs.yml:2: the Markdown extension 'not_here' is not installed" in result.stderr
    assert kyr(tmp_path, "verify", "--extension", "nl2br", os.fspath(tmp_path / "pages")).returncode == 0
    result = kyr(tmp_path, "verify", "--extension", "not_here", os.fspath(tmp_path / "pages"))
    assert result.stderr.startswith("error: not_here: the Markdown extension 'not_here' is not installed. ")


@pytest.mark.parametrize("place", ["mkdocs.yml", "mkdocs.yaml", ".config/mkdocs.yml"])
def test_a_site_is_verified_as_if_mkdocs_were_run_in_its_folder(tmp_path: Path, place: str) -> None:
    (tmp_path / "site/.config").mkdir(parents=True)
    (tmp_path / "site/pages").mkdir()
    (tmp_path / "site/shared.md").write_text("<p>Shared words.</p>\n", "utf-8")
    (tmp_path / "site/pages/a.md").write_text('--8<-- "shared.md"\n', "utf-8")
    strict = "{pymdownx.snippets: {check_paths: true}}"
    (tmp_path / "site" / place).write_text(f"markdown_extensions: [{strict}]\n", "utf-8")
    result = kyr(tmp_path, "verify", "--pseudo", "site/pages")
    missed = f"{Path('site/pages/a.md')}: no unit covers: Shared words."
    assert (result.returncode, result.stdout, result.stderr) == (0, f"{missed}\n1 of 1 page identical\n", "")


def test_the_settings_of_a_site_may_have_any_name(tmp_path: Path) -> None:
    written(tmp_path, "markdown_extensions: [nl2br, {pymdownx.snippets: {check_paths: true}}]\n", "mkdocs-user.yml")
    (tmp_path / "pages" / "a.md").write_text('one\ntwo\n\n--8<-- "b.txt"\n', "utf-8")
    (tmp_path / "b.txt").write_text("Words.\n", "utf-8")
    result = kyr(tmp_path, "verify", "-f", "mkdocs-user.yml", "pages")
    assert (result.returncode, result.stdout, result.stderr) == (0, "1 of 1 page identical\n", "")
    assert "no mkdocs.yml in or above pages: verifying with the usual" in kyr(tmp_path, "verify", "pages").stderr


@pytest.mark.parametrize(
    ("said", "theirs"),
    [
        ("", True),
        ("plugins: [search]\n", True),
        ("plugins: [search, kyr]\n", False),
        ("plugins:\n  - search\n  - kyr: {}\n", False),
        ("plugins: {kyr: {}}\n", False),
        ("plugins:\n", True),
        ("INHERIT: base.yml\n", False),
        ("INHERIT: base.yml\nplugins: {search: {}}\n", False),
        ("INHERIT: base.yml\nplugins: [search]\n", True),
        ("INHERIT: base.yml\nmarkdown_extensions:\nplugins: []\n", True),
        ("# kyr\nextra: {kyr: 1}\n", True),
    ],
)
def test_a_site_that_names_no_extensions_is_verified_with_those_of_mkdocs(
    tmp_path: Path, said: str, theirs: bool
) -> None:
    written(tmp_path, "plugins: {kyr: {}}\n", "base.yml")
    path = written(tmp_path, f"site_name: A\n{said}")
    assert extensions.of_site(path, "mkdocs.yml").names == (BUILTIN if theirs else EXTENSIONS)
    (tmp_path / "pages" / "a.md").write_text("Words {.in braces}\n\n<div markdown>**bold**</div>\n", "utf-8")
    for arguments in (("pages",), ("-f", "mkdocs.yml", "pages")):
        result = kyr(tmp_path, "verify", "--pseudo", *arguments)
        assert (result.returncode, "no unit covers: **bold**" in result.stdout) == (0, theirs)


def test_one_page_that_is_refused_or_cannot_be_read_keeps_no_other_from_being_proven(tmp_path: Path) -> None:
    written(tmp_path, "markdown_extensions: [{pymdownx.snippets: {check_paths: true}}]\n")
    (tmp_path / "pages" / "a.md").write_text('--8<-- "none.md"\n', "utf-8")
    (tmp_path / "pages" / "b.md").write_bytes("求助".encode("gbk"))
    (tmp_path / "pages" / "c.md").write_text("Words.\n", "utf-8")
    result = kyr(tmp_path, "verify", "pages")
    refused, unreadable, count = result.stdout.splitlines()
    assert refused.startswith(f"{Path('pages/a.md')}: its own Markdown extensions refuse it (SnippetMissingError")
    assert unreadable.startswith(f"{Path('pages/b.md')}:1: the file is not UTF-8")
    assert (count, result.returncode) == ("1 of 3 pages identical", 1)
