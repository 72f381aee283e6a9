import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QStyle, QStyleOptionSlider
from pytestqt.qtbot import QtBot

from nnviz.experiment.quantity import Quantity
from nnviz.ui.fields.slider_field import LinearScale, LogScale, QuietSlider, SliderField
from tests.ui.fields.hands import Heard, enter, focus, nothing_said, put_on_screen, turn_wheel

RATE = LogScale(1e-5, 10.0)
PENALTY = LogScale(1e-5, 10.0, with_zero=True)
SHARE = LinearScale(0, 90, 1)


@pytest.fixture
def field(qtbot: QtBot) -> SliderField:
    field = SliderField(Quantity("Penalty", 0.0, 10.0, "How strong."), PENALTY, step=0.001)
    put_on_screen(qtbot, field)
    field.resize(400, 30)
    field.show_number(0.01)
    return field


def handle(slider: QuietSlider) -> QPoint:
    """The middle of the handle."""
    option = QStyleOptionSlider()
    slider.initStyleOption(option)
    part = QStyle.SubControl.SC_SliderHandle
    return slider.style().subControlRect(QStyle.ComplexControl.CC_Slider, option, part, slider).center()


@pytest.mark.parametrize("scale", [RATE, PENALTY, SHARE])
def test_every_position_has_a_number_that_stands_there(scale: LinearScale | LogScale) -> None:
    numbers = [scale.number(position) for position in range(scale.n_positions)]
    assert numbers == sorted(set(numbers))
    assert [scale.position(number) for number in numbers] == list(range(scale.n_positions))


@pytest.mark.parametrize("scale", [RATE, PENALTY])
def test_numbers_of_a_logarithmic_slider_have_two_digits_at_most(scale: LogScale) -> None:
    for position in range(scale.n_positions):
        number = scale.number(position)
        assert number == float(f"{number:.2g}")


def test_the_ends_of_a_slider_are_the_ends_of_its_range() -> None:
    assert (RATE.number(0), RATE.number(RATE.n_positions - 1)) == (1e-5, 10.0)
    assert (PENALTY.number(1), PENALTY.number(PENALTY.n_positions - 1)) == (1e-5, 10.0)
    assert (SHARE.number(0), SHARE.number(SHARE.n_positions - 1)) == (0.0, 90.0)


def test_zero_stands_at_the_left_end_of_a_logarithm() -> None:
    assert PENALTY.position(0.0) == 0
    assert PENALTY.number(0) == 0.0
    assert PENALTY.position(1e-9) == 0
    assert PENALTY.position(1e-5) == 1


@given(st.floats(min_value=1e-5, max_value=10.0))
def test_a_number_stands_at_the_place_nearest_to_it(number: float) -> None:
    place = RATE.position(number)
    assert 0 <= place < RATE.n_positions
    ratio = RATE.number(place) / number
    assert 0.88 < ratio < 1.14  # half a stride, and the rounding to two digits


def test_powers_of_ten_stand_on_the_slider() -> None:
    for exponent in range(-5, 2):
        assert RATE.number(RATE.position(10.0**exponent)) == pytest.approx(10.0**exponent, rel=1e-12)


def test_to_show_a_number_moves_both_and_says_nothing(field: SliderField) -> None:
    heard = Heard(field.number_edited, field.refused)
    for number in (0.0, 0.02, 10.0, 0.0123):
        assert nothing_said(heard, lambda number=number: field.show_number(number))
        assert field.number == number
        assert field._slider.value() == PENALTY.position(number)
    assert field._field.text() == "0.0123"


def test_dragging_the_handle_says_every_number_on_the_way(qtbot: QtBot, field: SliderField) -> None:
    edits = Heard(field.number_edited)
    slider = field._slider
    begin = handle(slider)
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=begin)
    for distance in (10, 25, 45):
        qtbot.mouseMove(slider, begin + QPoint(distance, 0))
    qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=begin + QPoint(45, 0))
    numbers = edits.take()
    assert len(numbers) == 3
    assert 0.01 < numbers[0] < numbers[1] < numbers[2]  # type: ignore[operator]
    assert field.number == numbers[-1]
    assert float(field._field.text()) == numbers[-1]


@pytest.mark.parametrize(
    ("key", "number"),
    [
        (Qt.Key.Key_Right, 0.011),
        (Qt.Key.Key_Left, 0.0089),
        (Qt.Key.Key_Home, 0.0),
        (Qt.Key.Key_End, 10.0),
        (Qt.Key.Key_PageUp, 0.04),
        (Qt.Key.Key_PageDown, 0.0025),
    ],
)
def test_keys_move_the_slider(qtbot: QtBot, field: SliderField, key: Qt.Key, number: float) -> None:
    edits = Heard(field.number_edited)
    focus(qtbot, field._slider)
    qtbot.keyClick(field._slider, key)
    assert edits.take() == [number]
    assert field.number == number


def test_typing_moves_the_slider_and_is_one_edit(qtbot: QtBot, field: SliderField) -> None:
    edits = Heard(field.number_edited)
    enter(qtbot, field._field, "0,5")
    assert edits.take() == [0.5]
    assert field._slider.value() == PENALTY.position(0.5)
    enter(qtbot, field._field, "0")
    assert edits.take() == [0.0]
    assert field._slider.value() == 0


def test_the_exact_number_is_kept_beside_the_nearest_place(qtbot: QtBot, field: SliderField) -> None:
    enter(qtbot, field._field, "0.01234")
    assert field.number == 0.01234
    assert field._field.text() == "0.01234"


def test_what_cannot_be_moves_nothing(qtbot: QtBot, field: SliderField) -> None:
    edits, refusals = Heard(field.number_edited), Heard(field.refused)
    before = field._slider.value()
    enter(qtbot, field._field, "11")
    assert edits.take() == []
    assert refusals.take() == ["Penalty must be between 0 and 10, not 11"]
    assert field._slider.value() == before
    assert field.number == 0.01


def test_the_wheel_turns_a_slider_only_while_it_is_in_use(qtbot: QtBot, field: SliderField) -> None:
    edits = Heard(field.number_edited)
    assert not turn_wheel(field._slider, 1)
    assert edits.take() == []
    focus(qtbot, field._slider)
    assert turn_wheel(field._slider, 1)
    assert len(edits.take()) == 1
    assert field.number > 0.01


def test_slider_and_field_have_the_name_and_help_of_the_quantity(field: SliderField) -> None:
    assert field._slider.accessibleName() == field._field.accessibleName() == "Penalty"
    assert field._slider.toolTip() == field._field.toolTip() == "How strong.\n0 to 10"
