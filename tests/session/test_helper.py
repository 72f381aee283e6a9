"""The helper: what it makes of what a process says, and does not say; and that a real one is nobody's burden."""

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import msgspec
import pytest

from nnviz.core.trainer import Trainer
from nnviz.data.dataset import Dataset
from nnviz.experiment.build import build_dataset, build_trainer
from nnviz.experiment.data_spec import ClusterSpec
from nnviz.experiment.experiment import Experiment
from nnviz.experiment.network_spec import LayerSpec
from nnviz.session import helper as helper_module
from nnviz.session.helper import PATIENCE, Helper, Link, launch
from nnviz.session.helper_process import Advance, Begin, Settle, Settled, Stint, Unusual
from tests.core.same_numbers import same_numbers
from tests.session.clock import Clock
from tests.session.links import Play, a_stint, in_thread, no_links
from tests.session.oracle import trained_plainly
from tests.session.recipes import in_mini_batches, that_diverges, with_data, with_network

_PATIENCE = 120.0


class Stage:
    """A helper with the play its process is."""

    def __init__(self, experiment: Experiment, *answers: object) -> None:
        self.clock = Clock()
        self.play = Play(self.clock, None, *answers)
        self.helper = Helper(self.clock, lambda: (self.play, None))
        self.experiment = experiment
        self.dataset = build_dataset(experiment.data)
        self.trainer = build_trainer(experiment, self.dataset)

    def ask(self, *n_steps: int) -> None:
        assert self.helper.is_ready()
        for each in n_steps:
            self.helper.ask(each, self.trainer, self.experiment, self.dataset)

    @property
    def begun(self) -> list[Begin]:
        return [message for message in self.play.sent if isinstance(message, Begin)]

    def assert_lost(self) -> None:
        assert self.helper.is_lost
        assert self.play.is_closed
        assert not self.helper.is_ready()
        assert (self.helper.n_stints, self.helper.n_steps) == (0, 0)
        self.helper.ask(5, self.trainer, self.experiment, self.dataset)  # nobody does, but it is no harm
        assert self.helper.settle() == []
        self.helper.close()


@pytest.fixture
def stage(small_experiment: Experiment) -> Stage:
    return Stage(small_experiment)


def test_it_is_ready_when_its_process_listens_which_is_started_when_it_is_first_asked(stage: Stage) -> None:
    started: list[int] = []

    def start() -> Link:
        started.append(1)
        return stage.play, None

    stage.play.answers.clear()
    helper = Helper(stage.clock, start)
    assert not started
    assert not helper.is_ready()
    assert not helper.is_ready()
    stage.play.answers.append(None)
    assert helper.is_ready()
    assert helper.is_ready()
    assert len(started) == 1
    assert not helper.is_lost


def test_where_no_process_can_be_started_it_is_lost() -> None:
    helper = Helper(Clock(), no_links)
    assert not helper.is_ready()
    assert helper.is_lost
    helper.close()


def test_one_begins_once_and_asks_again_and_again(stage: Stage) -> None:
    stage.ask(2, 3, 4)
    assert stage.play.sent[1:] == [Advance(2), Advance(3), Advance(4)]
    (begin,) = stage.begun
    assert (begin.number, begin.experiment) == (1, stage.experiment)
    assert begin.points is not None
    assert begin.points[0].points is stage.dataset.training_inputs
    assert same_numbers(begin.trail, stage.trainer.trail())
    assert (stage.helper.n_stints, stage.helper.n_steps) == (3, 9)
    stint = a_stint(1, 2)
    stage.play.answers.append(stint)
    assert stage.helper.take() == [stint]
    assert (stage.helper.n_stints, stage.helper.n_steps) == (2, 7)
    stage.ask(6)
    assert stage.play.sent[-1] == Advance(6)
    assert len(stage.begun) == 1


def test_points_that_the_process_has_are_not_sent_again(stage: Stage) -> None:
    stage.ask(2)
    stage.play.answers.extend([a_stint(1, 2), Settled(1)])
    stage.helper.settle()
    stage.ask(2)
    assert [begin.points is None for begin in stage.begun] == [False, True]
    stage.play.answers.append(a_stint(2, 2))
    stage.helper.settle()
    stage.dataset = replace(stage.dataset)
    stage.ask(2)
    assert [begin.points is None for begin in stage.begun] == [False, True, False]


def test_in_the_place_of_what_was_unusual_there_is_the_number_of_its_steps(stage: Stage) -> None:
    stage.ask(2, 3, 4)
    stage.play.answers.extend([a_stint(1, 2), Unusual(1), Unusual(1)])
    first, second = stage.helper.take()
    assert isinstance(first, Stint)
    assert second == 3
    assert (stage.helper.n_stints, stage.helper.take()) == (0, [])
    stage.ask(5)  # from where the trainer stands then; what is still said of the steps before is old
    stint = a_stint(2, 5)
    stage.play.answers.append(stint)
    assert [begin.number for begin in stage.begun] == [1, 2]
    assert stage.helper.take() == [stint]


def test_who_settles_gets_all_that_is_made_and_no_more(stage: Stage) -> None:
    stage.ask(2, 3, 4)
    stint = a_stint(1, 2)
    stage.play.answers.extend([stint, Settled(1)])
    assert stage.helper.settle() == [stint]
    assert stage.play.sent[-1] == Settle()
    assert stage.helper.n_stints == 0
    n_sent = len(stage.play.sent)
    assert stage.helper.settle() == []
    assert len(stage.play.sent) == n_sent
    assert stage.clock.now == 100.0


def test_who_settles_in_front_of_something_unusual_gets_its_steps(stage: Stage) -> None:
    stage.ask(2, 3, 4)
    stint = a_stint(1, 2)
    stage.play.answers.extend([stint, Unusual(1), Unusual(1), Settled(1)])
    assert stage.helper.settle() == [stint, 3]
    stage.ask(1)
    assert stage.begun[-1].number == 2
    assert stage.helper.take() == []
    assert stage.helper.n_stints == 1


def test_what_is_dropped_is_not_taken_and_nothing_asked_until_it_is_out_of_the_way(stage: Stage) -> None:
    stage.ask(2, 3)
    stage.helper.drop()
    assert stage.play.sent[-1] == Settle()
    assert (stage.helper.n_stints, stage.helper.take(), stage.helper.settle()) == (0, [], [])
    assert not stage.helper.is_ready()
    stage.play.answers.append(a_stint(1, 2))
    assert not stage.helper.is_ready()
    stage.play.answers.extend([Settled(0), Settled(1)])  # the first may be left from a time before
    assert stage.helper.is_ready()
    stage.helper.drop()  # nothing is under way
    assert stage.helper.is_ready()
    stage.ask(7)
    assert stage.begun[-1].number == 2


def look_on(stage: Stage, seconds: float) -> None:
    """Look for news ten times in so many seconds, and find none."""
    for _ in range(10):
        stage.clock.now += seconds / 10
        assert stage.helper.take() == []


def test_one_that_does_not_answer_is_waited_for_two_seconds_from_when_it_was_last_heard(stage: Stage) -> None:
    stage.ask(2, 3)
    look_on(stage, PATIENCE - 0.1)
    stage.play.answers.append(a_stint(1, 2))
    stage.helper.take()
    look_on(stage, PATIENCE - 0.1)
    assert not stage.helper.is_lost
    look_on(stage, 0.2)
    stage.assert_lost()


def test_who_was_away_does_not_take_that_for_silence(stage: Stage) -> None:
    stage.ask(2, 3)
    look_on(stage, PATIENCE - 0.2)
    stage.clock.now += 3600.0  # a computer asleep: the other process slept, too
    assert stage.helper.take() == []
    look_on(stage, 0.1)
    assert not stage.helper.is_lost
    look_on(stage, 0.2)
    stage.assert_lost()


def test_time_in_which_nothing_was_asked_does_not_count(stage: Stage) -> None:
    stage.ask(2)
    stage.play.answers.append(a_stint(1, 2))
    stage.helper.take()
    stage.clock.now += 3600.0
    stage.ask(3)
    stage.helper.take()
    assert not stage.helper.is_lost


def test_a_window_that_was_away_hears_what_was_said_meanwhile(stage: Stage) -> None:
    stage.ask(2)
    stage.clock.now += 3600.0
    stage.play.answers.append(a_stint(1, 2))
    assert len(stage.helper.take()) == 1
    assert not stage.helper.is_lost


def test_settling_with_one_that_does_not_answer_takes_two_seconds_and_what_was_made(stage: Stage) -> None:
    stage.ask(2, 3)
    stint = a_stint(1, 2)
    stage.play.answers.append(stint)
    assert stage.helper.settle() == [stint]
    assert stage.clock.now == pytest.approx(100.0 + PATIENCE)
    stage.assert_lost()


@pytest.mark.parametrize("error", [EOFError(), ConnectionResetError(), pickle.UnpicklingError(), MemoryError()])
@pytest.mark.parametrize("how", [Helper.take, Helper.settle])
def test_one_that_ends_in_the_middle_of_a_word_is_lost(
    stage: Stage, error: Exception, how: Callable[[Helper], list[Stint | int]]
) -> None:
    stage.ask(2, 3)
    stint = a_stint(1, 2)
    stage.play.answers.extend([stint, error])
    assert how(stage.helper) == [stint]
    stage.assert_lost()


def test_one_that_ends_before_it_listens_is_lost(small_experiment: Experiment) -> None:
    stage = Stage(small_experiment)
    stage.play.answers[0] = EOFError()
    assert not stage.helper.is_ready()
    assert stage.helper.is_lost


@pytest.mark.parametrize("error", [BrokenPipeError(), ValueError("too long"), MemoryError()])
def test_one_that_cannot_be_told_anything_is_lost(stage: Stage, error: Exception) -> None:
    assert stage.helper.is_ready()
    stage.play.refuses = error
    stage.helper.ask(2, stage.trainer, stage.experiment, stage.dataset)
    stage.assert_lost()


@pytest.mark.parametrize("how", ["ask", "settle", "drop"])
def test_one_that_can_be_told_nothing_more_is_lost_with_what_is_under_way(stage: Stage, how: str) -> None:
    stage.ask(2, 3)
    stage.play.refuses = BrokenPipeError()
    match how:
        case "ask":
            stage.helper.ask(2, stage.trainer, stage.experiment, stage.dataset)
        case "settle":
            assert stage.helper.settle() == []
        case _:
            stage.helper.drop()
    stage.assert_lost()


def test_a_pipe_that_is_broken_when_it_is_looked_at_is_lost(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_timeout: float = 0.0) -> bool:
        raise BrokenPipeError

    stage.ask(2)
    monkeypatch.setattr(stage.play, "poll", fail)
    assert stage.helper.take() == []
    stage.assert_lost()


# --- one that really serves


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.001)


def wait_for(take: Callable[[], list[Stint | int]]) -> list[Stint | int]:
    found: list[Stint | int] = []
    wait_until(lambda: bool(found.extend(take()) or found))
    return found


def listening(link: Callable[[], Link]) -> Helper:
    helper = Helper(time.perf_counter, link)
    wait_until(helper.is_ready)
    return helper


def train(helper: Helper, trainer: Trainer, experiment: Experiment, dataset: Dataset, n_steps: int) -> None:
    """So many steps in the helper, whatever it takes; and here what is unusual, or lost."""
    goal = trainer.step + n_steps
    while trainer.step + helper.n_steps < goal:
        helper.ask(min(7, goal - trainer.step - helper.n_steps), trainer, experiment, dataset)
    while trainer.step < goal:
        for stint in helper.take():
            if isinstance(stint, int):
                trainer.advance(stint)
            else:
                trainer.follow(stint.trail, stint.curves)
        if helper.n_stints == 0 and trainer.step < goal:
            trainer.advance(goal - trainer.step)


def assert_plain(trainer: Trainer, experiment: Experiment) -> None:
    expected = trained_plainly(experiment, trainer.step)
    assert same_numbers(trainer.state(), expected.state())
    assert same_numbers(trainer.snapshot(), expected.snapshot())
    assert same_numbers(trainer.history.curves(), expected.history.curves())


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that a busy machine lets wait is not given up."""
    monkeypatch.setattr(helper_module, "PATIENCE", _PATIENCE)


@pytest.fixture
def processes() -> Iterator[list[Link]]:
    """Links of all processes that were launched; in the end none of them may be left."""
    links: list[Link] = []
    yield links
    for _, process in links:
        assert process is not None
        try:
            assert not process.is_alive()
        finally:
            process.kill()
        assert process.exitcode is not None


@pytest.mark.usefixtures("patient")
def test_a_process_that_was_speaking_at_length_is_heard_out_before_it_is_spoken_to_at_length(
    small_experiment: Experiment,
) -> None:
    """Trail and points are both more than a pipe holds: if neither listened, both would wait for ever."""
    wide = with_network(small_experiment, hidden_layers=(LayerSpec(n_neurons=100),) * 2)
    wide = with_data(wide, clusters=tuple(with_points(cluster, 5_000) for cluster in wide.data.clusters))
    dataset = build_dataset(wide.data)
    trainer = build_trainer(wide, dataset)
    helper = listening(in_thread)
    for _ in range(3):
        helper.ask(2, trainer, wide, dataset)
    wait_until(lambda: helper._has_news(0.0))  # it is in the middle of a word
    helper.drop()
    wait_until(helper.is_ready)
    train(helper, trainer, wide, replace(dataset), 2)
    helper.close()
    assert_plain(trainer, wide)


def with_points(cluster: ClusterSpec, n_points: int) -> ClusterSpec:
    return msgspec.structs.replace(cluster, n_points=n_points)


@pytest.mark.usefixtures("patient")
def test_a_process_of_its_own_trains_to_the_last_bit_and_is_gone_when_it_is_closed(
    small_experiment: Experiment, processes: list[Link]
) -> None:
    def launch_one() -> Link:
        processes.append(launch())
        return processes[-1]

    helper = listening(launch_one)
    ((_, process),) = processes
    assert process is not None
    assert process.pid != os.getpid()
    experiment = in_mini_batches(small_experiment)
    dataset = build_dataset(experiment.data)
    trainer = build_trainer(experiment, dataset)
    train(helper, trainer, experiment, dataset, 40)
    assert not helper.is_lost
    trainer.snapshot()
    helper.settle()
    train(helper, trainer, experiment, dataset, 300)
    assert_plain(trainer, experiment)
    helper.settle()
    diverging = that_diverges(small_experiment)
    dataset = build_dataset(diverging.data)
    helper.ask(1000, build_trainer(diverging, dataset), diverging, dataset)
    assert wait_for(helper.take) == [1000]
    for _ in range(3):  # in the middle of its work
        helper.ask(4096, build_trainer(experiment, dataset), experiment, dataset)
    assert process.is_alive()
    helper.close()
    assert not process.is_alive()
    assert process.exitcode is not None
    helper.close()  # twice is no harm


@pytest.mark.usefixtures("patient")
def test_where_its_process_is_killed_in_the_middle_of_its_work_nothing_is_lost(
    small_experiment: Experiment, processes: list[Link]
) -> None:
    processes.append(launch())
    helper = listening(lambda: processes[0])
    process = processes[0][1]
    assert process is not None
    dataset = build_dataset(small_experiment.data)
    trainer = build_trainer(small_experiment, dataset)
    train(helper, trainer, small_experiment, dataset, 10)
    helper.ask(4096, trainer, small_experiment, dataset)
    helper.ask(4096, trainer, small_experiment, dataset)
    process.kill()
    train(helper, trainer, small_experiment, dataset, 50)
    wait_until(lambda: bool(helper.take()) or helper.is_lost or helper.n_stints == 0)
    assert helper.is_lost
    assert process.exitcode is not None
    assert_plain(trainer, small_experiment)


@pytest.mark.skipif(sys.platform == "win32", reason="no process can be made to stand still there")
@pytest.mark.parametrize("how", [Helper.take, Helper.settle])
def test_a_process_that_stands_still_is_not_waited_for_and_nothing_is_lost(
    small_experiment: Experiment,
    processes: list[Link],
    monkeypatch: pytest.MonkeyPatch,
    how: Callable[[Helper], list[Stint | int]],
) -> None:
    processes.append(launch())
    helper = listening(lambda: processes[0])
    process = processes[0][1]
    assert process is not None
    assert process.pid is not None
    monkeypatch.setattr(helper_module, "PATIENCE", 0.1)
    dataset = build_dataset(small_experiment.data)
    trainer = build_trainer(small_experiment, dataset)
    os.kill(process.pid, signal.SIGSTOP)
    helper.ask(30, trainer, small_experiment, dataset)
    wait_until(lambda: how(helper) == [] and helper.is_lost)
    trainer.advance(30)
    assert_plain(trainer, small_experiment)
    assert not process.is_alive()


_PARENT = """
import time
from nnviz.session.helper import Helper, launch

if __name__ == "__main__":
    connection, process = launch()
    assert connection.recv() is None
    print(process.pid, flush=True)
    time.sleep(600.0)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a process there does not have the output of who started it")
def test_a_process_ends_with_the_one_that_started_it_however_that_ended() -> None:
    """As long as it lives, its output is not at its end."""
    with subprocess.Popen([sys.executable, "-c", _PARENT], stdout=subprocess.PIPE, text=True) as parent:  # noqa: S603
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        os.kill(child, 0)  # it is there
        parent.kill()
        parent.communicate(timeout=_PATIENCE)
