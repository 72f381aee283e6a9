"""A curve: numbers at increasing steps."""

from dataclasses import dataclass

from nnviz.core.arrays import FloatArray


@dataclass(frozen=True)
class Curve:
    """Values at increasing steps.

    Attributes
    ----------
    values, steps : (n,)
        Not every step has a value: some are not looked at, and of a long run only those are kept that stand out.
    """

    values: FloatArray
    steps: FloatArray

    @property
    def last_step(self) -> int:
        """The last step that has a value; 0 where none has."""
        return 0 if len(self.values) == 0 else int(self.steps[-1])

    def place_before(self, step: float) -> int:
        """How many values belong to steps before this one."""
        return int(self.steps.searchsorted(step))

    def nearest(self, step: float) -> int | None:
        """The number of the value whose step is nearest; None where there is no value at all."""
        after = self.place_before(step)
        around = [place for place in (after - 1, after) if 0 <= place < len(self.values)]
        return min(around, key=lambda place: abs(self.steps[place] - step), default=None)

    def at(self, step: float) -> tuple[int, float] | None:
        """The nearest step that has a value, and the value; None where there is none at all."""
        place = self.nearest(step)
        return None if place is None else (int(self.steps[place]), float(self.values[place]))
