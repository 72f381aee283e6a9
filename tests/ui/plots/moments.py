"""Moments of small runs, to be drawn."""

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
