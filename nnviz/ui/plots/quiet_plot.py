"""A plot in our own dress: no menus, no grid that costs, axes in the theme's colours."""

from collections.abc import Mapping
from html import escape
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QGraphicsItem, QSizePolicy, QWidget

from nnviz.core.regions import Rectangle
from nnviz.ui.plots.plot_frame import PlotFrame
from nnviz.ui.theme import Theme

_TICK_DENSITY = 0.7
LEFT, BELOW = 50, 36
"""Room for the numbers and the name of an axis."""
_TEXT, _MARGIN = 11, 18


class QuietPlot(pg.GraphicsView):
    """A pyqtgraph plot without what a learner would stumble over.

    The wheel zooms, dragging pans, a double click shows everything again.

    Parameters
    ----------
    x_label, y_label : str
        What the axes count, with the unit.
    axes : Mapping of side to pg.AxisItem, optional
        Axes of one's own, "bottom" or "left".

    Signals
    -------
    all_wanted()
        The user asked, by a double click, to see everything again.
    mouse_moved(QPointF)
        Where the mouse is, in the scene.
    mouse_left()
        It is no longer on the plot.
    """

    all_wanted = Signal()
    mouse_moved = Signal(object)
    mouse_left = Signal()

    def __init__(
        self,
        x_label: str,
        y_label: str,
        parent: QWidget | None = None,
        *,
        axes: Mapping[str, pg.AxisItem] | None = None,
    ) -> None:
        self._labels = {"bottom": x_label, "left": y_label}
        self._theme: Theme | None = None
        self._written: dict[str, str] = {}
        super().__init__(parent)
        self.enableMouse(False)  # that is the view's to follow, not the scene's
        frame = PlotFrame(axes or {})
        self.setCentralItem(frame)
        self.view, self.axes = frame.view, frame.axes
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    @property
    def area(self) -> Rectangle:
        """The piece of the plane that is shown, in the units of the axes."""
        (left, right), (bottom, top) = self.view.viewRange()
        return Rectangle(left, bottom, right, top)

    def addItem(self, *args: QGraphicsItem) -> None:  # noqa: N802 - pyqtgraph's name and signature
        """Draw something in the plane."""
        for item in args:
            self.view.addItem(item)

    def removeItem(self, *args: QGraphicsItem) -> None:  # noqa: N802 - pyqtgraph's name and signature
        """Draw it no more."""
        for item in args:
            self.view.removeItem(item)

    def name_axes(self, x_label: str, y_label: str) -> None:
        """Say what the axes count from now on."""
        labels = {"bottom": x_label, "left": y_label}
        if labels == self._labels:  # to write them anew, axes are painted anew: 5 ms of every frame of a drag
            return
        self._labels = labels
        if self._theme is not None:
            self._write_labels(self._theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw axes and background in the theme's colours."""
        self._theme = theme
        self.setBackground(QColor(theme.card))
        for axis in self.axes.values():
            axis.setPen(QColor(theme.border))
            axis.setTextPen(QColor(theme.muted))
            axis.setTickFont(theme.font(_TEXT))
            axis.setStyle(tickLength=-theme.px(3), tickTextOffset=theme.px(4))
            axis.setTickDensity(_TICK_DENSITY / theme.scale)  # pyqtgraph knows nothing of the size of their numbers
        self.axes["left"].setWidth(theme.px(LEFT))
        self.axes["bottom"].setHeight(theme.px(BELOW))
        self._written.clear()
        self._write_labels(theme)

    def _write_labels(self, theme: Theme) -> None:
        """As much of the labels as the axes are long: what reached beyond would be cut off at both ends."""
        metrics = QFontMetrics(theme.font(_TEXT))
        for side, text in self._labels.items():
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(self._room_for_label(side, theme), 0))
            if shown != self._written.get(side):
                self._written[side] = shown
                style: dict[str, Any] = {"color": theme.muted, "font-size": f"{theme.px(_TEXT)}px"}
                # A label is HTML to Qt, and a column of a table may be called anything.
                self.axes[side].setLabel(escape(shown), **style)

    def _room_for_label(self, side: str, theme: Theme) -> int:
        """Pixels along an axis."""
        beside = theme.px(LEFT if side == "bottom" else BELOW) + theme.px(_MARGIN)
        return (self.width() if side == "bottom" else self.height()) - beside

    def resizeEvent(self, ev: QResizeEvent) -> None:
        super().resizeEvent(ev)
        if self._theme is not None:
            self._write_labels(self._theme)

    def useOpenGL(self, b: bool = True) -> None:  # noqa: N802 - pyqtgraph's name and signature
        del b
        # Pyqtgraph's own asks for Qt's viewport first, which costs .05 s at the start: to find out of which class a
        # widget is that Qt made, PySide6 builds all the hundred there are.
        self._own_viewport = QWidget()
        self.setViewport(self._own_viewport)

    def sizeHint(self) -> QSize:
        # Without it each plot asks for 640 pixels, and the docks take them from the canvas.
        return QSize(260, 130)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        del event
        self.all_wanted.emit()

    def mouseMoveEvent(self, ev: QMouseEvent) -> None:
        super().mouseMoveEvent(ev)
        self.mouse_moved.emit(self.mapToScene(ev.position().toPoint()))

    def leaveEvent(self, ev: QEvent) -> None:
        super().leaveEvent(ev)
        self.mouse_left.emit()
