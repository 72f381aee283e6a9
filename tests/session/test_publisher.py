import pytest

from nnviz.experiment.experiment import Experiment
from nnviz.session.commands import GoOnWith, StartRun
from nnviz.session.mailbox import Mailbox
from nnviz.session.publisher import Publisher
from nnviz.session.run import Run
from nnviz.session.update import Help, PastMoment, RunState, RunUpdate
from tests.session.clock import Clock
from tests.session.recipes import with_first_cluster


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def mailbox() -> Mailbox[RunUpdate]:
    return Mailbox()


@pytest.fixture
def publisher(mailbox: Mailbox[RunUpdate], clock: Clock) -> Publisher:
    return Publisher(mailbox, clock)


@pytest.fixture
def run(small_experiment: Experiment, clock: Clock) -> Run:
    """At step 3."""
    run = Run(clock)
    run.start(StartRun(4, small_experiment, play=False))
    for _ in range(3):
        run.step_once()
    return run


def published(publisher: Publisher, mailbox: Mailbox[RunUpdate], run: Run, *, is_ahead: bool = False) -> RunUpdate:
    publisher.publish(run, 7, is_ahead=is_ahead)
    update = mailbox.take()
    assert update is not None
    return update


def test_where_there_is_no_run_yet_there_is_nothing_but_that(
    publisher: Publisher, mailbox: Mailbox[RunUpdate], clock: Clock
) -> None:
    assert published(publisher, mailbox, Run(clock)) == RunUpdate(0, 7, RunState.WAITING, help=Help.NONE)


def test_a_run_is_shown_where_it_stands_and_examined(
    publisher: Publisher, mailbox: Mailbox[RunUpdate], run: Run
) -> None:
    update = published(publisher, mailbox, run)
    assert (update.run, update.n_obeyed, update.state, update.live_step) == (4, 7, RunState.WAITING, 3)
    assert (update.past, update.is_ahead, update.examined_step) == (None, False, 3)
    assert update.snapshot is not None
    assert update.snapshot.step == 3
    assert update.curves is not None
    assert update.dataset is run.points.dataset


def test_a_run_that_looks_back_is_shown_at_that_step(
    publisher: Publisher, mailbox: Mailbox[RunUpdate], run: Run
) -> None:
    run.look_back(1)
    while run.is_retracing:
        run.go_on()
    update = published(publisher, mailbox, run)
    assert update.past == PastMoment(1, 3, 1.0)
    assert update.snapshot is not None
    assert (update.snapshot.step, update.examined_step, update.live_step) == (1, 1, 3)


def test_points_ahead_of_their_network_come_without_one_and_nothing_is_examined(
    publisher: Publisher, mailbox: Mailbox[RunUpdate], run: Run, small_experiment: Experiment, clock: Clock
) -> None:
    run.show_points(GoOnWith(with_first_cluster(small_experiment, mean=(2.0, -1.0)), in_hand=True))
    update = published(publisher, mailbox, run, is_ahead=True)
    assert (update.ahead_at, update.snapshot, update.examined_step) == (3, None, None)
    assert update.dataset is run.points.dataset
    assert published(publisher, mailbox, Run(clock), is_ahead=True).ahead_at == 0


def test_it_is_wanted_by_who_asks_but_not_sooner_than_the_last_look_took(
    publisher: Publisher, mailbox: Mailbox[RunUpdate], run: Run, clock: Clock
) -> None:
    assert not publisher.is_wanted
    mailbox.ask()
    assert publisher.is_wanted
    publisher.publish(run, 7, is_ahead=False)
    clock.now += 0.5
    publisher.rest()
    mailbox.ask()
    clock.now += 0.4
    assert not publisher.is_wanted
    clock.now += 0.2
    assert publisher.is_wanted
