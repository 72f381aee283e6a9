"""A handle to drag something by."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QToolButton, QWidget

from nnviz.ui.icons import icon
from nnviz.ui.theme import Theme

_ARROWS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class DragHandle(QToolButton):
    """Six dots to take hold of; what is dragged is the owner's to move. Arrow keys do it a place at a time.

    Signals
    -------
    dragged(int)
        The mouse holds it at this height on the screen, in pixels.
    dropped(int)
        It was let go there.
    cancelled()
        It was let go by Escape.
    nudged(int)
        One place up (-1) or down (1).
    """

    dragged = Signal(int)
    dropped = Signal(int)
    cancelled = Signal()
    nudged = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pressed_at: int | None = None
        self._is_dragging = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setAccessibleName(name)
        self.setToolTip(f"{name}: drag it, or press Alt+Up and Alt+Down")
        self.setProperty("grip", True)

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self.setIcon(icon("grip", theme.muted))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed_at = event.globalPosition().toPoint().y()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed_at is None:
            return
        height = event.globalPosition().toPoint().y()
        if not self._is_dragging and abs(height - self._pressed_at) >= QApplication.startDragDistance():
            self._is_dragging = True
            self.setFocus()  # so that Escape is heard
        if self._is_dragging:
            self.dragged.emit(height)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        was_dragging = self._is_dragging
        self._let_go()
        if was_dragging:
            self.dropped.emit(event.globalPosition().toPoint().y())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._is_dragging:
            self._let_go()
            self.cancelled.emit()
        elif event.key() in _ARROWS:
            self.nudged.emit(_ARROWS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _let_go(self) -> None:
        self._pressed_at = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        if self._is_dragging:
            self._is_dragging = False
            self.clearFocus()
