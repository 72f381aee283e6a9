"""The points as a table: for a spreadsheet, another program, or nnviz itself."""

import codecs
import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

from nnviz.data.dataset import Dataset
from nnviz.data.tables.formula_guard import guarded
from nnviz.experiment.atomic import write_atomically

_ROWS_A_PIECE = 1000  # about three milliseconds of work

# Without the mark, Excel takes UTF-8 for the system's old encoding and shows x₁ as xâ‚.
_BYTE_ORDER_MARK = codecs.BOM_UTF8


def write_points(dataset: Dataset, path: Path, report: Callable[[float], None]) -> None:
    """Write all points to a CSV file, whole or not at all.

    Parameters
    ----------
    dataset : Dataset
    path : Path
    report : Callable[[float], None]
        Is told every few milliseconds which share is done, 0 … 1. What it raises calls the writing off, and the file
        stays as it was.

    Raises
    ------
    OSError
        As `write_atomically` does.
    """
    pieces = [_BYTE_ORDER_MARK]
    for n_done, lines in points_table(dataset):
        pieces.append(lines.encode())  # a piece at a time: a million lines at once would hold up every other thread
        report(n_done / dataset.n_points)
    write_atomically(path, pieces)


def points_table(dataset: Dataset, delimiter: str = ",", most: int | None = None) -> Iterator[tuple[int, str]]:
    """The points as the lines of a table, some at a time.

    The columns are the features, the name of the class, and whether it is a training or a test point. Numbers have as
    many digits as it takes to read exactly the same ones back.

    Parameters
    ----------
    dataset : Dataset
    delimiter : str
        Between two cells.
    most : int or None
        No more points than so many; training points come first.

    Yields
    ------
    n_done : int
        Points that have been handed out, with these.
    lines : str
        The first one begins with the header.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(_header(dataset.feature_names))
    n_done = 0
    for rows in _rows(dataset, dataset.n_points if most is None else most):
        writer.writerows(rows)
        n_done += len(rows)
        yield n_done, out.getvalue()
        out.seek(0)
        out.truncate()


def _rows(dataset: Dataset, most: int) -> Iterator[list[tuple[object, ...]]]:
    names = [guarded(name) for name in dataset.class_names]
    parts = (
        (dataset.training_points, dataset.training_labels, "training"),
        (dataset.test_points, dataset.test_labels, "test"),
    )
    left = most
    for points, labels, part in parts:
        n_points = min(left, len(labels))
        left -= n_points
        for first in range(0, n_points, _ROWS_A_PIECE):
            some = slice(first, min(first + _ROWS_A_PIECE, n_points))
            pairs = zip(points[some].tolist(), labels[some].tolist(), strict=True)
            yield [(*features, names[label], part) for features, label in pairs]


def _header(features: tuple[str, ...]) -> list[str]:
    """Each column called otherwise, also where a feature is already called label or set."""
    header = list(features)
    for wanted in ("label", "set"):
        name = wanted
        while name in header:
            name += "_"
        header.append(name)
    return [guarded(name) for name in header]
