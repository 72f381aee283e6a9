"""The canvas: the points, and what the network would say anywhere around them."""

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainterPath, QPen
from PySide6.QtWidgets import QWidget

from nnviz.core.arrays import FloatArray, IntArray
from nnviz.core.regions import Rectangle, probability_map
from nnviz.core.snapshot import Snapshot
from nnviz.data.dataset import Dataset
from nnviz.data.ellipse import Ellipse
from nnviz.ui.class_marks import class_mark
from nnviz.ui.plots.cluster_editor import ClusterEditor
from nnviz.ui.plots.ellipse_item import EllipseItem
from nnviz.ui.plots.quiet_plot import QuietPlot
from nnviz.ui.plots.region_colors import region_colors
from nnviz.ui.plots.region_item import RegionItem
from nnviz.ui.theme import Theme

LIVE_CELLS = 100
STILL_CELLS = 300
"""Cells along each side of the regions while training and while standing."""

MOST_POINTS = 15_000
"""Points of a kind that are drawn at the most; a frame has time for no more."""

_POINT_SIZE = 7.0
_TRAINING_POINT_SIZE = 5.0
_RING_SIZE = 12.0
_MANY_RINGS = 150
_FAINTEST_RING = 0.3


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
    """

    ellipse_edited = Signal(int, object, str)
    gesture_began = Signal()
    gesture_ended = Signal()
    cluster_wanted = Signal(QPointF)
    cluster_command = Signal(str, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("x₁", "x₂", parent)
        self._theme: Theme | None = None
        self._dataset: Dataset | None = None
        self._snapshot: Snapshot | None = None
        self._n_cells = 0
        self._area_changed = False
        self._keeps_view = False
        self._shows = {"test": True, "training": False, "mistakes": True, "confidence": True, "clusters": True}
        self._regions = RegionItem()
        self._regions.setZValue(-10)
        self.addItem(self._regions)
        self._rings = pg.ScatterPlotItem(symbol=_ring(), pxMode=True, brush=None)
        self._rings.setZValue(10)
        self.addItem(self._rings)
        self._points: dict[str, list[pg.ScatterPlotItem]] = {"training": [], "test": []}
        self._ellipses = EllipseItem()
        self._ellipses.setZValue(20)
        self.addItem(self._ellipses)
        self.editor = ClusterEditor(self._ellipses, self._to_plot, self._to_pixels, self)
        self.editor.ellipse_edited.connect(self.ellipse_edited)
        self.editor.gesture_began.connect(self.gesture_began)
        self.editor.gesture_ended.connect(self.gesture_ended)
        self.view.sigRangeChanged.connect(self._on_range_changed)
        self.all_wanted.connect(self.reset_view)

    @property
    def area(self) -> Rectangle:
        """The piece of the plane that is shown."""
        (left, right), (bottom, top) = self.view.viewRange()
        return Rectangle(left, bottom, right, top)

    @property
    def n_mistakes(self) -> int:
        """Test points that are ringed."""
        return len(self._rings.points())

    def show_clusters(self, ellipses: Sequence[Ellipse], *, by_hand: bool) -> None:
        """Show the clusters that the points come from.

        Where they were changed by hand in this view, the view stays as it is when their points come.
        """
        self._keeps_view = by_hand
        self.editor.show_ellipses(ellipses)

    def show_dataset(self, dataset: Dataset) -> None:
        """Show these points; the view goes to them where they are others than before, but not away from a hand."""
        if dataset is self._dataset:
            return
        moved = self._dataset is None or not _same_points(dataset, self._dataset)
        moved = moved and not self._keeps_view
        self._dataset = dataset
        self._snapshot = None
        self._rings.clear()
        self._forget_points()
        self._draw_points()
        if moved:
            self.reset_view()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show what the network of this moment predicts; `refresh` sharpens it when there is time."""
        self._snapshot = snapshot
        self._draw_regions(LIVE_CELLS)
        self._draw_rings()

    def refresh(self, *, is_live: bool) -> None:
        """Follow hands, and sharpen the regions while nothing else moves; to be called every frame."""
        self.editor.flush()
        if self._area_changed:
            self._draw_regions(LIVE_CELLS)
        elif not is_live and self._n_cells < STILL_CELLS:
            self._draw_regions(STILL_CELLS)

    def show_layer(self, name: str, *, shown: bool) -> None:
        """Switch one of "test", "training", "mistakes" (rings), "confidence" (shading) and "clusters" on or off."""
        self._shows[name] = shown
        self._ellipses.setVisible(self._shows["clusters"])
        self._draw_points()
        self.redraw()

    def redraw(self) -> None:
        """Draw the last snapshot again, for another area or with another layer."""
        if self._snapshot is not None:
            self._draw_regions(LIVE_CELLS)
            self._draw_rings()

    def reset_view(self) -> None:
        """Show all points, with a margin."""
        if self._dataset is None:
            return
        points = np.concatenate([self._dataset.training_points, self._dataset.test_points])
        low, high = points.min(axis=0), points.max(axis=0)
        self.view.setRange(xRange=(low[0], high[0]), yRange=(low[1], high[1]), padding=0.04)

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours and size."""
        super().set_theme(theme)
        self._theme = theme
        self._forget_points()
        self._draw_points()
        self._rings.setSize(_RING_SIZE * theme.scale)
        self._ellipses.set_theme(theme)
        self.redraw()

    def _draw_regions(self, n_cells: int) -> None:
        self._n_cells = n_cells
        self._area_changed = False
        if self._snapshot is None or self._theme is None or not self._snapshot.is_finite:
            self._regions.clear()
            return
        area = self.area
        probabilities = probability_map(self._snapshot.network, area, n_cells, n_cells)
        colors = region_colors(probabilities, self._theme, by_confidence=self._shows["confidence"])
        self._regions.show_pixels(colors, area)

    def _draw_rings(self) -> None:
        dataset, snapshot = self._dataset, self._snapshot
        if dataset is None or snapshot is None or not self._shows["mistakes"] or not snapshot.is_finite:
            self._rings.clear()
            return
        wrong = np.empty((0, 2))
        if self._shows["test"] and len(dataset.test_labels):
            points, labels = shown_points(dataset, "test")
            wrong = points[snapshot.predict(points) != labels]
        self._rings.setData(pos=wrong, pen=self._ring_pen(len(wrong)))

    def _ring_pen(self, n_rings: int) -> QPen:
        """Fainter where there are many: the points inside are still to be seen."""
        if self._theme is None:
            return QPen()
        pen = _outline(self._theme.bad, 1.8 * self._theme.scale)
        color = pen.color()
        share = min(1.0, max(_FAINTEST_RING, _MANY_RINGS / max(n_rings, 1)))
        color.setAlphaF(round(10 * share) / 10)  # few different pens: each is drawn once and kept
        pen.setColor(color)
        return pen

    def _draw_points(self) -> None:
        """Show the kinds of points that are wanted; those that never were are not even made."""
        dataset, theme = self._dataset, self._theme
        if dataset is None or theme is None:
            return
        for kind in self._points:
            points, labels = shown_points(dataset, kind)
            if self._shows[kind] and not self._points[kind]:
                self._points[kind] = self._scatter(points, labels, dataset.n_classes, theme, is_test=kind == "test")
            for item in self._points[kind]:
                item.setVisible(self._shows[kind])

    def _forget_points(self) -> None:
        for items in self._points.values():
            for item in items:
                self.removeItem(item)
            items.clear()

    def _scatter(
        self, points: FloatArray, labels: IntArray, n_classes: int, theme: Theme, *, is_test: bool
    ) -> list[pg.ScatterPlotItem]:
        """One item a class, each with a single brush: many times faster than a brush a point."""
        items: list[pg.ScatterPlotItem] = []
        for label in range(n_classes):
            color = theme.class_color(label)
            color.setAlphaF(1.0 if is_test else 0.35)
            pen = _outline(theme.point_outline, 0.8) if is_test else QPen(Qt.PenStyle.NoPen)
            item = pg.ScatterPlotItem(
                pos=points[labels == label],
                symbol=class_mark(label),
                size=(_POINT_SIZE if is_test else _TRAINING_POINT_SIZE) * theme.scale,
                brush=color,
                pen=pen,
                pxMode=True,
            )
            item.setZValue(1 if is_test else 0)
            self.addItem(item)
            items.append(item)
        return items

    @property
    def _has_handles(self) -> bool:
        """Whether there are clusters to take hold of: a shape has none."""
        return self._shows["clusters"] and self.editor.has_clusters

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
        if not self._has_handles or not (self.editor.press_key(ev) or self._command_by_key(ev)):
            super().keyPressEvent(ev)

    def mousePressEvent(self, ev: QMouseEvent) -> None:
        if self._takes_hold(ev):
            self.setFocus()
            ev.accept()
        else:
            super().mousePressEvent(ev)

    def mouseMoveEvent(self, ev: QMouseEvent) -> None:
        if self.editor.is_dragging:
            self.editor.move(ev.position(), ev.modifiers())
            return
        can_hold = self._has_handles and not ev.buttons() and self.editor.handle_at(ev.position()) is not None
        self.viewport().setCursor(Qt.CursorShape.OpenHandCursor if can_hold else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(ev)

    def mouseReleaseEvent(self, ev: QMouseEvent) -> None:
        if self.editor.is_dragging:
            self.editor.release()
        else:
            super().mouseReleaseEvent(ev)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A new cluster where there is none, the name of the one there; where no clusters are shown, the whole view."""
        if not self._has_handles:
            super().mouseDoubleClickEvent(event)
        elif handle := self.editor.handle_at(event.position()):
            self.cluster_command.emit("rename", handle.cluster)
        else:
            self.cluster_wanted.emit(self._to_plot(event.position()))

    def _wants_key(self, event: QKeyEvent) -> bool:
        return self._has_handles and self.editor.wants_key(event)

    def _takes_hold(self, event: QMouseEvent) -> bool:
        return self._has_handles and event.button() == Qt.MouseButton.LeftButton and self.editor.press(event.position())

    def _command_by_key(self, event: QKeyEvent) -> bool:
        command = _COMMANDS.get(Qt.Key(event.key()))
        if command is None or self.editor.selected is None:
            return False
        self.cluster_command.emit(command, self.editor.selected)
        return True


def shown_points(dataset: Dataset, kind: str) -> tuple[FloatArray, IntArray]:
    """The "test" or "training" points that are drawn: all, or every k-th where they are too many for a frame."""
    is_test = kind == "test"
    points = dataset.test_points if is_test else dataset.training_points
    labels = dataset.test_labels if is_test else dataset.training_labels
    every = -(-len(labels) // MOST_POINTS) or 1
    return points[::every], labels[::every]


def _same_points(one: Dataset, other: Dataset) -> bool:
    return np.array_equal(one.training_points, other.training_points) and np.array_equal(
        one.test_points, other.test_points
    )


def _outline(color: str, width: float) -> QPen:
    """A pen of `width` pixels; marks are drawn in their own units and scaled."""
    pen = QPen(QColor(color))
    pen.setWidthF(width)
    pen.setCosmetic(True)
    return pen


def _ring() -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QRectF(-0.5, -0.5, 1.0, 1.0))
    return path
