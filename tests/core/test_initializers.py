import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from nnviz.core.initializers import normal, truncated_normal
from tests.core.random_networks import seeds


def test_normal_weights_are_the_generators_own_numbers_times_the_deviation():
    expected = 0.3 * np.random.RandomState(5).standard_normal((4, 3))
    assert (normal(0.3)(4, 3, np.random.RandomState(5)) == expected).all()


def test_normal_weights_follow_a_normal_distribution():
    weights = normal(2.0)(200, 100, np.random.RandomState(1))
    assert stats.kstest(weights.ravel(), stats.norm(scale=2.0).cdf).pvalue > 0.01


@settings(deadline=None)
@given(seeds, st.floats(0.001, 10.0), st.integers(1, 30), st.integers(1, 30))
def test_no_truncated_weight_is_further_than_two_deviations_away(seed: int, deviation: float, n_inputs: int, n: int):
    weights = truncated_normal(deviation)(n_inputs, n, np.random.RandomState(seed))
    assert weights.shape == (n_inputs, n)
    assert np.abs(weights).max() <= 2.0 * deviation


def test_truncated_weights_spread_as_scipys_truncnorm_does():
    weights = truncated_normal(1.5)(400, 500, np.random.RandomState(3))
    expected = stats.truncnorm(-2, 2, scale=1.5)
    assert weights.std() == pytest.approx(expected.std(), rel=5e-3)
    assert weights.std() / 1.5 == pytest.approx(0.88, abs=5e-3)
    assert stats.kstest(weights.ravel(), expected.cdf).pvalue > 0.01


@pytest.mark.parametrize("initializer", [normal(1.0), truncated_normal(1.0)])
def test_the_same_generator_gives_the_same_weights_and_goes_on(initializer):
    one, other = np.random.RandomState(9), np.random.RandomState(9)
    first = initializer(20, 20, one)
    assert (first == initializer(20, 20, other)).all()
    assert (initializer(20, 20, one) != first).any()
