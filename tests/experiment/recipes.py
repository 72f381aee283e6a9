"""Random recipes: hypothesis strategies for every part of an `Experiment`, all of them allowed ones."""

import math
from itertools import pairwise
from typing import get_args

import numpy as np
from hypothesis import strategies as st
from msgspec.structs import replace

from nnviz.data.covariance import Matrix
from nnviz.experiment.data_spec import ClusterSpec, DataSpec
from nnviz.experiment.experiment import Experiment
from nnviz.experiment.network_spec import (
    ActivationName,
    ArticleStart,
    GivenStart,
    GlorotNormalStart,
    GlorotUniformStart,
    HeNormalStart,
    HeUniformStart,
    InitialWeights,
    LayerSpec,
    NetworkSpec,
    NormalStart,
    TruncatedNormalStart,
    UniformStart,
    ZerosStart,
)
from nnviz.experiment.optimizer_spec import (
    AdaGradSpec,
    AdamSpec,
    GradientDescentSpec,
    MomentumSpec,
    NesterovSpec,
    Optimizer,
    RMSPropSpec,
)
from nnviz.experiment.schedule_spec import (
    ConstantSpec,
    CosineSpec,
    ExponentialDecaySpec,
    InverseTimeSpec,
    Schedule,
    StepDecaySpec,
)
from nnviz.experiment.training_spec import (
    AllPointsBatch,
    Batch,
    DrawnBatch,
    InOrderBatch,
    ShuffledBatch,
    TrainingSpec,
)

_SEEDS = st.integers(0, 2**32 - 1)
_INPUTS = ("x1", "x2", "x1 * x2", "x₁²", "sin(x2)", "0.5 + abs(x1) / 3")
_MOST_GIVEN = 2000
"""Parameters of the largest network whose numbers are ever given: more only take time."""


def names(longest: int) -> st.SearchStrategy[str]:
    """Anything a person may call something, in any script."""
    characters = st.characters(codec="utf-8", exclude_categories=("C", "Z"), include_characters=" ")
    return st.text(characters, min_size=1, max_size=longest).filter(
        lambda name: bool(name.strip()) and name.isprintable()
    )


def numbers(low: float, high: float) -> st.SearchStrategy[float]:
    """Finite numbers, both ends included."""
    return st.floats(low, high, allow_nan=False, allow_infinity=False)


@st.composite
def matrices(draw: st.DrawFn, largest: float = 10_000) -> Matrix:
    """Symmetric ones; they need not be covariance matrices."""
    shared = draw(numbers(-largest, largest))
    return (draw(numbers(-largest, largest)), shared), (shared, draw(numbers(-largest, largest)))


@st.composite
def data_specs(draw: st.DrawFn, most_points: int = 100_000) -> DataSpec:
    """Two to ten clusters of up to `most_points` each, with a test share that leaves points to learn from."""
    cluster = st.builds(
        ClusterSpec,
        name=names(40),
        n_points=st.integers(2, most_points),
        mean=st.tuples(numbers(-1000, 1000), numbers(-1000, 1000)),
        covariance=matrices(),
        color=st.none() | st.integers(0, 9),
    )
    clusters = tuple(draw(st.lists(cluster, min_size=2, max_size=10)))
    n_points = sum(cluster.n_points for cluster in clusters)
    shares = numbers(0.0, 0.9).filter(lambda share: math.ceil(n_points * share) < n_points)
    return DataSpec(
        clusters=clusters,
        seed=draw(_SEEDS),
        test_share=draw(shares),
        split_by_class=draw(st.booleans()),
        inputs=draw(st.just(()) | st.lists(st.sampled_from(_INPUTS), unique=True, max_size=4).map(tuple)),
        standardized=draw(st.booleans()),
    )


@st.composite
def given_starts(draw: st.DrawFn, sizes: tuple[int, ...]) -> GivenStart:
    """All weights and biases of a network of these sizes: any numbers that are allowed."""
    generator = np.random.RandomState(draw(_SEEDS))
    spread = draw(st.sampled_from([1e-300, 1e-3, 1.0, 1e5]))
    special = draw(numbers(-1e6, 1e6))

    def some(*shape: int) -> np.ndarray:
        return np.where(generator.random_sample(shape) < 0.2, special, spread * generator.uniform(-1.0, 1.0, shape))

    return GivenStart(
        weights=tuple(tuple(map(tuple, some(before, after).tolist())) for before, after in pairwise(sizes)),
        biases=tuple(tuple(some(n_neurons).tolist()) for n_neurons in sizes[1:]),
    )


def drawn_starts() -> st.SearchStrategy[InitialWeights]:
    """Every kind of start but given numbers, which fit one network only."""
    spread = numbers(0.001, 10.0)
    return st.one_of(
        st.builds(NormalStart, standard_deviation=spread),
        st.builds(TruncatedNormalStart, standard_deviation=spread),
        st.builds(UniformStart, limit=spread),
        st.sampled_from(
            [GlorotUniformStart(), GlorotNormalStart(), HeUniformStart(), HeNormalStart(), ZerosStart(), ArticleStart()]
        ),
    )


def network_specs(most_neurons: int = 256) -> st.SearchStrategy[NetworkSpec]:
    """Up to eight hidden layers of every activation, with and without dropout; every kind of start but given ones."""
    layer = st.builds(
        LayerSpec,
        n_neurons=st.integers(1, most_neurons),
        activation=st.sampled_from(get_args(ActivationName)),
        dropout=st.one_of(st.just(0.0), numbers(0.0, 0.9)),
    )
    return st.builds(
        NetworkSpec,
        hidden_layers=st.lists(layer, max_size=8).map(tuple),
        initial_weights=drawn_starts(),
        seed=_SEEDS,
        initial_bias=st.one_of(st.just(0.0), numbers(-10.0, 10.0)),
    )


def optimizer_specs() -> st.SearchStrategy[Optimizer]:
    """Every kind."""
    momentum, epsilon = numbers(0.0, 0.999), numbers(1e-12, 1.0)
    return st.one_of(
        st.just(GradientDescentSpec()),
        st.builds(MomentumSpec, momentum=momentum),
        st.builds(NesterovSpec, momentum=momentum),
        st.builds(AdaGradSpec, epsilon=epsilon),
        st.builds(RMSPropSpec, decay=numbers(0.0, 0.9999), epsilon=epsilon),
        st.builds(AdamSpec, beta1=numbers(0.0, 0.9999), beta2=numbers(0.0, 0.99999), epsilon=epsilon),
    )


def schedule_specs() -> st.SearchStrategy[Schedule]:
    """Every kind."""
    factor, steps = numbers(0.001, 1.0), st.integers(1, 10_000_000)
    return st.one_of(
        st.just(ConstantSpec()),
        st.builds(StepDecaySpec, factor=factor, every=steps),
        st.builds(ExponentialDecaySpec, factor=factor, every=steps),
        st.builds(InverseTimeSpec, halved_after=steps),
        st.builds(CosineSpec, over=steps, floor=numbers(0.0, 1.0)),
    )


def batch_specs(largest: int = 100_000) -> st.SearchStrategy[Batch]:
    """Every kind."""
    size = st.integers(1, largest)
    return st.one_of(
        st.just(AllPointsBatch()),
        st.builds(InOrderBatch, size=size),
        st.builds(ShuffledBatch, size=size),
        st.builds(DrawnBatch, size=size),
    )


def training_specs(largest_batch: int = 100_000) -> st.SearchStrategy[TrainingSpec]:
    """Every setting there is."""
    return st.builds(
        TrainingSpec,
        learning_rate=numbers(1e-5, 10.0),
        optimizer=optimizer_specs(),
        schedule=schedule_specs(),
        warm_up=st.integers(0, 1_000_000),
        l2_penalty=numbers(0.0, 10.0),
        l1_penalty=numbers(0.0, 10.0),
        batch=batch_specs(largest_batch),
        batch_seed=_SEEDS,
        n_steps=st.integers(0, 10_000_000),
        stop_at_loss=st.none() | numbers(0.0, 100.0),
        stop_at_accuracy=st.none() | numbers(0.0, 1.0),
        patience=st.none() | st.integers(1, 1_000_000),
        precision=st.sampled_from(["float64", "float32"]),
    )


@st.composite
def experiments(
    draw: st.DrawFn, most_points: int = 100_000, most_neurons: int = 256, largest_batch: int = 100_000
) -> Experiment:
    """Whole recipes; smaller limits make recipes that are quick to build and train."""
    experiment = Experiment(
        name=draw(names(80)),
        data=draw(data_specs(most_points)),
        network=draw(network_specs(most_neurons)),
        training=draw(training_specs(largest_batch)),
    )
    if experiment.n_parameters > _MOST_GIVEN or draw(st.integers(0, 4)) > 0:
        return experiment
    start = draw(given_starts(experiment.layer_sizes))
    return replace(experiment, network=replace(experiment.network, initial_weights=start))
