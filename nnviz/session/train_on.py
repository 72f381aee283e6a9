"""Training on: whether a network in training can go on with other points."""

from nnviz.experiment.experiment import Experiment, needs_new_run


def can_train_on(before: Experiment, after: Experiment) -> bool:
    """Whether the points are others, and the network of a run of `before` can learn from those of `after`.

    It can where nothing but the data changed, what the network is fed is made in the same way, and there are as many
    inputs and classes as before.
    """
    return (
        needs_new_run(before, after)
        and before.network == after.network
        and before.training == after.training
        and before.layer_sizes == after.layer_sizes
        and before.data.inputs == after.data.inputs
        and before.data.standardized == after.data.standardized
    )
