"""Pace: how many steps are due, and how many a second were made."""

from collections.abc import Callable
from math import inf

SLICE = 0.001
"""Seconds of a slice where nobody says how long it is to be."""

_MEASURED_OVER = 0.5


class Pace:
    """Deals out steps in time slices, at most so many a second.

    Parameters
    ----------
    clock : Callable[[], float]
        Seconds; an argument so that tests can turn its hands.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._steps_per_second: float | None = None
        self._rate = 0.0
        self.begin_small()
        self.restart()

    def begin_small(self) -> None:
        """Begin with a single step a slice: those to come may take a thousand times as long as those before."""
        self._most = 1

    def restart(self) -> None:
        """Begin to count anew: after a pause, or with another speed."""
        self._since = self._clock()
        self._made = 0
        self._measured_since = self._since
        self._measured_made = 0
        self._measured = 0.0

    def set_speed(self, steps_per_second: float | None) -> None:
        """At most so many steps a second; None is as fast as possible."""
        self._steps_per_second = steps_per_second
        self.restart()

    @property
    def is_free(self) -> bool:
        """Whether there may be as many steps a second as can be made."""
        return self._steps_per_second is None

    @property
    def seconds_a_step(self) -> float:
        """What one took lately; infinite where none was made."""
        return 1.0 / self._rate if self._rate > 0.0 else inf

    @property
    def steps_per_second(self) -> float:
        """Speed reached lately."""
        return self._measured

    def steps_due(self, seconds: float = SLICE) -> int:
        """How many steps may be made now, as many as fit into a slice of so many seconds at the most, but for one."""
        fitting = max(1, min(int(self._rate * seconds + 1e-9), self._most))
        if self._steps_per_second is None:
            return fitting
        # The first step comes at once, the others at their time.
        due = int((self._clock() - self._since) * self._steps_per_second) + 1 - self._made
        return max(0, min(due, fitting))

    def seconds_until_due(self) -> float:
        """How long there is nothing to do."""
        if self._steps_per_second is None:
            return 0.0
        return max(0.0, self._since + self._made / self._steps_per_second - self._clock())

    def record(self, n_steps: int, seconds: float) -> None:
        """Take note that `n_steps` steps took `seconds`; the next slice is fitted to that, to at most twice as many."""
        self._made += n_steps
        self._measured_made += n_steps
        self._rate = n_steps / max(seconds, 1e-9)
        self._most = max(2 * n_steps, self._most // 2)  # a short slice among long ones is not to be made up for
        passed = self._clock() - self._measured_since
        if passed >= _MEASURED_OVER:
            self._measured = self._measured_made / passed
            self._measured_since += passed
            self._measured_made = 0
