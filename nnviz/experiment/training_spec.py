"""The training of a recipe: how long the strides are, on which points, and for how many steps."""

from typing import Annotated

from nnviz.experiment.quantity import Quantity, Spec


class AllPointsBatch(Spec, frozen=True, kw_only=True, tag="all"):
    """Every step uses all training points."""


class InOrderBatch(Spec, frozen=True, kw_only=True, tag="in-order"):
    """Every step uses the next few training points, as the original experiment does."""

    size: Annotated[
        int,
        Quantity(
            "Batch size",
            1,
            100_000,
            "Training points a step looks at. Small batches make quick, unsteady steps.",
            "points",
        ),
    ]


Batch = AllPointsBatch | InOrderBatch


class TrainingSpec(Spec, frozen=True, kw_only=True):
    """Gradient descent, its penalty and its end."""

    learning_rate: Annotated[
        float,
        Quantity(
            "Learning rate",
            1e-5,
            10.0,
            "How far a step follows the slope. Too small is slow, too large overshoots.",
        ),
    ]
    l2_penalty: Annotated[
        float,
        Quantity("L2 penalty λ", 0.0, 10.0, "How strongly large weights are punished: ½ λ Σ w² joins the loss."),
    ]
    batch: Batch
    n_steps: Annotated[
        int,
        Quantity(
            "Stop after", 0, 10_000_000, "The run ends at this step. More can be added when it is there.", "steps"
        ),
    ]
