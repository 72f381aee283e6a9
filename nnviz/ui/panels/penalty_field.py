"""A field for a penalty."""

from nnviz.experiment.quantity import quantity
from nnviz.experiment.training_spec import TrainingSpec
from nnviz.ui.fields.slider_field import LogScale, SliderField

_SMALLEST = 1e-5


def penalty_field(name: str) -> SliderField:
    """A slider for one of the penalties of a `TrainingSpec`, whose left end is none at all."""
    penalty = quantity(TrainingSpec, name)
    return SliderField(penalty, LogScale(_SMALLEST, penalty.high, with_zero=True), step=0.001)
