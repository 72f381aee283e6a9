"""The training panel: optimizer, learning rate, penalty, batches, end; and folded away, what is rarely needed."""

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from nnviz.experiment.optimizer_spec import (
    AdaGradSpec,
    AdamSpec,
    GradientDescentSpec,
    MomentumSpec,
    NesterovSpec,
    RMSPropSpec,
)
from nnviz.experiment.optimizer_spec import Optimizer as OptimizerSpec
from nnviz.experiment.quantity import quantity
from nnviz.experiment.training_spec import AllPointsBatch, Batch, DrawnBatch, InOrderBatch, ShuffledBatch, TrainingSpec
from nnviz.ui.fields.fold import Fold
from nnviz.ui.fields.form import Form, PanelCard, align
from nnviz.ui.fields.kind_field import KindField
from nnviz.ui.fields.kinds import key_of
from nnviz.ui.fields.number_field import NumberField
from nnviz.ui.fields.slider_field import LogScale, SliderField
from nnviz.ui.panels.penalty_field import penalty_field
from nnviz.ui.panels.training_summary import training_summary
from nnviz.ui.theme import Theme

if TYPE_CHECKING:
    from nnviz.ui.panels.more_training import MoreTraining

_OPTIMIZERS = {
    GradientDescentSpec: "Gradient descent",
    MomentumSpec: "Momentum",
    NesterovSpec: "Nesterov",
    AdaGradSpec: "AdaGrad",
    RMSPropSpec: "RMSProp",
    AdamSpec: "Adam",
}
_BATCHES = {
    AllPointsBatch: "All points",
    InOrderBatch: "In order",
    ShuffledBatch: "Shuffled",
    DrawnBatch: "With replacement",
}
_FIRST_BATCH_SIZE = 100


class TrainingPanel(PanelCard):
    """Shows how the network is trained.

    Signals
    -------
    training_edited(TrainingSpec, str)
        The user changed it; the string says what.
    refused(str)
        Why what was typed cannot be.
    """

    END = "the number of steps"
    """What an edit of the run's end is called."""

    training_edited = Signal(object, str)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Training", parent)
        self._training: TrainingSpec | None = None
        self._has_dropout = False
        self._theme: Theme | None = None
        rate = quantity(TrainingSpec, "learning_rate")
        self._optimizer = KindField("Optimizer", _OPTIMIZERS, what="the optimizer", what_number="the {}")
        self._rate = SliderField(rate, LogScale(rate.low, rate.high), step=0.001)
        self._penalty = penalty_field("l2_penalty")
        self._batch = KindField(
            "Batch", _BATCHES, what="the batch", what_number="the {}", spare={"size": _FIRST_BATCH_SIZE}
        )
        self._end = NumberField(quantity(TrainingSpec, "n_steps"), whole=True, step=500, shows_unit=True)
        self._more: MoreTraining | None = None
        self._fold = Fold("More", "more training settings", self._make_more)
        self._form = self._lay_out()
        self._wire()

    def show_training(self, training: TrainingSpec, n_training_points: int, *, has_dropout: bool) -> None:
        """Show these settings, and how many points a full batch has.

        Parameters
        ----------
        training : TrainingSpec
        n_training_points : int
        has_dropout : bool
            Whether the network silences neurons by lot: that too follows from the batch seed.
        """
        self._training = training
        self._has_dropout = has_dropout
        self._batch.relabel(key_of(AllPointsBatch), f"All {n_training_points:,} points")
        self._optimizer.show_spec(training.optimizer)
        self._rate.show_number(training.learning_rate)
        self._penalty.show_number(training.l2_penalty)
        self._batch.show_spec(training.batch)
        self._end.show_number(training.n_steps)
        if self._more is not None:
            self._more.show_training(training, has_dropout=has_dropout)
        self._fold.show_summary(training_summary(training))

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self._theme = theme
        self._fold.set_theme(theme)
        if self._more is not None:
            self._more.set_theme(theme)
            align(self._form, self._more.form)

    def _lay_out(self) -> Form:
        form = Form()
        form.add_row("Optimizer", self._optimizer)
        form.add_below(self._optimizer.numbers)
        form.add_row("Learning rate", self._rate)
        form.add_row("L2 penalty λ", self._penalty)
        form.add_row("Batch", self._batch)
        form.add_below(self._batch.numbers)
        form.add_row("Stop after", self._end)
        self.column.addLayout(form)
        self.column.addWidget(self._fold)
        return form

    def _wire(self) -> None:
        self._optimizer.spec_edited.connect(self._on_optimizer_edited)
        self._rate.number_edited.connect(self._on_rate_edited)
        self._penalty.number_edited.connect(self._on_penalty_edited)
        self._batch.spec_edited.connect(self._on_batch_edited)
        self._end.number_edited.connect(self._on_end_edited)
        for field in (self._optimizer, self._rate, self._penalty, self._batch, self._end):
            field.refused.connect(self.refused)

    def _make_more(self) -> "MoreTraining":
        # Here and not above: the window stands .01 s earlier without what is under the fold.
        from nnviz.ui.panels.more_training import MoreTraining  # noqa: PLC0415

        self._more = more = MoreTraining()
        more.training_edited.connect(self.training_edited)
        more.refused.connect(self.refused)
        if self._training is not None:
            more.show_training(self._training, has_dropout=self._has_dropout)
        if self._theme is not None:
            self.set_theme(self._theme)
        return more

    def _edit(self, what: str, **changes: object) -> None:
        if self._training is not None:
            self.training_edited.emit(msgspec.structs.replace(self._training, **changes), what)

    def _on_optimizer_edited(self, optimizer: OptimizerSpec, what: str) -> None:
        self._edit(what, optimizer=optimizer)

    def _on_rate_edited(self, rate: float) -> None:
        self._edit("the learning rate", learning_rate=rate)

    def _on_penalty_edited(self, penalty: float) -> None:
        self._edit("the L2 penalty", l2_penalty=penalty)

    def _on_batch_edited(self, batch: Batch, what: str) -> None:
        self._edit(what, batch=batch)

    def _on_end_edited(self, n_steps: float) -> None:
        self._edit(self.END, n_steps=int(n_steps))
