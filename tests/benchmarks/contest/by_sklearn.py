"""scikit-learn as a contestant: `MLPClassifier`, set to the same start and the same batches.

Losses are checked with `partial_fit`, a batch a call. What is timed is scikit-learn's own inner loop: a call of `fit`
goes over the same batches, epoch after epoch, without shuffling.
"""

import warnings
from collections.abc import Callable
from math import ceil

import numpy as np
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from tests.benchmarks.contest.task import Contestant, Task

_ENDLESS = 10**9
_MANY_STEPS = 100


class Training(Contestant):
    """`MLPClassifier`.

    Where the batch does not divide the article's wrap-around, the order from the second epoch on is not the others':
    scikit-learn begins at the first point again. No loss of that part is compared.
    """

    def __init__(self, task: Task) -> None:
        self._task = task
        self._per_epoch = -(-task.n_starts // task.batch_size)
        used = slice(0, self._per_epoch * task.batch_size)
        self._points = task.points[used].astype(np.float64)
        self._labels = task.labels[used]
        self._place = 0
        self._model = make_model(task, np.float64)

    def advance(self, n_steps: int) -> float:
        if self._model.warm_start:
            self._fit_epochs(n_steps // self._per_epoch)
        else:
            for _ in range(n_steps):
                self._fit_batch()
        return self._model.loss_

    def settle(self) -> None:
        """From now on whole epochs, many steps a call: it checks points and labels, which takes longer than a batch."""
        self._model.set_params(warm_start=True)  # `fit` then goes on with the weights there are
        self.at_once = self._per_epoch * ceil(_MANY_STEPS / self._per_epoch)

    def _fit_batch(self) -> None:
        first = self._place * self._task.batch_size
        rows = slice(first, first + self._task.batch_size)
        self._model.partial_fit(self._points[rows], self._labels[rows])
        self._place = (self._place + 1) % self._per_epoch

    def _fit_epochs(self, n_epochs: int) -> None:
        self._model.max_iter = n_epochs
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # it is never meant to converge
            self._model.fit(self._points, self._labels)


def make_model(task: Task, dtype: type[np.floating]) -> MLPClassifier:
    """An untrained model with the task's own weights."""
    model = MLPClassifier(
        hidden_layer_sizes=tuple(len(biases) for biases in task.biases[:-1]),
        activation=task.activation,
        solver="adam" if task.adam else "sgd",
        learning_rate_init=task.learning_rate,
        momentum=0.0,
        nesterovs_momentum=False,
        alpha=task.l2 * task.batch_size,  # scikit-learn divides the penalty by the number of points in the batch
        batch_size=task.batch_size,
        shuffle=False,
        tol=0.0,
        n_iter_no_change=_ENDLESS,
    )
    rows = slice(0, task.batch_size)
    model.partial_fit(task.points[rows].astype(dtype), task.labels[rows], classes=np.arange(len(task.biases[-1])))
    model.coefs_ = [weights.astype(dtype) for weights in task.weights]
    model.intercepts_ = [biases.astype(dtype) for biases in task.biases]
    del model._optimizer  # what it remembers of that one step; it makes a new one
    return model


def regions(task: Task, grid: NDArray[np.float32]) -> Callable[[], NDArray[np.floating]]:
    """A call that gives the class probabilities of the points of a grid, in double precision, as a model is fitted."""
    model, points = make_model(task, np.float64), grid.astype(np.float64)
    return lambda: model.predict_proba(points)
