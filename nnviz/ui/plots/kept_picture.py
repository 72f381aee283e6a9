"""Kept pictures: what stands still while all around it moves is painted once."""

from PySide6.QtWidgets import QGraphicsItem


def keep_picture(item: QGraphicsItem) -> None:
    """Let Qt keep what an item painted until it says that it has changed, or the view moves.

    Where regions change beneath fifteen hundred marks, to lay the marks over them costs a tenth of painting them.
    """
    item.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
