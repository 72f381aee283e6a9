"""Colours in numbers: for pictures made of arrays."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from nnviz.core.arrays import FloatArray
from nnviz.ui.theme import Theme


def rgb(color: QColor) -> FloatArray:
    """Red, green and blue, (3,), 0 … 255."""
    return np.array([color.red(), color.green(), color.blue()], dtype=np.float64)


def diverging_colors(theme: Theme, values: FloatArray, largest: float) -> NDArray[np.uint8]:
    """Colours for numbers: blue below zero, neutral at zero, orange above.

    Parameters
    ----------
    theme : Theme
    values : any shape
    largest : float
        The number in size that has the full colour; the scale is symmetric.

    Returns
    -------
    colors : shape of `values` + (3,), uint8
    """
    below, zero, above = (rgb(QColor(color)) for color in theme.diverging)
    share = np.clip(values / max(largest, 1e-300), -1.0, 1.0)[..., np.newaxis]
    return np.rint(zero + np.abs(share) * (np.where(share < 0, below, above) - zero)).astype(np.uint8)
