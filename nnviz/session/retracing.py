"""Retracing: makes a step of the past again, from the key frame before it, without touching the run itself."""

from collections.abc import Callable
from dataclasses import replace

from nnviz.core.key_frames import KeyFrame
from nnviz.core.snapshot import Snapshot
from nnviz.core.stopping import NEVER, Best
from nnviz.core.trainer import Trainer, TrainerState
from nnviz.data.dataset import Dataset
from nnviz.experiment.build import build_penalty, build_trainer
from nnviz.experiment.build_training import build_schedule
from nnviz.experiment.data_spec import DataSpec
from nnviz.experiment.experiment import Experiment, needs_new_run
from nnviz.session.drawn_points import DrawnPoints
from nnviz.session.pace import Pace
from nnviz.session.past import Past, Stretch

_PATIENCE = 0.06
"""Seconds for which a step may be waited for before a key frame stands in."""

_NEWS_EVERY = 0.2
"""Seconds between two words on how far it is."""


class Retracing:
    """A second trainer, which goes over steps the run has made, by the recipes they were made from.

    Parameters
    ----------
    past : Past
    points : DrawnPoints
        Those of the run as it stands; of others it draws its own.
    step : int
        The step that is wanted, one of the past.
    clock : Callable[[], float]
        Seconds.

    Attributes
    ----------
    wanted : int
        The step that is wanted.
    """

    def __init__(self, past: Past, points: DrawnPoints, step: int, clock: Callable[[], float]) -> None:
        self._past = past
        self._points = points
        self._own_points = DrawnPoints()
        self._clock = clock
        self._pace = Pace(clock)
        frame = self._frame_for(step)
        self._experiment = past.stretch_at(frame.step).experiment
        self._trainer = self._build(self._experiment)
        self._stand_at(frame)
        self._shown: Snapshot | None = None
        self._news_due: float | None = None
        self.want(step)

    def want(self, step: int) -> None:
        """Go to another step: on from here, where that is nearer than from a key frame."""
        self.wanted = step
        # A hand that drags wants another step before the last is reached: it is to see something all the same.
        self._news_due = self._news_due or self._clock() + _PATIENCE
        frame = self._frame_for(step)
        is_on_the_way = frame.step <= self._trainer.step < step
        is_there = self._trainer.step == step and (self._trainer.knows_before or step == frame.step)
        if not is_on_the_way and not is_there:
            self._stand_at(frame)
        self._from = self._trainer.step

    @property
    def is_busy(self) -> bool:
        """Whether there is something to do, and to be told of."""
        return self._news_due is not None

    @property
    def is_done(self) -> bool:
        """Whether the step that is wanted has been reached."""
        return self._trainer.step == self.wanted

    @property
    def progress(self) -> float:
        """Which share of the way has been made, 0 … 1."""
        return 1.0 if self.is_done else (self._trainer.step - self._from) / (self.wanted - self._from)

    @property
    def state(self) -> TrainerState:
        """The step that has been reached, to go on from."""
        self._arrive()
        return self._trainer.state()

    def go_on(self, seconds: float) -> bool:
        """Work for about so long; whether there is something new to be shown then."""
        started = self._clock()
        while not self.is_done and self._clock() - started < seconds:
            self._arrive()
            n_steps = min(self._next_halt() - self._trainer.step, self._pace.steps_due())
            began = self._clock()
            self._trainer.retrace(n_steps)
            self._pace.record(n_steps, self._clock() - began)
        if self.is_done:
            self._news_due = None
        elif self._news_due is not None and self._clock() >= self._news_due:
            self._news_due = self._clock() + _NEWS_EVERY
        else:
            return False
        return True

    def moment(self) -> tuple[Snapshot, Dataset]:
        """The step that is wanted, with the points it was made on; until it is reached, the nearest key frame."""
        frame = None if self.is_done else self._past.frames.nearest(self.wanted)
        step = self.wanted if frame is None else frame.step
        if self._shown is None or self._shown.step != step:
            self._shown = self._measured(frame)
        return self._shown, self._dataset(self._past.stretch_at(step).experiment.data)

    def _measured(self, frame: KeyFrame | None) -> Snapshot:
        """What a key frame looks like, or where there is none the step that has been reached."""
        state = self._trainer.state()
        if frame is not None:
            self._stand_at(frame)
        self._arrive()
        snapshot = self._trainer.snapshot()
        if frame is not None:
            self._trainer.resume(state)
        return snapshot

    def _frame_for(self, step: int) -> KeyFrame:
        """One before the step, not at it, where there is: what led to it is shown as well."""
        frames = self._past.frames
        return frames.before(max(step - 1, int(frames.steps[0])))

    def _next_halt(self) -> int:
        """The next step at which something is other than before, or that is wanted."""
        step = self._trainer.step
        halts = (self.wanted, self._past.stretch_at(step).end, self._past.edits.next_after(step))
        return min(halt for halt in halts if halt is not None)

    def _arrive(self) -> None:
        """Be what the run was at the step that has been reached."""
        self._follow(self._past.stretch_at(self._trainer.step))
        for made in self._past.edits.at(self._trainer.step):
            self._trainer.set_parameter(*made.edit.place, made.edit.value)

    def _stand_at(self, frame: KeyFrame) -> None:
        self._trainer.resume(TrainerState(frame.step, frame.numbers, Best()))

    def _follow(self, stretch: Stretch) -> None:
        """Have the points and the settings of a stretch."""
        before, self._experiment = self._experiment, stretch.experiment
        if before is self._experiment:
            return
        if needs_new_run(before, self._experiment):  # other points: all else would have begun another run
            earlier, self._trainer = self._trainer, self._build(self._experiment)
            self._trainer.resume(earlier.state())
        else:
            self._settle(self._trainer, self._experiment)

    def _build(self, experiment: Experiment) -> Trainer:
        trainer = build_trainer(experiment, self._dataset(experiment.data))
        self._settle(trainer, experiment)
        return trainer

    def _settle(self, trainer: Trainer, experiment: Experiment) -> None:
        """Nothing may end what is made again: it did not end when it was made."""
        training = experiment.training
        trainer.change(schedule=build_schedule(training), penalty=build_penalty(training), stop=NEVER)

    def _dataset(self, data: DataSpec) -> Dataset:
        """The points of a recipe; their classes are called as they are now."""
        now = self._points.dataset
        if now is not None and self._points.are_of(data):
            return now
        dataset = self._own_points.draw(data)
        return dataset if now is None else replace(dataset, class_names=now.class_names, class_colors=now.class_colors)
