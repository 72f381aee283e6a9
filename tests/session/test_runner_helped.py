"""The runner while a helper makes the steps: what is asked of it is obeyed where the run really stands."""

import itertools

import pytest

from nnviz.experiment.build import build_dataset, build_penalty, build_stop_rule, build_trainer
from nnviz.experiment.build_training import build_schedule
from nnviz.experiment.experiment import Experiment
from nnviz.session import helper as helper_module
from nnviz.session import put_off as put_off_module
from nnviz.session import runner as runner_module
from nnviz.session import training as training_module
from nnviz.session.commands import BackToLive, GoOnAs, GoOnWith, Pause, Play, SetSpeed, Show, StartRun, StepOnce
from nnviz.session.helper import Helper, Link
from nnviz.session.update import Help, RunState, RunUpdate
from tests.core.same_numbers import same_numbers
from tests.session.links import in_thread
from tests.session.oracle import trained_plainly
from tests.session.recipes import in_mini_batches, that_diverges, with_first_cluster, with_training
from tests.session.script import Condition, in_state, run, shown

WAITING = in_state(RunState.WAITING)


@pytest.fixture(autouse=True)
def links(monkeypatch: pytest.MonkeyPatch) -> list[Link]:
    """All that were launched; each from the first step on, and given up by no busy machine."""
    launched: list[Link] = []

    def launch() -> Link:
        launched.append(in_thread())
        return launched[-1]

    monkeypatch.setattr(runner_module, "Helper", lambda clock: Helper(clock, launch))
    monkeypatch.setattr(training_module, "_SETTLED_IN", 0.0)
    monkeypatch.setattr(training_module, "_QUIET", 0.0)
    monkeypatch.setattr(training_module, "n_processors", lambda: 2)
    monkeypatch.setattr(helper_module, "PATIENCE", 120.0)
    return launched


def helped(n_more: int = 0, n_obeyed: int = 0) -> Condition:
    """A moment so many steps after the first that the helper made."""
    first: list[int] = []

    def holds(update: RunUpdate) -> bool:
        if update.help is Help.GIVEN and update.n_obeyed >= n_obeyed and update.snapshot is not None:
            first.append(update.live_step)
        return bool(first) and update.snapshot is not None and update.live_step >= first[0] + n_more

    return holds


def assert_plain(update: RunUpdate, experiment: Experiment) -> None:
    expected = trained_plainly(experiment, shown(update).step)
    assert same_numbers(shown(update), expected.snapshot())
    if update.past is None:
        assert same_numbers(update.curves, expected.history.curves())


def test_pause_step_look_back_and_play_while_the_helper_is_ahead(
    endless_experiment: Experiment, links: list[Link]
) -> None:
    experiment = in_mini_batches(endless_experiment)
    updates = run(
        StartRun(1, experiment, play=True),
        then=(
            (helped(50), Pause()),
            (WAITING, StepOnce(), Play()),
            (helped(100), Show(17)),
            (lambda update: update.past is not None and shown(update).step == 17, BackToLive(), Play()),
            (helped(150), SetSpeed(1e9)),
            (helped(160), SetSpeed(None)),
            (helped(300), Pause()),
            (WAITING,),
        ),
    )
    for update in updates[:: len(updates) // 8]:
        assert_plain(update, experiment)
    for update in updates:
        if update.state is RunState.WAITING:
            assert_plain(update, experiment)
    ((connection, _),) = links
    with pytest.raises(OSError, match="closed"):  # nobody is left who would hear it
        connection.poll()


@pytest.mark.parametrize("n_steps", [800, 2000])
def test_a_run_ends_at_its_goal(small_experiment: Experiment, n_steps: int) -> None:
    experiment = with_training(small_experiment, n_steps=n_steps)
    updates = run(StartRun(1, experiment, play=True), then=((in_state(RunState.FINISHED),),))
    assert updates[-1].help is Help.GIVEN
    assert shown(updates[-1]).step == n_steps
    assert_plain(updates[-1], experiment)


def test_divergence_is_told_as_without_a_helper(small_experiment: Experiment, monkeypatch: pytest.MonkeyPatch) -> None:
    diverged = in_state(RunState.DIVERGED)
    experiment = that_diverges(small_experiment)
    last = run(StartRun(1, experiment, play=True), then=((diverged,),))[-1]
    monkeypatch.setattr(training_module, "_SETTLED_IN", 1e9)
    expected = run(StartRun(1, experiment, play=True), then=((diverged,),))[-1]
    assert (last.message, last.cause) == (expected.message, expected.cause)
    assert same_numbers(shown(last), shown(expected))
    assert same_numbers(last.curves, expected.curves)


def test_other_settings_hold_from_the_last_step_that_was_made_ahead(endless_experiment: Experiment) -> None:
    bent = with_training(endless_experiment, learning_rate=0.01)
    updates = run(
        StartRun(1, endless_experiment, play=True),
        then=((helped(50), GoOnAs(bent, "the learning rate")), (helped(150, n_obeyed=2), Pause()), (WAITING,)),
    )
    (change,) = updates[-1].changes
    expected = trained_plainly(endless_experiment, change.step)
    training = bent.training
    expected.change(schedule=build_schedule(training), penalty=build_penalty(training), stop=build_stop_rule(training))
    expected.advance(updates[-1].live_step - change.step)
    assert same_numbers(shown(updates[-1]), expected.snapshot())
    assert same_numbers(updates[-1].curves, expected.history.curves())


def test_points_that_a_hand_moves_are_learned_from_when_their_network_is_made(
    endless_experiment: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until then the helper makes steps on those before; of these none may be taken for a step of the new ones."""
    looks = itertools.count(1)
    is_due = property(lambda put_off: put_off.command is not None and next(looks) % 15 == 0)
    monkeypatch.setattr(put_off_module.PutOff, "is_due", is_due)
    here, there = (with_first_cluster(endless_experiment, mean=(x, -1.0), n_points=80) for x in (2.0, 3.0))

    def changed_after(n_obeyed: int) -> Condition:
        return lambda update: (
            update.n_obeyed == n_obeyed and len(update.changes) == n_obeyed - 1 and helps_again(update)
        )

    def helps_again(update: RunUpdate) -> bool:
        return update.snapshot is not None and update.live_step > update.points_since + 100

    updates = run(
        StartRun(1, endless_experiment, play=True),
        then=(
            (helped(100), GoOnWith(here, "the mean", in_hand=True)),
            (changed_after(2), GoOnWith(there, "the mean", in_hand=True)),
            (changed_after(3), Pause()),
            (WAITING,),
        ),
    )
    trainer = build_trainer(endless_experiment, build_dataset(endless_experiment.data))
    for change, other in zip(updates[-1].changes, (here, there), strict=True):
        trainer.advance(change.step - trainer.step)
        later = build_trainer(other, build_dataset(other.data))
        later.take_over(trainer)
        trainer = later
    trainer.advance(updates[-1].live_step - trainer.step)
    assert same_numbers(shown(updates[-1]), trainer.snapshot())
    assert same_numbers(updates[-1].curves, trainer.history.curves())


def test_a_process_that_ends_in_the_middle_of_it_is_told_and_the_run_goes_on(
    endless_experiment: Experiment, links: list[Link]
) -> None:
    def has_lost(update: RunUpdate) -> bool:
        return update.help is Help.LOST

    def goes_on(update: RunUpdate) -> bool:
        return has_lost(update) and update.n_obeyed == 3 and shown(update).step > 1000

    def breaks(update: RunUpdate) -> bool:
        if helped(0)(update):
            links[0][0].close()  # whoever looks at it finds it closed
            return True
        return False

    updates = run(
        StartRun(1, endless_experiment, play=True),
        then=((breaks, SetSpeed(None)), (has_lost, SetSpeed(None)), (goes_on, Pause()), (WAITING,)),
    )
    assert len(links) == 1
    assert_plain(updates[-1], endless_experiment)
