"""The inbox: what is taken together, and what later commands make superfluous."""

import threading
import time

from nnviz.experiment.experiment import Experiment
from nnviz.session.commands import BackToLive, Command, GoOnAs, GoOnWith, Outdated, Pause, Play, Show, StartRun
from nnviz.session.inbox import Inbox

OUTDATED = Outdated()


def taken(*commands: Command) -> list[Command]:
    inbox = Inbox()
    for command in commands:
        inbox.put(command)
    return inbox.take(None)


def test_all_commands_come_at_once_in_their_order() -> None:
    assert taken(Play(), Pause(), BackToLive()) == [Play(), Pause(), BackToLive()]


def test_an_empty_inbox_is_waited_at_as_long_as_is_said() -> None:
    inbox = Inbox()
    assert inbox.take(0.0) == []
    started = time.perf_counter()
    assert inbox.take(0.05) == []
    assert time.perf_counter() - started >= 0.04
    threading.Timer(0.05, inbox.put, (Play(),)).start()
    assert inbox.take(None) == [Play()]


def test_of_steps_to_show_one_after_another_the_last_counts() -> None:
    assert taken(Show(1), Show(2), Play(), Show(3), Show(4)) == [OUTDATED, Show(2), Play(), OUTDATED, Show(4)]


def test_a_run_that_begins_replaces_those_before_it(small_experiment: Experiment) -> None:
    begin = StartRun(1, small_experiment, play=False)
    with_others = GoOnWith(small_experiment)
    assert taken(begin, with_others, Play(), begin) == [OUTDATED, OUTDATED, Play(), begin]


def test_points_replace_points_but_not_the_step_that_was_gone_back_to(small_experiment: Experiment) -> None:
    branch, later = GoOnWith(small_experiment, branch_at=3), GoOnWith(small_experiment, "the mean")
    assert taken(branch, later, later) == [branch, OUTDATED, later]
    bend = GoOnAs(small_experiment)
    assert taken(bend, bend) == [bend, bend]
