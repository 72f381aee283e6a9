import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from nnviz.experiment.quantity import Text
from nnviz.ui.fields.name_field import NameField
from tests.ui.fields.hands import Heard, enter, focus, leave, nothing_said, put_on_screen, type_over


@pytest.fixture
def field(qtbot: QtBot) -> NameField:
    field = NameField(Text("Cluster name", 8))
    put_on_screen(qtbot, field)
    field.show_name("Rose")
    return field


def test_a_name_typed_and_entered_is_one_edit(qtbot: QtBot, field: NameField) -> None:
    edits = Heard(field.name_edited)
    enter(qtbot, field, "Tulip")
    leave()
    assert edits.take() == ["Tulip"]
    assert field.text() == "Tulip"


def test_leaving_the_field_makes_the_edit(qtbot: QtBot, field: NameField) -> None:
    edits = Heard(field.name_edited)
    type_over(qtbot, field, "Tulip")
    leave()
    assert edits.take() == ["Tulip"]


def test_blanks_around_a_name_do_not_count(qtbot: QtBot, field: NameField) -> None:
    edits = Heard(field.name_edited)
    enter(qtbot, field, "  Rose ")
    assert edits.take() == []
    assert field.text() == "Rose"
    enter(qtbot, field, " My rose")
    assert edits.take() == ["My rose"]
    assert field.text() == "My rose"


def test_escape_takes_back_what_was_typed(qtbot: QtBot, field: NameField) -> None:
    edits = Heard(field.name_edited, field.refused)
    type_over(qtbot, field, "Tulip")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "Rose"
    leave()
    assert edits.take() == []


@pytest.mark.parametrize("text", ["   ", "far too long a name"])
def test_what_is_no_name_is_refused_and_the_old_one_stays(qtbot: QtBot, field: NameField, text: str) -> None:
    edits, refusals = Heard(field.name_edited), Heard(field.refused)
    enter(qtbot, field, text)
    leave()
    assert edits.take() == []
    (sentence,) = refusals.take()
    assert str(sentence).startswith("Cluster name must be 1 to 8 printable characters, not ")
    assert field.text() == "Rose"


def test_to_show_a_name_says_nothing(field: NameField) -> None:
    heard = Heard(field.name_edited, field.refused)
    assert nothing_said(heard, lambda: field.show_name("Lily"))
    assert field.text() == "Lily"


def test_showing_the_same_name_leaves_alone_what_is_being_typed(qtbot: QtBot, field: NameField) -> None:
    type_over(qtbot, field, "Tul")
    field.show_name("Rose")
    assert field.text() == "Tul"
    field.show_name("Lily")
    assert field.text() == "Lily"


def test_a_name_of_any_script_is_one(qtbot: QtBot, field: NameField) -> None:
    edits = Heard(field.name_edited)
    focus(qtbot, field)
    field.setText("玫瑰 № 1")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert edits.take() == ["玫瑰 № 1"]
