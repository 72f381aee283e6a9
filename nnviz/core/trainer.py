"""The trainer: measure, update, and again.

A step has two halves. First the loss and its gradient are measured with the weights as they are; then the weights
are updated. The trainer may stop between the two: what it shows as step s is the network before that step's update,
with the loss that belongs to it. The computing is done by the step in `compiled`, which is the one in `network.py` and
`optimizers.py`, only faster.
"""

from dataclasses import dataclass, replace
from math import isfinite, nan

import numpy as np

from nnviz.core.arrays import FloatArray, IntArray, read_only_copy
from nnviz.core.batches import Batches
from nnviz.core.compiled.steps import CompiledSteps, Progress
from nnviz.core.divergence import explain, reconsider
from nnviz.core.dropout import Dropout
from nnviz.core.history import Curves, History, looks_at
from nnviz.core.layers import DenseLayer
from nnviz.core.losses import NO_PENALTY, Penalty
from nnviz.core.network import Network
from nnviz.core.optimizers import Optimizer
from nnviz.core.schedules import Schedule
from nnviz.core.snapshot import Evaluation, Parameters, Snapshot
from nnviz.core.stopping import NEVER, Best, StopRule
from nnviz.core.touches import Touch, until, written_value

_ENOUGH_POINTS = 10_000
"""To look at when a run has diverged."""


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
    largest_score : float
        The largest score in size, of any layer and training point, at that step; NaN where not all of them are finite.
    cause : Cause
        What follows from these, from the run's first data loss, if it is known, and from what a hand has set.
    """

    def __init__(
        self,
        step: int,
        learning_rate: float,
        largest_gradient: float = nan,
        largest_score: float = nan,
        *,
        first_loss: float = 0.0,
        touches: tuple[Touch, ...] = (),
    ) -> None:
        cause = explain(step, learning_rate, largest_gradient, largest_score)
        self.cause = reconsider(cause, step, first_loss, touches)
        super().__init__(self.cause.sentence)
        self.step = step
        self.learning_rate = learning_rate
        self.largest_gradient = largest_gradient
        self.largest_score = largest_score


class UnfitParameterError(ArithmeticError):
    """A weight or bias with which the loss would be no finite number."""


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
    """All that is needed to go on from here exactly; batches, dropout and schedule follow from the step.

    Attributes
    ----------
    step : int
    numbers : (1 + n_memories, n_parameters)
        The parameters, and below them what the optimizer remembers; read-only.
    best : Best
        The lowest loss so far that patience knows of.
    before : (n_parameters,) or None
        The parameters one step earlier, where they are known: nothing follows from them, they are only shown.
    touches : tuple of Touch
        What a hand has set up to here.
    """

    step: int
    numbers: FloatArray
    best: Best
    before: FloatArray | None = None
    touches: tuple[Touch, ...] = ()


@dataclass(frozen=True)
class Trail:
    """What another trainer of the same run needs to take this one's place, be it only to find that it diverges.

    Attributes
    ----------
    step : int
    numbers : (1 … 3, 1 + n_memories, n_parameters)
        Up to the state at `step` as in `TrainerState`, with those one and two steps earlier where known; read-only.
    best : Best
        As in `TrainerState`.
    """

    step: int
    numbers: FloatArray
    best: Best


class Trainer:
    """Trains a network step by step.

    Parameters
    ----------
    network : Network
        What training begins with; it is not changed. Its precision is the run's.
    training, test : Points
        The test points may be none.
    batches : Batches
        Over the training points.
    optimizer : Optimizer
    schedule : Schedule
        The learning rate of every step.
    penalty : Penalty
    dropout : Dropout or None
    stop : StopRule

    Attributes
    ----------
    history : History
        The curves up to here.
    points_since : int
        The first step that was made on these points; above 0 where the past is another trainer's.
    """

    def __init__(
        self,
        network: Network,
        training: Points,
        test: Points,
        batches: Batches,
        *,
        optimizer: Optimizer,
        schedule: Schedule,
        penalty: Penalty = NO_PENALTY,
        dropout: Dropout | None = None,
        stop: StopRule = NEVER,
    ) -> None:
        self._activations = tuple(layer.activation for layer in network.layers)
        self._batches = batches
        self._looks = looks_at(len(training), batches.size)
        self._training_points = training.points
        self._steps = CompiledSteps(
            network, training.points, training.labels, batches, optimizer=optimizer, dropout=dropout
        )
        self._test_pieces = self._steps.chunked.cut(test.points, test.labels)
        self._n_test = len(test)
        self._measured: tuple[float, float] | None = None
        self._best = Best()
        self._touches: tuple[Touch, ...] = ()
        self._penalties = [(0, penalty)]
        self._before_change = (0, schedule)
        self._changed_at = 0
        self._stopped: str | None = None
        self._start = self._parameters(self._steps.state[0])
        self.history = History()
        self.points_since = 0
        self._use(schedule, penalty, stop)

    @property
    def step(self) -> int:
        """Updates made so far, which is the number of the step to come."""
        return self._steps.step

    @property
    def n_bytes(self) -> int:
        """What its numbers take: the parameters, and what the optimizer remembers."""
        return self._steps.state.nbytes

    @property
    def knows_before(self) -> bool:
        """Whether the parameters one step earlier are known, which a snapshot shows."""
        return self._steps.before is not None

    @property
    def touches(self) -> tuple[Touch, ...]:
        """What a hand has set since anything else changed, in that order."""
        return tuple(touch for touch in self._touches if touch.step >= self._changed_at)

    @property
    def stopped(self) -> str | None:
        """Why the run has come to its end at this step; None where it has not."""
        return self._stopped

    def advance(self, n_steps: int) -> None:
        """Take `n_steps` whole steps, each a measurement and an update; fewer where the run comes to its end.

        Raises
        ------
        DivergedError
            When a loss is not finite. The trainer has then gone back to the last step where it was.
        """
        goal = self.step + n_steps
        while self.step < goal and self._stopped is None:
            self._measured = None
            first = self.step
            progress = self._steps.run(goal - first, self._looks)
            self._record(first, progress)
            if not progress.is_finite and self._stopped is None:
                self._fall_back()

    def change(self, *, schedule: Schedule, penalty: Penalty, stop: StopRule) -> None:
        """Train on with others, from the step that is about to be made."""
        if (schedule, penalty) != (self._schedule, self._penalty):
            self._changed_at = self.step
        if penalty != self._penalty:
            self._penalties = [earlier for earlier in self._penalties if earlier[0] < self.step]
            if not self._penalties or self._penalties[-1][1] != penalty:
                self._penalties.append((self.step, penalty))
            self._best = self._best_before(self.step)
        if self.step != self._before_change[0]:  # of several changes at one step only the last is ever trained with
            self._before_change = (self.step, self._schedule)
        self._use(schedule, penalty, stop)
        self._measured = None
        self._stopped = None
        self.history.forget_from(self.step)

    def set_parameter(self, layer: int, row: int, neuron: int, value: float, what: str = "a weight or bias") -> float:
        """Train on with another number in the place of a weight or bias, from the step that is about to be made.

        What the optimizer remembers stays. Patience starts again: what it compared with was another network's.

        Parameters
        ----------
        layer : int
            From 0.
        row : int
            The input the weight comes from; the layer's number of inputs for the bias.
        neuron : int
        value : float
            Rounded to the run's precision.
        what : str
            What is set, as a noun, should the run have to speak of it.

        Returns
        -------
        old : float
            The number that was there.

        Raises
        ------
        UnfitParameterError
            Where it is not finite, or the loss would not be; everything is as it was.
        DivergedError
            Where the loss was not finite before, as `advance` does.
        """
        before, _ = self._measure()
        old, after = self._put(layer, row, neuron, value)
        self._touches = (*self._touches, Touch(self.step, what, value, before, after, self._best))
        self._go_on_from_here(Best())
        return old

    def put_back(self, layer: int, row: int, neuron: int, old: float) -> None:
        """Undo the last `set_parameter`, made at this step: all is as before, what patience knew and where it ended.

        Raises
        ------
        UnfitParameterError
            As `set_parameter` does, where other things have changed since.
        """
        self._put(layer, row, neuron, old)
        *earlier, last = self._touches
        self._touches = tuple(earlier)
        self._go_on_from_here(last.best if self._comparable_since < self.step else Best())
        self._measure()

    def check_parameter(self, state: TrainerState, layer: int, row: int, neuron: int, value: float) -> None:
        """Ask whether a number could be set after going back to `state`; the trainer stays where it is.

        Raises
        ------
        UnfitParameterError
            Where it could not.
        """
        here = self.state()
        self._steps.load(state.numbers, state.step, state.before)
        try:
            self._put(layer, row, neuron, value)
        finally:
            self._steps.load(here.numbers, here.step, here.before)
            self._measured = None

    def state(self) -> TrainerState:
        """What `resume` needs to go on from exactly here."""
        before = self._steps.before
        kept = None if before is None else read_only_copy(before)
        return TrainerState(self.step, read_only_copy(self._steps.state), self._best, kept, self._touches)

    def resume(self, state: TrainerState) -> None:
        """Go back (or forward) to `state`; what follows is bit for bit what followed it then."""
        self._steps.load(state.numbers, state.step, state.before)
        self._best = state.best
        self._touches = state.touches
        self._measured = None
        self._stopped = None
        if not self.history.first_step <= state.step <= self.history.next_step:  # a run that began elsewhere
            self.history = History(first_step=state.step)
        self.history.forget_from(state.step)
        self.points_since = min(self.points_since, state.step)
        self._changed_at = min(self._changed_at, state.step)
        self._penalties = [earlier for earlier in self._penalties if earlier[0] <= state.step]
        if self._penalties[-1][1] != self._penalty:  # the present one holds from there
            self._penalties.append((state.step, self._penalty))

    def trail(self) -> Trail:
        """What `follow` needs."""
        return Trail(self.step, read_only_copy(self._steps.trail), self._best)

    def follow(self, trail: Trail, curves: Curves | None = None) -> None:
        """Be where another trainer of this run has come to; what follows is bit for bit what follows there.

        Parameters
        ----------
        trail : Trail
        curves : Curves or None
            What the other has recorded on its way there, from a step on that this one has come to; None where the
            history is to begin there.
        """
        if curves is None:
            self.history = History(first_step=trail.step)
        else:
            self.history.go_on_with(curves)
        self._steps.load_trail(trail.numbers, trail.step)
        self._best = trail.best
        self._measured = None
        self._stopped = None

    def take_over(self, earlier: "Trainer") -> None:
        """Go on from where a trainer of the same network on other points stands, who then has done his work.

        His curves go on; the step to come is measured anew, on these points. Losses on others are nothing to compare
        with: patience starts again, and a divergence is blamed on nothing that was before.
        """
        self.resume(replace(earlier.state(), best=Best()))
        self.history = earlier.history
        self.history.forget_from(self.step)
        self.points_since = self._changed_at = self.step
        self._start = earlier._start  # noqa: SLF001 - one of its own kind

    def retrace(self, n_steps: int) -> None:
        """Make steps again that this run has made before.

        It is faster than `advance`, for nothing is recorded and nothing can end it; the history begins anew behind
        them.

        Raises
        ------
        DivergedError
            Where they have not been made before, and a loss is not finite.
        """
        goal = self.step + n_steps
        while self.step < goal:
            if not self._steps.run(goal - self.step).is_finite:
                raise DivergedError(self.step, self._schedule.rate(self.step))
        self._measured = None
        self.history = History(first_step=goal)

    def go_back(self, state: TrainerState) -> None:
        """Go back to a step that this trainer's history knows, and on from there with the present settings.

        Parameters
        ----------
        state : TrainerState
            As it was at that step, which was retraced to find it; what patience knew then, this trainer knows itself,
            and what a hand had set.
        """
        self.resume(replace(state, touches=until(self._touches, state.step)))
        self._best = self._best_before(self.step)

    def snapshot(self) -> Snapshot:
        """This step in read-only copies, its update not yet made.

        Raises
        ------
        DivergedError
            As `advance` does.
        """
        data_loss, penalty = self._measure()
        parameters = self._steps.layout.layers(self._steps.state[0])
        gradients = self._steps.layout.layers(self._steps.gradient)
        before = self._steps.before
        return Snapshot(
            self.step,
            tuple(read_only_copy(layer.weights) for layer in parameters),
            tuple(read_only_copy(layer.biases) for layer in parameters),
            tuple(read_only_copy(gradient.weights) for gradient in gradients),
            tuple(read_only_copy(gradient.biases) for gradient in gradients),
            self._activations,
            data_loss,
            penalty,
            self.evaluate(),
            self._schedule.rate(self.step),
            None if before is None else self._parameters(before),
            self._start,
        )

    def evaluate(self) -> Evaluation:
        """Accuracy on all training points, loss and accuracy on the test points."""
        return self._evaluate(self._steps.state[0])

    def _parameters(self, flat: FloatArray) -> Parameters:
        layers = self._steps.layout.layers(read_only_copy(flat))
        return Parameters(tuple(layer.weights for layer in layers), tuple(layer.biases for layer in layers))

    def _use(self, schedule: Schedule, penalty: Penalty, stop: StopRule) -> None:
        self._schedule = schedule
        self._penalty = penalty
        self._stop = stop
        self._looks = replace(self._looks, finest=stop.finest)
        self._steps.change(schedule, penalty)

    def _put(self, layer: int, row: int, neuron: int, value: float) -> tuple[float, float]:
        """Put a number in its place: what was there, and the data loss with the new one; it must be finite."""
        old = self._steps.set_parameter(layer, row, neuron, value)
        self._measured = None
        if np.isfinite(self._steps.state[0]).all():
            data_loss, penalty = self._steps.measure()
            if isfinite(data_loss + penalty):
                return old, data_loss
        self._steps.set_parameter(layer, row, neuron, old)
        raise UnfitParameterError(f"with {written_value(value)} in this place the loss would be no finite number")

    def _go_on_from_here(self, best: Best) -> None:
        """Measure the step to come as if for the first time."""
        self._best = best
        self._stopped = None
        self.history.forget_from(self.step)

    def _measure(self) -> tuple[float, float]:
        """Data loss and penalty of the step to come, and its gradient: computed once, recorded once."""
        if self._measured is None:
            measured = self._steps.measure()
            if not isfinite(sum(measured)):
                self._fall_back()
            self._measured = measured
            self._record(self.step, Progress(np.array(measured[:1]), np.array(measured[1:]), is_finite=True))
        return self._measured

    @property
    def _comparable_since(self) -> int:
        """The first step with these points, this penalty, which the test loss includes, and no hand in between."""
        return max(self.points_since, self._penalties[-1][0], *(touch.step for touch in self._touches[-1:]))

    def _best_before(self, step: int) -> Best:
        """What patience knew when `step` was about to be measured, so far as losses can still be compared with it."""
        if self.history.lacks_evaluations_before(step, self._looks):  # one of them may have been the best: start again
            return Best()
        best, curves = Best(), self.history.curves()
        for place in range(*np.searchsorted(curves.evaluation_steps, (self._comparable_since, step))):
            best = best.after(int(curves.evaluation_steps[place]), float(curves.watched_loss[place]))
        return best

    def _record(self, first: int, progress: Progress) -> None:
        """Write steps from `first` on into the history, up to the one that ends the run; go back there."""
        new = max(self.history.next_step - first, 0)  # the first may have been measured, and recorded, before
        data_losses, penalties = progress.data_losses[new:], progress.penalties[new:]
        end = first + new + self._n_until_low(data_losses, penalties)
        for step in self._looks.between(first + new, end):
            evaluation = self._evaluate(self._steps.state_at(step)[0])
            place = step - first - new
            training_loss = float(data_losses[place] + penalties[place])
            self.history.record_evaluation(
                step,
                evaluation,
                loss=training_loss,
                gradient_norm=self._steps.gradient_norm_at(step),
                learning_rate=self._schedule.rate(step),
            )
            watched = training_loss if evaluation.test_loss is None else evaluation.test_loss
            self._best = self._best.after(step, watched)
            reason = self._stop.at_evaluation(step, evaluation, self._best)
            if reason is not None:
                self._stopped = reason
                end = step + 1
                break
        n_steps = end - first - new
        self.history.record_steps(data_losses[:n_steps], penalties[:n_steps])
        if self._stopped is not None:
            self._steps.go_to(end - 1)

    def _n_until_low(self, data_losses: FloatArray, penalties: FloatArray) -> int:
        """How many steps there are up to the first whose loss the run was to come down to."""
        n_steps = len(data_losses)
        if self._stop.loss is not None:
            reached = np.flatnonzero(data_losses + penalties <= self._stop.loss)
            if len(reached):
                n_steps = int(reached[0]) + 1
                self._stopped = self._stop.at_loss(float(data_losses[n_steps - 1] + penalties[n_steps - 1]))
        return n_steps

    def _evaluate(self, parameters: FloatArray) -> Evaluation:
        steps, chunked = self._steps, self._steps.chunked
        chunked.parameters[...] = parameters
        with np.errstate(all="ignore"):  # on its way to divergence the batch may go last
            train_accuracy = chunked.count_right(steps.pieces) / steps.n_points
            if self._n_test == 0:
                return Evaluation(None, train_accuracy, None)
            total, n_right = chunked.score(self._test_pieces)
            weights = (layer.weights for layer in steps.layout.layers(parameters))
            test_loss = total / self._n_test + self._penalty.of(weights)
            return Evaluation(test_loss, train_accuracy, n_right / self._n_test)

    def _fall_back(self) -> None:
        """Return to the step before, whose loss was finite, and say what happened."""
        if not self._steps.step_back():
            raise DivergedError(self.step, self._schedule.rate(self.step))
        self._touches = until(self._touches, self.step)
        self._measured = self._steps.measure()
        gradient = float(np.abs(self._steps.gradient).max())
        changed_at, schedule = self._before_change  # the stride may have been made with another rate than the present
        rate = (schedule if self.step < changed_at else self._schedule).rate(self.step)
        curves = self.history.curves()
        first = int(curves.steps.searchsorted(self.points_since))
        first_loss = float(curves.data_loss[first]) if first < len(curves.steps) else 0.0  # a follower may know of none
        raise DivergedError(
            self.step, rate, gradient, self._largest_score(), first_loss=first_loss, touches=self.touches
        )

    def _largest_score(self) -> float:
        """Of any layer, on this step's batch (or the first of it, where it is long)."""
        rows = self._batches.rows(self.step)[:_ENOUGH_POINTS]
        layers = self._steps.layout.layers(self._steps.state[0])
        parts = zip(layers, self._activations, strict=True)
        network = Network([DenseLayer(layer.weights, layer.biases, activation) for layer, activation in parts])
        with np.errstate(all="ignore"):  # without dropout, which the loss was finite with, it may not be
            passes = network.forward(self._training_points[rows])
        largest = max(float(np.abs(of_layer.scores).max()) for of_layer in passes)
        return largest if isfinite(largest) else nan
