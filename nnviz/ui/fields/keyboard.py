"""Fields and the keyboard: a field has it while a person types, and no longer."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_UNDO = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


def give_back_keyboard(field: QLineEdit, event: QKeyEvent) -> None:
    """After Enter the keyboard belongs to the window again: Space plays, arrows step."""
    if event.key() in _ENTER:
        field.clearFocus()


def leaves_to_window(field: QLineEdit, event: QEvent, *, typed: bool) -> bool:
    """Whether a key is the window's: undo and redo are, while nothing has been typed into `field`."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent) or typed:
        return False
    if not any(event.matches(key) for key in _UNDO):
        return False
    event.ignore()
    return field.isVisible()
