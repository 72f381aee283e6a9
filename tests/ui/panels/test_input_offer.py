"""What is offered as inputs."""

import msgspec
import numpy as np
import pytest

from nnviz.data.formula import parse_formula
from nnviz.data.packing import pack
from nnviz.experiment.data_spec import DataSpec
from nnviz.experiment.experiment import Experiment
from nnviz.experiment.own_source import OwnSource
from nnviz.experiment.quantity import RecipeError
from nnviz.ui.panels.input_offer import InputOffer

STANDARD = ["x1", "x2", "x1^2", "x2^2", "sin(x1)", "sin(x2)", "x1*x2"]


@pytest.fixture
def data(small_experiment: Experiment) -> DataSpec:
    return small_experiment.data


def with_inputs(data: DataSpec, *inputs: str) -> DataSpec:
    return msgspec.structs.replace(data, inputs=inputs)


def three_columns(data: DataSpec, *inputs: str) -> DataSpec:
    features, labels = pack(np.arange(12.0).reshape(4, 3), np.array([0, 1, 0, 1]))
    source = OwnSource(columns=("a", "b", "c"), classes=("A", "B"), features=features, labels=labels)
    return msgspec.structs.replace(data, source=source, clusters=(), inputs=inputs)


def offered(offer: InputOffer) -> list[str]:
    return [formula.text for formula in offer.formulas]


def on(offer: InputOffer) -> list[str]:
    return [formula.text for formula in offer.formulas if offer.is_on(formula)]


def offer_of(data: DataSpec) -> InputOffer:
    offer = InputOffer()
    offer.show_data(data)
    return offer


def test_at_first_the_features_are_on_and_others_offered(data: DataSpec):
    offer = offer_of(data)
    assert offered(offer) == STANDARD
    assert on(offer) == ["x1", "x2"]


def test_switching_makes_the_list_and_the_features_alone_are_none(data: DataSpec):
    offer = offer_of(data)
    product = parse_formula("x1*x2", 2)
    assert offer.switched(product, on=True) == ("x1", "x2", "x1*x2")
    offer.show_data(with_inputs(data, "x1", "x2", "x1*x2"))
    assert offer.switched(product, on=False) == ()
    assert offer.switched(parse_formula("x1", 2), on=False) == ("x2", "x1*x2")


def test_what_is_on_keeps_its_spelling_and_is_known_by_its_meaning(data: DataSpec):
    offer = offer_of(with_inputs(data, "x₁", "x1²"))
    assert offered(offer) == STANDARD
    assert on(offer) == ["x1", "x1^2"]
    assert offer.switched(parse_formula("x2", 2), on=True) == ("x₁", "x2", "x1²")
    assert offer.switched(parse_formula("x1**2", 2), on=False) == ("x₁",)


def test_the_last_input_stays(data: DataSpec):
    offer = offer_of(with_inputs(data, "x1^2"))
    with pytest.raises(RecipeError, match="the network needs at least one input"):
        offer.switched(parse_formula("x1^2", 2), on=False)


def test_a_typed_one_stays_on_offer_until_it_is_forgotten(data: DataSpec):
    offer = offer_of(data)
    typed = parse_formula("x1^3", 2)
    assert offer.switched(typed, on=True) == ("x1", "x2", "x1^3")
    offer.show_data(with_inputs(data, "x1", "x2", "x1^3"))
    assert offered(offer) == [*STANDARD, "x1^3"]
    assert offer.is_typed(typed)
    assert not offer.is_typed(parse_formula("x1", 2))
    assert offer.switched(typed, on=False) == ()
    offer.show_data(data)
    assert offered(offer) == [*STANDARD, "x1^3"]
    offer.forget(typed)
    offer.show_data(data)
    assert offered(offer) == STANDARD


def test_one_that_undo_takes_back_goes(data: DataSpec):
    offer = offer_of(with_inputs(data, "x1", "x1^3"))
    offer.show_data(data)
    assert offered(offer) == STANDARD


def test_the_features_of_a_table_are_offered_alone(data: DataSpec):
    offer = offer_of(three_columns(data))
    assert offered(offer) == ["x1", "x2", "x3"]
    assert on(offer) == ["x1", "x2", "x3"]


def test_what_is_made_from_a_column_that_is_gone_goes_with_it(data: DataSpec):
    offer = offer_of(three_columns(data, "x1", "x3^2", "x1^2"))
    offer.switched(parse_formula("x3^2", 3), on=False)
    offer.switched(parse_formula("x1^2", 3), on=False)
    offer.show_data(three_columns(data))
    assert offered(offer) == ["x1", "x2", "x3", "x3^2", "x1^2"]
    offer.show_data(data)
    assert offered(offer) == STANDARD
