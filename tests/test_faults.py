"""Whatever stops a command (a kill, a full disk, a file that is closed), no translation and no sign-off is lost.

The suite stops commands twenty times in all, at moments drawn the same way every time; KYR_FUZZ=1 hundreds of times, at
new ones.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline import catalog as po
from pipeline.model import Role, Verdict
from tests import drill
from tests.conftest import ROOT, run, small_project
from tests.drill import answer, said
from tests.faults import End, Fault, Stage

FUZZ = bool(os.environ.get("KYR_FUZZ"))
COMMANDS = ("update", "convert", "import", "build")
MOMENTS = 40 if FUZZ else 1
"""How often each command is stopped in each way."""
RECORDS = (".git/", "build/cache/", "build/handouts.json")
"""What says how something was made, and not what."""
RANDOM = random.Random(None if FUZZ else 8)

PAGES = "locales/{}/LC_MESSAGES/{}.po"
WORDS = {
    ("index", "Know your rights"): "了解您的权利",
    ("index", "More"): "更多",
    ("index", "A short page."): "一页短文。",
    ("other", "The other page"): "另一页",
    ("other", "You must not sign."): "您一定不要签字。",
}


@dataclass(frozen=True)
class Scene:
    """A project in which a command has something to do."""

    root: Path
    arguments: tuple[str, ...]
    after: dict[str, bytes]
    """Its files once the command was run undisturbed."""
    end: End


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    with Stage() as running:
        yield running


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two translated pages, with a sign-off, in Git."""
    root = small_project(tmp_path_factory.mktemp("faults") / "project")
    drill.start(root)
    for (page, source), target in WORDS.items():
        drill.translate(root, source, target, page, convert=False)
    assert run(root, "update").returncode == 0
    drill.commit(root)
    given = drill.save(root, said())
    assert run(root, "import", given, "--yes").returncode == 0
    drill.commit(root)
    return root


@pytest.fixture(scope="module")
def scenes(model: Path, stage: Stage, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Scene]:
    folder = tmp_path_factory.mktemp("scenes")
    return {command: scene(model, folder / command, stage, command) for command in COMMANDS}


def scene(model: Path, folder: Path, stage: Stage, command: str) -> Scene:
    root = folder / "project"
    shutil.copytree(model, root)
    arguments: tuple[str, ...] = (command,)
    if command == "update":
        page = root / "content" / "index.md"
        page.write_text(page.read_text("utf-8").replace("# Know your", "# Know all your") + "\nOne more.\n", "utf-8")
        (root / "content" / "other.md").rename(root / "content" / "new.md")
        page.write_text(page.read_text("utf-8").replace("other.md", "new.md"), "utf-8")
    elif command == "convert":
        drill.translate(root, "More", "更多信息", convert=False)
        drill.translate(root, "The other page", "另一个网页", "other", convert=False)
    elif command == "import":
        note = answer(Verdict.REJECT, note="太硬", suggestion="请不要签字。", page="other", target="您一定不要签字。")
        more = answer(Verdict.APPROVE, source="More", target="更多")
        given = drill.save(root, said(answer(), more, note, by="counsel", role=Role.LEGAL))
        arguments = ("import", given, "--yes")
    done = folder / "done"
    shutil.copytree(root, done)
    end = stage.run(done, *arguments)
    assert end.status == 0, end.said
    assert end.changes > 3
    return Scene(root, arguments, contents(done), end)


def contents(root: Path) -> dict[str, bytes]:
    """Everything but records and what is left of a kill."""
    found = {path.relative_to(root).as_posix(): path for path in sorted(root.rglob("*")) if path.is_file()}
    kept = {name: path for name, path in found.items() if path.suffix != ".new"}
    return {name: path.read_bytes() for name, path in kept.items() if not name.startswith(RECORDS)}


def words(root: Path) -> set[tuple[str, str]]:
    """Every translation in any catalogue, whether live, draft or obsolete."""
    found = ((path, po.parse(path.read_bytes(), path.name)) for path in root.glob("locales/zh_Hans/**/*.po"))
    return {(path.stem, message.target) for path, catalog in found for message in catalog.messages if message.target}


def nothing_is_lost(before: Path, after: Path) -> None:
    assert words(before) <= words(after) | replaced(after)
    lines = drill.log(after)
    assert lines[: len(drill.log(before))] == drill.log(before)


def replaced(root: Path) -> set[tuple[str, str]]:
    """Former words that an entry keeps in its comments, under the words that a reviewer suggested."""
    found: set[tuple[str, str]] = set()
    for path in root.glob("locales/zh_Hans/**/*.po"):
        for message in po.parse(path.read_bytes(), path.name).messages:
            found |= {(path.stem, one) for one in WORDS.values() if one in message.comment}
    return found


def disturbed(stage: Stage, scene: Scene, folder: Path, fault: Fault) -> End:
    """Run the command with a fault, then without, and hold the result against an undisturbed run."""
    root = folder / "project"
    shutil.copytree(scene.root, root)
    end = stage.run(root, *scene.arguments, fault=fault)
    nothing_is_lost(scene.root, root)
    if any(root.rglob("*.new")):
        listed = drill.git(root, "-c", f"core.excludesFile={ROOT / '.gitignore'}", "status", "--porcelain", "-uall")
        assert ".new" not in listed
    again = stage.run(root, *scene.arguments)
    assert again.status == 0, again.said
    assert contents(root) == scene.after
    shutil.rmtree(root)
    return end


@pytest.mark.parametrize("command", COMMANDS)
def test_killed_before_any_change_to_the_disk_nothing_is_lost(
    stage: Stage, scenes: dict[str, Scene], command: str, tmp_path: Path
) -> None:
    scene = scenes[command]
    for number in RANDOM.sample(range(1, scene.end.changes + 1), min(MOMENTS, scene.end.changes)):
        end = disturbed(stage, scene, tmp_path, Fault(kill_at=number))
        assert end.status == -9, end.said


@pytest.mark.parametrize("command", COMMANDS)
def test_killed_at_any_moment_nothing_is_lost(
    stage: Stage, scenes: dict[str, Scene], command: str, tmp_path: Path
) -> None:
    scene = scenes[command]
    for _ in range(MOMENTS):
        disturbed(stage, scene, tmp_path, Fault(kill_after=RANDOM.uniform(0, scene.end.seconds)))


@pytest.mark.parametrize("command", COMMANDS)
def test_on_a_full_disk_nothing_is_lost(stage: Stage, scenes: dict[str, Scene], command: str, tmp_path: Path) -> None:
    for room in (0, *(RANDOM.randrange(4000) for _ in range(MOMENTS if FUZZ else 0))):
        end = disturbed(stage, scenes[command], tmp_path, Fault(room=room))
        assert "a bug in kyr" not in end.said
        if room == 0:
            assert end.status == 2, end.said
            assert "cannot be written: File too large" in end.said


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("closed", ["files", "folders"])
def test_where_nothing_may_be_written_nothing_is_lost(
    stage: Stage, scenes: dict[str, Scene], command: str, closed: str, tmp_path: Path
) -> None:
    scene = scenes[command]
    root = tmp_path / "project"
    shutil.copytree(scene.root, root)
    paths = [
        path for path in (root, *root.rglob("*")) if ".git" not in path.parts and path.is_dir() == (closed == "folders")
    ]
    modes = {path: path.stat().st_mode for path in paths}
    for path in reversed(paths):
        path.chmod(modes[path] & ~0o222)
    end = stage.run(root, *scene.arguments, fault=Fault(has_rights=False))
    for path in paths:
        if path.exists():
            path.chmod(modes[path])
    if closed == "folders":
        assert end.status == 2
        assert "cannot be written: Permission denied" in end.said
        assert "a bug in kyr" not in end.said
    nothing_is_lost(scene.root, root)
    assert stage.run(root, *scene.arguments).status == 0
    assert contents(root) == scene.after
