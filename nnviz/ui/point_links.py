"""Points that stand out: the same ones on the canvas and in hidden space, whoever points at them."""

from PySide6.QtCore import QObject, QPointF

from nnviz.data.dataset import Dataset
from nnviz.ui.plots.canvas import Canvas
from nnviz.ui.plots.hidden_space import HiddenSpace
from nnviz.ui.plots.point_selection import PointRows, same_rows


class PointLinks(QObject):
    """The one who knows which points stand out: that under the mouse, or else those chosen in a table or a list.

    Parameters
    ----------
    canvas : Canvas
        Points on it can be pointed at while hidden space is seen: else there is nothing to be shown elsewhere.
    hidden : HiddenSpace
    parent : QObject, optional
    """

    def __init__(self, canvas: Canvas, hidden: HiddenSpace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._hidden = hidden
        self._dataset: Dataset | None = None
        self._chosen: PointRows | None = None
        self._pointed: PointRows | None = None
        hidden.point_hovered.connect(self._point_at)
        canvas.mouse_moved.connect(self._on_canvas_mouse_moved)
        canvas.mouse_left.connect(self._on_canvas_mouse_left)

    def choose(self, chosen: PointRows | None) -> None:
        """Let these stand out as long as the mouse is on no other; None: nothing is chosen."""
        self._chosen = chosen
        self._show()

    def show_dataset(self, dataset: Dataset) -> None:
        """Of other points than before, none is pointed at or chosen."""
        if self._dataset is not None and not same_rows(dataset, self._dataset):
            self._chosen = self._pointed = None
            self._show()
        self._dataset = dataset

    def _point_at(self, pointed: PointRows | None) -> None:
        if _text(pointed) != _text(self._pointed):
            self._pointed = pointed
            self._show()

    def _show(self) -> None:
        stand_out = self._pointed or self._chosen
        rows, is_test = (None, True) if stand_out is None else stand_out
        self._canvas.points.selection.show_rows(rows, is_test=is_test)
        self._hidden.show_rows(stand_out)

    def _on_canvas_mouse_moved(self, place: QPointF) -> None:
        self._point_at(self._canvas.points.point_at(place) if self._hidden.is_seen else None)

    def _on_canvas_mouse_left(self) -> None:
        self._point_at(None)


def _text(pointed: PointRows | None) -> str:
    """To be compared: arrays cannot be."""
    return "" if pointed is None else f"{pointed.is_test} {pointed.rows.tolist()}"
