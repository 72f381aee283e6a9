"""Class marks: the shape that belongs to each class, so that colour is never the only sign."""

import math

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPainterPath, QPolygonF
from PySide6.QtWidgets import QWidget

from nnviz.ui.theme import Theme


def class_mark(label: int) -> QPainterPath:
    """The shape of class number `label`, around the origin, about one unit wide."""
    return _SHAPES[label % len(_SHAPES)]


class Swatch(QWidget):
    """A class's mark in its colour."""

    def __init__(self, label: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = label
        self._theme: Theme | None = None

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours and size."""
        self._theme = theme
        self.setFixedSize(theme.px(16), theme.px(16))
        self.update()

    def paintEvent(self, event: object) -> None:
        del event
        if self._theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(self.width() / 2, self.height() / 2)
        painter.scale(self.width() * 0.75, self.height() * 0.75)
        painter.fillPath(class_mark(self._label), self._theme.class_color(self._label))


def _circle() -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QRectF(-0.5, -0.5, 1, 1))
    return path


def _polygon(n_corners: int, turn: float, radius: float, inner: float | None = None) -> QPainterPath:
    """A regular polygon, or a star where an inner radius is given."""
    radii = (radius,) if inner is None else (radius, inner)
    n_points = n_corners * len(radii)
    corners = [
        QPointF(
            radii[corner % len(radii)] * math.sin(2 * math.pi * corner / n_points + turn),
            -radii[corner % len(radii)] * math.cos(2 * math.pi * corner / n_points + turn),
        )
        for corner in range(n_points)
    ]
    path = QPainterPath()
    path.addPolygon(QPolygonF(corners))
    path.closeSubpath()
    return path


_SHAPES = (
    _circle(),
    _polygon(4, math.pi / 4, 0.62),
    _polygon(3, 0.0, 0.62),
    _polygon(4, 0.0, 0.62),
    _polygon(3, math.pi, 0.62),
    _polygon(5, 0.0, 0.65, 0.3),
    _polygon(6, 0.0, 0.56),
    _polygon(4, 0.0, 0.68, 0.22),
    _polygon(3, math.pi / 2, 0.62),
    _polygon(5, 0.0, 0.58),
)
