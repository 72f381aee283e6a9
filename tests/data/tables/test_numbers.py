import numpy as np
import pytest

from nnviz.data.tables.left_out import Reason
from nnviz.data.tables.numbers import is_missing, read_column, read_number, why_no_features

NUMBERS = {"1": 1.0, " -2.5 ": -2.5, "+.5": 0.5, "3.": 3.0, "1e3": 1000.0, "1.5E-2": 0.015, "1e12": 1e12, "-0": 0.0}
NONE = {
    "": Reason.MISSING,
    " NA ": Reason.MISSING,
    "?": Reason.MISSING,
    "1_000": Reason.WORD,
    "0x10": Reason.WORD,
    "١٢": Reason.WORD,
    "１": Reason.WORD,
    "1,000.5": Reason.WORD,
    "1 2": Reason.WORD,
    "1e": Reason.WORD,
    ".": Reason.WORD,
    "--1": Reason.WORD,
    "nan": Reason.NOT_FINITE,
    "-Infinity": Reason.NOT_FINITE,
    "1.1e12": Reason.TOO_LARGE,
    "1e308": Reason.TOO_LARGE,
    "-1e400": Reason.TOO_LARGE,
}


@pytest.mark.parametrize(("cell", "number"), (NUMBERS | NONE).items())
def test_numbers_are_read_strictly(cell: str, number: float | Reason):
    assert read_number(cell, decimal_comma=False) == number


@pytest.mark.parametrize(("cell", "number"), [("1,5", 1.5), (",5", 0.5), ("2", 2.0), ("1.234", Reason.WORD)])
def test_with_a_decimal_comma_a_point_makes_no_number(cell: str, number: float | Reason):
    assert read_number(cell, decimal_comma=True) == number


def test_many_numbers_at_once_are_the_same_as_one_by_one():
    assert np.array_equal(read_column(list(NUMBERS), decimal_comma=False), list(NUMBERS.values()))


@pytest.mark.parametrize(("cell", "reason"), NONE.items())
def test_among_many_what_is_no_number_is_found_with_its_reason(cell: str, reason: Reason):
    for around in (["1"], ["a\nb"], ["５"]):
        column = read_column([*around, cell, "-2.5"], decimal_comma=False)
        assert not np.isfinite(column[1])
        assert column[2] == -2.5
        found = why_no_features([cell, "two", cell], np.array([column[1], np.nan, column[1]]))
        assert {place: why for why, places in found for place in places} == {0: reason, 1: Reason.WORD, 2: reason}


def test_blanks_and_lines_around_a_number_are_no_part_of_it():
    cells = ["", " 1\u00a0", "\n2\n", "3\n4", "\t5"]
    assert np.array_equal(read_column(cells, decimal_comma=False), [np.nan, 1, 2, np.nan, 5], equal_nan=True)


def test_many_numbers_with_a_decimal_comma():
    assert np.array_equal(read_column(["1,5", "2"], decimal_comma=True), [1.5, 2.0])
    assert np.array_equal(read_column(["1,5", "1.5"], decimal_comma=True), [1.5, np.nan], equal_nan=True)


@pytest.mark.parametrize(("cell", "missing"), [("", True), ("  ", True), ("N/A", True), ("null", True), ("no", False)])
def test_missing_cells(cell: str, missing: bool):
    assert is_missing(cell) is missing
