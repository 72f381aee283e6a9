"""The examiner: when the neurons of a run are looked at, which must cost training next to nothing."""

from collections.abc import Callable

from nnviz.core.arrays import FloatArray
from nnviz.core.diagnosis import Examination, Finding
from nnviz.core.snapshot import Snapshot

_AT_ONCE = 0.01
_APART = 0.5
_LARGEST_SHARE = 0.01


class Examiner:
    """Examines the network of a moment in slices of time, and keeps what was found last.

    A moment that stands still is examined as soon as it is seen: there and then where that is quick. While a run
    trains, half a second passes between two examinations, and more where they would take over a hundredth of the time.

    Parameters
    ----------
    clock : Callable[[], float]
        Seconds; an argument so that tests can turn its hands.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.forget()

    def forget(self) -> None:
        """Know of nothing: another run begins."""
        self._examination: Examination | None = None
        self._step = -1
        self._spent = 0.0
        self._due = self._clock()
        self._findings: tuple[Finding, ...] = ()
        self._examined_step: int | None = None
        self._is_outdated = False

    def look_again(self) -> None:
        """The points are others: what was found is kept for the moment, as one that trains outlives it anyway.

        It is found anew in its time; in a run that stands still, at the next moment that is seen.
        """
        self._is_outdated = True

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the last examination found that came to its end."""
        return self._findings

    @property
    def examined_step(self) -> int | None:
        """The step it was of; None before the first."""
        return self._examined_step

    @property
    def is_busy(self) -> bool:
        """Whether an examination is under way."""
        return self._examination is not None

    def see(self, snapshot: Snapshot, points: FloatArray, *, stands_still: bool) -> None:
        """Take note of a moment of the run, and of its training points (n_points, n_features)."""
        seen = self._step if self.is_busy else self._examined_step
        if snapshot.step == seen and not self._is_outdated:
            return
        if stands_still:
            self._begin(snapshot, points)
            self.go_on(_AT_ONCE)
        elif not self.is_busy and self._clock() >= self._due:
            self._begin(snapshot, points)

    def go_on(self, seconds: float) -> bool:
        """Work for about so long; whether the examination under way has come to its end."""
        examination, self._examination = self._examination, None  # one that fails is not taken up again
        started = self._clock()
        while examination is not None and not examination.is_done and self._clock() - started < seconds:
            examination.advance()
        self._spent += self._clock() - started
        if examination is None or not examination.is_done:
            self._examination = examination
            return False
        self._findings = examination.findings
        self._examined_step = self._step
        self._due = self._clock() + max(_APART, self._spent * (1.0 - _LARGEST_SHARE) / _LARGEST_SHARE)
        return True

    def _begin(self, snapshot: Snapshot, points: FloatArray) -> None:
        self._examination = Examination(snapshot.network, points)
        self._step = snapshot.step
        self._is_outdated = False
        self._spent = 0.0
