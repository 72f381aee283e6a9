"""The trainer: the same numbers however a run is cut up, who looks on, and what is changed on the way."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nnviz.core.activations import TANH
from nnviz.core.batches import InOrder
from nnviz.core.gradient_check import gradient_check
from nnviz.core.history import Looks
from nnviz.core.losses import NO_PENALTY, Penalty
from nnviz.core.optimizers import Optimizer
from nnviz.core.schedules import Constant, Cosine, Schedule, StepDecay
from nnviz.core.stopping import NEVER, StopRule
from tests.core.random_networks import (
    N_POINTS,
    Recipe,
    random_network,
    random_points,
    random_trainer,
    recipes,
)
from tests.core.runs import arrays_of, assert_same_run, every_batch_kind, every_optimizer, go, look, only
from tests.core.same_numbers import same_numbers

slices = st.lists(st.integers(0, 40), min_size=1, max_size=5)


# --- steps and slices


def test_the_loss_of_a_step_is_the_loss_before_its_update():
    trainer = random_trainer(seed=2)
    before = trainer.snapshot()
    trainer.advance(1)
    assert trainer.step == 1
    assert trainer.history.curves().loss.tolist() == [before.loss]


def test_no_steps_change_nothing():
    trainer = random_trainer()
    before = trainer.state()
    trainer.advance(0)
    assert same_numbers(trainer.state(), before)
    assert trainer.history.next_step == 0


def test_the_network_handed_in_may_be_used_again():
    network = random_network((2, 4, 3), 1)
    one = random_trainer(1, network=network)
    one.advance(20)
    other = random_trainer(1, network=random_network((2, 4, 3), 1))
    other.advance(20)
    assert_same_run(one, other)


@settings(max_examples=40)
@given(recipes(), slices, st.lists(st.sampled_from(["go on", "snapshot", "evaluate", "state"]), min_size=5, max_size=5))
def test_how_steps_are_sliced_and_who_looks_on_is_irrelevant_bit_for_bit(
    recipe: Recipe, slices: list[int], between: list[str]
):
    whole, sliced = recipe.trainer(), recipe.trainer()
    go(whole, sum(slices))
    for n_steps, what in zip(slices, between, strict=False):
        go(sliced, n_steps)
        if what == "snapshot":
            look(sliced)
        elif what != "go on":
            getattr(sliced, what)()
    assert_same_run(sliced, whole)


@settings(max_examples=20)
@given(recipes())
def test_the_same_recipe_gives_the_same_numbers_step_by_step_as_in_one_go(recipe: Recipe):
    whole, stepped = recipe.trainer(), recipe.trainer()
    go(whole, 45)
    for _ in range(45):
        go(stepped, 1)
    assert_same_run(stepped, whole)


@every_batch_kind
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("size", [5.0, 10.0, 20.0, 40.0, 80.0, 160.0])
def test_so_it_is_where_scores_are_so_large_that_a_loss_takes_more_than_one_try(size: float, dtype: type, kind: str):
    recipe = Recipe(3, kind, {"size": size, "dtype": dtype, "sizes": (2, 6, 3), "learning_rate": 1e-3})
    whole, looked_at, stepped = (recipe.trainer() for _ in range(3))
    whole.advance(9)
    for _ in range(9):
        looked_at.snapshot()
        looked_at.advance(1)
        stepped.advance(1)
    assert_same_run(looked_at, whole)
    assert_same_run(stepped, whole)


def test_history_evaluates_when_it_is_due_and_records_every_loss():
    trainer = random_trainer(batches=InOrder(N_POINTS, 3))
    trainer.advance(300)
    curves = trainer.history.curves()
    assert len(curves.loss) == 300
    assert curves.evaluation_steps.tolist() == [step for step in range(300) if Looks(64).are_due(step)]


@pytest.mark.parametrize("n_steps", [1, 20])
def test_the_gradients_length_is_that_of_finite_differences(n_steps: int):
    trainer = random_trainer(activation=TANH, l2=0.05)
    trainer.advance(n_steps - 1)
    network = trainer.snapshot().network
    check = gradient_check(network, *random_points(N_POINTS, 2, 3, 1), Penalty(0.05))
    slopes = [array.ravel() for layer in check.numeric for array in (layer.weights, layer.biases)]
    trainer.advance(1)
    assert trainer.history.curves().gradient_norm[-1] == pytest.approx(np.linalg.norm(np.concatenate(slopes)), rel=1e-7)


def test_the_learning_rate_is_recorded_as_the_schedule_has_it():
    trainer = random_trainer(shape=StepDecay(0.5, 5), warm_up=2)
    trainer.advance(8)
    trainer.change(**only(0.01))
    trainer.advance(2)
    expected = [0.05, 0.1, 0.1, 0.1, 0.1, 0.05, 0.05, 0.05, 0.01, 0.01]
    np.testing.assert_allclose(trainer.history.curves().learning_rate, expected)


@settings(max_examples=10)
@given(recipes(stop=NEVER), st.integers(0, 20))
def test_what_the_history_has_of_a_step_is_what_was_measured_at_it(recipe: Recipe, step: int):
    recorded, asked = recipe.trainer(), recipe.trainer()
    go(recorded, 21)
    go(asked, step)
    look(recorded)
    snapshot = asked.snapshot()
    assume(recorded.step >= step == asked.step)
    curves = recorded.history.curves()
    assert (curves.data_loss[step], curves.penalty[step]) == (snapshot.data_loss, snapshot.penalty)
    assert curves.evaluation_steps[step] == step
    assert curves.train_accuracy[step] == snapshot.evaluation.train_accuracy
    assert curves.learning_rate[step] == snapshot.learning_rate
    gradients = (*snapshot.weight_gradients, *snapshot.bias_gradients)
    length = np.linalg.norm(np.concatenate([gradient.ravel() for gradient in gradients]))
    assert curves.gradient_norm[step] == pytest.approx(length, rel=1e-6)
    np.testing.assert_equal(curves.test_accuracy[step], snapshot.evaluation.test_accuracy or curves.test_accuracy[step])
    if snapshot.evaluation.test_loss is None:
        assert np.isnan(curves.test_loss[step])
    else:
        assert curves.test_loss[step] == snapshot.evaluation.test_loss


def test_without_test_points_only_training_is_measured():
    trainer = random_trainer(n_test=0)
    trainer.advance(3)
    evaluation = trainer.snapshot().evaluation
    assert evaluation.test_loss is None
    assert evaluation.test_accuracy is None
    assert 0.0 <= evaluation.train_accuracy <= 1.0
    assert np.isnan(trainer.history.curves().test_loss).all()


# --- precision


@every_optimizer
@pytest.mark.parametrize("kind", ["all", "shuffled"])
def test_single_precision_agrees_with_double_to_a_few_digits(optimizer: Optimizer, kind: str):
    recipe = Recipe(8, kind, {"activation": TANH, "optimizer": optimizer, "dropout": 0.2, "l1": 0.001})
    double, single = recipe.trainer(), recipe.trainer(dtype=np.float32)
    double.advance(50)
    single.advance(50)
    assert {array.dtype for array in arrays_of(single)} == {np.dtype(np.float32)}
    assert {array.dtype for array in arrays_of(double)} == {np.dtype(np.float64)}
    for one, other in zip(arrays_of(single), arrays_of(double), strict=True):
        np.testing.assert_allclose(one, other, rtol=0, atol=2e-3)
    np.testing.assert_allclose(single.history.curves().loss, double.history.curves().loss, rtol=1e-3)


# --- changes on the way


@pytest.mark.parametrize("is_measured", [False, True])
def test_a_changed_learning_rate_counts_from_the_step_about_to_be_made(is_measured: bool):
    trainer = random_trainer(learning_rate=0.1, l2=0.01)
    trainer.advance(5)
    if is_measured:
        trainer.snapshot()
    trainer.change(**only(0.5))
    snapshot = trainer.snapshot()
    trainer.advance(1)
    expected = snapshot.weights[0] - 0.5 * snapshot.weight_gradients[0]
    assert (snapshot.step, snapshot.learning_rate) == (5, 0.5)
    np.testing.assert_allclose(trainer.snapshot().weights[0], expected, rtol=1e-14, atol=1e-16)


def test_a_changed_schedule_is_asked_for_the_runs_own_steps():
    trainer = random_trainer()
    trainer.advance(7)
    schedule = Schedule(0.2, StepDecay(0.5, 4), warm_up=10)
    trainer.change(schedule=schedule, penalty=NO_PENALTY, stop=NEVER)
    assert trainer.snapshot().learning_rate == schedule.rate(7) == 0.2 * 0.5 * 0.8
    trainer.advance(1)
    assert trainer.snapshot().learning_rate == schedule.rate(8)


@pytest.mark.parametrize("is_measured", [False, True])
def test_a_changed_penalty_shows_in_the_loss_of_the_step_about_to_be_made(is_measured: bool):
    trainer = random_trainer(l2=0.01)
    trainer.advance(5)
    before = trainer.snapshot() if is_measured else None
    trainer.change(**only(0.1, l2=0.02))
    after = trainer.snapshot()
    curves = trainer.history.curves()
    assert len(curves.loss) == 6
    assert curves.penalty[-1] == after.penalty
    assert curves.evaluation_steps.tolist() == [0, 1, 2, 3, 4, 5]
    if before is not None:
        assert after.penalty == pytest.approx(2.0 * before.penalty)
        assert after.data_loss == pytest.approx(before.data_loss, rel=1e-14)


def test_a_changed_rule_may_stop_the_run_at_once_or_let_it_go_on():
    trainer = random_trainer()
    trainer.advance(5)
    trainer.change(**only(0.1, stop=StopRule(loss=100.0)))
    trainer.advance(5)
    assert (trainer.step, trainer.stopped) == (5, "the training loss has come down to 100")
    trainer.change(**only(0.1, stop=StopRule(loss=1e-9)))
    trainer.advance(5)
    assert (trainer.step, trainer.stopped) == (10, None)


def test_a_change_leaves_the_steps_already_made_in_the_history():
    changed, unchanged = random_trainer(), random_trainer()
    for trainer in (changed, unchanged):
        trainer.advance(8)
    changed.change(schedule=Schedule(1.0, Cosine(100, 0.1)), penalty=NO_PENALTY, stop=NEVER)
    changed.advance(8)
    assert (changed.history.curves().loss[:8] == unchanged.history.curves().loss).all()


@settings(max_examples=20)
@given(recipes(), st.integers(0, 40), st.integers(0, 40))
def test_a_change_to_what_is_already_so_changes_nothing(recipe: Recipe, before: int, after: int):
    knobs = recipe.knobs
    changed, unchanged = recipe.trainer(), recipe.trainer()
    for trainer in (changed, unchanged):
        go(trainer, before)
    look(unchanged)
    look(changed)
    changed.change(
        schedule=Schedule(knobs["learning_rate"], knobs["shape"], knobs["warm_up"]),
        penalty=Penalty(knobs["l2"], knobs["l1"]),
        stop=knobs["stop"],
    )
    go(changed, after)
    go(unchanged, after)
    assert_same_run(changed, unchanged)


@settings(max_examples=20)
@given(recipes(stop=NEVER), slices, st.integers(0, 40))
def test_where_a_change_comes_in_a_slice_is_irrelevant(recipe: Recipe, slices: list[int], after: int):
    """A run changed at a step is the same however it came there."""
    whole, sliced = recipe.trainer(), recipe.trainer()
    go(whole, sum(slices))
    for n_steps in slices:
        go(sliced, n_steps)
    for trainer in (whole, sliced):
        look(trainer)
        trainer.change(schedule=Schedule(0.02, Constant(), 3), penalty=Penalty(0.1, 0.01), stop=StopRule(patience=30))
        go(trainer, after)
    assert_same_run(sliced, whole)
