"""Reading files whole, and replacing them so that nobody ever loses a byte.

A file is replaced only by one that was written beside it, synced, re-read and found equal; and only if it still holds
what was read, so that a translator who saved meanwhile keeps that work. Whatever stops the process on the way (a full
disk, a kill, Ctrl-C), the old file is still there, whole.
"""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from pathlib import Path

from pipeline.errors import KyrError, WriteError, decoded

_NOWHERE = ("it is a link that leads to no file", "Put that file back, or delete the link")


def exists(path: Path) -> bool:
    """Whether anything has this name: a link that leads nowhere too, for what it stood for is lost, not unwritten."""
    return os.path.lexists(path)


def _leads_nowhere(path: Path) -> bool:
    return path.is_symlink() and not path.exists()


def _is_endless(path: Path) -> bool:
    """Whether reading might never end: a link may come from anybody and lead to /dev/zero, an archive hold a pipe that
    nobody writes to. A pipe that the shell has just made, /dev/fd/63, is somebody's own.
    """
    mode = path.stat().st_mode
    return stat.S_ISCHR(mode) or stat.S_ISBLK(mode) or (stat.S_ISFIFO(mode) and path.parts[:2] != ("/", "dev"))


def read_bytes(path: Path, name: str) -> bytes:
    """A file's bytes; ``name`` is what an error calls it. Raises KyrError when it cannot be read."""
    try:
        if _is_endless(path):
            raise KyrError(name, "it is not a file but a device or a pipe", "Delete it, and restore the file from Git")
        return path.read_bytes()
    except OSError as error:
        if _leads_nowhere(path):
            raise KyrError(name, *_NOWHERE) from None
        raise KyrError(
            name, f"cannot be read: {error.strerror}", "Check that it exists and that you may read it"
        ) from error


def read_text(path: Path, name: str) -> str:
    """A UTF-8 file's text, a byte-order mark dropped. Raises KyrError, with the line of the first bad byte."""
    return decoded(read_bytes(path, name), name)


def replace(path: Path, data: bytes, name: str, expected: bytes | None = None) -> bool:
    """Make ``path`` hold ``data``; False when it already does.

    ``expected`` is what the caller read before it computed ``data``. A link stays one, and the file it leads to is
    replaced, if that is a file of the same kind: a link may come from anybody, and lead to anything in a home.
    Raises WriteError, the old file untouched, when the file has changed since or anything goes wrong.
    """
    if _leads_nowhere(path):
        raise WriteError(name, *_NOWHERE)
    target = path.resolve()
    if target.suffix != path.suffix:
        raise WriteError(name, "it is a link that leads to a file of another kind", "Delete the link")
    try:
        current = target.read_bytes() if target.exists() else None
        if current == data:
            return False
        if expected is not None and current != expected:
            raise WriteError(name, "the file changed while kyr was working on it", "Run the command again")
        target.parent.mkdir(parents=True, exist_ok=True)
        _swap(target, data)
    except OSError as error:
        reason = error.strerror or str(error)
        raise WriteError(
            name, f"cannot be written: {reason}", "The old file is untouched; make room or allow writing"
        ) from error
    return True


def _swap(target: Path, data: bytes) -> None:
    handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".new", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if Path(temporary).read_bytes() != data:
            raise OSError(f"{temporary} does not hold what was written to it")
        Path(temporary).chmod(target.stat().st_mode & 0o777 if target.exists() else 0o644)
        Path(temporary).replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Make the new name survive a power cut; Windows has no such call and needs none."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
