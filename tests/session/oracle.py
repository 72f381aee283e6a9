"""The oracle of a run: a trainer with nothing around it."""

from nnviz.core.trainer import Trainer
from nnviz.experiment.build import build_dataset, build_trainer
from nnviz.experiment.experiment import Experiment


def trained_plainly(experiment: Experiment, n_steps: int) -> Trainer:
    """A trainer of this recipe after so many steps."""
    trainer = build_trainer(experiment, build_dataset(experiment.data))
    trainer.advance(n_steps)
    return trainer
