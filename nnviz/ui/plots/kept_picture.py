"""Kept pictures: what stands still while all around it moves is painted once."""

from collections.abc import Callable
from math import ceil

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QGraphicsItem, QWidget


def keep_picture(item: QGraphicsItem) -> None:
    """Let Qt keep what an item painted until it says that it has changed, or the view moves.

    Where regions change beneath fifteen hundred marks, to lay the marks over them costs a tenth of painting them.
    """
    item.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)


class KeptPixmap:
    """What a widget paints and lays over itself again and again, until it is another."""

    def __init__(self) -> None:
        self._kept: tuple[object, QPixmap] | None = None

    def of(
        self,
        widget: QWidget,
        what: object,
        paint: Callable[[QPainter], None],
        *,
        room: QRect | None = None,
        ground: QColor | None = None,
    ) -> QPixmap:
        """The picture over all of `widget`; painted anew where its size, its screen or `what` it shows has changed.

        Of a widget that is far larger than what is seen of it, `room` is the piece that is wanted. On a `ground` of its
        own the picture covers whatever lies below it, which then need not be painted at all.
        """
        ratio = widget.devicePixelRatioF()
        room = widget.rect() if room is None else room
        key = (room.getRect(), widget.size().toTuple(), ratio, what, None if ground is None else ground.rgba())
        if self._kept is None or self._kept[0] != key:
            pixmap = QPixmap(ceil(room.width() * ratio), ceil(room.height() * ratio))  # less would leave an edge bare
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(Qt.GlobalColor.transparent if ground is None else ground)
            painter = QPainter(pixmap)
            painter.translate(-room.topLeft())
            paint(painter)
            painter.end()
            self._kept = (key, pixmap)
        return self._kept[1]
