"""Whole runs: the article's two, from the first step to the last, with every look at the points on the way."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from tests.benchmarks.contest.clock import Clock, Samples, Work, take_turns
from tests.benchmarks.contest.roster import ARTICLE, NNVIZ, NNVIZ_SINGLE, Entry
from tests.benchmarks.contest.table import markdown, times
from tests.benchmarks.contest.workload import Workload, step_workloads

RUNS = ((0, 5_001), (1, 10_001))
"""Place among the workloads, and number of steps."""

N_ROUNDS = 3

_SAME_END = 1e-7
"""Rounding has thousands of steps to grow in."""


def run_table(clock: Clock) -> str:
    """Markdown; seconds are medians of a few runs, whatever the clock's own rounds."""
    rows = list(_rows(replace(clock, n_rounds=N_ROUNDS, seconds=0.0)))
    return markdown(["a run", "article's code", "nnviz", "nnviz float32", "last loss"], rows)


def _rows(clock: Clock) -> Iterator[list[str]]:
    workloads = step_workloads()
    for place, n_steps in RUNS:
        runs = [_Run(entry, workloads[place], n_steps) for entry in (ARTICLE, NNVIZ, NNVIZ_SINGLE)]
        samples = take_turns([Work(run.repeat) for run in runs], clock)
        agree = abs(runs[0].loss - runs[1].loss) <= _SAME_END
        costs = _costs(samples) if agree else ["disagrees"] * len(runs)
        yield [f"{workloads[place].name}: {n_steps:,} steps", *costs, f"{runs[1].loss:.9f}"]


class _Run:
    """A whole run, from its beginning each time; and the loss of its last step."""

    def __init__(self, entry: Entry, workload: Workload, n_steps: int) -> None:
        self._entry = entry
        self._workload = workload
        self._n_steps = n_steps
        self.loss = np.nan

    def repeat(self, amount: int) -> None:
        for _ in range(amount):
            self.loss = self._entry.make(self._workload).advance(self._n_steps)


def _costs(samples: Samples) -> list[str]:
    medians = [f"{median:.2f} s" for median in np.median(samples.seconds, axis=0)]
    return [medians[0], *(f"{medians[column]}: {times(samples.ratios(0, column))}" for column in (1, 2))]
