"""The runner: carries out a run. It knows no Qt; the thread it lives in stands in `worker`."""

import time
from collections.abc import Callable
from functools import partial

from nnviz.session.commands import (
    BackToLive,
    BringBack,
    Command,
    GoOnAs,
    GoOnWith,
    Outdated,
    Pause,
    Play,
    Quit,
    Rename,
    SetByHand,
    SetMemory,
    SetSpeed,
    Show,
    StartRun,
    StepOnce,
    TakeBack,
)
from nnviz.session.frame_gate import FrameGate
from nnviz.session.helper import Helper
from nnviz.session.inbox import Inbox
from nnviz.session.mailbox import Mailbox
from nnviz.session.publisher import Publisher
from nnviz.session.put_off import PutOff
from nnviz.session.run import Run
from nnviz.session.training import NAP
from nnviz.session.update import RunUpdate
from nnviz.session.waiting_line import WaitingLine

_LONGEST_NAP = 0.01


class Runner:
    """Has a run obey commands and go on in time slices, and leaves the latest moment in a mailbox.

    A command's way: the inbox, the waiting line, `_obey`, which tells the run, and the publisher.

    Looking back, the run stands still and makes the step that is wanted again, in time slices too, so that another
    command is obeyed at once. Only a branch from a step that is not yet made again waits for it, and all that comes
    behind it.

    While a hand moves points, these are published and their network is put off, which is made a few times a second.

    Parameters
    ----------
    mailbox : Mailbox[RunUpdate]
    gate : FrameGate
    """

    def __init__(self, mailbox: Mailbox[RunUpdate], gate: FrameGate) -> None:
        self._gate = gate
        self._inbox = Inbox()
        self._line = WaitingLine(self._can_obey, self._carry_out)
        self._put_off = PutOff(time.perf_counter)
        self._run = Run(time.perf_counter, Helper(time.perf_counter))
        self._publisher = Publisher(mailbox, time.perf_counter)

    def send(self, command: Command) -> None:
        """Leave a command; from any thread."""
        self._inbox.put(command)

    def work(self) -> None:
        """Obey, train and examine until told to quit. Whatever goes wrong becomes a state, and the runner goes on."""
        try:
            while self._obey_all(self._inbox.take(self._seconds_to_wait())):
                if self._seconds_to_wait() is not None:
                    self._guarded(self._go_on)
        finally:
            self._run.close()

    def _obey_all(self, commands: list[Command]) -> bool:
        """Whether to go on afterwards."""
        for command in commands:
            if isinstance(command, Quit):
                return False
            self._run.call_in()  # not in a slice: a frame need not wait for it
            if self._run.is_ahead:
                self._guarded(self._run.settle)
            self._line.receive(command)
        return True

    def _seconds_to_wait(self) -> float | None:
        """How long there is nothing to do but to wait for a command; None for ever."""
        if self._run.trains and self._run.is_ahead and not self._run.examiner.is_busy:
            return self._gate.seconds_to_rest(NAP)
        if self._run.trains:
            return min(self._run.pace.seconds_until_due(), _LONGEST_NAP)
        if self._put_off.command is not None:
            return self._put_off.seconds_until_due
        return 0.0 if self._run.is_retracing or self._run.examiner.is_busy else None

    def _can_obey(self, command: Command) -> bool:
        """Whether the step that a command branches at is there; if not, it is on its way from now on."""
        at = self._run.branches_at(command)
        if at is None:
            return True
        if self._run.retracing is None or self._run.retracing.wanted != at:
            self._carry_out(Show(at))
        return self._run.retracing is None or self._run.retracing.is_done

    def _carry_out(self, command: Command) -> None:
        self._guarded(partial(self._obey, command))

    def _guarded(self, act: Callable[[], None]) -> None:
        """Do something in a slice of time, and turn errors into states."""
        try:
            with self._gate.slice():
                act()
        except Exception as error:
            self._end(error)

    def _obey(self, command: Command) -> None:
        if not isinstance(command, StartRun | GoOnWith | Outdated):
            self._make_up()  # what it was asked for comes before
        match command:
            case StartRun() | GoOnWith():
                self._take_points(command)
            case GoOnAs():
                self._run.go_on_as(command)
            case SetByHand() | TakeBack() | BringBack():
                self._run.work_by_hand(command)
            case Rename():
                self._run.points.rename(command.data)
            case SetSpeed():
                self._run.pace.set_speed(command.steps_per_second)
            case SetMemory():
                self._run.set_memory(command.most_bytes)
            case _:
                self._move(command)
        # Also where nothing moved: the session learns from it that the command was obeyed.
        if not self._run.is_retracing:
            self._publish()

    def _move(self, command: Command) -> None:
        """Obey a command that moves the run, or what is seen of it."""
        match command:
            case Play():
                self._run.play()
            case Pause():
                self._run.standing.pause()
            case StepOnce():
                self._run.step_once()
            case Show():
                self._run.look_back(command.step)
            case BackToLive():
                self._run.retracing = None
            case _:  # one that is outdated
                pass

    def _take_points(self, command: StartRun | GoOnWith) -> None:
        """Have the points of a command, and their network; that is put off while a hand moves them."""
        self._put_off.command = None
        if command.in_hand and (isinstance(command, StartRun) or self._run.trainer is not None):
            self._run.show_points(command)
            self._put_off.command = command
        elif isinstance(command, StartRun):
            self._run.start(command)
        else:
            self._run.go_on_with(command)

    def _make_up(self) -> None:
        """Make the network that is put off, if one is; its points are shown already."""
        if (command := self._put_off.take()) is not None:
            self._take_points(command)

    def _go_on(self) -> None:
        """One time slice of what is under way."""
        if self._put_off.is_due:
            self._run.settle()
            self._make_up()
            self._publish()
            self._put_off.rest()
            return
        # Here, where the gate has just opened: while a frame is made, nothing else is.
        if self._run.trains and self._publisher.is_wanted:
            self._publish()
            self._publisher.rest()
        if self._run.go_on(self._gate.seconds_for_slice):
            self._publish()
            if not self._run.is_retracing:  # the step is there that a branch waited for
                self._line.receive_held()

    def _end(self, error: Exception) -> None:
        self._run.end(error)
        self._line.let_go()
        try:
            self._publish()
        except Exception:  # there is not even a step to show: a run that began with infinity, or a trainer that broke
            self._run.trainer = None
            self._publish()

    def _publish(self) -> None:
        self._publisher.publish(self._run, self._line.n_obeyed, is_ahead=self._put_off.command is not None)
