"""What the colours of the canvas mean: which of its pictures is wanted."""

from dataclasses import dataclass
from enum import Enum

from nnviz.core.names import neuron_name
from nnviz.ui.plots.network_places import NeuronPlace

Columns = tuple[tuple[str, ...], ...]
"""The names in a network, as `NeuronPlace` counts them: the inputs, the neurons of each hidden layer, the classes."""

_LONGEST = 12
"""Letters of a class's name on the button; a column of a table may be called anything."""


class RegionKind(Enum):
    """What is shown of each place in the plane."""

    CONFIDENCE = "confidence"
    CLASSES = "classes"
    CLASS = "class"
    NEURON = "neuron"


@dataclass(frozen=True)
class RegionMode:
    """A picture of the plane.

    Attributes
    ----------
    kind : RegionKind
    number : int
        Of a class's probability the class, of a neuron's output its place in the layer; from 0.
    column : int
        The neuron's hidden layer, from 1; 0 for an input.
    """

    kind: RegionKind = RegionKind.CONFIDENCE
    number: int = 0
    column: int = 0

    @property
    def is_of_network(self) -> bool:
        """Whether it shows what one neuron or class of the network puts out."""
        return self.kind in {RegionKind.CLASS, RegionKind.NEURON}

    @property
    def text(self) -> str:
        """As it is kept: "neuron 2 4"."""
        numbers = {RegionKind.CLASS: (self.number,), RegionKind.NEURON: (self.column, self.number)}
        return " ".join([self.kind.value, *map(str, numbers.get(self.kind, ()))])

    def place_in(self, columns: Columns) -> NeuronPlace | None:
        """Whose output it is, in this network; None where that is no single one's, or one that is not there."""
        if not self.is_of_network or not columns:
            return None
        last = len(columns) - 1
        column = last if self.kind is RegionKind.CLASS else self.column
        is_there = (column < last or self.kind is RegionKind.CLASS) and self.number < len(columns[column])
        return NeuronPlace(column, self.number) if is_there else None

    def short(self, columns: Columns) -> str:
        """In a few words, in this network; confidence where it does not have it, for that is what is shown then."""
        place = self.place_in(columns)
        if place is not None:
            what = "probability" if self.kind is RegionKind.CLASS else "output" if self.column else "input"
            return f"{what} {shortened(columns[place.column][place.neuron])}"
        return "hard classes" if self.kind is RegionKind.CLASSES else "confidence"

    def lack(self) -> str:
        """What is said where it is not among them."""
        if self.kind is RegionKind.CLASS:
            return f"There is no class number {self.number + 1} here"
        if self.column == 0:
            return f"There is no input number {self.number + 1} here"
        return f"There is no {neuron_name(self.number)} in a hidden layer {self.column} here"


CONFIDENCE = RegionMode()
CLASSES = RegionMode(RegionKind.CLASSES)


def mode_of(text: str) -> RegionMode:
    """The mode that was kept so; confidence for anything else."""
    kind, *numbers = text.split(" ")
    counted = {RegionKind.CLASS.value: 1, RegionKind.NEURON.value: 2}.get(kind, 0)
    is_known = kind in {known.value for known in RegionKind} and len(numbers) == counted
    if not is_known or not all(number.isascii() and number.isdigit() for number in numbers):
        return CONFIDENCE
    *column, number = map(int, numbers or ["0"])
    return RegionMode(RegionKind(kind), number, *column)


def mode_at(place: NeuronPlace, columns: Columns) -> RegionMode:
    """The picture of what this neuron, input or class puts out."""
    if place.column == len(columns) - 1:
        return RegionMode(RegionKind.CLASS, place.neuron)
    return RegionMode(RegionKind.NEURON, place.neuron, place.column)


def shortened(name: str) -> str:
    """A name of no more than a few letters."""
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
