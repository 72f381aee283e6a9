import dataclasses

import numpy as np
import pytest

from nnviz.core.snapshot import Snapshot
from tests.core.random_networks import random_network, random_points, random_trainer


def arrays(snapshot: Snapshot) -> list[np.ndarray]:
    return [*snapshot.weights, *snapshot.biases, *snapshot.weight_gradients, *snapshot.bias_gradients]


def test_no_array_of_a_snapshot_can_be_written_to():
    for array in arrays(random_trainer().snapshot()):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0.0


def test_a_snapshot_stays_as_it_is_while_training_goes_on():
    trainer = random_trainer()
    trainer.advance(3)
    snapshot = trainer.snapshot()
    before = [array.copy() for array in arrays(snapshot)]
    trainer.advance(20)
    assert all((array == kept).all() for array, kept in zip(arrays(snapshot), before, strict=True))
    assert snapshot.step == 3


def test_the_update_to_come_follows_from_a_snapshots_gradients_and_its_learning_rate():
    trainer = random_trainer(learning_rate=0.2, warm_up=4)
    before = trainer.snapshot()
    trainer.advance(1)
    after = trainer.snapshot()
    assert before.learning_rate == pytest.approx(0.05)
    for old, gradient, new in zip(
        (*before.weights, *before.biases),
        (*before.weight_gradients, *before.bias_gradients),
        (*after.weights, *after.biases),
        strict=True,
    ):
        np.testing.assert_allclose(new, old - before.learning_rate * gradient, rtol=1e-14, atol=1e-16)


def test_at_step_0_a_snapshots_network_predicts_as_the_one_handed_in():
    network, snapshot = random_network((2, 4, 3), 3), random_trainer(seed=3).snapshot()
    points, _ = random_points(6, 2, 3, 11)
    assert (snapshot.network.probabilities(points) == network.probabilities(points)).all()
    assert (snapshot.predict(points) == network.logits(points).argmax(axis=1)).all()
    assert snapshot.network is snapshot.network


def test_a_snapshots_network_has_the_accuracy_that_was_measured():
    trainer = random_trainer(seed=3)
    trainer.advance(30)
    snapshot = trainer.snapshot()
    points, labels = random_points(40, 2, 3, 4)
    assert snapshot.evaluation.train_accuracy == (snapshot.predict(points) == labels).mean()


def test_a_network_on_its_way_to_divergence_still_predicts_without_a_warning():
    snapshot = random_trainer().snapshot()
    wild = dataclasses.replace(snapshot, weights=tuple(1e300 * weights for weights in snapshot.weights))
    assert wild.predict(random_points(6, 2, 3, 11)[0]).shape == (6,)


def test_the_loss_is_data_loss_plus_penalty():
    snapshot = random_trainer().snapshot()
    assert snapshot.penalty > 0.0
    assert snapshot.loss == snapshot.data_loss + snapshot.penalty


@pytest.mark.parametrize("number", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("field", ["weights", "biases"])
def test_a_snapshot_with_a_number_that_is_none_says_so(field: str, number: float):
    snapshot = random_trainer().snapshot()
    assert snapshot.is_finite
    spoilt = getattr(snapshot, field)[0].copy()
    spoilt.flat[0] = number
    parts = (spoilt, *getattr(snapshot, field)[1:])
    assert not dataclasses.replace(snapshot, **{field: parts}).is_finite
