"""The canvas on its card, with chips for what it shows."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QWidget

from nnviz.data.dataset import Dataset
from nnviz.data.ellipse import Ellipse
from nnviz.session.update import RunUpdate
from nnviz.ui.fields.form import Card, label
from nnviz.ui.fields.wrapping_row import WrappingRow
from nnviz.ui.icons import icon
from nnviz.ui.plots.canvas import Canvas, shown_points
from nnviz.ui.theme import Theme

_LAYERS = (
    ("test", "Test", "Test points: points the network never learns from", True),
    ("training", "Training", "Training points: points the network learns from", False),
    ("mistakes", "Mistakes", "Red rings around test points that are predicted wrongly", True),
    ("confidence", "Confidence", "Stronger colour where the network is surer; off, one colour for each class", True),
    ("clusters", "Clusters", "Ellipses of one and two standard deviations, to drag, stretch and turn", True),
)


class CanvasCard(Card):
    """What the network predicts, everywhere in the plane."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("What the network predicts")
        self.canvas = Canvas()
        self._step = label("", "small")
        self._dataset: Dataset | None = None
        self._thinned = ""
        head = WrappingRow()
        self.column.insertWidget(0, head)
        head.left.setSpacing(8)
        head.right.setSpacing(6)
        head.left.addWidget(label("What the network predicts", "title"))
        head.left.addWidget(self._step)
        self.chips: dict[str, QToolButton] = {}
        for key, text, tip, is_on in _LAYERS:
            chip = QToolButton()
            chip.setText(text)
            chip.setToolTip(tip)
            chip.setCheckable(True)
            chip.setChecked(is_on)
            chip.setProperty("chip", True)
            chip.setProperty("layer", key)
            chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            chip.toggled.connect(self._on_chip_toggled)
            self.chips[key] = chip
            head.right.addWidget(chip)
        self._reset = QToolButton()
        self._reset.setToolTip("Show all points again (Ctrl+0)")
        self._reset.setAccessibleName("Show all points again")
        self._reset.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._reset.clicked.connect(self.canvas.reset_view)
        head.right.addWidget(self._reset)
        self.column.addWidget(self.canvas, 1)

    def show_update(self, update: RunUpdate) -> None:
        """Show this moment of the run."""
        if update.dataset is not None:
            self.canvas.show_dataset(update.dataset)
            self._fit_chips(update.dataset)
        if update.snapshot is not None:
            self.canvas.show_snapshot(update.snapshot)
            self._step.setText(f"step {update.snapshot.step:,}{self._thinned}")

    def show_clusters(self, ellipses: Sequence[Ellipse], *, by_hand: bool) -> None:
        """Show the clusters that the points come from, if they come from some."""
        self.chips["clusters"].setEnabled(bool(ellipses))
        self.canvas.show_clusters(ellipses, by_hand=by_hand)

    def _fit_chips(self, dataset: Dataset) -> None:
        """Where no points are kept for testing, those that are learned from are shown; where many are, it is said."""
        if dataset is self._dataset:
            return
        self._dataset = dataset
        n_test = len(dataset.test_labels)
        for key in ("test", "mistakes"):
            self.chips[key].setEnabled(n_test > 0)
        if n_test == 0:
            self.chips["training"].setChecked(True)
        n_shown = len(shown_points(dataset, "test")[1])
        self._thinned = f" · {n_shown:,} of {n_test:,} test points" if n_shown < n_test else ""

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self.canvas.set_theme(theme)
        self._reset.setIcon(icon("fit", theme.muted))

    def _on_chip_toggled(self, shown: bool) -> None:
        self.canvas.show_layer(self.sender().property("layer"), shown=shown)
