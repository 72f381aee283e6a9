"""Touches: weights and biases that a hand set in the middle of a run, as far as the run has to know of them.

From such a step on the run is another network's. Losses of before are nothing to compare with, and where it diverges
later, the hand may be what did it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # only named here: NumPy, which it would load, comes after the first painted window
    from nnviz.core.stopping import Best

LARGE_LOSS = 1000.0
"""In nats. Who knows nothing of n classes loses log n; a point loses a thousand only where scores differ by that much.
The penalty does not count here: it grows with the number of weights, be they ever so small."""


@dataclass(frozen=True)
class Touch:
    """A number that was set by hand.

    Attributes
    ----------
    step : int
        The first that was measured with it.
    what : str
        What was set, as a noun.
    value : float
    loss_before, loss_after : float
        Data loss of that step with the number that was there, and with this one, in nats.
    best : Best
        What patience knew.
    """

    step: int
    what: str
    value: float
    loss_before: float
    loss_after: float
    best: "Best"

    @property
    def is_too_large(self) -> bool:
        """Whether this alone made a loss that no step of any length gets down from."""
        return self.loss_before < LARGE_LOSS <= self.loss_after

    @property
    def sentence(self) -> str:
        """What was done, and when."""
        return f"{self.what} was set to {written_value(self.value)} at step {self.step:,}"

    @property
    def complaint(self) -> str:
        """What it did, where it was too large."""
        loss = f"{self.loss_after:,.0f}" if self.loss_after < 1e6 else f"{self.loss_after:.3g}"
        value = written_value(self.value)
        return f"{self.what}, set to {value} at step {self.step:,}, made a data loss of {loss} instead of a few nats"


def until(touches: Sequence[Touch], step: int) -> tuple[Touch, ...]:
    """Those of them, in the order of their steps, that were made at `step` or before it."""
    return tuple(touch for touch in touches if touch.step <= step)


def written_value(value: float) -> str:
    """A weight or bias as people write it."""
    return f"{value:,.10g}".replace("-", "−")
