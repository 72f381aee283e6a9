"""Pens whose width is in pixels, whatever the units of the plot they draw in."""

from PySide6.QtGui import QColor, QPen


def pixel_pen(color: QColor, width: float) -> QPen:
    """A pen of `width` pixels."""
    pen = QPen(color)
    pen.setWidthF(width)
    pen.setCosmetic(True)
    return pen
