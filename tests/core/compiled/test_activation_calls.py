import numpy as np
import pytest

from nnviz.core.activations import ACTIVATIONS
from nnviz.core.compiled.activation_calls import MANY_POINTS, activate, slope

SIZES = (7, MANY_POINTS + 3)


def scores(n_points: int, dtype: type[np.floating]) -> np.ndarray:
    return np.random.RandomState(3).normal(0.0, 3.0, (4, n_points)).astype(dtype)


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("n_points", SIZES)
@pytest.mark.parametrize(("dtype", "precision"), [(np.float64, 1e-14), (np.float32, 1e-6)])
def test_outputs_and_slopes_are_the_textbooks(name: str, n_points: int, dtype: type[np.floating], precision: float):
    expected = ACTIVATIONS[name].function(scores(n_points, np.float64))
    derivative = ACTIVATIONS[name].derivative(scores(n_points, np.float64), expected)
    outputs = scores(n_points, dtype)
    slopes = np.ones_like(outputs)  # what has no calls has a slope of 1
    for call in (*activate(name, outputs, np.empty_like(outputs)), *slope(name, outputs, slopes)):
        call()
    assert outputs.dtype == slopes.dtype == dtype
    np.testing.assert_allclose(outputs, expected, rtol=precision, atol=precision)
    np.testing.assert_allclose(slopes, derivative, rtol=precision, atol=precision)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_scores_of_a_million_are_no_trouble(name: str):
    outputs = np.array([[1e6, -1e6, 0.0]])
    slopes = np.ones_like(outputs)
    with np.errstate(all="ignore"):
        for call in (*activate(name, outputs, np.empty_like(outputs)), *slope(name, outputs, slopes)):
            call()
    expected = ACTIVATIONS[name].function(np.array([[1e6, -1e6, 0.0]]))
    np.testing.assert_allclose(outputs, expected, atol=1e-12)
    assert np.isfinite(slopes).all()
