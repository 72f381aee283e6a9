"""Painting with points: what a brush adds to them, moves, and takes away.

A brush covers an ellipse, the circle of the screen in the units of the features: `radii` are its two half axes.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Pair = tuple[float, float]


def spray(center: Pair, radii: Pair, n_points: int, generator: np.random.RandomState) -> Floats:
    """New points anywhere under the brush, all places equally likely, (n_points, 2)."""
    angles = generator.uniform(0.0, 2 * np.pi, n_points)
    # The square root makes the points equally dense everywhere.
    distances = np.sqrt(generator.random_sample(n_points))
    return np.array(center) + np.column_stack([np.cos(angles), np.sin(angles)]) * distances[:, np.newaxis] * radii


def under_brush(points: Floats, center: Pair, radii: Pair) -> NDArray[np.bool_]:
    """Which of the points (n_points, 2) the brush covers."""
    return (((points - center) / radii) ** 2).sum(axis=1) <= 1.0


def shake(points: Floats, center: Pair, radii: Pair, strength: float, generator: np.random.RandomState) -> Floats:
    """The points, those under the brush moved at random.

    Parameters
    ----------
    points : (n_points, 2)
    center, radii : (2,)
    strength : float
        Standard deviation of the moves, as a share of the brush's size.
    generator : RandomState
    """
    moved = points.copy()
    covered = under_brush(points, center, radii)
    moved[covered] += strength * generator.standard_normal((int(covered.sum()), 2)) * radii
    return moved


def in_rectangle(points: Floats, corner: Pair, opposite: Pair) -> NDArray[np.bool_]:
    """Which of the points (n_points, 2) lie in a rectangle between two corners, whichever they are."""
    low, high = np.minimum(corner, opposite), np.maximum(corner, opposite)
    x, y = points.T
    return (low[0] <= x) & (x <= high[0]) & (low[1] <= y) & (y <= high[1])
