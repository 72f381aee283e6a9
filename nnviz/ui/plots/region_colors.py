"""The colours of the predicted regions, each as one number, 0xffRRGGBB."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from nnviz.core.arrays import FloatArray
from nnviz.core.boundary import most_probable
from nnviz.ui.plots.color_arrays import rgb
from nnviz.ui.theme import Theme

_LEVELS = 128
_FLAT = 0.75  # of the full strength, where confidence is not shown


def region_colors(probabilities: FloatArray, theme: Theme, *, by_confidence: bool) -> NDArray[np.uint32]:
    """The most probable class's colour, the stronger the surer the network is.

    Parameters
    ----------
    probabilities : (n_rows, n_columns, n_classes)
    theme : Theme
    by_confidence : bool
        False gives every place of a class the same colour.

    Returns
    -------
    colors : (n_rows, n_columns), 0xffRRGGBB
        The neutral colour where all classes are equally likely; at certainty the theme's `region_strength` of the
        class's own.
    """
    n_classes = probabilities.shape[2]
    winners, highest = most_probable(np.moveaxis(probabilities, 2, 0))
    table = _table(theme, n_classes)
    if not by_confidence:
        return table[winners, round(_FLAT * (_LEVELS - 1))]
    chance = 1.0 / n_classes
    levels = ((highest - chance) * ((_LEVELS - 1) / (1.0 - chance)) + 0.5).astype(np.intp)
    return table.ravel().take(winners * _LEVELS + levels)


@lru_cache(maxsize=8)
def _table(theme: Theme, n_classes: int) -> NDArray[np.uint32]:
    """Colours by class and level of confidence, (n_classes, levels), as 0xffRRGGBB."""
    neutral = rgb(QColor(theme.region_neutral))
    classes = np.array([rgb(theme.class_color(label)) for label in range(n_classes)])
    shares = np.linspace(0.0, theme.region_strength, _LEVELS)[:, np.newaxis]
    parts = np.rint(neutral + shares * (classes - neutral)[:, np.newaxis]).astype(np.uint32)
    weights = np.array([1 << 16, 1 << 8, 1], dtype=np.uint32)
    return parts @ weights + np.uint32(0xFF000000)
