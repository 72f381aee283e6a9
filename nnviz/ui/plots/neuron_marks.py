"""The name of a neuron above its column of numbers, with a mark where something is the matter with it."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPolygonF

from nnviz.ui.theme import Theme

_NAME, _MARK = 11, 9
_BADGE, _WEDGE, _GAP = 11, 3, 2


def paint_name(painter: QPainter, theme: Theme, cell: QRectF, name: str, *, is_marked: bool) -> None:
    """Write `name` in the middle of its cell, or as near to it as a mark leaves room.

    The mark is an exclamation mark beside it; in its place where there is no room for both; and where there is no room
    for names at all, a wedge that points down at the column.
    """
    metrics = QFontMetrics(theme.font(_NAME))
    if cell.width() < narrowest_name(theme):
        if is_marked:
            _paint_wedge(painter, theme, QPointF(cell.center().x(), cell.bottom()))
        return
    width = metrics.horizontalAdvance(name)
    beside = theme.px(_GAP) + theme.px(_BADGE)
    if is_marked and width + beside > cell.width():
        paint_badge(painter, theme, cell.center())
        return
    if is_marked:
        lacking = max(0.0, width / 2 + beside - cell.width() / 2)
        cell = cell.translated(-lacking, 0.0)
        paint_badge(painter, theme, cell.center() + QPointF(width / 2 + beside - theme.px(_BADGE) / 2, 0.0))
    painter.setFont(theme.font(_NAME))
    painter.setPen(QColor(theme.muted))
    shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, int(cell.width()))
    painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, shown)


def narrowest_name(theme: Theme) -> int:
    """Pixels from which on a cell has room for a name."""
    return QFontMetrics(theme.font(_NAME)).horizontalAdvance("h₂₂")


def paint_badge(painter: QPainter, theme: Theme, center: QPointF) -> None:
    """An exclamation mark in a circle: something is the matter here."""
    size = theme.px(_BADGE)
    badge = QRectF(center.x() - size / 2, center.y() - size / 2, size, size)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.warning))
    painter.drawEllipse(badge)
    painter.setFont(theme.font(_MARK, QFont.Weight.DemiBold))
    painter.setPen(QColor(theme.card))
    painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, "!")


def _paint_wedge(painter: QPainter, theme: Theme, point: QPointF) -> None:
    half = theme.px(_WEDGE)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.warning))
    painter.drawPolygon(QPolygonF([point, point + QPointF(-half, -1.5 * half), point + QPointF(half, -1.5 * half)]))
