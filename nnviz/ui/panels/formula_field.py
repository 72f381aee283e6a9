"""A field in which an input is typed as a formula."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from nnviz.data.formula import FUNCTIONS, LONGEST, FormulaError, parse_formula
from nnviz.ui.fields.keyboard import leaves_to_window

_EXAMPLE = "x1^2 + x2^2"


class FormulaField(QLineEdit):
    """A formula to be added. Enter adds it, Escape clears the field.

    Signals
    -------
    formula_entered(str)
        The user wants this formula, which is one. Never sent for anything else.
    complaint_changed(str)
        Why what stands there as it is typed is no formula; empty where there is nothing to say.
    """

    formula_entered = Signal(str)
    complaint_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._n_features = 2
        self.setMaxLength(LONGEST)
        self.setPlaceholderText(_EXAMPLE)
        self.setAccessibleName("Formula of another input")
        self.setToolTip(
            f"Another input, made from the features: {_EXAMPLE}, sin(2*x1). Numbers, + − * / ^, parentheses, pi, e, "
            f"and the functions {', '.join(FUNCTIONS)}. Enter adds it"
        )
        self.textChanged.connect(self._on_text_changed)

    def expect_features(self, n_features: int) -> None:
        """From now on there are so many features to make formulas from."""
        if n_features != self._n_features:
            self._n_features = n_features
            self._on_text_changed()

    def enter(self) -> None:
        """Ask for the formula that stands there, if it is one."""
        text = self.text().strip()
        if text and not self._complaint():
            self.formula_entered.emit(text)

    def refuse(self, complaint: str) -> None:
        """Say why the formula that was entered cannot be."""
        self._mark(refused=True)
        self.complaint_changed.emit(complaint)

    def _complaint(self) -> str:
        if not self.text().strip():
            return ""
        try:
            parse_formula(self.text().strip(), self._n_features)
        except FormulaError as error:
            return str(error)
        return ""

    def _on_text_changed(self) -> None:
        complaint = self._complaint()
        self._mark(refused=bool(complaint))
        self.complaint_changed.emit(complaint)

    def _mark(self, *, refused: bool) -> None:
        if bool(self.property("refused")) != refused:
            self.setProperty("refused", refused)
            self.style().unpolish(self)
            self.style().polish(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.enter()
        elif event.key() == Qt.Key.Key_Escape:
            self.clear()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and leaves_to_window(self, event, typed=bool(self.text())):
            return True
        return super().event(event)
