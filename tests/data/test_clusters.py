import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.data.clusters import Cluster, draw_clusters, examine_covariance
from tests.experiment.published import PUBLISHED, article_points

MATRIX_OF_CLUSTER_2 = ((0.0, 0.75), (0.75, 0.0))


# --- the published points


@pytest.mark.parametrize(("rows", "first"), [("first_rows", 0), ("rows_5000_5002", 5000), ("rows_10000_10002", 10_000)])
def test_the_published_points_are_drawn_bit_for_bit(rows: str, first: int):
    points, labels = article_points()
    assert points[first : first + 3].tolist() == PUBLISHED["dataset"][rows]
    assert labels[first] == first // 5000


def test_the_published_points_have_the_published_shape_and_sum():
    points, labels = article_points()
    assert list(points.shape) == PUBLISHED["dataset"]["shape"]
    assert points.dtype == PUBLISHED["dataset"]["dtype"]
    assert points.astype(np.float64).sum() == pytest.approx(PUBLISHED["dataset"]["sum"], rel=1e-12)
    assert np.bincount(labels).tolist() == [5000, 5000, 5000]


@pytest.mark.parametrize("label", range(3))
def test_the_published_clusters_have_the_published_means_and_covariances(label: int):
    points, labels = article_points()
    cluster = points[labels == label].astype(np.float64)
    np.testing.assert_allclose(cluster.mean(axis=0), PUBLISHED["dataset"]["class_means"][label], atol=1e-9)
    expected = PUBLISHED["dataset"]["class_covariances"][label]
    np.testing.assert_allclose(np.cov(cluster, rowvar=False), expected, atol=1e-9)


# --- drawing


def test_points_are_numpys_own_in_single_precision_one_cluster_after_another():
    clusters = [Cluster((1.0, 2.0), ((2.0, 0.5), (0.5, 1.0)), 4), Cluster((-3.0, 0.0), ((1.0, 0.0), (0.0, 1.0)), 3)]
    points, labels = draw_clusters(clusters, np.random.RandomState(7))
    reference = np.random.RandomState(7)
    expected = [reference.multivariate_normal(c.mean, c.covariance, c.n_points) for c in clusters]
    assert (points == np.concatenate(expected).astype(np.float32)).all()
    assert labels.tolist() == [0, 0, 0, 0, 1, 1, 1]


def test_the_generator_is_left_where_the_last_draw_ended():
    generator, reference = np.random.RandomState(3), np.random.RandomState(3)
    draw_clusters([Cluster((0.0, 0.0), ((1.0, 0.0), (0.0, 1.0)), 5)], generator)
    reference.standard_normal((5, 2))
    assert generator.standard_normal() == reference.standard_normal()


def test_the_third_published_matrix_is_drawn_without_a_warning():
    draw_clusters([Cluster((2.0, 8.0), MATRIX_OF_CLUSTER_2, 10)], np.random.RandomState(1))


def test_points_of_an_impossible_matrix_have_the_covariance_that_is_announced():
    points, _ = draw_clusters([Cluster((2.0, 8.0), MATRIX_OF_CLUSTER_2, 200_000)], np.random.RandomState(1))
    announced = examine_covariance(MATRIX_OF_CLUSTER_2).drawn_from
    np.testing.assert_allclose(np.cov(points, rowvar=False), announced, atol=0.01)


def test_a_cluster_that_cannot_be_drawn_is_refused():
    with pytest.raises(ValueError, match="symmetric"):
        draw_clusters([Cluster((0.0, 0.0), ((1.0, 0.5), (0.0, 1.0)), 5)], np.random.RandomState(1))


# --- matrices


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
    np.testing.assert_allclose(examined.eigenvalues.sum(), matrix.trace(), atol=1e-9)


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
