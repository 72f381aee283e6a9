"""The borders of the best classifier on a real canvas."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from nnviz.data.bayes import Mixture
from nnviz.data.ellipse import Ellipse
from nnviz.ui.plots import border_item
from nnviz.ui.plots.border_item import MOVING_CELLS, STILL_CELLS
from nnviz.ui.plots.canvas import Canvas
from nnviz.ui.theme import Theme, dark, light
from tests.ui.fields.hands import put_on_screen
from tests.ui.plots.test_canvas import distance

ROUND = ((1.0, 0.0), (0.0, 1.0))
THEMES = pytest.mark.parametrize("theme", [light(), dark()], ids=["light", "dark"])


def beside(right: float) -> Mixture:
    """Two clusters, so that the border is upright half way between 0 and `right`."""
    return Mixture((Ellipse((0.0, 0.0), ROUND), Ellipse((right, 0.0), ROUND)), (9, 9))


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    canvas = Canvas()
    canvas.set_theme(light())
    canvas.resize(500, 400)
    put_on_screen(qtbot, canvas)
    canvas.view.setRange(xRange=(-4, 4), yRange=(-4, 4), padding=0)
    return canvas


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The cells along a side, each time borders are looked for."""
    sizes: list[int] = []
    really = border_item.optimal_borders

    def counted(mixture: Mixture, x: np.ndarray, y: np.ndarray) -> list[np.ndarray]:
        sizes.append(len(x) - 1)
        return really(mixture, x, y)

    monkeypatch.setattr(border_item, "optimal_borders", counted)
    return sizes


def pixel(canvas: Canvas, x: float, y: float) -> QPoint:
    return canvas.mapFromScene(canvas.view.mapViewToScene(QPointF(x, y)))


def strokes(image: QImage, canvas: Canvas, x: float, color: str) -> int:
    """Of a column of pixels about x = `x`, how many are of this colour, or nearly."""
    top, bottom = pixel(canvas, x, 3.5), pixel(canvas, x, -3.5)
    columns = range(top.x() - 2, top.x() + 3)
    return max(
        sum(distance(image.pixelColor(column, row), QColor(color)) < 150 for row in range(top.y(), bottom.y()))
        for column in columns
    )


def seen(canvas: Canvas, theme: Theme, x: float) -> bool:
    return strokes(canvas.grab().toImage(), canvas, x, theme.text) > 50


@THEMES
def test_it_is_dashed_in_the_colour_of_text(canvas: Canvas, theme: Theme) -> None:
    canvas.set_theme(theme)
    assert not seen(canvas, theme, 1.0)
    canvas.show_best(beside(2.0))
    image = canvas.grab().toImage()
    n_dark = strokes(image, canvas, 1.0, theme.text)
    height = pixel(canvas, 0.0, -3.5).y() - pixel(canvas, 0.0, 3.5).y()
    assert 0.4 * height < n_dark < 0.8 * height
    canvas.show_best(None)
    assert not seen(canvas, theme, 1.0)


def test_it_follows_the_clusters(canvas: Canvas) -> None:
    for right in (2.0, -2.0, 3.0):
        canvas.show_best(beside(right))
        assert seen(canvas, light(), right / 2)
        assert not seen(canvas, light(), -right / 2)


def test_it_is_computed_where_something_changed_and_not_at_every_frame(canvas: Canvas, found: list[int]) -> None:
    canvas.show_best(beside(2.0))
    for _ in range(3):
        canvas.grab()
    assert found == [MOVING_CELLS]
    canvas.view.setRange(xRange=(0, 2), yRange=(0, 2), padding=0)
    for _ in range(3):
        canvas.grab()
    assert found == [MOVING_CELLS] * 2
    canvas.show_best(None)
    canvas.grab()
    assert found == [MOVING_CELLS] * 2


def test_it_is_sharpened_once_while_nothing_moves(qtbot: QtBot, canvas: Canvas, found: list[int]) -> None:
    canvas.show_best(beside(2.0))
    canvas.grab()
    for _ in range(5):
        canvas._borders.sharpen()
        canvas.grab()
    qtbot.wait(20)
    assert found == [MOVING_CELLS, STILL_CELLS]
    canvas.show_best(beside(3.0))
    canvas.grab()
    assert found[2:] == [MOVING_CELLS]


def test_a_zoom_shows_it_where_it_really_is(canvas: Canvas) -> None:
    canvas.show_best(beside(2.0))
    canvas.view.setRange(xRange=(0.9, 1.02), yRange=(-4, 4), padding=0)
    assert seen(canvas, light(), 1.0)
