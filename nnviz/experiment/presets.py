"""Presets: experiments that come with nnviz."""

from nnviz.experiment.data_spec import ClusterSpec, DataSpec
from nnviz.experiment.experiment import Experiment
from nnviz.experiment.network_spec import (
    ArticleStart,
    GlorotNormalStart,
    LayerSpec,
    NetworkSpec,
    NormalStart,
    TruncatedNormalStart,
)
from nnviz.experiment.optimizer_spec import AdamSpec
from nnviz.experiment.quantity import RecipeError
from nnviz.experiment.source_spec import (
    BlobsSource,
    CheckerboardSource,
    CirclesSource,
    MoonsSource,
    ShapeSource,
    SpiralsSource,
    UnlearnableSource,
    XorSource,
)
from nnviz.experiment.training_spec import AllPointsBatch, InOrderBatch, ShuffledBatch, TrainingSpec

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


def _shape(
    name: str, source: ShapeSource, hidden_layers: tuple[LayerSpec, ...], *, seed: int, n_steps: int = 1500
) -> Experiment:
    """A shape with a network that learns it in a few seconds."""
    return Experiment(
        name=name,
        data=DataSpec(source=source, seed=1, test_share=0.2),
        network=NetworkSpec(hidden_layers=hidden_layers, initial_weights=GlorotNormalStart(), seed=seed),
        training=TrainingSpec(
            learning_rate=0.02, optimizer=AdamSpec(), l2_penalty=0.0, batch=ShuffledBatch(size=50), n_steps=n_steps
        ),
    )


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
    "xor": _shape("XOR", XorSource(), (LayerSpec(n_neurons=4, activation="tanh"),), seed=3),
    "circles": _shape("Circles", CirclesSource(), (LayerSpec(n_neurons=5, activation="tanh"),), seed=1),
    "moons": _shape("Moons", MoonsSource(), (LayerSpec(n_neurons=6, activation="tanh"),), seed=1),
    "spirals": _shape(
        "Spirals", SpiralsSource(), (LayerSpec(n_neurons=16, activation="tanh"),) * 2, seed=1, n_steps=3000
    ),
    "checkerboard": _shape(
        "Checkerboard", CheckerboardSource(), (LayerSpec(n_neurons=16, activation="tanh"),) * 2, seed=1, n_steps=3000
    ),
    "blobs": _shape("Blobs", BlobsSource(), (LayerSpec(n_neurons=8, activation="tanh"),), seed=2),
    "unlearnable": _shape(
        "Unlearnable", UnlearnableSource(), (LayerSpec(n_neurons=32, activation="tanh"),) * 2, seed=1, n_steps=3000
    ),
}

LESSONS: dict[str, str] = {
    "three-clusters": "The published run: every step looks at all the points",
    "three-clusters-minibatch": "The same points a hundred at a time: many steps, rougher ones",
    "two-gaussians": "Two clouds that overlap: some mistakes nobody can avoid",
    "xor": "What no straight line can part, and a hidden layer can",
    "circles": "One class around the other: the border closes to a ring",
    "moons": "Two classes that reach into one another: the border bends",
    "spirals": "A border that winds: two layers, and patience",
    "checkerboard": "Islands side by side: how many neurons do they take?",
    "blobs": "Several classes at once; another seed puts them elsewhere",
    "unlearnable": "Classes drawn by lot: learned by heart, never understood",
}
"""What each preset is there to show, in one line."""


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
