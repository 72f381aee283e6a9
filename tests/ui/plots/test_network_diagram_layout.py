from itertools import pairwise

import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

from nnviz.core.names import neuron_name
from nnviz.ui.plots.network_diagram_layout import Column, lay_out
from nnviz.ui.plots.network_places import NeuronPlace, WeightPlace
from nnviz.ui.theme import light

SIZES = [QSize(220, 210), QSize(331, 300), QSize(900, 160), QSize(1400, 900)]
SHAPES = [(2, 3), (2, 5, 3), (1, 1, 2), (2, 8, 8, 8, 3), (2, *[8] * 8, 10), (16, *[16] * 8, 10), (4, 256, 64, 10)]


def columns(*sizes: int) -> list[Column]:
    made = [
        Column(tuple(map(neuron_name, range(size))), f"hidden {number}", "ReLU") for number, size in enumerate(sizes)
    ]
    made[0] = Column(tuple(f"x{number}" for number in range(sizes[0])), "inputs")
    made[-1] = Column(tuple("ABCDEFGHIJ"[: sizes[-1]]), "classes", "softmax")
    return made


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("shape", SHAPES)
def test_boxes_are_inside_and_never_on_one_another(
    qtbot: QtBot, size: QSize, shape: tuple[int, ...], scale: float
) -> None:
    del qtbot
    layout = lay_out(columns(*shape), size, light(scale))
    boxes = list(layout.boxes.values())
    if size.height() > 160 * scale:
        assert all(QRectF(0, 0, size.width(), size.height()).contains(box) for box in boxes)
        for first, neurons in enumerate(layout.shown):
            column = [layout.boxes[NeuronPlace(first, neuron)] for neuron in neurons]
            assert all(above.bottom() <= below.top() for above, below in pairwise(column))
    lefts = [layout.boxes[NeuronPlace(number, neurons[0])] for number, neurons in enumerate(layout.shown)]
    assert all(one.right() < other.left() for one, other in pairwise(lefts))
    assert {box.size().toTuple() for box in boxes} == {(layout.side, layout.side)}
    assert len(layout.lines) == len(layout.links) <= 1100


def test_names_have_room_at_both_sides(qtbot: QtBot) -> None:
    del qtbot
    theme = light()
    layout = lay_out(columns(2, 5, 3), QSize(331, 300), theme)
    width = QFontMetrics(theme.font(11)).horizontalAdvance
    assert min(box.left() for box in layout.boxes.values()) > width("x0")
    assert 331 - max(box.right() for box in layout.boxes.values()) > width("A")


def test_a_deep_network_is_whole(qtbot: QtBot) -> None:
    del qtbot
    layout = lay_out(columns(2, *[8] * 8, 10), QSize(331, 300), light())
    assert layout.summary() == ""
    assert len(layout.boxes) == 2 + 64 + 10
    assert layout.side >= 15


def test_a_wide_layer_is_summed_up_by_the_same_neurons_always(qtbot: QtBot) -> None:
    del qtbot
    first = lay_out(columns(2, 64, 3), QSize(331, 300), light())
    assert first.summary() == "hidden 1: 64 neurons, 8 shown (evenly chosen)"
    assert first.shown[1][0] == 0
    assert first.shown[1][-1] == 63
    assert {after - before for before, after in pairwise(first.shown[1])} == {9}
    assert lay_out(columns(2, 64, 3), QSize(400, 500), light()).shown == first.shown
    several = lay_out(columns(40, 64, 3), QSize(331, 300), light())
    assert several.summary() == "inputs: 40 inputs, 8 shown · hidden 1: 64 neurons, 8 shown (evenly chosen)"


def test_lines_go_from_box_to_box_and_are_found(qtbot: QtBot) -> None:
    del qtbot
    theme = light()
    layout = lay_out(columns(2, 5, 3), QSize(331, 300), theme)
    assert len(layout.lines) == 2 * 5 + 5 * 3
    for number, (link, line) in enumerate(zip(layout.links.tolist(), layout.lines, strict=True)):
        weight = WeightPlace(*link)
        assert layout.number_of(weight) == number
        start = layout.boxes[NeuronPlace(weight.layer, weight.row)]
        end = layout.boxes[NeuronPlace(weight.layer + 1, weight.neuron)]
        assert (line.p1().toTuple(), line.p2().toTuple()) == (
            (start.right(), start.center().y()),
            (end.left(), end.center().y()),
        )
    middle = layout.lines[0].pointAt(0.5)
    assert layout.weight_at(middle, theme) == WeightPlace(0, 0, 0)
    assert layout.weight_at(layout.boxes[NeuronPlace(0, 0)].topLeft() * 0.0, theme) is None
    assert layout.number_of(WeightPlace(0, 2, 0)) is None  # a bias has no line
    assert layout.neuron_at(layout.boxes[NeuronPlace(1, 3)].center()) == NeuronPlace(1, 3)
    assert layout.neuron_at(middle) is None


def test_the_lines_of_a_neuron_are_those_that_touch_it(qtbot: QtBot) -> None:
    del qtbot
    layout = lay_out(columns(2, 5, 3), QSize(331, 300), light())
    touching = [WeightPlace(*link) for link in layout.links[layout.touching(NeuronPlace(1, 4))].tolist()]
    assert touching == [WeightPlace(0, 0, 4), WeightPlace(0, 1, 4), *(WeightPlace(1, 4, label) for label in range(3))]
