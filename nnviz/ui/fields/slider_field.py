"""A slider with the exact number beside it."""

import math
from typing import Protocol

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget

from nnviz.experiment.quantity import Quantity
from nnviz.ui.fields.number_field import NumberField


class Scale(Protocol):
    """Where a number stands on a slider."""

    n_positions: int

    def position(self, number: float) -> int:
        """The nearest place for a number."""
        ...

    def number(self, position: int) -> float:
        """The number at a place, rounded as a person would."""
        ...


class LinearScale:
    """Equal strides for equal differences.

    Parameters
    ----------
    low, high, step : float
    """

    def __init__(self, low: float, high: float, step: float) -> None:
        self._low = low
        self._step = step
        self.n_positions = round((high - low) / step) + 1

    def position(self, number: float) -> int:
        """The nearest place."""
        return round((number - self._low) / self._step)

    def number(self, position: int) -> float:
        """A whole number of steps."""
        return round(self._low + position * self._step, 9)


class LogScale:
    """Equal strides for equal factors, twenty to a factor of ten; numbers have two digits at most.

    Parameters
    ----------
    low, high : float
        Above 0.
    with_zero : bool
        Whether the leftmost place is 0.
    """

    _PER_DECADE = 20

    def __init__(self, low: float, high: float, *, with_zero: bool = False) -> None:
        self._low = low
        self._offset = 1 if with_zero else 0
        self.n_positions = round(math.log10(high / low) * self._PER_DECADE) + 1 + self._offset

    def position(self, number: float) -> int:
        """The nearest place; 0 and what is below the scale go to the left end."""
        if number < self._low * 0.999:
            return 0
        return round(math.log10(number / self._low) * self._PER_DECADE) + self._offset

    def number(self, position: int) -> float:
        """Two significant digits."""
        if position < self._offset:
            return 0.0
        return float(f"{self._low * 10 ** ((position - self._offset) / self._PER_DECADE):.2g}")


class QuietSlider(QSlider):
    """A horizontal slider that leaves the wheel to the panel it scrolls with, unless it is in use."""

    def __init__(self, n_positions: int, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setRange(0, n_positions - 1)
        self.setPageStep(max(1, n_positions // 10))

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class SliderField(QWidget):
    """A quantity on a slider, its number in a field beside it.

    Signals
    -------
    number_edited(float)
        The user moved the slider or typed another number. Never sent by `show_number`.
    refused(str)
        Why what was typed cannot be.
    """

    number_edited = Signal(float)
    refused = Signal(str)

    def __init__(self, quantity: Quantity, scale: Scale, step: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale = scale
        self._slider = QuietSlider(scale.n_positions)
        self._slider.setAccessibleName(quantity.name)
        self._field = NumberField(quantity, step=step)
        self._field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._slider.setToolTip(self._field.toolTip())
        self.setFocusProxy(self._slider)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._slider, 5)
        row.addWidget(self._field, 4)
        self._slider.valueChanged.connect(self._on_slider_moved)
        self._field.number_edited.connect(self._on_number_typed)
        self._field.refused.connect(self.refused)

    @property
    def number(self) -> float:
        """The number shown."""
        return self._field.number

    def show_number(self, number: float) -> None:
        """Show `number` on both; the slider takes the nearest place."""
        self._field.show_number(number)
        with QSignalBlocker(self._slider):
            self._slider.setValue(self._scale.position(number))

    def _on_slider_moved(self, position: int) -> None:
        number = self._scale.number(position)
        self._field.show_number(number)
        self.number_edited.emit(number)

    def _on_number_typed(self, number: float) -> None:
        with QSignalBlocker(self._slider):
            self._slider.setValue(self._scale.position(number))
        self.number_edited.emit(number)
