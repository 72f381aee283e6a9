import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.data.covariance import Matrix, examine_covariance
from nnviz.data.covariance_coordinates import (
    axes_of_matrix,
    features_of_matrix,
    matrix_of_axes,
    matrix_of_features,
    readable,
)

spreads = st.floats(0.01, 100.0)
angles = st.floats(-180.0, 180.0)
correlations = st.floats(-1.0, 1.0)


def covariance(first: float, second: float, angle: float) -> np.ndarray:
    turn = np.array(
        [
            [math.cos(math.radians(angle)), -math.sin(math.radians(angle))],
            [math.sin(math.radians(angle)), math.cos(math.radians(angle))],
        ]
    )
    return turn @ np.diag([first**2, second**2]) @ turn.T


@given(spreads, spreads, angles)
def test_the_matrix_of_an_ellipse_is_the_turned_diagonal(first: float, second: float, angle: float):
    matrix = matrix_of_axes((first, second, angle))
    np.testing.assert_allclose(matrix, covariance(first, second, angle), rtol=1e-9, atol=1e-9 * max(first, second) ** 2)
    assert matrix[0][1] == matrix[1][0]
    assert examine_covariance(matrix).is_valid


@given(spreads, spreads, angles)
def test_the_ellipse_of_a_matrix_is_that_of_numpys_eigenvectors(first: float, second: float, angle: float):
    matrix = covariance(first, second, angle)
    values, vectors = np.linalg.eigh(matrix)
    along, across, found = axes_of_matrix(as_matrix(matrix))
    # The smaller eigenvalue is a difference of numbers as large as the larger one.
    np.testing.assert_allclose([across**2, along**2], values, rtol=1e-9, atol=3e-11 * values[1])
    assert -90.0 <= found <= 90.0
    if values[0] < 0.99 * values[1]:
        direction = np.array([math.cos(math.radians(found)), math.sin(math.radians(found))])
        assert abs(direction @ vectors[:, 1]) == pytest.approx(1.0, abs=1e-9)


@given(spreads, spreads, angles)
def test_there_and_back_by_the_ellipse(first: float, second: float, angle: float):
    matrix = matrix_of_axes((first, second, angle))
    again = matrix_of_axes(axes_of_matrix(matrix))
    np.testing.assert_allclose(again, matrix, rtol=1e-9, atol=1e-10 * max(first, second) ** 2)


@given(spreads, spreads, correlations)
def test_there_and_back_by_the_features(first: float, second: float, correlation: float):
    matrix = matrix_of_features((first, second, correlation))
    np.testing.assert_allclose(
        matrix,
        [[first**2, correlation * first * second], [correlation * first * second, second**2]],
        rtol=1e-6,
        atol=1e-11 * max(first, second) ** 2,
    )
    assert examine_covariance(matrix).is_valid
    found_1, found_2, found = features_of_matrix(matrix)
    assert (found_1, found_2) == pytest.approx((first, second), rel=1e-3)
    if 0.1 < first / second < 10:
        assert found == pytest.approx(correlation, abs=1e-8)


@given(spreads, angles)
def test_a_circle_is_the_same_at_every_angle(spread: float, angle: float):
    matrix = matrix_of_axes((spread, spread, angle))
    assert matrix[0][1] == 0.0
    assert axes_of_matrix(matrix) == pytest.approx((spread, spread, 0.0))


@pytest.mark.parametrize(
    ("matrix", "axes", "features"),
    [
        (((0.0, 0.0), (0.0, 0.0)), (0.0, 0.0, 0.0), (0.0, 0.0, 0.0)),
        (((4.0, 0.0), (0.0, 0.0)), (2.0, 0.0, 0.0), (2.0, 0.0, 0.0)),
        (((0.0, 0.0), (0.0, 9.0)), (3.0, 0.0, 90.0), (0.0, 3.0, 0.0)),
        (((1.0, 2.0), (2.0, 4.0)), (math.sqrt(5), 0.0, math.degrees(math.atan(2))), (1.0, 2.0, 1.0)),
        (((0.3, -0.3), (-0.3, 0.3)), (math.sqrt(0.6), 0.0, -45.0), (math.sqrt(0.3), math.sqrt(0.3), -1.0)),
        (((-1e-13, 0.0), (0.0, 1.0)), (1.0, 0.0, 90.0), (0.0, 1.0, 0.0)),
    ],
    ids=["a place", "along the first", "along the second", "a line", "a line down", "rounding"],
)
def test_what_has_no_width(matrix: Matrix, axes: tuple[float, float, float], features: tuple[float, float, float]):
    assert axes_of_matrix(matrix) == pytest.approx(axes, abs=1e-12)
    assert features_of_matrix(matrix) == pytest.approx(features, abs=1e-12)


def test_a_correlation_stays_within_its_range_after_rounding():
    matrix = ((0.1 + 0.2, 0.3 * (1 + 4e-16)), (0.3 * (1 + 4e-16), 0.3))
    assert features_of_matrix(matrix)[2] <= 1.0


def test_features_that_vary_together_have_a_matrix_and_an_ellipse():
    assert matrix_of_features((2.0, 3.0, 0.5)) == ((4.0, 3.0), (3.0, 9.0))
    assert features_of_matrix(((4.0, 3.0), (3.0, 9.0))) == pytest.approx((2.0, 3.0, 0.5))
    assert axes_of_matrix(((4.0, 0.0), (0.0, 9.0))) == pytest.approx((3.0, 2.0, 90.0))


def test_a_matrix_is_read_without_the_noise_in_its_last_digits():
    assert matrix_of_axes((2.0, 1.0, 30.0)) == ((3.25, 1.29903810568), (1.29903810568, 1.75))
    assert matrix_of_axes((2.0, 1.0, 90.0)) == ((1.0, 0.0), (0.0, 4.0))
    assert str(readable(((1.0, -1e-20), (-1e-20, 1.0)))) == "((1.0, 0.0), (0.0, 1.0))"
    assert readable(((0.0, 0.0), (0.0, 0.0))) == ((0.0, 0.0), (0.0, 0.0))


def as_matrix(array: np.ndarray) -> Matrix:
    (a, b), (_, d) = array.tolist()
    return (a, b), (b, d)
