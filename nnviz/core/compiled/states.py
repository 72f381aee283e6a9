"""The states of a block: weights and memories before each of its steps."""

import numpy as np

from nnviz.core.arrays import FloatArray


class States:
    """A row for the moment before each step of a block, one for the end, and two for the steps before the block.

    Parameters
    ----------
    n_slots : int
        Steps of a block, at least 2.
    n_memories : int
        Of the optimizer.
    n_parameters : int
    dtype : np.dtype

    Attributes
    ----------
    slot : int
        Where in the block the present step stands; `n_slots` where the block is done.
    """

    def __init__(self, n_slots: int, n_memories: int, n_parameters: int, dtype: np.dtype[np.floating]) -> None:
        self._n_slots = n_slots
        self._rows = np.zeros((n_slots + 3, 1 + n_memories, n_parameters), dtype)
        self._first_known = 1
        self.slot = 0

    @property
    def has_before(self) -> bool:
        """Whether the state one step earlier is still here."""
        return self.slot >= self._first_known

    @property
    def has_two_before(self) -> bool:
        """Whether the state two steps earlier is, too."""
        return self.slot > self._first_known

    @property
    def present(self) -> FloatArray:
        """The parameters, and below them what the optimizer remembers, (1 + n_memories, n_parameters)."""
        return self._rows[self.slot + 2]

    @property
    def before(self) -> FloatArray:
        """The same one step earlier; only where `has_before`."""
        return self._rows[self.slot + 1]

    @property
    def two_before(self) -> FloatArray:
        """The same two steps earlier; only where `has_two_before`."""
        return self._rows[self.slot]

    def around(self, slot: int) -> tuple[FloatArray, FloatArray]:
        """The states before and after the step at `slot`."""
        return self._rows[slot + 2], self._rows[slot + 3]

    def begin_block(self) -> None:
        """Go on to the next block where this one is done."""
        if self.slot == self._n_slots:
            self._rows[:3] = self._rows[-3:]
            self._first_known = max(-1, self._first_known - self._n_slots)
            self.slot = 0

    @property
    def trail(self) -> FloatArray:
        """The states that are still here, up to the present one, (1 … 3, 1 + n_memories, n_parameters)."""
        return self._rows[self.slot + 2 - self.has_before - self.has_two_before : self.slot + 3]

    def load(self, trail: FloatArray, step: int) -> None:
        """Stand before `step` at the end of a trail; what was before it is not known."""
        self.slot = step % self._n_slots
        self._first_known = self.slot + 2 - len(trail)
        self.trail[...] = trail
