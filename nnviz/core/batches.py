"""Batches: which training points a step looks at.

Every kind answers for any step at once, without having gone through the steps before it. So a run can be taken up
anywhere, and a batch is part of the recipe, not of luck.
"""

from typing import Protocol

import numpy as np

from nnviz.core.arrays import IntArray

_SHUFFLED, _DRAWN = 2, 3
"""Streams of a seed; dropout has the first."""


class Batches(Protocol):
    """Chooses the training points of each step.

    Attributes
    ----------
    size : int
        Points a step; a step may have fewer, never more.
    """

    size: int

    def rows(self, step: int) -> IntArray:
        """Which rows of the training points step number `step` uses, (n_rows,), at least one."""
        ...

    def block(self, first: int, n_steps: int) -> IntArray | None:
        """The rows of several steps at once, (n_steps, size); None where it is no quicker than one by one."""
        ...


class AllPoints:
    """Every step uses every training point: the exact gradient, at full cost.

    Parameters
    ----------
    n_points : int
        Number of training points.
    """

    def __init__(self, n_points: int) -> None:
        self.size = n_points

    def rows(self, step: int) -> IntArray:
        """All of them, whatever the step."""
        del step
        return np.arange(self.size)

    def block(self, first: int, n_steps: int) -> IntArray | None:
        """All of them in every step."""
        del first
        return np.broadcast_to(np.arange(self.size), (n_steps, self.size))


class InOrder:
    """Neighbouring points, one batch after another, with the original experiment's wrap-around.

    Step s starts at row (s · size) mod (n_points - size). So the order never changes; where the size divides the
    number of points, the last `size` points are never used; otherwise the offsets drift from pass to pass.

    Parameters
    ----------
    n_points : int
        Number of training points.
    size : int
        Points a batch, at least 1. A batch as large as the data is all of it.
    """

    def __init__(self, n_points: int, size: int) -> None:
        self.size = min(size, n_points)
        self._n_starts = max(n_points - self.size, 1)

    def rows(self, step: int) -> IntArray:
        """`size` rows in a row."""
        start = (step * self.size) % self._n_starts
        return np.arange(start, start + self.size)

    def block(self, first: int, n_steps: int) -> IntArray | None:
        """As `Batches.block`."""
        starts = (np.arange(first, first + n_steps) * self.size) % self._n_starts
        return starts[:, np.newaxis] + np.arange(self.size)


class Shuffled:
    """All points in a new random order every epoch, cut into batches; the last of an epoch may be shorter.

    Parameters
    ----------
    n_points : int
        Number of training points.
    size : int
        Points a batch, at least 1.
    seed : int
        The order of epoch e follows from the seed and e.
    """

    def __init__(self, n_points: int, size: int, seed: int) -> None:
        self.size = min(size, n_points)
        self._n_points = n_points
        self._per_epoch = -(-n_points // self.size)
        self._generator = np.random.RandomState()
        self._seed = seed
        self._epoch = -1
        self._order = np.empty(0, dtype=np.intp)

    def rows(self, step: int) -> IntArray:
        """The next `size` rows of this epoch's order, or what is left of it."""
        epoch, place = divmod(step, self._per_epoch)
        if epoch != self._epoch:
            self._generator.seed([self._seed, _SHUFFLED, epoch])
            self._order = self._generator.permutation(self._n_points)
            self._epoch = epoch
        return self._order[place * self.size : (place + 1) * self.size]

    def block(self, first: int, n_steps: int) -> IntArray | None:
        """As `Batches.block`; None where an epoch ends, for its last batch may be shorter."""
        self.rows(first)  # brings the epoch's order
        start = first % self._per_epoch * self.size
        stop = start + n_steps * self.size
        return self._order[start:stop].reshape(n_steps, self.size) if stop <= self._n_points else None


class Drawn:
    """Points drawn by lot for every step, each draw from all of them: some come twice, some wait long.

    Parameters
    ----------
    n_points : int
        Number of training points.
    size : int
        Points a batch, at least 1.
    seed : int
    """

    def __init__(self, n_points: int, size: int, seed: int) -> None:
        self.size = size
        # Steps drawn together: seeding a generator costs more than drawing a small batch.
        self._at_once = max(1, min(64, 32_768 // size))
        self._n_points = n_points
        self._generator = np.random.RandomState()
        self._seed = seed
        self._group = -1
        self._rows = np.empty((0, size), dtype=np.intp)

    def rows(self, step: int) -> IntArray:
        """`size` rows, repetitions allowed."""
        group, place = divmod(step, self._at_once)
        if group != self._group:
            self._generator.seed([self._seed, _DRAWN, group])
            self._rows = self._generator.randint(self._n_points, size=(self._at_once, self.size), dtype=np.intp)
            self._group = group
        return self._rows[place]

    def block(self, first: int, n_steps: int) -> IntArray | None:
        """As `Batches.block`; None where not all of them were drawn together."""
        self.rows(first)  # draws them
        place = first % self._at_once
        return self._rows[place : place + n_steps] if place + n_steps <= self._at_once else None
