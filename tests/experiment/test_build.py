"""From a recipe to its trainer; optimizers and schedules have a test of their own in `test_build_training`."""

from itertools import pairwise
from math import sqrt

import numpy as np
import pytest
from hypothesis import assume, given, settings
from msgspec.structs import replace
from scipy import stats

from nnviz.core.activations import ACTIVATIONS
from nnviz.core.batches import AllPoints, Batches, Drawn, InOrder, Shuffled
from nnviz.core.dropout import Dropout
from nnviz.core.losses import Penalty
from nnviz.core.optimizers import Adam
from nnviz.core.schedules import Cosine, Schedule
from nnviz.core.stopping import NEVER, StopRule
from nnviz.core.trainer import Points, Trainer
from nnviz.data import shapes
from nnviz.data.clusters import Cluster, draw_clusters
from nnviz.experiment import build
from nnviz.experiment.build import (
    build_dataset,
    build_network,
    build_penalty,
    build_stop_rule,
    build_trainer,
    build_trainer_on,
    points_of,
)
from nnviz.experiment.experiment import Experiment
from nnviz.experiment.network_spec import (
    ArticleStart,
    GivenStart,
    GlorotNormalStart,
    GlorotUniformStart,
    HeNormalStart,
    HeUniformStart,
    InitialWeights,
    LayerSpec,
    NormalStart,
    TruncatedNormalStart,
    UniformStart,
    ZerosStart,
)
from nnviz.experiment.optimizer_spec import AdamSpec
from nnviz.experiment.presets import PRESETS
from nnviz.experiment.schedule_spec import CosineSpec
from nnviz.experiment.training_spec import AllPointsBatch, DrawnBatch, InOrderBatch, ShuffledBatch
from nnviz.experiment.training_spec import Batch as BatchSpec
from tests.core.runs import assert_same_run, begins_finite, go
from tests.core.same_numbers import same_numbers
from tests.examples import examples
from tests.experiment.published import PUBLISHED
from tests.experiment.recipes import experiments

SMALL = PRESETS["two-gaussians"]  # 2-3-2, 1,000 points, of which 800 are for training
GIVEN = GivenStart(
    weights=(((1.0, -2.0, 0.5), (0.0, 1e-3, 3.0)), ((1.0, 0.0), (0.25, -1.0), (2.0, 1e6))),
    biases=((0.1, 0.2, 0.3), (-1.0, 1.0)),
)
STARTS: dict[str, InitialWeights] = {
    "normal": NormalStart(standard_deviation=0.5),
    "truncated-normal": TruncatedNormalStart(standard_deviation=0.5),
    "uniform": UniformStart(limit=0.5),
    "glorot-uniform": GlorotUniformStart(),
    "glorot-normal": GlorotNormalStart(),
    "he-uniform": HeUniformStart(),
    "he-normal": HeNormalStart(),
    "zeros": ZerosStart(),
    "article": ArticleStart(),
}


def with_network(**changes: object) -> Experiment:
    return replace(SMALL, network=replace(SMALL.network, **changes))


def with_training(**changes: object) -> Experiment:
    return replace(SMALL, training=replace(SMALL.training, **changes))


def weights_of(experiment: Experiment) -> list[np.ndarray]:
    return [layer.weights for layer in build_network(experiment).layers]


def biases_of(experiment: Experiment) -> list[list[float]]:
    return [layer.biases.tolist() for layer in build_network(experiment).layers]


# --- any recipe


@settings(max_examples=examples(15))
@given(experiments(most_points=30, most_neurons=12, largest_batch=100))
def test_every_allowed_recipe_builds_and_trains_or_falls_back_to_finite_numbers(experiment: Experiment):
    dataset = build_dataset(experiment.data)
    assert dataset.n_points == experiment.data.n_points
    assert dataset.n_classes == len(experiment.data.clusters)
    assert len(dataset.training_labels) >= 1
    trainer = build_trainer(experiment, dataset)
    assume(begins_finite(trainer))
    go(trainer, 3)
    go(trainer, 3)
    snapshot = trainer.snapshot()
    assert snapshot.is_finite
    assert np.isfinite(snapshot.loss)
    assert snapshot.network.n_parameters == experiment.n_parameters
    assert [weights.shape for weights in snapshot.weights] == list(pairwise(experiment.layer_sizes))
    assert {weights.dtype for weights in snapshot.weights} == {np.dtype(experiment.training.precision)}


@settings(max_examples=examples(10))
@given(experiments(most_points=20, most_neurons=8, largest_batch=30))
def test_the_same_recipe_gives_the_same_numbers(experiment: Experiment):
    one, other = build_dataset(experiment.data), build_dataset(experiment.data)
    assert (one.training_points == other.training_points).all()
    assert (one.test_labels == other.test_labels).all()
    first, second = build_trainer(experiment, one), build_trainer(experiment, other)
    assume(begins_finite(first))
    for trainer in (first, second):
        go(trainer, 5)
    assert_same_run(first, second)


def test_on_the_points_alone_a_trainer_is_the_one_of_the_data_set():
    dataset = build_dataset(replace(SMALL.data, inputs=("x1", "x2", "x1*x2")))
    experiment = replace(
        with_training(batch=ShuffledBatch(size=32), n_steps=9), data=replace(SMALL.data, inputs=("x1", "x2", "x1*x2"))
    )
    training, test = points_of(dataset)
    assert training.points is dataset.training_inputs  # three columns, as the network is fed them
    assert (len(training), len(test)) == (len(dataset.training_labels), len(dataset.test_labels)) == (800, 200)
    one, other = build_trainer(experiment, dataset), build_trainer_on(experiment, training, test)
    for trainer in (one, other):
        trainer.advance(9)
    assert_same_run(one, other)


# --- the start of weights and biases


def test_the_articles_start_follows_its_data_and_two_earlier_draws():
    assert [weights.tolist() for weights in weights_of(PRESETS["three-clusters"])] == [
        PUBLISHED["initial"]["W1"],
        PUBLISHED["initial"]["W2"],
    ]


def test_the_weight_seed_plays_no_part_in_the_articles_start():
    article = PRESETS["three-clusters"]
    other = replace(article, network=replace(article.network, seed=99))
    assert all((a == b).all() for a, b in zip(weights_of(article), weights_of(other), strict=True))


@pytest.mark.parametrize(
    ("kind", "size"),
    [(NormalStart, "standard_deviation"), (TruncatedNormalStart, "standard_deviation"), (UniformStart, "limit")],
)
def test_the_weight_seed_and_the_spread_decide_a_start_that_has_one(kind: type, size: str):
    first = weights_of(with_network(initial_weights=kind(**{size: 1.0}), seed=1))
    doubled = weights_of(with_network(initial_weights=kind(**{size: 2.0}), seed=1))
    reseeded = weights_of(with_network(initial_weights=kind(**{size: 1.0}), seed=2))
    for one, two, other in zip(first, doubled, reseeded, strict=True):
        np.testing.assert_allclose(two, 2.0 * one, rtol=1e-15)
        assert (other != one).all()


def test_a_normal_start_is_numpys_own_numbers_layer_by_layer():
    generator = np.random.RandomState(1)
    expected = [generator.standard_normal((2, 3)), generator.standard_normal((3, 2))]
    assert all((a == b).all() for a, b in zip(weights_of(SMALL), expected, strict=True))


@pytest.mark.parametrize(
    ("start", "distribution"),
    [
        ("normal", stats.norm(scale=0.5)),
        ("truncated-normal", stats.truncnorm(-2, 2, scale=0.5)),
        ("uniform", stats.uniform(-0.5, 1.0)),
        # Of the weights between two layers of 200 neurons.
        ("glorot-uniform", stats.uniform(-sqrt(6 / 400), 2 * sqrt(6 / 400))),
        ("glorot-normal", stats.norm(scale=sqrt(2 / 400))),
        ("he-uniform", stats.uniform(-sqrt(6 / 200), 2 * sqrt(6 / 200))),
        ("he-normal", stats.norm(scale=sqrt(2 / 200))),
        ("article", stats.norm(scale=1.0)),
    ],
)
def test_every_start_draws_from_its_own_distribution(start: str, distribution):
    layers = (LayerSpec(n_neurons=200),) * 2
    middle = weights_of(with_network(hidden_layers=layers, initial_weights=STARTS[start]))[1]
    assert middle.std() == pytest.approx(distribution.std(), rel=0.02)
    assert stats.kstest(middle.ravel(), distribution.cdf).pvalue > 0.005


def test_a_start_from_zeros_is_zeros():
    assert not any(weights.any() for weights in weights_of(with_network(initial_weights=ZerosStart())))


def test_given_numbers_are_taken_as_they_are_whatever_the_seed_and_the_bias_start():
    network = build_network(with_network(initial_weights=GIVEN, initial_bias=5.0, seed=99))
    assert [layer.weights.tolist() for layer in network.layers] == [[list(row) for row in w] for w in GIVEN.weights]
    assert [layer.biases.tolist() for layer in network.layers] == [list(vector) for vector in GIVEN.biases]


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("bias", [0.0, -0.25, 10])
def test_every_bias_starts_at_the_bias_start(start: str, bias: float):
    experiment = with_network(initial_weights=STARTS[start], initial_bias=bias)
    assert biases_of(experiment) == [[bias] * 3, [bias] * 2]


@pytest.mark.parametrize("start", [*STARTS.values(), GIVEN], ids=[*STARTS, "given"])
@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_a_network_is_in_the_recipes_precision(start: InitialWeights, precision: str):
    experiment = replace(with_network(initial_weights=start), training=with_training(precision=precision).training)
    double = build_network(with_network(initial_weights=start))
    for layer, exact in zip(build_network(experiment).layers, double.layers, strict=True):
        assert layer.weights.dtype == layer.biases.dtype == precision
        assert (layer.weights == exact.weights.astype(precision)).all()
        assert (layer.biases == exact.biases.astype(precision)).all()


# --- layers


def test_hidden_layers_have_their_own_activation_and_the_last_one_the_identity():
    layers = tuple(LayerSpec(n_neurons=3, activation=name) for name in ACTIVATIONS)
    network = build_network(with_network(hidden_layers=layers))
    assert [layer.activation.name for layer in network.layers] == [*ACTIVATIONS, "identity"]


def test_a_network_without_hidden_layers_is_a_linear_classifier():
    network = build_network(with_network(hidden_layers=()))
    assert [layer.weights.shape for layer in network.layers] == [(2, 2)]
    trainer = build_trainer(with_network(hidden_layers=()), build_dataset(SMALL.data))
    trainer.advance(200)
    assert trainer.snapshot().evaluation.test_accuracy >= 0.9


# --- what the trainer is given


class Given:
    """What a trainer was made of."""

    def __init__(self, network, training, test, batches, *, optimizer, schedule, penalty, dropout, stop):
        self.network, self.training, self.test, self.batches = network, training, test, batches
        self.optimizer, self.schedule, self.penalty = optimizer, schedule, penalty
        self.dropout, self.stop = dropout, stop


@pytest.fixture
def given_by(monkeypatch: pytest.MonkeyPatch):
    """What `build_trainer` makes a trainer of, from a recipe."""
    monkeypatch.setattr(build, "Trainer", Given)
    return lambda experiment: build_trainer(experiment, build_dataset(experiment.data))


def test_a_recipe_that_says_nothing_else_gives_the_plain_trainer(given_by):
    given = given_by(SMALL)
    assert given.dropout is None
    assert given.stop == NEVER
    assert given.penalty == Penalty(0.0, 0.0)
    assert given.schedule == Schedule(SMALL.training.learning_rate)
    assert isinstance(given.batches, AllPoints)


def test_the_trainer_gets_the_recipes_points(given_by):
    dataset, given = build_dataset(SMALL.data), given_by(SMALL)
    assert same_numbers(given.training, Points(dataset.training_points, dataset.training_labels))
    assert same_numbers(given.test, Points(dataset.test_points, dataset.test_labels))


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        (AllPointsBatch(), AllPoints(800)),
        (InOrderBatch(size=64), InOrder(800, 64)),
        (ShuffledBatch(size=64), Shuffled(800, 64, 17)),
        (DrawnBatch(size=64), Drawn(800, 64, 17)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_the_trainer_gets_the_recipes_batches_over_the_training_points(given_by, spec: BatchSpec, expected: Batches):
    batches = given_by(with_training(batch=spec, batch_seed=17)).batches
    assert type(batches) is type(expected)
    assert batches.size == expected.size
    assert all((batches.rows(step) == expected.rows(step)).all() for step in (0, 1, 12, 13, 500))


def test_the_trainer_gets_the_recipes_optimizer_and_schedule(given_by):
    given = given_by(
        with_training(
            learning_rate=0.5, optimizer=AdamSpec(beta1=0.5, beta2=0.6, epsilon=0.7),
            schedule=CosineSpec(over=80, floor=0.25), warm_up=9,
        )
    )  # fmt: skip
    assert given.optimizer == Adam(0.5, 0.6, 0.7)
    assert given.schedule == Schedule(0.5, Cosine(80, 0.25), 9)


def test_the_trainer_gets_the_recipes_penalties_and_rules(given_by):
    experiment = with_training(l2_penalty=0.1, l1_penalty=0.2, stop_at_loss=0.3, stop_at_accuracy=0.4, patience=5)
    given = given_by(experiment)
    assert given.penalty == build_penalty(experiment.training) == Penalty(l2=0.1, l1=0.2)
    assert given.stop == build_stop_rule(experiment.training) == StopRule(loss=0.3, accuracy=0.4, patience=5)


def test_the_trainer_gets_the_dropout_of_every_layer_drawn_by_the_batch_seed(given_by):
    layers = (LayerSpec(n_neurons=4, dropout=0.5), LayerSpec(n_neurons=3), LayerSpec(n_neurons=2, dropout=0.1))
    experiment = replace(with_network(hidden_layers=layers), training=with_training(batch_seed=23).training)
    masks = given_by(experiment).dropout.masks(7, 20)
    expected = Dropout([0.5, 0.0, 0.1], [4, 3, 2], 23).masks(7, 20)
    assert all((mask == same).all() for mask, same in zip(masks, expected, strict=True))


@pytest.mark.parametrize("layers", [(), (LayerSpec(n_neurons=3),)])
def test_where_no_layer_has_dropout_the_trainer_gets_none(given_by, layers: tuple[LayerSpec, ...]):
    assert given_by(with_network(hidden_layers=layers)).dropout is None


# --- seeds


def run_of(experiment: Experiment) -> Trainer:
    trainer = build_trainer(experiment, build_dataset(experiment.data))
    trainer.advance(15)
    return trainer


@pytest.mark.parametrize("batch", [ShuffledBatch(size=50), DrawnBatch(size=50)], ids=lambda batch: type(batch).__name__)
def test_the_batch_seed_decides_the_order_of_points_and_nothing_before_it(batch: BatchSpec):
    one, other = (with_training(batch=batch, batch_seed=seed) for seed in (1, 2))
    assert same_numbers(build_dataset(one.data), build_dataset(other.data))
    assert all((a == b).all() for a, b in zip(weights_of(one), weights_of(other), strict=True))
    assert not same_numbers(run_of(one).snapshot().weights, run_of(other).snapshot().weights)


def test_without_chance_in_it_a_run_is_the_same_whatever_the_batch_seed():
    assert_same_run(run_of(with_training(batch_seed=1)), run_of(with_training(batch_seed=2)))


# --- the data set


def test_an_in_order_batch_larger_than_the_data_is_all_of_it():
    one, other = run_of(SMALL), run_of(with_training(batch=InOrderBatch(size=100_000)))
    for ours, theirs in zip(one.snapshot().weights, other.snapshot().weights, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-12)


def test_training_leaves_the_data_set_as_it_is():
    dataset = build_dataset(SMALL.data)
    before = dataset.training_points.copy()
    build_trainer(SMALL, dataset).advance(5)
    assert (dataset.training_points == before).all()


@pytest.mark.parametrize("name", ["three-clusters", "moons"])
def test_the_articles_start_comes_from_the_generator_that_has_drawn_the_points(name: str):
    base = PRESETS[name]
    network = replace(base.network, initial_weights=ArticleStart())
    experiment = replace(base, network=network)
    generator = np.random.RandomState(base.data.seed)
    if name == "moons":
        shapes.moons(base.data.source.n_points, base.data.source.noise, generator)
    else:
        draw_clusters(
            [Cluster(each.mean, each.covariance, each.n_points, each.axes) for each in base.data.clusters], generator
        )
    sizes = experiment.layer_sizes
    draws = [[generator.normal(size=pair) for pair in pairwise(sizes)] for _ in range(3)]
    for layer, weights in zip(build_network(experiment).layers, draws[-1], strict=True):
        np.testing.assert_array_equal(layer.weights, weights)
