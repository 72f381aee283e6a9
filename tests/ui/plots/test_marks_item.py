import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainterPath, QPen
from pytestqt.qtbot import QtBot

from nnviz.ui.plots.marks_item import Mark, MarksItem
from nnviz.ui.plots.quiet_plot import QuietPlot
from nnviz.ui.theme import light
from tests.ui.fields.hands import put_on_screen

COLORS = ("#ff0000", "#00ff00", "#0000ff")
PLACES = np.array([[1.0, 1.0], [5.0, 1.0], [1.0, 5.0], [5.0, 5.0]])


def square() -> QPainterPath:
    path = QPainterPath()
    path.addRect(QRectF(-0.5, -0.5, 1.0, 1.0))
    return path


def marks(size: float = 12.0) -> tuple[Mark, ...]:
    return tuple(Mark(square(), size, QPen(Qt.PenStyle.NoPen), QBrush(QColor(color))) for color in COLORS)


@pytest.fixture
def plot(qtbot: QtBot) -> QuietPlot:
    plot = QuietPlot("x", "y")
    plot.set_theme(light())
    plot.resize(400, 300)
    plot.view.setRange(xRange=(0, 6), yRange=(0, 6), padding=0)
    put_on_screen(qtbot, plot)
    return plot


@pytest.fixture
def item(plot: QuietPlot) -> MarksItem:
    item = MarksItem()
    plot.addItem(item)
    return item


def color_at(plot: QuietPlot, image: QImage, place: tuple[float, float]) -> str:
    pixel = plot.mapFromScene(plot.view.mapViewToScene(QPointF(*place)))
    return image.pixelColor(pixel).name()


def colors_at_places(plot: QuietPlot) -> list[str]:
    image = plot.grab().toImage()
    return [color_at(plot, image, tuple(place)) for place in PLACES]


def test_each_point_has_the_mark_of_its_class(plot: QuietPlot, item: MarksItem) -> None:
    labels = np.array([2, 0, 1, 0])
    item.show_marks(PLACES, labels, marks())
    assert colors_at_places(plot) == [COLORS[label] for label in labels]
    np.testing.assert_array_equal(item.labels, labels)


def test_other_classes_and_other_marks_are_painted_anew(plot: QuietPlot, item: MarksItem) -> None:
    same = marks()
    item.show_marks(PLACES, np.array([2, 0, 1, 0]), same)
    item.show_marks(PLACES, np.array([0, 1, 2, 2]), same)
    assert colors_at_places(plot) == [COLORS[0], COLORS[1], COLORS[2], COLORS[2]]
    item.show_marks(PLACES, np.array([0, 1, 2, 2]), same[::-1])
    assert colors_at_places(plot) == [COLORS[2], COLORS[1], COLORS[0], COLORS[0]]


def test_the_same_marks_are_drawn_once(plot: QuietPlot, item: MarksItem, monkeypatch: pytest.MonkeyPatch) -> None:
    same = marks()
    item.show_marks(PLACES, np.array([2, 0, 1, 0]), same)
    plot.grab()
    drawn: list[object] = []
    monkeypatch.setattr(item._atlas, "_extend", drawn.append)
    item.show_marks(PLACES, np.array([0, 0, 1, 2]), same)
    assert colors_at_places(plot) == [COLORS[0], COLORS[0], COLORS[1], COLORS[2]]
    assert drawn == []


def test_a_class_without_points_and_no_points_at_all_are_no_trouble(plot: QuietPlot, item: MarksItem) -> None:
    item.show_marks(PLACES, np.zeros(4, dtype=np.intp), marks())
    assert colors_at_places(plot) == [COLORS[0]] * 4
    item.show_marks(PLACES[:0], np.empty(0, dtype=np.intp), marks())
    assert len(item.labels) == 0
    assert colors_at_places(plot) == [QColor(light().card).name()] * 4


def test_what_is_cleared_is_gone(plot: QuietPlot, item: MarksItem) -> None:
    item.show_marks(PLACES, np.array([2, 0, 1, 0]), marks())
    item.clear()
    assert len(item.labels) == 0
    assert colors_at_places(plot) == [QColor(light().card).name()] * 4


def test_marks_are_as_large_as_they_say(plot: QuietPlot, item: MarksItem) -> None:
    item.show_marks(PLACES[:1], np.array([1]), marks(size=20.0))
    image = plot.grab().toImage()
    n_green = sum(
        image.pixelColor(x, y).name() == COLORS[1] for x in range(image.width()) for y in range(image.height())
    )
    ratio = image.devicePixelRatio()
    assert n_green == pytest.approx((20 * ratio) ** 2, rel=0.15)


def test_a_screen_of_another_resolution_draws_them_anew(plot: QuietPlot, item: MarksItem) -> None:
    """As when the window moves to another screen."""
    labels = np.array([2, 0, 1, 0])
    item.show_marks(PLACES, labels, marks())
    plot.grab()
    item._fit_fragments(2.0)
    assert item._atlas[item.marks][0][2] == pytest.approx(2 * (12 + 1), abs=1)
    assert colors_at_places(plot) == [COLORS[label] for label in labels]
