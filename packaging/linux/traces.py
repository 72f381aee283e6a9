"""What a file system holds, and what is different in it later: a program that is removed may leave no trace."""

import hashlib
import os
import stat
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

NOT_LOOKED_AT = ("dev/pts", "home", "proc")
"""The user's own, and what the kernel makes up."""

REASONS = {
    "tmp/dbus-*": "the socket of the session bus that `gio` starts where no desktop has started one",
    "try/*": "what the trial itself puts there",
    "var/cache/apt/*": "apt keeps what it downloads, and an index of it",
    "var/cache/ldconfig/aux-cache": "the loader's notes on every library, with the numbers of their places on the disk",
    "var/lib/dpkg/status-old": "dpkg's list of packages as it was one change ago; the list itself has to be the same",
    "var/log/apt/*": "tells of the past",
    "var/log/dpkg.log": "tells of the past",
}
"""Pattern of paths that may differ, and why."""

Tree = dict[str, str]
"""Path from the top → what stands there, in one line."""


def tree(root: Path) -> Tree:
    """Everything below a folder: kind, rights and owner, a file's size and hash, where a link leads."""
    return {path.relative_to(root).as_posix(): _described(path) for path in _walk(root, root)}


def differences(before: Tree, after: Tree) -> list[str]:
    """A line for each path that is new, gone or changed, and has no reason to be."""
    changed = sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))
    told = (f"{path}: {before.get(path, 'nothing')} → {after.get(path, 'nothing')}" for path in changed)
    return [line for path, line in zip(changed, told, strict=True) if reason(path) is None]


def reason(path: str) -> str | None:
    """Why a path may differ; None where it may not."""
    return next((why for pattern, why in REASONS.items() if fnmatchcase(path, pattern)), None)


def _walk(folder: Path, root: Path) -> Iterator[Path]:
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        path = Path(entry.path)
        if path.relative_to(root).as_posix() not in NOT_LOOKED_AT:
            yield path
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(path, root)


def _described(path: Path) -> str:
    status = path.lstat()
    words = [stat.filemode(status.st_mode), f"{status.st_uid}:{status.st_gid}"]
    if stat.S_ISLNK(status.st_mode):
        words.append(f"to {path.readlink()}")
    elif stat.S_ISREG(status.st_mode):
        words += [str(status.st_size), hashlib.sha256(path.read_bytes()).hexdigest()]
    return " ".join(words)
