"""The views: everything that shows a run, put together. Loaded after the window stands, for pyqtgraph takes a while."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMainWindow

from nnviz.core.history import Curves
from nnviz.session.update import RunUpdate
from nnviz.ui.dock import DockCard
from nnviz.ui.fields.form import label
from nnviz.ui.plots.canvas_card import CanvasCard
from nnviz.ui.plots.curve_plot import Curve, CurvePlot
from nnviz.ui.plots.weight_map import WeightMap
from nnviz.ui.theme import Theme


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
        width = max(240, round(0.31 * workspace.width()))
        workspace.resizeDocks(list(self.docks), [width] * len(self.docks), Qt.Orientation.Horizontal)
        workspace.resizeDocks(list(self.docks), [27, 23, 50], Qt.Orientation.Vertical)

    def show_update(self, update: RunUpdate, n_steps: int) -> None:
        """Show this moment of a run that ends at `n_steps`, in every view."""
        self.canvas.show_update(update)
        if update.curves is not None:
            loss, accuracy = _curves(update.curves)
            self.loss.show_curves(loss, n_steps)
            self.accuracy.show_curves(accuracy, n_steps)
        if update.snapshot is not None and update.dataset is not None:
            self.weights.show_snapshot(update.snapshot, update.dataset.class_names)
            self._weights_step.setText(f"step {update.snapshot.step:,}")

    def refresh(self, *, is_live: bool) -> None:
        """Do what has to be done every frame, also while no update comes."""
        self.canvas.canvas.refresh(is_live=is_live)

    def reset_zoom(self) -> None:
        """Show everything in every plot again."""
        self.canvas.canvas.reset_view()
        self.loss.reset_view()
        self.accuracy.reset_view()

    def set_theme(self, theme: Theme) -> None:
        """Draw everything in the theme's colours."""
        for view in (self.canvas, self.loss, self.accuracy, self.weights, *self.docks):
            view.set_theme(theme)


def _curves(curves: Curves) -> tuple[tuple[Curve, Curve], tuple[Curve, Curve]]:
    """What the loss plot and the accuracy plot draw."""
    steps = curves.evaluation_steps
    loss = (Curve(curves.loss, curves.first_step), Curve(curves.test_loss, steps=steps))
    accuracy = (Curve(curves.train_accuracy, steps=steps), Curve(curves.test_accuracy, steps=steps))
    return loss, accuracy
