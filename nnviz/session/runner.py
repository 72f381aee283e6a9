"""The runner: carries out a run. It knows no Qt; the thread it lives in stands in `worker`."""

import time
import traceback
from dataclasses import replace

from nnviz.core.divergence import Cause
from nnviz.core.snapshot import Snapshot
from nnviz.core.trainer import DivergedError, Trainer, UnfitParameterError
from nnviz.data.dataset import Dataset
from nnviz.data.inputs import InputError
from nnviz.experiment.build import build_penalty, build_stop_rule, build_trainer
from nnviz.experiment.build_training import build_schedule
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
from nnviz.session.drawn_points import DrawnPoints
from nnviz.session.examiner import Examiner
from nnviz.session.frame_gate import FrameGate
from nnviz.session.hand_edits import HandEdit, MadeEdit
from nnviz.session.inbox import Inbox
from nnviz.session.lookout import Lookout
from nnviz.session.mailbox import Mailbox
from nnviz.session.pace import SLICE, Pace
from nnviz.session.past import MOST_BYTES, Past
from nnviz.session.retracing import Retracing
from nnviz.session.update import PastMoment, RunState, RunUpdate

_LONGEST_NAP = 0.01

_BETWEEN_NETWORKS = 0.2
"""Seconds from one network to the next while a hand moves the points that they learn from. The points are shown at
once; a network takes ten times as long, and nobody reads its figures in passing."""

_REST = 4.0
"""Times as long as a network took to make: also where that is long, the worker draws points most of the time."""


class Runner:
    """Obeys commands, trains in time slices, looks after the neurons, and leaves the latest moment in a mailbox.

    Looking back, it stands still and makes the step that is wanted again, in time slices too, so that another command
    is obeyed at once. Only a branch from a step that is not yet made again waits for it, and all that comes behind it.

    While a hand moves points, it publishes these and puts their network off, which it makes a few times a second.

    Parameters
    ----------
    mailbox : Mailbox[RunUpdate]
    gate : FrameGate
    """

    def __init__(self, mailbox: Mailbox[RunUpdate], gate: FrameGate) -> None:
        self._inbox = Inbox()
        self._mailbox = mailbox
        self._gate = gate
        self._pace = Pace(time.perf_counter)
        self._examiner = Examiner(time.perf_counter)
        self._run = 0
        self._n_obeyed = 0
        self._state = RunState.WAITING
        self._message = ""
        self._refusal = ""
        self._cause: Cause | None = None
        self._rise: Cause | None = None
        self._lookout = Lookout()
        self._n_steps = 0
        self._publish_due = 0.0
        self._trainer: Trainer | None = None
        self._points = DrawnPoints()
        self._past: Past | None = None
        self._most_bytes = MOST_BYTES
        self._retracing: Retracing | None = None
        self._held: list[Command] = []
        self._put_off: StartRun | GoOnWith | None = None
        self._network_due = 0.0

    def send(self, command: Command) -> None:
        """Leave a command; from any thread."""
        self._inbox.put(command)

    def work(self) -> None:
        """Obey, train and examine until told to quit. Whatever goes wrong becomes a state, and the runner goes on."""
        while True:
            for command in self._inbox.take(self._seconds_to_wait()):
                if isinstance(command, Quit):
                    return
                self._receive(command)
            if self._state is RunState.TRAINING or self._is_busy or self._put_off is not None:
                self._guarded(None)

    @property
    def _is_busy(self) -> bool:
        """Whether there is something to do while the run stands still."""
        return self._examiner.is_busy or self._is_retracing

    @property
    def _is_retracing(self) -> bool:
        return self._retracing is not None and self._retracing.is_busy

    def _seconds_to_wait(self) -> float | None:
        """How long there is nothing to do but to wait for a command; None for ever."""
        if self._state is RunState.TRAINING and self._trainer is not None:
            return min(self._pace.seconds_until_due(), _LONGEST_NAP)
        if self._put_off is not None:
            return max(0.0, self._network_due - time.perf_counter())
        return 0.0 if self._is_busy else None

    def _receive(self, command: Command) -> None:
        """Obey a command, or hold it while one before it waits for a step of the past."""
        if isinstance(command, StartRun):
            self._let_go()
        if self._held or not self._can_obey(command):
            self._held.append(command)
        else:
            self._n_obeyed += 1
            self._guarded(command)

    def _can_obey(self, command: Command) -> bool:
        """Whether the step that a command branches at is there; if not, it is on its way from now on."""
        at = self._branches_at(command)
        if at is None:
            return True
        if self._retracing is None or self._retracing.wanted != at:
            self._guarded(Show(at))
        return self._retracing is None or self._retracing.is_done

    def _branches_at(self, command: Command) -> int | None:
        """The step of the past that a command goes on from; None where it goes on from where the run stands."""
        if isinstance(command, GoOnAs | GoOnWith | SetByHand):
            return command.branch_at
        if isinstance(command, TakeBack | BringBack):
            made = self._made_edit(command)
            return None if made is None else made.step
        return None

    def _made_edit(self, command: TakeBack | BringBack) -> MadeEdit | None:
        """What a command takes or brings back; None where this run knows of no such thing."""
        if self._past is None:
            return None
        edits = self._past.edits
        find = edits.find_made if isinstance(command, TakeBack) else edits.find_taken_back
        return find(command.number)

    def _let_go(self) -> None:
        """Obey nothing of what is held."""
        self._n_obeyed += len(self._held)
        self._held.clear()

    def _guarded(self, command: Command | None) -> None:
        """Obey a command (None: go on for a slice with what is under way) and turn errors into states."""
        try:
            with self._gate.slice():
                if command is not None:
                    self._obey(command)
                else:
                    self._go_on()
        except DivergedError as error:
            self._cause = error.cause
            if self._past is not None:
                self._past.fall_back(error.step)
            self._end(RunState.DIVERGED, f"{_capitalized(self._cause.sentence)}.")
        except InputError as error:  # it says where, and what to do
            self._end(RunState.FAILED, f"{_capitalized(str(error))}.")
        except MemoryError:
            self._end(RunState.FAILED, "This run needs more memory than there is. Use fewer points or neurons.")
        except Exception as error:  # whatever it is, it must reach the person, and the log
            traceback.print_exc()
            self._end(
                RunState.FAILED, f"Something unforeseen went wrong ({type(error).__name__}: {error}). Press Reset."
            )

    def _go_on(self) -> None:
        """One time slice of what is under way."""
        if self._put_off is not None and time.perf_counter() >= self._network_due:
            started = time.perf_counter()
            self._make_up_for(self._put_off)
            self._publish()
            ended = time.perf_counter()
            self._network_due = ended + max(_BETWEEN_NETWORKS, _REST * (ended - started))
        elif self._retracing is not None and self._is_retracing:
            self._retrace(self._retracing)
        elif self._state is not RunState.TRAINING:
            self._examine()
        elif self._trainer is not None:
            self._train(self._trainer)

    def _obey(self, command: Command) -> None:
        if self._put_off is not None and not isinstance(command, StartRun | GoOnWith | Outdated):
            self._make_up_for(self._put_off)  # what it was asked for comes before
        match command:
            case StartRun():
                self._start(command)
            case GoOnAs():
                self._go_on_as(command)
            case GoOnWith():
                self._go_on_with(command)
            case SetByHand() | TakeBack() | BringBack():
                self._work_by_hand(command)
            case Rename():
                self._points.rename(command.data)
            case SetSpeed():
                self._pace.set_speed(command.steps_per_second)
            case SetMemory():
                self._set_memory(command.most_bytes)
            case _:
                self._move(command)
        # Also where nothing moved: the session learns from it that the command was obeyed.
        if not self._is_retracing:
            self._publish()

    def _move(self, command: Command) -> None:
        """Obey a command that moves the run, or what is seen of it."""
        match command:
            case Play():
                self._play()
            case Pause():
                self._pause()
            case StepOnce():
                self._step_once()
            case Show():
                self._look_back(command.step)
            case BackToLive():
                self._retracing = None
            case _:  # one that is outdated
                pass

    def _start(self, command: StartRun) -> None:
        self._run = command.run
        self._trainer = self._past = self._retracing = self._put_off = None
        self._examiner.forget()
        self._lookout = Lookout()
        self._rise = None
        self._message = ""
        self._state = RunState.WAITING
        self._n_steps = command.experiment.training.n_steps
        dataset = self._points.draw(command.experiment.data)
        if command.in_hand:
            self._put_off = command
            self._state = RunState.TRAINING if command.play else RunState.WAITING
            return
        self._trainer = build_trainer(command.experiment, dataset)
        self._past = Past(command.experiment, self._trainer, self._most_bytes)
        if command.play:
            self._play()

    def _make_up_for(self, command: StartRun | GoOnWith) -> None:
        """Make the network that was put off; its points are shown already."""
        command = replace(command, in_hand=False)
        if isinstance(command, StartRun):
            self._start(command)
        else:
            self._go_on_with(command)

    def _go_on_as(self, command: GoOnAs) -> None:
        if command.branch_at is not None:
            self._branch()
        if self._trainer is None or self._past is None:
            return
        training = command.experiment.training
        self._n_steps = training.n_steps
        self._rise = None
        self._trainer.change(
            schedule=build_schedule(training), penalty=build_penalty(training), stop=build_stop_rule(training)
        )
        self._past.change(self._trainer.step, command.experiment, command.what)
        if self._state is not RunState.TRAINING:
            self._state = RunState.WAITING
            self._message = ""
        self._finish_if_done()

    def _go_on_with(self, command: GoOnWith) -> None:
        """Put other points before the network; one that has made no step yet begins as their recipe says."""
        if command.branch_at is not None:
            self._branch()
        experiment = command.experiment
        self._put_off = None
        if command.in_hand and self._trainer is not None:
            self._points.draw(experiment.data)
            self._put_off = replace(command, branch_at=None)
            return
        before, self._trainer = self._trainer, None
        trainer = build_trainer(experiment, self._points.draw(experiment.data))
        if before is not None and before.step > 0:
            trainer.take_over(before)
        self._trainer = trainer
        if self._past is None:
            self._past = Past(experiment, trainer, self._most_bytes)
        elif trainer.step == 0:
            self._past.begin(experiment, trainer)
        else:
            self._past.change(trainer.step, experiment, command.what)
        self._lookout = Lookout(trainer.points_since)
        self._rise = None
        self._examiner.look_again()
        self._n_steps = experiment.training.n_steps
        self._message = ""
        if self._state is not RunState.TRAINING:
            self._state = RunState.WAITING
        self._finish_if_done()

    def _work_by_hand(self, command: SetByHand | TakeBack | BringBack) -> None:
        """Set a weight, take that back or bring it back, at the step that the run is to go on from."""
        made = None if isinstance(command, SetByHand) else self._made_edit(command)
        edit = command.edit if isinstance(command, SetByHand) else made.edit if made else None
        trainer, past = self._trainer, self._past
        self._refusal = ""
        if trainer is None or past is None or edit is None:
            return
        try:
            if isinstance(command, TakeBack) and made is not None:
                self._branch_for(trainer, command, edit, made.old)
                past.take_back(trainer, made)
            else:
                self._branch_for(trainer, command, edit, edit.value)
                past.set_by_hand(trainer, edit)
        except UnfitParameterError as error:
            self._refusal = f"{edit.what} stays as it was: {error}"
            return
        self._message = ""
        self._rise = None
        self._lookout = Lookout(max(trainer.points_since, past.edits.last_step))
        self._examiner.look_again()
        if self._state is not RunState.TRAINING:
            self._state = RunState.WAITING
        self._finish_if_done()

    def _branch_for(self, trainer: Trainer, command: Command, edit: HandEdit, value: float) -> None:
        """Go back to where a number is to be set, if that is not here, and if it can be."""
        if self._branches_at(command) is not None and self._retracing is not None:
            trainer.check_parameter(self._retracing.state, *edit.place, value)
            self._branch()

    def _look_back(self, step: int) -> None:
        """Stand still, and be on the way to a step of the past."""
        if self._trainer is None or self._past is None:
            return
        self._pause()
        step = max(step, int(self._past.frames.steps[0]))
        if step >= self._trainer.step:
            self._retracing = None
            return
        if self._retracing is None:
            self._retracing = Retracing(self._past, self._points, step, time.perf_counter)
        else:
            self._retracing.want(step)

    def _branch(self) -> None:
        """Go back to the step of the past that is shown, and forget what came after it."""
        retracing, self._retracing = self._retracing, None
        if retracing is None or self._trainer is None or self._past is None:
            return
        self._past.branch(retracing.wanted, self._trainer.history.curves())
        self._trainer.go_back(retracing.state)
        self._lookout = Lookout(max(self._trainer.points_since, self._past.edits.last_step))
        self._examiner.look_again()
        self._state = RunState.WAITING

    def _set_memory(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        if self._past is not None and self._trainer is not None:
            self._past.set_memory(most_bytes, self._trainer)

    def _play(self) -> None:
        self._retracing = None
        if self._trainer is not None and self._state is not RunState.TRAINING:
            self._message = self._rise_message
            self._state = RunState.TRAINING
            self._pace.restart()
            self._finish_if_done()

    def _pause(self) -> None:
        if self._state is RunState.TRAINING:
            self._state = RunState.WAITING

    def _step_once(self) -> None:
        if self._trainer is None:
            return
        self._retracing = None
        self._message = self._rise_message
        self._state = RunState.WAITING
        if self._trainer.step < self._n_steps:
            self._advance(self._trainer, 1)
        self._finish_if_done()

    def _train(self, trainer: Trainer) -> None:
        """Train for a time slice."""
        # Here, where the gate has just opened: while a frame is made, nothing else is.
        if self._mailbox.is_wanted and time.perf_counter() >= self._publish_due:
            started = time.perf_counter()
            self._publish()
            ended = time.perf_counter()
            self._publish_due = ended + (ended - started)  # to look at a huge network takes longer than to train it
        n_steps = min(self._pace.steps_due(), self._n_steps - trainer.step)
        if n_steps > 0:
            self._pace.record(n_steps, self._advance(trainer, n_steps))
        self._examiner.go_on(SLICE)
        if self._finish_if_done():
            self._publish()

    def _advance(self, trainer: Trainer, n_steps: int) -> float:
        """Train, and keep what it takes to look back; the seconds of training."""
        started = time.perf_counter()
        trainer.advance(n_steps)
        seconds = time.perf_counter() - started
        if self._past is not None:
            self._past.note(trainer, seconds)
        return seconds

    def _retrace(self, retracing: Retracing) -> None:
        """Spend a time slice on the way to a step of the past."""
        if not retracing.go_on(SLICE):
            return
        self._publish()
        if retracing.is_done:
            held, self._held = self._held, []
            for command in held:
                self._receive(command)

    def _examine(self) -> None:
        """Examine for a time slice, while the run stands still."""
        if self._examiner.go_on(SLICE):
            self._publish()

    def _finish_if_done(self) -> bool:
        trainer = self._trainer
        if trainer is None or (trainer.step < self._n_steps and trainer.stopped is None):
            return False
        self._state = RunState.FINISHED
        if trainer.stopped is not None:
            self._message = f"Stopped at step {trainer.step:,}: {trainer.stopped}."
        return True

    def _look_out(self, trainer: Trainer) -> None:
        """Say it, the first time the loss has blown up; training goes on."""
        rise = self._lookout.look(trainer.history.curves(), trainer.touches)
        if rise is not None:
            self._rise = rise
            self._message = self._message or self._rise_message

    @property
    def _rise_message(self) -> str:
        """That the loss has blown up, until something is done about it: whoever was not told yet is to be."""
        if self._rise is None or self._state is RunState.DIVERGED:
            return ""
        return f"{_capitalized(self._rise.sentence)}."

    def _end(self, state: RunState, message: str) -> None:
        self._state = state
        self._message = message
        self._retracing = None
        self._let_go()
        try:
            self._publish()
        except Exception:  # there is not even a step to show: a run that began with infinity, or a trainer that broke
            self._trainer = None
            self._publish()

    def _show_examiner(self, snapshot: Snapshot | None, dataset: Dataset | None) -> None:
        if snapshot is None or dataset is None:
            self._examiner.forget()
        else:
            trains = self._state is RunState.TRAINING
            self._examiner.see(snapshot, dataset.training_inputs, stands_still=not trains)

    def _publish(self) -> None:
        trainer, retracing = self._trainer, self._retracing
        dataset = self._points.dataset
        past = None
        if trainer is not None and retracing is not None:
            snapshot, dataset = retracing.moment()
            past = PastMoment(retracing.wanted, trainer.step, retracing.progress)
        else:
            snapshot = trainer.snapshot() if trainer and self._put_off is None else None
        if trainer:
            self._look_out(trainer)
        if self._put_off is None:  # else the network that is yet to come is to be examined
            self._show_examiner(snapshot, dataset)
        self._mailbox.put(
            RunUpdate(
                self._run,
                self._n_obeyed,
                self._state,
                self._message,
                dataset,
                snapshot,
                trainer.history.curves() if trainer else None,
                self._pace.steps_per_second if self._state is RunState.TRAINING else 0.0,
                self._examiner.findings,
                self._examiner.examined_step,
                self._cause if self._state is RunState.DIVERGED else self._rise,
                self._state is RunState.FINISHED and trainer is not None and trainer.stopped is not None,
                trainer.points_since if trainer else 0,
                past,
                self._past.changes if self._past else (),
                self._past.earlier if self._past else (),
                tuple(made.edit for made in self._past.edits.made) if self._past else (),
                tuple(made.edit for made in self._past.edits.taken_back) if self._past else (),
                self._refusal,
                None if self._put_off is None else trainer.step if trainer else 0,
            )
        )


def _capitalized(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
