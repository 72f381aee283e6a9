"""What a training step costs, in nnviz and elsewhere; one core, double precision.

    python -m tests.benchmarks.engine [--rows N …] [--peers NAME …] [--rounds N] [--slice SECONDS] [--processor-time]
    python -m tests.benchmarks.engine --growth | --memory | --run

prints Markdown tables; `README.md` beside this file says what is in them. Peers that are not installed are left out.
"""

import os

# One core for everybody: these are read when the libraries are imported, below or later.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("MKL_NUM_THREADS", "1")
os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # and no chatter
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")

import argparse
import sys
from collections.abc import Iterator

from tests.benchmarks.contest import machine
from tests.benchmarks.contest.clock import Clock
from tests.benchmarks.contest.full_run import run_table
from tests.benchmarks.contest.growth import growth_tables
from tests.benchmarks.contest.memory import memory_table
from tests.benchmarks.contest.roster import PEERS, Peer
from tests.benchmarks.contest.steps import Result, cost_table, peer_table, remarks, time_regions, time_steps, titles
from tests.benchmarks.contest.workload import step_workloads

_REGIONS_OF = {5: 0, 6: 2}
"""Rows that are regions, and the work whose network they show."""


def main(arguments: list[str]) -> None:
    """Print the tables."""
    options = _options(arguments)
    for paragraph in _report(options):
        print(paragraph, end="\n\n", flush=True)  # noqa: T201


def _report(options: argparse.Namespace) -> Iterator[str]:
    yield machine.describe()
    if options.growth:
        yield from growth_tables(_clock(options))
    elif options.memory:
        yield memory_table()
    elif options.run:
        yield run_table(_clock(options))
    else:
        yield from _step_tables(options)


def _step_tables(options: argparse.Namespace) -> Iterator[str]:
    peers = [PEERS[name] for name in options.peers]
    for peer in peers:
        yield f"{peer.title} {peer.version}." if peer.version else f"{peer.title} is not installed: left out."
    peers = [peer for peer in peers if peer.version]
    results = [_time_row(row, peers, options) for row in options.rows]
    yield cost_table(results, titles(peers))
    if peers:
        yield peer_table(results, peers)
    yield from remarks(results)


def _time_row(row: int, peers: list[Peer], options: argparse.Namespace) -> Result:
    workload = step_workloads()[_REGIONS_OF.get(row, row - 1)]
    measure = time_regions if row in _REGIONS_OF else time_steps
    return measure(workload, peers, _clock(options))


def _clock(options: argparse.Namespace) -> Clock:
    return Clock(options.rounds, options.slice, options.processor_time)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.engine", description=__doc__.split("\n")[0])
    parser.add_argument("--rows", type=int, nargs="+", choices=range(1, 7), default=range(1, 7), metavar="N")
    parser.add_argument("--peers", nargs="*", choices=PEERS, default=list(PEERS))
    parser.add_argument("--rounds", type=int, default=15, help="times each contestant has its turn")
    parser.add_argument("--slice", type=float, default=0.05, help="seconds of a turn, at least")
    parser.add_argument("--processor-time", action="store_true", help="not time on the wall: for a busy machine")
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--growth", action="store_true", help="how the cost grows with points, width and depth")
    mode.add_argument("--memory", action="store_true", help="the memory a run takes beyond its points")
    mode.add_argument("--run", action="store_true", help="the article's whole runs")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
