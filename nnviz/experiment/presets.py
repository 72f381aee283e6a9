"""Presets: experiments that come with nnviz."""

from nnviz.experiment.data_spec import ClusterSpec, DataSpec
from nnviz.experiment.experiment import Experiment
from nnviz.experiment.network_spec import ArticleStart, LayerSpec, NetworkSpec, NormalStart, TruncatedNormalStart
from nnviz.experiment.quantity import RecipeError
from nnviz.experiment.training_spec import AllPointsBatch, InOrderBatch, TrainingSpec

_ARTICLE_DATA = DataSpec(
    clusters=(
        ClusterSpec(name="A", n_points=5000, mean=(0.0, 0.0), covariance=((2.0, 0.75), (0.75, 2.0))),
        ClusterSpec(name="B", n_points=5000, mean=(1.0, 4.0), covariance=((1.0, 0.75), (0.75, 1.0))),
        # No covariance matrix: the original experiment's own slip, kept because its data come from it.
        ClusterSpec(name="C", n_points=5000, mean=(2.0, 8.0), covariance=((0.0, 0.75), (0.75, 0.0))),
    ),
    seed=12,
    test_share=0.1,
)

_FIVE_NEURONS = (LayerSpec(n_neurons=5),)

DEFAULT_PRESET = "three-clusters"

PRESETS: dict[str, Experiment] = {
    "three-clusters": Experiment(
        name="Three clusters",
        data=_ARTICLE_DATA,
        network=NetworkSpec(hidden_layers=_FIVE_NEURONS, initial_weights=ArticleStart(), seed=12),
        training=TrainingSpec(learning_rate=0.01, l2_penalty=0.01, batch=AllPointsBatch(), n_steps=5000),
    ),
    "three-clusters-minibatch": Experiment(
        name="Three clusters, mini-batch",
        data=_ARTICLE_DATA,
        network=NetworkSpec(hidden_layers=_FIVE_NEURONS, initial_weights=TruncatedNormalStart(), seed=12),
        training=TrainingSpec(learning_rate=0.01, l2_penalty=0.0, batch=InOrderBatch(size=100), n_steps=10_000),
    ),
    "two-gaussians": Experiment(
        name="Two Gaussians",
        data=DataSpec(
            clusters=(
                ClusterSpec(name="A", n_points=500, mean=(-1.5, 0.0), covariance=((1.0, 0.0), (0.0, 1.0))),
                ClusterSpec(name="B", n_points=500, mean=(1.5, 1.0), covariance=((1.0, 0.3), (0.3, 0.5))),
            ),
            seed=1,
            test_share=0.2,
        ),
        network=NetworkSpec(hidden_layers=(LayerSpec(n_neurons=3),), initial_weights=NormalStart(), seed=1),
        training=TrainingSpec(learning_rate=0.1, l2_penalty=0.0, batch=AllPointsBatch(), n_steps=2000),
    ),
}


def preset(name: str) -> Experiment:
    """The experiment called `name`.

    Raises
    ------
    RecipeError
        Where there is none; the sentence lists those there are.
    """
    if name not in PRESETS:
        raise RecipeError(f"there is no file and no preset named {name!r}; the presets are {', '.join(PRESETS)}")
    return PRESETS[name]
