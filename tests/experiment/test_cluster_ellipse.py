import msgspec
import numpy as np
import pytest

from nnviz.data.ellipse import SMALLEST_SPREAD, Ellipse
from nnviz.experiment.build import build_dataset
from nnviz.experiment.cluster_ellipse import ellipse_of, repaired, with_covariance, with_ellipse
from nnviz.experiment.data_spec import DataSpec
from nnviz.experiment.presets import preset
from nnviz.experiment.quantity import RecipeError
from nnviz.experiment.repair import repairs_of

A, B, C = preset("three-clusters").data.clusters


@pytest.mark.parametrize("cluster", [A, B])
def test_a_clusters_ellipse_has_its_mean_and_its_covariance(cluster):
    ellipse = ellipse_of(cluster)
    assert ellipse.mean == cluster.mean
    for found, expected in zip(ellipse.covariance, cluster.covariance, strict=True):
        assert found == pytest.approx(expected)


def test_what_is_no_covariance_has_the_ellipse_of_the_points_really_drawn():
    assert ellipse_of(C).spreads == pytest.approx((0.75**0.5, 0.75**0.5))


def test_a_cluster_that_is_only_moved_keeps_its_matrix_and_gets_a_mean_as_fine_as_the_screen():
    ellipse = ellipse_of(C).moved_to((1.23456789, -2.0))
    for pixel, mean in ((0.02, 1.23), (0.001, 1.235), (3.0, 1.0), (1e-9, 1.234568)):
        assert with_ellipse(C, ellipse, pixel) == msgspec.structs.replace(C, mean=(mean, -2.0))


def test_a_cluster_that_is_stretched_gets_round_numbers_and_the_axes_of_the_hand():
    hand = ellipse_of(A).turned(0.3).with_spreads((2.7, 0.6))
    stretched = with_ellipse(A, hand, 0.02)
    assert stretched.mean == A.mean
    assert stretched.covariance == tuple(tuple(round(number, 2) for number in row) for row in hand.covariance)
    assert stretched.axes is not None
    assert ellipse_of(stretched).spreads == pytest.approx((2.7, 0.6), abs=0.01)
    np.testing.assert_allclose(stretched.axes, hand.axes, atol=0.01)  # so no point jumps away from the hand


def test_however_thin_a_hand_makes_it_it_stays_a_covariance():
    for narrow in (0.3, 0.03, SMALLEST_SPREAD):
        thin = with_ellipse(A, ellipse_of(A).turned(0.4).with_spreads((40.0, narrow)), 0.5)
        assert thin.examined.is_valid
        assert ellipse_of(thin).spreads[1] == pytest.approx(narrow, rel=0.3)


def test_what_has_no_width_can_still_be_turned():
    line = msgspec.structs.replace(A, covariance=((1.0, 1.0), (1.0, 1.0)))
    turned = with_ellipse(line, ellipse_of(line).turned(0.5), 0.02)
    assert turned.axes is not None
    assert ellipse_of(turned).spreads == pytest.approx((2**0.5, 0.0), abs=1e-3)


def test_what_is_put_back_is_what_it_was():
    assert with_ellipse(A, ellipse_of(A), 0.02) == A


def test_what_is_too_far_out_or_too_large_is_refused():
    with pytest.raises(RecipeError, match="Mean must be between"):
        with_ellipse(A, ellipse_of(A).moved_to((5000.0, 0.0)), 0.02)
    with pytest.raises(RecipeError):
        with_ellipse(A, Ellipse(A.mean, ((500.0, 0.0), (0.0, 1.0))), 0.02)


def points_of(*clusters):
    dataset = build_dataset(DataSpec(clusters=clusters, seed=4, test_share=0.0))
    return dataset.training_points[np.argsort(dataset.training_labels, kind="stable")]


def test_another_covariance_carries_every_point_along():
    wide = with_covariance(A, ((8.0, 3.0), (3.0, 8.0)))
    assert wide.covariance == ((8.0, 3.0), (3.0, 8.0))
    np.testing.assert_allclose(
        points_of(wide, B)[: A.n_points], 2 * points_of(A, B)[: A.n_points], rtol=1e-5, atol=1e-5
    )


def test_the_repair_by_what_the_points_are_drawn_from_leaves_them_where_they_are():
    drawn_from = repaired(C, repairs_of(C, None)[1])
    assert drawn_from.examined.is_valid
    np.testing.assert_allclose(points_of(drawn_from, B), points_of(C, B), rtol=1e-6, atol=1e-6)


def test_the_nearest_covariance_of_the_published_matrix_puts_all_points_on_a_line():
    points = points_of(repaired(C, repairs_of(C, None)[0]), B)[: C.n_points] - C.mean
    np.testing.assert_allclose(points[:, 0], points[:, 1], atol=1e-5)
