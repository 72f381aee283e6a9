"""What is mostly done with the mouse, done by keys alone in the real window."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from nnviz.ui.main_window import MainWindow
from nnviz.ui.tables import own_points
from tests.ui.keyboard import open_menu, press, press_in_menu, tab_to, take_keyboard
from tests.ui.test_window_tables import FLOWERS, dialog_of, shown_points

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """One that has the keyboard."""
    take_keyboard(qtbot, window)
    return window


def test_boxes_and_chips_are_switched_by_keys(window: MainWindow, qtbot: QtBot):
    assert window.views is not None
    tab_to(window, window.data_panel._by_class)
    press(window, Qt.Key.Key_Space)
    assert window.session.experiment.data.split_by_class

    section = window.network_panel.inputs
    tab_to(window, section.fold._button)
    press(window, Qt.Key.Key_Space)
    assert section.choice is not None
    tab_to(window, section.choice.standardized)
    press(window, Qt.Key.Key_Space)
    assert window.session.experiment.data.standardized

    chips = window.views.canvas.chips
    for name in ("training", "test", "clusters"):
        shown = chips[name].isChecked()
        tab_to(window, chips[name])
        press(window, Qt.Key.Key_Space)
        assert chips[name].isChecked() is not shown
    tab_to(window, window.data_panel._cards[1]._menu_button)
    press_in_menu(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return)
    press(window, Qt.Key.Key_Space)
    assert len(window.session.experiment.data.clusters) == 4
    assert not window.session.plays
    qtbot.waitUntil(lambda: window.session.latest.dataset is not None)


def test_tables_are_opened_by_keys(window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    table = tmp_path / "flowers.csv"
    table.write_text(FLOWERS)
    monkeypatch.setattr(own_points, "ask_table_to_open", lambda *_: table)
    press(window, Qt.Key.Key_O, CONTROL | SHIFT)
    dialog = dialog_of(qtbot, window)
    take_keyboard(qtbot, dialog)
    press(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shown_points(window) == 15)

    take_keyboard(qtbot, window)
    press(window, Qt.Key.Key_F, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: open_menu() is not None)
    file_menu = open_menu()
    press(file_menu, Qt.Key.Key_X)
    qtbot.waitUntil(lambda: open_menu() is not file_menu)  # the examples' own
    press(open_menu(), Qt.Key.Key_Return)
    dialog = dialog_of(qtbot, window)
    take_keyboard(qtbot, dialog)
    press(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shown_points(window) == 150)
    assert window.session.experiment.data.class_names == ("setosa", "versicolor", "virginica")
