"""Dialects: what has to be known of a table before its cells can be told apart."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

ENCODINGS = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1252": "Latin-1"}
"""Each with its name on the screen. Windows-1252 is what Latin-1 mostly means: it has all its letters, and more."""

DELIMITERS = {"\t": "Tab", ";": "Semicolon", ",": "Comma", "|": "Bar |", " ": "Spaces"}
"""Each with its name on the screen. The first wins where several would do."""

_BLANKS = re.compile(r"[ \t]+")


@dataclass(frozen=True)
class Dialect:
    """How a table is written.

    Attributes
    ----------
    encoding : str
        A key of ENCODINGS.
    delimiter : str
        A key of DELIMITERS; a blank stands for any run of blanks and tabs.
    decimal_comma : bool
    has_header : bool
        Whether its first row names the columns.
    """

    encoding: str
    delimiter: str
    decimal_comma: bool
    has_header: bool


class RowReader(Protocol):
    """Python's own reader, as far as it is used here."""

    @property
    def line_num(self) -> int:
        """Lines read up to now."""
        ...

    def __iter__(self) -> Iterator[list[str]]: ...

    def __next__(self) -> list[str]: ...


def csv_rows(lines: Iterable[str], delimiter: str) -> RowReader:
    """Python's own reader over these lines: rows as lists of cells, a blank line as an empty list.

    It raises ``csv.Error`` at a quotation mark out of place, and can go on behind it.
    """
    if delimiter == " ":
        return csv.reader(map(_with_single_blanks, lines), delimiter=" ", strict=True)
    return csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=True)


def first_rows(text: str, delimiter: str, n_rows: int) -> list[list[str]]:
    """The first rows that can be read and are not blank."""
    reader = csv_rows(io.StringIO(text), delimiter)
    rows: list[list[str]] = []
    for row in _readable(reader):
        if not is_blank(row):
            rows.append(row)
        if len(rows) == n_rows:
            break
    return rows


def is_blank(row: list[str]) -> bool:
    """Whether nothing stands in any of its cells, as below the last row of many a spreadsheet."""
    return not "".join(row).strip()


def n_lines(row: list[str]) -> int:
    """Lines of the file that a row takes: a cell in quotation marks may hold several."""
    return 1 + "".join(row).count("\n")


def _readable(reader: RowReader) -> Iterator[list[str]]:
    while True:
        try:
            yield next(reader)
        except csv.Error:
            continue
        except StopIteration:
            return


def _with_single_blanks(line: str) -> str:
    return _BLANKS.sub(" ", line.strip()) + "\n"
