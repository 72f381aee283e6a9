"""Network diagram and hidden space in the real window: they follow the run and the canvas."""

from itertools import product

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtWidgets import QTabBar, QWidget
from pytestqt.qtbot import QtBot

from nnviz.core.regions import grid_points
from nnviz.experiment.experiment import Experiment
from nnviz.experiment.presets import preset
from nnviz.session.settings import Settings
from nnviz.session.update import RunState
from nnviz.ui.dock import DockCard
from nnviz.ui.main_window import MainWindow
from nnviz.ui.plots.canvas import Canvas
from nnviz.ui.plots.network_diagram import NetworkDiagram
from nnviz.ui.plots.network_places import NeuronPlace, WeightPlace
from nnviz.ui.plots.neuron_colors import output_colors
from nnviz.ui.plots.region_layer import STILL_CELLS, STRENGTH
from nnviz.ui.theme import light
from tests.ui.fields.hands import click
from tests.ui.plots.moments import with_hidden
from tests.ui.test_window_clusters import canvas_of

H2 = NeuronPlace(1, 1)


def dock_of(window: MainWindow, key: str) -> DockCard:
    assert window.views is not None
    return next(dock for dock in window.views.docks if dock.objectName() == key)


@pytest.fixture
def diagram(window: MainWindow, qtbot: QtBot) -> NetworkDiagram:
    """The diagram in its window, brought to the front, the canvas at its sharpest."""
    dock_of(window, "diagram").raise_()
    diagram = window.views.diagram
    qtbot.waitUntil(lambda: diagram.is_seen)
    qtbot.waitUntil(lambda: canvas_of(window).regions.n_cells == STILL_CELLS)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return diagram


def middle_of(diagram: NetworkDiagram, place: NeuronPlace) -> QPoint:
    box = diagram.box_of(place)
    assert box is not None
    return box.center().toPoint()


def shows_neuron(window: MainWindow, place: NeuronPlace) -> bool:
    """Whether the canvas is covered by the output of this hidden neuron, at the moment that is shown."""
    canvas, snapshot = canvas_of(window), window.session.latest.snapshot
    assert snapshot is not None
    pixels = canvas.regions.picture.pixels
    n_rows, n_columns = pixels.shape
    points = grid_points(canvas.area, n_columns, n_rows)
    outputs = snapshot.network.forward(points)[place.column - 1].outputs[:, place.neuron].reshape(n_rows, n_columns)
    largest = max(0.1, np.ceil(10 * np.abs(outputs).max()) / 10)
    return bool((pixels == output_colors(outputs, largest, light(), STRENGTH)).mean() > 0.95)


def test_it_shares_a_place_with_the_weights_and_is_in_the_view_menu(window: MainWindow, qtbot: QtBot) -> None:
    diagram = dock_of(window, "diagram")
    assert is_seen(window.views.weights)
    assert not window.views.diagram.is_seen
    assert diagram.toggleViewAction() in window._menus["&View"].actions()
    bar = next(bar for bar in window._workspace.findChildren(QTabBar) if "Diagram" in tabs(bar))
    assert tabs(bar) == ["Weights", "Diagram", "Hidden space"]
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(1).center())
    assert window.views.diagram.is_seen
    assert not is_seen(window.views.weights)
    window.actions_["reset-layout"].trigger()
    qtbot.waitUntil(lambda: is_seen(window.views.weights))
    assert not window.views.diagram.is_seen


def is_seen(widget: QWidget) -> bool:
    return not widget.visibleRegion().isEmpty()


def tabs(bar: QTabBar) -> list[str]:
    return [bar.tabText(number) for number in range(bar.count())]


def test_all_of_it_is_inside_its_dock(window: MainWindow, diagram: NetworkDiagram, qtbot: QtBot) -> None:
    for scale, size in product((1.0, 2.0), (QSize(1024, 700), QSize(1440, 900))):
        Settings().text_size = scale
        window.appearance.apply()
        window.resize(size)
        qtbot.wait(50)
        for column, n_neurons in enumerate((2, 4, 3)):
            for neuron in range(n_neurons):
                box = diagram.box_of(NeuronPlace(column, neuron))
                assert box is not None
                assert QRect(QPoint(0, 0), diagram.size()).contains(box.toRect()), (scale, size)


def test_it_follows_the_run_and_says_its_step(window: MainWindow, diagram: NetworkDiagram, qtbot: QtBot) -> None:
    before = diagram.grab().toImage()
    window.actions_["play"].trigger()
    qtbot.waitUntil(lambda: window.session.latest.state is RunState.FINISHED)
    qtbot.waitUntil(lambda: window.views._diagram_step.text() == "step 60")
    assert diagram.grab().toImage() != before


def test_behind_its_tab_it_takes_note_and_shows_the_same_step_when_it_comes(window: MainWindow, qtbot: QtBot) -> None:
    window.actions_["step"].trigger()
    qtbot.waitUntil(lambda: window.views._weights_step.text() == "step 1")
    assert window.views._diagram_step.text() == "step 1"
    dock_of(window, "diagram").raise_()
    qtbot.waitUntil(lambda: window.views.diagram._maps is not None)


def test_a_neuron_under_the_mouse_fills_the_canvas(window: MainWindow, diagram: NetworkDiagram, qtbot: QtBot) -> None:
    canvas = canvas_of(window)
    regions = canvas.regions.picture.pixels.copy()
    assert not canvas.caption.isVisible()
    qtbot.mouseMove(diagram, middle_of(diagram, H2))
    assert canvas.caption.isVisible()
    assert canvas.caption.title.text() == "Output of h₂"
    assert shows_neuron(window, H2)
    qtbot.waitUntil(lambda: canvas.regions.n_cells == STILL_CELLS)
    assert shows_neuron(window, H2)
    qtbot.mouseMove(diagram, QPoint(1, 1))
    assert not canvas.caption.isVisible()
    qtbot.waitUntil(lambda: np.array_equal(canvas.regions.picture.pixels, regions))


def test_a_pinned_neuron_stays_while_the_run_goes_on(window: MainWindow, diagram: NetworkDiagram, qtbot: QtBot) -> None:
    canvas = canvas_of(window)
    qtbot.mouseClick(diagram, Qt.MouseButton.LeftButton, pos=middle_of(diagram, H2))
    qtbot.mouseMove(diagram, QPoint(1, 1))
    window.actions_["play"].trigger()
    qtbot.waitUntil(lambda: window.session.latest.state is RunState.FINISHED)
    qtbot.waitUntil(lambda: not window.views.is_busy)
    assert canvas.caption.isVisible()
    assert shows_neuron(window, H2)
    click(qtbot, canvas.caption.close_button)
    assert diagram.pinned is None
    assert not canvas.caption.isVisible()


def test_escape_lets_go(window: MainWindow, diagram: NetworkDiagram, qtbot: QtBot) -> None:
    for widget in (diagram, canvas_of(window)):
        qtbot.mouseClick(diagram, Qt.MouseButton.LeftButton, pos=middle_of(diagram, H2))
        assert diagram.pinned is not None
        qtbot.mouseMove(diagram, QPoint(1, 1))
        widget.setFocus()
        qtbot.keyClick(widget, Qt.Key.Key_Escape)
        assert diagram.pinned is None, widget
        assert not canvas_of(window).caption.isVisible(), widget


def test_with_the_keyboard_on_it_arrows_make_no_step_but_space_plays(
    window: MainWindow, diagram: NetworkDiagram, qtbot: QtBot
) -> None:
    diagram.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(diagram, Qt.Key.Key_Right)
    qtbot.wait(50)
    assert diagram._current is not None
    assert diagram._current.column == 2
    assert window.run_bar.step_figure.text == "0"
    assert canvas_of(window).caption.scale_bar.ends == ("0 %", "100 %")
    qtbot.keyClick(diagram, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.session.latest.state is RunState.FINISHED)


def test_another_network_with_fewer_neurons_lets_go(
    window: MainWindow, diagram: NetworkDiagram, qtbot: QtBot, small_experiment: Experiment
) -> None:
    diagram._pin(NeuronPlace(1, 3))
    window._edits.edit(with_hidden(small_experiment, 2).network, "number of neurons")
    qtbot.waitUntil(lambda: diagram.pinned is None)
    assert len(window.session.latest.snapshot.biases[0]) == 2
    assert not canvas_of(window).caption.isVisible()


def test_its_pictures_follow_the_canvas(window: MainWindow, diagram: NetworkDiagram, qtbot: QtBot) -> None:
    canvas: Canvas = canvas_of(window)
    before = diagram.grab().toImage()
    canvas.view.setRange(xRange=(0.0, 1.0), yRange=(0.0, 1.0), padding=0.0)
    qtbot.waitUntil(lambda: diagram.outlook.area == canvas.area)
    qtbot.waitUntil(lambda: diagram.grab().toImage() != before)


def test_a_weight_is_pointed_at_in_both_pictures(window: MainWindow, diagram: NetworkDiagram, qtbot: QtBot) -> None:
    cells = window.views.weights.cells
    dock_of(window, "weights").setFloating(True)
    qtbot.waitUntil(lambda: is_seen(cells) and is_seen(diagram))
    qtbot.wait(100)  # the dock takes its size
    weight = WeightPlace(1, 2, 0)
    cell = cells.cell_of(weight)
    assert cell is not None
    before, plain = cells.grab().toImage(), diagram.line()
    qtbot.mouseMove(cells, cell.center().toPoint())
    assert diagram.line().startswith("weight h₃ → A: ")
    qtbot.mouseMove(cells, QPoint(0, 0))
    assert diagram.line() == plain
    layout = diagram._laid_out()
    assert layout is not None
    line = layout.lines[layout.number_of(weight) or 0]
    places = (line.pointAt(share / 50).toPoint() for share in range(2, 49))
    qtbot.mouseMove(diagram, next(p for p in places if layout.weight_at(QPointF(p), light()) == weight))
    marked = cells.grab().toImage()
    assert marked != before
    corner = cell.topLeft().toPoint()
    assert marked.pixelColor(corner).lightness() < before.pixelColor(corner).lightness()
    qtbot.mouseMove(diagram, QPoint(1, 1))
    assert cells.grab().toImage() == before


# Hidden space, which stands beside it


def test_hidden_space_follows_the_run_and_the_canvas(window: MainWindow, qtbot: QtBot) -> None:
    space = window.views.hidden
    assert not space.is_seen
    assert dock_of(window, "hidden").toggleViewAction() in window._menus["&View"].actions()
    dock_of(window, "hidden").raise_()
    qtbot.waitUntil(lambda: space.is_seen)
    assert space.note == "45 test points"
    before = space.grab().toImage()
    window.actions_["play"].trigger()
    qtbot.waitUntil(lambda: window.session.latest.state is RunState.FINISHED)
    qtbot.waitUntil(lambda: window.views._hidden_step.text() == "step 60")
    assert space.grab().toImage() != before
    canvas = canvas_of(window)
    canvas.view.setRange(xRange=(0.0, 1.0), yRange=(0.0, 1.0), padding=0.0)
    qtbot.waitUntil(lambda: space.outlook is not None and space.outlook.area == canvas.area)
    window.actions_["reset-zoom"].trigger()
    qtbot.waitUntil(lambda: space.outlook is not None and space.outlook.area == canvas.area)


def test_other_points_with_other_inputs_are_followed(window: MainWindow, qtbot: QtBot) -> None:
    """The network of before is never asked about the inputs of now, nor the other way round."""
    for key, view in (("diagram", window.views.diagram), ("hidden", window.views.hidden)):
        dock_of(window, key).raise_()
        qtbot.waitUntil(lambda view=view: view.is_seen)
        for name, inputs in product(("moons", "three-clusters"), (("x1", "x2", "x1*x2"), (), ("x1^2",))):
            data = msgspec.structs.replace(preset(name).data, inputs=inputs)
            window._edits.edit(data, "inputs")
            n_inputs = len(inputs) or 2
            qtbot.waitUntil(lambda n_inputs=n_inputs: n_inputs_of(window) == n_inputs)
            qtbot.waitUntil(lambda view=view: view._snapshot is window.session.latest.snapshot)
            window.grab()


def n_inputs_of(window: MainWindow) -> int:
    snapshot = window.session.latest.snapshot
    return 0 if snapshot is None else len(snapshot.weights[0])
