"""The network's decision boundary as an item of a plot."""

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from nnviz.core.arrays import FloatArray
from nnviz.ui.plots.pens import pixel_pen
from nnviz.ui.theme import Theme

_BAND_OPACITY = 0.55
_BAND = 3.0
_SHIFT = 0.3
"""Pixels between the middle of the line and each of the hairlines that it is made of."""


def paint_boundary(painter: QPainter, path: QPainterPath, theme: Theme) -> None:
    """Draw an unbroken line on a pale band; the best possible border is dashed.

    To widen hundreds of short pieces smoothly takes Qt milliseconds, more than a frame has left. A band need not be
    smooth, and hairlines are quick: some of them side by side are a line.
    """
    world = painter.worldTransform()
    band = QColor(theme.card)
    band.setAlphaF(_BAND_OPACITY)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.strokePath(path, _pen(band, _BAND * theme.scale))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    hairline = _pen(QColor(theme.text), 1.0 / painter.device().devicePixelRatioF())
    shift = _SHIFT * theme.scale
    for across, upward in ((shift, 0.0), (-shift, 0.0), (0.0, shift), (0.0, -shift)):
        painter.setWorldTransform(world * QTransform.fromTranslate(across, upward))
        painter.strokePath(path, hairline)
    painter.setWorldTransform(world)


class BoundaryItem(pg.GraphicsObject):
    """Unbroken lines on a pale band, to be seen on any region and among any points."""

    def __init__(self) -> None:
        super().__init__()
        self._theme: Theme | None = None
        self._path = QPainterPath()
        self._pieces: FloatArray | None = None
        self.hide()

    @property
    def pieces(self) -> FloatArray | None:
        """What is shown; None where nothing is."""
        return self._pieces

    def show_pieces(self, pieces: FloatArray | None) -> None:
        """Draw straight pieces, (n_pieces, 2 ends, 2 features); None draws nothing."""
        if pieces is None and self._pieces is None:
            return
        self.prepareGeometryChange()
        self._pieces = pieces
        self._path = QPainterPath()
        if pieces is not None and len(pieces):
            x, y = pieces.reshape(-1, 2).T.copy()
            self._path = pg.arrayToQPath(x, y, connect="pairs")
        self.setVisible(pieces is not None)
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours and size."""
        self._theme = theme
        self.update()

    def boundingRect(self) -> QRectF:
        """Around the lines, with room for the width of a pen."""
        width, height = self.pixelVectors()
        room = 0.0 if self._theme is None else _BAND * self._theme.scale
        x, y = (room * (0.0 if pixel is None else pixel.length()) for pixel in (width, height))
        return self._path.controlPointRect().adjusted(-x, -y, x, y)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """The lines."""
        del option, widget
        if self._theme is None:
            return
        paint_boundary(painter, self._path, self._theme)


def _pen(color: QColor, width: float) -> QPen:
    pen = pixel_pen(color, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen
