"""A level up and down a plot: the step of the past that every view shows."""

import pyqtgraph as pg
from PySide6.QtGui import QColor, QPen

from nnviz.ui.plots.log_places import place
from nnviz.ui.plots.quiet_plot import QuietPlot
from nnviz.ui.theme import Theme


class StepMark:
    """An upright line through a plot of steps.

    Parameters
    ----------
    plot : QuietPlot
        Gets the line.
    """

    def __init__(self, plot: QuietPlot) -> None:
        self._line = pg.InfiniteLine(angle=90, movable=False)
        self._line.hide()
        plot.addItem(self._line)
        self._step: int | None = None
        self._is_log = False

    @property
    def step(self) -> int | None:
        """Where it stands; None where it is not to be seen."""
        return self._step

    def show_step(self, step: int | None) -> None:
        """Stand at a step; None for nowhere."""
        if step == self._step:
            return
        self._step = step
        self._put()

    def set_log(self, is_log: bool) -> None:
        """Stand on a logarithmic axis from now on, or on an ordinary one; step 0 has no place on the former."""
        self._is_log = is_log
        self._put()

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        pen = QPen(QColor(theme.text))
        pen.setWidthF(theme.thin_line)
        pen.setCosmetic(True)
        self._line.setPen(pen)

    def _put(self) -> None:
        at = None if self._step is None else place(self._step, is_log=self._is_log)
        if at is not None:
            self._line.setValue(at)
        self._line.setVisible(at is not None)
