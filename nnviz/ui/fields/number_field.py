"""A field for one number."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from nnviz.experiment.quantity import Quantity, RecipeError, written
from nnviz.ui.fields.keyboard import give_back_keyboard, leaves_to_window
from nnviz.ui.fields.numbers import format_number, parse_number, parse_whole_number

_UNIT_MARGIN, _UNIT_GAP = 7, 10
_PADDING = 6 / 13
"""Beside the text, in sizes of the text."""

_FRAME = 3
"""Pixels of frame, and of what Qt leaves free beside the text."""

_EXACTLY = "\nExactly "
_FEWEST_DIGITS, _MOST_DIGITS = 3, 10


class NumberField(QLineEdit):
    """A number typed in, or changed by arrow keys and the wheel, within the range of its quantity.

    Enter or leaving the field makes the edit, Escape takes it back. What cannot be is marked red while it is typed;
    if it is entered all the same, the field says why and returns to the number it had.

    A number too long for its field is rounded to what fits; the tooltip has all of it, and so has the field in use.

    Parameters
    ----------
    quantity : Quantity
        Its name, its range, and its help for the tooltip.
    whole : bool
        Whether only whole numbers can be.
    step : float
        What an arrow key adds or takes away; with `by_factor`, what it multiplies with or divides by.
    shows_unit : bool
        Whether the quantity's unit stands at the right end, where there is room.

    Signals
    -------
    number_edited(float)
        The user chose another number. Never sent by `show_number`.
    refused(str)
        Why what was entered cannot be, in one sentence.
    """

    number_edited = Signal(float)
    refused = Signal(str)

    def __init__(
        self,
        quantity: Quantity,
        *,
        whole: bool = False,
        step: float = 1.0,
        by_factor: bool = False,
        shows_unit: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._quantity = quantity
        self._whole = whole
        self._step = step
        self._by_factor = by_factor
        self._unit = quantity.unit if shows_unit else ""
        self._number = quantity.low
        self._shown = ""
        self._is_rounded = False
        self.setAccessibleName(quantity.name)
        self.setToolTip(_tooltip(quantity))
        self.textEdited.connect(self._on_text_edited)
        self.editingFinished.connect(self._on_editing_finished)

    @property
    def number(self) -> float:
        """The number shown."""
        return self._number

    def show_number(self, number: float) -> None:
        """Show `number`; what is being typed just now is left alone."""
        is_shown = bool(self.text()) and (self.hasFocus() or self.text() == self._shown)
        if number != self._number or not is_shown:
            self._number = number
            self._show_text()

    def disable(self, reason: str) -> None:
        """Say why no number is needed, instead of taking one."""
        self.setEnabled(False)
        self.setToolTip(reason)

    def enable(self) -> None:
        """Take a number again."""
        self.setEnabled(True)
        self.setToolTip(_tooltip(self._quantity))
        self._show_tip()

    def complaint(self) -> str | None:
        """Why the text cannot be, or None where it can."""
        number = self._parsed()
        if number is None:
            kind = "a whole number, written without separators" if self._whole else "a number"
            return f"{self._quantity.name} must be {kind}, not “{self.text().strip()}”"
        try:
            self._quantity.check(number)
        except RecipeError as error:
            return str(error)
        return None

    def _parsed(self) -> float | None:
        return parse_whole_number(self.text()) if self._whole else parse_number(self.text())

    def _show_text(self) -> None:
        self._shown = self._shown_text()
        self.setText(self._shown)
        self.setCursorPosition(0)
        self._mark(refused=False)
        was_rounded, self._is_rounded = self._is_rounded, self.text() != self._whole_text()
        if was_rounded or self._is_rounded:
            self._show_tip()

    def _shown_text(self) -> str:
        """The number; where nobody types it, as much of it as there is room for."""
        whole = self._whole_text()
        if self._whole or self.hasFocus():
            return whole
        room, metrics = self._room(), self.fontMetrics()
        shorter = (format_number(float(f"{self._number:.{n}g}")) for n in range(_MOST_DIGITS, _FEWEST_DIGITS, -1))
        fitting = (text for text in (whole, *shorter) if metrics.horizontalAdvance(text) <= room)
        return next(fitting, format_number(float(f"{self._number:.{_FEWEST_DIGITS}g}")))

    def _whole_text(self) -> str:
        return str(int(self._number)) if self._whole else format_number(self._number)

    def _room(self) -> int:
        """Pixels for the text."""
        # As the style sheet has it. To ask Qt's style would build its class at the start, for .05 s.
        beside = round(_PADDING * self.fontInfo().pixelSize()) + _FRAME
        return self.width() - 2 * beside

    def _show_tip(self) -> None:
        """Below what else it says, the number itself where it is shown rounded."""
        rest = self.toolTip().split(_EXACTLY)[0]
        exactly = f"{_EXACTLY}{self._whole_text().replace('-', '−')}" if self._is_rounded else ""
        self.setToolTip(rest + exactly)

    def _mark(self, *, refused: bool) -> None:
        if bool(self.property("refused")) != refused:
            self.setProperty("refused", refused)
            self.style().polish(self)

    def _change_by(self, n_steps: int) -> None:
        """Move by whole steps from what is typed, where that can be, staying in the range."""
        quantity = self._quantity
        is_typed = self.text() != self._shown_text() and self.complaint() is None
        typed = self._parsed() if is_typed else None
        start = self._number if typed is None else typed
        changed = start * self._step**n_steps if self._by_factor else start + n_steps * self._step
        number = min(max(changed, quantity.low), quantity.high)
        self.setText(str(int(number)) if self._whole else format_number(_without_noise(number)))
        self._on_editing_finished()

    def _on_text_edited(self) -> None:
        self._mark(refused=self.complaint() is not None)

    def _on_editing_finished(self) -> None:
        if self.text() == self._shown_text():  # rounded perhaps; nobody has typed that
            return
        complaint = self.complaint()
        number = self._parsed()
        if complaint is not None or number is None:
            self._show_text()
            self.refused.emit(complaint or "")
            return
        if format_number(number) == format_number(self._number):
            self._show_text()
            return
        self._number = number
        self._show_text()
        self.number_edited.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 10, Qt.Key.Key_PageDown: -10}
        if event.key() in steps:
            self._change_by(steps[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Escape:
            self._show_text()
            self.selectAll()
        else:
            super().keyPressEvent(event)
            give_back_keyboard(self, event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and leaves_to_window(self, event, typed=self.text() != self._shown_text()):
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self._is_rounded:
            self._show_text()
        super().focusInEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.text() and not self.hasFocus():
            self._show_text()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._unit:
            return
        metrics = self.fontMetrics()
        needed = metrics.horizontalAdvance(self.text() + self._unit) + 2 * _UNIT_MARGIN + _UNIT_GAP
        if needed <= self.width():
            painter = QPainter(self)
            painter.setPen(self.palette().placeholderText().color())
            place = self.rect().adjusted(0, 0, -_UNIT_MARGIN, 0)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._unit)
            painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Only a field in use follows the wheel: scrolling past must not change a recipe.
        if self.hasFocus() and event.angleDelta().y():
            self._change_by(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            event.ignore()


def _tooltip(quantity: Quantity) -> str:
    unit = f" {quantity.unit}" if quantity.unit else ""
    return f"{quantity.help}\n{written(quantity.low)} to {written(quantity.high)}{unit}"


def _without_noise(number: float) -> float:
    """Ten significant digits: 0.1 + 0.2 is 0.3 to a person."""
    return float(f"{number:.10g}")
