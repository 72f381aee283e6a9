"""Fineness: into how many cells the canvas is cut while the picture on it changes."""

from bisect import bisect_right

LIVE_CELLS = 100
"""Cells along each side that a picture begins with."""

STEPS = (25, 35, 50, 70, 100, 140, 200)
"""Each has about twice as many cells as the one before it."""

LONGEST = 2.5e-3
"""Seconds: what takes longer is made coarser."""

_AS_USUAL, _FINER = 2e-3, 0.5e-3
"""Seconds that a picture may take after it was made finer: up to the usual cells, and beyond them. Finer than that is
not for free: training stands still meanwhile."""

_WORTH_IT = 0.6e-3
"""Seconds of a picture that go to its cells, from which on fewer cells are a help: the rest stays as it is."""

_PATIENCE, _DOUBT = 3, 30
"""Pictures in a row that have to be too slow, or quick enough, before anything is changed: so it does not flicker."""

_GUESS = 5e-11
"""Seconds a cell and weight, before anything was measured: of a large network the first picture must be coarse."""


class Fineness:
    """Chooses cells by what the last pictures took.

    Parameters
    ----------
    steps : tuple[int, ...]
        The choices, rising.
    """

    def __init__(self, steps: tuple[int, ...] = STEPS) -> None:
        self._steps = steps
        self._at = self._first = max(bisect_right(steps, LIVE_CELLS) - 1, 0)
        self._n_weights = 0
        self._is_first = True
        self._a_cell: float | None = None
        self._n_slow = self._n_quick = 0

    @property
    def n_cells(self) -> int:
        """Cells along each side, one of the steps."""
        return self._steps[self._at]

    @property
    def is_coarsest(self) -> bool:
        """Whether there is no coarser choice."""
        return self._at == 0

    def seconds_for(self, n_cells: int) -> float:
        """What so many cells in all take when nothing is in their way."""
        return n_cells * (self._n_weights * _GUESS if self._a_cell is None else self._a_cell)

    def begin(self, n_weights: int) -> None:
        """A picture of a network of so many weights is to be made."""
        if n_weights == self._n_weights:
            return
        self._n_weights = n_weights
        self._is_first = True
        self._a_cell = None
        self._n_slow = self._n_quick = 0
        self._at = self._first
        self._fall()

    def note(self, seconds: float) -> None:
        """The picture took so long; the first of a network does not count, for much is made for the first time."""
        if self._is_first:
            self._is_first = False
            return
        now = self.n_cells**2
        self._a_cell = seconds / now if self._a_cell is None else min(self._a_cell, seconds / now)
        is_slow = seconds > LONGEST and self.seconds_for(now) > _WORTH_IT
        self._n_slow = self._n_slow + 1 if is_slow else 0
        self._n_quick = self._n_quick + 1 if self._may_be_finer(seconds) else 0
        if self._n_slow == _PATIENCE:
            self._move(-1)
            self._fall()
        elif self._n_quick == _DOUBT:
            self._move(+1)

    def _may_be_finer(self, seconds: float) -> bool:
        if self._at + 1 == len(self._steps):
            return False
        finer = self._steps[self._at + 1]
        more = self.seconds_for(finer**2 - self.n_cells**2)
        return seconds + more <= (_AS_USUAL if finer <= LIVE_CELLS else _FINER)

    def _fall(self) -> None:
        """Go down as far as it takes."""
        while self._at > 0 and self.seconds_for(self.n_cells**2) > LONGEST:
            self._move(-1)

    def _move(self, by: int) -> None:
        self._at = max(self._at + by, 0)
        self._n_slow = self._n_quick = 0
