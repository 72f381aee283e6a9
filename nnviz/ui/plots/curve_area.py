"""The plot of curves itself: which keys it takes for its own, and who comes and goes."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent

from nnviz.ui.plots.quiet_plot import BELOW, LEFT, QuietPlot
from nnviz.ui.plots.scaled_axis import ScaledAxis
from nnviz.ui.theme import Theme

KEYS = frozenset(
    {
        *(Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End),
        *(Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_0),
    }
)
"""What it takes while it has the keyboard; Escape besides, while there is something to leave."""

_LOW = 120
"""Pixels, at normal text size: in a plot that is lower there is one line below the curves, not two."""

_TAB = frozenset({Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason})


class CurveArea(QuietPlot):
    """A plot with a crosshair that is moved by keys, too.

    Signals
    -------
    key_pressed(Qt.Key)
        One of `KEYS`, or Escape.
    entered_by_key()
        The keyboard has come here.
    left_by_key(), left_by_mouse()

    Attributes
    ----------
    takes_escape : bool
        Whether there is something to leave.
    """

    key_pressed = Signal(object)
    entered_by_key = Signal()
    left_by_key = Signal()
    left_by_mouse = Signal()

    def __init__(self, y_label: str, axes: Mapping[str, ScaledAxis]) -> None:
        self._scaled = axes
        super().__init__("step", y_label, axes=axes)
        self.takes_escape = False

    def set_theme(self, theme: Theme) -> None:
        """Draw axes and background in the theme's colours."""
        super().set_theme(theme)
        self._fit_axes()

    def resizeEvent(self, ev: QResizeEvent) -> None:
        super().resizeEvent(ev)
        self._fit_axes()

    def _fit_axes(self) -> None:
        """In a low plot the curves get the line in which the name of the steps' axis would stand."""
        if self._theme is not None:
            for axis in self._scaled.values():
                axis.set_room(self._theme.scale, is_low=self._is_low(self._theme), height=self._theme.px(BELOW))

    def _is_low(self, theme: Theme) -> bool:
        return self.height() < theme.px(_LOW)

    def _room_for_label(self, side: str, theme: Theme) -> int:
        if side == "bottom" and self._is_low(theme):
            return theme.px(LEFT)
        return super()._room_for_label(side, theme)

    def event(self, event: QEvent) -> bool:
        """The arrows are the crosshair's before they are the window's: there they travel through time."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and self._wants(event):
            event.accept()
            return True
        return super().event(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """The mouse leaves."""
        if event.type() == QEvent.Type.Leave:
            self.left_by_mouse.emit()
        return super().viewportEvent(event)

    def keyPressEvent(self, ev: QKeyEvent) -> None:
        if self._wants(ev):
            self.key_pressed.emit(Qt.Key(ev.key()))
        else:
            super().keyPressEvent(ev)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in _TAB:
            self.entered_by_key.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left_by_key.emit()

    def _wants(self, event: QKeyEvent) -> bool:
        modifiers = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if modifiers != Qt.KeyboardModifier.NoModifier:
            return False
        return Qt.Key(event.key()) in KEYS or (event.key() == Qt.Key.Key_Escape and self.takes_escape)
