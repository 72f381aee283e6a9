"""The view of a table's first rows, with a field over each column for the part it plays."""

from PySide6.QtCore import QItemSelectionModel, QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from nnviz.data.tables.guess import TableGuess
from nnviz.ui.fields.keyboard import tab_behind
from nnviz.ui.tables.preview_model import N_ROWS, PreviewModel
from nnviz.ui.tables.role_field import RoleField
from nnviz.ui.theme import Theme

_NARROWEST, _WIDEST = 104, 190
_ROW, _BAR = 26, 12


class PreviewView(QTableView):
    """Shows what has been understood; arrow keys go through the rows, Tab through the parts of the columns.

    Parameters
    ----------
    guess : TableGuess
    theme : Theme

    Signals
    -------
    role_chosen(int, str)
        The user chose this part for this column.
    """

    role_chosen = Signal(int, str)

    def __init__(self, guess: TableGuess, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._preview = PreviewModel(guess, theme, self)
        self.fields: list[RoleField] = []
        self.setModel(self._preview)
        self.setObjectName("preview")
        self.setAccessibleName("The first rows of the table")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self._fit_rows()
        self._make_fields()

    def show_roles(self, guess: TableGuess) -> None:
        """Show other parts for the same columns."""
        self._preview.show_roles(guess)
        for field in self.fields:
            field.show_role(guess)

    def show_guess(self, guess: TableGuess) -> None:
        """Show another understanding of the table."""
        self._preview.show_guess(guess)  # the fields go with what they were for
        self._make_fields()

    def sizeHint(self) -> QSize:
        header_and_fields = 2
        height = self._theme.px(_ROW) * (header_and_fields + N_ROWS) + self._theme.px(_BAR)
        return QSize(self.horizontalHeader().length(), height) + QSize(1, 1) * (2 * self.frameWidth())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._theme.px(_ROW) * 4)

    def _fit_rows(self) -> None:
        down, across = self.verticalHeader(), self.horizontalHeader()
        down.setMinimumSectionSize(1)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(self._theme.px(_ROW))
        across.setSectionsClickable(False)
        across.setHighlightSections(False)
        across.setMinimumSectionSize(self._theme.px(_NARROWEST))
        across.setMaximumSectionSize(self._theme.px(_WIDEST))
        across.setStretchLastSection(True)
        across.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        across.setMinimumHeight(self._theme.px(_ROW))

    def _make_fields(self) -> None:
        guess = self._preview.guess
        # Below the fields: one that is current would take the keyboard from the table.
        first = self._preview.index(min(1, len(guess.rows)), 0)
        self.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.fields = [RoleField(guess, column) for column in range(len(guess.columns))]
        before: QWidget = self
        for column, field in enumerate(self.fields):
            field.focused.connect(self._on_focused)
            field.role_chosen.connect(self.role_chosen)
            self.setIndexWidget(self._preview.index(0, column), field)
            tab_behind(before, field)
            before = field
        self.resizeColumnsToContents()

    def _on_focused(self, column: int) -> None:
        self.scrollTo(self._preview.index(0, column))
