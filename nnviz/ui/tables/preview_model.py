"""The first rows of a table, as they are understood."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from nnviz.data.tables.guess import TableGuess
from nnviz.data.tables.left_out import Reason
from nnviz.data.tables.numbers import is_missing, read_number
from nnviz.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex

N_ROWS = 8
_LONGEST = 60
_ON_THE_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class PreviewModel(QAbstractTableModel):
    """A row for the parts the columns play, which the view fills with fields, and below it rows of the table.

    What makes a row unusable is shown in the colour of warnings, what is not used is muted.

    Parameters
    ----------
    guess : TableGuess
    theme : Theme
    """

    def __init__(self, guess: TableGuess, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._guess = guess
        self._theme = theme

    @property
    def guess(self) -> TableGuess:
        """What is shown."""
        return self._guess

    def show_roles(self, guess: TableGuess) -> None:
        """Show other parts for the same columns."""
        self._guess = guess
        last = self.index(self.rowCount() - 1, self.columnCount() - 1)
        self.dataChanged.emit(self.index(0, 0), last)

    def show_guess(self, guess: TableGuess) -> None:
        """Show another understanding of the table."""
        self.beginResetModel()
        self._guess = guess
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - as Qt calls it
        return 0 if parent.isValid() else 1 + len(self._guess.rows[:N_ROWS])

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - as Qt calls it
        return 0 if parent.isValid() else len(self._guess.columns)

    def headerData(  # noqa: N802 - as Qt calls it
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._guess.columns[section].name
        return self._alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = index.row() - 1, index.column()
        if row < 0:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._cell(row, column).strip()[:_LONGEST]
            case Qt.ItemDataRole.TextAlignmentRole:
                return self._alignment(column)
            case Qt.ItemDataRole.ForegroundRole:
                return self._color(row, column)
            case Qt.ItemDataRole.BackgroundRole:
                return QColor(self._theme.accent_soft) if column == self._guess.label else None
            case _:
                return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled if index.isValid() else Qt.ItemFlag.NoItemFlags

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        is_number = self._guess.columns[column].is_numeric and column != self._guess.label
        return _ON_THE_RIGHT if is_number else Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter

    def _cell(self, row: int, column: int) -> str:
        cells = self._guess.rows[row]
        return cells[column] if column < len(cells) else ""

    def _color(self, row: int, column: int) -> QColor:
        guess, theme = self._guess, self._theme
        if self._is_amiss(row, column):
            return QColor(theme.warning)
        return QColor(theme.text if column in guess.features or column == guess.label else theme.muted)

    def _is_amiss(self, row: int, column: int) -> bool:
        """Whether this cell, or the number of cells, keeps the row out."""
        guess = self._guess
        if len(guess.rows[row]) != len(guess.columns):
            return True
        cell = self._cell(row, column)
        if column == guess.label:
            return is_missing(cell)
        is_number = not isinstance(read_number(cell, decimal_comma=guess.dialect.decimal_comma), Reason)
        return column in guess.features and not is_number
