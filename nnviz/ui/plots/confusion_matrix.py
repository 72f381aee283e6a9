"""The confusion matrix: which classes the network takes for which others."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QScrollArea, QSizePolicy, QStackedLayout, QWidget

from nnviz.core.answers import Answers
from nnviz.core.arrays import IntArray
from nnviz.core.metrics import confusion_matrix
from nnviz.data.dataset import Dataset
from nnviz.ui.fields.form import label
from nnviz.ui.plots.answer_sheet import AnswerSheet
from nnviz.ui.plots.answer_tools import AnswerTools
from nnviz.ui.plots.answer_words import NO_ANSWERS, sample_words
from nnviz.ui.plots.confusion_cells import ConfusionCells
from nnviz.ui.plots.confusion_layout import Cell
from nnviz.ui.plots.confusion_words import accuracy_words
from nnviz.ui.theme import Theme


class ConfusionMatrix(QWidget):
    """The counts of one moment, and the points behind the cell that is chosen or under the mouse.

    Signals
    -------
    highlight_changed()
        `highlighted` is other points now, by a hand.
    dismissed()
        The user wants nothing to be selected any more.

    Attributes
    ----------
    cells : ConfusionCells
    tools : AnswerTools
        To be put above.
    """

    highlight_changed = Signal()
    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._answers: Answers | None = None
        self._names: tuple[str, ...] = ()
        self._chosen: Cell | None = None
        self.cells = ConfusionCells()
        self.tools = AnswerTools()
        self._nothing: QLabel = label(NO_ANSWERS, "muted")
        self._nothing.setWordWrap(True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        # Else it asks, narrow as it is before it is laid out, for a height that the whole window grows by.
        self._nothing.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setViewport(QWidget())
        self._scroll.setWidget(self.cells)
        self.cells.setAutoFillBackground(False)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._scroll)
        self._pages.addWidget(self._nothing)
        self.cells.pointed_changed.connect(self.highlight_changed)
        self.cells.cell_chosen.connect(self._on_cell_chosen)
        self.cells.dismissed.connect(self.dismissed)

    @property
    def pointed(self) -> IntArray | None:
        """Rows of the points behind the cell under the mouse, (n_points,); None where there is no such cell."""
        return self._rows(self.cells.pointed)

    @property
    def selected(self) -> IntArray | None:
        """Rows of the points behind the chosen cell; None where none is chosen."""
        return self._rows(self._chosen)

    def show_answers(self, sheet: AnswerSheet, dataset: Dataset) -> None:
        """Show the answers of a moment."""
        self._answers = sheet.answers
        self._pages.setCurrentIndex(int(sheet.answers is None))
        if dataset.class_names != self._names:
            self._names = dataset.class_names
            self.clear_selection()
        if sheet.answers is None:
            self.tools.show_summary("", "")
            return
        counts = confusion_matrix(sheet.answers.predicted, sheet.answers.labels, dataset.n_classes)
        self.cells.show_counts(counts, dataset.class_names)
        line, sentence = accuracy_words(counts)
        part, how = sample_words(sheet)
        self.tools.show_summary(line + part, "\n".join(filter(None, (sentence, how))))

    def clear_selection(self) -> None:
        """Choose no cell."""
        self._chosen = None
        self.cells.show_chosen(None)

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours and size."""
        self.cells.set_theme(theme)

    def _rows(self, cell: Cell | None) -> IntArray | None:
        if cell is None or self._answers is None:
            return None
        return self._answers.rows[self._answers.places_of(cell.row, cell.column)]

    def _on_cell_chosen(self, cell: Cell) -> None:
        """A second click on the chosen cell gives its points up."""
        self._chosen = None if cell == self._chosen else cell
        self.cells.show_chosen(self._chosen)
        self.highlight_changed.emit()
