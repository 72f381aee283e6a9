"""Recipes made of other recipes."""

from itertools import pairwise

import msgspec

from nnviz.experiment.build import build_network
from nnviz.experiment.experiment import Experiment
from nnviz.experiment.network_spec import GivenStart, LayerSpec, NormalStart
from nnviz.experiment.presets import preset
from nnviz.experiment.training_spec import InOrderBatch


def with_training(experiment: Experiment, **changes: object) -> Experiment:
    return msgspec.structs.replace(experiment, training=msgspec.structs.replace(experiment.training, **changes))


def with_network(experiment: Experiment, **changes: object) -> Experiment:
    return msgspec.structs.replace(experiment, network=msgspec.structs.replace(experiment.network, **changes))


def with_data(experiment: Experiment, **changes: object) -> Experiment:
    return msgspec.structs.replace(experiment, data=msgspec.structs.replace(experiment.data, **changes))


def with_first_cluster(experiment: Experiment, **changes: object) -> Experiment:
    first, *others = experiment.data.clusters
    return with_data(experiment, clusters=(msgspec.structs.replace(first, **changes), *others))


def in_mini_batches(experiment: Experiment) -> Experiment:
    return with_training(experiment, batch=InOrderBatch(size=7))


def that_diverges(experiment: Experiment) -> Experiment:
    return with_training(experiment, learning_rate=10.0, l2_penalty=10.0, n_steps=100_000)


def that_blows_up() -> Experiment:
    """The loss rises to 10¹⁹ within a dozen steps, and settles."""
    return with_training(preset("three-clusters"), learning_rate=10.0, n_steps=1_000_000)


def with_too_large_a_start(experiment: Experiment) -> Experiment:
    """The loss begins beyond 10¹² and is infinite a few steps later, at any learning rate."""
    layers = tuple(LayerSpec(n_neurons=64, activation="relu") for _ in range(8))
    start = NormalStart(standard_deviation=10.0)
    return with_network(experiment, hidden_layers=layers, initial_weights=start)


def with_dead_neurons(experiment: Experiment, *neurons: int) -> Experiment:
    """The first hidden layer's (number 2, where none are named) get no score above 0 from any point."""
    network = build_network(experiment)
    network.layers[0].biases[list(neurons or (2,))] = -1000.0
    start = GivenStart(
        weights=tuple(tuple(map(tuple, layer.weights.tolist())) for layer in network.layers),
        biases=tuple(tuple(layer.biases.tolist()) for layer in network.layers),
    )
    return with_network(experiment, initial_weights=start)


def that_begins_with_infinity(experiment: Experiment) -> Experiment:
    """Eight layers of the largest weights there are, in single precision."""
    layers = tuple(LayerSpec(n_neurons=4, activation="identity") for _ in range(8))
    experiment = with_training(with_network(experiment, hidden_layers=layers), precision="float32")
    sizes = experiment.layer_sizes
    start = GivenStart(
        weights=tuple(((1e6,) * n_neurons,) * n_inputs for n_inputs, n_neurons in pairwise(sizes)),
        biases=tuple((0.0,) * n_neurons for n_neurons in sizes[1:]),
    )
    return with_network(experiment, initial_weights=start)
