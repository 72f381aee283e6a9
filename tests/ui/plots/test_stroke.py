"""Few points that draw the piece of a curve that is to be seen."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.core.arrays import FloatArray
from nnviz.core.history import History
from nnviz.ui.plots.curve import Curve
from nnviz.ui.plots.curve_kinds import curves_by_key
from nnviz.ui.plots.stroke import Stroke
from tests.ui.plots.every_step import every_step


def stroke_of(curve: Curve) -> Stroke:
    stroke = Stroke()
    stroke.follow(curve)
    return stroke


def drawn(curve: Curve, first: float, last: float, *, log_steps: bool = False, log_values: bool = False) -> FloatArray:
    """Steps and values of what is drawn, (2, m)."""
    x, y = stroke_of(curve).between(first, last, log_steps=log_steps, log_values=log_values)
    return np.array([np.round(10.0**x) if log_steps else x, 10.0**y if log_values else y])


@st.composite
def pieces(draw: st.DrawFn) -> tuple[Curve, float, float]:
    """A curve, and a piece of it that is to be seen."""
    n_values = draw(st.integers(1, 20_000))
    generator = np.random.RandomState(draw(st.integers(0, 2**32 - 1)))
    values = generator.randint(1, draw(st.integers(2, 10_000)), n_values).astype(np.float64)
    first = draw(st.integers(0, 3000))
    if draw(st.booleans()):
        steps = first + np.cumsum(generator.randint(1, 9, n_values)).astype(np.float64)
        return Curve(values, steps=steps), *sorted(draw(st.tuples(st.floats(0, 2e5), st.floats(0, 2e5))))
    return every_step(values, first_step=first), *sorted(draw(st.tuples(st.floats(0, 2.5e4), st.floats(0, 2.5e4))))


@settings(max_examples=150)
@given(pieces(), st.booleans())
def test_the_piece_keeps_its_extremes_and_both_its_ends(piece: tuple[Curve, float, float], log_steps: bool) -> None:
    curve, first, last = piece
    steps = curve.steps
    x, y = drawn(curve, first, last, log_steps=log_steps)
    assert (np.diff(x) > 0).all()
    np.testing.assert_array_equal(y, curve.values[np.searchsorted(steps, x)])
    inside = (steps >= max(first, 1.0 if log_steps else 0.0)) & (steps <= last)
    if inside.any():
        seen = curve.values[inside]
        assert (y.min() <= seen.min()) & (y.max() >= seen.max())
        assert len(x) <= 2600  # a bound on what a frame can cost
        assert x[0] <= steps[inside][0]
        assert x[-1] >= steps[inside][-1]


def test_a_short_curve_is_drawn_as_it_is() -> None:
    values = np.random.RandomState(1).random_sample(800)
    np.testing.assert_array_equal(drawn(every_step(values), 0, 800), [np.arange(800), values])


def test_who_zooms_sees_every_step() -> None:
    values = np.random.RandomState(1).random_sample(1_000_000)
    x, y = drawn(every_step(values), 500_000, 500_300)
    assert set(range(500_000, 500_301)) <= set(x)
    np.testing.assert_array_equal(y, values[x.astype(int)])
    assert len(x) < 400


def test_on_a_logarithmic_axis_every_decade_has_its_points() -> None:
    values = np.random.RandomState(1).random_sample(1_000_000)
    x, _ = drawn(every_step(values), 1, 1_000_000, log_steps=True)
    counts, _ = np.histogram(np.log10(x), bins=6, range=(0, 6))
    assert counts[0] >= 9  # steps 1 … 9, all of them
    assert (counts[2:] > 100).all()
    assert len(x) < 1800


@pytest.mark.parametrize("log_steps", [False, True])
@pytest.mark.parametrize("n_steps", [70_000, 999_999, 3_000_000])
def test_of_a_thinned_run_every_pixel_shows_what_it_would_of_the_whole(n_steps: int, log_steps: bool) -> None:
    generator = np.random.RandomState(n_steps)
    values = 2.0 / np.sqrt(1.0 + np.arange(n_steps) / 500.0) + 0.05 * generator.random_sample(n_steps)
    values[generator.randint(1, n_steps, 20)] += generator.standard_normal(20)
    history = History()
    history.record_steps(values, np.zeros(n_steps))
    kept = curves_by_key(history.curves())["training-loss"]
    assert len(kept.values) < 120_000
    x, y = drawn(kept, 1 if log_steps else 0, n_steps, log_steps=log_steps)
    np.testing.assert_array_equal(y, values[x.astype(int)])
    assert len(x) < 2600
    # A dock has this many pixels. What belongs to the next one may be drawn a bucket earlier.
    edges = np.linspace(0.0, n_steps, 331)
    if log_steps:
        edges = np.geomspace(1.0, n_steps, 331)[150:]  # before, not every pixel has a step
    for first, stop in pairwise(edges):
        width = 1.0 + (2.0 if log_steps else 1.0) * (stop - first)
        pixel = values[int(np.ceil(first)) : int(np.ceil(stop))]
        wider = (x >= first - width) & (x < stop + width)
        assert y[wider].min() <= pixel.min()
        assert y[wider].max() >= pixel.max()


def test_what_has_no_logarithm_is_left_out() -> None:
    curve = every_step(np.array([5.0, 0.0, 2.0, -1.0, 3.0]))
    assert drawn(curve, 0, 4, log_steps=True)[0].tolist() == [1, 2, 3, 4]
    assert drawn(curve, 0, 4, log_values=True)[0].tolist() == [0, 2, 4]
    np.testing.assert_allclose(drawn(curve, 0, 4, log_values=True)[1], [5, 2, 3])
    assert drawn(every_step(np.zeros(3)), 0, 4, log_values=True).shape == (2, 0)
    assert drawn(every_step(np.ones(1)), 0, 4, log_steps=True).shape == (2, 0)


@pytest.mark.parametrize("log_steps", [False, True])
def test_gaps_stay_gaps(log_steps: bool) -> None:
    values = np.array([np.nan, np.nan, 1.0, 2.0, np.nan])
    curve = Curve(values, steps=np.array([0.0, 1.0, 2.0, 4.0, 8.0]))
    _, y = drawn(curve, 0, 10, log_steps=log_steps)
    np.testing.assert_array_equal(y, values[1:] if log_steps else values)


def test_of_nothing_nothing_is_drawn() -> None:
    assert drawn(every_step(np.empty(0)), 0, 10).shape == (2, 0)
    assert drawn(Curve(np.empty(0), steps=np.empty(0)), 0, 10, log_steps=True, log_values=True).shape == (2, 0)
