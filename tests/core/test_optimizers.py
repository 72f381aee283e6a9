"""Every optimizer against somebody else's: scikit-learn's, or its paper's formula written down anew."""

from collections.abc import Callable
from dataclasses import astuple
from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.neural_network._stochastic_optimizers import AdamOptimizer, SGDOptimizer

from nnviz.core.layers import LayerGradients
from nnviz.core.optimizers import (
    AdaGrad,
    Adam,
    GradientDescent,
    Memories,
    Momentum,
    Nesterov,
    Optimizer,
    RMSProp,
)
from tests.core.random_networks import OPTIMIZERS, parameters, random_network, random_points, seeds

every_optimizer = pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=lambda optimizer: type(optimizer).__name__)

rates = st.floats(1e-4, 1.0)
kept_shares = st.floats(0.0, 0.999)


def walk(optimizer: Optimizer, start: np.ndarray, gradients: np.ndarray, learning_rate: float) -> np.ndarray:
    """Where the weights stand after each of these gradients, (n_steps, n_weights)."""
    weights = start.copy()
    memories = [np.zeros_like(weights) for _ in range(optimizer.n_memories)]
    places: list[np.ndarray] = []
    for step, gradient in enumerate(gradients):
        weights += optimizer.stride(gradient, memories, learning_rate, step)
        places.append(weights.copy())
    return np.array(places)


def random_way(seed: int, n_steps: int = 30, n_weights: int = 5) -> tuple[np.ndarray, np.ndarray]:
    """Where to start, and the gradients met on the way, of very different sizes."""
    generator = np.random.RandomState(seed)
    sizes = 10.0 ** generator.uniform(-3.0, 1.0, n_weights)
    return generator.standard_normal(n_weights), sizes * generator.standard_normal((n_steps, n_weights))


# --- against scikit-learn's


def scikit_learns_walk(optimizer: object, start: np.ndarray, gradients: np.ndarray) -> np.ndarray:
    weights, places = start, []
    for gradient in gradients:
        optimizer.update_params([weights], [gradient])
        places.append(weights.copy())
    return np.array(places)


@settings(max_examples=30)
@given(seeds, rates)
def test_gradient_descent_is_scikit_learns(seed: int, learning_rate: float):
    start, gradients = random_way(seed)
    ours = walk(GradientDescent(), start, gradients, learning_rate)
    theirs = SGDOptimizer([start], learning_rate, momentum=0.0, nesterov=False)
    np.testing.assert_allclose(ours, scikit_learns_walk(theirs, start, gradients), rtol=1e-12, atol=1e-12)


@settings(max_examples=30)
@given(seeds, rates, kept_shares)
def test_momentum_is_scikit_learns(seed: int, learning_rate: float, momentum: float):
    start, gradients = random_way(seed)
    ours = walk(Momentum(momentum), start, gradients, learning_rate)
    theirs = SGDOptimizer([start], learning_rate, momentum=momentum, nesterov=False)
    np.testing.assert_allclose(ours, scikit_learns_walk(theirs, start, gradients), rtol=1e-12, atol=1e-12)


@settings(max_examples=30)
@given(seeds, rates, kept_shares)
def test_nesterov_is_scikit_learns(seed: int, learning_rate: float, momentum: float):
    start, gradients = random_way(seed)
    ours = walk(Nesterov(momentum), start, gradients, learning_rate)
    theirs = SGDOptimizer([start], learning_rate, momentum=momentum, nesterov=True)
    np.testing.assert_allclose(ours, scikit_learns_walk(theirs, start, gradients), rtol=1e-12, atol=1e-12)


@settings(max_examples=30)
@given(seeds, rates, kept_shares, kept_shares, st.floats(1e-12, 1e-2))
def test_adam_is_scikit_learns(seed: int, learning_rate: float, beta1: float, beta2: float, epsilon: float):
    start, gradients = random_way(seed)
    ours = walk(Adam(beta1, beta2, epsilon), start, gradients, learning_rate)
    theirs = AdamOptimizer([start], learning_rate, beta1, beta2, epsilon)
    np.testing.assert_allclose(ours, scikit_learns_walk(theirs, start, gradients), rtol=1e-12, atol=1e-12)


# --- against the papers, one weight at a time


def adagrad_by_the_paper(gradients: list[float], learning_rate: float, epsilon: float) -> list[float]:
    """The stride over the root of the sum of all squares so far."""
    return [
        -learning_rate * gradient / (sqrt(sum(g * g for g in gradients[: step + 1])) + epsilon)
        for step, gradient in enumerate(gradients)
    ]


def rmsprop_by_the_lecture(gradients: list[float], learning_rate: float, decay: float, epsilon: float) -> list[float]:
    """The stride over the root of a mean of squares in which those long past count less and less."""
    return [
        -learning_rate
        * gradient
        / (sqrt(sum((1.0 - decay) * decay**age * gradients[step - age] ** 2 for age in range(step + 1))) + epsilon)
        for step, gradient in enumerate(gradients)
    ]


def adam_by_the_paper(
    gradients: list[float], learning_rate: float, beta1: float, beta2: float, epsilon: float
) -> list[float]:
    """Algorithm 1 of Kingma and Ba, its two running means corrected one by one.

    The efficient order adds ε before the correction and not after it, so here ε is corrected as well.
    """
    strides, mean, square = [], 0.0, 0.0
    for t, gradient in enumerate(gradients, start=1):
        mean = beta1 * mean + (1.0 - beta1) * gradient
        square = beta2 * square + (1.0 - beta2) * gradient**2
        corrected_mean, corrected_square = mean / (1.0 - beta1**t), square / (1.0 - beta2**t)
        strides.append(-learning_rate * corrected_mean / (sqrt(corrected_square) + epsilon / sqrt(1.0 - beta2**t)))
    return strides


@pytest.mark.parametrize(
    ("optimizer", "by_the_paper"),
    [
        (AdaGrad(1e-3), lambda gradients: adagrad_by_the_paper(gradients, 0.1, 1e-3)),
        (RMSProp(0.9, 1e-3), lambda gradients: rmsprop_by_the_lecture(gradients, 0.1, 0.9, 1e-3)),
        (RMSProp(0.0, 1e-8), lambda gradients: rmsprop_by_the_lecture(gradients, 0.1, 0.0, 1e-8)),
        (Adam(0.9, 0.999, 1e-3), lambda gradients: adam_by_the_paper(gradients, 0.1, 0.9, 0.999, 1e-3)),
    ],
    ids=["AdaGrad", "RMSProp", "RMSProp without memory", "Adam"],
)
@settings(max_examples=20)
@given(seeds)
def test_strides_are_those_of_the_published_formula(
    optimizer: Optimizer, by_the_paper: Callable[[list[float]], list[float]], seed: int
):
    start, gradients = random_way(seed)
    ours = walk(optimizer, start, gradients, 0.1)
    strides = np.array([by_the_paper(column.tolist()) for column in gradients.T]).T
    np.testing.assert_allclose(ours, start + np.cumsum(strides, axis=0), rtol=1e-12, atol=1e-12)


# --- by hand


@pytest.mark.parametrize(
    ("optimizer", "strides"),
    [
        # Gradients 2 and then -1, learning rate ½.
        (GradientDescent(), [-1.0, 0.5]),
        (Momentum(0.5), [-1.0, -0.5 + 0.5]),
        (Nesterov(0.5), [0.5 * -1.0 - 1.0, 0.5 * 0.0 + 0.5]),
        (AdaGrad(0.5), [-1.0 / 2.5, 0.5 / (sqrt(5.0) + 0.5)]),
        (RMSProp(0.75, 0.5), [-1.0 / (1.0 + 0.5), 0.5 / (1.0 + 0.5)]),
        (
            Adam(0.5, 0.75, 0.5),
            [-0.5 * sqrt(0.25) / 0.5 * 1.0 / (1.0 + 0.5), -0.5 * sqrt(0.4375) / 0.75 * 0.0 / (1.0 + 0.5)],
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_two_strides_can_be_followed_by_hand(optimizer: Optimizer, strides: list[float]):
    places = walk(optimizer, np.zeros(1), np.array([[2.0], [-1.0]]), 0.5)
    np.testing.assert_allclose(np.diff(places[:, 0], prepend=0.0), strides, rtol=1e-15, atol=1e-16)


@pytest.mark.parametrize("learning_rate", [1e-4, 0.1])
@pytest.mark.parametrize("size", [1e-4, 1e6])
def test_adams_first_stride_is_the_learning_rate_whatever_the_slope(learning_rate: float, size: float):
    places = walk(Adam(), np.zeros(2), np.array([[size, -size]]), learning_rate)
    np.testing.assert_allclose(places[0], [-learning_rate, learning_rate], rtol=1e-2)


def test_momentum_without_momentum_is_gradient_descent():
    start, gradients = random_way(3)
    plain = walk(GradientDescent(), start, gradients, 0.1)
    assert (walk(Momentum(0.0), start, gradients, 0.1) == plain).all()
    assert (walk(Nesterov(0.0), start, gradients, 0.1) == plain).all()


def test_a_heavy_ball_on_a_steady_slope_comes_to_ten_times_the_speed():
    places = walk(Momentum(0.9), np.zeros(1), np.ones((300, 1)), 0.1)
    assert places[-1, 0] - places[-2, 0] == pytest.approx(-0.1 / (1.0 - 0.9))


@every_optimizer
def test_where_it_was_never_steep_nothing_moves_and_nothing_is_divided_by_zero(optimizer: Optimizer):
    with np.errstate(all="raise"):
        assert (walk(optimizer, np.ones(3), np.zeros((4, 3)), 0.1) == 1.0).all()


@pytest.mark.parametrize(
    ("optimizer", "defaults"),
    [
        (Adam(), (0.9, 0.999, 1e-8)),  # Kingma and Ba (2015), algorithm 1
        (RMSProp(), (0.9, 1e-8)),  # Hinton's lecture 6e: nine tenths
    ],
    ids=["Adam", "RMSProp"],
)
def test_defaults_are_those_of_the_paper(optimizer: Optimizer, defaults: tuple[float, ...]):
    assert astuple(optimizer) == defaults


# --- on a whole network


@every_optimizer
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_a_network_is_moved_in_place_and_keeps_its_precision(optimizer: Optimizer, dtype: type):
    network = random_network((2, 3, 2), 1, dtype=dtype)
    points, labels = random_points(8, 2, 2, 2)
    arrays = parameters(network)
    before = [array.copy() for array in arrays]
    memories = Memories(optimizer, network)
    for step in range(3):
        gradients = network.measure(points.astype(dtype), labels).gradients
        memories.update(gradients, 0.05, step)
    for array, kept, same in zip(arrays, before, parameters(network), strict=True):
        assert array is same
        assert array.dtype == dtype
        assert (array != kept).any()


@every_optimizer
def test_every_array_of_a_network_moves_as_if_it_were_alone(optimizer: Optimizer):
    network = random_network((2, 3, 4, 2), 1)
    starts = [array.copy() for array in parameters(network)]
    generator = np.random.RandomState(2)
    memories = Memories(optimizer, network)
    met: list[list[np.ndarray]] = []
    for step in range(6):
        gradients = [
            LayerGradients(
                generator.standard_normal(layer.weights.shape), generator.standard_normal(layer.biases.shape)
            )
            for layer in network.layers
        ]
        met.append([array for layer in gradients for array in (layer.weights, layer.biases)])
        memories.update(gradients, 0.1, step)
    for array, start, gradients in zip(parameters(network), starts, zip(*met, strict=True), strict=True):
        assert (array == walk(optimizer, start, np.array(gradients), 0.1)[-1]).all()


@every_optimizer
def test_the_gradients_handed_in_stay_as_they_are(optimizer: Optimizer):
    network = random_network((2, 3, 2), 1)
    gradients = network.measure(*random_points(8, 2, 2, 2)).gradients
    kept = [(layer.weights.copy(), layer.biases.copy()) for layer in gradients]
    Memories(optimizer, network).update(gradients, 0.1, 0)
    for layer, (weights, biases) in zip(gradients, kept, strict=True):
        assert (layer.weights == weights).all()
        assert (layer.biases == biases).all()


@every_optimizer
def test_a_hundred_short_strides_go_downhill(optimizer: Optimizer):
    network = random_network((2, 4, 3), 7)
    points, labels = random_points(30, 2, 3, 7)
    before = network.measure(points, labels)
    memories = Memories(optimizer, network)
    for step in range(100):
        memories.update(network.measure(points, labels).gradients, 1e-3, step)
    assert network.measure(points, labels).loss < before.loss


def test_there_must_be_a_gradient_for_every_layer():
    with pytest.raises(ValueError, match="zip"):
        Memories(Adam(), random_network((2, 4, 3), 7)).update([], 0.1, 0)
