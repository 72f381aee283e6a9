"""The pale lines behind a run's curves: what it was before it branched."""

from collections.abc import Sequence

from PySide6.QtGui import QColor, QPen

from nnviz.core.arrays import FloatArray
from nnviz.ui.plots.line_item import LineItem
from nnviz.ui.plots.quiet_plot import QuietPlot

_PALE = 0.35
"""Opacity, 0 … 1."""

Line = tuple[FloatArray, FloatArray]
"""Places on the axes, (n,) each."""


class EarlierLines:
    """Draws any number of lines behind the others, in the same pens but pale.

    Parameters
    ----------
    plot : QuietPlot
    """

    def __init__(self, plot: QuietPlot) -> None:
        self._plot = plot
        self._pens: tuple[QPen, ...] = ()
        self._items: list[tuple[int, LineItem]] = []

    def __len__(self) -> int:
        return len(self._items)

    def show_lines(self, branches: Sequence[Sequence[Line]]) -> None:
        """Show the lines of each branch, in the order of the pens."""
        numbers = [number for lines in branches for number in range(len(lines))]
        if numbers != [number for number, _ in self._items]:
            self._make_items(numbers)
        lines = [line for lines in branches for line in lines]
        for (_, item), (x, y) in zip(self._items, lines, strict=True):
            item.set_points(x, y)

    def set_pens(self, pens: Sequence[QPen]) -> None:
        """Take the pens of the curves, one for each line of a branch."""
        self._pens = tuple(pens)
        for number, item in self._items:
            if number < len(pens):
                item.set_pen(_pale(pens[number]))

    def _make_items(self, numbers: Sequence[int]) -> None:
        for _, item in self._items:
            self._plot.removeItem(item)
        self._items = [(number, LineItem()) for number in numbers]
        for _, item in self._items:
            item.setZValue(-2)
            self._plot.addItem(item)
        self.set_pens(self._pens)


def _pale(pen: QPen) -> QPen:
    pale = QPen(pen)
    color = QColor(pen.color())
    color.setAlphaF(_PALE)
    pale.setColor(color)
    return pale
