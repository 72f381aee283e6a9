import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnviz.ui.fields.drag_handle import DragHandle
from nnviz.ui.theme import light
from tests.ui.fields.hands import Heard, focus, move_mouse, press_mouse, put_on_screen, release_mouse


@pytest.fixture
def handle(qtbot: QtBot) -> DragHandle:
    handle = DragHandle("Move this")
    handle.set_theme(light())
    put_on_screen(qtbot, handle)
    return handle


def test_it_says_where_it_is_dragged_and_dropped(handle: DragHandle) -> None:
    dragged, dropped = Heard(handle.dragged), Heard(handle.dropped)
    height = press_mouse(handle)
    move_mouse(handle, height + 40)
    move_mouse(handle, height + 60)
    assert dragged.take() == [height + 40, height + 60]
    release_mouse(handle, height + 60)
    assert dropped.take() == [height + 60]
    move_mouse(handle, height + 90)
    assert dragged.take() == []
    assert not handle.hasFocus()


def test_a_trembling_click_drags_nothing(handle: DragHandle) -> None:
    heard = Heard(handle.dragged, handle.dropped)
    height = press_mouse(handle)
    move_mouse(handle, height + QApplication.startDragDistance() - 1)
    release_mouse(handle, height + 1)
    assert heard.take() == []


def test_the_right_button_drags_nothing(handle: DragHandle) -> None:
    heard = Heard(handle.dragged, handle.dropped)
    place = QPointF(handle.rect().center())
    right = Qt.MouseButton.RightButton
    press = QMouseEvent(
        QEvent.Type.MouseButtonPress, place, handle.mapToGlobal(place), right, right, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(handle, press)
    move_mouse(handle, int(handle.mapToGlobal(place).y()) + 50)
    assert heard.take() == []


def test_escape_lets_go(qtbot: QtBot, handle: DragHandle) -> None:
    cancelled, dropped = Heard(handle.cancelled), Heard(handle.dropped)
    height = press_mouse(handle)
    move_mouse(handle, height + 40)
    qtbot.waitUntil(handle.hasFocus)
    qtbot.keyClick(handle, Qt.Key.Key_Escape)
    assert len(cancelled.said) == 1
    release_mouse(handle, height + 40)
    assert dropped.take() == []


def test_arrows_nudge(qtbot: QtBot, handle: DragHandle) -> None:
    nudged = Heard(handle.nudged, handle.cancelled)
    focus(qtbot, handle)
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Escape, Qt.Key.Key_Space):
        qtbot.keyClick(handle, key)
    assert nudged.take() == [-1, 1]


def test_it_says_what_it_is_for(handle: DragHandle) -> None:
    assert handle.accessibleName() == "Move this"
    assert "Alt+Up" in handle.toolTip()
    assert not handle.icon().isNull()
