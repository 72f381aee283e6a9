"""About in the real window: what it says, and that all of it can be reached and read."""

import getpass
import platform
import re
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import nnviz
from nnviz.session.settings import Settings
from nnviz.session.update import Help
from nnviz.ui.about import AboutDialog
from nnviz.ui.main_window import MainWindow
from tests.conftest import run_deferred_deletes


def opened(window: MainWindow, qtbot: QtBot) -> AboutDialog:
    window.actions_["about"].trigger()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), AboutDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, AboutDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def click_tab(qtbot: QtBot, dialog: AboutDialog, index: int) -> None:
    bar = dialog.tabs.tabBar()
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(index).center())


def row(dialog: AboutDialog, name: str) -> QPoint:
    names = dialog.licences.list
    item = names.findItems(name, Qt.MatchFlag.MatchStartsWith)[0]
    names.scrollToItem(item)
    return names.visualItemRect(item).center()


def test_the_report_is_copied_and_names_nobody(window: MainWindow, qtbot: QtBot) -> None:
    dialog = opened(window, qtbot)
    qtbot.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith(f"nnviz {nnviz.__version__} (Python package)\n")
    for word in ("Python 3", "Qt 6", "PySide6 6", "numpy 2", "scikit-learn 1", "pyqtgraph 0", "offscreen", "Screen "):
        assert word in copied
    assert re.search(r"NumPy uses \S", copied)
    assert f"Second process for training: {Help.AWAITED.value}\n" in copied
    assert str(Path.home()) not in copied
    assert platform.node() not in copied.split()
    assert getpass.getuser() not in re.split(r"\W+", copied)
    assert dialog.said.text() == "Copied"
    qtbot.mouseClick(dialog.close_button, Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()
    run_deferred_deletes()


def test_licences_are_chosen_by_mouse(window: MainWindow, qtbot: QtBot) -> None:
    dialog = opened(window, qtbot)
    click_tab(qtbot, dialog, 1)
    assert dialog.licences.isVisible()
    assert dialog.licences.text.toPlainText().startswith("MIT License")
    qtbot.mouseClick(dialog.licences.list.viewport(), Qt.MouseButton.LeftButton, pos=row(dialog, "numpy"))
    assert "NumPy Developers" in dialog.licences.text.toPlainText()
    assert dialog.licences.heading.text().startswith("Fundamental package for array computing in Python. Licence: BSD")
    dialog.close()
    run_deferred_deletes()


def test_everything_is_reached_by_keyboard(window: MainWindow, qtbot: QtBot) -> None:
    dialog = opened(window, qtbot)
    qtbot.keyClick(dialog, Qt.Key.Key_L, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(dialog.licences.isVisible)
    dialog.tabs.tabBar().setFocus()
    qtbot.keyClick(dialog.tabs.tabBar(), Qt.Key.Key_Tab)
    assert dialog.licences.list.hasFocus()
    qtbot.keyClick(dialog.licences.list, Qt.Key.Key_Down)
    assert dialog.licences.text.toPlainText().startswith("Qt and its binding PySide6 are used under")
    qtbot.keyClick(dialog.licences.list, Qt.Key.Key_Tab)
    text = dialog.licences.text
    assert text.hasFocus()
    qtbot.keyClick(text, Qt.Key.Key_PageDown)
    assert text.verticalScrollBar().value() > 0
    qtbot.keyClick(text, Qt.Key.Key_Tab)
    assert dialog.focusWidget() in {dialog.copy_button, dialog.close_button}
    qtbot.keyClick(dialog, Qt.Key.Key_C, Qt.KeyboardModifier.AltModifier)
    assert QGuiApplication.clipboard().text().startswith("nnviz ")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    run_deferred_deletes()


def test_it_fits_a_small_screen(window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(AboutDialog, "screen", lambda _: SmallScreen())
    for scale in (1.0, 2.0):
        Settings().text_size = scale
        window.appearance.apply()
        dialog = opened(window, qtbot)
        assert dialog.width() <= 1024, scale
        assert dialog.height() <= 700, scale
        click_tab(qtbot, dialog, 1)
        qtbot.wait(20)
        for part in (dialog.licences.list, dialog.licences.text):
            assert part.height() > 4 * part.fontMetrics().height(), scale
        assert dialog.licences.list.sizeHintForColumn(0) <= dialog.licences.list.viewport().width(), scale
        assert dialog.licences.text.width() > 200, scale
        dialog.close()
        run_deferred_deletes()


class SmallScreen:
    def availableSize(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(1024, 700)
