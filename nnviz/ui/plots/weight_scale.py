"""The scale of a network's weights and biases, the same in every view."""

import numpy as np

from nnviz.core.snapshot import Snapshot


def full_color(snapshot: Snapshot) -> float:
    """The number in size that has the full colour."""
    return round_up(max(float(np.abs(array).max()) for array in (*snapshot.weights, *snapshot.biases)))


def round_up(largest: float) -> float:
    """To one decimal, so that the scale does not flicker; at least 0.1."""
    return max(0.1, float(np.ceil(largest * 10) / 10))
