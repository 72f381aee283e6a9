"""The inbox: commands on their way to the runner."""

import queue

from nnviz.session.commands import Command, GoOnWith, Outdated, Show, StartRun


class Inbox:
    """Any thread may put commands in; the runner takes all there are at once."""

    def __init__(self) -> None:
        self._commands: queue.SimpleQueue[Command] = queue.SimpleQueue()

    def put(self, command: Command) -> None:
        """Leave a command."""
        self._commands.put(command)

    def take(self, seconds: float | None) -> list[Command]:
        """All commands that wait, in their order.

        Parameters
        ----------
        seconds : float or None
            How long to wait for the first, where there is none; None for as long as it takes.
        """
        commands: list[Command] = []
        try:
            if seconds is None or seconds > 0.0:
                commands.append(self._commands.get(timeout=seconds))
            while True:
                commands.append(self._commands.get_nowait())
        except queue.Empty:
            return _without_outdated(commands)


def _without_outdated(commands: list[Command]) -> list[Command]:
    """Spare us the runs, points and steps that later ones replace: a hand on a slider or a cluster asks for many."""
    return [
        Outdated() if _is_outdated(command, commands[place:]) else command
        for place, command in enumerate(commands, start=1)
    ]


def _is_outdated(command: Command, later: list[Command]) -> bool:
    following = next(iter(later), None)
    if isinstance(command, Show) and isinstance(following, Show):
        return True
    if isinstance(command, GoOnWith) and command.branch_at is None and isinstance(following, GoOnWith):
        return True
    return isinstance(command, StartRun | GoOnWith) and any(isinstance(other, StartRun) for other in later)
