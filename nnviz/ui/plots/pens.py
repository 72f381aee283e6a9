"""Pens whose width is in pixels, whatever the units of the plot they draw in."""

from PySide6.QtGui import QColor, QPen

from nnviz.ui.theme import Theme


def pixel_pen(color: QColor, width: float) -> QPen:
    """A pen of `width` pixels."""
    pen = QPen(color)
    pen.setWidthF(width)
    pen.setCosmetic(True)
    return pen


def mistake_pen(theme: Theme, opacity: float = 1.0) -> QPen:
    """What the ring around a mistake is drawn with, on the canvas and in its key."""
    color = QColor(theme.bad)
    color.setAlphaF(opacity)
    return pixel_pen(color, 1.8 * theme.scale)
