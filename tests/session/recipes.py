"""Recipes made of other recipes."""

import msgspec

from nnviz.experiment.experiment import Experiment
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
