import numpy as np
import pytest

from nnviz.core.activations import ACTIVATIONS
from nnviz.core.strips.folds import fold, invert


def unfolded(name: str, scores: np.ndarray) -> np.ndarray:
    """An activation's outputs, by its fold."""
    parts = fold(name)
    numbers = (parts.factor * scores).astype(scores.dtype)
    with np.errstate(all="ignore"):
        for call in parts.raw(numbers, np.empty_like(numbers)):
            call()
    scales, offsets = parts.outside(len(numbers))
    assert scales.shape == offsets.shape == (1, len(numbers))
    return scales.T * numbers + offsets.T


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize(("dtype", "precision"), [(np.float64, 1e-14), (np.float32, 2e-6)])
def test_a_folds_parts_make_up_the_activation(name: str, dtype: type[np.floating], precision: float):
    scores = np.random.RandomState(3).normal(0.0, 3.0, (4, 50))
    expected = ACTIVATIONS[name].function(scores)
    np.testing.assert_allclose(unfolded(name, scores.astype(dtype)), expected, atol=precision)


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_scores_of_a_million_are_no_trouble(name: str, dtype: type[np.floating]):
    scores = np.array([[1e6, -1e6, 0.0]], dtype)
    np.testing.assert_allclose(unfolded(name, scores), ACTIVATIONS[name].function(scores), rtol=1e-6)


def test_inverting_is_done_in_place():
    numbers = np.array([[2.0, -4.0, np.inf]])
    invert(numbers)()
    assert numbers.tolist() == [[0.5, -0.25, 0.0]]
