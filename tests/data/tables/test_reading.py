import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from nnviz.data.tables import kept, reading
from nnviz.data.tables.error import TableError
from nnviz.data.tables.guess import Chosen
from nnviz.data.tables.left_out import LeftOut, Reason
from nnviz.data.tables.reading import TableReading
from nnviz.data.tables.source import TableSource, table_text
from tests.data.tables.read import FLOWERS, read_all, understood, written


@pytest.fixture(params=[1, 2, 3, 4096])
def pieces(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """However the rows fall into pieces."""
    monkeypatch.setattr(reading, "_ROWS_AT_ONCE", request.param)


@pytest.mark.usefixtures("pieces")
def test_a_table_becomes_points():
    found = read_all(FLOWERS)
    assert (found.title, found.columns, found.classes) == ("Table", ("length", "width"), ("setosa", "virginica"))
    assert found.points.dtype == np.float64
    assert np.array_equal(found.points, [[5.1, 3.5], [4.9, 3.0], [7.0, 3.2], [6.4, 3.2]])
    assert np.array_equal(found.labels, [0, 0, 1, 1])
    assert (found.n_rows, found.every, found.left_out) == (4, 1, ())


@pytest.mark.usefixtures("pieces")
def test_rows_that_cannot_be_points_are_left_out_and_counted():
    text = (
        "\n"
        ",,\n"
        "x,y,kind\n"
        "1,2,A\n"
        "1,2\n"  # line 5
        ",,\n"  # blank, so not counted
        "\n"
        '1,2,"A\nA"\n'  # lines 8 and 9
        "1,,A\n"  # 10
        "1,two,A\n"
        "nan,2,A\n"
        "1,1e308,A\n"
        "1,2,\n"
        "1,2,B,\n"
        '1,"2"2,B\n'  # 16
        "1,2,B\n"
        "1,2,NA\n"
        "1,2,B\n"
    )
    found = read_all(text)
    assert found.classes == ("A", "A A", "B")
    assert np.array_equal(found.labels, [0, 1, 2, 2])
    assert set(found.left_out) == {
        LeftOut(Reason.RAGGED, 2, 5),
        LeftOut(Reason.MISSING, 1, 10),
        LeftOut(Reason.WORD, 1, 11),
        LeftOut(Reason.NOT_FINITE, 1, 12),
        LeftOut(Reason.TOO_LARGE, 1, 13),
        LeftOut(Reason.NO_LABEL, 2, 14),
        LeftOut(Reason.QUOTATION, 1, 16),
    }


def test_what_an_open_quotation_mark_swallows_is_counted_by_lines():
    found = read_all(FLOWERS + '"6.0,1,setosa\n' + "6.0,1,setosa\n" * 3)
    assert found.n_rows == 4
    assert found.left_out == (LeftOut(Reason.QUOTATION, 4, 6),)


def test_other_columns_can_be_chosen():
    text = "x,y,z,kind,n\n" + "".join(f"{n}.5,{n * n}.5,-{n},w{n % 2},{n % 3}\n" for n in range(9))
    guess = replace(understood(text), features=(2, 0), label=4)
    found = read_all(text, guess)
    assert (found.columns, found.classes) == (("z", "x"), ("0", "1", "2"))
    assert np.array_equal(found.points, [(-n, n + 0.5) for n in range(9)])


def test_decimal_commas():
    found = read_all("x;y;kind\n1,5;2;A\n-2,5;1.000,5;A\n" + ",5;3;B\n" * 4)
    assert np.array_equal(found.points[:2], [[1.5, 2.0], [0.5, 3.0]])
    assert found.left_out == (LeftOut(Reason.WORD, 1, 3),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_every_encoding_gives_the_same(tmp_path: Path, encoding: str):
    data = FLOWERS.replace("setosa", "größte").encode(encoding)
    assert read_all(written(tmp_path, data)).classes == ("größte", "virginica")


def test_a_header_that_is_data_after_all():
    guess = understood("1,2,A\n3,4,B\n5,6,B\n", Chosen(has_header=True))
    found = read_all("1,2,A\n3,4,B\n5,6,A\n7,8,B\n", guess)
    assert (found.columns, len(found.labels)) == (("1", "2"), 3)


def test_too_many_rows_are_thinned_from_all_of_the_table(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(kept, "MOST_POINTS", 10)
    monkeypatch.setattr(reading, "_ROWS_AT_ONCE", 7)
    found = read_all("".join(f"{n},{n}.5,{'AB'[n // 20]}\n" for n in range(40)))
    assert (found.n_rows, found.every, len(found.labels)) == (40, 4, 10)
    assert np.array_equal(found.points[:, 0], np.arange(0, 40, 4))
    assert np.array_equal(np.bincount(found.labels), [5, 5])


def test_it_says_how_far_it_is_and_may_be_left_off(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reading, "_ROWS_AT_ONCE", 2)
    monkeypatch.setattr("nnviz.data.tables.lines._BLOCK", 20)
    source = table_text(FLOWERS, "Table")
    stream = io.BytesIO(FLOWERS.encode())
    task = TableReading(replace(source, open=lambda: stream), understood(source))
    shares = [task.share]
    while not task.is_done:
        task.advance()
        shares.append(task.share)
    assert shares[0] == 0.0
    assert shares == sorted(shares)
    assert 0.0 < shares[1] < 1.0
    assert shares[-1] == 1.0
    task.close()
    assert stream.closed


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1,2,A\n3,4,A\n", "all rows are of the class “A”; there must be two classes to tell apart"),
        ("1,2,A\n", "only one row of it can be a point, and 2 are needed"),
        (
            "x,y,kind\n1,nan,A\n1,2,B\n",
            r"only one row of it can be a point, and 2 are needed; left out: 1 with NaN or infinity \(line 2\)",
        ),
        (
            "x,y,kind\n1,nan,A\n1,2,\n",
            r"no row of it can be a point, and 2 are needed; left out: 1 with NaN or infinity \(line 2\)",
        ),
    ],
)
def test_points_nothing_can_be_learned_from(text: str, sentence: str):
    with pytest.raises(TableError, match=f"^{sentence}$"):
        read_all(text)


def test_one_row_a_class_is_not_enough():
    with pytest.raises(TableError, match=r"^each class has but one row; choose another label, or add rows to learn a"):
        read_all("1,2,A\n3,4,B\n")
    assert len(read_all("1,2,A\n3,4,B\n5,6,B\n").labels) == 3


def test_too_many_classes():
    text = "x,y,kind\n" + "".join(f"{n}.5,1,w{n}\n" for n in range(11))
    with pytest.raises(TableError, match=r"^the label “kind” has more than 10 different values"):
        read_all(text, replace(understood(text), features=(0, 1), label=2))


def test_what_was_chosen_must_be_usable():
    guess = replace(understood(FLOWERS), label=None)
    with pytest.raises(TableError, match=r"^choose which column is the label: the class of each row$"):
        TableReading(table_text(FLOWERS, "Table"), guess)


def test_a_file_that_is_gone_when_it_is_read(tmp_path: Path):
    source = written(tmp_path, FLOWERS.encode())
    guess = understood(source)
    (tmp_path / "table.csv").unlink()
    with pytest.raises(TableError, match=r"^this file cannot be read: No such file or directory$"):
        TableReading(source, guess)


def test_a_file_that_goes_away_while_it_is_read(monkeypatch: pytest.MonkeyPatch):
    class Vanishing(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell():
                raise OSError(116, "Stale file handle")
            return super().read(size)

    monkeypatch.setattr("nnviz.data.tables.lines._BLOCK", 20)
    source = TableSource("Table", len(FLOWERS), lambda: Vanishing(FLOWERS.encode()))
    with pytest.raises(TableError, match=r"^this file cannot be read: Stale file handle$"):
        read_all(source, understood(FLOWERS))
