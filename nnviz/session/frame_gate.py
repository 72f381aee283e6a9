"""The frame gate: lets the worker pause for the milliseconds a frame takes.

Small NumPy calls hold the interpreter's lock, and a window that waits for it many times a frame answers late. While
the gate is closed the worker waits between two time slices; so a frame has the interpreter to itself.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

LONGEST_WAIT = 0.1
"""Seconds after which the worker goes on although the gate is closed: a window that hangs must not stop a run."""

PATIENCE = 0.003
"""Seconds that a frame waits for the slice under way: a slice of one, beside a frame, would take four, and so would the
frame. Of a network whose single step takes longer the end is not awaited."""


class FrameGate:
    """Closed by the window at the beginning of a frame, opened when its painting is done."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._is_open = True
        self._n_slices = 0

    def close(self) -> None:
        """Ask the worker to pause at its next look, and wait for it to come there; `PATIENCE` seconds at the most."""
        with self._changed:
            self._is_open = False
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
