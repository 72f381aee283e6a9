"""The memory a run takes: peaks of processes that train, less those of processes that only have the points.

    python -m tests.benchmarks.contest.memory N_POINTS {points,train}

is such a process; it prints its peak in bytes.
"""

import statistics
import subprocess
import sys

from nnviz.experiment.build import build_trainer
from tests.benchmarks.contest.machine import peak_memory
from tests.benchmarks.contest.table import markdown
from tests.benchmarks.contest.workload import cloud, sized_workload

N_POINTS = (100_000, 1_000_000, 10_000_000)
N_STEPS = 20
N_RUNS = 3

_MEGABYTE = 1e6


def memory_table() -> str:
    """Markdown; sizes in megabytes."""
    if peak_memory() is None:
        return "This system does not tell a process's peak of memory."
    return markdown(
        ["points", "data set", "in float64", "peak beyond the data set", "of the data in float64", "a point"],
        [_row(n_points) for n_points in N_POINTS],
    )


def _row(n_points: int) -> list[str]:
    one = cloud(1)
    stored = n_points * (one.training_points.nbytes + one.training_labels.nbytes)
    held = n_points * (8 * one.n_features + one.training_labels.nbytes)
    beyond = statistics.median(peak(n_points, "train") - peak(n_points, "points") for _ in range(N_RUNS))
    sizes = [f"{size / _MEGABYTE:,.1f} MB" for size in (stored, held, beyond)]
    return [f"{n_points:,}", *sizes, f"{100 * beyond / held:.0f} %", f"{beyond / n_points:.1f} B"]


def peak(n_points: int, what: str) -> int:
    """The most bytes that a new process had which made so many points, and trained where `what` is "train"."""
    command = [sys.executable, "-m", __spec__.name, str(n_points), what]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)  # noqa: S603


def main() -> None:
    """Be such a process."""
    n_points, what = int(sys.argv[1]), sys.argv[2]
    workload = sized_workload("", cloud(n_points), (5,))
    if what == "train":
        build_trainer(workload.experiment, workload.dataset).advance(N_STEPS)
    print(peak_memory())  # noqa: T201


if __name__ == "__main__":
    main()
