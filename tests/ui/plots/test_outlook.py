from dataclasses import replace

import numpy as np

from nnviz.core.regions import Rectangle, grid_points
from nnviz.data.formula import parse_formula
from nnviz.data.inputs import InputMap
from nnviz.data.plane import plane_of_features
from nnviz.ui.plots.outlook import Outlook

AREA = Rectangle(-1.0, -2.0, 3.0, 2.0)
PLACES = grid_points(AREA, 4, 3)
PLANE = plane_of_features((2, 0), (0.0, 7.0, 0.0), ("a", "b", "c"))


def test_where_places_are_inputs_nothing_is_to_be_done() -> None:
    assert Outlook(AREA).inputs_of is None
    assert Outlook(AREA, None, InputMap()).inputs_of is None


def test_places_of_a_plane_are_points_with_the_held_features() -> None:
    inputs_of = Outlook(AREA, PLANE).inputs_of
    assert inputs_of is not None
    expected = np.column_stack([PLACES[:, 1], np.full(len(PLACES), 7.0), PLACES[:, 0]])
    np.testing.assert_allclose(inputs_of(PLACES), expected)


def test_formulas_are_computed_from_the_points() -> None:
    input_map = InputMap((parse_formula("x1*x2", 2),))
    inputs_of = Outlook(AREA, None, input_map).inputs_of
    assert inputs_of is not None
    np.testing.assert_allclose(inputs_of(PLACES)[:, 0], PLACES[:, 0] * PLACES[:, 1])


def test_two_are_the_same_where_nothing_looks_different() -> None:
    outlook = Outlook(AREA, PLANE, InputMap())
    assert outlook.is_same(replace(outlook, area=Rectangle(-1.0, -2.0, 3.0, 2.0)))
    for other in (replace(outlook, area=Rectangle(0.0, 0.0, 1.0, 1.0)), replace(outlook, plane=None)):
        assert not outlook.is_same(other)
    assert outlook.is_same(replace(outlook, input_map=InputMap()))  # each set of points has one of its own
    fitted = InputMap((), np.zeros(3), np.ones(3))
    assert not outlook.is_same(replace(outlook, input_map=fitted))
    assert outlook.is_same(outlook)
