"""Runs to the end: of any recipe, and the two long ones, each made once."""

from dataclasses import dataclass

import pytest

from nnviz.core.snapshot import Snapshot
from nnviz.core.trainer import Trainer
from nnviz.data.dataset import Dataset
from nnviz.experiment.build import build_dataset, build_trainer
from nnviz.experiment.experiment import Experiment
from nnviz.experiment.presets import PRESETS
from nnviz.experiment.report import Report, StepRow, build_report, run_and_report


@dataclass(frozen=True)
class FinishedRun:
    """A recipe, trained to its end."""

    dataset: Dataset
    trainer: Trainer
    first: Snapshot
    last: Snapshot
    rows: list[StepRow]
    progress: list[int]
    report: Report


def run(experiment: Experiment, every: int) -> FinishedRun:
    """Train it, with a row of the report for every so many steps."""
    dataset = build_dataset(experiment.data)
    trainer = build_trainer(experiment, dataset)
    first = trainer.snapshot()
    progress: list[int] = []
    rows, last = run_and_report(trainer, experiment.training.n_steps, every, progress.append)
    report = build_report(experiment, dataset, trainer, rows, 1.5)
    return FinishedRun(dataset, trainer, first, last, rows, progress, report)


@pytest.fixture(scope="session")
def article_run() -> FinishedRun:
    """The from-scratch run, 5,001 steps."""
    return run(PRESETS["three-clusters"], 500)


@pytest.fixture(scope="session")
def minibatch_run() -> FinishedRun:
    """The run of the article's TensorFlow program, 10,001 steps."""
    return run(PRESETS["three-clusters-minibatch"], 2500)
