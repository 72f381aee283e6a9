"""Clusters taken hold of in the real window: the recipe, the run and undo follow."""

from collections.abc import Callable

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from nnviz.experiment.experiment import Experiment
from nnviz.experiment.presets import preset
from nnviz.session import put_off
from nnviz.session.settings import Settings
from nnviz.ui.main_window import MainWindow
from nnviz.ui.plots.canvas import Canvas
from nnviz.ui.plots.ellipse_item import DEVIATIONS, Grip
from tests.conftest import run_deferred_deletes
from tests.ui.keyboard import press, take_keyboard
from tests.ui.plots.test_cluster_editor import drag, mouse, pixel_size, pixels
from tests.ui.test_window_shapes import pick

DOUBLE_CLICK = QEvent.Type.MouseButtonDblClick


def canvas_of(window: MainWindow) -> Canvas:
    assert window.views is not None
    return window.views.canvas.canvas


def points_of(window: MainWindow, label: int) -> np.ndarray:
    dataset = window.session.latest.dataset
    assert dataset is not None
    points = np.concatenate([dataset.training_points, dataset.test_points])
    return points[np.concatenate([dataset.training_labels, dataset.test_labels]) == label]


def wait_for_points(window: MainWindow, qtbot: QtBot, mean: tuple[float, float]) -> None:
    """Until the points of the first cluster lie around `mean`."""
    qtbot.waitUntil(
        lambda: (
            window.session.latest.dataset is not None
            and bool(np.abs(points_of(window, 0).mean(axis=0) - mean).max() < 0.6)
        )
    )


def test_a_drag_moves_the_cluster_its_points_and_its_numbers_and_is_one_undo(window: MainWindow, qtbot: QtBot):
    canvas, before = canvas_of(window), window.session.experiment
    area = canvas.area
    drag(canvas, (0.0, 0.0), (2.0, -1.0))
    cluster = window.session.experiment.data.clusters[0]
    assert cluster.mean == pytest.approx((2.0, -1.0), abs=2 * pixel_size(canvas))
    assert cluster.covariance == before.data.clusters[0].covariance
    wait_for_points(window, qtbot, cluster.mean)
    qtbot.waitUntil(lambda: canvas._dataset is window.session.latest.dataset)
    assert canvas.area == area  # nothing jumps away from the hand
    assert window.data_panel._cards[0]._mean_1.number == cluster.mean[0]
    assert window.actions_["undo"].text() == "&Undo change of the mean of A"
    window.actions_["undo"].trigger()
    assert window.session.experiment == before
    assert not window.actions_["undo"].isEnabled()


def test_the_points_are_the_same_normal_draws_moved(window: MainWindow, qtbot: QtBot):
    canvas = canvas_of(window)
    qtbot.waitUntil(lambda: window.session.latest.dataset is not None)
    before, spread = points_of(window, 0), window.session.experiment.data.clusters[0].examined.eigenvalues[0] ** 0.5
    end = canvas.editor._ellipses[0].end(0, DEVIATIONS)
    drag(canvas, end, (end[0] * 2, end[1] * 2))
    cluster = window.session.experiment.data.clusters[0]
    assert cluster.axes is not None
    assert cluster.examined.eigenvalues[0] ** 0.5 == pytest.approx(2 * spread, rel=0.1)
    qtbot.waitUntil(lambda: not np.array_equal(points_of(window, 0), before))
    along = np.array([1.0, 1.0]) / np.sqrt(2)
    stretch = points_of(window, 0) @ along / (before @ along)
    np.testing.assert_allclose(stretch, stretch[0], rtol=1e-3)


def test_a_drag_restarts_the_run_in_progress_and_it_trains_on(window: MainWindow, qtbot: QtBot):
    window.actions_["step"].trigger()
    qtbot.waitUntil(lambda: window.run_bar.step_figure.text == "1")
    drag(canvas_of(window), (0.0, 0.0), (1.0, 0.0))
    qtbot.waitUntil(lambda: window.run_bar.step_figure.text == "0")
    assert "the mean of A changed" in window.toast.text()


def test_what_cannot_be_is_refused_in_a_sentence_and_shown_as_it_was(window: MainWindow):
    canvas, before = canvas_of(window), window.session.experiment
    canvas.view.setRange(xRange=(-3000, 3000), yRange=(-3000, 3000), padding=0)
    canvas.editor.select(0)  # they all lie in a heap now
    drag(canvas, (0.0, 0.0), (2500.0, 0.0))
    assert window.session.experiment.data.clusters[0].mean[0] <= 1000
    assert "Mean must be between" in window.toast.text()
    assert canvas.editor._ellipses[0].mean == window.session.experiment.data.clusters[0].mean
    assert window.session.experiment.data.clusters[1:] == before.data.clusters[1:]


def test_a_double_click_makes_a_cluster_and_keys_duplicate_rename_and_remove_it(window: MainWindow):
    canvas = canvas_of(window)
    mouse(canvas, DOUBLE_CLICK, pixels(canvas, 4.0, 0.0))
    clusters = window.session.experiment.data.clusters
    assert [cluster.name for cluster in clusters] == ["A", "B", "C", "D"]
    assert clusters[3].mean == pytest.approx((4.0, 0.0), abs=2 * pixel_size(canvas) + 0.01)
    assert clusters[3].covariance == ((1.0, 0.0), (0.0, 1.0))
    assert canvas.editor.selected == 3
    assert not window.data_panel._cards[3]._open.isChecked()  # the keyboard stays on the canvas: Space plays
    QTest.keyClick(canvas, Qt.Key.Key_D)
    assert len(window.session.experiment.data.clusters) == 5
    assert canvas.editor.selected == 4
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    assert [cluster.name for cluster in window.session.experiment.data.clusters] == ["A", "B", "C", "D"]
    QTest.keyClick(canvas, Qt.Key.Key_1)
    QTest.keyClick(canvas, Qt.Key.Key_F2)
    assert window.data_panel._cards[0]._open.isChecked()


def test_keys_move_stretch_turn_and_name_the_selected_cluster_and_no_step_is_made(window: MainWindow, qtbot: QtBot):
    def spreads() -> list[float]:
        return np.sqrt(window.session.experiment.data.clusters[0].examined.eigenvalues).tolist()

    take_keyboard(qtbot, window)
    canvas_of(window).setFocus()
    press(window, Qt.Key.Key_1)
    press(window, Qt.Key.Key_Right)
    assert window.session.experiment.data.clusters[0].mean[0] > 0.0
    before = spreads()
    press(window, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert spreads() == pytest.approx([before[0] * 1.05, before[1]], abs=0.01)
    for _ in range(9):  # five degrees each
        press(window, Qt.Key.Key_Comma)
    (across, beside), (_, upward) = window.session.experiment.data.clusters[0].covariance
    assert upward > across
    assert beside == pytest.approx(0.0, abs=0.03)
    press(window, Qt.Key.Key_F2)
    for letter in b"ROSE":
        press(window, Qt.Key(letter))
    press(window, Qt.Key.Key_Return)
    assert window.session.experiment.data.clusters[0].name == "rose"
    qtbot.wait(100)
    assert window.run_bar.step_figure.text == "0"


def test_the_articles_matrix_stays_while_its_cluster_is_only_moved(
    open_window: Callable[[Experiment], MainWindow],
):
    window = open_window(preset("three-clusters"))
    canvas = canvas_of(window)
    drag(canvas, (2.0, 8.0), (3.0, 7.0))
    moved = window.session.experiment.data.clusters[2]
    assert moved.mean == pytest.approx((3.0, 7.0), abs=2 * pixel_size(canvas))
    assert moved.covariance == ((0.0, 0.75), (0.75, 0.0))
    end = canvas.editor._ellipses[2].end(0, DEVIATIONS)
    drag(canvas, end, (end[0] + 1.0, end[1]))
    stretched = window.session.experiment.data.clusters[2]
    assert stretched.examined.is_valid
    assert stretched.examined.eigenvalues[1] == pytest.approx(0.75, rel=1e-3)


def test_typing_moves_the_ellipse(window: MainWindow):
    field = window.data_panel._cards[0]._mean_1
    field.setText("1.5")
    field.editingFinished.emit()
    assert canvas_of(window).editor._ellipses[0].mean == (1.5, 0.0)


def test_a_mean_with_many_digits_does_not_make_the_panel_wider(window: MainWindow):
    widths = [card.minimumSizeHint().width() for card in window.data_panel._cards]
    window.data_panel._cards[0]._n_points.number_edited.emit(100_000.0)
    drag(canvas_of(window), (0.0, 0.0), (-1.7312, 0.3812))
    assert [card.minimumSizeHint().width() for card in window.data_panel._cards] == widths
    assert "100k at −1.7" in window.data_panel._cards[0]._summary.toolTip()


def test_after_clusters_are_gone_every_panel_still_follows(window: MainWindow, qtbot: QtBot):
    """Deleted cards once took the actions of other menus along: the next edit stopped half way."""
    before = window.session.experiment
    window.data_panel.command("remove", 1)
    run_deferred_deletes()
    window.data_panel.command("duplicate", 0)
    assert [card._name.text() for card in window.data_panel._cards] == [
        cluster.name for cluster in window.session.experiment.data.clusters
    ]
    for key in ("moons", "xor", "clusters"):
        pick(window.data_panel._source, key)
        run_deferred_deletes()
    while window.actions_["undo"].isEnabled():
        window.actions_["undo"].trigger()
    assert window.session.experiment == before
    assert len(window.data_panel._cards) == 3
    assert all(isValid(action) for action in window.findChildren(QAction))
    qtbot.waitUntil(lambda: window.session.latest.snapshot is not None)


@pytest.mark.parametrize("scale", [1.0, 1.61])
def test_after_a_drag_every_number_is_round_and_seen_whole(
    open_window: Callable[[Experiment], MainWindow], scale: float
):
    window = open_window(preset("three-clusters"))
    Settings().text_size = scale
    window.appearance.apply()
    canvas, card = canvas_of(window), window.data_panel._cards[0]
    card.open_details()
    canvas.setFocus()
    drag(canvas, (0.0, 0.0), (-1.2345, -2.3456))
    canvas.editor.select(0)
    turn = next(handle for handle in canvas.editor._item.handles() if handle.grip is Grip.TURN)
    drag(canvas, turn.place.toTuple(), (turn.place.x() - 0.7, turn.place.y() + 0.9))
    cluster = window.session.experiment.data.clusters[0]
    numbers = [*cluster.mean, *cluster.covariance[0], *cluster.covariance[1]]
    assert all(number == round(number, 2) for number in numbers)
    assert cluster.examined.is_valid
    QApplication.processEvents()
    matrix = [field for row in card._covariance.matrix._fields for field in row]
    for field in (card._mean_1, card._mean_2, *matrix):
        assert float(field.text()) == field.number
        assert field.fontMetrics().horizontalAdvance(field.text()) <= field._room()
    for each in window.data_panel._cards:
        widths = [each._summary.fontMetrics().horizontalAdvance(line) for line in each._summary.text().split("\n")]
        assert max(widths) <= each._summary.contentsRect().width()
    for way in ("axes", "features"):
        window.data_panel.show_coordinates(way)
        QApplication.processEvents()
        for field in card._covariance.triple(way).fields:
            assert float(field.text()) == pytest.approx(field.number, abs=0.005)
            assert field.fontMetrics().horizontalAdvance(field.text()) <= field._room()


def test_insert_adds_a_cluster_that_the_next_keys_move(window: MainWindow, qtbot: QtBot):
    canvas = canvas_of(window)
    window.views.canvas.chips["clusters"].setChecked(False)
    area = canvas.area
    QTest.keyClick(window, Qt.Key.Key_Insert)
    added = window.session.experiment.data.clusters[3]
    middle = ((area.left + area.right) / 2, (area.bottom + area.top) / 2)
    assert added.mean == pytest.approx(middle, abs=0.006)
    assert canvas.editor.selected == 3
    assert window.views.canvas.chips["clusters"].isChecked()
    qtbot.waitUntil(canvas.hasFocus)
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    moved = window.session.experiment.data.clusters[3].mean
    assert moved[0] > added.mean[0]
    QTest.keyClick(canvas, Qt.Key.Key_Insert)
    beside = window.session.experiment.data.clusters[4].mean
    assert beside[0] != pytest.approx(moved[0], abs=0.5)
    assert beside[1] == pytest.approx(moved[1], abs=0.006)
    assert "Insert" in window.status_line._hint.text()
    entry = window.actions_["add-cluster"]
    for _ in range(6):
        entry.trigger()
    assert len(window.session.experiment.data.clusters) == 10
    assert "There can be 10 clusters at most" in window.toast.text()
    pick(window.data_panel._source, "moons")
    entry.trigger()
    assert "choose “Clusters” under Data" in window.toast.text()


def test_points_and_numbers_follow_a_hand_that_does_not_wait_for_the_network(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(put_off, "_BETWEEN_NETWORKS", 3600.0)  # after the first
    canvas, session = canvas_of(window), window.session
    qtbot.waitUntil(lambda: canvas._snapshot is not None)
    before = points_of(window, 0)
    mouse(canvas, QEvent.Type.MouseButtonPress, pixels(canvas, 0.0, 0.0))
    for x in (0.5, 1.0, 1.5, 2.0):
        mouse(canvas, QEvent.Type.MouseMove, pixels(canvas, x, 0.0))
        qtbot.waitUntil(lambda x=x: abs((points_of(window, 0) - before)[:, 0].mean() - x) < 0.1)
    qtbot.waitUntil(lambda: canvas._dataset is session.latest.dataset)
    assert session.latest.is_ahead
    assert canvas._snapshot is not None  # the regions stay
    assert canvas.points.n_mistakes > 0
    centre = next(handle for handle in canvas._ellipses.handles() if handle.grip is Grip.CENTRE)
    assert centre.place.x() == pytest.approx(2.0, abs=2 * pixel_size(canvas))
    assert window.data_panel._cards[0]._mean_1.number == pytest.approx(2.0, abs=2 * pixel_size(canvas))
    mouse(canvas, QEvent.Type.MouseButtonRelease, pixels(canvas, 2.0, 0.0))
    window.actions_["step"].trigger()
    qtbot.waitUntil(lambda: window.run_bar.step_figure.text == "1")
    assert canvas._snapshot is session.latest.snapshot


def test_keys_wait_until_the_hand_lets_go_and_another_recipe_takes_the_cluster_out_of_it(
    window: MainWindow, qtbot: QtBot
):
    canvas, session, before = canvas_of(window), window.session, window.session.experiment
    qtbot.waitUntil(lambda: canvas._snapshot is not None)
    mouse(canvas, QEvent.Type.MouseButtonPress, pixels(canvas, 0.0, 0.0))
    mouse(canvas, QEvent.Type.MouseMove, pixels(canvas, 1.0, 0.0))
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    assert len(session.experiment.data.clusters) == len(before.data.clusters)
    session.open_preset(preset("two-gaussians"))
    assert not canvas.editor.is_dragging
    assert not session._undo.is_in_gesture
    mouse(canvas, QEvent.Type.MouseButtonRelease, pixels(canvas, 1.0, 0.0))
    assert f"{session.experiment.n_parameters} parameters" in window.network_panel._n_parameters.text()
    assert session.experiment == preset("two-gaussians")


def test_points_with_other_inputs_come_ahead_without_the_network_that_cannot_take_them(
    window: MainWindow, qtbot: QtBot
):
    canvas, session = canvas_of(window), window.session
    qtbot.waitUntil(lambda: canvas._snapshot is not None)
    wider = msgspec.structs.replace(session.experiment.data, inputs=("x1", "x2", "x1 * x2"))
    mouse(canvas, QEvent.Type.MouseButtonPress, pixels(canvas, 0.0, 0.0))
    session.edit(wider, "the inputs")
    qtbot.waitUntil(lambda: canvas._snapshot is not None and len(canvas._snapshot.weights[0]) == 3)
    mouse(canvas, QEvent.Type.MouseButtonRelease, pixels(canvas, 0.0, 0.0))
