"""The hidden layers below one another, to be changed, added, removed and put into another order."""

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from nnviz.experiment.network_spec import MOST_HIDDEN_LAYERS, LayerSpec
from nnviz.ui.fields.keyboard import tab_behind
from nnviz.ui.panels.layer_row import LayerRow
from nnviz.ui.theme import Theme

Layers = tuple[LayerSpec, ...]

_LINE = 2
_FIRST_LAYER = LayerSpec(n_neurons=5)
_NUMBER = "the hidden layers"
_ORDER = "the order of the hidden layers"


class LayerList(QWidget):
    """A row for each hidden layer.

    Signals
    -------
    layers_edited(tuple[LayerSpec, ...], str)
        The user changed them; the string says what.
    refused(str)
        Why what was typed cannot be.
    """

    layers_edited = Signal(object, str)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layers: Layers = ()
        self._theme: Theme | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._rows: list[LayerRow] = []
        self._add_row()  # so that there is one to put the others behind, in the order of the Tab key
        self._line = QFrame(self)
        self._line.setObjectName("dropLine")
        self._line.hide()

    @property
    def rows(self) -> list[LayerRow]:
        """The rows that are shown, from the inputs to the classes."""
        return self._rows[: len(self._layers)]

    def show_layers(self, layers: Layers) -> None:
        """Show these layers."""
        self._layers = layers
        while len(self._rows) < len(layers):
            self._add_row()
        for row in self._rows[len(layers) :]:
            row.hide()
        for number, (row, layer) in enumerate(zip(self.rows, layers, strict=True)):
            row.show_layer(
                layer,
                is_first=number == 0,
                is_last=number == len(layers) - 1,
                can_be_copied=len(layers) < MOST_HIDDEN_LAYERS,
            )
            row.show()
        self.setVisible(bool(layers))

    def add(self) -> None:
        """Ask for one more layer, like the last."""
        last = self._layers[-1] if self._layers else _FIRST_LAYER
        self.layers_edited.emit((*self._layers, last), _NUMBER)

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self._theme = theme
        for row in self._rows:
            row.set_theme(theme)

    def _add_row(self) -> None:
        row = LayerRow(len(self._rows))
        if self._theme is not None:
            row.set_theme(self._theme)
        row.layer_edited.connect(self._on_layer_edited)
        row.move_requested.connect(self._on_move)
        row.duplicate_requested.connect(self._on_duplicate)
        row.removal_requested.connect(self._on_remove)
        row.dragged.connect(self._on_dragged)
        row.dropped.connect(self._on_dropped)
        row.drag_cancelled.connect(self._on_drag_cancelled)
        row.refused.connect(self.refused)
        row.hide()
        self._column.addWidget(row)
        if self._rows:
            tab_behind(self._rows[-1].parts[-1], row)
        self._rows.append(row)

    def _sender_number(self) -> int:
        return self._rows.index(self.sender())  # type: ignore[arg-type]

    def _move(self, number: int, to: int) -> None:
        """Put a layer in the place of another; the keyboard goes with it."""
        part = self._rows[number].focused_part()
        layers = list(self._layers)
        layers.insert(to, layers.pop(number))
        self.layers_edited.emit(tuple(layers), _ORDER)
        if part is not None and self._layers == tuple(layers):
            self._rows[to].parts[part].setFocus()

    def _gap_at(self, height: int) -> int:
        """The gap between rows that is nearest to a height on the screen: 0 is above the first row."""
        y = self.mapFromGlobal(QPoint(0, height)).y()
        return sum(row.geometry().center().y() < y for row in self.rows)

    def _on_layer_edited(self, layer: LayerSpec, what: str) -> None:
        number = self._sender_number()
        self.layers_edited.emit((*self._layers[:number], layer, *self._layers[number + 1 :]), what)

    def _on_move(self, n_places: int) -> None:
        number = self._sender_number()
        if 0 <= number + n_places < len(self._layers):
            self._move(number, number + n_places)

    def _on_duplicate(self) -> None:
        after = self._sender_number() + 1
        self.layers_edited.emit((*self._layers[:after], *self._layers[after - 1 :]), _NUMBER)

    def _on_remove(self) -> None:
        number = self._sender_number()
        self.layers_edited.emit((*self._layers[:number], *self._layers[number + 1 :]), _NUMBER)

    def _on_dragged(self, height: int) -> None:
        gap = self._gap_at(height)
        rows = self.rows
        y = rows[gap].y() - self._column.spacing() if gap < len(rows) else rows[-1].geometry().bottom() + 1
        self._line.setGeometry(0, max(0, min(y + 1, self.height() - _LINE)), self.width(), _LINE)
        self._line.raise_()
        self._line.show()

    def _on_dropped(self, height: int) -> None:
        self._line.hide()
        number, gap = self._sender_number(), self._gap_at(height)
        to = gap - 1 if gap > number else gap
        if to != number:
            self._move(number, to)

    def _on_drag_cancelled(self) -> None:
        self._line.hide()
