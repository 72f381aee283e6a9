"""Curves that have a value at every step."""

import numpy as np

from nnviz.core.arrays import FloatArray
from nnviz.ui.plots.curve import Curve


def every_step(values: FloatArray, first_step: int = 0) -> Curve:
    """One for each of these values, (n,)."""
    return Curve(values, np.arange(first_step, first_step + len(values), dtype=np.float64))
