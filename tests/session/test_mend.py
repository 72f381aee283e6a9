from dataclasses import replace

import msgspec
import numpy as np
import pytest

from nnviz.core.divergence import Cause, Reason
from nnviz.core.history import Curves
from nnviz.experiment.experiment import Experiment
from nnviz.experiment.network_spec import (
    GlorotNormalStart,
    GlorotUniformStart,
    HeNormalStart,
    HeUniformStart,
    LayerSpec,
    NormalStart,
    ZerosStart,
)
from nnviz.session.mend import Mend, find_mend
from nnviz.session.update import RunState, RunUpdate
from tests.session.recipes import with_network, with_training

STRIDE, SCORES, START = (Cause(reason, "so it was") for reason in (Reason.STRIDE, Reason.SCORES, Reason.START))


def diverged(cause: Cause | None, *losses: float) -> RunUpdate:
    nothing = np.zeros(0)
    curves = Curves(np.arange(float(len(losses))), np.array(losses), *[nothing] * 9)
    return RunUpdate(1, 1, RunState.DIVERGED, "So it was.", curves=curves, cause=cause)


def thinned(update: RunUpdate, *steps: float) -> RunUpdate:
    """With the losses at these steps instead of at every one."""
    assert update.curves is not None
    return replace(update, curves=replace(update.curves, steps=np.array(steps)))


def mend_of(experiment: Experiment, update: RunUpdate) -> Mend:
    mend = find_mend(experiment, update)
    assert mend is not None
    return mend


@pytest.mark.parametrize("cause", [STRIDE, SCORES])
def test_a_stride_too_long_is_mended_by_a_lower_learning_rate(small_experiment: Experiment, cause: Cause) -> None:
    experiment = with_training(small_experiment, learning_rate=2.5)
    mend = mend_of(experiment, diverged(cause, 3.0, 2.0))
    assert mend.part == with_training(experiment, learning_rate=0.2).training
    assert (mend.what, mend.text) == ("the learning rate", "Train with learning rate 0.2")


@pytest.mark.parametrize(
    ("losses", "text"),
    [
        ((3.0,), "Train with learning rate 1"),
        ((0.0, 5.0), "Train with learning rate 1"),
        ((3.0, 3.0 * 99**2), "Train with learning rate 0.05"),
        ((3.0, 3e30), "Train with learning rate 0.01"),
        ((9.0, 4.0, 3.0, 3.0 * 99**2, 3e30), "Train with learning rate 0.05"),
        ((9.0, 3.0), "Train with learning rate 1"),
        ((9.0, 9.0 * 99**2, 3e18, 2.0, 2.1), "Train with learning rate 0.05"),  # it blew up, and settled
    ],
)
def test_the_first_step_of_the_rise_says_how_much_lower(
    small_experiment: Experiment, losses: tuple[float, ...], text: str
) -> None:
    experiment = with_training(small_experiment, learning_rate=10.0)
    assert mend_of(experiment, diverged(STRIDE, *losses)).text == text


def test_where_the_first_step_of_the_rise_is_not_kept_it_says_nothing(small_experiment: Experiment) -> None:
    experiment = with_training(small_experiment, learning_rate=10.0)
    update = diverged(STRIDE, 9.0, 3.0, 3.0 * 99**2, 3e30)
    assert mend_of(experiment, thinned(update, 0, 7, 8, 9)).text == "Train with learning rate 0.05"
    assert mend_of(experiment, thinned(update, 0, 7, 9, 12)).text == "Train with learning rate 1"


def test_the_rate_stays_in_its_range_and_at_its_end_the_start_is_mended(small_experiment: Experiment) -> None:
    low = with_training(small_experiment, learning_rate=3e-5)
    assert mend_of(low, diverged(STRIDE, 3.0, 2.0)).text == "Train with learning rate 0.00001"
    lowest = with_training(small_experiment, learning_rate=1e-5)
    assert mend_of(lowest, diverged(STRIDE, 3.0, 2.0)).text == "Start with He's weights"


@pytest.mark.parametrize(
    ("layers", "start", "text"),
    [
        (("relu", "tanh"), HeNormalStart(), "Start with He's weights"),
        (("elu",), HeNormalStart(), "Start with He's weights"),
        (("tanh",), GlorotNormalStart(), "Start with Glorot's weights"),
        (("sigmoid", "relu"), GlorotNormalStart(), "Start with Glorot's weights"),
        ((), GlorotNormalStart(), "Start with Glorot's weights"),
    ],
)
def test_first_weights_too_large_are_mended_by_the_rule_made_for_the_first_layer(
    small_experiment: Experiment, layers: tuple[str, ...], start: object, text: str
) -> None:
    specs = tuple(LayerSpec(n_neurons=4, activation=activation) for activation in layers)
    experiment = with_network(small_experiment, hidden_layers=specs, initial_weights=NormalStart(standard_deviation=9))
    mend = mend_of(experiment, diverged(START))
    assert mend.part == with_network(experiment, initial_weights=start).network
    assert (mend.what, mend.text) == ("the initial weights", text)


@pytest.mark.parametrize(
    "start", [HeNormalStart(), HeUniformStart(), GlorotNormalStart(), GlorotUniformStart(), ZerosStart()]
)
def test_where_the_start_cannot_be_smaller_the_rate_can(small_experiment: Experiment, start: object) -> None:
    experiment = with_network(small_experiment, initial_weights=start)
    assert mend_of(experiment, diverged(START, 3.0)).what == "the learning rate"
    assert find_mend(experiment, diverged(START)) is None  # not one step was made: no rate would help
    lowest = msgspec.structs.replace(experiment, training=with_training(experiment, learning_rate=1e-5).training)
    assert find_mend(lowest, diverged(STRIDE, 3.0, 9.0)) is None


def test_where_nothing_diverged_there_is_nothing_to_mend(small_experiment: Experiment) -> None:
    assert find_mend(small_experiment, diverged(None, 3.0, 2.0)) is None
    assert find_mend(with_network(small_experiment, initial_weights=ZerosStart()), diverged(START)) is None
    without_curves = replace(diverged(START), curves=None)
    assert find_mend(with_network(small_experiment, initial_weights=ZerosStart()), without_curves) is None


def test_what_the_loss_did_on_other_points_says_nothing_of_the_strides(small_experiment: Experiment) -> None:
    experiment = with_training(small_experiment, learning_rate=10.0)
    update = diverged(STRIDE, 3.0, 0.1, 0.2, 2.0, 2.0 * 99**2, 3e30)
    assert mend_of(experiment, update).text == "Train with learning rate 1"
    assert mend_of(experiment, replace(update, points_since=3)).text == "Train with learning rate 0.05"
    assert find_mend(with_training(small_experiment, learning_rate=1e-5), replace(update, points_since=3)) is not None
    without_a_stride = find_mend(experiment, replace(update, points_since=6))
    assert without_a_stride is not None
    assert without_a_stride.what == "the initial weights"


def test_a_weight_that_a_hand_set_too_large_is_mended_by_itself_as_it_was(small_experiment: Experiment) -> None:
    cause = Cause(Reason.HAND, "so it was", "weight x₁ → h₂ of layer 1")
    mend = mend_of(small_experiment, diverged(cause, 3.0, 9e9))
    assert mend == Mend(None, "weight x₁ → h₂ of layer 1", "Put weight x₁ → h₂ of layer 1 back")
