import errno
import os
import stat
import sys
import threading
from pathlib import Path

import pytest

from nnviz.experiment import atomic
from nnviz.experiment.atomic import write_atomically

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="a matter of POSIX file systems")


def refuse(*_arguments: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_new_file_holds_its_content_and_nothing_else_is_left(tmp_path: Path):
    write_atomically(tmp_path / "a.json", [b"new"])
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]
    assert (tmp_path / "a.json").read_bytes() == b"new"


@pytest.mark.parametrize("name", ["fsync", "replace"])
def test_a_write_that_fails_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
):
    target = tmp_path / "a.json"
    target.write_bytes(b"old")
    monkeypatch.setattr(os, name, refuse)
    with pytest.raises(OSError, match="No space left"):
        write_atomically(target, [b"new"])
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_an_interrupted_write_leaves_the_old_file_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def interrupt(*_arguments: object) -> None:
        raise KeyboardInterrupt

    target = tmp_path / "a.json"
    target.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(target, [b"new"])
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_the_content_is_on_the_disk_before_it_takes_the_old_files_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    done: list[str] = []
    fsync, replace = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda handle: (done.append("fsync"), fsync(handle)))
    monkeypatch.setattr(os, "replace", lambda *paths: (done.append("replace"), replace(*paths)))
    write_atomically(tmp_path / "a.json", [b"new"])
    assert done[:2] == ["fsync", "replace"]


def test_a_folder_that_cannot_be_flushed_does_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(os, "open", refuse_folders(os.open))
    write_atomically(tmp_path / "a.json", [b"new"])
    assert (tmp_path / "a.json").read_bytes() == b"new"


def refuse_folders(opened):
    def open_or_refuse(path, *arguments, **named):
        if Path(path).is_dir():
            raise PermissionError(errno.EACCES, "Permission denied")
        return opened(path, *arguments, **named)

    return open_or_refuse


@posix_only
def test_a_link_stays_a_link(tmp_path: Path):
    real, link = tmp_path / "folder" / "real.json", tmp_path / "link.json"
    real.parent.mkdir()
    real.write_bytes(b"old")
    link.symlink_to(real)
    write_atomically(link, [b"new"])
    assert link.is_symlink()
    assert real.read_bytes() == b"new"
    assert [path.name for path in real.parent.iterdir()] == ["real.json"]


@posix_only
def test_a_link_to_nothing_makes_the_file_it_points_to(tmp_path: Path):
    link = tmp_path / "link.json"
    link.symlink_to(tmp_path / "real.json")
    write_atomically(link, [b"new"])
    assert link.is_symlink()
    assert (tmp_path / "real.json").read_bytes() == b"new"


@posix_only
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664])
def test_permissions_are_kept(tmp_path: Path, mode: int):
    target = tmp_path / "a.json"
    target.write_bytes(b"old")
    target.chmod(mode)
    write_atomically(target, [b"new"])
    assert stat.S_IMODE(target.stat().st_mode) == mode


@posix_only
def test_a_new_file_has_the_permissions_of_the_users_mask(tmp_path: Path):
    (tmp_path / "plain.json").touch()
    write_atomically(tmp_path / "a.json", [b"new"])
    assert (tmp_path / "a.json").stat().st_mode == (tmp_path / "plain.json").stat().st_mode


@posix_only
def test_the_mask_is_not_touched_while_other_threads_may_make_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(os, "umask", refuse)
    monkeypatch.setattr(atomic, "_MASK", 0o027)
    write_atomically(tmp_path / "a.json", [b"new"])
    assert stat.S_IMODE((tmp_path / "a.json").stat().st_mode) == 0o640


def test_a_missing_folder_is_an_error_that_names_no_temporary_file(tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        write_atomically(tmp_path / "nowhere" / "a.json", [b"new"])


def test_a_folder_is_not_replaced(tmp_path: Path):
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match=r".+"):
        write_atomically(tmp_path / "folder", [b"new"])
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


@posix_only
@pytest.mark.parametrize("name", ["a" * 250, "é" * 120])
def test_a_name_may_be_as_long_as_the_file_system_allows(tmp_path: Path, name: str):
    write_atomically(tmp_path / name, [b"new"])
    assert (tmp_path / name).read_bytes() == b"new"


@posix_only
def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path):
    pipe, received = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: received.append(pipe.read_bytes()), daemon=True)
    reader.start()
    write_atomically(pipe, [b"new"])
    reader.join(timeout=10)
    assert received == [b"new"]
    assert pipe.is_fifo()
