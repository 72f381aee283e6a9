"""Pace: how many steps are due, and how many a second were made."""

from collections.abc import Callable

SLICE = 0.001
"""Seconds of training between two looks at the frame gate."""

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
        self._per_slice = 1
        self.restart()

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
    def steps_per_second(self) -> float:
        """Speed reached lately."""
        return self._measured

    def steps_due(self) -> int:
        """How many steps may be made now, as many as fit into a slice at the most."""
        if self._steps_per_second is None:
            return self._per_slice
        # The first step comes at once, the others at their time.
        due = int((self._clock() - self._since) * self._steps_per_second) + 1 - self._made
        return max(0, min(due, self._per_slice))

    def seconds_until_due(self) -> float:
        """How long there is nothing to do."""
        if self._steps_per_second is None:
            return 0.0
        return max(0.0, self._since + self._made / self._steps_per_second - self._clock())

    def record(self, n_steps: int, seconds: float) -> None:
        """Take note that `n_steps` steps took `seconds`, and fit the next slice to that."""
        self._made += n_steps
        self._measured_made += n_steps
        fitting = n_steps * SLICE / max(seconds, 1e-6)
        self._per_slice = max(1, min(int(fitting), 2 * self._per_slice))
        passed = self._clock() - self._measured_since
        if passed >= _MEASURED_OVER:
            self._measured = self._measured_made / passed
            self._measured_since += passed
            self._measured_made = 0
