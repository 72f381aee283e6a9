"""What a weight map shows: the numbers of a network, layer by layer, each with its name."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from nnviz.core.arrays import FloatArray
from nnviz.core.names import neuron_name, subscript
from nnviz.core.snapshot import Parameters, Snapshot
from nnviz.ui.plots.network_places import WeightPlace


@dataclass(frozen=True)
class Ends:
    """What stands at the two ends of a network.

    Attributes
    ----------
    inputs, classes : tuple[str, ...]
        Their names.
    standardized : bool
        Whether the inputs are.
    """

    inputs: tuple[str, ...]
    classes: tuple[str, ...]
    standardized: bool = False


@dataclass(frozen=True)
class Block:
    """One layer's numbers: a row for each input, and the biases below.

    Attributes
    ----------
    title : str
    values : (n_inputs + 1, n_neurons)
    row_names, column_names : tuple[str, ...]
    """

    title: str
    values: FloatArray
    row_names: tuple[str, ...]
    column_names: tuple[str, ...]

    @property
    def n_biases(self) -> int:
        """How many of the numbers are of biases."""
        return self.values.shape[1]

    def name_of(self, place: WeightPlace) -> str:
        """What joins what, in a word or two."""
        to = self.column_names[place.neuron]
        return f"bias {to}" if self.is_bias(place) else f"{self.row_names[place.row]} → {to}"

    def is_bias(self, place: WeightPlace) -> bool:
        """Whether it is the last row's."""
        return place.row == len(self.row_names) - 1

    def noun_of(self, place: WeightPlace) -> str:
        """The same in full: "weight x₁ → h₂ of layer 1"."""
        kind = "" if self.is_bias(place) else "weight "
        return f"{kind}{self.name_of(place)} of layer {place.layer + 1}"


def blocks_of(shown: Snapshot | Parameters, ends: Ends) -> tuple[Block, ...]:
    """The layers of a network, named."""
    blocks: list[Block] = []
    row_names = ends.inputs
    source = "standardised input" if ends.standardized else "input"
    n_layers = len(shown.weights)
    for layer, (weights, biases) in enumerate(zip(shown.weights, shown.biases, strict=True)):
        is_last = layer == n_layers - 1
        n_inputs, n_neurons = weights.shape
        hidden = f"hidden {layer + 1}" if n_layers > 2 else "hidden"
        target = "output" if is_last else hidden
        column_names = ends.classes if is_last else _neuron_names(n_neurons)
        title = f"W{subscript(layer + 1)}  {source} → {target}  ({n_inputs} × {n_neurons})"
        blocks.append(Block(title, np.vstack([weights, biases]), (*row_names, "bias"), column_names))
        row_names, source = column_names, hidden
    return tuple(blocks)


@lru_cache(maxsize=32)
def _neuron_names(n_neurons: int) -> tuple[str, ...]:
    """Kept: a large network has thousands of neurons, and asks for their names every frame."""
    return tuple(map(neuron_name, range(n_neurons)))
