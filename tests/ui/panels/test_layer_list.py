import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from nnviz.experiment.network_spec import MOST_HIDDEN_LAYERS, LayerSpec
from nnviz.ui.panels.layer_list import LayerList
from nnviz.ui.theme import dark, light
from tests.ui.fields.hands import (
    Heard,
    choose,
    click,
    enter,
    focus,
    move_mouse,
    nothing_said,
    press_mouse,
    put_on_screen,
    release_mouse,
)
from tests.ui.panels.test_layer_row import entry

FIVE, SIX, SEVEN = (LayerSpec(n_neurons=size) for size in (5, 6, 7))


@pytest.fixture
def layers(qtbot: QtBot) -> LayerList:
    """Three layers; an edit comes back as what is to be shown."""
    layers = LayerList()
    layers.set_theme(light())
    layers.show_layers((FIVE, SIX, SEVEN))
    layers.layers_edited.connect(lambda edited, _what: layers.show_layers(edited))
    put_on_screen(qtbot, layers)
    return layers


@pytest.fixture
def edits(layers: LayerList) -> Heard:
    return Heard(layers.layers_edited)


def sizes(layers: LayerList) -> list[str]:
    return [row._field.text() for row in layers.rows]


def test_each_layer_has_its_row(layers: LayerList) -> None:
    assert sizes(layers) == ["5", "6", "7"]
    assert all(row.isVisible() for row in layers.rows)
    layers.show_layers((SIX,))
    assert sizes(layers) == ["6"]
    assert sum(row.isVisible() for row in layers._rows) == 1
    layers.show_layers(())
    assert not layers.isVisible()


def test_each_layer_is_changed_by_itself(qtbot: QtBot, layers: LayerList, edits: Heard) -> None:
    enter(qtbot, layers.rows[1]._field, "9")
    choose(qtbot, layers.rows[2]._activation, "leaky-relu")
    nine, leaky = LayerSpec(n_neurons=9), LayerSpec(n_neurons=7, activation="leaky-relu")
    assert edits.take() == [
        ((FIVE, nine, SEVEN), "the hidden neurons"),
        ((FIVE, nine, leaky), "the activation"),
    ]


def test_a_layer_is_added_like_the_last(layers: LayerList, edits: Heard) -> None:
    last = LayerSpec(n_neurons=3, activation="tanh", dropout=0.1)
    layers.show_layers((FIVE, last))
    layers.add()
    assert edits.take() == [((FIVE, last, last), "the hidden layers")]


def test_the_first_layer_has_five_neurons(layers: LayerList, edits: Heard) -> None:
    layers.show_layers(())
    layers.add()
    assert edits.take() == [((FIVE,), "the hidden layers")]
    assert layers.isVisible()


def test_a_layer_is_duplicated_and_removed(qtbot: QtBot, layers: LayerList, edits: Heard) -> None:
    entry(layers.rows[1], "Duplicate").trigger()
    assert edits.take() == [((FIVE, SIX, SIX, SEVEN), "the hidden layers")]
    entry(layers.rows[3], "Remove").trigger()
    assert edits.take() == [((FIVE, SIX, SIX), "the hidden layers")]
    click(qtbot, layers.rows[0]._remove)
    assert edits.take() == [((SIX, SIX), "the hidden layers")]


def test_no_layer_is_duplicated_beyond_the_most_there_can_be(layers: LayerList) -> None:
    layers.show_layers((FIVE,) * (MOST_HIDDEN_LAYERS - 1))
    assert entry(layers.rows[0], "Duplicate").isEnabled()
    layers.show_layers((FIVE,) * MOST_HIDDEN_LAYERS)
    assert not entry(layers.rows[0], "Duplicate").isEnabled()


def test_the_menu_moves_a_layer(layers: LayerList, edits: Heard) -> None:
    entry(layers.rows[0], "Move down").trigger()
    assert edits.take() == [((SIX, FIVE, SEVEN), "the order of the hidden layers")]
    entry(layers.rows[2], "Move up").trigger()
    assert edits.take() == [((SIX, SEVEN, FIVE), "the order of the hidden layers")]


def test_the_keyboard_goes_with_the_layer_it_moves(qtbot: QtBot, layers: LayerList) -> None:
    focus(qtbot, layers.rows[0]._activation)
    for place in (1, 2, 2):
        qtbot.keyClick(layers.rows[place - 1]._activation, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        qtbot.waitUntil(layers.rows[place]._activation.hasFocus)
        if sizes(layers) == ["6", "7", "5"]:
            break
    assert sizes(layers) == ["6", "7", "5"]
    qtbot.keyClick(layers.rows[2]._activation, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert sizes(layers) == ["6", "7", "5"]  # it is the last already


def test_arrows_on_the_handle_move_a_layer_and_stop_at_the_ends(qtbot: QtBot, layers: LayerList, edits: Heard) -> None:
    handle = layers.rows[0]._handle
    focus(qtbot, handle)
    qtbot.keyClick(handle, Qt.Key.Key_Up)
    assert edits.take() == []
    qtbot.keyClick(handle, Qt.Key.Key_Down)
    assert sizes(layers) == ["6", "5", "7"]
    qtbot.waitUntil(layers.rows[1]._handle.hasFocus)


@pytest.mark.parametrize(
    ("number", "over", "expected"),
    [
        (0, 2, ["6", "7", "5"]),
        (0, 1, ["6", "5", "7"]),
        (2, 0, ["7", "5", "6"]),
        (1, 0, ["6", "5", "7"]),
        (1, 1, ["5", "6", "7"]),
    ],
)
def test_a_layer_is_dragged_to_its_place(layers: LayerList, number: int, over: int, expected: list[str]) -> None:
    """Over the far half of the row whose place it is to take."""
    handle = layers.rows[number]._handle
    row = layers.rows[over]
    beyond = 4 if over > number else -4
    height = row.mapToGlobal(row.rect().center()).y() + beyond
    press_mouse(handle)
    move_mouse(handle, height + 30)
    move_mouse(handle, height)
    assert layers._line.isVisible()
    release_mouse(handle, height)
    assert sizes(layers) == expected
    assert not layers._line.isVisible()


def test_the_line_shows_where_a_dragged_layer_would_go(layers: LayerList) -> None:
    rows = layers.rows
    handle = rows[0]._handle
    bottoms = [row.mapToGlobal(row.rect().bottomLeft()).y() for row in rows]
    press_mouse(handle)
    for place, height in enumerate(bottoms):
        move_mouse(handle, height + 1)
        assert abs(layers._line.y() - rows[place].geometry().bottom()) <= 6
    move_mouse(handle, bottoms[0] - 300)
    assert layers._line.y() == 0
    release_mouse(handle, bottoms[0] - 300)
    assert sizes(layers) == ["5", "6", "7"]


def test_a_drag_is_given_up_by_escape(qtbot: QtBot, layers: LayerList, edits: Heard) -> None:
    handle = layers.rows[0]._handle
    height = press_mouse(handle)
    move_mouse(handle, height + 60)
    qtbot.waitUntil(handle.hasFocus)
    qtbot.keyClick(handle, Qt.Key.Key_Escape)
    assert not layers._line.isVisible()
    release_mouse(handle, height + 60)
    assert edits.take() == []


def test_an_order_that_is_refused_leaves_the_keyboard_where_it_was(qtbot: QtBot) -> None:
    layers = LayerList()
    layers.show_layers((FIVE, SIX))
    put_on_screen(qtbot, layers)
    focus(qtbot, layers.rows[0]._field)
    qtbot.keyClick(layers.rows[0]._field, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert layers.rows[0]._field.hasFocus()
    assert sizes(layers) == ["5", "6"]


def test_the_tab_key_goes_through_rows_that_were_added_late(qtbot: QtBot, layers: LayerList) -> None:
    for _ in range(2):
        layers.add()
    focus(qtbot, layers.rows[0]._handle)
    expected = [part for row in layers.rows for part in row.parts if part.isVisible()]
    for part in expected[1:]:
        layers.window().focusNextChild()
        qtbot.waitUntil(part.hasFocus)


def test_to_show_layers_says_nothing(layers: LayerList) -> None:
    heard = Heard(layers.layers_edited, layers.refused)
    for shown in ((), (SIX,) * MOST_HIDDEN_LAYERS, (FIVE, SEVEN)):
        assert nothing_said(heard, lambda shown=shown: layers.show_layers(shown))
    assert nothing_said(heard, lambda: layers.set_theme(dark()))
