"""A curve: numbers at increasing steps."""

from dataclasses import dataclass
from math import ceil

import numpy as np

from nnviz.core.arrays import FloatArray, IntArray


@dataclass(frozen=True)
class Curve:
    """Values at increasing steps.

    Attributes
    ----------
    first_step : int
        Step of the first value, where every step has one.
    steps : (n,) or None
        The steps, where not every step has a value.
    values : (n,)
    """

    values: FloatArray
    first_step: int = 0
    steps: FloatArray | None = None

    @property
    def last_step(self) -> int:
        """The last step that has a value; 0 where none has."""
        return 0 if len(self.values) == 0 else self.step_of(len(self.values) - 1)

    def step_of(self, place: int) -> int:
        """The step of value number `place`."""
        return self.first_step + place if self.steps is None else int(self.steps[place])

    def steps_of(self, places: IntArray) -> FloatArray:
        """The steps of some values, by their numbers (m,)."""
        return self.first_step + places.astype(np.float64) if self.steps is None else self.steps[places]

    def place_before(self, step: float) -> int:
        """How many values belong to steps before this one."""
        if self.steps is not None:
            return int(np.searchsorted(self.steps, step))
        return min(max(ceil(min(step, 1e18)) - self.first_step, 0), len(self.values))

    def nearest(self, step: float) -> int | None:
        """The number of the value whose step is nearest; None where there is no value at all."""
        after = self.place_before(step)
        around = [place for place in (after - 1, after) if 0 <= place < len(self.values)]
        return min(around, key=lambda place: abs(self.step_of(place) - step), default=None)

    def at(self, step: float) -> tuple[int, float] | None:
        """The nearest step that has a value, and the value; None where there is none at all."""
        place = self.nearest(step)
        return None if place is None else (self.step_of(place), float(self.values[place]))
