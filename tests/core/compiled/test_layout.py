import numpy as np

from nnviz.core.compiled.layout import Layout, with_ones
from tests.core.random_networks import random_network


def filled(sizes: tuple[int, ...]) -> tuple[Layout, np.ndarray]:
    network = random_network(sizes, 1)
    layout = Layout(network)
    flat = np.empty(layout.size)
    layout.fill(flat, [layer.weights for layer in network.layers], [layer.biases for layer in network.layers])
    return layout, flat


def test_weights_and_biases_come_back_in_the_textbooks_shapes():
    network = random_network((2, 4, 3), 1)
    layout, flat = filled((2, 4, 3))
    assert layout.size == network.n_parameters == len(flat)
    for found, layer in zip(layout.layers(flat), network.layers, strict=True):
        np.testing.assert_array_equal(found.weights, layer.weights)
        np.testing.assert_array_equal(found.biases, layer.biases)


def test_a_matrix_has_the_biases_in_its_last_column():
    network = random_network((2, 4, 3), 1)
    layout, flat = filled((2, 4, 3))
    for matrix, layer in zip(layout.matrices(flat), network.layers, strict=True):
        np.testing.assert_array_equal(matrix[:, :-1], layer.weights.T)
        np.testing.assert_array_equal(matrix[:, -1], layer.biases)


def test_what_is_written_to_a_matrix_stands_in_the_vector():
    layout, flat = filled((2, 4, 3))
    layout.matrices(flat)[1][...] = 7.0
    assert np.count_nonzero(flat == 7.0) == 3 * 5


def test_weights_are_told_from_biases():
    layout, _ = filled((2, 4, 3))
    is_weight = layout.is_weight(np.dtype(np.float32))
    assert is_weight.dtype == np.float32
    assert is_weight.sum() == 2 * 4 + 4 * 3
    assert all((layer.biases == 0).all() for layer in layout.layers(is_weight))


def test_points_become_columns_over_a_row_of_ones():
    inputs = with_ones(np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), np.dtype(np.float32))
    assert inputs.dtype == np.float32
    assert inputs.tolist() == [[1, 3, 5], [2, 4, 6], [1, 1, 1]]
