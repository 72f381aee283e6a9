"""How the cost of a step grows with points, width and depth."""

from collections.abc import Iterator

import numpy as np

from nnviz.data.dataset import Dataset
from tests.benchmarks.contest.clock import Clock, Samples, Work, take_turns
from tests.benchmarks.contest.machine import free_memory
from tests.benchmarks.contest.roster import ARTICLE, EXACT, NNVIZ
from tests.benchmarks.contest.table import duration, markdown, times
from tests.benchmarks.contest.task import Task
from tests.benchmarks.contest.workload import Workload, cloud, sized_workload

N_POINTS = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)
WIDTHS = (4, 8, 16, 32, 64, 128, 256)
DEPTHS = (0, 1, 2, 3, 4, 5, 6, 7, 8)
FULL = 13_500
SMALL = 100


def growth_tables(clock: Clock) -> Iterator[str]:
    """Three Markdown tables, each as soon as it is there."""
    yield _points_table(clock)
    dataset = cloud(FULL)
    widths = {f"2-{width}-3": (width,) for width in WIDTHS}
    yield _shape_table("width, ReLU", widths, dataset, clock)
    depths = {"-".join(["2", *["8"] * depth, "3"]): (8,) * depth for depth in DEPTHS}
    yield _shape_table("depth, ReLU", depths, dataset, clock)


def _points_table(clock: Clock) -> str:
    rows = []
    for n_points in N_POINTS:
        workload = sized_workload("", cloud(n_points), (5,))
        samples = duel(workload, clock)
        rows.append([f"{n_points:,}", *_duel_cells(samples), _cost_a_point(samples, n_points)])
    header = ["points, 2-5-3 ReLU", "article's code", "nnviz", "ratio", "nnviz, a point"]
    return markdown(header, rows)


def _shape_table(title: str, shapes: dict[str, tuple[int, ...]], dataset: Dataset, clock: Clock) -> str:
    rows = []
    for name, hidden in shapes.items():
        cells = []
        for size in (None, SMALL):
            cells += _duel_cells(duel(sized_workload(name, dataset, hidden, size), clock))
        rows.append([name, *cells])
    groups = [f"{FULL:,} points: article's code", f"batch of {SMALL}: article's code"]
    return markdown([title, groups[0], "nnviz", "ratio", groups[1], "nnviz", "ratio"], rows)


def duel(workload: Workload, clock: Clock) -> Samples | None:
    """nnviz against the article's code, where that fits into memory; None where they disagree."""
    entries = [NNVIZ, ARTICLE] if _fits(workload.task()) else [NNVIZ]
    contestants = [entry.make(workload) for entry in entries]
    losses = [[contestant.advance(1) for _ in range(3)] for contestant in contestants]
    if np.ptp(losses, axis=0).max() > EXACT:
        return None
    for contestant in contestants:
        contestant.settle()
    return take_turns([Work(contestant.advance) for contestant in contestants], clock)


def _fits(task: Task) -> bool:
    """Whether the article's fresh arrays, some six a layer and a step, have room."""
    free = free_memory()
    n_numbers = 6 * sum(len(biases) for biases in task.biases) + 10
    return free is None or 8 * n_numbers * len(task.labels) < free / 2


def _duel_cells(samples: Samples | None) -> list[str]:
    """What a step costs the article's code and nnviz, and the ratio."""
    if samples is None:
        return ["disagrees"] * 3
    own = duration(samples.median(0))
    if samples.seconds.shape[1] == 1:
        return ["no room", own, "–"]
    return [duration(samples.median(1)), own, times(samples.ratios(1, 0))]


def _cost_a_point(samples: Samples | None, n_points: int) -> str:
    """What a point costs nnviz."""
    return "–" if samples is None else f"{1e9 * samples.median(0) / n_points:.1f} ns"
