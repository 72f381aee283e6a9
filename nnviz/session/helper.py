"""The helper: another process that makes a run's steps, so that they and the window's frames have an interpreter each.

It is asked for a few stints at a time, and so is always a little ahead of what the run knows. What it says is taken
only where nothing out of the ordinary happened; and where it does not answer any more, the run goes on by itself.
"""

import multiprocessing
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from multiprocessing.process import BaseProcess

from nnviz.core.trainer import Trainer
from nnviz.data.dataset import Dataset
from nnviz.experiment.build import points_of
from nnviz.experiment.experiment import Experiment
from nnviz.session.helper_process import (
    Advance,
    Answer,
    Begin,
    Connection,
    Message,
    Settle,
    Settled,
    Stint,
    serve_alone,
)
from nnviz.session.update import Help

PATIENCE = 2.0
"""Seconds after which a process that was asked for hundredths of a second is not waited for any more."""

_AWAY = 0.5
"""Seconds: who has not looked for so long has not waited either."""

_FAREWELL = 5.0

Link = tuple[Connection, BaseProcess | None]
"""The way to a process, and itself."""


def launch() -> Link:
    """Start a process that serves; it does not outlive this one."""
    context = multiprocessing.get_context("spawn")  # by `fork` it would be a copy of this one, locks and all
    ours, theirs = context.Pipe()
    process = context.Process(target=serve_alone, args=(theirs,), name="nnviz-helper", daemon=True)
    with _deaf_to_interrupts():
        process.start()
    theirs.close()
    return ours, process


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """What is started in here never hears of Ctrl+C, not even while it is too young to ignore it by itself."""
    if sys.platform == "win32":  # it knows no signals that wait
        yield
        return
    resource_tracker.ensure_running()  # which comes with a process, and in the end would have the signal heard again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class Helper:
    """Another process that stands in for a trainer.

    Parameters
    ----------
    clock : Callable[[], float]
        Seconds.
    launch : Callable[[], Link]
    """

    def __init__(self, clock: Callable[[], float], launch: Callable[[], Link] = launch) -> None:
        self._clock = clock
        self._launch = launch
        self._link: Link | None = None
        self._listens = False
        self._is_lost = False
        self._number = 0
        self._has_begun = False
        self._known: tuple[Experiment | None, Dataset | None] = (None, None)
        self._under_way: deque[int] = deque()
        self._heard = self._looked = 0.0
        self._has_helped = False

    @property
    def is_lost(self) -> bool:
        """Whether there is no process, and none will be started any more."""
        return self._is_lost

    @property
    def help(self) -> Help:
        """How it stands with the process."""
        if self._is_lost:
            return Help.LOST
        return Help.GIVEN if self._has_helped else Help.AWAITED

    @property
    def n_stints(self) -> int:
        """How many stints are under way."""
        return len(self._under_way)

    @property
    def n_steps(self) -> int:
        """How many steps are."""
        return sum(self._under_way)

    def is_ready(self) -> bool:
        """Whether it listens; when it is first asked, its process is started, which takes half a second."""
        if self._is_lost:
            return False
        if self._link is None:
            try:
                self._link = self._launch()
            except Exception:  # whatever it is that forbids another process: one can do without
                self._lose()
                return False
        while not self._listens and self._has_news(0.0):
            answer = self._receive()
            is_settled = isinstance(answer, Settled) and answer.number == self._number
            self._listens = not self._is_lost and (answer is None or is_settled)
        return self._listens

    def ask(self, n_steps: int, trainer: Trainer, experiment: Experiment, dataset: Dataset) -> None:
        """Ask for steps, to be made behind those under way; where none are, from where the trainer stands.

        Parameters
        ----------
        n_steps : int
        trainer : Trainer
        experiment : Experiment
            The recipe that it makes the step to come by.
        dataset : Dataset
            The points it makes it on.
        """
        if not self._under_way:
            self._heard = self._looked = self._clock()
        self._under_way.append(n_steps)  # first of all: where it proves to be lost, nothing is under way
        if not self._has_begun:
            recipe = None if experiment is self._known[0] else experiment
            points = None if dataset is self._known[1] else points_of(dataset)
            self._number += 1
            self._has_begun, self._known = True, (experiment, dataset)
            self._send(Begin(self._number, recipe, points, trainer.trail()))
        self._send(Advance(n_steps))

    def take(self) -> list[Stint | int]:
        """The stints that are done, in their order.

        In the place of one with which something was unusual there is the number of its steps, which are to be made
        here; after it nothing is under way.
        """
        done: list[Stint | int] = []
        now = self._clock()
        if now - self._looked > _AWAY:  # one has slept oneself, and perhaps the whole computer: that is no silence
            self._heard += now - self._looked
        self._looked = now
        while self._under_way and self._has_news(0.0):
            self._take_one(done)
        if self._under_way and now - self._heard > PATIENCE:
            self._lose()
        return done

    def settle(self) -> list[Stint | int]:
        """The same, for all that is made; after it nothing is under way, and the next begins anew."""
        done: list[Stint | int] = []
        if self._under_way:
            self._send(Settle())
        while self._under_way:
            if not self._has_news(PATIENCE):
                self._lose()
            self._take_one(done)
        self._forget()
        return done

    def drop(self) -> None:
        """Take nothing of what is under way; one is not ready again until that is out of the way.

        Who spoke at length to a process that is speaking itself would wait for ever, as would the process: each for the
        other to listen.
        """
        if self._under_way:
            self._listens = False
            self._send(Settle())
        self._forget()

    def close(self) -> None:
        """End the process."""
        self._lose()

    def _forget(self) -> None:
        """Nothing is under way, and the next begins anew."""
        self._under_way.clear()
        self._has_begun = False

    def _take_one(self, done: list[Stint | int]) -> None:
        answer = self._receive()
        if answer is None or answer.number != self._number:
            return
        self._heard = self._clock()
        if isinstance(answer, Settled):
            self._forget()
        elif isinstance(answer, Stint):
            self._under_way.popleft()
            done.append(answer)
            self._has_helped = True
        else:
            done.append(self._under_way.popleft())
            self._forget()

    def _send(self, message: Message) -> None:
        if self._link is None:
            return
        try:
            self._link[0].send(message)
        except Exception:  # it has ended, or the message is too long for the system or for memory
            self._lose()

    def _has_news(self, seconds: float) -> bool:
        """Whether something comes within so many seconds, be it that nothing more will come."""
        try:
            return self._link is not None and self._link[0].poll(seconds)
        except OSError:
            self._lose()
            return False

    def _receive(self) -> Answer | None:
        try:
            return self._link[0].recv() if self._link is not None else None
        except Exception:  # it has ended in the middle of a word, and what came may be anything
            self._lose()
            return None

    def _lose(self) -> None:
        """Do without from now on."""
        link, self._link = self._link, None
        self._is_lost = True
        self._listens = False
        self._known = (None, None)
        self._forget()
        if link is None:
            return
        connection, process = link
        connection.close()
        if process is not None:
            process.kill()  # nothing is lost with it
            process.join(_FAREWELL)
