"""TensorFlow as a contestant: a step made a graph by `tf.function`, called from a Python loop, on one thread."""

from collections.abc import Callable

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from tests.benchmarks.contest.task import Contestant, Task

tf.config.threading.set_intra_op_parallelism_threads(1)
tf.config.threading.set_inter_op_parallelism_threads(1)
tf.keras.backend.set_floatx("float64")  # else its optimizers keep the learning rate in single precision

_ACTIVATIONS = {"relu": tf.nn.relu, "tanh": tf.nn.tanh}


class Training(Contestant):
    """Variables, a gradient tape, a Keras optimizer."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._step = 0
        self._points = tf.constant(task.points.astype(np.float64))
        self._labels = tf.constant(task.labels)
        self._weights = [tf.Variable(weights) for weights in task.weights]
        self._biases = [tf.Variable(biases) for biases in task.biases]
        self._optimizer = _adam(task) if task.adam else tf.keras.optimizers.SGD(task.learning_rate)
        self._optimizer.build([*self._weights, *self._biases])
        self._train_once = tf.function(self._one_step, input_signature=[tf.TensorSpec((), tf.int64)])

    def advance(self, n_steps: int) -> float:
        loss = 0.0
        for _ in range(n_steps):
            loss = float(self._train_once(tf.constant(self._task.first_row(self._step), tf.int64)))
            self._step += 1
        return loss

    def _one_step(self, first: tf.Tensor) -> tf.Tensor:
        points = self._points[first : first + self._task.batch_size]
        labels = self._labels[first : first + self._task.batch_size]
        with tf.GradientTape() as tape:
            logits = _logits(points, self._weights, self._biases, self._task.activation)
            loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits))
            if self._task.l2:
                loss += self._task.l2 * tf.add_n([tf.nn.l2_loss(weights) for weights in self._weights])
        variables = [*self._weights, *self._biases]
        self._optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables, strict=True))
        return loss


def _adam(task: Task) -> tf.keras.optimizers.Optimizer:
    # As NumPy numbers: plain ones would pass through single precision, and 1 - β₂ would lose half of its digits.
    return tf.keras.optimizers.Adam(task.learning_rate, np.float64(0.9), np.float64(0.999), epsilon=np.float64(1e-8))


def _logits(points: tf.Tensor, weights: list[tf.Variable], biases: list[tf.Variable], activation: str) -> tf.Tensor:
    outputs = points
    for index in range(len(weights) - 1):
        outputs = _ACTIVATIONS[activation](tf.matmul(outputs, weights[index]) + biases[index])
    return tf.matmul(outputs, weights[-1]) + biases[-1]


def regions(task: Task, grid: NDArray[np.float32]) -> Callable[[], NDArray[np.floating]]:
    """A call that gives the class probabilities of the points of a grid, in single precision."""
    weights = [tf.Variable(array.astype(np.float32)) for array in task.weights]
    biases = [tf.Variable(array.astype(np.float32)) for array in task.biases]
    points = tf.constant(grid)
    predict = tf.function(lambda: tf.nn.softmax(_logits(points, weights, biases, task.activation)))
    return lambda: predict().numpy()
