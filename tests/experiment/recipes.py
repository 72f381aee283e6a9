"""Random recipes: hypothesis strategies for every part of an `Experiment`, all of them allowed ones."""

import math

from hypothesis import strategies as st

from nnviz.experiment.data_spec import ClusterSpec, DataSpec, Matrix
from nnviz.experiment.experiment import Experiment
from nnviz.experiment.network_spec import ArticleStart, LayerSpec, NetworkSpec, NormalStart, TruncatedNormalStart
from nnviz.experiment.training_spec import AllPointsBatch, InOrderBatch, TrainingSpec

_SEEDS = st.integers(0, 2**32 - 1)


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
    )
    clusters = tuple(draw(st.lists(cluster, min_size=2, max_size=10)))
    n_points = sum(cluster.n_points for cluster in clusters)
    shares = numbers(0.0, 0.9).filter(lambda share: math.ceil(n_points * share) < n_points)
    return DataSpec(clusters=clusters, seed=draw(_SEEDS), test_share=draw(shares))


def network_specs(most_neurons: int = 256) -> st.SearchStrategy[NetworkSpec]:
    """Up to eight hidden layers, every kind of start."""
    layer = st.builds(LayerSpec, n_neurons=st.integers(1, most_neurons))
    spread = numbers(0.001, 10.0)
    start = st.one_of(
        st.builds(NormalStart, standard_deviation=spread),
        st.builds(TruncatedNormalStart, standard_deviation=spread),
        st.just(ArticleStart()),
    )
    layers = st.lists(layer, max_size=8).map(tuple)
    return st.builds(NetworkSpec, hidden_layers=layers, initial_weights=start, seed=_SEEDS)


def training_specs() -> st.SearchStrategy[TrainingSpec]:
    """Every kind of batch."""
    batch = st.one_of(st.just(AllPointsBatch()), st.builds(InOrderBatch, size=st.integers(1, 100_000)))
    return st.builds(
        TrainingSpec,
        learning_rate=numbers(1e-5, 10.0),
        l2_penalty=numbers(0.0, 10.0),
        batch=batch,
        n_steps=st.integers(0, 10_000_000),
    )


def experiments(most_points: int = 100_000, most_neurons: int = 256) -> st.SearchStrategy[Experiment]:
    """Whole recipes; smaller limits make recipes that are quick to build and train."""
    return st.builds(
        Experiment,
        name=names(80),
        data=data_specs(most_points),
        network=network_specs(most_neurons),
        training=training_specs(),
    )
