"""The views: everything that shows a run, put together. Loaded after the window stands, for pyqtgraph takes a while."""

from collections.abc import Sequence
from math import inf

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QTabWidget

from nnviz.data.dataset import Dataset
from nnviz.data.formula_text import input_names
from nnviz.experiment.class_colors import settle_colors
from nnviz.experiment.cluster_ellipse import ellipse_of
from nnviz.experiment.data_spec import ClusterSpec
from nnviz.session.update import RunState, RunUpdate
from nnviz.ui.answer_views import AnswerViews
from nnviz.ui.curve_views import CurveViews
from nnviz.ui.dock import DockCard
from nnviz.ui.fields.counting_label import CountingLabel
from nnviz.ui.plots.canvas_card import CanvasCard
from nnviz.ui.plots.hidden_space import HiddenSpace
from nnviz.ui.plots.network_diagram import NetworkDiagram
from nnviz.ui.plots.weight_blocks import Ends
from nnviz.ui.plots.weight_map import WeightMap
from nnviz.ui.point_links import PointLinks
from nnviz.ui.theme import Theme
from nnviz.ui.turns import Show, Turns

_DOCKS_SHARE = 0.31
_NARROWEST_DOCK, _WIDEST_SHARE = 252, 0.41
"""The least that the docks at the right have at the first start, but never more than this share of the workspace."""
_SHARE_FOR_ROOM = 0.36
_AT_ONCE = 2e-3
"""Seconds in which views that can follow every step may begin to: what is left of a frame is for painting them."""


class Views:
    """Canvas, loss, accuracy and weights, all showing the same step.

    Attributes
    ----------
    canvas, loss, accuracy, weights, diagram, hidden : the widgets
    curves : CurveViews
        Loss and accuracy.
    links : PointLinks
        Knows which points stand out.
    answers : AnswerViews
        Confusion matrix and mistakes.
    docks : those of them that can be moved and hidden
    """

    def __init__(self) -> None:
        self.canvas = CanvasCard()
        self.curves = CurveViews()
        self.loss, self.accuracy = self.curves.loss, self.curves.accuracy
        self.weights = WeightMap()
        self.diagram = NetworkDiagram()
        self.hidden = HiddenSpace()
        self.links = PointLinks(self.canvas.canvas, self.hidden)
        self.answers = AnswerViews(self.canvas.canvas, self.links)
        self._weights_step, self._diagram_step, self._hidden_step = (CountingLabel("small") for _ in range(3))
        self._moment: tuple[RunUpdate, int] | None = None
        self._narrowest = _NARROWEST_DOCK
        self._turns = Turns()
        self._right = (
            *self.curves.docks,
            DockCard("weights", "Weights", self.weights, self._weights_step, self.weights.menu),
            DockCard("diagram", "Diagram", self.diagram, self._diagram_step),
            DockCard("hidden", "Hidden space", self.hidden, self._hidden_step, short_title="Hidden"),
        )
        self.docks = (*self._right, *self.answers.docks)
        self._right[3].visibilityChanged.connect(self.diagram.see)
        self._right[4].visibilityChanged.connect(self.hidden.see)
        self.diagram.neuron_shown.connect(self.canvas.canvas.show_neuron)
        self.canvas.canvas.caption.dismissed.connect(self.diagram.release)
        self.canvas.canvas.dismissed.connect(self.diagram.release)
        self.diagram.weight_hovered.connect(self.weights.cells.show_weight)
        self.weights.cells.weight_hovered.connect(self.diagram.show_weight)

    def put_into(self, workspace: QMainWindow) -> None:
        """Come into a window, the canvas in the middle; the docks come when they are arranged."""
        workspace.setCentralWidget(self.canvas)
        workspace.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)

    def arrange(self, workspace: QMainWindow) -> None:
        """Give the docks the room they have at the first start."""
        for dock in self._right:
            dock.hide()  # all of them below one another, where they stand before they share places, let the window grow
            dock.setFloating(False)
            workspace.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        self._stack(workspace)
        for dock in reversed(self._right):
            dock.show()  # now that it has a place: before, it would flash as a window and take the keyboard
        self._right[2].raise_()
        width = max(self._narrowest, round(_DOCKS_SHARE * workspace.width()))
        width = min(width, round(_WIDEST_SHARE * workspace.width()))
        column = list(self._right[:3])
        workspace.resizeDocks(column, [width] * len(column), Qt.Orientation.Horizontal)
        workspace.resizeDocks(column, [26, 21, 53], Qt.Orientation.Vertical)
        self.answers.arrange(workspace)

    def arrange_for_room(self, workspace: QMainWindow) -> None:
        """Show beside the canvas no more than loss and accuracy."""
        for dock in self.docks:
            dock.hide()
        curves = list(self._right[:2])
        for dock in curves:
            dock.setFloating(False)
            workspace.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
            dock.show()
        workspace.resizeDocks(curves, [round(_SHARE_FOR_ROOM * workspace.width())] * 2, Qt.Orientation.Horizontal)
        workspace.resizeDocks(curves, [1, 1], Qt.Orientation.Vertical)

    def _stack(self, workspace: QMainWindow) -> None:
        """The pictures of the network itself share a place."""
        weights, *behind = self._right[2:]
        for dock in behind:
            workspace.tabifyDockWidget(weights, dock)

    def show_update(self, update: RunUpdate, n_steps: int, also: Show, *, at_once: bool) -> None:
        """Show this moment of a run that ends at `n_steps`, in every view.

        At once (of a run that goes on, as many as a frame has time for), or the canvas now, of known points in the next
        frame, and then one view a frame. `refresh` does the others, and `is_busy` is true until all are done. `also`
        shows it elsewhere in the window, and takes its turn.
        """
        curves = self.curves.shows_for(update, n_steps)
        has_other_points = self._moment is None or self._moment[0].dataset is not update.dataset
        self._moment = (update, n_steps)
        self.answers.keep(update)
        shows = [self._show_canvas, also, *curves, self._show_weights]
        if not at_once and not self.are_in_hand and not has_other_points:
            shows.insert(0, self._prepare_canvas)
        if self.answers.are_seen:
            shows.append(self._show_answers)
        unseen: list[Show] = []
        for view, show in ((self.diagram, self._show_diagram), (self.hidden, self._show_hidden)):
            (shows if view.is_seen else unseen).append(show)
        self._turns.begin(update, n_steps, shows)  # the others ask the canvas for the piece of the plane that it shows
        for show in unseen:  # it takes note, which costs nothing, for when it comes to be seen
            show(update, n_steps)
        if at_once:
            self._turns.end(_AT_ONCE if update.state is RunState.TRAINING else inf)

    def show_ahead(self, update: RunUpdate) -> None:
        """Show points whose network is yet to come; the other views keep the one they have."""
        self._show_canvas(update, 0)

    @property
    def is_busy(self) -> bool:
        """Whether the moment that was handed in last is not yet shown in every view."""
        return not self._turns.are_over

    @property
    def are_in_hand(self) -> bool:
        """Whether something on the canvas is being dragged."""
        return self.canvas.canvas.editor.is_dragging

    def go_on(self) -> None:
        """Follow the hand, and let the next view show the moment that was handed in last."""
        self.canvas.canvas.editor.follow()
        self._turns.go_on()

    def refresh(self, *, is_live: bool, has_time: bool = True) -> None:
        """Do what has to be done every frame; without time for more (an update has just come), no more than that."""
        if self.is_busy or not has_time:
            self.canvas.canvas.follow()
            if has_time:
                self._turns.go_on()
        else:
            self.canvas.canvas.refresh(is_live=is_live)
            if not is_live:
                self.answers.go_on()
            self._follow_canvas()

    def _follow_canvas(self) -> None:
        """The neurons' pictures, and the grid that a layer bends, are of the piece of the plane that it shows."""
        if self._moment is None or self._moment[0].snapshot is None:  # a run that could not begin
            return
        outlook = self.canvas.canvas.outlook
        for view in (self.diagram, self.hidden):
            if view.is_seen and view.outlook is not None and not outlook.is_same(view.outlook):
                view.show_outlook(outlook)

    def _prepare_canvas(self, update: RunUpdate, n_steps: int) -> None:
        """Do half of the canvas's work a frame before it is shown: else that frame would be much longer than others."""
        del n_steps
        if update.snapshot is not None and update.dataset is not None:
            self.canvas.canvas.prepare(update.snapshot, update.dataset)

    def _show_canvas(self, update: RunUpdate, n_steps: int) -> None:
        del n_steps
        if update.dataset is not None:
            self.links.show_dataset(update.dataset)
        self.canvas.show_update(update)

    def _show_weights(self, update: RunUpdate, n_steps: int) -> None:
        del n_steps
        if update.snapshot is not None and update.dataset is not None:
            self.weights.show_snapshot(update.snapshot, _ends(update.dataset), _why_none_is_set(update))
            self.weights.show_findings(update.findings, update.examined_step or 0)
            self._weights_step.show_text(update.step_text)

    def _show_diagram(self, update: RunUpdate, n_steps: int) -> None:
        del n_steps
        if update.snapshot is not None and update.dataset is not None:
            self.diagram.show_moment(update.snapshot, _ends(update.dataset), self.canvas.canvas.outlook)
            self.diagram.show_classes(update.dataset.class_colors)
            self.diagram.show_findings(update.findings)
            self._diagram_step.show_text(update.step_text)

    def _show_answers(self, update: RunUpdate, n_steps: int) -> None:
        del n_steps
        self.answers.show_update(update)

    def _show_hidden(self, update: RunUpdate, n_steps: int) -> bool:
        del n_steps
        if update.snapshot is None or update.dataset is None:
            return False
        has_more = self.hidden.show_moment(update.snapshot, update.dataset, self.canvas.canvas.outlook)
        if not has_more:
            self._hidden_step.show_text(update.step_text)
        return has_more

    def show_clusters(self, clusters: Sequence[ClusterSpec], *, by_hand: bool) -> None:
        """Show the clusters that the points come from; by hand: the edit was made on the canvas itself."""
        ellipses = [ellipse_of(cluster) for cluster in clusters]
        self.canvas.show_clusters(ellipses, settle_colors([cluster.color for cluster in clusters]), by_hand=by_hand)

    def reset_zoom(self) -> None:
        """Show everything in every plot again."""
        self.canvas.canvas.reset_view()
        self.curves.reset_zoom()
        self.hidden.reset_view()

    def set_theme(self, theme: Theme) -> None:
        """Draw everything in the theme's colours."""
        self._narrowest = theme.px(_NARROWEST_DOCK)
        for view in (
            self.canvas,
            self.curves,
            self.weights,
            self.diagram,
            self.hidden,
            self.answers,
            *self.docks,
        ):
            view.set_theme(theme)


def _why_none_is_set(update: RunUpdate) -> str:
    """Another step's weights stand in for those of the step that is to come."""
    if update.past is None or update.past.progress >= 1.0:
        return ""
    return f"Step {update.past.wanted:,} is still being computed: its weights can be set when they are there"


def _ends(dataset: Dataset) -> Ends:
    """What goes into a network that learns these points, and what comes out."""
    inputs = dataset.inputs_of
    names = input_names(inputs.formulas, dataset.feature_names)
    return Ends(names, dataset.class_names, standardized=inputs.center is not None)
