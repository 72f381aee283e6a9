"""Where things are in a painted confusion matrix."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QFontMetrics

from nnviz.ui.plots.confusion_words import SCORES
from nnviz.ui.theme import Theme

MARK = 12
AXES, HEADS = 16, 18
"""Heights above the cells: what the axes are, and the names of the columns."""

_LOWEST, _TALLEST = 19, 40
_NARROWEST, _WIDEST = 42, 118
_SCORE, _GAP = 64, 14
_NAMES_SHARE, _SHORT_NAME = 0.25, 60


class Cell(NamedTuple):
    """A place in the table: the columns behind those of the classes are precision, recall and F1."""

    row: int
    column: int


class Layout(NamedTuple):
    """Lengths in pixels: where the cells begin, how large one is, how wide a score is, and the gap before these."""

    left: int
    top: int
    width: int
    height: int
    score: int
    gap: int
    n_classes: int

    @property
    def n_columns(self) -> int:
        """Of the classes and the scores together."""
        return self.n_classes + len(SCORES)

    def rect(self, cell: Cell) -> QRect:
        """Where a cell or a score is."""
        top = self.top + cell.row * self.height
        if cell.column < self.n_classes:
            return QRect(self.left + cell.column * self.width, top, self.width, self.height)
        left = self.left + self.n_classes * self.width + self.gap
        return QRect(left + (cell.column - self.n_classes) * self.score, top, self.score, self.height)

    def cell_at(self, place: QPoint) -> Cell | None:
        """The cell or the score at a place."""
        row = (place.y() - self.top) // self.height
        if not 0 <= row < self.n_classes:
            return None
        cells = (Cell(row, column) for column in range(self.n_columns))
        return next((cell for cell in cells if self.rect(cell).contains(place)), None)


def layout_of(theme: Theme, names: Sequence[str], size: QSize) -> Layout:
    """How a matrix of classes with these names, at least one, is laid out in a widget of this size."""
    px, n_classes = theme.px, len(names)
    left, top = _names_width(theme, names, size.width()), px(AXES) + px(HEADS)
    room = size.width() - left - px(_GAP) - len(SCORES) * px(_SCORE) - px(2)
    width = max(px(_NARROWEST), min(px(_WIDEST), room // n_classes))
    height = max(px(_LOWEST), min(px(_TALLEST), (size.height() - top - px(2)) // n_classes))
    return Layout(left, top, width, height, px(_SCORE), px(_GAP), n_classes)


def smallest_size(theme: Theme, n_classes: int) -> QSize:
    """Below it a matrix has to be scrolled."""
    px = theme.px
    width = px(_SHORT_NAME + MARK) + n_classes * px(_NARROWEST) + px(_GAP) + len(SCORES) * px(_SCORE)
    return QSize(width, px(AXES) + px(HEADS) + n_classes * px(_LOWEST) + px(2))


def _names_width(theme: Theme, names: Sequence[str], whole: int) -> int:
    width = QFontMetrics(theme.font(12)).horizontalAdvance
    longest = max(width(name) for name in (*names, "true"))
    return min(longest, int(_NAMES_SHARE * whole)) + theme.px(MARK) + theme.px(14)
