"""The session: the recipe that is open, the run that follows from it, the document it belongs to."""

import time
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Signal

from nnviz.experiment.data_spec import DataSpec
from nnviz.experiment.documents import read_document, write_document
from nnviz.experiment.experiment import Experiment, needs_new_run
from nnviz.experiment.network_spec import NetworkSpec
from nnviz.experiment.training_spec import TrainingSpec
from nnviz.session.commands import Command, GoOnAs, Pause, Play, Rename, SetSpeed, StartRun, StepOnce
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
    """

    recipe_changed = Signal()
    document_changed = Signal()
    run_restarted = Signal(str)
    run_bent = Signal(str)

    def __init__(self, experiment: Experiment, path: Path | None = None) -> None:
        super().__init__()
        self._experiment = experiment
        self._saved = experiment
        self._path = path
        self._undo = UndoHistory(time.monotonic)
        self._run = 0
        self._latest = RunUpdate(0, 0, RunState.WAITING)
        self._plays = False
        self._n_sent = 0
        self._worker = Worker()
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
    def undo_texts(self) -> tuple[str | None, str | None]:
        """What undo and redo would change."""
        return self._undo.undo_text, self._undo.redo_text

    @property
    def worker(self) -> Worker:
        """The run's thread, for its frame gate."""
        return self._worker

    def take_update(self) -> RunUpdate | None:
        """The latest moment of this run, or None where nothing new has come; to be called once a frame."""
        update = self._worker.take_update()
        if update is None or update.run != self._run:
            return None
        self._latest = update
        if update.n_obeyed == self._n_sent and update.state is not RunState.TRAINING:
            self._plays = False
        return update

    def play(self) -> None:
        """Train on; from the beginning where the run had come to its end."""
        self._plays = True
        if self.has_ended:
            self._start_run(play=True)
        else:
            self._send(Play())

    def pause(self) -> None:
        """Stand still."""
        self._plays = False
        self._send(Pause())

    def step(self) -> None:
        """Make one update."""
        self._plays = False
        self._send(StepOnce())

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
        after = msgspec.structs.replace(self._experiment, **{fields[type(part)]: part})
        if after == self._experiment:
            return
        self._undo.record(what, self._experiment, after)
        self._follow(after, what)

    def begin_gesture(self) -> None:
        """What is edited until `end_gesture` is one edit: a drag."""
        self._undo.begin_gesture()

    def end_gesture(self) -> None:
        """The next edit is one of its own."""
        self._undo.end_gesture()

    def undo(self) -> None:
        """Take the last edit back."""
        if found := self._undo.undo():
            self._follow(found[1], found[0])

    def redo(self) -> None:
        """Make the edit that was taken back again."""
        if found := self._undo.redo():
            self._follow(found[1], found[0])

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
        """Write the recipe to a file, which is its document from now on.

        Raises
        ------
        OSError
            Where it cannot be written; the file and the session stay as they were.
        """
        write_document(self._experiment, path)
        self._path = path
        self._saved = self._experiment
        self.document_changed.emit()

    def start(self) -> None:
        """Let the run begin; what was asked of it until now has been waiting."""
        self._worker.start()

    def close(self) -> bool:
        """End the run's thread; False where it would not end in time."""
        return self._worker.stop()

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
        has_begun = self._plays or (self._latest.snapshot is not None and self._latest.snapshot.step > 0)
        if needs_new_run(before, after):
            self._start_run(play=self._plays)
            if has_begun:
                self.run_restarted.emit(what)
        elif before.training != after.training:
            self._send(GoOnAs(after))
            if has_begun:
                self.run_bent.emit(what)
        elif before.data != after.data:
            self._send(Rename(after.data))
        self.recipe_changed.emit()
        self.document_changed.emit()

    @property
    def has_ended(self) -> bool:
        """Whether playing on would begin anew.

        An edit may just have put the end further away, or changed what stopped the run; the latest moment need not
        know of it yet.
        """
        if self._latest.state is not RunState.FINISHED:
            return False
        snapshot = self._latest.snapshot
        has_steps_left = snapshot is not None and snapshot.step < self._experiment.training.n_steps
        knows_all = self._latest.n_obeyed == self._n_sent
        return not has_steps_left or (self._latest.stopped_early and knows_all)

    def _send(self, command: Command) -> None:
        self._n_sent += 1
        self._worker.send(command)

    def _start_run(self, *, play: bool) -> None:
        self._run += 1
        self._plays = play
        self._latest = RunUpdate(self._run, 0, RunState.TRAINING if play else RunState.WAITING)
        self._send(StartRun(self._run, self._experiment, play))
