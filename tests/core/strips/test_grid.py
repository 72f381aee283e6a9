import numpy as np
import pytest

from nnviz.core.strips.grid import Grid, with_one_below

X, Y = np.linspace(-2.0, 3.0, 7), np.linspace(-1.0, 4.0, 11)


@pytest.mark.parametrize(
    ("points_at_once", "starts", "height"),
    [(77, [0], 11), (76, [0, 5], 6), (4 * 7, [0, 4, 7], 4), (14, [0, 2, 4, 6, 8, 9], 2), (3, list(range(11)), 1)],
)
def test_strips_are_few_and_of_one_height_and_leave_nothing_out(points_at_once: int, starts: list[int], height: int):
    grid = Grid(X, Y, points_at_once, np.float64)
    assert grid.strips == tuple(slice(start, start + height) for start in starts)
    assert grid.shape == (height, 7)


def test_a_strips_points_go_row_by_row():
    points = Grid(X, Y, 4 * 7, np.float32).points(1)
    assert points.dtype == np.float64
    assert points[:, 0].tolist() == X.tolist() * 4
    assert points[:, 1].tolist() == np.repeat(Y[4:8], 7).tolist()


@pytest.mark.parametrize("points_at_once", [77, 28, 14])
def test_every_strip_is_the_middle_one_moved_up_or_down(points_at_once: int):
    grid = Grid(X, Y, points_at_once, np.float64)
    assert (grid.middle[2] == 1.0).all()
    assert grid.rises[len(grid.strips) // 2] == 0.0
    for number, rise in enumerate(grid.rises[:, 0]):
        np.testing.assert_allclose(grid.points(number), grid.middle[:2].T + np.array([0.0, rise]), atol=1e-12)


def test_room_has_a_row_of_ones_below():
    room = with_one_below(3, 5, np.float32)
    assert room.shape == (4, 5)
    assert room.dtype == np.float32
    assert (room[-1] == 1.0).all()
