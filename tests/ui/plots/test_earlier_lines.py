"""The pale lines of branches that were left."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen
from pytestqt.qtbot import QtBot

from nnviz.ui.plots.curve import Curve
from nnviz.ui.plots.curve_kinds import ACCURACY, LOSS
from nnviz.ui.plots.curve_plot import CurvePlot
from nnviz.ui.plots.earlier_lines import EarlierLines
from nnviz.ui.theme import light
from tests.ui.plots.every_step import every_step

STEPS = np.arange(5.0)


@pytest.fixture
def plot(qtbot: QtBot) -> CurvePlot:
    plot = CurvePlot((LOSS,))
    qtbot.addWidget(plot)
    plot.set_theme(light())
    return plot


def test_lines_have_the_pens_of_the_curves_but_pale(plot: CurvePlot) -> None:
    lines = EarlierLines(plot.plot)
    solid, dashed = QPen(QColor("#ff0000")), QPen(QColor("#00ff00"), 1.0, Qt.PenStyle.DashLine)
    lines.show_lines([[(STEPS, STEPS), (STEPS, 2 * STEPS)]] * 2)
    lines.set_pens((solid, dashed))
    pens = [item.pen for _, item in lines._items]
    assert [pen.style() for pen in pens] == 2 * [Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine]
    assert {pen.color().name() for pen in pens} == {"#ff0000", "#00ff00"}
    assert all(pen.color().alphaF() < 0.5 for pen in pens)
    lines.show_lines([[(STEPS, STEPS)]])
    assert len(lines) == 1
    assert lines._items[0][1].pen.color().name() == "#ff0000"
    lines.show_lines([])
    assert len(lines) == 0


@pytest.mark.parametrize("percent", [False, True])
def test_all_of_a_branch_that_was_left_is_to_be_seen(qtbot: QtBot, percent: bool) -> None:
    plot = CurvePlot((ACCURACY if percent else LOSS,))
    qtbot.addWidget(plot)
    plot.set_theme(light())
    plot.show()
    keys = [line.key for line in plot.choice.drawn]
    now = every_step(np.array([0.5, 0.6])), Curve(np.array([0.5]), steps=np.array([0.0]))
    plot.show_curves(dict(zip(keys, now, strict=True)), 10)
    old = (
        every_step(np.linspace(0.6, 0.9, 5_000), first_step=1),
        Curve(np.array([0.6, 0.9]), steps=np.array([1.0, 5_000.0])),
    )
    plot.show_earlier([dict(zip(keys, old, strict=True))])
    plot.show_curves(dict(zip(keys, now, strict=True)), 10)
    assert plot.plot.area.right >= 5_000
    lines = [item.points for _, item in plot._lines.earlier._items]
    assert [float(y[-1]) for _, y in lines] == pytest.approx([90.0, 90.0] if percent else [0.9, 0.9])
    assert len(lines[0][0]) < 1_700
    plot.show_earlier([])
    plot.show_curves(dict(zip(keys, now, strict=True)), 10)
    assert plot.plot.area.right < 100
