import pytest

from nnviz.data.tables.dialect import csv_rows, first_rows, is_blank, n_lines


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ('1,"a, b",2\n', ","),
        ('1, "a, b" ,2\n'.replace(" ,", ","), ","),
        ('1;"a, b";2\n', ";"),
        ('1\t"a, b"\t2\n', "\t"),
        ('1|"a, b"|2\n', "|"),
        ('  1 \t "a, b"  2 \n', " "),
    ],
)
def test_cells_are_told_apart(text: str, delimiter: str):
    assert first_rows(text, delimiter, 5) == [["1", "a, b", "2"]]


def test_blank_rows_and_those_that_cannot_be_read_are_passed_over():
    assert first_rows('\n1,2\n"3"x,4\n,\n5,6\n7,8\n', ",", 2) == [["1", "2"], ["5", "6"]]


def test_a_row_of_several_lines():
    reader = csv_rows(['1,"a\n', 'b"\n', "2,c\n"], ",")
    rows = list(reader)
    assert rows == [["1", "a\nb"], ["2", "c"]]
    assert [n_lines(row) for row in rows] == [2, 1]


@pytest.mark.parametrize(("row", "blank"), [([], True), ([" ", ""], True), (["", "0"], False)])
def test_blank_rows(row: list[str], blank: bool):
    assert is_blank(row) is blank
