from collections.abc import Callable

import pytest

from nnviz.experiment.experiment import Experiment
from nnviz.experiment.network_spec import LayerSpec
from nnviz.experiment.source_spec import CirclesSource, XorSource
from nnviz.experiment.training_spec import InOrderBatch
from nnviz.session.train_on import can_train_on
from tests.session.recipes import with_data, with_first_cluster, with_network, with_training


def test_other_points_of_as_many_classes_will_do(small_experiment: Experiment) -> None:
    for other in (
        with_first_cluster(small_experiment, mean=(9.0, 0.0)),
        with_first_cluster(small_experiment, n_points=7),
        with_data(small_experiment, seed=8),
        with_data(small_experiment, test_share=0.5),
    ):
        assert can_train_on(small_experiment, other)
        assert can_train_on(other, small_experiment)


def test_so_will_another_shape(small_experiment: Experiment) -> None:
    one, other = (with_data(small_experiment, clusters=(), source=source) for source in (XorSource(), CirclesSource()))
    assert can_train_on(one, other)


@pytest.mark.parametrize(
    "change",
    [
        lambda experiment: with_data(experiment, clusters=experiment.data.clusters[:2]),
        lambda experiment: with_data(experiment, inputs=("x1", "x2", "x1 * x2")),
        lambda experiment: with_data(experiment, inputs=("x1 ^ 2", "x2 ^ 2")),
        lambda experiment: with_data(experiment, standardized=True),
        lambda experiment: with_network(experiment, hidden_layers=(LayerSpec(n_neurons=5),)),
        lambda experiment: with_network(experiment, seed=8),
        lambda experiment: with_training(experiment, batch=InOrderBatch(size=7)),
        lambda experiment: with_training(with_data(experiment, seed=8), learning_rate=0.5),
    ],
)
def test_more_than_the_points_will_not(
    small_experiment: Experiment, change: Callable[[Experiment], Experiment]
) -> None:
    assert not can_train_on(small_experiment, change(small_experiment))


def test_where_the_points_stay_there_is_nothing_to_go_on_with(small_experiment: Experiment) -> None:
    assert not can_train_on(small_experiment, small_experiment)
    assert not can_train_on(small_experiment, with_first_cluster(small_experiment, name="Rose"))
