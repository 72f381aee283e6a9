"""The canvas: the points, and what the network would say anywhere around them."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from nnviz.core.snapshot import Snapshot
from nnviz.data.bayes import Mixture
from nnviz.data.dataset import Dataset
from nnviz.data.ellipse import Ellipse
from nnviz.data.plane import Plane
from nnviz.ui.plots.border_item import BorderItem
from nnviz.ui.plots.cluster_editor import ClusterEditor
from nnviz.ui.plots.color_key import KeyContent
from nnviz.ui.plots.ellipse_item import EllipseItem
from nnviz.ui.plots.kept_picture import keep_picture
from nnviz.ui.plots.network_places import ShownNeuron
from nnviz.ui.plots.neuron_caption import NeuronCaption
from nnviz.ui.plots.outlook import Outlook
from nnviz.ui.plots.paint_item import PaintItem
from nnviz.ui.plots.paint_tool import PaintTool
from nnviz.ui.plots.point_layers import PointLayers
from nnviz.ui.plots.quiet_plot import QuietPlot
from nnviz.ui.plots.region_layer import RegionLayer
from nnviz.ui.plots.shown_axes import flattened
from nnviz.ui.theme import Theme

_MARGIN = 0.1
"""Of the view's width or height, between its edge and a point that was brought in."""

_COMMANDS = {
    Qt.Key.Key_Delete: "remove",
    Qt.Key.Key_Backspace: "remove",
    Qt.Key.Key_D: "duplicate",
    Qt.Key.Key_F2: "rename",
}


class Canvas(QuietPlot):
    """Points over predicted regions, and over them the clusters they come from, to take hold of.

    Signals
    -------
    ellipse_edited(int, Ellipse, str), gesture_began(), gesture_ended()
        As of `ClusterEditor`.
    cluster_wanted(QPointF)
        The user asked, by a double click, for a new cluster there.
    cluster_command(str, int)
        The user asked by a key to "remove", "duplicate" or "rename" the cluster of this number.
    dismissed()
        The user pressed Escape where there was nothing else to leave: no point need stand out any more.
    meaning_changed()
        A colour or a line means something else than before, or is new: its key is to say so.

    Attributes
    ----------
    regions : RegionLayer
    points : PointLayers
    editor : ClusterEditor
    paint : PaintTool
    caption : NeuronCaption
    """

    ellipse_edited = Signal(int, object, str)
    gesture_began = Signal()
    gesture_ended = Signal()
    cluster_wanted = Signal(QPointF)
    cluster_command = Signal(str, int)
    dismissed = Signal()
    meaning_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("x₁", "x₂", parent)
        self._theme: Theme | None = None
        self._dataset: Dataset | None = None
        self._snapshot: Snapshot | None = None
        self._area_changed = False
        self._keeps_view = False
        self._plane: Plane | None = None
        self._cluster_colors: tuple[int, ...] = ()
        self._shows = {"clusters": True}
        self.regions = RegionLayer(self)
        self.points = PointLayers(self)
        self._borders = BorderItem()
        self._borders.setZValue(5)
        self.addItem(self._borders)
        self._ellipses = EllipseItem()
        self._ellipses.setZValue(20)
        self.addItem(self._ellipses)
        self.editor = ClusterEditor(self._ellipses, self._to_plot, self._to_pixels, self)
        self.editor.ellipse_edited.connect(self.ellipse_edited)
        self.editor.gesture_began.connect(self.gesture_began)
        self.editor.gesture_ended.connect(self.gesture_ended)
        self._paint_item = PaintItem(self)
        self.paint = PaintTool(self._paint_item, self._to_plot, self._to_pixels, self)
        self.caption = NeuronCaption(self)
        for still in (*self.points.marks, self._borders, *self.axes.values()):
            keep_picture(still)
        self.view.sigRangeChanged.connect(self._on_range_changed)
        self.view.sigResized.connect(self._on_range_changed)
        self.all_wanted.connect(self.reset_view)

    @property
    def outlook(self) -> Outlook:
        """The piece of the plane that is shown, and what the network is fed there."""
        return Outlook(self.area, self._plane, None if self._dataset is None else self._dataset.inputs_of)

    @property
    def key(self) -> KeyContent:
        """What there is to be explained."""
        dataset, shows = self._dataset, self.points.shows
        return KeyContent(
            classes=() if dataset is None else dataset.class_names,
            class_colors=() if dataset is None else dataset.class_colors,
            has_regions=self.regions.neuron is None,
            by_confidence=self.regions.by_confidence,
            has_marks=not shows["answers"],
            has_rings=self.points.can_ring,
            has_boundary=self.regions.has_boundary,
            has_best=self._borders.isVisible(),
        )

    @property
    def pixel(self) -> float:
        """Width or height of a pixel in units of the features, whichever is smaller."""
        return min(self.view.viewPixelSize())

    @property
    def shows(self) -> dict[str, bool]:
        """Which layers are wanted, by the names `show_layer` knows."""
        return self.points.shows | self._shows

    def show_clusters(self, ellipses: Sequence[Ellipse], colors: Sequence[int] = (), *, by_hand: bool) -> None:
        """Show the clusters that the points come from, in these colours of the palette.

        Where they were changed by hand in this view, the view stays as it is when their points come.
        """
        self._keeps_view = by_hand
        self._cluster_colors = tuple(colors)
        if self._theme is not None:
            self._ellipses.set_theme(self._theme.for_classes(colors))
        self.editor.show_ellipses(ellipses)

    def show_best(self, mixture: Mixture | None) -> None:
        """Show the borders of the best classifier for these clusters; None shows none."""
        self._borders.show_mixture(mixture)
        self.meaning_changed.emit()

    def show_dataset(self, dataset: Dataset, plane: Plane | None = None, *, is_ahead: bool = False) -> None:
        """Show these points; the view goes to them where they are others than before, but not away from a hand.

        `plane` is what to show of points with more than two features. Ahead of their network, the last one stays.
        """
        if dataset is self._dataset:
            return
        moved = self._dataset is None or not _same_points(dataset, self._dataset)
        moved = moved and not self._keeps_view and not self.paint.is_on
        self._dataset = dataset
        self._plane = plane
        if not is_ahead or not self._fits(dataset):
            self._snapshot = None
            self.regions.show_snapshot(None)
        self._name_axes()
        if self._theme is not None and self._theme.class_order != dataset.class_colors:
            self._theme = self._theme.for_classes(dataset.class_colors)
            for part in (self.points, self.regions, self.caption):
                part.set_theme(self._theme)
        self._show_points(self._snapshot)
        self.meaning_changed.emit()
        if moved:
            self.reset_view()

    def show_plane(self, plane: Plane | None) -> None:
        """Show this plane through the features; None where there are but two."""
        before, self._plane = self._plane, plane
        self._name_axes()
        if self._dataset is None:
            return
        if _same_directions(before, plane):  # slid to other values of what is held: the points stay where they are
            self.redraw()
            return
        self._show_points(None)
        if self._snapshot is not None:
            self.show_snapshot(self._snapshot)
        self.reset_view()

    def prepare(self, snapshot: Snapshot, dataset: Dataset) -> None:
        """Make ready what takes longest of a moment that is shown in a frame to come; of other points, nothing."""
        if dataset is self._dataset:
            self.regions.prepare(snapshot, self.outlook)
            self.points.prepare(snapshot)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show what the network of this moment predicts; `refresh` sharpens it when there is time."""
        self._snapshot = snapshot
        self.regions.show_snapshot(snapshot)
        self._draw_regions()
        self.points.show_snapshot(snapshot)

    def show_neuron(self, neuron: ShownNeuron | None) -> None:
        """Show what a neuron puts out, in the place of the regions; None shows these again."""
        self.regions.neuron = neuron
        self.redraw()
        self.meaning_changed.emit()

    def follow(self) -> bool:
        """Follow hands, the wheel and the count of many points; False where there is nothing left to do."""
        self.editor.flush()
        self.paint.flush()
        if not self._area_changed:
            if self.regions.go_on():
                self._show_caption()
                return True
            return self.points.count_on()
        self._area_changed = False
        self._draw_regions()
        self.points.look_at(self.area)
        return True

    def refresh(self, *, is_live: bool) -> None:
        """Follow, and sharpen the regions while nothing else moves; to be called every frame with time for it."""
        if self.follow() or is_live:
            return
        if self.points.catch_up():
            self.meaning_changed.emit()
        elif self.regions.sharpen(self.outlook):
            self._show_caption()
        else:
            self._borders.sharpen()

    def show_layer(self, name: str, *, shown: bool) -> None:
        """Switch one of "test", "training", "mistakes" (rings), "answers" and "clusters" on or off."""
        if name in self.points.shows:
            self.points.show_layer(name, shown=shown)
        else:
            self._shows[name] = shown
            self._ellipses.setVisible(self._shows["clusters"])
        self.meaning_changed.emit()

    def show_confidence(self, *, shown: bool) -> None:
        """Colour the regions the stronger the surer the network is, or all of a class alike."""
        if shown != self.regions.by_confidence:
            self.regions.by_confidence = shown
            self.redraw()
            self.meaning_changed.emit()

    def show_boundary(self, *, shown: bool) -> None:
        """Draw lines where the most probable class changes, or none."""
        self.regions.has_boundary = shown
        self.redraw()
        self.meaning_changed.emit()

    def redraw(self) -> None:
        """Draw the regions again, for another area or in other colours."""
        if self._snapshot is not None:
            self._draw_regions()

    def reset_view(self) -> None:
        """Show all points, with a margin."""
        if bounds := self.points.bounds:
            x, y = (bounds.left, bounds.right), (bounds.bottom, bounds.top)
            self.view.setRange(xRange=x, yRange=y, padding=0.04)

    def bring_in(self, row: int, *, is_test: bool) -> None:
        """Move the view so far that this test or training point is in it, away from the edge."""
        place = self.points.selection.place_of(row, is_test=is_test)
        if place is None:
            return
        area = self.area
        across = _shift(place[0], area.left, area.right)
        upward = _shift(place[1], area.bottom, area.top)
        if across or upward:
            self.view.translateBy(x=across, y=upward)

    def show_brush(self, *, shown: bool) -> None:
        """Let the pointer be a brush's; the brush itself is in `paint`."""
        self.viewport().setCursor(Qt.CursorShape.CrossCursor if shown else Qt.CursorShape.ArrowCursor)
        self._ellipses.setVisible(self._shows["clusters"] and not shown)

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours and size."""
        super().set_theme(theme)
        self._theme = theme.for_classes(self._dataset.class_colors) if self._dataset is not None else theme
        for part in (self.points, self.regions, self.caption):
            part.set_theme(self._theme)
        self._ellipses.set_theme(theme.for_classes(self._cluster_colors))
        self._borders.set_theme(theme)
        self._paint_item.set_theme(theme)
        self.redraw()
        self.meaning_changed.emit()

    def _fits(self, dataset: Dataset) -> bool:
        """Whether the network that is shown can be asked about these points."""
        return self._snapshot is not None and len(self._snapshot.weights[0]) == dataset.test_inputs.shape[1]

    def _name_axes(self) -> None:
        if self._plane is not None:
            self.name_axes(*self._plane.names)
        elif self._dataset is not None:
            x_name, y_name = self._dataset.feature_names
            self.name_axes(x_name, y_name)

    def _show_points(self, snapshot: Snapshot | None) -> None:
        """With the mistakes of this network; of none, until there is one to make them."""
        if self._dataset is not None:
            shown = self._dataset if self._plane is None else flattened(self._dataset, self._plane)
            self.points.show_dataset(shown, snapshot)

    def _draw_regions(self) -> None:
        self.regions.draw(self.outlook)
        self._show_caption()

    def _show_caption(self) -> None:
        """Say which neuron is in the place of the regions, if one is."""
        neuron, largest = self.regions.neuron, self.regions.largest
        if neuron is None or largest is None:
            self.caption.hide()
        else:
            self.caption.show_neuron(neuron, largest, self.view.sceneBoundingRect().topLeft())

    @property
    def _has_handles(self) -> bool:
        """Whether there are clusters to take hold of: a shape has none."""
        return self._shows["clusters"] and self.editor.has_clusters and not self.paint.is_on

    def _to_plot(self, pixels: QPointF) -> QPointF:
        return self.view.mapSceneToView(self.mapToScene(pixels.toPoint()))

    def _to_pixels(self, place: QPointF) -> QPointF:
        return QPointF(self.mapFromScene(self.view.mapViewToScene(place)))

    def _on_range_changed(self) -> None:
        self._area_changed = True

    def event(self, event: QEvent) -> bool:
        """Arrow keys go to a selected cluster before they are the window's."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and self._wants_key(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, ev: QKeyEvent) -> None:
        if self.paint.press_key(ev):
            return
        if not self._has_handles or not (self.editor.press_key(ev) or self._command_by_key(ev)):
            if ev.key() == Qt.Key.Key_Escape and self._give_up():
                return
            super().keyPressEvent(ev)

    def _give_up(self) -> bool:
        """Let nothing stand out any more; False where nothing did, so that the key may be for somebody else."""
        stood_out = self.caption.isVisible() or self.points.selection.rows is not None
        self.dismissed.emit()
        return stood_out

    def mousePressEvent(self, ev: QMouseEvent) -> None:
        if self._begins_stroke(ev) or self._takes_hold(ev):
            self.setFocus()
            ev.accept()
        else:
            super().mousePressEvent(ev)

    def mouseMoveEvent(self, ev: QMouseEvent) -> None:
        if self.paint.is_on and not ev.buttons() & ~Qt.MouseButton.LeftButton:
            self.paint.move(ev.position())
            return
        if self.editor.is_dragging:
            self.editor.move(ev.position(), ev.modifiers())
            return
        can_hold = self._has_handles and not ev.buttons() and self.editor.handle_at(ev.position()) is not None
        self.viewport().setCursor(Qt.CursorShape.OpenHandCursor if can_hold else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(ev)

    def mouseReleaseEvent(self, ev: QMouseEvent) -> None:
        if self.paint.is_stroking:
            self.paint.release()
        elif self.editor.is_dragging:
            self.editor.release()
        else:
            super().mouseReleaseEvent(ev)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A new cluster where there is none, the name of the one there; where no clusters are shown, the whole view."""
        if self._begins_stroke(event):
            return
        if not self._has_handles:
            super().mouseDoubleClickEvent(event)
        elif handle := self.editor.handle_at(event.position()):
            self.cluster_command.emit("rename", handle.cluster)
        else:
            self.cluster_wanted.emit(self._to_plot(event.position()))

    def _wants_key(self, event: QKeyEvent) -> bool:
        return self.paint.wants_key(event) or (self._has_handles and self.editor.wants_key(event))

    def _begins_stroke(self, event: QMouseEvent) -> bool:
        if not self.paint.is_on or event.button() != Qt.MouseButton.LeftButton:
            return False
        self.paint.press(event.position())
        return True

    def _takes_hold(self, event: QMouseEvent) -> bool:
        return self._has_handles and event.button() == Qt.MouseButton.LeftButton and self.editor.press(event.position())

    def _command_by_key(self, event: QKeyEvent) -> bool:
        command = _COMMANDS.get(Qt.Key(event.key()))
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if command is None or not plain or self.editor.selected is None:
            return False
        if self.editor.is_dragging:  # first the hand has to let go: of another number it would not know
            return True
        self.cluster_command.emit(command, self.editor.selected)
        return True


def _same_directions(one: Plane | None, other: Plane | None) -> bool:
    return one is not None and other is not None and np.array_equal(one.directions, other.directions)


def _shift(place: float, low: float, high: float) -> float:
    """How far a stretch has to move until `place` is well inside it; 0 where it already is in it."""
    if low <= place <= high:
        return 0.0
    margin = _MARGIN * (high - low)
    return place - (low + margin) if place < low else place - (high - margin)


def _same_points(one: Dataset, other: Dataset) -> bool:
    return np.array_equal(one.training_points, other.training_points) and np.array_equal(
        one.test_points, other.test_points
    )
