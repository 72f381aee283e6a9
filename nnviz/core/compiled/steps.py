"""Steps in blocks: the compiled network trains.

A block is a few steps whose numbers begin at a multiple of its length. Step s is always the same one of its block, with
the same places in memory, so its numbers do not depend on where a run was stopped or taken up.
"""

from dataclasses import dataclass
from functools import partial
from math import isfinite, sqrt

import numpy as np

from nnviz.core.arrays import FloatArray, IntArray
from nnviz.core.batches import AllPoints, Batches
from nnviz.core.compiled.activation_calls import Call
from nnviz.core.compiled.block import Block
from nnviz.core.compiled.chunked import ChunkedPass
from nnviz.core.compiled.layout import Layout, compact, with_ones
from nnviz.core.compiled.states import States
from nnviz.core.compiled.update_calls import effective_rates, update
from nnviz.core.dropout import Dropout
from nnviz.core.history import Looks
from nnviz.core.losses import Penalty
from nnviz.core.network import Network
from nnviz.core.optimizers import Adam, Optimizer
from nnviz.core.schedules import Schedule

_BLOCK_BYTES = 512 * 1024
"""What the points, losses and states of a block may take."""

_LONGEST_BLOCK = 32

_FOR_EVER = -2
"""In the place of a block's first step: its rates hold for all blocks."""


@dataclass(frozen=True)
class Progress:
    """What became of some steps.

    Attributes
    ----------
    data_losses, penalties : (n_steps,)
        Of the steps that were made, before their updates, in nats.
    is_finite : bool
        False where the loss of the step after these is not finite, also with its softmax shifted; the network stands
        before that step's update.
    """

    data_losses: FloatArray
    penalties: FloatArray
    is_finite: bool


class CompiledSteps:
    """A network in training: its weights, what its optimizer remembers, and the calls that move both.

    Parameters
    ----------
    network : Network
        Gives the first weights and the precision; it is not changed.
    points : (n_points, n_features)
    labels : (n_points,)
    batches : Batches
    optimizer : Optimizer
    dropout : Dropout or None

    Attributes
    ----------
    step : int
        Updates made so far.
    layout : Layout
    pieces : list[Piece]
        The training points as they are computed with.
    n_points : int
        How many they are.
    gradient : (n_parameters,)
        Slope of the loss, after `measure`.
    chunked : ChunkedPass
        For other points and other weights.
    """

    def __init__(
        self,
        network: Network,
        points: FloatArray,
        labels: IntArray,
        batches: Batches,
        *,
        optimizer: Optimizer,
        dropout: Dropout | None = None,
    ) -> None:
        kinds = [layer.activation.name for layer in network.layers[:-1]]
        dtype = network.layers[0].weights.dtype
        self.step = 0
        self._loaded: tuple[int, FloatArray | None] = (0, None)
        self.layout = Layout(network)
        self.n_points = len(labels)
        self._gradients = np.zeros((2, self.layout.size), dtype)
        self.gradient = self._gradients[0]
        self.chunked = ChunkedPass(self.layout, kinds=kinds, n_features=points.shape[1], dtype=dtype, dropout=dropout)
        self._batches = batches
        self._uses_all = isinstance(batches, AllPoints)
        self._labels = compact(labels, self.chunked.n_classes)
        if self._uses_all:  # the same pieces in every step
            self.pieces = self.chunked.cut(points, self._labels)
            self._inputs = self.pieces[0].inputs
        else:
            self._inputs = with_ones(points, dtype)
            self.pieces = self.chunked.cut_inputs(self._inputs, self._labels)
        self._optimizer = optimizer
        self._schedule: Schedule | None = None
        self._rates_from = -1
        in_chunks = batches.size > self.chunked.largest_chunk
        self._n_slots = 2 if in_chunks else self._block_length()
        self._block = (
            None
            if in_chunks
            else Block(
                self.layout,
                kinds=kinds,
                inputs=self._inputs,
                labels=self._labels,
                batches=batches,
                n_slots=self._n_slots,
                dropout=dropout,
            )
        )
        self._states = States(self._n_slots, optimizer.n_memories, self.layout.size, dtype)
        self._rates = np.empty(self._n_slots, dtype)
        self._data_losses = np.zeros(self._n_slots)
        self._ridge, self._lasso = np.zeros(self._n_slots, dtype), np.zeros(self._n_slots, dtype)
        self._is_weight = self.layout.is_weight(dtype)
        self._scratch = np.empty(self.layout.size, dtype)
        self._squares = np.zeros(self._n_slots, dtype)
        self._lengths = [partial(self.gradient.dot, self.gradient, square) for square in _places(self._squares)]
        self._passes = [self._pass(slot) for slot in range(self._n_slots)]
        self._penalties: list[tuple[Call, ...]] = []
        self._updates = [self._update(slot) for slot in range(self._n_slots)]
        self._tapes: list[tuple[Call, ...]] = []
        self._looking_tapes: list[tuple[Call, ...]] = []
        self.layout.fill(
            self._states.present[0],
            [layer.weights for layer in network.layers],
            [layer.biases for layer in network.layers],
        )

    @property
    def before(self) -> FloatArray | None:
        """The parameters one step earlier, (n_parameters,); None where they are not known."""
        return self._states.before[0] if self._states.has_before else self._loaded_before(self.step)

    @property
    def state(self) -> FloatArray:
        """The parameters, and below them what the optimizer remembers, (1 + n_memories, n_parameters)."""
        return self._states.present

    @property
    def trail(self) -> FloatArray:
        """The state behind those that `step_back` leads to, (1 … 3, 1 + n_memories, n_parameters)."""
        return self._states.trail

    def state_at(self, step: int) -> FloatArray:
        """The same before a step of this block that has been made."""
        return self._states.around(self._states.slot + step - self.step)[0]

    def gradient_norm_at(self, step: int) -> float:
        """Length of the gradient, the penalty's share included, in a step of this block that was looked at.

        Infinite where its square is more than the precision can hold.
        """
        return sqrt(self._squares[self._states.slot + step - self.step])

    def load(self, state: FloatArray, step: int, before: FloatArray | None = None) -> None:
        """Stand before `step` with this state; the parameters one step before, where they are known, are only kept."""
        self._states.load(state[np.newaxis], step)
        self._loaded = (step, before)
        self.step = step

    def load_trail(self, trail: FloatArray, step: int) -> None:
        """Stand before `step` at the end of a trail of this run, and be able to step back on it.

        What was loaded before its first state stays known: the trail may begin where that was.
        """
        self._states.load(trail, step)
        self.step = step

    def set_parameter(self, layer: int, row: int, neuron: int, value: float) -> float:
        """Put a number in the place of a weight, or of a bias where `row` is the number of inputs; what it was."""
        parameters = self.layout.matrices(self.state[0])[layer]
        old = float(parameters[neuron, row])
        with np.errstate(over="ignore"):  # beyond single precision it is infinite, which whoever asked looks for
            parameters[neuron, row] = value
        return old

    def change(self, schedule: Schedule, penalty: Penalty) -> None:
        """Train with these from the present step on; to be called once before the first."""
        self._schedule = schedule
        self._rates_from = -1
        self._penalties = [self._penalty(slot, penalty) for slot in range(self._n_slots)]
        self._ridge[...] = self._lasso[...] = 0.0
        parts = tuple(zip(self._passes, self._penalties, self._lengths, self._updates, strict=True))
        self._tapes = [(*forth_and_back, *of_penalty, *move) for forth_and_back, of_penalty, _, move in parts]
        self._looking_tapes = [
            (*forth_and_back, *of_penalty, length, *move) for forth_and_back, of_penalty, length, move in parts
        ]

    def run(self, n_steps: int, looks: Looks | None = None) -> Progress:
        """Make at most `n_steps` steps, and none beyond the end of this block.

        In the steps to look at the gradient's length is measured, which costs the others nothing.
        """
        first, stop = self._begin(n_steps)
        tapes = self._tapes_with(looks, first, stop)
        slot = first
        is_finite = True
        with np.errstate(all="ignore"):  # a loss that is not finite is an event here, not a warning
            while is_finite and slot < stop:
                # Where one loss had to be done again, the others may have to be too: one at a time from there.
                end = self._end_of_whole(slot, stop if slot == first else slot + 1)
                done = self._run_whole(slot, tapes[slot - first : end - first])
                if done == slot or done < end:
                    is_finite = self._run_in_chunks(done)
                    done += is_finite
                slot = done
        self._move_to(slot)
        penalties = 0.5 * self._ridge[first:slot] + self._lasso[first:slot]
        return Progress(self._data_losses[first:slot].copy(), penalties, is_finite)

    def measure(self) -> tuple[float, float]:
        """Data loss and penalty of the present step, its update not made; the slope stands in `gradient`."""
        slot, _ = self._begin(1)
        with np.errstate(all="ignore"):
            is_whole = self._end_of_whole(slot, slot + 1) > slot
            if is_whole:
                for call in self._passes[slot]:
                    call()
                self._data_losses[slot] = self._losses_of_block()[slot]
            if not is_whole or not isfinite(self._data_losses[slot]):
                self._measure_in_chunks(slot)
            for call in (*self._penalties[slot], self._lengths[slot]):
                call()
        return float(self._data_losses[slot]), float(0.5 * self._ridge[slot] + self._lasso[slot])

    def go_to(self, step: int) -> None:
        """Return to a step of this block that has been made."""
        self._move_to(self._states.slot + step - self.step)

    def step_back(self) -> bool:
        """Return to the step before; False where it is not known."""
        states, step = self._states, self.step - 1
        if not states.has_before:
            return False
        earlier = states.two_before[0].copy() if states.has_two_before else self._loaded_before(step)
        self.load(states.before.copy(), step, earlier)
        return True

    def _loaded_before(self, step: int) -> FloatArray | None:
        """What was loaded with `step` as the parameters before it."""
        return self._loaded[1] if self._loaded[0] == step else None

    def _block_length(self) -> int:
        """A power of two, as large as the block's room allows."""
        points = 0 if self._uses_all else len(self._inputs) + 1
        of_points = (points + 3 * self.layout.shapes[-1][0] + 2) * self._batches.size
        of_states = (1 + self._optimizer.n_memories) * self.layout.size
        fitting = _BLOCK_BYTES // (self._inputs.itemsize * (of_points + of_states))
        return 1 << max(1, min(fitting, _LONGEST_BLOCK).bit_length() - 1)

    def _pass(self, slot: int) -> tuple[Call, ...]:
        if self._block is None:
            return ()
        return self._block.make_pass(slot, self._states.around(slot)[0][0], self.gradient)

    def _update(self, slot: int) -> tuple[Call, ...]:
        now, after = self._states.around(slot)
        return tuple(update(self._optimizer, now, after, self._gradients, self._rates[slot, ...]))

    def _penalty(self, slot: int, penalty: Penalty) -> tuple[Call, ...]:
        """Add the penalty's slope to the gradient, and leave what it is made of: weights times slope."""
        weights = self._states.around(slot)[0][0]
        scratch, gradient = self._scratch, self.gradient
        calls: list[Call] = []
        if penalty.l2 > 0.0:
            strength = (penalty.l2 * self._is_weight).astype(weights.dtype)
            calls += [
                partial(np.multiply, weights, strength, scratch),
                partial(np.add, gradient, scratch, gradient),
                partial(weights.dot, scratch, self._ridge[slot, ...]),
            ]
        if penalty.l1 > 0.0:
            strength = (penalty.l1 * self._is_weight).astype(weights.dtype)
            calls += [
                partial(np.sign, weights, scratch),
                partial(np.multiply, scratch, strength, scratch),
                partial(np.add, gradient, scratch, gradient),
                partial(weights.dot, scratch, self._lasso[slot, ...]),
            ]
        return tuple(calls)

    def _begin(self, n_steps: int) -> tuple[int, int]:
        """Get the block of the present step ready; the slots of the next `n_steps` steps that lie in it."""
        self._states.begin_block()
        slot = self._states.slot
        first_step = self.step - slot
        if self._block is not None:
            self._block.fetch(first_step)
        if self._rates_from not in (first_step, _FOR_EVER) and self._schedule is not None:
            rates = self._schedule.rates(first_step, self._n_slots)
            self._rates[...] = effective_rates(self._optimizer, rates, first_step)
            is_constant = self._schedule.is_constant and not isinstance(self._optimizer, Adam)
            self._rates_from = _FOR_EVER if is_constant else first_step
        return slot, min(slot + n_steps, self._n_slots)

    def _end_of_whole(self, slot: int, stop: int) -> int:
        """The first slot from here on, before `stop`, whose batch has to go through in chunks."""
        if self._block is None:
            return slot
        is_whole = self._block.is_whole
        while slot < stop and is_whole[slot]:
            slot += 1
        return slot

    def _losses_of_block(self) -> FloatArray:
        return np.empty(0) if self._block is None else self._block.data_losses()

    def _tapes_with(self, looks: Looks | None, slot: int, stop: int) -> list[tuple[Call, ...]]:
        """The tapes from `slot` on, before `stop`: where there is a look, with the gradient's length."""
        tapes = self._tapes[slot:stop]
        if looks is not None:
            for step in looks.between(self.step, self.step + stop - slot):
                tapes[step - self.step] = self._looking_tapes[slot + step - self.step]
        return tapes

    def _run_whole(self, slot: int, tapes: list[tuple[Call, ...]]) -> int:
        """Make steps from their tapes; the slot of the first whose loss is not finite, or the end."""
        end = slot + len(tapes)
        for tape in tapes:
            for call in tape:
                call()
        self._data_losses[slot:end] = self._losses_of_block()[slot:end]
        losses = self._data_losses[slot:end] + self._ridge[slot:end] + self._lasso[slot:end]
        good = np.isfinite(losses)
        return end if good.all() else slot + int(good.argmin())

    def _run_in_chunks(self, slot: int) -> bool:
        """Make one step, with the shift where it needs that; False where its loss is not finite even so."""
        self._measure_in_chunks(slot)
        for call in (*self._penalties[slot], self._lengths[slot]):
            call()
        if not isfinite(self._data_losses[slot] + self._ridge[slot] + self._lasso[slot]):
            return False
        for call in self._updates[slot]:
            call()
        return True

    def _measure_in_chunks(self, slot: int) -> None:
        """Data loss and its slope, without the shift where that will do."""
        chunked, step = self.chunked, self.step - self._states.slot + slot
        chunked.parameters[...] = self._states.around(slot)[0][0]
        rows = None if self._uses_all else self._batches.rows(step)  # all of them, named, are a third of the points
        for is_shifted in (False, True):
            pieces = self.pieces if rows is None else chunked.cut_rows(self._inputs, self._labels, rows)
            n_batch = self.n_points if rows is None else len(rows)
            self._data_losses[slot] = chunked.measure(pieces, n_batch, step, is_shifted=is_shifted)
            if isfinite(self._data_losses[slot]):
                break
        self.gradient[...] = chunked.gradient

    def _move_to(self, slot: int) -> None:
        self.step += slot - self._states.slot
        self._states.slot = slot


def _places(numbers: FloatArray) -> list[FloatArray]:
    """Each number as an array of no dimensions, to be written to."""
    return [numbers[place, ...] for place in range(len(numbers))]
