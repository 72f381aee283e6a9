"""What is rarely needed of the training: schedule, L1 penalty, batch seed, early stopping, precision."""

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnviz.experiment.quantity import quantity
from nnviz.experiment.schedule_spec import (
    ConstantSpec,
    CosineSpec,
    ExponentialDecaySpec,
    InverseTimeSpec,
    Schedule,
    StepDecaySpec,
)
from nnviz.experiment.training_spec import AllPointsBatch, InOrderBatch, TrainingSpec
from nnviz.ui.fields.choice_field import ChoiceField
from nnviz.ui.fields.form import Form, label
from nnviz.ui.fields.kind_field import KindField
from nnviz.ui.fields.number_field import NumberField
from nnviz.ui.fields.optional_field import OptionalNumberField
from nnviz.ui.fields.percent import as_percent, from_percent, percent_quantity
from nnviz.ui.fields.seed_field import SeedField
from nnviz.ui.panels.penalty_field import penalty_field
from nnviz.ui.panels.rate_curve import RateCurve
from nnviz.ui.theme import Theme

SCHEDULES = {
    ConstantSpec: "Constant",
    StepDecaySpec: "Step",
    ExponentialDecaySpec: "Exponential",
    InverseTimeSpec: "1/t",
    CosineSpec: "Cosine",
}
PRECISIONS = {"float64": "Double (64 bit)", "float32": "Single (32 bit)"}

_PRECISION_HELP = (
    "How exactly the network computes: double keeps about 16 digits of every number, single about 7. "
    "Single is faster on large batches and networks."
)
_NO_SEED = "Nothing is drawn by lot: the batches come in order, and no layer has dropout"


class MoreTraining(QWidget):
    """The settings under the training panel's fold.

    Signals
    -------
    training_edited(TrainingSpec, str)
        The user changed them; the string says what.
    refused(str)
        Why what was typed cannot be.

    Attributes
    ----------
    form : Form
        Its rows.
    """

    training_edited = Signal(object, str)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._training: TrainingSpec | None = None
        self._schedule = KindField("Schedule", SCHEDULES, what="the schedule", what_number="the schedule")
        self._warm_up = NumberField(quantity(TrainingSpec, "warm_up"), whole=True, step=100, shows_unit=True)
        self._curve = RateCurve()
        self._l1 = penalty_field("l1_penalty")
        self._seed = SeedField(quantity(TrainingSpec, "batch_seed"))
        accuracy = percent_quantity(quantity(TrainingSpec, "stop_at_accuracy"))
        self._stop_loss = OptionalNumberField(quantity(TrainingSpec, "stop_at_loss"), "loss", 0.1, step=0.01)
        self._stop_accuracy = OptionalNumberField(accuracy, "accuracy", 95.0)
        self._patience = OptionalNumberField(quantity(TrainingSpec, "patience"), "patience", 500, whole=True, step=100)
        self._precision = ChoiceField("Precision", tuple(PRECISIONS.items()))
        self._precision.setToolTip(_PRECISION_HELP)
        self.form = self._lay_out()
        self._wire()

    def show_training(self, training: TrainingSpec, *, has_dropout: bool) -> None:
        """Show these settings; with dropout the batch seed plays a part whatever the batches."""
        self._training = training
        self._schedule.show_spec(training.schedule)
        self._warm_up.show_number(training.warm_up)
        self._curve.show_training(training)
        self._l1.show_number(training.l1_penalty)
        self._seed.show_seed(training.batch_seed)
        if has_dropout or not isinstance(training.batch, (AllPointsBatch, InOrderBatch)):
            self._seed.enable()
        else:
            self._seed.disable(_NO_SEED)
        accuracy = training.stop_at_accuracy
        self._stop_loss.show_optional(training.stop_at_loss)
        self._stop_accuracy.show_optional(None if accuracy is None else as_percent(accuracy))
        self._patience.show_optional(training.patience)
        self._precision.show_choice(training.precision)

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self._seed.set_theme(theme)
        self._curve.set_theme(theme)

    def _lay_out(self) -> Form:
        form = Form()
        form.add_row("Schedule", self._schedule)
        form.add_below(self._schedule.numbers)
        form.add_row("Warm-up", self._warm_up)
        form.add_wide(self._curve)
        form.add_row("L1 penalty", self._l1)
        form.add_row("Batch seed", self._seed)
        form.add_row("Precision", self._precision)
        form.add_wide(label("Stop early", "muted"))
        for field in (self._stop_loss, self._stop_accuracy, self._patience):
            form.add_pair(field.box, field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(form)
        column.setAlignment(Qt.AlignmentFlag.AlignTop)
        return form

    def _wire(self) -> None:
        self._schedule.spec_edited.connect(self._on_schedule_edited)
        self._warm_up.number_edited.connect(self._on_warm_up_edited)
        self._l1.number_edited.connect(self._on_l1_edited)
        self._seed.seed_edited.connect(self._on_seed_edited)
        self._stop_loss.optional_edited.connect(self._on_stop_loss_edited)
        self._stop_accuracy.optional_edited.connect(self._on_stop_accuracy_edited)
        self._patience.optional_edited.connect(self._on_patience_edited)
        self._precision.choice_edited.connect(self._on_precision_edited)
        for field in (
            self._schedule,
            self._warm_up,
            self._l1,
            self._seed,
            self._stop_loss,
            self._stop_accuracy,
            self._patience,
        ):
            field.refused.connect(self.refused)

    def _edit(self, what: str, **changes: object) -> None:
        if self._training is not None:
            self.training_edited.emit(msgspec.structs.replace(self._training, **changes), what)

    def _on_schedule_edited(self, schedule: Schedule, what: str) -> None:
        self._edit(what, schedule=schedule)

    def _on_warm_up_edited(self, n_steps: float) -> None:
        self._edit("the warm-up", warm_up=int(n_steps))

    def _on_l1_edited(self, penalty: float) -> None:
        self._edit("the L1 penalty", l1_penalty=penalty)

    def _on_seed_edited(self, seed: int) -> None:
        self._edit("the batch seed", batch_seed=seed)

    def _on_stop_loss_edited(self, loss: float | None) -> None:
        self._edit("the loss to stop at", stop_at_loss=loss)

    def _on_stop_accuracy_edited(self, percent: float | None) -> None:
        self._edit("the accuracy to stop at", stop_at_accuracy=None if percent is None else from_percent(percent))

    def _on_patience_edited(self, n_steps: int | None) -> None:
        self._edit("the patience", patience=n_steps)

    def _on_precision_edited(self, precision: str) -> None:
        self._edit("the precision", precision=precision)
