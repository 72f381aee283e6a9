"""The plane that is shown: two of a point's features, or two directions through all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Plane:
    """A flat piece of the space of features, with two axes at right angles.

    Attributes
    ----------
    origin : (n_features,)
        The point shown at 0, 0.
    directions : (2, n_features)
        Unit steps along the axes.
    names : tuple[str, str]
        What to write at the axes.
    """

    origin: Floats
    directions: Floats
    names: tuple[str, str]

    def project(self, points: Floats) -> Floats:
        """Where points are shown, (n_points, n_features) to (n_points, 2): the nearest places of the plane."""
        return (points - self.origin) @ self.directions.T

    def lift(self, places: Floats) -> Floats:
        """The points that places of the plane stand for, (n_points, 2) to (n_points, n_features)."""
        return self.origin + places @ self.directions


def plane_of_features(pair: tuple[int, int], held: Sequence[float], names: Sequence[str]) -> Plane:
    """Two features as axes, the others held.

    Parameters
    ----------
    pair : (2,)
        Numbers of the features, from 0, that run along the axes.
    held : (n_features,)
        Value of each of the others, to which the regions belong.
    names : (n_features,)
    """
    origin = np.array(held, dtype=np.float64)
    origin[list(pair)] = 0.0
    directions = np.zeros((2, len(origin)))
    directions[[0, 1], list(pair)] = 1.0
    return Plane(origin, directions, (names[pair[0]], names[pair[1]]))


def plane_of_components(points: Floats) -> Plane:
    """The two principal components through the mean of the points, (n_points, at least 2 features).

    The directions in which the points vary most (Pearson, "On lines and planes of closest fit", 1901); each looks to
    where its largest part is positive, so that the same points are always shown the same way round.
    """
    mean = points.mean(axis=0)
    centered = points - mean
    if 2 <= len(points) < points.shape[1]:  # the same directions, from what is smaller: how alike the points are
        variances, mixtures = np.linalg.eigh(centered @ centered.T)
        vectors = centered.T @ mixtures / np.sqrt(np.maximum(variances, np.finfo(float).tiny))
    else:
        variances, vectors = np.linalg.eigh(centered.T @ centered)
    directions = vectors[:, ::-1].T[:2]
    largest = np.abs(directions).argmax(axis=1)
    signs = np.where(directions[[0, 1], largest] < 0.0, -1.0, 1.0)
    total = variances.sum()
    shares = variances[::-1][:2] / total if total > 0.0 else np.zeros(2)
    first, second = (f"component {number} ({share:.0%} of the variance)" for number, share in enumerate(shares, 1))
    return Plane(mean, directions * signs[:, np.newaxis], (first, second))
