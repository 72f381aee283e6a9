"""Divergence: what made the loss of a run grow beyond all numbers, and how to begin again.

Gradient descent looks at the slope under its feet and takes a stride. Where the stride is longer than the valley is
wide, it ends higher up on the other side, where the slope is steeper and the next stride longer still: from one step
to the next everything grows by a factor, and soon no number can hold it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from math import isfinite, isnan, nan, sqrt

from nnviz.core.touches import LARGE_LOSS, Touch

_LARGE_SCORE = 1000.0
"""Scores are some tens at most where a network is sure of a class; softmax cannot tell larger ones apart."""

_LONG_STRIDE = 1.0
"""Weights are of size 1 or so: a stride of that length is no correction any more, it makes another network."""

_HUGE_RISE = 1000.0
"""Noise of small batches multiplies a loss by some tens at most, and a stride that is only bold by a hundred or so."""

_LEAST, _MOST = 10.0, 1000.0
_MARGIN = 2.0


class Reason(Enum):
    """What it was."""

    STRIDE = "stride"
    SCORES = "scores"
    START = "start"
    HAND = "hand"


@dataclass(frozen=True)
class Cause:
    """Why a run diverged.

    Attributes
    ----------
    reason : Reason
    sentence : str
        In plain words, with the number that shows it; without a capital letter and a full stop, so that it can be put
        behind a colon.
    what : str
        What a hand set that is to blame, as a noun; empty where it is not.
    """

    reason: Reason
    sentence: str
    what: str = ""


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
        numbers = f"learning rate {written_rate(learning_rate)} × the largest gradient {_written(largest_gradient)}"
        return Cause(Reason.STRIDE, f"{where}: {numbers} was too long a stride")
    scores = "are beyond all numbers" if isnan(largest_score) else f"have grown to {_written(largest_score)}"
    though = "" if isnan(stride) else f", in spite of strides of only {_written(stride)}"
    return Cause(Reason.SCORES, f"{where}: from layer to layer scores {scores}{though}")


def reconsider(cause: Cause, step: int, first_loss: float, touches: Sequence[Touch] = ()) -> Cause:
    """Blame the start instead where the run's first loss is huge already: then strides are too long at any rate.

    Or blame the hand, where a weight it has set made it so; where it did not, say at least that it was the last that
    happened.

    Parameters
    ----------
    cause : Cause
        What the last step looks like by itself.
    step : int
        That step.
    first_loss : float
        Data loss of the run's first step, in nats.
    touches : sequence of Touch
        What a hand has set since anything else changed, in that order.
    """
    where = f"the loss is no longer a finite number after step {step:,}"
    if culprit := _culprit(touches):
        return Cause(Reason.HAND, f"{where}: {culprit.complaint}", culprit.what)
    if cause.reason is not Reason.START and first_loss >= LARGE_LOSS:
        return Cause(Reason.START, f"{where}: {_too_large(first_loss)}")
    return _after(touches, cause)


def explain_rise(
    step: int, loss: float, first_loss: float, first_data_loss: float, touches: Sequence[Touch] = ()
) -> Cause | None:
    """Name the cause where a loss, still finite, has risen a thousandfold; None where it has not.

    A run that began with next to no loss has not blown up when that becomes a thousandfold: what is compared with is
    at least 1 nat, about what it costs to know nothing. Where a hand made a huge loss, that is compared with the one
    before.

    Parameters
    ----------
    step : int
    loss : float
        At that step.
    first_loss, first_data_loss : float
        At the run's first step, with and without the penalty; at the last that a hand touched, where one did.
    touches : sequence of Touch
        As for `reconsider`.
    """
    culprit = _culprit(touches)
    if not loss > _HUGE_RISE * max(first_loss if culprit is None else culprit.loss_before, 1.0):
        return None
    if culprit is not None:
        where = f"the training loss is {_written(loss)} at step {step:,}"
        return Cause(Reason.HAND, f"{where}: {culprit.complaint}", culprit.what)
    where = f"the training loss has risen from {_written(first_loss)} to {_written(loss)} by step {step:,}"
    if first_data_loss >= LARGE_LOSS:
        return Cause(Reason.START, f"{where}: {_too_large(first_data_loss)}")
    return _after(touches, Cause(Reason.STRIDE, f"{where}: the strides are too long, and what was learned is lost"))


def gentler_learning_rate(learning_rate: float, growth: float = nan) -> float:
    """A learning rate to try after one that diverged: a tenth of it, or less where the loss says so.

    In a valley of curvature h, a step of gradient descent multiplies the distance from the floor by 1 - ηh. It comes
    nearer where ηh is below 2, and flies off above. The loss goes with the square of the distance; so one that was
    multiplied by `growth` tells that ηh was 1 + √growth, and η / (1 + √growth) would have gone straight to the floor.
    The valleys of a network are no parabolas: further down they may be narrower than where the run began. So it is
    half of that; and whatever the growth, the rate becomes no less than a thousandth.

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
    divisor = _MARGIN * (1.0 + sqrt(growth)) if growth > 0.0 else _LEAST
    return float(f"{learning_rate / min(max(divisor, _LEAST), _MOST):.0e}")


def written_rate(rate: float) -> str:
    """A learning rate as people type it: 0.00001 and not 1e-05; with an exponent only where zeros would be too many."""
    return f"{Decimal(f'{rate:g}'):f}" if 1e-9 <= rate < 1e9 else f"{rate:g}"


def _culprit(touches: Sequence[Touch]) -> Touch | None:
    """The last of them that made a huge loss."""
    return next((touch for touch in reversed(touches) if touch.is_too_large), None)


def _after(touches: Sequence[Touch], cause: Cause) -> Cause:
    """The cause, with the last of them, if there is one."""
    return replace(cause, sentence=f"{cause.sentence}, after {touches[-1].sentence}") if touches else cause


def _too_large(first_loss: float) -> str:
    loss = _written(first_loss)
    return f"weights or points are too large, training began with a loss of {loss} instead of a few nats"


def _written(number: float) -> str:
    if not isfinite(number):
        return "∞"
    return f"{number:,.0f}" if 1000.0 <= number < 1e6 else f"{number:.3g}"
