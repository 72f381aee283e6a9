"""Undo: the recipes that were, and those that were taken back."""

from collections.abc import Callable
from dataclasses import dataclass

from nnviz.experiment.experiment import Experiment
from nnviz.experiment.own_source import OwnSource

_SAME_GESTURE = 1.0
_DEEPEST = 500
_MOST_BYTES = 256 * 1024 * 1024
"""Of points that are a recipe's own and not the present one's: a stroke of the brush keeps all of them."""


@dataclass(frozen=True)
class _Edit:
    what: str
    before: Experiment
    after: Experiment
    at: float
    gesture: int | None


class UndoHistory:
    """Edits of a recipe. Recipes are frozen, so keeping the old one is all there is to undoing.

    Parameters
    ----------
    clock : Callable[[], float]
        Seconds; edits of the same thing within a second of each other are one gesture, and one undo.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._gesture: int | None = None
        self._n_gestures = 0
        self._done: list[_Edit] = []
        self._undone: list[_Edit] = []

    @property
    def undo_text(self) -> str | None:
        """What the next undo takes back; None where there is nothing."""
        return self._done[-1].what if self._done else None

    @property
    def redo_text(self) -> str | None:
        """What the next redo brings back; None where there is nothing."""
        return self._undone[-1].what if self._undone else None

    def begin_gesture(self) -> None:
        """What is edited from here to `end_gesture` is one edit, however long it takes: a drag."""
        self._n_gestures += 1
        self._gesture = self._n_gestures

    def end_gesture(self) -> None:
        """The next edit is one of its own."""
        self._gesture = None

    def cancel_gesture(self) -> Experiment | None:
        """End the gesture as if nothing had been edited in it: the recipe before; None where nothing was."""
        gesture, self._gesture = self._gesture, None
        if gesture is None or not self._done or self._done[-1].gesture != gesture:
            return None
        return self._done.pop().before

    def record(self, what: str, before: Experiment, after: Experiment) -> None:
        """Take note of an edit of `what`."""
        now = self._clock()
        if self._done and not self._undone and self._continues(self._done[-1], what, now):
            before = self._done.pop().before
        if before != after:  # a gesture may end where it began
            self._done.append(_Edit(what, before, after, now, self._gesture))
        del self._done[:-_DEEPEST]
        while len(self._done) > 1 and sum(_n_bytes(edit.before) for edit in self._done) > _MOST_BYTES:
            del self._done[0]
        self._undone.clear()

    def undo(self) -> tuple[str, Experiment] | None:
        """What is taken back, and the recipe as it was before."""
        if not self._done:
            return None
        edit = self._done.pop()
        self._undone.append(edit)
        return edit.what, edit.before

    def redo(self) -> tuple[str, Experiment] | None:
        """What is brought back, and the recipe with it."""
        if not self._undone:
            return None
        edit = self._undone.pop()
        self._done.append(edit)
        return edit.what, edit.after

    def forget(self) -> None:
        """Begin anew, as with another document."""
        self._done.clear()
        self._undone.clear()

    def _continues(self, edit: _Edit, what: str, now: float) -> bool:
        """Whether a new edit of `what` is one with the last."""
        if edit.gesture is not None or self._gesture is not None:
            return edit.gesture == self._gesture
        return edit.what == what and now - edit.at < _SAME_GESTURE


def _n_bytes(experiment: Experiment) -> int:
    source = experiment.data.source
    return len(source.features) + len(source.labels) if isinstance(source, OwnSource) else 0
