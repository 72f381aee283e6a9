"""The points in a plot: each with its mark, or, where they are very many, as shading with a few of them on top."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainterPath, QPen

from nnviz.core.arrays import BoolArray, FloatArray, IntArray
from nnviz.core.regions import Rectangle
from nnviz.core.snapshot import Snapshot
from nnviz.data.dataset import Dataset
from nnviz.ui.class_marks import class_mark
from nnviz.ui.plots.density_item import DensityItem
from nnviz.ui.plots.marks_item import Mark, MarksItem
from nnviz.ui.plots.mistakes_marks import answer_marks
from nnviz.ui.plots.nearest_point import nearest_point
from nnviz.ui.plots.pens import mistake_pen, pixel_pen
from nnviz.ui.plots.point_sample import sample_rows
from nnviz.ui.plots.point_selection import PointRows, PointSelection
from nnviz.ui.plots.quiet_plot import QuietPlot
from nnviz.ui.theme import Theme

MOST_MARKS = 5_000
"""Points of a kind that all have a mark. While a hand drags them, 5,000 take 9 ms of a frame's 33, 15,000 take 20 and
30,000 take 35; and 5,000 marks cover half of a canvas already: more would hide one another."""

SAMPLE = 1_500
"""Marks over the shading: enough to see whose they are, few enough to see what is below."""

MOST_WORK = 200_000_000
"""Points times weights: to ask a network for more answers takes longer than a frame may, while it trains."""

WAITING = "mistakes are shown when the run stands still: to ask so large a network takes long"

_KINDS = ("training", "test")
_POINT_SIZE = 7.0
_TRAINING_POINT_SIZE = 5.0
_RING_SIZE = 12.0
_MANY_RINGS = 150
_FAINTEST_RING = 0.3


class _Chosen(NamedTuple):
    """The points that have marks, which of their kind these are, their classes, and what the network is fed."""

    points: FloatArray
    rows: IntArray
    labels: IntArray
    inputs: FloatArray


class _Asked(NamedTuple):
    """Which of some points a network answers wrongly, (n_points,)."""

    snapshot: Snapshot
    points: _Chosen
    is_wrong: BoolArray


class Look(NamedTuple):
    """How the marks of a kind differ from those of another: with an outline and opaque they stand out."""

    is_test: bool
    stands_out: bool


class PointLayers:
    """Training points, test points, and rings around the test points that are predicted wrongly.

    Attributes
    ----------
    shows : dict[str, bool]
        Which of "test", "training" and "mistakes" are wanted, and whether marks tell "answers" in the place of classes;
        to be changed by `show_layer`.
    selection : PointSelection
        Points that stand out.
    """

    def __init__(self, plot: QuietPlot) -> None:
        self.shows = {"test": True, "training": False, "mistakes": True, "answers": False}
        self._plot = plot
        self._theme: Theme | None = None
        self._dataset: Dataset | None = None
        self._snapshot: Snapshot | None = None
        self._waiting: Snapshot | None = None
        self._chosen: dict[str, _Chosen] = {}
        self._asked: dict[str, _Asked] = {}
        self._marks = {kind: MarksItem() for kind in _KINDS}
        self._made: set[str] = set()
        for z, item in enumerate(self._marks.values()):
            item.setZValue(z)
            plot.addItem(item)
        self._density = DensityItem()
        self._density.setZValue(-5)
        plot.addItem(self._density)
        self._rings = MarksItem()
        self._rings.setZValue(10)
        plot.addItem(self._rings)
        self.selection = PointSelection(plot)
        self._n_wrong: dict[str, int] = {}

    @property
    def marks(self) -> tuple[MarksItem, ...]:
        """The items that show the points of each kind."""
        return tuple(self._marks.values())

    @property
    def n_mistakes(self) -> int:
        """Test points that are ringed."""
        return len(self._rings.labels)

    @property
    def can_ring(self) -> bool:
        """Whether a mistake has a ring."""
        has_test = self._dataset is not None and len(self._dataset.test_labels) > 0
        return has_test and self.shows["mistakes"] and self.shows["test"] and not self.shows["answers"]

    @property
    def _asked_for(self) -> list[str]:
        """The kinds whose answers are shown."""
        if self.shows["answers"]:
            return [kind for kind in _KINDS if self.shows[kind]]
        return ["test"] if self.can_ring else []

    @property
    def answer_counts(self) -> tuple[int, int]:
        """Of the points that are drawn, those whose marks say right, and those whose marks say wrong."""
        shown = [kind for kind in self._n_wrong if self.shows[kind]]
        n_wrong = sum(self._n_wrong[kind] for kind in shown)
        return sum(len(self._choose(kind).labels) for kind in shown) - n_wrong, n_wrong

    @property
    def bounds(self) -> Rectangle | None:
        """The piece of the plane that all points lie in, whether they are shown or not; None where there are none."""
        dataset = self._dataset
        if dataset is None:
            return None
        kinds = [points for points in (dataset.training_points, dataset.test_points) if len(points)]
        # Column by column: along the short side NumPy takes ten times as long.
        x, y = ([(float(points[:, axis].min()), float(points[:, axis].max())) for points in kinds] for axis in (0, 1))
        return Rectangle(min(x)[0], min(y)[0], max(high for _, high in x), max(high for _, high in y))

    @property
    def note(self) -> str:
        """What has to be said about points or mistakes that are not all drawn; empty where they are."""
        return " · ".join(filter(None, (self._note_of_shading, WAITING if self._waits else "")))

    @property
    def _note_of_shading(self) -> str:
        shaded = self._shaded
        if not shaded or self._dataset is None:
            return ""
        n_points = sum(len(_points(self._dataset, kind)[1]) for kind in shaded)
        n_marks = sum(len(self._choose(kind).labels) for kind in shaded)
        what = "points" if len(shaded) > 1 else f"{shaded[0]} points"
        is_ringed = "test" in shaded and self.shows["mistakes"] and not self.shows["answers"]
        rings = ", mistakes ringed among those" if is_ringed else ""
        return f"{n_points:,} {what}: shading shows how many; {n_marks:,} of them drawn{rings}"

    @property
    def _waits(self) -> bool:
        """Whether there are mistakes that are not shown yet."""
        return self._waiting is not None and (self.can_ring or self.shows["answers"])

    def point_at(self, place: QPointF) -> PointRows | None:
        """The point whose mark is drawn there, in the scene; of two kinds the one on top."""
        if self._dataset is None:
            return None
        for kind in reversed(_KINDS):
            if self.shows[kind]:
                chosen = self._choose(kind)
                if (nearest := nearest_point(self._plot, chosen.points, place)) is not None:
                    return PointRows(chosen.rows[[nearest]], is_test=kind == "test")
        return None

    def show_dataset(self, dataset: Dataset, snapshot: Snapshot | None = None) -> None:
        """Show these points, with the mistakes that a network makes; without one, with none until there is one."""
        self._dataset = dataset
        self._chosen.clear()
        self._asked.clear()
        self._made.clear()
        self._take(snapshot)
        self._draw()
        self.selection.show_dataset(dataset)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Ring the mistakes that the network of this moment makes, or tell its right answers from its wrong ones.

        Those of a large network are shown by `catch_up`.
        """
        self._take(snapshot)
        self._show_answers()

    def prepare(self, snapshot: Snapshot) -> None:
        """Ask the network of a moment that `show_snapshot` is to show, unless that takes long."""
        if self._dataset is not None and snapshot.is_finite and not self._is_slow(snapshot):
            for kind in self._asked_for:
                self._ask(snapshot, kind)

    def catch_up(self) -> bool:
        """Show the mistakes that are not shown yet, now that there is time; False where there are none."""
        if not self._waits:
            return False
        self._snapshot, self._waiting = self._waiting, None
        self._show_answers()
        return True

    def _take(self, snapshot: Snapshot | None) -> None:
        """Ask this network from now on: at once, or, where that takes long, when there is time."""
        self._snapshot, self._waiting = (
            (None, snapshot) if snapshot is not None and self._is_slow(snapshot) else (snapshot, None)
        )

    def _is_slow(self, snapshot: Snapshot) -> bool:
        n_points = sum(len(self._choose(kind).labels) for kind in _KINDS if self.shows[kind]) if self._dataset else 0
        return n_points * sum(weights.size for weights in snapshot.weights) > MOST_WORK

    def _show_answers(self) -> None:
        if self.shows["answers"]:
            self._made.clear()
            self._draw_marks()
        self._draw_rings()

    def show_layer(self, name: str, *, shown: bool) -> None:
        """Switch "test", "training", "mistakes" or "answers" on or off."""
        self.shows[name] = shown
        if name == "answers":
            self._made.clear()
        self._draw()

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours and size."""
        self._theme = theme
        self._made.clear()
        self._draw()
        self.selection.set_theme(theme)

    def look_at(self, area: Rectangle) -> None:
        """Shade what lies in `area`, which now fills the plot: a first guess, that `count_on` makes better."""
        if self._theme is not None:
            self._density.look_at(area, self._plot.view.size(), self._theme)

    def count_on(self) -> bool:
        """Go on with the shading; False where it is as good as it gets."""
        return self._theme is not None and self._density.count_on(self._theme)

    @property
    def _shaded(self) -> list[str]:
        """The kinds that are shown and too many for marks."""
        dataset = self._dataset
        if dataset is None:
            return []
        return [kind for kind in _KINDS if self.shows[kind] and len(_points(dataset, kind)[1]) > MOST_MARKS]

    def _draw(self) -> None:
        dataset, theme = self._dataset, self._theme
        if dataset is None or theme is None:
            return
        self._draw_marks()
        self._density.show_points([_points(dataset, kind) for kind in self._shaded], dataset.n_classes)
        self.look_at(self._plot.area)
        self._draw_rings()

    def _draw_marks(self) -> None:
        """Draw the marks of the kinds that are shown and not drawn yet."""
        for kind, item in self._marks.items():
            if self.shows[kind] and kind not in self._made:
                self._mark(kind, item)
                self._made.add(kind)
            item.setVisible(self.shows[kind])

    def _mark(self, kind: str, item: MarksItem) -> None:
        dataset, theme, snapshot = self._dataset, self._theme, self._snapshot
        self._n_wrong.pop(kind, None)
        if dataset is None or theme is None:
            return
        points, _, labels, _ = self._choose(kind)
        if self.shows["answers"] and snapshot is not None and snapshot.is_finite and len(points):
            is_wrong = self._ask(snapshot, kind).astype(np.intp)
            order = np.argsort(is_wrong, kind="stable")  # the few wrong ones on top
            item.show_marks(points[order], is_wrong[order], answer_marks(theme))
            self._n_wrong[kind] = int(is_wrong.sum())
            return
        look = Look(is_test=kind == "test", stands_out=kind == "test" or kind in self._shaded)
        item.show_marks(points, labels, class_marks(theme, dataset.n_classes, look))

    def _choose(self, kind: str) -> _Chosen:
        """The points of a kind that have marks: all, or a sample, the same one as long as the points are the same."""
        if kind not in self._chosen and self._dataset is not None:
            points, labels = _points(self._dataset, kind)
            inputs = self._dataset.test_inputs if kind == "test" else self._dataset.training_inputs
            rows = np.arange(len(labels), dtype=np.intp)
            if len(labels) > MOST_MARKS:
                rows = sample_rows(labels, self._dataset.n_classes, SAMPLE)
                points, labels, inputs = points[rows], labels[rows], inputs[rows]
            self._chosen[kind] = _Chosen(points, rows, labels, inputs)
        return self._chosen[kind]

    def _ask(self, snapshot: Snapshot, kind: str) -> BoolArray:
        """Which points of a kind, of those that have marks, this network answers wrongly; asked once."""
        asked, chosen = self._asked.get(kind), self._choose(kind)
        if asked is None or asked.snapshot is not snapshot or asked.points is not chosen:
            asked = _Asked(snapshot, chosen, snapshot.predict(chosen.inputs) != chosen.labels)
            self._asked[kind] = asked
        return asked.is_wrong

    def _draw_rings(self) -> None:
        snapshot, theme = self._snapshot, self._theme
        if not self.can_ring or snapshot is None or theme is None or not snapshot.is_finite:
            self._rings.clear()
            return
        wrong = self._choose("test").points[self._ask(snapshot, "test")]
        self._rings.show_marks(wrong, np.zeros(len(wrong), dtype=np.intp), _ring_marks(theme, len(wrong)))


def _points(dataset: Dataset, kind: str) -> tuple[FloatArray, IntArray]:
    if kind == "test":
        return dataset.test_points, dataset.test_labels
    return dataset.training_points, dataset.training_labels


@lru_cache(maxsize=8)
def class_marks(theme: Theme, n_classes: int, look: Look) -> tuple[Mark, ...]:
    """The same ones for the same question: so they are not drawn again while points follow a hand."""
    size = (_POINT_SIZE if look.is_test else _TRAINING_POINT_SIZE) * theme.scale
    pen = pixel_pen(QColor(theme.point_outline), 0.8) if look.stands_out else QPen(Qt.PenStyle.NoPen)
    marks: list[Mark] = []
    for label in range(n_classes):
        color = theme.class_color(label)
        color.setAlphaF(1.0 if look.stands_out else 0.35)
        marks.append(Mark(class_mark(theme.class_number(label)), size, pen, QBrush(color)))
    return tuple(marks)


def _ring_marks(theme: Theme, n_rings: int) -> tuple[Mark, ...]:
    """Fainter where there are many: the points inside are still to be seen."""
    share = min(1.0, max(_FAINTEST_RING, _MANY_RINGS / max(n_rings, 1)))
    return _ring_of(theme, round(10 * share) / 10)  # few different rings: each is drawn once and kept


@lru_cache(maxsize=16)
def _ring_of(theme: Theme, opacity: float) -> tuple[Mark, ...]:
    path = QPainterPath()
    path.addEllipse(QRectF(-0.5, -0.5, 1.0, 1.0))
    return (Mark(path, _RING_SIZE * theme.scale, mistake_pen(theme, opacity), QBrush(Qt.BrushStyle.NoBrush)),)
