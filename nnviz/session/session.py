"""The session: the recipe that is open, the run that follows from it, the document it belongs to."""

import time
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Signal, SignalInstance

from nnviz.experiment.data_spec import DataSpec
from nnviz.experiment.documents import read_document, write_document
from nnviz.experiment.experiment import Experiment, needs_new_run
from nnviz.experiment.network_spec import NetworkSpec
from nnviz.experiment.own_source import OwnSource
from nnviz.experiment.training_spec import TrainingSpec
from nnviz.session.ceiling import Ceiling
from nnviz.session.commands import (
    BackToLive,
    BringBack,
    Command,
    GoOnAs,
    GoOnWith,
    Pause,
    Play,
    Rename,
    SetByHand,
    SetMemory,
    SetSpeed,
    Show,
    StartRun,
    StepOnce,
    TakeBack,
)
from nnviz.session.hand_edits import HandEdit, check_value
from nnviz.session.train_on import can_train_on
from nnviz.session.undo import UndoHistory
from nnviz.session.update import RunState, RunUpdate
from nnviz.session.worker import Worker


class Session(QObject):
    """What a window shows and edits.

    Its run stands still until `start`, so that a window can be painted before anything is computed.

    Signals
    -------
    recipe_changed()
        The experiment is another one, by an edit, undo, or another document.
    document_changed()
        The file, or whether it holds what is shown, is another.
    run_restarted(str)
        A run in progress began anew at step 0 because of this edit.
    run_bent(str)
        This changed in the middle of a run, which goes on.
    points_changed(str)
        The same, where what changed makes other points.
    run_branched(str, int)
        This changed while one looked back at that step, from which the run goes on otherwise than it did.
    weight_set(str)
        A hand set a weight where the run stands; the sentence says which.
    weight_put_back(str), weight_set_again(str)
        That was undone or redone: the run is at its step again.
    weight_refused(str)
        It could not be; everything is as it was, and the sentence says why.
    undo_changed()
        Undo and redo may have come to mean something else, though the recipe is the same.

    Attributes
    ----------
    trains_on : bool
        Whether an edit of the data leaves a run in progress its network, where that fits the new points too.
    """

    recipe_changed = Signal()
    document_changed = Signal()
    run_restarted = Signal(str)
    run_bent = Signal(str)
    points_changed = Signal(str)
    run_branched = Signal(str, int)
    weight_set = Signal(str)
    weight_put_back = Signal(str)
    weight_set_again = Signal(str)
    weight_refused = Signal(str)
    undo_changed = Signal()

    def __init__(self, experiment: Experiment, path: Path | None = None) -> None:
        super().__init__()
        self._experiment = experiment
        self._saved = experiment
        self._path = path
        self._undo = UndoHistory(time.monotonic)
        self._run = 0
        self._latest = RunUpdate(0, 0, RunState.WAITING)
        self._plays = False
        self._wanted: int | None = None
        self._goes_back = False  # the run is on its way to a step of its past, to go on from there
        self._in_hand: HandEdit | None = None  # of which it is not known yet whether it can be
        self.trains_on = False
        self._n_sent = 0
        self._n_hand_edits = 0
        self._worker = Worker()
        self._ceiling = Ceiling(self._worker.gate)
        self._start_run(play=False)

    @property
    def experiment(self) -> Experiment:
        """The recipe as it is now."""
        return self._experiment

    @property
    def path(self) -> Path | None:
        """The file it was opened from or saved to."""
        return self._path

    @property
    def is_modified(self) -> bool:
        """Whether closing now would lose an edit."""
        return self._experiment != self._saved

    @property
    def latest(self) -> RunUpdate:
        """The last moment of the current run that was taken."""
        return self._latest

    @property
    def plays(self) -> bool:
        """Whether training was asked for; the run may be a moment behind."""
        return self._plays

    @property
    def is_behind(self) -> bool:
        """Whether the latest moment does not know yet of all that was asked of the run."""
        return self._latest.n_obeyed < self._n_sent

    @property
    def past_step(self) -> int | None:
        """The step of the past that one looks back at; None where one sees the run as it stands."""
        return self._wanted

    @property
    def has_hand_edits(self) -> bool:
        """Whether a hand has set weights in this run, which its recipe knows nothing of."""
        return bool(self._latest.hand_edits)

    @property
    def undo_texts(self) -> tuple[str | None, str | None]:
        """What undo and redo would change."""
        return self._undo.undo_text, self._undo.redo_text

    @property
    def worker(self) -> Worker:
        """The run's thread, for its frame gate."""
        return self._worker

    @property
    def ceiling(self) -> Ceiling:
        """Finds the best accuracy that is possible, in a thread of its own."""
        return self._ceiling

    def take_update(self) -> RunUpdate | None:
        """The latest moment of this run, or None where nothing new has come; to be called once a frame."""
        update = self._worker.take_update()
        if update is None or update.run != self._run:
            return None
        self._latest = update
        if not self.is_behind and update.state is not RunState.TRAINING:
            self._plays = False
        if not self.is_behind:
            self._wanted = None if update.past is None else update.past.wanted
            self._goes_back = False
            self._hear_of_hand(update)
        if not self.is_behind and self._undo.keep_by_hand(update.hand_edits, update.taken_back):
            self.undo_changed.emit()
        return update

    def _hear_of_hand(self, update: RunUpdate) -> None:
        """Take note of what has become of a weight that a hand set, put back or set again."""
        edit, self._in_hand = self._in_hand, None
        if edit is not None and update.refusal:
            self._undo.refuse_by_hand(edit)
            self.undo_changed.emit()
            self.weight_refused.emit(update.refusal)

    def play(self) -> None:
        """Train on from where the run stands; from the beginning where it had come to its end."""
        self._plays = True
        self._wanted = None
        if self.has_ended:
            self._start_run(play=True)
        else:
            self._send(Play())

    def pause(self) -> None:
        """Stand still."""
        self._plays = False
        self._send(Pause())

    def step(self) -> None:
        """Make one update; looking back, show the next step."""
        self._plays = False
        if self._wanted is not None:
            self.show_step(self._wanted + 1)
        else:
            self._send(StepOnce())

    def show_step(self, step: int) -> None:
        """Stand still and look back at a step of the run; the last one is the run as it stands, and goes."""
        step = max(step, 0)
        if step < self._latest.live_step:
            self._plays = False
            self._wanted = step
            self._send(Show(step))
        elif self._wanted is not None:
            self.back_to_live()

    def back_to_live(self) -> None:
        """Look at the run as it stands."""
        self._wanted = None
        self._send(BackToLive())

    def set_memory(self, most_bytes: int) -> None:
        """Let what is kept of the past take no more than so many bytes."""
        self._send(SetMemory(most_bytes))

    def reset(self) -> None:
        """Begin anew, with exactly the same start."""
        self._start_run(play=False)

    def set_speed(self, steps_per_second: float | None) -> None:
        """At most so many steps a second; None is as fast as possible."""
        self._send(SetSpeed(steps_per_second))

    def edit(self, part: DataSpec | NetworkSpec | TrainingSpec, what: str) -> None:
        """Put another part into the recipe.

        Parameters
        ----------
        part : DataSpec, NetworkSpec or TrainingSpec
        what : str
            What was changed, as a noun: "the learning rate".

        Raises
        ------
        RecipeError
            Where the part does not go with the others; everything stays as it was.
        """
        fields = {DataSpec: "data", NetworkSpec: "network", TrainingSpec: "training"}
        after = msgspec.structs.replace(self._experiment, **{fields[type(part)]: part}, name=self._name_with(part))
        if after == self._experiment:
            return
        self._undo.record(what, self._experiment, after)
        self._follow(after, what)

    def set_weight(self, place: tuple[int, int, int], value: float, what: str, name: str) -> None:
        """Give a weight or bias another value, from the step that is shown on.

        It is part of this run alone: the recipe stays, and so does its document.

        Parameters
        ----------
        place : layer, row, neuron
            As `Trainer.set_parameter` takes them.
        value : float
        what : str
            What is set, as a noun: "weight x₁ → h₂ of layer 1".
        name : str
            The same in a word or two.

        Raises
        ------
        RecipeError
            Where no network could start from such a value; everything stays as it was.
        """
        check_value(what, value)
        at, self._wanted = self._wanted, None
        self._n_hand_edits += 1
        edit = HandEdit(self._n_hand_edits, *place, value, what, name)
        self._undo.record_by_hand(edit)
        self._in_hand = edit
        self._send(SetByHand(edit, at))
        if at is None:
            self.weight_set.emit(edit.sentence)
        else:
            self._goes_back = True
            self.run_branched.emit(what, at)
        self.undo_changed.emit()

    def _name_with(self, part: DataSpec | NetworkSpec | TrainingSpec) -> str:
        """Of the recipe: a preset is not what it was called by when other points take the place of its own."""
        if not isinstance(part, DataSpec) or not isinstance(part.source, OwnSource):
            return self._experiment.name
        before = self._experiment.data.source
        is_new = not isinstance(before, OwnSource) or before.title != part.source.title
        return part.source.title if is_new else self._experiment.name

    def begin_gesture(self) -> None:
        """What is edited until `end_gesture` is one edit: a drag."""
        self._undo.begin_gesture()

    def end_gesture(self) -> None:
        """The next edit is one of its own."""
        self._undo.end_gesture()

    def cancel_gesture(self, what: str) -> None:
        """Take back all that was edited since `begin_gesture`."""
        before = self._undo.cancel_gesture()
        if before is not None:
            self._follow(before, what)

    def undo(self) -> None:
        """Take the last edit back."""
        if found := self._undo.undo():
            what, before = found
            if isinstance(before, HandEdit):
                self._in_hand = before
                self._return_to_hand(TakeBack(before.number), self.weight_put_back, what)
            else:
                self._follow(before, what)

    def redo(self) -> None:
        """Make the edit that was taken back again."""
        if found := self._undo.redo():
            what, after = found
            if isinstance(after, HandEdit):
                self._in_hand = after
                self._return_to_hand(BringBack(after.number), self.weight_set_again, what)
            else:
                self._follow(after, what)

    def open_preset(self, experiment: Experiment) -> None:
        """Show another recipe that has no file yet."""
        self._show(experiment, None)

    def open_document(self, path: Path) -> None:
        """Show the recipe in a file.

        Raises
        ------
        RecipeError
            Where there is none; everything stays as it was.
        """
        self._show(read_document(path), path)

    def save(self, path: Path) -> None:
        """Write the recipe to a file, which is its document from now on; returns when it is there.

        Raises
        ------
        OSError
            Where it cannot be written; the file and the session stay as they were.
        """
        write_document(self._experiment, path)
        self.take_as_saved(self._experiment, path)

    def take_as_saved(self, experiment: Experiment, path: Path) -> None:
        """What the recipe is, or was a moment ago, stands in a file, which is its document from now on."""
        self._path = path
        self._saved = experiment
        self.document_changed.emit()

    def start(self) -> None:
        """Let the run begin; what was asked of it until now has been waiting."""
        self._worker.start()

    def close(self) -> bool:
        """End the session's threads; False where one would not end in time."""
        ceiling_has_ended = self._ceiling.stop()
        return self._worker.stop() and ceiling_has_ended

    def _show(self, experiment: Experiment, path: Path | None) -> None:
        self._experiment = self._saved = experiment
        self._path = path
        self._undo.forget()
        self._start_run(play=False)
        self.recipe_changed.emit()
        self.document_changed.emit()

    def _follow(self, after: Experiment, what: str) -> None:
        """Make `after` the recipe, and the run one of it."""
        before, self._experiment = self._experiment, after
        has_begun = self._plays or self._latest.live_step > 0 or self.has_hand_edits
        if has_begun and self.trains_on and can_train_on(before, after):
            at = self._branch(before, after)
            self._send(GoOnWith(after, what, at, self._moves_points(before, after)))
            self._tell(self.points_changed, what, at)
        elif needs_new_run(before, after):
            self._start_run(play=self._plays, in_hand=self._moves_points(before, after))
            if has_begun:
                self.run_restarted.emit(what)
        elif before.training != after.training:
            at = self._branch(before, after)
            self._send(GoOnAs(after, what, at))
            if has_begun:
                self._tell(self.run_bent, what, at)
        elif before.data != after.data:
            self._send(Rename(after.data))
        self.recipe_changed.emit()
        self.document_changed.emit()

    def _branch(self, before: Experiment, after: Experiment) -> int | None:
        """The step of the past that an edit goes on from; None where it goes on from where the run stands.

        Where a run ends says nothing of the steps it has made: to set that leaves them as they are.
        """
        n_steps = before.training.n_steps
        if msgspec.structs.replace(after.training, n_steps=n_steps) == before.training and before.data == after.data:
            return None
        at, self._wanted = self._wanted, None
        return at

    def _return_to_hand(self, command: TakeBack | BringBack, signal: SignalInstance, what: str) -> None:
        """Let the run return to the step at which a hand set a weight, and stand still there."""
        self._plays = False
        self._wanted = None
        self._goes_back = True
        self._send(command)
        signal.emit(what)
        self.undo_changed.emit()

    def _tell(self, of_live: SignalInstance, what: str, at: int | None) -> None:
        if at is None:
            of_live.emit(what)
        else:
            self._goes_back = True
            self.run_branched.emit(what, at)

    @property
    def has_ended(self) -> bool:
        """Whether playing on would begin anew.

        An edit may just have put the end further away, or changed what stopped the run; the latest moment need not
        know of it yet.
        """
        if self._latest.state is not RunState.FINISHED or self._goes_back:
            return False
        has_steps_left = self._latest.live_step < self._experiment.training.n_steps
        return not has_steps_left or (self._latest.stopped_early and not self.is_behind)

    @property
    def is_set_at_end(self) -> bool:
        """Whether a hand has set a weight where the run has come to its end, which is lost where it begins anew."""
        by_hand = (change.step for change in self._latest.changes if change.sentence)
        return self.has_ended and (self._in_hand is not None or self._latest.live_step in by_hand)

    def _send(self, command: Command) -> None:
        self._n_sent += 1
        self._worker.send(command)

    def _moves_points(self, before: Experiment, after: Experiment) -> bool:
        """Whether a hand is at work, and on nothing but points: what the network says of them can come later.

        Not where inputs are standardised: then other points are another view of all of them.
        """
        if not self._undo.is_in_gesture or after.data.standardized:
            return False
        same = before.network == after.network and before.training == after.training
        return same and (before.data.inputs, before.data.n_features) == (after.data.inputs, after.data.n_features)

    def _start_run(self, *, play: bool, in_hand: bool = False) -> None:
        self._run += 1
        self._plays = play
        self._wanted = None
        self._goes_back = False
        self._latest = RunUpdate(self._run, 0, RunState.TRAINING if play else RunState.WAITING)
        self._send(StartRun(self._run, self._experiment, play, in_hand))
