"""The trainer of a long run, of which not every step is kept: all is as if it were."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nnviz.core import history
from nnviz.core.stopping import NEVER, Best, StopRule
from nnviz.core.thinning import Thinning
from nnviz.core.trainer import Trainer
from tests.core.random_networks import Recipe, random_trainer, recipes
from tests.core.runs import assert_same_run, go
from tests.examples import examples

PATIENT = StopRule(patience=8)


@pytest.fixture(autouse=True, scope="module")
def long_ago_is_soon() -> object:
    """Runs are long after a few dozen steps."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(history, "OF_LOSSES", Thinning(whole=32, recent=16, buckets=4))
        patch.setattr(history, "OF_EVALUATIONS", Thinning(whole=32, recent=16, buckets=4))
        yield


def a_learner(*, n_test: int = 10, stop: StopRule = PATIENT) -> Trainer:
    """One whose loss falls at every step."""
    return random_trainer(3, n_test=n_test, learning_rate=0.01, l2=0.0, stop=stop)


@settings(max_examples=examples(15), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(recipes(), st.integers(0, 250), st.lists(st.integers(1, 70), min_size=1, max_size=6))
def test_a_run_has_the_same_curves_however_it_is_cut(recipe: Recipe, n_steps: int, lengths: list[int]) -> None:
    straight, cut = recipe.trainer(), recipe.trainer()
    go(straight, n_steps)
    for number in range(n_steps):
        go(cut, min(lengths[number % len(lengths)], n_steps - cut.step))
    assert_same_run(straight, cut)


@pytest.mark.parametrize("loss", [0.0, 1.0])
def test_where_a_run_stops_nothing_beyond_has_left_a_trace(loss: float) -> None:
    """A block of steps may have gone beyond the end, and beyond where the curves are thinned again."""
    losses = a_learner(stop=NEVER)
    losses.advance(64)
    rule = StopRule(loss=float(losses.history.curves().loss[-1])) if loss else StopRule(accuracy=0.0)
    at_once, stepped = (a_learner(stop=rule) for _ in range(2))
    at_once.advance(100)
    for _ in range(100):
        stepped.advance(1)
    assert_same_run(at_once, stepped)
    assert at_once.history.next_step == at_once.step + 1


@pytest.mark.parametrize("n_test", [0, 10])
@pytest.mark.parametrize("step", [20, 32, 40, 64, 96, 185])
def test_patience_knows_what_it_knew_where_all_before_is_known(n_test: int, step: int) -> None:
    trainer, straight = a_learner(n_test=n_test), a_learner(n_test=n_test)
    trainer.advance(200)
    straight.advance(step)
    assert trainer.step == 200
    assert straight.state().best == Best(step - 1, straight.state().best.loss)
    trainer.go_back(straight.state())
    assert trainer.state().best == straight.state().best


def test_patience_starts_again_where_the_best_may_not_be_known() -> None:
    trainer, straight = a_learner(), a_learner()
    trainer.advance(200)
    straight.advance(71)
    trainer.go_back(straight.state())
    assert trainer.state().best == Best()
    trainer.advance(40)
    straight.advance(40)
    assert (trainer.step, trainer.stopped) == (111, None)
    np.testing.assert_array_equal(trainer.snapshot().weights[0], straight.snapshot().weights[0])
