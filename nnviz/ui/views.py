"""The views: everything that shows a run, put together. Loaded after the window stands, for pyqtgraph takes a while."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMainWindow

from nnviz.experiment.cluster_ellipse import ellipse_of
from nnviz.experiment.data_spec import ClusterSpec
from nnviz.session.update import RunUpdate
from nnviz.ui.dock import DockCard
from nnviz.ui.fields.form import label
from nnviz.ui.plots.canvas_card import CanvasCard
from nnviz.ui.plots.curve_plot import Curve, CurvePlot
from nnviz.ui.plots.weight_map import WeightMap
from nnviz.ui.theme import Theme

_DOCKS_SHARE = 0.31
_NARROWEST_DOCK = 240


class Views:
    """Canvas, loss, accuracy and weights, all showing the same step.

    Attributes
    ----------
    canvas, loss, accuracy, weights : the widgets
    docks : those of them that can be moved and hidden
    """

    def __init__(self) -> None:
        self.canvas = CanvasCard()
        self.loss = CurvePlot("nats", ("training", "test"))
        self.accuracy = CurvePlot("%", ("training", "test"), percent=True)
        self.weights = WeightMap()
        self._weights_step: QLabel = label("", "small")
        self._moment: tuple[RunUpdate, int] | None = None
        self._narrowest = _NARROWEST_DOCK
        self._waiting: list[Callable[[RunUpdate, int], None]] = []
        self.docks = (
            DockCard("loss", "Loss", self.loss, self.loss.legend),
            DockCard("accuracy", "Accuracy", self.accuracy, self.accuracy.legend),
            DockCard("weights", "Weights", self.weights, self._weights_step),
        )

    def put_into(self, workspace: QMainWindow) -> None:
        """Take the places in a window: the canvas in the middle, the docks at the right."""
        workspace.setCentralWidget(self.canvas)
        for dock in self.docks:
            workspace.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        self.arrange(workspace)

    def arrange(self, workspace: QMainWindow) -> None:
        """Give the docks the room they have at the first start."""
        for dock in self.docks:
            dock.setFloating(False)
            dock.show()
            workspace.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        width = max(self._narrowest, round(_DOCKS_SHARE * workspace.width()))
        workspace.resizeDocks(list(self.docks), [width] * len(self.docks), Qt.Orientation.Horizontal)
        workspace.resizeDocks(list(self.docks), [27, 23, 50], Qt.Orientation.Vertical)

    def show_update(self, update: RunUpdate, n_steps: int, *, at_once: bool) -> None:
        """Show this moment of a run that ends at `n_steps`, in every view.

        At once, or one view a frame: `refresh` then does the others, and `is_busy` is true until all are done. All
        of them show the same moment either way; but four views in a frame take four times as long, and training
        waits for them.
        """
        if self._moment is None or self._moment[0].run != update.run:
            self.loss.follow()
            self.accuracy.follow()
        self._moment = (update, n_steps)
        self._waiting = [self._show_canvas, self._show_loss, self._show_accuracy, self._show_weights]
        self._show_next()
        while at_once and self._waiting:
            self._show_next()

    @property
    def is_busy(self) -> bool:
        """Whether the moment that was handed in last is not yet shown in every view."""
        return bool(self._waiting)

    def refresh(self, *, is_live: bool) -> None:
        """Do what has to be done every frame, also while no update comes."""
        if self._waiting:
            self._show_next()
        else:
            self.canvas.canvas.refresh(is_live=is_live)

    def _show_next(self) -> None:
        if self._moment is not None:
            self._waiting.pop(0)(*self._moment)

    def _show_canvas(self, update: RunUpdate, n_steps: int) -> None:
        del n_steps
        self.canvas.show_update(update)

    def _show_loss(self, update: RunUpdate, n_steps: int) -> None:
        if curves := update.curves:
            training = Curve(curves.loss, curves.first_step)
            self.loss.show_curves((training, Curve(curves.test_loss, steps=curves.evaluation_steps)), n_steps)

    def _show_accuracy(self, update: RunUpdate, n_steps: int) -> None:
        if curves := update.curves:
            both = (curves.train_accuracy, curves.test_accuracy)
            self.accuracy.show_curves([Curve(values, steps=curves.evaluation_steps) for values in both], n_steps)

    def _show_weights(self, update: RunUpdate, n_steps: int) -> None:
        del n_steps
        if update.snapshot is not None and update.dataset is not None:
            self.weights.show_snapshot(update.snapshot, update.dataset.class_names)
            self.weights.show_findings(update.findings, update.examined_step or 0)
            self._weights_step.setText(f"step {update.snapshot.step:,}")

    def show_clusters(self, clusters: Sequence[ClusterSpec], *, by_hand: bool) -> None:
        """Show the clusters that the points come from; by hand: the edit was made on the canvas itself."""
        self.canvas.show_clusters([ellipse_of(cluster) for cluster in clusters], by_hand=by_hand)

    def reset_zoom(self) -> None:
        """Show everything in every plot again."""
        self.canvas.canvas.reset_view()
        self.loss.reset_view()
        self.accuracy.reset_view()

    def set_theme(self, theme: Theme) -> None:
        """Draw everything in the theme's colours."""
        self._narrowest = theme.px(_NARROWEST_DOCK)
        for view in (self.canvas, self.loss, self.accuracy, self.weights, *self.docks):
            view.set_theme(theme)
