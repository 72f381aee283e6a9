"""Which layer the hidden space shows, and which two directions through it."""

from dataclasses import dataclass, replace

import numpy as np

from nnviz.core.arrays import FloatArray
from nnviz.core.names import neuron_name
from nnviz.data.plane import Plane, plane_of_components, plane_of_features

_N_AXES = 2


@dataclass(frozen=True)
class HiddenAxes:
    """What a person chose to see.

    Attributes
    ----------
    layer : int
        Number of the hidden layer, from 0.
    pair : tuple[int, int] or None
        The neurons along the axes, from 0; None: the two principal components.
    """

    layer: int
    pair: tuple[int, int] | None

    def plane(self, outputs: FloatArray, before: Plane | None = None) -> Plane:
        """The plane through the outputs (n_points, n_neurons) that is shown.

        Components have no sign of their own: they point the way they did `before`, as far as there is such a way.
        """
        n_neurons = outputs.shape[1]
        if n_neurons < _N_AXES:
            return Plane(np.zeros(1), np.array([[1.0], [0.0]]), (neuron_name(0), ""))
        if self.pair is not None:
            return plane_of_features(self.pair, [0.0] * n_neurons, [neuron_name(number) for number in range(n_neurons)])
        plane = plane_of_components(outputs)
        if before is None or before.directions.shape != plane.directions.shape:
            return plane
        signs = np.where((plane.directions * before.directions).sum(axis=1) < 0.0, -1.0, 1.0)
        return replace(plane, directions=plane.directions * signs[:, np.newaxis])


NOTHING_CHOSEN = HiddenAxes(-1, None)


def first_axes_of(layer: int, n_neurons: int) -> HiddenAxes:
    """Both neurons where there are two; the components where there are more."""
    return HiddenAxes(layer, None if n_neurons > _N_AXES else (0, min(1, n_neurons - 1)))


def fits(axes: HiddenAxes, sizes: tuple[int, ...]) -> bool:
    """Whether a network with hidden layers of these sizes has such a layer and such neurons."""
    if not 0 <= axes.layer < len(sizes):
        return False
    n_neurons = sizes[axes.layer]
    return n_neurons > _N_AXES if axes.pair is None else max(axes.pair) < n_neurons
