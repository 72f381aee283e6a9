"""The trainer beyond its end: losses that are not finite, and large ones that are."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.core.batches import Batches, InOrder
from nnviz.core.optimizers import GradientDescent, Optimizer
from nnviz.core.schedules import Schedule
from nnviz.core.stopping import NEVER
from nnviz.core.trainer import DivergedError, Points, Trainer
from tests.core.random_networks import (
    N_POINTS,
    Recipe,
    random_network,
    random_points,
    random_trainer,
    recipes,
)
from tests.core.runs import assert_same_run, every_batch_kind, every_optimizer, go, look, only


def a_diverging_trainer(learning_rate: float = 1e3, batches: Batches | None = None) -> Trainer:
    """Points far from the origin and strides far too long."""
    return random_trainer(sizes=(2, 5, 3), size=1000.0, batches=batches, learning_rate=learning_rate, l2=1.0)


def advance_and_look(trainer: Trainer, n_steps: int) -> None:
    trainer.advance(n_steps)
    trainer.snapshot()


def test_a_stride_too_long_is_named_with_its_step_its_rate_and_its_gradient():
    trainer = a_diverging_trainer()
    with pytest.raises(
        DivergedError, match=r"no longer a finite number after step \d+: learning rate 1000 ×"
    ) as caught:
        trainer.advance(1000)
    error = caught.value
    assert error.step == trainer.step
    assert error.learning_rate == 1e3
    snapshot = trainer.snapshot()
    gradients = (*snapshot.weight_gradients, *snapshot.bias_gradients)
    assert error.largest_gradient == max(np.abs(gradient).max() for gradient in gradients)


def test_divergence_has_the_largest_score_of_the_step_it_happened_at():
    trainer = a_diverging_trainer()
    with pytest.raises(DivergedError) as caught:
        trainer.advance(1000)
    points = 1000.0 * random_points(N_POINTS, 2, 3, 1)[0]
    passes = trainer.snapshot().network.forward(points)
    largest = max(np.abs(seen.scores).max() for seen in passes)
    assert caught.value.largest_score == pytest.approx(largest, rel=1e-12)


@pytest.mark.parametrize("batches", [None, InOrder(N_POINTS, 3)])
def test_after_divergence_the_trainer_stands_at_the_last_finite_step(batches: Batches | None):
    trainer = a_diverging_trainer(batches=batches)
    with pytest.raises(DivergedError):
        trainer.advance(1000)
    snapshot = trainer.snapshot()
    curves = trainer.history.curves()
    assert snapshot.is_finite
    assert np.isfinite(snapshot.loss)
    assert np.isfinite(curves.loss).all()
    assert len(curves.loss) == trainer.step + 1
    assert curves.loss[-1] == snapshot.loss


@settings(max_examples=20)
@given(recipes(stop=NEVER), st.integers(1, 60), st.integers(1, 100))
def test_wherever_a_run_diverges_it_stands_at_its_last_finite_step(recipe: Recipe, n_steps: int, n_more: int):
    """At any step there comes a stride so long that the squares of weights are beyond all numbers."""
    trainer, unhurt = recipe.trainer(l2=0.01), recipe.trainer(l2=0.01)
    go(unhurt, n_steps)
    go(trainer, n_steps)
    look(trainer)
    look(unhurt)
    step, too_long = trainer.step, 1e250 if recipe.knobs["dtype"] is np.float64 else 1e30
    trainer.change(**only(too_long))
    with pytest.raises(DivergedError) as caught:
        advance_and_look(trainer, n_more)
    assert caught.value.step == trainer.step == step
    assert caught.value.learning_rate == too_long
    for each in (trainer, unhurt):
        each.change(**only(0.01))
        go(each, 20)
    assert_same_run(trainer, unhurt)


@every_optimizer
def test_what_the_optimizer_remembers_of_a_fatal_stride_is_forgotten_with_it(optimizer: Optimizer):
    hurt, unhurt = (random_trainer(optimizer=optimizer) for _ in range(2))
    for trainer in (hurt, unhurt):
        trainer.advance(10)
    hurt.change(**only(1e250))
    with pytest.raises(DivergedError):
        hurt.advance(20)
    assert hurt.step == 10
    hurt.change(**only(0.1))
    for trainer in (hurt, unhurt):
        trainer.advance(15)
    assert_same_run(hurt, unhurt)


def test_divergence_repeats_until_the_learning_rate_is_changed():
    trainer = a_diverging_trainer()
    with pytest.raises(DivergedError) as first:
        trainer.advance(1000)
    with pytest.raises(DivergedError) as second:
        trainer.advance(1000)
    assert str(first.value) == str(second.value)
    trainer.change(**only(1e-9, l2=0.0))
    trainer.advance(5)
    assert trainer.step == first.value.step + 5
    assert len(trainer.history.curves().loss) == trainer.step


def test_a_snapshot_right_after_the_fatal_update_says_so_and_falls_back():
    trainer = a_diverging_trainer()
    with pytest.raises(DivergedError) as caught:
        trainer.advance(1000)
    fatal = caught.value.step
    again = a_diverging_trainer()
    again.advance(fatal + 1)
    with pytest.raises(DivergedError):
        again.snapshot()
    assert again.snapshot().step == fatal


def test_divergence_is_blamed_on_the_rate_the_stride_was_made_with():
    trainer = a_diverging_trainer()
    with pytest.raises(DivergedError) as caught:
        trainer.advance(1000)
    again = a_diverging_trainer()
    again.advance(caught.value.step + 1)
    again.change(**only(1e-5, l2=1.0))
    with pytest.raises(DivergedError, match="learning rate 1000"):
        again.advance(1)
    assert again.step == caught.value.step


@pytest.mark.parametrize("spoilt", [np.inf, np.nan, 1e200])
def test_a_run_that_begins_with_an_infinite_loss_says_so(spoilt: float):
    network = random_network((2, 4, 3), 0)
    network.layers[0].weights[...] = spoilt
    trainer = random_trainer(network=network)
    with pytest.raises(DivergedError, match="not a finite number at step 0, where training began") as caught:
        trainer.advance(1)
    assert trainer.step == caught.value.step == 0
    assert np.isnan(caught.value.largest_gradient)
    assert len(trainer.history.curves().loss) == 0


@pytest.mark.parametrize("size", [1e3, 1e6])
@every_batch_kind
def test_scores_of_a_million_are_no_divergence(size: float, kind: str):
    trainer = Recipe(2, kind, {"size": size, "learning_rate": 1e-9}).trainer()
    trainer.advance(30)
    snapshot = trainer.snapshot()
    assert np.abs(snapshot.network.logits(size * random_points(N_POINTS, 2, 3, 3)[0])).max() > size
    assert np.isfinite(trainer.history.curves().loss).all()
    assert np.isfinite(snapshot.evaluation.test_loss)


def test_points_beyond_all_bounds_outside_the_batch_do_not_warn():
    points, labels = random_points(N_POINTS, 2, 3, 1)
    points[5:] = 1e308
    network = random_network((2, 3), 0)
    network.layers[0].weights[...] = 10.0
    trainer = Trainer(
        network, Points(points, labels), Points(points, labels), InOrder(N_POINTS, 5),
        optimizer=GradientDescent(), schedule=Schedule(0.1),
    )  # fmt: skip
    snapshot = trainer.snapshot()
    assert np.isfinite(snapshot.loss)
    assert not np.isfinite(snapshot.evaluation.test_loss)


def test_points_have_a_length():
    assert len(Points(*random_points(7, 2, 3, 0))) == 7
