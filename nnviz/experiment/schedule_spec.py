"""How the learning rate of a recipe changes from step to step; `core.schedules` has the formulas."""

from typing import Annotated

from nnviz.experiment.quantity import Quantity, Spec

_FACTOR = Quantity("Factor", 0.001, 1.0, "What the learning rate is multiplied by each time.")
_EVERY = Quantity("Every", 1, 10_000_000, "So many steps from one time to the next.", "steps")


class ConstantSpec(Spec, frozen=True, kw_only=True, tag="constant"):
    """The same rate all the time."""


class StepDecaySpec(Spec, frozen=True, kw_only=True, tag="step"):
    """Stairs: the rate falls by a factor, again and again."""

    factor: Annotated[float, _FACTOR] = 0.5
    every: Annotated[int, _EVERY] = 1000


class ExponentialDecaySpec(Spec, frozen=True, kw_only=True, tag="exponential"):
    """A slope: the rate loses the same share in every step."""

    factor: Annotated[float, _FACTOR] = 0.5
    every: Annotated[int, _EVERY] = 1000


class InverseTimeSpec(Spec, frozen=True, kw_only=True, tag="inverse-time"):
    """1/t: the rate falls quickly at first and ever more slowly."""

    halved_after: Annotated[
        int, Quantity("Halved after", 1, 10_000_000, "The step at which half of the learning rate is left.", "steps")
    ] = 1000


class CosineSpec(Spec, frozen=True, kw_only=True, tag="cosine"):
    """Half a cosine: slowly at first, quickly in the middle, slowly to its floor."""

    over: Annotated[
        int, Quantity("Over", 1, 10_000_000, "The step at which the learning rate reaches its floor.", "steps")
    ] = 5000
    floor: Annotated[float, Quantity("Floor", 0.0, 1.0, "Share of the learning rate that is left at the end.")] = 0.0


Schedule = ConstantSpec | StepDecaySpec | ExponentialDecaySpec | InverseTimeSpec | CosineSpec
