"""The lookout: notices, once in a run, that the loss has blown up although every number is still finite."""

from typing import TYPE_CHECKING

from nnviz.core.divergence import Cause, explain_rise

if TYPE_CHECKING:  # only named here: NumPy, which it would load, comes after the first painted window
    from nnviz.core.history import Curves


class Lookout:
    """Looks at every loss of one run once, so that a long run is watched as cheaply as a short one.

    Parameters
    ----------
    first_step : int
        Where to begin: the losses before it were those of other points.
    """

    def __init__(self, first_step: int = 0) -> None:
        self._first_step = first_step
        self._n_seen = 0
        self._has_told = False

    def look(self, curves: "Curves") -> Cause | None:
        """Why the loss has blown up, at the first look after it did; else None."""
        begin = max(self._first_step - curves.first_step, 0)
        loss, data_loss = curves.loss[begin:], curves.data_loss[begin:]
        new = loss[self._n_seen :]
        if self._has_told or len(new) == 0:
            return None
        highest = self._n_seen + int(new.argmax())
        self._n_seen += len(new)
        step = curves.first_step + begin + highest
        cause = explain_rise(step, float(loss[highest]), float(loss[0]), float(data_loss[0]))
        self._has_told = cause is not None
        return cause
