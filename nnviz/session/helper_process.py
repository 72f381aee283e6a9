"""What the helper's process does: it makes steps in the place of the run's own trainer, and says what became of them.

Whatever is out of the ordinary, a run that diverges or comes to its end, or an error, it only says that there was
something; the run makes those steps again by itself, and finds out all of it.
"""

import signal
import time
from collections import deque
from dataclasses import dataclass
from typing import Any, Protocol

from nnviz.core.history import Curves, History
from nnviz.core.trainer import Points, Trail, Trainer
from nnviz.experiment.build import build_trainer_on
from nnviz.experiment.experiment import Experiment


@dataclass(frozen=True)
class Begin:
    """Take the place of another trainer.

    Attributes
    ----------
    number : int
        Of this beginning; all answers bear it.
    experiment : Experiment or None
        The recipe by which the steps to come are made; None where it is that of the beginning before.
    points : tuple of Points or None
        Training and test points; None likewise.
    trail : Trail
        Where the other trainer stands.
    """

    number: int
    experiment: Experiment | None
    points: tuple[Points, Points] | None
    trail: Trail


@dataclass(frozen=True)
class Advance:
    """Make so many steps more."""

    n_steps: int


@dataclass(frozen=True)
class Settle:
    """Make none of the steps that are not begun."""


@dataclass(frozen=True)
class Stint:
    """Steps that were made, all that were wanted.

    Attributes
    ----------
    number : int
        Of the beginning.
    n_steps : int
    seconds : float
        What they took.
    trail : Trail
        Where they led.
    curves : Curves
        What was recorded of them.
    """

    number: int
    n_steps: int
    seconds: float
    trail: Trail
    curves: Curves


@dataclass(frozen=True)
class Unusual:
    """Something is not as always with the steps that are next."""

    number: int


@dataclass(frozen=True)
class Settled:
    """Nothing more will be made that was asked for up to here."""

    number: int


Message = Begin | Advance | Settle
Answer = Stint | Unusual | Settled


class Connection(Protocol):
    """One end of a pipe, as every system has it by another name."""

    def send(self, obj: Any, /) -> None:
        """Say something to the other end."""

    def recv(self) -> Any:
        """What the other end has said, as soon as there is something."""

    def poll(self, timeout: float = ..., /) -> bool:
        """Whether there is, within so many seconds."""
        ...

    def close(self) -> None:
        """Say and hear nothing any more."""


def serve_alone(connection: Connection) -> None:
    """Serve, in a process of one's own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the window, which then closes the connection
    serve(connection)


def serve(connection: Connection) -> None:
    """Answer messages until nobody is there any more; the first answer of all, None, says that one listens."""
    try:
        connection.send(None)
        _Service(connection).work()
    except (EOFError, OSError):
        return


class _Service:
    """Works off what it is told, and looks for what is new before each stint."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._waiting: deque[Message] = deque()
        self._experiment: Experiment | None = None
        self._points: tuple[Points, Points] | None = None
        self._trainer: Trainer | None = None
        self._number = 0

    def work(self) -> None:
        """For ever; whoever is asked ends it by going away."""
        while True:
            self._receive()
            match self._waiting.popleft():
                case Begin() as begin:
                    self._begin(begin)
                case Advance(n_steps):
                    self._connection.send(self._advance(n_steps))
                case Settle():
                    self._connection.send(Settled(self._number))

    def _receive(self) -> None:
        """All messages there are, at least one; what comes before one that settles or begins anew is outdone by it."""
        while not self._waiting or self._connection.poll():
            message = self._connection.recv()
            if not isinstance(message, Advance):
                self._waiting = deque(each for each in self._waiting if isinstance(each, Begin))
            self._waiting.append(message)

    def _begin(self, begin: Begin) -> None:
        self._number = begin.number
        if begin.experiment is not None or begin.points is not None:
            self._trainer = None
        self._experiment = begin.experiment or self._experiment
        self._points = begin.points or self._points
        if self._experiment is None or self._points is None:
            return
        trainer, self._trainer = self._trainer, None  # until all has gone well
        try:
            trainer = trainer or build_trainer_on(self._experiment, *self._points)
            trainer.follow(begin.trail)
        except Exception:  # whatever it is, the run will find that it has to do without
            return
        self._trainer = trainer

    def _advance(self, n_steps: int) -> Answer:
        trainer, self._trainer = self._trainer, None  # until all has gone well
        if trainer is None:
            return Unusual(self._number)
        started, first = time.perf_counter(), trainer.step
        trainer.history = History(first_step=first)
        try:
            trainer.advance(n_steps)
        except Exception:  # it may have diverged
            return Unusual(self._number)
        if trainer.stopped is not None or trainer.step != first + n_steps:
            return Unusual(self._number)
        self._trainer = trainer
        seconds = time.perf_counter() - started
        return Stint(self._number, n_steps, seconds, trainer.trail(), trainer.history.curves())
