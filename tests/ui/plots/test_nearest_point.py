import numpy as np
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from nnviz.ui.plots.nearest_point import nearest_point
from nnviz.ui.plots.quiet_plot import QuietPlot
from tests.ui.fields.hands import put_on_screen


def test_the_nearest_in_pixels_is_found_if_it_is_near(qtbot: QtBot) -> None:
    plot = QuietPlot("", "")
    plot.resize(400, 300)
    put_on_screen(qtbot, plot)
    plot.view.setRange(xRange=(0.0, 1.0), yRange=(0.0, 1000.0), padding=0.0)
    points = np.array([[0.5, 500.0], [0.52, 500.0], [0.5, 530.0]])
    scene = plot.view.mapViewToScene
    assert nearest_point(plot, points, scene(QPointF(0.5, 500.0))) == 0
    assert nearest_point(plot, points, scene(QPointF(0.518, 501.0))) == 1
    assert nearest_point(plot, points, scene(QPointF(0.5, 527.0))) == 2
    assert nearest_point(plot, points, scene(QPointF(0.5, 650.0))) is None
    assert nearest_point(plot, points[:0], scene(QPointF(0.5, 500.0))) is None
    assert nearest_point(plot, np.array([[-0.01, 500.0]]), scene(QPointF(-0.01, 500.0))) is None
