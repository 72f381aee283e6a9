import pytest

from nnviz.data.tables.classes import NO_CLASS, Classes
from nnviz.data.tables.error import TableError


def classes_of(*cells: str, decimal_comma: bool = False) -> tuple[list[int | None], tuple[str, ...]]:
    """Each cell's class by its place among the settled ones, and their names."""
    classes = Classes("kind", decimal_comma=decimal_comma)
    numbers = classes.read_column(cells).tolist()
    names, places = classes.settle()
    assert len(classes) == len(names)
    return [None if number == NO_CLASS else int(places[number]) for number in numbers], names


def test_words_come_by_alphabet():
    assert classes_of("b", "A", " b ", "c") == ([1, 0, 1, 2], ("A", "b", "c"))


def test_numbers_come_by_size_however_they_are_written():
    assert classes_of("10", "9.0", "+9", "-1", "1e1") == ([2, 1, 1, 0, 2], ("-1", "9", "10"))
    assert classes_of("1,0", "2", decimal_comma=True) == ([0, 1], ("1", "2"))


def test_other_numbers_are_words():
    assert classes_of("01", "1", "1.5", "1e10") == ([0, 1, 2, 3], ("01", "1", "1.5", "1e10"))


def test_a_label_that_is_missing_is_no_class():
    assert classes_of("a", "", "NaN", "?", "b")[0] == [0, None, None, None, 1]


def test_one_column_after_another_has_the_same_classes():
    classes = Classes("kind", decimal_comma=False)
    assert classes.read_column(["a", "", "b"]).tolist() == [0, NO_CLASS, 1]
    assert classes.read_column(["b", "c", "a", "b"]).tolist() == [1, 2, 0, 1]


def test_what_an_export_guards_against_spreadsheets_is_taken_as_it_was():
    assert classes_of("'-1", "1", "'+2") == ([0, 1, 2], ("-1", "1", "2"))
    assert set(classes_of("'=x", "'quoted", "''=y")[1]) == {"=x", "'quoted", "'=y"}


def test_ten_classes_and_no_more():
    classes = Classes("price", decimal_comma=False)
    classes.read_column([str(number) for number in range(10)])
    assert classes.read_column(["3.0"]).tolist() == [3]
    with pytest.raises(TableError, match=r"^the label “price” has more than 10 different values; choose a column"):
        classes.read_column(["10"])
