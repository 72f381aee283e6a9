"""Painting in the real window, by mouse and by keyboard."""

from collections.abc import Callable
from itertools import pairwise

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nnviz.data.paint import under_brush
from nnviz.experiment.build import draw_points
from nnviz.experiment.experiment import Experiment
from nnviz.experiment.presets import preset
from nnviz.experiment.source_spec import ClustersSource
from nnviz.ui.main_window import MainWindow
from nnviz.ui.plots.canvas import Canvas
from nnviz.ui.plots.paint_tool import Tool
from tests.ui.keyboard import press, take_keyboard

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(open_window: Callable[[Experiment], MainWindow], small_experiment: Experiment) -> MainWindow:
    window = open_window(small_experiment)
    window.actions_["paint"].trigger()
    return window


@pytest.fixture
def canvas(window: MainWindow) -> Canvas:
    return window.views.canvas.canvas


def points_of(window: MainWindow) -> tuple[np.ndarray, np.ndarray]:
    return draw_points(window.session.experiment.data)


def n_shown(window: MainWindow) -> int:
    dataset = window.session.latest.dataset
    return 0 if dataset is None else dataset.n_points


def pixel(canvas: Canvas, x: float, y: float) -> QPoint:
    return canvas._to_pixels(QPointF(x, y)).toPoint()


def stroke(canvas: Canvas, *places: tuple[float, float], release: bool = True) -> None:
    """Press at the first place, go through the others, let go."""
    viewport = canvas.viewport()
    first, *others = (pixel(canvas, *place) for place in places)
    QTest.mouseMove(viewport, first)
    QTest.mousePress(viewport, LEFT, Qt.KeyboardModifier.NoModifier, first)
    for place in others:
        QTest.mouseMove(viewport, place)
    if release:
        QTest.mouseRelease(viewport, LEFT, Qt.KeyboardModifier.NoModifier, (others or [first])[-1])


def choose(window: MainWindow, qtbot: QtBot, tool: Tool) -> None:
    qtbot.mouseClick(window.views.canvas.paint_bar.tools[tool], LEFT)


def test_the_brushes_are_laid_out_and_put_away(window: MainWindow, qtbot: QtBot):
    card = window.views.canvas
    assert card.paint_bar.isVisible()
    assert card.chips["training"].isChecked()  # who paints wants to see all points
    assert len(card.paint_bar.classes) == 3
    assert "B brush" in window.status_line._hint.text()
    qtbot.mouseClick(card.paint_bar.done, LEFT)
    assert not card.paint_bar.isVisible()
    assert not window.actions_["paint"].isChecked()
    assert "Space plays" in window.status_line._hint.text()
    qtbot.keyClick(window, Qt.Key.Key_P)
    assert card.paint_bar.isVisible()


def test_a_stroke_sprays_points_of_the_chosen_class_and_is_one_undo(window: MainWindow, canvas: Canvas, qtbot: QtBot):
    before = window.session.experiment
    points, labels = points_of(window)
    area = canvas.area
    qtbot.mouseClick(window.views.canvas.paint_bar.classes[2], LEFT)
    stroke(canvas, (-1.0, 5.0), (0.0, 5.0), (1.0, 5.0))
    more, more_labels = points_of(window)
    n_new = len(more) - len(points)
    assert n_new > 20
    assert n_new % canvas.paint.brush.density == 0
    assert (more[: len(points)] == points).all()
    assert (more_labels[len(labels) :] == 2).all()
    _, (across, upward) = canvas.paint._brush_in_plot(QPointF(pixel(canvas, 0.0, 5.0)))
    away = np.abs(more[len(points) :] - (0.0, 5.0))
    assert (away < (1.0 + 1.1 * across, 1.1 * upward)).all()
    assert (away > (1.0, 0.0)).any(axis=0).all()
    qtbot.waitUntil(lambda: n_shown(window) == len(more))
    assert canvas.area == area
    window.actions_["undo"].trigger()
    assert window.session.experiment == before
    assert canvas.paint.is_on
    window.actions_["redo"].trigger()
    assert len(points_of(window)[1]) == len(more)


def test_the_network_trains_on_what_was_painted(window: MainWindow, canvas: Canvas, qtbot: QtBot):
    stroke(canvas, (0.0, 2.0))
    window.actions_["play"].trigger()
    qtbot.waitUntil(lambda: window.run_bar.step_figure.text == "60")
    assert window.session.latest.dataset.n_points == 185


def test_single_points_are_set_where_one_clicks(window: MainWindow, canvas: Canvas, qtbot: QtBot):
    choose(window, qtbot, Tool.POINT)
    stroke(canvas, (1.0, 1.0), (2.0, 2.0))
    points, labels = points_of(window)
    assert len(points) == 181
    assert labels[-1] == 0
    exact = canvas._to_plot(QPointF(pixel(canvas, 1.0, 1.0)))
    assert tuple(points[-1]) == (exact.x(), exact.y())


def test_the_eraser_takes_what_it_covers(window: MainWindow, canvas: Canvas, qtbot: QtBot):
    choose(window, qtbot, Tool.ERASER)
    before, _ = points_of(window)
    center, radii = canvas.paint._brush_in_plot(QPointF(pixel(canvas, 3.0, 3.0)))
    stroke(canvas, (3.0, 3.0))
    after, _ = points_of(window)
    assert len(after) < len(before)
    assert (after == before[~under_brush(before, center, radii)]).all()


def test_the_last_points_stay(window: MainWindow, canvas: Canvas, qtbot: QtBot):
    choose(window, qtbot, Tool.SELECT)
    area = canvas.area
    stroke(canvas, (area.left + 0.01, area.bottom + 0.01), (area.right - 0.01, area.top - 0.01))
    assert canvas.paint.selected.all()
    qtbot.keyClick(canvas, Qt.Key.Key_Delete)
    assert "Own points must be between 2 and" in window.toast.text()
    assert len(points_of(window)[0]) == 180
    assert len(canvas.paint._painting.labels) == 180


def test_jitter_moves_what_it_covers_and_nothing_else(window: MainWindow, canvas: Canvas, qtbot: QtBot):
    choose(window, qtbot, Tool.JITTER)
    before, labels = points_of(window)
    center, radii = canvas.paint._brush_in_plot(QPointF(pixel(canvas, 3.0, 3.0)))
    stroke(canvas, (3.0, 3.0))
    after, labels_after = points_of(window)
    covered = under_brush(before, center, radii)
    assert covered.any()
    assert (after[~covered] == before[~covered]).all()
    assert (after[covered] != before[covered]).all()
    assert (labels_after == labels).all()


def select_lower_left(window: MainWindow, canvas: Canvas, qtbot: QtBot) -> np.ndarray:
    choose(window, qtbot, Tool.SELECT)
    area = canvas.area
    stroke(canvas, (area.left + 0.01, area.bottom + 0.01), (0.0, 0.0))
    points, _ = points_of(window)
    corner = canvas._to_plot(QPointF(pixel(canvas, 0.0, 0.0)))
    selected = (points[:, 0] <= corner.x()) & (points[:, 1] <= corner.y())
    assert (canvas.paint.selected == selected).all()
    assert 5 < selected.sum() < 100
    return selected


def test_a_selection_is_dragged(window: MainWindow, canvas: Canvas, qtbot: QtBot):
    selected = select_lower_left(window, canvas, qtbot)
    before, _ = points_of(window)
    x, y = before[selected][0]
    stroke(canvas, (x, y), (x + 1.0, y + 0.5))
    after, _ = points_of(window)
    moves = after[selected] - before[selected]
    np.testing.assert_allclose(moves, moves[:1].repeat(len(moves), 0), atol=1e-12)
    np.testing.assert_allclose(moves[0], [1.0, 0.5], atol=0.05)
    assert (after[~selected] == before[~selected]).all()


def test_a_selection_is_nudged_relabelled_and_deleted_by_keys(window: MainWindow, canvas: Canvas, qtbot: QtBot):
    selected = select_lower_left(window, canvas, qtbot)
    before, _ = points_of(window)
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    after, _ = points_of(window)
    assert (after[selected][:, 0] > before[selected][:, 0]).all()
    assert (after[~selected] == before[~selected]).all()
    qtbot.keyClick(canvas, Qt.Key.Key_3)
    assert (points_of(window)[1][selected] == 2).all()
    qtbot.keyClick(canvas, Qt.Key.Key_Delete)
    assert len(points_of(window)[0]) == 180 - selected.sum()
    for _ in range(3):
        window.actions_["undo"].trigger()
    assert isinstance(window.session.experiment.data.source, ClustersSource)


def test_escape_takes_a_stroke_back_then_the_selection_then_puts_the_brush_away(
    window: MainWindow, canvas: Canvas, qtbot: QtBot
):
    before = window.session.experiment
    stroke(canvas, (0.0, 5.0), (1.0, 5.0), release=False)
    canvas.refresh(is_live=False)
    assert window.session.experiment != before
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert window.session.experiment == before
    assert window.session.undo_texts == (None, None)
    QTest.mouseRelease(canvas.viewport(), LEFT)
    select_lower_left(window, canvas, qtbot)
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert not canvas.paint.selected.any()
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert not canvas.paint.is_on
    assert not window.views.canvas.paint_bar.isVisible()


def test_one_paints_without_a_mouse(window: MainWindow, canvas: Canvas, qtbot: QtBot):
    canvas.setFocus()
    stroke(canvas, (0.0, 0.0))
    n_before = len(points_of(window)[0])
    for _ in range(5):
        qtbot.keyClick(canvas, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(canvas, Qt.Key.Key_BracketRight)
    assert canvas.paint.brush.radius > 30
    assert window.views.canvas.paint_bar.size_chip.radius.number == canvas.paint.brush.radius
    qtbot.keyClick(canvas, Qt.Key.Key_2)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    points, labels = points_of(window)
    assert len(points) == n_before + canvas.paint.brush.density
    assert labels[-1] == 1
    assert (points[n_before:, 1] > 0).all()
    qtbot.keyClick(canvas, Qt.Key.Key_E)
    assert window.views.canvas.paint_bar.tools[Tool.ERASER].isChecked()


def test_points_are_selected_and_moved_without_a_mouse(window: MainWindow, canvas: Canvas, qtbot: QtBot):
    take_keyboard(qtbot, window)
    canvas.setFocus()
    for key in (Qt.Key.Key_V, Qt.Key.Key_Up, Qt.Key.Key_Left, *[Qt.Key.Key_BracketRight] * 4):
        press(window, key)
    before, _ = points_of(window)
    middle = canvas._to_plot(canvas._to_pixels(QPointF(*before.mean(axis=0))) + QPointF(-4.0, -4.0))
    _, radii = canvas.paint._brush_in_plot(QPointF())
    press(window, Qt.Key.Key_Return)
    selected = under_brush(before, middle.toTuple(), radii)
    assert 0 < selected.sum() < 180
    assert (canvas.paint.selected == selected).all()
    assert window.session.undo_texts == (None, None)
    press(window, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    after, _ = points_of(window)
    assert (after[selected][:, 0] > before[selected][:, 0]).all()
    assert (after[~selected] == before[~selected]).all()
    press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.session.undo_texts == (None, "the selected points")


def test_a_class_more_is_had_by_its_key_or_the_button(window: MainWindow, canvas: Canvas, qtbot: QtBot):
    bar = window.views.canvas.paint_bar
    qtbot.keyClick(canvas, Qt.Key.Key_4)
    assert window.session.experiment.data.class_names == ("A", "B", "C", "D")
    assert window.session.experiment.layer_sizes[-1] == 4
    assert canvas.paint.brush.label == 3
    assert len(bar.classes) == 4
    qtbot.mouseClick(bar.add_class, LEFT)
    assert window.session.experiment.data.class_names[-1] == "E"
    stroke(canvas, (0.0, 5.0))
    assert points_of(window)[1][-1] == 4
    qtbot.keyClick(canvas, Qt.Key.Key_9)  # six and seven are not there
    assert len(bar.classes) == 5


def test_radius_and_density_are_typed(window: MainWindow, canvas: Canvas):
    bar = window.views.canvas.paint_bar
    bar.size_chip.radius._field.setText("10")
    bar.size_chip.radius._field.editingFinished.emit()
    bar.size_chip.density._slider.setValue(11)
    assert (canvas.paint.brush.radius, canvas.paint.brush.density) == (10, 12)
    n_before = len(points_of(window)[0])
    stroke(canvas, (0.0, 5.0))
    assert len(points_of(window)[0]) == n_before + 12


def test_too_many_points_are_not_painted_on(open_window: Callable[[Experiment], MainWindow], qtbot: QtBot):
    window = open_window(preset("circles"))
    window.session.open_preset(preset("three-clusters"))
    data = window.session.experiment.data
    many = tuple(msgspec.structs.replace(cluster, n_points=40_000) for cluster in data.clusters)
    window._edits.edit(msgspec.structs.replace(data, clusters=many), "the counts")
    window.actions_["paint"].trigger()
    assert not window.actions_["paint"].isChecked()
    assert "120,000 points are too many to paint on" in window.toast.text()
    qtbot.waitUntil(lambda: window.session.latest.snapshot is not None)


def test_another_document_is_painted_on_from_its_own_points(window: MainWindow, canvas: Canvas):
    window.session.open_preset(preset("moons"))
    assert len(canvas.paint._painting.labels) == 1000
    assert len(window.views.canvas.paint_bar.classes) == 2


def roles(window: MainWindow) -> dict[tuple[float, ...], bool]:
    """Of each point on the screen, whether the network is tested on it."""
    dataset = window.session.latest.dataset
    parts = (dataset.training_points, False), (dataset.test_points, True)
    return {tuple(point): is_test for points, is_test in parts for point in points.tolist()}


@pytest.mark.parametrize("by_class", [False, True])
def test_a_stroke_leaves_every_other_point_its_role(
    open_window: Callable[[Experiment], MainWindow], small_experiment: Experiment, qtbot: QtBot, by_class: bool
):
    data = msgspec.structs.replace(small_experiment.data, split_by_class=by_class)
    window = open_window(msgspec.structs.replace(small_experiment, data=data))
    qtbot.waitUntil(lambda: window.session.latest.dataset is not None)
    window.actions_["paint"].trigger()
    canvas, before = window.views.canvas.canvas, roles(window)
    for tool, places in (
        (Tool.BRUSH, ((0.0, 9.0), (1.0, 9.0), (2.0, 9.0))),
        (Tool.POINT, ((2.0, 2.0),)),
        (Tool.ERASER, ((0.0, 9.0), (2.0, 9.0))),
    ):
        choose(window, qtbot, tool)
        stroke(canvas, *places)
        qtbot.waitUntil(lambda: n_shown(window) == window.session.experiment.data.n_points)
        after = roles(window)
        share = window.session.experiment.data.test_share
        assert sum(after.values()) == np.ceil(len(after) * share)
        n_changed = sum(before[point] != after[point] for point in before.keys() & after.keys())
        assert n_changed <= (0 if tool is not Tool.ERASER and not by_class else 3)
        before = after


def test_the_bar_is_one_row_and_whole(window: MainWindow, qtbot: QtBot):
    bar = window.views.canvas.paint_bar
    row = [*bar.tools.values(), *bar.classes, bar.add_class, bar.size_chip, bar.done]
    for width, height in ((1024, 700), (1440, 900)):
        window.resize(width, height)
        qtbot.waitUntil(lambda: all(part.width() >= part.sizeHint().width() for part in row[:-2]))
        assert bar.done.geometry().right() < bar.width(), width
        assert bar.height() < 2 * bar.done.height(), width
        edges = [(part.geometry().left(), part.geometry().right()) for part in row]
        assert all(before[1] < after[0] for before, after in pairwise(edges)), width


def test_the_size_of_the_brush_is_chosen_without_a_mouse(window: MainWindow, canvas: Canvas, qtbot: QtBot):
    chip = window.views.canvas.paint_bar.size_chip
    assert chip.text() == "30 px · 5"
    chip.setFocus()
    qtbot.keyClick(chip, Qt.Key.Key_Space)
    assert chip.popup.isVisible()
    chip.radius._field.setText("12")
    qtbot.keyClick(chip.radius._field, Qt.Key.Key_Return)
    assert canvas.paint.brush.radius == 12
    assert chip.text() == "12 px · 5"
    qtbot.keyClick(chip.popup, Qt.Key.Key_Escape)
    assert not chip.popup.isVisible()
    qtbot.mouseClick(chip, LEFT)
    assert chip.popup.isVisible()
    chip.popup.hide()
    qtbot.keyClick(canvas, Qt.Key.Key_N)
    assert not chip.isEnabled()  # a single point has no size


def test_brushes_that_are_put_away_in_the_middle_of_a_stroke_end_it(window: MainWindow, canvas: Canvas):
    stroke(canvas, (0.0, 5.0), release=False)
    assert window.session._undo.is_in_gesture
    window.actions_["paint"].trigger()
    assert not window.session._undo.is_in_gesture
