"""The colours of what neurons put out, each as one number, 0xffRRGGBB."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from nnviz.core.arrays import FloatArray
from nnviz.ui.plots.color_arrays import diverging_colors, rgb
from nnviz.ui.theme import Theme

_HALF = 128


def output_colors(values: FloatArray, largest: float, theme: Theme, strength: float = 1.0) -> NDArray[np.uint32]:
    """Blue below zero, neutral at zero, orange above, as weights are; what is no number has no colour.

    Parameters
    ----------
    values : any shape
    largest : float
        The number in size that has the full colour.
    theme : Theme
    strength : float
        Share of its own colour that the full one has, 0 … 1.
    """
    return _looked_up(_outputs_table(theme, strength), values / max(largest, 1e-300))


def probability_colors(values: FloatArray, theme: Theme, label: int, strength: float = 1.0) -> NDArray[np.uint32]:
    """From the neutral colour at 0 to the class's own at 1; `values` and `strength` as above."""
    return _looked_up(_class_table(theme, label, strength), values)


def _looked_up(table: NDArray[np.uint32], shares: FloatArray) -> NDArray[np.uint32]:
    if not np.isfinite(shares).all():
        shares = np.nan_to_num(shares, nan=0.0, posinf=1.0, neginf=-1.0)
    return table.take((shares.clip(-1.0, 1.0) * _HALF + (_HALF + 0.5)).astype(np.intp))


@lru_cache(maxsize=8)
def _outputs_table(theme: Theme, strength: float) -> NDArray[np.uint32]:
    colors = diverging_colors(theme, np.linspace(-1.0, 1.0, 2 * _HALF + 1), 1.0).astype(np.float64)
    return _packed(colors, theme, strength)


@lru_cache(maxsize=32)
def _class_table(theme: Theme, label: int, strength: float) -> NDArray[np.uint32]:
    neutral = rgb(QColor(theme.region_neutral))
    shares = np.linspace(-1.0, 1.0, 2 * _HALF + 1).clip(0.0)[:, np.newaxis]
    return _packed(neutral + shares * (rgb(theme.class_color(label)) - neutral), theme, strength)


def _packed(colors: FloatArray, theme: Theme, strength: float) -> NDArray[np.uint32]:
    """Colours (n, 3), 0 … 255, mixed with the regions' neutral colour."""
    neutral = rgb(QColor(theme.region_neutral))
    parts = np.rint(neutral + strength * (colors - neutral)).astype(np.uint32)
    return parts @ np.array([1 << 16, 1 << 8, 1], dtype=np.uint32) + np.uint32(0xFF000000)
