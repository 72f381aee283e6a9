"""Places in a network, by which its views tell one another what the mouse is on."""

from typing import NamedTuple


class NeuronPlace(NamedTuple):
    """A neuron, an input or a class.

    Attributes
    ----------
    column : int
        0 for the inputs, k for the outputs of layer number k - 1; the last is that of the classes.
    neuron : int
        Its number there, from 0.
    """

    column: int
    neuron: int


class WeightPlace(NamedTuple):
    """A weight, or a bias.

    Attributes
    ----------
    layer : int
        From 0.
    row : int
        The input it comes from; the layer's number of inputs where it is a bias.
    neuron : int
        The neuron of its layer.
    """

    layer: int
    row: int
    neuron: int


class ShownNeuron(NamedTuple):
    """A neuron to be shown large.

    Attributes
    ----------
    place : NeuronPlace
    title : str
        What its picture shows.
    label : int or None
        The class, where it is a class's probability.
    is_pinned : bool
        Whether it stays when the mouse goes.
    """

    place: NeuronPlace
    title: str
    label: int | None
    is_pinned: bool
