"""Diagnosis: hidden neurons that do not do their share of the work.

Three things go wrong, and each can be seen in numbers:

dead
    A ReLU whose score is above 0 on no training point. Its output is 0 everywhere and so is its derivative: it tells
    the next layer nothing, and nothing about the loss comes back to it.
saturated
    A sigmoid or tanh that is nearly always at an end of its curve, where the slope is next to nothing, and whatever
    comes back is multiplied by it (Glorot and Bengio, 2010, watch whole layers end there).
identical
    Neurons of one layer with the same numbers on every connection. They get the same gradient and stay alike: the
    symmetry between them is never broken. A start from zeros makes all neurons of a layer so.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

import numpy as np

from nnviz.core.activations import RELU, SIGMOID, TANH
from nnviz.core.arrays import BoolArray, FloatArray, IntArray
from nnviz.core.layers import DenseLayer
from nnviz.core.names import neuron_name
from nnviz.core.network import Network

NEAR = 0.01
"""How near to an end of its range an output must be to count as saturated, as a share of the range.

There the slope of sigmoid and tanh is at most 4 NEAR (1 - NEAR) of the steepest: less than a twenty-fifth.
"""

ONE_IN = 100
"""A saturated neuron is away from the ends of its range on at most one training point in so many."""

# A portion of points is worth about so many multiplications, an activation being worth some of them: a millisecond.
_WORK, _ACTIVATION = 2_000_000, 16
_FEWEST_POINTS, _MOST_POINTS = 32, 2048

_N_SUMS = 4
_MOST_NAMED = 5


class Kind(Enum):
    """What is the matter with a neuron."""

    DEAD = "dead"
    SATURATED = "saturated"
    IDENTICAL = "identical"


@dataclass(frozen=True)
class Finding:
    """A neuron that does not do its share.

    Attributes
    ----------
    layer : int
        The hidden layer it is in; 0 is the first.
    neuron : int
        Its place in the layer, from 0.
    kind : Kind
    sentence : str
        What is the matter, with the number that shows it, and what follows from it.
    """

    layer: int
    neuron: int
    kind: Kind
    sentence: str


def diagnose(network: Network, points: FloatArray) -> tuple[Finding, ...]:
    """What is the matter with the hidden neurons of a network.

    Parameters
    ----------
    network : Network
    points : (n_points, n_features)
        All training points.

    Returns
    -------
    findings : tuple of Finding
        Layer by layer, neuron by neuron; a neuron may have two.
    """
    examination = Examination(network, points)
    while not examination.is_done:
        examination.advance()
    return examination.findings


class Examination:
    """`diagnose` in small portions, for whoever has other things to do in between.

    A neuron is a suspect until it has been seen at work too often: a ReLU once, a sigmoid or tanh on more than one
    point in a hundred of all there are. Every portion is a thin sample of all points, so the first one lets most
    neurons go; all of them are gone through only for a neuron that is suspect to the end. So the verdict is exact, and
    nearly always cheap.

    Parameters
    ----------
    network : Network
        Must not change until the examination is done.
    points : (n_points, n_features)
    """

    def __init__(self, network: Network, points: FloatArray) -> None:
        self._network = network
        self._n_points = len(points)
        self._suspects = [
            _Suspects(index, layer, len(points))
            for index, layer in enumerate(network.layers[:-1])
            if layer.activation.name in _IS_IDLE
        ]
        self._portions = _portions(network, points)
        self._pairs = enumerate(pairwise(network.layers))
        self._identical: list[Finding] = []
        self._findings: tuple[Finding, ...] | None = None

    @property
    def is_done(self) -> bool:
        """Whether the findings are there."""
        return self._findings is not None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found; none until the examination is done."""
        return self._findings or ()

    def advance(self) -> None:
        """Look at the next portion of the points; after the last one at the next layer; after that, conclude."""
        with np.errstate(all="ignore"):  # on its way to divergence a network's scores overflow
            if self._suspects and (portion := next(self._portions, None)) is not None:
                self._watch(portion)
            elif (pair := next(self._pairs, None)) is not None:
                self._compare(*pair)
            else:
                self._conclude()

    def _watch(self, inputs: FloatArray) -> None:
        """Carry points of shape (n_points, n_features) through the network, as far as there are suspects."""
        last = self._suspects[-1]
        watched = {suspects.index: suspects for suspects in self._suspects[:-1]}
        for index, layer in enumerate(self._network.layers[: last.index]):
            outputs = layer.forward(inputs).outputs
            if index in watched:
                watched[index].see(outputs[:, watched[index].neurons])
            inputs = outputs
        last.see(_alone(self._network.layers[last.index], last.neurons).forward(inputs).outputs)
        self._suspects = [suspects for suspects in self._suspects if len(suspects.neurons)]

    def _conclude(self) -> None:
        convicted = [finding for suspects in self._suspects for finding in self._convicted(suspects)]
        found = (*convicted, *self._identical)
        self._findings = tuple(sorted(found, key=lambda finding: (finding.layer, finding.neuron)))

    def _convicted(self, suspects: "_Suspects") -> Iterator[Finding]:
        for neuron, n_at_work in zip(suspects.neurons.tolist(), suspects.n_at_work.tolist(), strict=True):
            name = self._name(suspects.index, neuron)
            if suspects.activation == RELU.name:
                sentence = (
                    f"{name} is dead: its score is above 0 on none of the {self._n_points:,} training points, so it "
                    "passes nothing on and learns nothing from them."
                )
                yield Finding(suspects.index, neuron, Kind.DEAD, sentence)
            else:
                low, high = _RANGES[suspects.activation]
                sentence = (
                    f"{name} is saturated: on {self._n_points - n_at_work:,} of the {self._n_points:,} training points "
                    f"its output is within {NEAR * (high - low):g} of {_signed(low)} or {high}, where the curve is "
                    "nearly flat, so it learns very slowly."
                )
                yield Finding(suspects.index, neuron, Kind.SATURATED, sentence)

    def _compare(self, index: int, layers: tuple[DenseLayer, DenseLayer]) -> None:
        """Find neurons of a layer that are alike, in what goes in and in what goes on to the next layer."""
        layer, after = layers
        n_inputs, n_next = layer.weights.shape[0], after.weights.shape[1]
        numbers = np.vstack([layer.weights, layer.biases, after.weights.T])
        for group in alike(numbers):
            for neuron in group:
                sentence = (
                    f"{self._name(index, neuron)} is identical to {_others(group, neuron)}: the same bias and the same "
                    f"weights ({n_inputs} in, {n_next} out). Nothing tells them apart, so they learn the same, and "
                    f"the {len(group)} of them do the work of one."
                )
                self._identical.append(Finding(index, neuron, Kind.IDENTICAL, sentence))

    def _name(self, index: int, neuron: int) -> str:
        n_hidden = len(self._network.layers) - 1
        return neuron_name(neuron) + (f" in hidden layer {index + 1}" if n_hidden > 1 else "")


def alike(numbers: FloatArray) -> list[list[int]]:
    """Which columns are the same but for rounding: in half of the digits that their numbers carry.

    Parameters
    ----------
    numbers : (n_numbers, n_columns)

    Returns
    -------
    groups : lists of at least two columns
        No number of a column differs from the first column's in its group by more than √ε times that column's largest
        in size, ε being the distance from 1 to the next number there is.
    """
    tolerance = float(np.sqrt(np.finfo(numbers.dtype).eps))
    largest = float(np.abs(numbers).max())
    columns = _worth_comparing(numbers / largest if largest else numbers, tolerance)
    groups: list[list[int]] = []
    while len(columns) > 1:
        first = numbers[:, columns[:1]]
        same = (np.abs(numbers[:, columns] - first) <= tolerance * np.abs(first).max()).all(axis=0)
        if np.count_nonzero(same) > 1:
            groups.append(columns[same].tolist())
        columns = columns[~same]
    return groups


def _worth_comparing(numbers: FloatArray, tolerance: float) -> IntArray:
    """Columns that may be like another; `numbers` are at most 1 in size.

    Where two columns are alike, so are their sums, whatever weights at most 1 in size the sums are taken with. Columns
    that merely happen to have one such sum in common differ in the next: a few sums spare comparing every number of
    every column with every other's.
    """
    n_numbers, n_columns = numbers.shape
    places = np.arange(1, n_numbers + 1, dtype=np.float64)
    columns: IntArray = np.arange(n_columns, dtype=np.intp)
    near: BoolArray = np.ones((n_columns, n_columns), dtype=np.bool_)
    for frequency in range(1, _N_SUMS + 1):
        sums: FloatArray = np.cos(frequency * places) @ numbers[:, columns]
        near &= np.abs(sums[:, np.newaxis] - sums) <= 2 * n_numbers * tolerance
        kept = np.count_nonzero(near, axis=1) > 1
        columns = columns[kept]
        near = near[kept][:, kept]
    return columns


class _Suspects:
    """Neurons of a layer that may turn out to be idle, and on how many points each was seen at work."""

    def __init__(self, index: int, layer: DenseLayer, n_points: int) -> None:
        self.index = index
        self.activation = layer.activation.name
        self.neurons: IntArray = np.arange(layer.weights.shape[1], dtype=np.intp)
        self.n_at_work: IntArray = np.zeros(layer.weights.shape[1], dtype=np.intp)
        self._most_at_work = 0 if self.activation == RELU.name else n_points // ONE_IN

    def see(self, outputs: FloatArray) -> None:
        """Watch them at some points, (n_points, n_suspects), and let go who works too often."""
        at_work = ~_IS_IDLE[self.activation](outputs)  # so too where an output is not a number
        n_at_work = self.n_at_work + np.count_nonzero(at_work, axis=0)
        still = n_at_work <= self._most_at_work
        self.neurons, self.n_at_work = self.neurons[still], n_at_work[still]


_IS_IDLE: dict[str, Callable[[FloatArray], BoolArray]] = {
    RELU.name: lambda outputs: outputs <= 0.0,
    SIGMOID.name: lambda outputs: np.abs(2.0 * outputs - 1.0) >= 1.0 - 2.0 * NEAR,
    TANH.name: lambda outputs: np.abs(outputs) >= 1.0 - 2.0 * NEAR,
}
_RANGES = {SIGMOID.name: (0, 1), TANH.name: (-1, 1)}


def _portions(network: Network, points: FloatArray) -> Iterator[FloatArray]:
    """All points, each once, in portions that are spread evenly over them and take about the same time."""
    costs = [layer.weights.size + _ACTIVATION * layer.biases.size for layer in network.layers[:-1]]
    wanted = min(max(_WORK // max(sum(costs), 1), _FEWEST_POINTS), _MOST_POINTS)
    dtype = network.layers[0].weights.dtype
    n_portions = -(-len(points) // wanted)
    for start in range(n_portions):
        yield points[start::n_portions].astype(dtype)


def _alone(layer: DenseLayer, neurons: IntArray) -> DenseLayer:
    """A layer of these neurons only."""
    return DenseLayer(layer.weights[:, neurons], layer.biases[neurons], layer.activation)


def _others(group: list[int], neuron: int) -> str:
    """h₁, h₂ and h₃; where there are many, some of them and how many more."""
    n_named = _MOST_NAMED if len(group) - 1 <= _MOST_NAMED else _MOST_NAMED - 1
    names = [neuron_name(other) for other in group[: n_named + 1] if other != neuron][:n_named]
    n_more = len(group) - 1 - len(names)
    last = f"{n_more:,} more" if n_more else names.pop()
    return f"{', '.join(names)} and {last}" if names else last


def _signed(number: int) -> str:
    return f"{number}".replace("-", "−")
