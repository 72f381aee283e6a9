"""The colour key: in a line or two above the canvas, what its colours, marks and lines mean; words where they fit."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QPainterPath, QPaintEvent, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnviz.ui.class_marks import class_mark
from nnviz.ui.plots.border_item import paint_border
from nnviz.ui.plots.boundary_item import paint_boundary
from nnviz.ui.plots.pens import mistake_pen, pixel_pen
from nnviz.ui.plots.region_colors import region_colors
from nnviz.ui.plots.region_mode import shortened
from nnviz.ui.theme import Theme

_TEXT = 11
_HEIGHT, _GAP, _BETWEEN = 16, 5, 14
"""Of a line; between a sign and its words; between one entry and the next."""
_MOST_LINES = 2
"""Above that, a narrow key does without words, and at last without classes: the tooltip has them all."""
_SWATCH, _RING, _LINE, _RAMP = 16, 13, 22, 56
_MARK = 7
_SHADES = 65


class KeyContent(NamedTuple):
    """What is on the canvas.

    Attributes
    ----------
    classes, class_colors : (n_classes,)
        Their names, and their colours in the palette.
    has_regions : bool
        Whether the places of a class have its colour.
    by_confidence : bool
        Whether they have it the stronger the surer the network is.
    has_marks : bool
        Whether a point has the mark of its class.
    has_rings, has_boundary, has_best : bool
    """

    classes: tuple[str, ...] = ()
    class_colors: tuple[int, ...] = ()
    has_regions: bool = True
    by_confidence: bool = True
    has_marks: bool = True
    has_rings: bool = False
    has_boundary: bool = False
    has_best: bool = False


class KeyEntry(NamedTuple):
    """A sign, so many pixels wide at normal text size, between words.

    Attributes
    ----------
    paint : callable
        Draws the sign into a rectangle.
    is_class : bool
    """

    before: str
    width: int
    paint: Callable[[QPainter, QRectF], None]
    after: str
    is_class: bool = False


class ColorKey(QWidget):
    """Swatches, lines and a ramp, each with its words; one below the other where there is not room beside.

    It is no part of the canvas's own picture: it hides no point, and is painted only when it changes.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Colour key")
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._theme: Theme | None = None
        self._content = KeyContent()
        self._entries: list[KeyEntry] = []

    @property
    def content(self) -> KeyContent:
        """What it explains."""
        return self._content

    @property
    def words(self) -> list[str]:
        """What is written at each sign."""
        return [" … ".join(filter(None, (entry.before, entry.after))) for entry in self._entries]

    def show_content(self, content: KeyContent) -> None:
        """Explain this."""
        if content != self._content:
            self._content = content
            self._build()

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours and size."""
        self._theme = theme
        self._build()

    def _build(self) -> None:
        content = self._content
        if self._theme is not None:
            self._theme = self._theme.for_classes(content.class_colors)
        entries = [
            KeyEntry("", _SWATCH, partial(self._paint_swatch, label=label), shortened(name), is_class=True)
            for label, name in enumerate(content.classes)
            if content.has_regions or content.has_marks
        ]
        if content.has_regions and content.by_confidence:
            entries.append(KeyEntry("unsure", _RAMP, self._paint_ramp, "sure"))
        if content.has_rings:
            entries.append(KeyEntry("", _RING, self._paint_ring, "mistake"))
        if content.has_boundary:
            entries.append(KeyEntry("", _LINE, self._paint_boundary, "boundary"))
        if content.has_best:
            entries.append(KeyEntry("", _LINE, self._paint_best, "best possible"))
        self._entries = entries
        self.setAccessibleDescription(", ".join(self.words))
        self._tell()
        self.updateGeometry()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell()

    def _tell(self) -> None:
        """Where words are left out, the mouse is told them all."""
        is_whole = self._lay_out(self.width())[0] == self._entries
        self.setToolTip("" if is_whole else "Colours and marks: " + ", ".join(self.words))

    # -- where things are -------------------------------------------------------------------------------------------

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        return self._lay_out(width)[2]

    def sizeHint(self) -> QSize:
        return QSize(self.width(), self._lay_out(self.width())[2])

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0 if self._theme is None else self._theme.px(_HEIGHT))

    def _lay_out(self, width: int) -> tuple[list[KeyEntry], list[QPointF], int]:
        """What is shown in this width, the upper left corner of each entry, and the height of them all."""
        theme = self._theme
        if theme is None or not self._entries:
            return [], [], 0
        metrics = QFontMetrics(theme.font(_TEXT))
        most = _MOST_LINES * theme.px(_HEIGHT)
        corners: list[QPointF] = []
        entries: list[KeyEntry] = []
        height = 0
        for entries in _shorter_and_shorter(self._entries):
            corners, height = _corners(entries, width, metrics, theme)
            if height <= most:
                break
        return entries, corners, height

    # -- painting ---------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme = self._theme
        if theme is None:
            return
        painter = QPainter(self)
        painter.setFont(theme.font(_TEXT))
        gap, height = theme.px(_GAP), theme.px(_HEIGHT)
        entries, corners, needed = self._lay_out(self.width())
        painter.translate(0, max(0, (self.height() - needed) // 2))
        for entry, corner in zip(entries, corners, strict=True):
            x = corner.x()
            for part in (entry.before, None, entry.after):
                if part is None:
                    painter.save()
                    entry.paint(painter, QRectF(x, corner.y(), theme.px(entry.width), height))
                    painter.restore()
                    x += theme.px(entry.width) + gap
                elif part:
                    width = painter.fontMetrics().horizontalAdvance(part)
                    painter.setPen(QColor(theme.muted))
                    painter.drawText(QRectF(x, corner.y(), width, height), Qt.AlignmentFlag.AlignVCenter, part)
                    x += width + gap

    def _paint_swatch(self, painter: QPainter, place: QRectF, label: int) -> None:
        """The colour of a class's regions, and on it the mark of its points."""
        theme, content = self._theme, self._content
        if theme is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if content.has_regions:
            certain = np.eye(len(content.classes))[[[label]]]
            color = region_colors(certain, theme, by_confidence=content.by_confidence)[0, 0]
            painter.setBrush(QColor(int(color)))
            room = theme.px(1)
            painter.drawRoundedRect(place.adjusted(0, room, 0, -room), theme.px(3), theme.px(3))
        if content.has_marks:
            painter.translate(place.center())
            size = _MARK * theme.scale
            painter.scale(size, size)
            if content.has_regions:
                painter.setPen(pixel_pen(QColor(theme.point_outline), 0.8))
            painter.setBrush(theme.class_color(label))
            painter.drawPath(class_mark(theme.class_number(label)))

    def _paint_ramp(self, painter: QPainter, place: QRectF) -> None:
        """From where all classes are as likely to certainty, a stripe for each of the first classes."""
        theme, n_classes = self._theme, len(self._content.classes)
        if theme is None or n_classes == 0:
            return
        n_stripes = min(n_classes, 4)
        sure = np.linspace(1.0 / n_classes, 1.0, _SHADES)
        rest = (1.0 - sure) / max(n_classes - 1, 1)
        probabilities = np.repeat(rest[np.newaxis, :, np.newaxis], n_stripes, axis=0).repeat(n_classes, axis=2)
        for label in range(n_stripes):
            probabilities[label, :, label] = sure
        pixels = np.ascontiguousarray(region_colors(probabilities, theme, by_confidence=True))
        image = QImage(pixels.data, _SHADES, n_stripes, 4 * _SHADES, QImage.Format.Format_RGB32)
        room = theme.px(3)
        painter.drawImage(place.adjusted(0, room, 0, -room), image)

    def _paint_ring(self, painter: QPainter, place: QRectF) -> None:
        if self._theme is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(mistake_pen(self._theme))
            size = self._theme.px(_RING - 2)
            painter.drawEllipse(place.center(), size / 2, size / 2)

    def _paint_boundary(self, painter: QPainter, place: QRectF) -> None:
        if self._theme is not None:
            path = QPainterPath()
            path.addPolygon(QPolygonF(_level_ends(place)))
            paint_boundary(painter, path, self._theme)

    def _paint_best(self, painter: QPainter, place: QRectF) -> None:
        if self._theme is not None:
            paint_border(painter, [QPolygonF(_level_ends(place))], self._theme)


def _shorter_and_shorter(entries: list[KeyEntry]) -> Iterator[list[KeyEntry]]:
    """All the words; then only those of the classes; then fewer and fewer classes, and how many there are besides."""
    yield entries
    signs = [entry if entry.is_class else entry._replace(before="", after="") for entry in entries]
    yield [entry._replace(before="", after="") if entry.width == _RAMP else entry for entry in entries]
    yield signs
    classes = [entry for entry in signs if entry.is_class]
    others = signs[len(classes) :]
    for n_shown in range(len(classes) - 1, 0, -1):
        yield [*classes[:n_shown], KeyEntry("", 0, _paint_nothing, f"+{len(classes) - n_shown} more"), *others]


def _paint_nothing(painter: QPainter, place: QRectF) -> None:
    del painter, place


def _corners(entries: list[KeyEntry], width: int, metrics: QFontMetrics, theme: Theme) -> tuple[list[QPointF], int]:
    """Where each entry begins, one after another, line by line; and the height of all the lines."""
    corners: list[QPointF] = []
    x = y = 0.0
    for entry in entries:
        needed = _width_of(entry, metrics, theme)
        if x > 0 and x + needed > width:
            x, y = 0.0, y + theme.px(_HEIGHT)
        corners.append(QPointF(x, y))
        x += needed + theme.px(_BETWEEN)
    return corners, round(y) + theme.px(_HEIGHT)


def _width_of(entry: KeyEntry, metrics: QFontMetrics, theme: Theme) -> float:
    words = [metrics.horizontalAdvance(word) for word in (entry.before, entry.after) if word]
    return theme.px(entry.width) + sum(words) + theme.px(_GAP) * len(words)


def _level_ends(place: QRectF) -> list[QPointF]:
    return [QPointF(x, place.center().y()) for x in (place.left(), place.right())]
