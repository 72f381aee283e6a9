"""Tables for tests, and the whole way from text to points."""

from pathlib import Path

from nnviz.data.tables.guess import Chosen, TableGuess, guess_table
from nnviz.data.tables.reading import TableReading, TableResult
from nnviz.data.tables.source import TableSource, read_head, table_file, table_text

FLOWERS = """length,width,kind
5.1,3.5,setosa
4.9,3.0,setosa
7.0,3.2,virginica
6.4,3.2,virginica
"""


def understood(source: TableSource | str, chosen: Chosen | None = None) -> TableGuess:
    """What is understood of a table at first sight."""
    source = table_text(source, "Table") if isinstance(source, str) else source
    return guess_table(read_head(source), chosen)


def read_all(source: TableSource | str, guess: TableGuess | None = None) -> TableResult:
    """All of a table, as it is understood or as it is said to be."""
    source = table_text(source, "Table") if isinstance(source, str) else source
    reading = TableReading(source, guess or understood(source))
    try:
        while not reading.is_done:
            reading.advance()
    finally:
        reading.close()
    assert reading.result is not None
    return reading.result


def written(folder: Path, data: bytes) -> TableSource:
    """A file with these bytes."""
    path = folder / "table.csv"
    path.write_bytes(data)
    return table_file(path)
