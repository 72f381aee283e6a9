"""A pass: the calls that carry a fixed number of points forward and the error signal backward."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from nnviz.core.arrays import FloatArray
from nnviz.core.compiled.activation_calls import MANY_POINTS, Call, activate, slope
from nnviz.core.compiled.layout import Layout


def group_size(dtype: np.dtype[np.floating]) -> int:
    """How many sums of exponentials are multiplied with one another before a logarithm is taken.

    The logarithm costs more than anything else here; but a product of four is soon too large for single precision.
    """
    return 1 if dtype == np.float32 else 4


_FEW_NEURONS = 8

_DUST = 1e-11
"""Added to a number in single precision and taken away again, it leaves nothing of what is below 1e-18."""


def padded(n_points: int, dtype: np.dtype[np.floating]) -> int:
    """`n_points` rounded up to whole groups."""
    return -(-n_points // group_size(dtype)) * group_size(dtype)


def n_rows_of_totals(n_classes: int, n_points: int) -> int:
    """How often a pass writes down its totals.

    Once is enough, but dividing arrays of different shapes takes NumPy a microsecond longer, which few points need not.
    """
    return 1 if n_points >= MANY_POINTS else n_classes


class Buffers:
    """Room for what a pass computes; passes that are not under way at the same time share it.

    Parameters
    ----------
    layout : Layout
    n_points : int
    dtype : np.dtype
    """

    def __init__(self, layout: Layout, n_points: int, dtype: np.dtype[np.floating]) -> None:
        hidden = [n_neurons for n_neurons, _ in layout.shapes[:-1]]
        n_classes, n_columns = layout.shapes[-1]
        n_rows = sum(hidden) + len(hidden)
        self.n_points = n_points
        self.dtype = dtype
        self.all_outputs = np.ones((n_rows, n_points), dtype)
        self.all_slopes = np.empty((n_rows, n_points), dtype)
        starts = np.cumsum([0, *(n_neurons + 1 for n_neurons in hidden)])
        self.places = [slice(start, start + n_neurons) for start, n_neurons in zip(starts, hidden, strict=False)]
        self.errors = [np.empty((n_neurons + 1, n_points), dtype) for n_neurons in hidden]
        self.differences = np.empty((n_classes - 1, n_columns), dtype)
        self.logits = np.zeros((n_classes, n_points), dtype)  # only the shifted softmax needs them
        self.highest = np.empty(n_points, dtype)
        self.exponentials = np.ones((n_classes, n_points), dtype)  # unshifted, the first row stays exp(0)
        self.shifted_exponentials = np.empty((n_classes, n_points), dtype)
        self.error = np.empty((n_classes, n_points), dtype)

    def outputs(self, layer: int) -> FloatArray:
        """Outputs of a hidden layer, (n_neurons, n_points)."""
        return self.all_outputs[self.places[layer]]

    def outputs_and_one(self, layer: int) -> FloatArray:
        """The same with the row of ones below, as the next layer takes them."""
        place = self.places[layer]
        return self.all_outputs[place.start : place.stop + 1]

    def slopes(self, layer: int) -> FloatArray:
        """Slopes of a hidden layer's activation, (n_neurons, n_points)."""
        return self.all_slopes[self.places[layer]]


def n_buffer_rows(layout: Layout, n_features: int) -> int:
    """How many numbers a pass keeps for each point."""
    hidden = sum(3 * n_neurons + 2 for n_neurons, _ in layout.shapes[:-1])
    return hidden + 5 * layout.shapes[-1][0] + n_features + 3


@dataclass(frozen=True)
class Seen:
    """What a pass reads, and what is left of it for the loss; points stand in columns.

    Attributes
    ----------
    inputs : (n_features + 1, n_points)
    truth : (n_classes, n_points)
        1 / n_mean at the true class, else 0.
    exponents : (n_classes, n_points)
        Where the pass leaves the scores whose exponentials it takes; all 0 at first.
    totals : (n_rows_of_totals, n_points)
        Where it leaves n_mean · Σ exp(exponents), in every row.
    masks : (n_hidden, n_points) or None
        Dropout's, for all hidden layers below one another.
    """

    inputs: FloatArray
    truth: FloatArray
    exponents: FloatArray
    totals: FloatArray
    masks: FloatArray | None = None


class Pass:
    """Forward and backward for a fixed number of points.

    Parameters
    ----------
    kinds : one a hidden layer
        Names of the activations.
    matrices, slopes : one (n_neurons, n_inputs + 1) a layer
        Weights that are read, and their gradients that are written.
    seen : Seen
    buffers : Buffers
    n_mean : int
        Points that the gradient is a mean over; 1 where it is to be the sum.
    is_shifted : bool
        Whether softmax takes each point's highest score away first.

    Attributes
    ----------
    scores : Sequence[Call]
        Up to the last layer's scores: in the exponents, unless these are shifted.
    forward : Sequence[Call]
        The same and on, up to exponents and totals.
    backward : Sequence[Call]
        From there to the gradients.
    """

    def __init__(
        self,
        kinds: Sequence[str],
        matrices: Sequence[FloatArray],
        slopes: Sequence[FloatArray],
        seen: Seen,
        buffers: Buffers,
        *,
        n_mean: int = 1,
        is_shifted: bool,
    ) -> None:
        self._kinds = kinds
        self._matrices = matrices
        self._slopes = slopes
        self._seen = seen
        self._buffers = buffers
        sums = np.full((len(seen.totals), matrices[-1].shape[0]), float(n_mean), buffers.dtype)
        self._exponentials = buffers.shifted_exponentials if is_shifted else buffers.exponentials
        scores = buffers.logits if is_shifted else seen.exponents
        softmax = self._shifted_softmax() if is_shifted else self._softmax()
        self.scores = (*self._hidden_calls(), *self._score_calls(scores))
        self.forward = (*self.scores, *softmax, partial(sums.dot, self._exponentials, seen.totals))
        self.backward = (*self._slope_calls(), *self._backward_calls())

    def _layer_inputs(self, layer: int) -> FloatArray:
        return self._seen.inputs if layer == 0 else self._buffers.outputs_and_one(layer - 1)

    def _hidden_calls(self) -> list[Call]:
        calls: list[Call] = []
        for layer, kind in enumerate(self._kinds):
            outputs, slopes = self._buffers.outputs(layer), self._buffers.slopes(layer)
            calls.append(partial(self._matrices[layer].dot, self._layer_inputs(layer), outputs))
            calls += activate(kind, outputs, slopes)
            if self._seen.masks is not None:
                calls += self._masking(layer, kind, self._seen.masks)
        return calls

    def _masking(self, layer: int, kind: str, masks: FloatArray) -> list[Call]:
        """Silence neurons; their slopes are taken before, from what they would have said."""
        outputs, slopes = self._buffers.outputs(layer), self._buffers.slopes(layer)
        place = self._buffers.places[layer]
        mask = masks[place.start - layer : place.stop - layer]
        of_activation = slope(kind, outputs, slopes)
        of_both = partial(np.multiply, slopes, mask, slopes) if of_activation else partial(np.copyto, slopes, mask)
        return [*of_activation, of_both, partial(np.multiply, outputs, mask, outputs)]

    def _score_calls(self, scores: FloatArray) -> list[Call]:
        """The last layer's scores; where points are many, less the first class's, whose own row stays 0."""
        last, differences = self._matrices[-1], self._buffers.differences
        inputs = self._layer_inputs(len(self._kinds))
        if scores.shape[1] < MANY_POINTS:
            return [partial(last.dot, inputs, scores)]
        return [partial(np.subtract, last[1:], last[:1], differences), partial(differences.dot, inputs, scores[1:])]

    def _softmax(self) -> list[Call]:
        exponents, exponentials = self._seen.exponents, self._exponentials
        first = 0 if exponents.shape[1] < MANY_POINTS else 1
        return [partial(np.exp, exponents[first:], exponentials[first:])]

    def _shifted_softmax(self) -> list[Call]:
        logits, highest, exponents = self._buffers.logits, self._buffers.highest, self._seen.exponents
        return [
            partial(np.maximum.reduce, logits, 0, out=highest),
            partial(np.subtract, logits, highest, exponents),
            partial(np.exp, exponents, self._exponentials),
        ]

    def _slope_calls(self) -> list[Call]:
        """Slopes of all hidden layers; neighbours of one kind together."""
        if self._seen.masks is not None:
            return []
        calls: list[Call] = []
        first = 0
        for layer, kind in enumerate(self._kinds):
            if layer + 1 == len(self._kinds) or self._kinds[layer + 1] != kind:
                together = slice(self._buffers.places[first].start, self._buffers.places[layer].stop)
                calls += slope(kind, self._buffers.all_outputs[together], self._buffers.all_slopes[together])
                first = layer + 1
        return calls

    def _backward_calls(self) -> list[Call]:
        buffers, seen = self._buffers, self._seen
        error = buffers.error
        calls: list[Call] = [partial(np.divide, self._exponentials, seen.totals, error)]
        if error.dtype == np.float32:
            # Processors are a hundred times slower on numbers next to nothing, which single precision soon comes to.
            dust = np.array(_DUST, error.dtype)
            calls += [partial(np.add, error, dust, error), partial(np.subtract, error, dust, error)]
        calls.append(partial(np.subtract, error, seen.truth, error))
        matrices, slopes = list(self._matrices), list(self._slopes)
        if buffers.n_points >= MANY_POINTS:
            # A point's errors add up to 0. So those of the first class tell nothing new, as its score does.
            error, matrices[-1], slopes[-1] = error[1:], buffers.differences, slopes[-1][1:]
        for layer in reversed(range(len(self._matrices))):
            calls += _gradient(error, self._layer_inputs(layer), slopes[layer])
            if layer > 0:
                # Also for the row of ones, where it is of no use: NumPy is slow on a matrix without its last column.
                calls.append(partial(matrices[layer].T.dot, error, buffers.errors[layer - 1]))
                before = buffers.errors[layer - 1][:-1]
                if self._kinds[layer - 1] != "identity" or seen.masks is not None:
                    calls.append(partial(np.multiply, before, buffers.slopes(layer - 1), before))
                error = before
        if buffers.n_points >= MANY_POINTS:
            others = self._slopes[-1][1:]
            calls.append(partial(np.full(len(others), -1.0, others.dtype).dot, others, self._slopes[-1][0]))
        return calls


def _gradient(error: FloatArray, inputs: FloatArray, slope: FloatArray) -> list[Call]:
    """slope = error · inputsᵀ; for a few neurons and many points a row at a time, which BLAS does twice as fast."""
    n_neurons, n_points = error.shape
    if n_points < MANY_POINTS or n_neurons > _FEW_NEURONS:
        return [partial(error.dot, inputs.T, slope)]
    return [partial(inputs.dot, error[neuron], slope[neuron]) for neuron in range(n_neurons)]
