"""The keyboard of a window: keys come as the system sends them, and find by themselves whom they are for."""

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

NONE = Qt.KeyboardModifier.NoModifier
_LOOKS, _LOOK_EVERY = 3000, 20


def take_keyboard(qtbot: QtBot, window: QWidget) -> None:
    """Let a window have the keyboard: offscreen a window that has just come may not have it yet."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def press(window: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    """Press a key in the window that has the keyboard."""
    QTest.keyClick(window.windowHandle(), key, modifier)


def tab_to(window: QWidget, wanted: QWidget) -> None:
    """Press Tab until the keyboard is there."""
    for _ in range(200):
        if QApplication.focusWidget() is wanted:
            return
        press(window, Qt.Key.Key_Tab)
    raise AssertionError("Tab never comes there")


def open_menu() -> QMenu | None:
    """The innermost menu that is open."""
    popup = QApplication.activePopupWidget()
    return popup if isinstance(popup, QMenu) else None


def press_in_menu(*keys: Qt.Key) -> None:
    """Press these once a button's menu is open: whoever opens it waits until it is closed."""
    QTimer.singleShot(_LOOK_EVERY, partial(_press_in_menu, keys, _LOOKS))


def _press_in_menu(keys: tuple[Qt.Key, ...], n_left: int) -> None:
    menu = open_menu()
    if menu is None:
        assert n_left, "no menu opens"
        QTimer.singleShot(_LOOK_EVERY, partial(_press_in_menu, keys, n_left - 1))
        return
    for key in keys:
        press(menu, key)
    was_left = open_menu() is not menu
    menu.close()  # else who waits would wait for ever
    assert was_left, "the keys choose nothing"
