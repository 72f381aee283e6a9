"""A play for the runner: what it is told, when; without Qt and without a clock."""

import threading
from collections.abc import Callable

from nnviz.core.snapshot import Snapshot
from nnviz.session.commands import Command, Quit
from nnviz.session.frame_gate import FrameGate
from nnviz.session.mailbox import Mailbox
from nnviz.session.runner import Runner
from nnviz.session.update import RunState, RunUpdate

Condition = Callable[[RunUpdate], bool]
Line = tuple[Condition, *tuple[Command, ...]]

_PATIENCE = 300.0


class Script(Mailbox[RunUpdate]):
    """Wants every update, keeps them all, and answers the one that meets its next line with that line's commands."""

    def __init__(self, lines: tuple[Line, ...]) -> None:
        super().__init__()
        self.updates: list[RunUpdate] = []
        self.runner: Runner | None = None
        self._lines = list(lines)
        self.ask()

    def put(self, letter: RunUpdate) -> None:
        """Take the update for later, and speak where it is one's turn."""
        super().put(letter)
        self.ask()
        self.updates.append(letter)
        assert self.runner is not None
        if self._lines and self._lines[0][0](letter):
            for command in self._lines.pop(0)[1:]:
                self.runner.send(command)
            if not self._lines:
                self.runner.send(Quit())


def run(*first: Command, then: tuple[Line, ...] = ()) -> list[RunUpdate]:
    """Everything a runner publishes that is told `first`, then what the lines say, and to quit after the last."""
    script = Script(then)
    script.runner = Runner(script, FrameGate())
    for command in first if then else (*first, Quit()):
        script.runner.send(command)
    thread = threading.Thread(target=script.runner.work, daemon=True)
    thread.start()
    thread.join(_PATIENCE)
    assert not thread.is_alive(), f"still at {script.updates[-1:]}"
    assert not script._lines, "the runner quit before the script was played"
    return script.updates


def in_state(state: RunState) -> Condition:
    return lambda update: update.state is state


def at_step(step: int) -> Condition:
    return lambda update: update.snapshot is not None and update.snapshot.step >= step


def anything(_update: RunUpdate) -> bool:
    return True


def shown(update: RunUpdate) -> Snapshot:
    assert update.snapshot is not None
    return update.snapshot
