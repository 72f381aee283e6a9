"""The network of a recipe: its hidden layers and the weights it starts from."""

from typing import Annotated, Literal

from nnviz.experiment.data_spec import SEED
from nnviz.experiment.quantity import Quantity, RecipeError, Spec

MOST_HIDDEN_LAYERS = 8

_SPREAD = Quantity("Standard deviation", 0.001, 10.0, "How far the first weights spread around zero.")


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
    activation: Literal["relu"] = "relu"


class NormalStart(Spec, frozen=True, kw_only=True, tag="normal"):
    """Weights from a normal distribution, seeded by the recipe's weight seed."""

    standard_deviation: Annotated[float, _SPREAD] = 1.0


class TruncatedNormalStart(Spec, frozen=True, kw_only=True, tag="truncated-normal"):
    """As normal, but no weight further than two standard deviations from zero."""

    standard_deviation: Annotated[float, _SPREAD] = 1.0


class ArticleStart(Spec, frozen=True, kw_only=True, tag="article"):
    """The original experiment's own start: normal weights from the generator that drew the data.

    That generator goes on after the last point; the article drew all weight matrices three times and kept the third.
    The weight seed plays no part in it.
    """


InitialWeights = NormalStart | TruncatedNormalStart | ArticleStart


class NetworkSpec(Spec, frozen=True, kw_only=True):
    """Hidden layers, and where their weights start. Biases start at zero."""

    hidden_layers: tuple[LayerSpec, ...]
    initial_weights: InitialWeights
    seed: Annotated[
        int,
        Quantity(
            "Weight seed", SEED.low, SEED.high, "Decides the first weights. The same seed gives the same weights."
        ),
    ]

    def __post_init__(self) -> None:
        super().__post_init__()
        if len(self.hidden_layers) > MOST_HIDDEN_LAYERS:
            raise RecipeError(
                f"there must be at most {MOST_HIDDEN_LAYERS} hidden layers, not {len(self.hidden_layers):,}"
            )
