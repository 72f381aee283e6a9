"""Regions, neurons and boundary on a canvas."""

from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from nnviz.core.boundary import decision_boundary
from nnviz.core.regions import grid_points, probability_map
from nnviz.core.snapshot import Snapshot
from nnviz.experiment.experiment import Experiment
from nnviz.ui.plots import picture_item, region_layer
from nnviz.ui.plots.canvas import Canvas
from nnviz.ui.plots.fineness import Fineness
from nnviz.ui.plots.network_places import NeuronPlace, ShownNeuron
from nnviz.ui.plots.neuron_colors import output_colors, probability_colors
from nnviz.ui.plots.region_colors import region_colors
from nnviz.ui.plots.region_layer import STILL_CELLS, STRENGTH, RegionLayer, is_there
from nnviz.ui.theme import light
from tests.ui.fields.hands import put_on_screen
from tests.ui.plots.moments import moment, points_of, with_hidden


def shown(column: int, neuron: int, label: int | None = None) -> ShownNeuron:
    return ShownNeuron(NeuronPlace(column, neuron), "", label, False)


@pytest.fixture
def snapshot(small_experiment: Experiment) -> Snapshot:
    return moment(small_experiment, 20)


@pytest.fixture
def canvas(qtbot: QtBot, small_experiment: Experiment, snapshot: Snapshot) -> Canvas:
    canvas = Canvas()
    canvas.set_theme(light())
    canvas.resize(500, 400)
    put_on_screen(qtbot, canvas)
    canvas.show_dataset(points_of(small_experiment))
    canvas.show_snapshot(snapshot)
    canvas.refresh(is_live=True)  # the view has moved to the points
    return canvas


def test_a_hidden_neuron_has_the_colours_of_its_output(canvas: Canvas, snapshot: Snapshot) -> None:
    regions: RegionLayer = canvas.regions
    assert regions.largest is None
    canvas.show_neuron(shown(1, 2))
    n_cells = regions.n_cells
    outputs = snapshot.network.forward(grid_points(canvas.area, n_cells, n_cells))[0].outputs[:, 2]
    assert outputs.max() <= regions.largest < outputs.max() + 0.11
    expected = output_colors(outputs.reshape(n_cells, n_cells), regions.largest, light(), STRENGTH)
    assert (regions.picture.pixels == expected).mean() > 0.98
    canvas.show_neuron(shown(3, 2))  # not in this network: the regions are there
    assert regions.largest is None


def test_a_class_has_those_of_its_probability(canvas: Canvas, snapshot: Snapshot) -> None:
    canvas.show_neuron(shown(2, 1, 1))
    n_cells = canvas.regions.n_cells
    probabilities = probability_map(snapshot.network, canvas.area, n_cells, n_cells)
    assert canvas.regions.largest == 1.0
    expected = probability_colors(probabilities[:, :, 1], light(), 1, STRENGTH)
    np.testing.assert_array_equal(canvas.regions.picture.pixels, expected)


@pytest.mark.parametrize("neuron", [None, shown(1, 0), shown(2, 1, 1)])
def test_the_boundary_is_the_networks_whatever_is_below_it(
    canvas: Canvas, snapshot: Snapshot, neuron: ShownNeuron | None
) -> None:
    assert canvas.regions.boundary.pieces is None
    canvas.show_neuron(neuron)
    canvas.show_boundary(shown=True)
    n_cells = canvas.regions.n_cells
    probabilities = probability_map(snapshot.network, canvas.area, n_cells, n_cells)
    expected = decision_boundary(probabilities, canvas.area, stride=n_cells // 50)
    np.testing.assert_array_equal(canvas.regions.boundary.pieces, expected)
    assert len(expected) > 20
    canvas.show_boundary(shown=False)
    assert canvas.regions.boundary.pieces is None


@pytest.mark.parametrize("neuron", [None, shown(1, 0), shown(2, 1, 1)])
def test_the_fine_picture_of_a_slow_network_is_made_in_many_frames_and_is_the_same(
    canvas: Canvas, neuron: ShownNeuron | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    canvas.show_neuron(neuron)
    canvas.show_boundary(shown=True)
    live = canvas.regions.n_cells
    monkeypatch.setattr(region_layer, "_A_FRAME", 1e3)
    canvas.refresh(is_live=False)
    assert canvas.regions.n_cells == STILL_CELLS
    pixels, pieces = canvas.regions.picture.pixels.copy(), canvas.regions.boundary.pieces
    monkeypatch.setattr(region_layer, "_A_FRAME", 70.5)
    monkeypatch.setattr(canvas.regions.fineness, "seconds_for", lambda n_cells: n_cells / STILL_CELLS)
    canvas.redraw()
    for _ in range(4):  # of 300 rows, 70 a frame
        canvas.refresh(is_live=False)
        assert canvas.regions.n_cells == live
    canvas.refresh(is_live=False)
    assert canvas.regions.n_cells == STILL_CELLS
    assert (canvas.regions.picture.pixels == pixels).mean() > 0.99  # single precision, other cells at once
    assert abs(len(canvas.regions.boundary.pieces) - len(pieces)) < 5


def test_a_picture_too_slow_for_a_frame_is_made_in_some_and_the_last_one_stays_meanwhile(
    canvas: Canvas, small_experiment: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = moment(small_experiment, 60), moment(small_experiment, 120)
    n_cells = canvas.regions.n_cells
    canvas.regions.fineness = Fineness((n_cells,))
    expected = probability_map(first.network, canvas.area, n_cells, n_cells)
    fine, before = canvas.regions.picture, canvas.regions.picture.pixels.copy()
    monkeypatch.setattr(canvas.regions.fineness, "seconds_for", lambda n: n * region_layer._A_PART / (40.5 * n_cells))
    canvas.show_snapshot(first)
    for _ in range(2):  # of 100 rows, 40 a frame
        canvas.refresh(is_live=True)
        assert (fine.pixels == before).all()
        canvas.show_snapshot(second)  # does not begin it again: else it would never end
    canvas.refresh(is_live=True)
    colors = region_colors(expected, light(), by_confidence=True)
    assert (fine.pixels == colors).mean() > 0.98
    for _ in range(3):
        canvas.refresh(is_live=True)
    later = probability_map(second.network, canvas.area, n_cells, n_cells)
    assert (fine.pixels == region_colors(later, light(), by_confidence=True)).mean() > 0.98


def test_what_a_picture_takes_decides_how_fine_the_next_one_is(
    canvas: Canvas, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticks = iter(range(100))
    monkeypatch.setattr(region_layer, "_CLOCK", lambda: float(next(ticks)))
    canvas.regions.fineness = Fineness()
    for _ in range(5):
        canvas.show_snapshot(snapshot)
    assert canvas.regions.fineness.n_cells == 25


def test_no_colours_without_anything_to_show(canvas: Canvas, snapshot: Snapshot) -> None:
    canvas.show_boundary(shown=True)
    canvas.regions.show_snapshot(None)
    canvas.redraw()
    assert canvas.regions.picture.area is None
    assert canvas.regions.boundary.pieces is None
    assert not canvas.regions.sharpen(canvas.outlook)
    canvas.show_snapshot(snapshot)
    expected = probability_map(snapshot.network, canvas.area, canvas.regions.n_cells, canvas.regions.n_cells)
    np.testing.assert_array_equal(canvas.regions.picture.pixels, region_colors(expected, light(), by_confidence=True))


@pytest.mark.parametrize(
    ("neuron", "there"),
    [
        (shown(0, 1), True),
        (shown(0, 2), False),
        (shown(1, 3), True),
        (shown(1, 4), False),
        (shown(2, 2, 2), True),
        (shown(2, 2), False),
        (shown(1, 2, 2), False),
        (shown(3, 0), False),
    ],
)
def test_a_neuron_of_another_network_is_not_there(
    small_experiment: Experiment, neuron: ShownNeuron, there: bool
) -> None:
    assert is_there(moment(with_hidden(small_experiment, 4)), neuron) == there


def test_the_infinite_does_not_spoil_the_scale(canvas: Canvas) -> None:
    canvas.view.setRange(xRange=(-1e39, 1e39), yRange=(-1.0, 1.0), padding=0.0)
    canvas.show_neuron(shown(0, 0))
    assert canvas.regions.largest is not None
    assert 1e38 < canvas.regions.largest < 3.5e38


@pytest.mark.parametrize("neuron", [None, shown(1, 2), shown(2, 1, 1)])
@pytest.mark.parametrize("has_boundary", [False, True])
def test_what_was_prepared_is_shown_as_it_would_have_been_made(
    canvas: Canvas, small_experiment: Experiment, neuron: ShownNeuron | None, has_boundary: bool
) -> None:
    regions: RegionLayer = canvas.regions
    regions.has_boundary = has_boundary
    canvas.show_neuron(neuron)
    later = moment(small_experiment, 40)
    before = regions.picture.pixels
    canvas.prepare(later, points_of(small_experiment))  # other points: nothing is made
    assert regions._ahead is None
    dataset = canvas._dataset
    assert dataset is not None
    canvas.prepare(later, dataset)
    made = regions._ahead
    assert made is not None
    assert regions.picture.pixels is before
    canvas.show_snapshot(later)
    assert regions.picture.pixels is made.picture.pixels
    assert regions._ahead is None
    prepared, largest = regions.picture.pixels, regions.largest
    pieces = regions.boundary.pieces
    canvas.redraw()
    np.testing.assert_array_equal(regions.picture.pixels, prepared)
    assert regions.largest == largest
    assert (regions.boundary.pieces is None) == (pieces is None) == (not has_boundary)
    if pieces is not None and regions.boundary.pieces is not None:
        np.testing.assert_array_equal(regions.boundary.pieces, pieces)


def test_what_was_prepared_is_made_anew_where_it_would_be_another(
    canvas: Canvas, snapshot: Snapshot, small_experiment: Experiment
) -> None:
    regions: RegionLayer = canvas.regions
    dataset, later = canvas._dataset, moment(small_experiment, 40)
    assert dataset is not None

    def is_made_anew(snapshot: Snapshot) -> bool:
        made = regions._ahead
        assert made is not None
        canvas.show_snapshot(snapshot)
        return regions.picture.pixels is not made.picture.pixels

    canvas.prepare(later, dataset)
    assert is_made_anew(snapshot)
    canvas.prepare(later, dataset)
    regions.by_confidence = False
    assert is_made_anew(later)
    canvas.prepare(later, dataset)
    canvas.view.setRange(xRange=(0.0, 1.0), yRange=(0.0, 1.0))
    assert is_made_anew(later)
    canvas.prepare(later, dataset)
    regions.neuron = shown(1, 0)
    assert is_made_anew(later)


def test_nothing_is_prepared_that_takes_several_frames_or_is_no_number(
    canvas: Canvas, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    regions: RegionLayer = canvas.regions
    outlook = canvas.outlook
    monkeypatch.setattr(RegionLayer, "_takes_frames", lambda *_: True)
    regions.prepare(snapshot, outlook)
    assert regions._ahead is None
    monkeypatch.undo()
    weights = tuple(np.full_like(matrix, np.inf) for matrix in snapshot.weights)
    regions.prepare(replace(snapshot, weights=weights), outlook)
    assert regions._ahead is None


def test_what_was_prepared_need_not_be_stretched_in_its_frame(
    canvas: Canvas, small_experiment: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    later, dataset = moment(small_experiment, 40), canvas._dataset
    assert dataset is not None
    canvas.prepare(later, dataset)
    monkeypatch.setattr(picture_item, "_draw", lambda *_: pytest.fail("was stretched"))
    canvas.show_snapshot(later)
    canvas.grab()
