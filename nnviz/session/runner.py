"""The runner: carries out a run. It knows no Qt; the thread it lives in stands in `worker`."""

import queue
import time
import traceback
from dataclasses import replace

import msgspec

from nnviz.core.divergence import Cause
from nnviz.core.trainer import DivergedError, Trainer
from nnviz.data.dataset import Dataset
from nnviz.experiment.build import build_dataset, build_penalty, build_stop_rule, build_trainer
from nnviz.experiment.build_training import build_schedule
from nnviz.experiment.data_spec import DataSpec
from nnviz.experiment.experiment import Experiment
from nnviz.session.commands import Command, GoOnAs, Outdated, Pause, Play, Quit, Rename, SetSpeed, StartRun, StepOnce
from nnviz.session.examiner import Examiner
from nnviz.session.frame_gate import FrameGate
from nnviz.session.lookout import Lookout
from nnviz.session.mailbox import Mailbox
from nnviz.session.pace import SLICE, Pace
from nnviz.session.update import RunState, RunUpdate

_LONGEST_NAP = 0.01


class Runner:
    """Obeys commands, trains in time slices, looks after the neurons, and leaves the latest moment in a mailbox.

    Parameters
    ----------
    mailbox : Mailbox[RunUpdate]
    gate : FrameGate
    """

    def __init__(self, mailbox: Mailbox[RunUpdate], gate: FrameGate) -> None:
        self._commands: queue.SimpleQueue[Command] = queue.SimpleQueue()
        self._mailbox = mailbox
        self._gate = gate
        self._pace = Pace(time.perf_counter)
        self._examiner = Examiner(time.perf_counter)
        self._run = 0
        self._n_obeyed = 0
        self._state = RunState.WAITING
        self._message = ""
        self._cause: Cause | None = None
        self._rise: Cause | None = None
        self._lookout = Lookout()
        self._n_steps = 0
        self._publish_due = 0.0
        self._trainer: Trainer | None = None
        self._drawn: tuple[DataSpec, Dataset] | None = None

    def send(self, command: Command) -> None:
        """Leave a command; from any thread."""
        self._commands.put(command)

    def work(self) -> None:
        """Obey, train and examine until told to quit. Whatever goes wrong becomes a state, and the runner goes on."""
        while True:
            for command in self._next_commands():
                self._n_obeyed += 1
                if isinstance(command, Quit):
                    return
                self._guarded(command)
            if self._state is RunState.TRAINING or self._examiner.is_busy:
                self._guarded(None)

    def _guarded(self, command: Command | None) -> None:
        """Obey a command (None: go on for a slice with what is under way) and turn errors into states."""
        try:
            if command is not None:
                self._obey(command)
            elif self._state is not RunState.TRAINING:
                self._examine()
            elif self._trainer is not None:
                self._train(self._trainer)
        except DivergedError as error:
            self._cause = error.cause
            self._end(RunState.DIVERGED, f"{_capitalized(self._cause.sentence)}.")
        except MemoryError:
            self._end(RunState.FAILED, "This run needs more memory than there is. Use fewer points or neurons.")
        except Exception as error:  # whatever it is, it must reach the person, and the log
            traceback.print_exc()
            self._end(
                RunState.FAILED, f"Something unforeseen went wrong ({type(error).__name__}: {error}). Press Reset."
            )

    def _next_commands(self) -> list[Command]:
        """All commands waiting; sleeps where there is nothing else to do."""
        commands: list[Command] = []
        try:
            if self._state is not RunState.TRAINING:
                if not self._examiner.is_busy:
                    commands.append(self._commands.get())
            elif (nap := self._pace.seconds_until_due()) > 0.0:
                commands.append(self._commands.get(timeout=min(nap, _LONGEST_NAP)))
            while True:
                commands.append(self._commands.get_nowait())
        except queue.Empty:
            return _without_outdated(commands)

    def _obey(self, command: Command) -> None:
        match command:
            case StartRun():
                self._start(command)
            case GoOnAs():
                self._go_on_as(command.experiment)
            case Rename():
                self._rename(command.data)
            case SetSpeed():
                self._pace.set_speed(command.steps_per_second)
            case Play():
                self._play()
            case Pause():
                self._pause()
            case StepOnce():
                self._step_once()
            case Outdated() | Quit():
                pass
        # Also where nothing moved: the session learns from it that the command was obeyed.
        self._publish()

    def _start(self, command: StartRun) -> None:
        self._run = command.run
        self._trainer = None
        self._examiner.forget()
        self._lookout = Lookout()
        self._rise = None
        self._message = ""
        self._state = RunState.WAITING
        self._n_steps = command.experiment.training.n_steps
        self._trainer = build_trainer(command.experiment, self._dataset(command.experiment.data))
        if command.play:
            self._play()

    def _dataset(self, data: DataSpec) -> Dataset:
        self._rename(data)
        if self._drawn is None or self._drawn[0] != data:
            self._drawn = None  # where no other can be drawn, the old one must not be shown in its place
            self._drawn = (data, build_dataset(data))
        return self._drawn[1]

    def _rename(self, data: DataSpec) -> None:
        """Call the classes as `data` does, where it differs in nothing else."""
        if self._drawn is not None and self._drawn[0] != data and _nameless(self._drawn[0]) == _nameless(data):
            names = data.class_names
            self._drawn = (data, replace(self._drawn[1], class_names=names))

    def _go_on_as(self, experiment: Experiment) -> None:
        if self._trainer is None:
            return
        training = experiment.training
        self._n_steps = training.n_steps
        self._rise = None
        self._trainer.change(
            schedule=build_schedule(training), penalty=build_penalty(training), stop=build_stop_rule(training)
        )
        if self._state is not RunState.TRAINING:
            self._state = RunState.WAITING
            self._message = ""
        self._finish_if_done()

    def _play(self) -> None:
        if self._trainer is not None and self._state is not RunState.TRAINING:
            self._state = RunState.TRAINING
            self._message = ""
            self._pace.restart()
            self._finish_if_done()

    def _pause(self) -> None:
        if self._state is RunState.TRAINING:
            self._state = RunState.WAITING

    def _step_once(self) -> None:
        if self._trainer is None:
            return
        self._state = RunState.WAITING
        self._message = ""
        if self._trainer.step < self._n_steps:
            self._trainer.advance(1)
        self._finish_if_done()

    def _train(self, trainer: Trainer) -> None:
        """One time slice."""
        self._gate.pass_through()
        # Here, where the gate has just opened: while a frame is made, nothing else is.
        if self._mailbox.is_wanted and time.perf_counter() >= self._publish_due:
            started = time.perf_counter()
            self._publish()
            ended = time.perf_counter()
            self._publish_due = ended + (ended - started)  # to look at a huge network takes longer than to train it
        n_steps = min(self._pace.steps_due(), self._n_steps - trainer.step)
        if n_steps > 0:
            started = time.perf_counter()
            trainer.advance(n_steps)
            self._pace.record(n_steps, time.perf_counter() - started)
        self._examiner.go_on(SLICE)
        if self._finish_if_done():
            self._publish()

    def _examine(self) -> None:
        """One time slice, while the run stands still."""
        self._gate.pass_through()
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
        rise = self._lookout.look(trainer.history.curves())
        if rise is not None:
            self._rise = rise
            self._message = self._message or f"{_capitalized(rise.sentence)}."

    def _end(self, state: RunState, message: str) -> None:
        self._state = state
        self._message = message
        try:
            self._publish()
        except Exception:  # there is not even a step to show: a run that began with infinity, or a trainer that broke
            self._trainer = None
            self._publish()

    def _publish(self) -> None:
        trainer = self._trainer
        dataset = self._drawn[1] if self._drawn else None
        snapshot = trainer.snapshot() if trainer else None
        if trainer:
            self._look_out(trainer)
        if snapshot is None or dataset is None:
            self._examiner.forget()
        else:
            trains = self._state is RunState.TRAINING
            self._examiner.see(snapshot, dataset.training_points, stands_still=not trains)
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
            )
        )


def _without_outdated(commands: list[Command]) -> list[Command]:
    """Spare us the runs that a later one replaces: a hand on a slider asks for many."""
    last = max((place for place, command in enumerate(commands) if isinstance(command, StartRun)), default=0)
    return [
        Outdated() if isinstance(command, StartRun) and place < last else command
        for place, command in enumerate(commands)
    ]


def _nameless(data: DataSpec) -> DataSpec:
    """What decides the points."""
    clusters = tuple(msgspec.structs.replace(cluster, name="nameless") for cluster in data.clusters)
    return msgspec.structs.replace(data, clusters=clusters)


def _capitalized(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
