from dataclasses import fields
from typing import get_args

import pytest
from msgspec.structs import asdict

from nnviz.core import optimizers
from nnviz.experiment.build_training import build_optimizer
from nnviz.experiment.optimizer_spec import AdamSpec, MomentumSpec, Optimizer, RMSPropSpec
from nnviz.experiment.quantity import RecipeError

KINDS = get_args(Optimizer)


@pytest.mark.parametrize("kind", KINDS)
def test_a_recipes_optimizer_has_the_numbers_and_the_defaults_of_the_textbooks(kind: type[Optimizer]):
    built = build_optimizer(kind())
    assert kind.__name__ == f"{type(built).__name__}Spec"
    assert asdict(kind()) == {field.name: field.default for field in fields(built)}


def test_a_recipe_can_name_every_optimizer_of_the_textbook():
    assert {type(build_optimizer(kind())) for kind in KINDS} == set(get_args(optimizers.Optimizer))


@pytest.mark.parametrize(
    ("kind", "number", "sentence"),
    [
        (MomentumSpec, {"momentum": 1.0}, "Momentum must be between 0 and 0.999, not 1"),
        (RMSPropSpec, {"decay": -0.1}, "Decay ρ must be between 0 and 0.9999, not −0.1"),
        (RMSPropSpec, {"epsilon": 0.0}, "Epsilon ε must be between 1e−12 and 1, not 0"),
        (AdamSpec, {"beta1": 1.0}, "Beta β₁ must be between 0 and 0.9999, not 1"),
        (AdamSpec, {"beta2": 1.0}, "Beta β₂ must be between 0 and 0.99999, not 1"),
    ],
)
def test_what_is_out_of_range_is_refused_in_one_sentence(
    kind: type[Optimizer], number: dict[str, float], sentence: str
):
    with pytest.raises(RecipeError, match=f"^{sentence}$"):
        kind(**number)
