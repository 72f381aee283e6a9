"""From a table to points of one's own: what an errand does, with NumPy, while the window goes on."""

from dataclasses import dataclass

import numpy as np

from nnviz.data.packing import pack
from nnviz.data.tables.guess import TableGuess
from nnviz.data.tables.left_out import left_out_sentence
from nnviz.data.tables.reading import TableReading, TableResult
from nnviz.data.tables.source import TableSource
from nnviz.experiment.own_source import OwnSource
from nnviz.session.errand import Report


@dataclass(frozen=True)
class OwnTable:
    """A table that has been read.

    Attributes
    ----------
    points : OwnSource
    summary : str
        How many points of which classes there are, and which of the rows they are.
    left_out : str
        How many rows cannot be points, and why; empty where all can.
    """

    points: OwnSource
    summary: str
    left_out: str


def read_own_table(source: TableSource, guess: TableGuess, report: Report) -> OwnTable:
    """Read a table to its end.

    Raises
    ------
    TableError
        Where it gives no points to learn from.
    """
    reading = TableReading(source, guess)
    try:
        while reading.result is None:
            reading.advance()
            report(reading.share)
        return _own_table(reading.result)
    finally:
        reading.close()


def _own_table(result: TableResult) -> OwnTable:
    features, labels = pack(result.points, result.labels)
    points = OwnSource(
        title=result.title, columns=result.columns, classes=result.classes, features=features, labels=labels
    )
    return OwnTable(points, _summary(result), left_out_sentence(result.left_out) if result.left_out else "")


def _summary(result: TableResult) -> str:
    counts = np.bincount(result.labels, minlength=len(result.classes))
    classes = ", ".join(f"{name} {count:,}" for name, count in zip(result.classes, counts, strict=True))
    sentence = f"{len(result.labels):,} points of {len(counts)} classes: {classes}"
    if result.every == 1:
        return sentence
    return f"Of {result.n_rows:,} rows one in {result.every} is kept, from all of the table. {sentence}"
