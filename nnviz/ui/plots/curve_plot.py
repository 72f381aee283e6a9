"""Curves against steps, with the exact values under the mouse."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from nnviz.core.arrays import FloatArray
from nnviz.ui.fields.form import label
from nnviz.ui.plots.ceiling_line import CeilingLine
from nnviz.ui.plots.earlier_lines import EarlierLines
from nnviz.ui.plots.quiet_plot import QuietPlot
from nnviz.ui.plots.reduction import reduce_min_max
from nnviz.ui.plots.step_mark import StepMark
from nnviz.ui.theme import Theme

_BUCKETS = 400
_LARGE = 1.4


@dataclass(frozen=True)
class Curve:
    """Values at increasing steps.

    Attributes
    ----------
    first_step : int
        Step of the first value, where every step has one.
    steps : (n,) or None
        The steps, where not every step has a value.
    values : (n,)
    """

    values: FloatArray
    first_step: int = 0
    steps: FloatArray | None = None

    @property
    def last_step(self) -> int:
        """The last step that has a value; 0 where none has."""
        if len(self.values) == 0:
            return 0
        return self.first_step + len(self.values) - 1 if self.steps is None else int(self.steps[-1])

    def at(self, step: float) -> tuple[int, float] | None:
        """The nearest step that has a value, and the value; None where there is none at all."""
        if len(self.values) == 0:
            return None
        if self.steps is None:
            index = int(np.clip(round(step) - self.first_step, 0, len(self.values) - 1))
            return self.first_step + index, float(self.values[index])
        index = int(np.abs(self.steps - step).argmin())
        return int(self.steps[index]), float(self.values[index])

    def drawn(self) -> tuple[FloatArray, FloatArray]:
        """A few hundred points that draw the same curve."""
        if self.steps is not None:
            return self.steps, self.values
        return reduce_min_max(self.values, _BUCKETS, self.first_step)


class CurvePlot(QWidget):
    """Two or more curves over the same steps.

    Parameters
    ----------
    unit : str
        What the values are counted in: the label of the y axis.
    names : Sequence[str]
        One a curve.
    percent : bool
        Whether values are shares, to be shown in percent up to 100.

    Attributes
    ----------
    ceiling : CeilingLine
        What the curves cannot exceed, where that is known.
    mark : StepMark
        Where in the curves one looks back at.
    """

    def __init__(
        self, unit: str, names: Sequence[str], *, percent: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._names = tuple(names)
        self._percent = percent
        self._curves: tuple[Curve, ...] = ()
        self._n_steps = 1
        self._follows = True
        self.plot = QuietPlot("step", unit)
        self.legend = Legend(self._names)
        self._lines = tuple(pg.PlotCurveItem() for _ in names)
        for line in reversed(self._lines):  # the first curve lies on top
            self.plot.addItem(line)
        self._crosshair = pg.InfiniteLine(angle=90)
        self._crosshair.hide()
        self.plot.addItem(self._crosshair)
        self._readout = QLabel(self.plot)
        self._readout.setObjectName("readout")
        self._readout.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._readout.hide()
        self._earlier: tuple[Sequence[Curve], ...] = ()
        self._earlier_lines = EarlierLines(self.plot)
        self.mark = StepMark(self.plot)
        self.ceiling = CeilingLine(self.plot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.ceiling.name)
        column.addWidget(self.plot, 1)
        self.plot.viewport().installEventFilter(self)
        self.plot.mouse_moved.connect(self._on_mouse_moved)
        self.plot.view.sigRangeChangedManually.connect(self._on_range_chosen)
        self.plot.all_wanted.connect(self.reset_view)

    @property
    def readout(self) -> str:
        """The values under the mouse, as shown; empty where the mouse is elsewhere."""
        return self._readout.text() if self._readout.isVisible() else ""

    def show_curves(self, curves: Sequence[Curve], n_steps: int) -> None:
        """Draw these curves of a run that ends at `n_steps`."""
        self._curves = tuple(curves)
        self._n_steps = max(n_steps, 1)
        for line, curve in zip(self._lines, self._curves, strict=True):
            x, y = curve.drawn()
            line.setData(x, 100 * y if self._percent else y, connect="finite", skipFiniteCheck=False)
        if self._follows:
            self._fit()

    def show_earlier(self, branches: Sequence[Sequence[Curve]]) -> None:
        """Draw behind the curves, pale, what they were before the run branched: as many curves for each branch."""
        self._earlier = tuple(branches)
        lines = [[curve.drawn() for curve in curves] for curves in self._earlier]
        scale = 100 if self._percent else 1
        self._earlier_lines.show_lines([[(x, scale * y) for x, y in of_branch] for of_branch in lines])

    def follow(self) -> None:
        """Show all of the run from the next drawing on, whatever the user has zoomed to: it is another run."""
        self._follows = True

    def reset_view(self) -> None:
        """Follow the whole run again."""
        self.follow()
        self._fit()

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self.plot.set_theme(theme)
        colors = (theme.accent, theme.muted) if not self._percent else (theme.muted, theme.good)
        # A line two pixels wide takes six times as long to draw as one.
        width = 1 if theme.scale < _LARGE else 2
        styles = _pen_styles(percent=self._percent)
        pens = [_pen(color, style, width) for color, style in zip(colors, styles, strict=True)]
        for line, pen in zip(self._lines, pens, strict=True):
            line.setPen(pen)
        self._earlier_lines.set_pens(pens)
        self.mark.set_theme(theme)
        self.ceiling.set_theme(theme)
        self._crosshair.setPen(_pen(theme.muted, Qt.PenStyle.DotLine, 1))
        self._readout.setStyleSheet(
            f"QLabel#readout {{ background: {theme.card}; color: {theme.text}; border: 1px solid {theme.border};"
            f" border-radius: 4px; padding: 3px 6px; font-size: {theme.px(11)}px; }}"
        )
        self.legend.set_colors(theme, colors, _pen_styles(percent=self._percent))

    def _fit(self) -> None:
        curves = [*self._curves, *(curve for earlier in self._earlier for curve in earlier)]
        step = max((curve.last_step for curve in curves), default=0)
        end = max(step, min(_round_up(max(step, 10)), self._n_steps))  # a run may have gone beyond an end set later
        self.plot.view.setXRange(0, end, padding=0.01)
        finite = [curve.values[np.isfinite(curve.values)] for curve in curves]
        extremes = [(float(values.min()), float(values.max())) for values in finite if len(values)]
        if self._percent:
            lowest = min((low for low, _ in extremes), default=0.0)
            self.plot.view.setYRange(10 * min(np.floor(10 * lowest), 9), 100, padding=0.03)
        else:
            highest = max((high for _, high in extremes), default=1.0)
            self.plot.view.setYRange(0, max(highest, 1e-9) * 1.04, padding=0.01)

    def _format(self, value: float) -> str:
        if not np.isfinite(value):
            return "–"
        return f"{100 * value:.2f} %" if self._percent else f"{value:.6f}"

    def _on_range_chosen(self) -> None:
        self._follows = False

    def _on_mouse_moved(self, position: QPointF) -> None:
        if not self._curves or not self.plot.view.sceneBoundingRect().contains(position):
            self._hide_readout()
            return
        wanted = self.plot.view.mapSceneToView(position).x()
        found = [curve.at(wanted) for curve in self._curves]
        if found[0] is None:
            self._hide_readout()
            return
        step = found[0][0]
        lines = [f"step {step:,}"]
        for name, place in zip(self._names, found, strict=True):
            if place is not None:
                elsewhere = "" if place[0] == step else f" (step {place[0]:,})"
                lines.append(f"{name} {self._format(place[1])}{elsewhere}")
        if self.ceiling.text:
            lines.append(self.ceiling.text)
        self._crosshair.setPos(step)
        self._crosshair.show()
        self._show_readout("\n".join(lines), position)

    def _show_readout(self, text: str, position: QPointF) -> None:
        self._readout.setText(text)
        self._readout.adjustSize()
        area = self.plot.view.sceneBoundingRect()
        is_right = position.x() > area.center().x()
        x = area.left() + 4 if is_right else area.right() - self._readout.width() - 4
        self._readout.move(round(x), round(area.top() + 2))
        self._readout.show()

    def _hide_readout(self) -> None:
        self._crosshair.hide()
        self._readout.hide()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """The mouse left the plot."""
        del watched
        if event.type() == QEvent.Type.Leave:
            self._hide_readout()
        return False


class Legend(QWidget):
    """The names of the curves, each behind a piece of its line."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._labels = tuple(label("", "small") for _ in names)
        self._names = tuple(names)
        for part in self._labels:
            row.addWidget(part)

    def set_colors(self, theme: Theme, colors: Sequence[str], styles: Sequence[Qt.PenStyle]) -> None:
        """Show each name with its line."""
        del theme
        for part, name, color, style in zip(self._labels, self._names, colors, styles, strict=True):
            line = "━━" if style == Qt.PenStyle.SolidLine else "╍╍"
            part.setText(f'<span style="color:{color}">{line}</span> {name}')


def _pen_styles(*, percent: bool) -> tuple[Qt.PenStyle, Qt.PenStyle]:
    solid, dashed = Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine
    return (dashed, solid) if percent else (solid, dashed)


def _pen(color: str, style: Qt.PenStyle, width: float) -> QPen:
    pen = QPen(QColor(color))
    pen.setStyle(style)
    pen.setWidthF(width)
    pen.setCosmetic(True)
    return pen


def _round_up(step: float) -> float:
    """The next of 10, 20, 50, 100, 200, …"""
    power = 10.0 ** np.floor(np.log10(step))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= step)
