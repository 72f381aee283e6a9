"""Very many points on the canvas, in a real window."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from nnviz.core.arrays import FloatArray, IntArray
from nnviz.core.snapshot import Snapshot
from nnviz.data.dataset import Dataset
from nnviz.experiment.experiment import Experiment
from nnviz.session.update import RunState, RunUpdate
from nnviz.ui.plots import point_count, point_layers
from nnviz.ui.plots.canvas import Canvas
from nnviz.ui.plots.canvas_card import CanvasCard
from nnviz.ui.plots.density_item import DensityItem
from nnviz.ui.plots.point_layers import MOST_MARKS, SAMPLE
from nnviz.ui.theme import dark, light
from tests.session.recipes import with_data
from tests.ui.fields.hands import put_on_screen, turn_wheel
from tests.ui.plots.moments import crowd, moment, points_of


@pytest.fixture
def many(small_experiment: Experiment) -> Dataset:
    return crowd(small_experiment, 60_000, 0.5)


@pytest.fixture
def snapshot(small_experiment: Experiment) -> Snapshot:
    return moment(small_experiment, 3)


@pytest.fixture
def card(qtbot: QtBot) -> CanvasCard:
    card = CanvasCard()
    card.set_theme(light())
    card.resize(800, 560)
    put_on_screen(qtbot, card)
    return card


@pytest.fixture
def canvas(card: CanvasCard) -> Canvas:
    return card.canvas


def show(card: CanvasCard, dataset: Dataset, snapshot: Snapshot | None = None) -> None:
    card.show_update(RunUpdate(1, 1, RunState.WAITING, dataset=dataset, snapshot=snapshot))
    stand_still(card.canvas)


def stand_still(canvas: Canvas) -> int:
    """Frames until nothing is left to do."""
    n_frames = 0
    while canvas.follow():
        n_frames += 1
    return n_frames


def n_marks(canvas: Canvas, kind: str) -> int:
    item = canvas.points._marks[kind]
    return len(item.labels) if item.isVisible() else 0


def density(canvas: Canvas) -> DensityItem:
    return canvas.points._density


def n_counted(canvas: Canvas) -> int:
    """Points that the shading stands for; 0 where there is none."""
    item = density(canvas)
    return 0 if item.area is None or item._count is None else round(float(item._count.counts.sum()))


# Marks or shading


def test_points_that_can_be_drawn_are_all_drawn_and_not_shaded(
    card: CanvasCard, canvas: Canvas, small_experiment: Experiment, snapshot: Snapshot
) -> None:
    show(card, crowd(small_experiment, 2 * MOST_MARKS, 0.5), snapshot)
    card.chips["training"].click()
    assert n_marks(canvas, "test") == n_marks(canvas, "training") == MOST_MARKS
    assert density(canvas).area is None
    assert card._note.isHidden()


def test_more_than_that_become_shading_with_a_sample_on_top(card: CanvasCard, canvas: Canvas, many: Dataset) -> None:
    show(card, many)
    assert n_counted(canvas) == 30_000
    assert n_marks(canvas, "test") == pytest.approx(SAMPLE, abs=3)
    card.chips["training"].click()
    stand_still(canvas)
    assert n_counted(canvas) == 60_000
    card.chips["test"].click()
    assert n_counted(canvas) == 30_000
    assert n_marks(canvas, "test") == 0
    card.chips["training"].click()
    assert density(canvas).area is None
    assert n_marks(canvas, "training") == 0


def test_few_test_points_keep_their_marks_over_the_shading_of_many_training_points(
    card: CanvasCard, canvas: Canvas, small_experiment: Experiment
) -> None:
    show(card, crowd(small_experiment, 40_000, 0.1))
    assert density(canvas).area is None
    card.chips["training"].click()
    stand_still(canvas)
    assert n_counted(canvas) == 36_000
    assert n_marks(canvas, "test") == 4_000
    assert n_marks(canvas, "training") == pytest.approx(SAMPLE, abs=3)


def test_other_points_have_other_shading_and_few_ones_none(
    card: CanvasCard, canvas: Canvas, many: Dataset, small_experiment: Experiment
) -> None:
    show(card, many)
    show(card, crowd(small_experiment, 20_000, 0.5))
    assert n_counted(canvas) == 10_000
    show(card, points_of(small_experiment))
    assert density(canvas).area is None
    assert card._note.isHidden()


# What is said


def test_the_card_says_what_stands_for_what(
    card: CanvasCard, canvas: Canvas, many: Dataset, snapshot: Snapshot
) -> None:
    show(card, many, snapshot)
    n_test, n_training = (len(canvas.points._choose(kind).labels) for kind in ("test", "training"))
    shading = "shading shows how many"
    said = f"30,000 test points: {shading}; {n_test:,} of them drawn"
    assert card._note.text() == f"{said}, mistakes ringed among those"
    assert card._note.isVisible()
    click_and_read = {
        "mistakes": said,
        "training": f"60,000 points: {shading}; {n_test + n_training:,} of them drawn",
        "test": f"30,000 training points: {shading}; {n_training:,} of them drawn",
    }
    for chip, text in click_and_read.items():
        card.chips[chip].click()
        assert card._note.text() == text
    card.chips["training"].click()
    assert card._note.isHidden()


def test_rings_are_around_the_mistakes_among_the_sample(
    card: CanvasCard, canvas: Canvas, many: Dataset, snapshot: Snapshot
) -> None:
    show(card, many, snapshot)
    points, _, labels, _ = canvas.points._choose("test")
    wrong = points[snapshot.predict(points) != labels]
    rings = canvas.points._rings.places
    np.testing.assert_allclose(rings, wrong)
    assert len(wrong) > 20


# Where it is drawn


def test_the_shading_lies_where_the_points_are(qtbot: QtBot, card: CanvasCard, canvas: Canvas, many: Dataset) -> None:
    """Pixels of the window: the classes' colours at their middles, and the card's own far away."""
    show(card, many)
    card.chips["clusters"].click()
    for item in canvas.points._marks.values():
        item.hide()
    stand_still(canvas)
    qtbot.wait(1)
    image = canvas.grab().toImage()

    def color_at(x: float, y: float) -> QColor:
        return image.pixelColor(canvas.mapFromScene(canvas.view.mapViewToScene(QPointF(x, y))))

    known = [*(light().class_color(label).getRgb() for label in range(3)), QColor(light().card).getRgb()]
    for label, middle in enumerate([(0.0, 0.0), (3.0, 3.0), (0.0, 6.0)]):
        away = [np.abs(np.subtract(color, color_at(*middle).getRgb())).sum() for color in known]
        assert away.index(min(away)) == label
    assert color_at(4.0, -2.0) == QColor(light().card)


def test_turning_the_wheel_counts_anew_what_is_in_sight(
    card: CanvasCard, canvas: Canvas, many: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(point_count, "SLICE", 7_000)
    show(card, many)
    assert stand_still(canvas) == 0
    turn_wheel(canvas, 5)
    area = canvas.area
    n_frames = stand_still(canvas)
    assert n_frames == 5  # ⌈30,000 / 7,000⌉ slices, the first of them with the new range
    assert density(canvas).area == area
    x, y = many.test_points.T
    inside = (x >= area.left) & (x < area.right) & (y >= area.bottom) & (y < area.top)
    assert 0 < n_counted(canvas) == np.count_nonzero(inside) < 30_000


def test_training_on_paints_the_same_shading_again(
    card: CanvasCard, canvas: Canvas, many: Dataset, snapshot: Snapshot
) -> None:
    show(card, many, snapshot)
    before = density(canvas).pixels
    for step in range(3):
        canvas.show_snapshot(replace(snapshot, step=step))
        canvas.refresh(is_live=True)
    assert density(canvas).pixels is before


def test_a_larger_canvas_has_more_cells_up_to_a_limit(card: CanvasCard, canvas: Canvas, many: Dataset) -> None:
    show(card, many)
    small = density(canvas).pixels.size
    card.resize(1100, 700)
    stand_still(canvas)
    assert density(canvas).pixels.size > small
    card.resize(3000, 2000)
    stand_still(canvas)
    assert 55_000 < density(canvas).pixels.size < 62_000


def test_regions_are_sharpened_once_the_points_are_counted(
    card: CanvasCard, canvas: Canvas, many: Dataset, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(point_count, "SLICE", 12_000)
    show(card, many, snapshot)
    canvas.view.scaleBy((0.5, 0.5))
    sharp = []
    for _ in range(5):
        canvas.refresh(is_live=False)
        sharp.append(len(canvas.regions.picture.pixels) > 100)
    assert sharp == [False, False, False, True, True]


# Dress and data


def test_other_colours_shade_anew(card: CanvasCard, canvas: Canvas, many: Dataset) -> None:
    show(card, many)
    before = density(canvas).pixels
    card.set_theme(dark())
    stand_still(canvas)
    assert not np.array_equal(density(canvas).pixels, before)
    assert n_counted(canvas) == 30_000


def test_points_are_shown_before_there_are_colours(qtbot: QtBot, many: Dataset) -> None:
    canvas = Canvas()
    canvas.show_dataset(many)
    assert not canvas.points.count_on()
    canvas.set_theme(light())
    put_on_screen(qtbot, canvas)
    stand_still(canvas)
    assert n_counted(canvas) == 30_000


def test_no_point_is_copied_but_those_that_are_drawn(card: CanvasCard, canvas: Canvas, many: Dataset) -> None:
    show(card, many)
    ((points, labels),) = density(canvas)._kinds
    assert points is many.test_points
    assert labels is many.test_labels


def test_the_bounds_are_those_of_all_points(canvas: Canvas, many: Dataset, small_experiment: Experiment) -> None:
    assert canvas.points.bounds is None
    canvas.show_dataset(many)
    points = np.concatenate([many.training_points, many.test_points])
    bounds = canvas.points.bounds
    assert bounds is not None
    assert (bounds.left, bounds.bottom) == tuple(points.min(axis=0))
    assert (bounds.right, bounds.top) == tuple(points.max(axis=0))
    canvas.show_dataset(points_of(with_data(small_experiment, test_share=0.0)))
    assert canvas.points.bounds != bounds


# A network that takes long to ask


@pytest.mark.parametrize("layer", ["mistakes", "answers"])
def test_mistakes_of_a_large_network_wait_until_the_run_stands_still_and_it_is_said(
    card: CanvasCard, small_experiment: Experiment, snapshot: Snapshot, layer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    canvas, dataset = card.canvas, points_of(small_experiment)
    canvas.show_layer(layer, shown=True)
    show(card, dataset, snapshot)
    n_mistakes, counts = canvas.points.n_mistakes, canvas.points.answer_counts
    monkeypatch.setattr(point_layers, "MOST_WORK", 100)
    show(card, dataset, snapshot)
    assert canvas.points.n_mistakes == 0
    assert canvas.points.answer_counts[1] == 0
    assert card._note.text() == point_layers.WAITING
    canvas.refresh(is_live=True)
    assert card._note.text() == point_layers.WAITING
    canvas.refresh(is_live=False)
    assert (canvas.points.n_mistakes, canvas.points.answer_counts) == (n_mistakes, counts)
    assert card._note.text() == ""
    assert not canvas.points.catch_up()


# What the mouse is on


def test_the_point_under_the_mouse_is_found_by_its_row_among_all(
    card: CanvasCard, canvas: Canvas, many: Dataset, snapshot: Snapshot
) -> None:
    assert canvas.points.point_at(QPointF(0, 0)) is None
    show(card, many, snapshot)
    drawn = canvas.points._choose("test").points
    place = canvas.view.mapViewToScene(QPointF(*drawn[7]))
    found = canvas.points.point_at(place)
    assert found is not None
    assert found.is_test
    np.testing.assert_allclose(many.test_points[found.rows[0]], drawn[7])
    canvas.show_layer("test", shown=False)
    assert canvas.points.point_at(place) is None
    canvas.show_layer("training", shown=True)
    place = canvas.view.mapViewToScene(QPointF(*canvas.points._choose("training").points[3]))
    found = canvas.points.point_at(place)
    assert found is not None
    assert not found.is_test


@pytest.mark.parametrize("layer", ["mistakes", "answers"])
def test_a_network_is_asked_ahead_and_only_once(
    canvas: Canvas, small_experiment: Experiment, monkeypatch: pytest.MonkeyPatch, layer: str
) -> None:
    canvas.show_layer(layer, shown=True)
    dataset, points = points_of(small_experiment), canvas.points
    canvas.show_dataset(dataset)
    canvas.show_snapshot(moment(small_experiment, 3))
    n_asked = 0
    predict = Snapshot.predict

    def counted(snapshot: Snapshot, inputs: FloatArray) -> IntArray:
        nonlocal n_asked
        n_asked += 1
        return predict(snapshot, inputs)

    monkeypatch.setattr(Snapshot, "predict", counted)
    later = moment(small_experiment, 40)
    n_wrong = int((predict(later, dataset.test_inputs) != dataset.test_labels).sum())
    canvas.prepare(later, dataset)
    assert n_asked == 1
    canvas.show_snapshot(later)
    assert n_asked == 1
    assert (points.n_mistakes if layer == "mistakes" else points.answer_counts[1]) == n_wrong
    canvas.show_snapshot(moment(small_experiment, 40))  # as good as the same, and yet another
    assert n_asked == 2
    others = points_of(small_experiment)
    canvas.points.show_dataset(replace(others, test_labels=others.test_labels[::-1].copy()), later)
    others_wrong = int((predict(later, others.test_inputs) != others.test_labels[::-1]).sum())
    assert (points.n_mistakes if layer == "mistakes" else points.answer_counts[1]) == others_wrong


def test_nobody_is_asked_ahead_for_what_is_not_shown_or_takes_long(
    canvas: Canvas, small_experiment: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset, later = points_of(small_experiment), moment(small_experiment, 40)
    canvas.points.prepare(later)  # there are no points yet
    canvas.show_dataset(dataset)
    monkeypatch.setattr(Snapshot, "predict", lambda *_: pytest.fail("was asked"))
    canvas.show_layer("mistakes", shown=False)
    canvas.prepare(later, dataset)
    monkeypatch.setattr(point_layers, "MOST_WORK", 10)
    canvas.show_layer("mistakes", shown=True)
    canvas.prepare(later, dataset)
