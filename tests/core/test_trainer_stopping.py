"""The trainer at its end: the rules that stop a run."""

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nnviz.core.batches import Drawn
from nnviz.core.history import Curves
from nnviz.core.optimizers import Momentum
from nnviz.core.stopping import NEVER, StopRule
from tests.core.random_networks import (
    N_POINTS,
    Recipe,
    random_trainer,
    recipes,
)
from tests.core.runs import assert_same_run, go, only
from tests.core.same_numbers import same_numbers

N_LOOKED_AT = 30
learning_recipes = recipes(n_test=10, learning_rate=0.03, dropout=0.0, stop=NEVER)


def unstopped_curves(recipe: Recipe) -> Curves:
    """Losses and accuracies of a run that nothing stops; as early as this every step is looked at."""
    trainer = recipe.trainer(stop=NEVER)
    go(trainer, N_LOOKED_AT)
    assume(trainer.step == N_LOOKED_AT)
    curves = trainer.history.curves()
    assert curves.evaluation_steps.tolist() == list(range(N_LOOKED_AT))
    return curves


def assert_stops_at(recipe: Recipe, step: int, reason: str) -> None:
    """In one go, step by step, and for good; with the history up to that step, and no further."""
    unstopped, stopped, stepped = recipe.trainer(stop=NEVER), recipe.trainer(), recipe.trainer()
    unstopped.advance(step)
    stopped.advance(step + 50)
    for _ in range(step + 3):
        stepped.advance(1)
    for trainer in (stopped, stepped):
        assert trainer.step == step
        assert trainer.stopped == reason
        assert trainer.history.next_step == step + 1
        assert same_numbers(trainer.snapshot(), unstopped.snapshot())
        curves = trainer.history.curves()
        assert (curves.loss == unstopped.history.curves().loss).all()
        assert (curves.evaluation_steps <= step).all()


@settings(max_examples=15)
@given(learning_recipes, st.integers(0, N_LOOKED_AT - 1))
def test_a_run_stops_at_the_first_step_whose_loss_is_low_enough(recipe: Recipe, place: int):
    losses = unstopped_curves(recipe).loss.tolist()
    recipe = recipe.but(stop=StopRule(loss=losses[place]))
    step = next(step for step, loss in enumerate(losses) if loss <= losses[place])
    assert_stops_at(recipe, step, f"the training loss has come down to {losses[place]:g}")


@settings(max_examples=15)
@given(learning_recipes, st.integers(0, N_LOOKED_AT - 1))
def test_a_run_stops_at_the_first_step_whose_test_accuracy_is_high_enough(recipe: Recipe, place: int):
    accuracies = unstopped_curves(recipe).test_accuracy.tolist()
    recipe = recipe.but(stop=StopRule(accuracy=accuracies[place]))
    step = next(step for step, accuracy in enumerate(accuracies) if accuracy >= accuracies[place])
    assert_stops_at(recipe, step, f"{100 * accuracies[place]:g} % of the test points are right")


@settings(max_examples=15)
@given(learning_recipes, st.integers(1, 15))
def test_a_run_stops_when_the_test_loss_has_not_been_lower_for_so_many_steps(recipe: Recipe, patience: int):
    losses = unstopped_curves(recipe).test_loss.tolist()
    recipe = recipe.but(stop=StopRule(patience=patience))
    bests = [losses.index(min(losses[: step + 1])) for step in range(N_LOOKED_AT)]
    overdue = [step for step, best in enumerate(bests) if step - best >= patience]
    if overdue:
        assert_stops_at(recipe, overdue[0], f"the test loss has not been lower for {patience} steps")
    else:
        trainer = recipe.trainer()
        trainer.advance(N_LOOKED_AT - 1)
        assert trainer.stopped is None


def test_patience_counts_the_steps_between_looks_too():
    """Late in a run only some steps are looked at; the run ends at one of these, within an eighth of its patience."""
    recipe = Recipe(5, "all", {"learning_rate": 0.5, "l2": 0.0, "sizes": (2, 16, 3)})  # learns its points by heart
    patience = 400
    trainer = recipe.trainer(stop=StopRule(patience=patience))
    trainer.advance(20_000)
    curves = trainer.history.curves()
    best = int(curves.evaluation_steps[curves.test_loss.argmin()])
    assert trainer.stopped is not None
    assert patience <= trainer.step - best <= patience + patience // 8
    assert trainer.step == curves.evaluation_steps[-1]
    assert np.diff(curves.evaluation_steps).max() <= patience // 8


def test_without_test_points_the_training_points_accuracy_stops_a_run():
    trainer = random_trainer(n_test=0, stop=StopRule(accuracy=0.3, patience=1))
    trainer.advance(500)
    assert trainer.stopped == "30 % of the training points are right"
    assert trainer.snapshot().evaluation.train_accuracy >= 0.3


def test_a_run_that_has_stopped_stays_where_it_is_until_something_is_changed():
    trainer = random_trainer(stop=StopRule(loss=100.0))
    assert trainer.stopped is None
    for _ in range(3):
        trainer.advance(10)
        assert (trainer.step, trainer.stopped) == (0, "the training loss has come down to 100")
    trainer.snapshot()
    assert trainer.stopped == "the training loss has come down to 100"
    trainer.change(**only(0.1))
    assert trainer.stopped is None
    trainer.advance(10)
    assert trainer.step == 10
    unstopped = random_trainer()
    unstopped.advance(10)
    assert_same_run(trainer, unstopped)


def test_looking_at_the_step_to_come_may_be_what_stops_the_run():
    trainer = random_trainer(stop=StopRule(loss=100.0))
    trainer.snapshot()
    assert trainer.stopped == "the training loss has come down to 100"


def test_going_back_from_where_a_run_has_stopped_it_stops_there_again():
    recipe = Recipe(6, "all", {"stop": StopRule(patience=5), "learning_rate": 2.0, "optimizer": Momentum(0.9)})
    trainer = recipe.trainer()
    trainer.advance(4)
    early = trainer.state()
    trainer.advance(5000)
    step, reason = trainer.step, trainer.stopped
    assert reason is not None
    trainer.resume(early)
    assert trainer.stopped is None
    trainer.advance(5000)
    assert (trainer.step, trainer.stopped) == (step, reason)


def test_without_test_points_patience_watches_the_training_loss():
    trainer = random_trainer(n_test=0, batches=Drawn(N_POINTS, 9, 4), learning_rate=1e-9, stop=StopRule(patience=40))
    trainer.advance(5000)
    losses = trainer.history.curves().loss
    assert trainer.stopped == f"the training loss has not been lower for {trainer.step - losses.argmin():,} steps"
    assert trainer.step - losses.argmin() >= 40
