"""When neurons are examined; the clock ticks a little at every look at it, as if work took time."""

import numpy as np
import pytest

from nnviz.core.activations import IDENTITY, RELU
from nnviz.core.arrays import FloatArray
from nnviz.core.diagnosis import Examination, diagnose
from nnviz.core.snapshot import Evaluation, Parameters, Snapshot
from nnviz.session.examiner import Examiner
from tests.session.clock import Clock

POINTS: FloatArray = np.random.RandomState(3).standard_normal((10_000, 2))


def moment(step: int, n_dead: int = 1) -> Snapshot:
    """A moment of a 2-4-3 network, of whose hidden neurons the first few are dead."""
    generator = np.random.RandomState(step)
    weights = (generator.standard_normal((2, 4)), generator.standard_normal((4, 3)))
    biases = (np.where(np.arange(4) < n_dead, -1e3, 0.5), np.zeros(3))
    evaluation = Evaluation(None, 0.5, None)
    start = Parameters(weights, biases)
    return Snapshot(step, weights, biases, weights, biases, (RELU, IDENTITY), 1.0, 0.0, evaluation, 0.1, None, start)


class Ticking(Clock):
    """A clock that goes on by itself whenever it is looked at."""

    tick = 0.001

    def __call__(self) -> float:
        self.now += self.tick
        return self.now


@pytest.fixture
def clock() -> Ticking:
    return Ticking()


@pytest.fixture
def examiner(clock: Ticking) -> Examiner:
    return Examiner(clock)


def finish(examiner: Examiner) -> int:
    """In short slices to the end; how many it took."""
    n_slices = 0
    while examiner.is_busy:
        done = examiner.go_on(0.0015)
        assert done is not examiner.is_busy
        n_slices += 1
    return n_slices


def n_found(examiner: Examiner) -> int:
    return len(examiner.findings)


def test_a_moment_that_stands_still_is_examined_at_once_where_that_is_quick(clock: Ticking, examiner: Examiner) -> None:
    clock.tick = 1e-6
    examiner.see(moment(7, n_dead=2), POINTS, stands_still=True)
    assert not examiner.is_busy
    assert examiner.findings == diagnose(moment(7, n_dead=2).network, POINTS)
    assert (n_found(examiner), examiner.examined_step) == (2, 7)


def test_where_it_takes_long_the_rest_comes_in_slices(clock: Ticking, examiner: Examiner) -> None:
    clock.tick = 0.004
    examiner.see(moment(7), POINTS, stands_still=True)
    assert examiner.is_busy
    assert (examiner.findings, examiner.examined_step) == ((), None)
    assert not examiner.go_on(0.001)
    clock.tick = 0.001
    assert finish(examiner) > 1
    assert (n_found(examiner), examiner.examined_step) == (1, 7)
    assert not examiner.go_on(1.0)


def test_what_has_been_examined_is_not_examined_again(clock: Ticking, examiner: Examiner) -> None:
    clock.tick = 1e-6
    examiner.see(moment(7), POINTS, stands_still=True)
    found = examiner.findings
    clock.tick = 1.0
    examiner.see(moment(7), POINTS, stands_still=True)
    assert not examiner.is_busy
    assert examiner.findings is found
    examiner.see(moment(7), POINTS, stands_still=False)
    assert not examiner.is_busy


def test_an_examination_under_way_goes_on_where_the_same_moment_is_seen_again(
    clock: Ticking, examiner: Examiner
) -> None:
    clock.tick = 0.1
    examiner.see(moment(7), POINTS, stands_still=True)
    clock.tick = 0.001
    examiner.see(moment(7), POINTS, stands_still=True)
    rest = finish(examiner)
    clock.tick = 0.1
    examiner.see(moment(8), POINTS, stands_still=True)
    clock.tick = 0.001
    assert finish(examiner) == rest


def test_in_training_findings_stay_until_the_next_ones_are_there(clock: Ticking, examiner: Examiner) -> None:
    examiner.see(moment(0, n_dead=1), POINTS, stands_still=True)
    finish(examiner)
    clock.now += 1000.0
    examiner.see(moment(50, n_dead=3), POINTS, stands_still=False)
    assert examiner.is_busy
    assert (n_found(examiner), examiner.examined_step) == (1, 0)
    examiner.see(moment(60, n_dead=2), POINTS, stands_still=False)
    finish(examiner)
    assert (n_found(examiner), examiner.examined_step) == (3, 50)


def test_a_moment_that_stands_still_comes_before_one_that_has_passed(examiner: Examiner) -> None:
    examiner.see(moment(50, n_dead=3), POINTS, stands_still=False)
    examiner.see(moment(60, n_dead=2), POINTS, stands_still=True)
    finish(examiner)
    assert (n_found(examiner), examiner.examined_step) == (2, 60)


def test_in_training_half_a_second_passes_between_two_examinations(clock: Ticking, examiner: Examiner) -> None:
    clock.tick = 1e-6
    examiner.see(moment(1), POINTS, stands_still=False)
    finish(examiner)
    clock.tick = 0.0
    clock.now += 0.49
    examiner.see(moment(2), POINTS, stands_still=False)
    assert not examiner.is_busy
    clock.now += 0.02
    examiner.see(moment(2), POINTS, stands_still=False)
    assert examiner.is_busy


def test_a_long_examination_is_made_so_seldom_that_it_takes_a_hundredth_of_the_time(
    clock: Ticking, examiner: Examiner, monkeypatch: pytest.MonkeyPatch
) -> None:
    advance = Examination.advance

    def take_long(examination: Examination) -> None:
        clock.now += 0.1
        advance(examination)

    monkeypatch.setattr(Examination, "advance", take_long)
    clock.tick = 0.0
    began = clock.now
    examiner.see(moment(1), POINTS, stands_still=False)
    finish(examiner)
    took = clock.now - began
    clock.now = began + 99 * took
    examiner.see(moment(2), POINTS, stands_still=False)
    assert not examiner.is_busy
    clock.now = began + 101 * took
    examiner.see(moment(2), POINTS, stands_still=False)
    assert examiner.is_busy


def test_with_another_run_everything_is_forgotten(examiner: Examiner) -> None:
    examiner.see(moment(5), POINTS, stands_still=True)
    finish(examiner)
    examiner.see(moment(6), POINTS, stands_still=True)
    examiner.forget()
    assert not examiner.is_busy
    assert (examiner.findings, examiner.examined_step) == ((), None)
    examiner.see(moment(6, n_dead=2), POINTS, stands_still=False)  # at once, for it is another run's
    finish(examiner)
    assert n_found(examiner) == 2


def test_an_examination_that_fails_is_not_taken_up_again(examiner: Examiner, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_examination: Examination) -> None:
        raise MemoryError

    monkeypatch.setattr(Examination, "advance", fail)
    with pytest.raises(MemoryError):
        examiner.see(moment(5), POINTS, stands_still=True)
    assert not examiner.is_busy
    assert examiner.examined_step is None


def test_where_the_points_changed_a_moment_that_stands_still_is_examined_again(
    clock: Ticking, examiner: Examiner
) -> None:
    clock.tick = 1e-6
    examiner.see(moment(7, n_dead=1), POINTS, stands_still=True)
    examiner.look_again()
    assert (n_found(examiner), examiner.examined_step) == (1, 7)
    examiner.see(moment(7, n_dead=3), POINTS, stands_still=True)
    assert (n_found(examiner), examiner.examined_step) == (3, 7)
    found = examiner.findings
    examiner.see(moment(7, n_dead=2), POINTS, stands_still=True)
    assert examiner.findings is found


def test_points_that_change_with_every_frame_cost_training_no_more_examinations(
    clock: Ticking, examiner: Examiner
) -> None:
    clock.tick = 0.0
    examiner.see(moment(1), POINTS, stands_still=False)
    finish(examiner)
    n_begun = 0
    for step in range(2, 61):
        clock.now += 1 / 60
        examiner.look_again()
        examiner.see(moment(step), POINTS, stands_still=False)
        n_begun += examiner.is_busy
        finish(examiner)
    assert n_begun == 1
