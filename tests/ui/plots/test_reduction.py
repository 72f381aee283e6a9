"""The extremes of growing curves, against looking at every value."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.core.arrays import FloatArray
from nnviz.core.history import History, Series
from nnviz.ui.plots.reduction import Extremes


@st.composite
def curves(draw: st.DrawFn) -> FloatArray:
    """Values with plateaus and spikes, some of them no numbers at all."""
    n_values = draw(st.integers(0, 3000))
    generator = np.random.RandomState(draw(st.integers(0, 2**32 - 1)))
    values = generator.randint(-3, draw(st.integers(1, 50)), n_values).astype(np.float64)
    holes = draw(st.sampled_from([0.0, 0.0, 0.01, 0.9]))
    values[generator.random_sample(n_values) < holes] = draw(st.sampled_from([np.nan, np.inf]))
    return values


sizes = st.integers(0, 9).map(lambda power: 2**power)


def followed(values: FloatArray) -> Extremes:
    extremes = Extremes()
    extremes.follow(values)
    return extremes


def plain_extremes(values: FloatArray) -> tuple[float, float]:
    finite = values[np.isfinite(values)]
    return (float(finite.min()), float(finite.max())) if len(finite) else (np.inf, -np.inf)


@given(curves(), sizes, st.data())
def test_no_spike_is_lost(values: FloatArray, size: int, data: st.DataObject) -> None:
    """Of every bucket, and of the rests at both ends, the smallest and the largest value are there."""
    start = data.draw(st.integers(0, len(values)))
    stop = data.draw(st.integers(start, len(values)))
    places = followed(values).chosen(start, stop, size)
    assert (np.diff(places) >= 0).all()
    assert len(places) == 0 or (places[0] >= start and places[-1] < stop)
    for begin in range(start - start % size, stop, size):
        bucket = slice(max(begin, start), min(begin + size, stop))
        inside = places[(places >= bucket.start) & (places < bucket.stop)]
        assert len(inside) > 0 or start == stop
        assert plain_extremes(values[inside]) == plain_extremes(values[bucket])


@given(curves(), sizes)
def test_of_every_whole_bucket_there_are_no_more_than_two(values: FloatArray, size: int) -> None:
    n_whole = len(values) // size
    places = followed(values).chosen(0, n_whole * size, size)
    assert (np.bincount(places // size, minlength=n_whole) <= 2).all()
    rest = followed(values).chosen(n_whole * size, len(values), size)
    assert len(rest) <= 2


@settings(max_examples=60)
@given(curves(), sizes, st.lists(st.integers(1, 700), min_size=1, max_size=6), st.data())
def test_a_curve_that_grows_and_is_cut_is_what_it_is_at_once(
    values: FloatArray, size: int, strides: list[int], data: st.DataObject
) -> None:
    """As a run's history hands it out: longer views of one memory, and now and then another memory."""
    history, extremes, others = History(), Extremes(), np.random.RandomState(1)
    for stride in strides:
        if data.draw(st.booleans()):
            history.forget_from(data.draw(st.integers(0, history.next_step)))
            history.record_steps(others.randint(-9, 60, 5).astype(np.float64), np.zeros(5))
        new = values[history.next_step : history.next_step + stride]
        history.record_steps(new, np.zeros(len(new)))
        now = history.curves().loss
        extremes.follow(now)
        if data.draw(st.booleans()):  # levels are built where they are asked for
            np.testing.assert_array_equal(
                extremes.chosen(0, len(now), size), followed(now.copy()).chosen(0, len(now), size)
            )
        assert (extremes.lowest, extremes.highest) == plain_extremes(now)
        assert extremes.lowest_positive == plain_extremes(now[now > 0.0])[0]


def test_what_was_seen_is_not_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    series, extremes = Series(), Extremes()
    series.extend(np.random.RandomState(2).random_sample(100_000))
    extremes.follow(series.values())
    extremes.chosen(0, 100_000, 256)
    seen: list[int] = []
    plain = np.isfinite
    monkeypatch.setattr(np, "isfinite", lambda values: (seen.append(values.size), plain(values))[1])
    series.extend(np.zeros(1000))
    extremes.follow(series.values())
    extremes.chosen(0, 101_000, 256)
    assert sum(seen) < 5000


@settings(max_examples=40)
@given(curves(), curves(), sizes, st.data())
def test_a_curve_that_is_another_from_some_value_on_is_what_it_is_at_once(
    before: FloatArray, after: FloatArray, size: int, data: st.DataObject
) -> None:
    """As a long run's is when more of it is thinned, in other memory."""
    extremes = followed(before)
    extremes.chosen(0, len(before), size)
    now = np.concatenate([before[: data.draw(st.integers(0, len(before)))], after])
    extremes.follow(now)
    np.testing.assert_array_equal(extremes.chosen(0, len(now), size), followed(now).chosen(0, len(now), size))
    assert (extremes.lowest, extremes.highest) == plain_extremes(now)


def test_a_million_steps_become_a_few_hundred_points() -> None:
    values = np.sin(np.arange(1_000_000) / 1e5)
    values[777_777] = 5.0
    places = followed(values).chosen(0, len(values), 2048)
    assert len(places) < 1100
    assert 777_777 in places


def test_of_nothing_there_is_nothing() -> None:
    extremes = followed(np.empty(0))
    assert len(extremes.chosen(0, 0, 1)) == 0
    assert (extremes.lowest, extremes.highest, extremes.lowest_positive) == (np.inf, -np.inf, np.inf)
