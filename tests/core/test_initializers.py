from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from nnviz.core.initializers import (
    Initializer,
    glorot_normal,
    glorot_uniform,
    he_normal,
    he_uniform,
    normal,
    truncated_normal,
    uniform,
    zeros,
)
from tests.core.random_networks import seeds

N_INPUTS, N_NEURONS = 300, 150
RANDOM = {
    "normal": normal(0.3),
    "truncated_normal": truncated_normal(0.3),
    "uniform": uniform(0.3),
    "glorot_uniform": glorot_uniform,
    "glorot_normal": glorot_normal,
    "he_uniform": he_uniform,
    "he_normal": he_normal,
}


def test_normal_weights_are_the_generators_own_numbers_times_the_deviation():
    expected = 0.3 * np.random.RandomState(5).standard_normal((4, 3))
    assert (normal(0.3)(4, 3, np.random.RandomState(5)) == expected).all()


@pytest.mark.parametrize(
    ("initializer", "distribution"),
    [
        (normal(2.0), stats.norm(scale=2.0)),
        (truncated_normal(1.5), stats.truncnorm(-2, 2, scale=1.5)),
        (uniform(0.7), stats.uniform(-0.7, 1.4)),
        # For a matrix of 300 inputs and 150 neurons.
        (glorot_uniform, stats.uniform(-sqrt(6 / 450), 2 * sqrt(6 / 450))),
        (glorot_normal, stats.norm(scale=sqrt(2 / 450))),
        (he_uniform, stats.uniform(-sqrt(6 / 300), 2 * sqrt(6 / 300))),
        (he_normal, stats.norm(scale=sqrt(2 / 300))),
    ],
    ids=RANDOM,
)
def test_weights_follow_their_distribution(initializer: Initializer, distribution):
    weights = initializer(N_INPUTS, N_NEURONS, np.random.RandomState(1))
    assert weights.mean() == pytest.approx(0.0, abs=5.0 * distribution.std() / sqrt(weights.size))
    assert weights.std() == pytest.approx(distribution.std(), rel=0.01)
    assert stats.kstest(weights.ravel(), distribution.cdf).pvalue > 0.01


@pytest.mark.parametrize(
    ("rule", "variance"),
    [
        (glorot_uniform, 2 / 450),
        (glorot_normal, 2 / 450),
        (he_uniform, 2 / 300),
        (he_normal, 2 / 300),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_uniform_or_normal_a_rule_gives_the_same_variance(rule: Initializer, variance: float):
    assert rule(N_INPUTS, N_NEURONS, np.random.RandomState(2)).var() == pytest.approx(variance, rel=0.02)


@settings(max_examples=50)
@given(seeds, st.floats(0.001, 10.0), st.integers(1, 30), st.integers(1, 30))
def test_no_truncated_weight_is_further_than_two_deviations_away(seed: int, deviation: float, n_inputs: int, n: int):
    weights = truncated_normal(deviation)(n_inputs, n, np.random.RandomState(seed))
    assert weights.shape == (n_inputs, n)
    assert np.abs(weights).max() <= 2.0 * deviation


@settings(max_examples=50)
@given(seeds, st.floats(0.001, 10.0))
def test_no_uniform_weight_lies_beyond_the_limit(seed: int, limit: float):
    assert np.abs(uniform(limit)(20, 20, np.random.RandomState(seed))).max() <= limit


def test_truncated_weights_spread_by_about_88_percent_of_the_whole_distributions_deviation():
    weights = truncated_normal(1.5)(400, 500, np.random.RandomState(3))
    assert weights.std() / 1.5 == pytest.approx(0.88, abs=5e-3)


def test_zeros_are_zeros_and_draw_nothing():
    generator = np.random.RandomState(1)
    assert zeros(3, 2, generator).tolist() == [[0.0, 0.0]] * 3
    assert generator.standard_normal() == np.random.RandomState(1).standard_normal()


@pytest.mark.parametrize("initializer", RANDOM.values(), ids=RANDOM)
def test_the_same_generator_gives_the_same_weights_and_goes_on(initializer: Initializer):
    one, other = np.random.RandomState(9), np.random.RandomState(9)
    first = initializer(20, 20, one)
    assert (first == initializer(20, 20, other)).all()
    assert (initializer(20, 20, one) != first).any()
    assert (initializer(20, 20, np.random.RandomState(10)) != first).any()


@pytest.mark.parametrize("initializer", [*RANDOM.values(), zeros], ids=[*RANDOM, "zeros"])
@pytest.mark.parametrize("shape", [(1, 1), (2, 5), (256, 3)])
def test_weights_have_a_row_for_each_input_and_a_column_for_each_neuron(
    initializer: Initializer, shape: tuple[int, int]
):
    weights = initializer(*shape, np.random.RandomState(4))
    assert weights.shape == shape
    assert weights.dtype == np.float64
    assert np.isfinite(weights).all()


@pytest.mark.parametrize("rule", [he_normal, he_uniform])
def test_hes_rule_keeps_the_size_of_scores_through_many_layers_of_relu(rule: Initializer):
    generator = np.random.RandomState(6)
    outputs = generator.standard_normal((200, 256))
    for _ in range(8):
        scores = outputs @ rule(256, 256, generator)
        outputs = np.maximum(scores, 0.0)
    assert 0.4 < scores.std() / sqrt(2.0) < 2.0


@pytest.mark.parametrize("rule", [glorot_normal, glorot_uniform])
def test_glorots_rule_keeps_the_size_of_scores_through_many_linear_layers(rule: Initializer):
    generator = np.random.RandomState(7)
    outputs = generator.standard_normal((200, 256))
    for _ in range(8):
        outputs = outputs @ rule(256, 256, generator)
    assert 0.7 < outputs.std() < 1.4
