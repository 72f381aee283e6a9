import msgspec
import pytest

from nnviz.experiment.experiment import Experiment
from nnviz.experiment.schedule_spec import (
    CosineSpec,
    ExponentialDecaySpec,
    InverseTimeSpec,
    StepDecaySpec,
)
from nnviz.ui.panels.training_summary import training_summary


def test_where_all_is_as_usual_there_is_nothing_to_say(small_experiment: Experiment) -> None:
    assert training_summary(small_experiment.training) == ""


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"schedule": StepDecaySpec()}, "step schedule"),
        ({"schedule": ExponentialDecaySpec()}, "exponential schedule"),
        ({"schedule": InverseTimeSpec()}, "1/t schedule"),
        ({"schedule": CosineSpec()}, "cosine schedule"),
        ({"warm_up": 2000}, "warm-up 2,000"),
        ({"l1_penalty": 0.01}, "L1 0.01"),
        ({"batch_seed": 7}, "batch seed 7"),
        ({"precision": "float32"}, "single precision"),
        ({"stop_at_loss": 0.0}, "stop at loss 0"),
        ({"stop_at_accuracy": 0.955}, "stop at 95.5 %"),
        ({"patience": 1000}, "patience 1,000"),
        ({"patience": 5, "warm_up": 3, "l1_penalty": 1e-7}, "warm-up 3, L1 1e-7, patience 5"),
    ],
)
def test_each_setting_has_its_words(small_experiment: Experiment, changes: dict, words: str) -> None:
    assert training_summary(msgspec.structs.replace(small_experiment.training, **changes)) == words
