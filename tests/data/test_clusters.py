import numpy as np
import pytest

from nnviz.data.clusters import Cluster, draw_clusters, numpys_axes
from nnviz.data.covariance import Matrix, examine_covariance
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


@pytest.mark.parametrize(
    "covariance", [((2.0, 0.75), (0.75, 2.0)), ((1.0, 0.0), (0.0, 3.0)), ((0.0, 0.75), (0.75, 0.0))]
)
def test_with_numpys_own_axes_the_points_are_numpys_own(covariance: Matrix):
    plain = Cluster((1.0, -2.0), covariance, 500)
    given = Cluster((1.0, -2.0), covariance, 500, numpys_axes(covariance))
    ours, _ = draw_clusters([given], np.random.RandomState(4))
    theirs, _ = draw_clusters([plain], np.random.RandomState(4))
    np.testing.assert_allclose(ours, theirs, rtol=1e-6, atol=1e-6)


def test_other_axes_lead_the_same_normal_numbers_elsewhere():
    normal = np.random.RandomState(4).standard_normal((50, 2))
    axes = ((2.0, 1.0), (0.0, 0.5))
    covariance = ((5.0, 0.5), (0.5, 0.25))
    points, _ = draw_clusters([Cluster((1.0, 0.0), covariance, 50, axes)], np.random.RandomState(4))
    np.testing.assert_allclose(points, (1.0, 0.0) + normal @ np.array(axes).T, atol=1e-6)
