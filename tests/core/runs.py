"""What the tests of the trainer have in common."""

import numpy as np
import pytest

from nnviz.core.losses import Penalty
from nnviz.core.schedules import Schedule
from nnviz.core.stopping import NEVER, StopRule
from nnviz.core.trainer import DivergedError, Trainer
from tests.core.random_networks import BATCH_KINDS, OPTIMIZERS, parameters
from tests.core.same_numbers import same_numbers

every_optimizer = pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=lambda optimizer: type(optimizer).__name__)
every_batch_kind = pytest.mark.parametrize("kind", BATCH_KINDS)


def go(trainer: Trainer, n_steps: int) -> None:
    """Advance; a run that diverges stands at its last finite step."""
    try:
        trainer.advance(n_steps)
    except DivergedError:
        assert trainer.snapshot().is_finite


def look(trainer: Trainer) -> None:
    """Measure the step to come; a run that diverges falls back to its last finite step."""
    try:
        trainer.snapshot()
    except DivergedError:
        assert trainer.snapshot().is_finite


def begins_finite(trainer: Trainer) -> bool:
    """Whether a run at step 0 has a finite loss; given weights and points may be too large together."""
    try:
        return np.isfinite(trainer.snapshot().loss)
    except DivergedError:
        return False


def assert_same_run(one: Trainer, other: Trainer) -> None:
    """All that two trainers have to show, to the last bit."""
    look(one)
    look(other)
    assert one.step == other.step
    assert one.stopped == other.stopped
    assert same_numbers(one.snapshot(), other.snapshot())
    assert same_numbers(one.history.curves(), other.history.curves())
    assert same_numbers(one.state(), other.state())


def arrays_of(trainer: Trainer) -> list[np.ndarray]:
    """Weights and biases as they are, layer by layer."""
    return parameters(trainer.snapshot().network)


def only(learning_rate: float, *, l2: float = 0.01, stop: StopRule = NEVER) -> dict[str, object]:
    """What `Trainer.change` takes, at a constant rate."""
    return {"schedule": Schedule(learning_rate), "penalty": Penalty(l2), "stop": stop}
