"""The report of a run: its losses and accuracies, and what the network ended as, as JSON.

The steps run from 0 to N. Losses are those before the update of their step. "final" is the network after the last
step, so after step N's own update, as the original experiment leaves it. A run that is stopped early has its last row
where it stopped; "final" is then the network of that row, because the update was not made any more.
"""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import numpy as np

from nnviz.core.arrays import FloatArray
from nnviz.core.metrics import confusion_matrix
from nnviz.core.snapshot import Snapshot
from nnviz.core.trainer import Trainer
from nnviz.data.dataset import Dataset
from nnviz.experiment.experiment import Experiment

FORMAT = "nnviz-report"
VERSION = 1


class StepRow(msgspec.Struct, frozen=True):
    """One step: losses in nats before its update, accuracies 0 … 1 (None without test points)."""

    step: int
    loss: float
    data_loss: float
    penalty: float
    test_loss: float | None
    train_accuracy: float
    test_accuracy: float | None


class FinalState(msgspec.Struct, frozen=True):
    """The network after the last update; weights[i] has shape (n_inputs, n_neurons)."""

    weights: list[list[list[float]]]
    biases: list[list[float]]
    test_accuracy: float | None
    test_confusion: list[list[int]]


class Report(msgspec.Struct, frozen=True):
    """A whole run in numbers."""

    experiment: Experiment
    engine: str
    n_parameters: int
    steps: list[StepRow]
    final: FinalState
    seconds: float
    format: str = FORMAT
    version: int = VERSION


def reported_steps(n_steps: int, every: int) -> Iterator[int]:
    """The steps that get a row: every `every`-th from 0 on, and the last."""
    yield from range(0, n_steps, every)
    yield n_steps


def run_and_report(
    trainer: Trainer, n_steps: int, every: int, on_progress: Callable[[int], None]
) -> tuple[list[StepRow], Snapshot]:
    """Train steps 0 … `n_steps`, the last one included, or up to the one at which a rule of the recipe ends the run.

    Parameters
    ----------
    trainer : Trainer
        At step 0.
    n_steps : int
        At least 0.
    every : int
        At least 1; see `reported_steps`.
    on_progress : Callable[[int], None]
        Told the step now and then.

    Returns
    -------
    rows : list[StepRow]
    last : Snapshot
        Of step `n_steps`, or of the one the run was stopped at; before its update.

    Raises
    ------
    DivergedError
    """
    rows: list[StepRow] = []
    last = trainer.snapshot()
    for step in reported_steps(n_steps, every):
        while trainer.step < step and trainer.stopped is None:
            trainer.advance(min(100, step - trainer.step))
            on_progress(trainer.step)
        if rows and trainer.step == last.step:  # stopped at a step that has its row
            break
        last = trainer.snapshot()
        rows.append(_row(last))
    trainer.advance(1)
    return rows, last


def build_report(
    experiment: Experiment, dataset: Dataset, trainer: Trainer, rows: list[StepRow], seconds: float
) -> Report:
    """Put the report of a finished run together.

    Parameters
    ----------
    trainer : Trainer
        As `run_and_report` left it.
    rows : list[StepRow]
    seconds : float
        What the training took.
    """
    return Report(experiment, "numpy", experiment.n_parameters, rows, _final(trainer.snapshot(), dataset), seconds)


def encode_report(report: Report) -> bytes:
    """The report as JSON in UTF-8."""
    return msgspec.json.format(msgspec.json.encode(report), indent=1) + b"\n"


def _row(snapshot: Snapshot) -> StepRow:
    measured = snapshot.evaluation
    return StepRow(
        snapshot.step,
        snapshot.loss,
        snapshot.data_loss,
        snapshot.penalty,
        measured.test_loss,
        measured.train_accuracy,
        measured.test_accuracy,
    )


def _final(snapshot: Snapshot, dataset: Dataset) -> FinalState:
    predicted = snapshot.predict(dataset.test_inputs)
    confusion = confusion_matrix(predicted, dataset.test_labels, dataset.n_classes)
    return FinalState(
        [_listed(matrix) for matrix in snapshot.weights],
        [_listed(vector) for vector in snapshot.biases],
        snapshot.evaluation.test_accuracy,
        np.asarray(confusion).tolist(),
    )


def _listed(array: FloatArray) -> list[Any]:
    return array.tolist()
