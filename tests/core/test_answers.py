import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.core.activations import IDENTITY
from nnviz.core.answers import answer, joined
from nnviz.core.layers import DenseLayer
from nnviz.core.losses import softmax
from nnviz.core.network import Network
from tests.core.random_networks import random_network, seeds


@settings(deadline=None)
@given(seeds, st.integers(0, 300))
def test_answers_are_those_of_the_networks_probabilities(seed: int, n_points: int):
    generator = np.random.RandomState(seed)
    network = random_network((2, 4, 3), seed)
    points, labels = generator.standard_normal((n_points, 2)), generator.randint(3, size=n_points)
    answers = answer(network, points, labels)
    probabilities = softmax(network.logits(points))
    rows = np.arange(n_points)
    assert len(answers) == n_points
    assert (answers.rows == rows).all()
    assert (answers.predicted == network.logits(points).argmax(axis=1)).all()
    assert np.allclose(answers.confidence, probabilities.max(axis=1))
    assert np.allclose(answers.truth, probabilities[rows, labels])
    assert (answers.wrong == np.flatnonzero(answers.predicted != labels)).all()


def test_many_points_are_asked_in_parts_and_a_wide_network_in_smaller_ones(monkeypatch: pytest.MonkeyPatch):
    asked: list[int] = []
    plain = Network.logits

    def logits(network: Network, points: np.ndarray) -> np.ndarray:
        asked.append(len(points))
        return plain(network, points)

    monkeypatch.setattr(Network, "logits", logits)
    points = np.random.RandomState(0).standard_normal((9000, 2))
    answers = answer(random_network((2, 3), 1), points, np.zeros(9000, dtype=np.intp))
    assert asked == [4000, 4000, 1000]
    assert (answers.rows == np.arange(9000)).all()
    asked.clear()
    answer(random_network((2, 160, 3), 1), points[:250], np.zeros(250, dtype=np.intp))
    assert asked == [100, 100, 50]


def test_rows_and_places_find_the_points_again():
    network = Network([DenseLayer(np.eye(2), np.zeros(2), IDENTITY)])
    points = np.array([[2.0, 0.0], [0.0, 1.0], [3.0, 1.0], [0.0, 5.0]])
    answers = answer(network, points, np.array([0, 0, 1, 1]), np.array([4, 6, 7, 9]))
    assert len(answers) == 4
    assert answers.predicted.tolist() == [0, 1, 0, 1]
    assert answers.rows[answers.wrong].tolist() == [6, 7]
    assert answers.rows[answers.places_of(1, 0)].tolist() == [7]
    assert answers.rows[answers.places_of(0, 0)].tolist() == [4]
    both = joined([answers, answers])
    assert both.rows.tolist() == [4, 6, 7, 9] * 2


def test_a_network_beyond_all_numbers_has_answers_without_probabilities():
    network = Network([DenseLayer(np.full((2, 2), 1e308), np.zeros(2), IDENTITY)])
    answers = answer(network, np.array([[9.0, 9.0]]), np.array([1]))
    assert answers.predicted.tolist() == [0]
    assert np.isnan(answers.confidence).all()
