"""The canvas on its card, with chips for what it shows."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from nnviz.data.dataset import Dataset
from nnviz.data.ellipse import Ellipse
from nnviz.session.update import RunUpdate
from nnviz.ui.fields.chip_row import ChipRow, make_chip
from nnviz.ui.fields.counting_label import CountingLabel
from nnviz.ui.fields.elided_label import ElidedLabel
from nnviz.ui.fields.form import Card, label
from nnviz.ui.fields.wrapping_row import WrappingRow
from nnviz.ui.icons import icon
from nnviz.ui.plots.axes_button import AxesButton
from nnviz.ui.plots.canvas import Canvas
from nnviz.ui.plots.color_key import ColorKey
from nnviz.ui.plots.mistakes_key import MistakesKey
from nnviz.ui.plots.paint_bar import PaintBar
from nnviz.ui.plots.region_button import RegionButton
from nnviz.ui.plots.shown_axes import ShownAxes, feature_ranges, first_axes
from nnviz.ui.theme import Theme

_N_AXES = 2
_TITLE = "What the network predicts"

_LAYERS = (
    ("test", "Test", "Test points: points the network never learns from", True),
    ("training", "Training", "Training points: points the network learns from", False),
    ("mistakes", "Mistakes", "Red rings around test points that are predicted wrongly", True),
    ("answers", "Right or wrong", "Blue dots where the network is right, orange crosses where it is wrong", False),
    ("clusters", "Clusters", "Ellipses of one and two standard deviations, to drag, stretch and turn", True),
)

_RARE = {"answers"}
"""Layers that few people switch: in a narrow window they go into a menu."""


class CanvasCard(Card):
    """What the network predicts, everywhere in the plane."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_TITLE)
        self.canvas = Canvas()
        self._step = CountingLabel("small")
        self._dataset: Dataset | None = None
        self._axes: ShownAxes | None = None
        self._note = label("", "small")
        self._note.setTextFormat(Qt.TextFormat.PlainText)  # a column of a table may be called anything
        self._note.setWordWrap(True)
        self._note.hide()
        head = WrappingRow()
        self.column.insertWidget(0, head)
        self.chips: dict[str, QToolButton] = {}
        self.chip_row = ChipRow()
        self.region_button = RegionButton()
        self.axes_button = AxesButton()
        self._lay_out_head(head)
        self._tools = head.right
        self.column.insertWidget(1, self._note)
        self.answer_key = MistakesKey()
        self.answer_key.hide()
        self._lack = ""
        self.key = ColorKey()
        color_row = QHBoxLayout()
        color_row.addWidget(self.key, 1)
        color_row.addWidget(self.region_button, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        self.column.insertLayout(1, color_row)
        self.canvas.meaning_changed.connect(self._on_meaning_changed)
        self.column.insertWidget(1, self.answer_key)
        self.paint_bar = PaintBar()
        self.paint_bar.hide()
        self.column.insertWidget(4, self.paint_bar)
        self.column.addWidget(self.canvas, 1)

    def _lay_out_head(self, head: WrappingRow) -> None:
        head.left.setSpacing(8)
        head.right.setSpacing(6)
        self._title = ElidedLabel("title")
        self._title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._title.show_lines(_TITLE)
        head.left.addWidget(self._title)
        head.left.addWidget(self._step)
        for key, text, tip, is_on in _LAYERS:
            chip = make_chip()
            chip.setText(text)
            chip.setToolTip(tip)
            chip.setCheckable(True)
            chip.setChecked(is_on)
            chip.setProperty("layer", key)
            chip.toggled.connect(self._on_chip_toggled)
            self.chips[key] = chip
            self.chip_row.add(chip, is_rare=key in _RARE)
        head.right.addWidget(self.chip_row, 1)
        head.wrap_before(self._title, self._title.full_width)
        head.wrap_before(self.chip_row, self.chip_row.width_without_rare)
        self.axes_button.hide()
        self.axes_button.axes_edited.connect(self._on_axes_edited)
        head.right.addWidget(self.axes_button)
        self._reset = QToolButton()
        self._reset.setToolTip("Show all points again (Ctrl+0)")
        self._reset.setAccessibleName("Show all points again")
        self._reset.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._reset.clicked.connect(self.canvas.reset_view)
        head.right.addWidget(self._reset)

    def add_button(self, action: QAction) -> None:
        """Put an action of the window beside the button that shows everything, as its icon alone."""
        button = QToolButton()
        button.setDefaultAction(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setProperty("swatch", True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._tools.insertWidget(self._tools.indexOf(self._reset), button)

    def add_chip(self, action: QAction) -> None:
        """Put a chip beside the others that is an action of the window."""
        chip = make_chip()
        chip.setDefaultAction(action)
        self.chip_row.add(chip, is_rare=True)

    def show_lack(self, what: str) -> None:
        """Say why the regions are not what was chosen; nothing where they are."""
        self._lack = what
        self._say_how_many()

    def present(self, title: str | None) -> None:
        """Show this title and few switches, for a room that looks on; None: as always."""
        self._title.show_lines(_TITLE if title is None else title)
        self.chip_row.fold(folded=title is not None)

    def show_painting(self, *, shown: bool) -> None:
        """Lay the brushes out, or put them away; who paints wants to see all points."""
        self.paint_bar.setVisible(shown)
        self.canvas.show_brush(shown=shown)
        if shown:
            self.chips["training"].setChecked(True)
            self.canvas.setFocus()

    def show_update(self, update: RunUpdate) -> None:
        """Show this moment of the run."""
        if update.dataset is not None:
            self._show_dataset(update.dataset, is_ahead=update.is_ahead)
        if update.snapshot is not None:
            self.canvas.show_snapshot(update.snapshot)
            self._step.show_text(update.step_text)
            self._say_how_many()
        self._say_what_is_right()

    def show_clusters(self, ellipses: Sequence[Ellipse], colors: Sequence[int] = (), *, by_hand: bool) -> None:
        """Show the clusters that the points come from, if they come from some, in these colours of the palette."""
        self.chips["clusters"].setEnabled(bool(ellipses))
        self.canvas.show_clusters(ellipses, colors, by_hand=by_hand)

    def _show_dataset(self, dataset: Dataset, *, is_ahead: bool) -> None:
        if dataset is self._dataset:
            return
        self._fit_axes(dataset)
        self._dataset = dataset
        plane = None if self._axes is None else self._axes.plane(dataset)
        self.canvas.show_dataset(dataset, plane, is_ahead=is_ahead)
        self._fit_chips(dataset)

    def _fit_axes(self, dataset: Dataset) -> None:
        """Keep the axes that were chosen as long as the features are the same."""
        same = self._dataset is not None and self._dataset.feature_names == dataset.feature_names
        if dataset.n_features == _N_AXES:
            self._axes = None
        elif not same or self._axes is None:
            self._axes = first_axes(dataset)
        self.axes_button.setVisible(self._axes is not None)
        if self._axes is not None:
            self.axes_button.show_axes(self._axes, dataset.feature_names, feature_ranges(dataset))

    def _on_axes_edited(self, axes: ShownAxes) -> None:
        self._axes = axes
        if self._dataset is not None:
            self.canvas.show_plane(axes.plane(self._dataset))
            self._say_how_many()

    def _fit_chips(self, dataset: Dataset) -> None:
        """Where no points are kept for testing, those that are learned from are shown; of very many it is said."""
        n_test = len(dataset.test_labels)
        for key in ("test", "mistakes"):
            self.chips[key].setEnabled(n_test > 0)
        if n_test == 0:
            self.chips["training"].setChecked(True)
        self._say_how_many()

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self.canvas.set_theme(theme)
        self.paint_bar.set_theme(theme)
        self.answer_key.set_theme(theme)
        self.region_button.set_theme(theme)
        self.key.set_theme(theme)
        self._reset.setIcon(icon("fit", theme.muted))

    def _say_how_many(self) -> None:
        """What cannot be drawn point by point is said above the picture."""
        held = "" if self._axes is None or self._dataset is None else self._axes.held_note(self._dataset.feature_names)
        self._note.setText(" · ".join(note for note in (self._lack, self.canvas.points.note, held) if note))
        self._note.setVisible(bool(self._note.text()))

    def _on_meaning_changed(self) -> None:
        self.key.show_content(self.canvas.key)
        self._say_how_many()

    def _say_what_is_right(self) -> None:
        """Marks that tell right from wrong have their key above the picture."""
        is_wanted = self.canvas.points.shows["answers"]
        self.answer_key.setVisible(is_wanted)
        if is_wanted:
            self.answer_key.show_counts(*self.canvas.points.answer_counts)

    def _on_chip_toggled(self, shown: bool) -> None:
        self.canvas.show_layer(self.sender().property("layer"), shown=shown)
        self._say_how_many()
        self._say_what_is_right()
