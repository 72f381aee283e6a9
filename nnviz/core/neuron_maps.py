"""Neuron maps: what each neuron puts out, anywhere in the plane.

A picture of a neuron is its output over a grid of points. The first layer's are straight waves; each layer bends and
joins what the one before it made; the last one's are the probabilities of the classes.

The columns of a network are its inputs, then the outputs of each layer: column 0 is what it is fed, column k what layer
number k - 1 makes of column k - 1. The last column has the probabilities instead of the logits.
"""

from collections.abc import Sequence

import numpy as np

from nnviz.core.arrays import FloatArray
from nnviz.core.layers import DenseLayer
from nnviz.core.losses import softmax
from nnviz.core.network import Network
from nnviz.core.regions import InputsOf, Rectangle, grid_points

_NUMBERS = 1_000_000
"""So many outputs of a layer are in memory at once, at the most."""


def neuron_maps(
    network: Network, area: Rectangle, n_columns: int, n_rows: int, inputs_of: InputsOf | None = None
) -> tuple[FloatArray, ...]:
    """What every neuron puts out over a grid; meant for small grids, for all is kept.

    Each cell shows its middle. Computed in single precision, and in double where that is not enough.

    Parameters
    ----------
    network : Network
    area : Rectangle
    n_columns, n_rows : int
    inputs_of : callable or None
        What the network is fed for points of the plane: (n_points, 2) to (n_points, n_inputs). None: the points
        themselves.

    Returns
    -------
    maps : one float32 array (n_neurons, n_rows, n_columns) a column of the network, bottom row first
        Not finite where a network on its way to divergence has no number. Only of the classes each is then as likely
        as any other: nothing is known there.
    """
    points = grid_points(area, n_columns, n_rows)
    with np.errstate(all="ignore"):
        inputs = points if inputs_of is None else inputs_of(points)
        columns = _columns(_in_single_precision(network.layers), inputs.astype(np.float32))
        if not all(np.isfinite(column).all() for column in columns):
            columns = _columns(network.layers, inputs)
        *outputs, probabilities = (np.ascontiguousarray(column.T, dtype=np.float32) for column in columns)
    probabilities[:, ~np.isfinite(probabilities).all(axis=0)] = 1.0 / len(probabilities)
    return tuple(column.reshape(-1, n_rows, n_columns) for column in (*outputs, probabilities))


def neuron_map(
    network: Network,
    place: tuple[int, int],
    area: Rectangle,
    n_columns: int,
    n_rows: int,
    *,
    inputs_of: InputsOf | None = None,
) -> FloatArray:
    """What one neuron puts out over a grid that may be fine, (n_rows, n_columns): as `neuron_maps` has it.

    Parameters
    ----------
    network : Network
    place : (column, neuron)
        The column of the network, and the number of the neuron, input or class there, both from 0.
    area, n_columns, n_rows, inputs_of
        As for `neuron_maps`.
    """
    column, neuron = place
    layers = network.layers[:column]
    if 0 < column < len(network.layers):  # of the last layer on the way, nobody asks for more than one neuron
        layers, neuron = (*layers[:-1], _alone(layers[-1], neuron)), 0
    widest = max((len(layer.biases) for layer in layers), default=1)
    points = grid_points(area, n_columns, n_rows)
    portion = max(1, _NUMBERS // widest)
    parts = [
        _one_output(layers, points[start : start + portion], neuron, inputs_of, is_last=column == len(network.layers))
        for start in range(0, len(points), portion)
    ]
    return np.concatenate(parts).reshape(n_rows, n_columns)


def _one_output(
    layers: Sequence[DenseLayer], points: FloatArray, neuron: int, inputs_of: InputsOf | None, *, is_last: bool
) -> FloatArray:
    """The outputs of the last of these layers at this neuron, (n_points,); of a class the probability."""
    with np.errstate(all="ignore"):
        inputs = points if inputs_of is None else inputs_of(points)
        outputs = _last_outputs(_in_single_precision(layers), inputs.astype(np.float32), is_last=is_last)[:, neuron]
        if not np.isfinite(outputs).all():
            wider = _last_outputs(layers, inputs, is_last=is_last)
            outputs = wider[:, neuron].astype(np.float32)
            if is_last:
                outputs[~np.isfinite(wider).all(axis=1)] = 1.0 / wider.shape[1]
    return outputs


def _columns(layers: Sequence[DenseLayer], inputs: FloatArray) -> list[FloatArray]:
    """What is fed, what each hidden layer puts out, and the probabilities, each (n_points, n_neurons)."""
    passes = Network(layers).forward(inputs)
    return [inputs, *(seen.outputs for seen in passes[:-1]), softmax(passes[-1].outputs)]


def _last_outputs(layers: Sequence[DenseLayer], outputs: FloatArray, *, is_last: bool) -> FloatArray:
    for layer in layers:
        outputs = layer.forward(outputs).outputs
    return softmax(outputs) if is_last else outputs


def _alone(layer: DenseLayer, neuron: int) -> DenseLayer:
    """A layer of this neuron only."""
    return DenseLayer(layer.weights[:, [neuron]], layer.biases[[neuron]], layer.activation)


def _in_single_precision(layers: Sequence[DenseLayer]) -> list[DenseLayer]:
    return [
        DenseLayer(layer.weights.astype(np.float32), layer.biases.astype(np.float32), layer.activation)
        for layer in layers
    ]
