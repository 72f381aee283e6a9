"""What comes up from the worker: the latest moment of the run."""

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from nnviz.session.hand_edits import HandEdit

if TYPE_CHECKING:  # only named here: NumPy, which they would load, comes after the first painted window
    from nnviz.core.diagnosis import Finding
    from nnviz.core.divergence import Cause
    from nnviz.core.history import Curves
    from nnviz.core.snapshot import Snapshot
    from nnviz.data.dataset import Dataset


class RunState(Enum):
    """What a run is doing."""

    WAITING = "waiting"
    TRAINING = "training"
    FINISHED = "finished"
    DIVERGED = "diverged"
    FAILED = "failed"


class Help(Enum):
    """Whether another process makes steps, and why it does not."""

    NONE = "there is a single processor"
    AWAITED = "it has made no step"
    GIVEN = "it has made steps"
    LOST = "it could not be started, or has ended"


@dataclass(frozen=True)
class Change:
    """A setting that changed in the middle of a run, or a weight that a hand set.

    Attributes
    ----------
    step : int
        The first that was made with it.
    what : str
        Its name, as a noun.
    sentence : str
        What it has become, where that is not told by the recipe.
    """

    step: int
    what: str
    sentence: str = ""


@dataclass(frozen=True)
class PastMoment:
    """Says that a step of the past is shown, not where the run stands.

    Attributes
    ----------
    wanted : int
        The step that was asked for.
    live_step : int
        Where the run stands.
    progress : float
        How far the computer is in making the step again from a key frame, 0 … 1; below 1 a key frame stands in.
    """

    wanted: int
    live_step: int
    progress: float


@dataclass(frozen=True)
class RunUpdate:
    """One moment of a run, in read-only values.

    Attributes
    ----------
    run : int
        Number of the run; what belongs to an old one is dropped.
    n_obeyed : int
        Commands obeyed up to now: shows which of them this moment already knows of.
    state : RunState
    message : str
        Why the run ended or its loss blew up, in plain words, where there is something to say.
    dataset, snapshot, curves
        None where the run could not even begin.
    steps_per_second : float
        Measured over the last second or so; 0 while standing.
    findings : tuple of Finding
        Neurons that do not do their share, as they were when they were last examined.
    examined_step : int or None
        The step that was at: this one where the run stands still (a large network may take a moment), up to half a
        second ago while it trains, more for a large network; None before the first time.
    cause : Cause or None
        Why the run diverged, or why its loss has blown up though it goes on.
    stopped_early : bool
        Whether the run has ended before its last step, as it was told to; the message says why.
    points_since : int
        The first step that was made on these points; above 0 where they changed and the run went on.
    past : PastMoment or None
        Where a step of the past is shown: which; the data set and the snapshot then are those of that step (or of the
        key frame that stands in), all else is the run's as it stands.
    changes : tuple of Change
        What changed in the middle of the run, in the order of the steps.
    earlier : tuple of Curves
        What the run was from where it branched, before it went on from there otherwise; the latest comes last.
    hand_edits, taken_back : tuple of HandEdit
        Weights that a hand set in this run; and those of which that was taken back, and can be brought back.
    refusal : str
        Why what a hand asked for last could not be; empty where it could.
    ahead_at : int or None
        Where a hand moves points, and these are shown before there is a network for them: the step at which the run
        stands. There is no snapshot then.
    help : Help
        How it stands with the other process that makes steps.
    """

    run: int
    n_obeyed: int
    state: RunState
    message: str = ""
    dataset: "Dataset | None" = None
    snapshot: "Snapshot | None" = None
    curves: "Curves | None" = None
    steps_per_second: float = 0.0
    findings: "tuple[Finding, ...]" = ()
    examined_step: int | None = None
    cause: "Cause | None" = None
    stopped_early: bool = False
    points_since: int = 0
    past: PastMoment | None = None
    changes: tuple[Change, ...] = ()
    earlier: "tuple[Curves, ...]" = ()
    hand_edits: tuple[HandEdit, ...] = ()
    taken_back: tuple[HandEdit, ...] = ()
    refusal: str = ""
    ahead_at: int | None = None
    help: Help = Help.AWAITED

    @property
    def is_ahead(self) -> bool:
        """Whether these are points that a hand moves, whose network is yet to come."""
        return self.ahead_at is not None

    @property
    def live_step(self) -> int:
        """Where the run stands, whichever step is shown."""
        if self.past is not None:
            return self.past.live_step
        if self.ahead_at is not None:
            return self.ahead_at
        return self.snapshot.step if self.snapshot is not None else 0

    @property
    def step_text(self) -> str:
        """Which step is shown, and for which other one it stands in."""
        shown = "" if self.snapshot is None else f"step {self.snapshot.step:,}"
        if self.past is None or self.past.progress >= 1.0:
            return shown
        return f"{shown}, until step {self.past.wanted:,} is computed ({100 * self.past.progress:.0f} %)"
