"""Right and wrong at a glance: blue dots and orange crosses, told apart by people with any kind of colour vision."""

from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainterPath, QPen, QTransform

from nnviz.ui.plots.marks_item import Mark
from nnviz.ui.theme import Theme

_BLUE, _VERMILION = 0, 4
"""Of the Okabe–Ito palette: the pair that is furthest apart for every kind of colour vision."""
_DOT, _CROSS = 6.0, 11.0


def answer_colors(theme: Theme) -> tuple[QColor, QColor]:
    """The colour of right answers, and that of wrong ones."""
    return QColor(theme.class_colors[_BLUE]), QColor(theme.class_colors[_VERMILION])


@lru_cache(maxsize=8)
def answer_marks(theme: Theme) -> tuple[Mark, Mark]:
    """The mark of points that are predicted rightly, and that of points that are predicted wrongly."""
    right, wrong = answer_colors(theme)
    pen = QPen(QColor(theme.point_outline))
    pen.setWidthF(0.8)
    pen.setCosmetic(True)
    dot = QPainterPath()
    dot.addEllipse(QRectF(-0.5, -0.5, 1.0, 1.0))
    return (
        Mark(dot, _DOT * theme.scale, pen, QBrush(right)),
        Mark(_cross(), _CROSS * theme.scale, pen, QBrush(wrong)),
    )


def _cross() -> QPainterPath:
    """A diagonal cross, about one unit wide, thick enough to be filled."""
    bars = QPainterPath()
    bars.setFillRule(Qt.FillRule.WindingFill)
    bars.addRect(QRectF(-0.6, -0.17, 1.2, 0.34))
    bars.addRect(QRectF(-0.17, -0.6, 0.34, 1.2))
    return QTransform().rotate(45).map(bars.simplified())
