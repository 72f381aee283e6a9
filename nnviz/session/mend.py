"""The mend: what to change in a recipe whose run diverged or blew up, so that it can be trained."""

from collections.abc import Callable
from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING

import msgspec

from nnviz.core.divergence import Reason, gentler_learning_rate, written_rate
from nnviz.experiment.experiment import Experiment
from nnviz.experiment.network_spec import (
    GlorotNormalStart,
    GlorotUniformStart,
    HeNormalStart,
    HeUniformStart,
    NetworkSpec,
    ZerosStart,
)
from nnviz.experiment.quantity import quantity
from nnviz.experiment.training_spec import TrainingSpec
from nnviz.session.update import RunUpdate

if TYPE_CHECKING:  # only named here: NumPy, which it would load, comes after the first painted window
    from nnviz.core.arrays import FloatArray
    from nnviz.core.history import Curves

_SMALL_STARTS = (GlorotNormalStart, GlorotUniformStart, HeNormalStart, HeUniformStart, ZerosStart)
_HALF_SILENT = ("relu", "leaky-relu", "elu", "softplus")


@dataclass(frozen=True)
class Mend:
    """Another part for the recipe, or a weight to be as it was.

    Attributes
    ----------
    part : NetworkSpec, TrainingSpec or None
        None where what a hand set is to be undone.
    what : str
        What it changes, as a noun: "the learning rate".
    text : str
        What to do, in the words of a button.
    """

    part: NetworkSpec | TrainingSpec | None
    what: str
    text: str


def find_mend(experiment: Experiment, update: RunUpdate) -> Mend | None:
    """The change most likely to help a run of `experiment` that diverged or blew up in `update`; None if none is known.

    A lower learning rate where a stride was too long, weights of a smaller spread where the very first ones are too
    large (before the rate is touched: none would help); and the other of the two where that is as low as it can be, or
    no news. Where a hand set a weight too large, that weight as it was.
    """
    if update.cause is None:
        return None
    if update.cause.reason is Reason.HAND:
        return Mend(None, update.cause.what, f"Put {update.cause.what} back")
    kinds: list[Callable[[Experiment, RunUpdate], Mend | None]] = [_gentler, _smaller_start]
    if update.cause.reason is Reason.START:
        kinds.reverse()
    return next(filter(None, (kind(experiment, update) for kind in kinds)), None)


def _gentler(experiment: Experiment, update: RunUpdate) -> Mend | None:
    losses = None if update.curves is None else _losses_on_these_points(update.curves, update.points_since)
    if losses is None or len(losses[1]) == 0:  # without a single stride none can have been too long
        return None
    training = experiment.training
    gentler = gentler_learning_rate(training.learning_rate, _first_growth(*losses))
    rate = max(gentler, quantity(TrainingSpec, "learning_rate").low)
    if rate >= training.learning_rate:
        return None
    return Mend(
        msgspec.structs.replace(training, learning_rate=rate),
        "the learning rate",
        f"Train with learning rate {written_rate(rate)}",
    )


def _losses_on_these_points(curves: "Curves", points_since: int) -> "tuple[FloatArray, FloatArray]":
    """Steps and their losses. What the loss did before the points came says nothing of the strides."""
    place = curves.steps.searchsorted(points_since)
    return curves.steps[place:], curves.loss[place:]


def _first_growth(steps: "FloatArray", losses: "FloatArray") -> float:
    """By what the loss was multiplied in the first step of the rise to its height; NaN where it did not rise.

    Later steps say less: from layer to layer one growth multiplies the next. Where the first is not kept, long ago in a
    long run, nothing is known.
    """
    rise = losses[: int(losses.argmax()) + 1]
    lowest = int(rise.argmin())
    before, *after = rise[lowest : lowest + 2].tolist()
    is_next = bool(after) and steps[lowest + 1] == steps[lowest] + 1
    return after[0] / before if is_next and before > 0.0 else nan


def _smaller_start(experiment: Experiment, update: RunUpdate) -> Mend | None:
    """He's rule where a layer's neurons are silent half of the time, else Glorot's."""
    del update
    network = experiment.network
    if isinstance(network.initial_weights, _SMALL_STARTS):
        return None
    is_silent = bool(network.hidden_layers) and network.hidden_layers[0].activation in _HALF_SILENT
    start, whose = (HeNormalStart(), "He") if is_silent else (GlorotNormalStart(), "Glorot")
    return Mend(
        msgspec.structs.replace(network, initial_weights=start),
        "the initial weights",
        f"Start with {whose}'s weights",
    )
