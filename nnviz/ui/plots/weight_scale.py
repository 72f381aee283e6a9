"""The scale of a network's weights and biases, the same in every view; and those of what else they have numbers of."""

from dataclasses import dataclass
from math import floor, isfinite, log10

import numpy as np

from nnviz.core.arrays import FloatArray
from nnviz.core.snapshot import Parameters, Snapshot
from nnviz.ui.plots.weight_quantities import VALUE, WeightQuantity

_ORDINARY = (0.1, 1e3)
"""Numbers that are written as they are: from here, to below there."""
_TINY, _HUGE = 1e-300, 1e300
"""Beyond them a power of ten is no number any more."""


@dataclass(frozen=True)
class Scale:
    """Which numbers have the full colour, and in what they are counted.

    Attributes
    ----------
    largest : float
        In size, above 0.
    power : int
        Cells and scale write multiples of ten to this power.
    """

    largest: float
    power: int = 0

    @property
    def unit(self) -> float:
        """What a written number is multiplied with."""
        return 10.0**self.power


def full_color(snapshot: Snapshot) -> float:
    """The number in size that has the full colour."""
    return round_up(max(map(_largest, (*snapshot.weights, *snapshot.biases))))


def round_up(largest: float) -> float:
    """To one decimal, so that the scale does not flicker; at least 0.1."""
    return max(0.1, float(np.ceil(largest * 10) / 10))


def scale_of(numbers: Parameters, quantity: WeightQuantity) -> Scale:
    """The scale of a quantity's numbers; a gradient may be of any size."""
    largest = max(map(_largest, (*numbers.weights, *numbers.biases)))
    if quantity is VALUE:
        return Scale(round_up(largest))
    if largest < _TINY:
        return Scale(1.0)
    largest = min(largest, _HUGE)
    power = floor(log10(largest))
    # Of 1, 2 and 5 the next: finer steps would flicker while the numbers dwindle.
    rounded = next(step for step in (1.0, 2.0, 5.0, 10.0) if largest <= step * 10.0**power * (1.0 + 1e-12))
    if rounded == 10.0:
        rounded, power = 1.0, power + 1
    largest = rounded * 10.0**power
    return Scale(largest, 0 if _ORDINARY[0] <= largest < _ORDINARY[1] else power)


def _largest(values: FloatArray) -> float:
    """Of the finite ones, in size; without a copy of a large layer, as long as all are finite."""
    ends = (float(values.min(initial=0.0)), float(values.max(initial=0.0)))  # NaN, where one is
    if not all(map(isfinite, ends)):
        finite = values[np.isfinite(values)]
        ends = (float(finite.min(initial=0.0)), float(finite.max(initial=0.0)))
    return max(-ends[0], ends[1])
