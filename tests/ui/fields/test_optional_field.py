import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnviz.experiment.quantity import quantity
from nnviz.experiment.training_spec import TrainingSpec
from nnviz.ui.fields.optional_field import OptionalNumberField
from tests.ui.fields.hands import Heard, enter, focus, nothing_said, put_on_screen


@pytest.fixture
def field(frame: QWidget) -> OptionalNumberField:
    field = OptionalNumberField(quantity(TrainingSpec, "patience"), "patience", 500, whole=True, step=100)
    for part in (field.box, field):
        frame.layout().addWidget(part)
    field.optional_edited.connect(field.show_optional)
    return field


def test_it_is_switched_on_with_its_first_number_and_off_again(qtbot: QtBot, field: OptionalNumberField) -> None:
    edits = Heard(field.optional_edited)
    assert not field.isEnabled()
    focus(qtbot, field.box)
    qtbot.keyClick(field.box, Qt.Key.Key_Space)
    assert edits.take() == [500]
    assert field.isEnabled()
    qtbot.keyClick(field.box, Qt.Key.Key_Space)
    assert edits.take() == [None]
    assert not field.isEnabled()
    assert field.text() == "500"


def test_a_number_is_typed_and_kept_for_the_next_time(qtbot: QtBot, field: OptionalNumberField) -> None:
    edits = Heard(field.optional_edited)
    field.box.click()
    enter(qtbot, field, "70")
    field.box.click()
    field.box.click()
    assert edits.take() == [500, 70, None, 70]
    assert all(isinstance(number, int) for number in (500, 70))


def test_a_fraction_stays_one(qtbot: QtBot) -> None:
    field = OptionalNumberField(quantity(TrainingSpec, "stop_at_loss"), "loss", 0.1)
    put_on_screen(qtbot, field)
    edits = Heard(field.optional_edited)
    field.show_optional(0.25)
    enter(qtbot, field, "0,5")
    assert edits.take() == [0.5]


def test_what_cannot_be_is_refused(qtbot: QtBot, field: OptionalNumberField) -> None:
    edits, refusals = Heard(field.optional_edited), Heard(field.refused)
    field.show_optional(10)
    enter(qtbot, field, "0")
    assert edits.take() == []
    assert refusals.take() == ["Patience must be between 1 and 1,000,000, not 0"]
    assert field.text() == "10"


def test_to_show_it_says_nothing(field: OptionalNumberField) -> None:
    heard = Heard(field.optional_edited, field.refused)
    for number in (5, None, 7):
        assert nothing_said(heard, lambda number=number: field.show_optional(number))
        assert field.box.isChecked() is (number is not None)
    assert field.text() == "7"


def test_box_and_field_say_what_they_are(field: OptionalNumberField) -> None:
    assert field.box.accessibleName() == field.accessibleName() == "Patience"
    assert field.box.toolTip() == field.toolTip()
