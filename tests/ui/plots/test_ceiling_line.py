"""The ceiling of a plot of curves: a line, and its name where it covers nothing."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF
from pytestqt.qtbot import QtBot

from nnviz.ui.plots.curve_kinds import ACCURACY
from nnviz.ui.plots.curve_plot import CurvePlot
from nnviz.ui.theme import Theme, dark, light
from tests.ui.fields.hands import put_on_screen
from tests.ui.plots.every_step import every_step


@pytest.fixture
def plot(qtbot: QtBot) -> CurvePlot:
    plot = CurvePlot((ACCURACY,))
    plot.set_theme(light())
    plot.resize(240, 130)
    put_on_screen(qtbot, plot)
    rising = every_step(np.linspace(0.3, 0.96, 101))
    plot.show_curves({"training-accuracy": rising, "test-accuracy": rising}, 100)
    qtbot.wait(1)
    return plot


def test_without_a_ceiling_nothing_takes_room(plot: CurvePlot) -> None:
    assert plot.ceiling.text == ""
    assert plot.ceiling.level is None
    assert not plot.ceiling.name.isVisible()
    assert plot.plot.height() == plot.height()


def test_it_is_named_above_the_plot_and_fits_the_narrowest_dock(qtbot: QtBot, plot: CurvePlot) -> None:
    plot.ceiling.show("best possible 96.7 %", "Nobody is right more often.", 96.7)
    qtbot.wait(1)
    name = plot.ceiling.name
    assert name.isVisible()
    assert "best possible 96.7 %" in name.text()
    assert name.toolTip() == "Nobody is right more often."
    assert name.geometry().bottom() <= plot.plot.geometry().top()
    assert name.minimumSizeHint().width() <= name.width() <= 240
    plot.ceiling.hide()
    assert not name.isVisible()
    assert plot.ceiling.text == ""


@pytest.mark.parametrize("theme", [light(), dark()], ids=["light", "dark"])
def test_the_line_is_where_its_level_is(qtbot: QtBot, plot: CurvePlot, theme: Theme) -> None:
    plot.set_theme(theme)
    plot.ceiling.show("best possible 70.0 %", "", 70.0)
    qtbot.wait(1)
    image = plot.plot.grab().toImage()
    (left, right), _ = plot.plot.view.viewRange()

    def n_drawn(level: float) -> int:
        ends = [plot.plot.mapFromScene(plot.plot.view.mapViewToScene(QPointF(x, level))) for x in (left, right)]
        row = ends[0].y()
        return max(
            sum(image.pixelColor(x, y).name() == theme.text for x in range(ends[0].x(), ends[1].x()))
            for y in (row - 1, row, row + 1)
        )

    assert n_drawn(70.0) > 60
    assert n_drawn(50.0) == 0


def test_while_its_level_is_not_known_only_its_name_is_there(plot: CurvePlot) -> None:
    plot.ceiling.show("best possible 96.7 %", "", 96.7)
    plot.ceiling.show("best possible computing…", "", None)
    assert plot.ceiling.level is None
    assert not plot.ceiling._line.isVisible()
    assert "computing…" in plot.ceiling.name.text()


def test_hovering_tells_it_with_the_values(qtbot: QtBot, plot: CurvePlot) -> None:
    plot.ceiling.show("best possible 96.7 %", "", 96.7)
    qtbot.wait(1)
    place = plot.plot.mapFromScene(plot.plot.view.mapViewToScene(QPointF(50.0, 70.0)))
    qtbot.mouseMove(plot.plot.viewport(), QPoint(1, 1))
    qtbot.mouseMove(plot.plot.viewport(), place)
    qtbot.waitUntil(lambda: plot.readout != "")
    assert plot.readout.splitlines()[-1] == "best possible 96.7 %"
