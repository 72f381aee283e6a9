"""A training run in plain numbers, for contestants that know nothing of nnviz."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Task:
    """All that decides a run.

    Attributes
    ----------
    points : (n_points, 2), float32
    labels : (n_points,), int
        0 … 2.
    weights : one (n_inputs, n_neurons) a layer, float64
        Where training starts; contestants copy them.
    biases : one (n_neurons,) a layer, float64
    activation : "relu" or "tanh"
        Of every hidden layer.
    batch_size : int
        Points a step.
    n_starts : int
        Step s takes the points from row (s · batch_size) mod n_starts on; 1 where every step takes all.
    learning_rate : float
    l2 : float
        λ; ½ λ Σ w² over the weights joins the loss.
    adam : bool
        Adam with β₁ = .9, β₂ = .999, ε = 1e-8; else gradient descent.
    """

    points: NDArray[np.float32]
    labels: NDArray[np.intp]
    weights: tuple[NDArray[np.float64], ...]
    biases: tuple[NDArray[np.float64], ...]
    activation: str
    batch_size: int
    n_starts: int
    learning_rate: float
    l2: float
    adam: bool

    def first_row(self, step: int) -> int:
        """The row a step's batch begins at."""
        return step * self.batch_size % self.n_starts

    def rows(self, step: int) -> slice:
        """The rows of a step's batch."""
        first = self.first_row(step)
        return slice(first, first + self.batch_size)


class Contestant(ABC):
    """Somebody's training loop.

    Attributes
    ----------
    at_once : int
        Once it has settled, `advance` is only asked for multiples of so many steps.
    """

    at_once = 1

    @abstractmethod
    def advance(self, n_steps: int) -> float:
        """Make so many steps more, at least one, computing the loss in each.

        Returns
        -------
        loss : float
            Of the last step, before its update.
        """

    def settle(self) -> None:  # noqa: B027 - most have nothing to leave behind
        """Leave behind what only the beginning of a run costs. Called between the check of losses and the clock."""
