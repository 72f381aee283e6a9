"""Thinning, against a table that keeps everything."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.core.arrays import FloatArray
from nnviz.core.thinning import ThinnedTable, Thinning
from tests.examples import examples

SMALL = Thinning(whole=64, recent=16, buckets=8)
"""Thins soon, and comes to its widest buckets at step 128."""

chunks = st.lists(st.integers(1, 200), min_size=1, max_size=8)
whole_numbers = st.integers(0, 2**32 - 1)


def table_of(rows: FloatArray, lengths: list[int] | None = None, thinning: Thinning = SMALL) -> ThinnedTable:
    """One to which the rows came in pieces of these lengths, again and again."""
    table = ThinnedTable(len(rows), thinning)
    begin = 0
    for number in range(rows.shape[1] if lengths else 0):
        end = begin + lengths[number % len(lengths)]
        table.extend(rows[:, begin:end])
        begin = end
    table.extend(rows[:, begin:])
    return table


@st.composite
def series(draw: st.DrawFn) -> FloatArray:
    """Steps, and two numbers of each, with plateaus and spikes; some of them no numbers at all. (3, n)."""
    generator = np.random.RandomState(draw(whole_numbers))
    n_steps, first = draw(st.integers(1, 1500)), draw(st.sampled_from([0, 0, 5, 1000]))
    steps = first + np.arange(n_steps)[generator.random_sample(n_steps) < draw(st.sampled_from([1.0, 0.3]))]
    values = generator.randint(-3, draw(st.integers(1, 500)), (2, len(steps))).astype(np.float64)
    holes = generator.random_sample(values.shape) < draw(st.sampled_from([0.0, 0.02, 0.9]))
    values[holes] = draw(st.sampled_from([np.nan, np.inf, -np.inf]))
    return np.vstack([steps, values])


def extremes_of(values: FloatArray) -> tuple[float, float, bool]:
    finite = values[np.isfinite(values)]
    return finite.min(initial=np.inf), finite.max(initial=-np.inf), len(finite) == len(values)


def assert_exact(kept: FloatArray, rows: FloatArray) -> None:
    """Every row that is kept is one of these, as it was."""
    assert (np.diff(kept[0]) > 0).all()
    np.testing.assert_array_equal(kept, rows[:, np.isin(rows[0], kept[0])])


@settings(max_examples=examples(30))
@given(series(), chunks)
def test_what_is_kept_depends_on_the_steps_and_not_on_how_they_came(rows: FloatArray, lengths: list[int]):
    np.testing.assert_array_equal(table_of(rows, lengths).columns(), table_of(rows).columns())


@settings(max_examples=examples(30))
@given(series(), st.integers(0, 2500), st.integers(0, 2500))
def test_over_any_buckets_the_extremes_are_those_of_all_steps(rows: FloatArray, one: int, other: int):
    kept = table_of(rows).columns()
    assert_exact(kept, rows)
    first, stop = np.sort(SMALL.bucket_starts(np.array([one, other], np.float64)))
    for column, all_of_it in zip(kept[1:], rows[1:], strict=True):
        inside = extremes_of(column[(kept[0] >= first) & (kept[0] < stop)])
        assert inside == extremes_of(all_of_it[(rows[0] >= first) & (rows[0] < stop)])


@settings(max_examples=examples(20))
@given(series())
def test_the_first_and_the_newest_steps_are_whole(rows: FloatArray):
    kept = table_of(rows).columns()
    is_whole = (rows[0] < SMALL.whole) | (rows[0] > rows[0].max(initial=0.0) - SMALL.recent)
    assert set(rows[0][is_whole]) <= set(kept[0])


@given(st.integers(0, 10**7), st.sampled_from([SMALL, Thinning(1024, 256, 128)]))
def test_a_bucket_begins_where_it_says(step: int, thinning: Thinning):
    (start,) = thinning.bucket_starts(np.array([step], np.float64))
    assert 0 <= step - start < thinning.recent
    assert step >= thinning.whole or start == step
    steps = np.arange(start, step + 1)
    assert (thinning.bucket_starts(steps) == start).all()
    since = thinning.whole_since(step)
    assert thinning.bucket_starts(np.array([since], np.float64)) == since
    assert since == thinning.whole or thinning.recent <= step - since


@settings(max_examples=examples(20))
@given(series(), st.lists(st.tuples(st.booleans(), st.integers(0, 300)), max_size=20))
def test_what_was_handed_out_never_changes(rows: FloatArray, acts: list[tuple[bool, int]]):
    table, begin = ThinnedTable(len(rows), SMALL), 0
    handed_out: list[tuple[FloatArray, FloatArray]] = []
    for returns, number in acts:
        if returns:
            begin = max(begin - number, 0)
            table.keep_before(int(rows[0, begin]) if begin < rows.shape[1] else 10**6)
        else:
            table.extend(rows[:, begin : begin + number])
            begin = min(begin + number, rows.shape[1])
        handed_out.append((table.columns(), table.columns().copy()))
    for now, then in handed_out:
        np.testing.assert_array_equal(now, then)
        with pytest.raises(ValueError, match="read-only"):
            now[0, :1] = 0.0


@settings(max_examples=examples(30))
@given(st.integers(1, 1500), st.integers(0, 1500), st.integers(0, 1500), whole_numbers)
def test_a_run_that_returns_and_goes_on_has_no_other_numbers_than_its_own(
    first_end: int, return_to: int, on: int, seed: int
):
    values = np.random.RandomState(seed).randint(0, 50, (2, 3100)).astype(np.float64)
    before, after = np.vstack([np.arange(3100), values]), np.vstack([np.arange(3100), values[::-1]])
    return_to = min(return_to, first_end)
    table = table_of(before[:, :first_end])
    whole_since = SMALL.whole_since(first_end - 1)
    table.keep_before(return_to)
    table.extend(after[:, return_to : return_to + on])
    run = np.hstack([before[:, :return_to], after[:, return_to : return_to + on]])
    kept = table.columns()
    assert_exact(kept, run)
    (cut,) = SMALL.bucket_starts(np.array([return_to], np.float64))  # of this one bucket some may be gone
    for first, stop in ((0, cut), (return_to + SMALL.recent, np.inf)):
        rows, found = (each[1, (each[0] >= first) & (each[0] < stop)] for each in (run, kept))
        assert extremes_of(rows) == extremes_of(found)
    was_whole = return_to < SMALL.whole or return_to >= whole_since
    if was_whole and return_to + on >= first_end:
        np.testing.assert_array_equal(kept, table_of(run).columns())


def test_forgetting_what_is_not_there_copies_nothing():
    table = table_of(np.arange(30.0).reshape(1, 30))
    memory = table.columns().base
    table.keep_before(30)
    table.extend(np.array([[30.0]]))
    assert table.columns().base is memory


def test_where_rows_may_be_missing_their_bucket_is_told():
    table = table_of(np.arange(400.0).reshape(1, 400))
    assert SMALL.whole_since(399) == 368
    assert [table.bucket_start(step) for step in (0, 50, 64, 65, 72, 83, 140, 300, 367, 368, 399, 999)] == [
        *(0, 50, 64, 64, 72, 80, 128, 288, 352),
        *(368, 399, 999),
    ]
    table.keep_before(140)
    table.extend(np.arange(140.0, 160.0).reshape(1, 20))
    assert [table.bucket_start(step) for step in (139, 140, 143, 144, 159)] == [128, 128, 128, 144, 159]


def test_a_run_that_began_late_has_no_early_steps_to_thin_and_is_thinned_all_the_same():
    values = np.zeros(400)
    values[100] = 1.0
    table = table_of(np.vstack([np.arange(5000.0, 5400.0), values]))
    steps, kept = table.columns()
    assert len(steps) < 60
    assert steps[kept == 1.0].tolist() == [5100]
    assert steps[-SMALL.recent :].tolist() == list(range(5400 - SMALL.recent, 5400))
    assert table.columns().nbytes < table.n_bytes < 100 * 2 * 8


@pytest.mark.no_cover
@pytest.mark.parametrize("first", [0, 5_000_000])
def test_a_long_run_takes_few_rows_and_a_spike_of_one_step_stays(first: int):
    thinning = Thinning(whole=1024, recent=512, buckets=64)
    values = np.sin(np.arange(300_000) / 1e4)
    values[[12_345, 222_222]] = 5.0, -5.0
    table = table_of(np.vstack([first + np.arange(300_000), values]), [1000], thinning)
    steps, kept = table.columns()
    assert len(steps) < 4000
    assert table.n_bytes < 100_000
    assert (steps[kept == 5.0].tolist(), steps[kept == -5.0].tolist()) == ([first + 12_345], [first + 222_222])
