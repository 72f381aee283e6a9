"""A stroke: the few hundred points by which a curve of any length is drawn."""

from collections.abc import Iterator
from math import floor, log2

import numpy as np

from nnviz.core.arrays import FloatArray, IntArray
from nnviz.ui.plots.curve import Curve
from nnviz.ui.plots.log_places import places
from nnviz.ui.plots.reduction import Extremes

_BUCKETS = 400
"""Into about as many the shown piece of a curve is cut, up to twice as many: no fewer than a dock has pixels across."""


class Stroke:
    """Draws a growing curve, or the piece of it that is to be seen, never losing a spike.

    Attributes
    ----------
    curve : Curve
    extremes : Extremes
        Of all of the curve.
    """

    def __init__(self) -> None:
        self.curve = Curve(np.empty(0))
        self.extremes = Extremes()

    def follow(self, curve: Curve) -> None:
        """Take in the curve as it is now."""
        self.curve = curve
        self.extremes.follow(curve.values)

    def between(self, first: float, last: float, *, log_steps: bool, log_values: bool) -> tuple[FloatArray, FloatArray]:
        """Places on the axes, (m,) each, of points that draw the curve from step `first` to step `last`.

        One value beyond each end is among them, so that lines go on to the edge. On logarithmic axes step 0 and values
        that are not above 0 are left out.
        """
        chosen = self._chosen(first, last, log_steps=log_steps)
        steps, values = self.curve.steps_of(chosen), self.curve.values[chosen]
        if log_values and not (has_place := ~(values <= 0.0)).all():
            steps, values = steps[has_place], values[has_place]
        return places(steps, is_log=log_steps), places(values, is_log=log_values)

    def _chosen(self, first: float, last: float, *, log_steps: bool) -> IntArray:
        """The numbers of the values that are drawn, (m,)."""
        cuts = list(self._cuts(first, last, log_steps=log_steps))
        if not cuts:
            return np.empty(0, np.intp)
        pieces = [self.extremes.chosen(start, stop, _bucket_size(stop - start, share)) for start, stop, share in cuts]
        # Lines begin and end where the curve does, whether or not these are extremes.
        chosen = np.concatenate([cuts[0][:1], *pieces, [cuts[-1][1] - 1]])
        is_last = np.ones(len(chosen), np.bool_)  # of the same; np.unique would import half of NumPy first
        np.not_equal(chosen[1:], chosen[:-1], is_last[:-1])
        return chosen[is_last]

    def _cuts(self, first: float, last: float, *, log_steps: bool) -> Iterator[tuple[int, int, float]]:
        """The shown values: from number, before number, and what share of the axis they have."""
        start = self.curve.place_before(first)
        stop = min(self.curve.place_before(last) + 2, len(self.curve.values))
        earliest = self.curve.place_before(1.0) if log_steps else 0
        start = max(start - 1, earliest)
        if not log_steps:
            if start < stop:
                size = _bucket_size(stop - start, 1.0)
                yield start - start % size, stop, 1.0
            return
        octaves = log2(max(last, 1.0) / max(first, 1.0)) or 1.0
        while start < stop:  # where steps are twice as many on the same room, buckets are twice as large
            step = self.curve.step_of(start)
            next_power = 2.0 ** (floor(log2(step)) + 1)
            end = min(max(self.curve.place_before(next_power), start + 1), stop)
            yield start, end, log2(max(self.curve.step_of(end - 1) + 1, step + 1) / step) / octaves
            start = end


def _bucket_size(n_values: int, share: float) -> int:
    """A power of two, with which so many values become as many buckets as there is room for."""
    wanted = n_values / max(_BUCKETS * min(share, 1.0), 1.0)
    return 1 << max(int(wanted).bit_length() - 1, 0)
