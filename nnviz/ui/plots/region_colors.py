"""The colours of the predicted regions."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from nnviz.core.arrays import FloatArray
from nnviz.ui.theme import Theme, rgb

_FLAT = 0.75  # of the full strength, where confidence is not shown


def region_colors(probabilities: FloatArray, theme: Theme, *, by_confidence: bool) -> NDArray[np.uint8]:
    """The most probable class's colour, the stronger the surer the network is.

    Parameters
    ----------
    probabilities : (n_rows, n_columns, n_classes)
    theme : Theme
    by_confidence : bool
        False gives every place of a class the same colour.

    Returns
    -------
    colors : (n_rows, n_columns, 3)
        The neutral colour where all classes are equally likely; at certainty the theme's `region_strength` of the
        class's own.
    """
    n_classes = probabilities.shape[2]
    winners = probabilities.argmax(axis=2)
    neutral = rgb(QColor(theme.region_neutral))
    classes = np.array([rgb(theme.class_color(label)) for label in range(n_classes)])
    difference = (classes - neutral)[winners]
    if not by_confidence:
        return np.rint(neutral + _FLAT * theme.region_strength * difference).astype(np.uint8)
    chance = 1.0 / n_classes
    confidence = (probabilities.max(axis=2) - chance) * (theme.region_strength / (1.0 - chance))
    return np.rint(neutral + confidence[..., np.newaxis] * difference).astype(np.uint8)
