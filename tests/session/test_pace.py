import pytest

from nnviz.session.pace import SLICE, Pace
from tests.session.clock import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pace(clock: Clock) -> Pace:
    return Pace(clock)


def make_due_steps(pace: Pace, seconds_a_step: float = 1e-6) -> int:
    """Make what is due, with the clock's hands where they are."""
    n_steps = pace.steps_due()
    if n_steps:
        pace.record(n_steps, n_steps * seconds_a_step)
    return n_steps


def test_the_first_step_comes_at_once(pace: Pace) -> None:
    pace.set_speed(1.0)
    assert pace.steps_due() == 1
    assert pace.seconds_until_due() == 0.0


def test_the_second_step_comes_at_its_time(pace: Pace, clock: Clock) -> None:
    pace.set_speed(4.0)
    pace.record(1, 1e-6)
    assert pace.steps_due() == 0
    assert pace.seconds_until_due() == pytest.approx(0.25)
    clock.now += 0.125
    assert pace.steps_due() == 0
    assert pace.seconds_until_due() == pytest.approx(0.125)
    clock.now += 0.125
    assert pace.steps_due() == 1
    assert pace.seconds_until_due() == 0.0


@pytest.mark.parametrize("steps_per_second", [1.0, 7.0, 60.0, 1000.0])
def test_never_more_steps_are_made_than_the_speed_allows(pace: Pace, clock: Clock, steps_per_second: float) -> None:
    pace.set_speed(steps_per_second)
    n_made = 0
    for tick in range(1, 2001):
        n_made += make_due_steps(pace)
        assert n_made <= (clock.now - 100.0) * steps_per_second + 1 + 1e-6
        clock.now = 100.0 + tick * 0.003
    assert n_made == pytest.approx(6.0 * steps_per_second, abs=4)


def test_what_was_missed_is_caught_up_in_slices(pace: Pace, clock: Clock) -> None:
    pace.set_speed(100.0)
    pace.record(1, SLICE)  # one step fills a slice
    clock.now += 10.0
    assert pace.steps_due() == 1
    pace.record(1, SLICE / 4)  # four would fit: it goes there by doubling
    assert pace.steps_due() == 2
    pace.record(2, SLICE / 2)
    assert pace.steps_due() == 4
    pace.record(4, SLICE)
    assert pace.steps_due() == 4


def test_at_full_speed_a_slice_holds_what_fits_into_it(pace: Pace) -> None:
    seconds_a_step = SLICE / 50
    for _ in range(10):
        make_due_steps(pace, seconds_a_step)
    assert pace.steps_due() == pytest.approx(50, abs=1)
    assert pace.seconds_until_due() == 0.0


def test_a_slice_at_most_doubles_and_shrinks_at_once(pace: Pace) -> None:
    dealt = [make_due_steps(pace, 1e-9) for _ in range(6)]
    assert dealt == [1, 2, 4, 8, 16, 32]
    pace.record(64, 64 * SLICE)
    assert pace.steps_due() == 1


def test_a_slice_holds_a_step_however_long_it_takes(pace: Pace) -> None:
    pace.record(1, 3.0)
    assert pace.steps_due() == 1


def test_a_clock_that_stood_still_is_no_division_by_zero(pace: Pace) -> None:
    pace.record(1, 0.0)
    assert pace.steps_due() == 2


def test_the_speed_is_measured_over_half_a_second(pace: Pace, clock: Clock) -> None:
    assert pace.steps_per_second == 0.0
    clock.now += 0.25
    pace.record(10, 0.25)
    assert pace.steps_per_second == 0.0
    clock.now += 0.25
    pace.record(10, 0.25)
    assert pace.steps_per_second == pytest.approx(40.0)
    clock.now += 0.5
    pace.record(5, 0.5)
    assert pace.steps_per_second == pytest.approx(10.0)


def test_after_a_pause_nothing_is_caught_up_and_nothing_measured(pace: Pace, clock: Clock) -> None:
    pace.set_speed(10.0)
    clock.now += 1.0
    pace.record(10, 1.0)
    assert pace.steps_per_second == pytest.approx(10.0)
    clock.now += 3600.0
    pace.restart()
    assert pace.steps_per_second == 0.0
    assert make_due_steps(pace) == 1
    assert pace.steps_due() == 0


def test_a_pace_is_free_unless_it_is_told_a_speed(pace: Pace) -> None:
    assert pace.is_free
    pace.set_speed(1e9)
    assert not pace.is_free
    pace.set_speed(None)
    assert pace.is_free


def test_what_a_step_took_lately_is_known_when_one_was_made(pace: Pace) -> None:
    assert pace.seconds_a_step == float("inf")
    pace.record(4, 0.02)
    assert pace.seconds_a_step == pytest.approx(0.005)
    pace.record(1, 3.0)
    assert pace.seconds_a_step == pytest.approx(3.0)
    pace.begin_small()
    assert pace.seconds_a_step == pytest.approx(3.0)


def test_another_speed_counts_from_now(pace: Pace) -> None:
    pace.set_speed(1.0)
    pace.record(1, 1e-6)
    assert pace.steps_due() == 0
    pace.set_speed(2.0)
    assert make_due_steps(pace) == 1
    assert pace.seconds_until_due() == pytest.approx(0.5)
    pace.set_speed(None)
    assert pace.steps_due() > 0


def test_a_slice_that_is_to_be_longer_holds_more(pace: Pace) -> None:
    for _ in range(8):
        pace.record(pace.steps_due(4 * SLICE), pace.steps_due(4 * SLICE) * SLICE / 10)
    assert [pace.steps_due(seconds) for seconds in (SLICE / 2, SLICE, 4 * SLICE)] == [5, 10, 40]
    pace.record(5, SLICE / 2)  # after a short one the next is long again
    assert pace.steps_due(4 * SLICE) == 40


def test_of_steps_that_may_take_far_longer_one_is_made_first(pace: Pace) -> None:
    pace.record(240, 4 * SLICE)
    assert pace.steps_due(4 * SLICE) == 240
    pace.begin_small()
    assert pace.steps_due(4 * SLICE) == 1
    pace.record(1, 0.1)
    assert pace.steps_due(4 * SLICE) == 1
    pace.record(1, SLICE / 60)
    assert pace.steps_due(4 * SLICE) == 2
