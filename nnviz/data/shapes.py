"""Shapes: points whose classes no straight line tells apart.

Each function draws from a generator that it is given, so that the same seed gives the same points. Classes have the
same number of points, or nearly: the first ones have one more where the number does not divide.
"""

import numpy as np
from numpy.typing import NDArray

_PLACES_TRIED = 5

Drawn = tuple[NDArray[np.float64], NDArray[np.intp]]
"""Points (n_points, 2), in the order of their classes, and labels (n_points,)."""


def xor(n_points: int, noise: float, generator: np.random.RandomState) -> Drawn:
    """Four squares around the origin; squares that touch at a corner are of one class.

    No single neuron can do it (Minsky and Papert, 1969).

    Parameters
    ----------
    n_points : int
    noise : float
        Standard deviation of a normal shift of each point, at or above 0.
    generator : RandomState
    """
    labels = _labels(n_points, 2)
    across = generator.uniform(0.2, 3.0, n_points)
    upward = generator.uniform(0.2, 3.0, n_points)
    side = np.where(generator.random_sample(n_points) < 0.5, -1.0, 1.0)
    points = np.column_stack([side * across, np.where(labels == 0, side, -side) * upward])
    return _shaken(points, noise, generator), labels


def circles(n_points: int, noise: float, generator: np.random.RandomState) -> Drawn:
    """A disc, and a ring around it; parameters as for `xor`."""
    labels = _labels(n_points, 2)
    # The square root makes the points equally dense everywhere.
    inner, outer = np.where(labels == 0, 0.0, 2.2), np.where(labels == 0, 1.4, 3.2)
    radii = np.sqrt(generator.uniform(inner**2, outer**2))
    return _shaken(_at(radii, generator.uniform(0.0, 2 * np.pi, n_points)), noise, generator), labels


def moons(n_points: int, noise: float, generator: np.random.RandomState) -> Drawn:
    """Two half circles, each reaching into the other; parameters as for `xor`."""
    labels = _labels(n_points, 2)
    points = _at(np.full(n_points, 2.0), generator.uniform(0.0, np.pi, n_points))
    upper = labels == 0
    points[upper] += (-1.0, -0.5)
    points[~upper] = (1.0, 0.5) - points[~upper]
    return _shaken(points, noise, generator), labels


def spirals(n_points: int, noise: float, arms: int, generator: np.random.RandomState) -> Drawn:
    """Arms of a spiral that turn around one another, a class each (after Lang and Witbrock, 1988).

    Parameters
    ----------
    n_points, noise, generator
        As for `xor`.
    arms : int
        At least 1. A single arm is one class, and a cloud that it winds through the other.
    """
    if arms == 1:
        return _lone_spiral(n_points, noise, generator)
    labels = _labels(n_points, arms)
    along = np.sqrt(generator.uniform(0.02, 1.0, n_points))
    angles = 3.5 * np.pi * along + 2 * np.pi * labels / arms
    return _shaken(_at(4.0 * along, angles), noise, generator), labels


def _lone_spiral(n_points: int, noise: float, generator: np.random.RandomState) -> Drawn:
    labels = _labels(n_points, 2)
    along = np.sqrt(generator.uniform(0.02, 1.0, n_points))
    # Half a turn ahead, give or take: the cloud fills the middle of the gap, and leaves as much free on both sides.
    ahead = np.where(labels == 0, 0.0, np.pi * generator.uniform(0.65, 1.35, n_points))
    return _shaken(_at(4.0 * along, 3.5 * np.pi * along + ahead), noise, generator), labels


def blobs(n_points: int, noise: float, n_blobs: int, generator: np.random.RandomState) -> Drawn:
    """Round clusters at random places, apart from one another as far as a few tries allow; a class each.

    Parameters
    ----------
    n_points, generator
        As for `xor`.
    noise : float
        Standard deviation of each cluster, at or above 0.
    n_blobs : int
        At least 2.
    """
    labels = _labels(n_points, n_blobs)
    centers = _apart(generator.uniform(-6.0, 6.0, (n_blobs, _PLACES_TRIED, 2)))
    return _shaken(centers[labels], noise, generator), labels


def checkerboard(n_points: int, noise: float, cells: int, generator: np.random.RandomState) -> Drawn:
    """A board of two colours.

    Parameters
    ----------
    n_points, noise, generator
        As for `xor`.
    cells : int
        Along each side, at least 2.
    """
    labels = _labels(n_points, 2)
    rows = generator.randint(cells, size=n_points)
    # In each row every second cell is of the class wanted; with an odd number of cells there may be one more of them.
    first = (rows + labels) % 2
    n_free = (cells - first + 1) // 2
    columns = first + 2 * np.floor(generator.random_sample(n_points) * n_free)
    size = 8.0 / cells
    points = size * (np.column_stack([columns, rows]) + generator.random_sample((n_points, 2))) - 4.0
    return _shaken(points, noise, generator), labels


def unlearnable(n_points: int, noise: float, generator: np.random.RandomState) -> Drawn:
    """One cloud, its classes drawn by lot: there is nothing to be learned but the points by heart.

    Parameters as for `xor`.
    """
    points = 1.5 * generator.standard_normal((n_points, 2))
    return _shaken(points, noise, generator), _labels(n_points, 2)


def _labels(n_points: int, n_classes: int) -> NDArray[np.intp]:
    sizes = [n_points // n_classes + (label < n_points % n_classes) for label in range(n_classes)]
    return np.repeat(np.arange(n_classes), sizes)


def _apart(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of the places offered to each centre the one furthest from all centres before it (Mitchell's best candidate).

    Parameters
    ----------
    places : (n_centers, n_places, 2)

    Returns
    -------
    centers : (n_centers, 2)
    """
    centers = places[:, 0].copy()
    for number in range(1, len(centers)):
        distances = np.linalg.norm(places[number, :, None] - centers[:number], axis=-1)
        centers[number] = places[number, distances.min(axis=1).argmax()]
    return centers


def _at(radii: NDArray[np.float64], angles: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points at these distances from the origin and in these directions."""
    return np.column_stack([radii * np.cos(angles), radii * np.sin(angles)])


def _shaken(points: NDArray[np.float64], noise: float, generator: np.random.RandomState) -> NDArray[np.float64]:
    """Each point shifted by normal numbers. They are drawn whatever the noise: with more of it, points only move."""
    return points + noise * generator.standard_normal(points.shape)
