"""The frame gate: lets the worker pause for the milliseconds a frame takes.

Small NumPy calls hold the interpreter's lock, and a window that waits for it many times a frame answers late. While
the gate is closed the worker waits between two time slices; so a frame has the interpreter to itself.

Between two slices the worker looks for commands, and measures, which takes a twentieth of a millisecond: of many short
slices a frame's worth, of a few long ones next to nothing. But a frame must wait for the slice under way. So slices are
long while the next frame is far, and the shorter the nearer it comes.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import inf

LONGEST_WAIT = 0.1
"""Seconds after which the worker goes on although the gate is closed: a window that hangs must not stop a run."""

PATIENCE = 0.003
"""Seconds that a frame waits for the slice under way: beside a frame it would take four times as long, and so would the
frame. Of a network whose single step takes longer the end is not awaited."""

SHORTEST, LONGEST = 0.0005, 0.003
"""Seconds of a slice; a frame that comes sooner than was said does not wait for more than `PATIENCE`."""

_ROOM, _INTO_FRAME = 0.01, 0.001
"""Seconds before the next frame that are enough for any slice but of a huge network, and after its tick."""

_OVERDUE = 0.1
"""Seconds after which a frame is no longer expected: the window may be gone, or there never was one."""


class FrameGate:
    """Closed by the window at the beginning of a frame, opened when its painting is done.

    Parameters
    ----------
    clock : Callable[[], float]
        Seconds; an argument so that tests can turn its hands.
    """

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._changed = threading.Condition()
        self._is_open = True
        self._n_slices = 0
        self._next_frame = -inf

    @property
    def seconds_for_slice(self) -> float:
        """How long a slice that begins now had best take: half of the time that there is."""
        return min(max(self._seconds_left / 2, SHORTEST), LONGEST)

    def seconds_to_rest(self, seconds: float) -> float:
        """How long to rest where a slice may come in about so many seconds: until then, or until a frame is under way.

        As that ends, there is most time until the next. So also slices that cannot be fitted keep no frame waiting.
        """
        left = self._seconds_left
        return seconds if left >= seconds + _ROOM else left + _INTO_FRAME

    @property
    def _seconds_left(self) -> float:
        """How long it is until the next frame, 0 or more; infinite where none is expected."""
        left = self._next_frame - self._clock()
        return inf if left < -_OVERDUE else max(left, 0.0)

    def close(self, next_frame_in: float = -inf) -> None:
        """Ask the worker to pause at its next look, and wait for it to come there; `PATIENCE` seconds at the most.

        `next_frame_in` says in how many seconds it will be asked again, where that is known.
        """
        with self._changed:
            self._is_open = False
            self._next_frame = self._clock() + next_frame_in
            self._changed.wait_for(self._all_rest, PATIENCE)

    def open(self) -> None:
        """Let the worker go on."""
        with self._changed:
            self._is_open = True
            self._changed.notify_all()

    def pass_through(self) -> None:
        """Go on at once where the gate is open, else when it opens, or after `LONGEST_WAIT` seconds."""
        with self._changed:
            self._changed.wait_for(self._stands_open, LONGEST_WAIT)

    @contextmanager
    def slice(self) -> Iterator[None]:
        """Pass through to work for a slice of time, whose end a frame may await."""
        with self._changed:
            self.pass_through()
            self._n_slices += 1
        try:
            yield
        finally:
            with self._changed:
                self._n_slices -= 1
                self._changed.notify_all()

    def _stands_open(self) -> bool:
        return self._is_open

    def _all_rest(self) -> bool:
        return self._n_slices == 0
