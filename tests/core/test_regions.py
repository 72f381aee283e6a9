import numpy as np

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
