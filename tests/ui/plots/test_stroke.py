"""Few points that draw the piece of a curve that is to be seen."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.core.arrays import FloatArray
from nnviz.ui.plots.curve import Curve
from nnviz.ui.plots.stroke import Stroke


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
    return Curve(values, first_step=first), *sorted(draw(st.tuples(st.floats(0, 2.5e4), st.floats(0, 2.5e4))))


@settings(max_examples=150)
@given(pieces(), st.booleans())
def test_the_piece_keeps_its_extremes_and_both_its_ends(piece: tuple[Curve, float, float], log_steps: bool) -> None:
    curve, first, last = piece
    steps = curve.steps_of(np.arange(len(curve.values)))
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
    np.testing.assert_array_equal(drawn(Curve(values), 0, 800), [np.arange(800), values])


def test_who_zooms_sees_every_step() -> None:
    values = np.random.RandomState(1).random_sample(1_000_000)
    x, y = drawn(Curve(values), 500_000, 500_300)
    assert set(range(500_000, 500_301)) <= set(x)
    np.testing.assert_array_equal(y, values[x.astype(int)])
    assert len(x) < 400


def test_on_a_logarithmic_axis_every_decade_has_its_points() -> None:
    values = np.random.RandomState(1).random_sample(1_000_000)
    x, _ = drawn(Curve(values), 1, 1_000_000, log_steps=True)
    counts, _ = np.histogram(np.log10(x), bins=6, range=(0, 6))
    assert counts[0] >= 9  # steps 1 … 9, all of them
    assert (counts[2:] > 100).all()
    assert len(x) < 1800


def test_what_has_no_logarithm_is_left_out() -> None:
    curve = Curve(np.array([5.0, 0.0, 2.0, -1.0, 3.0]))
    assert drawn(curve, 0, 4, log_steps=True)[0].tolist() == [1, 2, 3, 4]
    assert drawn(curve, 0, 4, log_values=True)[0].tolist() == [0, 2, 4]
    np.testing.assert_allclose(drawn(curve, 0, 4, log_values=True)[1], [5, 2, 3])
    assert drawn(Curve(np.zeros(3)), 0, 4, log_values=True).shape == (2, 0)
    assert drawn(Curve(np.ones(1)), 0, 4, log_steps=True).shape == (2, 0)


@pytest.mark.parametrize("log_steps", [False, True])
def test_gaps_stay_gaps(log_steps: bool) -> None:
    values = np.array([np.nan, np.nan, 1.0, 2.0, np.nan])
    curve = Curve(values, steps=np.array([0.0, 1.0, 2.0, 4.0, 8.0]))
    _, y = drawn(curve, 0, 10, log_steps=log_steps)
    np.testing.assert_array_equal(y, values[1:] if log_steps else values)


def test_of_nothing_nothing_is_drawn() -> None:
    assert drawn(Curve(np.empty(0)), 0, 10).shape == (2, 0)
    assert drawn(Curve(np.empty(0), steps=np.empty(0)), 0, 10, log_steps=True, log_values=True).shape == (2, 0)
