"""A stroke: the few hundred points by which a curve of any length is drawn."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

import numpy as np

from nnviz.core.arrays import FloatArray, IntArray
from nnviz.ui.plots.curve import Curve
from nnviz.ui.plots.log_places import places
from nnviz.ui.plots.reduction import Extremes

_BUCKETS = 400
"""Into about as many the shown piece of a curve is cut, up to twice as many: no fewer than a dock has pixels across."""

_PIECE = 4096
"""The most values whose buckets are of one size, a power of two."""

_OCTAVES = 2.0 ** np.arange(64)
"""At these steps a thinned run's values become half as dense, and on a logarithmic axis those of a whole one twice."""


class Stroke:
    """Draws a growing curve, or the piece of it that is to be seen, never losing a spike.

    Attributes
    ----------
    curve : Curve
    extremes : Extremes
        Of all of the curve.
    """

    def __init__(self) -> None:
        self.curve = Curve(np.empty(0), np.empty(0))
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
        steps, values = self.curve.steps[chosen], self.curve.values[chosen]
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
        """The shown values: from number, before number, and what share of the shown axis they have."""
        steps = self.curve.steps
        earliest = self.curve.place_before(1.0) if log_steps else 0
        start = max(self.curve.place_before(first) - 1, earliest)
        stop = min(self.curve.place_before(last) + 2, len(steps))
        if start >= stop:
            return
        is_even = not log_steps and steps[stop - 1] - steps[start] == stop - 1 - start
        if is_even or stop - start <= _BUCKETS:  # as dense everywhere, or all of them have room
            yield start - start % _bucket_size(stop - start, 1.0), stop, 1.0
            return
        cuts = {*range(0, stop, _PIECE), *self._ends_of_whole(), *steps.searchsorted(_OCTAVES).tolist()}
        begins = [start, *sorted(cut for cut in cuts if start < cut < stop)]
        ends = places(np.append(steps[begins], steps[stop - 1] + 1.0), is_log=log_steps)
        shares = np.diff(ends) / (ends[-1] - ends[0])
        yield from zip(begins, [*begins[1:], stop], shares.tolist(), strict=True)

    def _ends_of_whole(self) -> tuple[int, int]:
        """Up to which value every step has one, and from which on: between the two a long run is thinned."""
        places = range(len(self.curve.steps))
        at_first, at_last = self._n_missing(0), self._n_missing(places[-1])
        return bisect_right(places, at_first, key=self._n_missing), bisect_left(places, at_last, key=self._n_missing)

    def _n_missing(self, place: int) -> float:
        """How many steps before this value have none; never fewer than before an earlier one."""
        return self.curve.steps[place] - place


def _bucket_size(n_values: int, share: float) -> int:
    """A power of two, with which so many values become as many buckets as there is room for."""
    wanted = n_values / max(_BUCKETS * min(share, 1.0), 1.0)
    return 1 << max(int(wanted).bit_length() - 1, 0)
