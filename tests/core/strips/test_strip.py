import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.core.activations import ACTIVATIONS
from nnviz.core.arrays import FloatArray
from nnviz.core.network import Network
from nnviz.core.strips.grid import Grid
from nnviz.core.strips.openings import Fed, first_layer
from nnviz.core.strips.strip import Strip
from tests.core.random_networks import layer_sizes, random_network, seeds

GRID = Grid(np.linspace(-2.0, 3.0, 7), np.linspace(-1.0, 4.0, 8), 3 * 7, np.float64)


def features(n_inputs: int) -> np.ndarray:
    return np.random.RandomState(n_inputs).standard_normal((2, n_inputs))


def filled(strip: Strip, network: Network, number: int) -> FloatArray:
    """The strip's probabilities, (n_points, n_classes)."""
    n_classes = len(network.layers[-1].biases)
    probabilities = np.empty((n_classes, *GRID.shape))
    with np.errstate(over="ignore"):
        strip.fill(number, probabilities)
    return probabilities.reshape(n_classes, -1).T


@given(layer_sizes, seeds, st.data())
def test_a_strip_has_the_textbooks_probabilities(sizes: tuple[int, ...], seed: int, data: st.DataObject):
    kinds = [data.draw(st.sampled_from(list(ACTIVATIONS.values()))) for _ in sizes[1:-1]]
    network = random_network(sizes, seed, kinds)
    projection = features(sizes[0])
    strip = Strip(Fed(lambda points: points @ projection, sizes[0], GRID), network.layers)
    for number in range(len(GRID.strips)):
        expected = network.probabilities(GRID.points(number) @ projection)
        np.testing.assert_allclose(filled(strip, network, number), expected, atol=1e-12)


@pytest.mark.parametrize("activation", ACTIVATIONS.values())
def test_each_strip_has_a_matrix_of_its_own_after_a_first_layer(activation):
    network = random_network((2, 5, 4, 3), 8, activation)
    strip = Strip(first_layer(network.layers[0], GRID), network.layers[1:])
    for number in (2, 0, 1):
        expected = network.probabilities(GRID.points(number))
        np.testing.assert_allclose(filled(strip, network, number), expected, atol=1e-12)


def test_where_exponentials_overflow_they_are_shifted_and_the_next_strip_is_not():
    network = random_network((2, 3), 1)
    network.layers[0].weights[...] = [[0.0, 0.0, 0.0], [0.0, -400.0, -399.0]]
    network.layers[0].biases[...] = 0.0  # overflows where y is far below 0 only
    strip = Strip(Fed(lambda points: 2.0 * points, 2, GRID), network.layers)
    for number in (0, 2, 0, 1):
        expected = network.probabilities(2.0 * GRID.points(number))
        np.testing.assert_allclose(filled(strip, network, number), expected, atol=1e-9)
