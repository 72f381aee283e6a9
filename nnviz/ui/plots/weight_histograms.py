"""How the numbers of each layer are spread: a histogram below another, on the axis of the coloured cells."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from nnviz.core.arrays import FloatArray, IntArray
from nnviz.ui.fields.numbers import format_number
from nnviz.ui.plots.color_arrays import diverging_colors
from nnviz.ui.plots.kept_picture import KeptPixmap
from nnviz.ui.plots.weight_blocks import Block
from nnviz.ui.plots.weight_scale import Scale
from nnviz.ui.theme import Theme

N_BINS = 31
"""An odd number, so that there is one around zero."""
_TITLE, _BARS, _AXIS, _GAP = 24, 58, 15, 6
_LEFT, _RIGHT = 34, 8


@dataclass(frozen=True)
class Histogram:
    """The numbers of a layer, counted.

    Attributes
    ----------
    title : str
    counts : (N_BINS,)
        From the left end of the scale to the right one.
    n_weights, n_biases : int
        How many numbers there are.
    """

    title: str
    counts: IntArray
    n_weights: int
    n_biases: int

    @property
    def size_text(self) -> str:
        """How many are counted."""
        n_all = self.n_weights + self.n_biases
        return f"n = {n_all:,}  ({self.n_weights:,} weights, {self.n_biases:,} biases)"


def edges_of(scale: Scale) -> FloatArray:
    """The ends of the bins, (N_BINS + 1,)."""
    return np.linspace(-scale.largest, scale.largest, N_BINS + 1)


def histogram_of(block: Block, scale: Scale) -> Histogram:
    """Count a layer's numbers; what is not finite is in no bin."""
    values = block.values.ravel()
    share = values[np.isfinite(values)] / scale.largest  # −1 … 1
    places = np.clip((share + 1.0) * (N_BINS / 2), 0, N_BINS - 1).astype(np.intp)
    counts = np.bincount(places, minlength=N_BINS)
    return Histogram(block.title, counts, values.size - block.n_biases, block.n_biases)


@lru_cache(maxsize=4)
def _bar_colors(theme: Theme) -> list[QColor]:
    """Of each bin, that of a cell with a number in its middle; the same on every scale."""
    middles = np.linspace(-1.0, 1.0, 2 * N_BINS + 1)[1::2]
    return [QColor(*map(int, color)) for color in diverging_colors(theme, middles, 1.0)]


class WeightHistograms(QWidget):
    """Paints a histogram a layer. Its bars have the colours of the cells; the mouse is told their counts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._histograms: tuple[Histogram, ...] = ()
        self._scale = Scale(1.0)
        self._theme: Theme | None = None
        self._words = KeptPixmap()
        self.setAccessibleName("Histograms of weights and biases")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def histograms(self) -> tuple[Histogram, ...]:
        """What is shown."""
        return self._histograms

    def show_blocks(self, blocks: tuple[Block, ...], scale: Scale) -> None:
        """Show how these numbers are spread."""
        n_before = len(self._histograms)
        self._histograms = tuple(histogram_of(block, scale) for block in blocks)
        self._scale = scale
        if len(blocks) != n_before:
            self._fit_height()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours and size."""
        self._theme = theme
        self._fit_height()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self.height())

    def bin_at(self, place: QPoint) -> tuple[int, int] | None:
        """The layer and the bin whose bar is at a place of the widget, or above it."""
        for layer, room in enumerate(self._rooms()):
            if room.contains(place):
                return layer, min(int((place.x() - room.left()) / room.width() * N_BINS), N_BINS - 1)
        return None

    def _fit_height(self) -> None:
        if self._theme is not None:
            self.setFixedHeight(len(self._histograms) * self._theme.px(_TITLE + _BARS + _AXIS + _GAP))
            self.updateGeometry()

    def _rooms(self) -> list[QRect]:
        """Where the bars of each layer are."""
        if self._theme is None:
            return []
        px = self._theme.px
        width = max(self.width() - px(_LEFT + _RIGHT), 10)
        tops = (layer * px(_TITLE + _BARS + _AXIS + _GAP) + px(_TITLE) for layer in range(len(self._histograms)))
        return [QRect(px(_LEFT), top, width, px(_BARS)) for top in tops]

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._theme is None:
            return
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._words_pixmap(self._theme))
        for histogram, room in zip(self._histograms, self._rooms(), strict=True):
            if event.rect().intersects(room):
                self._paint_bars(painter, self._theme, histogram.counts, room)

    def _words_pixmap(self, theme: Theme) -> QPixmap:
        """Titles and axes: drawn once, until they change."""
        said = tuple((each.title, each.n_weights, int(each.counts.max())) for each in self._histograms)

        def paint(painter: QPainter) -> None:
            for histogram, room in zip(self._histograms, self._rooms(), strict=True):
                self._paint_words(painter, theme, histogram, room)

        return self._words.of(self, (theme, said, self._scale), paint)

    def _paint_words(self, painter: QPainter, theme: Theme, histogram: Histogram, room: QRect) -> None:
        """Title and number above, the count at the top of the highest bar, and the axis below."""
        px = theme.px
        painter.setPen(QColor(theme.muted))
        painter.setFont(theme.font(11))
        metrics = painter.fontMetrics()
        above = QRect(0, room.top() - px(_TITLE), self.width() - px(2), px(_TITLE) - px(7))
        size, title_width = histogram.size_text, QFontMetrics(theme.font(12)).horizontalAdvance(histogram.title)
        if metrics.horizontalAdvance(size) + title_width + px(10) > above.width():
            size = size.split("  ")[0]
        painter.drawText(above, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, size)
        painter.setFont(theme.font(12))
        title_room = above.adjusted(0, 0, -metrics.horizontalAdvance(size) - px(10), 0)
        title = painter.fontMetrics().elidedText(histogram.title, Qt.TextElideMode.ElideRight, title_room.width())
        painter.drawText(title_room, Qt.AlignmentFlag.AlignVCenter, title)
        painter.setFont(theme.font(10))
        at_left = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        counts = QRect(0, room.top() - px(6), room.left() - px(4), px(12))
        painter.drawText(counts, at_left, f"{int(histogram.counts.max()):,}")
        painter.drawText(counts.translated(0, room.height()), at_left, "0")
        below = QRect(
            room.left() - px(30), room.bottom() + px(2), room.width() + px(30) + px(_RIGHT), px(_AXIS) - px(2)
        )
        in_unit = self._scale.largest / self._scale.unit
        ends = (f"−{format_number(in_unit)}", "0", f"+{format_number(in_unit)}")
        middle = QRect(room.left(), below.top(), room.width(), below.height())
        painter.drawText(middle.translated(-px(4), 0), Qt.AlignmentFlag.AlignLeft, ends[0])
        painter.drawText(middle, Qt.AlignmentFlag.AlignHCenter, ends[1])
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, ends[2])
        painter.setPen(QPen(QColor(theme.border), 1))
        for y in (room.top(), room.bottom()):
            painter.drawLine(room.left(), y, room.right(), y)
        painter.drawLine(room.center().x(), room.top(), room.center().x(), room.bottom())

    def _paint_bars(self, painter: QPainter, theme: Theme, counts: IntArray, room: QRect) -> None:
        width, highest = room.width() / N_BINS, max(int(counts.max()), 1)
        bars: list[QRectF] = []
        for place, (count, color) in enumerate(zip(counts.tolist(), _bar_colors(theme), strict=True)):
            if count > 0:
                height = max(count / highest * room.height(), theme.px(2))  # one of thousands is to be seen too
                bars.append(QRectF(room.left() + place * width, room.bottom() - height, width, height))
                painter.fillRect(bars[-1], color)
        painter.setPen(QPen(QColor(theme.muted), 1))
        painter.drawRects(bars)

    def event(self, event: QEvent) -> bool:
        """Tell the count under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = self.bin_at(event.pos())
            QToolTip.showText(event.globalPos(), "" if found is None else self._told(*found), self)
            return True
        return super().event(event)

    def _told(self, layer: int, place: int) -> str:
        low, high = edges_of(self._scale)[place : place + 2].tolist()
        histogram = self._histograms[layer]
        n_all = histogram.n_weights + histogram.n_biases
        ends = f"{low:.3g} … {high:.3g}".replace("-", "−")
        return f"{ends}: {int(histogram.counts[place]):,} of {n_all:,}"
