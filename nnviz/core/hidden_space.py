"""Hidden space: where a hidden layer puts the points.

A layer with n neurons turns each point into n numbers: a place in a space of its own. Learning bends that space until
straight cuts are enough to tell the classes apart, for those are all that the last layer can make.
"""

import numpy as np

from nnviz.core.arrays import FloatArray
from nnviz.core.network import Network
from nnviz.core.regions import Rectangle


def layer_outputs(network: Network, layer: int, inputs: FloatArray) -> FloatArray:
    """Where the layer of this number, from 0, puts inputs: (n_points, n_inputs) to (n_points, n_neurons).

    Not finite where a network on its way to divergence has no number.
    """
    outputs = inputs
    with np.errstate(all="ignore"):
        for part in network.layers[: layer + 1]:
            outputs = part.forward(outputs).outputs
    return outputs


def grid_lines(area: Rectangle, n_lines: int, n_points: int) -> FloatArray:
    """Upright and level lines over a piece of the plane, (2 · n_lines, n_points, 2): to be bent by a layer.

    The upright ones first, from left to right, each from the bottom to the top; the outermost are the area's edges.
    """
    x = np.linspace(area.left, area.right, n_lines)
    y = np.linspace(area.bottom, area.top, n_lines)
    lines = np.empty((2, n_lines, n_points, 2))
    lines[0, :, :, 0] = x[:, np.newaxis]
    lines[0, :, :, 1] = np.linspace(area.bottom, area.top, n_points)
    lines[1, :, :, 0] = np.linspace(area.left, area.right, n_points)
    lines[1, :, :, 1] = y[:, np.newaxis]
    return lines.reshape(-1, n_points, 2)
