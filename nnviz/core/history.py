"""The history of a run: its curves, step by step, and of a long run those steps that its curves are drawn by."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from nnviz.core.arrays import FloatArray, read_only_copy
from nnviz.core.snapshot import Evaluation
from nnviz.core.thinning import ThinnedTable, Thinning

OF_LOSSES = Thinning(whole=32_768, recent=16_384, buckets=2048)
"""Every step is kept up to step 65,536. Ten million take about 4 MB, and 6 at the very most."""

OF_EVALUATIONS = Thinning(whole=8192, recent=4096, buckets=512)
"""A run without patience looks at all points so seldom that none is left out; where it does in every step, ten million
take 4 MB."""


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
    steps : (n_steps,)
        Increasing; each, but where the run has become long: there see `Thinning`.
    loss, data_loss, penalty : (n_steps,)
        Of these steps, before their updates.
    evaluation_steps : (n_evaluations,)
        The steps at which the rest was measured, increasing; see `Looks`, and where these are very many, `Thinning`.
    watched_loss : (n_evaluations,)
        What patience watches: the test loss, or the training loss where there are no test points.
    test_loss, train_accuracy, test_accuracy : (n_evaluations,)
        NaN where there are no test points.
    gradient_norm : (n_evaluations,)
        Euclidean length of the loss's gradient on the step's batch, the penalty's share included, 0 or more.
    learning_rate : (n_evaluations,)
        What the schedule said for the step.
    """

    steps: FloatArray
    loss: FloatArray
    data_loss: FloatArray
    penalty: FloatArray
    evaluation_steps: FloatArray
    watched_loss: FloatArray
    test_loss: FloatArray
    train_accuracy: FloatArray
    test_accuracy: FloatArray
    gradient_norm: FloatArray
    learning_rate: FloatArray

    @property
    def n_bytes(self) -> int:
        """What they take in memory."""
        return sum(values.nbytes for values in (*self.of_steps, *self.of_evaluations))

    def since(self, step: int) -> "Curves":
        """A copy of what was recorded from `step` on, with the evaluation that comes before it."""
        place = int(self.steps.searchsorted(step))
        evaluation = max(int(self.evaluation_steps.searchsorted(step, side="right")) - 1, 0)
        return Curves(
            *(read_only_copy(values[place:]) for values in self.of_steps),
            *(read_only_copy(values[evaluation:]) for values in self.of_evaluations),
        )

    @property
    def of_steps(self) -> tuple[FloatArray, ...]:
        """Those that have a number for each of `steps`, these first."""
        return self.steps, self.loss, self.data_loss, self.penalty

    @property
    def of_evaluations(self) -> tuple[FloatArray, ...]:
        """Those that have a number for each of `evaluation_steps`, these first."""
        return (
            self.evaluation_steps,
            self.watched_loss,
            self.test_loss,
            self.train_accuracy,
            self.test_accuracy,
            self.gradient_norm,
            self.learning_rate,
        )


class History:
    """Records a run as it happens, in a few megabytes however long it is.

    Parameters
    ----------
    first_step : int
        Where recording begins.
    """

    def __init__(self, first_step: int = 0) -> None:
        self._first_step = self._next_step = first_step
        self._losses = ThinnedTable(4, OF_LOSSES)
        self._evaluations = ThinnedTable(7, OF_EVALUATIONS)

    @property
    def first_step(self) -> int:
        """The step recording began at."""
        return self._first_step

    @property
    def next_step(self) -> int:
        """The step whose losses come next."""
        return self._next_step

    @property
    def n_bytes(self) -> int:
        """What it takes in memory, with the room it has to grow."""
        return self._losses.n_bytes + self._evaluations.n_bytes

    def record_steps(self, data_losses: FloatArray, penalties: FloatArray) -> None:
        """Add the losses of the next steps, (n_steps,) each, in nats."""
        first, self._next_step = self._next_step, self._next_step + len(data_losses)
        columns = np.empty((4, len(data_losses)))
        columns[0] = np.arange(first, self._next_step)
        np.add(data_losses, penalties, columns[1])
        columns[2], columns[3] = data_losses, penalties
        self._losses.extend(columns)

    def record_evaluation(
        self, step: int, evaluation: Evaluation, *, loss: float, gradient_norm: float, learning_rate: float
    ) -> None:
        """Add what was measured at `step`, with its training loss."""
        row = (
            step,
            loss if evaluation.test_loss is None else evaluation.test_loss,
            np.nan if evaluation.test_loss is None else evaluation.test_loss,
            evaluation.train_accuracy,
            np.nan if evaluation.test_accuracy is None else evaluation.test_accuracy,
            gradient_norm,
            learning_rate,
        )
        self._evaluations.extend(np.array(row, np.float64)[:, np.newaxis])

    def go_on_with(self, curves: Curves) -> None:
        """Add what another history has of the steps to come, each of them; what is known already is passed over."""
        place = int(curves.steps.searchsorted(self._next_step))
        evaluation = int(curves.evaluation_steps.searchsorted(self._next_step))
        self._evaluations.extend(np.stack([values[evaluation:] for values in curves.of_evaluations]))
        self._losses.extend(np.stack([values[place:] for values in curves.of_steps]))
        self._next_step += len(curves.steps) - place

    def forget_from(self, step: int) -> None:
        """Drop everything recorded at `step` and later."""
        self._losses.keep_before(step)
        self._evaluations.keep_before(step)
        self._next_step = min(self._next_step, max(step, self._first_step))

    def lacks_evaluations_before(self, step: int, looks: Looks) -> bool:
        """Whether some of those just before `step`, which `looks` were made by, have been thinned away."""
        start = self._evaluations.bucket_start(step)
        first, stop = self._evaluations.columns()[0].searchsorted((start, step))
        return stop - first < sum(1 for _ in looks.between(start, step))

    def curves(self) -> Curves:
        """The curves so far; cheap, nothing is copied."""
        return Curves(*self._losses.columns(), *self._evaluations.columns())
