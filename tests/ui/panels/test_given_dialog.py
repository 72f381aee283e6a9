from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialogButtonBox, QLineEdit
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from nnviz.experiment.network_spec import GivenStart
from nnviz.ui.panels.given_dialog import GivenDialog
from nnviz.ui.panels.layer_view import LayerView
from tests.conftest import run_deferred_deletes
from tests.ui.fields.hands import Heard, click, focus

START = GivenStart(weights=(((1.0, 2.0), (3.0, 4.0)), ((5.0, 6.0, 7.0),) * 2), biases=((0.1, 0.2), (0.0,) * 3))
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def dialog(qtbot: QtBot) -> Iterator[GivenDialog]:
    dialog = GivenDialog(START, ["x₁", "x₂"], ["A", "B", "C"])
    dialog.open()
    qtbot.waitExposed(dialog)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    yield dialog
    if isValid(dialog):
        dialog.close()
    run_deferred_deletes()


@pytest.fixture
def accepted(dialog: GivenDialog) -> Heard:
    return Heard(dialog.numbers_accepted)


def press(qtbot: QtBot, dialog: GivenDialog, button: QDialogButtonBox.StandardButton) -> None:
    click(qtbot, dialog.buttons.button(button))


def type_number(qtbot: QtBot, view: LayerView, row: int, column: int, text: str) -> None:
    """Type over a cell and press Enter."""
    view.setCurrentIndex(view.model().index(row, column))
    focus(qtbot, view)
    qtbot.keyClick(view, text[0])
    editor = view.findChild(QLineEdit)
    qtbot.keyClicks(editor, text[1:])
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    run_deferred_deletes()  # of the editor


def test_there_is_a_table_for_each_layer(dialog: GivenDialog) -> None:
    first, second = dialog.tables
    horizontal, vertical = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
    assert [first.headerData(row, vertical) for row in range(3)] == ["x₁", "x₂", "bias"]
    assert [first.headerData(column, horizontal) for column in range(2)] == ["h₁", "h₂"]
    assert [second.headerData(row, vertical) for row in range(3)] == ["h₁", "h₂", "bias"]
    assert [second.headerData(column, horizontal) for column in range(3)] == ["A", "B", "C"]
    assert dialog.views[0].hasFocus()
    assert [view.accessibleName() for view in dialog.views] == [
        "Weights and biases, input → hidden",
        "Weights and biases, hidden → output",
    ]


def test_nothing_of_a_small_network_is_out_of_sight(dialog: GivenDialog) -> None:
    for view in dialog.views:
        assert not view.horizontalScrollBar().isVisible()
        assert not view.verticalScrollBar().isVisible()
    assert not dialog._scroll.verticalScrollBar().isVisible()


def test_what_is_typed_is_taken_over_by_ok(qtbot: QtBot, dialog: GivenDialog, accepted: Heard) -> None:
    type_number(qtbot, dialog.views[0], 1, 0, "-2.5")
    type_number(qtbot, dialog.views[1], 2, 2, "9")
    press(qtbot, dialog, QDialogButtonBox.StandardButton.Ok)
    expected = GivenStart(
        weights=(((1.0, 2.0), (-2.5, 4.0)), START.weights[1]), biases=(START.biases[0], (0.0, 0.0, 9.0))
    )
    assert accepted.take() == [expected]
    assert not dialog.isVisible()


def test_ok_without_a_change_is_the_same_start(qtbot: QtBot, dialog: GivenDialog, accepted: Heard) -> None:
    press(qtbot, dialog, QDialogButtonBox.StandardButton.Ok)
    assert accepted.take() == [START]


@pytest.mark.parametrize("way", ["button", "escape"])
def test_cancel_takes_nothing_over(qtbot: QtBot, dialog: GivenDialog, accepted: Heard, way: str) -> None:
    type_number(qtbot, dialog.views[0], 0, 0, "77")
    if way == "button":
        press(qtbot, dialog, QDialogButtonBox.StandardButton.Cancel)
    else:
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert accepted.take() == []


def test_numbers_are_copied_and_pasted(qtbot: QtBot, dialog: GivenDialog, accepted: Heard) -> None:
    first, second = dialog.views
    first.selectAll()
    focus(qtbot, first)
    qtbot.keyClick(first, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "1.0\t2.0\n3.0\t4.0\n0.1\t0.2"
    second.setCurrentIndex(second.model().index(0, 1))
    focus(qtbot, second)
    qtbot.keyClick(second, Qt.Key.Key_V, CONTROL)
    press(qtbot, dialog, QDialogButtonBox.StandardButton.Ok)
    (start,) = accepted.take()
    assert isinstance(start, GivenStart)
    assert start.weights == (START.weights[0], ((5.0, 1.0, 2.0), (5.0, 3.0, 4.0)))
    assert start.biases == (START.biases[0], (0.0, 0.1, 0.2))


def test_with_nothing_chosen_nothing_is_copied(qtbot: QtBot, dialog: GivenDialog) -> None:
    QGuiApplication.clipboard().setText("kept")
    view = dialog.views[0]
    view.clearSelection()
    focus(qtbot, view)
    qtbot.keyClick(view, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "kept"


def test_a_number_that_cannot_be_is_refused_in_a_sentence(qtbot: QtBot, dialog: GivenDialog) -> None:
    assert not dialog._problem.isVisible()
    type_number(qtbot, dialog.views[0], 0, 0, "5e")
    assert dialog._problem.isVisible()
    assert dialog._problem.text() == "Given weights must be numbers, not “5e”"
    assert dialog.tables[0].weights == START.weights[0]
    QGuiApplication.clipboard().setText("1\t2\t3\t4")
    qtbot.keyClick(dialog.views[0], Qt.Key.Key_V, CONTROL)
    assert dialog._problem.text().startswith("What was pasted has 1 rows and 4 columns")
    type_number(qtbot, dialog.views[0], 0, 0, "5")
    assert not dialog._problem.isVisible()


def test_the_tab_key_leaves_a_table(qtbot: QtBot, dialog: GivenDialog) -> None:
    qtbot.keyClick(dialog.views[0], Qt.Key.Key_Tab)
    qtbot.waitUntil(dialog.views[1].hasFocus)
    qtbot.keyClick(dialog.views[1], Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: not dialog.views[1].hasFocus())


def test_a_large_network_is_scrolled_through(qtbot: QtBot) -> None:
    wide = GivenStart(
        weights=(((0.5,) * 256,) * 2, ((0.5,) * 256,) * 256, ((0.5,) * 3,) * 256),
        biases=((0.0,) * 256, (0.0,) * 256, (0.0,) * 3),
    )
    dialog = GivenDialog(wide, ["x₁", "x₂"], ["A", "B", "C"])
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitExposed(dialog)
    room = dialog.screen().availableSize()
    assert dialog.width() <= room.width()
    assert dialog.height() <= room.height()
    assert [view.accessibleName() for view in dialog.views][1] == "Weights and biases, hidden 1 → hidden 2"
    assert dialog.views[1].horizontalScrollBar().isVisible()
    assert dialog.views[1].verticalScrollBar().isVisible()


def test_at_first_no_number_is_chosen_but_typing_goes_to_the_first(
    qtbot: QtBot, dialog: GivenDialog, accepted: Heard
) -> None:
    assert [view.selectionModel().hasSelection() for view in dialog.views] == [False, False]
    QGuiApplication.clipboard().setText("8")
    qtbot.keyClick(dialog.views[0], Qt.Key.Key_V, CONTROL)
    press(qtbot, dialog, QDialogButtonBox.StandardButton.Ok)
    (start,) = accepted.take()
    assert isinstance(start, GivenStart)
    assert start.weights[0] == ((8.0, 2.0), (3.0, 4.0))


@pytest.mark.parametrize("pasted", ["5e", "1\t2\t3\t4"])
def test_a_problem_moves_nothing(qtbot: QtBot, dialog: GivenDialog, pasted: str) -> None:
    parts = [*dialog.views, dialog._scroll, dialog.buttons, dialog]
    before = [part.geometry() for part in parts]
    QGuiApplication.clipboard().setText(pasted)
    qtbot.keyClick(dialog.views[0], Qt.Key.Key_V, CONTROL)
    qtbot.waitUntil(dialog._problem.isVisible)
    qtbot.wait(20)
    assert [part.geometry() for part in parts] == before
    assert dialog._problem.height() >= dialog._problem.heightForWidth(dialog._problem.width())
    test_nothing_of_a_small_network_is_out_of_sight(dialog)
