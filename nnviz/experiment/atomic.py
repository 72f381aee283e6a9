"""Writing a file whole or not at all."""

import contextlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

_MASK = os.umask(0o077)  # read once, at the import: there is no other way than to set it, for all threads at once
os.umask(_MASK)


def write_atomically(path: Path, pieces: Iterable[bytes]) -> None:
    """Replace the file at `path` by these pieces, so that at any moment either the old or the new one stands there.

    The content goes to a new file beside it first, is forced to the disk, and takes the old one's place in one
    move. A disk that is full, or a process that is killed, leaves the old file as it was. A device or a pipe, as
    /dev/stdout or /dev/null, is written to and stays what it is. What the pieces themselves raise leaves the old file
    too.

    Raises
    ------
    OSError
        Where the folder cannot be written to or the disk is full.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        with path.open("wb") as file:
            file.writelines(pieces)
        return
    target = Path(os.path.realpath(path))  # a link stays a link
    handle, temporary = tempfile.mkstemp(prefix=f".{target.name[:40]}.", suffix=".tmp", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(_permissions(target))
        Path(temporary).replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise
    _flush_folder(target.parent)


def _permissions(target: Path) -> int:
    """Those of the file that is replaced; for a new one what the user's mask gives, not mkstemp's private ones."""
    try:
        return target.stat().st_mode & 0o777
    except FileNotFoundError:
        return 0o666 & ~_MASK


def _flush_folder(folder: Path) -> None:
    """Make the move itself last through a power cut, where the system can open a folder."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
