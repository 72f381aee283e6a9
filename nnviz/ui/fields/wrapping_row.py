"""Two groups of widgets: beside one another where there is room, else one below the other."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget


class WrappingRow(QWidget):
    """A left and a right group.

    Attributes
    ----------
    left, right : QHBoxLayout
        To be filled.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups = (QWidget(), QWidget())
        self.left, self.right = (QHBoxLayout(group) for group in self._groups)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        for group, side in zip(self._groups, (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight), strict=True):
            self._box.addWidget(group, 0, side)
        for row in (self.left, self.right):
            row.setContentsMargins(0, 0, 0, 0)
        self._box.setAlignment(Qt.AlignmentFlag.AlignVCenter)

    @property
    def is_wrapped(self) -> bool:
        """Whether the groups are below one another."""
        return self._box.direction() == QBoxLayout.Direction.TopToBottom

    def minimumSizeHint(self) -> QSize:
        sizes = [group.minimumSizeHint() for group in self._groups]
        return QSize(max(size.width() for size in sizes), self._height([size.height() for size in sizes]))

    def sizeHint(self) -> QSize:
        sizes = [group.sizeHint() for group in self._groups]
        width = sum(size.width() for size in sizes) + self._box.spacing()
        return QSize(width, self._height([size.height() for size in sizes]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        needed = sum(group.minimumSizeHint().width() for group in self._groups) + self._box.spacing()
        directions = QBoxLayout.Direction
        wanted = directions.LeftToRight if event.size().width() >= needed else directions.TopToBottom
        if self._box.direction() != wanted:
            self._box.setDirection(wanted)
            self.updateGeometry()

    def _height(self, heights: list[int]) -> int:
        return sum(heights) + self._box.spacing() if self.is_wrapped else max(heights)
