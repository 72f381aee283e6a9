"""Where a table's bytes come from: a file that is read as it goes, or text from the clipboard."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from nnviz.data.limits import LONGEST_TITLE
from nnviz.data.tables.error import TableError

MOST_BYTES = 2**30
_HEAD = 2**18
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True)
class TableSource:
    """Bytes that can be read from the beginning, as often as needed.

    Attributes
    ----------
    title : str
        What the table is called on the screen.
    n_bytes : int
    open : Callable[[], BinaryIO]
        May raise OSError.
    encoding : str or None
        Where it is known and need not be guessed.
    """

    title: str
    n_bytes: int
    open: Callable[[], BinaryIO]
    encoding: str | None = None


@dataclass(frozen=True)
class TableHead:
    """The beginning of a table.

    Attributes
    ----------
    source : TableSource
    data : bytes
    is_whole : bool
        Whether there is nothing behind it.
    """

    source: TableSource
    data: bytes
    is_whole: bool


def table_file(path: Path) -> TableSource:
    """The table in a file.

    Raises
    ------
    TableError
        Where there is no such file.
    """
    try:
        if path.is_dir():
            raise TableError("this is a folder; choose a file in it")
        n_bytes = path.stat().st_size
        if not path.is_file():
            raise TableError("this is a device and not a file with a table in it")
    except OSError as error:
        raise unreadable(error) from error
    return TableSource(_titled(path.stem), n_bytes, lambda: path.open("rb"))


def table_text(text: str, title: str) -> TableSource:
    """A table that is there as text, as from the clipboard."""
    data = text.encode("utf-8", "replace")
    return TableSource(_titled(title), len(data), lambda: io.BytesIO(data), "utf-8-sig")


def read_head(source: TableSource) -> TableHead:
    """The beginning of a table, enough to understand it by.

    Raises
    ------
    TableError
        Where it cannot be read, is empty or too large, or is of a kind that is known not to be text.
    """
    if source.n_bytes > MOST_BYTES:
        raise TableError(
            f"this file has {source.n_bytes / 2**30:.1f} GB, and tables are read up to {MOST_BYTES / 2**30:.0f} GB; "
            "take a part of its rows"
        )
    try:
        with source.open() as stream:
            data = stream.read(_HEAD + 1)
    except OSError as error:
        raise unreadable(error) from error
    if not data.strip():
        raise TableError("there is nothing in it")
    if data.startswith(_ZIP):
        raise TableError("this is a spreadsheet or an archive; save it as CSV first")
    return TableHead(source, data[:_HEAD], len(data) <= _HEAD)


def unreadable(error: OSError) -> TableError:
    """The sentence for what the system refused."""
    return TableError(f"this file cannot be read: {error.strerror or error}")


def _titled(name: str) -> str:
    """A name that fits where titles are shown."""
    shown = "".join(char if char.isprintable() else " " for char in name).strip() or "Table"
    return shown if len(shown) <= LONGEST_TITLE else f"{shown[: LONGEST_TITLE - 1]}…"
