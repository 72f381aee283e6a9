import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from nnviz.core.activations import ACTIVATIONS
from nnviz.experiment.network_spec import LayerSpec
from nnviz.ui.panels.layer_row import ACTIVATION_TITLES, LayerRow
from nnviz.ui.theme import light
from tests.ui.fields.hands import Heard, choose, click, enter, focus, leave, nothing_said, put_on_screen

LAYER = LayerSpec(n_neurons=4)


@pytest.fixture
def row(qtbot: QtBot) -> LayerRow:
    """The second of three; an edit comes back as what is to be shown."""
    row = LayerRow(1)
    row.set_theme(light())
    show(row, LAYER)
    row.layer_edited.connect(lambda layer, _what: show(row, layer))
    put_on_screen(qtbot, row)
    return row


def show(row: LayerRow, layer: LayerSpec, *, is_first: bool = False, is_last: bool = False, room: bool = True) -> None:
    row.show_layer(layer, is_first=is_first, is_last=is_last, can_be_copied=room)


def entry(row: LayerRow, text: str) -> QAction:
    """The entry of the row's menu that begins with `text`."""
    return next(action for action in row._more.menu().actions() if action.text().startswith(text))


def test_the_titles_of_activations_are_the_textbooks() -> None:
    assert {name: activation.title for name, activation in ACTIVATIONS.items()} == ACTIVATION_TITLES


@pytest.mark.parametrize("name", list(ACTIVATION_TITLES))
def test_every_activation_can_be_chosen(qtbot: QtBot, row: LayerRow, name: str) -> None:
    edits = Heard(row.layer_edited)
    choose(qtbot, row._activation, "identity")
    choose(qtbot, row._activation, "relu")
    edits.take()
    choose(qtbot, row._activation, name)
    assert row._activation.currentText() == ACTIVATIONS[name].title
    if name != "relu":
        assert edits.take()[-1] == (LayerSpec(n_neurons=4, activation=name), "the activation")


def test_the_neurons_can_be_typed(qtbot: QtBot, row: LayerRow) -> None:
    edits = Heard(row.layer_edited)
    enter(qtbot, row._field, "256")
    assert edits.take() == [(LayerSpec(n_neurons=256), "the hidden neurons")]


@pytest.mark.parametrize("text", ["0", "257", "2.5", ""])
def test_numbers_of_neurons_that_cannot_be_are_refused(qtbot: QtBot, row: LayerRow, text: str) -> None:
    edits, refusals = Heard(row.layer_edited), Heard(row.refused)
    row._field.clear()
    enter(qtbot, row._field, text)
    assert edits.take() == []
    (sentence,) = refusals.take()
    assert str(sentence).startswith("Hidden neurons must be ")
    assert row._field.text() == "4"


def test_dropout_is_shown_where_there_is_any(row: LayerRow) -> None:
    assert not row._dropout.isVisible()
    show(row, LayerSpec(n_neurons=4, dropout=0.2))
    assert row._dropout.isVisible()
    assert row._dropout.text() == "20"
    show(row, LAYER)
    assert not row._dropout.isVisible()


def test_dropout_is_set_from_the_menu_in_percent(qtbot: QtBot, row: LayerRow) -> None:
    edits = Heard(row.layer_edited)
    entry(row, "Dropout…").trigger()
    qtbot.waitUntil(row._dropout.hasFocus)
    assert row._dropout.selectedText() == "0"
    enter(qtbot, row._dropout, "7")
    assert edits.take() == [(LayerSpec(n_neurons=4, dropout=0.07), "the dropout")]
    assert row._dropout.isVisible()
    enter(qtbot, row._dropout, "0")
    assert edits.take() == [(LAYER, "the dropout")]
    assert not row._dropout.isVisible()


@pytest.mark.parametrize("by_enter", [True, False])
def test_dropout_that_is_asked_for_and_left_at_none_goes_away(qtbot: QtBot, row: LayerRow, *, by_enter: bool) -> None:
    edits = Heard(row.layer_edited)
    entry(row, "Dropout…").trigger()
    qtbot.waitUntil(row._dropout.hasFocus)
    if by_enter:
        qtbot.keyClick(row._dropout, Qt.Key.Key_Return)
    else:
        leave()
    assert not row._dropout.isVisible()
    assert row.focused_part() is None
    assert edits.take() == []


def test_dropout_that_cannot_be_is_refused(qtbot: QtBot, row: LayerRow) -> None:
    edits, refusals = Heard(row.layer_edited), Heard(row.refused)
    show(row, LayerSpec(n_neurons=4, dropout=0.2))
    enter(qtbot, row._dropout, "95")
    assert edits.take() == []
    assert refusals.take() == ["Dropout must be between 0 and 90, not 95"]


def test_the_menu_asks_for_what_it_says(row: LayerRow) -> None:
    asked = Heard(row.move_requested, row.duplicate_requested, row.removal_requested)
    for text in ("Move up", "Move down", "Duplicate", "Remove"):
        entry(row, text).trigger()
    assert asked.take() == [-1, 1, (), ()]


def test_the_menu_offers_what_can_be_done(row: LayerRow) -> None:
    show(row, LAYER, is_first=True, room=False)
    assert not entry(row, "Move up").isEnabled()
    assert entry(row, "Move down").isEnabled()
    assert not entry(row, "Duplicate").isEnabled()
    assert row._handle.isVisible()
    show(row, LAYER, is_first=True, is_last=True)
    assert not entry(row, "Move down").isEnabled()
    assert entry(row, "Duplicate").isEnabled()
    assert not row._handle.isVisible()  # there is nowhere to drag it to


@pytest.mark.parametrize("part", ["_field", "_activation", "_more", "_handle"])
def test_alt_and_arrows_move_the_row_from_anywhere_in_it(qtbot: QtBot, row: LayerRow, part: str) -> None:
    asked = Heard(row.move_requested, row.layer_edited)
    widget = getattr(row, part)
    focus(qtbot, widget)
    qtbot.keyClick(widget, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(widget, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert asked.take() == [-1, 1]
    show(row, LAYER, is_first=True, is_last=False)
    qtbot.keyClick(widget, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert asked.take() == []


def test_the_cross_removes_it(qtbot: QtBot, row: LayerRow) -> None:
    removals = Heard(row.removal_requested)
    click(qtbot, row._remove)
    focus(qtbot, row._remove)
    qtbot.keyClick(row._remove, Qt.Key.Key_Space)
    assert len(removals.take()) == 2


def test_to_show_a_layer_says_nothing(row: LayerRow) -> None:
    heard = Heard(row.layer_edited, row.refused)
    for layer in (LayerSpec(n_neurons=9, activation="elu", dropout=0.5), LAYER):
        assert nothing_said(heard, lambda layer=layer: show(row, layer))


def test_everything_has_a_name_of_its_own(row: LayerRow) -> None:
    names = [part.accessibleName() for part in row.parts]
    assert all(names)
    assert len(set(names)) == len(names)
    assert sum("layer 2" in name for name in names) == 5


def test_nothing_is_edited_before_a_layer_is_shown(qtbot: QtBot) -> None:
    row = LayerRow(0)
    put_on_screen(qtbot, row)
    edits = Heard(row.layer_edited)
    enter(qtbot, row._field, "5")
    assert edits.take() == []
