"""The network of a recipe: its hidden layers and the weights it starts from."""

from typing import Annotated, Literal

from nnviz.experiment.data_spec import SEED
from nnviz.experiment.quantity import Quantity, RecipeError, Spec

MOST_HIDDEN_LAYERS = 8

_SPREAD = Quantity("Standard deviation", 0.001, 10.0, "How far the first weights spread around zero.")
_BIAS = Quantity("Bias start", -10.0, 10.0, "The value every bias begins with.")
_GIVEN = Quantity("Given weights", -1e6, 1e6, "The numbers training begins with.")

ActivationName = Literal["relu", "leaky-relu", "elu", "tanh", "sigmoid", "softplus", "identity"]


class LayerSpec(Spec, frozen=True, kw_only=True):
    """A hidden layer."""

    n_neurons: Annotated[
        int,
        Quantity(
            "Hidden neurons",
            1,
            256,
            "Neurons in the hidden layer. Each draws one straight line through the plane; more lines, finer borders.",
            "neurons",
        ),
    ]
    activation: ActivationName = "relu"
    dropout: Annotated[
        float,
        Quantity(
            "Dropout",
            0.0,
            0.9,
            "Share of the layer's neurons that are silenced by lot in each step, so that none can rely on another. "
            "Off when predicting.",
        ),
    ] = 0.0


class NormalStart(Spec, frozen=True, kw_only=True, tag="normal"):
    """Weights from a normal distribution, seeded by the recipe's weight seed."""

    standard_deviation: Annotated[float, _SPREAD] = 1.0


class TruncatedNormalStart(Spec, frozen=True, kw_only=True, tag="truncated-normal"):
    """As normal, but no weight further than two standard deviations from zero."""

    standard_deviation: Annotated[float, _SPREAD] = 1.0


class UniformStart(Spec, frozen=True, kw_only=True, tag="uniform"):
    """Weights equally likely anywhere between -limit and +limit."""

    limit: Annotated[
        float, Quantity("Limit", 0.001, 10.0, "The first weights lie anywhere between minus and plus this number.")
    ] = 1.0


class GlorotUniformStart(Spec, frozen=True, kw_only=True, tag="glorot-uniform"):
    """Glorot's rule, uniform: made for tanh."""


class GlorotNormalStart(Spec, frozen=True, kw_only=True, tag="glorot-normal"):
    """Glorot's rule, normal: made for tanh."""


class HeUniformStart(Spec, frozen=True, kw_only=True, tag="he-uniform"):
    """He's rule, uniform: made for ReLU."""


class HeNormalStart(Spec, frozen=True, kw_only=True, tag="he-normal"):
    """He's rule, normal: made for ReLU."""


class ZerosStart(Spec, frozen=True, kw_only=True, tag="zeros"):
    """All weights 0. Shows why weights must differ: the neurons of a layer stay alike for ever."""


class ArticleStart(Spec, frozen=True, kw_only=True, tag="article"):
    """The original experiment's own start: normal weights from the generator that drew the data.

    That generator goes on after the last point; the article drew all weight matrices three times and kept the third.
    The weight seed plays no part in it.
    """


class GivenStart(Spec, frozen=True, kw_only=True, tag="given"):
    """The numbers themselves: all weights and biases. Neither weight seed nor bias start plays a part in it."""

    weights: Annotated[tuple[tuple[tuple[float, ...], ...], ...], _GIVEN]
    biases: Annotated[tuple[tuple[float, ...], ...], _GIVEN]

    @property
    def layer_sizes(self) -> tuple[int, ...]:
        """Numbers a point has, neurons of each layer: the sizes of the one network these numbers fit."""
        return (len(self.weights[0]) if self.weights else 0, *(len(vector) for vector in self.biases))

    def __post_init__(self) -> None:
        super().__post_init__()
        sizes = self.layer_sizes
        if len(self.weights) != len(self.biases) or not self.weights or 0 in sizes:
            raise RecipeError("given weights: there must be a weight matrix and a bias vector for each layer")
        for number, (matrix, n_inputs, n_neurons) in enumerate(zip(self.weights, sizes, sizes[1:], strict=False)):
            if len(matrix) != n_inputs or any(len(row) != n_neurons for row in matrix):
                raise RecipeError(
                    f"given weights: matrix {number + 1} must have {n_inputs} rows of {n_neurons} numbers"
                )


InitialWeights = (
    NormalStart
    | TruncatedNormalStart
    | UniformStart
    | GlorotUniformStart
    | GlorotNormalStart
    | HeUniformStart
    | HeNormalStart
    | ZerosStart
    | ArticleStart
    | GivenStart
)


class NetworkSpec(Spec, frozen=True, kw_only=True):
    """Hidden layers, and where their weights and biases start."""

    hidden_layers: tuple[LayerSpec, ...]
    initial_weights: InitialWeights
    seed: Annotated[
        int,
        Quantity(
            "Weight seed", SEED.low, SEED.high, "Decides the first weights. The same seed gives the same weights."
        ),
    ]
    initial_bias: Annotated[float, _BIAS] = 0.0

    def __post_init__(self) -> None:
        super().__post_init__()
        if len(self.hidden_layers) > MOST_HIDDEN_LAYERS:
            raise RecipeError(
                f"there must be at most {MOST_HIDDEN_LAYERS} hidden layers, not {len(self.hidden_layers):,}"
            )
