"""How a confusion matrix is painted: cells, scores, and the names around them."""

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from nnviz.core.arrays import IntArray
from nnviz.core.metrics import ClassScores
from nnviz.ui.class_marks import mark_icon
from nnviz.ui.plots.confusion_layout import AXES, HEADS, MARK, Cell, Layout
from nnviz.ui.plots.confusion_words import SCORES, percent
from nnviz.ui.plots.lettering import Writing, lettering, room_in
from nnviz.ui.plots.mistakes_marks import answer_colors
from nnviz.ui.theme import Theme, readable_on

_N_SHADES = 64
_STRENGTH = 0.75
"""Of the colour at a share of 1: what is written there can be read in both themes."""

_BOLD = QFont.Weight.DemiBold
_TWO_LINES = 34
"""Height of a cell from which on the share stands below the count."""


def paint_counts(painter: QPainter, theme: Theme, layout: Layout, counts: IntArray) -> None:
    """The cells, each with its count; with its share below where cells are high, and beside where they are wide."""
    counted = counts.tolist()
    is_high = layout.height >= theme.px(_TWO_LINES)
    large, small, plain = lettering(theme, 13, _BOLD), lettering(theme, 11), lettering(theme, 12)
    shades, muted = {is_right: _shades(theme, is_right) for is_right in (True, False)}, QColor(theme.muted)
    writings = [Writing(letters) for letters in (large, small, plain)]
    longest = _beside(f"{max(map(max, counted)):,}", ">99.9 %")
    is_wide = plain.width(longest) <= layout.width - theme.px(6)
    for row, in_row in enumerate(counted):
        total = sum(in_row)
        for column, count in enumerate(in_row):
            area = layout.rect(Cell(row, column))
            color, ink = shades[row == column][round(count / max(total, 1) * _N_SHADES)]
            painter.fillRect(area.adjusted(1, 1, -1, -1), color)
            ink = ink if count else muted
            number, share = f"{count:,}", percent(count / total) if total else "–"
            if is_high:
                half = area.height() // 2
                writings[0].put(number, ink, room_in(area.adjusted(0, 2, 0, 2 - half)))
                writings[1].put(share, ink, room_in(area.adjusted(0, half, 0, -2)))
            else:
                writings[2].put(_beside(number, share) if is_wide else number, ink, room_in(area))
    for writing in writings:
        writing.draw(painter)


def paint_scores(painter: QPainter, theme: Theme, layout: Layout, scores: ClassScores) -> None:
    """Precision, recall and F1 of each class, in its row."""
    ink, writing = QColor(theme.text), Writing(lettering(theme, 12))
    for score, values in enumerate(scores):
        for row, value in enumerate(values.tolist()):
            area = layout.rect(Cell(row, layout.n_classes + score))
            writing.put(percent(value), ink, room_in(area), at_right=True)
    writing.draw(painter)


def paint_names(painter: QPainter, theme: Theme, layout: Layout, names: Sequence[str]) -> None:
    """The axes, and the classes at their rows and columns."""
    _paint_axes(painter, theme, layout)
    _paint_names(painter, theme, layout, names)


def _paint_axes(painter: QPainter, theme: Theme, layout: Layout) -> None:
    painter.setFont(theme.font(11))
    painter.setPen(QColor(theme.muted))
    columns = QRect(layout.left, 0, layout.n_classes * layout.width, theme.px(AXES))
    painter.drawText(columns, Qt.AlignmentFlag.AlignCenter, "predicted class")
    at_right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
    painter.drawText(QRect(0, theme.px(AXES), layout.left - theme.px(6), theme.px(HEADS)), at_right, "true")
    for score, title in enumerate(SCORES):
        painter.drawText(_head(theme, layout, layout.n_classes + score), at_right, title)


def _paint_names(painter: QPainter, theme: Theme, layout: Layout, names: Sequence[str]) -> None:
    painter.setFont(theme.font(12))
    painter.setPen(QColor(theme.text))
    metrics, mark, gap, end = painter.fontMetrics(), theme.px(MARK), theme.px(4), theme.px(6)
    for label, name in enumerate(names):
        row = layout.rect(Cell(label, 0))
        shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, layout.left - mark - gap - end)
        left = layout.left - end - metrics.horizontalAdvance(shown)
        painter.drawText(QRect(left, row.top(), layout.left, row.height()), Qt.AlignmentFlag.AlignVCenter, shown)
        mark_icon(label, theme).paint(painter, left - gap - mark, row.top(), mark, row.height())
        head = _head(theme, layout, label)
        width = metrics.horizontalAdvance(name) + gap
        if mark + width > head.width() - gap:  # its mark says which it is, and two letters would not
            width = 0
        left = head.left() + (head.width() - mark - width) // 2
        mark_icon(label, theme).paint(painter, left, head.top(), mark, head.height())
        if width:
            place = QRect(left + mark + gap, head.top(), width, head.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, name)


def _head(theme: Theme, layout: Layout, column: int) -> QRect:
    """The place above a column."""
    first = layout.rect(Cell(0, column))
    return QRect(first.left(), first.top() - theme.px(HEADS), first.width(), theme.px(HEADS))


@lru_cache(maxsize=8)
def _shades(theme: Theme, is_right: bool) -> list[tuple[QColor, QColor]]:
    """Colours for shares from 0 to 1, each with what can be read on it."""
    right, wrong = answer_colors(theme)
    ground, full = QColor(theme.field), right if is_right else wrong
    colors = [_mixed(ground, full, _STRENGTH * place / _N_SHADES) for place in range(_N_SHADES + 1)]
    return [(color, readable_on(color)) for color in colors]


def _mixed(ground: QColor, color: QColor, share: float) -> QColor:
    """So much of `color` over `ground`."""
    pairs = ((ground.red(), color.red()), (ground.green(), color.green()), (ground.blue(), color.blue()))
    return QColor(*(round(below + share * (above - below)) for below, above in pairs))


def _beside(count: str, share: str) -> str:
    return f"{count}  ·  {share}"
