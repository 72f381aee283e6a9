"""A view and its two axes, laid out without all else that pyqtgraph's own plot has."""

import pytest
from pytestqt.qtbot import QtBot

from nnviz.ui.plots.quiet_plot import QuietPlot
from nnviz.ui.plots.scaled_axis import ScaledAxis
from nnviz.ui.theme import light


@pytest.fixture
def own_axis(qapp: object) -> ScaledAxis:
    del qapp
    return ScaledAxis("left")


def test_the_axes_stand_at_the_view_and_follow_it(qtbot: QtBot, own_axis: ScaledAxis) -> None:
    plot = QuietPlot("step", "nats", axes={"left": own_axis})
    qtbot.addWidget(plot)
    plot.resize(400, 300)
    plot.set_theme(light())
    plot.show()
    qtbot.waitExposed(plot)
    assert plot.axes["left"] is own_axis
    view, below = plot.view.geometry(), plot.axes["bottom"].geometry()
    assert own_axis.geometry().right() == view.left()
    assert (below.left(), below.top(), below.right()) == (view.left(), view.bottom(), view.right())
    assert own_axis.geometry().top() == view.top() >= 6  # half of the topmost number reaches above
    plot.view.setRange(xRange=(3, 5), yRange=(-2, 9), padding=0)
    assert plot.axes["bottom"].range == [3, 5]
    assert own_axis.range == [-2, 9]


def test_nothing_else_stands_in_it(qtbot: QtBot) -> None:
    plot = QuietPlot("step", "nats")
    qtbot.addWidget(plot)
    assert {*plot.view.parentItem().childItems()} == {plot.view, *plot.axes.values()}
