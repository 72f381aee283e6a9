"""Small random networks, points and trainers for tests; everything follows from a seed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from hypothesis import strategies as st

from nnviz.core import optimizers, schedules
from nnviz.core.activations import ACTIVATIONS, IDENTITY, RELU, Activation
from nnviz.core.arrays import FloatArray, IntArray
from nnviz.core.batches import AllPoints, Batches, Drawn, InOrder, Shuffled
from nnviz.core.dropout import Dropout
from nnviz.core.layers import DenseLayer
from nnviz.core.losses import Penalty
from nnviz.core.network import Network
from nnviz.core.optimizers import Optimizer
from nnviz.core.schedules import Schedule
from nnviz.core.stopping import NEVER, StopRule
from nnviz.core.trainer import Points, Trainer

N_POINTS = 40

seeds = st.integers(0, 2**32 - 4)  # some tests count on from there
layer_sizes = st.tuples(
    st.integers(1, 3),  # features
    st.lists(st.integers(1, 5), max_size=3),  # hidden layers
    st.integers(2, 4),  # classes
).map(lambda parts: (parts[0], *parts[1], parts[2]))

BatchKind = Callable[[int], Batches]
"""Batches over a number of points, made anew for every trainer."""

BATCH_KINDS: dict[str, BatchKind] = {
    "all": AllPoints,
    "in-order": lambda n_points: InOrder(n_points, 7),
    "in-order-single": lambda n_points: InOrder(n_points, 1),
    "shuffled": lambda n_points: Shuffled(n_points, 12, seed=3),  # 12 leaves a shorter batch at the end of 40
    "drawn": lambda n_points: Drawn(n_points, 9, seed=4),
}

OPTIMIZERS: tuple[Optimizer, ...] = (
    optimizers.GradientDescent(),
    optimizers.Momentum(0.8),
    optimizers.Nesterov(0.8),
    optimizers.AdaGrad(),
    optimizers.RMSProp(0.95, 1e-6),
    optimizers.Adam(0.8, 0.99, 1e-7),
)

SHAPES: tuple[schedules.Shape, ...] = (
    schedules.Constant(),
    schedules.StepDecay(0.5, 7),
    schedules.ExponentialDecay(0.5, 10),
    schedules.InverseTime(10),
    schedules.Cosine(25, 0.1),
)


def random_network(
    sizes: tuple[int, ...],
    seed: int,
    activation: Activation | Sequence[Activation] = RELU,
    dtype: type[np.floating] = np.float64,
) -> Network:
    """Hidden layers of one activation, or one each, and a last one that gives logits.

    Weights and biases are normal numbers.
    """
    n_hidden = len(sizes) - 2
    hidden = [activation] * n_hidden if isinstance(activation, Activation) else activation
    generator = np.random.RandomState(seed)
    layers: list[DenseLayer] = []
    for (n_inputs, n_neurons), kind in zip(pairwise(sizes), [*hidden, IDENTITY], strict=True):
        weights = generator.standard_normal((n_inputs, n_neurons)).astype(dtype)
        layers.append(DenseLayer(weights, generator.standard_normal(n_neurons).astype(dtype), kind))
    return Network(layers)


def random_points(n_points: int, n_features: int, n_classes: int, seed: int) -> tuple[FloatArray, IntArray]:
    """Normal points with labels that have nothing to do with them."""
    generator = np.random.RandomState(seed)
    return generator.standard_normal((n_points, n_features)), generator.randint(n_classes, size=n_points)


def random_trainer(
    seed: int = 0,
    *,
    network: Network | None = None,
    size: float = 1.0,
    sizes: tuple[int, ...] = (2, 4, 3),
    activation: Activation | Sequence[Activation] = RELU,
    dtype: type[np.floating] = np.float64,
    n_points: int = N_POINTS,
    n_test: int = 10,
    batches: Batches | None = None,
    optimizer: Optimizer | None = None,
    learning_rate: float = 0.1,
    shape: schedules.Shape | None = None,
    warm_up: int = 0,
    l2: float = 0.01,
    l1: float = 0.0,
    dropout: float = 0.0,
    stop: StopRule = NEVER,
) -> Trainer:
    """A trainer at step 0; `dropout` is the share of every hidden layer, `size` how far the points are spread."""
    hidden = sizes[1:-1]
    points, labels = random_points(n_points, sizes[0], sizes[-1], seed + 1)
    test_points, test_labels = random_points(n_test, sizes[0], sizes[-1], seed + 2)
    return Trainer(
        network or random_network(sizes, seed, activation, dtype),
        Points(size * points, labels),
        Points(size * test_points, test_labels),
        batches or AllPoints(n_points),
        optimizer=optimizer or optimizers.GradientDescent(),
        schedule=Schedule(learning_rate, shape or schedules.Constant(), warm_up),
        penalty=Penalty(l2, l1),
        dropout=Dropout([dropout] * len(hidden), hidden, seed) if dropout > 0.0 and hidden else None,
        stop=stop,
    )


@dataclass(frozen=True)
class Recipe:
    """All the knobs of a trainer, by which it can be made again and again."""

    seed: int
    batch_kind: str
    knobs: dict[str, object] = field(default_factory=dict)

    def trainer(self, **changes: object) -> Trainer:
        """A trainer at step 0, the same each time; `changes` replace knobs."""
        knobs = self.knobs | changes
        batches = BATCH_KINDS[self.batch_kind](knobs.get("n_points", N_POINTS))
        return random_trainer(self.seed, batches=batches, **knobs)

    def but(self, **changes: object) -> "Recipe":
        """The same with other knobs."""
        return Recipe(self.seed, self.batch_kind, self.knobs | changes)


@st.composite
def recipes(draw: st.DrawFn, **fixed: object) -> Recipe:
    """Trainers of every setting there is; `fixed` knobs are as given."""
    hidden = draw(st.lists(st.integers(1, 5), max_size=3))
    activations = st.sampled_from(list(ACTIVATIONS.values()))
    knobs = {
        "sizes": (2, *hidden, 3),
        "activation": draw(st.lists(activations, min_size=len(hidden), max_size=len(hidden))),
        "dtype": draw(st.sampled_from([np.float64, np.float32])),
        "n_test": draw(st.sampled_from([0, 10])),
        "optimizer": draw(st.sampled_from(OPTIMIZERS)),
        "learning_rate": draw(st.sampled_from([0.003, 0.03, 0.1])),
        "shape": draw(st.sampled_from(SHAPES)),
        "warm_up": draw(st.sampled_from([0, 5])),
        "l2": draw(st.sampled_from([0.0, 0.01])),
        "l1": draw(st.sampled_from([0.0, 0.005])),
        "dropout": draw(st.sampled_from([0.0, 0.4])),
        "stop": draw(stop_rules),
    }
    return Recipe(draw(seeds), draw(st.sampled_from(list(BATCH_KINDS))), knobs | fixed)


stop_rules = st.builds(
    StopRule,
    loss=st.sampled_from([None, None, 0.9]),
    accuracy=st.sampled_from([None, None, 0.6]),
    patience=st.sampled_from([None, None, 5, 12]),
)


def parameters(network: Network) -> list[FloatArray]:
    """All weight matrices and bias vectors, the arrays themselves."""
    return [array for layer in network.layers for array in (layer.weights, layer.biases)]
