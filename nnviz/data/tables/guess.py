"""What is understood of a table from its first rows; a person can set right whatever is misunderstood."""

import codecs
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from nnviz.data.limits import FEWEST_FEATURES, MOST_CLASSES, MOST_FEATURES
from nnviz.data.tables.dialect import DELIMITERS, Dialect, first_rows
from nnviz.data.tables.error import TableError
from nnviz.data.tables.formula_guard import unguarded
from nnviz.data.tables.left_out import Reason
from nnviz.data.tables.lines import decode_head
from nnviz.data.tables.names import distinct_names, tidy
from nnviz.data.tables.numbers import is_missing, read_number
from nnviz.data.tables.source import TableHead

MOST_COLUMNS = 100
_LOOKED_AT = 200
_BINARY = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
_UTF_16_MARKS = b"\xff\xfe", b"\xfe\xff"
_LABEL_NAMES = frozenset({"class", "label", "labels", "target", "species", "category", "group"})
_FEWEST_TO_COUNT = 3

Rows = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes
    ----------
    name : str
    is_numeric : bool
        Whether more of its cells are numbers than words.
    """

    name: str
    is_numeric: bool


@dataclass(frozen=True)
class TableGuess:
    """A table as it is understood.

    Attributes
    ----------
    dialect : Dialect
    columns : tuple[Column, ...]
    features : tuple[int, ...]
        Numbers of the columns that are features.
    label : int or None
        Number of the column that says the class.
    rows : tuple[tuple[str, ...], ...]
        The first rows below the header; they may have too many or too few cells.
    has_renamed : bool
        Whether columns of the same name had to be told apart.
    """

    dialect: Dialect
    columns: tuple[Column, ...]
    features: tuple[int, ...]
    label: int | None
    rows: tuple[tuple[str, ...], ...]
    has_renamed: bool = False

    @property
    def problem(self) -> str | None:
        """Why it cannot be used as it is chosen, in one sentence; None where it can."""
        if not FEWEST_FEATURES <= len(self.features) <= MOST_FEATURES:
            return f"{FEWEST_FEATURES} to {MOST_FEATURES} columns must be features, not {len(self.features)}"
        if self.label is None:
            return "choose which column is the label: the class of each row"
        return None


@dataclass(frozen=True)
class Chosen:
    """What a person has set right; None is left to be guessed."""

    encoding: str | None = None
    delimiter: str | None = None
    decimal_comma: bool | None = None
    has_header: bool | None = None


def guess_table(head: TableHead, chosen: Chosen | None = None) -> TableGuess:
    """Understand a table.

    Raises
    ------
    TableError
        Where it is none.
    """
    chosen = chosen or Chosen()
    encoding = chosen.encoding or head.source.encoding or guess_encoding(head)
    text = _whole_lines(head, encoding)
    delimiters = list(DELIMITERS) if chosen.delimiter is None else [chosen.delimiter]
    commas = (False, True) if chosen.decimal_comma is None else (chosen.decimal_comma,)
    rows_by_delimiter = {delimiter: first_rows(text, delimiter, _LOOKED_AT) for delimiter in delimiters}
    candidates = [
        _understand(rows, Dialect(encoding, delimiter, comma, False), chosen.has_header)
        for delimiter, rows in rows_by_delimiter.items()
        for comma in commas
        if chosen.decimal_comma is not None or not (comma and delimiter == ",")
    ]
    found = max(candidates, key=_rating)  # the first of those that are equally good
    if len(found.columns) > MOST_COLUMNS:
        raise TableError(f"it has {len(found.columns):,} columns, and tables are read up to {MOST_COLUMNS}")
    if not found.rows:
        raise TableError("there are names of columns in it, but no rows below them")
    return found


def guess_encoding(head: TableHead) -> str:
    """UTF-16 by its mark; UTF-8 where all of it can be that; else the letters of Western Europe, one byte each."""
    if head.data.startswith(_UTF_16_MARKS):
        return "utf-16"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head.data, final=head.is_whole)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def check_columns(guess: TableGuess) -> None:
    """Raise TableError where no choice of columns could be used."""
    numeric = [column.name for column in guess.columns if column.is_numeric]
    if len(numeric) < FEWEST_FEATURES:
        found = f"only “{numeric[0]}” is one" if numeric else "there is none"
        raise TableError(f"two columns of numbers and one that says the class are needed; of numbers {found}")
    if len(guess.columns) == FEWEST_FEATURES:
        raise TableError("there are two columns of numbers, but none beside them that says the class of each row")


def _whole_lines(head: TableHead, encoding: str) -> str:
    """The text of the beginning, without the line it breaks off in."""
    text = decode_head(head.data, encoding, is_whole=head.is_whole)
    if _BINARY.search(text):
        raise TableError("this is not text, so there is no table in it")
    if head.is_whole:
        return text
    lines, newline, _ = text.rpartition("\n")
    if not newline:
        raise TableError("its first line never ends, so this is no table")
    return lines + newline


def _understand(rows: list[list[str]], dialect: Dialect, has_header: bool | None) -> TableGuess:
    """The table that these rows are, in this dialect but for the header."""
    width = _usual_width(rows)
    below = [row for row in rows[1:] if len(row) == width]
    numeric = [_is_numeric([row[place] for row in below], dialect) for place in range(width)]
    if has_header is None:
        has_header = _is_header(rows[0] if rows else [], numeric, dialect, is_alone=len(rows) == 1)
    if not has_header:
        below = [row for row in rows if len(row) == width]
        numeric = [_is_numeric([row[place] for row in below], dialect) for place in range(width)]
    given = _fitted(rows[0], width, below) if has_header and rows else [""] * width
    given = [unguarded(name.strip()) for name in given]
    names = distinct_names(given, "column")
    columns = tuple(Column(name, is_numeric) for name, is_numeric in zip(names, numeric, strict=True))
    label = _guess_label(columns, below, dialect)
    return TableGuess(
        Dialect(dialect.encoding, dialect.delimiter, dialect.decimal_comma, has_header),
        columns,
        _guess_features(columns, label, below, dialect),
        label,
        tuple(tuple(row) for row in rows[has_header:]),
        any(name not in ("", kept) for name, kept in zip(map(tidy, given), names, strict=True)),
    )


def _rating(guess: TableGuess) -> tuple[bool, float, int]:
    """How much sense a guess makes; larger is better."""
    width = len(guess.columns)
    n_numeric = sum(column.is_numeric for column in guess.columns)
    regular = sum(len(row) == width for row in guess.rows) / max(1, len(guess.rows))
    return width > FEWEST_FEATURES and n_numeric >= FEWEST_FEATURES, round(regular, 1) if width > 1 else 0.0, n_numeric


def _usual_width(rows: Rows) -> int:
    """Cells that most rows have."""
    widths = Counter(len(row) for row in rows)
    return max(widths, key=lambda width: (widths[width], width), default=0)


def _is_numeric(cells: Sequence[str], dialect: Dialect) -> bool:
    """Whether there are more numbers than words."""
    found = [read_number(cell, decimal_comma=dialect.decimal_comma) for cell in cells if not is_missing(cell)]
    return 2 * sum(number is Reason.WORD for number in found) < len(found)


def _is_header(first: Sequence[str], numeric: Sequence[bool], dialect: Dialect, *, is_alone: bool) -> bool:
    """Whether mostly words stand above numbers; of a single row, whether it has fewer than two numbers."""
    found = [read_number(cell, decimal_comma=dialect.decimal_comma) for cell in first]
    if is_alone:
        return sum(isinstance(number, float) for number in found) < FEWEST_FEATURES
    above = [number for number, is_number in zip(found, numeric, strict=False) if is_number]
    return sum(number is Reason.WORD for number in above) > sum(isinstance(number, float) for number in above)


def _fitted(header: list[str], width: int, below: Rows) -> list[str]:
    """As many names as columns. One name too few: R leaves out that of the row names, which come first."""
    if len(header) == width - 1 and any(row[-1].strip() for row in below):
        return ["", *header]
    return (header + [""] * width)[:width]


def _guess_label(columns: Sequence[Column], rows: Rows, dialect: Dialect) -> int | None:
    """A column of few classes: one called so, else the last of words, else the last of whole numbers."""
    few = [place for place in range(len(columns)) if _has_few_classes([row[place] for row in rows], dialect)]
    called = [place for place in few if columns[place].name.lower() in _LABEL_NAMES]
    words = [place for place in few if not columns[place].is_numeric]
    return next((places[-1] for places in (called, words, few) if places), None)


def _has_few_classes(cells: Sequence[str], dialect: Dialect) -> bool:
    distinct = {cell.strip() for cell in cells if not is_missing(cell)}
    numbers = [read_number(cell, decimal_comma=dialect.decimal_comma) for cell in distinct]
    whole = all(not isinstance(number, float) or number.is_integer() for number in numbers)
    return 1 <= len(distinct) <= MOST_CLASSES and whole


def _guess_features(columns: Sequence[Column], label: int | None, rows: Rows, dialect: Dialect) -> tuple[int, ...]:
    """The first eight columns of numbers, but for the label, and for one that merely counts the rows."""
    numeric = [place for place, column in enumerate(columns) if column.is_numeric and place != label]
    telling = [place for place in numeric if not _counts_rows([row[place] for row in rows], dialect)]
    return tuple((telling if len(telling) >= FEWEST_FEATURES else numeric)[:MOST_FEATURES])


def _counts_rows(cells: Sequence[str], dialect: Dialect) -> bool:
    """Whether each number is one more than that before: in a table sorted by class it would give the class away."""
    numbers = [read_number(cell, decimal_comma=dialect.decimal_comma) for cell in cells]
    if len(numbers) < _FEWEST_TO_COUNT or not isinstance(numbers[0], float):
        return False
    return numbers == [numbers[0] + place for place in range(len(numbers))]
