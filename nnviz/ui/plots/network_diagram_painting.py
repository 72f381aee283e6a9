"""How the network diagram is painted, part by part."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QPen, QPixmap

from nnviz.core.arrays import FloatArray
from nnviz.ui.class_marks import class_mark
from nnviz.ui.plots.color_arrays import diverging_colors
from nnviz.ui.plots.network_diagram_layout import NAME_SIZE, DiagramLayout
from nnviz.ui.plots.network_places import NeuronPlace, WeightPlace
from nnviz.ui.plots.neuron_colors import output_colors, probability_colors
from nnviz.ui.plots.neuron_marks import paint_badge
from nnviz.ui.plots.weight_scale import round_up
from nnviz.ui.theme import Theme

_LEVELS = 16
_THINNEST, _THICKEST = 0.7, 3.4
_MOST_SMOOTH = 200
"""So many lines, the thickest, are painted smoothly: it takes Qt four times as long, and thin ones hardly show it."""
_FADED = 0.18
_PALEST = 0.3
"""The share of the full colour that a line begins with: a thin one in the colour of nothing would not be seen."""
_ROUNDING = 0.24
_BIAS_DOT, _ROOM_FOR_DOTS = 7, 18


@dataclass(frozen=True)
class Emphasis:
    """What stands out.

    Attributes
    ----------
    neuron : NeuronPlace or None
        Whose lines are shown alone, all others faded.
    pinned, in_focus : NeuronPlace or None
        That stays on the canvas; that the keyboard is on.
    weight : WeightPlace or None
        A bias is shown at its neuron.
    """

    neuron: NeuronPlace | None = None
    pinned: NeuronPlace | None = None
    in_focus: NeuronPlace | None = None
    weight: WeightPlace | None = None


class Maps:
    """The small pictures of the neurons that have a box, as one image, one below the other.

    Parameters
    ----------
    maps : one (n_neurons, n_rows, n_columns) array a column
        As of `neuron_maps`.
    layout : DiagramLayout
    theme : Theme
    """

    def __init__(self, maps: tuple[FloatArray, ...], layout: DiagramLayout, theme: Theme) -> None:
        pictures: list[NDArray[np.uint32]] = []
        for column, (outputs, neurons) in enumerate(zip(maps, layout.shown, strict=True)):
            chosen = outputs[list(neurons), ::-1]
            if column == len(maps) - 1:
                pictures += [probability_colors(chosen[row], theme, label) for row, label in enumerate(neurons)]
            elif column == 0:  # of inputs each has its own unit
                pictures += [output_colors(one, scale_of(one), theme) for one in chosen]
            else:
                pictures += list(output_colors(chosen, scale_of(outputs), theme))
        self._n_cells = maps[0].shape[1]
        self.pixels = np.concatenate(pictures) & np.tile(_rounded(self._n_cells), (len(pictures), 1))

    def paint(self, painter: QPainter, layout: DiagramLayout) -> None:
        """Every picture in its box."""
        cells = self._n_cells
        image_format = QImage.Format.Format_ARGB32_Premultiplied
        image = QImage(self.pixels.data, cells, len(self.pixels), 4 * cells, image_format)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for number, box in enumerate(layout.boxes.values()):
            painter.drawImage(box, image, QRectF(0, number * cells, cells, cells))


def scale_of(outputs: FloatArray) -> float:
    """The output in size that has the full colour."""
    finite = outputs[np.isfinite(outputs)]
    return round_up(float(np.abs(finite).max())) if len(finite) else 1.0


def paint_lines(painter: QPainter, theme: Theme, layout: DiagramLayout, shares: FloatArray, emphasis: Emphasis) -> None:
    """Lines as wide and as coloured as their weights are large; these as shares of the largest, (n_lines,)."""
    levels = np.rint(np.clip(shares, -1.0, 1.0) * _LEVELS).astype(np.intp)
    if emphasis.neuron is None:
        _paint_levels(painter, theme, layout.lines, levels, np.arange(len(levels)))
    else:
        touching = layout.touching(emphasis.neuron)
        painter.setOpacity(_FADED)
        _paint_levels(painter, theme, layout.lines, levels, np.flatnonzero(~touching))
        painter.setOpacity(1.0)
        _paint_levels(painter, theme, layout.lines, levels, np.flatnonzero(touching))
    if emphasis.weight is not None and (number := layout.number_of(emphasis.weight)) is not None:
        _paint_outlined(painter, theme, layout.lines[number], _pens(theme)[int(levels[number])])


def _paint_outlined(painter: QPainter, theme: Theme, line: QLineF, pen: QPen) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for color, more in ((QColor(theme.text), 3), (pen.color(), 1)):
        painter.setPen(_line_pen(color, pen.widthF() + theme.px(more)))
        painter.drawLine(line)


def _paint_levels(
    painter: QPainter, theme: Theme, lines: list[QLineF], levels: NDArray[np.intp], chosen: NDArray[np.intp]
) -> None:
    """The lines of these numbers, those of one level together, the strongest on top."""
    by_level: dict[int, list[QLineF]] = {}
    for number, level in zip(chosen.tolist(), levels[chosen].tolist(), strict=True):
        by_level.setdefault(level, []).append(lines[number])
    n_left = len(chosen)
    pens = _pens(theme)
    for level in sorted(by_level, key=abs):
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, n_left <= _MOST_SMOOTH)
        painter.setPen(pens[level])
        painter.drawLines(by_level[level])
        n_left -= len(by_level[level])


@lru_cache(maxsize=4)
def _pens(theme: Theme) -> dict[int, QPen]:
    """The pen of each level, from the strongest weight below zero to the strongest above."""
    shares = np.arange(-_LEVELS, _LEVELS + 1) / _LEVELS
    colors = diverging_colors(theme, np.sign(shares) * (_PALEST + (1.0 - _PALEST) * np.abs(shares)), 1.0)
    pens: dict[int, QPen] = {}
    for share, color in zip(shares.tolist(), colors.tolist(), strict=True):
        width = theme.scale * (_THINNEST + (_THICKEST - _THINNEST) * abs(share))
        line = QColor(*color) if share else QColor(theme.border)  # what does nothing is still there
        pens[round(share * _LEVELS)] = _line_pen(line, width)
    return pens


def _line_pen(color: QColor, width: float) -> QPen:
    # Round or square ends would take Qt ten times as long.
    return QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)


def paint_biases(
    painter: QPainter, theme: Theme, layout: DiagramLayout, biases: tuple[FloatArray, ...], largest: float
) -> None:
    """A dot at the lower left corner of each box, in the colour of the neuron's bias; small boxes have no room."""
    if layout.side < theme.px(_ROOM_FOR_DOTS):
        return
    size = theme.px(_BIAS_DOT)
    pens = _pens(theme)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.muted), 1.0))
    for place, box in layout.boxes.items():
        if place.column > 0:
            share = float(np.clip(biases[place.column - 1][place.neuron] / largest, -1.0, 1.0))
            level = round(share * _LEVELS)
            painter.setBrush(pens[level].color() if level else QColor(theme.card))
            painter.drawEllipse(QRectF(box.left() - size / 2, box.bottom() - size / 2, size, size))


def paint_rings(painter: QPainter, theme: Theme, layout: DiagramLayout, emphasis: Emphasis) -> None:
    """Around the neurons that stand out."""
    weight = emphasis.weight
    at_bias = None if weight is None else NeuronPlace(weight.layer + 1, weight.neuron)
    is_line = weight is not None and layout.number_of(weight) is not None
    rings = (
        (emphasis.neuron, theme.text, 0.0),
        (None if is_line else at_bias, theme.text, 0.0),
        (emphasis.pinned, theme.accent, 0.0),
        (emphasis.in_focus, theme.accent, 3.0),
    )
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for place, color, away in rings:
        if place is not None and place in layout.boxes:
            painter.setPen(QPen(QColor(color), theme.px(2)))
            room = theme.px(away)
            box = layout.boxes[place].adjusted(-room, -room, room, room)
            painter.drawRoundedRect(box, _ROUNDING * box.width(), _ROUNDING * box.width())


def still_picture(
    theme: Theme, layout: DiagramLayout, marked: frozenset[NeuronPlace], size: QSize, ratio: float
) -> QPixmap:
    """Frames, names, class marks and warnings: what does not change from step to step."""
    pixmap = QPixmap(size * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for place, box in layout.boxes.items():
        painter.setPen(QPen(QColor(theme.warning if place in marked else theme.muted), 1.2 * theme.scale))
        painter.drawRoundedRect(box, _ROUNDING * box.width(), _ROUNDING * box.width())
    _paint_names(painter, theme, layout, size)
    _paint_headings(painter, theme, layout, size)
    for place in marked:
        if place in layout.boxes:
            paint_badge(painter, theme, layout.boxes[place].topRight())
    painter.end()
    return pixmap


def _paint_names(painter: QPainter, theme: Theme, layout: DiagramLayout, size: QSize) -> None:
    painter.setFont(theme.font(NAME_SIZE))
    metrics = painter.fontMetrics()
    gap, last = theme.px(6), len(layout.columns) - 1
    height = metrics.height()
    for place, box in layout.boxes.items():
        name = layout.columns[place.column].names[place.neuron]
        painter.setPen(QColor(theme.text if place.column in {0, last} else theme.muted))
        middle = box.center().y() - height / 2
        align = Qt.AlignmentFlag.AlignVCenter
        if place.column == 0:
            room = QRectF(0, middle, box.left() - gap, height)
            align |= Qt.AlignmentFlag.AlignRight
        elif place.column == last:
            mark = theme.px(10)
            _paint_mark(painter, theme, place.neuron, QPointF(box.right() + gap + mark / 2, box.center().y()), mark)
            left = box.right() + gap + mark + theme.px(4)
            room = QRectF(left, middle, size.width() - left, height)
        elif layout.has_names_below:
            room = QRectF(box.left() - box.width() / 2, box.bottom() + 1, 2 * box.width(), height)
            align |= Qt.AlignmentFlag.AlignHCenter
        else:
            continue
        painter.drawText(room, align, metrics.elidedText(name, Qt.TextElideMode.ElideRight, int(room.width())))


def _paint_mark(painter: QPainter, theme: Theme, label: int, center: QPointF, size: float) -> None:
    painter.save()
    painter.translate(center)
    painter.scale(size, size)
    painter.fillPath(class_mark(theme.class_number(label)), theme.class_color(label))
    painter.restore()


def _paint_headings(painter: QPainter, theme: Theme, layout: DiagramLayout, size: QSize) -> None:
    """Above each column how many neurons it has and what they do, as far as all columns have room for it."""
    painter.setFont(theme.font(NAME_SIZE))
    painter.setPen(QColor(theme.muted))
    metrics = painter.fontMetrics()
    firsts = [NeuronPlace(number, neurons[0]) for number, neurons in enumerate(layout.shown)]
    middles = [layout.boxes[place].center().x() for place in firsts]
    pitch = middles[1] - middles[0]
    for headings in _headings(layout):
        if all(_fits(metrics, heading, middle, pitch, size) for heading, middle in zip(headings, middles, strict=True)):
            for heading, middle in zip(headings, middles, strict=True):
                room = QRectF(middle - pitch, 0, 2 * pitch, metrics.height())
                painter.drawText(room, Qt.AlignmentFlag.AlignHCenter, heading)
            return


def _headings(layout: DiagramLayout) -> list[list[str]]:
    """What may stand above the columns, the most telling first."""
    pairs = list(zip(layout.columns, layout.shown, strict=True))
    counts = [
        f"{len(column.names)}" if len(column.names) == len(shown) else f"{len(shown)} of {len(column.names)}"
        for column, shown in pairs
    ]
    acts = [f"{count} {column.activation}" for count, (column, _) in zip(counts, pairs, strict=True)]
    acts[0] = f"{counts[0]} {'input' if counts[0] == '1' else 'inputs'}"
    return [acts, counts]


def _fits(metrics: QFontMetrics, heading: str, middle: float, pitch: float, size: QSize) -> bool:
    width = metrics.horizontalAdvance(heading)
    return width < pitch - 4 and width / 2 <= min(middle, size.width() - middle)


@lru_cache(maxsize=4)
def _rounded(n_cells: int) -> NDArray[np.uint32]:
    """All bits where a square of so many cells is inside its rounded corners, none outside."""
    radius = _ROUNDING * n_cells
    middles = np.arange(0.5, n_cells)
    depth = np.maximum(radius - np.minimum(middles, n_cells - middles), 0.0)
    is_inside = np.hypot(depth, depth[:, np.newaxis]) <= radius
    return np.where(is_inside, np.uint32(0xFFFFFFFF), np.uint32(0))
