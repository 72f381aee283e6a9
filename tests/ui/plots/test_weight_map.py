from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QHelpEvent, QImage, QPainter
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from nnviz.core.diagnosis import Finding, Kind
from nnviz.core.snapshot import Snapshot
from nnviz.experiment.experiment import Experiment
from nnviz.ui.fields.numbers import signed
from nnviz.ui.plots import weight_cells, weight_painting
from nnviz.ui.plots.color_arrays import diverging_colors
from nnviz.ui.plots.lettering import Room, Writing
from nnviz.ui.plots.weight_blocks import Block, Ends, blocks_of
from nnviz.ui.plots.weight_map import WeightMap
from nnviz.ui.plots.weight_painting import _NUMBER_FITS
from nnviz.ui.plots.weight_quantities import GRADIENT
from nnviz.ui.plots.weight_scale import Scale
from nnviz.ui.theme import Theme, dark, light
from tests.ui.fields.hands import put_on_screen
from tests.ui.plots.moments import moment, with_hidden

CLASSES = ("Rose", "Lily", "Tulip")
ENDS = Ends(("x₁", "x₂"), CLASSES)

ShowMap = Callable[..., WeightMap]


@pytest.fixture
def show_map(qtbot: QtBot) -> ShowMap:
    """Puts a map of a snapshot on the screen."""
    kept: list[WeightMap] = []  # a widget goes when nobody knows it any more

    def show(snapshot: Snapshot, width: int = 360) -> WeightMap:
        weights = WeightMap()
        kept.append(weights)
        weights.set_theme(light())
        weights.resize(width, 600)
        put_on_screen(qtbot, weights)
        weights.show_snapshot(snapshot, ENDS)
        qtbot.wait(1)
        return weights

    return show


@pytest.fixture
def numbers_written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every number that is formatted while painting."""
    written: list[str] = []

    def note(number: float, digits: int = 2) -> str:
        written.append(signed(number, digits))
        return written[-1]

    monkeypatch.setattr(weight_painting, "signed", note)
    return written


def picture(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def color_at(image: QImage, place: QPoint) -> tuple[int, int, int]:
    color = image.pixelColor(place)
    return color.red(), color.green(), color.blue()


def assert_close(found: tuple[int, int, int], expected: np.ndarray) -> None:
    """The same but for the rounding to a shade."""
    assert np.abs(np.array(found) - expected.astype(int)).max() <= 2


# Cells


def test_long_names_of_inputs_get_room_but_never_most_of_it(small_experiment: Experiment, show_map: ShowMap) -> None:
    weights = show_map(moment(small_experiment))
    short = weights.cells._areas()[0][1]
    weights.show_snapshot(moment(small_experiment), Ends(("petal length", "x₂"), CLASSES))
    longer = weights.cells._areas()[0][1]
    assert short.left() < longer.left() < 0.3 * weights.cells.width()
    weights.show_snapshot(moment(small_experiment), Ends(("the length of the longest petal of it", "x₂"), CLASSES))
    longest = weights.cells._areas()[0][1]
    assert longer.left() < longest.left() < 0.35 * weights.cells.width()
    assert longest.right() == short.right()
    assert weights.cells.value_at(longest.topLeft() + QPoint(1, 1))[0].startswith(
        "the length of the longest petal of it →"
    )


def test_every_cell_has_the_colour_and_the_number_of_its_value(
    small_experiment: Experiment, show_map: ShowMap, numbers_written: list[str]
) -> None:
    snapshot = moment(small_experiment, 30)
    weights = show_map(snapshot)
    del numbers_written[:]
    image = picture(weights.cells)
    blocks = blocks_of(snapshot, ENDS)
    values = [float(value) for block in blocks for value in block.values.ravel()]
    assert {signed(value) for value in values} <= set(numbers_written)
    for block, area in weights.cells._areas():
        colors = diverging_colors(light(), block.values, weights.scale_bar.largest)
        n_rows, n_columns = block.values.shape
        for row in range(n_rows):
            for column in range(n_columns):
                corner = QPoint(
                    area.left() + round((column + 0.1) * area.width() / n_columns),
                    area.top() + round((row + 0.15) * area.height() / n_rows),
                )
                assert_close(color_at(image, corner), colors[row, column])


def test_every_place_of_a_cell_tells_its_name_and_its_number(small_experiment: Experiment, show_map: ShowMap) -> None:
    snapshot = moment(small_experiment)
    cells = show_map(snapshot).cells
    (_, first), (_, last) = cells._areas()
    assert cells.value_at(first.topLeft()) == ("x₁ → h₁", snapshot.weights[0][0, 0])
    assert cells.value_at(first.topRight()) == ("x₁ → h₄", snapshot.weights[0][0, 3])
    assert cells.value_at(first.bottomLeft()) == ("bias → h₁", snapshot.biases[0][0])
    assert cells.value_at(last.topLeft()) == ("h₁ → Rose", snapshot.weights[1][0, 0])
    assert cells.value_at(last.bottomRight()) == ("bias → Tulip", snapshot.biases[1][2])
    assert cells.value_at(last.bottomRight() + QPoint(1, 0)) is None
    assert cells.value_at(QPoint(0, 0)) is None


def test_the_number_under_the_mouse_is_told_in_full(
    qtbot: QtBot, small_experiment: Experiment, show_map: ShowMap
) -> None:
    snapshot = moment(small_experiment)
    cells = show_map(snapshot).cells
    place = cells._areas()[0][1].topLeft() + QPoint(3, 3)

    def ask(where: QPoint) -> None:
        QApplication.sendEvent(cells, QHelpEvent(QEvent.Type.ToolTip, where, cells.mapToGlobal(where)))

    try:
        ask(place)
        assert QToolTip.text() == f"x₁ → h₁: {snapshot.weights[0][0, 0]:.10g}"
        ask(QPoint(0, 0))
        qtbot.waitUntil(lambda: not QToolTip.isVisible())
    finally:
        QToolTip.hideText()


def test_numbers_that_do_not_fit_are_not_written(
    small_experiment: Experiment, show_map: ShowMap, numbers_written: list[str]
) -> None:
    cells = show_map(moment(with_hidden(small_experiment, 20)), width=360).cells
    cells._blocks = cells._blocks[:1]  # the one with the narrow cells
    del numbers_written[:]
    picture(cells)
    assert len(numbers_written) == len(_NUMBER_FITS) + 1  # how wide they would be at each size, and the narrowest


def with_first_numbers(snapshot: Snapshot, **numbers: float) -> Snapshot:
    """Another first weight and another first bias in W₁."""
    for name, number in numbers.items():
        array = getattr(snapshot, name)[0]
        array.setflags(write=True)
        array.flat[0] = number
    return snapshot


@pytest.fixture
def numbers_drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every text that is drawn into a cell."""
    drawn: list[str] = []

    class Noted(Writing):
        def put(self, text: str, ink: QColor, room: Room, *, at_right: bool = False) -> bool:
            fits = super().put(text, ink, room, at_right=at_right)
            drawn.extend([text] * fits)
            return fits

    monkeypatch.setattr(weight_painting, "Writing", Noted)
    return drawn


@pytest.mark.parametrize(
    ("number", "text"), [(1e10, "1e10"), (-3e8, "−3e8"), (-2e150, "−2e150"), (4e5, "4e5"), (-0.001, "+0.00")]
)
def test_a_large_number_leaves_the_others_theirs(
    small_experiment: Experiment, show_map: ShowMap, numbers_drawn: list[str], number: float, text: str
) -> None:
    snapshot = with_first_numbers(moment(with_hidden(small_experiment, 6), 30), biases=number)
    cells = show_map(snapshot).cells
    del numbers_drawn[:]
    picture(cells)
    values = [value for block in blocks_of(snapshot, ENDS) for value in block.values.ravel().tolist()]
    assert numbers_drawn == [text if value == number else signed(value) for value in values]


def test_when_all_numbers_are_large_all_are_written(
    small_experiment: Experiment, show_map: ShowMap, numbers_drawn: list[str]
) -> None:
    snapshot = moment(with_hidden(small_experiment, 6), 30)
    for array in (*snapshot.weights, *snapshot.biases):
        array.setflags(write=True)
        array[...] = -4e12
    cells = show_map(snapshot).cells
    del numbers_drawn[:]
    picture(cells)
    assert numbers_drawn == ["−4e12"] * (3 * 6 + 7 * 3)


def test_in_narrow_cells_a_number_of_three_figures_leaves_the_others_theirs(
    small_experiment: Experiment, show_map: ShowMap, numbers_drawn: list[str]
) -> None:
    snapshot = with_first_numbers(moment(with_hidden(small_experiment, 10)), weights=-512.3, biases=-2e150)
    cells = show_map(snapshot, width=340).cells
    del numbers_drawn[:]
    picture(cells)
    in_first = numbers_drawn[: -11 * 3]
    assert in_first[0] == "−5e2"
    assert len(in_first) == 3 * 10 - 1  # there is no room for −2e150
    assert "−2e150" not in in_first


def test_two_hundred_and_fifty_six_neurons_are_one_image(
    small_experiment: Experiment, show_map: ShowMap, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[QRect] = []
    paint_image = weight_cells.paint_image

    def note(painter: QPainter, theme: Theme, block: Block, scale: Scale, area: QRect) -> None:
        drawn.append(area)
        paint_image(painter, theme, block, scale, area)

    monkeypatch.setattr(weight_cells, "paint_image", note)
    snapshot = moment(with_hidden(small_experiment, 256))
    weights = show_map(snapshot)
    del drawn[:]
    cells = weights.cells
    image = picture(cells)
    (block, area), (_, last) = cells._areas()
    assert drawn == [area]
    colors = diverging_colors(light(), block.values, weights.scale_bar.largest)
    for row in range(3):
        for x in range(0, area.width(), 7):
            place = QPoint(area.left() + x, area.top() + round((row + 0.5) * area.height() / 3))
            assert_close(color_at(image, place), colors[row, int((x + 0.5) * 256 / area.width())])
    assert cells.value_at(area.topRight()) == ("x₁ → h₂₅₆", snapshot.weights[0][0, 255])
    assert last.height() == 257 * light().px(21)


def test_a_large_layer_can_be_overlooked_and_only_rows_that_are_seen_are_painted(
    small_experiment: Experiment, show_map: ShowMap, numbers_drawn: list[str]
) -> None:
    weights = show_map(moment(with_hidden(small_experiment, 256, 256)))
    (_, first), (_, middle), (_, last) = weights.cells._areas()
    assert first.height() == 3 * light().px(21)
    assert middle.height() == light().px(300)  # not 257 rows of 21 pixels
    assert last.height() == 257 * light().px(21)
    assert weights.cells.weight_at(middle.bottomRight()) == (1, 256, 255)
    del numbers_drawn[:]
    weight_painting._cells.cache_clear()
    weights.cells.repaint(QRect(last.left(), last.top(), last.width(), 2 * light().px(21)))
    assert len(numbers_drawn) == 2 * 3
    assert weight_painting._cells.cache_info().currsize == 2
    weights.resize(256 * 9 + 60, 600)  # where it is as wide as its cells want to be, it is as high as any
    assert weights.cells._areas()[1][1].height() == 257 * light().px(21)


def test_the_cells_are_as_high_as_their_rows(small_experiment: Experiment, show_map: ShowMap) -> None:
    weights = show_map(moment(with_hidden(small_experiment)))
    before = weights.cells.height()
    weights.show_snapshot(moment(with_hidden(small_experiment, 8)), ENDS)
    assert weights.cells.height() > before
    assert weights.cells._areas()[-1][1].bottom() < weights.cells.height()
    weights.show_snapshot(moment(with_hidden(small_experiment)), ENDS)
    assert weights.cells.height() == before
    weights.set_theme(light(2.0))
    assert weights.cells.height() > 1.8 * before


def test_before_there_is_anything_to_show_nothing_is_painted(qtbot: QtBot) -> None:
    weights = WeightMap()
    put_on_screen(qtbot, weights)
    picture(weights)
    weights.set_theme(dark())
    picture(weights)
    assert weights.cells.value_at(QPoint(50, 50)) is None


# The scale


def test_the_scale_is_symmetric_and_rounded_up(small_experiment: Experiment, show_map: ShowMap) -> None:
    snapshot = moment(small_experiment)
    largest = max(float(np.abs(array).max()) for array in (*snapshot.weights, *snapshot.biases))
    scale = show_map(snapshot).scale_bar.largest
    assert largest <= scale < largest + 0.1 + 1e-9
    assert round(10 * scale) == pytest.approx(10 * scale)


def test_the_scale_of_a_network_of_zeros_is_not_empty(small_experiment: Experiment, show_map: ShowMap) -> None:
    snapshot = moment(small_experiment)
    for array in (*snapshot.weights, *snapshot.biases):
        array.setflags(write=True)
        array[...] = 0.0
    assert show_map(snapshot).scale_bar.largest == 0.1


def test_small_gradients_are_written_in_their_power_of_ten_and_what_is_no_number_as_such(
    small_experiment: Experiment, show_map: ShowMap, numbers_drawn: list[str]
) -> None:
    snapshot = moment(small_experiment, 30)
    for array in (*snapshot.weight_gradients, *snapshot.bias_gradients):
        array.setflags(write=True)
        array[...] = -2e-5
    snapshot.bias_gradients[1][...] = (np.inf, -np.inf, np.nan)
    weights = show_map(snapshot)
    weights.show_choice(GRADIENT, is_histogram=False)
    del numbers_drawn[:]
    picture(weights.cells)
    assert numbers_drawn == ["−2.00"] * (3 * 4 + 4 * 3) + ["+∞", "−∞", "?"]
    assert weights.scale_bar.text == "Gradient in 10⁻⁵"
    many = moment(with_hidden(small_experiment, 256))
    many.bias_gradients[0].setflags(write=True)
    many.bias_gradients[0][...] = np.nan
    weights.show_snapshot(many, ENDS)
    picture(weights.cells)


# Neurons that do not do their share


def head_of(weights: WeightMap, layer: int, column: int) -> QPoint:
    """The name above a column."""
    block, area = weights.cells._areas()[layer]
    return QPoint(area.left() + round((column + 0.5) * area.width() / block.values.shape[1]), area.top() - 8)


def found(layer: int, neuron: int, kind: Kind = Kind.DEAD) -> Finding:
    return Finding(layer, neuron, kind, f"h{neuron + 1} of layer {layer + 1} is {kind.value}")


def is_marked(weights: WeightMap, layer: int, column: int) -> bool:
    """Whether the head of a column has a spot in the colour of warnings."""
    block, area = weights.cells._areas()[layer]
    half, place = area.width() // (2 * block.values.shape[1]), head_of(weights, layer, column)
    image, warning = picture(weights.cells), QColor(light().warning)
    spots = (QPoint(place.x() + x, place.y() + y) for x in range(-half, half) for y in range(-8, 8))
    return any(image.pixelColor(spot) == warning for spot in spots)


def test_marks_stand_on_the_neurons_they_belong_to(small_experiment: Experiment, show_map: ShowMap) -> None:
    weights = show_map(moment(with_hidden(small_experiment, 4, 5)))
    weights.show_findings((found(0, 2), found(1, 0), found(1, 0, Kind.IDENTICAL)), 7)
    places = [(layer, column) for layer, n_columns in enumerate((4, 5, 3)) for column in range(n_columns)]
    marked = [place for place in places if is_marked(weights, *place)]
    assert marked == [(0, 2), (1, 0)]
    cells = weights.cells
    assert cells.sentences_at(head_of(weights, 0, 2)) == ["h3 of layer 1 is dead"]
    assert cells.sentences_at(head_of(weights, 1, 0)) == ["h1 of layer 2 is dead", "h1 of layer 2 is identical"]
    assert cells.sentences_at(head_of(weights, 1, 0) + QPoint(0, 60)) == cells.sentences_at(head_of(weights, 1, 0))
    assert cells.sentences_at(head_of(weights, 0, 1)) == []
    assert cells.sentences_at(QPoint(0, 0)) == []
    assert cells.accessibleDescription().startswith("h3 of layer 1 is dead h1 of layer 2 is dead")
    assert weights.findings_line.button.text() == "2 dead, 1 identical neurons"


def test_marks_go_when_the_neurons_are_well_again(small_experiment: Experiment, show_map: ShowMap) -> None:
    weights = show_map(moment(small_experiment))
    weights.show_findings((found(0, 2),), 7)
    assert is_marked(weights, 0, 2)
    weights.show_findings((), 8)
    assert not is_marked(weights, 0, 2)
    assert weights.cells.sentences_at(head_of(weights, 0, 2)) == []
    assert weights.cells.accessibleDescription() == ""


def test_two_hundred_and_fifty_six_columns_have_wedges(small_experiment: Experiment, show_map: ShowMap) -> None:
    weights = show_map(moment(with_hidden(small_experiment, 256)))
    before = picture(weights.cells)
    weights.show_findings((found(0, 100),), 7)
    assert picture(weights.cells) != before
    area = weights.cells._areas()[0][1]
    shown = picture(weights.cells)
    pixels = [shown.pixelColor(x, area.top() - 5) for x in range(area.left(), area.right())]
    in_color = [x for x, color in enumerate(pixels) if color == QColor(light().warning)]
    assert in_color
    assert np.mean(in_color) == pytest.approx(100.5 * area.width() / 256, abs=1.5)


def test_names_are_painted_anew_only_where_marks_change(
    small_experiment: Experiment, show_map: ShowMap, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[str] = []
    paint_name = weight_painting.paint_name

    def note(*arguments: object, is_marked: bool) -> None:
        painted.append(str(arguments[3]))
        paint_name(*arguments, is_marked=is_marked)  # type: ignore[arg-type]

    monkeypatch.setattr(weight_painting, "paint_name", note)
    weights = show_map(moment(small_experiment))
    for findings in ((found(0, 2),), (found(0, 2),), (found(0, 2, Kind.IDENTICAL),)):
        weights.show_findings(findings, 1)
        picture(weights.cells)
        weights.show_snapshot(moment(small_experiment, 3), ENDS)
        picture(weights.cells)
        assert len(painted) == 2 * 7  # once without marks, once with one


def test_before_there_is_anything_to_show_there_are_no_sentences(qtbot: QtBot) -> None:
    weights = WeightMap()
    put_on_screen(qtbot, weights)
    weights.show_findings((found(0, 2),), 1)
    assert weights.cells.sentences_at(QPoint(40, 30)) == []


def test_weights_that_stand_in_for_another_step_s_cannot_be_set(
    qtbot: QtBot, small_experiment: Experiment, show_map: ShowMap
) -> None:
    weights = show_map(moment(small_experiment))
    heard: list[str] = []
    weights.cells.refused.connect(heard.append)
    weights.show_snapshot(moment(small_experiment), ENDS, "It is still being computed")
    qtbot.keyClick(weights.cells, Qt.Key.Key_Return)
    assert heard == ["It is still being computed"]
    assert not weights.cells.field.isVisible()
