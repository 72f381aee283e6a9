import numpy as np
import pytest

from nnviz.core.snapshot import Parameters
from nnviz.experiment.experiment import Experiment
from nnviz.ui.plots.weight_quantities import GRADIENT, VALUE
from nnviz.ui.plots.weight_scale import Scale, full_color, round_up, scale_of
from tests.ui.plots.moments import moment


@pytest.mark.parametrize(("largest", "shown"), [(0.0, 0.1), (0.04, 0.1), (1.0, 1.0), (1.01, 1.1), (27.93, 28.0)])
def test_the_scale_ends_at_the_next_tenth(largest: float, shown: float) -> None:
    assert round_up(largest) == pytest.approx(shown)


def test_the_largest_weight_or_bias_has_the_full_colour(small_experiment: Experiment) -> None:
    snapshot = moment(small_experiment, 30)
    largest = max(np.abs(array).max() for array in (*snapshot.weights, *snapshot.biases))
    assert largest <= full_color(snapshot) < largest + 0.1


def numbers(*biases: float) -> Parameters:
    return Parameters((np.zeros((2, len(biases))),), (np.array(biases),))


@pytest.mark.parametrize(
    ("largest", "scale"),
    [
        (0.0, Scale(1.0)),
        (0.7, Scale(1.0)),
        (37.0, Scale(50.0)),
        (0.0031, Scale(0.005, -3)),
        (9e-8, Scale(1e-7, -7)),
        (2e-8, Scale(2e-8, -8)),
        (4321.0, Scale(5000.0, 3)),
        (5e-324, Scale(1.0)),
        (1.7e308, Scale(1e300, 300)),
    ],
)
def test_a_gradient_of_any_size_has_a_scale_and_a_unit(largest: float, scale: Scale) -> None:
    found = scale_of(numbers(0.0, -largest), GRADIENT)
    assert (found.largest, found.power) == (pytest.approx(scale.largest), scale.power)


def test_what_is_not_finite_has_no_part_in_it() -> None:
    assert scale_of(numbers(float("nan"), float("-inf"), 0.2), GRADIENT) == Scale(0.2)
    assert scale_of(numbers(float("nan")), GRADIENT) == Scale(1.0)
    assert scale_of(numbers(1.23), VALUE) == Scale(1.3)
    assert Scale(0.005, -3).unit == pytest.approx(0.001)
