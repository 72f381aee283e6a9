import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.core.compiled.update_calls import effective_rates, update
from nnviz.core.optimizers import AdaGrad, Adam, GradientDescent, Momentum, Nesterov, Optimizer, RMSProp

OPTIMIZERS = (GradientDescent(), Momentum(0.8), Nesterov(0.7), AdaGrad(1e-3), RMSProp(0.6, 1e-4), Adam(0.8, 0.99, 1e-5))


@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=lambda optimizer: type(optimizer).__name__)
@given(seed=st.integers(0, 10**6))
def test_updates_are_the_textbooks(optimizer: Optimizer, seed: int):
    generator = np.random.RandomState(seed)
    weights = generator.standard_normal(9)
    memories = [np.zeros(9) for _ in range(optimizer.n_memories)]
    states = np.zeros((6, 1 + optimizer.n_memories, 9))
    states[0, 0] = weights
    rates = generator.uniform(0.001, 0.1, 5)
    effective = effective_rates(optimizer, rates, 0)
    for step in range(5):
        gradient = generator.standard_normal(9)
        calls = update(
            optimizer, states[step], states[step + 1], np.stack([gradient, gradient]), np.array(effective[step])
        )
        before = states[step].copy()
        for call in calls:
            call()
        weights = weights + optimizer.stride(gradient, memories, float(rates[step]), step)
        np.testing.assert_allclose(states[step + 1, 0], weights, rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(states[step + 1, 1:], np.reshape(memories, (-1, 9)), rtol=1e-12, atol=1e-14)
        np.testing.assert_array_equal(states[step], before)
