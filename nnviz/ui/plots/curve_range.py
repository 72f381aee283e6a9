"""How far the axes of a plot of curves go, so that all is to be seen and they seldom change."""

from collections.abc import Callable, Sequence
from math import ceil, floor, inf, log10

from nnviz.ui.plots.log_places import place
from nnviz.ui.plots.stroke import Stroke

_PER_DECADE = 20
"""An axis ends at one of so many numbers in each decade: to draw it anew takes longer than the curves."""

_MOST_DECADES = 15
"""Of a logarithmic axis: what is smaller than the largest value by more is lost in its rounding."""

_NARROWEST = 0.3
"""Decades of a logarithmic axis."""


def steps_range(strokes: Sequence[Stroke], n_steps: int, *, is_log: bool) -> tuple[float, float]:
    """Ends of the axis of steps, as places on it, for curves of a run that ends at `n_steps`."""
    last = max((stroke.curve.last_step for stroke in strokes), default=0)
    end = max(last, min(_round_up(max(last, 10)), n_steps), 1)  # a run may have gone beyond an end set later
    return (0.0, log10(max(end, 2))) if is_log else (0.0, float(end))


def values_range(strokes: Sequence[Stroke], *, is_share: bool, is_log: bool) -> tuple[float, float]:
    """Ends of the axis of values, as places on it; of shares in percent."""
    lowest = min((stroke.extremes.lowest for stroke in strokes), default=inf)
    highest = max((stroke.extremes.highest for stroke in strokes), default=-inf)
    if is_log:
        lowest = min((stroke.extremes.lowest_positive for stroke in strokes), default=inf)
        return _log_range(100 * lowest, 100.0) if is_share else _log_range(lowest, highest)
    if is_share:
        return 10.0 * min(floor(10 * min(lowest, 1.0)), 9), 100.0
    return 0.0, _round_number(max(highest, 1e-9) * 1.01 if highest > -inf else 1.0, ceil)


def _log_range(lowest: float, highest: float) -> tuple[float, float]:
    """From a round number below to one above, but no narrower than is legible."""
    if not 0.0 < lowest <= highest < inf:  # nothing that has a place
        return -1.0, 0.0
    high = _round_number(highest, ceil)
    low = _round_number(max(lowest, 10.0**-_MOST_DECADES * highest), floor)
    bottom, top = place(low, is_log=True), place(high, is_log=True)
    if bottom is None or top is None:  # too small even to be rounded
        return -300.0, -299.0
    spare = max(_NARROWEST - (top - bottom), 0.0) / 2
    return bottom - spare, top + spare


def _round_number(value: float, round_: Callable[[float], int]) -> float:
    """One of the numbers at which an axis may end, above or below."""
    return 10.0 ** min(round_(_PER_DECADE * log10(min(value, 1e308))) / _PER_DECADE, 308.0)


def _round_up(step: float) -> float:
    """The next of 10, 20, 50, 100, 200, …"""
    power = 10.0 ** floor(log10(step))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= step)
