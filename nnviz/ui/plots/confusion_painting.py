"""How a confusion matrix is painted: what seldom changes once, and the numbers with layouts that are kept."""

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPixmap

from nnviz.core.arrays import IntArray
from nnviz.core.metrics import ClassScores
from nnviz.ui.class_marks import mark_icon
from nnviz.ui.plots.confusion_layout import AXES, HEADS, MARK, Cell, Layout
from nnviz.ui.plots.confusion_words import SCORES, percent
from nnviz.ui.plots.kept_texts import KeptTexts
from nnviz.ui.plots.mistakes_marks import answer_colors
from nnviz.ui.theme import Theme, readable_on

_N_SHADES = 64
_STRENGTH = 0.75
"""Of the colour at a share of 1: what is written there can be read in both themes."""

_BOLD = QFont.Weight.DemiBold
_MOST_TEXTS = 512
_TWO_LINES = 34
"""Height of a cell from which on the share stands below the count."""


class ConfusionPainting:
    """Paints matrices; keeps what the next one has in common with the last."""

    def __init__(self) -> None:
        self._texts = KeptTexts(_MOST_TEXTS)
        self._names: tuple[object, QPixmap] | None = None

    def paint_names(self, painter: QPainter, theme: Theme, layout: Layout, names: Sequence[str], size: QSize) -> None:
        """The axes, and the classes at their rows and columns: drawn once, until they or their places change."""
        ratio = painter.device().devicePixelRatioF()
        key = (theme, layout, tuple(names), size.toTuple(), ratio)
        if self._names is None or self._names[0] != key:
            pixmap = QPixmap(size * ratio)
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            on_pixmap = QPainter(pixmap)
            _paint_axes(on_pixmap, theme, layout)
            _paint_names(on_pixmap, theme, layout, names)
            on_pixmap.end()
            self._names = (key, pixmap)
        painter.drawPixmap(0, 0, self._names[1])

    def paint_counts(self, painter: QPainter, theme: Theme, layout: Layout, counts: IntArray) -> None:
        """The cells, each with its count; with its share below where cells are high, and beside where they are wide."""
        counted = counts.tolist()
        is_high = layout.height >= theme.px(_TWO_LINES)
        longest = _beside(f"{max(map(max, counted)):,}", ">99.9 %")
        is_wide = QFontMetrics(_font(theme, 12)).horizontalAdvance(longest) <= layout.width - theme.px(6)
        for row, in_row in enumerate(counted):
            total = sum(in_row)
            for column, count in enumerate(in_row):
                area = layout.rect(Cell(row, column))
                color, ink = _shades(theme, row == column)[round(count / max(total, 1) * _N_SHADES)]
                painter.fillRect(area.adjusted(1, 1, -1, -1), color)
                painter.setPen(ink if count else QColor(theme.muted))
                number, share = f"{count:,}", percent(count / total) if total else "–"
                if is_high:
                    half = area.height() // 2
                    self._write(painter, area.adjusted(0, 2, 0, 2 - half), number, _font(theme, 13, _BOLD))
                    self._write(painter, area.adjusted(0, half, 0, -2), share, _font(theme, 11))
                else:
                    self._write(painter, area, _beside(number, share) if is_wide else number, _font(theme, 12))

    def paint_scores(self, painter: QPainter, theme: Theme, layout: Layout, scores: ClassScores) -> None:
        """Precision, recall and F1 of each class, in its row."""
        painter.setPen(QColor(theme.text))
        for score, values in enumerate(scores):
            for row, value in enumerate(values.tolist()):
                area = layout.rect(Cell(row, layout.n_classes + score))
                self._write(painter, area, percent(value), _font(theme, 12), at_right=True)

    def _write(self, painter: QPainter, area: QRect, text: str, font: QFont, *, at_right: bool = False) -> None:
        """A text in the middle of its area or at its right end, if there is room: half a number is a wrong one."""
        laid_out = self._texts.of(text, font)
        size = laid_out.size()
        spare = area.width() - size.width()
        if spare >= 0:
            painter.setFont(font)
            left = area.left() + (spare if at_right else spare / 2)
            painter.drawStaticText(QPointF(left, area.top() + (area.height() - size.height()) / 2), laid_out)


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


@lru_cache(maxsize=16)
def _font(theme: Theme, pixels: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    return theme.font(pixels, weight)


def _beside(count: str, share: str) -> str:
    return f"{count}  ·  {share}"
