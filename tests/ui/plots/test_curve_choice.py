"""What is drawn: a value, the words it is remembered by, and the popup in which it is chosen."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from nnviz.core.history import Curves
from nnviz.ui.plots.curve_choice import CurveChoice, choice_of
from nnviz.ui.plots.curve_kinds import ACCURACY, GRADIENT, LOSS, RATE, curves_by_key
from nnviz.ui.plots.curve_range import steps_range, values_range
from nnviz.ui.plots.curves_button import CurvesButton
from nnviz.ui.theme import dark
from tests.ui.fields.hands import Heard, put_on_screen
from tests.ui.test_window_shapes import pick

GROUPS = (LOSS, GRADIENT, RATE)
KEYS = [line.key for group in GROUPS for line in group.lines]


def names(choice: CurveChoice) -> list[str]:
    return [line.key for line in choice.drawn]


def test_without_words_it_is_what_is_usual() -> None:
    choice = choice_of(GROUPS)
    assert choice.group is LOSS
    assert names(choice) == ["training-loss", "test-loss"]
    assert not choice.log_steps
    assert not choice.log_values


@given(st.lists(st.sampled_from([*KEYS, "loss", "rate", "log-steps", "log-values", "nonsense"])))
def test_words_bring_back_what_was_chosen_and_nonsense_nothing(words: list[str]) -> None:
    choice = choice_of(GROUPS, words)
    assert choice_of(GROUPS, choice.words) == choice
    assert choice.drawn
    assert (choice.log_steps, choice.log_values) == ("log-steps" in words, "log-values" in words)


def test_the_last_line_stays() -> None:
    choice = choice_of(GROUPS).with_line("test-loss", is_on=False)
    assert names(choice) == ["training-loss"]
    assert choice.with_line("training-loss", is_on=False) == choice
    assert names(choice.with_line("penalty", is_on=True)) == ["training-loss", "penalty"]


def test_every_line_finds_its_numbers() -> None:
    arrays = [np.full(3, float(number)) for number in range(11)]
    curves = curves_by_key(Curves(*arrays))
    assert set(curves) == {line.key for group in (*GROUPS, ACCURACY) for line in group.lines}
    every_step = [curves[key].values[0] for key in ("training-loss", "data-loss", "penalty")]
    assert every_step == [1, 2, 3]
    now_and_then = ("test-loss", "training-accuracy", "test-accuracy", "gradient-norm", "learning-rate")
    assert [curves[key].values[0] for key in now_and_then] == [6, 7, 8, 9, 10]
    assert curves["training-loss"].steps is arrays[0]
    assert curves["gradient-norm"].steps is arrays[4]


@pytest.mark.parametrize("is_log", [False, True])
def test_without_curves_the_axes_are_there(is_log: bool) -> None:
    for low, high in (steps_range([], 100, is_log=is_log), values_range([], is_share=False, is_log=is_log)):
        assert low < high


@pytest.fixture
def button(qtbot: QtBot) -> CurvesButton:
    button = CurvesButton(GROUPS, choice_of(GROUPS))
    button.set_theme(dark())
    put_on_screen(qtbot, button)
    return button


def test_lines_are_switched_by_key_and_by_mouse(qtbot: QtBot, button: CurvesButton) -> None:
    heard = Heard(button.choice_edited)
    button.button.setFocus()
    qtbot.keyClick(button.button, Qt.Key.Key_Space)
    popup = button.popup
    assert popup is not None
    assert [box.text() for box in popup.lines] == ["Training loss", "Test loss", "Data loss alone", "Penalty alone"]
    assert [box.isChecked() for box in popup.lines] == [True, True, False, False]
    qtbot.keyClick(popup.lines[3], Qt.Key.Key_Space)
    qtbot.mouseClick(popup.lines[1], Qt.MouseButton.LeftButton, pos=popup.lines[1].rect().center())
    assert [names(choice) for choice in heard.take()] == [
        ["training-loss", "test-loss", "penalty"],
        ["training-loss", "penalty"],
    ]
    qtbot.keyClick(popup.lines[0], Qt.Key.Key_Space)
    qtbot.keyClick(popup.lines[3], Qt.Key.Key_Space)  # the last one stays
    assert popup.lines[3].isChecked()
    assert names(heard.take()[-1]) == ["penalty"]
    qtbot.keyClick(popup, Qt.Key.Key_Escape)
    assert not popup.isVisible()


def test_another_quantity_has_no_switches_and_axes_are_chosen(qtbot: QtBot, button: CurvesButton) -> None:
    heard = Heard(button.choice_edited)
    qtbot.mouseClick(button.button, Qt.MouseButton.LeftButton)
    popup = button.popup
    assert popup is not None
    assert not popup._note.isVisible()
    pick(popup.group, "rate")
    assert popup.lines == ()
    assert not popup._boxes["penalty"].isVisible()
    pick(popup.steps, "log")
    pick(popup.values, "log")
    last = heard.take()[-1]
    assert (last.group, last.log_steps, last.log_values) == (RATE, True, True)
    assert popup._note.isVisible()
    pick(popup.steps, "linear")
    assert not heard.take()[-1].log_steps
    popup.close()
    button.show_choice(choice_of(GROUPS))
    assert heard.take() == []
    qtbot.mouseClick(button.button, Qt.MouseButton.LeftButton)
    assert button.popup.group.currentData() == "loss"
    button.popup.close()
