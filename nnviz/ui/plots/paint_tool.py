"""The painting hand: brush, single point, eraser, jitter, and a selection to move."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent

from nnviz.data.limits import MOST_CLASSES
from nnviz.data.lots import NEW, Numbers
from nnviz.data.paint import Pair, in_rectangle, shake, spray, under_brush
from nnviz.experiment.painted import Painting
from nnviz.ui.plots.paint_item import PaintItem

SMALLEST_BRUSH, LARGEST_BRUSH = 4, 150
"""Radius of the brush in pixels."""

FEWEST_A_DAB, MOST_A_DAB = 1, 50

_STRENGTH = 0.15
_SPACING = 0.5
"""Of its radius: how far the brush goes between one dab and the next."""

_NUDGE = 4.0
_ARROWS = {
    Qt.Key.Key_Left: QPointF(-_NUDGE, 0.0),
    Qt.Key.Key_Right: QPointF(_NUDGE, 0.0),
    Qt.Key.Key_Up: QPointF(0.0, -_NUDGE),
    Qt.Key.Key_Down: QPointF(0.0, _NUDGE),
}
_DELETIONS = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_DABS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Tool(Enum):
    """What the hand holds."""

    BRUSH = "brush"
    POINT = "point"
    ERASER = "eraser"
    JITTER = "jitter"
    SELECT = "select"


KEYS = {
    Qt.Key.Key_B: Tool.BRUSH,
    Qt.Key.Key_N: Tool.POINT,
    Qt.Key.Key_E: Tool.ERASER,
    Qt.Key.Key_J: Tool.JITTER,
    Qt.Key.Key_V: Tool.SELECT,
}


@dataclass(frozen=True)
class Brush:
    """What the next stroke is made with.

    Attributes
    ----------
    tool : Tool
    label : int
        Class of the points it makes.
    radius : int
        In pixels.
    density : int
        Points a dab.
    """

    tool: Tool = Tool.BRUSH
    label: int = 0
    radius: int = 30
    density: int = 5


_WORDS = {
    Tool.BRUSH: "the painted points",
    Tool.POINT: "the painted points",
    Tool.ERASER: "the erased points",
    Tool.JITTER: "the shaken points",
    Tool.SELECT: "the selected points",
}


class PaintTool(QObject):
    """Paints by mouse and keyboard. Like the hand on the clusters, it says what it has done once a frame (`flush`).

    Parameters
    ----------
    item : PaintItem
        Shows the brush and the selection.
    to_plot, to_pixels : Callable[[QPointF], QPointF]
        From pixels of the widget to units of the plot, and back.

    Signals
    -------
    painted(Painting, str)
        The points are others now; the string says what changed.
    gesture_began(), gesture_ended(), gesture_cancelled()
        What is painted in between is one stroke; a cancelled one is to leave everything as it was.
    brush_edited(Brush)
        The user took another tool or class by a key.
    class_wanted(int)
        The user asked by its key for a class that is not there yet.
    left()
        The user is done with painting.
    """

    painted = Signal(object, str)
    gesture_began = Signal()
    gesture_ended = Signal()
    gesture_cancelled = Signal()
    brush_edited = Signal(object)
    class_wanted = Signal(int)
    left = Signal()

    def __init__(
        self,
        item: PaintItem,
        to_plot: Callable[[QPointF], QPointF],
        to_pixels: Callable[[QPointF], QPointF],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._item = item
        self._to_plot = to_plot
        self._to_pixels = to_pixels
        self._painting: Painting | None = None
        self._n_classes = 0
        self._selected = np.zeros(0, dtype=np.bool_)
        self._before: Painting | None = None
        self._pressed_at = QPointF()
        self._at = QPointF()
        self._moves_selection = False
        self._unsaid = ""
        self._generator = np.random.RandomState(0)
        self.brush = Brush()

    @property
    def is_on(self) -> bool:
        """Whether the mouse paints."""
        return self._painting is not None

    @property
    def is_stroking(self) -> bool:
        """Whether a stroke is under way."""
        return self._before is not None

    @property
    def selected(self) -> NDArray[np.bool_]:
        """Which points are selected, (n_points,)."""
        return self._selected

    def begin(self, painting: Painting, n_classes: int, seed: int) -> None:
        """Paint on these points; new ones follow from `seed`."""
        self._painting = painting
        self._n_classes = n_classes
        self._generator = np.random.RandomState(seed)
        self._select(np.zeros(len(painting.labels), dtype=np.bool_))

    def follow(self, painting: Painting, n_classes: int) -> None:
        """The points have become others, by undo or by another hand."""
        self._n_classes = n_classes
        self._painting = painting
        if len(self._selected) != len(painting.labels):
            self._selected = np.zeros(len(painting.labels), dtype=np.bool_)
        self._select(self._selected)

    def take_numbers(self, numbers: Numbers) -> None:
        """The points that were painted last have numbers of their own now, (n_points,)."""
        if self._painting is not None and len(numbers) == len(self._painting.labels):
            self._painting = replace(self._painting, numbers=numbers)

    def end(self) -> None:
        """Put the tools away."""
        was_painting, self._painting, self._before = self._before is not None, None, None
        self._item.clear()
        if was_painting:
            self.gesture_ended.emit()

    def set_brush(self, brush: Brush) -> None:
        """Take another tool, class, size or density."""
        self.brush = brush
        if brush.tool is not Tool.SELECT:
            self._select(np.zeros(len(self._selected), dtype=np.bool_))
        self._show_brush()

    def press(self, pixels: QPointF) -> None:
        """Begin a stroke."""
        if self._painting is None:
            return
        self._before = self._painting
        self._pressed_at = self._at = pixels
        self.gesture_began.emit()
        if self.brush.tool is Tool.SELECT:
            self._moves_selection = self._is_on_selection(pixels)
            if not self._moves_selection:
                self._select(np.zeros(len(self._selected), dtype=np.bool_))
        else:
            self._dab(pixels)

    def move(self, pixels: QPointF) -> None:
        """Go on with the stroke; or, while no button is down, only show where it would begin."""
        if self._before is None:
            self._at = pixels
        elif self.brush.tool is Tool.SELECT:
            self._drag(pixels)
        elif self.brush.tool is not Tool.POINT:
            self._dab_along(pixels)
        self._show_brush(pixels)

    def release(self) -> None:
        """End the stroke."""
        if self._before is None:
            return
        if self.brush.tool is Tool.SELECT and not self._moves_selection:
            self._item.show_rectangle(None)
        self.flush()
        self._before = None
        self.gesture_ended.emit()

    def cancel(self) -> bool:
        """End the stroke and take it back; False where none is under way."""
        if self._before is None:
            return False
        self._painting, self._before = self._before, None
        self._unsaid = ""
        self._item.show_rectangle(None)
        self._select(np.zeros(len(self._painting.labels), dtype=np.bool_))
        self.gesture_cancelled.emit()
        return True

    def flush(self) -> None:
        """Say what was painted since the last time."""
        if self._unsaid and self._painting is not None:
            what, self._unsaid = self._unsaid, ""
            self.painted.emit(self._painting, what)

    def wants_key(self, event: QKeyEvent) -> bool:
        """Whether `press_key` would do something; asked before the window's shortcuts get it."""
        if not self.is_on or event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        ):
            return False
        key = Qt.Key(event.key())
        brackets = (Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight)
        known = (*KEYS, *_ARROWS, *_DELETIONS, *_DABS, *brackets, Qt.Key.Key_Escape)
        return key in known or 0 <= event.key() - Qt.Key.Key_1 < MOST_CLASSES - 1

    def press_key(self, event: QKeyEvent) -> bool:
        """Do what a key means; False where it means nothing here."""
        if not self.wants_key(event):
            return False
        if self._at.isNull() and self._painting is not None:  # no mouse has been here: begin amidst the points
            self._at = self._to_pixels(QPointF(*self._painting.points.mean(axis=0)))
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self._escape()
        elif key in KEYS:
            self._edit_brush(replace(self.brush, tool=KEYS[key]))
        elif key in _ARROWS:
            self._nudge(_ARROWS[key] * (5.0 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1.0))
        elif key in _DELETIONS:
            self._by_key(self._delete_selected)
        elif key in _DABS:
            self._by_key(self._dab_here)
        elif key in (Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight):
            factor = 1.25 if key == Qt.Key.Key_BracketRight else 0.8
            radius = min(max(round(self.brush.radius * factor), SMALLEST_BRUSH), LARGEST_BRUSH)
            self._edit_brush(replace(self.brush, radius=radius))
        else:
            self.take_class(event.key() - Qt.Key.Key_1)
        return True

    def take_class(self, label: int) -> None:
        """Paint with another class, and give it to the points that are selected."""
        if label >= self._n_classes:
            self.class_wanted.emit(label)
            return
        self._edit_brush(replace(self.brush, label=label))
        if self._selected.any():
            self._by_key(self._label_selected)

    # -- what the tools do -------------------------------------------------------------------------------------------

    def _dab(self, pixels: QPointF) -> None:
        painting, brush = self._painting, self.brush
        if painting is None:
            return
        center, radii = self._brush_in_plot(pixels)
        match brush.tool:
            case Tool.BRUSH:
                self._add(spray(center, radii, brush.density, self._generator))
            case Tool.POINT:
                self._add(np.array([center]))
            case Tool.ERASER:
                kept = ~under_brush(painting.points, center, radii)
                if not kept.all():
                    self._change(_only(painting, kept))
            case Tool.JITTER:
                moved = shake(painting.points, center, radii, _STRENGTH, self._generator)
                self._change(replace(painting, points=moved))
            case Tool.SELECT:  # by a key; the mouse draws a rectangle
                self._select(under_brush(painting.points, center, radii))
                self._show_brush()

    def _add(self, points: NDArray[np.float64]) -> None:
        if self._painting is not None:
            before, n_added = self._painting, len(points)
            self._change(
                Painting(
                    np.concatenate([before.points, points]),
                    np.concatenate([before.labels, np.full(n_added, self.brush.label, dtype=np.intp)]),
                    np.concatenate([before.numbers, np.full(n_added, NEW)]),
                )
            )

    def _drag(self, pixels: QPointF) -> None:
        """Draw the rectangle that selects, or move what is selected."""
        before = self._before
        if before is None:
            return
        if self._moves_selection:
            self._move_selected(before, self._pressed_at, pixels)
            return
        corner, opposite = self._place(self._pressed_at), self._place(pixels)
        self._item.show_rectangle(QRectF(QPointF(*corner), QPointF(*opposite)).normalized())
        self._select(in_rectangle(before.points, corner, opposite))

    def _move_selected(self, before: Painting, start: QPointF, end: QPointF) -> None:
        points = before.points.copy()
        points[self._selected] += np.array(self._place(end)) - self._place(start)
        self._change(replace(before, points=points))

    def _delete_selected(self) -> None:
        if self._painting is not None and self._selected.any():
            self._change(_only(self._painting, ~self._selected))

    def _label_selected(self) -> None:
        if self._painting is not None:
            labels = self._painting.labels.copy()
            labels[self._selected] = self.brush.label
            self._change(replace(self._painting, labels=labels))

    def _dab_along(self, pixels: QPointF) -> None:
        """Dabs at equal distances on the way here; what is left of the way is gone with the next move."""
        way = pixels - self._at
        length = np.hypot(way.x(), way.y())
        spacing = max(1.0, _SPACING * self.brush.radius)
        while length >= spacing:
            self._at = self._at + way * (spacing / length)
            self._dab(self._at)
            way = pixels - self._at
            length = np.hypot(way.x(), way.y())

    def _dab_here(self) -> None:
        self._dab(self._at)

    def _nudge(self, way: QPointF) -> None:
        """Move what is selected, or else the brush, by a few pixels."""
        painting = self._painting
        if painting is not None and self._selected.any():
            self._by_key(lambda: self._move_selected(painting, QPointF(), way))
        else:
            self._at = self._at + way
            self._show_brush()

    def _by_key(self, act: Callable[[], None]) -> None:
        """A stroke of one moment."""
        if self._before is not None:  # not in the middle of another
            return
        self._before = self._painting
        self.gesture_began.emit()
        act()
        self.release()

    def _escape(self) -> None:
        if self.cancel():
            return
        if self._selected.any():
            self._select(np.zeros(len(self._selected), dtype=np.bool_))
        else:
            self.left.emit()

    # -- places and pictures -----------------------------------------------------------------------------------------

    def _place(self, pixels: QPointF) -> Pair:
        place = self._to_plot(pixels)
        return place.x(), place.y()

    def _brush_in_plot(self, pixels: QPointF) -> tuple[Pair, Pair]:
        """Centre and radii of the brush in units of the plot."""
        center, radius = self._place(pixels), self.brush.radius
        corner = self._place(pixels + QPointF(100.0, 100.0))
        return center, (abs(corner[0] - center[0]) * radius / 100.0, abs(corner[1] - center[1]) * radius / 100.0)

    def _is_on_selection(self, pixels: QPointF) -> bool:
        """Whether a selected point is near the mouse."""
        if self._painting is None or not self._selected.any():
            return False
        center, radii = self._brush_in_plot(pixels)
        return bool(under_brush(self._painting.points[self._selected], center, radii).any())

    def _edit_brush(self, brush: Brush) -> None:
        self.set_brush(brush)
        self.brush_edited.emit(brush)

    def _change(self, painting: Painting) -> None:
        self._unsaid = _WORDS[self.brush.tool]
        self._painting = painting
        if len(self._selected) != len(painting.labels):
            self._selected = np.zeros(len(painting.labels), dtype=np.bool_)
        self._select(self._selected)

    def _select(self, selected: NDArray[np.bool_]) -> None:
        self._selected = selected
        if self._painting is not None:
            self._item.show_selected(self._painting.points[selected])

    def _show_brush(self, pixels: QPointF | None = None) -> None:
        if self.is_on:
            selects_by_key = pixels is None and not self._selected.any()
            has_size = self.brush.tool is not Tool.POINT and (self.brush.tool is not Tool.SELECT or selects_by_key)
            self._item.show_brush(self._to_plot(pixels or self._at), self.brush.radius if has_size else 3)


def _only(painting: Painting, kept: NDArray[np.bool_]) -> Painting:
    """These of its points."""
    return Painting(painting.points[kept], painting.labels[kept], painting.numbers[kept])
