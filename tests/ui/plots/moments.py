"""Moments of small runs, to be drawn."""

from dataclasses import replace

import numpy as np

from nnviz.core.snapshot import Snapshot
from nnviz.data.dataset import Dataset
from nnviz.experiment.build import build_dataset, build_trainer
from nnviz.experiment.experiment import Experiment
from nnviz.experiment.network_spec import LayerSpec
from tests.session.recipes import with_network


def points_of(experiment: Experiment) -> Dataset:
    return build_dataset(experiment.data)


def moment(experiment: Experiment, n_steps: int = 0) -> Snapshot:
    trainer = build_trainer(experiment, build_dataset(experiment.data))
    trainer.advance(n_steps)
    return trainer.snapshot()


def with_hidden(experiment: Experiment, *sizes: int) -> Experiment:
    return with_network(experiment, hidden_layers=tuple(LayerSpec(n_neurons=size) for size in sizes))


def crowd(experiment: Experiment, n_points: int, test_share: float) -> Dataset:
    """So many points in the places of the small experiment's three clusters."""
    generator = np.random.default_rng(0)
    labels = generator.integers(0, 3, n_points)
    points = np.array([cluster.mean for cluster in experiment.data.clusters])[labels]
    points = points + generator.normal(size=(n_points, 2))
    n_test = round(test_share * n_points)
    return replace(
        points_of(experiment),
        test_points=points[:n_test],
        test_labels=labels[:n_test],
        test_inputs=points[:n_test],
        training_points=points[n_test:],
        training_labels=labels[n_test:],
        training_inputs=points[n_test:],
    )
