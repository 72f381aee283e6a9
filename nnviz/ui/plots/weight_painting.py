"""How a layer's weights are painted: the colours and numbers of its cells, and the names around them."""

from functools import lru_cache
from math import ceil, isfinite, isnan

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from nnviz.core.arrays import FloatArray
from nnviz.ui.fields.numbers import scientific, signed
from nnviz.ui.plots.color_arrays import diverging_colors
from nnviz.ui.plots.lettering import Lettering, Room, Writing, lettering, room_in
from nnviz.ui.plots.neuron_marks import narrowest_name, paint_name
from nnviz.ui.plots.weight_blocks import Block
from nnviz.ui.plots.weight_scale import Scale
from nnviz.ui.theme import Theme, readable_on

_N_SHADES = 255
"""An odd number, so that there is one for zero; and no more than a picture may have colours by number."""
_NUMBER_FITS = ((11, 2), (9.5, 2), (11, 1), (9, 1))
"""Text size and decimals of the numbers, the best first; where none fits into a cell, it has no number."""
_ORDINARY = 1e3
"""Numbers below it choose the text size by their decimals, those from it on by their powers of ten."""
_FEWER_DIGITS = 1e2
"""From here on a power of ten is shorter than decimals and says about as much."""
_LONG = 1e6

NAME_ROOM = 16
"""Height of the names of the columns, above the cells."""
_NAMES_APART = 15, 6
"""Where not every row or column has room for its name: between those that do, down and across."""
_NAME_STEPS = (1, 2, 5, 10, 20, 50, 100, 200)


def paint_cells(painter: QPainter, theme: Theme, block: Block, scale: Scale, *, area: QRect, seen: QRect) -> None:
    """Paint a layer's cells with their numbers in their area, those of the rows that are in `seen`."""
    numbers = block.values / scale.unit
    fit = _best_fit(theme, numbers, area.width() / block.n_biases - theme.px(3))
    n_rows, n_columns = block.values.shape
    shades, chosen, values = _shades(theme), _chosen_shades(block.values, scale).tolist(), numbers.tolist()
    writing = None if fit is None else Writing(fit[0])
    for row in _rows_in(seen, area, n_rows):
        cells = _cells(row, area.getRect(), n_rows, n_columns)
        for (cell, room), shade, value in zip(cells, chosen[row], values[row], strict=True):
            color, ink = shades[shade]
            painter.fillRect(cell, color)
            if fit is not None and writing is not None:
                _put_number(writing, value, ink, room, digits=fit[1])
    if writing is not None:
        writing.draw(painter)


@lru_cache(maxsize=128)  # the rows that are seen: of a large layer's all would be a megabyte
def _cells(row: int, area: tuple[int, int, int, int], n_rows: int, n_columns: int) -> list[tuple[QRectF, Room]]:
    """Where the cells of a row are, and in them their numbers; `area` is the layer's x, y, width and height."""
    x, y, width, height = area
    across, down = width / n_columns, height / n_rows
    top = y + row * down + 1
    cells = [QRectF(x + column * across + 1, top, across - 2, down - 2) for column in range(n_columns)]
    return [(cell, room_in(cell)) for cell in cells]


def _put_number(writing: Writing, value: float, ink: QColor, room: Room, *, digits: int) -> None:
    """In the middle of its cell: in decimals where these fit, else as a power of ten, else not at all."""
    is_long = abs(value) >= _LONG  # it may have hundreds of digits
    if not isfinite(value):  # a gradient, just before a run diverges
        text = "?" if isnan(value) else "−∞" if value < 0.0 else "+∞"
    else:
        text = scientific(value) if is_long else signed(value, digits)
    if not writing.put(text, ink, room) and _FEWER_DIGITS <= abs(value) < _LONG:
        writing.put(scientific(value), ink, room)


def paint_names(painter: QPainter, theme: Theme, block: Block, area: QRect, *, marked: set[int], width: int) -> None:
    """Write a layer's title and the names of its rows and columns around its cells, those in `marked` marked.

    `width` is what the title may have.
    """
    px = theme.px
    n_rows, n_columns = block.values.shape
    painter.setPen(QColor(theme.muted))
    painter.setFont(theme.font(12))
    title = QRect(0, area.top() - px(34), width, px(18))
    shown = painter.fontMetrics().elidedText(block.title, Qt.TextElideMode.ElideRight, title.width())
    painter.drawText(title, Qt.AlignmentFlag.AlignVCenter, shown)
    painter.setFont(theme.font(11))
    metrics = painter.fontMetrics()
    down, across = map(px, _NAMES_APART)
    height, line = area.height() / n_rows, metrics.height()
    every = ceil(down / height)
    for row in (*(row for row in _named(n_rows, every) if row + every < n_rows), n_rows - 1):
        middle = area.top() + (row + 0.5) * height
        cell = QRectF(0, middle - line / 2, area.left() - px(5), line)
        shown = metrics.elidedText(block.row_names[row], Qt.TextElideMode.ElideRight, int(cell.width()))
        painter.drawText(cell, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, shown)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    cell_width = area.width() / n_columns
    for column, name in enumerate(block.column_names):
        cell = QRectF(area.left() + column * cell_width, area.top() - px(NAME_ROOM), cell_width, px(15))
        paint_name(painter, theme, cell, name, is_marked=column in marked)
    if cell_width < narrowest_name(theme):
        widest = metrics.horizontalAdvance(block.column_names[-1]) + across
        painter.setPen(QColor(theme.muted))
        for column in _named(n_columns, ceil(widest / cell_width)):
            middle = area.left() + (column + 0.5) * cell_width
            cell = QRectF(middle - widest / 2, area.top() - px(NAME_ROOM + 1), widest, px(13))
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, block.column_names[column])


def paint_image(painter: QPainter, theme: Theme, block: Block, scale: Scale, area: QRect) -> None:
    """Paint a layer's cells where they are too narrow to be painted one by one."""
    chosen = _chosen_shades(block.values, scale)
    n_rows, n_columns = chosen.shape
    image = QImage(chosen.data, n_columns, n_rows, n_columns, QImage.Format.Format_Indexed8)
    image.setColorTable([color.rgb() for color, _ in _shades(theme)])
    painter.drawImage(area, image)


@lru_cache(maxsize=4)
def _shades(theme: Theme) -> list[tuple[QColor, QColor]]:
    """The diverging map in steps, from its lowest colour to its highest, each with what can be read on it."""
    mixed = diverging_colors(theme, np.linspace(-1.0, 1.0, _N_SHADES), 1.0)
    colors = [QColor(*(int(part) for part in shade)) for shade in mixed]
    return [(color, readable_on(color)) for color in colors]


def _best_fit(theme: Theme, values: FloatArray, room: float) -> tuple[Lettering, int] | None:
    """Lettering and decimals with which all numbers fit into cells with so many pixels for text.

    Where one of them is in the way, the smallest will do for the others; None where there is no room for any.
    """
    sizes = np.abs(values[np.isfinite(values)])
    largest = float(sizes.max(initial=0.0))
    ordinary = float(sizes.max(where=sizes < _ORDINARY, initial=0.0))
    for size, digits in _NUMBER_FITS:
        letters = lettering(theme, size)
        fits = letters.width(signed(-ordinary, digits)) <= room
        if fits and (largest < _ORDINARY or letters.width(scientific(-largest)) <= room):
            return letters, digits
    size, digits = _NUMBER_FITS[-1]
    letters = lettering(theme, size)
    return (letters, digits) if letters.width(signed(0.0, digits)) <= room else None


def _within(values: FloatArray, largest: float) -> FloatArray:
    """As near to the values as the scale goes; what is no number is as good as 0."""
    return np.clip(np.nan_to_num(values, nan=0.0), -largest, largest)


def _chosen_shades(values: FloatArray, scale: Scale) -> NDArray[np.uint8]:
    """Which of the shades each number has, in the shape of `values`."""
    shares = _within(values, scale.largest) * (_N_SHADES // 2 / scale.largest)
    return (shares + (_N_SHADES // 2 + 0.5)).astype(np.uint8)  # cut off after half was added: rounded


def _rows_in(seen: QRect, area: QRect, n_rows: int) -> range:
    """The rows of cells that are in a piece of the widget: of hundreds, a scroll area shows some twenty."""
    height = area.height() / n_rows
    first, last = ((edge - area.top()) / height for edge in (seen.top(), seen.bottom()))
    return range(max(int(first), 0), min(int(last) + 1, n_rows))


def _named(n_names: int, every: int) -> range:
    """Those that have room for their names: all, or every second, fifth, tenth and so on, counted from 1."""
    step = next(number for number in _NAME_STEPS if number >= min(every, _NAME_STEPS[-1]))
    return range(step - 1, n_names, step)
