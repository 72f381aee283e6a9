"""A curve alone: which value belongs to which step."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.ui.plots.curve import Curve
from tests.ui.plots.every_step import every_step

EVERY_STEP = every_step(np.linspace(2.0, 1.0, 101))
SOME_STEPS = Curve(np.array([2.5, 1.5, 0.5]), steps=np.array([0.0, 10.0, 100.0]))
NOTHING = every_step(np.empty(0))


@pytest.mark.parametrize(("wanted", "step"), [(0, 0), (3.4, 3), (3.6, 4), (-50, 0), (1e9, 100)])
def test_a_curve_of_every_step_tells_the_nearest(wanted: float, step: int) -> None:
    assert EVERY_STEP.at(wanted) == (step, EVERY_STEP.values[step])


def test_a_curve_may_begin_later() -> None:
    late = every_step(np.array([5.0, 6.0, 7.0]), first_step=40)
    assert late.at(41) == (41, 6.0)
    assert late.at(0) == (40, 5.0)
    assert late.at(99) == (42, 7.0)
    assert late.last_step == 42


@pytest.mark.parametrize(
    ("wanted", "step", "value"), [(0, 0, 2.5), (4, 0, 2.5), (6, 10, 1.5), (54, 10, 1.5), (56, 100, 0.5)]
)
def test_a_curve_of_some_steps_tells_the_nearest_that_has_a_value(wanted: float, step: int, value: float) -> None:
    assert SOME_STEPS.at(wanted) == (step, value)
    assert SOME_STEPS.last_step == 100


def test_a_curve_without_values_tells_none() -> None:
    assert NOTHING.at(5) is None
    assert NOTHING.last_step == 0
    assert Curve(np.empty(0), steps=np.empty(0)).at(5) is None


@given(st.sets(st.integers(0, 1000), min_size=1, max_size=300), st.floats(-100, 2000))
def test_the_nearest_step_is_never_further_than_another(chosen: set[int], wanted: float) -> None:
    steps = np.array(sorted(chosen), np.float64)
    curve = Curve(steps / 2, steps)
    found = curve.at(wanted)
    assert found is not None
    step, value = found
    assert value == step / 2
    assert abs(step - wanted) == np.abs(steps - wanted).min()
    assert curve.place_before(wanted) == (steps < wanted).sum()
