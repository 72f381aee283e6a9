import contextlib

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings

from nnviz.core.trainer import DivergedError
from nnviz.experiment.build import build_dataset, build_network, build_trainer
from nnviz.experiment.experiment import Experiment
from nnviz.experiment.network_spec import InitialWeights, LayerSpec, NormalStart, TruncatedNormalStart
from nnviz.experiment.presets import PRESETS
from nnviz.experiment.training_spec import InOrderBatch
from tests.experiment.published import PUBLISHED
from tests.experiment.recipes import experiments

SMALL = PRESETS["two-gaussians"]


def with_network(**changes: object) -> Experiment:
    return msgspec.structs.replace(SMALL, network=msgspec.structs.replace(SMALL.network, **changes))


def weights_of(experiment: Experiment) -> list[np.ndarray]:
    return [layer.weights for layer in build_network(experiment).layers]


@settings(deadline=None, max_examples=40)
@given(experiments(most_points=30, most_neurons=12))
def test_every_allowed_recipe_builds_and_trains_or_falls_back_to_finite_numbers(experiment: Experiment):
    dataset = build_dataset(experiment.data)
    assert dataset.n_points == experiment.data.n_points
    assert dataset.n_classes == len(experiment.data.clusters)
    assert len(dataset.training_labels) >= 1
    trainer = build_trainer(experiment, dataset)
    with contextlib.suppress(DivergedError):
        trainer.advance(3)
        trainer.snapshot()
    snapshot = trainer.snapshot()
    assert snapshot.is_finite
    assert np.isfinite(snapshot.loss)
    assert snapshot.network.n_parameters == experiment.n_parameters
    shapes = [weights.shape for weights in snapshot.weights]
    assert shapes == list(zip(experiment.layer_sizes[:-1], experiment.layer_sizes[1:], strict=True))


@settings(deadline=None, max_examples=15)
@given(experiments(most_points=20, most_neurons=8))
def test_the_same_recipe_gives_the_same_numbers(experiment: Experiment):
    one, other = build_dataset(experiment.data), build_dataset(experiment.data)
    assert (one.training_points == other.training_points).all()
    assert (one.test_labels == other.test_labels).all()
    assert all((a == b).all() for a, b in zip(weights_of(experiment), weights_of(experiment), strict=True))


def test_the_articles_start_follows_its_data_and_two_earlier_draws():
    assert [weights.tolist() for weights in weights_of(PRESETS["three-clusters"])] == [
        PUBLISHED["initial"]["W1"],
        PUBLISHED["initial"]["W2"],
    ]


def test_the_weight_seed_plays_no_part_in_the_articles_start():
    article = PRESETS["three-clusters"]
    other = msgspec.structs.replace(article, network=msgspec.structs.replace(article.network, seed=99))
    assert all((a == b).all() for a, b in zip(weights_of(article), weights_of(other), strict=True))


@pytest.mark.parametrize("kind", [NormalStart, TruncatedNormalStart])
def test_the_weight_seed_and_the_deviation_decide_any_other_start(kind: type):
    first = weights_of(with_network(initial_weights=kind(standard_deviation=1.0), seed=1))
    doubled = weights_of(with_network(initial_weights=kind(standard_deviation=2.0), seed=1))
    reseeded = weights_of(with_network(initial_weights=kind(standard_deviation=1.0), seed=2))
    for one, two, other in zip(first, doubled, reseeded, strict=True):
        assert (two == 2.0 * one).all()
        assert (other != one).all()


def test_a_normal_start_is_numpys_own_numbers_layer_by_layer():
    generator = np.random.RandomState(1)
    expected = [generator.standard_normal((2, 3)), generator.standard_normal((3, 2))]
    assert all((a == b).all() for a, b in zip(weights_of(SMALL), expected, strict=True))


@pytest.mark.parametrize("start", [NormalStart(), TruncatedNormalStart()])
def test_biases_start_at_zero(start: InitialWeights):
    assert not any(layer.biases.any() for layer in build_network(with_network(initial_weights=start)).layers)


def test_hidden_layers_have_their_activation_and_the_last_one_the_identity():
    network = build_network(with_network(hidden_layers=(LayerSpec(n_neurons=4), LayerSpec(n_neurons=2))))
    assert [layer.activation.name for layer in network.layers] == ["relu", "relu", "identity"]


def test_a_network_without_hidden_layers_is_a_linear_classifier():
    network = build_network(with_network(hidden_layers=()))
    assert [layer.weights.shape for layer in network.layers] == [(2, 2)]


def test_an_in_order_batch_larger_than_the_data_is_all_of_it():
    training = SMALL.training
    large = msgspec.structs.replace(training, batch=InOrderBatch(size=100_000))
    dataset = build_dataset(SMALL.data)
    one = build_trainer(SMALL, dataset)
    other = build_trainer(msgspec.structs.replace(SMALL, training=large), dataset)
    one.advance(5)
    other.advance(5)
    assert all((a == b).all() for a, b in zip(one.state().weights, other.state().weights, strict=True))


def test_training_leaves_the_data_set_as_it_is():
    dataset = build_dataset(SMALL.data)
    before = dataset.training_points.copy()
    build_trainer(SMALL, dataset).advance(5)
    assert (dataset.training_points == before).all()
