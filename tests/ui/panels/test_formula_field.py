"""The field for formulas."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from pytestqt.qtbot import QtBot

from nnviz.ui.panels.formula_field import FormulaField
from tests.ui.fields.hands import Heard, enter, put_on_screen, type_over


@pytest.fixture
def field(qtbot: QtBot) -> FormulaField:
    field = FormulaField()
    put_on_screen(qtbot, field)
    return field


@pytest.fixture
def heard(field: FormulaField) -> Heard:
    return Heard(field.formula_entered)


@pytest.fixture
def complaints(field: FormulaField) -> Heard:
    return Heard(field.complaint_changed)


def test_enter_asks_for_a_formula(qtbot: QtBot, field: FormulaField, heard: Heard):
    enter(qtbot, field, " x1^2 + x₂² ")
    assert heard.take() == ["x1^2 + x₂²"]


@pytest.mark.parametrize("text", ["", "  ", "x1 +", "x3", "import os"])
def test_nothing_else_is_asked_for(qtbot: QtBot, field: FormulaField, heard: Heard, text: str):
    enter(qtbot, field, text)
    assert heard.take() == []


def test_what_is_wrong_is_said_as_it_is_typed(qtbot: QtBot, field: FormulaField, complaints: Heard):
    type_over(qtbot, field, "x3")
    first, last = complaints.take()
    assert first == "“x”: x is unknown; the features are x1 to x2"
    assert last == "“x3”: there is no x3; the features are x1 to x2"
    assert field.property("refused")
    field.expect_features(3)
    assert complaints.take() == [""]
    assert not field.property("refused")
    field.expect_features(3)
    assert complaints.take() == []


def test_what_else_is_wrong_can_be_said_in_it(qtbot: QtBot, field: FormulaField, complaints: Heard):
    type_over(qtbot, field, "x1")
    complaints.take()
    field.refuse("there is none")
    assert complaints.take() == ["there is none"]
    assert field.property("refused")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""
    assert not field.property("refused")


def test_undo_is_the_windows_while_nothing_is_typed(qtbot: QtBot, field: FormulaField):
    qtbot.keyClick(field, Qt.Key.Key_X)
    qtbot.keySequence(field, QKeySequence(QKeySequence.StandardKey.Undo))
    assert field.text() == ""
