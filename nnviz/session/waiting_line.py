"""The waiting line: commands that are held while a step of the past is made again."""

from collections.abc import Callable

from nnviz.session.commands import Command, StartRun


class WaitingLine:
    """Lets commands through in their order. Behind one that cannot be obeyed yet all wait; another run outdoes them.

    Parameters
    ----------
    can_obey : Callable[[Command], bool]
        Whether a command, which none waits before, can be obeyed now.
    obey : Callable[[Command], None]

    Attributes
    ----------
    n_obeyed : int
        Commands done with: those that were let through, and those let go of.
    """

    def __init__(self, can_obey: Callable[[Command], bool], obey: Callable[[Command], None]) -> None:
        self._can_obey = can_obey
        self._obey = obey
        self._held: list[Command] = []
        self.n_obeyed = 0

    def receive(self, command: Command) -> None:
        """Have a command obeyed, or hold it."""
        if isinstance(command, StartRun):
            self.let_go()
        if self._held or not self._can_obey(command):
            self._held.append(command)
        else:
            self.n_obeyed += 1
            self._obey(command)

    def receive_held(self) -> None:
        """Have what is held obeyed: what the first one waited for is there."""
        held, self._held = self._held, []
        for command in held:
            self.receive(command)

    def let_go(self) -> None:
        """Have nothing obeyed of what is held."""
        self.n_obeyed += len(self._held)
        self._held.clear()
