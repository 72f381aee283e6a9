import numpy as np
import pytest

from nnviz.core.optimizers import gradient_descent
from tests.core.random_networks import parameters, random_network, random_points


def test_gradient_descent_takes_the_learning_rate_times_the_gradient_away_in_place():
    network = random_network((2, 3, 2), 1)
    arrays = parameters(network)
    before = [array.copy() for array in arrays]
    gradients = network.measure(*random_points(8, 2, 2, 2), 0.1).gradients
    gradient_descent(network, gradients, 0.25)
    flat = [array for layer in gradients for array in (layer.weights, layer.biases)]
    for array, kept, gradient, same in zip(arrays, before, flat, parameters(network), strict=True):
        assert array is same
        np.testing.assert_allclose(array, kept - 0.25 * gradient)


def test_a_small_step_goes_downhill():
    network = random_network((2, 4, 3), 7)
    points, labels = random_points(30, 2, 3, 7)
    before = network.measure(points, labels, 0.01)
    gradient_descent(network, before.gradients, 1e-4)
    assert network.measure(points, labels, 0.01).loss < before.loss


def test_there_must_be_a_gradient_for_every_layer():
    network = random_network((2, 4, 3), 7)
    with pytest.raises(ValueError, match="zip"):
        gradient_descent(network, [], 0.1)
