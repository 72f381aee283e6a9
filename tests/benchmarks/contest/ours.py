"""nnviz as a contestant: the trainer that stands behind the window, with all that it records."""

import dataclasses
from collections.abc import Callable

import msgspec
import numpy as np
from numpy.typing import NDArray

from nnviz.core.regions import Rectangle, probability_map
from nnviz.experiment.build import build_network, build_trainer
from tests.benchmarks.contest.task import Contestant
from tests.benchmarks.contest.workload import Workload

_FAR = 1_000_000
"""At the beginning of a run all points are looked at often, for its curves; from here on, every 8,192 steps."""


class Ours(Contestant):
    """A trainer built from the recipe.

    Parameters
    ----------
    workload : Workload
    precision : "float64" or "float32"
    """

    def __init__(self, workload: Workload, precision: str = "float64") -> None:
        training = msgspec.structs.replace(workload.experiment.training, precision=precision)
        self._trainer = build_trainer(msgspec.structs.replace(workload.experiment, training=training), workload.dataset)

    def advance(self, n_steps: int) -> float:
        self._trainer.advance(n_steps)
        curves = self._trainer.history.curves()
        return float(curves.loss[-1])

    def settle(self) -> None:
        """Take the run up at a late step, as a person who lets it run comes to."""
        self._trainer.resume(dataclasses.replace(self._trainer.state(), step=_FAR))


def regions(workload: Workload, area: Rectangle, n_across: int) -> Callable[[], NDArray[np.floating]]:
    """A call that gives the class probabilities over a square grid, (n_across · n_across, n_classes)."""
    network = build_network(workload.experiment)
    return lambda: probability_map(network, area, n_across, n_across).reshape(n_across * n_across, -1)
