from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale, Qt
from pytestqt.qtbot import QtBot

from nnviz.experiment.quantity import Quantity
from nnviz.ui.fields.number_field import NumberField
from tests.ui.fields.hands import Heard, enter, focus, leave, nothing_said, put_on_screen, turn_wheel, type_over

SPREAD = Quantity("Spread", 0.0, 10.0, "How far it spreads.")
POINTS = Quantity("Points", 2, 100_000, "How many there are.", "points")


@pytest.fixture
def field(qtbot: QtBot) -> NumberField:
    field = NumberField(SPREAD, step=0.5)
    put_on_screen(qtbot, field)
    field.show_number(2.0)
    return field


@pytest.fixture
def whole_field(qtbot: QtBot) -> NumberField:
    field = NumberField(POINTS, whole=True, step=100)
    put_on_screen(qtbot, field)
    field.show_number(500)
    return field


@pytest.fixture
def german() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany))
    yield
    QLocale.setDefault(before)


def test_a_number_typed_and_entered_is_one_edit(qtbot: QtBot, field: NumberField) -> None:
    edits = Heard(field.number_edited)
    enter(qtbot, field, "3.25")
    leave()
    assert edits.take() == [3.25]
    assert field.number == 3.25
    assert field.text() == "3.25"


def test_leaving_the_field_makes_the_edit(qtbot: QtBot, field: NumberField) -> None:
    edits = Heard(field.number_edited)
    type_over(qtbot, field, "4")
    assert edits.take() == []
    leave()
    assert edits.take() == [4.0]


def test_entering_the_number_that_is_there_is_no_edit(qtbot: QtBot, field: NumberField) -> None:
    edits = Heard(field.number_edited, field.refused)
    enter(qtbot, field, "2,00")
    assert edits.take() == []
    assert field.text() == "2"


def test_escape_takes_back_what_was_typed(qtbot: QtBot, field: NumberField) -> None:
    edits = Heard(field.number_edited, field.refused)
    type_over(qtbot, field, "99 bottles")
    assert field.property("refused")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "2"
    assert not field.property("refused")
    leave()
    assert edits.take() == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("11", "Spread must be between 0 and 10, not 11"),
        ("-1", "Spread must be between 0 and 10, not −1"),
        ("ten", "Spread must be a number, not “ten”"),
        ("", "Spread must be a number, not “”"),
        ("nan", "Spread must be a number, not “nan”"),
        ("inf", "Spread must be a number, not “inf”"),
        ("1e400", "Spread must be a number, not “1e400”"),
        ("1_0", "Spread must be a number, not “1_0”"),
    ],
)
@pytest.mark.parametrize("by_leaving", [False, True])
def test_what_cannot_be_is_refused_once_and_the_old_number_stays(
    qtbot: QtBot, field: NumberField, text: str, sentence: str, by_leaving: bool
) -> None:
    edits, refusals = Heard(field.number_edited), Heard(field.refused)
    type_over(qtbot, field, text or "0")
    if not text:
        field.clear()
    if not by_leaving:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    leave()
    assert edits.take() == []
    assert refusals.take() == [sentence]
    assert (field.number, field.text()) == (2.0, "2")
    assert not field.property("refused")


def test_what_cannot_be_is_marked_while_it_is_typed(qtbot: QtBot, field: NumberField) -> None:
    type_over(qtbot, field, "1")
    assert not field.property("refused")
    assert field.complaint() is None
    qtbot.keyClicks(field, "1")
    assert field.property("refused")
    assert field.complaint() == "Spread must be between 0 and 10, not 11"
    qtbot.keyClick(field, Qt.Key.Key_Backspace)
    assert not field.property("refused")


@pytest.mark.parametrize("text", ["5,000", "5.000", "1e3", "٣", "5_000"])
def test_a_whole_number_that_might_mean_another_is_refused(qtbot: QtBot, whole_field: NumberField, text: str) -> None:
    edits, refusals = Heard(whole_field.number_edited), Heard(whole_field.refused)
    enter(qtbot, whole_field, text)
    assert edits.take() == []
    assert refusals.take() == [f"Points must be a whole number, written without separators, not “{text}”"]
    assert whole_field.text() == "500"


@pytest.mark.parametrize(
    ("key", "number"),
    [(Qt.Key.Key_Up, 2.5), (Qt.Key.Key_Down, 1.5), (Qt.Key.Key_PageUp, 7.0), (Qt.Key.Key_PageDown, 0.0)],
)
def test_arrows_and_page_keys_step_within_the_range(
    qtbot: QtBot, field: NumberField, key: Qt.Key, number: float
) -> None:
    edits = Heard(field.number_edited)
    focus(qtbot, field)
    qtbot.keyClick(field, key)
    assert edits.take() == [number]
    assert field.number == number


def test_arrows_stop_at_the_ends_of_the_range(qtbot: QtBot, whole_field: NumberField) -> None:
    edits = Heard(whole_field.number_edited, whole_field.refused)
    focus(qtbot, whole_field)
    for _ in range(3):
        qtbot.keyClick(whole_field, Qt.Key.Key_PageDown)
    assert edits.take() == [2.0]
    whole_field.show_number(99_950)
    for _ in range(3):
        qtbot.keyClick(whole_field, Qt.Key.Key_Up)
    assert edits.take() == [100_000.0]
    assert whole_field.text() == "100000"


def test_ten_small_steps_make_a_round_number(qtbot: QtBot) -> None:
    field = NumberField(SPREAD, step=0.1)
    put_on_screen(qtbot, field)
    field.show_number(0.0)
    focus(qtbot, field)
    for _ in range(3):
        qtbot.keyClick(field, Qt.Key.Key_Up)
    assert (field.number, field.text()) == (0.3, "0.3")


def test_arrows_step_from_what_is_typed_where_that_can_be(qtbot: QtBot, field: NumberField) -> None:
    edits = Heard(field.number_edited, field.refused)
    type_over(qtbot, field, "7")
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert edits.take() == [7.5]
    type_over(qtbot, field, "seven")
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert edits.take() == [8.0]


def test_the_wheel_turns_a_field_only_while_it_is_in_use(qtbot: QtBot, field: NumberField) -> None:
    edits = Heard(field.number_edited)
    assert not turn_wheel(field, 1)
    assert edits.take() == []
    focus(qtbot, field)
    assert turn_wheel(field, 1)
    assert turn_wheel(field, -1)
    assert turn_wheel(field, -1)
    assert edits.take() == [2.5, 2.0, 1.5]
    assert not turn_wheel(field, 0)


def test_to_show_a_number_says_nothing(qtbot: QtBot, field: NumberField) -> None:
    heard = Heard(field.number_edited, field.refused, field.textEdited)
    for number in (0.0, 3.0, 3.0, 10.0):
        assert nothing_said(heard, lambda number=number: field.show_number(number))
        assert (field.number, float(field.text())) == (number, number)
    focus(qtbot, field)
    assert nothing_said(heard, lambda: field.show_number(5.0))
    assert nothing_said(heard, leave)


def test_a_field_shows_its_first_number_also_where_that_is_the_lowest(qtbot: QtBot) -> None:
    field = NumberField(POINTS, whole=True)
    qtbot.addWidget(field)
    field.show_number(2)
    assert field.text() == "2"


def test_showing_the_same_number_leaves_alone_what_is_being_typed(qtbot: QtBot, field: NumberField) -> None:
    type_over(qtbot, field, "9")
    field.show_number(2.0)
    assert field.text() == "9"
    field.show_number(6.0)  # another one: an undo, say
    assert field.text() == "6"


def test_a_field_says_its_name_its_help_and_its_range(field: NumberField, whole_field: NumberField) -> None:
    assert field.accessibleName() == "Spread"
    assert field.toolTip() == "How far it spreads.\n0 to 10"
    assert whole_field.toolTip() == "How many there are.\n2 to 100,000 points"


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(("text", "number"), [("0.05", 0.05), ("0,05", 0.05), ("1e-3", 0.001), ("1,5e0", 1.5)])
def test_a_number_means_the_same_in_a_german_locale(qtbot: QtBot, text: str, number: float) -> None:
    field = NumberField(SPREAD)
    put_on_screen(qtbot, field)
    edits = Heard(field.number_edited)
    enter(qtbot, field, text)
    assert edits.take() == [number]
    assert field.text() == f"{number:g}"


@pytest.mark.usefixtures("german")
def test_a_number_is_shown_the_same_in_a_german_locale(qtbot: QtBot) -> None:
    field, whole = NumberField(SPREAD), NumberField(POINTS, whole=True)
    for shown, number in ((field, 1.5), (whole, 12_000)):
        qtbot.addWidget(shown)
        shown.show_number(number)
    assert (field.text(), whole.text()) == ("1.5", "12000")
    assert whole.toolTip().endswith("2 to 100,000 points")


def test_arrow_keys_may_multiply(qtbot: QtBot) -> None:
    field = NumberField(Quantity("Epsilon", 1e-12, 1.0, "Small."), step=10.0, by_factor=True)
    put_on_screen(qtbot, field)
    field.show_number(1e-8)
    edits = Heard(field.number_edited)
    focus(qtbot, field)
    qtbot.keyClick(field, Qt.Key.Key_Up)
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_PageUp)
    assert edits.take() == [1e-7, 1e-8, 1.0]


def test_the_unit_stands_at_the_right_end_where_there_is_room(qtbot: QtBot, whole_field: NumberField) -> None:
    field = NumberField(POINTS, whole=True, shows_unit=True)
    put_on_screen(qtbot, field)
    for part in (field, whole_field):
        part.show_number(500)
        part.resize(160, 26)
    assert field.grab().toImage() != whole_field.grab().toImage()
    field.resize(60, 26)
    whole_field.resize(60, 26)
    assert field.grab().toImage() == whole_field.grab().toImage()


def test_a_field_that_is_not_needed_says_why(field: NumberField) -> None:
    field.disable("Given elsewhere")
    assert not field.isEnabled()
    assert field.toolTip() == "Given elsewhere"
    field.enable()
    assert field.isEnabled()
    assert field.toolTip().startswith("How far it spreads.")


def test_a_number_too_long_for_its_field_is_rounded_until_it_is_used(qtbot: QtBot, field: NumberField) -> None:
    edits = Heard(field.number_edited)
    field.setFixedWidth(70)
    field.show_number(0.123456789)
    shown = field.text()
    assert 4 < len(shown) < len("0.123456789")
    assert float(shown) == pytest.approx(0.123456789, abs=0.01)
    assert field.toolTip().endswith("\nExactly 0.123456789")
    focus(qtbot, field)
    assert field.text() == "0.123456789"
    leave()
    assert field.text() == shown
    assert field.number == 0.123456789
    assert edits.take() == []
    field.setFixedWidth(300)
    assert field.text() == "0.123456789"
    assert "Exactly" not in field.toolTip()
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert edits.take() == [pytest.approx(field.number)]
