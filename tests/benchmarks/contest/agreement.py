"""Who computes the same: losses are compared with the textbook's before any time counts."""

from collections.abc import Sequence

from nnviz.core.optimizers import Memories
from nnviz.experiment.build import build_network, build_penalty
from nnviz.experiment.build_training import build_optimizer, build_schedule
from tests.benchmarks.contest.task import Contestant
from tests.benchmarks.contest.workload import Workload

CHECKED_STEPS = (0, 1, 10, 100)

Losses = dict[int, float]


def textbook_losses(workload: Workload, steps: Sequence[int] = CHECKED_STEPS) -> Losses:
    """The loss of each of `steps`, before its update, as `network.py` and `optimizers.py` say it."""
    training, task = workload.experiment.training, workload.task()
    network = build_network(workload.experiment)
    memories = Memories(build_optimizer(training.optimizer), network)
    schedule, penalty = build_schedule(training), build_penalty(training)
    losses: Losses = {}
    for step in range(max(steps) + 1):
        rows = task.rows(step)
        points = workload.dataset.training_points[rows].astype(float)
        measured = network.measure(points, workload.dataset.training_labels[rows], penalty)
        memories.update(measured.gradients, schedule.rate(step), step)
        if step in steps:
            losses[step] = measured.loss
    return losses


def largest_difference(contestant: Contestant, losses: Losses) -> float:
    """How far a contestant that stands at step 0 is from these losses, at most."""
    differences, made = [], 0
    for step, loss in sorted(losses.items()):
        differences.append(abs(contestant.advance(step + 1 - made) - loss))
        made = step + 1
    return max(differences)
