import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from nnviz.ui.fields.wrapping_row import WrappingRow
from tests.ui.fields.hands import put_on_screen


@pytest.fixture
def framed(qtbot: QtBot) -> tuple[QWidget, WrappingRow]:
    """A row of two boxes in a window that can be made narrow."""
    window = QWidget()
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    row = WrappingRow()
    column.addWidget(row)
    for side in (row.left, row.right):
        box = QWidget()
        box.setFixedSize(200, 20)
        side.addWidget(box)
    window.resize(600, 60)
    put_on_screen(qtbot, window)
    return window, row


def test_groups_stand_beside_one_another_where_there_is_room(framed: tuple[QWidget, WrappingRow]) -> None:
    _, row = framed
    assert not row.is_wrapped
    assert row.sizeHint().width() >= 400
    assert row.minimumSizeHint().width() < 300


def test_groups_stand_below_one_another_where_there_is_none_and_return(
    qtbot: QtBot, framed: tuple[QWidget, WrappingRow]
) -> None:
    window, row = framed
    beside = row.minimumSizeHint().height()
    window.resize(300, 60)
    qtbot.waitUntil(lambda: row.is_wrapped)
    assert row.minimumSizeHint().height() >= 2 * beside
    window.resize(600, 60)
    qtbot.waitUntil(lambda: not row.is_wrapped)
    assert row.minimumSizeHint().height() == beside


def test_what_could_give_way_keeps_its_width_by_going_below(qtbot: QtBot, framed: tuple[QWidget, WrappingRow]) -> None:
    window, row = framed
    giving = QWidget()
    giving.setMinimumWidth(50)
    row.left.addWidget(giving)
    row.wrap_before(giving, lambda: 250)
    qtbot.waitUntil(lambda: row.is_wrapped)
    window.resize(800, 60)
    qtbot.waitUntil(lambda: not row.is_wrapped)
