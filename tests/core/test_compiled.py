"""The compiled step against the textbook's."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.core import compiled
from nnviz.core.activations import IDENTITY
from nnviz.core.compiled import CompiledNetwork, chunk_size, with_ones
from nnviz.core.losses import cross_entropy
from nnviz.core.metrics import accuracy
from nnviz.core.optimizers import gradient_descent
from tests.core.random_networks import random_network, random_points

sizes = st.lists(st.integers(1, 9), min_size=0, max_size=4)


def assert_close(value: object, expected: object) -> None:
    np.testing.assert_allclose(value, expected, rtol=1e-12, atol=1e-13)


@given(sizes, st.integers(2, 6), st.integers(1, 40), st.sampled_from([0.0, 0.03]), st.integers(0, 10**6))
def test_loss_and_gradients_are_the_textbooks(hidden: list[int], n_classes: int, n_points: int, l2: float, seed: int):
    points, labels = random_points(n_points, 2, n_classes, seed)
    textbook = random_network((2, *hidden, n_classes), seed)
    fast = CompiledNetwork(random_network((2, *hidden, n_classes), seed), points, labels, n_points)
    for _ in range(3):
        expected = textbook.measure(points, labels, l2)
        assert_close(fast.measure(slice(0, n_points), l2), (expected.data_loss, expected.penalty))
        for ours, theirs in zip(fast.gradients, expected.gradients, strict=True):
            assert_close(ours.weights, theirs.weights)
            assert_close(ours.biases, theirs.biases)
        gradient_descent(textbook, expected.gradients, 0.05)
        fast.descend(0.05)


@pytest.mark.parametrize("n_points", [600, 1000, 1300])
def test_chunks_add_up(monkeypatch: pytest.MonkeyPatch, n_points: int):
    monkeypatch.setattr(compiled, "_CHUNK_BYTES", 1)  # so that a chunk has its smallest size
    points, labels = random_points(n_points, 2, 3, 1)
    textbook = random_network((2, 5, 3), 2)
    fast = CompiledNetwork(random_network((2, 5, 3), 2), points, labels, n_points)
    expected = textbook.measure(points, labels, 0.01)
    assert_close(fast.measure(slice(0, n_points), 0.01), (expected.data_loss, expected.penalty))
    for ours, theirs in zip(fast.gradients, expected.gradients, strict=True):
        assert_close(ours.weights, theirs.weights)
        assert_close(ours.biases, theirs.biases)


def test_the_networks_own_weights_are_those_that_move():
    points, labels = random_points(20, 2, 3, 1)
    network = random_network((2, 4, 3), 2)
    before = [layer.weights.copy() for layer in network.layers]
    fast = CompiledNetwork(network, points, labels, 20)
    for layer, weights in zip(network.layers, before, strict=True):
        np.testing.assert_array_equal(layer.weights, weights)
    fast.measure(slice(0, 20), 0.0)
    fast.descend(0.1)
    for layer, weights in zip(network.layers, before, strict=True):
        assert (layer.weights != weights).any()


@pytest.mark.parametrize("size", [1e3, 1e6, -1e6])
def test_scores_of_a_million_are_no_trouble(size: float):
    points, labels = random_points(30, 2, 3, 4)
    points = points * abs(size)
    network = random_network((2, 3), 5)
    network.layers[0].biases += size
    expected = network.measure(points, labels, 0.0)
    with np.errstate(all="ignore"):
        fast = CompiledNetwork(network, points, labels, 30)
        data_loss, _ = fast.measure(slice(0, 30), 0.0)
        surprise, n_right = fast.score_training()
    assert np.isfinite(data_loss)
    assert data_loss == pytest.approx(expected.data_loss, rel=1e-12)
    assert surprise / 30 == pytest.approx(expected.data_loss, rel=1e-12)
    assert n_right / 30 == accuracy(network.logits(points), labels)
    for ours, theirs in zip(fast.gradients, expected.gradients, strict=True):
        np.testing.assert_allclose(ours.weights, theirs.weights, rtol=1e-9, atol=1e-9 * abs(size))


def test_other_points_are_scored_as_the_textbook_does():
    points, labels = random_points(50, 2, 3, 6)
    others, their_labels = random_points(33, 2, 3, 7)
    network = random_network((2, 4, 3), 8)
    fast = CompiledNetwork(network, points, labels, 50)
    surprise, n_right = fast.score(with_ones(others), their_labels.astype(float))
    logits = network.logits(others)
    assert surprise / 33 == pytest.approx(cross_entropy(logits, their_labels)[0], rel=1e-12)
    assert n_right / 33 == accuracy(logits, their_labels)


def test_where_classes_share_the_highest_score_the_first_counts():
    points, labels = random_points(50, 2, 3, 6)
    network = random_network((2, 4, 3), 8)
    for layer in network.layers:
        layer.weights[...] = 0.0
        layer.biases[...] = 0.0
    fast = CompiledNetwork(network, points, labels, 50)
    surprise, n_right = fast.score_training()
    assert n_right == np.count_nonzero(labels == 0)
    assert surprise / 50 == pytest.approx(np.log(3))


def test_a_chunk_is_never_larger_than_what_is_asked_for():
    matrices = [np.empty((5, 3)), np.empty((3, 6))]
    assert chunk_size(matrices, 7) == 7
    assert 128 <= chunk_size(matrices, 10**7) <= 10_000
    assert chunk_size([np.empty((10_000, 3))], 10**7) == 128


def test_a_hidden_layer_may_pass_its_scores_on_as_they_are():
    points, labels = random_points(40, 2, 3, 9)
    textbook, taken_over = random_network((2, 4, 3), 10), random_network((2, 4, 3), 10)
    for network in (textbook, taken_over):
        network.layers[0].activation = IDENTITY
    fast = CompiledNetwork(taken_over, points, labels, 40)
    expected = textbook.measure(points, labels, 0.0)
    assert_close(fast.measure(slice(0, 40), 0.0), (expected.data_loss, 0.0))
    for ours, theirs in zip(fast.gradients, expected.gradients, strict=True):
        assert_close(ours.weights, theirs.weights)
