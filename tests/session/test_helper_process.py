"""The helper's process, in a thread: what it answers to what it is told."""

import multiprocessing
import signal
import threading
from collections.abc import Iterator
from multiprocessing.connection import Connection

import pytest

from nnviz.core.trainer import Trail, Trainer
from nnviz.data.dataset import Dataset
from nnviz.experiment.build import build_dataset, build_trainer, points_of
from nnviz.experiment.experiment import Experiment
from nnviz.session import helper_process
from nnviz.session.helper_process import (
    Advance,
    Answer,
    Begin,
    Settle,
    Settled,
    Stint,
    Unusual,
    serve,
    serve_alone,
)
from tests.core.same_numbers import same_numbers
from tests.session.oracle import trained_plainly
from tests.session.recipes import in_mini_batches, that_diverges, with_data, with_network, with_training

_PATIENCE = 120.0


class Other:
    """The other end of a process that serves."""

    def __init__(self, connection: Connection, thread: threading.Thread) -> None:
        self._connection = connection
        self.thread = thread

    def say(self, *messages: object) -> None:
        for message in messages:
            self._connection.send(message)

    def hear(self) -> Answer:
        assert self._connection.poll(_PATIENCE)
        return self._connection.recv()

    def hears_nothing(self) -> bool:
        return not self._connection.poll(0.0)

    def go(self) -> None:
        self._connection.close()
        self.thread.join(_PATIENCE)


@pytest.fixture
def silent() -> Iterator[Other]:
    """One that has not said yet that it listens."""
    ours, theirs = multiprocessing.Pipe()
    thread = threading.Thread(target=serve, args=(theirs,), daemon=True)
    thread.start()
    other = Other(ours, thread)
    yield other
    other.go()
    assert not thread.is_alive()


@pytest.fixture
def other(silent: Other) -> Other:
    assert silent.hear() is None
    return silent


def standing(experiment: Experiment, n_steps: int = 0) -> tuple[Trainer, Dataset]:
    """A trainer where the run stands."""
    dataset = build_dataset(experiment.data)
    trainer = build_trainer(experiment, dataset)
    trainer.advance(n_steps)
    return trainer, dataset


def begin(number: int, experiment: Experiment, n_steps: int = 0) -> Begin:
    trainer, dataset = standing(experiment, n_steps)
    return Begin(number, experiment, points_of(dataset), trainer.trail())


@pytest.mark.parametrize("first", [0, 7])
def test_steps_that_are_asked_for_are_made_as_the_run_would_have(
    other: Other, small_experiment: Experiment, first: int
) -> None:
    experiment = in_mini_batches(small_experiment)
    follower, _ = standing(experiment, first)
    if first:
        follower.snapshot()  # as where the step to come has been shown
    other.say(begin(3, experiment, first), Advance(1), Advance(2), Advance(30))
    for n_steps in (1, 2, 30):
        stint = other.hear()
        assert isinstance(stint, Stint)
        assert (stint.number, stint.n_steps) == (3, n_steps)
        assert stint.seconds > 0.0
        follower.follow(stint.trail, stint.curves)
    expected = trained_plainly(experiment, first + 33)
    assert same_numbers(follower.state(), expected.state())
    assert same_numbers(follower.snapshot(), expected.snapshot())
    assert same_numbers(follower.history.curves(), expected.history.curves())


def test_another_beginning_is_another_trainer_on_the_same_points_where_none_are_told(
    other: Other, small_experiment: Experiment
) -> None:
    gentler = with_training(small_experiment, learning_rate=0.01)
    trainer, _ = standing(gentler, 4)
    other.say(begin(1, small_experiment), Advance(2), Begin(2, gentler, None, trainer.trail()), Advance(5))
    answers = [other.hear()]
    if answers[0].number == 1:  # it may have begun before it heard that it is to begin anew
        answers.append(other.hear())
    stint = answers[-1]
    assert isinstance(stint, Stint)
    assert stint.number == 2
    trainer.follow(stint.trail, stint.curves)
    assert same_numbers(trainer.snapshot(), trained_plainly(gentler, 9).snapshot())


def test_what_is_not_begun_when_it_is_to_settle_is_not_made(
    silent: Other, small_experiment: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It hears of it while it builds its trainer."""
    told = threading.Event()
    build = helper_process.build_trainer_on

    def build_late(*args: object) -> Trainer:
        assert told.wait(_PATIENCE)
        return build(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(helper_process, "build_trainer_on", build_late)
    assert silent.hear() is None
    silent.say(
        begin(1, small_experiment),
        Advance(3),
        Advance(3),
        Settle(),
        Begin(2, small_experiment, None, trail_of(small_experiment)),
    )
    silent.say(Advance(4), Advance(4), Settle())
    told.set()
    assert silent.hear() == Settled(2)
    silent.say(Settle())
    assert silent.hear() == Settled(2)
    assert silent.hears_nothing()


def trail_of(experiment: Experiment) -> Trail:
    return standing(experiment)[0].trail()


def test_without_a_trainer_all_is_unusual(other: Other, small_experiment: Experiment) -> None:
    other.say(Advance(1))
    assert other.hear() == Unusual(0)
    other.say(Begin(1, small_experiment, None, standing(small_experiment)[0].trail()), Advance(1))  # on what points?
    assert other.hear() == Unusual(1)


def test_a_trail_of_another_network_is_unusual_and_the_next_beginning_is_not(
    other: Other, small_experiment: Experiment
) -> None:
    wider = with_network(small_experiment, hidden_layers=())
    trainer, dataset = standing(small_experiment)
    other.say(Begin(1, wider, points_of(dataset), trainer.trail()), Advance(1))
    assert other.hear() == Unusual(1)
    other.say(Begin(2, small_experiment, None, trainer.trail()), Advance(1))
    assert isinstance(other.hear(), Stint)


def test_a_stint_that_ends_otherwise_than_with_its_last_step_is_unusual_and_so_is_all_behind_it(
    other: Other, small_experiment: Experiment
) -> None:
    stops = with_training(small_experiment, stop_at_loss=trained_plainly(small_experiment, 20).snapshot().loss)
    for number, experiment in enumerate((that_diverges(small_experiment), stops), start=1):
        other.say(begin(number, experiment), Advance(1), Advance(1000), Advance(1))
        first = other.hear()
        assert isinstance(first, Stint)
        assert [other.hear(), other.hear()] == [Unusual(number)] * 2


def test_a_run_that_stands_at_its_end_is_unusual(other: Other, small_experiment: Experiment) -> None:
    """It comes down to the loss at the last step of a stint: that is measured with the first of the next."""
    losses = trained_plainly(small_experiment, 30).history.curves().loss
    experiment = with_training(small_experiment, stop_at_loss=float(losses[10]))
    other.say(begin(1, experiment), Advance(10), Advance(1))
    assert isinstance(other.hear(), Stint)
    assert other.hear() == Unusual(1)


def test_whatever_goes_wrong_is_unusual(
    other: Other, small_experiment: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_self: Trainer, _n_steps: int) -> None:
        raise MemoryError

    message = begin(1, small_experiment)
    monkeypatch.setattr(Trainer, "advance", fail)
    other.say(message, Advance(1))
    assert other.hear() == Unusual(1)


def test_of_the_recipe_and_the_points_before_the_same_trainer_goes_on_from_anywhere(
    other: Other, small_experiment: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    experiment = in_mini_batches(small_experiment)
    trainer, _ = standing(experiment)
    other.say(begin(1, experiment), Advance(30))
    assert isinstance(other.hear(), Stint)
    monkeypatch.setattr(helper_process, "build_trainer_on", None)
    trainer.advance(7)
    other.say(Begin(2, None, None, trainer.trail()), Advance(13))
    stint = other.hear()
    assert isinstance(stint, Stint)
    trainer.follow(stint.trail, stint.curves)
    expected = trained_plainly(experiment, 20)
    assert same_numbers(trainer.snapshot(), expected.snapshot())
    assert same_numbers(trainer.history.curves(), expected.history.curves())


def test_points_are_told_again_where_they_are_others(other: Other, small_experiment: Experiment) -> None:
    elsewhere = with_data(small_experiment, seed=11)
    trainer, _ = standing(elsewhere)
    other.say(begin(1, small_experiment), begin(2, elsewhere), Advance(6))
    stint = other.hear()
    assert isinstance(stint, Stint)
    trainer.follow(stint.trail, stint.curves)
    assert same_numbers(trainer.snapshot(), trained_plainly(elsewhere, 6).snapshot())


def test_it_ends_when_nobody_is_there_any_more(other: Other, small_experiment: Experiment) -> None:
    other.say(begin(1, small_experiment), Advance(100), Advance(100))
    other.go()  # in the middle of it
    assert not other.thread.is_alive()


def test_in_a_process_of_its_own_it_is_deaf_to_the_keyboard() -> None:
    ours, theirs = multiprocessing.Pipe()
    ours.close()
    before = signal.getsignal(signal.SIGINT)
    try:
        serve_alone(theirs)  # nobody is there: it returns at once
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
        theirs.close()
