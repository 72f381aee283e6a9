import os
import sys
from pathlib import Path

import pytest

from nnviz.data.limits import LONGEST_TITLE
from nnviz.data.tables import source
from nnviz.data.tables.error import TableError
from nnviz.data.tables.source import read_head, table_file, table_text
from tests.data.tables.read import written


def test_a_file_is_called_by_its_name_and_can_be_read_again(tmp_path: Path):
    found = written(tmp_path, b"a,b\n")
    assert (found.title, found.n_bytes, found.encoding) == ("table", 4, None)
    for _ in range(2):
        head = read_head(found)
        assert (head.data, head.is_whole) == (b"a,b\n", True)


def test_text_has_no_encoding_to_guess():
    found = table_text("ä\ud800", "Pasted")
    assert (found.title, found.n_bytes, found.encoding) == ("Pasted", 3, "utf-8-sig")


@pytest.mark.parametrize(
    ("name", "title"), [("x\ny", "x y"), ("", "Table"), ("m" * 81, "m" * (LONGEST_TITLE - 1) + "…")]
)
def test_titles_can_be_shown(name: str, title: str):
    assert table_text("1", name).title == title


def test_of_a_long_file_only_the_beginning_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(source, "_HEAD", 3)
    head = read_head(written(tmp_path, b"1,2,3"))
    assert (head.data, head.is_whole) == (b"1,2", False)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "there is nothing in it"),
        (b" \r\n\t\n", "there is nothing in it"),
        (b"PK\x03\x04....", "this is a spreadsheet or an archive; save it as CSV first"),
    ],
)
def test_what_is_no_text_is_named(tmp_path: Path, data: bytes, sentence: str):
    with pytest.raises(TableError, match=f"^{sentence}$"):
        read_head(written(tmp_path, data))


def test_a_folder_is_no_table(tmp_path: Path):
    with pytest.raises(TableError, match=r"^this is a folder; choose a file in it$"):
        table_file(tmp_path)


def test_a_file_that_is_not_there(tmp_path: Path):
    with pytest.raises(TableError, match=r"^this file cannot be read: No such file or directory$"):
        table_file(tmp_path / "none.csv")


def test_a_file_that_goes_away(tmp_path: Path):
    found = written(tmp_path, b"1,2,3")
    (tmp_path / "table.csv").unlink()
    with pytest.raises(TableError, match=r"^this file cannot be read: No such file or directory$"):
        read_head(found)


@pytest.mark.skipif(sys.platform == "win32", reason="there are none")
def test_a_pipe_is_not_waited_at(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(TableError, match=r"^this is a device and not a file with a table in it$"):
        table_file(tmp_path / "pipe")


def test_two_gigabytes_are_refused_unread(tmp_path: Path):
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(2**31)  # takes no room on the disk
    with pytest.raises(TableError, match=r"^this file has 2\.0 GB, and tables are read up to 1 GB; take a part of"):
        read_head(table_file(path))
