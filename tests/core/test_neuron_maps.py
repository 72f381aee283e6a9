import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.core import neuron_maps as module
from nnviz.core.activations import ACTIVATIONS, SOFTPLUS, TANH
from nnviz.core.arrays import FloatArray
from nnviz.core.network import Network
from nnviz.core.neuron_maps import neuron_map, neuron_maps
from nnviz.core.regions import Rectangle, grid_points
from tests.core.random_networks import random_network, seeds

AREA = Rectangle(-3.0, -2.0, 3.0, 2.5)


def columns_of(network: Network, inputs: FloatArray) -> list[FloatArray]:
    """The textbook's: inputs, outputs of the hidden layers, probabilities."""
    hidden = [seen.outputs for seen in network.forward(inputs)[:-1]]
    return [inputs, *hidden, network.probabilities(inputs)]


@given(seeds, st.lists(st.integers(1, 9), max_size=3), st.integers(2, 12), st.data())
def test_the_maps_are_the_textbooks_outputs(seed: int, hidden: list[int], n_classes: int, data: st.DataObject):
    kinds = [data.draw(st.sampled_from(list(ACTIVATIONS.values()))) for _ in hidden]
    network = random_network((2, *hidden, n_classes), seed, kinds)
    n_columns, n_rows = data.draw(st.integers(1, 30)), data.draw(st.integers(1, 30))
    expected = columns_of(network, grid_points(AREA, n_columns, n_rows))
    maps = neuron_maps(network, AREA, n_columns, n_rows)
    assert [map_.dtype for map_ in maps] == [np.float32] * len(expected)
    for column, (found, textbook) in enumerate(zip(maps, expected, strict=True)):
        assert found.shape == (textbook.shape[1], n_rows, n_columns)
        np.testing.assert_allclose(found.reshape(len(found), -1).T, textbook, rtol=1e-3, atol=1e-3)
        for neuron in range(len(found)):
            alone = neuron_map(network, (column, neuron), AREA, n_columns, n_rows)
            assert alone.dtype == np.float32
            np.testing.assert_allclose(alone, found[neuron], rtol=1e-4, atol=1e-4)


def test_the_first_row_is_the_lowest_and_cells_show_their_middles():
    across, upward = neuron_maps(random_network((2, 3), 0), Rectangle(0.0, 10.0, 4.0, 12.0), 4, 2)[0]
    assert across.tolist() == [[0.5, 1.5, 2.5, 3.5]] * 2
    assert upward.tolist() == [[10.5] * 4, [11.5] * 4]


def test_the_network_is_fed_what_the_points_are_turned_into():
    def products(points: FloatArray) -> FloatArray:
        return np.column_stack([points, points[:, 0] * points[:, 1]])

    network = random_network((3, 4, 2), 5, TANH)
    expected = columns_of(network, products(grid_points(AREA, 7, 5)))
    for column, (found, textbook) in enumerate(zip(neuron_maps(network, AREA, 7, 5, products), expected, strict=True)):
        np.testing.assert_allclose(found.reshape(len(found), -1).T, textbook, rtol=1e-5, atol=1e-5)
        alone = neuron_map(network, (column, 1), AREA, 7, 5, inputs_of=products)
        np.testing.assert_allclose(alone, found[1], rtol=1e-5, atol=1e-6)


def test_a_fine_map_is_put_together_from_portions(monkeypatch: pytest.MonkeyPatch):
    network = random_network((2, 6, 5, 3), 2, SOFTPLUS)
    whole = [neuron_map(network, (column, 1), AREA, 30, 20) for column in range(4)]
    monkeypatch.setattr(module, "_NUMBERS", 100)
    for column, expected in enumerate(whole):
        np.testing.assert_allclose(neuron_map(network, (column, 1), AREA, 30, 20), expected, atol=1e-5)


def test_where_single_precision_is_not_enough_there_is_double():
    network = random_network((2, 4, 3), 1)
    network.layers[0].weights *= 1e30
    network.layers[1].weights *= 1e30
    expected = network.probabilities(grid_points(AREA, 7, 5)).T.reshape(3, 5, 7)
    np.testing.assert_allclose(neuron_maps(network, AREA, 7, 5)[-1], expected, atol=1e-6)
    np.testing.assert_allclose(neuron_map(network, (2, 1), AREA, 7, 5), expected[1], atol=1e-6)


@pytest.mark.parametrize("layer", [0, 1])
def test_a_weight_that_is_no_number_leaves_every_class_as_likely(layer: int):
    network = random_network((2, 4, 3), 1)
    network.layers[layer].weights[0, 0] = np.nan
    maps = neuron_maps(network, AREA, 7, 5)
    assert (maps[-1] == np.float32(1 / 3)).all()
    assert (neuron_map(network, (2, 2), AREA, 7, 5) == np.float32(1 / 3)).all()
    assert np.isfinite(maps[1]).all() == (layer == 1)
    assert np.isfinite(neuron_map(network, (1, 0), AREA, 7, 5)).all() == (layer == 1)
