import threading
from collections.abc import Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from nnviz.data import bayes
from nnviz.data.bayes import BestAccuracy, Mixture
from nnviz.data.ellipse import Ellipse
from nnviz.session.ceiling import Ceiling, Search
from nnviz.session.frame_gate import FrameGate


def apart(distance: float) -> Mixture:
    """Two round clusters, like but for their place."""
    round_ = ((1.0, 0.0), (0.0, 1.0))
    return Mixture((Ellipse((0.0, 0.0), round_), Ellipse((distance, 0.0), round_)), (50, 50))


@pytest.fixture
def ceiling(qtbot: QtBot) -> Iterator[Ceiling]:
    del qtbot
    made = Ceiling(FrameGate())
    yield made
    assert made.stop()


def answer_of(ceiling: Ceiling, qtbot: QtBot) -> BestAccuracy | str:
    answers: list[BestAccuracy | str] = []

    def has_come() -> bool:
        answer = ceiling.take()
        if answer is not None:
            answers.append(answer)
        return bool(answers)

    qtbot.waitUntil(has_come)
    return answers[0]


def test_the_answer_comes_from_a_thread_and_is_given_once(ceiling: Ceiling, qtbot: QtBot) -> None:
    ceiling.ask(apart(2.0))
    found = answer_of(ceiling, qtbot)
    assert isinstance(found, BestAccuracy)
    assert found.is_good
    assert found.accuracy == pytest.approx(0.8413, abs=0.0005)
    assert ceiling.take() is None


def test_of_many_questions_the_last_is_answered(ceiling: Ceiling, qtbot: QtBot) -> None:
    for distance in np.linspace(0.0, 4.0, 200):
        ceiling.ask(apart(distance))
    found = answer_of(ceiling, qtbot)
    assert isinstance(found, BestAccuracy)
    assert found.accuracy == pytest.approx(0.9772, abs=0.0005)
    qtbot.wait(50)
    assert ceiling.take() is None


def test_without_a_question_there_is_no_thread(ceiling: Ceiling) -> None:
    assert ceiling.take() is None
    assert ceiling._thread is None
    assert ceiling.stop()


def test_stopping_in_the_middle_ends_the_thread_also_behind_a_closed_gate(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bayes, "LARGEST_ERROR", 0.0)  # it would never be exact enough
    gate = FrameGate()
    ceiling = Ceiling(gate)
    ceiling.ask(apart(1.0))
    gate.close()
    qtbot.wait(30)
    assert ceiling.stop()
    assert ceiling._thread is not None
    assert ceiling._thread.isFinished()
    assert ceiling.take() is None


# What the thread does, without it


def answered(search: Search) -> None:
    question = search._next()
    assert question is not None
    search._answer(*question)


def test_an_answer_to_an_older_question_is_dropped() -> None:
    search = Search(FrameGate())
    search.ask(apart(2.0))
    answered(search)
    search.ask(apart(3.0))
    assert search.take() is None
    answered(search)
    found = search.take()
    assert isinstance(found, BestAccuracy)
    assert found.accuracy == pytest.approx(0.9332, abs=0.0005)


def test_a_newer_question_ends_the_work_on_an_older_one(monkeypatch: pytest.MonkeyPatch) -> None:
    search = Search(FrameGate())

    def forever(*_: object) -> Iterator[BestAccuracy]:
        yield BestAccuracy(0.5, np.inf)
        search.ask(apart(3.0))
        while True:
            yield BestAccuracy(0.5, np.inf)

    monkeypatch.setattr(bayes, "estimate_best_accuracy", forever)
    search.ask(apart(2.0))
    answered(search)
    assert search.take() is None
    assert search._next() is not None


def test_what_goes_wrong_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> Iterator[BestAccuracy]:
        raise ArithmeticError("no such number")
        yield

    monkeypatch.setattr(bayes, "estimate_best_accuracy", broken)
    search = Search(FrameGate())
    search.ask(apart(2.0))
    answered(search)
    assert search.take() == "cannot be computed: no such number"


def test_it_waits_at_the_gate_between_two_pieces_of_work(monkeypatch: pytest.MonkeyPatch) -> None:
    gate = FrameGate()
    passed: list[None] = []
    monkeypatch.setattr(gate, "pass_through", lambda: passed.append(None))
    search = Search(gate)
    search.ask(apart(2.0))
    answered(search)
    assert len(passed) >= 16


def test_work_ends_when_told_to_quit() -> None:
    search = Search(FrameGate())
    search.ask(apart(2.0))
    thread = threading.Thread(target=search.work)
    thread.start()
    found = None
    while found is None:
        found = search.take()
    search.quit()
    thread.join(60.0)
    assert not thread.is_alive()
    assert isinstance(found, BestAccuracy)
