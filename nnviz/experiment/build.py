"""From a recipe to a run: the data set, the network, the trainer."""

from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnviz.core import initializers
from nnviz.core.activations import ACTIVATIONS, IDENTITY
from nnviz.core.arrays import FloatArray
from nnviz.core.batches import AllPoints, Batches, Drawn, InOrder, Shuffled
from nnviz.core.dropout import Dropout
from nnviz.core.initializers import Initializer
from nnviz.core.layers import DenseLayer
from nnviz.core.losses import Penalty
from nnviz.core.network import Network
from nnviz.core.stopping import StopRule
from nnviz.core.trainer import Points, Trainer
from nnviz.data import shapes
from nnviz.data.clusters import Cluster, draw_clusters
from nnviz.data.dataset import Dataset, Split, split_dataset
from nnviz.data.lots import Numbers
from nnviz.data.packing import unpack, unpack_numbers
from nnviz.experiment.build_training import build_optimizer, build_schedule
from nnviz.experiment.data_spec import DataSpec
from nnviz.experiment.experiment import Experiment
from nnviz.experiment.network_spec import (
    ArticleStart,
    GivenStart,
    GlorotNormalStart,
    GlorotUniformStart,
    HeNormalStart,
    HeUniformStart,
    InitialWeights,
    NormalStart,
    TruncatedNormalStart,
    UniformStart,
    ZerosStart,
)
from nnviz.experiment.own_source import OwnSource
from nnviz.experiment.source_spec import (
    BlobsSource,
    CheckerboardSource,
    CirclesSource,
    ClustersSource,
    MoonsSource,
    ShapeSource,
    SpiralsSource,
    UnlearnableSource,
    XorSource,
)
from nnviz.experiment.training_spec import AllPointsBatch, InOrderBatch, ShuffledBatch, TrainingSpec

# The article drew every weight matrix twice before the one it kept.
_ARTICLE_DRAWS_BEFORE = 2

_RULES: dict[type[InitialWeights], Initializer] = {
    GlorotUniformStart: initializers.glorot_uniform,
    GlorotNormalStart: initializers.glorot_normal,
    HeUniformStart: initializers.he_uniform,
    HeNormalStart: initializers.he_normal,
    ZerosStart: initializers.zeros,
}

_PLAIN_SHAPES: dict[type[ShapeSource], Callable[[int, float, np.random.RandomState], shapes.Drawn]] = {
    XorSource: shapes.xor,
    CirclesSource: shapes.circles,
    MoonsSource: shapes.moons,
    UnlearnableSource: shapes.unlearnable,
}


def draw_points(data: DataSpec) -> tuple[NDArray[np.floating], NDArray[np.intp]]:
    """The points of a recipe before they are split, (n_points, n_features), and their labels, (n_points,)."""
    return _draw_points(data, np.random.RandomState(data.seed))


def build_dataset(data: DataSpec) -> Dataset:
    """Draw the points of a recipe and split them."""
    points, labels = draw_points(data)
    return split_dataset(
        points,
        labels,
        data.class_names,
        split_of(data),
        class_colors=data.class_colors,
        feature_names=data.feature_names,
        formulas=data.formulas,
        standardized=data.standardized,
        numbers=own_numbers(data),
    )


def split_of(data: DataSpec) -> Split:
    """How the points of a recipe are split."""
    return Split(data.test_share, data.seed, data.split_by_class)


def own_numbers(data: DataSpec) -> Numbers | None:
    """The numbers by which the points of a recipe are dealt, (n_points,); None where their rows decide."""
    if isinstance(data.source, OwnSource) and data.source.numbers:
        return unpack_numbers(data.source.numbers)
    return None


def build_network(experiment: Experiment) -> Network:
    """The network of a recipe, with the weights it starts from, in the recipe's precision."""
    hidden = [ACTIVATIONS[layer.activation] for layer in experiment.network.hidden_layers]
    dtype = np.dtype(experiment.training.precision)
    layers = zip(_initial_weights(experiment), _initial_biases(experiment), [*hidden, IDENTITY], strict=True)
    return Network([DenseLayer(weights.astype(dtype), biases.astype(dtype), kind) for weights, biases, kind in layers])


def build_trainer(experiment: Experiment, dataset: Dataset) -> Trainer:
    """A trainer at step 0.

    Parameters
    ----------
    experiment : Experiment
    dataset : Dataset
        Made by `build_dataset` from this recipe's data; handed in because drawing a million points takes a while and
        most edits leave them as they are.
    """
    return build_trainer_on(experiment, *points_of(dataset))


def points_of(dataset: Dataset) -> tuple[Points, Points]:
    """What a network sees of a data set: training and test points as it is fed them."""
    return (
        Points(dataset.training_inputs, dataset.training_labels),
        Points(dataset.test_inputs, dataset.test_labels),
    )


def build_trainer_on(experiment: Experiment, training_points: Points, test_points: Points) -> Trainer:
    """A trainer at step 0 on the points of a data set that is not at hand itself."""
    training = experiment.training
    return Trainer(
        build_network(experiment),
        training_points,
        test_points,
        _batches(training, len(training_points)),
        optimizer=build_optimizer(training.optimizer),
        schedule=build_schedule(training),
        penalty=build_penalty(training),
        dropout=_dropout(experiment),
        stop=build_stop_rule(training),
    )


def build_penalty(training: TrainingSpec) -> Penalty:
    """The penalty of a recipe."""
    return Penalty(training.l2_penalty, training.l1_penalty)


def build_stop_rule(training: TrainingSpec) -> StopRule:
    """What ends a run of a recipe before its last step."""
    return StopRule(training.stop_at_loss, training.stop_at_accuracy, training.patience)


def _draw_points(data: DataSpec, generator: np.random.RandomState) -> tuple[NDArray[np.floating], NDArray[np.intp]]:
    if isinstance(data.source, ClustersSource):
        return draw_clusters(_clusters(data), generator)
    if isinstance(data.source, OwnSource):
        return unpack(data.source.features, data.source.labels, data.n_features)
    points, labels = _draw_shape(data.source, generator)
    return points.astype(np.float32), labels


def _draw_shape(shape: ShapeSource, generator: np.random.RandomState) -> shapes.Drawn:
    match shape:
        case SpiralsSource():
            return shapes.spirals(shape.n_points, shape.noise, shape.arms, generator)
        case BlobsSource():
            return shapes.blobs(shape.n_points, shape.noise, shape.blobs, generator)
        case CheckerboardSource():
            return shapes.checkerboard(shape.n_points, shape.noise, shape.cells, generator)
        case _:
            return _PLAIN_SHAPES[type(shape)](shape.n_points, shape.noise, generator)


def _clusters(data: DataSpec) -> list[Cluster]:
    return [Cluster(cluster.mean, cluster.covariance, cluster.n_points, cluster.axes) for cluster in data.clusters]


def _batches(training: TrainingSpec, n_points: int) -> Batches:
    batch = training.batch
    if isinstance(batch, AllPointsBatch):
        return AllPoints(n_points)
    if isinstance(batch, InOrderBatch):
        return InOrder(n_points, batch.size)
    if isinstance(batch, ShuffledBatch):
        return Shuffled(n_points, batch.size, training.batch_seed)
    return Drawn(n_points, batch.size, training.batch_seed)


def _dropout(experiment: Experiment) -> Dropout | None:
    """None where no layer has any: most recipes."""
    layers = experiment.network.hidden_layers
    dropout = Dropout(
        [layer.dropout for layer in layers], [layer.n_neurons for layer in layers], experiment.training.batch_seed
    )
    return dropout if dropout.is_on else None


def _initial_biases(experiment: Experiment) -> list[FloatArray]:
    start = experiment.network.initial_weights
    if isinstance(start, GivenStart):
        return [np.array(vector, dtype=np.float64) for vector in start.biases]
    return [np.full(n_neurons, experiment.network.initial_bias) for n_neurons in experiment.layer_sizes[1:]]


def _initial_weights(experiment: Experiment) -> list[FloatArray]:
    network = experiment.network
    start = network.initial_weights
    if isinstance(start, GivenStart):
        return [np.array(matrix, dtype=np.float64) for matrix in start.weights]
    if isinstance(start, ArticleStart):
        generator = _behind_points(experiment.data)
        for _ in range(_ARTICLE_DRAWS_BEFORE):
            _draw_weights(experiment.layer_sizes, initializers.normal(1.0), generator)
        return _draw_weights(experiment.layer_sizes, initializers.normal(1.0), generator)
    return _draw_weights(experiment.layer_sizes, _initializer(start), np.random.RandomState(network.seed))


def _behind_points(data: DataSpec) -> np.random.RandomState:
    """The generator as it is once the points are drawn."""
    generator = np.random.RandomState(data.seed)
    if isinstance(data.source, ClustersSource):  # two normal numbers for each point, wherever the clusters are
        generator.set_state(_behind_normals(data.seed, 2 * data.n_points))
    else:
        _draw_points(data, generator)
    return generator


@lru_cache(maxsize=4)  # while a hand drags a cluster, it is one and the same
def _behind_normals(seed: int, n_numbers: int) -> dict[str, Any]:
    generator = np.random.RandomState(seed)
    generator.standard_normal(n_numbers)
    return generator.get_state(legacy=False)


def _initializer(start: InitialWeights) -> Initializer:
    match start:
        case NormalStart():
            return initializers.normal(start.standard_deviation)
        case TruncatedNormalStart():
            return initializers.truncated_normal(start.standard_deviation)
        case UniformStart():
            return initializers.uniform(start.limit)
        case _:
            return _RULES[type(start)]


def _draw_weights(
    sizes: tuple[int, ...], initializer: Initializer, generator: np.random.RandomState
) -> list[FloatArray]:
    return [initializer(n_inputs, n_neurons, generator) for n_inputs, n_neurons in pairwise(sizes)]
