"""Key frames: which are kept, what they take, and that what is handed out is what was put in."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.core.key_frames import KeyFrame, KeyFrames

N_MEMORIES, N_PARAMETERS = 1, 30
ROW = 8 * (1 + N_MEMORIES) * N_PARAMETERS + 16


def frame(step: int, dtype: type = np.float64) -> KeyFrame:
    """One whose numbers tell its step."""
    numbers = np.arange((1 + N_MEMORIES) * N_PARAMETERS, dtype=dtype).reshape(1 + N_MEMORIES, N_PARAMETERS)
    return KeyFrame(step, numbers + step)


def filled(n_frames: int, most_bytes: int = 10**9, *, every: int = 1) -> KeyFrames:
    """A frame every so many steps, each step one unit of work."""
    frames = KeyFrames(most_bytes, spacing=1.0)
    for step in range(0, n_frames * every, every):
        frames.add(frame(step), effort=step)
    return frames


def assert_whole(frames: KeyFrames) -> None:
    """Every frame has the numbers of its step."""
    for step in frames.steps.astype(int).tolist():
        found = frames.before(step)
        assert found.step == step
        np.testing.assert_array_equal(found.numbers, frame(step).numbers)


def test_the_last_frame_at_a_step_or_before_it():
    frames = filled(5, every=10)
    assert [frames.before(step).step for step in (0, 9, 10, 11, 39, 40, 999)] == [0, 0, 10, 10, 30, 40, 40]
    np.testing.assert_array_equal(frames.before(25).numbers, frame(20).numbers)


def test_the_frame_nearest_to_a_step():
    frames = filled(5, every=10)
    assert [frames.nearest(step).step for step in (0, 4, 6, 14, 16, 999)] == [0, 0, 10, 10, 20, 40]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_numbers_are_copies_in_their_own_precision_that_nobody_can_write_to(dtype: type):
    frames = KeyFrames(10**6, spacing=1.0)
    given_in = frame(3, dtype)
    frames.add(given_in, effort=0.0)
    given_in.numbers[...] = 0.0
    found = frames.before(3)
    assert found.numbers.dtype == dtype
    np.testing.assert_array_equal(found.numbers, frame(3, dtype).numbers)
    with pytest.raises(ValueError, match="read-only"):
        found.numbers[0] = 1.0


def test_frames_lie_a_spacing_apart():
    frames = KeyFrames(10**6, spacing=2.5)
    for step in range(10):
        assert frames.is_due(step) == (step % 3 == 0)
        frames.add(frame(step), effort=step)
    assert frames.steps.tolist() == [0, 3, 6, 9]


@pytest.mark.parametrize("n_frames", [1, 2, 3, 10, 11, 100, 1000, 5000])
@pytest.mark.parametrize("room", [3 * ROW, 10 * ROW, 700 * ROW])
def test_memory_stays_within_its_bound_and_what_is_kept_is_even(n_frames: int, room: int):
    frames = filled(n_frames, room)
    assert frames.n_bytes <= room
    assert sum(block.nbytes for block in frames._blocks) <= room + max(1024 * 1024, ROW)
    assert frames.steps[0] == 0
    gaps = np.diff([*frames.steps, n_frames])
    if len(frames) > 2:
        assert gaps.max() <= 4 * gaps[:-1].max(initial=1.0)
        assert len(frames) >= min(n_frames, room // ROW) / 4
    assert_whole(frames)


@pytest.mark.no_cover
def test_enough_is_enough_and_memory_that_was_taken_is_neither_given_back_nor_taken_again():
    frames, taken = KeyFrames(10**9, spacing=1.0), []
    numbers = np.zeros((1, 100))
    for step in range(50_000):
        frames.add(KeyFrame(step, numbers), effort=step)
        taken.append(sum(block.nbytes for block in frames._blocks))
        if step < 4 * 2000:
            assert len(frames) <= 4000, "while they lie close, fewer are enough"
    n_enough = 4000 + 3 * 1024 * 1024 // 816
    assert n_enough / 2 <= len(frames) <= n_enough
    assert taken == sorted(taken)
    assert taken[4 * n_enough :] == [max(taken)] * (50_000 - 4 * n_enough)
    assert frames.n_bytes < max(taken) <= 816 * n_enough + 1024 * 1024
    frames.keep_within(1_000_000)
    assert sum(block.nbytes for block in frames._blocks) <= 2.1e6


@pytest.mark.no_cover
@pytest.mark.parametrize("stint", [0.003, 0.016])
def test_of_the_article_s_network_a_million_steps_of_a_millisecond_lie_within_a_tenth_of_a_second(stint: float):
    frames, numbers = KeyFrames(256 * 1024 * 1024, spacing=0.01), np.zeros((1, 33))
    n_steps = round(1000 * stint)
    for step in range(0, 1_000_001, n_steps):
        frames.add(KeyFrame(step, numbers), effort=step / 1000)
    assert np.diff([*frames.steps, 1_000_000]).max() <= 100


def test_where_there_is_no_frame_yet_there_is_none_to_thin():
    frames = KeyFrames(10**6, spacing=1.0)
    frames.keep_within(0)
    frames.add(frame(0), effort=0.0)
    assert frames.steps.tolist() == [0]


def test_two_frames_are_kept_where_there_is_room_for_none():
    frames = filled(1000, most_bytes=0)
    assert 1 <= len(frames) <= 2
    assert frames.steps[0] == 0
    assert_whole(frames)


def test_less_room_thins_at_once_and_more_does_nothing():
    frames = filled(1000)
    frames.keep_within(10**9)
    assert len(frames) == 1000
    frames.keep_within(100 * ROW)
    assert 25 <= len(frames) <= 100
    assert_whole(frames)


def test_what_comes_after_a_step_is_forgotten_and_frames_lie_close_again():
    frames = filled(1000, 100 * ROW)
    frames.forget_from(40)
    assert frames.steps[-1] < 40
    last = int(frames.steps[-1])
    for step in range(40, 60):
        frames.add(frame(step), effort=step)
    assert frames.steps[frames.steps > last].tolist() == list(range(40, 60))
    assert_whole(frames)


def test_the_first_frame_is_never_forgotten():
    frames = filled(10)
    frames.forget_from(0)
    assert frames.steps.tolist() == [0]
    frames.forget_from(5)
    assert frames.steps.tolist() == [0]


@given(
    st.lists(st.tuples(st.sampled_from(["add"] * 5 + ["forget", "room"]), st.integers(1, 60)), max_size=60),
    st.integers(0, 30),
)
def test_whatever_happens_frames_are_whole_in_order_and_within_their_bound(acts: list[tuple[str, int]], rows: int):
    frames = KeyFrames(rows * ROW, spacing=1.0)
    step, most = 0, rows
    frames.add(frame(0), effort=0.0)
    for what, number in acts:
        if what == "add":
            for _ in range(number):
                step += 1
                frames.add(frame(step), effort=float(step))
        elif what == "forget":
            frames.forget_from(max(step - number, 1))
        else:
            most = number
            frames.keep_within(most * ROW)
        assert len(frames) <= max(2, most)
        assert frames.steps[0] == 0
        assert (np.diff(frames.steps) > 0).all()
    assert_whole(frames)
