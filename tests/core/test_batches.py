import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.core.batches import AllPoints, InOrder


@given(st.integers(1, 10_000), st.integers(0, 10**7))
def test_all_points_gives_every_row_at_every_step(n_points: int, step: int):
    assert AllPoints(n_points).rows(step) == slice(0, n_points)


@given(st.integers(0, 10**7))
def test_in_order_takes_the_offsets_of_the_article(step: int):
    start = (step * 100) % (13_500 - 100)
    assert InOrder(13_500, 100).rows(step) == slice(start, start + 100)


def test_the_articles_batches_never_use_the_last_hundred_points():
    batches = InOrder(13_500, 100)
    used = np.zeros(13_500, dtype=bool)
    for step in range(1000):
        used[batches.rows(step)] = True
    assert used[:13_400].all()
    assert not used[13_400:].any()


@settings(deadline=None)
@given(st.integers(1, 500), st.integers(1, 600), st.integers(0, 10**7))
def test_a_batch_lies_inside_the_data_and_is_never_empty(n_points: int, size: int, step: int):
    rows = InOrder(n_points, size).rows(step)
    assert 0 <= rows.start < rows.stop <= n_points
    assert rows.stop - rows.start == min(size, n_points)


@given(st.integers(1, 100), st.integers(0, 50), st.integers(0, 1000))
def test_a_batch_as_large_as_the_data_or_larger_is_all_of_it(n_points: int, more: int, step: int):
    assert InOrder(n_points, n_points + more).rows(step) == slice(0, n_points)
