"""Every gradient against finite differences, and the check itself against slopes known otherwise."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nnviz.core.activations import ACTIVATIONS, IDENTITY, RELU, SIGMOID, TANH, Activation
from nnviz.core.dropout import Dropout
from nnviz.core.gradient_check import GradientCheck, gradient_check
from nnviz.core.layers import LayerGradients
from nnviz.core.losses import NO_PENALTY, Penalty
from nnviz.core.network import Network
from tests.core.random_networks import parameters, random_network, random_points, seeds

AGREEMENT = 1e-6
KINKED = ("relu", "leaky-relu")
NEAR = 1e-4
"""A score or weight this close to its kink is left out: no nudge is small enough to stay on one side, and precise."""

PENALTIES = (Penalty(l2=0.1), Penalty(l1=0.05), Penalty(l2=0.1, l1=0.05))
every_activation = pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=ACTIVATIONS)
every_depth = pytest.mark.parametrize("depth", range(5))


def stays_away_from_kinks(
    network: Network, points: np.ndarray, penalty: Penalty, masks: tuple[np.ndarray, ...]
) -> bool:
    """Whether no score of a ReLU, and with L1 no weight, is so near 0 that a difference would reach across it."""
    pairs = zip(network.layers, network.forward(points, masks), strict=True)
    kinked = [seen.scores for layer, seen in pairs if layer.activation.name in KINKED]
    if penalty.l1 > 0.0:
        kinked += [layer.weights for layer in network.layers]
    return all(np.abs(array).min() > NEAR for array in kinked)


def random_masks(sizes: tuple[int, ...], n_points: int, seed: int) -> tuple[np.ndarray, ...]:
    hidden = sizes[1:-1]
    return Dropout([0.4] * len(hidden), hidden, seed).masks(seed % 1000, n_points) if hidden else ()


# --- every gradient


@every_depth
@every_activation
@settings(max_examples=2)
@given(seed=seeds, data=st.data())
def test_gradients_are_the_slopes_that_finite_differences_measure(
    activation: Activation, depth: int, seed: int, data: st.DataObject
):
    sizes = (2, *data.draw(st.tuples(*[st.integers(1, 4)] * depth)), 3)
    network = random_network(sizes, seed, activation)
    points, labels = random_points(4, 2, 3, seed + 1)
    for penalty, masks in product(PENALTIES, [(), random_masks(sizes, 4, seed)] if depth else [()]):
        assume(stays_away_from_kinks(network, points, penalty, masks))
        assert gradient_check(network, points, labels, penalty, masks).relative_error <= AGREEMENT


@settings(max_examples=25)
@given(st.lists(st.sampled_from(list(ACTIVATIONS.values())), max_size=4), seeds, st.sampled_from([0.1, 1.0, 30.0]))
def test_so_they_are_where_every_layer_has_its_own_activation_and_points_are_near_or_far(
    activations: list[Activation], seed: int, size: float
):
    sizes = (2, *[3] * len(activations), 3)
    network = random_network(sizes, seed, activations)
    points, labels = random_points(5, 2, 3, seed + 1)
    assume(stays_away_from_kinks(network, size * points, NO_PENALTY, ()))
    assert gradient_check(network, size * points, labels).relative_error <= AGREEMENT


@pytest.mark.parametrize("activation", [ACTIVATIONS[name] for name in KINKED], ids=KINKED)
def test_few_random_networks_are_so_near_a_kink_that_they_are_left_out(activation: Activation):
    kept = 0
    for seed in range(300):
        sizes = (2, *[4] * (seed % 5), 3)
        network, (points, _) = random_network(sizes, seed, activation), random_points(5, 2, 3, seed + 1)
        kept += stays_away_from_kinks(network, points, Penalty(0.1, 0.05), random_masks(sizes, 5, seed))
    assert kept >= 285


# --- the check itself


def test_a_wrong_derivative_is_found():
    wrong = replace(TANH, derivative=lambda _scores, outputs: 1.0 - outputs)
    points, labels = random_points(5, 2, 3, 1)
    assert gradient_check(random_network((2, 4, 3), 2, TANH), points, labels).relative_error < 1e-9
    assert gradient_check(random_network((2, 4, 3), 2, wrong), points, labels).relative_error > 0.01


def test_a_forgotten_penalty_is_found():
    network = random_network((2, 4, 3), 2)
    points, labels = random_points(5, 2, 3, 1)
    check = gradient_check(network, points, labels, Penalty(0.1))
    forgotten = replace(check, analytic=network.measure(points, labels).gradients)
    assert check.relative_error < 1e-9
    assert forgotten.relative_error > 0.01


def test_both_gradients_have_an_array_for_every_array_of_the_network():
    network = random_network((2, 4, 3), 2)
    check = gradient_check(network, *random_points(5, 2, 3, 1))
    for gradients in (check.analytic, check.numeric):
        for layer, gradient in zip(network.layers, gradients, strict=True):
            assert gradient.weights.shape == layer.weights.shape
            assert gradient.biases.shape == layer.biases.shape


def test_a_slope_is_that_of_the_closed_form():
    points, labels = random_points(20, 2, 3, 3)
    network = random_network((2, 3), 4)
    truth = np.eye(3)[labels]
    check = gradient_check(network, points, labels)
    signal = (network.probabilities(points) - truth) / 20
    np.testing.assert_allclose(check.numeric[0].weights, points.T @ signal, rtol=0, atol=1e-11)
    np.testing.assert_allclose(check.numeric[0].biases, signal.sum(axis=0), rtol=0, atol=1e-11)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_the_network_is_left_as_it_was_and_its_precision_does_not_matter(dtype: type):
    network = random_network((2, 4, 3), 2, SIGMOID, dtype)
    arrays = parameters(network)
    before = [array.copy() for array in arrays]
    check = gradient_check(network, *random_points(5, 2, 3, 1), Penalty(0.1, 0.1), (np.full((5, 4), 2.0),))
    assert check.relative_error <= AGREEMENT
    for array, kept, same in zip(parameters(network), before, arrays, strict=True):
        assert array is same
        assert array.dtype == dtype
        assert (array == kept).all()


def test_weights_that_cannot_be_written_to_can_be_checked():
    network = random_network((2, 4, 3), 2)
    for array in parameters(network):
        array.setflags(write=False)
    assert gradient_check(network, *random_points(5, 2, 3, 1)).relative_error < 1e-9


@pytest.mark.parametrize("distance", [1e-3, 1e-4, 1e-5, 1e-6])
def test_near_a_kink_the_nudges_become_smaller(distance: float):
    network = random_network((1, 1, 2), 5)
    network.layers[0].weights[...] = 1.0
    network.layers[0].biases[...] = -1.0
    points, labels = np.array([[1.0 + distance], [1.0 - distance]]), np.array([0, 1])
    check = gradient_check(network, points, labels)
    assert check.relative_error <= AGREEMENT


def test_near_the_kink_of_a_penalty_the_nudges_become_smaller_too():
    network = random_network((2, 3), 5)
    network.layers[0].weights[0] = [1e-4, -1e-5, 0.0]
    check = gradient_check(network, *random_points(5, 2, 3, 1), Penalty(l1=1.0))
    assert check.relative_error <= AGREEMENT


def test_right_on_a_kink_the_check_says_that_there_is_no_slope_to_agree_on():
    network = random_network((1, 1, 2), 5)
    network.layers[0].weights[...] = 1.0
    network.layers[0].biases[...] = -1.0
    check = gradient_check(network, np.array([[1.0]]), np.array([0]))
    assert check.analytic[0].weights[0, 0] == 0.0
    assert check.relative_error == pytest.approx(1.0)


@pytest.mark.parametrize("size", [1e3, 1e-3])
def test_large_and_small_points_and_weights_are_no_trouble(size: float):
    network = random_network((2, 3, 3), 9, TANH)
    network.layers[0].weights /= size
    points, labels = random_points(6, 2, 3, 10)
    assert gradient_check(network, size * points, labels).relative_error <= AGREEMENT


def test_a_network_that_has_nothing_to_learn_agrees():
    network = random_network((2, 3), 4)
    points = np.array([[3.0, 0.0], [-3.0, 0.0], [0.0, 3.0]])
    network.layers[0].weights[...] = [[40.0, -40.0, 0.0], [0.0, 0.0, 40.0]]
    network.layers[0].biases[...] = 0.0
    check = gradient_check(network, points, np.array([0, 1, 2]))
    assert check.relative_error <= AGREEMENT


@pytest.mark.parametrize("spoilt", [np.inf, np.nan])
def test_a_network_that_has_diverged_agrees_with_nothing(spoilt: float):
    network = random_network((2, 3, 3), 4)
    network.layers[0].weights[...] = spoilt
    assert np.isnan(gradient_check(network, *random_points(5, 2, 3, 1)).relative_error)


# --- the relative error


def a_check(analytic: list[float], numeric: list[float]) -> GradientCheck:
    """Of one layer with one input and as many neurons as there are numbers."""
    layers = [LayerGradients(np.array([slopes]), np.zeros(len(slopes))) for slopes in (analytic, numeric)]
    return GradientCheck((layers[0],), (layers[1],))


@pytest.mark.parametrize(
    ("analytic", "numeric", "expected"),
    [
        ([1.0, 2.0], [1.0, 2.0], 0.0),
        ([1.0, 2.0], [1.0, 2.2], 0.2 / 2.2),
        ([1.0, -2.0], [1.0, 2.0], 2.0),
        ([10.0, 0.2], [10.0, 0.21], 0.01 / 0.21),
        ([10.0, 0.02], [10.0, 0.03], 0.01 / 0.1),  # measured by a hundredth of the largest
        ([0.0, 0.0], [0.0, 1e-9], 1e-5),  # measured by 1e-4
        ([0.0, 0.0], [0.0, 0.0], 0.0),
    ],
)
def test_the_relative_error_is_the_largest_of_all_and_small_slopes_are_measured_by_larger_ones(
    analytic: list[float], numeric: list[float], expected: float
):
    assert a_check(analytic, numeric).relative_error == pytest.approx(expected)
    assert a_check(numeric, analytic).relative_error == pytest.approx(expected)


def test_the_relative_error_looks_at_every_layer_and_at_biases_too():
    same = LayerGradients(np.ones((2, 2)), np.ones(2))
    off = LayerGradients(np.ones((2, 2)), np.array([1.0, 1.5]))
    assert GradientCheck((same, same), (same, off)).relative_error == pytest.approx(0.5 / 1.5)


def test_a_linear_network_is_checked_as_well():
    assert gradient_check(random_network((2, 2), 0, IDENTITY), *random_points(4, 2, 2, 0)).relative_error < 1e-9
    assert gradient_check(random_network((2, 3, 2), 0, RELU), *random_points(4, 2, 2, 0)).relative_error < 1e-9
