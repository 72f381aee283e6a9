"""Training: how a run comes to its next steps, made here in time slices, or by the helper."""

from collections.abc import Callable
from math import inf

from nnviz.core.trainer import Trainer
from nnviz.data.dataset import Dataset
from nnviz.session.helper import Helper
from nnviz.session.helper_process import Stint
from nnviz.session.pace import Pace
from nnviz.session.past import Past
from nnviz.session.processors import n_processors
from nnviz.session.update import Help

STINT = 0.016
"""Seconds of training that the helper is asked for at once. What is asked of a run waits for the end of one; to take
in what became of one takes a millisecond."""

NAP = 0.012
"""Seconds after which it is time to see what the helper has made, and to ask it for more."""

_STINTS_AHEAD = 3
"""So many are under way: while a frame is made nobody asks for more."""

_MOST_STEPS = 4096
"""Of a stint: as many as the history's table of evaluations keeps whole, were there one in each."""

_LONGEST_STEP = 0.02
"""Seconds. Longer ones are made of long calls, beside which the window has its frames anyway."""

_MOST_POINTS = 200_000
_MOST_BYTES = 256 * 1024
"""Of a network in training: more takes a while to be sent to and fro."""

_SETTLED_IN = 0.5
"""Seconds of training at full speed before the helper is called: most runs that are only tried out are over by then."""

_QUIET = 0.15
"""Seconds after which nothing more is asked of a run by the same hand: it may drag, and ask sixty times a second."""


class Training:
    """Makes steps, and keeps what it takes to look back at them.

    Parameters
    ----------
    pace : Pace
    clock : Callable[[], float]
        Seconds.
    helper : Helper or None
        None where all steps are to be made here.
    """

    def __init__(self, pace: Pace, clock: Callable[[], float], helper: Helper | None) -> None:
        self._pace = pace
        self._clock = clock
        self._helper = helper if n_processors() > 1 else None
        self._seconds = 0.0
        self._asked = -inf
        self._called_in: list[Stint | int] = []

    @property
    def is_ahead(self) -> bool:
        """Whether steps are made that the run does not know of yet."""
        return bool(self._called_in) or (self._helper is not None and self._helper.n_stints > 0)

    @property
    def help(self) -> Help:
        """How it stands with the helper."""
        return Help.NONE if self._helper is None else self._helper.help

    def go_on(self, trainer: Trainer, past: Past, dataset: Dataset, goal: int, seconds: float) -> None:
        """Spend a slice of so many seconds on steps, of which the last is the one before `goal`."""
        if self._helper is None or not self._can_help(self._helper, trainer, dataset):
            self.settle(trainer, past)
            n_steps = min(self._pace.steps_due(seconds), goal - trainer.step)
            if n_steps > 0:
                self._pace.record(n_steps, self.advance(trainer, past, n_steps))
            return
        self._take_in(self._helper.take(), trainer, past)
        while self._helper.n_stints < _STINTS_AHEAD and not self._helper.is_lost and trainer.stopped is None:
            n_steps = min(self._pace.steps_due(STINT), goal - trainer.step - self._helper.n_steps, _MOST_STEPS)
            if n_steps <= 0:
                break
            self._helper.ask(n_steps, trainer, past.stretch_at(trainer.step).experiment, dataset)

    def advance(self, trainer: Trainer, past: Past, n_steps: int) -> float:
        """Make steps here; the seconds they took.

        Raises
        ------
        DivergedError
            As the trainer does.
        """
        started = self._clock()
        trainer.advance(n_steps)
        seconds = self._clock() - started
        past.note(trainer, seconds)
        if self._pace.is_free:
            self._seconds += seconds
        return seconds

    def call_in(self) -> None:
        """Wait until nothing more is under way: something is asked of the run, and more may follow soon."""
        self._asked = self._clock()
        if self._helper is not None:
            self._called_in += self._helper.settle()

    def settle(self, trainer: Trainer, past: Past) -> None:
        """Have the run know of all that is made, and nothing more under way; raises as `advance` does."""
        if self._helper is not None:
            stints, self._called_in = [*self._called_in, *self._helper.settle()], []
            self._take_in(stints, trainer, past)

    def drop(self) -> None:
        """Forget what is under way."""
        self._called_in = []
        if self._helper is not None:
            self._helper.drop()

    def close(self) -> None:
        """End the helper's process."""
        if self._helper is not None:
            self._helper.close()

    def _can_help(self, helper: Helper, trainer: Trainer, dataset: Dataset) -> bool:
        return (
            self._pace.is_free
            and self._seconds >= _SETTLED_IN
            and self._clock() - self._asked >= _QUIET
            and self._pace.seconds_a_step <= _LONGEST_STEP
            and dataset.n_points <= _MOST_POINTS
            and trainer.n_bytes <= _MOST_BYTES
            and helper.is_ready()
        )

    def _take_in(self, stints: list[Stint | int], trainer: Trainer, past: Past) -> None:
        for stint in stints:
            if isinstance(stint, Stint):
                trainer.follow(stint.trail, stint.curves)
                past.note(trainer, stint.seconds)
                self._pace.record(stint.n_steps, stint.seconds)
                continue
            # It has come to its end or diverged: that is found out in all its detail.
            self.advance(trainer, past, stint)
            if trainer.stopped is None and self._helper is not None:  # it has not: then something is wrong over there
                self._helper.close()
