"""Where the points of a recipe come from: its clusters, or a shape; `data.shapes` draws the shapes."""

from typing import Annotated

from nnviz.experiment.own_source import OwnSource
from nnviz.experiment.quantity import Quantity, Spec

_N_POINTS = Quantity("Points", 10, 100_000, "How many points are drawn, of all classes together.", "points")
_NOISE = Quantity("Noise", 0.0, 5.0, "How far each point is shaken from its place: a standard deviation.")


class ClustersSource(Spec, frozen=True, kw_only=True, tag="clusters"):
    """Gaussian clusters, each of them a class."""


class XorSource(Spec, frozen=True, kw_only=True, tag="xor"):
    """Four squares, opposite ones of a class: one straight line cannot part them, nor can one neuron."""

    n_points: Annotated[int, _N_POINTS] = 1000
    noise: Annotated[float, _NOISE] = 0.1


class CirclesSource(Spec, frozen=True, kw_only=True, tag="circles"):
    """A disc and a ring around it."""

    n_points: Annotated[int, _N_POINTS] = 1000
    noise: Annotated[float, _NOISE] = 0.1


class MoonsSource(Spec, frozen=True, kw_only=True, tag="moons"):
    """Two half circles that reach into one another."""

    n_points: Annotated[int, _N_POINTS] = 1000
    noise: Annotated[float, _NOISE] = 0.2


class SpiralsSource(Spec, frozen=True, kw_only=True, tag="spirals"):
    """Arms of a spiral, each of them a class."""

    n_points: Annotated[int, _N_POINTS] = 1000
    noise: Annotated[float, _NOISE] = 0.1
    arms: Annotated[
        int,
        Quantity(
            "Arms", 1, 5, "Arms of the spiral; each is a class. A single one winds through the other class.", "arms"
        ),
    ] = 2


class CheckerboardSource(Spec, frozen=True, kw_only=True, tag="checkerboard"):
    """A board of two colours."""

    n_points: Annotated[int, _N_POINTS] = 2000
    noise: Annotated[float, _NOISE] = 0.0
    cells: Annotated[int, Quantity("Cells", 2, 8, "Cells along each side of the board.", "cells")] = 4


class UnlearnableSource(Spec, frozen=True, kw_only=True, tag="unlearnable"):
    """One cloud whose classes are drawn by lot: nothing can be learned but the training points by heart."""

    n_points: Annotated[int, _N_POINTS] = 300
    noise: Annotated[float, _NOISE] = 0.0


class BlobsSource(Spec, frozen=True, kw_only=True, tag="blobs"):
    """Round clusters at random places, each of them a class; another seed puts them elsewhere."""

    n_points: Annotated[int, _N_POINTS] = 1000
    noise: Annotated[float, _NOISE] = 1.0
    blobs: Annotated[int, Quantity("Blobs", 2, 10, "How many clusters there are; each is a class.", "blobs")] = 4


ShapeSource = (
    XorSource | CirclesSource | MoonsSource | SpiralsSource | CheckerboardSource | BlobsSource | UnlearnableSource
)
Source = ClustersSource | ShapeSource | OwnSource


def n_classes_of(shape: ShapeSource) -> int:
    """How many classes the points of a shape have."""
    match shape:
        case SpiralsSource():
            return max(shape.arms, 2)
        case BlobsSource():
            return shape.blobs
        case _:
            return 2
