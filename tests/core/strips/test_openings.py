import numpy as np
import pytest

from nnviz.core.activations import ACTIVATIONS
from nnviz.core.arrays import FloatArray
from nnviz.core.strips.grid import Grid
from nnviz.core.strips.openings import Fed, Opening, first_layer
from tests.core.random_networks import random_network


def grid_of(dtype: type[np.floating]) -> Grid:
    """Three strips of four rows, of which two share one."""
    return Grid(np.linspace(-2.0, 3.0, 7), np.linspace(-1.0, 4.0, 11), 4 * 7, dtype)


def taken_in(opening: Opening, number: int) -> FloatArray:
    """What the next layer takes in, (n_points, n_inputs)."""
    opening.fill(number)
    scales, offsets = (np.broadcast_to(array, (3, array.shape[1])) for array in (opening.scales, opening.offsets))
    assert (opening.inputs[-1] == 1.0).all()
    return opening.inputs[:-1].T * scales[number] + offsets[number]


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("size", [0.1, 1.0, 100.0])  # of the weights: scores of 1000 have no single exponential
@pytest.mark.parametrize(("dtype", "precision"), [(np.float64, 1e-12), (np.float32, 1e-6)])
def test_strips_of_a_first_layer_are_its_outputs(name: str, size: float, dtype: type[np.floating], precision: float):
    layer = random_network((2, 6, 3), 5, ACTIVATIONS[name]).layers[0]
    layer.weights *= size
    with np.errstate(over="ignore"):
        opening = first_layer(layer, grid_of(dtype))
        for number in (0, 2, 1, 0):
            outputs = taken_in(opening, number)
            expected = layer.forward(grid_of(dtype).points(number)).outputs
            np.testing.assert_allclose(outputs, expected, rtol=precision, atol=precision * 10 * max(1.0, size))
    assert opening.inputs.dtype == dtype


def test_points_are_fed_as_what_they_are_turned_into():
    grid = grid_of(np.float64)
    opening = Fed(lambda points: np.column_stack([points, np.square(points), points.prod(axis=1)]), 5, grid)
    for number in range(3):
        x, y = grid.points(number).T
        np.testing.assert_array_equal(taken_in(opening, number), np.column_stack([x, y, x * x, y * y, x * y]))
