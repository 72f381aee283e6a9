import math

import numpy as np
import pytest
from hypothesis import given, settings

from nnviz.data.bayes import Mixture
from nnviz.data.borders import optimal_borders
from nnviz.data.covariance import Matrix
from nnviz.data.ellipse import Ellipse
from tests.data.test_bayes import ARTICLE, FLAT, NOTHING, ROUND, mixture, mixture_of, mixtures

SIDE = np.linspace(-6.0, 6.0, 61)
CELL = float(SIDE[1] - SIDE[0])


def length(line: np.ndarray) -> float:
    return float(np.hypot(*np.diff(line, axis=0).T).sum())


def two_best(of: Mixture, places: np.ndarray) -> np.ndarray:
    """By how much the best class is ahead of the second."""
    ranked = np.sort(of.log_joint(places), axis=1)
    return ranked[:, -1] - ranked[:, -2]


def test_between_two_like_clusters_it_is_one_straight_line():
    lines = optimal_borders(mixture(((-1.0, 0.0), ROUND, 1), ((2.0, 0.0), ROUND, 1)), SIDE, SIDE)
    assert len(lines) == 1
    np.testing.assert_allclose(lines[0][:, 0], 0.5, atol=1e-12)
    assert length(lines[0]) == pytest.approx(12.0)


def test_around_a_narrow_cluster_it_is_a_circle_and_closed():
    of = mixture(((0.3, 0.2), ROUND, 1), ((0.3, 0.2), ((3.0, 0.0), (0.0, 3.0)), 1))
    (line,) = optimal_borders(of, SIDE, SIDE)
    radius = math.sqrt(2 * math.log(9.0) / (1 - 1 / 9))
    np.testing.assert_allclose(np.hypot(*(line - [0.3, 0.2]).T), radius, rtol=1e-12)
    np.testing.assert_array_equal(line[0], line[-1])
    assert length(line) == pytest.approx(2 * math.pi * radius, rel=0.01)


def test_the_published_clusters_have_three_pieces_of_border_that_are_right():
    of = mixture_of(*ARTICLE)
    x, y = np.linspace(-6.0, 7.0, 101), np.linspace(-6.0, 12.0, 101)
    lines = optimal_borders(of, x, y)
    places = np.concatenate(lines)
    assert two_best(of, places).max() < 0.05
    assert set(of.optimal_labels(places + np.array([0.0, 0.05]))) == {0, 1, 2}


def test_three_borders_meet_in_one_point():
    """Three round clusters around a circle: the rays from its middle."""
    angles = (0.1, 0.1 + 2 * math.pi / 3, 0.1 + 4 * math.pi / 3)
    of = mixture(*(((0.7 + 2 * math.cos(a), 0.4 + 2 * math.sin(a)), ROUND, 1) for a in angles))
    lines = optimal_borders(of, SIDE, SIDE)
    for line in lines:
        assert np.hypot(*(line - [0.7, 0.4]).T).min() < CELL / 8
    assert two_best(of, np.concatenate(lines)).max() < 0.2


def test_four_classes_around_one_point_meet_there():
    off = 2.0
    of = mixture(*(((x + CELL / 2, y + CELL / 2), ROUND, 1) for x in (-off, off) for y in (-off, off)))
    lines = optimal_borders(of, SIDE, SIDE)
    places = np.concatenate(lines)
    assert np.hypot(*(places - CELL / 2).T).min() < 1e-9
    assert two_best(of, places).max() < 1e-9
    assert sum(length(line) for line in lines) == pytest.approx(4 * 6.0, rel=0.01)


@pytest.mark.parametrize("shift", [0.02, -0.02])
def test_at_a_pass_between_two_clusters_the_middle_decides(shift: float):
    """Two crossed clusters: near their common middle the border is two branches of a hyperbola, this way or that."""
    across: Matrix = ((2.0, 0.0), (0.0, 1.0))
    upward: Matrix = ((1.0, 0.0), (0.0, 2.0))
    middle = CELL / 2, CELL / 2
    counts = (1000, 1000 + round(1000 * shift))
    of = Mixture((Ellipse(middle, across), Ellipse(middle, upward)), counts)
    turned = Mixture(tuple(ellipse.turned(math.pi / 4) for ellipse in of.ellipses), counts)
    for each in (of, turned):
        lines = optimal_borders(each, SIDE, SIDE)
        assert len(lines) == 2
        assert two_best(each, np.concatenate(lines)).max() < 1e-9
        assert all(length(line) > 10.0 for line in lines)


@pytest.mark.parametrize(
    "of",
    [
        mixture(((0.0, 0.0), ROUND, 1)),
        mixture(((0.0, 0.0), ROUND, 1), ((0.0, 0.0), FLAT, 9), ((1.0, 1.0), NOTHING, 9)),
        mixture(((0.0, 0.0), FLAT, 1), ((1.0, 1.0), NOTHING, 1)),
        mixture(((0.0, 0.0), ROUND, 1000), ((0.0, 0.0), ROUND, 1)),
        mixture(((0.0, 0.0), ROUND, 1), ((0.0, 90.0), ROUND, 1)),
    ],
    ids=["alone", "alone in the plane", "nothing in the plane", "never best", "out of sight"],
)
def test_where_one_class_is_best_everywhere_there_is_no_border(of: Mixture):
    assert optimal_borders(of, SIDE, SIDE) == []


@given(mixtures)
@settings(max_examples=50)
def test_every_line_lies_where_two_classes_are_as_good_as_one_another(of: Mixture):
    """Of the ends of each piece, save where borders meet: a step across it changes the best class."""
    lines = optimal_borders(of, SIDE, SIDE)
    for line in lines:
        assert len(line) >= 2
        assert (np.abs(line) <= 6.0 + 1e-9).all()
        assert np.isfinite(line).all()
    changes = optimal_labels(of)
    assert bool(lines) == bool((changes[1:] != changes[:-1]).any() or (changes[:, 1:] != changes[:, :-1]).any())


def optimal_labels(of: Mixture) -> np.ndarray:
    columns, rows = np.meshgrid(SIDE, SIDE)
    return of.optimal_labels(np.column_stack([columns.ravel(), rows.ravel()])).reshape(len(SIDE), -1)


@given(mixtures)
@settings(max_examples=50)
def test_on_the_grids_own_lines_two_clusters_are_exactly_as_good(of: Mixture):
    pair = Mixture(of.ellipses[:2], of.counts[:2])
    for line in optimal_borders(pair, SIDE, SIDE):
        joint = pair.log_joint(line)
        assert np.abs(joint[:, 0] - joint[:, 1]).max() <= 1e-6 * (1.0 + np.abs(joint).max())
