import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from nnviz.ui.fields.choice_field import ChoiceField
from tests.ui.fields.hands import Heard, focus, nothing_said, put_on_screen, turn_wheel


@pytest.fixture
def field(qtbot: QtBot) -> ChoiceField:
    field = ChoiceField("Batch", (("all", "All points"), ("some", "Some"), ("one", "One")))
    put_on_screen(qtbot, field)
    return field


@pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard", extend=True)  # offscreen, at a list
def test_a_choice_made_in_the_list_is_said_by_its_key(qtbot: QtBot, field: ChoiceField) -> None:
    choices = Heard(field.choice_edited)
    qtbot.mouseClick(field, Qt.MouseButton.LeftButton)
    view = field.view()
    qtbot.waitUntil(view.isVisible)
    view.setCurrentIndex(field.model().index(2, 0))
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not view.isVisible())
    assert choices.take() == ["one"]


def test_arrows_choose_at_once(qtbot: QtBot, field: ChoiceField) -> None:
    choices = Heard(field.choice_edited)
    focus(qtbot, field)
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert choices.take() == ["some", "one", "some"]


def test_to_show_a_choice_says_nothing(field: ChoiceField) -> None:
    heard = Heard(field.choice_edited, field.currentIndexChanged)
    assert nothing_said(heard, lambda: field.show_choice("some"))
    assert field.currentText() == "Some"


def test_another_label_is_another_label_only(field: ChoiceField) -> None:
    heard = Heard(field.choice_edited)
    field.show_choice("all")
    assert nothing_said(heard, lambda: field.relabel("all", "All 13 points"))
    assert field.currentText() == "All 13 points"
    assert field.currentData() == "all"


def test_the_wheel_is_left_to_the_panel_also_while_the_field_is_in_use(qtbot: QtBot, field: ChoiceField) -> None:
    choices = Heard(field.choice_edited)
    assert not turn_wheel(field, -1)
    focus(qtbot, field)
    assert not turn_wheel(field, -1)
    assert choices.take() == []
    assert field.currentData() == "all"


def test_a_field_says_its_name(field: ChoiceField) -> None:
    assert field.accessibleName() == "Batch"
