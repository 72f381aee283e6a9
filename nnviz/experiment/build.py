"""From a recipe to a run: the data set, the network, the trainer."""

from itertools import pairwise

import numpy as np

from nnviz.core.activations import ACTIVATIONS, IDENTITY
from nnviz.core.arrays import FloatArray
from nnviz.core.batches import AllPoints, Batches, InOrder
from nnviz.core.initializers import Initializer, normal, truncated_normal
from nnviz.core.layers import DenseLayer
from nnviz.core.network import Network
from nnviz.core.trainer import Points, Trainer
from nnviz.data.clusters import Cluster, draw_clusters
from nnviz.data.dataset import Dataset, split_dataset
from nnviz.experiment.data_spec import DataSpec
from nnviz.experiment.experiment import Experiment
from nnviz.experiment.network_spec import ArticleStart, NormalStart, TruncatedNormalStart
from nnviz.experiment.training_spec import AllPointsBatch, TrainingSpec

# The article drew every weight matrix twice before the one it kept.
_ARTICLE_DRAWS_BEFORE = 2


def build_dataset(data: DataSpec) -> Dataset:
    """Draw the points of a recipe and split them."""
    points, labels = draw_clusters(_clusters(data), np.random.RandomState(data.seed))
    names = [cluster.name for cluster in data.clusters]
    return split_dataset(points, labels, names, data.test_share, data.seed)


def build_network(experiment: Experiment) -> Network:
    """The network of a recipe, with the weights it starts from."""
    sizes = experiment.layer_sizes
    hidden = [ACTIVATIONS[layer.activation] for layer in experiment.network.hidden_layers]
    layers = zip(_initial_weights(experiment), [*hidden, IDENTITY], sizes[1:], strict=True)
    return Network([DenseLayer(weights, np.zeros(n_neurons), kind) for weights, kind, n_neurons in layers])


def build_trainer(experiment: Experiment, dataset: Dataset) -> Trainer:
    """A trainer at step 0.

    Parameters
    ----------
    experiment : Experiment
    dataset : Dataset
        Made by `build_dataset` from this recipe's data; handed in because drawing a million points takes a while and
        most edits leave them as they are.
    """
    training = experiment.training
    return Trainer(
        build_network(experiment),
        Points(dataset.training_points, dataset.training_labels),
        Points(dataset.test_points, dataset.test_labels),
        _batches(training, len(dataset.training_labels)),
        learning_rate=training.learning_rate,
        l2=training.l2_penalty,
    )


def _clusters(data: DataSpec) -> list[Cluster]:
    return [Cluster(cluster.mean, cluster.covariance, cluster.n_points) for cluster in data.clusters]


def _batches(training: TrainingSpec, n_points: int) -> Batches:
    if isinstance(training.batch, AllPointsBatch):
        return AllPoints(n_points)
    return InOrder(n_points, training.batch.size)


def _initial_weights(experiment: Experiment) -> list[FloatArray]:
    network = experiment.network
    if isinstance(network.initial_weights, ArticleStart):
        generator = np.random.RandomState(experiment.data.seed)
        draw_clusters(_clusters(experiment.data), generator)
        for _ in range(_ARTICLE_DRAWS_BEFORE):
            _draw_weights(experiment.layer_sizes, normal(1.0), generator)
        return _draw_weights(experiment.layer_sizes, normal(1.0), generator)
    return _draw_weights(
        experiment.layer_sizes, _initializer(network.initial_weights), np.random.RandomState(network.seed)
    )


def _initializer(start: NormalStart | TruncatedNormalStart) -> Initializer:
    if isinstance(start, NormalStart):
        return normal(start.standard_deviation)
    return truncated_normal(start.standard_deviation)


def _draw_weights(
    sizes: tuple[int, ...], initializer: Initializer, generator: np.random.RandomState
) -> list[FloatArray]:
    return [initializer(n_inputs, n_neurons, generator) for n_inputs, n_neurons in pairwise(sizes)]
