"""The network panel: hidden layers, and the weights they start from."""

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from nnviz.experiment.experiment import Experiment
from nnviz.experiment.network_spec import (
    MOST_HIDDEN_LAYERS,
    ArticleStart,
    LayerSpec,
    NetworkSpec,
    NormalStart,
    TruncatedNormalStart,
)
from nnviz.experiment.quantity import quantity
from nnviz.ui.fields.choice_field import ChoiceField
from nnviz.ui.fields.form import Form, PanelCard, label
from nnviz.ui.fields.number_field import NumberField
from nnviz.ui.fields.seed_field import SeedField
from nnviz.ui.icons import icon
from nnviz.ui.theme import Theme

_STARTS = (("normal", "Normal"), ("truncated-normal", "Truncated"), ("article", "As in the article"))
_ACTIVATION_NAMES = {"relu": "ReLU"}


class LayerRow(QWidget):
    """One hidden layer in a row.

    Signals
    -------
    n_neurons_edited(int)
    removal_requested()
    refused(str)
    """

    n_neurons_edited = Signal(int)
    removal_requested = Signal()
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = NumberField(quantity(LayerSpec, "n_neurons"), whole=True)
        self._field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._kind = label("", "muted")
        self._remove = QToolButton()
        self._remove.setToolTip("Remove this layer")
        self._remove.setAccessibleName("Remove this layer")
        self._remove.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(label("→", "muted"))
        row.addWidget(self._field, 2)
        row.addWidget(self._kind, 5)
        row.addWidget(self._remove)
        self.setFocusProxy(self._field)
        self._field.number_edited.connect(self._on_number_edited)
        self._field.refused.connect(self.refused)
        self._remove.clicked.connect(self.removal_requested)

    def show_layer(self, layer: LayerSpec) -> None:
        """Show this layer."""
        self._field.show_number(layer.n_neurons)
        self._kind.setText(f"hidden neurons, {_ACTIVATION_NAMES[layer.activation]}")

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self._remove.setIcon(icon("close", theme.muted))

    def _on_number_edited(self, number: float) -> None:
        self.n_neurons_edited.emit(int(number))


class NetworkPanel(PanelCard):
    """Shows the network's layers and its start.

    Signals
    -------
    network_edited(NetworkSpec, str)
        The user changed it; the string says what.
    refused(str)
        Why what was typed cannot be.
    """

    network_edited = Signal(object, str)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Network", parent)
        self._network: NetworkSpec | None = None
        self._theme: Theme | None = None
        self._rows: list[LayerRow] = []
        self._n_parameters = label("", "muted")
        self._n_parameters.setToolTip("Weights and biases: all the numbers that are learned")
        self.header.addWidget(self._n_parameters)
        self._inputs = label("", "muted")
        self._outputs = label("", "muted")
        self._layers = QVBoxLayout()
        self._layers.setSpacing(4)
        self._add = QPushButton("Layer")
        self._add.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._add.setAccessibleName("Add a hidden layer")
        self._start = ChoiceField("Initial weights", _STARTS)
        self._start.setToolTip("Where the weights come from that training begins with; biases begin at 0")
        self._spread = NumberField(quantity(NormalStart, "standard_deviation"), step=0.05)
        self._spread.setMaximumWidth(56)
        self._seed = SeedField(quantity(NetworkSpec, "seed"))
        self._lay_out()
        self._add.clicked.connect(self._on_add)
        self._start.choice_edited.connect(self._on_start_edited)
        self._spread.number_edited.connect(self._on_spread_edited)
        self._seed.seed_edited.connect(self._on_seed_edited)
        for field in (self._spread, self._seed):
            field.refused.connect(self.refused)

    def show_network(self, experiment: Experiment) -> None:
        """Show the network of this experiment."""
        sizes = experiment.layer_sizes
        self._n_parameters.setText(f"{experiment.n_parameters:,} parameters")
        self._inputs.setText(f"{sizes[0]} inputs, x₁ and x₂")
        self._outputs.setText(f"→  {sizes[-1]} classes, softmax")
        if experiment.network == self._network:
            return
        self._network = experiment.network
        self._fit_rows(len(self._network.hidden_layers))
        for row, layer in zip(self._rows, self._network.hidden_layers, strict=True):
            row.show_layer(layer)
        self._add.setEnabled(len(self._rows) < MOST_HIDDEN_LAYERS)
        self._show_start(self._network)

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self._theme = theme
        self._add.setIcon(icon("plus", theme.text))
        self._seed.set_theme(theme)
        for row in self._rows:
            row.set_theme(theme)

    def _lay_out(self) -> None:
        self.column.addWidget(self._inputs)
        self.column.addLayout(self._layers)
        last = QHBoxLayout()
        last.addWidget(self._outputs)
        last.addStretch(1)
        last.addWidget(self._add)
        self.column.addLayout(last)
        start = QWidget()
        row = QHBoxLayout(start)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._start, 1)
        row.addWidget(self._spread)
        form = Form()
        form.add_row("Initial weights", start)
        form.add_row("Weight seed", self._seed)
        self.column.addLayout(form)

    def _show_start(self, network: NetworkSpec) -> None:
        start = network.initial_weights
        self._seed.show_seed(network.seed)
        is_article = isinstance(start, ArticleStart)
        self._spread.setVisible(not is_article)
        if is_article:
            self._seed.disable("The article's start follows from the data seed; this one plays no part in it")
        else:
            self._seed.enable()
        self._spread.show_number(1.0 if isinstance(start, ArticleStart) else start.standard_deviation)
        self._start.show_choice(_key_of(start))

    def _fit_rows(self, n_rows: int) -> None:
        while len(self._rows) > n_rows:
            row = self._rows.pop()
            self._layers.removeWidget(row)
            row.hide()
            row.deleteLater()
        while len(self._rows) < n_rows:
            self._rows.append(self._make_row())
            self._layers.addWidget(self._rows[-1])

    def _make_row(self) -> LayerRow:
        row = LayerRow()
        if self._theme is not None:
            row.set_theme(self._theme)
        row.n_neurons_edited.connect(self._on_n_neurons_edited)
        row.removal_requested.connect(self._on_remove)
        row.refused.connect(self.refused)
        return row

    def _edit(self, what: str, **changes: object) -> None:
        if self._network is not None:
            self.network_edited.emit(msgspec.structs.replace(self._network, **changes), what)

    def _sender_number(self) -> int:
        return self._rows.index(self.sender())  # type: ignore[arg-type]

    def _on_n_neurons_edited(self, n_neurons: int) -> None:
        if self._network is not None:
            layers = list(self._network.hidden_layers)
            number = self._sender_number()
            layers[number] = msgspec.structs.replace(layers[number], n_neurons=n_neurons)
            self._edit("the hidden neurons", hidden_layers=tuple(layers))

    def _on_add(self) -> None:
        if self._network is not None:
            layers = self._network.hidden_layers
            self._edit("the hidden layers", hidden_layers=(*layers, layers[-1] if layers else LayerSpec(n_neurons=5)))

    def _on_remove(self) -> None:
        if self._network is not None:
            layers = self._network.hidden_layers
            number = self._sender_number()
            self._edit("the hidden layers", hidden_layers=layers[:number] + layers[number + 1 :])

    def _on_start_edited(self, key: str) -> None:
        kinds = {"normal": NormalStart, "truncated-normal": TruncatedNormalStart}
        start = kinds[key](standard_deviation=self._spread.number) if key in kinds else ArticleStart()
        self._edit("the initial weights", initial_weights=start)

    def _on_spread_edited(self, spread: float) -> None:
        if self._network is not None and not isinstance(self._network.initial_weights, ArticleStart):
            start = msgspec.structs.replace(self._network.initial_weights, standard_deviation=spread)
            self._edit("the spread of the initial weights", initial_weights=start)

    def _on_seed_edited(self, seed: int) -> None:
        self._edit("the weight seed", seed=seed)


def _key_of(start: NormalStart | TruncatedNormalStart | ArticleStart) -> str:
    return str(start.__struct_config__.tag)
