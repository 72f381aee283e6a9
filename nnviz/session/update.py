"""What comes up from the worker: the latest moment of the run."""

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

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
