"""The benchmarks of the engine and of many points, run on next to nothing, so that they do not rot."""

import argparse
import subprocess
import sys

import numpy as np
import pytest

from nnviz.core.regions import grid_points
from tests.benchmarks import frames
from tests.benchmarks.contest import by_article, by_sklearn, full_run, growth, memory, ours
from tests.benchmarks.contest.agreement import largest_difference, textbook_losses
from tests.benchmarks.contest.clock import Clock, Work, take_turns
from tests.benchmarks.contest.machine import peak_memory
from tests.benchmarks.contest.roster import ARTICLE, NNVIZ, NNVIZ_SINGLE, PEERS, Entry, peer_entry
from tests.benchmarks.contest.steps import AREA
from tests.benchmarks.contest.table import duration, markdown, spread, times
from tests.benchmarks.contest.workload import Workload, cloud, sized_workload, step_workloads

FEW_STEPS = (0, 1, 5)
AT_ONCE = Clock(n_rounds=1, seconds=0.0)
WORKLOADS = step_workloads()


@pytest.mark.parametrize("workload", WORKLOADS, ids=lambda workload: workload.name)
@pytest.mark.parametrize(
    "entry", [ARTICLE, NNVIZ, NNVIZ_SINGLE, peer_entry(PEERS["sklearn"])], ids=lambda entry: entry.title
)
def test_contestants_have_the_textbooks_losses(entry: Entry, workload: Workload):
    losses = textbook_losses(workload, FEW_STEPS)
    assert largest_difference(entry.make(workload), losses) <= entry.tolerance


@pytest.mark.parametrize("entry", [ARTICLE, NNVIZ, peer_entry(PEERS["sklearn"])], ids=lambda entry: entry.title)
def test_a_settled_contestant_goes_on(entry: Entry):
    contestant = entry.make(WORKLOADS[1])
    before = contestant.advance(3)
    contestant.settle()
    assert contestant.advance(3 * contestant.at_once) < before


@pytest.mark.parametrize("workload", [WORKLOADS[0], WORKLOADS[2]], ids=lambda workload: workload.name)
def test_regions_are_the_same_for_all(workload: Workload):
    grid = grid_points(AREA, 20, 20).astype(np.float32)
    own = ours.regions(workload, AREA, 20)()
    for module in (by_article, by_sklearn):
        np.testing.assert_allclose(module.regions(workload.task(), grid)(), own, atol=1e-5)


def test_everybody_has_a_turn_in_every_round():
    turns: list[str] = []
    works = [Work(lambda amount, name=name: turns.append(name * amount)) for name in "ab"]
    samples = take_turns(works, Clock(n_rounds=3, seconds=0.0))
    assert turns == [*"aabb", *"ab" * 3]  # twice each to warm up and to see how long it takes
    assert samples.seconds.shape == (3, 2)


def test_a_turn_is_as_long_as_the_clock_says():
    samples = take_turns([Work(lambda amount: sum(range(1000 * amount)))], Clock(n_rounds=2, seconds=0.002))
    assert samples.seconds.shape == (2, 1)
    assert (samples.seconds > 0).all()


def test_an_amount_is_a_multiple_of_what_is_done_at_once():
    amounts: list[int] = []

    def do(amount: int) -> None:
        amounts.append(amount)
        sum(range(1000 * amount))

    take_turns([Work(do, at_once=7)], Clock(n_rounds=1, seconds=0.002))
    assert {amount % 7 for amount in amounts} == {0}


def test_growth_compares_with_the_articles_code():
    samples = growth.duel(sized_workload("", cloud(300), (4,)), AT_ONCE)
    assert samples is not None
    assert samples.seconds.shape == (1, 2)


@pytest.mark.skipif(peak_memory() is None, reason="this system does not tell a process's peak of memory")
def test_the_memory_of_a_process_that_trains_can_be_measured():
    assert memory.peak(1000, "train") > 0


def test_runs_end_at_the_same_loss(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(full_run, "RUNS", ((1, 5),))
    monkeypatch.setattr(full_run, "N_ROUNDS", 1)
    table = full_run.run_table(AT_ONCE)
    assert "5 steps" in table
    assert "disagrees" not in table


def test_a_table_can_be_pasted():
    assert markdown(["a step", "x"], [["full batch", "1 µs"]]).splitlines() == [
        "| a step     |    x |",
        "| ---------- | ---: |",
        "| full batch | 1 µs |",
    ]


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(7.9e-6, "7.90 µs"), (34.64e-6, "34.6 µs"), (1.7224e-3, "1,722 µs"), (0.23, "230 ms"), (12.0, "12.0 s")],
)
def test_durations_have_three_digits(seconds: float, text: str):
    assert duration(seconds) == text


def test_ratios_are_medians():
    ratios = np.array([6.0, 6.94, 9.0])
    assert times(ratios) == "6.9 ×"
    assert spread(ratios) == pytest.approx(0.75 / 6.94)


def test_the_command_prints_its_tables():
    command = [sys.executable, "-m", "tests.benchmarks.engine", "--rows", "2", "5", "--peers", "--rounds", "1"]
    printed = subprocess.run([*command, "--slice", "0"], check=True, capture_output=True, text=True).stdout  # noqa: S603
    assert "| 2-5-3 ReLU, batch of 100 " in printed
    assert "disagrees" not in printed
    assert "| regions, 200 × 200, 2-5-3 ReLU " in printed


def test_the_command_for_points_prints_its_table():
    command = [sys.executable, "-m", "tests.benchmarks.points", "--points", "300", "6000", "--rounds", "1"]
    printed = subprocess.run([*command, "--slice", "0"], check=True, capture_output=True, text=True).stdout  # noqa: S603
    rows = [line.split("|")[1:-1] for line in printed.splitlines() if line.startswith("|")]
    assert [row[0].strip() for row in rows[2:]] == ["300", "6,000"]
    assert all(" ×" in cell for row in rows[2:] for cell in row[5:8])


def test_the_command_for_curves_prints_its_table():
    command = [sys.executable, "-m", "tests.benchmarks.curves", "--steps", "300", "--rounds", "1", "--slice", "0"]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603
    rows = [line.split("|")[1:-1] for line in printed.splitlines() if line.startswith("|")]
    assert rows[2][0].strip() == "300"
    assert all(" ×" in cell for cell in rows[2][3:5])


def test_every_run_whose_frames_are_measured_can_be_built():
    options = argparse.Namespace(presets=["moons"], batches=[10], points=[1000])
    runs = frames._runs(options)
    assert [name for name, _ in runs] == ["moons", "batches of 10", "1,000 points", "1,000 points"]
    assert all(frames.Alone(experiment).run(0.0) >= 0.0 for _, experiment in runs)
