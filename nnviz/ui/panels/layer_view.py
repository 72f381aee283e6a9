"""The view of a layer's table."""

from PySide6.QtCore import QItemSelectionModel, QSize
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from nnviz.ui.panels.layer_table import LayerTable

_USUAL_NUMBER = "−12.3456"
_MARGIN = 16
_MOST_ROWS = 9


class LayerView(QTableView):
    """Shows a layer's table; numbers are copied and pasted with the usual keys, and Tab leaves it.

    Parameters
    ----------
    table : LayerTable
    widest : int
        In pixels; columns beyond are scrolled to.
    """

    def __init__(self, table: LayerTable, widest: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = table
        self.setModel(table)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed)
        self.setCornerButtonEnabled(False)
        no_selection = QItemSelectionModel.SelectionFlag.NoUpdate
        self.selectionModel().setCurrentIndex(table.index(0, 0), no_selection)  # where typing and pasting begin
        self._wanted = self._fit(widest)
        self.setMaximumWidth(self._wanted.width())
        self.setFixedHeight(self._wanted.height())

    def _fit(self, widest: int) -> QSize:
        """Columns for the usual number; the size of all of them, and of so many rows that other layers have room."""
        self.ensurePolished()  # before its first showing it does not know its font
        metrics = self.fontMetrics()
        across, down = self.horizontalHeader(), self.verticalHeader()
        sizes = metrics.horizontalAdvance(_USUAL_NUMBER) + _MARGIN, metrics.height() + _MARGIN // 2
        for header, size in zip((across, down), sizes, strict=True):
            header.ensurePolished()
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setMinimumSectionSize(1)
            header.setDefaultSectionSize(size)
            header.setSectionsClickable(False)
            header.setHighlightSections(False)
        n_rows = self._table.rowCount()
        width = down.sizeHint().width() + across.length() + 2 * self.frameWidth()
        height = across.sizeHint().height() + min(n_rows, _MOST_ROWS) * sizes[1] + 2 * self.frameWidth()
        if n_rows > _MOST_ROWS:
            width += self.verticalScrollBar().sizeHint().width()
        if width > widest:
            height += self.horizontalScrollBar().sizeHint().height()
        return QSize(min(width, widest), height)

    def sizeHint(self) -> QSize:
        return self._wanted

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            here = self.currentIndex()
            self._table.paste(here.row(), here.column(), QGuiApplication.clipboard().text())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        else:
            super().keyPressEvent(event)

    def _copy(self) -> None:
        selection = self.selectionModel().selection()
        if not selection.isEmpty():
            chosen = selection.first()
            text = self._table.text(chosen.top(), chosen.left(), chosen.bottom(), chosen.right())
            QGuiApplication.clipboard().setText(text)
