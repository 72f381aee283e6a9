"""The confusion matrix in the real window: its numbers, its words, and the points behind its cells."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QByteArray, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QHelpEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QToolTip, QWidget
from pytestqt.qtbot import QtBot
from sklearn.metrics import accuracy_score, confusion_matrix

from nnviz.experiment.experiment import Experiment
from nnviz.session.settings import Settings
from nnviz.session.update import RunState
from nnviz.ui.answer_views import AnswerViews
from nnviz.ui.main_window import MainWindow
from nnviz.ui.plots.confusion_cells import ConfusionCells
from nnviz.ui.plots.confusion_layout import Cell
from nnviz.ui.plots.point_selection import PointSelection
from nnviz.ui.views import Views
from tests.session.recipes import that_diverges, with_data, with_first_cluster
from tests.ui.fields.hands import enter, focus

OpenWindow = Callable[..., MainWindow]
LEFT = Qt.MouseButton.LeftButton


def views_of(window: MainWindow) -> Views:
    assert window.views is not None
    return window.views


def answers_of(window: MainWindow) -> AnswerViews:
    return views_of(window).answers


def cells_of(window: MainWindow) -> ConfusionCells:
    return answers_of(window).confusion.cells


def selection_of(window: MainWindow) -> PointSelection:
    return views_of(window).canvas.canvas.points.selection


def wanted(window: MainWindow, *, is_test: bool) -> np.ndarray:
    """What scikit-learn counts at the moment the window shows."""
    update = window.session.latest
    assert update.snapshot is not None
    assert update.dataset is not None
    data = update.dataset
    inputs, labels = (data.test_inputs, data.test_labels) if is_test else (data.training_inputs, data.training_labels)
    return confusion_matrix(labels, update.snapshot.predict(inputs), labels=range(data.n_classes))


def rows_behind(window: MainWindow, cell: Cell, *, is_test: bool = True) -> list[int]:
    update = window.session.latest
    assert update.snapshot is not None
    assert update.dataset is not None
    data = update.dataset
    inputs, labels = (data.test_inputs, data.test_labels) if is_test else (data.training_inputs, data.training_labels)
    predicted = update.snapshot.predict(inputs)
    return np.flatnonzero((labels == cell.row) & (predicted == cell.column)).tolist()


def fullest(window: MainWindow, *, wrong: bool = True) -> Cell:
    counts = cells_of(window).counts * (1 - np.eye(3, dtype=int) if wrong else np.eye(3, dtype=int))
    row, column = np.unravel_index(counts.argmax(), counts.shape)
    return Cell(int(row), int(column))


def middle_of(cells: ConfusionCells, cell: Cell) -> QPoint:
    return cells.rect_of(cell).center()


def tip_at(cells: ConfusionCells, place: QPoint) -> str:
    QApplication.sendEvent(cells, QHelpEvent(QEvent.Type.ToolTip, place, cells.mapToGlobal(place)))
    return " ".join(QToolTip.text().split())


def test_the_counts_are_scikit_learns_for_test_and_training_points(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_["play"].trigger()
    qtbot.waitUntil(lambda: window.session.latest.state is RunState.FINISHED)
    qtbot.wait(80)
    answers = answers_of(window)
    assert (cells_of(window).counts == wanted(window, is_test=True)).all()
    assert answers._steps[0].text() == "step 60"
    qtbot.mouseClick(answers.confusion.tools.training, LEFT)
    assert (cells_of(window).counts == wanted(window, is_test=False)).all()
    update = window.session.latest
    assert update.snapshot is not None
    assert update.dataset is not None
    share = accuracy_score(update.dataset.training_labels, update.snapshot.predict(update.dataset.training_inputs))
    assert f"Accuracy {100 * share:.1f} %" in answers.confusion.tools.summary.text()
    assert answers.mistakes.tools.training.isChecked()


def test_it_follows_the_run(qtbot: QtBot, window: MainWindow) -> None:
    before = cells_of(window).counts
    for step in (1, 2, 3):
        window.actions_["step"].trigger()
        qtbot.waitUntil(lambda step=step: answers_of(window)._steps[0].text() == f"step {step}")
        assert (cells_of(window).counts == wanted(window, is_test=True)).all()
    window.actions_["reset"].trigger()
    qtbot.waitUntil(lambda: answers_of(window)._steps[0].text() == "step 0")
    assert (cells_of(window).counts == before).all()


def test_the_mouse_over_a_cell_rings_its_points(qtbot: QtBot, window: MainWindow) -> None:
    cells, selection = cells_of(window), selection_of(window)
    assert selection.rows is None
    cell = fullest(window)
    qtbot.mouseMove(cells, middle_of(cells, cell))
    qtbot.waitUntil(lambda: selection.rows is not None)
    assert selection.rows is not None
    assert selection.rows.tolist() == rows_behind(window, cell)
    assert selection.n_drawn == cells.counts[cell] > 0
    leave(cells)
    assert selection.rows is None


def leave(widget: QWidget) -> None:
    QApplication.sendEvent(widget, QEvent(QEvent.Type.Leave))


def test_a_click_selects_until_another_click_or_escape(qtbot: QtBot, window: MainWindow) -> None:
    cells, selection = cells_of(window), selection_of(window)
    cell, other = fullest(window), fullest(window, wrong=False)
    qtbot.mouseClick(cells, LEFT, pos=middle_of(cells, cell))
    leave(cells)
    assert selection.rows is not None
    assert selection.rows.tolist() == rows_behind(window, cell)
    qtbot.mouseClick(cells, LEFT, pos=middle_of(cells, other))
    leave(cells)
    assert selection.rows.tolist() == rows_behind(window, other)
    qtbot.mouseClick(cells, LEFT, pos=middle_of(cells, other))
    leave(cells)
    assert selection.rows is None
    qtbot.mouseClick(cells, LEFT, pos=middle_of(cells, cell))
    leave(cells)
    qtbot.keyClick(cells, Qt.Key.Key_Escape)
    assert selection.rows is None


def test_escape_on_the_canvas_drops_the_selection_too(qtbot: QtBot, window: MainWindow) -> None:
    cells, selection = cells_of(window), selection_of(window)
    qtbot.mouseClick(cells, LEFT, pos=middle_of(cells, fullest(window)))
    leave(cells)
    assert selection.rows is not None
    canvas = views_of(window).canvas.canvas
    focus(qtbot, canvas)
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert selection.rows is None


def test_the_selection_is_the_cells_points_at_every_step(qtbot: QtBot, window: MainWindow) -> None:
    cells = cells_of(window)
    cell = fullest(window, wrong=False)
    qtbot.mouseClick(cells, LEFT, pos=middle_of(cells, cell))
    leave(cells)
    for step in (1, 2):
        window.actions_["step"].trigger()
        qtbot.waitUntil(lambda step=step: answers_of(window)._steps[0].text() == f"step {step}")
        rows = selection_of(window).rows
        assert rows is not None
        assert rows.tolist() == rows_behind(window, cell)


def test_arrows_move_and_enter_selects_while_the_window_keeps_its_keys(qtbot: QtBot, window: MainWindow) -> None:
    cells = cells_of(window)
    focus(qtbot, cells)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Left):
        qtbot.keyClick(cells, key)
    assert cells._reached == Cell(0, 1)
    assert "predicted as" in cells.accessibleDescription()
    assert window.session.latest.snapshot is not None
    assert window.session.latest.snapshot.step == 0  # the right arrow makes no step here
    qtbot.keyClick(cells, Qt.Key.Key_Return)
    rows = selection_of(window).rows
    assert rows is not None
    assert rows.tolist() == rows_behind(window, Cell(0, 1))
    for _ in range(9):
        qtbot.keyClick(cells, Qt.Key.Key_Right)
    assert cells._reached == Cell(0, 5)
    assert cells.accessibleDescription().startswith("F1 of A")
    qtbot.keyClick(cells, Qt.Key.Key_Return)  # behind a score there are no points
    assert selection_of(window).rows is rows
    space = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, " ")
    space.ignore()
    QApplication.sendEvent(cells, space)
    assert not space.isAccepted()


def test_every_number_is_explained_under_the_mouse(window: MainWindow) -> None:
    cells = cells_of(window)
    for cell, start in (
        (Cell(0, 0), "Of the "),
        (Cell(1, 3), "Precision of B: "),
        (Cell(1, 4), "Recall of B: "),
        (Cell(1, 5), "F1 of B: "),
    ):
        assert tip_at(cells, middle_of(cells, cell)).startswith(start)
    assert cells.cell_at(QPoint(1, 1)) is None
    assert "True A, predicted:" in cells.in_words()


def test_a_tab_that_is_left_takes_its_rings_with_it(qtbot: QtBot, window: MainWindow) -> None:
    cells, (confusion, mistakes) = cells_of(window), answers_of(window).docks
    cell = fullest(window)
    qtbot.mouseClick(cells, LEFT, pos=middle_of(cells, cell))
    leave(cells)
    mistakes.raise_()
    qtbot.waitUntil(lambda: selection_of(window).rows is None)
    confusion.raise_()
    qtbot.waitUntil(lambda: selection_of(window).rows is not None)
    confusion.close()
    mistakes.close()
    qtbot.waitUntil(lambda: selection_of(window).rows is None)
    assert not answers_of(window).are_seen
    window.actions_["step"].trigger()
    qtbot.waitUntil(lambda: window.run_bar.step_figure.text == "1")
    confusion.toggleViewAction().trigger()
    qtbot.waitUntil(lambda: answers_of(window)._steps[0].text() == "step 1")
    assert (cells.counts == wanted(window, is_test=True)).all()


def test_without_test_points_it_is_about_training_points(qtbot: QtBot, window: MainWindow) -> None:
    enter(qtbot, window.data_panel._share._field, "0")
    tools = answers_of(window).confusion.tools
    qtbot.waitUntil(tools.training.isChecked)
    assert not tools.test.isEnabled()
    qtbot.waitUntil(lambda: cells_of(window).counts.sum() == 180)
    enter(qtbot, window.data_panel._share._field, "25")
    qtbot.waitUntil(tools.test.isEnabled)
    qtbot.waitUntil(tools.test.isChecked)
    assert cells_of(window).counts.sum() == 45


def test_a_diverged_run_has_no_answers(open_window: OpenWindow, qtbot: QtBot, small_experiment: Experiment) -> None:
    window = open_window(that_diverges(small_experiment))
    window.actions_["play"].trigger()
    qtbot.waitUntil(lambda: window.session.latest.state is RunState.DIVERGED)
    qtbot.wait(200)
    snapshot = window.session.latest.snapshot
    assert snapshot is not None
    confusion = answers_of(window).confusion
    assert confusion._nothing.isVisible() == (not snapshot.is_finite)
    assert cells_of(window).isVisible() == snapshot.is_finite
    window.actions_["reset"].trigger()
    qtbot.waitUntil(lambda: answers_of(window)._steps[0].text() == "step 0")
    assert cells_of(window).isVisible()


def test_names_are_those_of_the_classes_and_a_class_fewer_is_one_fewer(
    open_window: OpenWindow, qtbot: QtBot, small_experiment: Experiment
) -> None:
    window = open_window(with_first_cluster(small_experiment, name="a rather long name that must give way"))
    cells = cells_of(window)
    assert "a rather long name" in tip_at(cells, middle_of(cells, Cell(0, 0)))
    qtbot.mouseClick(cells, LEFT, pos=middle_of(cells, Cell(2, 2)))
    window.session.edit(with_data(small_experiment, clusters=small_experiment.data.clusters[:2]).data, "clusters")
    qtbot.waitUntil(lambda: cells.counts.shape == (2, 2))
    assert answers_of(window).confusion.selected is None


def test_very_many_points_are_sampled_while_training_and_counted_when_it_stands(
    qtbot: QtBot, open_window: OpenWindow, endless_experiment: Experiment
) -> None:
    clusters = tuple(
        type(cluster)(name=cluster.name, n_points=20_000, mean=cluster.mean, covariance=cluster.covariance)
        for cluster in endless_experiment.data.clusters
    )
    window = open_window(with_data(endless_experiment, clusters=clusters, test_share=0.5))
    summary = answers_of(window).confusion.tools.summary
    qtbot.waitUntil(lambda: cells_of(window).counts.sum() == 30_000)
    window.actions_["play"].trigger()
    qtbot.waitUntil(lambda: "sample of 30,000" in summary.text())
    assert cells_of(window).counts.sum() == pytest.approx(15_000, abs=3)
    window.actions_["play"].trigger()
    qtbot.waitUntil(lambda: cells_of(window).counts.sum() == 30_000)
    assert (cells_of(window).counts == wanted(window, is_test=True)).all()
    assert "sample" not in summary.text()


# Where they stand


def test_it_is_below_in_tabs_where_there_is_room(window: MainWindow) -> None:
    confusion, mistakes = answers_of(window).docks
    assert confusion.isVisible()
    assert window._workspace.tabifiedDockWidgets(confusion) == [mistakes]
    assert window._workspace.dockWidgetArea(confusion) is Qt.DockWidgetArea.BottomDockWidgetArea
    assert not confusion._title.isVisible()  # the tab says it


def test_a_low_window_leaves_the_room_to_the_canvas(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1024, 700)
    window.actions_["reset-layout"].trigger()
    qtbot.wait(50)
    assert [dock.isVisible() for dock in answers_of(window).docks] == [False, False]
    confusion = answers_of(window).docks[0]
    confusion.toggleViewAction().trigger()
    qtbot.waitUntil(confusion.isVisible)
    assert confusion._title.isVisible()
    assert (window.width(), window.height()) == (1024, 700)
    assert views_of(window).canvas.height() > confusion.height()


def test_a_layout_that_was_saved_before_there_were_these_docks_is_restored(
    open_window: OpenWindow, small_experiment: Experiment, qtbot: QtBot
) -> None:
    Settings().set_layout("docks", layout_of_before())
    window = open_window(small_experiment)
    views = views_of(window)
    loss, accuracy, weights = views.docks[:3]
    qtbot.wait(50)
    assert loss.isVisible()
    assert not accuracy.isVisible()
    assert window._workspace.dockWidgetArea(weights) is Qt.DockWidgetArea.LeftDockWidgetArea
    for dock in answers_of(window).docks:
        if not dock.isVisible():
            dock.toggleViewAction().trigger()
        assert window._workspace.dockWidgetArea(dock) is Qt.DockWidgetArea.BottomDockWidgetArea
    window.actions_["reset-layout"].trigger()
    assert accuracy.isVisible()


def layout_of_before() -> QByteArray:
    """Three docks: one hidden, one at the left."""
    before = QMainWindow()
    areas = Qt.DockWidgetArea
    for key, area in (
        ("loss", areas.RightDockWidgetArea),
        ("accuracy", areas.RightDockWidgetArea),
        ("weights", areas.LeftDockWidgetArea),
    ):
        dock = QDockWidget(key)
        dock.setObjectName(key)
        before.addDockWidget(area, dock)
        dock.setVisible(key != "accuracy")
    layout = before.saveState()
    before.deleteLater()
    return layout


def test_the_header_keeps_its_tools_under_the_mouse(qtbot: QtBot, window: MainWindow) -> None:
    confusion = answers_of(window).docks[0]
    header = confusion.titleBarWidget()
    place = QPointF(5, 5)
    QApplication.sendEvent(header, QEnterEvent(place, place, QPointF(header.mapToGlobal(QPoint(5, 5)))))
    assert confusion._hide.isVisible()
    assert answers_of(window).confusion.tools.test.isVisible()
    leave(header)
    assert not confusion._hide.isVisible()
    del qtbot
