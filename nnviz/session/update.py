"""What comes up from the worker: the latest moment of the run."""

from dataclasses import dataclass
from enum import Enum

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
        Why the run diverged or failed, in plain words; else empty.
    dataset, snapshot, curves
        None where the run could not even begin.
    steps_per_second : float
        Measured over the last second or so; 0 while standing.
    """

    run: int
    n_obeyed: int
    state: RunState
    message: str = ""
    dataset: Dataset | None = None
    snapshot: Snapshot | None = None
    curves: Curves | None = None
    steps_per_second: float = 0.0
