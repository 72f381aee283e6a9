import dataclasses

import numpy as np
import pytest

from nnviz.core.snapshot import Snapshot
from tests.core.random_networks import random_points, random_trainer


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


def test_the_update_to_come_follows_from_a_snapshots_gradients():
    trainer = random_trainer(learning_rate=0.2)
    snapshot = trainer.snapshot()
    trainer.advance(1)
    after = trainer.state()
    for old, gradient, new in zip(snapshot.weights, snapshot.weight_gradients, after.weights, strict=True):
        assert (new == old - 0.2 * gradient).all()
    for old, gradient, new in zip(snapshot.biases, snapshot.bias_gradients, after.biases, strict=True):
        assert (new == old - 0.2 * gradient).all()


def test_a_snapshots_network_predicts_as_the_trained_one_did():
    trainer = random_trainer(seed=3)
    trainer.advance(5)
    points, _ = random_points(6, 2, 3, 11)
    snapshot = trainer.snapshot()
    expected = trainer._network.probabilities(points)
    trainer.advance(5)
    assert (snapshot.network.probabilities(points) == expected).all()
    assert snapshot.network is snapshot.network


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
