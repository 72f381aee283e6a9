from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from nnviz.core.divergence import Cause, Reason
from nnviz.core.history import Curves
from nnviz.core.trainer import DivergedError, Trainer
from nnviz.data.inputs import InputError
from nnviz.experiment.build import build_dataset, build_trainer
from nnviz.experiment.experiment import Experiment
from nnviz.session.standing import Standing
from nnviz.session.update import RunState
from tests.session.recipes import that_diverges

TRAINING, WAITING, FINISHED = RunState.TRAINING, RunState.WAITING, RunState.FINISHED


def trainer_with(*losses: float, stopped: str | None = None) -> Trainer:
    """One that has made as many steps as there are losses."""
    loss, nothing = np.array(losses), np.zeros(0)
    curves = Curves(np.arange(len(losses)), loss, loss, *[nothing] * 8)
    history = SimpleNamespace(curves=lambda: curves)
    return cast("Trainer", SimpleNamespace(history=history, touches=(), step=len(losses), stopped=stopped))


def told_of_a_rise() -> Standing:
    standing = Standing()
    standing.step_on(TRAINING)
    standing.look_out(trainer_with(2.0, 1.0, 8e5))
    return standing


def rise_of(standing: Standing) -> Cause:
    assert standing.cause is not None
    return standing.cause


def test_a_run_waits_trains_and_comes_to_its_end() -> None:
    standing = Standing()
    assert (standing.state, standing.message, standing.cause, standing.trains) == (WAITING, "", None, False)
    standing.step_on(TRAINING)
    assert standing.trains
    standing.pause()
    assert standing.state is WAITING
    standing.finish(trainer_with(1.0))
    standing.pause()
    assert (standing.state, standing.message) == (FINISHED, "")
    standing.finish(trainer_with(1.0, 0.5, stopped="low enough"))
    assert standing.message == "Stopped at step 2: low enough."
    standing.change()
    assert (standing.state, standing.message) == (WAITING, "")


def test_a_loss_that_blew_up_is_told_until_something_is_done_about_it() -> None:
    standing = told_of_a_rise()
    message, cause = standing.message, rise_of(standing)
    assert message == f"{cause.sentence[:1].upper()}{cause.sentence[1:]}."
    standing.finish(trainer_with(1.0, stopped="low enough"))
    standing.step_on(WAITING)  # whoever makes another step is told once more
    assert (standing.message, standing.cause) == (message, cause)
    standing.step_on(TRAINING)
    standing.change()
    assert (standing.state, standing.message, standing.cause) == (TRAINING, message, None)
    standing.step_on(TRAINING)
    assert standing.message == ""


def test_losses_before_a_step_are_compared_with_nothing_from_there_on() -> None:
    standing = Standing()
    standing.watch_from(2)
    standing.look_out(trainer_with(2.0, 1.0, 8e5))
    assert standing.cause is None


def test_the_next_run_knows_nothing_of_it_but_for_what_a_hand_was_refused() -> None:
    standing = told_of_a_rise()
    standing.refusal = "no"
    standing.begin()
    assert (standing.state, standing.message, standing.cause, standing.refusal) == (WAITING, "", None, "no")
    standing.look_out(trainer_with(2.0, 1.0, 8e5))
    assert rise_of(standing).reason is Reason.STRIDE


def test_a_run_that_diverged_has_its_own_cause_while_it_stands_there(small_experiment: Experiment) -> None:
    recipe = that_diverges(small_experiment)
    standing = told_of_a_rise()
    rise = standing.cause
    trainer = build_trainer(recipe, build_dataset(recipe.data))
    with pytest.raises(DivergedError) as caught:
        trainer.advance(recipe.training.n_steps)
    standing.end(caught.value)
    assert standing.state is RunState.DIVERGED
    assert rise_of(standing) is not rise
    assert standing.message.endswith(f"{rise_of(standing).sentence[1:]}.")
    standing.step_on(WAITING)
    assert (standing.cause, standing.message) == (rise, "")


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (InputError("the input log(x) has no value"), "The input log(x) has no value."),
        (MemoryError(), "This run needs more memory than there is. Use fewer points or neurons."),
        (ValueError("odd"), "Something unforeseen went wrong (ValueError: odd). Press Reset."),
    ],
)
def test_whatever_goes_wrong_is_a_sentence_and_only_the_unforeseen_is_in_the_log(
    error: Exception, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    standing = Standing()
    standing.end(error)
    assert (standing.state, standing.message) == (RunState.FAILED, message)
    assert ("ValueError: odd" in capsys.readouterr().err) is (type(error) is ValueError)
