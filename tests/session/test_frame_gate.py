import threading

import pytest

from nnviz.session import frame_gate
from nnviz.session.frame_gate import LONGEST, SHORTEST, FrameGate
from tests.session.clock import Clock

PATIENCE = 30.0


def somebody_at(gate: FrameGate) -> threading.Thread:
    thread = threading.Thread(target=gate.pass_through, daemon=True)
    thread.start()
    return thread


@pytest.fixture
def endless_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only `open` lets through."""
    monkeypatch.setattr(frame_gate, "LONGEST_WAIT", PATIENCE)


@pytest.mark.usefixtures("endless_wait")
def test_a_gate_stands_open_at_first() -> None:
    thread = somebody_at(FrameGate())
    thread.join(PATIENCE / 2)
    assert not thread.is_alive()


@pytest.mark.usefixtures("endless_wait")
def test_a_closed_gate_blocks_until_it_is_opened() -> None:
    gate = FrameGate()
    gate.close()
    thread = somebody_at(gate)
    thread.join(0.05)
    assert thread.is_alive()
    gate.open()
    thread.join(PATIENCE / 2)
    assert not thread.is_alive()


@pytest.mark.usefixtures("endless_wait")
def test_an_opened_gate_lets_through_again_and_again() -> None:
    gate = FrameGate()
    gate.close()
    gate.open()
    for _ in range(3):
        thread = somebody_at(gate)
        thread.join(PATIENCE / 2)
        assert not thread.is_alive()


def test_a_gate_that_stays_closed_lets_through_after_its_longest_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frame_gate, "LONGEST_WAIT", 0.001)
    gate = FrameGate()
    gate.close()
    thread = somebody_at(gate)
    thread.join(PATIENCE)
    assert not thread.is_alive()


def test_a_window_that_hangs_costs_a_run_a_tenth_of_a_second_a_slice_at_most() -> None:
    assert 0.0 < frame_gate.LONGEST_WAIT <= 0.1


@pytest.mark.usefixtures("endless_wait")
def test_a_frame_waits_for_the_slice_under_way_and_no_other_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frame_gate, "PATIENCE", PATIENCE)
    gate = FrameGate()
    is_inside, may_end = threading.Event(), threading.Event()
    ended: list[str] = []

    def work() -> None:
        with gate.slice():
            is_inside.set()
            may_end.wait(PATIENCE)
            ended.append("first")
        with gate.slice():
            ended.append("second")

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    assert is_inside.wait(PATIENCE)
    threading.Timer(0.02, may_end.set).start()
    gate.close()
    assert ended == ["first"]
    worker.join(0.05)
    assert ended == ["first"]
    gate.open()
    worker.join(PATIENCE)
    assert ended == ["first", "second"]


def test_a_frame_does_not_wait_for_the_end_of_a_long_step() -> None:
    gate = FrameGate()
    with gate.slice():
        gate.close()  # returns, though the slice has not ended
    gate.open()


def test_a_slice_that_fails_is_over() -> None:
    gate = FrameGate()
    with pytest.raises(ValueError, match="no"), gate.slice():
        raise ValueError("no")
    with gate.slice():
        pass
    gate.close()
    assert 0.0 < frame_gate.PATIENCE <= 0.005


def test_slices_become_shorter_the_nearer_a_frame_comes() -> None:
    clock = Clock()
    gate = FrameGate(clock)
    assert gate.seconds_for_slice == LONGEST  # there never was a frame
    gate.close(0.033)
    gate.open()
    assert gate.seconds_for_slice == LONGEST
    clock.now += 0.029
    assert gate.seconds_for_slice == pytest.approx(0.002)
    clock.now += 0.002
    assert gate.seconds_for_slice == pytest.approx(0.001)
    for late in (0.0018, 0.002, 0.05):
        clock.now += late
        assert gate.seconds_for_slice == SHORTEST  # now it will come
    clock.now += 0.1
    assert gate.seconds_for_slice == LONGEST  # it does not
    gate.close()
    assert gate.seconds_for_slice == LONGEST  # nobody knows when


def test_who_has_time_rests_until_a_frame_is_under_way_rather_than_keep_it_waiting() -> None:
    clock = Clock()
    gate = FrameGate(clock)
    assert gate.seconds_to_rest(0.012) == 0.012  # no window, no frame
    gate.close(0.033)
    assert gate.seconds_to_rest(0.012) == 0.012
    clock.now += 0.005
    assert gate.seconds_to_rest(0.012) == 0.012
    clock.now += 0.012
    assert gate.seconds_to_rest(0.012) == pytest.approx(0.033 - 0.017 + 0.001)
    clock.now += 0.1
    assert gate.seconds_to_rest(0.012) == pytest.approx(0.001)  # late, but it may still come
    clock.now += 0.05
    assert gate.seconds_to_rest(0.012) == 0.012
