"""Where the weights and biases start."""

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from nnviz.data.formula_text import input_names
from nnviz.experiment.experiment import Experiment
from nnviz.experiment.network_spec import (
    ArticleStart,
    GivenStart,
    GlorotNormalStart,
    GlorotUniformStart,
    HeNormalStart,
    HeUniformStart,
    InitialWeights,
    NetworkSpec,
    NormalStart,
    TruncatedNormalStart,
    UniformStart,
    ZerosStart,
)
from nnviz.experiment.quantity import quantity
from nnviz.ui.fields.form import Form, label
from nnviz.ui.fields.kind_field import KindField
from nnviz.ui.fields.number_field import NumberField
from nnviz.ui.fields.seed_field import SeedField
from nnviz.ui.panels.zeros_warning import zeros_warning
from nnviz.ui.theme import Theme

_STARTS = {
    NormalStart: "Normal",
    TruncatedNormalStart: "Truncated normal",
    UniformStart: "Uniform",
    GlorotUniformStart: "Glorot uniform",
    GlorotNormalStart: "Glorot normal",
    HeUniformStart: "He uniform",
    HeNormalStart: "He normal",
    ZerosStart: "Zeros",
    ArticleStart: "As in the article",
    GivenStart: "Given numbers",
}
_WHAT = "the initial weights"
_NO_SEED = {
    ArticleStart: "The article's start follows from the data seed; this one plays no part in it",
    GivenStart: "The weights are given; no seed plays a part in them",
    ZerosStart: "All weights are 0; no seed plays a part in them",
}
_NO_BIAS = "The biases are given with the weights"


class StartSection(QWidget):
    """The kind of start with its numbers, the bias all neurons begin with, and the seed.

    Signals
    -------
    network_edited(NetworkSpec, str)
        The user changed it; the string says what.
    given_start_wanted()
        The network is to start from the weights it stands at now.
    refused(str)
        Why what was typed cannot be.
    """

    network_edited = Signal(object, str)
    given_start_wanted = Signal()
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._experiment: Experiment | None = None
        self.start = KindField("Initial weights", _STARTS, what=_WHAT, what_number=f"the {{}} of {_WHAT}")
        self._given = QWidget()
        self._edit_numbers = QPushButton("Edit…")
        self._edit_numbers.setToolTip("See and change every weight and bias that training begins with")
        self._take_over = QPushButton("Take over")
        self._take_over.setToolTip("Begin with the weights the network stands at now")
        self._warning = label("", "warning")
        self._warning.setWordWrap(True)
        self._bias = NumberField(quantity(NetworkSpec, "initial_bias"), step=0.1)
        self._seed = SeedField(quantity(NetworkSpec, "seed"))
        self._lay_out()
        self._wire()

    def show_start(self, experiment: Experiment) -> None:
        """Show the start of this experiment's network."""
        self._experiment = experiment
        network = experiment.network
        start = network.initial_weights
        self.start.show_spec(start)
        self._given.setVisible(isinstance(start, GivenStart))
        warning = zeros_warning(network)
        self._warning.setText(warning or "")
        self._warning.setVisible(warning is not None)
        self._bias.show_number(network.initial_bias)
        if isinstance(start, GivenStart):
            self._bias.disable(_NO_BIAS)
        else:
            self._bias.enable()
        self._seed.show_seed(network.seed)
        if type(start) in _NO_SEED:
            self._seed.disable(_NO_SEED[type(start)])
        else:
            self._seed.enable()

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self._seed.set_theme(theme)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self._given)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._edit_numbers, 1)
        row.addWidget(self._take_over, 1)
        form = Form()
        form.add_row("Initial weights", self.start)
        form.add_below(self.start.numbers)
        form.add_below(self._given)
        form.add_wide(self._warning)
        form.add_row("Bias start", self._bias)
        form.add_row("Weight seed", self._seed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(form)

    def _wire(self) -> None:
        self.start.spec_edited.connect(self._on_start_edited)
        self.start.kind_wanted.connect(self.given_start_wanted)
        self._take_over.clicked.connect(self.given_start_wanted)
        self._edit_numbers.clicked.connect(self._on_numbers_wanted)
        self._bias.number_edited.connect(self._on_bias_edited)
        self._seed.seed_edited.connect(self._on_seed_edited)
        for field in (self.start, self._bias, self._seed):
            field.refused.connect(self.refused)

    def _edit(self, what: str, **changes: object) -> None:
        if self._experiment is not None:
            self.network_edited.emit(msgspec.structs.replace(self._experiment.network, **changes), what)

    def _on_start_edited(self, start: InitialWeights, what: str) -> None:
        self._edit(what, initial_weights=start)

    def _on_numbers_wanted(self) -> None:
        if self._experiment is None or not isinstance(self._experiment.network.initial_weights, GivenStart):
            return
        # Here and not above: the window stands .01 s earlier without tables and dialogs that are rarely wanted.
        from nnviz.ui.panels.given_dialog import GivenDialog  # noqa: PLC0415

        data = self._experiment.data
        inputs = input_names(data.formulas, data.feature_names)
        dialog = GivenDialog(self._experiment.network.initial_weights, inputs, data.class_names, self)
        dialog.numbers_accepted.connect(self._on_numbers_accepted)
        dialog.open()

    def _on_numbers_accepted(self, start: GivenStart) -> None:
        self._edit("the given weights", initial_weights=start)

    def _on_bias_edited(self, bias: float) -> None:
        self._edit("the bias start", initial_bias=bias)

    def _on_seed_edited(self, seed: int) -> None:
        self._edit("the weight seed", seed=seed)
