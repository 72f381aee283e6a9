"""Thinning: of a long run's older steps only those are kept that its curves are drawn by.

A run may have ten million steps, and a screen has a thousand pixels. So the steps of the past are put into buckets, the
wider the later in the run, and of every bucket those steps stay in which something was smallest or largest: no spike is
lost, and every number that is left is the number of a step that was made. How wide a bucket is depends on its steps
alone, as with `Looks`: about as many rows are added each time a run doubles.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from mmap import mmap

import numpy as np

from nnviz.core.arrays import BoolArray, FloatArray, IntArray


@dataclass(frozen=True)
class Thinning:
    """Which steps stay whole, and how wide the buckets of the others are. All three are powers of two.

    Attributes
    ----------
    whole : int
        So many steps at the beginning of a run are kept whole for good.
    recent : int
        So many at its end are kept whole for the present, or up to twice as many; no more than `whole`.
    buckets : int
        Into so many the steps from any power of two to the next are put.
    """

    whole: int
    recent: int
    buckets: int

    def bucket_starts(self, steps: FloatArray) -> FloatArray:
        """The first step of the bucket of each of these steps, (n,)."""
        octave = np.ldexp(1.0, np.frexp(steps)[1] - 1)  # the power of two at or below
        width = np.clip(octave / self.buckets, 1.0, self.recent)
        return np.where(steps < self.whole, steps, width * np.floor(steps / width))

    def whole_since(self, step: int) -> int:
        """From where on all steps are kept up to `step`, which has just been made: where a bucket begins."""
        return max(self.whole, (step - self.recent) // self.recent * self.recent)


class ThinnedTable:
    """A table that grows at its end, a row for a step, and keeps the rows of which a curve consists.

    What was once handed out by `columns` never changes, so another thread may read it while this one appends. What is
    kept depends on the steps alone, not on how many of them come at once; but what has been thinned stays thinned
    where a run returns to a step of the past.

    Parameters
    ----------
    n_columns : int
        The first has the steps.
    thinning : Thinning
    """

    def __init__(self, n_columns: int, thinning: Thinning) -> None:
        self._thinning = thinning
        self._columns = _table(n_columns, 64)
        self._length = 0
        self._whole_since = thinning.whole
        self._lacks_before = 0

    @property
    def n_bytes(self) -> int:
        """What it takes, with the room it has to grow."""
        return self._columns.nbytes

    def extend(self, columns: FloatArray) -> None:
        """Put rows at the end, (n_columns, n); their steps increase, and are above all that are there."""
        while columns.shape[1] > 0:
            stop = self._whole_since + 2 * self._thinning.recent
            n_fitting = columns.shape[1] if columns[0, -1] < stop else int(columns[0].searchsorted(stop))
            if n_fitting == 0:
                self._thin(self._thinning.whole_since(int(columns[0, 0])))
            self._append(columns[:, :n_fitting])
            columns = columns[:, n_fitting:]

    def keep_before(self, step: int) -> None:
        """Forget the rows from `step` on. What was handed out earlier stays as it is."""
        length = int(self._columns[0, : self._length].searchsorted(step))
        if length == self._length:
            return
        self._move([self._columns[:, :length]], self._columns.shape[1])
        recent = self._thinning.recent
        self._whole_since = max(self._thinning.whole, min(self._whole_since, step // recent * recent))
        self._lacks_before = min(self._lacks_before, step)

    def bucket_start(self, step: int) -> int:
        """Where the bucket of `step` begins, of whose rows some may have been left out; where none can be, `step`."""
        start = int(self._thinning.bucket_starts(np.array([step], np.float64))[0])
        return start if start < self._lacks_before else step

    def columns(self) -> FloatArray:
        """All rows that are kept, (n_columns, n), read-only, without a copy."""
        view = self._columns[:, : self._length]
        view.setflags(write=False)
        return view

    def _append(self, columns: FloatArray) -> None:
        end = self._length + columns.shape[1]
        if end > self._columns.shape[1]:
            self._move([self._columns[:, : self._length]], max(2 * self._columns.shape[1], end))
        self._columns[:, self._length : end] = columns
        self._length = end

    def _thin(self, whole_since: int) -> None:
        """Keep the steps from here on whole, and thin those before that are not thinned yet."""
        columns = self._columns[:, : self._length]
        first, stop = columns[0].searchsorted((self._whole_since, whole_since))
        grown = columns[:, first:stop]
        chosen = grown[:, _stand_out(grown, self._thinning.bucket_starts(grown[0]))]
        kept = [columns[:, :first], chosen, columns[:, stop:]]
        self._move(kept, sum(part.shape[1] for part in kept) + 2 * self._thinning.recent)
        self._whole_since = self._lacks_before = whole_since

    def _move(self, parts: Sequence[FloatArray], room: int) -> None:
        """Go on in other memory with room for so many rows, of which these are the first."""
        self._columns = _table(len(self._columns), room)
        self._length = 0
        for part in parts:
            self._append(part)


def _table(n_columns: int, n_rows: int) -> FloatArray:
    """Memory straight from the system, to which it returns as soon as nobody looks at the table any more.

    A run moves a table of megabytes a thousand times, while views still hold older ones: among all that a thread
    allocates, they would leave holes that nothing else fits into, some ten megabytes in five minutes.
    """
    return np.frombuffer(mmap(-1, 8 * n_columns * n_rows)).reshape(n_columns, n_rows)


def _stand_out(columns: FloatArray, bucket_starts: FloatArray) -> BoolArray:
    """Which rows are to stay: of each bucket and column the first smallest, largest, and not finite number, (n,)."""
    begins = np.diff(bucket_starts, prepend=-1.0) > 0.0
    firsts, buckets = np.flatnonzero(begins), np.cumsum(begins) - 1
    stays = np.zeros(len(bucket_starts), np.bool_)
    if len(firsts) == 0:  # of nothing there is no smallest
        return stays
    for values in columns[1:]:
        is_finite = np.isfinite(values)
        numbers = np.where(is_finite, values, np.nan)  # which is passed over, and equal to nothing
        for extremes in (np.fmin.reduceat(numbers, firsts), np.fmax.reduceat(numbers, firsts)):
            stays[_first_of_each(numbers == extremes[buckets], buckets)] = True
        stays[_first_of_each(~is_finite, buckets)] = True
    return stays


def _first_of_each(is_found: BoolArray, buckets: IntArray) -> IntArray:
    """Of every bucket in which there is one, the first row that was found, (m,)."""
    rows = np.flatnonzero(is_found)
    return rows[np.diff(buckets[rows], prepend=-1) > 0]
