"""Reads exact values from a plot of curves: where the mouse is, or where the arrow keys have gone."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF, Qt

from nnviz.ui.plots.crosshair import Crosshair
from nnviz.ui.plots.curve_area import CurveArea
from nnviz.ui.plots.curve_lines import CurveLines
from nnviz.ui.plots.log_places import number_at, place
from nnviz.ui.theme import Theme

_STRIDES = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_PageUp: -20,
    Qt.Key.Key_PageDown: 20,
    Qt.Key.Key_Home: -(10**9),
    Qt.Key.Key_End: 10**9,
}
_ZOOMS = {Qt.Key.Key_Plus: 0.5, Qt.Key.Key_Minus: 2.0}


class CurveReader:
    """The crosshair of a plot of curves.

    Parameters
    ----------
    plot : CurveArea
    lines : CurveLines
        Knows the values.
    more : () -> str
        What is told besides them; may be empty.
    """

    def __init__(self, plot: CurveArea, lines: CurveLines, more: Callable[[], str]) -> None:
        self._plot = plot
        self._lines = lines
        self._more = more
        self._crosshair = Crosshair(plot)
        self._mouse: QPointF | None = None
        self._key_step: int | None = None
        plot.mouse_moved.connect(self._on_mouse_moved)
        plot.left_by_mouse.connect(self._on_mouse_left)
        plot.key_pressed.connect(self._on_key_pressed)
        plot.entered_by_key.connect(self._on_entered_by_key)
        plot.left_by_key.connect(self._on_left_by_key)

    @property
    def text(self) -> str:
        """What is told; empty where nobody asks."""
        return self._crosshair.text

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self._crosshair.set_theme(theme)

    def show(self) -> None:
        """Tell the values where somebody asks for them: a key before the mouse."""
        wanted = self._wanted_step()
        found = [] if wanted is None else self._lines.at(wanted)
        step = found[0][1] if found else 0
        at = place(step, is_log=self._lines.choice.log_steps)
        if not found or at is None:
            self._crosshair.hide()
            self._plot.takes_escape = False
            return
        texts = [f"step {step:,}"]
        for line, its_step, value in found:
            elsewhere = "" if its_step == step else f" (step {its_step:,})"
            texts.append(f"{line.name} {self._lines.choice.group.write(value)}{elsewhere}")
        self._crosshair.show(at, "\n".join(filter(None, (*texts, self._more()))))
        self._plot.takes_escape = True

    def _wanted_step(self) -> float | None:
        view = self._plot.view
        if self._key_step is not None:
            return self._key_step
        if self._mouse is None or not view.sceneBoundingRect().contains(self._mouse):
            return None
        return number_at(view.mapSceneToView(self._mouse).x(), is_log=self._lines.choice.log_steps)

    def _go_along(self, n_points: int) -> None:
        """Move along the points that are drawn; from their end where the crosshair was not there."""
        steps = self._lines.steps_drawn()
        if len(steps) == 0:
            return
        start = len(steps) - 1 if self._key_step is None else int(np.searchsorted(steps, self._key_step))
        self._key_step = int(steps[min(max(start + n_points, 0), len(steps) - 1)])
        self.show()

    def _zoom(self, factor: float) -> None:
        """Zoom along the steps to where the crosshair is, or else to the middle."""
        view = self._plot.view
        low, high = view.viewRange()[0]
        at = None if self._key_step is None else place(self._key_step, is_log=self._lines.choice.log_steps)
        center = (low + high) / 2 if at is None else at
        view.setXRange(center - factor * (center - low), center + factor * (high - center), padding=0.0)
        view.sigRangeChangedManually.emit(view.mouseEnabled())

    def _on_key_pressed(self, key: Qt.Key) -> None:
        if key in _STRIDES:
            self._go_along(_STRIDES[key])
        elif key in _ZOOMS:
            self._zoom(_ZOOMS[key])
        elif key == Qt.Key.Key_0:
            self._plot.all_wanted.emit()
        else:
            self._key_step = self._mouse = None
            self.show()

    def _on_mouse_moved(self, position: QPointF) -> None:
        self._mouse, self._key_step = position, None
        self.show()

    def _on_mouse_left(self) -> None:
        self._mouse = None
        self.show()

    def _on_entered_by_key(self) -> None:
        """Who comes by key sees by the crosshair where the keyboard is."""
        self._go_along(0)

    def _on_left_by_key(self) -> None:
        self._key_step = None
        self.show()
