"""Nobody ever loses a byte: a file is replaced whole or not at all."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline import files
from pipeline.errors import KyrError, WriteError


def test_a_new_file_and_its_folders_are_made(tmp_path: Path) -> None:
    assert files.replace(tmp_path / "a" / "b.po", b"new", "b.po")
    assert (tmp_path / "a" / "b.po").read_bytes() == b"new"


def test_the_same_bytes_are_not_written_again(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_bytes(b"same")
    before = path.stat().st_mtime_ns
    assert not files.replace(path, b"same", "a.po")
    assert path.stat().st_mtime_ns == before


def test_work_saved_meanwhile_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_bytes(b"the translator saved this")
    with pytest.raises(WriteError, match=r"changed while kyr was working on it. Run the command again"):
        files.replace(path, b"ours", "a.po", expected=b"what was read")
    assert path.read_bytes() == b"the translator saved this"


def test_mode_and_symbolic_link_stay(tmp_path: Path) -> None:
    real, link = tmp_path / "real.po", tmp_path / "link.po"
    real.write_bytes(b"old")
    real.chmod(0o640)
    link.symlink_to(real)
    files.replace(link, b"new", "link.po")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"
    assert real.stat().st_mode & 0o777 == 0o640


def test_a_link_does_not_make_a_catalogue_of_a_file_of_another_kind(tmp_path: Path) -> None:
    other, link = tmp_path / ".profile", tmp_path / "index.pot"
    other.write_bytes(b"umask 077\n")
    link.symlink_to(other)
    with pytest.raises(WriteError, match=r"index\.pot: it is a link that leads to a file of another kind\. Delete"):
        files.replace(link, b"new", "index.pot")
    assert other.read_bytes() == b"umask 077\n"


@pytest.mark.parametrize("where", ["elsewhere.po", "link.po"], ids=["nowhere", "itself"])
def test_a_link_that_leads_nowhere_is_not_written_through(tmp_path: Path, where: str) -> None:
    link = tmp_path / "link.po"
    link.symlink_to(where)
    says = r"link\.po: it is a link that leads to no file. Put that file back, or delete"
    with pytest.raises(WriteError, match=says):
        files.replace(link, b"new", "link.po")
    with pytest.raises(KyrError, match=says):
        files.read_bytes(link, "link.po")
    assert files.exists(link)
    assert [entry.name for entry in tmp_path.iterdir()] == ["link.po"]


def refuse(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("broken", ["os.fsync", "pathlib.Path.replace", "tempfile.mkstemp"])
def test_a_full_disk_at_any_step_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    path = tmp_path / "a.po"
    path.write_bytes(b"old")
    monkeypatch.setattr(broken, refuse)
    with pytest.raises(
        WriteError, match=r"a\.po: cannot be written: No space left on device. The old file is untouched"
    ):
        files.replace(path, b"new", "a.po")
    monkeypatch.undo()
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.po"]


def test_a_disk_that_lies_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.po"
    path.write_bytes(b"old")
    honest = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda self: honest(self)[:-1] if self.suffix == ".new" else honest(self))
    with pytest.raises(WriteError, match=r"does not hold what was written"):
        files.replace(path, b"new", "a.po")
    monkeypatch.undo()
    assert path.read_bytes() == b"old"


def test_a_read_only_folder_is_a_clear_error(tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir()
    (folder / "a.po").write_bytes(b"old")
    folder.chmod(0o555)
    # root may write into any folder, but nobody into the kernel's
    path = folder / "a.po" if os.access(folder, os.W_OK) is False else Path("/proc/version")
    before = path.read_bytes()
    with pytest.raises(WriteError, match=r"a\.po: cannot be written: .*. The old file is untouched"):
        files.replace(path, b"new", "a.po")
    folder.chmod(0o755)
    assert path.read_bytes() == before


def test_killed_at_any_moment_the_file_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    old, new = b"old " * 50_000, b"new " * 60_000
    path.write_bytes(old)
    script = (
        "import sys; from pathlib import Path; from pipeline import files\n"
        "path = Path(sys.argv[1]); texts = [b'old ' * 50_000, b'new ' * 60_000]\n"
        "print('ready', flush=True)\n"
        "while True: texts.reverse(); files.replace(path, texts[0], 'a.po')\n"
    )
    moments = random.Random(7)
    for _ in range(12):
        process = subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE)
        assert process.stdout
        process.stdout.readline()
        time.sleep(moments.uniform(0.0, 0.05))
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        assert path.read_bytes() in {old, new}


def test_reading_names_the_file_and_the_line(tmp_path: Path) -> None:
    with pytest.raises(KyrError, match=r"gone.tsv: cannot be read: No such file or directory"):
        files.read_text(tmp_path / "gone.tsv", "gone.tsv")
    (tmp_path / "a.tsv").write_bytes(b"one\ntwo \xff")
    with pytest.raises(KyrError, match=r"a.tsv:2: the file is not UTF-8. Save it as UTF-8"):
        files.read_text(tmp_path / "a.tsv", "a.tsv")


def test_a_device_is_not_read_for_it_may_never_end(tmp_path: Path) -> None:
    with pytest.raises(KyrError, match="not a file but a device"):  # /dev/zero would fill the memory of this test
        files.read_bytes(Path(os.devnull), "x.po")
    with pytest.raises(KyrError, match="cannot be read"):
        files.read_bytes(tmp_path, "x.po")


def test_nor_is_a_pipe_in_the_project_that_nobody_writes_to(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.po")
    with pytest.raises(KyrError, match=r"a\.po: it is not a file but a device or a pipe"):
        files.read_bytes(tmp_path / "a.po", "a.po")
