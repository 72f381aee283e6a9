"""Schedules: how the learning rate changes while a network trains.

Long strides find the valley, short ones its floor. A schedule is a factor on the learning rate that depends on the
step alone, so that a run can be taken up anywhere.
"""

from dataclasses import dataclass

import numpy as np

from nnviz.core.arrays import FloatArray


@dataclass(frozen=True)
class Constant:
    """The same rate for ever."""

    def factors(self, steps: FloatArray) -> FloatArray:
        """The factor at each of `steps`, of their shape; every schedule begins at 1 and never goes above."""
        return np.ones_like(steps)


@dataclass(frozen=True)
class StepDecay:
    """The rate times `factor` at every `every`-th step: stairs.

    Attributes
    ----------
    factor : float
        Above 0, at most 1.
    every : int
        In steps, at least 1.
    """

    factor: float
    every: int

    def factors(self, steps: FloatArray) -> FloatArray:
        """factor^⌊step / every⌋."""
        return self.factor ** np.floor(steps / self.every)


@dataclass(frozen=True)
class ExponentialDecay:
    """The stairs of `StepDecay` made a slope: the same share is lost in every step.

    Attributes
    ----------
    factor : float
        What is left after `every` steps, above 0, at most 1.
    every : int
        In steps, at least 1.
    """

    factor: float
    every: int

    def factors(self, steps: FloatArray) -> FloatArray:
        """factor^(step / every)."""
        return self.factor ** (steps / self.every)


@dataclass(frozen=True)
class InverseTime:
    """1 / (1 + step / halved_after): the kind that gradient descent on noisy batches converges with.

    Robbins and Monro (1951): the rates' sum must be infinite, the sum of their squares finite.

    Attributes
    ----------
    halved_after : int
        In steps, at least 1.
    """

    halved_after: int

    def factors(self, steps: FloatArray) -> FloatArray:
        """1 / (1 + step / halved_after)."""
        return 1.0 / (1.0 + steps / self.halved_after)


@dataclass(frozen=True)
class Cosine:
    """Half a cosine from the full rate to `floor` of it, where it stays (Loshchilov and Hutter, 2017).

    Attributes
    ----------
    over : int
        In steps, at least 1.
    floor : float
        Share of the rate at the end, 0 … 1.
    """

    over: int
    floor: float

    def factors(self, steps: FloatArray) -> FloatArray:
        """floor + (1 - floor) (1 + cos(π step / over)) / 2."""
        turn = np.pi * np.minimum(steps / self.over, 1.0)
        return self.floor + (1.0 - self.floor) * 0.5 * (1.0 + np.cos(turn))


Shape = Constant | StepDecay | ExponentialDecay | InverseTime | Cosine


@dataclass(frozen=True)
class Schedule:
    """The learning rate of every step.

    Attributes
    ----------
    learning_rate : float
        Above 0.
    shape : Shape
    warm_up : int
        Steps in which the rate rises in equal strides to its full height; 0 is none. Adaptive optimizers begin with
        poor estimates, and large networks with large gradients; a gentle start spares them both.
    """

    learning_rate: float
    shape: Shape = Constant()
    warm_up: int = 0

    @property
    def is_constant(self) -> bool:
        """Whether the rate is the same in every step."""
        return isinstance(self.shape, Constant) and self.warm_up == 0

    def rates(self, first: int, n_steps: int) -> FloatArray:
        """η of the steps first … first + n_steps - 1, (n_steps,)."""
        steps = np.arange(first, first + n_steps, dtype=np.float64)
        rates = self.learning_rate * self.shape.factors(steps)
        if first < self.warm_up:
            rates *= np.minimum((steps + 1.0) / self.warm_up, 1.0)
        return rates

    def rate(self, step: int) -> float:
        """η of one step."""
        return float(self.rates(step, 1)[0])
