"""Stopping: when a run has reached what it was for."""

from dataclasses import dataclass

from nnviz.core.snapshot import Evaluation


@dataclass(frozen=True)
class StopRule:
    """Ends a run before its last step; None leaves a condition out.

    Attributes
    ----------
    loss : float or None
        Stop at a training loss no larger than this, in nats.
    accuracy : float or None
        Stop where this share of the test points is right, 0 … 1; of the training points where none are for testing.
    patience : int or None
        Stop when the test loss has not been lower for so many steps (Prechelt, 1998); at least 1. Where no points are
        for testing, the training loss is watched.
    """

    loss: float | None = None
    accuracy: float | None = None
    patience: int | None = None

    @property
    def finest(self) -> int | None:
        """The most steps there may be from one look at the test points to the next; None for any number."""
        return None if self.patience is None else max(1, self.patience // 8)

    def at_loss(self, loss: float) -> str | None:
        """Why to stop at this training loss; None where not."""
        if self.loss is None or not loss <= self.loss:
            return None
        return f"the training loss has come down to {self.loss:g}"

    def at_evaluation(self, step: int, evaluation: Evaluation, best: "Best") -> str | None:
        """Why to stop at what was measured at `step`, `best` being the best so far; None where not."""
        measured = evaluation.train_accuracy if evaluation.test_accuracy is None else evaluation.test_accuracy
        if self.accuracy is not None and measured >= self.accuracy:
            which = "training" if evaluation.test_accuracy is None else "test"
            return f"{100 * self.accuracy:g} % of the {which} points are right"
        if self.patience is not None and best.step is not None and step - best.step >= self.patience:
            which = "training" if evaluation.test_loss is None else "test"
            return f"the {which} loss has not been lower for {step - best.step:,} steps"
        return None


NEVER = StopRule()
"""Lets a run go to its last step."""


@dataclass(frozen=True)
class Best:
    """The lowest loss of a run so far that was looked at, and the step it was measured at; None before the first."""

    step: int | None = None
    loss: float = float("inf")

    def after(self, step: int, loss: float) -> "Best":
        """This, or what has just been measured where that is lower."""
        return Best(step, loss) if loss < self.loss else self
