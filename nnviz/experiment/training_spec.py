"""The training of a recipe: how a gradient becomes a stride, on which points, and when it ends."""

from typing import Annotated, Literal

from nnviz.experiment.data_spec import SEED
from nnviz.experiment.optimizer_spec import GradientDescentSpec, Optimizer
from nnviz.experiment.quantity import Quantity, Spec
from nnviz.experiment.schedule_spec import ConstantSpec, Schedule

_BATCH_SIZE = Quantity(
    "Batch size", 1, 100_000, "Training points a step looks at. Small batches make quick, unsteady steps.", "points"
)


class AllPointsBatch(Spec, frozen=True, kw_only=True, tag="all"):
    """Every step uses all training points."""


class InOrderBatch(Spec, frozen=True, kw_only=True, tag="in-order"):
    """Every step uses the next few training points, as the original experiment does."""

    size: Annotated[int, _BATCH_SIZE]


class ShuffledBatch(Spec, frozen=True, kw_only=True, tag="shuffled"):
    """All training points in a new random order every epoch, cut into batches."""

    size: Annotated[int, _BATCH_SIZE]


class DrawnBatch(Spec, frozen=True, kw_only=True, tag="drawn"):
    """Every step draws its points by lot from all training points; some come twice."""

    size: Annotated[int, _BATCH_SIZE]


Batch = AllPointsBatch | InOrderBatch | ShuffledBatch | DrawnBatch


class TrainingSpec(Spec, frozen=True, kw_only=True):
    """Learning rate, optimizer, batches, penalties, precision, and when the run ends."""

    learning_rate: Annotated[
        float,
        Quantity(
            "Learning rate",
            1e-5,
            10.0,
            "How far a step follows the slope. Too small is slow, too large overshoots.",
        ),
    ]
    optimizer: Optimizer = GradientDescentSpec()
    schedule: Schedule = ConstantSpec()
    warm_up: Annotated[
        int,
        Quantity(
            "Warm-up",
            0,
            1_000_000,
            "Steps in which the learning rate rises to its full height. 0 begins with all of it.",
            "steps",
        ),
    ] = 0
    l2_penalty: Annotated[
        float,
        Quantity("L2 penalty λ", 0.0, 10.0, "How strongly large weights are punished: ½ λ Σ w² joins the loss."),
    ]
    l1_penalty: Annotated[
        float,
        Quantity(
            "L1 penalty λ₁",
            0.0,
            10.0,
            "How strongly weights are punished for not being zero: λ₁ Σ |w| joins the loss. It empties needless ones.",
        ),
    ] = 0.0
    batch: Batch
    batch_seed: Annotated[
        int,
        Quantity(
            "Batch seed",
            SEED.low,
            SEED.high,
            "Decides the random order of batches and the neurons that dropout silences, apart from data and weights.",
        ),
    ] = 0
    n_steps: Annotated[
        int,
        Quantity(
            "Stop after", 0, 10_000_000, "The run ends at this step. More can be added when it is there.", "steps"
        ),
    ]
    stop_at_loss: Annotated[
        float | None,
        Quantity(
            "Stop at loss",
            0.0,
            100.0,
            "The run ends at the first step whose training loss is no more than this.",
            "nats",
        ),
    ] = None
    stop_at_accuracy: Annotated[
        float | None,
        Quantity(
            "Stop at accuracy",
            0.0,
            1.0,
            "The run ends when this share of the test points is right (of the training points if there are none).",
        ),
    ] = None
    patience: Annotated[
        int | None,
        Quantity(
            "Patience",
            1,
            1_000_000,
            "The run ends when the test loss has not been lower for so many steps: what is learned no longer helps on "
            "new points. Where none are for testing, the training loss is watched.",
            "steps",
        ),
    ] = None
    precision: Literal["float64", "float32"] = "float64"
