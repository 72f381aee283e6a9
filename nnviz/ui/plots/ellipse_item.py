"""The ellipses of the clusters as an item of a plot, with the handles a hand takes them by."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import zip_longest

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from nnviz.data.ellipse import Ellipse
from nnviz.ui.theme import Theme

DEVIATIONS = 2.0
"""How far out the handles stand, in standard deviations."""

_TURN_REACH = 26.0
"""Pixels from the end of the first axis to the handle that turns."""

_CENTRE_RADIUS = 6.0
_END_RADIUS = 4.5
_FAR = 1e6
_EVERYWHERE = QRectF(-_FAR, -_FAR, 2 * _FAR, 2 * _FAR)
_HALO = 5.0
_ROOM = _TURN_REACH + _CENTRE_RADIUS + _HALO
"""Pixels around an ellipse of two standard deviations in which all of it is painted."""


class Grip(Enum):
    """What a hand has hold of."""

    CENTRE = "centre"
    FIRST_AXIS = "first axis"
    SECOND_AXIS = "second axis"
    TURN = "turn"


@dataclass(frozen=True)
class Handle:
    """A place to take hold of.

    Attributes
    ----------
    cluster : int
    grip : Grip
    place : QPointF
        In the units of the plot.
    """

    cluster: int
    grip: Grip
    place: QPointF


class EllipseItem(pg.GraphicsObject):
    """Draws each cluster's ellipses of one and two standard deviations, and its handles.

    Each cluster is an item of its own, whose picture is kept: while one follows a hand, the others stand still.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setFlag(self.GraphicsItemFlag.ItemHasNoContents)
        self._clusters: list[_ClusterItem] = []
        self._theme: Theme | None = None

    def show_ellipses(self, ellipses: Sequence[Ellipse], selected: int | None) -> None:
        """Draw these; the selected one stronger, on top, and with the handle that turns it."""
        while len(self._clusters) < len(ellipses):
            self._clusters.append(_ClusterItem(len(self._clusters), self, self._theme))
        for number, (item, ellipse) in enumerate(zip_longest(self._clusters, ellipses)):
            item.show_ellipse(ellipse, is_selected=number == selected)

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours and size."""
        self._theme = theme
        for item in self._clusters:
            item.set_theme(theme)

    def handles(self) -> list[Handle]:
        """All that can be taken hold of, those of the selected cluster first."""
        order = sorted(self._clusters, key=lambda item: not item.is_selected)
        return [handle for item in order for handle in item.handles()]

    def boundingRect(self) -> QRectF:
        """Nothing: it paints nothing itself."""
        return QRectF()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Nothing."""


class _ClusterItem(pg.GraphicsObject):
    """One cluster's ellipses and handles, at its mean: moved, it need not be painted anew."""

    def __init__(self, number: int, parent: EllipseItem, theme: Theme | None) -> None:
        super().__init__(parent)
        self._number = number
        self._ellipse: Ellipse | None = None
        self._shape: Ellipse | None = None
        self._theme = theme
        self._kept: tuple[object, QPixmap] | None = None
        self.is_selected = False

    def show_ellipse(self, ellipse: Ellipse | None, *, is_selected: bool) -> None:
        """Draw this one; None: nothing."""
        self._ellipse = ellipse
        shape = None if ellipse is None else ellipse.moved_to((0.0, 0.0))
        if ellipse is not None:
            self.setPos(*ellipse.mean)
        if shape == self._shape and is_selected == self.is_selected:
            return
        self._shape, self.is_selected = shape, is_selected
        self.setZValue(float(is_selected))
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours and size."""
        self._theme = theme
        self.update()

    def boundingRect(self) -> QRectF:
        """Everywhere: Qt asks for it again and again, and what is outside is cut off as it is painted."""
        return _EVERYWHERE

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """As a picture that is kept: Qt would keep one too, but not while its item moves."""
        del option
        if self._shape is None:
            return
        ratio = 1.0 if widget is None else widget.devicePixelRatioF()
        middle = painter.transform().map(QPointF())
        zoom = painter.transform().m11(), painter.transform().m22()
        key = self._shape, self.is_selected, self._theme, zoom, ratio
        if self._kept is None or self._kept[0] != key:
            size = painter.transform().mapRect(self._extent(self._shape)).toAlignedRect().size()
            if widget is None or size.isEmpty() or size != size.boundedTo(widget.size()):
                self._draw(painter)  # most of it is outside, and a picture of all of it might be huge
                return
            self._kept = key, self._picture(size, zoom, ratio)
        picture = self._kept[1]
        painter.resetTransform()
        half = picture.deviceIndependentSize() / 2
        painter.drawPixmap(QPointF(round(middle.x() - half.width()), round(middle.y() - half.height())), picture)

    def _extent(self, shape: Ellipse) -> QRectF:
        """The ellipse, and room for handles around it."""
        width, height = (DEVIATIONS * math.hypot(*row) for row in shape.axes)
        right, up = self._pixel()
        room = _ROOM * (self._theme.scale if self._theme else 1.0)
        return _around(QPointF(), width + room * right, height + room * up)

    def _picture(self, size: QSize, zoom: tuple[float, float], ratio: float) -> QPixmap:
        """Drawn around its middle."""
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.translate(size.width() / 2, size.height() / 2)
        painter.scale(*zoom)
        self._draw(painter)
        painter.end()
        return picture

    def _draw(self, painter: QPainter) -> None:
        """Ellipses, then handles."""
        if self._theme is None or self._shape is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_outlines(painter, self._theme, self._shape)
        for handle in self._handles_of(self._shape):
            self._paint_handle(painter, self._theme, handle, self._shape)

    def handles(self) -> list[Handle]:
        """Where to take hold of it."""
        return [] if self._ellipse is None else self._handles_of(self._ellipse)

    def _handles_of(self, ellipse: Ellipse) -> list[Handle]:
        places = {
            Grip.FIRST_AXIS: QPointF(*ellipse.end(0, DEVIATIONS)),
            Grip.SECOND_AXIS: QPointF(*ellipse.end(1, DEVIATIONS)),
            Grip.CENTRE: QPointF(*ellipse.mean),
        }
        if self.is_selected:
            places = {Grip.TURN: self._turn_place(ellipse)} | places
        return [Handle(self._number, grip, place) for grip, place in places.items()]

    def _turn_place(self, ellipse: Ellipse) -> QPointF:
        """Beyond the end of the first axis, a fixed number of pixels on."""
        (x, y), (right, up) = ellipse.direction(0), self._pixel()
        reach = _TURN_REACH * (self._theme.scale if self._theme else 1.0) / math.hypot(x / right, y / up)
        end = ellipse.end(0, DEVIATIONS)
        return QPointF(end[0] + reach * x, end[1] + reach * y)

    def _pixel(self) -> tuple[float, float]:
        """Width and height of a pixel in the units of the plot."""
        view = self.getViewBox()
        width, height = view.viewPixelSize() if view is not None else (1.0, 1.0)
        return width or 1.0, height or 1.0

    def _paint_outlines(self, painter: QPainter, theme: Theme, ellipse: Ellipse) -> None:
        (a, b), (c, d) = ellipse.axes
        color = theme.class_color(self._number)
        color = color.lighter(115) if theme.is_dark else color.darker(115)
        painter.save()
        # The unit circle, carried to where the cluster's axes lead.
        painter.setTransform(QTransform(a, c, b, d, *ellipse.mean), combine=True)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for deviations, width in ((2.0, 2.0 if self.is_selected else 1.4), (1.0, 1.4)):
            pen = QPen(color, width * theme.scale, Qt.PenStyle.DashLine if deviations > 1 else Qt.PenStyle.DotLine)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.drawEllipse(QPointF(0.0, 0.0), deviations, deviations)
        painter.restore()

    def _paint_handle(self, painter: QPainter, theme: Theme, handle: Handle, ellipse: Ellipse) -> None:
        right, up = self._pixel()
        is_centre, is_turn = handle.grip is Grip.CENTRE, handle.grip is Grip.TURN
        radius = (_CENTRE_RADIUS if is_centre else _END_RADIUS) * theme.scale
        color = theme.class_color(self._number)
        pen = QPen(color, (2.6 if is_centre and self.is_selected else 1.8) * theme.scale)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.setBrush(QColor(theme.card) if not is_turn else color)
        area = _around(handle.place, radius * right, radius * up)
        if is_centre:
            halo = QPen(QColor(theme.card), _HALO * theme.scale)
            halo.setCosmetic(True)
            painter.setPen(halo)
            painter.drawEllipse(area)
            painter.setPen(pen)
        if is_turn:
            painter.drawLine(QPointF(*ellipse.end(0, DEVIATIONS)), handle.place)
        if is_centre or is_turn:
            painter.drawEllipse(area)
        else:
            painter.drawRect(area)


def _around(place: QPointF, width: float, height: float) -> QRectF:
    """The rectangle so far to each side of a place."""
    return QRectF(place.x() - width, place.y() - height, 2 * width, 2 * height)
