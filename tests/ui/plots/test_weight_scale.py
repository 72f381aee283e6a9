import numpy as np
import pytest

from nnviz.experiment.experiment import Experiment
from nnviz.ui.plots.weight_scale import full_color, round_up
from tests.ui.plots.moments import moment


@pytest.mark.parametrize(("largest", "shown"), [(0.0, 0.1), (0.04, 0.1), (1.0, 1.0), (1.01, 1.1), (27.93, 28.0)])
def test_the_scale_ends_at_the_next_tenth(largest: float, shown: float) -> None:
    assert round_up(largest) == pytest.approx(shown)


def test_the_largest_weight_or_bias_has_the_full_colour(small_experiment: Experiment) -> None:
    snapshot = moment(small_experiment, 30)
    largest = max(np.abs(array).max() for array in (*snapshot.weights, *snapshot.biases))
    assert largest <= full_color(snapshot) < largest + 0.1
