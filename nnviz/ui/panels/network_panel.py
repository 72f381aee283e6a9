"""The network panel: inputs, hidden layers, and the weights they start from."""

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from nnviz.experiment.experiment import Experiment
from nnviz.experiment.network_spec import MOST_HIDDEN_LAYERS, NetworkSpec
from nnviz.ui.fields.elided_label import ElidedLabel
from nnviz.ui.fields.form import PanelCard, label
from nnviz.ui.icons import icon
from nnviz.ui.panels.input_section import InputSection
from nnviz.ui.panels.layer_list import LayerList, Layers
from nnviz.ui.panels.start_section import StartSection
from nnviz.ui.theme import Theme

if TYPE_CHECKING:  # NumPy, which it loads, comes after the first painted window
    from nnviz.data.dataset import Dataset


class NetworkPanel(PanelCard):
    """Shows the network's inputs, its layers and its start.

    Signals
    -------
    data_edited(DataSpec, str)
        The user changed the inputs; the string says what.
    network_edited(NetworkSpec, str)
        The user changed it; the string says what.
    given_start_wanted()
        The network is to start from the weights it stands at now.
    refused(str)
        Why what was typed cannot be.
    """

    data_edited = Signal(object, str)
    network_edited = Signal(object, str)
    given_start_wanted = Signal()
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Network", parent)
        self._network: NetworkSpec | None = None
        self._n_parameters = label("", "muted")
        self._n_parameters.setToolTip("Weights and biases: all the numbers that are learned")
        self.header.addWidget(self._n_parameters)
        self.inputs = InputSection()
        self._layers = LayerList()
        self._outputs = ElidedLabel("muted")
        self._add = QPushButton("Layer")
        self._add.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._add.setAccessibleName("Add a hidden layer")
        self._start = StartSection()
        self._lay_out()
        self._add.clicked.connect(self._layers.add)
        self._layers.layers_edited.connect(self._on_layers_edited)
        self._start.network_edited.connect(self.network_edited)
        self._start.given_start_wanted.connect(self.given_start_wanted)
        self.inputs.data_edited.connect(self.data_edited)
        for part in (self.inputs, self._layers, self._start):
            part.refused.connect(self.refused)

    def show_network(self, experiment: Experiment) -> None:
        """Show the network of this experiment."""
        self._network = experiment.network
        sizes = experiment.layer_sizes
        self._n_parameters.setText(f"{experiment.n_parameters:,} parameters")
        self.inputs.show_data(experiment.data)
        self._outputs.show_lines(f"→  {sizes[-1]} classes, softmax")
        self._layers.show_layers(experiment.network.hidden_layers)
        can_add = len(experiment.network.hidden_layers) < MOST_HIDDEN_LAYERS
        self._add.setEnabled(can_add)
        self._add.setToolTip(
            "Add a hidden layer like the last"
            if can_add
            else f"There can be {MOST_HIDDEN_LAYERS} hidden layers at most"
        )
        self._start.show_start(experiment)

    def show_dataset(self, dataset: "Dataset") -> None:
        """Draw the maps of the inputs over the range of these points."""
        self.inputs.show_dataset(dataset)

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self._add.setIcon(icon("plus", theme.text))
        self.inputs.set_theme(theme)
        self._layers.set_theme(theme)
        self._start.set_theme(theme)

    def _lay_out(self) -> None:
        self.column.setSpacing(6)
        last = QHBoxLayout()
        last.addWidget(self._outputs, 1)
        last.addWidget(self._add)
        self.column.addWidget(self.inputs)
        self.column.addWidget(self._layers)
        self.column.addLayout(last)
        self.column.addWidget(self._start)

    def _on_layers_edited(self, layers: Layers, what: str) -> None:
        if self._network is not None:
            self.network_edited.emit(msgspec.structs.replace(self._network, hidden_layers=layers), what)
