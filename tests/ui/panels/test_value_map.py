"""Small maps of formulas."""

import numpy as np
import pytest
from PySide6.QtGui import QColor

from nnviz.data.dataset import Split, split_dataset
from nnviz.data.formula import parse_formula
from nnviz.ui.panels.value_map import N_CELLS, ValueMap, bounds_of, value_map
from nnviz.ui.theme import Theme, dark, light

BOUNDS = np.array([[-2.0, -1.0], [4.0, 3.0]])
TWO = N_CELLS // 3
"""The column at which x₁ is about 0."""


def of(text: str, bounds: np.ndarray = BOUNDS) -> ValueMap:
    found = value_map(parse_formula(text, bounds.shape[1]), bounds)
    assert found is not None
    return found


def color(found: ValueMap, theme: Theme, row: int, column: int) -> QColor:
    return found.picture(theme).pixelColor(column, row)


@pytest.mark.parametrize("theme", [light(), dark()], ids=["light", "dark"])
def test_blue_is_below_zero_and_orange_above(theme: Theme):
    found = of("x1")
    assert found.largest == 4.0
    below, zero, above = (QColor(end) for end in theme.diverging)
    assert color(found, theme, 5, -1 % N_CELLS) == above
    assert abs(color(found, theme, 5, TWO).red() - zero.red()) < 12
    half = color(found, theme, 5, 0)  # −2, half as large as 4
    assert abs(half.blue() - (below.blue() + zero.blue()) / 2) <= 2


def test_x1_grows_to_the_right_and_x2_upwards():
    assert of("x1").shades[0, 0] < of("x1").shades[0, -1]
    assert of("x2").shades[-1, 0] < of("x2").shades[0, 0]
    assert (of("x1").across, of("x1").up) == (0, 1)


def test_where_a_formula_has_no_number_nothing_is_drawn():
    found = of("log(x1)")
    assert color(found, light(), 0, 0).alpha() == 0
    assert color(found, light(), 0, N_CELLS - 1).alpha() == 255
    assert found.largest == pytest.approx(abs(np.log(np.linspace(-2, 4, N_CELLS)[TWO + 1 :])).max(), rel=0.5)


def test_zeros_everywhere_and_no_number_anywhere_are_maps_too():
    assert of("0*x1").largest == 0.0
    assert color(of("0*x1"), light(), 3, 3) == QColor(light().diverging[1])
    assert color(of("log(-1)"), light(), 3, 3).alpha() == 0


def test_of_many_features_the_two_that_play_a_part_are_shown():
    bounds = np.array([[0.0, 1.0, 2.0], [1.0, 2.0, 3.0]])
    found = of("x1*x3", bounds)
    assert (found.across, found.up, found.largest) == (0, 2, 3.0)
    one = of("x2", bounds)
    assert (one.across, one.up) == (1, None)
    assert (one.shades == one.shades[0]).all()
    assert value_map(parse_formula("x1+x2+x3", 3), bounds) is None


def test_the_bounds_are_those_of_all_points():
    points = np.array([[0.0, 5.0], [2.0, -1.0], [1.0, 9.0], [7.0, 0.0]])
    dataset = split_dataset(points, np.array([0, 1, 0, 1]), ("A", "B"), Split(0.5, 1))
    np.testing.assert_array_equal(bounds_of(dataset), [[0.0, -1.0], [7.0, 9.0]])
    whole = split_dataset(points, np.array([0, 1, 0, 1]), ("A", "B"), Split(0.0, 1))
    np.testing.assert_array_equal(bounds_of(whole), [[0.0, -1.0], [7.0, 9.0]])
