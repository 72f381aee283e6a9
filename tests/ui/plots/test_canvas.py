from dataclasses import replace

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from nnviz.core.regions import probability_map
from nnviz.core.snapshot import Snapshot
from nnviz.data.dataset import Dataset
from nnviz.experiment.experiment import Experiment
from nnviz.session.update import RunState, RunUpdate
from nnviz.ui.plots.canvas import Canvas
from nnviz.ui.plots.canvas_card import CanvasCard
from nnviz.ui.plots.fineness import LIVE_CELLS
from nnviz.ui.plots.point_layers import _ring_marks
from nnviz.ui.plots.region_colors import region_colors
from nnviz.ui.plots.region_layer import STILL_CELLS
from nnviz.ui.theme import dark, light
from tests.session.recipes import with_data, with_first_cluster
from tests.ui.fields.hands import click, put_on_screen
from tests.ui.plots.moments import moment, points_of, with_hidden


@pytest.fixture
def dataset(small_experiment: Experiment) -> Dataset:
    return points_of(small_experiment)


@pytest.fixture
def snapshot(small_experiment: Experiment) -> Snapshot:
    return moment(small_experiment, 3)


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    canvas = Canvas()
    canvas.set_theme(light())
    canvas.resize(500, 400)
    put_on_screen(qtbot, canvas)
    return canvas


def n_drawn(canvas: Canvas, kind: str) -> list[int]:
    """Points of each class that can be seen."""
    item = canvas.points._marks[kind]
    return list(np.bincount(item.labels, minlength=3)) if item.isVisible() else []


def wrong_points(snapshot: Snapshot, dataset: Dataset) -> np.ndarray:
    predicted = snapshot.network.logits(dataset.test_points).argmax(axis=1)
    return dataset.test_points[predicted != dataset.test_labels]


def distance(one: QColor, other: QColor) -> int:
    return sum(abs(a - b) for a, b in zip(one.getRgb(), other.getRgb(), strict=True))


def n_cells(canvas: Canvas) -> int:
    """Along each side of the regions; 0 where there are none."""
    return 0 if canvas.regions.picture.area is None else len(canvas.regions.picture.pixels)


# The points


def test_every_point_is_in_the_picture(canvas: Canvas, dataset: Dataset) -> None:
    canvas.show_dataset(dataset)
    area = canvas.area
    points = np.concatenate([dataset.training_points, dataset.test_points])
    assert area.left < points[:, 0].min()
    assert points[:, 0].max() < area.right
    assert area.bottom < points[:, 1].min()
    assert points[:, 1].max() < area.top


def test_test_points_are_drawn_at_once_and_training_points_when_wanted(canvas: Canvas, dataset: Dataset) -> None:
    canvas.show_dataset(dataset)
    assert n_drawn(canvas, "test") == list(np.bincount(dataset.test_labels))
    assert n_drawn(canvas, "training") == []
    canvas.show_layer("training", shown=True)
    assert n_drawn(canvas, "training") == list(np.bincount(dataset.training_labels))
    canvas.show_layer("training", shown=False)
    canvas.show_layer("test", shown=False)
    assert n_drawn(canvas, "training") == n_drawn(canvas, "test") == []


def test_each_class_has_its_own_shape_and_colour(canvas: Canvas, dataset: Dataset) -> None:
    canvas.show_dataset(dataset)
    marks = canvas.points._marks["test"].marks
    assert len({id(mark.shape) for mark in marks}) == dataset.n_classes
    assert [mark.brush.color() for mark in marks] == [light().class_color(label) for label in range(3)]


def test_other_points_take_the_place_of_the_old_ones_and_move_the_view(
    canvas: Canvas, dataset: Dataset, snapshot: Snapshot, small_experiment: Experiment
) -> None:
    canvas.show_dataset(dataset)
    canvas.show_snapshot(snapshot)
    before = canvas.area
    far = points_of(with_first_cluster(small_experiment, mean=(100.0, 0.0), n_points=10))
    canvas.show_dataset(far)
    assert canvas.area.right > 90 > before.right
    assert sum(n_drawn(canvas, "test")) == len(far.test_labels)
    assert canvas.points.n_mistakes == 0


def test_the_same_points_under_other_names_leave_the_view_where_it_is(canvas: Canvas, dataset: Dataset) -> None:
    canvas.show_dataset(dataset)
    canvas.view.scaleBy((0.5, 0.5))
    zoomed = canvas.area
    canvas.show_dataset(dataset)
    canvas.show_dataset(replace(dataset, class_names=("X", "Y", "Z")))
    assert canvas.area == zoomed
    canvas.reset_view()
    assert canvas.area != zoomed


def test_without_test_points_there_is_nothing_to_ring(
    canvas: Canvas, small_experiment: Experiment, snapshot: Snapshot
) -> None:
    canvas.show_dataset(points_of(with_data(small_experiment, test_share=0.0)))
    canvas.show_snapshot(snapshot)
    assert n_drawn(canvas, "test") == [0, 0, 0]
    assert canvas.points.n_mistakes == 0


def test_points_in_one_place_still_have_a_plane_around_them(
    canvas: Canvas, small_experiment: Experiment, snapshot: Snapshot
) -> None:
    cluster = msgspec.structs.replace(
        small_experiment.data.clusters[0], mean=(1.0, 1.0), covariance=((0.0, 0.0), (0.0, 0.0))
    )
    canvas.show_dataset(points_of(with_data(small_experiment, clusters=(cluster, cluster))))
    canvas.show_snapshot(snapshot)
    area = canvas.area
    assert area.left < 1.0 < area.right
    assert area.bottom < 1.0 < area.top
    assert not canvas.grab().isNull()


# The mistakes


def test_mistakes_are_ringed_where_they_are(canvas: Canvas, dataset: Dataset, snapshot: Snapshot) -> None:
    canvas.show_dataset(dataset)
    assert canvas.points.n_mistakes == 0
    canvas.show_snapshot(snapshot)
    wrong = wrong_points(snapshot, dataset)
    assert len(wrong) > 0
    rings = canvas.points._rings.places
    np.testing.assert_allclose(rings, wrong)


@pytest.mark.parametrize("layer", ["mistakes", "test"])
def test_rings_go_with_their_layer_and_with_their_points(
    canvas: Canvas, dataset: Dataset, snapshot: Snapshot, layer: str
) -> None:
    canvas.show_dataset(dataset)
    canvas.show_snapshot(snapshot)
    before = canvas.points.n_mistakes
    canvas.show_layer(layer, shown=False)
    assert canvas.points.n_mistakes == 0
    canvas.show_layer(layer, shown=True)
    assert canvas.points.n_mistakes == before


# The regions


def test_the_regions_are_the_networks_own_probabilities(canvas: Canvas, dataset: Dataset, snapshot: Snapshot) -> None:
    canvas.show_dataset(dataset)
    canvas.show_snapshot(snapshot)
    probabilities = probability_map(snapshot.network, canvas.area, LIVE_CELLS, LIVE_CELLS)
    expected = region_colors(probabilities, light(), by_confidence=True)
    np.testing.assert_array_equal(canvas.regions.picture.pixels, expected)
    canvas.show_confidence(shown=False)
    flat = region_colors(probabilities, light(), by_confidence=False)
    np.testing.assert_array_equal(canvas.regions.picture.pixels, flat)


def test_the_regions_fill_what_is_shown(canvas: Canvas, dataset: Dataset, snapshot: Snapshot) -> None:
    canvas.show_dataset(dataset)
    canvas.show_snapshot(snapshot)
    for _ in range(2):
        drawn = canvas.regions.picture.mapRectToParent(canvas.regions.picture.boundingRect())
        area = canvas.area
        assert (drawn.left(), drawn.top()) == pytest.approx((area.left, area.bottom))
        assert (drawn.right(), drawn.bottom()) == pytest.approx((area.right, area.top))
        canvas.view.scaleBy((0.4, 0.7))
        canvas.refresh(is_live=False)


def test_up_is_up_and_right_is_right(qtbot: QtBot, canvas: Canvas, small_experiment: Experiment) -> None:
    """A network that finds class B above the middle and class C at the right of it."""
    plain = moment(with_hidden(small_experiment))
    weights = (np.array([[0.0, 0.0, 90.0], [0.0, 60.0, 0.0]]),)
    biases = (np.array([0.0, -180.0, -180.0]),)
    canvas.show_dataset(points_of(small_experiment))
    canvas.show_layer("test", shown=False)
    canvas.show_confidence(shown=False)
    canvas.show_snapshot(replace(plain, weights=weights, biases=biases))
    qtbot.wait(1)
    image = canvas.grab().toImage()

    def nearest_class(x: float, y: float) -> int:
        place = canvas.mapFromScene(canvas.view.mapViewToScene(QPointF(x, y)))
        color = image.pixelColor(place)
        shades = [QColor(int(shade)) for shade in region_colors(np.eye(3)[np.newaxis], light(), by_confidence=False)[0]]
        return min(range(3), key=lambda label: distance(color, shades[label]))

    assert nearest_class(0.5, 1.0) == 0
    assert nearest_class(0.5, 6.0) == 1
    assert nearest_class(4.0, 1.0) == 2


def test_the_regions_are_sharpened_while_nothing_else_moves(
    canvas: Canvas, dataset: Dataset, snapshot: Snapshot
) -> None:
    canvas.show_dataset(dataset)
    canvas.show_snapshot(snapshot)
    canvas.refresh(is_live=True)  # the view has moved to the points
    assert n_cells(canvas) == LIVE_CELLS
    canvas.refresh(is_live=True)
    assert n_cells(canvas) == LIVE_CELLS
    canvas.refresh(is_live=False)
    assert n_cells(canvas) == STILL_CELLS
    canvas.view.scaleBy((0.5, 0.5))
    canvas.refresh(is_live=False)
    assert n_cells(canvas) == LIVE_CELLS
    canvas.refresh(is_live=False)
    assert n_cells(canvas) == STILL_CELLS
    canvas.show_snapshot(snapshot)
    assert n_cells(canvas) == LIVE_CELLS


def test_a_network_that_blew_up_is_not_drawn(canvas: Canvas, dataset: Dataset, snapshot: Snapshot) -> None:
    canvas.show_dataset(dataset)
    canvas.show_snapshot(snapshot)
    broken = replace(snapshot, weights=tuple(np.full_like(matrix, np.nan) for matrix in snapshot.weights))
    canvas.show_snapshot(broken)
    assert n_cells(canvas) == 0
    assert canvas.points.n_mistakes == 0
    canvas.show_snapshot(snapshot)
    assert n_cells(canvas) == LIVE_CELLS


def test_before_there_is_anything_to_show_nothing_is_drawn(qtbot: QtBot) -> None:
    canvas = Canvas()
    put_on_screen(qtbot, canvas)
    canvas.refresh(is_live=False)
    canvas.redraw()
    canvas.reset_view()
    canvas.show_layer("training", shown=True)
    assert n_cells(canvas) == 0


# View and dress


def test_a_double_click_shows_everything_again(qtbot: QtBot, canvas: Canvas, dataset: Dataset) -> None:
    canvas.show_layer("clusters", shown=False)  # else it makes a new one
    canvas.show_dataset(dataset)
    everything = canvas.area
    canvas.view.scaleBy((0.3, 0.3))
    qtbot.mouseDClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=canvas.viewport().rect().center())
    assert canvas.area == everything


def test_other_colours_redraw_everything(canvas: Canvas, dataset: Dataset, snapshot: Snapshot) -> None:
    canvas.show_dataset(dataset)
    canvas.show_layer("training", shown=True)
    canvas.show_snapshot(snapshot)
    rings = canvas.points.n_mistakes
    canvas.set_theme(dark(1.5))
    probabilities = probability_map(snapshot.network, canvas.area, LIVE_CELLS, LIVE_CELLS)
    np.testing.assert_array_equal(
        canvas.regions.picture.pixels, region_colors(probabilities, dark(), by_confidence=True)
    )
    assert [mark.brush.color() for mark in canvas.points._marks["test"].marks] == [
        dark().class_color(label) for label in range(3)
    ]
    assert n_drawn(canvas, "training") == list(np.bincount(dataset.training_labels))
    assert canvas.points.n_mistakes == rings
    assert canvas.backgroundBrush().color() == QColor(dark().card)


def test_rings_grow_faint_where_there_are_many_but_never_vanish() -> None:
    shares = [_ring_marks(light(), n_rings)[0].pen.color().alphaF() for n_rings in (0, 1, 100, 300, 1_000, 100_000)]
    assert shares[:3] == pytest.approx([1.0, 1.0, 1.0])
    assert shares == sorted(shares, reverse=True)
    assert shares[-1] > 0.25


# The card around it


@pytest.fixture
def card(qtbot: QtBot) -> CanvasCard:
    card = CanvasCard()
    card.set_theme(light())
    card.resize(800, 500)
    put_on_screen(qtbot, card)
    return card


def test_the_card_shows_a_moment_and_says_which(card: CanvasCard, dataset: Dataset, snapshot: Snapshot) -> None:
    card.show_update(RunUpdate(1, 1, RunState.WAITING))
    assert card._step.text() == ""
    card.show_update(RunUpdate(1, 1, RunState.WAITING, dataset=dataset, snapshot=replace(snapshot, step=1234)))
    assert card._step.text() == "step 1,234"
    assert card.canvas.points.n_mistakes > 0


def test_every_chip_switches_its_layer_and_says_so(
    qtbot: QtBot, card: CanvasCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    switched: list[tuple[str, bool]] = []
    monkeypatch.setattr(card.canvas, "show_layer", lambda name, *, shown: switched.append((name, shown)))
    was_on = {key: chip.isChecked() for key, chip in card.chips.items()}
    assert was_on == card.canvas.shows
    for key, chip in card.chips.items():
        click(qtbot, chip)
        click(qtbot, chip)
        assert switched == [(key, not was_on[key]), (key, was_on[key])]
        assert chip.toolTip()
        del switched[:]


def test_the_button_shows_all_points_again(qtbot: QtBot, card: CanvasCard, dataset: Dataset) -> None:
    card.canvas.show_dataset(dataset)
    everything = card.canvas.area
    card.canvas.view.scaleBy((0.3, 0.3))
    click(qtbot, card._reset)
    assert card.canvas.area == everything
    assert card._reset.accessibleName() == "Show all points again"
    assert not card._reset.icon().isNull()
