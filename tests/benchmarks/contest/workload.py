"""The work that is timed: recipes, their points, and where their weights start."""

from dataclasses import dataclass

import msgspec
import numpy as np

from nnviz.data.dataset import Dataset
from nnviz.data.inputs import InputMap
from nnviz.experiment.build import build_dataset, build_network
from nnviz.experiment.experiment import Experiment
from nnviz.experiment.network_spec import GlorotNormalStart, HeNormalStart, InitialWeights, LayerSpec, NetworkSpec
from nnviz.experiment.optimizer_spec import AdamSpec
from nnviz.experiment.presets import preset
from nnviz.experiment.training_spec import InOrderBatch, TrainingSpec
from tests.benchmarks.contest.task import Task

SEED = 12
_PIECE = 100_000


@dataclass(frozen=True)
class Workload:
    """A recipe with the points it is trained on.

    Attributes
    ----------
    name : str
        Its row in the table.
    experiment : Experiment
        All points, or batches in order; one activation; gradient descent or Adam.
    dataset : Dataset
        Not always the recipe's own.
    """

    name: str
    experiment: Experiment
    dataset: Dataset

    def task(self) -> Task:
        """The same in plain numbers."""
        training, layers = self.experiment.training, build_network(self.experiment).layers
        n_points = len(self.dataset.training_labels)
        size = training.batch.size if isinstance(training.batch, InOrderBatch) else n_points
        return Task(
            points=self.dataset.training_points.astype(np.float32),
            labels=self.dataset.training_labels,
            weights=tuple(layer.weights.astype(np.float64) for layer in layers),
            biases=tuple(layer.biases.astype(np.float64) for layer in layers),
            activation=layers[0].activation.name,
            batch_size=size,
            n_starts=max(n_points - size, 1),
            learning_rate=training.learning_rate,
            l2=training.l2_penalty,
            adam=isinstance(training.optimizer, AdamSpec),
        )


def step_workloads() -> tuple[Workload, ...]:
    """The four kinds of step: many points and few, narrow and deep and wide."""
    article, batches = preset("three-clusters"), preset("three-clusters-minibatch")
    deep = _changed(
        batches, (8, 8, 8), "tanh", GlorotNormalStart(), learning_rate=0.01, l2_penalty=0.0, batch=InOrderBatch(size=10)
    )
    wide = _changed(
        batches,
        (64, 64),
        "relu",
        HeNormalStart(),
        learning_rate=0.001,
        l2_penalty=0.0,
        batch=InOrderBatch(size=128),
        optimizer=AdamSpec(),
    )
    dataset = build_dataset(article.data)
    return (
        Workload("2-5-3 ReLU, 13,500 points, L2", article, dataset),
        Workload("2-5-3 ReLU, batch of 100", batches, dataset),
        Workload("2-8-8-8-3 tanh, batch of 10", deep, dataset),
        Workload("2-64-64-3 ReLU, Adam, batch of 128", wide, dataset),
    )


def sized_workload(name: str, dataset: Dataset, hidden: tuple[int, ...], batch_size: int | None = None) -> Workload:
    """The article's training with other hidden layers, all ReLU, on other points; None for all points a step."""
    base = preset("three-clusters")
    changes = {} if batch_size is None else {"batch": InOrderBatch(size=batch_size)}
    training = msgspec.structs.replace(base.training, **changes)
    return Workload(name, _with(base, hidden, "relu", HeNormalStart(), training), dataset)


def cloud(n_points: int) -> Dataset:
    """Three round clusters near the article's, without test points, as nnviz stores them.

    Made piece by piece, so that making them takes no more memory than having them.
    """
    generator = np.random.RandomState(SEED)
    labels = np.arange(n_points, dtype=np.intp)
    labels %= 3
    points = np.empty((n_points, 2), dtype=_stored())
    means = np.array([[0.0, 0.0], [1.0, 4.0], [2.0, 8.0]])
    for start in range(0, n_points, _PIECE):
        piece = slice(start, min(start + _PIECE, n_points))
        points[piece] = (means[labels[piece]] + generator.standard_normal((piece.stop - start, 2))).astype(np.float32)
    return Dataset(
        class_names=("A", "B", "C"),
        training_points=points,
        training_labels=labels,
        test_points=points[:0],
        test_labels=labels[:0],
        training_inputs=points,
        test_inputs=points[:0],
        inputs_of=InputMap(),
        feature_names=("x₁", "x₂"),
    )


def _stored() -> np.dtype[np.floating]:
    """What nnviz's data sets keep their points in; the values are single precision's in any case."""
    return build_dataset(preset("two-gaussians").data).training_points.dtype


def _changed(
    base: Experiment, hidden: tuple[int, ...], activation: str, start: InitialWeights, **training: object
) -> Experiment:
    return _with(base, hidden, activation, start, msgspec.structs.replace(base.training, **training))


def _with(
    base: Experiment, hidden: tuple[int, ...], activation: str, start: InitialWeights, training: TrainingSpec
) -> Experiment:
    layers = tuple(LayerSpec(n_neurons=n_neurons, activation=activation) for n_neurons in hidden)
    network = NetworkSpec(hidden_layers=layers, initial_weights=start, seed=SEED)
    return msgspec.structs.replace(base, network=network, training=training)
