"""The optimizer of a recipe, with its own numbers; `core.optimizers` says what each does and who found it."""

from typing import Annotated

from nnviz.experiment.quantity import Quantity, Spec

_MOMENTUM = Quantity("Momentum", 0.0, 0.999, "How much of its speed the network keeps from step to step.")
_EPSILON = Quantity("Epsilon ε", 1e-12, 1.0, "Added where the optimizer divides, so that it never divides by zero.")


class GradientDescentSpec(Spec, frozen=True, kw_only=True, tag="gradient-descent"):
    """Straight downhill."""


class MomentumSpec(Spec, frozen=True, kw_only=True, tag="momentum"):
    """A heavy ball that keeps its speed."""

    momentum: Annotated[float, _MOMENTUM] = 0.9


class NesterovSpec(Spec, frozen=True, kw_only=True, tag="nesterov"):
    """A heavy ball that looks ahead."""

    momentum: Annotated[float, _MOMENTUM] = 0.9


class AdaGradSpec(Spec, frozen=True, kw_only=True, tag="adagrad"):
    """Shorter strides along what has been steep."""

    epsilon: Annotated[float, _EPSILON] = 1e-10


class RMSPropSpec(Spec, frozen=True, kw_only=True, tag="rmsprop"):
    """Shorter strides along what has been steep lately."""

    decay: Annotated[
        float, Quantity("Decay ρ", 0.0, 0.9999, "How much of the mean of squared gradients is kept from step to step.")
    ] = 0.9
    epsilon: Annotated[float, _EPSILON] = 1e-8


class AdamSpec(Spec, frozen=True, kw_only=True, tag="adam"):
    """Momentum, and shorter strides along what has been steep lately."""

    beta1: Annotated[
        float, Quantity("Beta β₁", 0.0, 0.9999, "How much of the mean gradient is kept from step to step.")
    ] = 0.9
    beta2: Annotated[
        float,
        Quantity("Beta β₂", 0.0, 0.99999, "How much of the mean of squared gradients is kept from step to step."),
    ] = 0.999
    epsilon: Annotated[float, _EPSILON] = 1e-8


Optimizer = GradientDescentSpec | MomentumSpec | NesterovSpec | AdaGradSpec | RMSPropSpec | AdamSpec
