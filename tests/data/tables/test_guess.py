from pathlib import Path

import pytest

from nnviz.data.tables import guess, source
from nnviz.data.tables.dialect import Dialect
from nnviz.data.tables.error import TableError
from nnviz.data.tables.guess import Chosen, Column, check_columns
from nnviz.data.tables.source import table_text
from tests.data.tables.read import FLOWERS, understood, written

ROWS = [("1.5", "-2", "A"), ("2.5", "3e-1", "B"), ("0.5", "4", "B")]


def table(delimiter: str = ",", *, comma: bool = False, header: str = "") -> str:
    lines = [delimiter.join(row) for row in ROWS]
    text = "\n".join(lines) + "\n"
    return header + (text.replace(".", ",") if comma else text)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", " ", "   "])
@pytest.mark.parametrize("comma", [False, True])
@pytest.mark.parametrize("has_header", [False, True])
def test_dialects(delimiter: str, comma: bool, has_header: bool):
    if comma and delimiter == ",":
        pytest.skip("nobody could tell")
    header = delimiter.join(("x", "y", "kind")) + "\n" if has_header else ""
    found = understood(table(delimiter, comma=comma, header=header))
    assert found.dialect == Dialect("utf-8-sig", delimiter[0], comma, has_header)
    assert [column.is_numeric for column in found.columns] == [True, True, False]
    names = ["x", "y", "kind"] if has_header else ["column 1", "column 2", "column 3"]
    assert [column.name for column in found.columns] == names
    assert (found.features, found.label, len(found.rows)) == ((0, 1), 2, 3)
    assert found.problem is None
    check_columns(found)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("ä,1,2\n".encode(), "utf-8-sig"),
        ("ä,1,2\n".encode("utf-8-sig"), "utf-8-sig"),
        ("ä,1,2\n".encode("utf-16"), "utf-16"),
        ("\ufeffä,1,2\n".encode("utf-16-be"), "utf-16"),
        ("ä,1,2\n".encode("latin-1"), "cp1252"),
    ],
)
def test_encodings(tmp_path: Path, data: bytes, encoding: str):
    found = understood(written(tmp_path, data))
    assert found.dialect.encoding == encoding
    assert found.rows == (("ä", "1", "2"),)


def test_a_beginning_that_breaks_off_in_a_character_is_still_utf_8(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(source, "_HEAD", 9)
    found = understood(written(tmp_path, "ä,1,2\nö,3,4\n".encode()))
    assert found.dialect.encoding == "utf-8-sig"
    assert found.rows == (("ä", "1", "2"),)


def test_what_a_person_chooses_is_not_guessed():
    text = "1,5;2;A\n2,5;3;B\n"
    assert understood(text, Chosen(delimiter=",")).rows[0] == ("1", "5;2;A")
    assert understood(text, Chosen(decimal_comma=False)).dialect.decimal_comma is False
    assert understood("1,2,A\n3,4,B\n", Chosen(decimal_comma=True, delimiter=",")).dialect.decimal_comma is True
    assert understood(text, Chosen(has_header=True)).columns[0].name == "1,5"
    assert understood(FLOWERS, Chosen(has_header=False)).rows[0] == ("length", "width", "kind")
    assert understood(table_text("ä,1,2\n", "T"), Chosen(encoding="cp1252")).rows == (("Ã¤", "1", "2"),)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("x,class,y,z\n1.5,0,2,a\n2.5,1,3,b\n", 1),  # called so
        ("kind,shop,y,z\na,a,2.5,1\nb,b,3,2\n", 1),  # the last of words
        ("x,n,y\n1.5,0,2.5\n2.5,1,3.5\n", 1),  # whole numbers, where there are no words
        ("x,y,z\n1.5,.1,2.5\n2.5,.2,3.5\n", None),
        ("x,y,z\n" + "".join(f"{n}.5,{n}.1,name {n}\n" for n in range(11)), None),  # too many to be classes
        ("x,y,z\n1.5,.1,\n2.5,.2,\n", None),
    ],
)
def test_the_label(text: str, label: int | None):
    found = understood(text)
    assert found.label == label
    assert (found.problem is None) is (label is not None)


def test_a_column_is_of_numbers_though_some_are_missing_or_amiss():
    numeric = [(str(n), "NA", "1.5" if n else "x", "nan", "A") for n in range(9)]
    found = understood("".join(",".join(row) + "\n" for row in numeric))
    assert found.dialect.has_header is False
    assert [column.is_numeric for column in found.columns] == [True, False, True, True, False]


def test_no_more_than_eight_features():
    found = understood("".join(",".join([f"{n}.{place}" for place in range(10)] + ["A"]) + "\n" for n in range(3)))
    assert found.features == (0, 1, 2, 3, 4, 5, 6, 7)


def test_a_column_that_counts_the_rows_is_no_feature():
    rows = "".join(f"{n},{n * n},{n % 3}.5,A\n" for n in range(5))
    assert understood(",x,y,kind\n" + rows).features == (1, 2)
    assert understood("".join(f"{n},{n * n},A\n" for n in range(5))).features == (0, 1)  # nothing else is left
    assert understood("0,5,1,A\n1,6,3,B\n").features == (0, 1, 2)  # two rows say nothing
    assert understood(",x,y,kind\nNA,1,2,A\n1,3,3,A\n2,4,1,B\n").features == (0, 1, 2)


def test_columns_of_the_same_name_are_told_apart():
    found = understood("x,x,,kind\n1,2,3,A\n4,5,6,B\n")
    assert [column.name for column in found.columns] == ["x", "x (2)", "column 3", "kind"]
    assert found.has_renamed
    assert not understood("x,y,,kind\n1,2,3,A\n4,5,6,B\n").has_renamed


@pytest.mark.parametrize(
    ("header", "row", "names"),
    [
        ("x y kind", "1 1.5 2 A", ["column 1", "x", "y", "kind"]),  # as R writes it
        ("x,y,kind", "1,2,A,", ["x", "y", "kind", "column 4"]),
        ("x,y", "1,2,3,A", ["x", "y", "column 3", "column 4"]),
        ("x,y,kind,more,most", "1,2,A", ["x", "y", "kind"]),
    ],
)
def test_a_header_with_another_number_of_names_than_there_are_columns(header: str, row: str, names: list[str]):
    found = understood(f"{header}\n{row}\n{row}\n{row}\n")
    assert [column.name for column in found.columns] == names


def test_a_single_row_is_a_header_where_it_has_no_numbers():
    assert understood("1,2,A\n").rows == (("1", "2", "A"),)
    with pytest.raises(TableError, match=r"^there are names of columns in it, but no rows below them$"):
        understood("x,y,kind\n")


@pytest.mark.parametrize("features", [(0,), tuple(range(9))])
def test_two_to_eight_features_are_needed(features: tuple[int, ...]):
    columns = tuple(Column(str(number), True) for number in range(10))
    found = guess.TableGuess(Dialect("utf-8-sig", ",", False, True), columns, features, 9, ())
    assert found.problem == f"2 to 8 columns must be features, not {len(features)}"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a,b\nc,d\n", "two columns of numbers and one that says the class are needed; of numbers there is none"),
        ("x,b,c\n1,d,e\n", "two columns of numbers and one that says the class are needed; of numbers only “x” is one"),
        ("1,2\n3,4\n", "there are two columns of numbers, but none beside them that says the class of each row"),
    ],
)
def test_a_table_no_choice_could_help(text: str, sentence: str):
    with pytest.raises(TableError, match=f"^{sentence}$"):
        check_columns(understood(text))


def test_binary_rubbish_is_no_table(tmp_path: Path):
    for data in (bytes(range(256)), b"\x00" * 5000, b"1,2,A\n\x7f\n"):
        with pytest.raises(TableError, match=r"^this is not text, so there is no table in it$"):
            understood(written(tmp_path, data))


def test_a_first_line_that_never_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(source, "_HEAD", 10)
    with pytest.raises(TableError, match=r"^its first line never ends, so this is no table$"):
        understood(written(tmp_path, b"1" * 20))


def test_a_table_of_too_many_columns():
    with pytest.raises(TableError, match=r"^it has 101 columns, and tables are read up to 100$"):
        understood(",".join("1" * 101) + "\n")


def test_nothing_but_rows_that_cannot_be_read():
    with pytest.raises(TableError, match=r"^there are names of columns in it, but no rows below them$"):
        understood('"a"b\n')
