"""A level up and down a plot, and beside it what the curves are there."""

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QLabel

from nnviz.ui.plots.quiet_plot import QuietPlot
from nnviz.ui.theme import Theme


class Crosshair:
    """An upright line that is only there while somebody asks, and a small card of text.

    Parameters
    ----------
    plot : QuietPlot
        Gets the line, and the card on top.
    """

    def __init__(self, plot: QuietPlot) -> None:
        self._plot = plot
        self._line = pg.InfiniteLine(angle=90)
        self._line.hide()
        plot.addItem(self._line)
        self._card = QLabel(plot)
        self._card.setObjectName("readout")
        self._card.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._card.hide()

    @property
    def text(self) -> str:
        """What is told; empty where nothing is."""
        return self._card.text() if self._card.isVisible() else ""

    def show(self, at: float, text: str) -> None:
        """Stand at a place of the plot's axis, and tell this on the other side."""
        self._line.setValue(at)
        self._line.show()
        if text != self._card.text():
            self._card.setText(text)
            self._card.adjustSize()
            self._plot.setAccessibleDescription(text)
        area = self._plot.view.sceneBoundingRect()
        left, right = self._plot.view.viewRange()[0]
        is_right = at > (left + right) / 2
        x = area.left() + 4 if is_right else area.right() - self._card.width() - 4
        self._card.move(round(x), round(area.top() + 2))
        self._card.show()

    def hide(self) -> None:
        """Be gone."""
        self._line.hide()
        self._card.hide()

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        pen = QPen(QColor(theme.muted))
        pen.setStyle(Qt.PenStyle.DotLine)
        pen.setWidthF(theme.thin_line)
        pen.setCosmetic(True)
        self._line.setPen(pen)
        self._card.setStyleSheet(
            f"QLabel#readout {{ background: {theme.card}; color: {theme.text}; border: 1px solid {theme.border};"
            f" border-radius: 4px; padding: 3px 6px; font-size: {theme.px(11)}px; }}"
        )
        self._card.adjustSize()
