"""Networks; that their gradients are right is tested in `test_gradient_check`."""

import numpy as np
import pytest
from hypothesis import given, settings

from nnviz.core.activations import SIGMOID, TANH
from nnviz.core.losses import NO_PENALTY, Penalty
from nnviz.core.network import Network
from tests.core.random_networks import layer_sizes, parameters, random_network, random_points, seeds


def test_a_points_way_through_the_network_can_be_followed_by_hand():
    network = random_network((2, 3, 2), 4)
    points, _ = random_points(5, 2, 2, 5)
    first, last = network.forward(points)
    assert first.inputs is points
    assert last.inputs is first.outputs
    hidden = np.maximum(points @ network.layers[0].weights + network.layers[0].biases, 0.0)
    np.testing.assert_allclose(network.logits(points), hidden @ network.layers[1].weights + network.layers[1].biases)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_network_computes_in_the_precision_of_its_weights_and_points(dtype: type):
    network = random_network((2, 4, 3, 2), 1, TANH, dtype)
    points, labels = random_points(6, 2, 2, 2)
    masks = (np.full((6, 4), 2.0), np.ones((6, 3)))
    measured = network.measure(points.astype(dtype), labels, Penalty(0.1, 0.1), masks)
    assert {array.dtype for layer in measured.gradients for array in (layer.weights, layer.biases)} == {np.dtype(dtype)}
    assert {seen.outputs.dtype for seen in network.forward(points.astype(dtype), masks)} == {np.dtype(dtype)}


# --- dropout


def test_a_mask_stands_between_a_hidden_layer_and_the_next():
    network = random_network((2, 4, 3, 2), 4, SIGMOID)
    points, _ = random_points(5, 2, 2, 5)
    masks = [2.0 * np.random.RandomState(number).randint(2, size=(5, size)) for number, size in enumerate((4, 3))]
    first, second, last = network.forward(points, masks)
    assert (first.outputs == network.forward(points)[0].outputs).all()
    assert (second.inputs == first.outputs * masks[0]).all()
    assert (last.inputs == second.outputs * masks[1]).all()


def test_a_neuron_that_is_left_out_is_as_good_as_not_there():
    network = random_network((2, 4, 3), 4)
    points, labels = random_points(9, 2, 3, 5)
    mask = np.ones((9, 4))
    mask[:, 1] = 0.0
    measured = network.measure(points, labels, masks=(mask,))
    hidden = network.layers[0]
    hidden.weights[:, 1] = hidden.biases[1] = 0.0  # a ReLU neuron of score 0 says 0
    smaller = network.measure(points, labels)
    assert measured.loss == pytest.approx(smaller.loss, rel=1e-14)
    assert not measured.gradients[0].weights[:, 1].any()
    assert not measured.gradients[1].weights[1].any()
    np.testing.assert_allclose(measured.gradients[1].weights, smaller.gradients[1].weights, rtol=1e-12, atol=1e-15)


@settings(max_examples=30)
@given(layer_sizes, seeds)
def test_masks_of_ones_change_nothing(sizes: tuple[int, ...], seed: int):
    network = random_network(sizes, seed)
    points, labels = random_points(5, sizes[0], sizes[-1], seed)
    plain = network.measure(points, labels)
    masked = network.measure(points, labels, masks=[np.ones((5, n_neurons)) for n_neurons in sizes[1:-1]])
    assert masked.loss == plain.loss
    for one, other in zip(masked.gradients, plain.gradients, strict=True):
        assert (one.weights == other.weights).all()
        assert (one.biases == other.biases).all()


# --- probabilities, losses, sizes


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
    plain, punished = network.measure(points, labels), network.measure(points, labels, Penalty(0.5, 0.25))
    assert plain.loss == plain.data_loss == punished.data_loss
    assert punished.loss == punished.data_loss + punished.penalty
    assert punished.penalty == network.penalty(Penalty(0.5, 0.25))
    assert plain.penalty == network.penalty(NO_PENALTY) == 0.0
    for before, after, layer in zip(plain.gradients, punished.gradients, network.layers, strict=True):
        pull = 0.5 * layer.weights + 0.25 * np.sign(layer.weights)
        np.testing.assert_allclose(after.weights, before.weights + pull)
        assert (after.biases == before.biases).all()


def test_measuring_changes_no_parameter():
    network = random_network((2, 4, 3), 3)
    before = [array.copy() for array in parameters(network)]
    network.measure(*random_points(7, 2, 3, 3), Penalty(0.1, 0.1))
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
