import dataclasses
import itertools
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from nnviz.core.snapshot import Snapshot
from nnviz.experiment.build import build_dataset, build_trainer
from nnviz.experiment.documents import read_document, write_document
from nnviz.experiment.experiment import Experiment
from nnviz.experiment.network_spec import GivenStart
from nnviz.experiment.quantity import RecipeError
from nnviz.session import session as session_module
from nnviz.session.commands import (
    BackToLive,
    BringBack,
    Command,
    GoOnAs,
    GoOnWith,
    Pause,
    Play,
    Rename,
    SetByHand,
    SetMemory,
    SetSpeed,
    Show,
    StartRun,
    StepOnce,
    TakeBack,
)
from nnviz.session.frame_gate import FrameGate
from nnviz.session.hand_edits import HandEdit
from nnviz.session.session import Session
from nnviz.session.update import Change, PastMoment, RunState, RunUpdate
from tests.session.recipes import with_data, with_first_cluster, with_network, with_training


class FakeWorker:
    """Notes what it is sent, and hands out the updates a test puts there."""

    def __init__(self) -> None:
        self.sent: list[Command] = []
        self.update: RunUpdate | None = None
        self.gate = FrameGate()
        self.is_running = False

    def start(self) -> None:
        self.is_running = True

    def send(self, command: Command) -> None:
        self.sent.append(command)

    def take_update(self) -> RunUpdate | None:
        update, self.update = self.update, None
        return update

    def stop(self) -> bool:
        self.is_running = False
        return True


class Signals:
    """What a session said, in order."""

    def __init__(self, session: Session) -> None:
        self.heard: list[tuple[str, ...]] = []
        session.recipe_changed.connect(lambda: self.heard.append(("recipe",)))
        session.document_changed.connect(lambda: self.heard.append(("document",)))
        session.run_restarted.connect(lambda what: self.heard.append(("restarted", what)))
        session.run_bent.connect(lambda what: self.heard.append(("bent", what)))
        session.points_changed.connect(lambda what: self.heard.append(("points", what)))
        session.run_branched.connect(lambda what, step: self.heard.append(("branched", what, str(step))))

    def take(self) -> list[tuple[str, ...]]:
        heard, self.heard = self.heard, []
        return heard


CHANGED = [("recipe",), ("document",)]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A minute passes between two looks at it, so that no two edits are one gesture."""
    minutes = itertools.count()
    clock = SimpleNamespace(monotonic=lambda: 60.0 * next(minutes))
    monkeypatch.setattr(session_module, "time", clock)
    return clock


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> FakeWorker:
    worker = FakeWorker()
    monkeypatch.setattr(session_module, "Worker", lambda: worker)
    return worker


@pytest.fixture
def session(qtbot: QtBot, worker: FakeWorker, clock: SimpleNamespace, small_experiment: Experiment) -> Session:
    del qtbot, worker, clock
    return Session(small_experiment)


@pytest.fixture
def signals(session: Session) -> Signals:
    return Signals(session)


def moment(experiment: Experiment, n_steps: int) -> Snapshot:
    trainer = build_trainer(experiment, build_dataset(experiment.data))
    trainer.advance(n_steps)
    return trainer.snapshot()


def publish(
    session: Session, worker: FakeWorker, state: RunState, *, step: int = 0, run: int | None = None, behind: int = 0
) -> RunUpdate | None:
    """Let the worker publish a moment of the current run that does not know of the last `behind` commands."""
    run = session._run if run is None else run
    snapshot = moment(session.experiment, step)
    worker.update = RunUpdate(run, len(worker.sent) - behind, state, snapshot=snapshot)
    return session.take_update()


def test_a_session_begins_with_a_run_that_waits(
    session: Session, worker: FakeWorker, small_experiment: Experiment
) -> None:
    assert not worker.is_running
    session.start()
    assert worker.is_running
    assert worker.sent == [StartRun(1, small_experiment, play=False)]
    assert session.experiment == small_experiment
    assert session.path is None
    assert not session.is_modified
    assert not session.plays
    assert session.undo_texts == (None, None)
    assert session.latest.state is RunState.WAITING


def test_play_pause_step_and_speed_go_down_as_commands(session: Session, worker: FakeWorker) -> None:
    del worker.sent[:]
    session.play()
    assert session.plays
    session.pause()
    assert not session.plays
    session.play()
    session.step()
    assert not session.plays
    session.set_speed(12.0)
    session.set_speed(None)
    assert worker.sent == [Play(), Pause(), Play(), StepOnce(), SetSpeed(12.0), SetSpeed(None)]


def test_reset_begins_the_same_run_anew(session: Session, worker: FakeWorker, small_experiment: Experiment) -> None:
    publish(session, worker, RunState.WAITING, step=5)
    session.reset()
    assert worker.sent[-1] == StartRun(2, small_experiment, play=False)
    assert session.latest.snapshot is None


def test_an_update_of_this_run_is_taken_once(session: Session, worker: FakeWorker) -> None:
    update = publish(session, worker, RunState.WAITING, step=2)
    assert update is not None
    assert session.latest is update
    assert session.take_update() is None
    assert session.latest is update


def test_updates_of_old_runs_are_dropped(session: Session, worker: FakeWorker) -> None:
    session.reset()
    before = session.latest
    assert publish(session, worker, RunState.TRAINING, step=9, run=1) is None
    assert session.latest is before


def test_an_update_that_does_not_yet_know_of_play_does_not_undo_it(session: Session, worker: FakeWorker) -> None:
    session.play()
    publish(session, worker, RunState.WAITING, behind=1)
    assert session.plays
    publish(session, worker, RunState.TRAINING, step=1)
    assert session.plays


@pytest.mark.parametrize("state", [RunState.FINISHED, RunState.DIVERGED, RunState.FAILED])
def test_a_run_that_came_to_its_end_no_longer_plays(session: Session, worker: FakeWorker, state: RunState) -> None:
    session.play()
    publish(session, worker, state, step=60)
    assert not session.plays


def test_play_at_the_end_begins_anew(session: Session, worker: FakeWorker, small_experiment: Experiment) -> None:
    publish(session, worker, RunState.FINISHED, step=60)
    session.play()
    assert worker.sent[-1] == StartRun(2, small_experiment, play=True)
    assert session.plays
    assert session.latest.state is RunState.TRAINING


def test_play_right_after_more_steps_were_given_goes_on(
    session: Session, worker: FakeWorker, small_experiment: Experiment
) -> None:
    publish(session, worker, RunState.FINISHED, step=60)
    longer = with_training(small_experiment, n_steps=100)
    session.edit(longer.training, "the number of steps")
    session.play()  # before the runner can have said that it waits again
    assert worker.sent[-2:] == [GoOnAs(longer, "the number of steps"), Play()]


def test_an_edit_of_the_start_begins_another_run(
    session: Session, worker: FakeWorker, signals: Signals, small_experiment: Experiment
) -> None:
    after = with_network(small_experiment, seed=8)
    session.edit(after.network, "the weight seed")
    assert session.experiment == after
    assert worker.sent[-1] == StartRun(2, after, play=False)
    assert signals.take() == CHANGED  # nothing had begun that could be lost


def test_an_edit_in_a_run_that_has_begun_says_that_it_begins_anew(
    session: Session, worker: FakeWorker, signals: Signals, small_experiment: Experiment
) -> None:
    publish(session, worker, RunState.WAITING, step=3)
    after = with_data(small_experiment, seed=8)
    session.edit(after.data, "the data seed")
    assert signals.take() == [("restarted", "the data seed"), *CHANGED]
    assert worker.sent[-1] == StartRun(2, after, play=False)


def test_a_run_that_plays_plays_on_after_it_began_anew(
    session: Session, worker: FakeWorker, signals: Signals, small_experiment: Experiment
) -> None:
    session.play()
    for seed in (8, 9):  # the second one comes before the first one's run has shown itself
        session.edit(with_network(small_experiment, seed=seed).network, "the weight seed")
        assert signals.take() == [("restarted", "the weight seed"), *CHANGED]
        assert session.plays
    assert worker.sent[-1] == StartRun(3, with_network(small_experiment, seed=9), play=True)


def test_an_edit_of_the_training_bends_the_run(
    session: Session, worker: FakeWorker, signals: Signals, small_experiment: Experiment
) -> None:
    publish(session, worker, RunState.WAITING, step=3)
    after = with_training(small_experiment, learning_rate=0.5)
    session.edit(after.training, "the learning rate")
    assert worker.sent[-1] == GoOnAs(after, "the learning rate")
    assert signals.take() == [("bent", "the learning rate"), *CHANGED]
    assert session._run == 1


def test_an_edit_of_the_training_before_the_run_begins_bends_nothing(
    session: Session, worker: FakeWorker, signals: Signals, small_experiment: Experiment
) -> None:
    after = with_training(small_experiment, learning_rate=0.5)
    session.edit(after.training, "the learning rate")
    assert worker.sent[-1] == GoOnAs(after, "the learning rate")
    assert signals.take() == CHANGED


def test_where_it_is_to_train_on_other_points_leave_the_run_its_network(
    session: Session, worker: FakeWorker, signals: Signals, small_experiment: Experiment
) -> None:
    session.trains_on = True
    publish(session, worker, RunState.WAITING, step=3)
    after = with_first_cluster(small_experiment, mean=(1.0, 1.0))
    session.edit(after.data, "the mean of A")
    assert worker.sent[-1] == GoOnWith(after, "the mean of A")
    assert signals.take() == [("points", "the mean of A"), *CHANGED]
    assert session._run == 1
    assert session.latest.snapshot is not None
    session.undo()
    assert worker.sent[-1] == GoOnWith(small_experiment, "the mean of A")
    assert signals.take() == [("points", "the mean of A"), *CHANGED]
    session.redo()
    assert worker.sent[-1] == GoOnWith(after, "the mean of A")
    session.trains_on = False
    session.undo()
    assert worker.sent[-1] == StartRun(2, small_experiment, play=False)


def test_a_session_is_behind_until_a_moment_knows_of_all_that_was_asked(
    session: Session, worker: FakeWorker, small_experiment: Experiment
) -> None:
    assert session.is_behind
    publish(session, worker, RunState.WAITING)
    assert not session.is_behind
    session.edit(with_training(small_experiment, learning_rate=0.5).training, "the learning rate")
    assert session.is_behind
    publish(session, worker, RunState.WAITING, behind=1)
    assert session.is_behind
    publish(session, worker, RunState.WAITING)
    assert not session.is_behind
    session.reset()
    assert session.is_behind


def test_a_run_that_was_just_asked_to_play_trains_on_as_well(
    session: Session, worker: FakeWorker, small_experiment: Experiment
) -> None:
    session.trains_on = True
    session.play()
    after = with_data(small_experiment, seed=8)
    session.edit(after.data, "the data seed")
    assert worker.sent[-1] == GoOnWith(after, "the data seed")
    assert session.plays


def test_before_the_run_begins_there_is_no_network_to_keep(
    session: Session, worker: FakeWorker, signals: Signals, small_experiment: Experiment
) -> None:
    session.trains_on = True
    publish(session, worker, RunState.WAITING)
    after = with_data(small_experiment, seed=8)
    session.edit(after.data, "the data seed")
    assert worker.sent[-1] == StartRun(2, after, play=False)
    assert signals.take() == CHANGED


def test_a_network_that_does_not_fit_the_points_begins_anew_and_says_so(
    session: Session, worker: FakeWorker, signals: Signals, small_experiment: Experiment
) -> None:
    session.trains_on = True
    session.play()
    after = with_data(small_experiment, clusters=small_experiment.data.clusters[:2])
    session.edit(after.data, "the number of clusters")
    assert worker.sent[-1] == StartRun(2, after, play=True)
    assert signals.take() == [("restarted", "the number of clusters"), *CHANGED]


def test_a_run_that_stopped_early_may_go_on_with_other_points(
    session: Session, worker: FakeWorker, small_experiment: Experiment
) -> None:
    session.trains_on = True
    worker.update = RunUpdate(
        1, len(worker.sent), RunState.FINISHED, snapshot=moment(small_experiment, 3), stopped_early=True
    )
    session.take_update()
    assert session.has_ended
    session.edit(with_data(small_experiment, seed=8).data, "the data seed")
    assert not session.has_ended


def test_another_name_neither_restarts_nor_bends(
    session: Session, worker: FakeWorker, signals: Signals, small_experiment: Experiment
) -> None:
    publish(session, worker, RunState.WAITING, step=3)
    after = with_first_cluster(small_experiment, name="Rose")
    session.edit(after.data, "the name of A")
    assert worker.sent[-1] == Rename(after.data)
    assert signals.take() == CHANGED


def test_an_edit_that_changes_nothing_is_none(
    session: Session, worker: FakeWorker, signals: Signals, small_experiment: Experiment
) -> None:
    for part in (small_experiment.data, small_experiment.network, small_experiment.training):
        session.edit(part, "nothing")
    assert len(worker.sent) == 1
    assert signals.take() == []
    assert session.undo_texts == (None, None)


def test_undo_and_redo_take_recipe_and_run_along(
    session: Session, worker: FakeWorker, signals: Signals, small_experiment: Experiment
) -> None:
    first = with_training(small_experiment, learning_rate=0.5)
    second = with_network(first, seed=8)
    session.edit(first.training, "the learning rate")
    session.edit(second.network, "the weight seed")
    publish(session, worker, RunState.WAITING, step=3)
    signals.take()
    assert session.undo_texts == ("the weight seed", None)
    session.undo()
    assert session.experiment == first
    assert worker.sent[-1] == StartRun(3, first, play=False)
    assert signals.take() == [("restarted", "the weight seed"), *CHANGED]
    assert session.undo_texts == ("the learning rate", "the weight seed")
    session.undo()
    assert session.experiment == small_experiment
    assert worker.sent[-1] == GoOnAs(small_experiment, "the learning rate")
    session.redo()
    session.redo()
    assert session.experiment == second
    assert session.undo_texts == ("the weight seed", None)


def test_where_there_is_nothing_to_undo_nothing_happens(session: Session, worker: FakeWorker, signals: Signals) -> None:
    session.undo()
    session.redo()
    assert len(worker.sent) == 1
    assert signals.take() == []


def test_a_hand_on_a_slider_is_one_undo(session: Session, clock: SimpleNamespace, small_experiment: Experiment) -> None:
    clock.monotonic = lambda: 0.0
    session = Session(small_experiment)
    for rate in (0.2, 0.3, 0.4):
        session.edit(with_training(session.experiment, learning_rate=rate).training, "the learning rate")
    session.undo()
    assert session.experiment == small_experiment


def test_a_recipe_is_modified_until_it_is_undone_or_saved(
    session: Session, signals: Signals, small_experiment: Experiment, tmp_path: Path
) -> None:
    session.edit(with_training(small_experiment, learning_rate=0.5).training, "the learning rate")
    assert session.is_modified
    session.undo()
    assert not session.is_modified
    session.redo()
    signals.take()
    path = tmp_path / "mine.nnviz"
    session.save(path)
    assert not session.is_modified
    assert session.path == path
    assert signals.take() == [("document",)]
    assert read_document(path) == session.experiment
    session.undo()
    assert session.is_modified


def test_saving_to_an_unwritable_place_leaves_everything_as_it_was(
    session: Session, signals: Signals, small_experiment: Experiment, tmp_path: Path
) -> None:
    path = tmp_path / "mine.nnviz"
    session.save(path)
    session.edit(with_training(small_experiment, learning_rate=0.5).training, "the learning rate")
    signals.take()
    for unwritable in (tmp_path / "nowhere" / "mine.nnviz", tmp_path, path / "inside-a-file.nnviz"):
        with pytest.raises(OSError):  # noqa: PT011 - each place has its own reason
            session.save(unwritable)
        assert session.path == path
        assert session.is_modified
        assert session.undo_texts == ("the learning rate", None)
    assert signals.take() == []
    assert read_document(path) == small_experiment
    assert [file.name for file in tmp_path.iterdir()] == ["mine.nnviz"]


def test_opening_a_document_shows_it_and_forgets_the_edits_of_the_last(
    session: Session, worker: FakeWorker, signals: Signals, small_experiment: Experiment, tmp_path: Path
) -> None:
    path = tmp_path / "other.nnviz"
    other = with_network(small_experiment, seed=99)
    write_document(other, path)
    session.edit(with_training(small_experiment, learning_rate=0.5).training, "the learning rate")
    session.play()
    signals.take()
    session.open_document(path)
    assert session.experiment == other
    assert session.path == path
    assert not session.is_modified
    assert not session.plays
    assert session.undo_texts == (None, None)
    assert worker.sent[-1] == StartRun(2, other, play=False)
    assert signals.take() == CHANGED


@pytest.mark.parametrize("content", [None, b"", b"{}", b"\x00\xff"])
def test_a_document_that_cannot_be_opened_leaves_everything_as_it_was(
    session: Session, worker: FakeWorker, signals: Signals, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "broken.nnviz"
    if content is not None:
        path.write_bytes(content)
    before = session.experiment
    with pytest.raises(RecipeError):
        session.open_document(path)
    assert session.experiment is before
    assert session.path is None
    assert len(worker.sent) == 1
    assert signals.take() == []


def test_a_preset_has_no_file(
    session: Session, worker: FakeWorker, small_experiment: Experiment, tmp_path: Path
) -> None:
    session.save(tmp_path / "mine.nnviz")
    other = with_network(small_experiment, seed=99)
    session.open_preset(other)
    assert session.path is None
    assert not session.is_modified
    assert worker.sent[-1] == StartRun(2, other, play=False)


def test_a_session_may_begin_with_a_document(
    qtbot: QtBot, worker: FakeWorker, small_experiment: Experiment, tmp_path: Path
) -> None:
    del qtbot, worker
    path = tmp_path / "mine.nnviz"
    session = Session(small_experiment, path)
    assert session.path == path
    assert not session.is_modified


def test_closing_stops_the_worker(session: Session, worker: FakeWorker) -> None:
    assert session.worker is worker
    assert session.close()
    assert not worker.is_running


def test_a_whole_run_in_its_real_thread(qtbot: QtBot, small_experiment: Experiment) -> None:
    session = Session(small_experiment)
    session.play()
    session.start()

    def finished() -> bool:
        session.take_update()
        return session.latest.state is RunState.FINISHED

    try:
        qtbot.waitUntil(finished)
        assert not session.plays
        assert session.latest.snapshot is not None
        assert session.latest.snapshot.loss == moment(small_experiment, 60).loss
    finally:
        assert session.close()


def test_an_edit_that_does_not_go_with_the_rest_changes_nothing(session: Session, worker: FakeWorker) -> None:
    """Given weights fit one network alone."""
    given = GivenStart(weights=(((0.5,) * 4,) * 2, ((0.5,) * 3,) * 4), biases=((0.0,) * 4, (0.0,) * 3))
    session.edit(with_network(session.experiment, initial_weights=given).network, "the initial weights")
    before, texts, n_sent = session.experiment, session.undo_texts, len(worker.sent)
    signals = Signals(session)
    without_layers = msgspec.structs.replace(before.network, hidden_layers=())
    with pytest.raises(RecipeError, match="the given weights fit a 2-4-3 network, not 2-3"):
        session.edit(without_layers, "the hidden layers")
    assert session.experiment == before
    assert session.undo_texts == texts
    assert len(worker.sent) == n_sent
    assert signals.take() == []


# --- looking back


def look_back(session: Session, worker: FakeWorker, step: int, *, live_step: int = 20, **others: object) -> None:
    """Let a run stand at its step 20, and one look back at an earlier one."""
    publish(session, worker, RunState.WAITING, step=live_step)
    session.show_step(step)
    past = PastMoment(step, live_step, 1.0)
    snapshot = moment(session.experiment, step)
    state = others.pop("state", RunState.WAITING)
    worker.update = RunUpdate(session._run, len(worker.sent), state, snapshot=snapshot, past=past)
    session.take_update()


def test_looking_back_goes_down_as_a_command_and_pauses(session: Session, worker: FakeWorker) -> None:
    assert session.past_step is None
    publish(session, worker, RunState.TRAINING, step=20)
    session.play()
    session.show_step(7)
    assert not session.plays
    assert session.past_step == 7
    session.show_step(-3)
    assert worker.sent[-2:] == [Show(7), Show(0)]
    session.back_to_live()
    assert session.past_step is None
    assert worker.sent[-1] == BackToLive()


def test_the_last_step_is_the_run_as_it_stands(session: Session, worker: FakeWorker) -> None:
    look_back(session, worker, 7)
    session.show_step(20)
    assert session.past_step is None
    assert worker.sent[-1] == BackToLive()
    n_sent = len(worker.sent)
    session.play()
    session.show_step(25)
    assert session.past_step is None
    assert session.plays
    assert len(worker.sent) == n_sent + 1


def test_step_goes_on_in_the_past_and_then_in_the_run(session: Session, worker: FakeWorker) -> None:
    look_back(session, worker, 18)
    for _ in range(3):
        session.step()
    assert worker.sent[-3:] == [Show(19), BackToLive(), StepOnce()]


def test_play_returns_to_where_the_run_stands(session: Session, worker: FakeWorker) -> None:
    look_back(session, worker, 7)
    session.play()
    assert session.past_step is None
    assert worker.sent[-1] == Play()


def test_an_edit_of_the_training_branches_from_the_step_shown(
    session: Session, worker: FakeWorker, signals: Signals, small_experiment: Experiment
) -> None:
    look_back(session, worker, 0)
    after = with_training(small_experiment, learning_rate=0.5)
    session.edit(after.training, "the learning rate")
    assert worker.sent[-1] == GoOnAs(after, "the learning rate", branch_at=0)
    assert signals.take() == [("branched", "the learning rate", "0"), *CHANGED]
    assert session.past_step is None
    again = with_training(small_experiment, learning_rate=0.6)
    session.edit(again.training, "the learning rate")
    assert worker.sent[-1] == GoOnAs(again, "the learning rate")
    assert signals.take() == [("bent", "the learning rate"), *CHANGED]


def test_so_do_other_points_that_leave_the_network(
    session: Session, worker: FakeWorker, signals: Signals, small_experiment: Experiment
) -> None:
    session.trains_on = True
    look_back(session, worker, 7)
    after = with_first_cluster(small_experiment, mean=(1.0, 1.0))
    session.edit(after.data, "the mean of A")
    assert worker.sent[-1] == GoOnWith(after, "the mean of A", branch_at=7)
    assert signals.take() == [("branched", "the mean of A", "7"), *CHANGED]


def test_another_end_of_the_run_leaves_its_steps_as_they_are(
    session: Session, worker: FakeWorker, signals: Signals, small_experiment: Experiment
) -> None:
    look_back(session, worker, 7)
    longer = with_training(small_experiment, n_steps=100)
    session.edit(longer.training, "the number of steps")
    assert worker.sent[-1] == GoOnAs(longer, "the number of steps")
    assert signals.take() == [("bent", "the number of steps"), *CHANGED]
    assert session.past_step == 7


def test_a_new_run_has_no_past(session: Session, worker: FakeWorker, small_experiment: Experiment) -> None:
    look_back(session, worker, 7)
    session.reset()
    assert session.past_step is None
    assert worker.sent[-1] == StartRun(2, small_experiment, play=False)


def test_a_run_whose_past_cannot_be_shown_is_shown_as_it_stands(session: Session, worker: FakeWorker) -> None:
    look_back(session, worker, 7)
    publish(session, worker, RunState.FAILED, step=20, behind=1)
    assert session.past_step == 7
    publish(session, worker, RunState.FAILED, step=20)
    assert session.past_step is None


def test_whether_a_run_has_ended_is_a_question_of_where_it_stands(session: Session, worker: FakeWorker) -> None:
    look_back(session, worker, 7, live_step=60, state=RunState.FINISHED)
    assert session.has_ended


def test_the_memory_of_the_past_goes_down_as_a_command(session: Session, worker: FakeWorker) -> None:
    session.set_memory(12_345)
    assert worker.sent[-1] == SetMemory(12_345)


# Weights that a hand sets

WHAT = "weight x₁ → h₂ of layer 1"


def hand_edit(number: int, value: float) -> HandEdit:
    return HandEdit(number, 0, 0, 1, value, WHAT, "x₁ → h₂")


def test_a_weight_goes_to_the_run_and_leaves_the_recipe(
    session: Session, worker: FakeWorker, signals: Signals, small_experiment: Experiment
) -> None:
    said: list[str] = []
    session.weight_set.connect(said.append)
    publish(session, worker, RunState.WAITING, step=3)
    session.set_weight((0, 0, 1), 0.5, WHAT, "x₁ → h₂")
    assert worker.sent[-1] == SetByHand(hand_edit(1, 0.5), None)
    assert said == [f"{WHAT} set to 0.5"]
    assert session.undo_texts == (WHAT, None)
    assert (session.experiment, session.is_modified, session.has_hand_edits) == (small_experiment, False, False)
    with pytest.raises(RecipeError, match="Weight x₁ → h₂ of layer 1 must be between"):
        session.set_weight((0, 0, 1), 2e6, WHAT, "x₁ → h₂")
    assert signals.take() == []


def test_looking_back_it_branches(session: Session, worker: FakeWorker, signals: Signals) -> None:
    publish(session, worker, RunState.WAITING, step=9)
    session.show_step(4)
    session.set_weight((0, 0, 1), 0.5, WHAT, "x₁ → h₂")
    assert worker.sent[-1] == SetByHand(hand_edit(1, 0.5), 4)
    assert session.past_step is None
    assert signals.take() == [("branched", WHAT, "4")]


def test_undo_and_redo_ask_the_run_for_it_while_it_knows_of_it(session: Session, worker: FakeWorker) -> None:
    said: list[str] = []
    session.weight_put_back.connect(lambda what: said.append(f"back: {what}"))
    session.weight_set_again.connect(lambda what: said.append(f"again: {what}"))
    session.undo_changed.connect(lambda: said.append("undo"))
    session.play()
    session.set_weight((0, 0, 1), 0.5, WHAT, "x₁ → h₂")

    def tell(made: tuple[HandEdit, ...], taken_back: tuple[HandEdit, ...]) -> None:
        worker.update = RunUpdate(
            session._run, len(worker.sent), RunState.WAITING, hand_edits=made, taken_back=taken_back
        )
        session.take_update()

    tell((hand_edit(1, 0.5),), ())
    assert session.has_hand_edits
    session.undo()
    assert (worker.sent[-1], session.plays, session.undo_texts) == (TakeBack(1), False, (None, WHAT))
    tell((), (hand_edit(1, 0.5),))
    session.redo()
    assert (worker.sent[-1], session.undo_texts) == (BringBack(1), (WHAT, None))
    assert said == ["undo", f"back: {WHAT}", "undo", f"again: {WHAT}", "undo"]
    publish(session, worker, RunState.WAITING, behind=1)
    assert session.undo_texts == (WHAT, None)  # it cannot know of it yet
    publish(session, worker, RunState.WAITING)
    assert session.undo_texts == (None, None)
    assert said[-1] == "undo"


def test_a_finished_run_that_goes_back_has_not_ended_whatever_is_seen_of_it_meanwhile(
    session: Session, worker: FakeWorker
) -> None:
    look_back(session, worker, 7, live_step=60, state=RunState.FINISHED)
    session.set_weight((0, 0, 1), 0.5, WHAT, "x₁ → h₂")
    publish(session, worker, RunState.FINISHED, step=60, behind=1)
    assert not session.has_ended
    session.play()  # waits behind the weight, and begins no new run
    assert worker.sent[-1] == Play()
    publish(session, worker, RunState.FINISHED, step=60)
    assert session.has_ended


def test_a_new_run_says_that_it_is_new_where_a_hand_has_set_the_start_of_the_one_before(
    session: Session, worker: FakeWorker, signals: Signals
) -> None:
    worker.update = RunUpdate(session._run, 0, RunState.WAITING, hand_edits=(hand_edit(1, 0.5),))
    session.take_update()
    session.edit(with_data(session.experiment, seed=77).data, "the data seed")
    assert ("restarted", "the data seed") in signals.take()


def test_what_the_run_refuses_is_as_if_it_had_never_been_asked_for(session: Session, worker: FakeWorker) -> None:
    refused: list[str] = []
    session.weight_refused.connect(refused.append)
    session.edit(with_training(session.experiment, n_steps=70).training, "the number of steps")
    session.undo()
    first = hand_edit(1, 0.5)

    def tell(refusal: str, made: tuple[HandEdit, ...], past: PastMoment | None = None) -> None:
        worker.update = RunUpdate(
            session._run, len(worker.sent), RunState.WAITING, past=past, hand_edits=made, refusal=refusal
        )
        session.take_update()

    look_back(session, worker, 4, live_step=9)
    session.set_weight((0, 0, 1), 0.5, WHAT, "x₁ → h₂")
    assert (session.undo_texts, session.past_step) == ((WHAT, None), None)
    tell("No.", (), PastMoment(4, 9, 1.0))
    assert (session.undo_texts, session.past_step) == ((None, "the number of steps"), 4)
    session.back_to_live()
    session.set_weight((0, 0, 1), 0.5, WHAT, "x₁ → h₂")
    first = hand_edit(2, 0.5)
    tell("", (first,))
    session.undo()
    tell("Not that.", (first,))
    assert session.undo_texts == (WHAT, None)
    tell("Not that.", (first,))  # it is said once
    assert refused == ["No.", "Not that."]


def test_a_weight_set_where_a_run_has_ended_is_not_to_be_lost(session: Session, worker: FakeWorker) -> None:
    publish(session, worker, RunState.FINISHED, step=60)
    assert not session.is_set_at_end
    session.set_weight((0, 0, 1), 0.5, WHAT, "x₁ → h₂")
    assert session.is_set_at_end  # before the run knows of it
    publish(session, worker, RunState.FINISHED, step=60)
    latest = session._latest
    for step, expected in ((60, True), (59, False)):
        session._latest = dataclasses.replace(latest, changes=(Change(step, "x₁ → h₂", f"{WHAT} set to 0.5"),))
        assert session.is_set_at_end is expected
    session._latest = dataclasses.replace(latest, changes=(Change(60, "the learning rate"),))
    assert not session.is_set_at_end
