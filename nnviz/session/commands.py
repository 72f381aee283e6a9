"""What goes down to the worker: a recipe, and commands."""

from dataclasses import dataclass

from nnviz.experiment.data_spec import DataSpec
from nnviz.experiment.experiment import Experiment
from nnviz.session.hand_edits import HandEdit


@dataclass(frozen=True)
class StartRun:
    """Begin run number `run` of `experiment` at step 0, training at once or waiting.

    Attributes
    ----------
    run : int
    experiment : Experiment
    play : bool
    in_hand : bool
        A hand moves the points, and will soon ask for others: they are to be seen at once, and their network may be
        put off.
    """

    run: int
    experiment: Experiment
    play: bool
    in_hand: bool = False


@dataclass(frozen=True)
class GoOnAs:
    """Take over learning rate, λ and number of steps of `experiment`, from the step to come.

    Attributes
    ----------
    experiment : Experiment
    what : str
        What changed, as a noun.
    branch_at : int or None
        A step of the past to go back to first, which then is the one to come; None for where the run stands.
    """

    experiment: Experiment
    what: str = ""
    branch_at: int | None = None


@dataclass(frozen=True)
class GoOnWith:
    """Train the network as it is on the points of `experiment`, from the step to come.

    The rest is as for `GoOnAs` and `StartRun`.
    """

    experiment: Experiment
    what: str = ""
    branch_at: int | None = None
    in_hand: bool = False


@dataclass(frozen=True)
class SetByHand:
    """Give a weight or bias another value, from the step to come; `branch_at` as for `GoOnAs`."""

    edit: HandEdit
    branch_at: int | None = None


@dataclass(frozen=True)
class TakeBack:
    """Return to the step at which edit number `number` was made, and be as before it."""

    number: int


@dataclass(frozen=True)
class BringBack:
    """Return to the step of an edit that was taken back, and make it again."""

    number: int


@dataclass(frozen=True)
class Rename:
    """Call and colour the classes as `data` does; their points stay as they are."""

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
class Show:
    """Stand still and look back at a step that the run has made; from the last one on, at where the run stands."""

    step: int


@dataclass(frozen=True)
class BackToLive:
    """Look at where the run stands."""


@dataclass(frozen=True)
class SetMemory:
    """Let the curves and key frames of the past take no more than so many bytes."""

    most_bytes: int


@dataclass(frozen=True)
class Outdated:
    """Stands in the place of a command that a later one has replaced."""


@dataclass(frozen=True)
class Quit:
    """End the thread."""


Command = (
    StartRun
    | GoOnAs
    | GoOnWith
    | SetByHand
    | TakeBack
    | BringBack
    | Rename
    | Play
    | Pause
    | StepOnce
    | SetSpeed
    | Show
    | BackToLive
    | SetMemory
    | Outdated
    | Quit
)
