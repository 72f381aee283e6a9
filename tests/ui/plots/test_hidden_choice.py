import pytest
from pytestqt.qtbot import QtBot

from nnviz.ui.plots.hidden_axes import HiddenAxes
from nnviz.ui.plots.hidden_choice import HiddenChoice
from tests.ui.fields.hands import Heard, choose, put_on_screen


@pytest.fixture
def choice(qtbot: QtBot) -> HiddenChoice:
    choice = HiddenChoice()
    put_on_screen(qtbot, choice)
    choice.show_axes(HiddenAxes(0, None), (5, 2, 1))
    return choice


def visible(choice: HiddenChoice) -> list[str]:
    return [name for name in ("layer", "across", "upward") if getattr(choice, name).isVisible()]


def test_there_are_as_many_fields_as_there_is_a_choice(choice: HiddenChoice) -> None:
    assert visible(choice) == ["layer", "across"]
    choice.show_axes(HiddenAxes(1, (0, 1)), (5, 2, 1))
    assert visible(choice) == ["layer", "across", "upward"]
    choice.show_axes(HiddenAxes(2, (0, 0)), (5, 2, 1))
    assert visible(choice) == ["layer"]
    choice.show_axes(HiddenAxes(0, None), (3,))
    assert visible(choice) == ["across"]


def test_layers_and_axes_are_chosen(choice: HiddenChoice, qtbot: QtBot) -> None:
    heard = Heard(choice.axes_edited)
    choose(qtbot, choice.across, "0")
    assert heard.take()[-1] == HiddenAxes(0, (0, 1))
    choose(qtbot, choice.upward, "4")
    assert heard.take()[-1] == HiddenAxes(0, (0, 4))
    choose(qtbot, choice.layer, "1")
    assert heard.take()[-1] == HiddenAxes(1, (0, 1))
    choose(qtbot, choice.layer, "0")
    assert heard.take()[-1] == HiddenAxes(0, None)
    assert choice.across.currentText() == "Components"


def test_axes_change_places_and_never_show_the_same_neuron(choice: HiddenChoice) -> None:
    heard = Heard(choice.axes_edited)
    choice.show_axes(HiddenAxes(0, (2, 3)), (5,))
    choice.across.choice_edited.emit("3")
    assert heard.take() == [HiddenAxes(0, (3, 2))]
    choice.upward.choice_edited.emit("3")
    assert heard.take() == [HiddenAxes(0, (2, 3))]
    choice.across.choice_edited.emit("components")
    choice.across.choice_edited.emit("1")
    assert heard.take() == [HiddenAxes(0, None), HiddenAxes(0, (1, 0))]


def test_showing_says_nothing(choice: HiddenChoice) -> None:
    heard = Heard(choice.axes_edited)
    choice.show_axes(HiddenAxes(1, (1, 0)), (4, 4))
    assert heard.take() == []
    assert choice.across.currentText() == "h₂"
