from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.core.batches import AllPoints, Batches, Drawn, InOrder, Shuffled

steps = st.integers(0, 10**7)
seeds = st.integers(0, 2**32 - 1)
Kind = Callable[[int, int, int], Batches]
KINDS: dict[str, Kind] = {
    "all": lambda n_points, _size, _seed: AllPoints(n_points),
    "in-order": lambda n_points, size, _seed: InOrder(n_points, size),
    "shuffled": Shuffled,
    "drawn": Drawn,
}
every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


# --- what all kinds have in common


@every_kind
@settings(max_examples=50)
@given(
    st.integers(1, 60),
    st.integers(1, 80),
    seeds,
    st.lists(st.one_of(st.integers(0, 200), steps), min_size=1, max_size=8),
)
def test_a_batch_follows_from_the_step_alone_whatever_was_asked_before(
    kind: Kind, n_points: int, size: int, seed: int, asked: list[int]
):
    batches = kind(n_points, size, seed)
    once = [batches.rows(step).tolist() for step in asked]
    assert [batches.rows(step).tolist() for step in reversed(asked)] == once[::-1]
    assert [kind(n_points, size, seed).rows(step).tolist() for step in asked] == once


@every_kind
@settings(max_examples=50)
@given(st.integers(1, 60), st.integers(1, 80), seeds, steps)
def test_a_batch_lies_inside_the_data_is_never_empty_and_never_larger_than_said(
    kind: Kind, n_points: int, size: int, seed: int, step: int
):
    batches = kind(n_points, size, seed)
    rows = batches.rows(step)
    assert 1 <= len(rows) <= batches.size
    assert rows.dtype == np.intp
    assert rows.min() >= 0
    assert rows.max() < n_points


@every_kind
def test_a_batch_once_handed_out_never_changes(kind: Kind):
    batches = kind(30, 7, 1)
    handed_out = [batches.rows(step) for step in range(200)]
    kept = [rows.copy() for rows in handed_out]
    for step in range(200, 400):
        batches.rows(step)
    assert all((rows == copy).all() for rows, copy in zip(handed_out, kept, strict=True))


@pytest.mark.parametrize("kind", [Shuffled, Drawn])
def test_the_seed_decides_the_batches(kind: Kind):
    def first_steps(seed: int) -> list[list[int]]:
        return [kind(100, 10, seed).rows(step).tolist() for step in range(10)]

    assert first_steps(1) == first_steps(1)
    assert first_steps(1) != first_steps(2)


def test_batches_leave_numpys_own_generator_alone():
    np.random.seed(5)
    expected = np.random.random_sample()
    np.random.seed(5)
    Shuffled(50, 10, 1).rows(3)
    Drawn(50, 10, 1).rows(3)
    assert np.random.random_sample() == expected


# --- all points


@given(st.integers(1, 1000), steps)
def test_all_points_gives_every_row_at_every_step(n_points: int, step: int):
    assert AllPoints(n_points).rows(step).tolist() == list(range(n_points))


# --- in order


@given(steps)
def test_in_order_takes_the_offsets_of_the_article(step: int):
    start = (step * 100) % (13_500 - 100)
    assert InOrder(13_500, 100).rows(step).tolist() == list(range(start, start + 100))


def test_the_articles_batches_never_use_the_last_hundred_points():
    batches = InOrder(13_500, 100)
    used = np.zeros(13_500, dtype=bool)
    for step in range(1000):
        used[batches.rows(step)] = True
    assert used[:13_400].all()
    assert not used[13_400:].any()


def test_where_the_size_does_not_divide_the_points_the_offsets_drift_and_all_are_used():
    batches = InOrder(50, 8)
    assert [int(batches.rows(step)[0]) for step in range(7)] == [0, 8, 16, 24, 32, 40, 6]
    used = {row for step in range(200) for row in batches.rows(step).tolist()}
    assert used >= set(range(48))


@given(st.integers(1, 100), st.integers(0, 50), st.integers(0, 1000))
def test_a_batch_as_large_as_the_data_or_larger_is_all_of_it(n_points: int, more: int, step: int):
    assert InOrder(n_points, n_points + more).rows(step).tolist() == list(range(n_points))


# --- shuffled


@settings(max_examples=50)
@given(st.integers(1, 60), st.integers(1, 80), seeds, st.integers(0, 10_000))
def test_shuffled_covers_every_point_exactly_once_an_epoch(n_points: int, size: int, seed: int, epoch: int):
    batches = Shuffled(n_points, size, seed)
    n_batches = -(-n_points // min(size, n_points))
    in_epoch = [batches.rows(step) for step in range(epoch * n_batches, (epoch + 1) * n_batches)]
    assert sorted(np.concatenate(in_epoch).tolist()) == list(range(n_points))
    assert all(len(rows) == batches.size for rows in in_epoch[:-1])


def test_every_epoch_has_an_order_of_its_own():
    batches = Shuffled(50, 10, 7)
    epochs = {tuple(np.concatenate([batches.rows(5 * epoch + place) for place in range(5)])) for epoch in range(20)}
    assert len(epochs) == 20


def test_in_shuffled_batches_all_points_stand_equally_often_at_every_place():
    batches = Shuffled(5, 5, 11)
    n_epochs = 4000
    counts = np.zeros((5, 5))
    for epoch in range(n_epochs):
        counts[np.arange(5), batches.rows(epoch)] += 1
    np.testing.assert_allclose(counts / n_epochs, 1 / 5, atol=0.03)


# --- drawn


@settings(max_examples=50)
@given(st.integers(1, 60), st.integers(1, 80), seeds, steps)
def test_a_drawn_batch_is_as_large_as_asked_for_even_of_fewer_points(n_points: int, size: int, seed: int, step: int):
    assert len(Drawn(n_points, size, seed).rows(step)) == size


def test_drawn_points_all_come_equally_often_and_some_come_twice():
    batches = Drawn(20, 10, 3)
    drawn = np.array([batches.rows(step) for step in range(4000)])
    np.testing.assert_allclose(np.bincount(drawn.ravel()) / drawn.size, 1 / 20, atol=0.003)
    without_repetition = np.mean([len(set(rows)) == 10 for rows in drawn.tolist()])
    chance = np.prod(1.0 - np.arange(10) / 20)  # the birthday problem
    assert without_repetition == pytest.approx(chance, abs=0.02)


def test_no_two_steps_draw_the_same_batch():
    batches = Drawn(1000, 8, 3)
    assert len({tuple(batches.rows(step).tolist()) for step in range(500)}) == 500


@pytest.mark.parametrize(
    "batches", [AllPoints(20), InOrder(20, 6), Shuffled(20, 6, 1), Shuffled(18, 6, 1), Drawn(20, 6, 2)]
)
@pytest.mark.parametrize(("first", "n_steps"), [(0, 4), (3, 2), (2, 4), (62, 4), (64, 32), (1000, 2)])
def test_a_block_holds_the_rows_of_its_steps(batches: Batches, first: int, n_steps: int):
    together = batches.block(first, n_steps)
    rows = [batches.rows(first + place) for place in range(n_steps)]
    if together is not None:
        np.testing.assert_array_equal(together, rows)
    else:  # where an epoch ends, or what was drawn together
        assert isinstance(batches, (Shuffled, Drawn))
