"""The training panel: learning rate, penalty, batches, end."""

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nnviz.experiment.quantity import quantity
from nnviz.experiment.training_spec import AllPointsBatch, InOrderBatch, TrainingSpec
from nnviz.ui.fields.choice_field import ChoiceField
from nnviz.ui.fields.form import Form, PanelCard
from nnviz.ui.fields.number_field import NumberField
from nnviz.ui.fields.slider_field import LogScale, SliderField

_SMALLEST_PENALTY = 1e-5
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
        rate = quantity(TrainingSpec, "learning_rate")
        penalty = quantity(TrainingSpec, "l2_penalty")
        self._rate = SliderField(rate, LogScale(rate.low, rate.high), step=0.001)
        self._penalty = SliderField(penalty, LogScale(_SMALLEST_PENALTY, penalty.high, with_zero=True), step=0.001)
        self._batch = ChoiceField("Batch", (("all", "All points"), ("in-order", "Mini-batch")))
        self._batch.setToolTip("Which training points a step looks at")
        self._size = NumberField(quantity(InOrderBatch, "size"), whole=True, step=10)
        self._end = NumberField(quantity(TrainingSpec, "n_steps"), whole=True, step=500)
        form = Form()
        form.add_row("Learning rate", self._rate)
        form.add_row("L2 penalty λ", self._penalty)
        batch = QWidget()
        row = QHBoxLayout(batch)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._batch, 1)
        row.addWidget(self._size)
        self._size.setMaximumWidth(64)
        form.add_row("Batch", batch)
        form.add_row("Stop after step", self._end)
        self.column.addLayout(form)
        self._rate.number_edited.connect(self._on_rate_edited)
        self._penalty.number_edited.connect(self._on_penalty_edited)
        self._batch.choice_edited.connect(self._on_batch_edited)
        self._size.number_edited.connect(self._on_size_edited)
        self._end.number_edited.connect(self._on_end_edited)
        for field in (self._rate, self._penalty, self._size, self._end):
            field.refused.connect(self.refused)

    def show_training(self, training: TrainingSpec, n_training_points: int) -> None:
        """Show these settings, and how many points a full batch has."""
        self._batch.relabel("all", f"All {n_training_points:,} points")
        if training == self._training:
            return
        self._training = training
        self._rate.show_number(training.learning_rate)
        self._penalty.show_number(training.l2_penalty)
        self._end.show_number(training.n_steps)
        in_batches = isinstance(training.batch, InOrderBatch)
        self._batch.show_choice("in-order" if in_batches else "all")
        self._size.setVisible(in_batches)
        self._size.show_number(training.batch.size if isinstance(training.batch, InOrderBatch) else _FIRST_BATCH_SIZE)

    def _edit(self, what: str, **changes: object) -> None:
        if self._training is not None:
            self.training_edited.emit(msgspec.structs.replace(self._training, **changes), what)

    def _on_rate_edited(self, rate: float) -> None:
        self._edit("the learning rate", learning_rate=rate)

    def _on_penalty_edited(self, penalty: float) -> None:
        self._edit("the L2 penalty", l2_penalty=penalty)

    def _on_batch_edited(self, key: str) -> None:
        batch = AllPointsBatch() if key == "all" else InOrderBatch(size=int(self._size.number))
        self._edit("the batch", batch=batch)

    def _on_size_edited(self, size: float) -> None:
        self._edit("the batch size", batch=InOrderBatch(size=int(size)))

    def _on_end_edited(self, n_steps: float) -> None:
        self._edit(self.END, n_steps=int(n_steps))
