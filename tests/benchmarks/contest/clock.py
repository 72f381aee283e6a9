"""The clock: contestants take turns, so that what else the machine does falls on all of them."""

import gc
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Work:
    """Something that can be done again and again.

    Attributes
    ----------
    do : amount -> anything
        Does it so many times.
    at_once : int
        The amount is always a multiple of this.
    """

    do: Callable[[int], object]
    at_once: int = 1


def repeated(call: Callable[[], object]) -> Work:
    """A call, as something that can be done again and again."""

    def do(amount: int) -> None:
        for _ in range(amount):
            call()

    return Work(do)


@dataclass(frozen=True)
class Samples:
    """What was measured, a row for each round and a column for each contestant.

    Attributes
    ----------
    seconds : (n_rounds, n_contestants)
        For one step.
    cores : (n_contestants,)
        Processor time over time on the wall; above 1 where a contestant had helpers.
    """

    seconds: NDArray[np.float64]
    cores: NDArray[np.float64]

    def median(self, contestant: int) -> float:
        """Seconds a step."""
        return float(np.median(self.seconds[:, contestant]))

    def ratios(self, slower: int, faster: int) -> NDArray[np.float64]:
        """How many times as long `slower` takes as `faster`, in each round."""
        return self.seconds[:, slower] / self.seconds[:, faster]


@dataclass(frozen=True)
class Clock:
    """How to measure.

    Attributes
    ----------
    n_rounds : int
        Times each contestant has its turn.
    seconds : float
        The least a turn takes.
    of_processor : bool
        Count processor time, of all threads, instead of time on the wall: on a machine that is busy with other things.
    """

    n_rounds: int = 15
    seconds: float = 0.05
    of_processor: bool = False


def take_turns(works: Sequence[Work], clock: Clock) -> Samples:
    """Time each in turn, round after round."""
    with _no_collector():
        amounts = [_enough(work, clock.seconds) for work in works]
        wall, processor = np.empty((clock.n_rounds, len(works))), np.empty((clock.n_rounds, len(works)))
        for number in range(clock.n_rounds):
            for column, (work, amount) in enumerate(zip(works, amounts, strict=True)):
                wall[number, column], processor[number, column] = _time(work, amount)
    return Samples(
        (processor if clock.of_processor else wall) / np.array(amounts), processor.sum(axis=0) / wall.sum(axis=0)
    )


def _enough(work: Work, seconds: float) -> int:
    """How often a work must be done to fill the time."""
    work.do(work.at_once)  # whatever is only done once, such as compiling, is done now
    n_times = 1
    while (took := _time(work, n_times * work.at_once)[0]) < seconds:
        n_times = ceil(n_times * min(2.0, 1.2 * seconds / took))
    return n_times * work.at_once


def _time(work: Work, amount: int) -> tuple[float, float]:
    """Seconds on the wall, and of all of this process's threads."""
    wall, processor = time.perf_counter(), time.process_time()
    work.do(amount)
    return time.perf_counter() - wall, time.process_time() - processor


@contextmanager
def _no_collector() -> Iterator[None]:
    """As in nnviz's own worker: Python's collector of cycles would fall on whoever is at work."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
