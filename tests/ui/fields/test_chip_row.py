import pytest
from PySide6.QtWidgets import QToolButton, QWidget
from pytestqt.qtbot import QtBot

from nnviz.ui.fields.chip_row import ChipRow, make_chip
from tests.ui.fields.hands import put_on_screen


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """More room than chips take."""
    window = QWidget()
    window.resize(600, 100)
    put_on_screen(qtbot, window)
    return window


@pytest.fixture
def row(window: QWidget) -> ChipRow:
    """Three chips, the last two of them rare."""
    row = ChipRow(window)
    for text, is_rare in (("Often", False), ("Seldom", True), ("Hardly ever", True)):
        row.add(chip(text), is_rare=is_rare)
    row.resize(row.sizeHint())
    row.show()
    return row


def chip(text: str) -> QToolButton:
    made = make_chip()
    made.setText(text)
    made.setCheckable(True)
    return made


def shown(row: ChipRow) -> list[str]:
    return [chip.text() for chip in row.findChildren(QToolButton) if chip.isVisible()]


def test_where_there_is_room_all_are_there(row: ChipRow) -> None:
    assert sorted(shown(row)) == ["Hardly ever", "Often", "Seldom"]


def test_where_there_is_not_the_rare_ones_go_into_a_menu(row: ChipRow) -> None:
    row.resize(row.sizeHint().width() - 1, row.height())
    assert sorted(shown(row)) == ["More", "Often"]
    assert row.minimumSizeHint().width() < row.sizeHint().width()
    row.resize(row.sizeHint())
    assert sorted(shown(row)) == ["Hardly ever", "Often", "Seldom"]


def test_chips_stand_at_the_right_end_and_close_together(qtbot: QtBot, row: ChipRow) -> None:
    row.resize(row.sizeHint().width() + 200, row.height())
    qtbot.waitUntil(lambda: row._rare[-1].geometry().right() == row.rect().right())
    assert row._kept[0].geometry().left() == 200


def test_the_menu_switches_the_chips_and_shows_how_they_are(row: ChipRow) -> None:
    seldom, hardly = row._rare
    hardly.setEnabled(False)
    hardly.setToolTip("Why it cannot be")
    row._menu.aboutToShow.emit()
    first, second = row._menu.actions()
    assert (first.text(), first.isChecked(), first.isEnabled()) == ("Seldom", False, True)
    assert (second.toolTip(), second.isEnabled()) == ("Why it cannot be", False)
    first.trigger()
    assert seldom.isChecked()
    row._menu.aboutToShow.emit()
    assert row._menu.actions()[0].isChecked()


def test_without_rare_chips_there_is_no_menu(qtbot: QtBot) -> None:
    row = ChipRow()
    row.add(chip("Often"), is_rare=False)
    put_on_screen(qtbot, row)
    row.resize(10, 20)
    assert shown(row) == ["Often"]
    assert row.minimumSizeHint() == row.sizeHint()


def test_in_little_room_the_last_of_the_others_follow_them(row: ChipRow) -> None:
    row.add(chip("Always"), is_rare=False)
    row.resize(row.width_without_rare(), row.height())
    assert sorted(shown(row)) == ["Always", "More", "Often"]
    row.resize(row.width_without_rare() - 1, row.height())
    assert sorted(shown(row)) == ["More", "Often"]
    row.resize(row.minimumSizeHint())
    assert shown(row) == ["Show"]
    row._menu.aboutToShow.emit()
    assert [entry.text() for entry in row._menu.actions()] == ["Often", "Seldom", "Hardly ever", "Always"]


def test_all_of_them_can_be_folded_away_whatever_room_there_is(row: ChipRow) -> None:
    whole = row.sizeHint()
    row.fold(folded=True)
    assert shown(row) == ["Show"]
    assert row.sizeHint().width() == row.width_without_rare() < whole.width()
    row.fold(folded=False)
    assert sorted(shown(row)) == ["Hardly ever", "Often", "Seldom"]
    assert row.sizeHint() == whole
