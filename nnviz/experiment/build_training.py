"""From a recipe's training to the optimizer and the schedule that carry it out."""

from nnviz.core import optimizers, schedules
from nnviz.core.optimizers import Optimizer
from nnviz.core.schedules import Schedule
from nnviz.experiment.optimizer_spec import (
    AdaGradSpec,
    AdamSpec,
    MomentumSpec,
    NesterovSpec,
    RMSPropSpec,
)
from nnviz.experiment.optimizer_spec import Optimizer as OptimizerSpec
from nnviz.experiment.schedule_spec import (
    CosineSpec,
    ExponentialDecaySpec,
    InverseTimeSpec,
    StepDecaySpec,
)
from nnviz.experiment.schedule_spec import Schedule as ScheduleSpec
from nnviz.experiment.training_spec import TrainingSpec


def build_optimizer(spec: OptimizerSpec) -> Optimizer:
    """The optimizer a recipe names, with its numbers."""
    match spec:
        case MomentumSpec():
            return optimizers.Momentum(spec.momentum)
        case NesterovSpec():
            return optimizers.Nesterov(spec.momentum)
        case AdaGradSpec():
            return optimizers.AdaGrad(spec.epsilon)
        case RMSPropSpec():
            return optimizers.RMSProp(spec.decay, spec.epsilon)
        case AdamSpec():
            return optimizers.Adam(spec.beta1, spec.beta2, spec.epsilon)
        case _:
            return optimizers.GradientDescent()


def build_schedule(training: TrainingSpec) -> Schedule:
    """The learning rate of every step of a recipe."""
    return Schedule(training.learning_rate, _shape(training.schedule), training.warm_up)


def _shape(spec: ScheduleSpec) -> schedules.Shape:
    match spec:
        case StepDecaySpec():
            return schedules.StepDecay(spec.factor, spec.every)
        case ExponentialDecaySpec():
            return schedules.ExponentialDecay(spec.factor, spec.every)
        case InverseTimeSpec():
            return schedules.InverseTime(spec.halved_after)
        case CosineSpec():
            return schedules.Cosine(spec.over, spec.floor)
        case _:
            return schedules.Constant()
