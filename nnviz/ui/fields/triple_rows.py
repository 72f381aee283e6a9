"""Rows of a form for a covariance in three numbers."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nnviz.data.covariance import Matrix
from nnviz.data.covariance_coordinates import Triple
from nnviz.experiment.coordinates import Coordinates
from nnviz.ui.fields.form import Form
from nnviz.ui.fields.number_field import NumberField

_SHOWN_DIGITS = 6
_STEPS = {"degrees": 5.0}
_STEP = 0.05


class TripleRows(QObject):
    """Two spreads beside each other, and below them what lies between them.

    Numbers that still describe the matrix stay as they are: a circle keeps the angle that was typed, and who types
    the smaller spread first keeps the order.

    Signals
    -------
    matrix_edited(Matrix)
        The user changed a number; the covariance that all three now make. Never sent by `show_matrix`.
    refused(str)
        Why what was typed cannot be.
    """

    matrix_edited = Signal(object)
    refused = Signal(str)

    def __init__(self, coordinates: Coordinates, form: Form, parent: QObject) -> None:
        super().__init__(parent)
        self._coordinates = coordinates
        self._numbers: Triple = (0.0, 0.0, 0.0)
        self.fields = tuple(
            NumberField(quantity, step=_STEPS.get(quantity.unit, _STEP)) for quantity in coordinates.quantities
        )
        self._spreads = QWidget()
        row = QHBoxLayout(self._spreads)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for field in self.fields[:2]:
            row.addWidget(field)
        first, second = coordinates.names
        labels = form.add_row(first, self._spreads), form.add_row(second, self.fields[2])
        labels[0].setBuddy(self.fields[0])
        labels[0].setToolTip("\n".join(field.toolTip().split("\n")[0] for field in self.fields[:2]))
        self._parts = (*labels, self._spreads, self.fields[2])
        for field in self.fields:
            field.number_edited.connect(self._on_number_edited)
            field.refused.connect(self.refused)

    def show_matrix(self, matrix: Matrix) -> None:
        """Show this covariance."""
        if self._coordinates.to_matrix(self._numbers) != matrix:
            self._numbers = self._coordinates.of_matrix(matrix)
        for field, number in zip(self.fields, self._numbers, strict=True):
            field.show_number(_shown(number))

    def set_visible(self, visible: bool) -> None:
        """Show or hide all of it."""
        for part in self._parts:
            part.setVisible(visible)

    def _on_number_edited(self, number: float) -> None:
        place = self.fields.index(self.sender())  # type: ignore[arg-type]
        first, second, third = (*self._numbers[:place], number, *self._numbers[place + 1 :])
        self._numbers = first, second, third
        self.matrix_edited.emit(self._coordinates.to_matrix(self._numbers))


def _shown(number: float) -> float:
    """As many digits as a narrow field holds; what is not typed over keeps the others."""
    return float(f"{number:.{_SHOWN_DIGITS}g}")
