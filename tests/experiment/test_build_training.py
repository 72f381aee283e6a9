from typing import get_args

import pytest
from hypothesis import given, settings

from nnviz.core import optimizers, schedules
from nnviz.core.optimizers import AdaGrad, Adam, GradientDescent, Momentum, Nesterov, RMSProp
from nnviz.core.schedules import Constant, Cosine, ExponentialDecay, InverseTime, StepDecay
from nnviz.experiment.build_training import build_optimizer, build_schedule
from nnviz.experiment.optimizer_spec import (
    AdaGradSpec,
    AdamSpec,
    GradientDescentSpec,
    MomentumSpec,
    NesterovSpec,
    Optimizer,
    RMSPropSpec,
)
from nnviz.experiment.schedule_spec import (
    ConstantSpec,
    CosineSpec,
    ExponentialDecaySpec,
    InverseTimeSpec,
    Schedule,
    StepDecaySpec,
)
from nnviz.experiment.training_spec import AllPointsBatch, TrainingSpec
from tests.experiment.recipes import training_specs

OPTIMIZERS: list[tuple[Optimizer, optimizers.Optimizer]] = [
    (GradientDescentSpec(), GradientDescent()),
    (MomentumSpec(momentum=0.1), Momentum(momentum=0.1)),
    (NesterovSpec(momentum=0.1), Nesterov(momentum=0.1)),
    (AdaGradSpec(epsilon=0.1), AdaGrad(epsilon=0.1)),
    (RMSPropSpec(decay=0.1, epsilon=0.2), RMSProp(decay=0.1, epsilon=0.2)),
    (AdamSpec(beta1=0.1, beta2=0.2, epsilon=0.3), Adam(beta1=0.1, beta2=0.2, epsilon=0.3)),
]
SHAPES: list[tuple[Schedule, schedules.Shape]] = [
    (ConstantSpec(), Constant()),
    (StepDecaySpec(factor=0.1, every=2), StepDecay(factor=0.1, every=2)),
    (ExponentialDecaySpec(factor=0.1, every=2), ExponentialDecay(factor=0.1, every=2)),
    (InverseTimeSpec(halved_after=2), InverseTime(halved_after=2)),
    (CosineSpec(over=2, floor=0.1), Cosine(over=2, floor=0.1)),
]


@pytest.mark.parametrize(("spec", "optimizer"), OPTIMIZERS, ids=lambda value: type(value).__name__)
def test_an_optimizer_has_the_recipes_numbers(spec: Optimizer, optimizer: optimizers.Optimizer):
    assert build_optimizer(spec) == optimizer


@pytest.mark.parametrize(("spec", "shape"), SHAPES, ids=lambda value: type(value).__name__)
def test_a_schedule_has_the_recipes_rate_shape_and_warm_up(spec: Schedule, shape: schedules.Shape):
    training = TrainingSpec(
        learning_rate=0.4, schedule=spec, warm_up=6, l2_penalty=0.0, batch=AllPointsBatch(), n_steps=10
    )
    assert build_schedule(training) == schedules.Schedule(0.4, shape, 6)


def test_the_lists_of_this_test_are_complete():
    assert [type(spec) for spec, _ in OPTIMIZERS] == list(get_args(Optimizer))
    assert [type(spec) for spec, _ in SHAPES] == list(get_args(Schedule))


@settings(max_examples=50)
@given(training_specs())
def test_no_allowed_schedule_leaves_its_range(training: TrainingSpec):
    rates = build_schedule(training).rates(0, 100)
    assert rates.min() >= 0.0
    assert rates.max() <= training.learning_rate
