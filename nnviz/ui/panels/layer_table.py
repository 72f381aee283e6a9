"""A layer's weights and biases as a table of numbers that can be typed and pasted."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from nnviz.experiment.network_spec import GivenStart
from nnviz.experiment.quantity import RecipeError, quantity
from nnviz.ui.fields.numbers import format_number, parse_number

Index = QModelIndex | QPersistentModelIndex
Vector = tuple[float, ...]
Matrix = tuple[Vector, ...]

_LIMITS = quantity(GivenStart, "weights")
_ALIGNMENT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class LayerTable(QAbstractTableModel):
    """A row for each input and one for the biases, a column for each neuron.

    Signals
    -------
    refused(str)
        Why a number cannot be, in one sentence; all is as it was.

    Parameters
    ----------
    weights : (n_inputs, n_neurons)
    biases : (n_neurons,)
    inputs, neurons : Sequence[str]
        What they are called.
    """

    refused = Signal(str)

    def __init__(
        self,
        weights: Matrix,
        biases: Vector,
        inputs: Sequence[str],
        neurons: Sequence[str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._numbers = [list(row) for row in (*weights, biases)]
        self._rows = [*inputs, "bias"]
        self._columns = list(neurons)

    @property
    def weights(self) -> Matrix:
        """As they are now."""
        return tuple(tuple(row) for row in self._numbers[:-1])

    @property
    def biases(self) -> Vector:
        """As they are now."""
        return tuple(self._numbers[-1])

    def text(self, top: int, left: int, bottom: int, right: int) -> str:
        """The numbers of a rectangle, its borders included, as `paste` reads them."""
        rows = (self._numbers[row][left : right + 1] for row in range(top, bottom + 1))
        return "\n".join("\t".join(repr(number) for number in row) for row in rows)

    def paste(self, top: int, left: int, text: str) -> bool:
        """Put numbers over those that are there, from a cell to the right and down; all of them or none.

        Parameters
        ----------
        top, left : int
            The first cell.
        text : str
            A line for each row, its numbers with tabs between them, as spreadsheets copy them.
        """
        lines = [line.split("\t") for line in text.strip("\r\n").splitlines() or [""]]
        n_columns = max(len(line) for line in lines)
        room = len(self._rows) - top, len(self._columns) - left
        if len(lines) > room[0] or n_columns > room[1]:
            self.refused.emit(
                f"What was pasted has {len(lines):,} rows and {n_columns:,} columns; "
                f"from this number on there is room for {room[0]:,} and {room[1]:,}"
            )
            return False
        try:
            numbers = [[self._parsed(cell) for cell in line] for line in lines]
        except RecipeError as error:
            self.refused.emit(str(error))
            return False
        for row, line in enumerate(numbers, top):
            self._numbers[row][left : left + len(line)] = line
        last = self.index(top + len(lines) - 1, left + n_columns - 1)
        self.dataChanged.emit(self.index(top, left), last)
        return True

    def _parsed(self, text: str) -> float:
        number = parse_number(text)
        if number is None:
            raise RecipeError(f"{_LIMITS.name} must be numbers, not “{text.strip()[:40]}”")
        _LIMITS.check(number)
        return number

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - as Qt calls it
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - as Qt calls it
        return 0 if parent.isValid() else len(self._columns)

    def headerData(  # noqa: N802 - as Qt calls it
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation is Qt.Orientation.Horizontal:
            return _ALIGNMENT
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return (self._columns if orientation is Qt.Orientation.Horizontal else self._rows)[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        number = self._numbers[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{number:.5g}".replace("-", "−")
        if role == Qt.ItemDataRole.EditRole:
            return format_number(number)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _ALIGNMENT
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._rows[index.row()]} to {self._columns[index.column()]}: {number:.5g}"
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802 - Qt's
        if role != Qt.ItemDataRole.EditRole or value == self.data(index, role):  # untouched: keep every digit
            return False
        return self.paste(index.row(), index.column(), str(value).replace("\t", " "))

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable
