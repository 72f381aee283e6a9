"""Coordinates of a covariance: the ways a person may read it and type it."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from nnviz.data.covariance import Matrix
from nnviz.data.covariance_coordinates import (
    Triple,
    axes_of_matrix,
    features_of_matrix,
    matrix_of_axes,
    matrix_of_features,
)
from nnviz.experiment.data_spec import ClusterSpec
from nnviz.experiment.quantity import Quantity, quantity

MATRIX = "matrix"
"""The key of the matrix itself, which needs no others."""

_LARGEST = math.sqrt(quantity(ClusterSpec, "covariance").high)


@dataclass(frozen=True)
class Coordinates:
    """Three numbers that stand for a covariance.

    Attributes
    ----------
    title : str
        As it stands in a list of ways to write a covariance.
    names : (2,)
        Of the two spreads together, and of the third number.
    quantities : (3,)
        Two standard deviations, and what lies between them.
    of_matrix, to_matrix : functions
        From a covariance to its numbers, and back.
    """

    title: str
    names: tuple[str, str]
    quantities: tuple[Quantity, Quantity, Quantity]
    of_matrix: Callable[[Matrix], Triple]
    to_matrix: Callable[[Triple], Matrix]


COORDINATES = {
    "axes": Coordinates(
        "σ₁, σ₂ and angle",
        ("σ₁, σ₂", "Angle, °"),
        (
            Quantity("σ₁", 0, _LARGEST, "Standard deviation along the axis of the ellipse that the angle gives."),
            Quantity("σ₂", 0, _LARGEST, "Standard deviation across that axis."),
            Quantity(
                "Angle",
                -180,
                180,
                "Direction of the axis of σ₁, counter-clockwise from the direction of x₁. "
                "The points of a circle have none: there it can be any.",
                "degrees",
            ),
        ),
        axes_of_matrix,
        matrix_of_axes,
    ),
    "features": Coordinates(
        "σ of x₁, of x₂ and ρ",
        ("σ of x₁, x₂", "ρ"),
        (
            Quantity("σ of x₁", 0, _LARGEST, "Standard deviation of the first feature."),
            Quantity("σ of x₂", 0, _LARGEST, "Standard deviation of the second feature."),
            Quantity(
                "Correlation",
                -1,
                1,
                "How the features go together: 1 and −1 put all points on a line, at 0 neither tells of the other.",
            ),
        ),
        features_of_matrix,
        matrix_of_features,
    ),
}
"""By their keys, which settings keep."""
