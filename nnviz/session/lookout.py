"""The lookout: notices, once in a run, that the loss has blown up although every number is still finite."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from nnviz.core.divergence import Cause, explain_rise

if TYPE_CHECKING:  # only named here: NumPy, which it would load, comes after the first painted window
    from nnviz.core.history import Curves
    from nnviz.core.touches import Touch


class Lookout:
    """Looks at every loss of one run once, so that a long run is watched as cheaply as a short one.

    Parameters
    ----------
    first_step : int
        Where to begin: the losses before it were those of other points, or of a network that a hand changed there.
    """

    def __init__(self, first_step: int = 0) -> None:
        self._first_step = first_step
        self._next_step = first_step
        self._has_told = False

    def look(self, curves: "Curves", touches: Sequence["Touch"] = ()) -> Cause | None:
        """Why the loss has blown up, at the first look after it did; else None.

        Parameters
        ----------
        curves : Curves
            Of the run up to now.
        touches : sequence of Touch
            What a hand has set since anything else changed, in that order.
        """
        first, new = curves.steps.searchsorted((self._first_step, self._next_step)).tolist()
        if self._has_told or new == len(curves.steps):
            return None
        highest = new + int(curves.loss[new:].argmax())
        self._next_step = int(curves.steps[-1]) + 1
        loss, first_loss, first_data_loss = curves.loss[highest], curves.loss[first], curves.data_loss[first]
        step = int(curves.steps[highest])
        cause = explain_rise(step, float(loss), float(first_loss), float(first_data_loss), touches)
        self._has_told = cause is not None
        return cause
