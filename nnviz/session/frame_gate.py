"""The frame gate: lets the worker pause for the milliseconds a frame takes.

Small NumPy calls hold the interpreter's lock, and a window that waits for it many times a frame answers late. While
the gate is closed the worker waits between two time slices; so a frame has the interpreter to itself.
"""

import threading

LONGEST_WAIT = 0.1
"""Seconds after which the worker goes on although the gate is closed: a window that hangs must not stop a run."""


class FrameGate:
    """Closed by the window at the beginning of a frame, opened when its painting is done."""

    def __init__(self) -> None:
        self._opened = threading.Event()
        self._opened.set()

    def close(self) -> None:
        """Ask the worker to pause at its next look."""
        self._opened.clear()

    def open(self) -> None:
        """Let the worker go on."""
        self._opened.set()

    def pass_through(self) -> None:
        """Go on at once where the gate is open, else when it opens, or after `LONGEST_WAIT` seconds."""
        self._opened.wait(LONGEST_WAIT)
