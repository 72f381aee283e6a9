"""The curves in the real window: what is drawn is chosen, by mouse and by key, and it is remembered."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from nnviz.experiment.experiment import Experiment
from nnviz.session.settings import Settings
from nnviz.session.update import RunState
from nnviz.ui.main_window import MainWindow
from nnviz.ui.plots.curve_plot import CurvePlot
from nnviz.ui.plots.curves_button import CurvesPopup
from tests.ui.test_window_shapes import pick

LEFT = Qt.MouseButton.LeftButton
OpenWindow = Callable[[Experiment], MainWindow]


@pytest.fixture
def finished(qtbot: QtBot, window: MainWindow) -> MainWindow:
    """A window whose run of 60 steps has come to its end."""
    window.activateWindow()
    window.actions_["play"].trigger()
    qtbot.waitUntil(lambda: window.session.latest.state is RunState.FINISHED)
    qtbot.waitUntil(lambda: window.views is not None and not window.views.is_busy)
    return window


def loss_of(window: MainWindow) -> CurvePlot:
    assert window.views is not None
    return window.views.loss


def open_popup(qtbot: QtBot, plot: CurvePlot) -> CurvesPopup:
    qtbot.mouseClick(plot.button.button, LEFT)
    popup = plot.button.popup
    assert popup is not None
    return popup


def drawn(plot: CurvePlot, key: str) -> np.ndarray:
    return plot._lines._items[key].points[1]


def title(window: MainWindow) -> str:
    assert window.views is not None
    return window.views.docks[0]._title.text()


def tab_to(qtbot: QtBot, window: MainWindow, wanted: QWidget) -> None:
    """Press Tab until the keyboard is there."""
    for _ in range(200):
        focus = QApplication.focusWidget()
        if focus is wanted:
            return
        qtbot.keyClick(focus or window, Qt.Key.Key_Tab)
    raise AssertionError("Tab never comes there")


def test_by_mouse_curves_are_switched_on_and_other_quantities_are_shown(qtbot: QtBot, finished: MainWindow) -> None:
    plot, curves = loss_of(finished), finished.session.latest.curves
    popup = open_popup(qtbot, plot)
    for box in popup.lines[2:]:
        qtbot.mouseClick(box, LEFT, pos=QPoint(8, box.height() // 2))
    np.testing.assert_array_equal(drawn(plot, "data-loss"), curves.data_loss)
    np.testing.assert_array_equal(drawn(plot, "penalty"), curves.penalty)
    pick(popup.group, "gradient")
    assert title(finished) == plot.plot.axes["left"].labelText.capitalize() == "Gradient norm"
    np.testing.assert_array_equal(drawn(plot, "gradient-norm"), curves.gradient_norm)
    snapshot = finished.session.latest.snapshot
    gradients = (*snapshot.weight_gradients, *snapshot.bias_gradients)
    length = np.sqrt(sum((gradient**2).sum() for gradient in gradients))
    assert drawn(plot, "gradient-norm")[-1] == pytest.approx(length, rel=1e-9)
    pick(popup.group, "rate")
    assert title(finished) == "Learning rate"
    assert set(drawn(plot, "learning-rate")) == {0.1}
    place = plot.plot.mapFromScene(plot.plot.view.mapViewToScene(QPointF(30.0, 0.05)))
    popup.close()
    qtbot.mouseMove(plot.plot.viewport(), place)
    qtbot.waitUntil(lambda: plot.readout != "")
    assert plot.readout.splitlines()[1] == "learning rate 0.100000"


def test_by_key_axes_are_chosen_and_values_are_read(qtbot: QtBot, finished: MainWindow) -> None:
    plot = loss_of(finished)
    finished._center.setFocus()
    tab_to(qtbot, finished, plot.button.button)
    qtbot.keyClick(plot.button.button, Qt.Key.Key_Space)
    popup = plot.button.popup
    assert popup is not None
    for field in (popup.steps, popup.values):
        field.setFocus()
        qtbot.keyClick(field, Qt.Key.Key_Down)
    assert (plot.choice.log_steps, plot.choice.log_values) == (True, True)
    qtbot.keyClick(popup, Qt.Key.Key_Escape)
    tab_to(qtbot, finished, plot.plot)
    losses = finished.session.latest.curves.loss
    for key, step in ((Qt.Key.Key_Left, 59), (Qt.Key.Key_Left, 58), (Qt.Key.Key_Home, 1), (Qt.Key.Key_Right, 2)):
        qtbot.keyClick(plot.plot, key)
        assert plot.readout.splitlines()[:2] == [f"step {step}", f"training {losses[step]:.6f}"]
    qtbot.keyClick(plot.plot, Qt.Key.Key_Escape)
    assert plot.readout == ""
    qtbot.wait(50)
    assert finished.session.past_step is None  # none of these keys went through time


def test_what_was_chosen_is_there_at_the_next_start(
    qtbot: QtBot, open_window: OpenWindow, small_experiment: Experiment
) -> None:
    Settings().set_curves("accuracy", ("accuracy", "test-accuracy", "log-steps"))
    window = open_window(small_experiment)
    assert window.views is not None
    accuracy = window.views.accuracy
    assert [line.key for line in accuracy.choice.drawn] == ["test-accuracy"]
    assert accuracy.plot.axes["bottom"].is_log
    popup = open_popup(qtbot, loss_of(window))
    pick(popup.group, "gradient")
    popup.close()
    assert Settings().curves("loss")[0] == "gradient"
