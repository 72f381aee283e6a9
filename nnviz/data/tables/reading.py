"""Reading a whole table, piece by piece: whoever reads it can show how far it is, and leave off."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from nnviz.data.limits import FEWEST_CLASSES, FEWEST_POINTS
from nnviz.data.tables.classes import Classes
from nnviz.data.tables.dialect import csv_rows, is_blank, n_lines
from nnviz.data.tables.error import TableError
from nnviz.data.tables.guess import TableGuess
from nnviz.data.tables.kept import KeptPoints
from nnviz.data.tables.left_out import LeftOut, LeftOutCounts, Reason
from nnviz.data.tables.lines import TextLines
from nnviz.data.tables.numbers import read_column, read_number
from nnviz.data.tables.source import TableSource, unreadable

_ROWS_AT_ONCE = 4096


@dataclass(frozen=True)
class TableResult:
    """The labelled points of a table.

    Attributes
    ----------
    title : str
    columns : tuple[str, ...]
        Names of the features.
    classes : tuple[str, ...]
        Name of class k at place k.
    points : (n_points, n_features), float64
        Finite, up to 1e12 in size.
    labels : (n_points,)
    n_rows : int
        Rows that could be points.
    every : int
        1 where each of them is one, 2 where every second is.
    left_out : tuple[LeftOut, ...]
        Rows that could not.
    """

    title: str
    columns: tuple[str, ...]
    classes: tuple[str, ...]
    points: NDArray[np.float64]
    labels: NDArray[np.intp]
    n_rows: int
    every: int
    left_out: tuple[LeftOut, ...]


class TableReading:
    """Reads a table as it has been understood.

    Parameters
    ----------
    source : TableSource
    guess : TableGuess

    Raises
    ------
    TableError
        Where it cannot be opened, or what was chosen cannot be used.
    """

    def __init__(self, source: TableSource, guess: TableGuess) -> None:
        if guess.problem is not None or guess.label is None:
            raise TableError(guess.problem or "")
        self._source = source
        self._dialect = guess.dialect
        self._width = len(guess.columns)
        self._features = guess.features
        self._label = guess.label
        self._columns = tuple(guess.columns[place].name for place in guess.features)
        self._classes = Classes(guess.columns[guess.label].name, decimal_comma=guess.dialect.decimal_comma)
        self._kept = KeptPoints()
        self._left_out = LeftOutCounts()
        self._awaits_header = guess.dialect.has_header
        self.result: TableResult | None = None
        try:
            self._stream = source.open()
        except OSError as error:
            raise unreadable(error) from error
        self._lines = TextLines(self._stream, guess.dialect.encoding)
        self._rows = csv_rows(self._lines, guess.dialect.delimiter)

    @property
    def is_done(self) -> bool:
        """Whether there is a result."""
        return self.result is not None

    @property
    def share(self) -> float:
        """How much of the table has been read, 0 … 1."""
        return min(1.0, self._lines.n_bytes / max(1, self._source.n_bytes))

    def close(self) -> None:
        """Let the file go."""
        self._stream.close()

    def advance(self) -> None:
        """Read the next few thousand rows; with the last of them there is a result.

        Raises
        ------
        TableError
            Where the table cannot be read on, or gives no points to learn from.
        """
        line = self._rows.line_num + 1
        rows, is_over = self._next_rows(line)
        if rows:
            self._take(rows, line)
        if is_over:
            self.result = self._finish()

    def _next_rows(self, line: int) -> tuple[list[list[str]], bool]:
        """Rows up to the next that cannot be read, from this line on; whether they are the last."""
        rows: list[list[str]] = []
        try:
            for row in islice(self._rows, _ROWS_AT_ONCE):
                rows.append(row)  # noqa: PERF402 - those before an error must be kept
        except csv.Error:
            good = line + sum(map(n_lines, rows))
            self._left_out.add(Reason.QUOTATION, good, self._rows.line_num - good + 1)
            return rows, False
        return rows, len(rows) < _ROWS_AT_ONCE

    def _take(self, rows: list[list[str]], line: int) -> None:
        if self._awaits_header:
            while rows and is_blank(rows[0]):
                line += n_lines(rows.pop(0))
            if not rows:
                return
            line += n_lines(rows.pop(0))
            self._awaits_header = False
        if all(len(row) == self._width for row in rows) and self._take_at_once(rows):
            return
        self._take_one_by_one(rows, line)

    def _take_at_once(self, rows: Sequence[Sequence[str]]) -> bool:
        """Take rows that have nothing the matter with them; False where one of them has."""
        if not rows:
            return True
        comma = self._dialect.decimal_comma
        columns = [read_column(list(map(itemgetter(place), rows)), decimal_comma=comma) for place in self._features]
        labels = self._classes.read_column(list(map(itemgetter(self._label), rows)))
        numbers = [column for column in columns if column is not None]
        if labels is None or len(numbers) < len(columns):
            return False
        self._kept.add(np.column_stack(numbers), labels)
        return True

    def _take_one_by_one(self, rows: Sequence[list[str]], line: int) -> None:
        points: list[list[float]] = []
        labels: list[int] = []
        for row in rows:
            found = Reason.RAGGED if len(row) != self._width else self._read_row(row)
            if not isinstance(found, Reason):
                points.append(found[0])
                labels.append(found[1])
            elif not is_blank(row):
                self._left_out.add(found, line)
            line += n_lines(row)
        if points:
            self._kept.add(np.array(points), np.array(labels, np.intp))

    def _read_row(self, row: list[str]) -> tuple[list[float], int] | Reason:
        """Features and class of a row, or why it has none."""
        numbers: list[float] = []
        for place in self._features:
            number = read_number(row[place], decimal_comma=self._dialect.decimal_comma)
            if isinstance(number, Reason):
                return number
            numbers.append(number)
        label = self._classes.read(row[self._label])
        return Reason.NO_LABEL if label is None else (numbers, label)

    def _finish(self) -> TableResult:
        left_out = self._left_out.all()
        if self._kept.n_seen < FEWEST_POINTS:
            found = "only one row" if self._kept.n_seen else "no row"
            because = f"; left out: {left_out[0].phrase}" if left_out else ""
            raise TableError(f"{found} of it can be a point, and {FEWEST_POINTS} are needed{because}")
        classes, places = self._classes.settle()
        if len(classes) < FEWEST_CLASSES:
            raise TableError(f"all rows are of the class “{classes[0]}”; there must be two classes to tell apart")
        if len(classes) == self._kept.n_seen:
            raise TableError("each class has but one row; choose another label, or add rows to learn a class from")
        points, labels = self._kept.all()
        return TableResult(
            self._source.title,
            self._columns,
            classes,
            points,
            places[labels],
            self._kept.n_seen,
            self._kept.every,
            left_out,
        )
