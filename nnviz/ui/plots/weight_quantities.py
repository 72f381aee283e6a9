"""What can be shown of every weight and bias, and which numbers that are at a moment."""

from dataclasses import dataclass

import numpy as np

from nnviz.core.snapshot import Parameters, Snapshot


@dataclass(frozen=True)
class WeightQuantity:
    """Something that every weight and bias has a number of.

    Attributes
    ----------
    key : str
        As settings remember it.
    name : str
    tip : str
        What it is, in a sentence.
    """

    key: str
    name: str
    tip: str


VALUE = WeightQuantity("value", "Value", "The weights and biases themselves")
GRADIENT = WeightQuantity("gradient", "Gradient", "How the loss of this step's batch changes with each of them")
UPDATE = WeightQuantity("update", "Last update", "By how much this step's differ from those of the step before")
CHANGE = WeightQuantity("change", "Change since the start", "By how much they differ from those the run began with")
WEIGHT_QUANTITIES = {each.key: each for each in (VALUE, GRADIENT, UPDATE, CHANGE)}


def numbers_of(snapshot: Snapshot, quantity: WeightQuantity) -> Parameters | None:
    """A quantity's numbers at a moment; None where they are not known, which `why_none` gives the reason of."""
    now = Parameters(snapshot.weights, snapshot.biases)
    if quantity is GRADIENT:
        return Parameters(snapshot.weight_gradients, snapshot.bias_gradients)
    if quantity is CHANGE:
        return _difference(now, snapshot.start)
    if quantity is UPDATE:
        return None if snapshot.before is None else _difference(now, snapshot.before)
    return now


def why_none(snapshot: Snapshot) -> str:
    """Why there is no last update at a moment."""
    if snapshot.step == 0:
        return "At step 0 no update has been made yet"
    return f"The update that led to step {snapshot.step:,} is known when its step is computed"


def _difference(now: Parameters, then: Parameters) -> Parameters:
    with np.errstate(all="ignore"):  # on its way to divergence
        return Parameters(
            tuple(mine - yours for mine, yours in zip(now.weights, then.weights, strict=True)),
            tuple(mine - yours for mine, yours in zip(now.biases, then.biases, strict=True)),
        )
