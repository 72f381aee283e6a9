import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.data.covariance import examine_covariance, nearest_covariance

MATRIX_OF_CLUSTER_2 = ((0.0, 0.75), (0.75, 0.0))


def test_the_third_published_matrix_is_none_and_says_what_it_draws_from():
    examined = examine_covariance(MATRIX_OF_CLUSTER_2)
    np.testing.assert_allclose(examined.eigenvalues, [0.75, -0.75])
    assert not examined.is_valid
    np.testing.assert_allclose(examined.drawn_from, [[0.75, 0.0], [0.0, 0.75]], atol=1e-15)


@settings(deadline=None)
@given(st.floats(0, 100), st.floats(0, 100), st.floats(-1, 1))
def test_a_matrix_is_valid_where_its_correlation_is_no_more_than_1(spread1: float, spread2: float, rho: float):
    product = rho * spread1 * spread2
    matrix = np.array([[spread1**2, product], [product, spread2**2]])
    examined = examine_covariance(matrix)
    assert examined.is_valid
    assert (examined.drawn_from == matrix).all()
    assert examined.eigenvalues[0] >= examined.eigenvalues[1]


@settings(deadline=None)
@given(st.lists(st.floats(-100, 100), min_size=3, max_size=3))
def test_what_is_drawn_from_is_the_matrix_with_its_eigenvalues_signs_dropped(numbers: list[float]):
    matrix = np.array([[numbers[0], numbers[1]], [numbers[1], numbers[2]]])
    examined = examine_covariance(matrix)
    left, sizes, _ = np.linalg.svd(matrix)
    if not examined.is_valid:
        np.testing.assert_allclose(examined.drawn_from, (left * sizes) @ left.T, atol=1e-9)
    assert np.linalg.eigvalsh(examined.drawn_from).min() >= -1e-8
    np.testing.assert_allclose(sum(examined.eigenvalues), matrix.trace(), atol=1e-9)


def test_a_line_and_a_single_place_are_covariances_too():
    assert examine_covariance([[1.0, 1.0], [1.0, 1.0]]).is_valid
    assert examine_covariance([[0.0, 0.0], [0.0, 0.0]]).is_valid


def test_a_negative_variance_is_not_taken_for_rounding():
    assert not examine_covariance([[1.0, 0.0], [0.0, -1e-6]]).is_valid


@pytest.mark.parametrize(
    ("matrix", "sentence"),
    [
        ([[1.0, np.nan], [np.nan, 1.0]], "a covariance matrix holds finite numbers only, not nan"),
        ([[np.inf, 0.0], [0.0, 1.0]], "a covariance matrix holds finite numbers only, not inf"),
        (
            [[1.0, 0.5], [0.25, 1.0]],
            "a covariance matrix is symmetric, but this one has 0.5 above the diagonal and 0.25 below it",
        ),
        ([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]], "a covariance matrix is square, as many rows as columns"),
        ([1.0, 2.0], "a covariance matrix is square, as many rows as columns"),
    ],
)
def test_a_matrix_that_means_nothing_is_refused_in_a_sentence(matrix: list, sentence: str):
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        examine_covariance(matrix)


@given(st.lists(st.floats(-100, 100), min_size=3, max_size=3))
def test_the_nearest_covariance_has_its_negative_eigenvalues_cut_to_0(numbers: list[float]):
    matrix = ((numbers[0], numbers[1]), (numbers[1], numbers[2]))
    values, vectors = np.linalg.eigh(matrix)
    expected = (vectors * np.maximum(values, 0.0)) @ vectors.T
    np.testing.assert_allclose(nearest_covariance(matrix), expected, atol=1e-8)


@given(st.lists(st.floats(-10, 10), min_size=3, max_size=3), st.floats(0, 10), st.floats(0, 10), st.floats(0, 3.15))
def test_no_covariance_is_nearer(numbers: list[float], first: float, second: float, angle: float):
    matrix = ((numbers[0], numbers[1]), (numbers[1], numbers[2]))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    other = turn @ np.diag([first, second]) @ turn.T
    assert np.linalg.norm(np.subtract(nearest_covariance(matrix), matrix)) <= np.linalg.norm(other - matrix) + 1e-8


def test_the_nearest_to_the_third_published_matrix_is_a_line():
    assert nearest_covariance(MATRIX_OF_CLUSTER_2) == ((0.375, 0.375), (0.375, 0.375))
    assert nearest_covariance(((2.0, 0.5), (0.5, 1.0))) == ((2.0, 0.5), (0.5, 1.0))
    assert nearest_covariance(((-1.0, 0.0), (0.0, -2.0))) == ((0.0, 0.0), (0.0, 0.0))
