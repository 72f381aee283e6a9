"""Two groups of widgets: beside one another where there is room, else one below the other."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt
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
        self._giving: list[tuple[QWidget, Callable[[], int]]] = []
        self.left, self.right = (QHBoxLayout(group) for group in self._groups)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.addWidget(self._groups[0], 0, Qt.AlignmentFlag.AlignLeft)
        self._box.addWidget(self._groups[1], 1, Qt.AlignmentFlag.AlignRight)  # it is the first to give way
        for row in (self.left, self.right):
            row.setContentsMargins(0, 0, 0, 0)
        self._box.setAlignment(Qt.AlignmentFlag.AlignVCenter)

    def wrap_before(self, part: QWidget, width: Callable[[], int]) -> None:
        """Rather go below one another than let a part of a group be narrower than `width`, although it could be."""
        self._giving.append((part, width))

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
        self._fit()

    def event(self, event: QEvent) -> bool:
        """What is in the groups may want more room than before, or less."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        needed = sum(group.minimumSizeHint().width() for group in self._groups) + self._box.spacing()
        needed += sum(max(0, width() - part.minimumSizeHint().width()) for part, width in self._giving)
        directions = QBoxLayout.Direction
        wanted = directions.LeftToRight if self.width() >= needed else directions.TopToBottom
        if self._box.direction() != wanted:
            self._box.setDirection(wanted)
            self.updateGeometry()

    def _height(self, heights: list[int]) -> int:
        return sum(heights) + self._box.spacing() if self.is_wrapped else max(heights)
