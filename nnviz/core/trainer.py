"""The trainer: measure, update, and again.

A step has two halves. First the loss and its gradient are measured with the weights as they are; then the weights
are updated. The trainer may stop between the two: what it shows as step s is the network before that step's update,
with the loss that belongs to it. The computing is done by the step in `compiled.py`, which is the one in `network.py`
and `optimizers.py`, only faster.
"""

from dataclasses import dataclass
from math import isfinite

import numpy as np

from nnviz.core.arrays import FloatArray, IntArray, read_only_copy
from nnviz.core.batches import Batches
from nnviz.core.compiled import CompiledNetwork, with_ones
from nnviz.core.history import History, evaluation_due
from nnviz.core.network import Network
from nnviz.core.snapshot import Evaluation, Snapshot


class DivergedError(ArithmeticError):
    """Training blew up: a loss is no longer a finite number.

    Attributes
    ----------
    step : int
        The last step whose numbers are still finite; the trainer stands there. Where a run begins with a loss that is
        not finite, that step.
    learning_rate : float
        What the stride that led away from that step was made with.
    largest_gradient : float
        The largest gradient in size at that step; NaN where a run begins with a loss that is not finite.
    """

    def __init__(self, step: int, learning_rate: float, largest_gradient: float) -> None:
        super().__init__(
            f"the loss is not a finite number at step {step}, where training began: weights or points are too large"
            if np.isnan(largest_gradient)
            else f"the loss is no longer a finite number after step {step}: learning rate {learning_rate:g} × the "
            f"largest gradient {largest_gradient:.3g} was too long a stride"
        )
        self.step = step
        self.learning_rate = learning_rate
        self.largest_gradient = largest_gradient


@dataclass(frozen=True)
class Points:
    """Points with their classes.

    Attributes
    ----------
    points : (n_points, n_features)
    labels : (n_points,)
    """

    points: FloatArray
    labels: IntArray

    def __len__(self) -> int:
        return len(self.labels)


@dataclass(frozen=True)
class TrainerState:
    """All that is needed to go on from here exactly.

    Attributes
    ----------
    step : int
        Also the position in the batches.
    weights, biases : one array a layer
    """

    step: int
    weights: tuple[FloatArray, ...]
    biases: tuple[FloatArray, ...]


@dataclass(frozen=True)
class _Stride:
    """The last update: where it started, and what it was made of."""

    step: int
    parameters: FloatArray
    gradient: FloatArray
    learning_rate: float


class Trainer:
    """Trains a network step by step.

    Parameters
    ----------
    network : Network
        Changed in place.
    training, test : Points
        The test points may be none.
    batches : Batches
        Over the training points.
    learning_rate : float
        Above 0.
    l2 : float
        λ of the penalty, at or above 0.
    """

    def __init__(
        self, network: Network, training: Points, test: Points, batches: Batches, *, learning_rate: float, l2: float
    ) -> None:
        self._network = network
        self._compiled = CompiledNetwork(network, training.points, training.labels, batches.size)
        self._n_training = len(training)
        self._test_inputs = with_ones(test.points)
        self._test_labels = test.labels.astype(np.float64)
        self._batches = batches
        self._learning_rate = learning_rate
        self._l2 = l2
        self._step = 0
        self._measured: tuple[float, float] | None = None  # data loss and penalty; the gradient stands in _compiled
        self._before: _Stride | None = None
        self.history = History()

    @property
    def step(self) -> int:
        """Updates made so far, which is the number of the step to come."""
        return self._step

    def advance(self, n_steps: int) -> None:
        """Take `n_steps` whole steps, each a measurement and an update.

        Raises
        ------
        DivergedError
            When a loss is not finite. The trainer has then gone back to the last step where it was.
        """
        compiled = self._compiled
        with np.errstate(all="ignore"):  # a loss that is not finite is an event here, not a warning
            for _ in range(n_steps):
                self._measure()
                self._before = _Stride(
                    self._step, compiled.parameters.copy(), compiled.gradient.copy(), self._learning_rate
                )
                compiled.descend(self._learning_rate)
                self._measured = None
                self._step += 1

    def change(self, *, learning_rate: float, l2: float) -> None:
        """Train on with another learning rate and λ, from the step that is about to be made."""
        self._learning_rate = learning_rate
        self._l2 = l2
        self._measured = None
        self.history.forget_from(self._step)

    def state(self) -> TrainerState:
        """What `resume` needs to go on from exactly here."""
        layers = self._network.layers
        return TrainerState(
            self._step,
            tuple(read_only_copy(layer.weights) for layer in layers),
            tuple(read_only_copy(layer.biases) for layer in layers),
        )

    def resume(self, state: TrainerState) -> None:
        """Go back (or forward) to `state`; what follows is bit for bit what followed it then."""
        self._set_parameters(state)
        self._measured = None
        self._before = None
        if not self.history.first_step <= state.step <= self.history.next_step:  # a run that began elsewhere
            self.history = History(first_step=state.step)
        self.history.forget_from(state.step)

    def snapshot(self) -> Snapshot:
        """This step in read-only copies, its update not yet made.

        Raises
        ------
        DivergedError
            As `advance` does.
        """
        with np.errstate(all="ignore"):
            data_loss, penalty = self._measure()
        state = self.state()
        gradients = self._compiled.gradients
        return Snapshot(
            state.step,
            state.weights,
            state.biases,
            tuple(read_only_copy(gradient.weights) for gradient in gradients),
            tuple(read_only_copy(gradient.biases) for gradient in gradients),
            tuple(layer.activation for layer in self._network.layers),
            data_loss,
            penalty,
            self.evaluate(),
        )

    def evaluate(self) -> Evaluation:
        """Accuracy on all training points, loss and accuracy on the test points."""
        with np.errstate(all="ignore"):  # on its way to divergence the batch may go last
            _, n_right = self._compiled.score_training()
            train_accuracy = n_right / self._n_training
            n_test = len(self._test_labels)
            if n_test == 0:
                return Evaluation(None, train_accuracy, None)
            surprise, n_right = self._compiled.score(self._test_inputs, self._test_labels)
            test_loss = surprise / n_test + self._network.penalty(self._l2)
            return Evaluation(test_loss, train_accuracy, n_right / n_test)

    def _set_parameters(self, state: TrainerState) -> None:
        for layer, weights, biases in zip(self._network.layers, state.weights, state.biases, strict=True):
            layer.weights[...] = weights
            layer.biases[...] = biases
        self._step = state.step

    def _measure(self) -> tuple[float, float]:
        """Data loss and penalty of the step to come, and its gradient: computed once, recorded once."""
        if self._measured is not None:
            return self._measured
        measured = self._compiled.measure(self._batches.rows(self._step), self._l2)
        if not isfinite(measured[0] + measured[1]):
            self._fall_back()
        self._measured = measured
        self._record(*measured)
        return measured

    def _record(self, data_loss: float, penalty: float) -> None:
        if self.history.next_step > self._step:  # fell back to a step that is already in the books
            return
        self.history.record_step(data_loss, penalty)
        if evaluation_due(self._step):
            self.history.record_evaluation(self._step, self.evaluate())

    def _fall_back(self) -> None:
        """Return to the step before, whose loss was finite, and say what happened."""
        if self._before is None:
            raise DivergedError(self._step, self._learning_rate, float("nan"))
        stride = self._before
        self._compiled.parameters[...] = stride.parameters
        self._step = stride.step
        raise DivergedError(stride.step, stride.learning_rate, float(np.abs(stride.gradient).max()))
