"""Lettering: numbers written into cells, whole or not at all."""

from functools import lru_cache
from typing import NamedTuple, TypeVar

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetrics, QGlyphRun, QPainter, QTextLayout

from nnviz.ui.fields.numbers import figures_alike
from nnviz.ui.theme import Theme

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")

_FIGURES = "0123456789"
_MOST_KEPT = 1024
"""Lines, and places of lines: more than there are in the cells that are seen."""


class Room(NamedTuple):
    """Where a line is to stand, in device-independent pixels.

    Attributes
    ----------
    left, width : float
    middle : float
        Half way down.
    """

    left: float
    width: float
    middle: float


def room_in(area: QRect | QRectF) -> Room:
    """All of an area."""
    return Room(area.left(), area.width(), area.top() + area.height() / 2)


class _Pattern(NamedTuple):
    """What lines have in common in which only figures differ.

    Attributes
    ----------
    width : int
        Device-independent pixels.
    glyphs : tuple[int, ...]
        Their numbers in the font; none where Qt takes them from several fonts.
    offsets : tuple[float, ...]
        Where each begins, from the left.
    """

    width: int
    glyphs: tuple[int, ...]
    offsets: tuple[float, ...]


class Line(NamedTuple):
    """A line of text.

    Attributes
    ----------
    text : str
    width : int
        Device-independent pixels.
    glyphs : list[int]
        Their numbers in the font; none where the line has to be left to Qt.
    pattern : str
        That of all lines in which no more than the figures differ.
    """

    text: str
    width: int
    glyphs: list[int]
    pattern: str


class Lettering:
    """Lines in one font of the interface.

    Its figures are all of one width: so all of a line but its figures is known from any other of the same pattern. To
    have it measured takes as long as to have it drawn.

    Attributes
    ----------
    font : QFont
    rise : float
        From the middle of a line down to where its figures stand, in device-independent pixels.
    raw : QRawFont or None
        What glyphs are drawn with; None where not even the figures are of one font.
    """

    def __init__(self, font: QFont) -> None:
        self.font = font
        self._metrics = QFontMetrics(font)
        self.rise = (self._metrics.ascent() - self._metrics.descent()) / 2
        self._patterns: dict[str, _Pattern] = {}
        self._lines: dict[str, Line] = {}
        self._places: dict[tuple[str, float, float], list[QPointF]] = {}
        runs = _runs(_FIGURES, font)
        self.raw = runs[0].rawFont() if len(runs) == 1 else None
        self._figures = dict(zip(_FIGURES, runs[0].glyphIndexes(), strict=True)) if self.raw is not None else {}

    def width(self, text: str) -> int:
        """Device-independent pixels that a line takes."""
        return self._pattern(figures_alike(text)).width

    def line(self, text: str) -> Line:
        """A line, as it is known from an earlier time."""
        line = self._lines.get(text)
        if line is None:
            pattern = figures_alike(text)
            width, known, _ = self._pattern(pattern)
            figures = self._figures
            glyphs = [figures.get(sign, glyph) for sign, glyph in zip(text, known, strict=True)] if known else []
            line = Line(text, width, glyphs, pattern)
            _keep(self._lines, text, line)
        return line

    def places(self, line: Line, left: float, base: float) -> list[QPointF]:
        """Where its glyphs stand, if it begins at `left`; lines of the same pattern stand in the same places."""
        key = (line.pattern, left, base)
        places = self._places.get(key)
        if places is None:
            places = [QPointF(left + offset, base) for offset in self._pattern(line.pattern).offsets]
            _keep(self._places, key, places)
        return places

    def _pattern(self, pattern: str) -> _Pattern:
        known = self._patterns.get(pattern)
        if known is None:
            known = self._patterns[pattern] = self._measured(pattern)
        return known

    def _measured(self, pattern: str) -> _Pattern:
        width = self._metrics.horizontalAdvance(pattern)
        runs = _runs(pattern, self.font)
        if len(runs) != 1 or runs[0].rawFont() != self.raw or len(runs[0].glyphIndexes()) != len(pattern):
            return _Pattern(width, (), ())
        return _Pattern(width, tuple(runs[0].glyphIndexes()), tuple(place.x() for place in runs[0].positions()))


class Writing:
    """Lines that are put down one by one and drawn together: none of them is shaped, and Qt is called once an ink.

    Parameters
    ----------
    letters : Lettering
    """

    def __init__(self, letters: Lettering) -> None:
        self._letters = letters
        self._runs: dict[int, tuple[QColor, list[int], list[QPointF]]] = {}
        self._others: list[tuple[QColor, QPointF, str]] = []

    def put(self, text: str, ink: QColor, room: Room, *, at_right: bool = False) -> bool:
        """Write in the middle of a room, or at its right end; false where it is too narrow, and nothing is written.

        Half a number would be a wrong one.
        """
        line = self._letters.line(text)
        spare = room.width - line.width
        if spare < 0:
            return False
        # From a whole pixel on: between two, glyphs would be rounded to pixels one by one, and stand unevenly.
        left = float(round(room.left + (spare if at_right else spare / 2)))
        base = float(round(room.middle + self._letters.rise))
        if line.glyphs:
            key = ink.rgba()
            _, glyphs, places = self._runs.get(key) or self._runs.setdefault(key, (ink, [], []))
            glyphs += line.glyphs
            places += self._letters.places(line, left, base)
        else:
            self._others.append((ink, QPointF(left, base), text))
        return True

    def draw(self, painter: QPainter) -> None:
        """Draw what has been put down."""
        run = QGlyphRun()
        if self._letters.raw is not None:
            run.setRawFont(self._letters.raw)
        for ink, glyphs, places in self._runs.values():
            run.setGlyphIndexes(glyphs)
            run.setPositions(places)
            painter.setPen(ink)
            painter.drawGlyphRun(QPointF(), run)
        painter.setFont(self._letters.font)
        for ink, place, text in self._others:
            painter.setPen(ink)
            painter.drawText(place, text)


@lru_cache(maxsize=32)
def lettering(theme: Theme, pixels: float, weight: QFont.Weight = QFont.Weight.Normal) -> Lettering:
    """That of a theme at a size and weight, as `Theme.font` takes them."""
    return Lettering(theme.font(pixels, weight))


def _runs(text: str, font: QFont) -> list[QGlyphRun]:
    """The glyphs that Qt draws a line with, from the left."""
    layout = QTextLayout(text, font)
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    return layout.glyphRuns()


def _keep(known: dict[_Key, _Value], key: _Key, value: _Value) -> None:
    """Keep it for later; where there are too many, of the others none."""
    if len(known) >= _MOST_KEPT:
        known.clear()
    known[key] = value
