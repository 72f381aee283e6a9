"""The mistakes in the real window: the list, and right and wrong on the canvas."""

import time
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from nnviz.experiment.experiment import Experiment
from nnviz.session.update import RunState
from nnviz.ui import answer_views
from nnviz.ui.main_window import MainWindow
from nnviz.ui.plots.confusion_layout import Cell
from nnviz.ui.plots.mistakes_list import MistakesList
from nnviz.ui.plots.mistakes_marks import answer_colors, answer_marks
from nnviz.ui.plots.mistakes_model import CONFIDENCE, PLACE, TRUTH
from nnviz.ui.plots.point_layers import PointLayers
from nnviz.ui.plots.point_selection import PointSelection
from nnviz.ui.theme import dark, light
from tests.ui.fields.hands import enter, focus

OpenWindow = Callable[..., MainWindow]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def shown(qtbot: QtBot, window: MainWindow) -> MainWindow:
    """The window with the list on the screen."""
    show_list(qtbot, window)
    return window


def show_list(qtbot: QtBot, window: MainWindow) -> None:
    assert window.views is not None
    dock = window.views.answers.docks[1]
    dock.raise_()
    qtbot.waitUntil(lambda: window.views is not None and window.views.answers._seen[1])


def list_of(window: MainWindow) -> MistakesList:
    assert window.views is not None
    return window.views.answers.mistakes


def points_of(window: MainWindow) -> PointLayers:
    assert window.views is not None
    return window.views.canvas.canvas.points


def selection_of(window: MainWindow) -> PointSelection:
    return points_of(window).selection


def step_shown(window: MainWindow) -> str:
    assert window.views is not None
    return window.views.answers._steps[1].text()


def wanted(window: MainWindow) -> list[int]:
    """The mistakes among the test points, the surest first."""
    update = window.session.latest
    assert update.snapshot is not None
    assert update.dataset is not None
    probabilities = update.snapshot.network.probabilities(update.dataset.test_inputs)
    predicted = probabilities.argmax(axis=1)
    wrong = np.flatnonzero(predicted != update.dataset.test_labels)
    return wrong[np.argsort(-probabilities[wrong, predicted[wrong]], kind="stable")].tolist()


def listed(window: MainWindow) -> list[int]:
    model = list_of(window).model
    return [model.point_at(row) for row in range(model.rowCount())]


def click_row(qtbot: QtBot, window: MainWindow, row: int) -> None:
    table = list_of(window).table
    area = table.visualRect(table.model().index(row, 1))
    qtbot.mouseClick(table.viewport(), LEFT, pos=area.center())


def test_the_surest_mistakes_come_first_at_every_step(qtbot: QtBot, shown: MainWindow) -> None:
    for step in range(3):
        qtbot.waitUntil(lambda step=step: step_shown(shown) == f"step {step}")
        assert listed(shown) == wanted(shown) != []
        assert list_of(shown).tools.summary.text() == f"{len(wanted(shown))} of 45 wrong"
        shown.actions_["step"].trigger()


def test_a_row_rings_its_point_and_escape_lets_it_go(qtbot: QtBot, shown: MainWindow) -> None:
    click_row(qtbot, shown, 1)
    rows = selection_of(shown).rows
    assert rows is not None
    assert rows.tolist() == [listed(shown)[1]]
    table = list_of(shown).table
    qtbot.keyClick(table, Qt.Key.Key_Escape)
    assert selection_of(shown).rows is None
    assert not table.selectionModel().hasSelection()


def test_the_keyboard_reaches_every_row_the_first_one_too(qtbot: QtBot, shown: MainWindow) -> None:
    table = list_of(shown).table
    focus(qtbot, table)
    for n_down in range(3):
        qtbot.keyClick(table, Qt.Key.Key_Down)
        rows = selection_of(shown).rows
        assert rows is not None
        assert rows.tolist() == [listed(shown)[n_down]]
    qtbot.keyClick(table, Qt.Key.Key_End)
    rows = selection_of(shown).rows
    assert rows is not None
    assert rows.tolist() == [listed(shown)[-1]]
    qtbot.keyClick(table, Qt.Key.Key_Home)
    rows = selection_of(shown).rows
    assert rows is not None
    assert rows.tolist() == [listed(shown)[0]]


def test_a_point_out_of_view_is_brought_in(qtbot: QtBot, shown: MainWindow) -> None:
    assert shown.views is not None
    canvas = shown.views.canvas.canvas
    canvas.view.translateBy(x=100.0, y=0.0)
    click_row(qtbot, shown, 0)
    place = selection_of(shown).place_of(listed(shown)[0], is_test=True)
    assert place is not None
    assert canvas.area.left < place[0] < canvas.area.right


def test_the_chosen_point_stays_chosen_where_its_row_goes(qtbot: QtBot, shown: MainWindow) -> None:
    click_row(qtbot, shown, 2)
    point = listed(shown)[2]
    shown.actions_["step"].trigger()
    qtbot.waitUntil(lambda: step_shown(shown) == "step 1")
    rows = selection_of(shown).rows
    assert rows is not None
    assert rows.tolist() == [point]
    chosen = list_of(shown).table.selectionModel().selectedRows()
    assert [listed(shown)[index.row()] for index in chosen] == ([point] if point in listed(shown) else [])
    list_of(shown).table.sortByColumn(PLACE, Qt.SortOrder.AscendingOrder)
    chosen = list_of(shown).table.selectionModel().selectedRows()
    assert [listed(shown)[index.row()] for index in chosen] == ([point] if point in listed(shown) else [])
    enter(qtbot, shown.data_panel._seed._field, "9")  # other points
    qtbot.waitUntil(lambda: selection_of(shown).rows is None)


def test_a_click_on_the_head_and_the_sort_menu_do_the_same(qtbot: QtBot, shown: MainWindow) -> None:
    mistakes = list_of(shown)
    header = mistakes.table.horizontalHeader()
    assert (mistakes.model.sorted_by, mistakes.model.order) == (CONFIDENCE, Qt.SortOrder.DescendingOrder)
    middle = header.sectionViewportPosition(PLACE) + header.sectionSize(PLACE) // 2
    place = header.viewport().rect().center()
    place.setX(middle)
    qtbot.mouseClick(header.viewport(), LEFT, pos=place)
    assert mistakes.model.sorted_by == PLACE
    entries = mistakes.sort_button.menu().actions()
    assert len(entries) == mistakes.model.columnCount()
    entries[TRUTH].trigger()
    assert (mistakes.model.sorted_by, mistakes.model.order) == (TRUTH, Qt.SortOrder.DescendingOrder)
    entries[TRUTH].trigger()
    assert (mistakes.model.sorted_by, mistakes.model.order) == (TRUTH, Qt.SortOrder.AscendingOrder)
    assert listed(shown) == wanted(shown) or sorted(listed(shown)) == sorted(wanted(shown))


def test_a_cell_and_a_row_are_not_both_selected(qtbot: QtBot, shown: MainWindow) -> None:
    assert shown.views is not None
    answers = shown.views.answers
    click_row(qtbot, shown, 0)
    assert answers.mistakes.selected is not None
    answers.docks[0].raise_()
    qtbot.waitUntil(lambda: answers._seen[0])
    cells = answers.confusion.cells
    qtbot.mouseClick(cells, LEFT, pos=cells.rect_of(Cell(0, 0)).center())
    assert answers.mistakes.selected is None
    show_list(qtbot, shown)
    click_row(qtbot, shown, 1)
    assert answers.confusion.selected is None


def test_while_training_the_list_comes_a_few_times_a_second(
    qtbot: QtBot, open_window: OpenWindow, endless_experiment: Experiment
) -> None:
    window = open_window(endless_experiment)
    show_list(qtbot, window)
    window.actions_["play"].trigger()
    qtbot.waitUntil(lambda: step_shown(window) not in ("", "step 0"))
    changes: list[str] = []
    started = time.perf_counter()
    while len(changes) < 3:
        qtbot.wait(10)
        if step_shown(window) not in changes:
            changes.append(step_shown(window))
    assert time.perf_counter() - started > answer_views._LIST_EVERY  # the first may have been there for long
    window.actions_["play"].trigger()
    qtbot.waitUntil(lambda: window.session.latest.state is RunState.WAITING)
    qtbot.waitUntil(lambda: step_shown(window) == f"step {window.session.latest.snapshot.step:,}")  # type: ignore
    assert listed(window) == wanted(window)


# Right and wrong on the canvas


def test_the_chip_tells_right_from_wrong_by_colour_and_shape(qtbot: QtBot, window: MainWindow) -> None:
    assert window.views is not None
    card, points = window.views.canvas, points_of(window)
    assert not card.answer_key.isVisible()
    card.chips["answers"].click()
    item = points._marks["test"]
    assert card.answer_key.isVisible()
    assert item.marks == answer_marks(window.theme.for_classes(()))
    n_wrong = len(wanted(window))
    assert int(item.labels.sum()) == n_wrong
    assert points.answer_counts == (45 - n_wrong, n_wrong)
    assert [word.text() for word in card.answer_key.words] == [f"{45 - n_wrong} right", f"{n_wrong} wrong"]
    assert points.n_mistakes == 0  # the crosses say it
    card.chips["training"].click()
    assert sum(points.answer_counts) == 180
    card.chips["training"].click()
    window.actions_["step"].trigger()
    qtbot.waitUntil(lambda: window.run_bar.step_figure.text == "1")
    assert points.answer_counts == (45 - len(wanted(window)), len(wanted(window)))
    card.chips["answers"].click()
    assert not card.answer_key.isVisible()
    assert len(points._marks["test"].marks) == 3
    assert points.n_mistakes == len(wanted(window))


def test_it_can_be_switched_from_the_menu_where_there_is_no_room(qtbot: QtBot, window: MainWindow) -> None:
    assert window.views is not None
    window.resize(1024, 700)
    qtbot.wait(50)
    row = window.views.canvas.chip_row
    assert row.more.isVisible()
    row._menu.aboutToShow.emit()
    entry = next(action for action in row._menu.actions() if action.text() == "Right or wrong")
    entry.trigger()
    assert points_of(window).shows["answers"]


@pytest.mark.parametrize("theme", [light(), dark()])
def test_the_two_colours_differ_in_lightness_and_hue(theme: object) -> None:
    right, wrong = answer_colors(theme)  # type: ignore[arg-type]
    assert abs(right.hue() - wrong.hue()) > 120
    dot, cross = answer_marks(theme)  # type: ignore[arg-type]
    assert cross.size > dot.size
    assert cross.shape != dot.shape
