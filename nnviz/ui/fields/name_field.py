"""A field for a name."""

import html

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from nnviz.experiment.quantity import RecipeError, Text
from nnviz.ui.fields.keyboard import give_back_keyboard, leaves_to_window

_LETTERS = 12
_AROUND = 14
"""Pixels beside the name: frame, padding, cursor."""


class NameField(QLineEdit):
    """A name to be typed over. Enter or leaving the field makes the edit, Escape takes it back.

    It is as wide as its name, up to a dozen letters, which it has room for while it is in use.

    Signals
    -------
    name_edited(str)
        The user gave another name. Never sent by `show_name`.
    refused(str)
        Why what was typed cannot be a name.
    """

    name_edited = Signal(str)
    refused = Signal(str)

    def __init__(self, limits: Text, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._limits = limits
        self._name = ""
        self.setAccessibleName(limits.name)
        self.setToolTip(f"{limits.name}: click to change it")
        self.setProperty("bare", True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.editingFinished.connect(self._on_editing_finished)

    def show_name(self, name: str) -> None:
        """Show `name`; what is being typed just now is left alone."""
        if name != self._name or not self.hasFocus():
            self._name = name
            self.setText(name)
            self.updateGeometry()
            self.setCursorPosition(0)
            self.setToolTip(f"{html.escape(name)}<br>{self._limits.name}: click to change it")

    def _on_editing_finished(self) -> None:
        name = self.text().strip()
        if name == self._name:
            self.setText(name)  # without the blanks around it
            return
        try:
            self._limits.check(name)
        except RecipeError as error:
            self.setText(self._name)
            self.refused.emit(str(error))
            return
        self._name = name
        self.setText(name)
        self.name_edited.emit(name)

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return QSize(min(self.sizeHint().width(), least.width()), least.height())

    def sizeHint(self) -> QSize:
        self.ensurePolished()  # before its first showing it does not know its font
        metrics = self.fontMetrics()
        widest = _LETTERS * metrics.averageCharWidth()
        needed = widest if self.hasFocus() else min(metrics.horizontalAdvance(self.text()), widest)
        return QSize(needed + _AROUND, super().sizeHint().height())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.updateGeometry()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.setText(self._name)
        else:
            super().keyPressEvent(event)
            give_back_keyboard(self, event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and leaves_to_window(self, event, typed=self.text() != self._name):
            return True
        return super().event(event)
