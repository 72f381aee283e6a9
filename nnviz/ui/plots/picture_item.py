"""A picture made of numbers, as an item of a plot: the predicted regions, the density of many points."""

from typing import NamedTuple

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, QRectF, QSize
from PySide6.QtGui import QImage, QPainter, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from nnviz.core.regions import Rectangle


class _Stretched(NamedTuple):
    """Pixels as a painting would stretch them.

    Attributes
    ----------
    pixels, area
        As `PictureItem.show_pixels` takes them.
    transform : QTransform
        From the plot to the widget's pixels, as the painter is to have it.
    corner : QPointF
        Of the widget in its window.
    place : QPointF
        Of the image's corner in the widget.
    image : QImage
        As fine as the screen, whose ratio of pixels it has.
    """

    pixels: NDArray[np.uint32]
    area: Rectangle
    transform: QTransform
    corner: QPointF
    place: QPointF
    image: QImage


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
        self._stretched: _Stretched | None = None

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
        if self._stretched is not None and self._stretched.pixels is not self._pixels:
            self._stretched = None
        self.update()

    def stretch(self, pixels: NDArray[np.uint32], area: Rectangle) -> None:
        """Stretch what `show_pixels` is to show later, so that its painting need only lay it down.

        For the view as it is now; where it is another by then, or the area reaches beyond it, nothing is won. The
        pixels are one block of memory.
        """
        before, self._stretched = self._stretched, None
        widget = self.getViewWidget()
        if widget is None:
            return
        transform = self.deviceTransform(widget.viewportTransform())
        room = transform.mapRect(_rect_of(area))
        if not QRectF(widget.viewport().rect()).contains(room):
            return
        # On a screen of one and a half pixels to the pixel a widget may begin between two of them.
        ratio, corner = widget.viewport().devicePixelRatioF(), _corner_of(widget.viewport())
        in_window = QTransform.fromTranslate(corner.x(), corner.y())
        to_screen = transform * in_window * QTransform.fromScale(ratio, ratio)
        on_screen = to_screen.mapRect(_rect_of(area)).toAlignedRect()
        image = _blank(on_screen.size(), None if before is None else before.image)
        painter = QPainter(image)
        painter.setTransform(to_screen * QTransform.fromTranslate(-on_screen.x(), -on_screen.y()))
        _draw(painter, pixels, area)
        painter.end()
        image.setDevicePixelRatio(ratio)
        place = QPointF(on_screen.topLeft()) / ratio - corner
        self._stretched = _Stretched(pixels, area, transform, corner, place, image)

    def clear(self) -> None:
        """Show nothing."""
        self._stretched = None
        if self._area is None:
            return
        self.prepareGeometryChange()
        self._area = None
        self.update()

    def boundingRect(self) -> QRectF:
        """The covered area, in the units of the plot."""
        return QRectF() if self._area is None else _rect_of(self._area)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Stretch the pixels over the area, or lay down what is stretched already."""
        del option
        if self._area is None:
            return
        made = self._stretched
        if (
            made is not None
            and made.pixels is self._pixels
            and made.area == self._area
            and made.transform == painter.transform()
            and widget is not None
            and made.corner == _corner_of(widget)
            and made.image.devicePixelRatio() == widget.devicePixelRatioF()
        ):
            painter.resetTransform()
            painter.drawImage(made.place, made.image)
        else:
            _draw(painter, self._pixels, self._area)


def _blank(size: QSize, used: QImage | None) -> QImage:
    """An image without colour; in the memory of one that is not needed any more, since to get some takes as long."""
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied) if used is None or used.size() != size else used
    image.setDevicePixelRatio(1.0)
    image.fill(0)
    return image


def _draw(painter: QPainter, pixels: NDArray[np.uint32], area: Rectangle) -> None:
    """Stretch them over the area; the plot's y axis points up, and so do the rows."""
    n_rows, n_columns = pixels.shape
    image = QImage(pixels.data, n_columns, n_rows, 4 * n_columns, QImage.Format.Format_ARGB32_Premultiplied)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(_rect_of(area), image)


def _corner_of(widget: QWidget) -> QPointF:
    """Where it begins in its window."""
    return QPointF(widget.mapTo(widget.window(), QPoint()))


def _rect_of(area: Rectangle) -> QRectF:
    return QRectF(area.left, area.bottom, area.right - area.left, area.top - area.bottom)
