"""Class marks: the shape that belongs to each class, so that colour is never the only sign."""

import math
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPainterPath, QPixmap, QPolygonF

from nnviz.ui.theme import Theme

_NAMES = (
    "blue circle",
    "orange square",
    "green triangle",
    "pink diamond",
    "vermilion triangle, upside down",
    "light blue star",
    "yellow hexagon",
    "purple star of four",
    "grey triangle, to the right",
    "brown pentagon",
)
N_MARKS = len(_NAMES)

_ICON_SIZES = (16, 24, 32, 48, 64)


def class_mark(label: int) -> QPainterPath:
    """The shape of class number `label`, around the origin, about one unit wide."""
    return _SHAPES[label % len(_SHAPES)]


def mark_name(label: int) -> str:
    """The colour and the shape in words: "blue circle"."""
    return _NAMES[label % N_MARKS]


@lru_cache(maxsize=64)
def mark_icon(label: int, theme: Theme) -> QIcon:
    """The shape of class number `label` in its colour, crisp at every scaling."""
    drawn = QIcon()
    for size in _ICON_SIZES:
        pixmap = QPixmap(size, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(size / 2, size / 2)
        painter.scale(size * 0.75, size * 0.75)
        painter.fillPath(class_mark(theme.class_number(label)), theme.class_color(label))
        painter.end()
        drawn.addPixmap(pixmap)
        drawn.addPixmap(pixmap, QIcon.Mode.Selected)  # else Qt tints it in a selected row
    return drawn


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
