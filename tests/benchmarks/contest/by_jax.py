"""JAX as a contestant: the whole loop compiled, so that many steps are one call."""

from collections.abc import Callable
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.contest.task import Contestant, Task

jax.config.update("jax_enable_x64", True)
jax.config.update("jax_platforms", "cpu")

_ACTIVATIONS = {"relu": jax.nn.relu, "tanh": jnp.tanh}

Layers = list[tuple[jax.Array, jax.Array]]


class Training(Contestant):
    """`fori_loop` over steps inside one `jit`; the number of steps is an argument, so that nothing compiles twice."""

    def __init__(self, task: Task) -> None:
        layers = _layers(task, jnp.float64)
        still = jax.tree.map(jnp.zeros_like, layers)
        self._carried = (layers, (still, still), jnp.zeros((), jnp.float64))
        self._step = 0
        self._points = jnp.asarray(task.points, dtype=jnp.float64)
        self._truth = jax.nn.one_hot(task.labels, task.weights[-1].shape[1], dtype=jnp.float64)
        self._loop = jax.jit(partial(_loop, task))

    def advance(self, n_steps: int) -> float:
        end = self._step + n_steps
        self._carried = self._loop((self._step, end), self._carried, (self._points, self._truth))
        self._step = end
        return float(self._carried[2])


def _loop(task: Task, steps: tuple[int, int], carried: Any, data: tuple[jax.Array, jax.Array]) -> Any:
    slope = jax.value_and_grad(partial(_loss, task))

    def train_once(step: jax.Array, carried: Any) -> Any:
        layers, memories, _ = carried
        first = step * task.batch_size % task.n_starts
        batch = [jax.lax.dynamic_slice_in_dim(array, first, task.batch_size) for array in data]
        loss, gradients = slope(layers, *batch)
        layers, memories = (_adam if task.adam else _descend)(task, step, layers, memories, gradients)
        return layers, memories, loss

    return jax.lax.fori_loop(*steps, train_once, carried)


def _loss(task: Task, layers: Layers, points: jax.Array, truth: jax.Array) -> jax.Array:
    loss = -(truth * jax.nn.log_softmax(_logits(task, layers, points))).sum(axis=1).mean()
    if task.l2:
        loss += 0.5 * task.l2 * sum(jnp.sum(weights**2) for weights, _ in layers)
    return loss


def _logits(task: Task, layers: Layers, points: jax.Array) -> jax.Array:
    outputs = points
    for weights, biases in layers[:-1]:
        outputs = _ACTIVATIONS[task.activation](outputs @ weights + biases)
    weights, biases = layers[-1]
    return outputs @ weights + biases


def _descend(task: Task, step: jax.Array, layers: Layers, memories: Any, gradients: Layers) -> tuple[Layers, Any]:
    del step
    return jax.tree.map(lambda weight, slope: weight - task.learning_rate * slope, layers, gradients), memories


def _adam(task: Task, step: jax.Array, layers: Layers, memories: Any, gradients: Layers) -> tuple[Layers, Any]:
    means = jax.tree.map(lambda mean, slope: 0.9 * mean + 0.1 * slope, memories[0], gradients)
    squares = jax.tree.map(lambda square, slope: 0.999 * square + 0.001 * slope**2, memories[1], gradients)
    rate = task.learning_rate * jnp.sqrt(1 - 0.999 ** (step + 1)) / (1 - 0.9 ** (step + 1))
    layers = jax.tree.map(
        lambda weight, mean, square: weight - rate * mean / (jnp.sqrt(square) + 1e-8), layers, means, squares
    )
    return layers, (means, squares)


def _layers(task: Task, dtype: Any) -> Layers:
    return [
        (jnp.asarray(weights, dtype=dtype), jnp.asarray(biases, dtype=dtype))
        for weights, biases in zip(task.weights, task.biases, strict=True)
    ]


def regions(task: Task, grid: NDArray[np.float32]) -> Callable[[], NDArray[np.floating]]:
    """A call that gives the class probabilities of the points of a grid, in single precision."""
    layers, points = _layers(task, jnp.float32), jnp.asarray(grid)
    predict = jax.jit(lambda layers, points: jax.nn.softmax(_logits(task, layers, points)))
    return lambda: np.asarray(predict(layers, points))
