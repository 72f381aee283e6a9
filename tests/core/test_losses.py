import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.special import softmax as scipy_softmax
from sklearn.metrics import log_loss

from nnviz.core.losses import NO_PENALTY, Penalty, cross_entropy, softmax
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


# --- penalties


some_weights = st.lists(
    arrays(np.float64, st.tuples(st.integers(1, 4), st.integers(1, 4)), elements=st.floats(-1e3, 1e3)), max_size=3
)
lambdas = st.floats(0.0, 10.0)


def test_a_penalty_is_half_lambda_times_the_squares_plus_lambda_1_times_the_sizes():
    weights = [np.array([[1.0, -2.0]]), np.array([[3.0], [0.5]])]
    assert Penalty(0.1, 0.0).of(weights) == pytest.approx(0.05 * (1 + 4 + 9 + 0.25))
    assert Penalty(0.0, 0.1).of(weights) == pytest.approx(0.1 * (1 + 2 + 3 + 0.5))
    assert Penalty(0.1, 0.1).of(weights) == pytest.approx(0.05 * 14.25 + 0.1 * 6.5)


@given(some_weights, lambdas, lambdas)
def test_a_penalty_is_numpys_norms(weights: list[np.ndarray], l2: float, l1: float):
    flat = np.concatenate([np.zeros(1), *(matrix.ravel() for matrix in weights)])
    expected = 0.5 * l2 * np.linalg.norm(flat) ** 2 + l1 * np.linalg.norm(flat, 1)
    assert Penalty(l2, l1).of(weights) == pytest.approx(expected, rel=1e-12, abs=1e-300)


@given(st.floats(-100.0, 100.0).filter(lambda weight: abs(weight) > 1e-3), lambdas, lambdas)
def test_the_slope_of_a_penalty_is_what_finite_differences_measure(weight: float, l2: float, l1: float):
    penalty, nudge = Penalty(l2, l1), 1e-4
    above, below = (penalty.of([np.array([[weight + way * nudge]])]) for way in (1.0, -1.0))
    assert penalty.slope(np.array([[weight]]))[0, 0] == pytest.approx(
        (above - below) / (2.0 * nudge), rel=1e-7, abs=1e-7
    )


def test_a_weight_of_exactly_0_is_not_pulled():
    assert Penalty(0.5, 0.25).slope(np.array([[0.0, 1.0, -2.0]])).tolist() == [[0.0, 0.75, -1.25]]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_slope_keeps_the_precision_of_its_weights(dtype: type):
    assert Penalty(0.5, 0.25).slope(np.ones((2, 2), dtype)).dtype == dtype


def test_without_lambdas_there_is_no_penalty():
    weights = [np.full((2, 2), 7.0)]
    assert NO_PENALTY == Penalty() == Penalty(0.0, 0.0)
    assert NO_PENALTY.of(weights) == 0.0
    assert not NO_PENALTY.slope(weights[0]).any()


def test_a_penalty_may_be_asked_of_weights_that_come_one_by_one():
    assert Penalty(2.0).of(np.full((1, 1), float(number)) for number in range(4)) == 14.0
