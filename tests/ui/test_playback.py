"""Playback: how far the past goes by in a frame, and when it stops."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject

from nnviz.ui import playback as playback_module
from nnviz.ui.playback import Playback
from tests.session.clock import Clock


class FakeSession:
    """Shows every step at once, unless it is told to be slow."""

    def __init__(self, live_step: int) -> None:
        self.live_step = live_step
        self.past_step: int | None = None
        self.asked: list[int] = []
        self.is_slow = False
        self._shown = 0

    @property
    def latest(self) -> SimpleNamespace:
        if not self.is_slow and self.past_step is not None:
            self._shown = self.past_step
        past = None if self.past_step is None else SimpleNamespace(wanted=self.past_step)
        return SimpleNamespace(live_step=self.live_step, snapshot=SimpleNamespace(step=self._shown), past=past)

    def show_step(self, step: int) -> None:
        self.asked.append(step)
        self.past_step = step if step < self.live_step else None


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(playback_module, "time", SimpleNamespace(perf_counter=clock))
    return clock


@pytest.fixture
def session() -> FakeSession:
    return FakeSession(1_000)


@pytest.fixture
def playback(qapp: object, session: FakeSession, clock: Clock) -> Iterator[Playback]:
    del qapp, clock
    parent = QObject()
    playback = Playback(session, parent)  # type: ignore[arg-type]
    playback.steps_per_second = 40
    yield playback
    parent.deleteLater()


def frames(playback: Playback, clock: Clock, n_frames: int, seconds: float = 0.125) -> None:
    for _ in range(n_frames):
        clock.now += seconds
        playback.on_frame()


def test_it_begins_with_the_first_step_and_goes_on_with_the_time(
    playback: Playback, session: FakeSession, clock: Clock
) -> None:
    playback.start()
    frames(playback, clock, 3)
    assert session.asked == [0, 5, 10, 15]


def test_or_with_the_step_that_is_shown(playback: Playback, session: FakeSession, clock: Clock) -> None:
    session.show_step(500)
    playback.start()
    frames(playback, clock, 1)
    assert session.asked == [500, 505]


def test_a_frame_shorter_than_a_step_asks_for_nothing(playback: Playback, session: FakeSession, clock: Clock) -> None:
    playback.start()
    frames(playback, clock, 10, seconds=0.01)
    assert session.asked == list(range(session.asked[-1] + 1))
    assert 3 <= session.asked[-1] <= 4


def test_it_waits_for_a_step_that_takes_its_time(playback: Playback, session: FakeSession, clock: Clock) -> None:
    playback.start()
    frames(playback, clock, 1)
    session.is_slow = True
    session.show_step(5)
    frames(playback, clock, 50)
    session.is_slow = False
    frames(playback, clock, 1)
    assert session.asked == [0, 5, 5, 10]


def test_it_ends_where_the_run_stands(playback: Playback, session: FakeSession, clock: Clock) -> None:
    ended: list[bool] = []
    playback.ended.connect(lambda: ended.append(True))
    playback.start()
    frames(playback, clock, 400)
    assert session.asked[-1] == 1_000
    assert (playback.is_on, ended) == (False, [True])


def test_a_hand_that_goes_elsewhere_ends_it(playback: Playback, session: FakeSession, clock: Clock) -> None:
    playback.start()
    frames(playback, clock, 2)
    session.show_step(700)
    frames(playback, clock, 2)
    assert not playback.is_on
    assert session.asked[-1] == 700
    playback.stop()
    frames(playback, clock, 2)
    assert session.asked[-1] == 700


@pytest.mark.parametrize(("live_step", "after_a_frame"), [(1_000, 62), (100_000, 1_250)])
def test_as_fast_as_can_be_is_the_whole_run_in_ten_seconds_at_most(
    playback: Playback, session: FakeSession, clock: Clock, live_step: int, after_a_frame: int
) -> None:
    session.live_step = live_step
    playback.steps_per_second = None
    playback.start()
    frames(playback, clock, 1)
    assert abs(session.asked[-1] - after_a_frame) <= 1
