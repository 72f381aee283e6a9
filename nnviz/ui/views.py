"""The views: everything that shows a run, put together. Loaded after the window stands, for pyqtgraph takes a while."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMainWindow, QTabWidget

from nnviz.core.history import Curves
from nnviz.data.dataset import Dataset
from nnviz.data.formula_text import input_names
from nnviz.experiment.class_colors import settle_colors
from nnviz.experiment.cluster_ellipse import ellipse_of
from nnviz.experiment.data_spec import ClusterSpec
from nnviz.session.update import RunUpdate
from nnviz.ui.answer_views import AnswerViews
from nnviz.ui.dock import DockCard
from nnviz.ui.fields.form import label
from nnviz.ui.plots.canvas_card import CanvasCard
from nnviz.ui.plots.curve_plot import Curve, CurvePlot
from nnviz.ui.plots.hidden_space import HiddenSpace
from nnviz.ui.plots.network_diagram import NetworkDiagram
from nnviz.ui.plots.weight_map import Ends, WeightMap
from nnviz.ui.theme import Theme
from nnviz.ui.turns import Show, Turns

_DOCKS_SHARE = 0.31
_NARROWEST_DOCK = 240


class Views:
    """Canvas, loss, accuracy and weights, all showing the same step.

    Attributes
    ----------
    canvas, loss, accuracy, weights, diagram, hidden : the widgets
    answers : AnswerViews
        Confusion matrix and mistakes.
    docks : those of them that can be moved and hidden
    """

    def __init__(self) -> None:
        self.canvas = CanvasCard()
        self.loss = CurvePlot("nats", ("training", "test"))
        self.accuracy = CurvePlot("%", ("training", "test"), percent=True)
        self.weights = WeightMap()
        self.diagram = NetworkDiagram()
        self.hidden = HiddenSpace()
        self.answers = AnswerViews(self.canvas.canvas)
        self._weights_step: QLabel = label("", "small")
        self._diagram_step: QLabel = label("", "small")
        self._hidden_step: QLabel = label("", "small")
        self._moment: tuple[RunUpdate, int] | None = None
        self._narrowest = _NARROWEST_DOCK
        self._turns = Turns()
        self._right = (
            DockCard("loss", "Loss", self.loss, self.loss.legend),
            DockCard("accuracy", "Accuracy", self.accuracy, self.accuracy.legend),
            DockCard("weights", "Weights", self.weights, self._weights_step),
            DockCard("diagram", "Diagram", self.diagram, self._diagram_step),
            DockCard("hidden", "Hidden space", self.hidden, self._hidden_step),
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
        """Take the places in a window: the canvas in the middle, the docks at the right and below."""
        workspace.setCentralWidget(self.canvas)
        workspace.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self.arrange(workspace)

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
        column = list(self._right[:3])
        workspace.resizeDocks(column, [width] * len(column), Qt.Orientation.Horizontal)
        workspace.resizeDocks(column, [27, 23, 50], Qt.Orientation.Vertical)
        self.answers.arrange(workspace)

    def _stack(self, workspace: QMainWindow) -> None:
        """The pictures of the network itself share a place."""
        weights, *behind = self._right[2:]
        for dock in behind:
            workspace.tabifyDockWidget(weights, dock)

    def show_update(self, update: RunUpdate, n_steps: int, also: Show, *, at_once: bool) -> None:
        """Show this moment of a run that ends at `n_steps`, in every view.

        At once, or the canvas now and then one view a frame: `refresh` then does the others, and `is_busy` is true
        until all are done. `also` shows it elsewhere in the window, and takes its turn.
        """
        if self._moment is None or self._moment[0].run != update.run:
            self.loss.follow()
            self.accuracy.follow()
        if self._moment is None or self._moment[0].earlier is not update.earlier:
            self._show_earlier(update.earlier)
        step = None if update.past is None or update.snapshot is None else update.snapshot.step
        for plot in (self.loss, self.accuracy):
            plot.mark.show_step(step)
        curves = [] if self._has_drawn_curves(update, n_steps) else [self._show_loss, self._show_accuracy]
        self._moment = (update, n_steps)
        self.answers.keep(update)
        shows = [self._show_canvas, also, *curves, self._show_weights]
        if self.answers.are_seen:
            shows.append(self._show_answers)
        unseen: list[Show] = []
        for view, show in ((self.diagram, self._show_diagram), (self.hidden, self._show_hidden)):
            (shows if view.is_seen else unseen).append(show)
        self._turns.begin(update, n_steps, shows)  # the others ask the canvas for the piece of the plane that it shows
        for show in unseen:  # it takes note, which costs nothing, for when it comes to be seen
            show(update, n_steps)
        if at_once:
            self._turns.end()

    @property
    def is_busy(self) -> bool:
        """Whether the moment that was handed in last is not yet shown in every view."""
        return not self._turns.are_over

    @property
    def are_in_hand(self) -> bool:
        """Whether something on the canvas is being dragged."""
        return self.canvas.canvas.editor.is_dragging

    def go_on(self) -> None:
        """Let the next view show the moment that was handed in last."""
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
        if self._moment is None or self._moment[0].snapshot is None:  # other points, and their network is yet to come
            return
        outlook = self.canvas.canvas.outlook
        for view in (self.diagram, self.hidden):
            if view.is_seen and view.outlook is not None and not outlook.is_same(view.outlook):
                view.show_outlook(outlook)

    def _show_canvas(self, update: RunUpdate, n_steps: int) -> None:
        del n_steps
        self.canvas.show_update(update)

    def _show_loss(self, update: RunUpdate, n_steps: int) -> None:
        if update.curves:
            self.loss.show_curves(_losses(update.curves), n_steps)

    def _show_accuracy(self, update: RunUpdate, n_steps: int) -> None:
        if update.curves:
            self.accuracy.show_curves(_accuracies(update.curves), n_steps)

    def _has_drawn_curves(self, update: RunUpdate, n_steps: int) -> bool:
        """Whether the curves are those that are drawn: they do not change while one looks back."""
        if self._moment is None or self._moment[0].past is None or update.past is None:
            return False
        before = self._moment[0]
        is_same_run = (before.run, before.live_step) == (update.run, update.live_step)
        return is_same_run and before.earlier is update.earlier and self._moment[1] == n_steps

    def _show_earlier(self, earlier: Sequence[Curves]) -> None:
        """What the run was before it branched."""
        self.loss.show_earlier([_losses(curves) for curves in earlier])
        self.accuracy.show_earlier([_accuracies(curves) for curves in earlier])

    def _show_weights(self, update: RunUpdate, n_steps: int) -> None:
        del n_steps
        if update.snapshot is not None and update.dataset is not None:
            self.weights.show_snapshot(update.snapshot, _ends(update.dataset))
            self.weights.show_findings(update.findings, update.examined_step or 0)
            self._weights_step.setText(update.step_text)

    def _show_diagram(self, update: RunUpdate, n_steps: int) -> None:
        del n_steps
        if update.snapshot is not None and update.dataset is not None:
            self.diagram.show_moment(update.snapshot, _ends(update.dataset), self.canvas.canvas.outlook)
            self.diagram.show_classes(update.dataset.class_colors)
            self.diagram.show_findings(update.findings)
            self._diagram_step.setText(update.step_text)

    def _show_answers(self, update: RunUpdate, n_steps: int) -> None:
        del n_steps
        self.answers.show_update(update)

    def _show_hidden(self, update: RunUpdate, n_steps: int) -> None:
        del n_steps
        if update.snapshot is not None and update.dataset is not None:
            self.hidden.show_moment(update.snapshot, update.dataset, self.canvas.canvas.outlook)
            self._hidden_step.setText(update.step_text)

    def show_clusters(self, clusters: Sequence[ClusterSpec], *, by_hand: bool) -> None:
        """Show the clusters that the points come from; by hand: the edit was made on the canvas itself."""
        ellipses = [ellipse_of(cluster) for cluster in clusters]
        self.canvas.show_clusters(ellipses, settle_colors([cluster.color for cluster in clusters]), by_hand=by_hand)

    def reset_zoom(self) -> None:
        """Show everything in every plot again."""
        self.canvas.canvas.reset_view()
        self.loss.reset_view()
        self.accuracy.reset_view()
        self.hidden.reset_view()

    def set_theme(self, theme: Theme) -> None:
        """Draw everything in the theme's colours."""
        self._narrowest = theme.px(_NARROWEST_DOCK)
        for view in (
            self.canvas,
            self.loss,
            self.accuracy,
            self.weights,
            self.diagram,
            self.hidden,
            self.answers,
            *self.docks,
        ):
            view.set_theme(theme)


def _losses(curves: Curves) -> tuple[Curve, ...]:
    """Training and test."""
    return Curve(curves.loss, curves.first_step), Curve(curves.test_loss, steps=curves.evaluation_steps)


def _accuracies(curves: Curves) -> tuple[Curve, ...]:
    """Training and test."""
    both = (curves.train_accuracy, curves.test_accuracy)
    return tuple(Curve(values, steps=curves.evaluation_steps) for values in both)


def _ends(dataset: Dataset) -> Ends:
    """What goes into a network that learns these points, and what comes out."""
    inputs = dataset.inputs_of
    names = input_names(inputs.formulas, dataset.feature_names)
    return Ends(names, dataset.class_names, standardized=inputs.center is not None)
