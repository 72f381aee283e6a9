from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from nnviz.core.diagnosis import Finding, Kind
from nnviz.core.regions import Rectangle, grid_points
from nnviz.core.snapshot import Snapshot
from nnviz.experiment.experiment import Experiment
from nnviz.ui.plots import network_diagram
from nnviz.ui.plots.network_diagram import NetworkDiagram
from nnviz.ui.plots.network_diagram_words import BROKEN, HINT
from nnviz.ui.plots.network_places import NeuronPlace, WeightPlace
from nnviz.ui.plots.neuron_colors import output_colors
from nnviz.ui.plots.outlook import Outlook
from nnviz.ui.plots.weight_blocks import Ends
from nnviz.ui.theme import dark, light
from tests.ui.fields.hands import Heard, put_on_screen
from tests.ui.plots.moments import moment, with_hidden

ENDS = Ends(("x₁", "x₂"), ("Rose", "Lily", "Tulip"))
OUTLOOK = Outlook(Rectangle(-4.0, -4.0, 4.0, 10.0))
H2 = NeuronPlace(1, 1)

ShowDiagram = Callable[..., NetworkDiagram]


@pytest.fixture
def show_diagram(qtbot: QtBot) -> ShowDiagram:
    """Puts the diagram of a snapshot on the screen, below a field."""
    kept: list[QWidget] = []

    def show(snapshot: Snapshot, width: int = 340, ends: Ends = ENDS) -> NetworkDiagram:
        window = QWidget()
        kept.append(window)
        column = QVBoxLayout(window)
        column.setContentsMargins(0, 0, 0, 0)
        diagram = NetworkDiagram()
        column.addWidget(QLineEdit())
        column.addWidget(diagram, 1)
        diagram.set_theme(light())
        window.resize(width, 340)
        put_on_screen(qtbot, window)
        diagram.show_moment(snapshot, ends, OUTLOOK)
        qtbot.wait(1)
        return diagram

    return show


@pytest.fixture
def diagram(show_diagram: ShowDiagram, small_experiment: Experiment) -> NetworkDiagram:
    return show_diagram(moment(small_experiment, 20))


def found(layer: int, neuron: int, kind: Kind = Kind.DEAD) -> Finding:
    return Finding(layer, neuron, kind, f"h{neuron + 1} is {kind.value}")


def picture(diagram: NetworkDiagram) -> QImage:
    return diagram.grab().toImage()


def middle_of(diagram: NetworkDiagram, place: NeuronPlace) -> QPoint:
    box = diagram.box_of(place)
    assert box is not None
    return box.center().toPoint()


def on_line(diagram: NetworkDiagram, weight: WeightPlace) -> QPoint:
    """A place on the line of a weight where no other is nearer."""
    layout = diagram._laid_out()
    assert layout is not None
    line = layout.lines[layout.number_of(weight) or 0]
    places = (line.pointAt(share / 50) for share in range(2, 49))
    return next(p.toPoint() for p in places if layout.weight_at(QPointF(p.toPoint()), light()) == weight)


# What is painted


def test_a_neuron_is_a_picture_of_its_output(diagram: NetworkDiagram, small_experiment: Experiment) -> None:
    snapshot = moment(small_experiment, 20)
    outputs = snapshot.network.forward(grid_points(OUTLOOK.area, 24, 24))[0].outputs.reshape(24, 24, -1)
    picture(diagram)
    assert diagram._maps is not None
    pixels = diagram._maps.pixels.reshape(-1, 24, 24)
    assert len(pixels) == 2 + 4 + 3
    largest = np.ceil(10 * outputs.max()) / 10
    expected = output_colors(outputs[::-1, :, 1], largest, light())
    assert (pixels[2 + 1][6:18, 6:18] == expected[6:18, 6:18]).mean() > 0.98
    assert (pixels[:, 0, 0] == 0).all()  # corners are round
    image = picture(diagram)
    box = diagram.box_of(H2)
    assert box is not None
    seen = image.pixelColor(box.center().toPoint())
    wanted = QColor(int(expected[12, 12]))
    assert max(abs(seen.red() - wanted.red()), abs(seen.blue() - wanted.blue())) < 25


def test_lines_are_as_wide_and_coloured_as_their_weights(diagram: NetworkDiagram, small_experiment: Experiment) -> None:
    snapshot = moment(small_experiment)
    weights = np.zeros_like(snapshot.weights[0])
    weights[0, 0], weights[1, 0] = 2.0, -2.0
    others = tuple(np.zeros_like(array) for array in snapshot.weights[1:])
    diagram.show_moment(replace(snapshot, weights=(weights, *others)), ENDS, OUTLOOK)
    image = picture(diagram)
    for row, end in ((0, 2), (1, 0)):
        color = image.pixelColor(on_line(diagram, WeightPlace(0, row, 0)))
        wanted = QColor(light().diverging[end])
        assert max(abs(color.red() - wanted.red()), abs(color.blue() - wanted.blue())) < 40
    nothing = image.pixelColor(on_line(diagram, WeightPlace(1, 0, 0)))
    assert min(nothing.red(), nothing.green(), nothing.blue()) > 200


def test_nothing_is_computed_while_it_is_hidden_nor_twice(
    diagram: NetworkDiagram, small_experiment: Experiment, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    computed: list[Rectangle] = []
    maps = network_diagram.neuron_maps

    def note(network: object, area: Rectangle, *rest: object) -> object:
        computed.append(area)
        return maps(network, area, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(network_diagram, "neuron_maps", note)
    window = diagram.window()
    window.hide()
    diagram.show_moment(moment(small_experiment, 30), ENDS, OUTLOOK)
    qtbot.wait(20)
    assert computed == []
    window.show()
    qtbot.waitUntil(lambda: computed == [OUTLOOK.area])
    picture(diagram)
    diagram.show_findings((found(0, 1),))
    picture(diagram)
    assert computed == [OUTLOOK.area]
    other = Outlook(Rectangle(0.0, 0.0, 1.0, 1.0))
    diagram.show_outlook(other)
    assert diagram.outlook is other
    picture(diagram)
    assert computed == [OUTLOOK.area, other.area]


def test_a_network_with_many_weights_has_coarser_pictures(
    show_diagram: ShowDiagram, small_experiment: Experiment
) -> None:
    diagram = show_diagram(moment(with_hidden(small_experiment, 100, 100)))
    picture(diagram)
    assert diagram._maps is not None
    assert diagram._maps.pixels.shape[1] == 12
    assert diagram.line().startswith("hidden 1: 100 neurons, 8 shown")
    assert diagram.tip_at(QPointF(0, 0)) == diagram.line()


def test_a_broken_network_says_so(diagram: NetworkDiagram, small_experiment: Experiment) -> None:
    snapshot = moment(small_experiment)
    weights = (np.full_like(snapshot.weights[0], np.nan), snapshot.weights[1])
    diagram.show_moment(replace(snapshot, weights=weights), ENDS, OUTLOOK)
    picture(diagram)
    assert diagram.line() == BROKEN
    assert diagram.tip_at(QPointF(middle_of(diagram, H2))) == ""


def test_before_there_is_anything_to_show_it_is_empty(qtbot: QtBot) -> None:
    diagram = NetworkDiagram()
    put_on_screen(qtbot, diagram)
    picture(diagram)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Escape):
        qtbot.keyClick(diagram, key)
    qtbot.mouseMove(diagram, QPoint(5, 5))
    qtbot.mouseClick(diagram, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert diagram.line() == ""
    assert diagram.tip_at(QPointF(5, 5)) == ""
    assert diagram.box_of(H2) is None


def test_theme_and_class_colours_are_taken_on(diagram: NetworkDiagram) -> None:
    before = picture(diagram)
    diagram.show_classes((4, 5, 6))
    with_others = picture(diagram)
    assert with_others != before
    diagram.set_theme(dark())
    in_dark = picture(diagram)
    assert in_dark != with_others
    diagram.show_classes((4, 5, 6))
    assert picture(diagram) == in_dark


def test_neurons_that_do_not_do_their_share_are_marked(diagram: NetworkDiagram) -> None:
    before = picture(diagram)
    diagram.show_findings((found(0, 1), found(0, 1, Kind.IDENTICAL)))
    after = picture(diagram)
    box = diagram.box_of(H2)
    assert box is not None
    corner = box.topRight().toPoint() + QPoint(3, -3)
    assert after.pixelColor(corner) == QColor(light().warning) != before.pixelColor(corner)
    assert diagram.tip_at(box.center()).splitlines() == ["h2 is dead", "h2 is identical"]
    assert diagram.tip_at(QPointF(middle_of(diagram, NeuronPlace(1, 0)))) == ""
    diagram._pin(H2)
    assert "dead · identical" in diagram.line()
    diagram.release()
    diagram.show_findings(())
    assert picture(diagram) == before


# The mouse


def test_on_a_line_its_weight_is_told(diagram: NetworkDiagram, qtbot: QtBot, small_experiment: Experiment) -> None:
    heard = Heard(diagram.weight_hovered)
    assert diagram.line() == HINT
    weight = WeightPlace(1, 2, 1)
    place = on_line(diagram, weight)
    qtbot.mouseMove(diagram, place)
    assert heard.take() == [weight]
    value = moment(small_experiment, 20).weights[1][2, 1]
    assert diagram.line().replace("−", "-") == f"weight h₃ → Lily: {value:+.3f}"
    assert diagram.tip_at(QPointF(place)).endswith(f": {value:.10g}")
    before = picture(diagram)
    qtbot.mouseMove(diagram, QPoint(1, 1))
    assert heard.take() == [None]
    assert picture(diagram) != before
    assert diagram.line() == HINT


def test_on_a_neuron_it_is_to_be_shown_large_and_a_click_keeps_it(diagram: NetworkDiagram, qtbot: QtBot) -> None:
    heard, weights = Heard(diagram.neuron_shown), Heard(diagram.weight_hovered)
    plain = picture(diagram)
    qtbot.mouseMove(diagram, middle_of(diagram, H2))
    (shown,) = heard.take()
    assert (shown.place, shown.title, shown.label, shown.is_pinned) == (H2, "Output of h₂", None, False)
    assert weights.take() == [WeightPlace(0, 2, 1)]  # its bias
    assert diagram.line().startswith("h₂ · bias ")
    assert diagram.line().endswith("click keeps it")
    assert picture(diagram) != plain
    qtbot.mouseClick(diagram, Qt.MouseButton.LeftButton, pos=middle_of(diagram, H2))
    assert [shown.is_pinned for shown in heard.take()] == [True]
    qtbot.mouseMove(diagram, middle_of(diagram, NeuronPlace(2, 2)))
    (shown,) = heard.take()
    assert (shown.title, shown.label, shown.is_pinned) == ("Probability of Tulip", 2, False)
    qtbot.mouseMove(diagram, QPoint(1, 1))
    (shown,) = heard.take()
    assert (shown.place, shown.is_pinned) == (H2, True)
    assert diagram.pinned == H2
    assert diagram.line().endswith("lets go")
    qtbot.mouseClick(diagram, Qt.MouseButton.LeftButton, pos=middle_of(diagram, H2))
    qtbot.mouseMove(diagram, QPoint(1, 1))
    assert heard.take()[-1] is None
    assert diagram.pinned is None


def test_an_input_has_no_bias(diagram: NetworkDiagram, qtbot: QtBot) -> None:
    weights = Heard(diagram.weight_hovered)
    qtbot.mouseMove(diagram, middle_of(diagram, NeuronPlace(0, 1)))
    assert diagram.line() == "x₂ · click keeps it"
    assert weights.take() == [None]


def test_a_click_beside_the_neurons_or_with_another_button_keeps_nothing(diagram: NetworkDiagram, qtbot: QtBot) -> None:
    qtbot.mouseClick(diagram, Qt.MouseButton.LeftButton, pos=QPoint(1, 1))
    qtbot.mouseClick(diagram, Qt.MouseButton.RightButton, pos=middle_of(diagram, H2))
    assert diagram.pinned is None


def test_hidden_it_points_at_nothing(diagram: NetworkDiagram, qtbot: QtBot) -> None:
    heard = Heard(diagram.neuron_shown)
    qtbot.mouseMove(diagram, middle_of(diagram, H2))
    diagram.hide()
    assert heard.take()[-1] is None


def test_pinning_is_said_when_the_user_does_it_and_not_when_it_is_shown(
    diagram: NetworkDiagram, small_experiment: Experiment
) -> None:
    heard = Heard(diagram.neuron_pinned)
    diagram.show_pinned(H2)
    assert diagram.pinned == H2
    assert heard.take() == []
    diagram._pin(NeuronPlace(1, 3))
    diagram._pin(NeuronPlace(1, 3))
    diagram.release()
    assert heard.take() == [NeuronPlace(1, 3), None, None]
    diagram.show_pinned(H2)
    changes: list[int] = []
    diagram.network_changed.connect(lambda: changes.append(len(diagram.columns)))
    diagram.show_moment(moment(with_hidden(small_experiment, 6, 3)), ENDS, OUTLOOK)
    diagram.show_moment(moment(with_hidden(small_experiment, 6, 3), 1), ENDS, OUTLOOK)
    assert changes == [4]
    assert diagram.pinned == H2


def test_another_network_lets_go_of_what_was_pinned(diagram: NetworkDiagram, small_experiment: Experiment) -> None:
    heard = Heard(diagram.neuron_shown)
    diagram._pin(NeuronPlace(1, 3))
    diagram.show_moment(moment(small_experiment, 25), ENDS, OUTLOOK)
    assert diagram.pinned == NeuronPlace(1, 3)
    diagram.show_moment(moment(with_hidden(small_experiment, 2)), ENDS, OUTLOOK)
    assert diagram.pinned is None
    assert heard.take()[-1] is None


def test_with_several_hidden_layers_it_is_said_which(show_diagram: ShowDiagram, small_experiment: Experiment) -> None:
    diagram = show_diagram(moment(with_hidden(small_experiment, 3, 4)))
    heard = Heard(diagram.neuron_shown)
    diagram._pin(NeuronPlace(2, 3))
    assert heard.take()[0].title == "Output of h₄ of hidden 2"


def test_a_weight_that_is_pointed_at_elsewhere_stands_out(diagram: NetworkDiagram) -> None:
    plain = picture(diagram)
    diagram.show_weight(WeightPlace(0, 1, 2))
    line = picture(diagram)
    assert line != plain
    assert diagram.line().startswith("weight x₂ → h₃: ")
    diagram.show_weight(WeightPlace(0, 2, 2))
    assert picture(diagram) not in (plain, line)
    assert diagram.line().startswith("bias of h₃: ")
    for gone in (WeightPlace(5, 0, 0), WeightPlace(0, 3, 0), WeightPlace(0, 0, 9), None):
        diagram.show_weight(gone)
        assert diagram.line() == HINT
        picture(diagram)


def test_large_numbers_are_powers_of_ten(diagram: NetworkDiagram, small_experiment: Experiment) -> None:
    snapshot = moment(small_experiment)
    weights = (np.full_like(snapshot.weights[0], -3e8), snapshot.weights[1])
    diagram.show_moment(replace(snapshot, weights=weights), ENDS, OUTLOOK)
    diagram.show_weight(WeightPlace(0, 0, 0))
    assert diagram.line() == "weight x₁ → h₁: −3e8"


# The keyboard


def test_tab_leads_into_it_arrows_move_and_enter_keeps(diagram: NetworkDiagram, qtbot: QtBot) -> None:
    heard = Heard(diagram.neuron_shown)
    diagram.window().findChild(QLineEdit).setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    qtbot.waitUntil(diagram.hasFocus)
    assert heard.take()[-1].place == NeuronPlace(1, 0)
    moves = [
        (Qt.Key.Key_Down, H2),
        (Qt.Key.Key_Right, NeuronPlace(2, 1)),
        (Qt.Key.Key_Up, NeuronPlace(2, 0)),
        (Qt.Key.Key_Right, NeuronPlace(2, 0)),
        (Qt.Key.Key_Left, NeuronPlace(1, 0)),
        (Qt.Key.Key_Left, NeuronPlace(0, 0)),
        (Qt.Key.Key_Left, NeuronPlace(0, 0)),
    ]
    for key, place in moves:
        qtbot.keyClick(diagram, key)
        assert diagram._current == place
    picture(diagram)
    assert heard.take()[-1].title == "Input x₁"
    qtbot.keyClick(diagram, Qt.Key.Key_Right)
    qtbot.keyClick(diagram, Qt.Key.Key_Return)
    assert diagram.pinned == diagram._current
    assert "bias" in diagram.accessibleDescription()
    qtbot.keyClick(diagram, Qt.Key.Key_Tab)
    assert not diagram.hasFocus()
    assert heard.take()[-1].is_pinned
    diagram.setFocus()
    qtbot.keyClick(diagram, Qt.Key.Key_Escape)
    assert diagram.pinned is None


def test_after_a_click_the_arrows_begin_at_that_neuron(diagram: NetworkDiagram, qtbot: QtBot) -> None:
    qtbot.mouseClick(diagram, Qt.MouseButton.LeftButton, pos=middle_of(diagram, H2))
    qtbot.keyClick(diagram, Qt.Key.Key_Down)
    assert diagram._current == H2
    qtbot.keyClick(diagram, Qt.Key.Key_Down)
    assert diagram._current == NeuronPlace(1, 2)
    qtbot.keyClick(diagram, Qt.Key.Key_A)
    assert diagram._current == NeuronPlace(1, 2)
    diagram.release()
    assert diagram.pinned is None


def test_what_does_not_fit_below_is_in_the_tip(show_diagram: ShowDiagram, small_experiment: Experiment) -> None:
    diagram = show_diagram(moment(small_experiment), width=120)
    assert diagram.tip_at(QPointF(middle_of(diagram, H2))).endswith("click keeps it")
