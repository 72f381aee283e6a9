from math import cos, pi

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.core.schedules import Constant, Cosine, ExponentialDecay, InverseTime, Schedule, Shape, StepDecay

strides = st.integers(1, 10_000)
factors = st.floats(0.001, 1.0)
shapes = st.one_of(
    st.just(Constant()),
    st.builds(StepDecay, factors, strides),
    st.builds(ExponentialDecay, factors, strides),
    st.builds(InverseTime, strides),
    st.builds(Cosine, strides, st.floats(0.0, 1.0)),
)
schedules = st.builds(Schedule, st.floats(1e-5, 10.0), shapes, st.sampled_from([0, 1, 2, 10, 500]))


def factor(shape: Shape, step: int) -> float:
    return float(shape.factors(np.array([float(step)]))[0])


# --- the shape of each


@given(st.integers(0, 10**7))
def test_a_constant_rate_is_the_same_at_every_step(step: int):
    assert Schedule(0.3).rate(step) == 0.3


@given(factors, strides, st.integers(0, 8), st.integers(0, 9_999))
def test_stairs_fall_by_the_factor_at_every_nth_step_and_only_there(
    share: float, every: int, n_stairs: int, place: int
):
    assert factor(StepDecay(share, every), n_stairs * every + place % every) == pytest.approx(share**n_stairs)


@given(factors, strides, st.integers(0, 8))
def test_a_slope_meets_the_stairs_at_their_edges(share: float, every: int, n_stairs: int):
    slope, stairs = ExponentialDecay(share, every), StepDecay(share, every)
    assert factor(slope, n_stairs * every) == pytest.approx(factor(stairs, n_stairs * every))


@given(factors, strides, st.integers(0, 10_000))
def test_a_slope_loses_the_same_share_in_every_step(share: float, every: int, step: int):
    slope = ExponentialDecay(share, every)
    if factor(slope, step) > 1e-300:
        assert factor(slope, step + 1) / factor(slope, step) == pytest.approx(share ** (1.0 / every), rel=1e-9)


@given(strides)
def test_one_over_t_has_a_half_a_third_a_quarter_left(halved_after: int):
    shape = InverseTime(halved_after)
    left = [factor(shape, multiple * halved_after) for multiple in range(5)]
    assert left == pytest.approx([1.0, 1 / 2, 1 / 3, 1 / 4, 1 / 5], rel=1e-15)


@given(strides, st.floats(0.0, 1.0))
def test_a_cosine_ends_on_its_floor_and_stays_there(over: int, floor: float):
    shape = Cosine(over, floor)
    assert factor(shape, 0) == 1.0
    for step in (over, over + 1, 10 * over):
        assert factor(shape, step) == floor


def test_a_cosine_is_halfway_down_in_its_middle():
    assert factor(Cosine(200, 0.1), 100) == pytest.approx(0.55)
    assert factor(Cosine(200, 0.0), 50) == pytest.approx((1.0 + cos(pi / 4)) / 2)


def test_after_twice_its_stride_a_slope_has_a_quarter_left_and_one_over_t_a_third():
    assert factor(ExponentialDecay(0.5, 100), 200) == pytest.approx(1 / 4)
    assert factor(InverseTime(100), 200) == pytest.approx(1 / 3)


# --- what all have in common


@settings(max_examples=100)
@given(shapes)
def test_a_factor_begins_at_1_never_rises_and_never_falls_below_0(shape: Shape):
    along = shape.factors(np.arange(30_000.0))
    assert along[0] == 1.0
    assert along.shape == (30_000,)
    assert along.min() >= 0.0
    assert (np.diff(along) <= 1e-15).all()  # a floating-point cosine may tremble in its last digit


@settings(max_examples=100)
@given(schedules, st.integers(0, 10_000), st.integers(0, 50))
def test_the_rates_of_many_steps_are_those_of_each_whatever_step_they_are_asked_from(
    schedule: Schedule, first: int, n_steps: int
):
    rates = schedule.rates(first, n_steps)
    assert rates.tolist() == [schedule.rate(step) for step in range(first, first + n_steps)]


@settings(max_examples=100)
@given(schedules)
def test_no_rate_is_larger_than_the_recipes(schedule: Schedule):
    rates = schedule.rates(0, 2000)
    assert rates.max() <= schedule.learning_rate
    assert rates.min() >= 0.0


# --- warm-up


def test_a_warm_up_rises_in_equal_strides_to_its_full_height():
    assert Schedule(0.8, Constant(), 4).rates(0, 6).tolist() == pytest.approx([0.2, 0.4, 0.6, 0.8, 0.8, 0.8])


@settings(max_examples=100)
@given(st.floats(1e-5, 10.0), st.integers(2, 500))
def test_the_first_step_of_a_warm_up_is_taken_and_the_last_one_is_whole(rate: float, warm_up: int):
    rates = Schedule(rate, Constant(), warm_up).rates(0, warm_up + 1)
    assert rates[0] == pytest.approx(rate / warm_up)
    assert rates[warm_up - 1] == rates[warm_up] == rate
    assert (np.diff(rates[:warm_up]) > 0.0).all()


@settings(max_examples=100)
@given(shapes, st.sampled_from([2, 10, 500]))
def test_after_its_warm_up_a_schedule_is_what_it_would_have_been_without(shape: Shape, warm_up: int):
    warmed, cold = Schedule(0.1, shape, warm_up), Schedule(0.1, shape)
    assert (warmed.rates(warm_up, 50) == cold.rates(warm_up, 50)).all()
    assert warmed.rate(0) == pytest.approx(cold.rate(0) / warm_up)


def test_a_warm_up_of_one_step_is_none():
    assert Schedule(0.7, Constant(), 1).rates(0, 3).tolist() == [0.7] * 3
