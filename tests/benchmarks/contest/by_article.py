"""The article's own way: the step that a first network from scratch is written with.

Written anew from the article's formulas, in the habits of such code: points in rows, one-hot labels, softmax without
its shift, every intermediate a fresh array. It is what all ratios refer to.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.contest.task import Contestant, Task


class Training(Contestant):
    """Plain NumPy, one statement a formula."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._step = 0
        self._points = task.points
        self._truth = np.eye(task.weights[-1].shape[1])[task.labels]
        self._weights = [weights.copy() for weights in task.weights]
        self._biases = [biases.copy() for biases in task.biases]
        self._update = self._adam if task.adam else self._descend
        self._means = [np.zeros_like(array) for array in (*task.weights, *task.biases)]
        self._squares = [np.zeros_like(array) for array in (*task.weights, *task.biases)]

    def advance(self, n_steps: int) -> float:
        loss = 0.0
        for _ in range(n_steps):
            loss = self._train_once()
        return loss

    def _train_once(self) -> float:
        rows = self._task.rows(self._step)
        points, truth = self._points[rows], self._truth[rows]
        outputs = forward(points, self._weights, self._biases, self._task.activation)
        probabilities = outputs.pop()

        loss = -np.sum(truth * np.log(probabilities)) / len(points)
        if self._task.l2:
            for weights in self._weights:
                loss += 0.5 * self._task.l2 * np.sum(weights * weights)

        error = (probabilities - truth) / len(points)
        weight_gradients, bias_gradients = [], []
        for index in range(len(self._weights) - 1, -1, -1):
            gradient = np.dot(outputs[index].T, error)
            if self._task.l2:
                gradient += self._task.l2 * self._weights[index]
            weight_gradients.insert(0, gradient)
            bias_gradients.insert(0, np.sum(error, axis=0))
            if index > 0:
                error = self._send_back(np.dot(error, self._weights[index].T), outputs[index])

        self._step += 1
        self._update(weight_gradients, bias_gradients)
        return loss

    def _send_back(self, error: NDArray[np.float64], outputs: NDArray[np.float64]) -> NDArray[np.float64]:
        if self._task.activation == "tanh":
            return error * (1 - outputs**2)
        error[outputs <= 0] = 0
        return error

    def _descend(self, weight_gradients: list[NDArray[np.float64]], bias_gradients: list[NDArray[np.float64]]) -> None:
        rate = self._task.learning_rate
        for index in range(len(self._weights)):
            self._weights[index] -= rate * weight_gradients[index]
            self._biases[index] -= rate * bias_gradients[index]

    def _adam(self, weight_gradients: list[NDArray[np.float64]], bias_gradients: list[NDArray[np.float64]]) -> None:
        rate = self._task.learning_rate * np.sqrt(1 - 0.999**self._step) / (1 - 0.9**self._step)
        parameters, gradients = self._weights + self._biases, weight_gradients + bias_gradients
        for index, gradient in enumerate(gradients):
            self._means[index] = 0.9 * self._means[index] + 0.1 * gradient
            self._squares[index] = 0.999 * self._squares[index] + 0.001 * gradient**2
            parameters[index] -= rate * self._means[index] / (np.sqrt(self._squares[index]) + 1e-8)


def forward(
    points: NDArray[np.floating],
    weights: list[NDArray[np.float64]],
    biases: list[NDArray[np.float64]],
    activation: str,
) -> list[NDArray[np.floating]]:
    """The points, the outputs of each hidden layer, the probabilities."""
    outputs = [points]
    for index in range(len(weights) - 1):
        scores = np.dot(outputs[-1], weights[index]) + biases[index]
        outputs.append(np.tanh(scores) if activation == "tanh" else np.maximum(scores, 0))
    exponentials = np.exp(np.dot(outputs[-1], weights[-1]) + biases[-1])
    outputs.append(exponentials / np.sum(exponentials, axis=1, keepdims=True))
    return outputs


def regions(task: Task, grid: NDArray[np.float32]) -> Callable[[], NDArray[np.floating]]:
    """A call that gives the class probabilities of the points of a grid."""
    return lambda: forward(grid, list(task.weights), list(task.biases), task.activation)[-1]
