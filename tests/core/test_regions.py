from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.core import regions
from nnviz.core.activations import ACTIVATIONS
from nnviz.core.arrays import FloatArray
from nnviz.core.regions import Rectangle, grid_points, probability_map
from tests.core.random_networks import random_network, seeds

AREA = Rectangle(-3.0, -2.0, 3.0, 2.5)


def test_grid_points_are_the_middles_of_the_cells_row_by_row_from_the_bottom():
    points = grid_points(Rectangle(left=0.0, bottom=10.0, right=4.0, top=12.0), 4, 2)
    assert points[:, 0].tolist() == [0.5, 1.5, 2.5, 3.5] * 2
    assert points[:, 1].tolist() == [10.5] * 4 + [11.5] * 4


def test_a_map_holds_the_probabilities_of_each_cells_middle():
    network, area = random_network((2, 4, 3), 1), Rectangle(-1.0, -2.0, 3.0, 2.0)
    shown = probability_map(network, area, n_columns=5, n_rows=7)
    assert shown.shape == (7, 5, 3)
    assert shown.dtype == np.float32
    middle = np.array([[-1.0 + 4 / 5 * 3.5, -2.0 + 4 / 7 * 2.5]])
    np.testing.assert_allclose(shown[2, 3], network.probabilities(middle)[0], atol=1e-6)


@given(seeds, st.lists(st.integers(1, 9), max_size=3), st.integers(2, 12), st.data())
def test_a_map_is_the_textbooks(seed: int, hidden: list[int], n_classes: int, data: st.DataObject):
    kinds = [data.draw(st.sampled_from(list(ACTIVATIONS.values()))) for _ in hidden]
    network = random_network((2, *hidden, n_classes), seed, kinds)
    for layer in network.layers:
        layer.weights /= np.sqrt(len(layer.weights))  # so that scores do not grow from layer to layer
    n_columns, n_rows = data.draw(st.integers(1, 170)), data.draw(st.integers(1, 170))
    expected = network.probabilities(grid_points(AREA, n_columns, n_rows)).reshape(n_rows, n_columns, -1)
    np.testing.assert_allclose(probability_map(network, AREA, n_columns, n_rows), expected, atol=1e-5)


@pytest.mark.parametrize("activation", ACTIVATIONS.values())
@pytest.mark.parametrize("size", [20.0, 1e5])
def test_large_weights_are_no_trouble(activation, size: float):
    network = random_network((2, 5, 3), 6, activation)
    network.layers[0].weights *= size
    network.layers[1].weights /= size
    expected = network.probabilities(grid_points(AREA, 40, 30)).reshape(30, 40, 3)
    np.testing.assert_allclose(probability_map(network, AREA, 40, 30), expected, atol=1e-5)


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


@pytest.mark.parametrize("layer", [0, 1])
def test_a_weight_that_is_no_number_leaves_every_class_as_likely(layer: int):
    network = random_network((2, 4, 3), 1)
    network.layers[layer].weights[0, 0] = np.nan
    assert (probability_map(network, AREA, 7, 5) == 1 / 3).any()
    assert np.isfinite(probability_map(network, AREA, 7, 5)).all()


@pytest.mark.parametrize("sizes", [(2, 3), (2, 5, 4, 2)])
@pytest.mark.parametrize("n_rows", [1, 61, 130])
def test_a_map_is_put_together_from_strips(monkeypatch: pytest.MonkeyPatch, sizes: tuple[int, ...], n_rows: int):
    monkeypatch.setattr(regions, "_MOST_POINTS", 20 * 40)
    network = random_network(sizes, 3)
    expected = network.probabilities(grid_points(AREA, 40, n_rows)).reshape(n_rows, 40, sizes[-1])
    np.testing.assert_allclose(probability_map(network, AREA, 40, n_rows), expected, atol=2e-6)


@pytest.mark.parametrize("bias", [200.0, -200.0, 900.0, 1e5])
def test_scores_too_large_for_an_exponential_are_shifted(bias: float):
    network, area = random_network((2, 4, 3), 1), Rectangle(-1.0, -1.0, 1.0, 1.0)
    network.layers[-1].biases[...] = (0.0, bias, bias + 0.5)
    expected = network.probabilities(grid_points(area, 7, 5)).reshape(5, 7, 3)
    np.testing.assert_allclose(probability_map(network, area, 7, 5), expected, atol=1e-4)


def squares(points: FloatArray) -> FloatArray:
    return np.square(points)


def products(points: FloatArray) -> FloatArray:
    return np.column_stack([points, points[:, 0] * points[:, 1]])


def projection(points: FloatArray) -> FloatArray:
    return points @ np.array([[0.5, -1.0, 0.3, 0.0], [0.2, 0.4, -0.6, 1.0]]) + 0.1


@pytest.mark.parametrize(("inputs_of", "n_inputs"), [(squares, 2), (products, 3), (projection, 4)])
@given(seed=seeds, data=st.data())
def test_a_network_is_fed_what_the_points_are_turned_into(
    inputs_of: Callable[[FloatArray], FloatArray], n_inputs: int, seed: int, data: st.DataObject
):
    hidden = data.draw(st.lists(st.integers(1, 6), max_size=2))
    n_rows = data.draw(st.integers(1, 150))
    kinds = [data.draw(st.sampled_from(list(ACTIVATIONS.values()))) for _ in hidden]
    network = random_network((n_inputs, *hidden, 3), seed, kinds)
    expected = network.probabilities(inputs_of(grid_points(AREA, 60, n_rows))).reshape(n_rows, 60, 3)
    np.testing.assert_allclose(probability_map(network, AREA, 60, n_rows, inputs_of), expected, atol=3e-5)


def test_where_the_inputs_are_beyond_single_precision_every_class_is_as_likely():
    network = random_network((2, 4, 3), 1)
    shown = probability_map(network, Rectangle(-1.0, -1.0, 1.0, 1.0), 6, 4, lambda points: points * 1e60)
    np.testing.assert_allclose(shown, 1 / 3, atol=1e-6)
