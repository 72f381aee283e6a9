"""The marks on the timeline: where something happened in a run."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from nnviz.session.update import RunState, RunUpdate

_SHARES = (0.90, 0.95)


class MarkKind(Enum):
    """What happened; each kind has a shape of its own."""

    CHANGE = "change"
    ACCURACY = "accuracy"
    DIVERGED = "diverged"


@dataclass(frozen=True)
class Mark:
    """Something that happened at a step.

    Attributes
    ----------
    step : int
    kind : MarkKind
    name : str
        In a word or two, to be written beside the mark.
    sentence : str
        In full.
    """

    step: int
    kind: MarkKind
    name: str
    sentence: str


def marks_of(update: RunUpdate) -> tuple[Mark, ...]:
    """What happened in a run up to where it stands, in the order of the steps."""
    marks = [*_changes(update), *_accuracies(update)]
    if update.state is RunState.DIVERGED:
        marks.append(Mark(update.live_step, MarkKind.DIVERGED, "diverged", "The last step before the run diverged"))
    return tuple(sorted(marks, key=lambda mark: mark.step))


def _changes(update: RunUpdate) -> Iterator[Mark]:
    for change in update.changes:
        name = change.what.removeprefix("the ")
        sentence = change.sentence or f"From here on {change.what} is another"
        yield Mark(change.step, MarkKind.CHANGE, name, sentence[:1].upper() + sentence[1:])


def _accuracies(update: RunUpdate) -> Iterator[Mark]:
    """Where it came to a share for the first time; a run that begins above it does not cross it."""
    curves = update.curves
    if curves is None or len(curves.test_accuracy) == 0:
        return
    has_test = bool(curves.test_accuracy[0] == curves.test_accuracy[0])  # NaN is no number, not even its own
    accuracy = curves.test_accuracy if has_test else curves.train_accuracy
    which = "test" if has_test else "training"
    for share in _SHARES:
        place = int((accuracy >= share).argmax())
        if place > 0:
            sentence = f"{100 * share:.0f} % of the {which} points are right for the first time"
            yield Mark(int(curves.evaluation_steps[place]), MarkKind.ACCURACY, f"{100 * share:.0f} %", sentence)
