"""A hidden layer in a row."""

from collections.abc import Callable
from typing import get_args

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QMenu, QToolButton, QWidget

from nnviz.experiment.network_spec import ActivationName, LayerSpec
from nnviz.experiment.quantity import quantity
from nnviz.ui.fields.choice_field import ChoiceField
from nnviz.ui.fields.drag_handle import DragHandle
from nnviz.ui.fields.form import label, tool_button
from nnviz.ui.fields.number_field import NumberField
from nnviz.ui.fields.percent import as_percent, from_percent, percent_quantity
from nnviz.ui.icons import icon
from nnviz.ui.theme import Theme

# The titles of `core.activations`, which loads NumPy: the panels stand before that. A test compares them.
ACTIVATION_TITLES: dict[ActivationName, str] = {
    "relu": "ReLU",
    "leaky-relu": "Leaky ReLU",
    "elu": "ELU",
    "tanh": "tanh",
    "sigmoid": "Sigmoid",
    "softplus": "Softplus",
    "identity": "Identity",
}
_NUMBER_WIDTH = 42  # room for three digits
_ACTIVATION_HELP = "What each neuron makes of its score. Without it all layers together would be one straight map"


class LayerRow(QWidget):
    """One hidden layer: its neurons, its activation, its dropout where it has any, and what can be done with it.

    Signals
    -------
    layer_edited(LayerSpec, str)
        The user changed it; the string says what.
    move_requested(int)
        So many places down; up where negative.
    duplicate_requested(), removal_requested()
    dragged(int), dropped(int), drag_cancelled()
        It is being dragged by its handle; heights on the screen, in pixels.
    refused(str)
    """

    layer_edited = Signal(object, str)
    move_requested = Signal(int)
    duplicate_requested = Signal()
    removal_requested = Signal()
    dragged = Signal(int)
    dropped = Signal(int)
    drag_cancelled = Signal()
    refused = Signal(str)

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layer: LayerSpec | None = None
        self._asks_for_dropout = False
        self._handle = DragHandle(f"Move hidden layer {number + 1}")
        self._field = NumberField(quantity(LayerSpec, "n_neurons"), whole=True)
        self._field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._field.setAccessibleName(f"Neurons of hidden layer {number + 1}")
        titles = tuple((name, ACTIVATION_TITLES[name]) for name in get_args(ActivationName))
        self._activation = ChoiceField(f"Activation of hidden layer {number + 1}", titles)
        self._activation.setToolTip(_ACTIVATION_HELP)
        self._more = tool_button(f"More to do with hidden layer {number + 1}")
        self._remove = tool_button("Remove this layer")
        self._dropout = NumberField(percent_quantity(quantity(LayerSpec, "dropout")), step=5, shows_unit=True)
        self._dropout.setAccessibleName(f"Dropout of hidden layer {number + 1}")
        self._dropout_line = QWidget()
        self._dropout_line.hide()
        self._make_menu()
        self._lay_out()
        self._wire()

    @property
    def parts(self) -> tuple[QWidget, ...]:
        """What takes the keyboard, in the order of the Tab key."""
        return self._handle, self._field, self._activation, self._more, self._remove, self._dropout

    def show_layer(self, layer: LayerSpec, *, is_first: bool, is_last: bool, can_be_copied: bool) -> None:
        """Show this layer; the rest says what can be done with it."""
        self._layer = layer
        self._field.show_number(layer.n_neurons)
        self._activation.show_choice(layer.activation)
        self._dropout.show_number(as_percent(layer.dropout))
        self._asks_for_dropout = self._asks_for_dropout and self._dropout.hasFocus()
        self._show_dropout_line()
        self._handle.setVisible(not (is_first and is_last))
        self._up.setEnabled(not is_first)
        self._down.setEnabled(not is_last)
        self._duplicate.setEnabled(can_be_copied)

    def focused_part(self) -> int | None:
        """The number of the part that has the keyboard; None where none has."""
        focused = QApplication.focusWidget()
        return self.parts.index(focused) if focused in self.parts else None

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self._handle.set_theme(theme)
        self._field.setFixedWidth(theme.px(_NUMBER_WIDTH))
        self._more.setIcon(icon("more", theme.muted))
        self._remove.setIcon(icon("close", theme.muted))

    def _make_menu(self) -> None:
        menu = QMenu(self._more)
        self._up = menu.addAction("Move up\tAlt+Up", self._on_up)
        self._down = menu.addAction("Move down\tAlt+Down", self._on_down)
        self._duplicate = menu.addAction("Duplicate", self.duplicate_requested.emit)
        self._dropout_action: QAction = menu.addAction("Dropout…", self._on_dropout_asked)
        menu.addSeparator()
        menu.addAction("Remove", self.removal_requested.emit)
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._more.setMenu(menu)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(3)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(3, 1)
        parts = (label("→", "muted"), self._handle, self._field, self._activation, self._more, self._remove)
        for column, part in enumerate(parts):
            grid.addWidget(part, 0, column)
        line = QHBoxLayout(self._dropout_line)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(label("dropout", "small"), 1, Qt.AlignmentFlag.AlignRight)
        line.addWidget(self._dropout, 1)
        grid.addWidget(self._dropout_line, 1, 2, 1, 2)

    def _wire(self) -> None:
        self._field.number_edited.connect(self._on_number_edited)
        self._activation.choice_edited.connect(self._on_activation_edited)
        self._dropout.number_edited.connect(self._on_dropout_edited)
        self._dropout.editingFinished.connect(self._on_dropout_left)
        self._remove.clicked.connect(self.removal_requested)
        self._handle.dragged.connect(self.dragged)
        self._handle.dropped.connect(self.dropped)
        self._handle.cancelled.connect(self.drag_cancelled)
        self._handle.nudged.connect(self.move_requested)
        for field in (self._field, self._dropout):
            field.refused.connect(self.refused)
        self._shorten("Alt+Up", self._on_up)
        self._shorten("Alt+Down", self._on_down)

    def _shorten(self, keys: str, act: Callable[[], None]) -> None:
        """A shortcut that holds while the keyboard is in this row."""
        shortcut = QShortcut(QKeySequence(keys, QKeySequence.SequenceFormat.PortableText), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)

    def _show_dropout_line(self) -> None:
        has_dropout = self._layer is not None and self._layer.dropout > 0
        self._dropout_line.setVisible(has_dropout or self._asks_for_dropout)

    def _edit(self, what: str, **changes: object) -> None:
        if self._layer is not None:
            self.layer_edited.emit(msgspec.structs.replace(self._layer, **changes), what)

    def _on_up(self) -> None:
        if self._up.isEnabled():
            self.move_requested.emit(-1)

    def _on_down(self) -> None:
        if self._down.isEnabled():
            self.move_requested.emit(1)

    def _on_number_edited(self, number: float) -> None:
        self._edit("the hidden neurons", n_neurons=int(number))

    def _on_activation_edited(self, name: str) -> None:
        self._edit("the activation", activation=name)

    def _on_dropout_asked(self) -> None:
        self._asks_for_dropout = True
        self._show_dropout_line()
        self._dropout.setFocus()
        self._dropout.selectAll()

    def _on_dropout_edited(self, percent: float) -> None:
        self._edit("the dropout", dropout=from_percent(percent))

    def _on_dropout_left(self) -> None:
        if self._dropout.hasFocus():  # after Enter: hidden with the keyboard in it, it would pass that on
            self._dropout.clearFocus()
        self._asks_for_dropout = False
        self._show_dropout_line()
