"""The lookout: notices, once in a run, that the loss has blown up although every number is still finite."""

from typing import TYPE_CHECKING

from nnviz.core.divergence import Cause, explain_rise

if TYPE_CHECKING:  # only named here: NumPy, which it would load, comes after the first painted window
    from nnviz.core.history import Curves


class Lookout:
    """Looks at every loss of one run once, so that a long run is watched as cheaply as a short one."""

    def __init__(self) -> None:
        self._n_seen = 0
        self._has_told = False

    def look(self, curves: "Curves") -> Cause | None:
        """Why the loss has blown up, at the first look after it did; else None."""
        new = curves.loss[self._n_seen :]
        if self._has_told or len(new) == 0:
            return None
        highest = self._n_seen + int(new.argmax())
        self._n_seen += len(new)
        first_loss, first_data_loss = float(curves.loss[0]), float(curves.data_loss[0])
        cause = explain_rise(curves.first_step + highest, float(curves.loss[highest]), first_loss, first_data_loss)
        self._has_told = cause is not None
        return cause
