import msgspec
import numpy as np
import pytest

from nnviz.core.snapshot import Snapshot
from nnviz.experiment.build import build_dataset, build_trainer
from nnviz.experiment.experiment import Experiment
from nnviz.experiment.quantity import RecipeError
from nnviz.session.given_start import start_from


def trained(experiment: Experiment) -> Snapshot:
    trainer = build_trainer(experiment, build_dataset(experiment.data))
    trainer.advance(5)
    return trainer.snapshot()


@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_a_run_from_given_weights_begins_where_the_other_stood(small_experiment: Experiment, precision: str) -> None:
    training = msgspec.structs.replace(small_experiment.training, precision=precision)
    experiment = msgspec.structs.replace(small_experiment, training=training)
    before = trained(experiment)
    network = msgspec.structs.replace(experiment.network, initial_weights=start_from(before))
    again = msgspec.structs.replace(experiment, network=network)
    after = build_trainer(again, build_dataset(again.data)).snapshot()
    for one, two in zip((*before.weights, *before.biases), (*after.weights, *after.biases), strict=True):
        np.testing.assert_array_equal(one, two)


def test_without_weights_there_is_no_start() -> None:
    with pytest.raises(RecipeError, match="there are no weights to take over yet"):
        start_from(None)


@pytest.mark.parametrize("broken", [np.nan, np.inf])
def test_weights_that_are_no_numbers_are_no_start(small_experiment: Experiment, broken: float) -> None:
    snapshot = trained(small_experiment)
    weights = (np.full_like(snapshot.weights[0], broken), snapshot.weights[1])
    diverged = Snapshot(**{**vars(snapshot), "weights": weights})
    with pytest.raises(RecipeError, match="no longer finite"):
        start_from(diverged)


def test_weights_beyond_the_range_of_recipes_are_no_start(small_experiment: Experiment) -> None:
    snapshot = trained(small_experiment)
    weights = (np.full_like(snapshot.weights[0], 2e6), snapshot.weights[1])
    with pytest.raises(RecipeError, match="Given weights must be between"):
        start_from(Snapshot(**{**vars(snapshot), "weights": weights}))
