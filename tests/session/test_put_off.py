import pytest

from nnviz.experiment.experiment import Experiment
from nnviz.session.commands import GoOnWith, StartRun
from nnviz.session.put_off import PutOff
from tests.session.clock import Clock


def test_the_first_network_is_due_at_once_and_the_next_after_a_while(small_experiment: Experiment) -> None:
    clock = Clock()
    put_off = PutOff(clock)
    assert not put_off.is_due  # there is none
    put_off.command = StartRun(1, small_experiment, play=False, in_hand=True)
    assert put_off.is_due
    assert put_off.take() == StartRun(1, small_experiment, play=False)
    assert (put_off.command, put_off.take()) == (None, None)
    put_off.rest()
    put_off.command = StartRun(2, small_experiment, play=True, in_hand=True)
    assert not put_off.is_due
    assert put_off.seconds_until_due == pytest.approx(0.2)
    clock.now += 0.3
    assert (put_off.is_due, put_off.seconds_until_due) == (True, 0.0)


def test_after_one_that_took_long_most_of_the_time_is_for_points(small_experiment: Experiment) -> None:
    clock = Clock()
    put_off = PutOff(clock)
    put_off.command = StartRun(1, small_experiment, play=False, in_hand=True)
    put_off.take()
    clock.now += 0.5
    put_off.rest()
    assert put_off.seconds_until_due == pytest.approx(2.0)


def test_the_points_of_a_branch_have_gone_back_to_its_step_already(small_experiment: Experiment) -> None:
    put_off = PutOff(Clock())
    put_off.command = GoOnWith(small_experiment, "the mean", branch_at=7, in_hand=True)
    assert put_off.take() == GoOnWith(small_experiment, "the mean")
