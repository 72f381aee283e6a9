import numpy as np
import pytest

from nnviz.core.activations import TANH
from nnviz.core.hidden_space import grid_lines, layer_outputs
from nnviz.core.regions import Rectangle
from tests.core.random_networks import random_network


@pytest.mark.parametrize("layer", [0, 1, 2])
def test_a_layer_puts_points_where_its_outputs_are(layer: int):
    network = random_network((3, 5, 4, 2), 1, TANH)
    points = np.random.RandomState(0).standard_normal((20, 3))
    np.testing.assert_array_equal(layer_outputs(network, layer, points), network.forward(points)[layer].outputs)


def test_a_network_beyond_all_numbers_has_places_that_are_none():
    network = random_network((2, 4, 3), 1)
    network.layers[0].weights *= 1e300
    assert not np.isfinite(layer_outputs(network, 0, np.full((1, 2), 1e300))).all()


def test_the_grid_goes_from_edge_to_edge():
    lines = grid_lines(Rectangle(left=-1.0, bottom=0.0, right=1.0, top=4.0), 3, 5)
    assert lines.shape == (6, 5, 2)
    assert [line[0].tolist() for line in lines] == [[-1, 0], [0, 0], [1, 0], [-1, 0], [-1, 2], [-1, 4]]
    assert [line[-1].tolist() for line in lines] == [[-1, 4], [0, 4], [1, 4], [1, 0], [1, 2], [1, 4]]
    assert lines[1, :, 1].tolist() == [0, 1, 2, 3, 4]
    assert (lines[1, :, 0] == 0).all()
