"""The list of mistakes: the points the network gets wrong, the surest mistakes first."""

import numpy as np
from PySide6.QtCore import QItemSelectionModel, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QToolButton, QVBoxLayout, QWidget

from nnviz.core.arrays import IntArray
from nnviz.data.dataset import Dataset
from nnviz.ui.fields.chip_row import make_chip
from nnviz.ui.plots.answer_sheet import AnswerSheet
from nnviz.ui.plots.answer_tools import AnswerTools
from nnviz.ui.plots.answer_words import NO_ANSWERS, sample_words
from nnviz.ui.plots.mistakes_model import COLUMNS, CONFIDENCE, MOST_ROWS, TRUTH, MistakesModel
from nnviz.ui.theme import Theme

_ROW, _NARROWEST, _MARK = 22, 58, 12
_BEGIN_KEYS = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SELECT = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows


class MistakesTable(QTableView):
    """The rows; a click or the arrow keys choose one, Escape none.

    Signals
    -------
    dismissed()
        The user pressed Escape.
    """

    dismissed = Signal()

    def __init__(self, model: MistakesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setObjectName("mistakes")
        self.setAccessibleName("Mistakes, a row for each point that is predicted wrongly")
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across = self.horizontalHeader()
        across.setHighlightSections(False)
        across.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        across.setSortIndicator(model.sorted_by, model.order)
        self.setSortingEnabled(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's own keys go from the row they are at to another one, so that the first would never be chosen.

        And its Home and End go along the row, where there is nothing to go to.
        """
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.dismissed.emit()
        elif key == Qt.Key.Key_Home:
            self._go_to(0)
        elif key == Qt.Key.Key_End:
            self._go_to(self.model().rowCount() - 1)
        elif key in _BEGIN_KEYS and not self.selectionModel().hasSelection():
            self._go_to(max(self.currentIndex().row(), 0))
        else:
            super().keyPressEvent(event)

    def _go_to(self, row: int) -> None:
        self.selectionModel().setCurrentIndex(self.model().index(row, 0), _SELECT)


class MistakesList(QWidget):
    """The mistakes of one moment, and the point whose row is chosen.

    Signals
    -------
    point_chosen(int)
        The user wants to see this point, by its row among the test or the training points.
    dismissed()
        The user wants nothing to be selected any more.

    Attributes
    ----------
    model : MistakesModel
    table : MistakesTable
    tools : AnswerTools
        To be put above.
    sort_button : QToolButton
        Opens a menu of the columns to sort by: the table's head does the same for the mouse alone.
    """

    point_chosen = Signal(int)
    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dataset: Dataset | None = None
        self._is_test = True
        self._chosen: int | None = None
        self._is_silent = False
        self.model = MistakesModel(self)
        self.table = MistakesTable(self.model)
        self.tools = AnswerTools()
        self.sort_button = self._make_sort_button()
        self.tools.row.insertWidget(2, self.sort_button, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 2, 0, 0)
        column.addWidget(self.table)
        self.table.dismissed.connect(self.dismissed)
        self.table.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.table.horizontalHeader().sortIndicatorChanged.connect(self._on_sorted)

    @property
    def selected(self) -> IntArray | None:
        """Row of the chosen point, (1,); None where none is chosen."""
        return None if self._chosen is None else np.array([self._chosen])

    def show_answers(self, sheet: AnswerSheet, dataset: Dataset, *, is_test: bool) -> None:
        """List the mistakes of a moment; the chosen point stays chosen where its row goes."""
        known = self._dataset
        same = known is not None and known.test_labels is dataset.test_labels and is_test == self._is_test
        if not same or (known is not None and known.training_labels is not dataset.training_labels):
            self._chosen = None
        self._dataset, self._is_test = dataset, is_test
        self._is_silent = True
        self.model.show_answers(sheet.answers, dataset, is_test=is_test)
        self._show_chosen()
        self._is_silent = False
        self.tools.show_summary(*self._summary(sheet))

    def clear_selection(self) -> None:
        """Choose no point."""
        self._chosen = None
        self._is_silent = True
        self._show_chosen()
        self._is_silent = False

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours and size."""
        self.model.set_theme(theme)
        self.table.setIconSize(QSize(theme.px(_MARK), theme.px(_MARK)))
        self.table.verticalHeader().setDefaultSectionSize(theme.px(_ROW))
        self.table.horizontalHeader().setMinimumSectionSize(theme.px(_NARROWEST))
        self.table.horizontalHeader().setFixedHeight(theme.px(_ROW))

    def _make_sort_button(self) -> QToolButton:
        button = make_chip()
        button.setText("Sort")
        button.setToolTip("What the list is sorted by")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        for column, (name, tip) in enumerate(COLUMNS):
            entry = menu.addAction(f"By {name}")
            entry.setToolTip(tip)
            entry.setData(column)
        menu.triggered.connect(self._on_sort_wanted)
        button.setMenu(menu)
        return button

    def _show_chosen(self) -> None:
        row = None if self._chosen is None else self.model.row_of(self._chosen)
        selection = self.table.selectionModel()
        if row is None:
            selection.clearSelection()
            return
        self.table.setAutoScroll(False)  # the list stays where the eye is, also when a row moves away
        selection.setCurrentIndex(self.model.index(row, 0), _SELECT)
        self.table.setAutoScroll(True)

    def _summary(self, sheet: AnswerSheet) -> tuple[str, str]:
        if sheet.answers is None:
            return NO_ANSWERS, NO_ANSWERS
        n_wrong, n_asked = self.model.n_mistakes, len(sheet.answers)
        part, how = sample_words(sheet)
        listed = f" · first {MOST_ROWS:,} listed" if n_wrong > MOST_ROWS else ""
        sentence = f"{n_wrong:,} of {n_asked:,} points are predicted wrongly."
        return f"{n_wrong:,} of {n_asked:,} wrong{listed}{part}", "\n".join(filter(None, (sentence, how)))

    def _on_selection_changed(self) -> None:
        chosen = self.table.selectionModel().selectedRows()
        if self._is_silent or not chosen:
            return
        self._chosen = self.model.point_at(chosen[0].row())
        self.point_chosen.emit(self._chosen)

    def _on_sorted(self) -> None:
        self._is_silent = True
        self._show_chosen()
        self._is_silent = False

    def _on_sort_wanted(self, entry: object) -> None:
        """The surest first, or in their natural order; chosen again, the other way round."""
        column = int(entry.data())  # type: ignore[attr-defined]
        orders = Qt.SortOrder
        order = orders.DescendingOrder if column in (CONFIDENCE, TRUTH) else orders.AscendingOrder
        if column == self.model.sorted_by and order == self.model.order:
            order = orders.AscendingOrder if order == orders.DescendingOrder else orders.DescendingOrder
        self.table.sortByColumn(column, order)
