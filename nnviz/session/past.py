"""The past of a run: what is kept of it, so that every step it made can be made again."""

from bisect import bisect_right
from dataclasses import dataclass

from nnviz.core.history import Curves
from nnviz.core.key_frames import KeyFrame, KeyFrames
from nnviz.core.trainer import Trainer
from nnviz.experiment.experiment import Experiment
from nnviz.session.hand_edits import HandEdit, HandEdits, MadeEdit
from nnviz.session.update import Change

SPACING = 0.01
"""Seconds of training between two key frames while there is room, which is how long making a step again then takes."""

MOST_BYTES = 256 * 1024 * 1024
"""What curves and key frames take together, where nobody has set it."""

_MOST_EARLIER = 3


@dataclass(frozen=True)
class Stretch:
    """Steps of a run that were made from one recipe.

    Attributes
    ----------
    first_step : int
    end : int or None
        The first step of the next stretch; None for the last.
    experiment : Experiment
    """

    first_step: int
    end: int | None
    experiment: Experiment


class Past:
    """Key frames, and the recipes by which the steps between them were made.

    Of points that were replaced in the middle of a run only the recipe is kept, which draws them again when one looks
    back so far: the points themselves would take any amount of memory.

    Parameters
    ----------
    experiment : Experiment
    trainer : Trainer
        At the first step of a run of it.
    most_bytes : int
        What the curves, those of earlier branches, and the key frames may take together. The curves take a few
        megabytes, and the frames have what they leave.

    Attributes
    ----------
    frames : KeyFrames
    edits : HandEdits
    earlier : tuple of Curves
        Of the last few branches that were left, from where they were left.
    """

    def __init__(self, experiment: Experiment, trainer: Trainer, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self.earlier: tuple[Curves, ...] = ()
        self.begin(experiment, trainer)

    def begin(self, experiment: Experiment, trainer: Trainer) -> None:
        """Know of no step but the one where this trainer stands; what was left before stays."""
        self._changes: tuple[Change, ...] = ()
        self.edits = HandEdits()
        self._first_steps = [trainer.step]
        self._experiments = [experiment]
        self._effort = self._looked_at = 0.0
        self.frames = KeyFrames(self._most_bytes, SPACING)
        self._room = self._most_bytes
        self._add_frame(trainer)

    @property
    def changes(self) -> tuple[Change, ...]:
        """What changed in the middle of the run, in the order of the steps."""
        last = {(made.step, made.edit.what): made.edit for made in self.edits.made}
        by_hand = [Change(step, edit.name, edit.sentence) for (step, _), edit in last.items()]
        return tuple(sorted((*self._changes, *by_hand), key=lambda change: change.step))

    def note(self, trainer: Trainer, seconds: float) -> None:
        """Take note that the trainer has come to where it stands in so many seconds more."""
        self._effort += seconds
        if self._effort - self._looked_at >= SPACING:  # at the curves too, which grow too
            self._looked_at = self._effort
            self._fit(trainer)
            self._add_frame(trainer)

    def set_memory(self, most_bytes: int, trainer: Trainer) -> None:
        """Take no more than so many bytes from now on."""
        self._most_bytes = most_bytes
        self._fit(trainer)

    def change(self, step: int, experiment: Experiment, what: str) -> None:
        """Take note that the steps from `step` on are made from another recipe, in which `what` is another."""
        place = bisect_right(self._first_steps, step - 1)  # of several at one step only the last is ever trained with
        self._first_steps[place:] = [step]
        self._experiments[place:] = [experiment]
        if place > 0 and what:
            kept = [change for change in self._changes if change.step < step or change.what != what]
            self._changes = (*kept, Change(step, what))

    def set_by_hand(self, trainer: Trainer, edit: HandEdit) -> None:
        """Let a hand set a weight at the step where the trainer stands.

        Raises
        ------
        UnfitParameterError
            Where the loss would not be finite; everything is as it was.
        """
        old = trainer.set_parameter(*edit.place, edit.value, edit.what)
        self.frames.forget_from(trainer.step)
        self.edits.make(MadeEdit(edit, trainer.step, old))

    def take_back(self, trainer: Trainer, made: MadeEdit) -> None:
        """Let the trainer, who stands at the step of an edit, be as he was before it; raises as `set_by_hand` does."""
        trainer.put_back(*made.edit.place, made.old)
        self.frames.forget_from(trainer.step)
        self.edits.take_back(made)

    def branch(self, step: int, curves: Curves) -> None:
        """Forget the steps from `step` on, which the run is to make otherwise; their curves are kept for a while.

        It goes on by the recipe that holds now, not by that of then.
        """
        self.earlier = (*self.earlier, curves.since(step))[-_MOST_EARLIER:]
        experiment = self._experiments[-1]
        self.forget_from(step)
        if self._experiments[-1] is not experiment:
            self.change(step, experiment, "")

    def forget_from(self, step: int) -> None:
        """Forget what was kept of `step` and later, but for what a hand set at that step itself."""
        place = max(1, bisect_right(self._first_steps, step - 1))
        del self._first_steps[place:], self._experiments[place:]
        self._changes = tuple(change for change in self._changes if change.step < step)
        self.edits.forget_after(step)
        self.frames.forget_from(step)

    def fall_back(self, step: int) -> None:
        """The run has returned to `step`, which it makes again from the last recipe, if that has come since."""
        self.frames.forget_from(step + 1)
        self.edits.forget_after(step)
        if self._first_steps[-1] > step:
            self.change(step, self._experiments[-1], "")

    def stretch_at(self, step: int) -> Stretch:
        """The steps made from the same recipe as `step`."""
        after = bisect_right(self._first_steps, step)
        end = self._first_steps[after] if after < len(self._first_steps) else None
        return Stretch(self._first_steps[after - 1], end, self._experiments[after - 1])

    def _fit(self, trainer: Trainer) -> None:
        """Leave the frames what the curves do not take."""
        curves = (trainer.history, *self.earlier)
        room = max(self._most_bytes - sum(each.n_bytes for each in curves), 0)
        if room != self._room:
            self._room = room
            self.frames.keep_within(room)

    def _add_frame(self, trainer: Trainer) -> None:
        if not self.frames.is_due(self._effort):  # asked here too: a large network's state takes a while to copy
            return
        state = trainer.state()
        self.frames.add(KeyFrame(state.step, state.numbers), self._effort)
