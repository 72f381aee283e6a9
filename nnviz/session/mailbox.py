"""A mailbox with one place, where the latest wins."""

import threading
from typing import Generic, TypeVar

Letter = TypeVar("Letter")


class Mailbox(Generic[Letter]):
    """Hands values from one thread to another without ever queueing them.

    A queued signal a step would bury a window in old news. Here a new letter replaces one that was not fetched.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._letter: Letter | None = None
        self._wanted = threading.Event()

    @property
    def is_wanted(self) -> bool:
        """Whether somebody asked for a letter since the last one was put in."""
        return self._wanted.is_set()

    def ask(self) -> None:
        """Say that a new letter would be welcome."""
        self._wanted.set()

    def put(self, letter: Letter) -> None:
        """Leave a letter, in place of the one that lies there."""
        with self._lock:
            self._letter = letter
            self._wanted.clear()

    def take(self) -> Letter | None:
        """The latest letter, and the place is empty; None where nothing new has come."""
        with self._lock:
            letter, self._letter = self._letter, None
            return letter
