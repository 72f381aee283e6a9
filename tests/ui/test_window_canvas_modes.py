"""What the canvas shows, chosen in the real window: regions, boundary, key, and the points it shares with others."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from nnviz.core.regions import probability_map
from nnviz.experiment.experiment import Experiment
from nnviz.session.settings import Settings
from nnviz.session.update import RunState
from nnviz.ui.main_window import MainWindow
from nnviz.ui.plots.canvas_card import CanvasCard
from nnviz.ui.plots.network_places import NeuronPlace
from nnviz.ui.plots.quiet_plot import QuietPlot
from nnviz.ui.plots.region_colors import region_colors
from nnviz.ui.plots.region_layer import STILL_CELLS
from nnviz.ui.plots.region_mode import CONFIDENCE
from nnviz.ui.theme import light
from nnviz.ui.views import Views
from tests.ui.fields.hands import click, focus
from tests.ui.plots.moments import with_hidden
from tests.ui.test_window_confusion import cells_of, fullest, middle_of, rows_behind
from tests.ui.test_window_diagram import dock_of, shows_neuron

OpenWindow = Callable[..., MainWindow]
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton


def views_of(window: MainWindow) -> Views:
    assert window.views is not None
    return window.views


def card_of(window: MainWindow) -> CanvasCard:
    return views_of(window).canvas


def note_of(window: MainWindow) -> str:
    return card_of(window)._note.text()


def press_entry(qtbot: QtBot, menu: QMenu, text: str) -> QMenu | None:
    """Press an entry of an open menu; the menu that opens from there, if one does."""
    entry: QAction = next(entry for entry in menu.actions() if entry.text() == text)
    qtbot.mouseMove(menu, menu.actionGeometry(entry).center())
    qtbot.mouseClick(menu, LEFT, pos=menu.actionGeometry(entry).center())
    inner = entry.menu()
    if not isinstance(inner, QMenu):
        return None
    qtbot.waitUntil(inner.isVisible)
    return inner


def choose(qtbot: QtBot, window: MainWindow, *path: str) -> None:
    """Go through the menu of the regions with the mouse."""
    button = card_of(window).region_button
    click(qtbot, button)
    qtbot.waitUntil(button.regions.isVisible)
    menu: QMenu | None = button.regions
    for text in path:
        assert menu is not None
        menu = press_entry(qtbot, menu, text)
    assert menu is None
    assert not button.regions.isVisible()


def change_layers(window: MainWindow, qtbot: QtBot, *sizes: int) -> None:
    experiment = with_hidden(window.session.experiment, *sizes)
    window._edits.edit(experiment.network, "the layers")
    diagram = views_of(window).diagram
    qtbot.waitUntil(lambda: [len(column.names) for column in diagram.columns[1:-1]] == list(sizes))


def probabilities_of(window: MainWindow) -> np.ndarray:
    snapshot, canvas = window.session.latest.snapshot, card_of(window).canvas
    assert snapshot is not None
    return probability_map(snapshot.network, canvas.area, STILL_CELLS, STILL_CELLS)


def test_classes_and_one_classs_probability_are_chosen_with_the_mouse(window: MainWindow, qtbot: QtBot) -> None:
    card = card_of(window)
    choose(qtbot, window, "&Hard classes")
    qtbot.waitUntil(lambda: card.canvas.regions.n_cells == STILL_CELLS)
    flat = region_colors(probabilities_of(window), light(), by_confidence=False)
    assert (card.canvas.regions.picture.pixels == flat).mean() > 0.99
    assert "unsure … sure" not in card.key.words
    choose(qtbot, window, "&Probability of", "B")
    assert card.canvas.caption.title.text() == "Probability of B"
    assert card.canvas.caption.scale_bar.ends == ("0 %", "100 %")
    assert card.region_button.text() == "Probability B"
    assert views_of(window).diagram.pinned == NeuronPlace(2, 1)
    change_layers(window, qtbot, 4, 3)  # the classes are a column further to the right now
    assert views_of(window).diagram.pinned == NeuronPlace(3, 1)
    click(qtbot, card.canvas.caption.close_button)
    assert card.region_button.text() == "Hard classes"
    assert not card.canvas.caption.isVisible()


def test_a_neuron_is_chosen_by_keys_and_survives_run_and_network_as_long_as_it_is_there(
    window: MainWindow, qtbot: QtBot
) -> None:
    card, views = card_of(window), views_of(window)
    change_layers(window, qtbot, 3, 4)
    button = card.region_button
    focus(qtbot, button)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    qtbot.waitUntil(button.regions.isVisible)
    menu: QWidget = button.regions
    for key in (Qt.Key.Key_N, Qt.Key.Key_2, Qt.Key.Key_Down, Qt.Key.Key_Return):
        qtbot.keyClick(menu, key)
        menu = QApplication.activePopupWidget() or menu
    assert views.diagram.pinned == NeuronPlace(2, 1)
    assert button.text() == "Output h₂"
    window.actions_["play"].trigger()
    qtbot.waitUntil(lambda: window.session.latest.state is RunState.FINISHED)
    qtbot.waitUntil(lambda: not views.is_busy)
    assert shows_neuron(window, NeuronPlace(2, 1))
    change_layers(window, qtbot, 3, 1)
    assert note_of(window) == "There is no h₂ in a hidden layer 2 here: the colours show confidence"
    assert button.text() == "Confidence"
    assert not card.canvas.caption.isVisible()
    change_layers(window, qtbot, 3, 2)
    assert views.diagram.pinned == NeuronPlace(2, 1)
    assert not note_of(window)
    card.canvas.setFocus()
    qtbot.keyClick(card.canvas, Qt.Key.Key_Escape)
    assert button.mode == CONFIDENCE
    assert views.diagram.pinned is None


def test_what_is_pinned_in_the_diagram_is_what_the_menu_says(window: MainWindow, qtbot: QtBot) -> None:
    diagram, card = views_of(window).diagram, card_of(window)
    dock_of(window, "diagram").raise_()
    qtbot.waitUntil(lambda: diagram.is_seen)
    for place, text in (
        (NeuronPlace(1, 2), "Output h₃"),
        (NeuronPlace(0, 0), "Input x₁"),
        (NeuronPlace(2, 2), "Probability C"),
    ):
        box = diagram.box_of(place)
        assert box is not None
        qtbot.mouseClick(diagram, LEFT, pos=box.center().toPoint())
        assert card.region_button.text() == text
    choose(qtbot, window, "&Confidence")
    assert diagram.pinned is None


def test_what_was_chosen_is_there_again_at_the_next_start(
    window: MainWindow, open_window: OpenWindow, small_experiment: Experiment, qtbot: QtBot
) -> None:
    choose(qtbot, window, "Output of a &neuron", "h₄")
    for key, modifiers in ((Qt.Key.Key_B, CONTROL | SHIFT), (Qt.Key.Key_K, CONTROL)):
        qtbot.keyClick(window, key, modifiers)
    assert Settings().regions == "neuron 1 3"
    again = open_window(small_experiment)
    card = card_of(again)
    qtbot.waitUntil(lambda: views_of(again).diagram.pinned == NeuronPlace(1, 3))
    assert card.canvas.regions.has_boundary
    assert again.actions_["boundary"].isChecked()
    assert not card.key.isVisible()
    two = open_window(with_hidden(small_experiment, 2))
    qtbot.waitUntil(lambda: note_of(two).startswith("There is no h₄ in a hidden layer 1"))


def test_boundary_and_key_are_switched_from_menus_and_by_keys(window: MainWindow, qtbot: QtBot) -> None:
    card = card_of(window)
    assert card.key.isVisible()
    assert card.key.words == ["A", "B", "C", "unsure … sure", "mistake"]
    qtbot.keyClick(window, Qt.Key.Key_B, CONTROL | SHIFT)
    qtbot.keyClick(window, Qt.Key.Key_B, CONTROL)
    qtbot.waitUntil(card.canvas.regions.boundary.isVisible)
    assert card.key.words[-2:] == ["boundary", "best possible"]
    click(qtbot, card.chips["mistakes"])
    assert "mistake" not in card.key.words
    choose(qtbot, window, "D&ecision boundary")
    assert card.canvas.regions.boundary.pieces is None
    choose(qtbot, window, "Colour &key")
    assert not card.key.isVisible()
    assert window._menus["&View"].actions().count(card.region_button.regions.menuAction()) == 1


# Points that stand out in both spaces


@pytest.fixture
def linked(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """The window with hidden space on the screen."""
    dock_of(window, "hidden").raise_()
    qtbot.waitUntil(lambda: views_of(window).hidden.is_seen)
    qtbot.waitUntil(lambda: len(views_of(window).hidden._places) > 0)
    return window


def move_to(qtbot: QtBot, plot: QuietPlot, x: float, y: float) -> None:
    place = plot.mapFromScene(plot.view.mapViewToScene(QPointF(x, y)))
    qtbot.mouseMove(plot.viewport(), place)


def rung(window: MainWindow) -> tuple[list[int] | None, int]:
    """Which points stand out on the canvas, and how many in hidden space."""
    rows = card_of(window).canvas.points.selection.rows
    return (None if rows is None else rows.tolist()), len(views_of(window).hidden._selection.rings.labels)


def test_a_point_under_the_mouse_stands_out_in_both(linked: MainWindow, qtbot: QtBot) -> None:
    hidden, canvas = views_of(linked).hidden, card_of(linked).canvas
    assert linked.session.latest.dataset is not None
    points = linked.session.latest.dataset.test_points
    lonely = int(np.abs(points - np.median(points, axis=0)).sum(axis=1).argmax())
    move_to(qtbot, canvas, *points[lonely])
    assert rung(linked) == ([lonely], 1)
    np.testing.assert_allclose(hidden._selection.rings.places[0], hidden._places[lonely])
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
    assert rung(linked) == (None, 0)
    move_to(qtbot, hidden.plot, *hidden._places[lonely])
    rows, n_rung = rung(linked)
    assert rows is not None
    np.testing.assert_allclose(hidden._places[rows[0]], hidden._places[lonely], atol=1e-9)
    assert n_rung == 1
    linked.actions_["step"].trigger()
    qtbot.waitUntil(lambda: hidden._snapshot is not None and hidden._snapshot.step == 1)
    assert rung(linked) == (rows, 1)  # it goes where its point goes
    np.testing.assert_allclose(hidden._selection.rings.places[0], hidden._places[rows[0]])
    QApplication.sendEvent(hidden.plot, QEvent(QEvent.Type.Leave))
    assert rung(linked) == (None, 0)


def test_what_a_table_is_about_stands_out_in_hidden_space_until_the_mouse_is_on_a_point(
    linked: MainWindow, qtbot: QtBot
) -> None:
    cells, hidden = cells_of(linked), views_of(linked).hidden
    cell = fullest(linked)
    qtbot.mouseClick(cells, LEFT, pos=middle_of(cells, cell))
    QApplication.sendEvent(cells, QEvent(QEvent.Type.Leave))
    rows = rows_behind(linked, cell)
    assert rung(linked) == (rows, len(rows))
    move_to(qtbot, hidden.plot, *hidden._places[0])
    assert rung(linked)[1] == 1
    QApplication.sendEvent(hidden.plot, QEvent(QEvent.Type.Leave))
    assert rung(linked) == (rows, len(rows))
    dock_of(linked, "weights").raise_()
    qtbot.waitUntil(lambda: not hidden.is_seen)
    qtbot.keyClick(cells, Qt.Key.Key_Escape)
    dock_of(linked, "hidden").raise_()
    qtbot.waitUntil(lambda: hidden.is_seen)
    assert rung(linked) == (None, 0)


def test_behind_its_tab_the_mouse_on_the_canvas_rings_nothing(window: MainWindow, qtbot: QtBot) -> None:
    assert window.session.latest.dataset is not None
    move_to(qtbot, card_of(window).canvas, *window.session.latest.dataset.test_points[0])
    assert rung(window) == (None, 0)
