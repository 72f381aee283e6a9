import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.special import softmax as scipy_softmax
from sklearn.metrics import log_loss

from nnviz.core.losses import cross_entropy, l2_penalty, softmax
from tests.core.random_networks import seeds


def some_logits(seed: int, scale: float = 3.0) -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.RandomState(seed)
    return scale * generator.standard_normal((12, 4)), generator.randint(4, size=12)


@settings(deadline=None)
@given(arrays(np.float64, (5, 3), elements=st.floats(-1e6, 1e6)))
def test_probabilities_are_scipys_and_sum_to_1(logits: np.ndarray):
    probabilities = softmax(logits)
    np.testing.assert_allclose(probabilities, scipy_softmax(logits, axis=1), rtol=1e-9, atol=1e-300)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1.0, rtol=1e-14)


def test_scores_of_a_million_do_not_overflow():
    logits = np.array([[1e6, -1e6, 0.0], [-1e6, -1e6, 1e6]])
    assert softmax(logits).tolist() == [[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]
    loss, error_signal = cross_entropy(logits, np.array([1, 2]))
    assert loss == 1e6  # two million for the first point, nothing for the second
    assert error_signal.tolist() == [[0.5, -0.5, 0.0], [0.0, 0.0, 0.0]]


def test_adding_a_number_to_all_scores_of_a_point_changes_nothing():
    logits, labels = some_logits(0)
    shifted = logits + np.arange(12.0)[:, np.newaxis]
    np.testing.assert_allclose(softmax(shifted), softmax(logits), rtol=1e-13)
    assert cross_entropy(shifted, labels)[0] == pytest.approx(cross_entropy(logits, labels)[0], rel=1e-13)


@settings(deadline=None)
@given(seeds)
def test_the_data_loss_is_scikit_learns_log_loss(seed: int):
    logits, labels = some_logits(seed)
    expected = log_loss(labels, scipy_softmax(logits, axis=1), labels=range(4))
    assert cross_entropy(logits, labels)[0] == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("n_classes", [2, 3, 10])
def test_a_network_that_knows_nothing_has_the_loss_log_n_classes(n_classes: int):
    loss, _ = cross_entropy(np.zeros((7, n_classes)), np.arange(7) % n_classes)
    assert loss == pytest.approx(np.log(n_classes), rel=1e-15)


@settings(deadline=None, max_examples=30)
@given(seeds)
def test_the_error_signal_is_the_slope_that_finite_differences_measure(seed: int):
    logits, labels = some_logits(seed)
    _, error_signal = cross_entropy(logits, labels)
    slopes, step = np.empty_like(logits), 1e-5
    for place in np.ndindex(*logits.shape):
        nudge = np.zeros_like(logits)
        nudge[place] = step
        slopes[place] = (cross_entropy(logits + nudge, labels)[0] - cross_entropy(logits - nudge, labels)[0]) / 2e-5
    np.testing.assert_allclose(error_signal, slopes, atol=1e-9)


def test_an_error_signal_sums_to_0_over_the_classes_of_a_point():
    _, error_signal = cross_entropy(*some_logits(1))
    np.testing.assert_allclose(error_signal.sum(axis=1), 0.0, atol=1e-16)


def test_the_logits_handed_in_stay_as_they_are():
    logits, labels = some_logits(2)
    before = logits.copy()
    softmax(logits)
    cross_entropy(logits, labels)
    assert (logits == before).all()


def test_the_penalty_is_half_lambda_times_the_sum_of_squares():
    weights = [np.array([[1.0, -2.0]]), np.array([[3.0], [0.5]])]
    assert l2_penalty(weights, 0.1) == pytest.approx(0.05 * (1 + 4 + 9 + 0.25))


def test_without_lambda_there_is_no_penalty():
    assert l2_penalty([np.full((2, 2), 7.0)], 0.0) == 0.0
