import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.core.arrays import FloatArray
from nnviz.ui.plots.reduction import reduce_min_max


@st.composite
def curves(draw: st.DrawFn) -> tuple[FloatArray, int, int]:
    """Values with plateaus and spikes, a number of buckets, and the x of the first value."""
    n_values = draw(st.integers(1, 3000))
    seed = draw(st.integers(0, 2**32 - 1))
    n_kinds = draw(st.integers(1, 50))
    values = np.random.RandomState(seed).randint(0, n_kinds, n_values).astype(np.float64)
    return values, draw(st.integers(1, 60)), draw(st.integers(0, 10_000))


@given(curves())
def test_what_is_kept_was_there_and_stands_where_it_was(curve: tuple[FloatArray, int, int]) -> None:
    values, n_buckets, first = curve
    x, y = reduce_min_max(values, n_buckets, first)
    assert x.shape == y.shape
    np.testing.assert_array_equal(y, values[(x - first).astype(int)])


@given(curves())
def test_x_increases_and_first_and_last_value_are_kept(curve: tuple[FloatArray, int, int]) -> None:
    values, n_buckets, first = curve
    x, _ = reduce_min_max(values, n_buckets, first)
    assert (np.diff(x) > 0).all()
    assert x[0] == first
    assert x[-1] == first + len(values) - 1


@given(curves())
def test_no_spike_is_lost(curve: tuple[FloatArray, int, int]) -> None:
    """Whatever stretch as long as two buckets is looked at, its extremes are as high and as low as before."""
    values, n_buckets, first = curve
    x, y = reduce_min_max(values, n_buckets, first)
    assert (y.min(), y.max()) == (values.min(), values.max())
    size = max(1, len(values) // n_buckets)
    for start in range(0, len(values) - size + 1, size):
        inside = (x >= first + start) & (x < first + start + size)
        stretch = values[start : start + size]
        assert (y[inside].min(), y[inside].max()) == (stretch.min(), stretch.max())


@given(curves())
def test_of_each_bucket_two_values_are_kept_at_most_and_of_the_rest_all(curve: tuple[FloatArray, int, int]) -> None:
    values, n_buckets, first = curve
    x, _ = reduce_min_max(values, n_buckets, first)
    size = len(values) // n_buckets
    if size <= 2:
        assert len(x) == len(values)
        return
    n_whole, n_rest = divmod(len(values), size)
    between = x[1:-1]  # the first and the last value are kept beside those two
    per_bucket = np.bincount((between - first).astype(int) // size, minlength=n_whole + 1)
    assert per_bucket[:n_whole].max() <= 2
    assert (x >= first + n_whole * size).sum() == n_rest
    assert len(x) <= 3 * n_buckets + 2


def test_a_million_steps_become_a_few_hundred_points() -> None:
    values = np.sin(np.arange(1_000_000) / 1e5)
    values[777_777] = 5.0
    x, y = reduce_min_max(values, 400)
    assert len(x) <= 802
    assert y.max() == 5.0
    assert x[y.argmax()] == 777_777


@pytest.mark.parametrize("n_values", [0, 1, 2])
def test_curves_of_hardly_any_value_are_left_alone(n_values: int) -> None:
    values = np.arange(n_values, dtype=np.float64)
    x, y = reduce_min_max(values, 400, 7)
    np.testing.assert_array_equal(x, 7 + values)
    np.testing.assert_array_equal(y, values)
