"""The large picture of a neuron, in the place of the regions."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nnviz.core.neuron_maps import neuron_map
from nnviz.core.snapshot import Snapshot
from nnviz.ui.plots.network_diagram_painting import scale_of
from nnviz.ui.plots.network_places import ShownNeuron
from nnviz.ui.plots.neuron_colors import output_colors, probability_colors
from nnviz.ui.plots.outlook import Outlook
from nnviz.ui.theme import Theme

STRENGTH = 0.7
"""Of the full colours, so that points are seen on them."""


class NeuronPicture(NamedTuple):
    """Pixels, and what they mean.

    Attributes
    ----------
    pixels : (n_rows, n_columns), 0xffRRGGBB
        Bottom row first.
    largest : float
        The number in size that has the full colour; 1 for a probability.
    """

    pixels: NDArray[np.uint32]
    largest: float


def neuron_picture(
    snapshot: Snapshot, neuron: ShownNeuron, outlook: Outlook, n_cells: int, theme: Theme
) -> NeuronPicture:
    """What a neuron puts out in the piece of the plane that is shown."""
    outputs = neuron_map(snapshot.network, neuron.place, outlook.area, n_cells, n_cells, inputs_of=outlook.inputs_of)
    if neuron.label is not None:
        return NeuronPicture(probability_colors(outputs, theme, neuron.label, STRENGTH), 1.0)
    largest = scale_of(outputs)
    return NeuronPicture(output_colors(outputs, largest, theme, STRENGTH), largest)


def is_there(snapshot: Snapshot, neuron: ShownNeuron) -> bool:
    """Whether the network of this moment has such a neuron: another one may have come a frame before its diagram."""
    column, number = neuron.place
    if column > len(snapshot.weights):
        return False
    n_neurons = snapshot.weights[0].shape[0] if column == 0 else len(snapshot.biases[column - 1])
    return number < n_neurons and (neuron.label is not None) == (column == len(snapshot.weights))
