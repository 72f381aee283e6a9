"""The same step, compiled: what the textbook computes, as a flat list of NumPy calls on buffers made beforehand.

`network.py` says what a step is; this file says it again for speed, and tests hold the two together. Four ideas:

- Points stand in columns, features in rows: sums over few rows are quick, and every row is one piece of memory.
- A bias is a weight whose input is always 1. So inputs and outputs have a row of ones below, weights have a column
  more, and all of them are pieces of one flat vector, which a step moves at once.
- The calls of a step are bound to their buffers once (the tape); a step only makes them.
- Many points go through in chunks that stay in the processor's cache.

Softmax is computed without its shift, which costs a pass; where that overflows, the loss is not finite, and the chunk
is done again with it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from math import isfinite

import numpy as np

from nnviz.core.activations import IDENTITY, RELU
from nnviz.core.arrays import FloatArray, IntArray
from nnviz.core.layers import DenseLayer, LayerGradients
from nnviz.core.network import Network

Call = Callable[[], object]

_CHUNK_BYTES = 640 * 1024
"""What the buffers of a chunk may take: most of a second-level cache."""

_SMALLEST_CHUNK = 128

_MANY_POINTS = 500
"""From here on the work in a call costs more than the call."""


class CompiledNetwork:
    """A network's loss and gradients on its training points, fast.

    It takes the network over: the layers' weights and biases become views of one flat vector.

    Parameters
    ----------
    network : Network
    points : (n_points, n_features)
        Training points.
    labels : (n_points,)
    largest_batch : int
        The most points `measure` will be asked for at once.

    Attributes
    ----------
    parameters, gradient : (n_parameters,)
        All weights and biases, and the slope of the loss that was measured last.
    """

    def __init__(self, network: Network, points: FloatArray, labels: IntArray, largest_batch: int) -> None:
        self._network = network
        self._inputs = with_ones(points)
        self._labels = labels.astype(np.float64)  # compared with class numbers in a buffer of floats
        self.parameters, self._matrices = _flatten(network)
        self.gradient = np.zeros_like(self.parameters)
        self._slopes = _pieces(self.gradient, self._matrices)
        self._is_weight = _weight_mask(self._matrices)
        self._scratch = np.empty_like(self.parameters)
        self._chunk_size = chunk_size(self._matrices, largest_batch)
        self._tapes: dict[int, _Tape] = {}

    @property
    def gradients(self) -> tuple[LayerGradients, ...]:
        """Views of the gradient, layer by layer, in the textbook's shapes; the next measurement changes them."""
        return tuple(
            LayerGradients(slope[:, :-1].T, slope[:, -1])  # the last column belongs to the biases
            for slope in self._slopes
        )

    def measure(self, rows: slice, l2: float) -> tuple[float, float]:
        """Loss and gradient on some training points; the gradient stands in `gradient`.

        Parameters
        ----------
        rows : slice
            Which training points, at least one.
        l2 : float
            λ of the penalty.

        Returns
        -------
        data_loss, penalty : float
            In nats; not finite where training has blown up.
        """
        n_points = rows.stop - rows.start
        n_chunks = -(-n_points // self._chunk_size)
        total = 0.0
        for number in range(n_chunks):
            start = rows.start + number * n_points // n_chunks
            stop = rows.start + (number + 1) * n_points // n_chunks
            tape = self._tape(stop - start)
            total += tape.run(self._inputs[:, start:stop], self._labels[start:stop])
            if n_chunks == 1:
                np.multiply(tape.gradient, 1.0 / n_points, self.gradient)
            elif number == 0:
                self.gradient[...] = tape.gradient
            else:
                self.gradient += tape.gradient
        if n_chunks > 1:
            self.gradient *= 1.0 / n_points
        return total / n_points, self._add_penalty(l2)

    def _add_penalty(self, l2: float) -> float:
        if l2 == 0.0:
            return 0.0
        weights = np.multiply(self.parameters, self._is_weight, self._scratch)
        penalty = 0.5 * l2 * float(weights.dot(weights))
        weights *= l2
        self.gradient += weights
        return penalty

    def descend(self, learning_rate: float) -> None:
        """Gradient descent: move all weights and biases downhill along `gradient`."""
        np.multiply(self.gradient, learning_rate, self._scratch)
        np.subtract(self.parameters, self._scratch, self.parameters)

    def score(self, inputs: FloatArray, labels: FloatArray) -> tuple[float, int]:
        """Summed cross-entropy and number of right answers on other points.

        Parameters
        ----------
        inputs : (n_features + 1, n_points)
            Points in columns, as `with_ones` makes them.
        labels : (n_points,)
            Class numbers, as floats.
        """
        n_points = len(labels)
        n_chunks = -(-n_points // chunk_size(self._matrices, n_points))  # a batch may be small, these are many
        total, n_right = 0.0, 0
        for number in range(n_chunks):
            start, stop = number * n_points // n_chunks, (number + 1) * n_points // n_chunks
            loss, right = self._tape(stop - start).score(inputs[:, start:stop], labels[start:stop])
            total += loss
            n_right += right
        return total, n_right

    def score_training(self) -> tuple[float, int]:
        """The same on all training points."""
        return self.score(self._inputs, self._labels)

    def _tape(self, n_points: int) -> "_Tape":
        """The tape for so many points; a run needs one, or two where chunks differ by a point."""
        if n_points not in self._tapes:
            kinds = [layer.activation.name for layer in self._network.layers]
            self._tapes[n_points] = _Tape(self._matrices, kinds, n_points)
        return self._tapes[n_points]


@dataclass(frozen=True)
class _LayerBuffers:
    """A layer's numbers for one chunk, points in columns.

    Attributes
    ----------
    scores : (n_neurons, n_points)
    outputs : (n_neurons + 1, n_points)
        With a row of ones below.
    slopes : (n_neurons, n_points)
        Derivative of the activation.
    error_signal : (n_neurons, n_points)
    """

    scores: FloatArray
    outputs: FloatArray
    slopes: FloatArray
    error_signal: FloatArray


class _Tape:
    """All calls of forward and backward for a fixed number of points."""

    def __init__(self, matrices: Sequence[FloatArray], kinds: Sequence[str], n_points: int) -> None:
        self._matrices = matrices
        self._inputs = np.empty((matrices[0].shape[1], n_points))
        self._layers = [_buffers(len(matrix), n_points) for matrix in matrices]
        self._logits = self._layers[-1].scores
        n_classes = len(self._logits)
        self._labels = np.empty(n_points)
        self._truth = np.empty((n_classes, n_points))
        self._class_numbers = np.arange(float(n_classes))[:, np.newaxis]
        self._exponentials = np.empty((n_classes, n_points))
        self._totals = np.empty(n_points)
        self._logarithms = np.empty(n_points)
        self._ones = np.ones(n_points)
        self._class_ones = np.ones(n_classes)
        self.gradient = np.empty(sum(matrix.size for matrix in matrices))
        self._slopes = _pieces(self.gradient, matrices)
        self._forward = self._forward_calls(kinds)
        self._softmax = self._softmax_calls()
        self._backward = self._backward_calls(kinds)
        self._all = (*self._forward, *self._softmax, *self._backward)

    def run(self, inputs: FloatArray, labels: FloatArray) -> float:
        """Forward and backward: the summed cross-entropy; the summed gradient stands in `gradient`."""
        np.copyto(self._inputs, inputs)
        np.copyto(self._labels, labels)
        for call in self._all:
            call()
        loss = self._loss()
        if not isfinite(loss):
            loss = self._shifted()
            for call in self._backward:
                call()
        return loss

    def score(self, inputs: FloatArray, labels: FloatArray) -> tuple[float, int]:
        """Forward only: the summed cross-entropy, and how many answers are right."""
        np.copyto(self._inputs, inputs)
        np.copyto(self._labels, labels)
        for call in (*self._forward, *self._softmax):
            call()
        loss = self._loss()
        if not isfinite(loss):
            loss = self._shifted()
        winners = self._logits == self._logits.max(axis=0)
        if np.count_nonzero(winners) == len(labels):
            return loss, int(np.count_nonzero(winners & (self._truth == 1.0)))
        # Several classes share the highest score somewhere (or it is no number): the first of them counts.
        return loss, int(np.count_nonzero(self._logits.argmax(axis=0) == labels))

    def _loss(self) -> float:
        """Σ log Σ exp(z) - z_true, of what the softmax calls left."""
        return float(self._logarithms.dot(self._ones)) - float(np.vdot(self._truth, self._logits))

    def _shifted(self) -> float:
        """Softmax once more, each point's highest score taken away first."""
        self._logits -= self._logits.max(axis=0)
        for call in self._softmax:
            call()
        return self._loss()

    def _forward_calls(self, kinds: Sequence[str]) -> tuple[Call, ...]:
        calls: list[Call] = [partial(np.equal, self._labels, self._class_numbers, self._truth)]
        inputs = self._inputs
        for matrix, layer, kind in zip(self._matrices, self._layers, kinds, strict=True):
            calls.append(partial(matrix.dot, inputs, layer.scores))
            if layer is not self._layers[-1]:
                calls += _ACTIVATE[kind](layer)
            inputs = layer.outputs
        return tuple(calls)

    def _softmax_calls(self) -> tuple[Call, ...]:
        return (
            partial(np.exp, self._logits, self._exponentials),
            partial(self._class_ones.dot, self._exponentials, self._totals),
            partial(np.log, self._totals, self._logarithms),
        )

    def _backward_calls(self, kinds: Sequence[str]) -> tuple[Call, ...]:
        error = self._layers[-1].error_signal
        calls: list[Call] = [
            partial(np.divide, self._exponentials, self._totals, error),
            partial(np.subtract, error, self._truth, error),
        ]
        for index in reversed(range(len(self._layers))):
            before = self._layers[index - 1] if index else None
            inputs = self._inputs if before is None else before.outputs
            calls.append(partial(self._layers[index].error_signal.dot, inputs.T, self._slopes[index]))
            if before is not None:
                weights = self._matrices[index][:, :-1]
                calls.append(partial(weights.T.dot, self._layers[index].error_signal, before.error_signal))
                calls += _SLOPE[kinds[index - 1]](before)
        return tuple(calls)


def with_ones(points: FloatArray) -> FloatArray:
    """Points (n_points, n_features) as columns over a row of ones: (n_features + 1, n_points)."""
    inputs = np.ones((points.shape[1] + 1, len(points)))
    inputs[:-1] = points.T
    return inputs


def chunk_size(matrices: Sequence[FloatArray], largest_batch: int) -> int:
    """How many points go through at once: as many as fit into the cache, and no more than there are."""
    n_rows = sum(4 * len(matrix) + 1 for matrix in matrices) + matrices[0].shape[1] + 2 * len(matrices[-1]) + 4
    fitting = _CHUNK_BYTES // (8 * n_rows)
    return max(1, min(largest_batch, max(_SMALLEST_CHUNK, fitting)))


def _flatten(network: Network) -> tuple[FloatArray, tuple[FloatArray, ...]]:
    """Move all weights and biases into one vector; the layers keep views of it."""
    shapes = [(layer.weights.shape[1], layer.weights.shape[0] + 1) for layer in network.layers]
    flat = np.empty(sum(n_neurons * n_columns for n_neurons, n_columns in shapes))
    matrices = _pieces(flat, [np.empty(shape) for shape in shapes])
    for layer, matrix in zip(network.layers, matrices, strict=True):
        _adopt(layer, matrix)
    return flat, matrices


def _adopt(layer: DenseLayer, matrix: FloatArray) -> None:
    matrix[:, :-1] = layer.weights.T
    matrix[:, -1] = layer.biases
    layer.weights = matrix[:, :-1].T
    layer.biases = matrix[:, -1]


def _pieces(flat: FloatArray, like: Sequence[FloatArray]) -> tuple[FloatArray, ...]:
    """Cut a vector into matrices of the shapes of `like`, without copying."""
    ends = np.cumsum([matrix.size for matrix in like])
    return tuple(flat[end - matrix.size : end].reshape(matrix.shape) for end, matrix in zip(ends, like, strict=True))


def _weight_mask(matrices: Sequence[FloatArray]) -> FloatArray:
    """1 for each weight, 0 for each bias, in the order of the flat vector."""
    masks = [np.ones(matrix.shape) for matrix in matrices]
    for mask in masks:
        mask[:, -1] = 0.0
    return np.concatenate([mask.ravel() for mask in masks])


def _buffers(n_neurons: int, n_points: int) -> _LayerBuffers:
    outputs = np.ones((n_neurons + 1, n_points))
    shape = (n_neurons, n_points)
    return _LayerBuffers(np.empty(shape), outputs, np.empty(shape), np.empty(shape))


def _activate_relu(layer: _LayerBuffers) -> list[Call]:
    # Against a row of zeros: a single 0 would be made an array of at each call.
    return [partial(np.maximum, layer.scores, np.zeros(layer.scores.shape[1]), out=layer.outputs[:-1])]


def _slope_relu(layer: _LayerBuffers) -> list[Call]:
    outputs, slopes = layer.outputs[:-1], layer.slopes
    mask: list[Call]
    if outputs.shape[1] < _MANY_POINTS:
        mask = [partial(np.sign, outputs, slopes)]  # of what is never negative: 1 where active, else 0
    else:  # a call more, but each of them is quick
        active = np.empty(outputs.shape, dtype=np.bool_)
        mask = [partial(np.greater, outputs, np.zeros(outputs.shape[1]), active), partial(np.copyto, slopes, active)]
    return [*mask, partial(np.multiply, layer.error_signal, slopes, layer.error_signal)]


def _activate_identity(layer: _LayerBuffers) -> list[Call]:
    return [partial(np.copyto, layer.outputs[:-1], layer.scores)]


def _slope_identity(layer: _LayerBuffers) -> list[Call]:
    del layer
    return []


_ACTIVATE = {RELU.name: _activate_relu, IDENTITY.name: _activate_identity}
_SLOPE = {RELU.name: _slope_relu, IDENTITY.name: _slope_identity}
