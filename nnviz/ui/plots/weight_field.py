"""A field that opens over a cell, to type a weight in all its digits."""

import numpy as np
from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from nnviz.experiment.quantity import RecipeError
from nnviz.session.hand_edits import check_value
from nnviz.ui.fields.keyboard import leaves_to_window
from nnviz.ui.fields.numbers import parse_number

_AROUND = 34
"""Pixels beside the text: the style's, and room for a digit more."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class WeightField(QLineEdit):
    """Enter, or leaving the field, enters what was typed; Escape leaves it.

    What cannot be is marked red while it is typed. If it is entered all the same, it is refused, and stays to be
    mended; where the field is left, it goes.

    Signals
    -------
    number_entered(float)
        The user typed another number than there was.
    refused(str)
        Why what was entered cannot be, in one sentence.
    """

    number_entered = Signal(float)
    refused = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._cells = parent
        self._what = ""
        self._written = ""
        self._value = np.float64(0.0)
        self._returns_to: QWidget | None = None
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setProperty("cell", True)
        self.setToolTip("Enter sets it, Escape leaves it as it is")
        self.textEdited.connect(self._on_text_edited)
        self.hide()

    def open(self, room: QRect, what: str, value: np.floating) -> None:
        """Stand on a cell of the parent, as wide as the value needs: shortly, but exactly as its precision has it."""
        self.leave()
        self._returns_to = self._cells if self._cells.hasFocus() else None
        self._what, self._value, self._written = what, value, str(value)
        self.setAccessibleName(what)
        self.setText(self._written)
        self._mark(refused=False)
        self.ensurePolished()  # before its first showing it does not know its font
        width = max(room.width(), self.fontMetrics().horizontalAdvance(self._written) + _AROUND)
        left = min(max(room.center().x() - width // 2, 0), max(self._cells.width() - width, 0))
        self.setGeometry(left, room.top(), min(width, self._cells.width()), room.height())
        self.show()
        self.setFocus()
        self.selectAll()

    def leave(self) -> None:
        """Go, and leave the value as it was."""
        if self.isHidden():
            return
        self.setText(self._written)
        if self.hasFocus():
            # Before it hides: else the keyboard would go to whichever field comes next.
            if self._returns_to is not None:
                self._returns_to.setFocus()
            else:
                self.clearFocus()
        self.hide()

    def _complaint(self) -> str | None:
        number = parse_number(self.text())
        if number is None:
            return f"{self._what[:1].upper()}{self._what[1:]} must be a number, not “{self.text().strip()}”"
        try:
            check_value(self._what, number)
        except RecipeError as error:
            return str(error)
        return None

    def _enter(self) -> bool:
        """Take what was typed; False where it cannot be."""
        typed, written = self.text(), self._written
        if typed == written:
            return True
        if (complaint := self._complaint()) is not None:
            self.refused.emit(complaint)
            return False
        number = parse_number(typed)
        if number is not None and self._value.dtype.type(number) != self._value:
            self._written = typed
            self.number_entered.emit(number)
        return True

    def _on_text_edited(self) -> None:
        self._mark(refused=self._complaint() is not None)

    def _mark(self, *, refused: bool) -> None:
        if bool(self.property("refused")) != refused:
            self.setProperty("refused", refused)
            self.style().polish(self)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
                event.accept()  # the window may have a use for it as well
                return True
            if leaves_to_window(self, event, typed=self.text() != self._written):
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in _ENTER:
            if self._enter():
                self.leave()
            else:
                self._mark(refused=True)
                self.selectAll()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        is_menu = event.reason() in {Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason}
        if not self.isHidden() and not is_menu:
            self._returns_to = None
            self._enter()
            self.leave()
