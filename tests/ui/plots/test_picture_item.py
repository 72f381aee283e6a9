"""Pictures on a plot, stretched as they are painted or ahead of that."""

import os
import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from nnviz.core.regions import Rectangle
from nnviz.ui.plots import picture_item
from nnviz.ui.plots.picture_item import PictureItem
from nnviz.ui.plots.quiet_plot import QuietPlot
from nnviz.ui.theme import dark, light
from tests.ui.fields.hands import put_on_screen

AREA = Rectangle(-1.3, -2.0, 4.0, 3.1)


@pytest.fixture
def plot(qtbot: QtBot) -> QuietPlot:
    plot = QuietPlot("x", "y")
    plot.set_theme(light())
    plot.resize(403, 297)
    plot.view.setRange(xRange=(AREA.left, AREA.right), yRange=(AREA.bottom, AREA.top), padding=0)
    put_on_screen(qtbot, plot)
    return plot


@pytest.fixture
def item(plot: QuietPlot) -> PictureItem:
    item = PictureItem()
    plot.addItem(item)
    return item


@pytest.fixture
def n_drawn(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows by one whenever a picture is stretched."""
    drawn: list[int] = []
    draw = picture_item._draw

    def counted(painter: QPainter, pixels: NDArray[np.uint32], area: Rectangle) -> None:
        drawn.append(pixels.size)
        draw(painter, pixels, area)

    monkeypatch.setattr(picture_item, "_draw", counted)
    return drawn


def some_pixels(seed: int, opacity: int = 0x90) -> NDArray[np.uint32]:
    """A picture whose colours are multiplied with its opacity."""
    rng = np.random.default_rng(seed)
    channels = rng.integers(0, opacity, (3, 20, 30), dtype=np.uint32)
    return np.asarray(opacity << 24 | channels[0] << 16 | channels[1] << 8 | channels[2], dtype=np.uint32)


def seen(plot: QuietPlot) -> NDArray[Any]:
    image = plot.grab().toImage().convertToFormat(QImage.Format.Format_ARGB32)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4).astype(int)


@pytest.mark.parametrize("opacity", [0x90, 0xFF])
def test_what_was_stretched_ahead_looks_as_it_would_have(
    plot: QuietPlot, item: PictureItem, n_drawn: list[int], opacity: int
) -> None:
    pixels = some_pixels(1, opacity)
    item.show_pixels(pixels, AREA)
    expected = seen(plot)
    n_drawn.clear()
    item.stretch(pixels, AREA)
    assert len(n_drawn) == 1
    np.testing.assert_allclose(seen(plot), expected, atol=1)  # a level of 255, by another order of rounding
    np.testing.assert_allclose(seen(plot), expected, atol=1)
    assert len(n_drawn) == 1, "nothing was stretched while it was painted"


def test_what_was_stretched_for_another_picture_place_or_view_is_left(
    plot: QuietPlot, item: PictureItem, n_drawn: list[int]
) -> None:
    pixels, others = some_pixels(1), some_pixels(2)
    item.show_pixels(others, AREA)
    expected = seen(plot)
    item.stretch(pixels, AREA)
    n_drawn.clear()
    np.testing.assert_array_equal(seen(plot), expected)
    assert len(n_drawn) == 1

    item.show_pixels(pixels, Rectangle(0.0, 0.0, 1.0, 1.0))  # the same pixels elsewhere
    seen(plot)
    assert len(n_drawn) == 2

    item.show_pixels(pixels, AREA)
    seen(plot)
    assert len(n_drawn) == 2
    plot.view.setRange(xRange=(0, 2), yRange=(0, 2), padding=0)
    seen(plot)
    assert len(n_drawn) == 3


def test_nothing_is_stretched_that_reaches_beyond_the_view_or_is_in_none(item: PictureItem, n_drawn: list[int]) -> None:
    item.stretch(some_pixels(1), Rectangle(-1e6, -1e6, 1e6, 1e6))  # as fine as the screen it would fill the memory
    PictureItem().stretch(some_pixels(1), AREA)
    assert not n_drawn


def test_other_colours_behind_it_show_through_what_was_stretched(
    plot: QuietPlot, item: PictureItem, n_drawn: list[int]
) -> None:
    pixels = some_pixels(1, 0x40)
    item.stretch(pixels, AREA)
    item.show_pixels(pixels, AREA)
    n_drawn.clear()
    on_light = seen(plot)
    plot.set_theme(dark())
    assert seen(plot)[100:200, 100:200].mean() < on_light[100:200, 100:200].mean() - 50
    assert not n_drawn


def test_nothing_that_was_stretched_is_kept_beyond_its_picture(item: PictureItem) -> None:
    pixels = some_pixels(1)
    item.stretch(pixels, AREA)
    item.show_pixels(pixels, AREA)
    assert item._stretched is not None
    item.show_pixels(some_pixels(2), AREA)
    assert item._stretched is None
    item.stretch(pixels, AREA)
    item.clear()
    assert item._stretched is None


@pytest.mark.parametrize("ratio", ["1.25", "1.5", "2"])
def test_on_a_fine_screen_it_lies_where_it_would_have(ratio: str) -> None:
    """In a process of its own: how many pixels a pixel has is settled with the first window."""
    environment = os.environ | {"QT_SCALE_FACTOR": ratio, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "tests.ui.plots.fine_screen"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [ratio, "as", "it", "would", "have"]


def test_another_size_of_the_plot_has_another_picture(plot: QuietPlot, item: PictureItem, n_drawn: list[int]) -> None:
    for width in (403, 350, 350):
        plot.resize(width, 297)
        seen(plot)
        pixels = some_pixels(width)
        item.show_pixels(pixels, AREA)
        expected = seen(plot)
        item.stretch(pixels, AREA)
        n_drawn.clear()
        np.testing.assert_allclose(seen(plot), expected, atol=1)
        assert not n_drawn
