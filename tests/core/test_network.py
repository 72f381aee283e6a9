import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nnviz.core.network import Network
from tests.core.random_networks import layer_sizes, parameters, random_network, random_points, seeds

STEP = 1e-5


def measured_slopes(network: Network, points: np.ndarray, labels: np.ndarray, l2: float) -> np.ndarray:
    """The gradient by central differences, all parameters in a row."""
    slopes: list[float] = []
    for array in parameters(network):
        for place in np.ndindex(*array.shape):
            kept = array[place]
            array[place] = kept + STEP
            above = network.measure(points, labels, l2).loss
            array[place] = kept - STEP
            below = network.measure(points, labels, l2).loss
            array[place] = kept
            slopes.append((above - below) / (2 * STEP))
    return np.array(slopes)


@settings(deadline=None, max_examples=60)
@given(layer_sizes, seeds, st.sampled_from([0.0, 0.01, 1.0]))
def test_gradients_are_the_slopes_that_finite_differences_measure(sizes: tuple[int, ...], seed: int, l2: float):
    network = random_network(sizes, seed)
    points, labels = random_points(6, sizes[0], sizes[-1], seed ^ 1)
    hidden_scores = [seen.scores.ravel() for seen in network.forward(points)[:-1]]
    # A finite difference across a ReLU's kink measures neither of its two slopes.
    assume(not hidden_scores or np.abs(np.concatenate(hidden_scores)).min() > 2e-3)
    gradients = network.measure(points, labels, l2).gradients
    computed = np.concatenate([array.ravel() for layer in gradients for array in (layer.weights, layer.biases)])
    measured = measured_slopes(network, points, labels, l2)
    scale = np.linalg.norm(computed) + np.linalg.norm(measured)
    assert np.linalg.norm(computed - measured) <= 1e-6 * scale + 1e-10


def test_a_points_way_through_the_network_can_be_followed_by_hand():
    network = random_network((2, 3, 2), 4)
    points, _ = random_points(5, 2, 2, 5)
    first, last = network.forward(points)
    assert first.inputs is points
    assert last.inputs is first.outputs
    hidden = np.maximum(points @ network.layers[0].weights + network.layers[0].biases, 0.0)
    np.testing.assert_allclose(network.logits(points), hidden @ network.layers[1].weights + network.layers[1].biases)


def test_probabilities_sum_to_1_whatever_the_weights():
    network = random_network((2, 3, 3), 4)
    for array in parameters(network):
        array[...] = 1e6 * array
    probabilities = network.probabilities(random_points(50, 2, 3, 1)[0])
    np.testing.assert_allclose(probabilities.sum(axis=1), 1.0)
    assert (probabilities >= 0.0).all()


def test_a_measurement_splits_the_loss_into_data_loss_and_penalty():
    network = random_network((2, 3, 3), 8)
    points, labels = random_points(9, 2, 3, 8)
    plain, punished = network.measure(points, labels, 0.0), network.measure(points, labels, 0.5)
    assert plain.loss == plain.data_loss == punished.data_loss
    assert punished.loss == punished.data_loss + punished.penalty
    assert punished.penalty == network.penalty(0.5)
    for before, after, layer in zip(plain.gradients, punished.gradients, network.layers, strict=True):
        np.testing.assert_allclose(after.weights, before.weights + 0.5 * layer.weights)
        assert (after.biases == before.biases).all()


def test_measuring_changes_no_parameter():
    network = random_network((2, 4, 3), 3)
    before = [array.copy() for array in parameters(network)]
    network.measure(*random_points(7, 2, 3, 3), 0.1)
    assert all((array == kept).all() for array, kept in zip(parameters(network), before, strict=True))


@pytest.mark.parametrize(("sizes", "expected"), [((2, 5, 3), 33), ((2, 3), 9), ((1, 1, 1, 2), 8)])
def test_parameters_are_counted_with_their_biases(sizes: tuple[int, ...], expected: int):
    assert random_network(sizes, 0).n_parameters == expected


def test_layers_that_do_not_fit_are_refused():
    misfit = [random_network((2, 3), 0).layers[0], random_network((4, 2), 0).layers[0]]
    with pytest.raises(ValueError, match="a layer of 3 neurons cannot feed 4"):
        Network(misfit)


def test_a_network_without_layers_is_refused():
    with pytest.raises(ValueError, match="at least one layer"):
        Network([])
