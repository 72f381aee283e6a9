"""The colours of many points: which classes lie in a cell by colour, and how many of them by opacity."""

import numpy as np
from numpy.typing import NDArray

from nnviz.core.arrays import FloatArray
from nnviz.ui.plots.color_arrays import rgb
from nnviz.ui.theme import Theme

_FAINTEST, _STRONGEST = 0.3, 0.95
_FEW = 8.0
"""Where no cell holds more than so few points, the shading is as faint as if one did."""


def density_colors(counts: FloatArray, theme: Theme) -> NDArray[np.uint32]:
    """The classes' colours mixed by their shares, the more opaque the more points there are.

    Opacity grows with the logarithm of the number: a cell with ten times the points is darker by one and the same
    step everywhere. (Ranks instead of logarithms, as datashader has them, would change with every slice counted.)

    Parameters
    ----------
    counts : (n_classes, n_rows, n_columns)
        As of `PointCount`.
    theme : Theme

    Returns
    -------
    colors : (n_rows, n_columns), 0xAARRGGBB
        Multiplied with the opacity, as `PictureItem` wants them; 0 where there is no point.
    """
    n_classes, n_rows, n_columns = counts.shape
    classes = np.array([rgb(theme.class_color(label)) for label in range(n_classes)])
    weights = np.column_stack([classes, np.ones(n_classes)]).astype(np.float32)
    sums = weights.T.dot(counts.reshape(n_classes, -1))  # red, green, blue and number of points in each cell
    n_points = sums[3]
    opacity = _opacity(n_points)
    parts = np.empty((4, n_points.size), dtype=np.uint32)
    parts[:3] = np.rint(sums[:3] * (opacity / np.maximum(n_points, 1e-6)))
    parts[3] = np.rint(255.0 * opacity)
    return ((parts[3] << 24) | (parts[0] << 16) | (parts[1] << 8) | parts[2]).reshape(n_rows, n_columns)


def _opacity(n_points: FloatArray) -> FloatArray:
    """From the faintest at one point to the strongest at the fullest cell; 0 at none."""
    levels = np.log1p(n_points) / np.log1p(max(float(n_points.max()), _FEW))
    return np.where(n_points > 0, _FAINTEST + (_STRONGEST - _FAINTEST) * levels, 0.0)
