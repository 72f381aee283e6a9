"""Undo: the recipes that were, and those that were taken back; between them, what a hand set in the run itself."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from nnviz.experiment.experiment import Experiment
from nnviz.experiment.own_source import OwnSource
from nnviz.session.hand_edits import HandEdit

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
        self._done: list[_Edit | HandEdit] = []
        self._undone: list[_Edit | HandEdit] = []
        self._undone_before: list[_Edit | HandEdit] = []  # the gesture
        self._cleared: list[_Edit | HandEdit] | None = None  # by what a hand did last, if that was new

    @property
    def undo_text(self) -> str | None:
        """What the next undo takes back; None where there is nothing."""
        return self._done[-1].what if self._done else None

    @property
    def redo_text(self) -> str | None:
        """What the next redo brings back; None where there is nothing."""
        return self._undone[-1].what if self._undone else None

    @property
    def is_in_gesture(self) -> bool:
        """Whether a hand is at work."""
        return self._gesture is not None

    def begin_gesture(self) -> None:
        """What is edited from here to `end_gesture` is one edit, however long it takes: a drag."""
        self._n_gestures += 1
        self._gesture = self._n_gestures
        self._undone_before = self._undone.copy()

    def end_gesture(self) -> None:
        """The next edit is one of its own."""
        self._gesture = None

    def cancel_gesture(self) -> Experiment | None:
        """End the gesture as if nothing had been edited in it: the recipe before; None where nothing was."""
        gesture, self._gesture = self._gesture, None
        last = self._done[-1] if self._done else None
        if gesture is None or not isinstance(last, _Edit) or last.gesture != gesture:
            return None
        self._done.pop()
        self._undone = self._undone_before
        return last.before

    def record(self, what: str, before: Experiment, after: Experiment) -> None:
        """Take note of an edit of `what`."""
        now = self._clock()
        last = self._done[-1] if self._done else None
        if isinstance(last, _Edit) and not self._undone and self._continues(last, what, now):
            self._done.pop()
            before = last.before
        if before != after:  # a gesture may end where it began
            self._done.append(_Edit(what, before, after, now, self._gesture))
        while len(self._done) > 1 and _n_bytes(self._done, after) > _MOST_BYTES:
            del self._done[0]
        self._end_record()

    def record_by_hand(self, edit: HandEdit) -> None:
        """Take note of a weight that a hand sets in the run; each is an edit of its own."""
        self._done.append(edit)
        self._cleared = self._undone.copy()
        self._end_record()

    def refuse_by_hand(self, edit: HandEdit) -> None:
        """What a hand did last, or undid or did again, could not be: all is as it was before."""
        if self._undone and self._undone[-1] is edit:
            self._done.append(self._undone.pop())
        elif self._done and self._done[-1] is edit:
            self._done.pop()
            self._undone = [*self._undone, edit] if self._cleared is None else self._cleared

    def keep_by_hand(self, made: Iterable[HandEdit], taken_back: Iterable[HandEdit]) -> bool:
        """Forget what hands did to another run than the present, which has these; whether there was any."""
        before = len(self._done) + len(self._undone)
        self._done = _without_others(self._done, made)
        self._undone = _without_others(self._undone, taken_back)
        return len(self._done) + len(self._undone) < before

    def undo(self) -> tuple[str, Experiment | HandEdit] | None:
        """What is taken back, and the recipe as it was before; or what a hand did, which the run is to take back."""
        if not self._done:
            return None
        edit = self._done.pop()
        self._undone.append(edit)
        return edit.what, edit if isinstance(edit, HandEdit) else edit.before

    def redo(self) -> tuple[str, Experiment | HandEdit] | None:
        """What is brought back, and the recipe with it; or what a hand did."""
        if not self._undone:
            return None
        edit = self._undone.pop()
        self._cleared = None
        self._done.append(edit)
        return edit.what, edit if isinstance(edit, HandEdit) else edit.after

    def forget(self) -> None:
        """Begin anew, as with another document."""
        self._done.clear()
        self._undone.clear()
        self._gesture = None

    def _end_record(self) -> None:
        del self._done[:-_DEEPEST]
        self._undone.clear()

    def _continues(self, edit: _Edit, what: str, now: float) -> bool:
        """Whether a new edit of `what` is one with the last."""
        if edit.gesture is not None or self._gesture is not None:
            return edit.gesture == self._gesture
        return edit.what == what and now - edit.at < _SAME_GESTURE


def _without_others(edits: list[_Edit | HandEdit], kept: Iterable[HandEdit]) -> list[_Edit | HandEdit]:
    numbers = {edit.number for edit in kept}
    return [edit for edit in edits if not isinstance(edit, HandEdit) or edit.number in numbers]


def _n_bytes(edits: Iterable[_Edit | HandEdit], present: Experiment) -> int:
    """What the points take that are kept for these edits alone; many edits have the same ones."""
    sources = {id(edit.before.data.source): edit.before.data.source for edit in edits if isinstance(edit, _Edit)}
    sources.pop(id(present.data.source), None)
    own = [source for source in sources.values() if isinstance(source, OwnSource)]
    return sum(len(source.features) + len(source.labels) + len(source.numbers) for source in own)
