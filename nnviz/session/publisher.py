"""The publisher: what goes up of a run, and when."""

from collections.abc import Callable

from nnviz.core.snapshot import Snapshot
from nnviz.data.dataset import Dataset
from nnviz.session.mailbox import Mailbox
from nnviz.session.run import Run
from nnviz.session.update import PastMoment, RunState, RunUpdate


class Publisher:
    """Looks at a run, has its losses and its neurons looked at too, and leaves the moment in a mailbox.

    Parameters
    ----------
    mailbox : Mailbox[RunUpdate]
    clock : Callable[[], float]
        Seconds.
    """

    def __init__(self, mailbox: Mailbox[RunUpdate], clock: Callable[[], float]) -> None:
        self._mailbox = mailbox
        self._clock = clock
        self._started = 0.0
        self._due = 0.0

    @property
    def is_wanted(self) -> bool:
        """Whether somebody asked for a moment, and it is time for one."""
        return self._mailbox.is_wanted and self._clock() >= self._due

    def rest(self) -> None:
        """Train at least as long as the last look took: to look at a huge network takes longer than to train it."""
        now = self._clock()
        self._due = now + (now - self._started)

    def publish(self, run: Run, n_obeyed: int, *, is_ahead: bool) -> None:
        """Leave a moment, be it asked for or not; one that is ahead has points whose network is yet to come."""
        self._started = self._clock()
        trainer, past, standing, examiner = run.trainer, run.past, run.standing, run.examiner
        snapshot, dataset, moment = _shown(run, is_ahead=is_ahead)
        if trainer:
            standing.look_out(trainer)
        if not is_ahead:  # else the network that is yet to come is to be examined
            run.examine(snapshot, dataset)
        self._mailbox.put(
            RunUpdate(
                run.number,
                n_obeyed,
                standing.state,
                standing.message,
                dataset,
                snapshot,
                trainer.history.curves() if trainer else None,
                run.pace.steps_per_second if standing.trains else 0.0,
                examiner.findings,
                examiner.examined_step,
                standing.cause,
                standing.state is RunState.FINISHED and trainer is not None and trainer.stopped is not None,
                trainer.points_since if trainer else 0,
                moment,
                past.changes if past else (),
                past.earlier if past else (),
                tuple(made.edit for made in past.edits.made) if past else (),
                tuple(made.edit for made in past.edits.taken_back) if past else (),
                standing.refusal,
                (trainer.step if trainer else 0) if is_ahead else None,
                run.help,
            )
        )


def _shown(run: Run, *, is_ahead: bool) -> tuple[Snapshot | None, Dataset | None, PastMoment | None]:
    """Where a run stands, or the step of its past that one looks back at."""
    trainer, retracing = run.trainer, run.retracing
    if trainer is not None and retracing is not None:
        return *retracing.moment(), PastMoment(retracing.wanted, trainer.step, retracing.progress)
    return trainer.snapshot() if trainer and not is_ahead else None, run.points.dataset, None
