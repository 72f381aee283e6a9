"""Curves against steps, with the exact values where one asks for them."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnviz.ui.fields.form import label
from nnviz.ui.plots.ceiling_line import CeilingLine
from nnviz.ui.plots.curve import Curve
from nnviz.ui.plots.curve_area import CurveArea
from nnviz.ui.plots.curve_choice import CurveChoice
from nnviz.ui.plots.curve_kinds import CurveGroup
from nnviz.ui.plots.curve_legend import CurveLegend
from nnviz.ui.plots.curve_lines import CurveLines, Range
from nnviz.ui.plots.curve_reader import CurveReader
from nnviz.ui.plots.curves_button import CurvesButton
from nnviz.ui.plots.scaled_axis import ScaledAxis, step_text
from nnviz.ui.plots.step_mark import StepMark
from nnviz.ui.theme import Theme, light

_FEW = 2
"""Names in the legend for which there is room beside the title."""

_ROOM = 0.01
"""Beyond what the axes have to show, as a share of it: a line at the very edge would be half a line."""


class CurvePlot(QWidget):
    """Curves over the same steps: of several that are offered, those that were chosen.

    With the mouse or, where the plot has the keyboard, with the arrow keys one asks for the exact values; the wheel and
    the keys + and - zoom, a double click and the key 0 show everything again.

    Parameters
    ----------
    groups : Sequence[CurveGroup]
        What may be chosen; at first it is the first.

    Signals
    -------
    choice_edited(CurveChoice)
        The user chose other curves or axes. Never sent by `show_choice`.

    Attributes
    ----------
    ceiling : CeilingLine
        What the curves cannot exceed, where that is known.
    mark : StepMark
        Where in the curves one looks back at.
    legend : CurveLegend
        To be put beside the title.
    button : CurvesButton
        Lets the user choose; to be put beside the title, too.
    """

    choice_edited = Signal(object)

    def __init__(self, groups: Sequence[CurveGroup], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = light()
        self._n_steps = 1
        self._follows = True
        self._fitted: tuple[Range, Range] | None = None
        self._is_fitting = False
        self._is_stale = True
        self._axes = {"bottom": ScaledAxis("bottom", step_text), "left": ScaledAxis("left")}
        self.plot = CurveArea(groups[0].unit, self._axes)
        self._lines = CurveLines(self.plot, groups)
        self.mark = StepMark(self.plot)
        self.ceiling = CeilingLine(self.plot)
        self._reader = CurveReader(self.plot, self._lines, lambda: self.ceiling.text)
        self.legend = CurveLegend()
        self.button = CurvesButton(groups, self.choice)
        self._long_legend = CurveLegend()
        self._left_out = label("", "small")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for row in (self._long_legend, self._left_out):
            row.setWordWrap(True)
            row.hide()
            column.addWidget(row)
        column.addWidget(self.ceiling.name)
        column.addWidget(self.plot, 1)
        self.plot.view.sigRangeChangedManually.connect(self._on_range_chosen)
        self.plot.view.sigXRangeChanged.connect(self._on_range_changed)
        self.plot.all_wanted.connect(self.reset_view)
        self.button.choice_edited.connect(self._on_choice_edited)
        self._dress()

    @property
    def choice(self) -> CurveChoice:
        """What is drawn, and on which axes."""
        return self._lines.choice

    @property
    def readout(self) -> str:
        """The values that are asked for, as shown; empty where nobody asks."""
        return self._reader.text

    def show_curves(self, curves: Mapping[str, Curve], n_steps: int) -> None:
        """Draw these curves, by the keys of their lines, of a run that ends at `n_steps`.

        While the plot is not to be seen they are only kept, which costs nothing.
        """
        self._lines.curves = curves
        self._n_steps = max(n_steps, 1)
        self._draw_if_seen()

    def show_earlier(self, branches: Sequence[Mapping[str, Curve]]) -> None:
        """Draw behind the curves, pale, what they were before the run branched, from the next drawing on."""
        self._lines.set_branches(branches)
        self._is_stale = True

    def show_choice(self, choice: CurveChoice) -> None:
        """Draw other curves, or on other axes."""
        before = self.choice
        self._lines.choice = choice
        self.button.show_choice(choice)
        if (before.group, before.log_steps, before.log_values) != (choice.group, choice.log_steps, choice.log_values):
            self.follow()  # what was zoomed to is nowhere on the axes now
        self._dress()
        self._is_stale = True
        self._draw_if_seen()

    def follow(self) -> None:
        """Show all of the run from the next drawing on, whatever the user has zoomed to: it is another run."""
        self._follows = True

    def reset_view(self) -> None:
        """Follow the whole run again."""
        self.follow()
        self._draw_if_seen()

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self._theme = theme
        self.plot.set_theme(theme)
        self.mark.set_theme(theme)
        self.ceiling.set_theme(theme)
        self._reader.set_theme(theme)
        self.button.set_theme(theme)
        self._dress()

    def _dress(self) -> None:
        """Pens, legend and axes of what is chosen."""
        choice = self.choice
        self._lines.dress(self._theme)
        named = choice.drawn if len(choice.group.lines) > 1 else ()
        is_long = len(named) > _FEW
        self.legend.show_lines(() if is_long else named, self._theme)
        self._long_legend.show_lines(named if is_long else (), self._theme)
        self._long_legend.setVisible(is_long)
        for side, is_log in (("bottom", choice.log_steps), ("left", choice.log_values)):
            self._axes[side].set_log(is_log)
        self.mark.set_log(choice.log_steps)
        self.ceiling.set_log(choice.log_values)
        unit = f"{choice.group.unit} (log)" if choice.log_values else choice.group.unit
        self.plot.name_axes("step (log, from 1)" if choice.log_steps else "step", unit)
        self.plot.setAccessibleName(f"Curves: {choice.group.title}")

    def _draw_if_seen(self) -> None:
        if self.isVisible():
            self._draw()
        else:
            self._is_stale = True

    def _draw(self) -> None:
        """Take in what is new, and draw the piece of it that is to be seen."""
        before = self.plot.view.viewRange()[0]
        self._lines.take_in()
        if self._follows:
            self._fit()
        self._lines.draw()
        if self._is_stale or self.plot.view.viewRange()[0] != before:
            self._lines.draw_earlier()
        self._is_stale = False
        self._tell_left_out()
        self._reader.show()

    def _fit(self) -> None:
        fitted = self._lines.fitting(self._n_steps)
        if fitted == self._fitted:
            return
        (first, last), (lowest, highest) = self._fitted = fitted
        room, height = _ROOM * (last - first), _ROOM * (highest - lowest)
        self._is_fitting = True
        self.plot.view.setRange(
            xRange=(first - room, last + room), yRange=(lowest - height, highest + height), padding=0.0
        )
        self._is_fitting = False

    def _tell_left_out(self) -> None:
        """Zeros have no place on a logarithmic axis."""
        names = self._lines.without_place()
        text = f"Left out, for 0 has no logarithm: {', '.join(names)}" if names else ""
        if text != self._left_out.text():
            self._left_out.setText(text)
            self._left_out.setVisible(bool(text))

    def _on_choice_edited(self, choice: CurveChoice) -> None:
        self.show_choice(choice)
        self.choice_edited.emit(choice)

    def _on_range_chosen(self) -> None:
        self._follows = False
        self._fitted = None

    def _on_range_changed(self) -> None:
        """Somebody has zoomed: what is seen now has points of its own. What is yet to be taken in has them then."""
        if not self._is_fitting and not self._is_stale:
            self._lines.draw()
            self._lines.draw_earlier()
            self._reader.show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._draw()
