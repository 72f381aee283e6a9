"""Keys that the widget in use wants for itself, although the window has a shortcut on them."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QLineEdit,
    QTabBar,
)

_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right)
_FAR = (Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


def belongs_to_focus(event: QKeyEvent) -> bool:
    """Whether this key is for the widget that has the keyboard: Space on a button, arrows and Home on a slider."""
    focus = QApplication.focusWidget()
    if event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier):
        return False
    if isinstance(focus, (QAbstractButton, QComboBox)) and event.key() == Qt.Key.Key_Space:
        return True
    if isinstance(focus, QTabBar):
        return event.key() in _ARROWS
    if isinstance(focus, QLineEdit):  # what it wants of the arrows it has claimed before the window is asked
        return event.key() in _FAR
    return isinstance(focus, (QAbstractSlider, QComboBox, QAbstractItemView)) and event.key() in (*_ARROWS, *_FAR)
