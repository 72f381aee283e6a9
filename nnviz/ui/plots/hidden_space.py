"""Hidden space: the points, and the plane they lie in, as a hidden layer sees them."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QPen, QShowEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from nnviz.core.arrays import FloatArray, IntArray
from nnviz.core.hidden_space import grid_lines, layer_outputs
from nnviz.core.snapshot import Snapshot
from nnviz.data.dataset import Dataset
from nnviz.data.plane import Plane
from nnviz.ui.fields.elided_label import ElidedLabel
from nnviz.ui.plots.hidden_axes import NOTHING_CHOSEN, HiddenAxes, first_axes_of, fits
from nnviz.ui.plots.hidden_choice import HiddenChoice
from nnviz.ui.plots.layer_pass import LayerPass
from nnviz.ui.plots.marks_item import MarksItem
from nnviz.ui.plots.nearest_point import nearest_point
from nnviz.ui.plots.outlook import Outlook
from nnviz.ui.plots.point_layers import Look, class_marks
from nnviz.ui.plots.point_sample import sample_rows
from nnviz.ui.plots.point_selection import PointRows, SelectionMarks
from nnviz.ui.plots.quiet_plot import QuietPlot
from nnviz.ui.theme import Theme

MOST_POINTS, FEW_POINTS = 600, 160
"""Points drawn: all of them move with every step, and so many take a millisecond; of a large network there are few."""

NO_HIDDEN = "This network has no hidden layer: it has no other space than that of its inputs."
BROKEN = "Some weights are no finite numbers any more: there is nothing to draw."

_MANY_WEIGHTS = 100_000
_LINES, _LINE_POINTS = (13, 9), (33, 17)
"""Of the grid, each way, and the points of each; the fewer of a large network."""
_GRID_OPACITY = 0.45
_MARGIN = 0.12
_SHORTEST = 0.1
_LEAST_FILLED = 0.55
"""The view stays as it is while the points fill at least so much of it: else it would never stand still."""


class HiddenSpace(QWidget):
    """Points with the marks of their classes, and the canvas as a grid, between two directions through a layer.

    Nothing is computed while it is hidden.

    Signals
    -------
    point_hovered(PointRows or None)
        The mouse is on this point.

    Attributes
    ----------
    choice : HiddenChoice
    plot : QuietPlot
    points : MarksItem
    message : QLabel
        Why nothing is shown.
    """

    point_hovered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme | None = None
        self._snapshot: Snapshot | None = None
        self._dataset: Dataset | None = None
        self._outlook: Outlook | None = None
        self._rows: IntArray | None = None
        self._places: FloatArray = np.empty((0, 2))
        self._standing_out: PointRows | None = None
        self._axes = NOTHING_CHOSEN
        self._sizes: tuple[int, ...] = ()
        self._plane: Plane | None = None
        self._pass: LayerPass | None = None
        self._is_seen = True
        self._is_stale = False
        self._follows = True
        self.choice = HiddenChoice()
        self.choice.hide()
        self.choice.axes_edited.connect(self._on_axes_edited)
        self.plot = QuietPlot("", "")
        self.plot.setAccessibleName("Points as a hidden layer sees them")
        self.plot.view.sigRangeChangedManually.connect(self._on_range_chosen)
        self.plot.all_wanted.connect(self.reset_view)
        self._grid = pg.PlotCurveItem()
        self.points = MarksItem()
        for item in (self._grid, self.points):
            self.plot.addItem(item)
        self._selection = SelectionMarks(self.plot)
        self.plot.mouse_moved.connect(self._on_mouse_moved)
        self.plot.mouse_left.connect(self._on_mouse_left)
        self.message = QLabel(NO_HIDDEN)
        self.message.setProperty("role", "muted")
        self.message.setWordWrap(True)
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.message.hide()
        self._note = ElidedLabel("small")
        self._note.setAlignment(Qt.AlignmentFlag.AlignRight)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.choice)
        column.addWidget(self.plot, 1)
        column.addWidget(self._note)
        column.addWidget(self.message, 1)

    @property
    def axes(self) -> HiddenAxes:
        """What is shown."""
        return self._axes

    @property
    def note(self) -> str:
        """How many points of which kind are drawn."""
        return self._note.text()

    @property
    def outlook(self) -> Outlook | None:
        """The piece of the plane that the grid covers."""
        return self._outlook

    @property
    def is_seen(self) -> bool:
        """Whether it is on the screen, not hidden and not behind another tab."""
        return self._is_seen and self.isVisible()

    def see(self, is_seen: bool) -> None:
        """Take note of going behind another tab, or of coming back."""
        self._is_seen = is_seen
        self._draw()

    def show_moment(self, snapshot: Snapshot, dataset: Dataset, outlook: Outlook) -> bool:
        """Show where the network of this moment puts the points, and the piece of the plane that the canvas shows.

        True where the network is large, and some points are still on their way: then it wants to be asked to show the
        same moment again, in the next frame, and draws nothing until all of them are there.
        """
        is_same = snapshot is self._snapshot and dataset is self._dataset
        if not is_same or self._pass is None or self._outlook is None or not outlook.is_same(self._outlook):
            self._take_moment(snapshot, dataset, outlook)
        return self._draw(at_once=False)

    def _take_moment(self, snapshot: Snapshot, dataset: Dataset, outlook: Outlook) -> None:
        self._snapshot, self._outlook, self._pass = snapshot, outlook, None
        self._is_stale = True
        if dataset is not self._dataset:
            self._dataset = dataset
            self._rows = None
            self._follow_colors()
        sizes = tuple(len(biases) for biases in snapshot.biases[:-1])
        if sizes != self._sizes:
            self._sizes = sizes
            self._rows = None
            self._fit_choice()

    def show_outlook(self, outlook: Outlook) -> None:
        """Let the grid cover what the canvas shows."""
        self._outlook = outlook
        self._redraw()

    def show_rows(self, rows: PointRows | None) -> None:
        """Let these points stand out, whether or not they are drawn otherwise; None: none does."""
        if rows is None and self._standing_out is None:
            return
        self._standing_out = rows
        if self.is_seen:
            self._draw_selection()
        else:
            self._is_stale = True

    def reset_view(self) -> None:
        """Show all points, and follow them from now on."""
        self._follows = True
        self._redraw()

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours and size."""
        self._theme = theme
        self._follow_colors()
        self.plot.set_theme(theme)
        color = QColor(theme.muted)
        color.setAlphaF(_GRID_OPACITY)
        self._grid.setPen(QPen(color, 0))
        self._redraw()

    def _follow_colors(self) -> None:
        if self._theme is not None and self._dataset is not None:
            self._theme = self._theme.for_classes(self._dataset.class_colors)

    def _fit_choice(self) -> None:
        """Offer what this network has; what was chosen stays as long as it is there."""
        self._plane = None
        self.choice.setVisible(bool(self._sizes))
        if not self._sizes:
            return
        if not fits(self._axes, self._sizes):
            self._axes = first_axes_of(len(self._sizes) - 1, self._sizes[-1])  # where classes have come apart furthest
        self.choice.show_axes(self._axes, self._sizes)

    # -- drawing ----------------------------------------------------------------------------------------------------

    @property
    def _is_large(self) -> bool:
        """Whether the network has so many weights that few points are asked."""
        return self._snapshot is not None and sum(each.size for each in self._snapshot.weights) > _MANY_WEIGHTS

    def _redraw(self) -> None:
        self._is_stale = True
        self._pass = None
        self._draw()

    def _draw(self, *, at_once: bool = True) -> bool:
        """Draw what has not been drawn yet, if anybody sees it; True where not all points have gone through yet."""
        snapshot, dataset, outlook, theme = self._snapshot, self._dataset, self._outlook, self._theme
        if snapshot is None or dataset is None or outlook is None or theme is None:
            return False
        if not (self._is_stale and self.is_seen):
            return False
        can_draw = bool(self._sizes) and snapshot.is_finite
        if can_draw and self._is_on_the_way(snapshot, dataset, outlook, at_once=at_once):
            return True
        self._is_stale = False
        self.message.setText(BROKEN if self._sizes else NO_HIDDEN)
        self.message.setVisible(not can_draw)
        for part in (self.plot, self._note):
            part.setVisible(can_draw)
        if can_draw and self._pass is not None and self._rows is not None:
            outputs, n_points = self._pass.outputs, len(self._rows)
            plane = self._draw_points(dataset, theme, self._rows, outputs[:n_points])
            self._draw_grid(plane.project(outputs[n_points:]))
        self._pass = None
        self._draw_selection()
        return False

    def _is_on_the_way(self, snapshot: Snapshot, dataset: Dataset, outlook: Outlook, *, at_once: bool) -> bool:
        """Let points and grid go on through the network, all the way if it is to be at once."""
        if self._pass is None:
            is_test = _shows_test(dataset)
            labels, inputs = _labelled_inputs(dataset, is_test=is_test)
            if self._rows is None:
                self._rows = _some_rows(labels, dataset.n_classes, FEW_POINTS if self._is_large else MOST_POINTS)
                count = f"{len(labels):,}"
                if len(self._rows) < len(labels):
                    count = f"{len(self._rows):,} of {count}"
                self._note.show_lines(f"{count} {'test' if is_test else 'training'} points")
            grid = grid_lines(outlook.area, _LINES[self._is_large], _LINE_POINTS[self._is_large]).reshape(-1, 2)
            grid = grid if outlook.inputs_of is None else outlook.inputs_of(grid)
            self._pass = LayerPass(snapshot.network, self._axes.layer, np.concatenate([inputs[self._rows], grid]))
        while self._pass.go_on():
            if not at_once:
                return True
        return False

    def _draw_points(self, dataset: Dataset, theme: Theme, rows: IntArray, outputs: FloatArray) -> Plane:
        is_test = _shows_test(dataset)
        labels, _ = _labelled_inputs(dataset, is_test=is_test)
        plane = self._axes.plane(outputs, self._plane)
        if self._plane is None or plane.names != self._plane.names:
            self.plot.name_axes(*plane.names)
        self._plane = plane
        places = self._places = plane.project(outputs)
        look = Look(is_test=is_test, stands_out=True)
        self.points.show_marks(places, labels[rows], class_marks(theme, dataset.n_classes, look))
        if self._follows:
            self._fit_view(places)
        return plane

    def _draw_selection(self) -> None:
        snapshot, dataset, theme, plane = self._snapshot, self._dataset, self._theme, self._plane
        if snapshot is None or dataset is None or theme is None or plane is None:
            return
        if self._standing_out is None or not snapshot.is_finite:
            self._selection.clear()
            return
        rows, is_test = self._standing_out
        labels, inputs = _labelled_inputs(dataset, is_test=is_test)
        rows = rows[rows < len(labels)][
            : FEW_POINTS if self._is_large else MOST_POINTS
        ]  # for a frame they may be rows of points that are yet to come
        places = plane.project(layer_outputs(snapshot.network, self._axes.layer, inputs[rows]))
        self._selection.show_points(places, labels[rows], theme, dataset.n_classes)

    def _draw_grid(self, bent: FloatArray) -> None:
        n_lines, n_points = 2 * _LINES[self._is_large], _LINE_POINTS[self._is_large]
        parted = np.full((n_lines, n_points + 1, 2), np.nan)  # with a gap after each line
        parted[:, :-1] = bent.reshape(n_lines, n_points, 2)
        self._grid.setData(*parted.reshape(-1, 2).T, connect="finite")

    def _fit_view(self, places: FloatArray) -> None:
        """Go to the points where they leave the view, or have become small in it."""
        low, high = places.min(axis=0), places.max(axis=0)
        spans = np.maximum(high - low, _SHORTEST)
        area = self.plot.area
        shown = np.array([area.right - area.left, area.top - area.bottom])
        is_inside = (low >= (area.left, area.bottom)).all() and (high <= (area.right, area.top)).all()
        if not is_inside or (spans < _LEAST_FILLED * shown).any():
            (left, bottom), (right, top) = (low - _MARGIN * spans).tolist(), (high + _MARGIN * spans).tolist()
            self.plot.view.setRange(xRange=(left, right), yRange=(bottom, top), padding=0.0)

    # -- slots ------------------------------------------------------------------------------------------------------

    def _on_axes_edited(self, axes: HiddenAxes) -> None:
        self._axes = axes
        self._plane = None
        self.reset_view()

    def _on_mouse_moved(self, place: QPointF) -> None:
        nearest = nearest_point(self.plot, self._places, place)
        if nearest is None or self._rows is None or self._dataset is None:
            self.point_hovered.emit(None)
        else:
            self.point_hovered.emit(PointRows(self._rows[[nearest]], is_test=_shows_test(self._dataset)))

    def _on_mouse_left(self) -> None:
        self.point_hovered.emit(None)

    def _on_range_chosen(self) -> None:
        self._follows = False

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._draw()


def _shows_test(dataset: Dataset) -> bool:
    """Whether test points are drawn; else it is those that are learned from."""
    return len(dataset.test_labels) > 0


def _labelled_inputs(dataset: Dataset, *, is_test: bool) -> tuple[IntArray, FloatArray]:
    """Of the test points, or of the training points."""
    if is_test:
        return dataset.test_labels, dataset.test_inputs
    return dataset.training_labels, dataset.training_inputs


def _some_rows(labels: IntArray, n_classes: int, n_most: int) -> IntArray:
    if len(labels) <= n_most:
        return np.arange(len(labels), dtype=np.intp)
    return sample_rows(labels, n_classes, n_most)
