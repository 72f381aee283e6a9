"""Reading a whole table, piece by piece: whoever reads it can show how far it is, and leave off."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from nnviz.data.limits import FEWEST_CLASSES, FEWEST_POINTS
from nnviz.data.tables.classes import NO_CLASS, Classes
from nnviz.data.tables.dialect import csv_rows, is_blank, n_lines
from nnviz.data.tables.error import TableError
from nnviz.data.tables.guess import TableGuess
from nnviz.data.tables.kept import KeptPoints
from nnviz.data.tables.left_out import LeftOut, LeftOutCounts, Reason
from nnviz.data.tables.lines import TextLines
from nnviz.data.tables.numbers import read_column, why_no_features
from nnviz.data.tables.source import TableSource, unreadable

_ROWS_AT_ONCE = 4096
_OF_BLANKS = frozenset({Reason.RAGGED, Reason.MISSING, Reason.NO_LABEL})
"""Reasons that a blank row would be left out for."""

_SomeLeftOut = tuple[Reason, NDArray[np.intp]]
"""Numbers of rows, and why they are left out."""


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
        widths = np.fromiter(map(len, rows), np.intp, len(rows))
        fitting, ragged = np.flatnonzero(widths == self._width), np.flatnonzero(widths != self._width)
        left_out = self._take_fitting([rows[number] for number in fitting.tolist()] if len(ragged) else rows, fitting)
        self._note([(Reason.RAGGED, ragged), *left_out], rows, line)

    def _take_fitting(self, rows: Sequence[Sequence[str]], numbers: NDArray[np.intp]) -> list[_SomeLeftOut]:
        """Take the points among rows of the right width; which of the numbers are left out, and why."""
        if not rows:
            return []
        comma = self._dialect.decimal_comma
        columns = [list(map(itemgetter(place), rows)) for place in self._features]
        points = np.column_stack([read_column(cells, decimal_comma=comma) for cells in columns])
        is_number = np.isfinite(points)
        usable = is_number.all(axis=1)
        good, bad = np.flatnonzero(usable), np.flatnonzero(~usable)
        firsts = np.argmin(is_number[bad], axis=1)  # the first column at fault says why
        left_out: list[_SomeLeftOut] = []
        for place in np.unique(firsts).tolist():
            at_fault = bad[firsts == place]
            cells = [columns[place][row] for row in at_fault.tolist()]
            reasons = why_no_features(cells, points[at_fault, place])
            left_out += [(reason, numbers[at_fault[places]]) for reason, places in reasons]
        cells = list(map(itemgetter(self._label), [rows[row] for row in good.tolist()] if len(bad) else rows))
        labels = self._classes.read_column(cells)
        has_label = labels != NO_CLASS
        left_out.append((Reason.NO_LABEL, numbers[good[~has_label]]))
        if has_label.any():
            self._kept.add(points[good[has_label]], labels[has_label])
        return left_out

    def _note(self, left_out: Sequence[_SomeLeftOut], rows: Sequence[list[str]], line: int) -> None:
        """Count rows that are left out, by their numbers; a blank one is no row.

        The first of `rows` stands in this line.
        """
        found: dict[Reason, list[int]] = {}
        for reason, some in left_out:
            numbers: list[int] = some.tolist()
            if reason in _OF_BLANKS:
                numbers = [number for number in numbers if not is_blank(rows[number])]
            found.setdefault(reason, []).extend(numbers)
        firsts = {min(numbers): reason for reason, numbers in found.items() if numbers}  # a row has but one reason
        for first, reason in sorted(firsts.items()):
            self._left_out.add(reason, line + sum(map(n_lines, rows[:first])), len(found[reason]))

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
