import numpy as np
import pytest

from nnviz.core.activations import IDENTITY, RELU
from nnviz.core.layers import DenseLayer

INPUTS = np.array([[1.0, 2.0], [-1.0, 0.5], [0.0, 3.0]])


def a_layer() -> DenseLayer:
    return DenseLayer(np.array([[1.0, -1.0, 0.5], [2.0, 0.25, -1.0]]), np.array([0.1, 0.2, 0.3]), RELU)


def test_scores_are_inputs_times_weights_plus_biases():
    seen = a_layer().forward(INPUTS)
    by_hand = [[5.1, -0.3, -1.2], [0.1, 1.325, -0.7], [6.1, 0.95, -2.7]]
    np.testing.assert_allclose(seen.scores, by_hand)
    assert (seen.outputs == np.maximum(seen.scores, 0.0)).all()
    assert seen.inputs is INPUTS


def test_an_error_signal_is_0_where_the_neuron_was_silent():
    layer = a_layer()
    seen = layer.forward(INPUTS)
    error_signal = layer.error_signal(seen, np.full((3, 3), 7.0))
    assert ((error_signal == 0.0) == (seen.outputs <= 0.0)).all()
    assert set(error_signal.ravel()) == {0.0, 7.0}


def test_a_weights_gradient_sums_input_times_error_signal_over_the_points():
    layer = a_layer()
    error_signal = np.arange(9.0).reshape(3, 3)
    gradients = layer.gradients(layer.forward(INPUTS), error_signal)
    for i in range(2):
        for j in range(3):
            assert gradients.weights[i, j] == sum(INPUTS[n, i] * error_signal[n, j] for n in range(3))
    assert gradients.biases.tolist() == [9.0, 12.0, 15.0]


def test_an_error_signal_goes_back_through_the_same_weights():
    layer = a_layer()
    np.testing.assert_allclose(layer.input_gradient(np.array([[1.0, 2.0, 4.0]])), [[1.0, -1.5]])


@pytest.mark.parametrize(
    ("weights", "biases"), [(np.ones((2, 3)), np.ones(2)), (np.ones(3), np.ones(3)), (np.ones((2, 3)), np.ones((3, 1)))]
)
def test_a_layer_needs_as_many_biases_as_neurons(weights: np.ndarray, biases: np.ndarray):
    with pytest.raises(ValueError, match="as many biases as neurons"):
        DenseLayer(weights, biases, IDENTITY)
