"""Small maps of formulas: blue where the number is below zero, orange above. Loaded late, for it needs NumPy."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage, qRgb

from nnviz.data.dataset import Dataset
from nnviz.data.formula import Formula
from nnviz.data.formula_text import features_in
from nnviz.data.inputs import Floats, formula_values
from nnviz.ui.theme import Theme

N_CELLS = 40
"""Along each side; a multiple of four, as the rows of a picture want."""

_N_SHADES = 255
_ZERO = _N_SHADES // 2
_NO_NUMBER = 255
"""Shade of places for which the formula has no number: nothing is drawn there."""


@dataclass(frozen=True)
class ValueMap:
    """What a formula gives over two features, or one.

    Attributes
    ----------
    across, up : int or None
        Numbers, from 0, of the features along the sides; None for a side along which nothing changes.
    shades : (N_CELLS, N_CELLS), uint8
        Row by row from the top.
    largest : float
        The number in size that has the full colour; 0 where there is no number or nothing but zeros.
    """

    across: int | None
    up: int | None
    shades: NDArray[np.uint8]
    largest: float

    def picture(self, theme: Theme) -> QImage:
        """In the theme's colours for weights."""
        image = QImage(self.shades.data, N_CELLS, N_CELLS, N_CELLS, QImage.Format.Format_Indexed8)
        image.setColorTable(_colors(theme))
        return image.copy()  # its own numbers, not those of the array


def bounds_of(dataset: Dataset) -> Floats:
    """Smallest and largest value of each feature, (2, n_features), over all points."""
    parts = [points for points in (dataset.training_points, dataset.test_points) if len(points)]
    lowest = np.min([points.min(axis=0) for points in parts], axis=0)
    return np.array([lowest, np.max([points.max(axis=0) for points in parts], axis=0)])


def value_map(formula: Formula, bounds: Floats) -> ValueMap | None:
    """The map of a formula over the range of the points; None where more than two features of several play a part.

    Parameters
    ----------
    formula : Formula
    bounds : (2, n_features)
        As of `bounds_of`. Two features are always x₁ to the right and x₂ up, as on the canvas.
    """
    sides = _sides(formula, bounds.shape[1])
    if sides is None:
        return None
    points = np.broadcast_to(bounds[0], (N_CELLS**2, bounds.shape[1])).copy()
    for axis, feature in enumerate(sides):
        if feature is not None:
            steps = np.linspace(bounds[0, feature], bounds[1, feature], N_CELLS)
            points[:, feature] = np.tile(steps, N_CELLS) if axis == 0 else np.repeat(steps[::-1], N_CELLS)
    values = formula_values((formula,), points)[:, 0]
    is_number = np.isfinite(values)
    largest = float(np.abs(values).max(where=is_number, initial=0.0))
    shares = np.where(is_number, values, 0.0) / (largest or 1.0)
    shades = np.where(is_number, np.rint(shares * _ZERO) + _ZERO, _NO_NUMBER)
    return ValueMap(*sides, shades.astype(np.uint8).reshape(N_CELLS, N_CELLS), largest)


def _sides(formula: Formula, n_features: int) -> tuple[int | None, int | None] | None:
    if n_features == 2:
        return 0, 1
    used = features_in(formula)
    if len(used) > 2:
        return None
    across, up = (*used, None, None)[:2]
    return across, up


@lru_cache(maxsize=4)
def _colors(theme: Theme) -> list[int]:
    """The diverging map from its lowest colour to its highest, and nothing at all for no number."""
    below, zero, above = (QColor(color) for color in theme.diverging)
    shares = ((shade - _ZERO) / _ZERO for shade in range(_N_SHADES))
    return [_mixed(zero, below if share < 0 else above, abs(share)) for share in shares] + [0]


def _mixed(one: QColor, other: QColor, share: float) -> int:
    pairs = ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    red, green, blue = (round(first + share * (second - first)) for first, second in pairs)
    return qRgb(red, green, blue)
