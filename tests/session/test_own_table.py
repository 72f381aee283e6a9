import numpy as np
import pytest

from nnviz.data.packing import unpack
from nnviz.data.tables.error import TableError
from nnviz.data.tables.guess import guess_table
from nnviz.data.tables.source import TableSource, read_head, table_text
from nnviz.session.own_table import OwnTable, read_own_table

FLOWERS = "length,width,kind\n5.1,3.5,setosa\n4.9,x,setosa\n7.0,3.2,virginica\n6.5,3.2,virginica\n6.4,3.2,setosa\n"


def read(source: TableSource, shares: list[float] | None = None) -> OwnTable:
    heard = [] if shares is None else shares
    return read_own_table(source, guess_table(read_head(source)), heard.append)


def test_a_table_becomes_points_of_a_recipe():
    shares: list[float] = []
    table = read(table_text(FLOWERS, "Flowers"), shares)
    assert (table.points.title, table.points.columns) == ("Flowers", ("length", "width"))
    points, labels = unpack(table.points.features, table.points.labels, 2)
    assert np.array_equal(points, [[5.1, 3.5], [7.0, 3.2], [6.5, 3.2], [6.4, 3.2]])
    assert np.array_equal(labels, [0, 1, 1, 0])
    assert table.summary == "4 points of 2 classes: setosa 2, virginica 2"
    assert table.left_out == "1 row left out: 1 with something that is no number (line 3)"
    assert shares[-1] == 1.0


def test_nothing_left_out_is_not_mentioned():
    assert read(table_text("1,2,A\n3,4,B\n5,6,B\n", "Three")).left_out == ""


def test_what_has_been_thinned_is_said(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("nnviz.data.tables.kept.MOST_POINTS", 2)
    table = read(table_text("1,2,A\n3,4,B\n5,6,B\n7,9,A\n", "Four"))
    assert table.summary == "Of 4 rows one in 2 is kept, from all of the table. 2 points of 2 classes: A 1, B 1"


def test_the_file_is_let_go_whatever_happens(monkeypatch: pytest.MonkeyPatch):
    closed: list[bool] = []
    monkeypatch.setattr("nnviz.data.tables.reading.TableReading.close", lambda _: closed.append(True))
    with pytest.raises(TableError):
        read(table_text("1,2,A\n3,4,A\n", "One class"))
    assert closed == [True]
