"""Small random networks and points for tests; everything follows from a seed."""

from itertools import pairwise

import numpy as np
from hypothesis import strategies as st

from nnviz.core.activations import IDENTITY, RELU
from nnviz.core.arrays import FloatArray, IntArray
from nnviz.core.batches import AllPoints, Batches
from nnviz.core.layers import DenseLayer
from nnviz.core.network import Network
from nnviz.core.trainer import Points, Trainer

seeds = st.integers(0, 2**32 - 1)
layer_sizes = st.tuples(
    st.integers(1, 3),  # features
    st.lists(st.integers(1, 5), max_size=3),  # hidden layers
    st.integers(2, 4),  # classes
).map(lambda parts: (parts[0], *parts[1], parts[2]))


def random_network(sizes: tuple[int, ...], seed: int) -> Network:
    """ReLU layers and a last one that gives logits; weights and biases are normal numbers."""
    generator = np.random.RandomState(seed)
    layers: list[DenseLayer] = []
    for index, (n_inputs, n_neurons) in enumerate(pairwise(sizes)):
        activation = IDENTITY if index == len(sizes) - 2 else RELU
        weights = generator.standard_normal((n_inputs, n_neurons))
        layers.append(DenseLayer(weights, generator.standard_normal(n_neurons), activation))
    return Network(layers)


def random_points(n_points: int, n_features: int, n_classes: int, seed: int) -> tuple[FloatArray, IntArray]:
    """Normal points with labels that have nothing to do with them."""
    generator = np.random.RandomState(seed)
    return generator.standard_normal((n_points, n_features)), generator.randint(n_classes, size=n_points)


def random_trainer(
    seed: int = 0,
    *,
    sizes: tuple[int, ...] = (2, 4, 3),
    n_points: int = 40,
    n_test: int = 10,
    batches: Batches | None = None,
    learning_rate: float = 0.1,
    l2: float = 0.01,
) -> Trainer:
    """A trainer at step 0."""
    return Trainer(
        random_network(sizes, seed),
        Points(*random_points(n_points, sizes[0], sizes[-1], seed + 1)),
        Points(*random_points(n_test, sizes[0], sizes[-1], seed + 2)),
        batches or AllPoints(n_points),
        learning_rate=learning_rate,
        l2=l2,
    )


def parameters(network: Network) -> list[FloatArray]:
    """All weight matrices and bias vectors, the arrays themselves."""
    return [array for layer in network.layers for array in (layer.weights, layer.biases)]
