from typing import get_args

import pytest

from nnviz.experiment.quantity import RecipeError
from nnviz.experiment.schedule_spec import (
    ConstantSpec,
    CosineSpec,
    ExponentialDecaySpec,
    InverseTimeSpec,
    Schedule,
    StepDecaySpec,
)


def test_a_kind_of_schedule_is_told_apart_from_another_with_the_same_numbers():
    assert StepDecaySpec(factor=0.5, every=10) != ExponentialDecaySpec(factor=0.5, every=10)


def test_a_recipe_can_name_five_kinds():
    assert get_args(Schedule) == (ConstantSpec, StepDecaySpec, ExponentialDecaySpec, InverseTimeSpec, CosineSpec)


@pytest.mark.parametrize(
    ("kind", "number", "sentence"),
    [
        (StepDecaySpec, {"factor": 0.0}, "Factor must be between 0.001 and 1, not 0"),
        (StepDecaySpec, {"every": 0}, "Every must be between 1 and 10,000,000, not 0"),
        (ExponentialDecaySpec, {"factor": 1.5}, "Factor must be between 0.001 and 1, not 1.5"),
        (InverseTimeSpec, {"halved_after": 0}, "Halved after must be between 1 and 10,000,000, not 0"),
        (CosineSpec, {"over": 10_000_001}, "Over must be between 1 and 10,000,000, not 10,000,001"),
        (CosineSpec, {"floor": 1.1}, "Floor must be between 0 and 1, not 1.1"),
    ],
)
def test_what_is_out_of_range_is_refused_in_one_sentence(kind: type[Schedule], number: dict[str, float], sentence: str):
    with pytest.raises(RecipeError, match=f"^{sentence}$"):
        kind(**number)
