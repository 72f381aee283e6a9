import numpy as np
import pytest

from nnviz.core.activations import ACTIVATIONS, IDENTITY, RELU

SCORES = np.array([[-2.0, -0.5, 0.25, 3.0], [1e6, -1e6, 1e-9, -1e-9]])


def test_relu_passes_what_is_positive_and_is_silent_otherwise():
    assert RELU.function(np.array([-1.0, 0.0, 2.0])).tolist() == [0.0, 0.0, 2.0]


def test_relu_takes_the_slope_0_at_exactly_0():
    zero = np.zeros(1)
    assert RELU.derivative(zero, RELU.function(zero)).tolist() == [0.0]


def test_identity_gives_back_its_scores():
    assert (IDENTITY.function(SCORES) == SCORES).all()


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_a_derivative_is_the_slope_that_finite_differences_measure(name: str):
    activation, step = ACTIVATIONS[name], 1e-10
    slope = (activation.function(SCORES + step) - activation.function(SCORES - step)) / (2 * step)
    # Near a million the grid of doubles is as coarse as the step: there the slope is known from the other points.
    ordinary = np.abs(SCORES) < 1e3
    derivative = activation.derivative(SCORES, activation.function(SCORES))
    np.testing.assert_allclose(derivative[ordinary], slope[ordinary], atol=1e-5)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_an_activation_keeps_the_shape_and_the_precision_of_its_scores(name: str):
    activation = ACTIVATIONS[name]
    outputs = activation.function(SCORES)
    derivative = activation.derivative(SCORES, outputs)
    assert outputs.shape == derivative.shape == SCORES.shape
    assert outputs.dtype == derivative.dtype == np.float64


def test_activations_are_listed_by_their_names():
    assert {name: activation.name for name, activation in ACTIVATIONS.items()} == {
        "relu": "relu",
        "identity": "identity",
    }
