"""What is put off: a network, while a hand moves the points that it is to learn from."""

from collections.abc import Callable
from dataclasses import replace

from nnviz.session.commands import GoOnWith, StartRun

_BETWEEN_NETWORKS = 0.2
"""Seconds from one network to the next while a hand moves the points that they learn from. The points are shown at
once; a network takes ten times as long, and nobody reads its figures in passing."""

_REST = 4.0
"""Times as long as a network took to make: also where that is long, the worker draws points most of the time."""


class PutOff:
    """Says when the network of a command is due whose points are shown already.

    Parameters
    ----------
    clock : Callable[[], float]
        Seconds; an argument so that tests can turn its hands.

    Attributes
    ----------
    command : StartRun, GoOnWith or None
        The last one whose network is put off; None where none is.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.command: StartRun | GoOnWith | None = None
        self._taken = 0.0
        self._due = 0.0

    @property
    def is_due(self) -> bool:
        """Whether it is time to make it."""
        return self.command is not None and self.seconds_until_due == 0.0

    @property
    def seconds_until_due(self) -> float:
        """How long nobody need make it, unless it is asked for."""
        return max(0.0, self._due - self._clock())

    def take(self) -> StartRun | GoOnWith | None:
        """What is to be obeyed now, be it due or asked for; nothing is put off any more."""
        command, self.command = self.command, None
        self._taken = self._clock()
        if isinstance(command, GoOnWith):
            command = replace(command, branch_at=None)  # that has been done, for its points
        return None if command is None else replace(command, in_hand=False)

    def rest(self) -> None:
        """The network that was taken is made and shown: the next one is due after a while."""
        now = self._clock()
        self._due = now + max(_BETWEEN_NETWORKS, _REST * (now - self._taken))
