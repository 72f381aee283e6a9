"""The lines of a plot of curves: each curve as the few hundred points that draw what is to be seen of it."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from nnviz.core.arrays import FloatArray
from nnviz.ui.plots.curve import Curve
from nnviz.ui.plots.curve_choice import CurveChoice, choice_of
from nnviz.ui.plots.curve_kinds import CurveGroup, LineKind
from nnviz.ui.plots.curve_range import steps_range, values_range
from nnviz.ui.plots.earlier_lines import EarlierLines
from nnviz.ui.plots.line_item import LineItem
from nnviz.ui.plots.log_places import number_at
from nnviz.ui.plots.quiet_plot import QuietPlot
from nnviz.ui.plots.stroke import Stroke
from nnviz.ui.theme import Theme

Range = tuple[float, float]
"""Ends of an axis, as places on it."""


class CurveLines:
    """Draws those curves that are chosen, and behind them what they were before the run branched.

    Parameters
    ----------
    plot : QuietPlot
    groups : Sequence[CurveGroup]

    Attributes
    ----------
    choice : CurveChoice
    curves : Mapping of str to Curve
        As they were handed in last, by the keys of their lines.
    earlier : EarlierLines
    """

    def __init__(self, plot: QuietPlot, groups: Sequence[CurveGroup]) -> None:
        self._plot = plot
        self.choice: CurveChoice = choice_of(groups)
        self.curves: Mapping[str, Curve] = {}
        self._strokes: dict[str, Stroke] = {}
        self._branches: list[tuple[Mapping[str, Curve], dict[str, Stroke]]] = []
        self._items = {line.key: LineItem() for group in groups for line in group.lines}
        for item in reversed(self._items.values()):  # the first curve lies on top
            plot.addItem(item)
        self.earlier = EarlierLines(plot)

    def dress(self, theme: Theme) -> None:
        """Show the lines that are chosen, in their pens."""
        pens = {line.key: line.pen(theme) for line in self.choice.drawn}
        for key, item in self._items.items():
            item.setVisible(key in pens)
            if key in pens:
                item.set_pen(pens[key])
            else:
                self._strokes.pop(key, None)  # it would hold on to the memory of curves as they once were
        self.earlier.set_pens(list(pens.values()))

    def set_branches(self, branches: Sequence[Mapping[str, Curve]]) -> None:
        """Take the curves of the branches that were left."""
        self._branches = [(curves, {}) for curves in branches]

    def take_in(self) -> None:
        """Look at what is new in the curves that are drawn."""
        for line in self.choice.drawn:
            if line.key in self.curves:
                self._strokes.setdefault(line.key, Stroke()).follow(self.curves[line.key])
        for curves, strokes in self._branches:
            for line in self.choice.drawn:
                if line.key not in strokes:
                    strokes[line.key] = Stroke()
                    strokes[line.key].follow(curves[line.key])

    def fitting(self, n_steps: int) -> tuple[Range, Range]:
        """What the axes have to show of a run that ends at `n_steps`, so that all is to be seen."""
        choice = self.choice
        strokes = [stroke for _, stroke in self._taken_in()]
        strokes += [strokes[line.key] for _, strokes in self._branches for line in choice.drawn]
        return (
            steps_range(strokes, n_steps, is_log=choice.log_steps),
            values_range(strokes, is_share=choice.group.is_share, is_log=choice.log_values),
        )

    def draw(self) -> None:
        """Draw the curves' piece that is to be seen."""
        for line, stroke in self._taken_in():
            self._items[line.key].set_points(*self._seen(stroke))

    def draw_earlier(self) -> None:
        """The same for the branches."""
        drawn = self.choice.drawn
        self.earlier.show_lines([[self._seen(strokes[line.key]) for line in drawn] for _, strokes in self._branches])

    def at(self, step: float) -> list[tuple[LineKind, int, float]]:
        """Of every curve that is drawn and has values: the nearest step that has one, and the value."""
        found = ((line, self.curves[line.key].at(step)) for line, _ in self._taken_in())
        return [(line, *there) for line, there in found if there is not None]

    def steps_drawn(self) -> FloatArray:
        """The steps of the first curve's points that are to be seen, (n,)."""
        first = next((line for line, stroke in self._taken_in() if len(stroke.curve.values) > 0), None)
        if first is None:
            return np.empty(0)
        low, high = self._plot.view.viewRange()[0]
        x, _ = self._seen(self._strokes[first.key])
        inside = x[(x >= low) & (x <= high)]
        return np.round(10.0**inside) if self.choice.log_steps else inside

    def without_place(self) -> list[str]:
        """The names of those that have values which have no place on a logarithmic axis, where there is one."""
        if not self.choice.log_values:
            return []
        return [line.name for line, stroke in self._taken_in() if stroke.extremes.lowest <= 0.0]

    def _taken_in(self) -> Iterator[tuple[LineKind, Stroke]]:
        return ((line, self._strokes[line.key]) for line in self.choice.drawn if line.key in self._strokes)

    def _seen(self, stroke: Stroke) -> tuple[FloatArray, FloatArray]:
        """Places of the points that draw what is to be seen of a curve."""
        choice = self.choice
        first, last = (number_at(end, is_log=choice.log_steps) for end in self._plot.view.viewRange()[0])
        x, y = stroke.between(first, last, log_steps=choice.log_steps, log_values=choice.log_values)
        if not choice.group.is_share:
            return x, y
        return x, y + 2.0 if choice.log_values else 100.0 * y  # percent: two powers of ten more
