"""The runner looks back: at any step, as it was, while the run itself stays where it stands."""

from collections.abc import Callable

import numpy as np
import pytest

from nnviz.core.trainer import DivergedError, Trainer
from nnviz.experiment.build import build_dataset, build_penalty, build_stop_rule, build_trainer
from nnviz.experiment.build_training import build_schedule
from nnviz.experiment.experiment import Experiment
from nnviz.session import examiner
from nnviz.session import past as past_module
from nnviz.session.commands import (
    BackToLive,
    GoOnAs,
    GoOnWith,
    Play,
    Rename,
    SetMemory,
    SetSpeed,
    Show,
    StartRun,
    StepOnce,
)
from nnviz.session.update import Change, PastMoment, RunState, RunUpdate
from tests.core.same_numbers import same_numbers
from tests.session.recipes import that_diverges, with_dead_neurons, with_first_cluster, with_training
from tests.session.script import anything, at_step, in_state, run, shown

FINISHED = in_state(RunState.FINISHED)
WAITING = in_state(RunState.WAITING)


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the machine, what stands still is examined before it is shown."""
    monkeypatch.setattr(examiner, "_AT_ONCE", 60.0)


@pytest.fixture
def one_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    """No key frame but the first, so that every step is a long way away."""
    monkeypatch.setattr(past_module, "SPACING", 1e9)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch, one_frame: None) -> None:
    """So long a way that a key frame stands in, even though the network is small."""
    del one_frame
    retrace = Trainer.retrace

    def make_few(trainer: Trainer, n_steps: int) -> None:
        import time  # noqa: PLC0415

        time.sleep(0.01)
        retrace(trainer, n_steps)

    monkeypatch.setattr(Trainer, "retrace", make_few)


def straight(experiment: Experiment, n_steps: int, *then: tuple[Experiment, int]) -> Trainer:
    """The oracle: so many steps, then so many as another recipe says, and so on."""
    trainer = build_trainer(experiment, build_dataset(experiment.data))
    trainer.advance(n_steps)
    for other, more in then:
        training = other.training
        trainer.change(
            schedule=build_schedule(training), penalty=build_penalty(training), stop=build_stop_rule(training)
        )
        trainer.advance(more)
    return trainer


def looks_at(step: int) -> Callable[[RunUpdate], bool]:
    """Whether this step of the past is shown, and not another in its place."""
    return lambda update: update.past is not None and shown(update).step == update.past.wanted == step


def is_live(update: RunUpdate) -> bool:
    return update.past is None


def finished_run(experiment: Experiment) -> tuple[StartRun]:
    return (StartRun(1, experiment, play=True),)


def test_a_step_of_the_past_is_shown_whole_beside_where_the_run_stands(small_experiment: Experiment) -> None:
    updates = run(*finished_run(small_experiment), then=((FINISHED, Show(23)), (looks_at(23),)))
    update = updates[-1]
    assert update.past == PastMoment(23, 60, 1.0)
    assert (update.state, update.live_step, update.step_text) == (RunState.FINISHED, 60, "step 23")
    assert same_numbers(shown(update), straight(small_experiment, 23).snapshot())
    assert same_numbers(update.curves, shown_curves(straight(small_experiment, 60)))


def shown_curves(trainer: Trainer) -> object:
    trainer.snapshot()
    return trainer.history.curves()


def test_what_is_trained_while_one_looks_back_is_nothing(endless_experiment: Experiment) -> None:
    updates = run(
        StartRun(1, endless_experiment, play=True),
        then=((at_step(30), Show(10)), (looks_at(10), BackToLive()), (is_live,)),
    )
    looked = updates[-2]
    assert looked.state is RunState.WAITING
    assert shown(updates[-1]).step == looked.live_step
    assert same_numbers(shown(updates[-1]), straight(endless_experiment, looked.live_step).snapshot())


def test_playing_goes_on_where_the_run_stood(endless_experiment: Experiment) -> None:
    updates = run(
        StartRun(1, endless_experiment, play=True),
        then=((at_step(30), Show(10)), (looks_at(10), Play()), (lambda update: shown(update).step > 60,)),
    )
    looked = next(update for update in updates if update.past is not None)
    after = [update for update in updates if update.past is None and update.n_obeyed >= 3]
    assert min(shown(update).step for update in after) >= looked.live_step
    assert same_numbers(shown(updates[-1]), straight(endless_experiment, shown(updates[-1]).step).snapshot())


def test_one_more_step_is_made_where_the_run_stands(small_experiment: Experiment) -> None:
    updates = run(
        StartRun(1, small_experiment, play=False),
        *[StepOnce()] * 9,
        then=((at_step(9), Show(4)), (looks_at(4), StepOnce()), (is_live,)),
    )
    assert shown(updates[-1]).step == 10


@pytest.mark.parametrize("step", [60, 61, 10_000])
def test_the_last_step_is_the_run_as_it_stands(small_experiment: Experiment, step: int) -> None:
    updates = run(*finished_run(small_experiment), then=((FINISHED, Show(3)), (looks_at(3), Show(step)), (is_live,)))
    assert shown(updates[-1]).step == 60


def test_there_is_nothing_before_the_first_step_and_nothing_without_a_run(small_experiment: Experiment) -> None:
    updates = run(
        *finished_run(small_experiment), then=((FINISHED, Show(-5)), (lambda update: update.past is not None,))
    )
    assert shown(updates[-1]).step == 0
    (update,) = run(Show(5))
    assert (update.past, update.snapshot) == (None, None)
    (*_, update) = run(SetMemory(1000), BackToLive())
    assert update.past is None


def test_of_steps_asked_for_in_a_rush_the_last_is_shown(small_experiment: Experiment) -> None:
    updates = run(*finished_run(small_experiment), then=((FINISHED, *map(Show, range(50, 20, -1))), (looks_at(21),)))
    assert updates[-1].n_obeyed == 31


@pytest.mark.usefixtures("slow")
def test_until_a_step_is_there_a_key_frame_stands_in_and_says_so(small_experiment: Experiment) -> None:
    updates = run(*finished_run(small_experiment), then=((FINISHED, Show(50)), (looks_at(50),)))
    standing_in = [update for update in updates if update.past is not None and update.past.progress < 1.0]
    assert standing_in
    assert {shown(update).step for update in standing_in} == {0}
    first = standing_in[0]
    assert first.past is not None
    percent = round(100 * first.past.progress)
    assert first.step_text == f"step 0, until step 50 is computed ({percent} %)"
    assert same_numbers(shown(updates[-1]), straight(small_experiment, 50).snapshot())


@pytest.mark.usefixtures("slow")
def test_other_commands_are_obeyed_on_the_way(small_experiment: Experiment) -> None:
    updates = run(
        *finished_run(small_experiment),
        then=((FINISHED, Show(59), SetSpeed(3.0), Show(2)), (looks_at(2), Show(58), BackToLive()), (is_live,)),
    )
    assert not any(update.past is not None and shown(update).step > 2 for update in updates)


def test_what_changed_on_the_way_is_told_and_looked_back_at(small_experiment: Experiment) -> None:
    bent = with_training(small_experiment, learning_rate=0.3, l2_penalty=0.05)
    updates = run(
        StartRun(1, small_experiment, play=False),
        *[StepOnce()] * 20,
        GoOnAs(bent, "the learning rate"),
        Play(),
        then=((FINISHED, Show(40)), (looks_at(40), Show(20)), (looks_at(20), Show(12)), (looks_at(12),)),
    )
    assert updates[-1].changes == (Change(20, "the learning rate"),)
    by_step = {shown(update).step: shown(update) for update in updates if update.past is not None}
    assert same_numbers(by_step[40], straight(small_experiment, 20, (bent, 20)).snapshot())
    assert same_numbers(by_step[20], straight(small_experiment, 20, (bent, 0)).snapshot())
    assert same_numbers(by_step[12], straight(small_experiment, 12).snapshot())


def test_steps_on_other_points_are_shown_with_those(small_experiment: Experiment) -> None:
    moved = with_first_cluster(small_experiment, mean=(4.0, -1.0))
    updates = run(
        StartRun(1, small_experiment, play=False),
        *[StepOnce()] * 20,
        GoOnWith(moved, "the mean of A"),
        Play(),
        then=((FINISHED, Show(40)), (looks_at(40), Show(12)), (looks_at(12),)),
    )
    assert updates[-1].changes == (Change(20, "the mean of A"),)
    assert same_numbers(shown(updates[-1]), straight(small_experiment, 12).snapshot())
    assert updates[-1].dataset is not None
    np.testing.assert_array_equal(
        updates[-1].dataset.training_points, build_dataset(small_experiment.data).training_points
    )


def test_names_may_change_while_one_looks_back(small_experiment: Experiment) -> None:
    renamed = with_first_cluster(small_experiment, name="Other")
    updates = run(
        *finished_run(small_experiment), then=((FINISHED, Show(9)), (looks_at(9), Rename(renamed.data)), (anything,))
    )
    assert updates[-1].dataset is not None
    assert updates[-1].dataset.class_names == ("Other", "B", "C")
    assert updates[-1].past is not None


def test_neurons_are_examined_as_they_were(small_experiment: Experiment) -> None:
    updates = run(*finished_run(with_dead_neurons(small_experiment, 1)), then=((FINISHED, Show(9)), (looks_at(9),)))
    assert updates[-1].examined_step == 9
    assert updates[-1].findings


def test_a_run_that_diverged_can_be_looked_back_at(small_experiment: Experiment) -> None:
    diverging = that_diverges(small_experiment)
    oracle = build_trainer(diverging, build_dataset(diverging.data))
    with pytest.raises(DivergedError):
        oracle.advance(100_000)
    last = oracle.step
    updates = run(
        StartRun(1, diverging, play=True), then=((in_state(RunState.DIVERGED), Show(last - 1)), (looks_at(last - 1),))
    )
    update = updates[-1]
    assert (update.state, update.live_step) == (RunState.DIVERGED, last)
    assert update.cause is not None
    assert same_numbers(shown(update), straight(diverging, last - 1).snapshot())


# --- branches


def test_a_branch_goes_on_from_the_step_shown_and_the_old_curves_stay(small_experiment: Experiment) -> None:
    bent = with_training(small_experiment, learning_rate=0.4)
    updates = run(
        *finished_run(small_experiment),
        then=(
            (FINISHED, Show(20)),
            (looks_at(20), GoOnAs(bent, "the learning rate", branch_at=20)),
            (is_live, Play()),
            (FINISHED,),
        ),
    )
    branched = next(update for update in updates if update.n_obeyed == 3)
    assert (branched.state, branched.live_step, branched.past) == (RunState.WAITING, 20, None)
    assert same_numbers(shown(branched), straight(small_experiment, 20, (bent, 0)).snapshot())
    update = updates[-1]
    oracle = straight(small_experiment, 20, (bent, 40))
    assert same_numbers(shown(update), oracle.snapshot())
    assert same_numbers(update.curves, oracle.history.curves())
    assert update.changes == (Change(20, "the learning rate"),)
    (earlier,) = update.earlier
    assert earlier.steps[0] == 20
    np.testing.assert_array_equal(earlier.loss[:-1], straight(small_experiment, 60).history.curves().loss[20:])


@pytest.mark.usefixtures("slow")
def test_a_branch_waits_for_its_step_and_what_comes_behind_it_waits_too(small_experiment: Experiment) -> None:
    bent, again = (with_training(small_experiment, learning_rate=rate) for rate in (0.4, 0.5))
    updates = run(
        *finished_run(small_experiment),
        then=(
            (FINISHED, Show(50), GoOnAs(bent, "the rate", branch_at=30), GoOnAs(again, "the rate"), Play()),
            (lambda update: update.state is RunState.FINISHED and update.n_obeyed == 5,),
        ),
    )
    assert same_numbers(shown(updates[-1]), straight(small_experiment, 30, (again, 30)).snapshot())
    assert updates[-1].changes == (Change(30, "the rate"),)
    assert [update.n_obeyed for update in updates] == sorted(update.n_obeyed for update in updates)


@pytest.mark.usefixtures("slow")
def test_a_new_run_waits_for_nothing(small_experiment: Experiment) -> None:
    bent = with_training(small_experiment, learning_rate=0.4)
    updates = run(
        *finished_run(small_experiment),
        then=(
            (FINISHED, Show(59), GoOnAs(bent, "the rate", branch_at=59)),
            (lambda update: update.past is not None, Play(), StartRun(2, small_experiment, play=False)),
            (lambda update: update.run == 2,),
        ),
    )
    update = updates[-1]
    assert (update.n_obeyed, update.live_step, update.past, update.earlier) == (5, 0, None, ())


def test_a_branch_may_have_other_points(small_experiment: Experiment) -> None:
    moved = with_first_cluster(small_experiment, mean=(4.0, -1.0))
    updates = run(
        *finished_run(small_experiment),
        then=((FINISHED, Show(20)), (looks_at(20), GoOnWith(moved, "the mean", branch_at=20), Play()), (FINISHED,)),
    )
    oracle = build_trainer(moved, build_dataset(moved.data))
    oracle.take_over(straight(small_experiment, 20))
    oracle.advance(40)
    assert same_numbers(shown(updates[-1]), oracle.snapshot())
    assert updates[-1].points_since == 20


def test_other_points_at_step_zero_begin_a_run_that_knows_what_was_left(small_experiment: Experiment) -> None:
    moved = with_first_cluster(small_experiment, mean=(4.0, -1.0))
    updates = run(
        *finished_run(small_experiment),
        then=(
            (FINISHED, Show(0)),
            (looks_at(0), GoOnWith(moved, "the mean", branch_at=0), Play()),
            (FINISHED, Show(30)),
            (looks_at(30),),
        ),
    )
    assert same_numbers(shown(updates[-1]), straight(moved, 30).snapshot())
    assert (updates[-1].changes, len(updates[-1].earlier)) == ((), 1)


def test_a_branch_of_a_branch_is_looked_back_at_as_it_went(small_experiment: Experiment) -> None:
    second, third = (with_training(small_experiment, learning_rate=rate) for rate in (0.4, 0.02))
    updates = run(
        *finished_run(small_experiment),
        then=(
            (FINISHED, Show(30)),
            (looks_at(30), GoOnAs(second, "the rate", branch_at=30), Play()),
            (FINISHED, Show(40)),
            (looks_at(40), GoOnAs(third, "the rate", branch_at=40), Play()),
            (FINISHED, Show(55)),
            (looks_at(55), Show(35)),
            (looks_at(35),),
        ),
    )
    by_step = {shown(update).step: shown(update) for update in updates if update.past is not None}
    assert same_numbers(by_step[35], straight(small_experiment, 30, (second, 5)).snapshot())
    assert same_numbers(by_step[55], straight(small_experiment, 30, (second, 10), (third, 15)).snapshot())
    assert [each.steps[0] for each in updates[-1].earlier] == [30, 40]


def test_another_end_of_the_run_branches_nothing_and_leaves_the_step_shown(small_experiment: Experiment) -> None:
    longer = with_training(small_experiment, n_steps=80)
    updates = run(
        *finished_run(small_experiment),
        then=((FINISHED, Show(20)), (looks_at(20), GoOnAs(longer, "the end")), (WAITING, Play()), (FINISHED,)),
    )
    bent = next(update for update in updates if update.n_obeyed == 3)
    assert (bent.past, bent.earlier) == (PastMoment(20, 60, 1.0), ())
    assert same_numbers(shown(updates[-1]), straight(small_experiment, 80).snapshot())


# --- memory and trouble


def test_a_small_memory_makes_no_difference_to_what_is_shown(small_experiment: Experiment) -> None:
    updates = run(
        SetMemory(1000),
        *finished_run(small_experiment),
        then=((FINISHED, SetMemory(0), Show(44)), (looks_at(44),)),
    )
    assert same_numbers(shown(updates[-1]), straight(small_experiment, 44).snapshot())


def test_trouble_on_the_way_is_told_and_the_run_is_shown_as_it_stands(
    small_experiment: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_trainer: Trainer, _n_steps: int) -> None:
        raise MemoryError

    monkeypatch.setattr(past_module, "SPACING", 1e9)
    monkeypatch.setattr(Trainer, "retrace", refuse)
    bent = with_training(small_experiment, learning_rate=0.4)
    updates = run(
        *finished_run(small_experiment),
        then=((FINISHED, GoOnAs(bent, "the rate", branch_at=44), Play()), (in_state(RunState.FAILED),)),
    )
    assert updates[-1].past is None
    assert shown(updates[-1]).step == 60
    assert updates[-1].n_obeyed == 3
