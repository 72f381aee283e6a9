"""A level line that no curve can stay above, named in a row over the plot, where it covers none of them."""

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from nnviz.ui.fields.form import label
from nnviz.ui.plots.log_places import place
from nnviz.ui.plots.quiet_plot import QuietPlot
from nnviz.ui.theme import Theme


class CeilingLine:
    """A dashed line across a plot, and its name.

    Parameters
    ----------
    plot : QuietPlot
        Gets the line.

    Attributes
    ----------
    name : QLabel
        To be put above the plot; hidden while there is nothing to say.
    """

    def __init__(self, plot: QuietPlot) -> None:
        self.name = label("", "small")
        self.name.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.name.setTextFormat(Qt.TextFormat.RichText)
        self.name.hide()
        self._line = pg.InfiniteLine(angle=0, movable=False)
        self._line.setZValue(-1)
        self._line.hide()
        plot.addItem(self._line)
        self._text = ""
        self._level: float | None = None
        self._color = ""
        self._is_log = False

    @property
    def level(self) -> float | None:
        """Where the line is, in the units of the plot; None where none is drawn."""
        return self._level

    @property
    def text(self) -> str:
        """What is said of it; empty where nothing is."""
        return self._text

    def show(self, text: str, tip: str, level: float | None) -> None:
        """Say this of it, and draw it where its level is known."""
        self._text, self._level = text, level
        self.name.setToolTip(tip)
        self._write()
        self.name.show()
        self._put()

    def hide(self) -> None:
        """Show nothing."""
        self._text, self._level = "", None
        self.name.hide()
        self._line.hide()

    def set_log(self, is_log: bool) -> None:
        """Stand on a logarithmic axis from now on, or on an ordinary one."""
        self._is_log = is_log
        self._put()

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self._color = theme.text
        pen = QPen(QColor(theme.text))
        pen.setWidthF(theme.thin_line)
        pen.setCosmetic(True)
        pen.setDashPattern([7.0, 4.0])
        self._line.setPen(pen)
        self._write()

    def _put(self) -> None:
        at = None if self._level is None else place(self._level, is_log=self._is_log)
        if at is not None:
            self._line.setValue(at)
        self._line.setVisible(at is not None)

    def _write(self) -> None:
        self.name.setText(f'<span style="color:{self._color}">╌╌ {self._text}</span>')
