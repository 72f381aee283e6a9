"""PyTorch as a contestant: the plain eager loop of its tutorials, on one thread."""

from collections.abc import Callable
from math import sqrt

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from tests.benchmarks.contest.task import Contestant, Task

torch.set_num_threads(1)

_ACTIVATIONS = {"relu": nn.ReLU, "tanh": nn.Tanh}


class Training(Contestant):
    """`nn.Sequential` with `torch.optim`, loss taken out in each step."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._step = 0
        self._points = torch.from_numpy(task.points.astype(np.float64))
        self._labels = torch.from_numpy(task.labels.copy())  # it warns of arrays that are read-only
        self._model = make_model(task).double()
        self._weights = [layer.weight for layer in self._model if isinstance(layer, nn.Linear)]
        kind = torch.optim.Adam if task.adam else torch.optim.SGD
        self._optimizer = kind(self._model.parameters(), lr=task.learning_rate)

    def advance(self, n_steps: int) -> float:
        loss = 0.0
        for _ in range(n_steps):
            loss = self._train_once()
        return loss

    def _train_once(self) -> float:
        rows = self._task.rows(self._step)
        self._step += 1
        if self._task.adam:
            # PyTorch adds ε to √(s / (1 - β₂ᵗ)), all others here add it to √s: the same ε would not be the same.
            self._optimizer.param_groups[0]["eps"] = 1e-8 / sqrt(1 - 0.999**self._step)
        self._optimizer.zero_grad()
        loss = nn.functional.cross_entropy(self._model(self._points[rows]), self._labels[rows])
        if self._task.l2:
            loss = loss + 0.5 * self._task.l2 * sum(weights.square().sum() for weights in self._weights)
        loss.backward()
        self._optimizer.step()
        return loss.item()


def make_model(task: Task) -> nn.Sequential:
    """A model with the task's own weights, in double precision as they are."""
    layers: list[nn.Module] = []
    for weights, biases in zip(task.weights, task.biases, strict=True):
        layer = nn.Linear(*weights.shape, dtype=torch.float64)
        with torch.no_grad():
            layer.weight.copy_(torch.from_numpy(weights.T.copy()))
            layer.bias.copy_(torch.from_numpy(biases))
        layers += [layer, _ACTIVATIONS[task.activation]()]
    return nn.Sequential(*layers[:-1])


def regions(task: Task, grid: NDArray[np.float32]) -> Callable[[], NDArray[np.floating]]:
    """A call that gives the class probabilities of the points of a grid, in single precision."""
    model, points = make_model(task).float(), torch.from_numpy(grid)

    @torch.inference_mode()
    def predict() -> NDArray[np.floating]:
        return torch.softmax(model(points), dim=1).numpy()

    return predict
