"""Fields and the keyboard: a field has it while a person types, and no longer."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_UNDO = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


def give_back_keyboard(field: QLineEdit, event: QKeyEvent) -> None:
    """After Enter the keyboard belongs to the window again: Space plays, arrows step."""
    if event.key() in _ENTER:
        field.clearFocus()


def leaves_to_window(field: QLineEdit, event: QKeyEvent, *, typed: bool) -> bool:
    """Whether a key is the window's: undo and redo are, while nothing has been typed into `field`."""
    if event.type() != QEvent.Type.ShortcutOverride or typed:
        return False
    if not any(event.matches(key) for key in _UNDO):
        return False
    event.ignore()
    return field.isVisible()


def tab_behind(before: QWidget, part: QWidget) -> QWidget:
    """Let the Tab key go from `before` to what is in `part`: what is made late would come last in the window.

    Gives back the last field it goes to in there, so that the next part can come behind that one.
    """
    if before.window() is not part.window():
        return before  # whatever puts them into one window puts them in their order
    found: QWidget | None = part
    while found is not None and (found is part or part.isAncestorOf(found)):
        after = found.nextInFocusChain()
        if found.focusPolicy() & Qt.FocusPolicy.TabFocus:
            QWidget.setTabOrder(before, found)
            before = found
        found = after
    return before
