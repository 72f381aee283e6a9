"""Divergence: what made the loss of a run grow beyond all numbers, and how to begin again.

Gradient descent looks at the slope under its feet and takes a stride. Where the stride is longer than the valley is
wide, it ends higher up on the other side, where the slope is steeper and the next stride longer still: from one step
to the next everything grows by a factor, and soon no number can hold it.
"""

from dataclasses import dataclass
from enum import Enum
from math import isfinite, isnan, nan, sqrt

_LARGE_SCORE = 1000.0
"""Scores are some tens at most where a network is sure of a class; softmax cannot tell larger ones apart."""

_LONG_STRIDE = 1.0
"""Weights are of size 1 or so: a stride of that length is no correction any more, it makes another network."""

_LEAST, _MOST = 10.0, 1000.0


class Reason(Enum):
    """What it was."""

    STRIDE = "stride"
    SCORES = "scores"
    START = "start"


@dataclass(frozen=True)
class Cause:
    """Why a run diverged.

    Attributes
    ----------
    reason : Reason
    sentence : str
        In plain words, with the number that shows it; without a capital letter and a full stop, so that it can be put
        behind a colon.
    """

    reason: Reason
    sentence: str


def explain(step: int, learning_rate: float, largest_gradient: float, largest_score: float) -> Cause:
    """Name the cause of a divergence.

    Parameters
    ----------
    step : int
        The last step whose loss is finite, or, where not even the first one's is, that.
    learning_rate : float
        What the stride from that step was made with.
    largest_gradient, largest_score : float
        In size, of any weight or bias and of any layer and point, at that step; NaN where unknown. Both are where a
        run begins with a loss that is not finite.
    """
    if isnan(largest_gradient) and isnan(largest_score):
        where = f"the loss is not a finite number at step {step:,}, where training began"
        return Cause(Reason.START, f"{where}: weights or points are too large")
    where = f"the loss is no longer a finite number after step {step:,}"
    if step == 0 and largest_score >= _LARGE_SCORE:
        numbers = f"they make scores of {_written(largest_score)}, where some tens are plenty"
        return Cause(Reason.START, f"{where}, the first: weights or points are too large, {numbers}")
    stride = learning_rate * largest_gradient
    if stride >= _LONG_STRIDE:
        numbers = f"learning rate {learning_rate:g} × the largest gradient {_written(largest_gradient)}"
        return Cause(Reason.STRIDE, f"{where}: {numbers} was too long a stride")
    scores = "are beyond all numbers" if isnan(largest_score) else f"have grown to {_written(largest_score)}"
    though = "" if isnan(stride) else f", in spite of strides of only {_written(stride)}"
    return Cause(Reason.SCORES, f"{where}: from layer to layer scores {scores}{though}")


def gentler_learning_rate(learning_rate: float, growth: float = nan) -> float:
    """A learning rate to try after one that diverged: a tenth of it, or less where the loss says so.

    In a valley of curvature h, a step of gradient descent multiplies the distance from the floor by 1 - ηh. It comes
    nearer where ηh is below 2, and flies off above. The loss goes with the square of the distance; so one that was
    multiplied by `growth` tells that ηh was 1 + √growth, and η / (1 + √growth) would have gone straight to the floor.
    The valleys of a network are no parabolas: whatever the growth, the rate becomes no less than a thousandth.

    Parameters
    ----------
    learning_rate : float
        η, above 0.
    growth : float
        Loss after the first step of the rise over loss before it; NaN where unknown.

    Returns
    -------
    gentler : float
        With one digit, for it is a guess.
    """
    overshoot = 1.0 + sqrt(growth) if growth > 0.0 else _LEAST
    return float(f"{learning_rate / min(max(overshoot, _LEAST), _MOST):.0e}")


def _written(number: float) -> str:
    if not isfinite(number):
        return "∞"
    return f"{number:,.0f}" if 1000.0 <= number < 1e6 else f"{number:.3g}"
