"""The main window, driven as a person would."""

import os
import time
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from nnviz.experiment.experiment import Experiment
from nnviz.experiment.presets import preset
from nnviz.session.update import RunState
from nnviz.ui.main_window import MainWindow
from nnviz.ui.plots.region_layer import STILL_CELLS
from tests.conftest import run_deferred_deletes

OpenWindow = Callable[[Experiment], MainWindow]

CLOSINGS = int(os.environ.get("NNVIZ_CLOSINGS", "3"))
"""Windows closed in mid-run, a second each. A soak: NNVIZ_CLOSINGS=500 .venv/bin/pytest -n0 -k again_and_again"""


def pixels(widget: QWidget) -> np.ndarray:
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.array(image.constBits()).copy()


def step_of(window: MainWindow) -> int:
    return int(window.run_bar.step_figure.text.replace(",", ""))


def wait_for_state(qtbot: QtBot, window: MainWindow, state: RunState) -> None:
    qtbot.waitUntil(lambda: window._session.latest.state is state)


def press(qtbot: QtBot, window: MainWindow, key: Qt.Key) -> None:
    window.setFocus()
    qtbot.keyClick(window, key)


def test_play_trains_to_the_end_and_every_view_changes(qtbot: QtBot, window: MainWindow) -> None:
    views = window.views
    assert views is not None
    parts = {
        "regions": views.canvas.canvas,
        "loss": views.loss.plot,
        "accuracy": views.accuracy.plot,
        "weights": views.weights,
        "figures": window.run_bar,
    }
    before = {name: pixels(part) for name, part in parts.items()}
    press(qtbot, window, Qt.Key.Key_Space)
    wait_for_state(qtbot, window, RunState.FINISHED)
    qtbot.wait(100)
    for name, part in parts.items():
        assert not np.array_equal(pixels(part), before[name]), name
    assert step_of(window) == 60
    assert window.status_line.state.text() == "● Finished"
    assert window.run_bar.play_button.text() == "Play"


def test_the_first_space_in_a_fresh_window_plays(qtbot: QtBot, window: MainWindow) -> None:
    focus = QApplication.focusWidget()
    assert not isinstance(focus, QAbstractButton)
    qtbot.keyClick(focus, Qt.Key.Key_Space)
    wait_for_state(qtbot, window, RunState.FINISHED)


def test_the_figures_are_those_of_the_snapshot(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_["step"].trigger()
    qtbot.waitUntil(lambda: step_of(window) == 1)
    snapshot = window._session.latest.snapshot
    assert snapshot is not None
    assert snapshot.evaluation.test_accuracy is not None
    assert window.run_bar.training_loss.text == f"{snapshot.loss:.4f}"
    assert window.run_bar.test_loss.text == f"{snapshot.evaluation.test_loss:.4f}"
    assert window.run_bar.test_accuracy.text == f"{100 * snapshot.evaluation.test_accuracy:.1f} %"


def test_the_article_is_met_in_the_window(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(preset("three-clusters"))
    assert window.run_bar.training_loss.text == "2.9703"
    window.actions_["play"].trigger()
    qtbot.waitUntil(lambda: window._session.latest.state is RunState.FINISHED, timeout=240_000)
    assert window.run_bar.step_figure.text == "5,000"
    assert window.run_bar.training_loss.text == "0.2274"
    assert window.run_bar.test_accuracy.text == "96.4 %"


def test_step_makes_one_update_and_stands_still(qtbot: QtBot, window: MainWindow) -> None:
    for expected in (1, 2, 3):
        press(qtbot, window, Qt.Key.Key_Right)
        qtbot.waitUntil(lambda expected=expected: step_of(window) == expected)
    qtbot.wait(80)
    assert step_of(window) == 3
    assert window._session.latest.state is RunState.WAITING


def test_pause_stops_and_play_goes_on(qtbot: QtBot, open_window: OpenWindow, endless_experiment: Experiment) -> None:
    window = open_window(endless_experiment)
    press(qtbot, window, Qt.Key.Key_Space)
    assert window.run_bar.play_button.text() == "Pause"
    qtbot.waitUntil(lambda: step_of(window) > 20)
    press(qtbot, window, Qt.Key.Key_Space)
    assert window.run_bar.play_button.text() == "Play"
    wait_for_state(qtbot, window, RunState.WAITING)
    stood_at = step_of(window)
    qtbot.wait(100)
    assert step_of(window) == stood_at
    qtbot.mouseClick(window.run_bar.play_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: step_of(window) > stood_at)


def test_reset_returns_to_exactly_the_same_start(qtbot: QtBot, window: MainWindow) -> None:
    start = window._session.latest.snapshot
    press(qtbot, window, Qt.Key.Key_Space)
    wait_for_state(qtbot, window, RunState.FINISHED)
    press(qtbot, window, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: step_of(window) == 0)
    again = window._session.latest.snapshot
    assert start is not None
    assert again is not None
    assert start is not again
    for one, other in zip((*start.weights, *start.biases), (*again.weights, *again.biases), strict=True):
        np.testing.assert_array_equal(one, other)
    assert again.loss == start.loss


def test_play_at_the_end_begins_anew(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, Qt.Key.Key_Space)
    wait_for_state(qtbot, window, RunState.FINISHED)
    run = window._session.latest.run
    press(qtbot, window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window._session.latest.run == run + 1 and step_of(window) == 60)


def test_the_slowest_speed_is_one_step_a_second(
    qtbot: QtBot, open_window: OpenWindow, endless_experiment: Experiment
) -> None:
    window = open_window(endless_experiment)
    slider = window.run_bar.speed._slider
    slider.setFocus()
    qtbot.keyClick(slider, Qt.Key.Key_Home)
    assert window.run_bar.speed.speed == 1
    assert window.run_bar.speed._value.text() == "1 step/s"
    started = time.perf_counter()
    window.actions_["play"].trigger()
    qtbot.waitUntil(lambda: step_of(window) >= 1)
    qtbot.wait(600)
    assert step_of(window) <= 1 + time.perf_counter() - started  # the first comes at once
    window.actions_["faster"].trigger()
    assert window.run_bar.speed.speed == 2
    window.actions_["slower"].trigger()
    assert window.run_bar.speed.speed == 1


def test_closing_in_mid_run_is_clean_again_and_again(
    qtbot: QtBot, open_window: OpenWindow, endless_experiment: Experiment
) -> None:
    for _ in range(CLOSINGS):
        window = open_window(endless_experiment)
        window.actions_["play"].trigger()
        qtbot.waitUntil(lambda window=window: step_of(window) > 3)
        assert window._session.latest.state is RunState.TRAINING
        window.close()
        assert not window.isVisible()
        window.deleteLater()
        run_deferred_deletes()
    # The fixture then sees to it that nothing of all these is left: no window, no thread, no timer.


def test_space_presses_the_button_that_has_the_keyboard(qtbot: QtBot, window: MainWindow) -> None:
    n_clusters = len(window._session.experiment.data.clusters)
    button = window.data_panel._add
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is button)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert len(window._session.experiment.data.clusters) == n_clusters + 1
    assert not window._session.plays


def test_clicks_leave_the_keyboard_where_it_was(qtbot: QtBot, window: MainWindow) -> None:
    window.setFocus()
    qtbot.mouseClick(window.run_bar.play_button, Qt.MouseButton.LeftButton)
    assert QApplication.focusWidget() is not window.run_bar.play_button


def test_hovering_a_curve_tells_step_and_value(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, Qt.Key.Key_Space)
    wait_for_state(qtbot, window, RunState.FINISHED)
    views = window.views
    assert views is not None
    for curve_plot in (views.loss, views.accuracy):
        plot = curve_plot.plot
        assert curve_plot.readout == ""
        place = plot.mapFromScene(plot.view.mapViewToScene(plot.view.viewRect().center()))
        qtbot.mouseMove(plot.viewport(), place)
        qtbot.waitUntil(lambda curve_plot=curve_plot: curve_plot.readout != "")
        lines = curve_plot.readout.splitlines()
        assert lines[0].startswith("step ")
        step = int(lines[0].removeprefix("step ").replace(",", ""))
        key = curve_plot.choice.drawn[0].key
        values = curve_plot._lines.curves[key].values
        expected = f"{100 * values[step]:.2f} %" if key == "training-accuracy" else f"{values[step]:.6f}"
        assert lines[1] == f"training {expected}"
        assert lines[2].startswith("test ")


def test_the_canvas_zooms_pans_and_returns(qtbot: QtBot, window: MainWindow) -> None:
    views = window.views
    assert views is not None
    canvas = views.canvas.canvas
    everything = canvas.area
    canvas.view.scaleBy((0.5, 0.5))
    canvas.view.translateBy(x=1.0, y=0.5)
    zoomed = canvas.area
    assert zoomed.right - zoomed.left == pytest.approx((everything.right - everything.left) / 2)

    def drawn() -> tuple[float, float]:
        rectangle = canvas.regions.picture.mapRectToParent(canvas.regions.picture.boundingRect())
        return rectangle.left(), rectangle.right()

    qtbot.waitUntil(lambda: drawn() == pytest.approx((zoomed.left, zoomed.right)))  # in one of the next frames
    assert canvas.area == zoomed
    window.actions_["reset-zoom"].trigger()
    assert canvas.area == everything


def test_a_double_click_on_the_canvas_shows_everything(qtbot: QtBot, window: MainWindow) -> None:
    views = window.views
    assert views is not None
    canvas = views.canvas.canvas
    everything = canvas.area
    views.canvas.chips["clusters"].click()  # with clusters to take hold of, it makes another one
    canvas.view.scaleBy((0.3, 0.3))
    qtbot.mouseDClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=canvas.viewport().rect().center())
    assert canvas.area == everything


def test_mistakes_are_ringed(window: MainWindow) -> None:
    views = window.views
    assert views is not None
    update = window._session.latest
    assert update.snapshot is not None
    assert update.dataset is not None
    predicted = update.snapshot.network.logits(update.dataset.test_points).argmax(axis=1)
    n_wrong = int((predicted != update.dataset.test_labels).sum())
    assert n_wrong > 0
    assert views.canvas.canvas.points.n_mistakes == n_wrong


def test_every_chip_changes_the_canvas_and_back(qtbot: QtBot, window: MainWindow) -> None:
    views = window.views
    assert views is not None
    qtbot.waitUntil(lambda: views.canvas.canvas.regions.n_cells == STILL_CELLS)
    before = pixels(views.canvas.canvas)
    for layer in ("test", "training", "mistakes"):
        chip = views.canvas.chips[layer]
        chip.click()  # one of them may be in the menu
        qtbot.waitUntil(lambda: not np.array_equal(pixels(views.canvas.canvas), before))
        chip.click()
        qtbot.waitUntil(lambda: np.array_equal(pixels(views.canvas.canvas), before))


def test_the_weights_show_the_numbers_of_the_snapshot(window: MainWindow) -> None:
    views = window.views
    snapshot = window._session.latest.snapshot
    assert views is not None
    assert snapshot is not None
    cells = views.weights.cells
    areas = cells._areas()
    assert len(areas) == 2
    block, area = areas[0]
    found = cells.value_at(QPoint(area.left() + 3, area.top() + 3))
    assert found == ("x₁ → h₁", snapshot.weights[0][0, 0])
    found = cells.value_at(QPoint(area.right() - 3, area.bottom() - 3))
    assert found == ("bias → h₄", snapshot.biases[0][3])
    assert block.title == "W₁  input → hidden  (2 × 4)"
    assert cells.value_at(QPoint(1, 1)) is None
    largest = max(np.abs(array).max() for array in (*snapshot.weights, *snapshot.biases))
    assert largest <= views.weights.scale_bar.largest <= largest + 0.1


def test_divergence_is_said_and_mended(qtbot: QtBot, window: MainWindow) -> None:
    experiment = window._session.experiment
    field = window.training_panel._rate._field
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "10")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    penalty = window.training_panel._penalty._field
    penalty.setFocus()
    penalty.selectAll()
    qtbot.keyClicks(penalty, "10")
    qtbot.keyClick(penalty, Qt.Key.Key_Return)
    end = window.training_panel._end
    end.setFocus()
    end.selectAll()
    qtbot.keyClicks(end, "100000")
    qtbot.keyClick(end, Qt.Key.Key_Return)
    window.actions_["play"].trigger()
    wait_for_state(qtbot, window, RunState.DIVERGED)
    assert "no longer a finite number" in window.toast.text()
    assert window.toast.isVisible()
    snapshot = window._session.latest.snapshot
    assert snapshot is not None
    assert snapshot.is_finite
    assert window.status_line.state.text() == f"● Diverged at step {snapshot.step:,}"
    for _ in range(3):
        window.actions_["undo"].trigger()
    assert window._session.experiment == experiment
    window.actions_["reset"].trigger()
    window.actions_["play"].trigger()
    wait_for_state(qtbot, window, RunState.FINISHED)
