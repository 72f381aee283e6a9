"""Curves with a million steps on a few hundred pixels: of each piece its smallest and its largest value.

A growing curve is looked at once: the extremes of a complete bucket of 32 values never change, and those of a bucket
twice as large follow from its halves. So a frame costs what has come since the last one, not what is there. Where a
curve has become another from some value on, as a long run's does when it is thinned, it is looked at from there on.
"""

import numpy as np

from nnviz.core.arrays import FloatArray, IntArray

_SMALLEST = 32
"""Values in the smallest buckets that are remembered; of smaller ones the extremes are soon found."""

_AT_ONCE = 1024 * _SMALLEST
"""Values that are looked through at once: as many as stay in the processor's cache."""

_MOST_KEPT = 256
"""Pieces whose choice is kept: several times as many as a curve is drawn in."""


class Extremes:
    """Where a growing curve has its extremes, in buckets of every size.

    Values that are not finite are nobody's extremes, unless a bucket has no other: then its first value stands for it.

    Attributes
    ----------
    lowest, highest : float
        Of all finite values; +∞ and -∞ where there is none.
    lowest_positive : float
        The same, of those above 0.
    """

    def __init__(self) -> None:
        self._values: FloatArray = np.empty(0)
        self._levels: list[_Level] = []
        self._kept: dict[tuple[int, int, int], IntArray] = {}
        self.lowest = self.lowest_positive = np.inf
        self.highest = -np.inf

    def follow(self, values: FloatArray) -> None:
        """Take in the curve as it is now, (n,).

        Where it goes on from what was taken in before, as views of one growing array do, only what is new is looked at.
        """
        n_same = _n_same(values, self._values)
        new = values[n_same:]
        if n_same < len(self._values):
            self._forget_from(n_same)
            new = values  # the extremes of all may have been among what is gone
        self._values = values
        self._widen(new[np.isfinite(new)])

    def chosen(self, start: int, stop: int, size: int) -> IntArray:
        """Which values draw the curve from number `start` on, before `stop`, as well as all of them do.

        Parameters
        ----------
        start, stop : int
            Only values that were taken in.
        size : int
            Values in a bucket, a power of two. Buckets begin at its multiples; what is left over at both ends counts
            as a bucket, too.

        Returns
        -------
        places : (m,)
            Never decreasing; of every bucket the places of its smallest and its largest value, which may be the same.
        """
        if size == 1 or start == stop:
            return np.arange(start, stop)
        piece = (start, stop, size)
        if piece not in self._kept:
            if len(self._kept) == _MOST_KEPT:
                self._kept.clear()
            self._kept[piece] = self._choose(*piece)
        return self._kept[piece]

    def _choose(self, start: int, stop: int, size: int) -> IntArray:
        first, last = start + -start % size, stop - stop % size
        if first > last:
            return self._of_one(start, stop)
        pieces = [self._of_one(start, first)] if start < first else []
        if first < last:
            pieces.append(self._of_whole(first, last, size))
        if last < stop:
            pieces.append(self._of_one(last, stop))
        return pieces[0] if len(pieces) == 1 else np.concatenate(pieces)

    def _of_whole(self, start: int, stop: int, size: int) -> IntArray:
        if size < _SMALLEST:
            found = _found(self._values, start, stop, size)[0]
        else:
            found = self._level(size).places[:, start // size : stop // size]
        places = np.empty(2 * found.shape[1], np.intp)
        np.minimum(*found, out=places[::2])
        np.maximum(*found, out=places[1::2])
        return places

    def _of_one(self, start: int, stop: int) -> IntArray:
        """The same of one bucket of any size."""
        return np.sort(_found(self._values, start, stop, stop - start)[0][:, 0])

    def _level(self, size: int) -> "_Level":
        """All complete buckets of this size."""
        number = (size // _SMALLEST).bit_length() - 1
        while len(self._levels) <= number:
            self._levels.append(_Level())
        level = self._levels[number]
        first, stop = len(level), len(self._values) // size
        if first < stop and number > 0:
            level.extend(*_better_halves(self._level(size // 2), first, stop))
        elif first < stop:
            for start in range(first * size, stop * size, _AT_ONCE):
                level.extend(*_found(self._values, start, min(start + _AT_ONCE, stop * size), size))
        return level

    def _forget_from(self, place: int) -> None:
        for number, level in enumerate(self._levels):
            level.keep_first(place // (_SMALLEST << number))
        self._kept = {piece: places for piece, places in self._kept.items() if piece[1] <= place}
        self.lowest = self.lowest_positive = np.inf
        self.highest = -np.inf

    def _widen(self, new: FloatArray) -> None:
        if len(new) == 0:
            return
        low = float(new.min())
        self.lowest, self.highest = min(self.lowest, low), max(self.highest, float(new.max()))
        lowest_positive = low if low > 0.0 else float(new[new > 0.0].min(initial=np.inf))
        self.lowest_positive = min(self.lowest_positive, lowest_positive)


class _Level:
    """The extremes of all buckets of one size, more and more of them: first the smallest values, then the largest."""

    def __init__(self) -> None:
        self._places: IntArray = np.empty((2, 64), np.intp)
        self._values: FloatArray = np.empty((2, 64))
        self._length = 0

    def __len__(self) -> int:
        return self._length

    @property
    def places(self) -> IntArray:
        """Numbers of the values, (2, n_buckets)."""
        return self._places[:, : self._length]

    @property
    def values(self) -> FloatArray:
        """The values, the largest times -1, (2, n_buckets): the smaller wins in both rows."""
        return self._values[:, : self._length]

    def extend(self, places: IntArray, values: FloatArray) -> None:
        """Put more buckets at the end."""
        end = self._length + places.shape[1]
        if end > self._places.shape[1]:
            self._places, self._values = _with_room(self._places, end), _with_room(self._values, end)
        self._places[:, self._length : end] = places
        self._values[:, self._length : end] = values
        self._length = end

    def keep_first(self, length: int) -> None:
        """Forget the buckets from number `length` on."""
        self._length = min(length, self._length)


def _found(values: FloatArray, start: int, stop: int, size: int) -> tuple[IntArray, FloatArray]:
    """Places and values as in a `_Level`, of every bucket between, by looking at all their values."""
    piece = values[start:stop]
    both = np.empty((2, len(piece)))
    both[0] = piece
    np.negative(piece, both[1])
    is_finite = np.isfinite(piece)
    if not is_finite.all():
        both[:, ~is_finite] = np.inf
    buckets = both.reshape(-1, size)  # first all of the one row, then all of the other
    inside = buckets.argmin(axis=1)
    inside += size * np.arange(len(inside))
    n_buckets = len(inside) // 2
    found = both.reshape(-1)[inside].reshape(2, n_buckets)
    places = inside.reshape(2, n_buckets)
    places[1] -= len(piece)
    return places + start, found


def _better_halves(halves: _Level, first: int, stop: int) -> tuple[IntArray, FloatArray]:
    """Of buckets twice as large as these, from number `first` on: the smaller one of their halves' values."""
    values = halves.values[:, 2 * first : 2 * stop]
    places = halves.places[:, 2 * first : 2 * stop]
    is_second = values[:, 1::2] < values[:, ::2]
    return (
        np.where(is_second, places[:, 1::2], places[:, ::2]),
        np.where(is_second, values[:, 1::2], values[:, ::2]),
    )


def _with_room(array: np.ndarray, n_wanted: int) -> np.ndarray:
    larger = np.empty((2, max(2 * array.shape[1], n_wanted)), array.dtype)
    larger[:, : array.shape[1]] = array
    return larger


def _n_same(values: FloatArray, before: FloatArray) -> int:
    """How far a curve is what it was before: as a rule it is a longer view of the same memory."""
    length = min(len(values), len(before))
    if values.base is not None and values.base is before.base and _address(values) == _address(before):
        return length  # a run's history never overwrites a number; but now and then it moves all of them
    differs = values[:length].view(np.int64) != before[:length].view(np.int64)  # NaN is NaN
    return int(differs.argmax()) if differs.any() else length


def _address(array: FloatArray) -> int:
    return array.__array_interface__["data"][0]
