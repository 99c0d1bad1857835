"""The same inputs give the same bytes."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from tests.conftest import ROOT, kyr


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.match("cache/templates-*/*")  # compiled ones name the folder they are in
    }


def test_two_builds_of_the_same_inputs_are_the_same_bytes(built: Path, tmp_path: Path) -> None:
    root = tmp_path / "another" / "place"
    root.mkdir(parents=True)
    for name in ("content", "locales", "site"):
        shutil.copytree(ROOT / name, root / name)
    for name in ("mkdocs.yml", "pyproject.toml"):
        shutil.copy(ROOT / name, root)
    assert kyr(root, "build", env={"PYTHONHASHSEED": "7", "TZ": "Asia/Taipei", "LANG": "C"}).returncode == 0
    assert digests(root / "build") == digests(built)


def test_templates_are_kept_compiled_and_one_that_has_changed_is_compiled_anew(project: Path) -> None:
    def compiled() -> dict[str, bytes]:
        assert kyr(project, "build").returncode == 0
        return {path.name: path.read_bytes() for path in (project / "build" / "cache").glob("templates-*/*")}

    assert kyr(project, "update").returncode == 0
    first = compiled()
    footer = project / "site/theme/partials/kyr-footer.html"
    footer.write_text(f"{footer.read_text('utf-8')}<!--mended-->", "utf-8")
    second = compiled()
    assert first.keys() == second.keys()
    assert len([name for name in first if first[name] != second[name]]) == 1
    assert "mended" in (project / "build/site/index.html").read_text("utf-8")
    assert compiled() == second


def test_every_page_with_a_handout_has_one_in_every_locale(built: Path) -> None:
    found = {path.relative_to(built / "handouts").as_posix() for path in (built / "handouts").rglob("*.pdf")}
    alone = {name for name in found if "+" not in name.partition("/")[0]}  # bilingual sheets lie in en+zh-Hans/
    pages = {name.removeprefix("en/") for name in alone if name.startswith("en/")}
    assert {"help/now.pdf", "trafficking/t-visa.pdf", "trafficking/what-is-trafficking.pdf"} <= pages
    assert alone == {f"{locale}/{page}" for locale in ("en", "zh-Hans", "zh-Hant") for page in pages}
