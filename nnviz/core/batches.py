"""Batches: which training points a step looks at."""

from typing import Protocol


class Batches(Protocol):
    """Chooses the training points of each step.

    Attributes
    ----------
    size : int
        Points a step.
    """

    size: int

    def rows(self, step: int) -> slice:
        """Which rows of the training points step number `step` uses."""
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

    def rows(self, step: int) -> slice:
        """All of them, whatever the step."""
        del step
        return slice(0, self.size)


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

    def rows(self, step: int) -> slice:
        """`size` rows in a row."""
        start = (step * self.size) % self._n_starts
        return slice(start, start + self.size)
