"""A picture made of numbers, as an item of a plot: the predicted regions, the density of many points."""

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from nnviz.core.regions import Rectangle


class PictureItem(pg.GraphicsObject):
    """A picture stretched over a piece of the plane.

    pyqtgraph's own image item keeps three bytes a pixel, which Qt has to convert at every painting; here a pixel is a
    whole word in Qt's own order, and is only stretched. Stretched smoothly, a picture with opacity costs Qt no more
    than one without.
    """

    def __init__(self) -> None:
        super().__init__()
        self._pixels = np.zeros((1, 1), dtype=np.uint32)
        self._area: Rectangle | None = None

    @property
    def area(self) -> Rectangle | None:
        """The piece of the plane that is covered; None where nothing is."""
        return self._area

    @property
    def pixels(self) -> NDArray[np.uint32]:
        """What is shown, bottom row first."""
        return self._pixels

    def show_pixels(self, pixels: NDArray[np.uint32], area: Rectangle) -> None:
        """Cover `area` with (n_rows, n_columns) pixels, bottom row first.

        A pixel is 0xAARRGGBB: the opacity, and the colour already multiplied with it.
        """
        if area != self._area:
            self.prepareGeometryChange()
        self._pixels, self._area = np.ascontiguousarray(pixels), area
        self.update()

    def clear(self) -> None:
        """Show nothing."""
        if self._area is None:
            return
        self.prepareGeometryChange()
        self._area = None
        self.update()

    def boundingRect(self) -> QRectF:
        """The covered area, in the units of the plot."""
        area = self._area
        if area is None:
            return QRectF()
        return QRectF(area.left, area.bottom, area.right - area.left, area.top - area.bottom)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Stretch the pixels over the area; the plot's y axis points up, and so do the rows."""
        del option, widget
        if self._area is None:
            return
        n_rows, n_columns = self._pixels.shape
        image_format = QImage.Format.Format_ARGB32_Premultiplied
        image = QImage(self._pixels.data, n_columns, n_rows, 4 * n_columns, image_format)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self.boundingRect(), image)
