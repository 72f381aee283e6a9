"""The ellipses of the clusters as an item of a plot, with the handles a hand takes them by."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from nnviz.data.ellipse import Ellipse
from nnviz.ui.theme import Theme

DEVIATIONS = 2.0
"""How far out the handles stand, in standard deviations."""

_TURN_REACH = 26.0
"""Pixels from the end of the first axis to the handle that turns."""

_CENTRE_RADIUS = 6.0
_END_RADIUS = 4.5
_FAR = 1e6


class Grip(Enum):
    """What a hand has hold of."""

    CENTRE = "centre"
    FIRST_AXIS = "first axis"
    SECOND_AXIS = "second axis"
    TURN = "turn"


@dataclass(frozen=True)
class Handle:
    """A place to take hold of.

    Attributes
    ----------
    cluster : int
    grip : Grip
    place : QPointF
        In the units of the plot.
    """

    cluster: int
    grip: Grip
    place: QPointF


class EllipseItem(pg.GraphicsObject):
    """Draws each cluster's ellipses of one and two standard deviations, and its handles."""

    def __init__(self) -> None:
        super().__init__()
        self._ellipses: tuple[Ellipse, ...] = ()
        self._selected: int | None = None
        self._theme: Theme | None = None

    def show_ellipses(self, ellipses: Sequence[Ellipse], selected: int | None) -> None:
        """Draw these; the selected one stronger, and with the handle that turns it."""
        self._ellipses = tuple(ellipses)
        self._selected = selected
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours and size."""
        self._theme = theme
        self.update()

    def handles(self) -> list[Handle]:
        """All that can be taken hold of, those of the selected cluster first."""
        order = sorted(range(len(self._ellipses)), key=lambda number: number != self._selected)
        return [handle for number in order for handle in self._handles_of(number)]

    def boundingRect(self) -> QRectF:
        """Everywhere: ellipses may reach out of the view, and are cut off there."""
        return QRectF(-_FAR, -_FAR, 2 * _FAR, 2 * _FAR)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Ellipses, then handles."""
        del option, widget
        if self._theme is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, ellipse in enumerate(self._ellipses):
            self._paint_outlines(painter, self._theme, number, ellipse)
        for number in range(len(self._ellipses)):
            for handle in self._handles_of(number):
                self._paint_handle(painter, self._theme, handle)

    def _handles_of(self, number: int) -> list[Handle]:
        ellipse = self._ellipses[number]
        places = {
            Grip.FIRST_AXIS: QPointF(*ellipse.end(0, DEVIATIONS)),
            Grip.SECOND_AXIS: QPointF(*ellipse.end(1, DEVIATIONS)),
            Grip.CENTRE: QPointF(*ellipse.mean),
        }
        if number == self._selected:
            places = {Grip.TURN: self._turn_place(ellipse)} | places
        return [Handle(number, grip, place) for grip, place in places.items()]

    def _turn_place(self, ellipse: Ellipse) -> QPointF:
        """Beyond the end of the first axis, a fixed number of pixels on."""
        (x, y), (right, up) = ellipse.direction(0), self._pixel()
        reach = _TURN_REACH * (self._theme.scale if self._theme else 1.0) / math.hypot(x / right, y / up)
        end = ellipse.end(0, DEVIATIONS)
        return QPointF(end[0] + reach * x, end[1] + reach * y)

    def _pixel(self) -> tuple[float, float]:
        """Width and height of a pixel in the units of the plot."""
        view = self.getViewBox()
        width, height = view.viewPixelSize() if view is not None else (1.0, 1.0)
        return width or 1.0, height or 1.0

    def _paint_outlines(self, painter: QPainter, theme: Theme, number: int, ellipse: Ellipse) -> None:
        (a, b), (c, d) = ellipse.axes
        color = theme.class_color(number).darker(115) if not theme.is_dark else theme.class_color(number).lighter(115)
        is_selected = number == self._selected
        painter.save()
        # The unit circle, carried to where the cluster's axes lead.
        painter.setTransform(QTransform(a, c, b, d, *ellipse.mean), combine=True)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for deviations, width in ((2.0, 2.0 if is_selected else 1.4), (1.0, 1.4)):
            pen = QPen(color, width * theme.scale, Qt.PenStyle.DashLine if deviations > 1 else Qt.PenStyle.DotLine)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.drawEllipse(QPointF(0.0, 0.0), deviations, deviations)
        painter.restore()

    def _paint_handle(self, painter: QPainter, theme: Theme, handle: Handle) -> None:
        right, up = self._pixel()
        is_centre, is_turn = handle.grip is Grip.CENTRE, handle.grip is Grip.TURN
        radius = (_CENTRE_RADIUS if is_centre else _END_RADIUS) * theme.scale
        color = theme.class_color(handle.cluster)
        pen = QPen(color, (2.6 if is_centre and handle.cluster == self._selected else 1.8) * theme.scale)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.setBrush(QColor(theme.card) if not is_turn else color)
        area = _around(handle.place, radius * right, radius * up)
        if is_centre:
            halo = QPen(QColor(theme.card), 5.0 * theme.scale)
            halo.setCosmetic(True)
            painter.setPen(halo)
            painter.drawEllipse(area)
            painter.setPen(pen)
        if is_turn:
            painter.drawLine(QPointF(*self._ellipses[handle.cluster].end(0, DEVIATIONS)), handle.place)
        if is_centre or is_turn:
            painter.drawEllipse(area)
        else:
            painter.drawRect(area)


def _around(place: QPointF, width: float, height: float) -> QRectF:
    """The rectangle so far to each side of a place."""
    return QRectF(place.x() - width, place.y() - height, 2 * width, 2 * height)
