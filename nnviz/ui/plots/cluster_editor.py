"""The hand on the clusters: which handle it has, and what becomes of the ellipse."""

import math
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent

from nnviz.data.ellipse import Ellipse
from nnviz.ui.plots.ellipse_item import DEVIATIONS, EllipseItem, Grip, Handle

_NEAR = 11.0
"""Pixels from its middle at which a handle can still be taken."""

_NUDGE = 0.01
_STRETCH = 1.05
_TURN = math.radians(5)

_ARROWS = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, 1.0),
    Qt.Key.Key_Down: (0.0, -1.0),
}
_TURNS = {Qt.Key.Key_Comma: _TURN, Qt.Key.Key_Period: -_TURN}

WORDS = {
    Grip.CENTRE: "the mean",
    Grip.FIRST_AXIS: "the covariance",
    Grip.SECOND_AXIS: "the covariance",
    Grip.TURN: "the covariance",
}


class ClusterEditor(QObject):
    """Takes hold of clusters by mouse and keyboard.

    What the hand does it shows (`follow`) and says (`flush`) when it is asked to, once a frame and not at every move.

    Parameters
    ----------
    item : EllipseItem
        Shows the ellipses and knows where their handles are.
    to_plot, to_pixels : Callable[[QPointF], QPointF]
        From pixels of the widget to units of the plot, and back.

    Signals
    -------
    ellipse_edited(int, Ellipse, str)
        The user gave cluster number so and so another ellipse; the string says what changed.
    gesture_began(), gesture_ended()
        Edits in between are one: a drag.
    gesture_cancelled(int, str)
        Instead of its end: what it has changed of this cluster is to be as it was.
    """

    ellipse_edited = Signal(int, object, str)
    gesture_began = Signal()
    gesture_ended = Signal()
    gesture_cancelled = Signal(int, str)

    def __init__(
        self,
        item: EllipseItem,
        to_plot: Callable[[QPointF], QPointF],
        to_pixels: Callable[[QPointF], QPointF],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._item = item
        self._to_plot = to_plot
        self._to_pixels = to_pixels
        self._ellipses: list[Ellipse] = []
        self._selected: int | None = None
        self._held: Handle | None = None
        self._grabbed_at = QPointF()
        self._before: Ellipse | None = None
        self._unsaid: str | None = None

    @property
    def selected(self) -> int | None:
        """Number of the selected cluster; None where none is."""
        return self._selected

    @property
    def has_clusters(self) -> bool:
        """Whether there is any to take hold of."""
        return bool(self._ellipses)

    @property
    def is_dragging(self) -> bool:
        """Whether a hand has hold of a handle."""
        return self._held is not None

    def show_ellipses(self, ellipses: Sequence[Ellipse]) -> None:
        """Show these. One that a hand has hold of stays as the hand has it; but where there are more or fewer than
        before, the hand must let go."""
        shown = list(ellipses)
        lets_go = self._held is not None and len(shown) != len(self._ellipses)
        if lets_go:
            self._held = self._unsaid = None
        elif self._held is not None:
            shown[self._held.cluster] = self._ellipses[self._held.cluster]
        self._ellipses = shown
        if self._selected is not None and self._selected >= len(shown):
            self._selected = None
        self._item.show_ellipses(self._ellipses, self._selected)
        if lets_go:
            self.gesture_ended.emit()

    def select(self, number: int | None) -> None:
        """Mark a cluster as the one that keys go to."""
        self._selected = number
        self._item.show_ellipses(self._ellipses, number)

    def handle_at(self, pixels: QPointF) -> Handle | None:
        """The nearest handle to the mouse; None where none is near. Of handles in a heap the centre is taken."""
        found: list[tuple[float, Handle]] = []
        for handle in self._item.handles():
            away = self._to_pixels(handle.place) - pixels
            distance = math.hypot(away.x(), away.y())
            if distance <= _NEAR:
                if handle.grip is Grip.CENTRE and distance <= _NEAR / 2:
                    return handle
                found.append((distance, handle))
        return min(found, key=lambda pair: pair[0])[1] if found else None

    def press(self, pixels: QPointF) -> bool:
        """Take hold of what is under the mouse; False where there is nothing."""
        handle = self.handle_at(pixels)
        if handle is None:
            return False
        self._held = handle
        self._before = self._ellipses[handle.cluster]
        self._grabbed_at = self._to_plot(pixels) - handle.place
        if handle.cluster != self._selected:
            self.select(handle.cluster)
        self.gesture_began.emit()
        return True

    def move(self, pixels: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Follow the hand; with Shift the ellipse keeps its shape."""
        if self._held is None or self._before is None:
            return
        place = self._to_plot(pixels) - self._grabbed_at
        made = self._reshaped(self._before, self._held.grip, (place.x(), place.y()), modifiers)
        self._change(self._held.cluster, made, WORDS[self._held.grip])

    def release(self) -> None:
        """Let go."""
        if self._held is not None:
            self.flush()
            self._held = None
            self.gesture_ended.emit()

    def cancel(self) -> bool:
        """Let go and put everything back; False where nothing is held."""
        if self._held is None or self._before is None:
            return False
        held, self._held, self._unsaid = self._held, None, None
        self._ellipses[held.cluster] = self._before
        self._item.show_ellipses(self._ellipses, self._selected)
        # Not said as an edit: an ellipse does not know what matrix stood for it.
        self.gesture_cancelled.emit(held.cluster, WORDS[held.grip])
        return True

    def follow(self) -> None:
        """Show where the hand is, if it has moved."""
        if self._unsaid is not None:
            self._item.show_ellipses(self._ellipses, self._selected)

    def flush(self) -> None:
        """Show and say what the hand has done since the last time."""
        self.follow()
        number = self._held.cluster if self._held else self._selected
        if self._unsaid is not None and number is not None:
            what, self._unsaid = self._unsaid, None
            self.ellipse_edited.emit(number, self._ellipses[number], what)

    def press_key(self, event: QKeyEvent) -> bool:
        """Nudge, stretch or turn the selected cluster, or choose another; False where the key means nothing here."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            return self.cancel() or self._deselect()
        number = (event.key() - Qt.Key.Key_1) % 10 if Qt.Key.Key_0 <= key <= Qt.Key.Key_9 else -1  # 0 is the tenth
        if 0 <= number < len(self._ellipses) and not event.modifiers():
            self.select(number)
            return True
        made = self._by_key(key, is_shifted=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        if made is None or self._selected is None:
            return False
        ellipse, what = made
        self._change(self._selected, ellipse, what)
        self.flush()
        return True

    def wants_key(self, event: QKeyEvent) -> bool:
        """Whether `press_key` would do something; asked before the window's shortcuts get it."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            return self.is_dragging or self._selected is not None
        if event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier):
            return False
        return self._selected is not None and (key in _ARROWS or key in _TURNS)

    def _deselect(self) -> bool:
        """Give the keys back to the window; False where they are its own already."""
        if self._selected is None:
            return False
        self.select(None)
        return True

    def _by_key(self, key: Qt.Key, *, is_shifted: bool) -> tuple[Ellipse, str] | None:
        if self._selected is None:
            return None
        ellipse = self._ellipses[self._selected]
        if key in _TURNS:
            return ellipse.turned(_TURNS[key]), WORDS[Grip.TURN]
        if key not in _ARROWS:
            return None
        x, y = _ARROWS[key]
        if is_shifted:
            first, second = ellipse.spreads
            return ellipse.with_spreads((first * _STRETCH**x, second * _STRETCH**y)), WORDS[Grip.FIRST_AXIS]
        corner, other = self._to_plot(QPointF(0.0, 0.0)), self._to_plot(QPointF(100.0, 100.0))
        step_x, step_y = abs(other.x() - corner.x()) * _NUDGE * 2, abs(other.y() - corner.y()) * _NUDGE * 2
        return ellipse.moved_to((ellipse.mean[0] + x * step_x, ellipse.mean[1] + y * step_y)), WORDS[Grip.CENTRE]

    def _reshaped(
        self, before: Ellipse, grip: Grip, place: tuple[float, float], modifiers: Qt.KeyboardModifier
    ) -> Ellipse:
        if grip is Grip.CENTRE:
            return before.moved_to(place)
        if grip is Grip.TURN:
            return before.turned_to(0, place)
        keeps_shape = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        return before.stretched_to(int(grip is Grip.SECOND_AXIS), place, DEVIATIONS, keeps_shape=keeps_shape)

    def _change(self, number: int, ellipse: Ellipse, what: str) -> None:
        if ellipse != self._ellipses[number]:
            self._ellipses[number] = ellipse
            self._unsaid = what
