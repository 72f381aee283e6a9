"""What goes down to the worker: a recipe, and commands."""

from dataclasses import dataclass

from nnviz.experiment.data_spec import DataSpec
from nnviz.experiment.experiment import Experiment


@dataclass(frozen=True)
class StartRun:
    """Begin run number `run` of `experiment` at step 0, training at once or waiting."""

    run: int
    experiment: Experiment
    play: bool


@dataclass(frozen=True)
class GoOnAs:
    """Take over learning rate, λ and number of steps of `experiment`, from the step to come."""

    experiment: Experiment


@dataclass(frozen=True)
class Rename:
    """Call the classes as `data` does; their points stay as they are."""

    data: DataSpec


@dataclass(frozen=True)
class Play:
    """Train until told otherwise."""


@dataclass(frozen=True)
class Pause:
    """Stand still."""


@dataclass(frozen=True)
class StepOnce:
    """Make one update, then stand still."""


@dataclass(frozen=True)
class SetSpeed:
    """Train at most so many steps a second; None is as fast as possible."""

    steps_per_second: float | None


@dataclass(frozen=True)
class Outdated:
    """Stands in the place of a command that a later one has replaced."""


@dataclass(frozen=True)
class Quit:
    """End the thread."""


Command = StartRun | GoOnAs | Rename | Play | Pause | StepOnce | SetSpeed | Outdated | Quit
