import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nnviz.data.paint import in_rectangle, shake, spray, under_brush

CENTER, RADII = (3.0, -2.0), (2.0, 0.5)
numbers = st.floats(-100, 100)
sizes = st.floats(0.01, 100)


@given(st.tuples(numbers, numbers), st.tuples(sizes, sizes), st.integers(0, 2**32 - 1))
def test_sprayed_points_lie_under_the_brush(center: tuple, radii: tuple, seed: int):
    points = spray(center, radii, 50, np.random.RandomState(seed))
    assert points.shape == (50, 2)
    assert under_brush(points, center, np.array(radii) * (1 + 1e-9)).all()


def test_the_spray_is_equally_dense_everywhere():
    points = spray(CENTER, RADII, 40_000, np.random.RandomState(0))
    inner = under_brush(points, CENTER, (RADII[0] / 2, RADII[1] / 2)).mean()
    assert abs(inner - 0.25) < 0.01
    assert abs((points[:, 0] > CENTER[0]).mean() - 0.5) < 0.01
    assert abs((points[:, 1] > CENTER[1]).mean() - 0.5) < 0.01


def test_the_brush_is_an_ellipse():
    points = np.array([[3.0, -2.0], [4.9, -2.0], [5.1, -2.0], [3.0, -1.6], [3.0, -1.4], [4.9, -1.6]])
    assert under_brush(points, CENTER, RADII).tolist() == [True, True, False, True, False, False]


def test_shaking_moves_only_what_is_under_the_brush():
    points = np.random.RandomState(1).uniform(-5, 5, (200, 2))
    before = points.copy()
    moved = shake(points, (0.0, 0.0), (2.0, 1.0), 0.1, np.random.RandomState(2))
    covered = under_brush(points, (0.0, 0.0), (2.0, 1.0))
    assert covered.any()
    assert (points == before).all()
    assert (moved[~covered] == before[~covered]).all()
    assert (moved[covered] != before[covered]).all()
    assert np.abs(moved - before).max() < 1.0


def test_a_rectangle_holds_what_lies_on_its_edges():
    points = np.array([[0.0, 0.0], [2.0, 1.0], [1.0, 0.5], [2.1, 0.5], [1.0, -0.1]])
    assert in_rectangle(points, (2.0, 0.0), (0.0, 1.0)).tolist() == [True, True, True, False, False]


@given(st.tuples(numbers, numbers), st.tuples(numbers, numbers))
def test_a_rectangle_is_the_same_from_any_corner(one: tuple, other: tuple):
    points = np.random.RandomState(3).uniform(-100, 100, (100, 2))
    inside = in_rectangle(points, one, other)
    for corner, opposite in ((other, one), ((one[0], other[1]), (other[0], one[1]))):
        assert (in_rectangle(points, corner, opposite) == inside).all()
    middle = (np.array([one]) + np.array([other])) / 2
    assert in_rectangle(middle, one, other).all()
