"""Turns: a moment of a run is shown by one view a frame, so that no frame takes long."""

import time
from collections.abc import Callable, Sequence
from math import inf

from nnviz.session.update import RunUpdate

Show = Callable[[RunUpdate, int], bool | None]
"""Shows a moment of a run that ends at so many steps; true where a turn is too short for it, and it wants another."""


class Turns:
    """Who still has to show the moment that was handed in last.

    All of them show the same moment; but six views in a frame take six times as long, and training waits for them.
    """

    def __init__(self) -> None:
        self._moment: tuple[RunUpdate, int] | None = None
        self._waiting: list[Show] = []

    @property
    def are_over(self) -> bool:
        """Whether everybody has shown it."""
        return not self._waiting

    def begin(self, update: RunUpdate, n_steps: int, shows: Sequence[Show]) -> None:
        """Let the first of them show this moment, and the others wait; who waited already goes before the rest."""
        first, *others = shows
        late = [show for show in self._waiting if show in others]
        self._moment = (update, n_steps)
        self._waiting = [first, *late, *(show for show in others if show not in late)]
        self.go_on()

    def go_on(self) -> None:
        """Let the next one show it."""
        if self._moment is not None and self._waiting:
            show = self._waiting.pop(0)
            if show(*self._moment):
                self._waiting.insert(0, show)

    def end(self, within: float = inf) -> None:
        """Let all that wait show it now, or as many of them as can begin within so many seconds."""
        started = time.perf_counter()
        while self._waiting and time.perf_counter() - started < within:
            self.go_on()
