import threading
import time

import pytest
from pytestqt.qtbot import QtBot

from nnviz.session import worker
from nnviz.session.errand import Errand, Report
from nnviz.session.frame_gate import LONGEST_WAIT, FrameGate


def count_to_ten(report: Report) -> int:
    for number in range(10):
        report((number + 1) / 10)
    return 10


def test_work_is_done_and_its_result_kept():
    errand = Errand(count_to_ten, FrameGate())
    assert (errand.share, errand.is_over, errand.result) == (0.0, False, None)
    errand.do()
    assert (errand.share, errand.is_over, errand.result, errand.problem) == (1.0, True, 10, None)


def test_work_that_is_called_off_ends_at_its_next_report():
    errand = Errand(count_to_ten, FrameGate())
    errand.call_off()
    errand.do()
    assert (errand.share, errand.is_over, errand.result, errand.problem) == (0.1, True, None, None)


def test_work_that_fails_says_why():
    def fail(report: Report) -> None:
        report(0.5)
        raise OSError("no room")

    errand = Errand(fail, FrameGate())
    errand.do()
    assert errand.is_over
    assert str(errand.problem) == "no room"


def test_it_waits_while_a_frame_is_made(monkeypatch: pytest.MonkeyPatch):
    gate = FrameGate()
    passed: list[float] = []
    monkeypatch.setattr(gate, "pass_through", lambda: passed.append(errand.share))
    errand = Errand(count_to_ten, gate)
    errand.do()
    assert passed == [number / 10 for number in range(1, 11)]


def test_it_works_in_a_thread_of_its_own(qtbot: QtBot):
    threads: list[int] = []
    errand = Errand(lambda report: threads.append(threading.get_ident()) or count_to_ten(report), FrameGate())
    errand.start()
    qtbot.waitUntil(lambda: errand.is_over)
    assert errand.result == 10
    assert threads != [threading.get_ident()]
    assert errand.stop()


def test_it_is_not_over_before_its_thread_is(qtbot: QtBot):
    del qtbot
    errand, is_done, may_end = Errand(count_to_ten, FrameGate()), threading.Event(), threading.Event()

    def linger() -> None:
        errand.do()
        is_done.set()
        may_end.wait(60)

    errand._thread._do = linger
    errand.start()
    assert is_done.wait(60)
    assert not errand.is_over
    assert not errand.wait(0.01)
    may_end.set()
    assert errand.wait(60)
    assert errand.is_over


def test_who_closes_the_window_does_not_wait_for_its_end(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch):
    del qtbot
    may_end = threading.Event()

    def work(report: Report) -> None:
        may_end.wait(60)
        report(1.0)

    errand = Errand(work, FrameGate())
    errand.start()
    monkeypatch.setattr(worker, "_PATIENCE", 20)
    assert not errand.stop()
    kept = worker._still_working.pop()
    may_end.set()
    assert kept.wait(60_000)
    assert errand.result is None


def test_what_must_not_be_lost_is_waited_for_although_a_frame_is_begun(qtbot: QtBot):
    del qtbot
    gate = FrameGate()
    errand = Errand(lambda report: [report(0.0) for _ in range(200)], gate)
    gate.close()
    began = time.monotonic()
    errand.start()
    assert errand.wait(60)
    assert errand.is_over
    assert errand.problem is None
    assert time.monotonic() - began < 200 * LONGEST_WAIT / 2


def test_one_that_never_began_can_be_stopped():
    assert Errand(count_to_ten, FrameGate()).stop()
