"""The run: a network in training, its past, and what both do when they are told to."""

from collections.abc import Callable

from nnviz.core.snapshot import Snapshot
from nnviz.core.trainer import DivergedError, Trainer, UnfitParameterError
from nnviz.data.dataset import Dataset
from nnviz.experiment.build import build_penalty, build_stop_rule, build_trainer
from nnviz.experiment.build_training import build_schedule
from nnviz.session.commands import BringBack, Command, GoOnAs, GoOnWith, SetByHand, StartRun, TakeBack
from nnviz.session.drawn_points import DrawnPoints
from nnviz.session.examiner import Examiner
from nnviz.session.frame_gate import SHORTEST
from nnviz.session.hand_edits import HandEdit, MadeEdit
from nnviz.session.helper import Helper
from nnviz.session.pace import SLICE, Pace
from nnviz.session.past import MOST_BYTES, Past
from nnviz.session.retracing import Retracing
from nnviz.session.standing import Standing
from nnviz.session.training import Training
from nnviz.session.update import Help, RunState


class Run:
    """The run that is carried out; `start` puts another in its place.

    Parameters
    ----------
    clock : Callable[[], float]
        Seconds.
    helper : Helper or None
        Who may make its steps in another process.

    Attributes
    ----------
    number : int
    standing : Standing
    points : DrawnPoints
        Those it learns from, or is to learn from.
    pace : Pace
    examiner : Examiner
    trainer : Trainer or None
        None where there is no network yet, or none could be made.
    past : Past or None
    retracing : Retracing or None
        While one looks back: on the way to the step that is wanted, or there.
    """

    def __init__(self, clock: Callable[[], float], helper: Helper | None = None) -> None:
        self._clock = clock
        self.number = 0
        self.standing = Standing()
        self.points = DrawnPoints()
        self.pace = Pace(clock)
        self._training = Training(self.pace, clock, helper)
        self.examiner = Examiner(clock)
        self.trainer: Trainer | None = None
        self._dataset: Dataset | None = None  # what the trainer learns from; a hand may be moving other points already
        self.past: Past | None = None
        self.retracing: Retracing | None = None
        self._n_steps = 0
        self._most_bytes = MOST_BYTES

    @property
    def trains(self) -> bool:
        """Whether there are steps to be made."""
        return self.standing.trains and self.trainer is not None

    @property
    def is_ahead(self) -> bool:
        """Whether steps are made that it does not know of yet."""
        return self._training.is_ahead

    @property
    def help(self) -> Help:
        """How it stands with the other process that makes steps."""
        return self._training.help

    @property
    def is_retracing(self) -> bool:
        """Whether a step of the past is on its way."""
        return self.retracing is not None and self.retracing.is_busy

    def branches_at(self, command: Command) -> int | None:
        """The step of the past that a command goes on from; None where it goes on from where the run stands."""
        if isinstance(command, GoOnAs | GoOnWith | SetByHand):
            return command.branch_at
        if isinstance(command, TakeBack | BringBack):
            made = self._made_edit(command)
            return None if made is None else made.step
        return None

    def show_points(self, command: StartRun | GoOnWith) -> None:
        """Draw the points of a command whose network is put off."""
        if isinstance(command, StartRun):
            self._begin(command)
            if command.play:
                self.standing.state = RunState.TRAINING
            return
        if command.branch_at is not None:
            self._branch()
        self.points.draw(command.experiment.data)

    def start(self, command: StartRun) -> None:
        """Begin another run at step 0, training or waiting."""
        self._dataset = self._begin(command)
        self.trainer = build_trainer(command.experiment, self._dataset)
        self.past = Past(command.experiment, self.trainer, self._most_bytes)
        if command.play:
            self.play()

    def go_on_as(self, command: GoOnAs) -> None:
        """Train as another recipe says, from the step to come."""
        if command.branch_at is not None:
            self._branch()
        if self.trainer is None or self.past is None:
            return
        training = command.experiment.training
        self._n_steps = training.n_steps
        self.standing.change()
        self.trainer.change(
            schedule=build_schedule(training), penalty=build_penalty(training), stop=build_stop_rule(training)
        )
        self.past.change(self.trainer.step, command.experiment, command.what)
        self._finish_if_done(self.trainer)

    def go_on_with(self, command: GoOnWith) -> None:
        """Put other points before the network; one that has made no step yet begins as their recipe says."""
        if command.branch_at is not None:
            self._branch()
        experiment = command.experiment
        self.pace.begin_small()
        before, self.trainer = self.trainer, None
        self._dataset = self.points.draw(experiment.data)
        trainer = build_trainer(experiment, self._dataset)
        if before is not None and before.step > 0:
            trainer.take_over(before)
        self.trainer = trainer
        if self.past is None:
            self.past = Past(experiment, trainer, self._most_bytes)
        elif trainer.step == 0:
            self.past.begin(experiment, trainer)
        else:
            self.past.change(trainer.step, experiment, command.what)
        self._n_steps = experiment.training.n_steps
        self._be_another(trainer, self.past)

    def work_by_hand(self, command: SetByHand | TakeBack | BringBack) -> None:
        """Set a weight, take that back or bring it back, at the step that the run is to go on from."""
        made = None if isinstance(command, SetByHand) else self._made_edit(command)
        edit = command.edit if isinstance(command, SetByHand) else made.edit if made else None
        trainer, past = self.trainer, self.past
        self.standing.refusal = ""
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
            self.standing.refusal = f"{edit.what} stays as it was: {error}"
            return
        self._be_another(trainer, past)

    def look_back(self, step: int) -> None:
        """Stand still, and be on the way to a step of the past."""
        if self.trainer is None or self.past is None:
            return
        self.standing.pause()
        step = max(step, int(self.past.frames.steps[0]))
        if step >= self.trainer.step:
            self.retracing = None
        elif self.retracing is None:
            self.retracing = Retracing(self.past, self.points, step, self._clock)
        else:
            self.retracing.want(step)

    def set_memory(self, most_bytes: int) -> None:
        """Let the past of this run and of those to come take no more than so many bytes."""
        self._most_bytes = most_bytes
        if self.past is not None and self.trainer is not None:
            self.past.set_memory(most_bytes, self.trainer)

    def play(self) -> None:
        """Train until told otherwise."""
        self.retracing = None
        if self.trainer is not None and not self.standing.trains:
            self.standing.step_on(RunState.TRAINING)
            self.pace.restart()
            self._finish_if_done(self.trainer)

    def step_once(self) -> None:
        """Make one update, then stand still."""
        if self.trainer is None or self.past is None:
            return
        self.retracing = None
        self.standing.step_on(RunState.WAITING)
        if self.trainer.step < self._n_steps:
            self._training.advance(self.trainer, self.past, 1)
        self._finish_if_done(self.trainer)

    def go_on(self, seconds: float = SLICE) -> bool:
        """Spend a time slice on the way to a step of the past, or examining, or training; whether there is news."""
        if self.retracing is not None and self.retracing.is_busy:
            return self.retracing.go_on(seconds)
        trainer, past, dataset = self.trainer, self.past, self._dataset
        if trainer is None or past is None or dataset is None or not self.standing.trains:
            return self.examiner.go_on(seconds)
        self._training.go_on(trainer, past, dataset, self._n_steps, seconds)
        if self.examiner.is_busy:
            self.examiner.go_on(SHORTEST)
        return self._finish_if_done(trainer)

    def call_in(self) -> None:
        """Wait for the steps that are being made, before something is done that the run is asked for."""
        self._training.call_in()

    def settle(self) -> None:
        """Know of all steps that are made; raises as training does."""
        if self.trainer is not None and self.past is not None:
            self._training.settle(self.trainer, self.past)
            if self.standing.trains:
                self._finish_if_done(self.trainer)

    def close(self) -> None:
        """Make no step any more."""
        self._training.close()

    def examine(self, snapshot: Snapshot | None, dataset: Dataset | None) -> None:
        """Have the moment that is shown examined in its time."""
        if snapshot is None or dataset is None:
            self.examiner.forget()
        else:
            self.examiner.see(snapshot, dataset.training_inputs, stands_still=not self.standing.trains)

    def end(self, error: Exception) -> None:
        """Stand still because of an error; one that diverged stands at the last step whose loss was a number."""
        if isinstance(error, DivergedError) and self.past is not None:
            self.past.fall_back(error.step)
        self.retracing = None
        self._training.drop()
        self.standing.end(error)

    def _begin(self, command: StartRun) -> Dataset:
        """Forget the run that was, and have the points of another."""
        self.pace.begin_small()
        self.number = command.run
        self.trainer = self.past = self.retracing = None
        self.examiner.forget()
        self.standing.begin()
        self._n_steps = command.experiment.training.n_steps
        return self.points.draw(command.experiment.data)

    def _made_edit(self, command: TakeBack | BringBack) -> MadeEdit | None:
        """What a command takes or brings back; None where this run knows of no such thing."""
        if self.past is None:
            return None
        edits = self.past.edits
        find = edits.find_made if isinstance(command, TakeBack) else edits.find_taken_back
        return find(command.number)

    def _branch_for(self, trainer: Trainer, command: Command, edit: HandEdit, value: float) -> None:
        """Go back to where a number is to be set, if that is not here, and if it can be."""
        if self.branches_at(command) is not None and self.retracing is not None:
            trainer.check_parameter(self.retracing.state, *edit.place, value)
            self._branch()

    def _branch(self) -> None:
        """Go back to the step of the past that is shown, and forget what came after it."""
        retracing, self.retracing = self.retracing, None
        if retracing is None or self.trainer is None or self.past is None:
            return
        self.past.branch(retracing.wanted, self.trainer.history.curves())
        self.trainer.go_back(retracing.state)
        self._look_anew(self.trainer, self.past)
        self.standing.state = RunState.WAITING

    def _be_another(self, trainer: Trainer, past: Past) -> None:
        """Be a run whose points or weights have just become others."""
        self._look_anew(trainer, past)
        self.standing.message = ""
        self.standing.change()
        self._finish_if_done(trainer)

    def _look_anew(self, trainer: Trainer, past: Past) -> None:
        """Compare nothing with the losses and the neurons of other points or weights."""
        self.standing.watch_from(max(trainer.points_since, past.edits.last_step))
        self.examiner.look_again()

    def _finish_if_done(self, trainer: Trainer) -> bool:
        if trainer.step < self._n_steps and trainer.stopped is None:
            return False
        self._training.drop()
        self.standing.finish(trainer)
        return True
