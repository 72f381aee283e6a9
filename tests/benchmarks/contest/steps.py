"""The first tables: what a step costs, and what the regions cost, for everybody."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnviz.core.regions import Rectangle, grid_points
from nnviz.experiment.build import build_network
from tests.benchmarks.contest import by_article, ours
from tests.benchmarks.contest.agreement import largest_difference, textbook_losses
from tests.benchmarks.contest.clock import Clock, Samples, Work, repeated, take_turns
from tests.benchmarks.contest.roster import ARTICLE, NNVIZ, NNVIZ_SINGLE, Peer, peer_entry
from tests.benchmarks.contest.table import duration, markdown, spread, times
from tests.benchmarks.contest.workload import Workload

N_ACROSS = 200
AREA = Rectangle(-6.0, -6.0, 8.0, 12.0)

_SAME_COLOUR = 1e-5
"""Probabilities in single precision may differ so much."""


@dataclass(frozen=True)
class Result:
    """A row of the tables.

    Attributes
    ----------
    name : str
    columns : tuple[str, ...]
        The contestants that were timed, as `samples` has them; the first is the article's code.
    samples : Samples
    faults : dict[str, float]
        How far those are off that compute something else.
    """

    name: str
    columns: tuple[str, ...]
    samples: Samples
    faults: dict[str, float]


def titles(peers: Sequence[Peer]) -> list[str]:
    """All columns in order."""
    return [ARTICLE.title, NNVIZ.title, NNVIZ_SINGLE.title, *(peer.title for peer in peers)]


def time_steps(workload: Workload, peers: Sequence[Peer], clock: Clock) -> Result:
    """Time a training step."""
    entries = [ARTICLE, NNVIZ, NNVIZ_SINGLE, *(peer_entry(peer) for peer in peers)]
    losses = textbook_losses(workload)
    works: dict[str, Work] = {}
    faults: dict[str, float] = {}
    for entry in entries:
        contestant = entry.make(workload)
        difference = largest_difference(contestant, losses)
        if difference <= entry.tolerance:
            contestant.settle()
            works[entry.title] = Work(contestant.advance, contestant.at_once)
        else:
            faults[entry.title] = difference
    return _timed(workload.name, works, faults, clock)


def time_regions(workload: Workload, peers: Sequence[Peer], clock: Clock) -> Result:
    """Time the class probabilities of a grid: in double precision those who have no other by themselves."""
    task = workload.task()
    grid = grid_points(AREA, N_ACROSS, N_ACROSS)
    single = grid.astype(np.float32)
    calls: dict[str, Callable[[], NDArray[np.floating]]] = {
        ARTICLE.title: by_article.regions(task, single),
        NNVIZ_SINGLE.title: ours.regions(workload, AREA, N_ACROSS),
        **{peer.title: peer.load().regions(task, single) for peer in peers},
    }
    truth = build_network(workload.experiment).probabilities(grid)
    off = {title: float(np.abs(call() - truth).max()) for title, call in calls.items()}
    works = {title: repeated(call) for title, call in calls.items() if off[title] <= _SAME_COLOUR}
    faults = {title: difference for title, difference in off.items() if title not in works}
    sizes = "-".join(str(size) for size in workload.experiment.layer_sizes)
    name = f"regions, {N_ACROSS} × {N_ACROSS}, {sizes} {task.activation.replace('relu', 'ReLU')}"
    return _timed(name, works, faults, clock)


def cost_table(results: Sequence[Result], columns: Sequence[str]) -> str:
    """Time a step, and how many times as fast as the article's code."""
    rows = [[result.name, *(_cost(result, title) for title in columns)] for result in results]
    return markdown(["a step", *columns], rows)


def peer_table(results: Sequence[Result], peers: Sequence[Peer]) -> str:
    """How many times as fast as each peer nnviz is: in double precision, regions in single."""
    rows = [[result.name, *(_lead(result, peer.title) for peer in peers)] for result in results]
    return markdown(["nnviz against", *(peer.title for peer in peers)], rows)


def remarks(results: Sequence[Result]) -> list[str]:
    """What a reader must know to judge the tables."""
    samples = [(result, column) for result in results for column in range(len(result.columns))]
    widest = max(spread(result.samples.ratios(0, column)) for result, column in samples)
    least = min(float(result.samples.cores.min()) for result in results)
    half = f"Half of all rounds lie within ± {100 * widest:.0f} % of each ratio, or closer"
    lines = [f"{half}; every contestant had {least:.2f} of a core or more to itself."]
    lines += [
        f"{result.columns[column]} used {result.samples.cores[column]:.2f} cores in: {result.name}."
        for result, column in samples
        if result.samples.cores[column] > 1.1
    ]
    lines += [
        f"{title} differs from the textbook by {difference:.2g} in: {result.name}."
        for result in results
        for title, difference in result.faults.items()
    ]
    return lines


def _timed(name: str, works: dict[str, Work], faults: dict[str, float], clock: Clock) -> Result:
    if ARTICLE.title in faults:
        raise ValueError(f"the article's code does not agree with the textbook in: {name}")
    return Result(name, tuple(works), take_turns(list(works.values()), clock), faults)


def _cost(result: Result, title: str) -> str:
    if title in result.faults:
        return "disagrees"
    if title not in result.columns:
        return "–"
    column = result.columns.index(title)
    cost = duration(result.samples.median(column))
    return cost if column == 0 else f"{cost}: {times(result.samples.ratios(0, column))}"


def _lead(result: Result, title: str) -> str:
    own = NNVIZ.title if NNVIZ.title in result.columns else NNVIZ_SINGLE.title
    if title in result.faults or own in result.faults:
        return "disagrees"
    columns = result.columns
    return times(result.samples.ratios(columns.index(title), columns.index(own)))
