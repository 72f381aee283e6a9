import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from nnviz.ui.plots.boundary_item import BoundaryItem
from nnviz.ui.plots.quiet_plot import QuietPlot
from nnviz.ui.theme import Theme, dark, light
from tests.ui.fields.hands import put_on_screen

CROSS = np.array([[[0.1, 0.5], [0.9, 0.5]], [[0.5, 0.1], [0.5, 0.9]]])


@pytest.fixture
def plot(qtbot: QtBot) -> QuietPlot:
    plot = QuietPlot("", "")
    plot.set_theme(light())
    plot.resize(400, 300)
    put_on_screen(qtbot, plot)
    plot.view.setRange(xRange=(0.0, 1.0), yRange=(0.0, 1.0), padding=0.0)
    return plot


def darkness(plot: QuietPlot, image: QImage, x: float, y: float) -> int:
    place = plot.mapFromScene(plot.view.mapViewToScene(QPointF(x, y)))
    around = (image.pixelColor(place.x() + dx, place.y() + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1))
    return 255 - min(color.lightness() for color in around)


def test_lines_are_where_their_pieces_are(plot: QuietPlot) -> None:
    item = BoundaryItem()
    plot.addItem(item)
    item.show_pieces(CROSS)
    assert not plot.grab().isNull()  # without a theme it has no colours
    item.set_theme(light())
    image = plot.grab().toImage()
    for x, y in ((0.2, 0.5), (0.8, 0.5), (0.5, 0.2), (0.5, 0.8)):
        assert darkness(plot, image, x, y) > 150
    for x, y in ((0.05, 0.5), (0.25, 0.25), (0.75, 0.6)):
        assert darkness(plot, image, x, y) < 20
    item.show_pieces(None)
    assert item.pieces is None
    assert darkness(plot, plot.grab().toImage(), 0.2, 0.5) < 20
    item.show_pieces(np.empty((0, 2, 2)))
    assert darkness(plot, plot.grab().toImage(), 0.2, 0.5) < 20


@pytest.mark.parametrize("theme", [light(2.0), dark()], ids=["large", "dark"])
def test_they_are_the_texts_colour_and_grow_with_it(plot: QuietPlot, theme: Theme) -> None:
    item = BoundaryItem()
    plot.addItem(item)
    item.show_pieces(CROSS)
    item.set_theme(theme)
    plot.setBackground(QColor(theme.card))
    image = plot.grab().toImage()
    middle = plot.mapFromScene(plot.view.mapViewToScene(QPointF(0.2, 0.5)))
    column = [image.pixelColor(middle.x(), middle.y() + dy).lightness() for dy in range(-6, 7)]
    card, text = QColor(theme.card).lightness(), QColor(theme.text).lightness()
    width = sum(abs(shade - card) / abs(text - card) for shade in column)
    assert 1.0 < width / theme.scale < 2.2
