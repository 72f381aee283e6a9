"""Lettering: numbers written into cells, whole or not at all."""

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QFontMetrics, QPainter

from nnviz.ui.fields.numbers import figures_alike
from nnviz.ui.theme import Theme


class Lettering:
    """Writes lines in one font of the interface.

    Its figures are all of one width: so that of a line is known from any other in which only figures differ. To have it
    measured takes as long as to have it drawn.

    Attributes
    ----------
    font : QFont
    """

    def __init__(self, font: QFont) -> None:
        self.font = font
        self._metrics = QFontMetrics(font)
        self._rise = (self._metrics.ascent() - self._metrics.descent()) / 2
        self._widths: dict[str, int] = {}

    def width(self, text: str) -> int:
        """Device-independent pixels that a line takes."""
        pattern = figures_alike(text)
        width = self._widths.get(pattern)
        if width is None:
            width = self._widths[pattern] = self._metrics.horizontalAdvance(pattern)
        return width

    def write_in(self, painter: QPainter, area: QRectF, text: str, *, at_right: bool = False) -> bool:
        """Write in the middle of an area, or at its right end; false where it is too narrow, and nothing was written.

        Half a number would be a wrong one. The painter must have the font.
        """
        spare = area.width() - self.width(text)
        if spare < 0:
            return False
        left = area.left() + (spare if at_right else spare / 2)
        painter.drawText(QPointF(left, area.center().y() + self._rise), text)
        return True


@lru_cache(maxsize=32)
def lettering(theme: Theme, pixels: float, weight: QFont.Weight = QFont.Weight.Normal) -> Lettering:
    """That of a theme at a size and weight, as `Theme.font` takes them."""
    return Lettering(theme.font(pixels, weight))
