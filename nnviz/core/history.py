"""The history of a run: its curves, step by step."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from nnviz.core.arrays import FloatArray, read_only_copy
from nnviz.core.snapshot import Evaluation


@dataclass(frozen=True)
class Looks:
    """In which steps all points are looked at: for the test loss and the accuracies.

    A pass over all points every step would cost more than a small batch's training. So: every step up to `dense`,
    every second one to twice that, every fourth one to four times, and so on: often where curves bend, and always
    about as many each time the run doubles. It depends on the step alone, so that every run of a recipe has the same
    curve.

    Attributes
    ----------
    dense : int
        A power of two.
    finest : int or None
        The most steps there may be between two looks, at least 1; None for any number.
    """

    dense: int = 128
    finest: int | None = None

    def are_due(self, step: int) -> bool:
        """Whether all points are looked at in this step."""
        return step % self._spacing(step) == 0

    def between(self, first: int, stop: int) -> Iterator[int]:
        """The steps from `first` on, before `stop`, in which they are."""
        step = first
        while step < stop:
            spacing = self._spacing(step)  # grows at powers of two alone, which no stride leaps over
            if step % spacing == 0:
                yield step
            step += spacing - step % spacing

    def _spacing(self, step: int) -> int:
        doublings = max(0, (step // self.dense).bit_length())
        if self.finest is not None:
            doublings = min(doublings, self.finest.bit_length() - 1)
        return 1 << doublings


def looks_at(n_points: int, n_batch: int) -> Looks:
    """How often to look at `n_points` where a step is trained on `n_batch`: less often the more a look costs."""
    share = n_points / n_batch
    return Looks(128 if share <= 4 else 64 if share <= 16 else 32)


class Series:
    """A row of numbers that only grows at its end.

    What was once handed out by `values` never changes, so another thread may read it while this one appends.
    """

    def __init__(self) -> None:
        self._buffer = np.empty(1024)
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def append(self, value: float) -> None:
        """Put one number at the end."""
        self.extend(np.array([value]))

    def extend(self, values: FloatArray) -> None:
        """Put some numbers at the end, (n,)."""
        end = self._length + len(values)
        if end > len(self._buffer):
            larger = np.empty(max(2 * len(self._buffer), end))
            larger[: self._length] = self._buffer[: self._length]
            self._buffer = larger
        self._buffer[self._length : end] = values
        self._length = end

    def keep_first(self, length: int) -> None:
        """Forget everything from number `length` on. Arrays handed out earlier stay as they are."""
        self._buffer = self._buffer.copy()
        self._length = min(length, self._length)

    def values(self) -> FloatArray:
        """All numbers so far, (length,), read-only, without a copy."""
        view = self._buffer[: self._length]
        view.setflags(write=False)
        return view


@dataclass(frozen=True)
class Curves:
    """The curves of a run up to now, read-only.

    Attributes
    ----------
    first_step : int
        The step that the first entry belongs to; above 0 where a run was taken up in its middle.
    loss, data_loss, penalty : (n_steps,)
        Of every step, before its update.
    evaluation_steps : (n_evaluations,)
        The steps at which the rest was measured, increasing; see `Looks`.
    test_loss, train_accuracy, test_accuracy : (n_evaluations,)
        NaN where there are no test points.
    gradient_norm : (n_evaluations,)
        Euclidean length of the loss's gradient on the step's batch, the penalty's share included, 0 or more.
    learning_rate : (n_evaluations,)
        What the schedule said for the step.
    """

    first_step: int
    loss: FloatArray
    data_loss: FloatArray
    penalty: FloatArray
    evaluation_steps: FloatArray
    test_loss: FloatArray
    train_accuracy: FloatArray
    test_accuracy: FloatArray
    gradient_norm: FloatArray
    learning_rate: FloatArray

    @property
    def n_bytes(self) -> int:
        """What they take in memory."""
        return 8 * (3 * len(self.loss) + 6 * len(self.evaluation_steps))

    def since(self, step: int) -> "Curves":
        """A copy of what was recorded from `step` on, with the evaluation that comes before it."""
        place = max(step - self.first_step, 0)
        evaluation = max(int(np.searchsorted(self.evaluation_steps, step, side="right")) - 1, 0)
        of_steps = (self.loss, self.data_loss, self.penalty)
        evaluated = (
            self.evaluation_steps,
            self.test_loss,
            self.train_accuracy,
            self.test_accuracy,
            self.gradient_norm,
            self.learning_rate,
        )
        return Curves(
            self.first_step + place,
            *(read_only_copy(values[place:]) for values in of_steps),
            *(read_only_copy(values[evaluation:]) for values in evaluated),
        )


class History:
    """Records a run as it happens.

    Parameters
    ----------
    first_step : int
        Where recording begins.
    """

    def __init__(self, first_step: int = 0) -> None:
        self._first_step = first_step
        self._data_loss = Series()
        self._penalty = Series()
        self._loss = Series()
        self._evaluation_steps = Series()
        self._test_loss = Series()
        self._train_accuracy = Series()
        self._test_accuracy = Series()
        self._gradient_norm = Series()
        self._learning_rate = Series()

    @property
    def first_step(self) -> int:
        """The step recording began at."""
        return self._first_step

    @property
    def next_step(self) -> int:
        """The step whose losses come next."""
        return self._first_step + len(self._loss)

    def record_steps(self, data_losses: FloatArray, penalties: FloatArray) -> None:
        """Add the losses of the next steps, (n_steps,) each, in nats."""
        self._data_loss.extend(data_losses)
        self._penalty.extend(penalties)
        self._loss.extend(data_losses + penalties)

    def record_evaluation(
        self, step: int, evaluation: Evaluation, *, gradient_norm: float, learning_rate: float
    ) -> None:
        """Add what was measured at `step`."""
        self._evaluation_steps.append(step)
        self._test_loss.append(np.nan if evaluation.test_loss is None else evaluation.test_loss)
        self._train_accuracy.append(evaluation.train_accuracy)
        self._test_accuracy.append(np.nan if evaluation.test_accuracy is None else evaluation.test_accuracy)
        self._gradient_norm.append(gradient_norm)
        self._learning_rate.append(learning_rate)

    def forget_from(self, step: int) -> None:
        """Drop everything recorded at `step` and later."""
        for series in (self._data_loss, self._penalty, self._loss):
            series.keep_first(max(step - self._first_step, 0))
        kept = int(np.searchsorted(self._evaluation_steps.values(), step))
        for series in (
            self._evaluation_steps,
            self._test_loss,
            self._train_accuracy,
            self._test_accuracy,
            self._gradient_norm,
            self._learning_rate,
        ):
            series.keep_first(kept)

    def curves(self) -> Curves:
        """The curves so far; cheap, nothing is copied."""
        return Curves(
            self._first_step,
            self._loss.values(),
            self._data_loss.values(),
            self._penalty.values(),
            self._evaluation_steps.values(),
            self._test_loss.values(),
            self._train_accuracy.values(),
            self._test_accuracy.values(),
            self._gradient_norm.values(),
            self._learning_rate.values(),
        )
