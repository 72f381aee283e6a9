from dataclasses import replace

import numpy as np
import pytest

from nnviz.experiment.experiment import Experiment
from nnviz.session.settings import WEIGHT_QUANTITIES as REMEMBERED
from nnviz.ui.plots.weight_quantities import CHANGE, GRADIENT, UPDATE, VALUE, WEIGHT_QUANTITIES, numbers_of, why_none
from tests.ui.plots.moments import moment


def test_settings_remember_each_by_its_key() -> None:
    assert tuple(WEIGHT_QUANTITIES) == REMEMBERED


@pytest.mark.parametrize("layer", [0, 1])
def test_numbers_are_those_of_the_moment(small_experiment: Experiment, layer: int) -> None:
    start, before, now = (moment(small_experiment, n_steps) for n_steps in (0, 6, 7))
    expected = {
        VALUE: (now.weights, now.biases),
        GRADIENT: (now.weight_gradients, now.bias_gradients),
        UPDATE: (
            [mine - yours for mine, yours in zip(now.weights, before.weights, strict=True)],
            [mine - yours for mine, yours in zip(now.biases, before.biases, strict=True)],
        ),
        CHANGE: (
            [mine - yours for mine, yours in zip(now.weights, start.weights, strict=True)],
            [mine - yours for mine, yours in zip(now.biases, start.biases, strict=True)],
        ),
    }
    for quantity, (weights, biases) in expected.items():
        numbers = numbers_of(now, quantity)
        assert numbers is not None
        np.testing.assert_array_equal(numbers.weights[layer], weights[layer])
        np.testing.assert_array_equal(numbers.biases[layer], biases[layer])


def test_where_nothing_led_to_a_step_it_is_said_why(small_experiment: Experiment) -> None:
    first = moment(small_experiment)
    assert numbers_of(first, UPDATE) is None
    assert why_none(first) == "At step 0 no update has been made yet"
    frame = replace(moment(small_experiment, 7), before=None)
    assert numbers_of(frame, UPDATE) is None
    assert "step 7" in why_none(frame)
    assert numbers_of(first, CHANGE) is not None
