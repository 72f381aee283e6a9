import threading

import pytest
from pytestqt.qtbot import QtBot

from nnviz.experiment.experiment import Experiment
from nnviz.session import worker as worker_module
from nnviz.session.commands import Play, StartRun
from nnviz.session.runner import Runner
from nnviz.session.update import RunState, RunUpdate
from nnviz.session.worker import Worker


@pytest.fixture
def worker(qtbot: QtBot) -> Worker:
    del qtbot
    return Worker()


def test_a_worker_trains_publishes_and_ends(qtbot: QtBot, worker: Worker, small_experiment: Experiment) -> None:
    worker.start()
    worker.send(StartRun(1, small_experiment, play=True))
    taken: list[RunUpdate] = []

    def finished() -> bool:
        update = worker.take_update()
        if update is not None:
            taken.append(update)
        return bool(taken) and taken[-1].state is RunState.FINISHED

    qtbot.waitUntil(finished)
    assert worker.stop()
    steps = [update.snapshot.step for update in taken if update.snapshot is not None]
    assert steps == sorted(steps)
    assert steps[-1] == 60


def test_what_is_sent_before_the_start_waits_for_it(qtbot: QtBot, worker: Worker, small_experiment: Experiment) -> None:
    worker.send(StartRun(1, small_experiment, play=False))
    worker.send(Play())
    assert worker.take_update() is None
    worker.start()
    worker.start()  # twice is no harm
    update: RunUpdate | None = None

    def finished() -> bool:
        nonlocal update
        update = worker.take_update() or update
        return update is not None and update.state is RunState.FINISHED

    qtbot.waitUntil(finished)
    assert worker.stop()
    assert update is not None
    assert update.n_obeyed == 2


def test_taking_an_update_asks_for_the_next(worker: Worker) -> None:
    assert worker.take_update() is None
    assert worker._mailbox.is_wanted


def test_stopping_in_mid_run_ends_the_thread_also_behind_a_closed_gate(
    qtbot: QtBot, worker: Worker, endless_experiment: Experiment
) -> None:
    worker.start()
    worker.send(StartRun(1, endless_experiment, play=True))
    qtbot.waitUntil(lambda: worker.take_update() is not None)
    worker.gate.close()
    assert worker.stop()
    assert worker._thread.isFinished()


def test_stopping_twice_and_stopping_what_never_started_are_no_harm(worker: Worker) -> None:
    assert worker.stop()
    worker.start()
    assert worker.stop()
    assert worker.stop()


def test_a_thread_that_does_not_end_in_time_is_kept_and_ends_by_itself(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_end = threading.Event()
    monkeypatch.setattr(Runner, "work", lambda _self: may_end.wait(60.0))
    monkeypatch.setattr(worker_module, "_PATIENCE", 1)
    kept: list[object] = []
    monkeypatch.setattr(worker_module, "_still_working", kept)
    worker.start()
    try:
        assert not worker.stop()
        assert kept == [worker._thread]
    finally:
        may_end.set()
        assert worker._thread.wait(60_000)
