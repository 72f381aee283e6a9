"""A field for a covariance matrix."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from nnviz.data.covariance import Matrix
from nnviz.experiment.quantity import Quantity
from nnviz.ui.fields.number_field import NumberField


class MatrixField(QWidget):
    """A symmetric two by two matrix; the two numbers beside the diagonal are one.

    Signals
    -------
    matrix_edited(Matrix)
        The user changed a number. Never sent by `show_matrix`.
    refused(str)
        Why what was typed cannot be.
    """

    matrix_edited = Signal(object)
    refused = Signal(str)

    def __init__(self, quantity: Quantity, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        names = (("variance of x₁", "covariance of x₁ and x₂"), ("covariance of x₁ and x₂", "variance of x₂"))
        self._fields = tuple(
            tuple(NumberField(_named(quantity, name), step=0.05) for name in row_names) for row_names in names
        )
        for row, fields in enumerate(self._fields):
            for column, field in enumerate(fields):
                grid.addWidget(field, row, column)
                field.refused.connect(self.refused)
        (self._first, self._upper), (self._lower, self._second) = self._fields
        self._first.number_edited.connect(self._on_edited)
        self._second.number_edited.connect(self._on_edited)
        self._upper.number_edited.connect(self._on_upper_edited)
        self._lower.number_edited.connect(self._on_lower_edited)

    def show_matrix(self, matrix: Matrix) -> None:
        """Show `matrix`."""
        for fields, numbers in zip(self._fields, matrix, strict=True):
            for field, number in zip(fields, numbers, strict=True):
                field.show_number(number)

    def _on_upper_edited(self, number: float) -> None:
        self._lower.show_number(number)
        self._on_edited()

    def _on_lower_edited(self, number: float) -> None:
        self._upper.show_number(number)
        self._on_edited()

    def _on_edited(self) -> None:
        first, both, second = self._first.number, self._upper.number, self._second.number
        self.matrix_edited.emit(((first, both), (both, second)))


def _named(quantity: Quantity, name: str) -> Quantity:
    return Quantity(name[0].upper() + name[1:], quantity.low, quantity.high, quantity.help)
