"""Many points as shading: an item of a plot that counts them where it is looked at."""

from collections.abc import Sequence
from math import ceil, sqrt

from PySide6.QtCore import QSizeF

from nnviz.core.arrays import FloatArray, IntArray
from nnviz.core.regions import Rectangle
from nnviz.ui.plots.density_colors import density_colors
from nnviz.ui.plots.picture_item import PictureItem
from nnviz.ui.plots.point_count import PointCount
from nnviz.ui.theme import Theme

_CELL = 3.0
"""Pixels along each side of a cell: of single pixels, most would hold one point or none, which is noise to the eye."""

_MOST_CELLS = 60_000
"""On large screens cells grow instead: counting takes as long everywhere."""


class DensityItem(PictureItem):
    """A picture of how many points of which class lie where.

    It is counted anew where the points or the piece of the plane change, a slice of the points at each `count_on`;
    what has been counted is shown, and painted again for nothing while training goes on.
    """

    def __init__(self) -> None:
        super().__init__()
        self._kinds: Sequence[tuple[FloatArray, IntArray]] = ()
        self._n_classes = 0
        self._count: PointCount | None = None
        self._counted_area: Rectangle | None = None

    def show_points(self, kinds: Sequence[tuple[FloatArray, IntArray]], n_classes: int) -> None:
        """Shade these points, one (points, labels) a kind, from the next `look_at` on; none: shade nothing."""
        self._kinds, self._n_classes = kinds, n_classes
        self._count = None
        if not kinds:
            self.clear()

    def look_at(self, area: Rectangle, size: QSizeF, theme: Theme) -> None:
        """Count from the start what lies in `area`, `size` pixels large on the screen, and show a first guess."""
        if self._kinds:
            self._counted_area = area
            self._count = PointCount(self._kinds, self._n_classes, area, _grid(size))
            self.count_on(theme)

    def count_on(self, theme: Theme) -> bool:
        """Count another slice; False where there is nothing left to count."""
        if self._count is None or self._counted_area is None or self._count.is_whole:
            return False
        self._count.count_on()
        self.show_pixels(density_colors(self._count.counts, theme), self._counted_area)
        return True


def _grid(size: QSizeF) -> tuple[int, int]:
    """Rows and columns of cells over so many pixels."""
    cell = max(_CELL, sqrt(size.width() * size.height() / _MOST_CELLS))
    return max(1, ceil(size.height() / cell)), max(1, ceil(size.width() / cell))
