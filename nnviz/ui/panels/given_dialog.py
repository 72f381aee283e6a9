"""The dialog in which the weights and biases of a start are typed."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QScrollArea, QVBoxLayout, QWidget

from nnviz.core.names import subscript
from nnviz.experiment.network_spec import GivenStart
from nnviz.ui.fields.form import label
from nnviz.ui.panels.layer_table import LayerTable
from nnviz.ui.panels.layer_view import LayerView

_HELP = "Click a number and type over it, or paste rows from a spreadsheet. Training begins anew with these numbers."
_LONG_PROBLEM = "What was pasted has 100 rows and 100 columns; from this number on there is room for 100 and 100"
_MOST_OF_SCREEN = 0.8


class GivenDialog(QDialog):
    """A table for each layer. OK takes all of it over, Cancel nothing.

    Signals
    -------
    numbers_accepted(GivenStart)
        OK was pressed.
    """

    numbers_accepted = Signal(object)

    def __init__(
        self, start: GivenStart, inputs: Sequence[str], classes: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("The numbers training begins with")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._problem = label("", "warning")
        self._problem.setWordWrap(True)
        policy = self._problem.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # the tables stay as large as they are when there is a problem
        self._problem.setSizePolicy(policy)
        self._problem.hide()
        sizes = start.layer_sizes
        called = [list(inputs), *(_numbered("h", size) for size in sizes[1:-1]), list(classes)]
        self.tables = [
            LayerTable(weights, biases, inputs, neurons, self)
            for weights, biases, inputs, neurons in zip(start.weights, start.biases, called, called[1:], strict=False)
        ]
        widest = int(self.screen().availableSize().width() * _MOST_OF_SCREEN)
        self.views = [LayerView(table, widest) for table in self.tables]
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self._scroll = QScrollArea()
        self._content = QWidget()
        self._lay_out()
        for table in self.tables:
            table.refused.connect(self._on_refused)
            table.dataChanged.connect(self._problem.hide)
        self.buttons.accepted.connect(self._on_accepted)
        self.buttons.rejected.connect(self.reject)
        self.views[0].setFocus()

    def _lay_out(self) -> None:
        content = self._content
        content.setObjectName("column")
        content.setAutoFillBackground(False)
        tables = QVBoxLayout(content)
        tables.setContentsMargins(0, 0, 6, 0)
        for number, (table, view) in enumerate(zip(self.tables, self.views, strict=True)):
            title = _title(number, len(self.tables))
            size = f"({table.rowCount() - 1} × {table.columnCount()})"
            view.setAccessibleName(f"Weights and biases, {title}")
            tables.addWidget(label(f"W{subscript(number + 1)}  {title}  {size}", "muted"))
            tables.addWidget(view)
        tables.addStretch(1)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(content)
        self._scroll.viewport().setAutoFillBackground(False)
        help_text = label(_HELP, "muted")
        help_text.setWordWrap(True)
        self._column = QVBoxLayout(self)
        self._column.addWidget(help_text)
        self._column.addWidget(self._scroll, 1)
        self._column.addWidget(self._problem)
        self._column.addWidget(self.buttons)

    def _on_refused(self, sentence: str) -> None:
        self._problem.setText(sentence)
        self._problem.show()

    def _on_accepted(self) -> None:
        weights = tuple(table.weights for table in self.tables)
        biases = tuple(table.biases for table in self.tables)
        self.accept()
        self.numbers_accepted.emit(GivenStart(weights=weights, biases=biases))

    def showEvent(self, event: QShowEvent) -> None:
        """As large as its tables and what may have to be said about them, within the screen."""
        margins = self._column.contentsMargins()
        self._keep_room(self._wanted_size().width() - margins.left() - margins.right())
        self.resize(self._wanted_size())
        super().showEvent(event)

    def _wanted_size(self) -> QSize:
        around = self.sizeHint() - self._scroll.sizeHint()
        wanted = self._content.sizeHint() + around
        return wanted.boundedTo(self.screen().availableSize() * _MOST_OF_SCREEN).expandedTo(self.sizeHint())

    def _keep_room(self, width: int) -> None:
        """Keep as many lines free as a long sentence takes."""
        self._problem.ensurePolished()
        self._problem.setText(_LONG_PROBLEM)
        self._problem.setMinimumHeight(self._problem.heightForWidth(width))
        self._problem.clear()


def _title(number: int, n_layers: int) -> str:
    """From where to where the weights of a layer go, as it is called in the view of the weights."""
    hidden = [f"hidden {layer}" for layer in range(1, n_layers)] if n_layers > 2 else ["hidden"] * (n_layers - 1)
    ends = ["input", *hidden, "output"]
    return f"{ends[number]} → {ends[number + 1]}"


def _numbered(letter: str, count: int) -> list[str]:
    return [f"{letter}{subscript(number)}" for number in range(1, count + 1)]
