import numpy as np
import pytest

from nnviz.core import regions
from nnviz.core.regions import Rectangle, grid_points, probability_map
from tests.core.random_networks import random_network


def test_grid_points_are_the_middles_of_the_cells_row_by_row_from_the_bottom():
    points = grid_points(Rectangle(left=0.0, bottom=10.0, right=4.0, top=12.0), 4, 2)
    assert points[:, 0].tolist() == [0.5, 1.5, 2.5, 3.5] * 2
    assert points[:, 1].tolist() == [10.5] * 4 + [11.5] * 4


def test_a_map_holds_the_probabilities_of_each_cells_middle():
    network, area = random_network((2, 4, 3), 1), Rectangle(-1.0, -2.0, 3.0, 2.0)
    shown = probability_map(network, area, n_columns=5, n_rows=7)
    assert shown.shape == (7, 5, 3)
    middle = np.array([[-1.0 + 4 / 5 * 3.5, -2.0 + 4 / 7 * 2.5]])
    np.testing.assert_allclose(shown[2, 3], network.probabilities(middle)[0], atol=1e-6)


def test_a_network_beyond_all_numbers_still_has_a_map():
    network = random_network((2, 4, 3), 1)
    expected = probability_map(network, Rectangle(-1.0, -1.0, 1.0, 1.0), 7, 5)
    for layer in network.layers:
        layer.weights *= 1e150
        layer.biases *= 1e300
    wild = probability_map(network, Rectangle(-1.0, -1.0, 1.0, 1.0), 7, 5)
    assert np.isfinite(wild).all()
    assert wild.shape == expected.shape
    np.testing.assert_allclose(wild.sum(axis=2), 1.0)


@pytest.mark.parametrize("sizes", [(2, 3), (2, 5, 4, 2)])
@pytest.mark.parametrize("n_rows", [1, 61, 130])
def test_a_map_is_put_together_from_strips(monkeypatch: pytest.MonkeyPatch, sizes: tuple[int, ...], n_rows: int):
    monkeypatch.setattr(regions, "_POINTS_AT_ONCE", 20 * 40)
    network, area = random_network(sizes, 3), Rectangle(-3.0, -2.0, 3.0, 2.0)
    expected = network.probabilities(grid_points(area, 40, n_rows)).reshape(n_rows, 40, sizes[-1])
    np.testing.assert_allclose(probability_map(network, area, 40, n_rows), expected, atol=2e-6)


@pytest.mark.parametrize("bias", [200.0, -200.0, 1e5])
def test_scores_too_large_for_an_exponential_are_shifted(bias: float):
    network, area = random_network((2, 4, 3), 1), Rectangle(-1.0, -1.0, 1.0, 1.0)
    network.layers[-1].biases[...] = (0.0, bias, bias + 0.5)
    expected = network.probabilities(grid_points(area, 7, 5)).reshape(5, 7, 3)
    np.testing.assert_allclose(probability_map(network, area, 7, 5), expected, atol=1e-4)
