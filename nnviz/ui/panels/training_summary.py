"""What is set under the training panel's fold, in a few words."""

from nnviz.experiment.schedule_spec import (
    ConstantSpec,
    CosineSpec,
    ExponentialDecaySpec,
    InverseTimeSpec,
    StepDecaySpec,
)
from nnviz.experiment.training_spec import TrainingSpec
from nnviz.ui.fields.numbers import format_number
from nnviz.ui.fields.percent import as_percent

_SCHEDULES = {
    ConstantSpec: "",
    StepDecaySpec: "step schedule",
    ExponentialDecaySpec: "exponential schedule",
    InverseTimeSpec: "1/t schedule",
    CosineSpec: "cosine schedule",
}


def training_summary(training: TrainingSpec) -> str:
    """All that is not as usual, in the order of its fields; empty where everything is."""
    accuracy = training.stop_at_accuracy
    parts = (
        _SCHEDULES[type(training.schedule)],
        f"warm-up {training.warm_up:,}" if training.warm_up else "",
        f"L1 {format_number(training.l1_penalty)}" if training.l1_penalty else "",
        f"batch seed {training.batch_seed}" if training.batch_seed else "",
        "single precision" if training.precision == "float32" else "",
        f"stop at loss {format_number(training.stop_at_loss)}" if training.stop_at_loss is not None else "",
        f"stop at {format_number(as_percent(accuracy))} %" if accuracy is not None else "",
        f"patience {training.patience:,}" if training.patience is not None else "",
    )
    return ", ".join(filter(None, parts))
