"""Points that stand out on the canvas, in a real window."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from nnviz.data.plane import plane_of_components
from nnviz.experiment.experiment import Experiment
from nnviz.ui.plots.canvas import Canvas
from nnviz.ui.plots.point_selection import MOST_SELECTED, PointSelection
from nnviz.ui.plots.shown_axes import flattened
from nnviz.ui.theme import dark, light
from tests.ui.fields.hands import put_on_screen
from tests.ui.plots.moments import crowd, points_of


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    canvas = Canvas()
    canvas.set_theme(light())
    canvas.resize(700, 500)
    put_on_screen(qtbot, canvas)
    return canvas


@pytest.fixture
def selection(canvas: Canvas, small_experiment: Experiment) -> PointSelection:
    canvas.show_dataset(points_of(small_experiment))
    return canvas.points.selection


def places(selection: PointSelection) -> np.ndarray:
    return selection._drawn.rings.places


def test_selected_points_have_rings_whether_they_are_shown_or_not(
    selection: PointSelection, small_experiment: Experiment
) -> None:
    dataset = points_of(small_experiment)
    rows = np.array([1, 5, 9])
    for is_test, points in ((True, dataset.test_points), (False, dataset.training_points)):
        selection.show_rows(rows, is_test=is_test)
        assert np.allclose(places(selection), points[rows])
        assert selection.n_drawn == 3
    selection.show_rows(None, is_test=False)
    assert selection.n_drawn == 0


def test_one_point_has_a_larger_ring(selection: PointSelection) -> None:
    selection.show_rows(np.array([1, 5]), is_test=True)
    several = selection._drawn.rings.marks[0].size
    selection.show_rows(np.array([1]), is_test=True)
    assert selection._drawn.rings.marks[0].size > several


def test_what_is_no_longer_selected_leaves_the_picture(qtbot: QtBot, canvas: Canvas, selection: PointSelection) -> None:
    def picture() -> bytes:
        qtbot.wait(40)
        image = canvas.grab().toImage()
        return bytes(image.constBits())

    before = picture()
    selection.show_rows(np.arange(30), is_test=True)
    assert picture() != before
    selection.show_rows(None, is_test=True)
    assert picture() == before


def test_of_very_many_the_same_ones_are_drawn_every_time(canvas: Canvas, small_experiment: Experiment) -> None:
    canvas.show_dataset(crowd(small_experiment, 20_000, 0.5))
    selection = canvas.points.selection
    selection.show_rows(np.arange(5000), is_test=True)
    assert selection.n_drawn == MOST_SELECTED
    first = set(map(tuple, places(selection)))
    selection.show_rows(np.arange(5100), is_test=True)
    assert len(first & set(map(tuple, places(selection)))) > 0.95 * MOST_SELECTED


def test_a_turned_plane_keeps_the_selection_and_other_points_end_it(
    canvas: Canvas, selection: PointSelection, small_experiment: Experiment
) -> None:
    dataset = points_of(small_experiment)
    canvas.show_dataset(dataset)
    selection.show_rows(np.array([2]), is_test=True)
    plane = plane_of_components(dataset.training_points)
    canvas.show_plane(plane)
    assert np.allclose(places(selection), flattened(dataset, plane).test_points[[2]])
    canvas.show_dataset(points_of(small_experiment))
    assert selection.rows is None
    assert selection.n_drawn == 0


def test_it_follows_the_theme(canvas: Canvas, selection: PointSelection) -> None:
    selection.show_rows(np.array([2]), is_test=True)
    pen = selection._drawn.rings.marks[0].pen.color()
    canvas.set_theme(dark())
    assert selection._drawn.rings.marks[0].pen.color() != pen


def test_a_point_out_of_view_is_brought_in_and_one_in_view_moves_nothing(
    canvas: Canvas, selection: PointSelection, small_experiment: Experiment
) -> None:
    row = int(points_of(small_experiment).test_points[:, 0].argmax())
    before = canvas.area
    canvas.bring_in(row, is_test=True)
    assert canvas.area == before
    canvas.view.translateBy(x=-50.0, y=20.0)
    canvas.bring_in(row, is_test=True)
    place, area = selection.place_of(row, is_test=True), canvas.area
    assert place is not None
    assert area.left < place[0] < area.right
    assert area.bottom < place[1] < area.top
    assert area.right - area.left == pytest.approx(before.right - before.left)


def test_without_points_nothing_is_brought_in(canvas: Canvas) -> None:
    before = canvas.area
    canvas.bring_in(0, is_test=True)
    assert canvas.area == before
