import math
import re
from typing import Annotated, get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.experiment.data_spec import ClusterSpec, DataSpec
from nnviz.experiment.experiment import Experiment
from nnviz.experiment.network_spec import (
    GivenStart,
    LayerSpec,
    NetworkSpec,
    NormalStart,
    TruncatedNormalStart,
    UniformStart,
)
from nnviz.experiment.optimizer_spec import AdaGradSpec, AdamSpec, MomentumSpec, NesterovSpec, RMSPropSpec
from nnviz.experiment.own_source import OwnSource
from nnviz.experiment.quantity import Quantity, RecipeError, Spec, Text, quantity, text_limits
from nnviz.experiment.schedule_spec import CosineSpec, ExponentialDecaySpec, InverseTimeSpec, StepDecaySpec
from nnviz.experiment.source_spec import (
    BlobsSource,
    CheckerboardSource,
    CirclesSource,
    MoonsSource,
    SpiralsSource,
    UnlearnableSource,
    XorSource,
)
from nnviz.experiment.training_spec import DrawnBatch, InOrderBatch, ShuffledBatch, TrainingSpec

SHAPES = (XorSource, CirclesSource, MoonsSource, SpiralsSource, CheckerboardSource, BlobsSource, UnlearnableSource)
QUANTITIES = [
    (ClusterSpec, "n_points"),
    (ClusterSpec, "mean"),
    (ClusterSpec, "covariance"),
    (ClusterSpec, "axes"),
    (ClusterSpec, "color"),
    (OwnSource, "colors"),
    (DataSpec, "seed"),
    *((shape, name) for shape in SHAPES for name in ("n_points", "noise")),
    (SpiralsSource, "arms"),
    (CheckerboardSource, "cells"),
    (BlobsSource, "blobs"),
    (DataSpec, "test_share"),
    (LayerSpec, "n_neurons"),
    (LayerSpec, "dropout"),
    (NormalStart, "standard_deviation"),
    (TruncatedNormalStart, "standard_deviation"),
    (UniformStart, "limit"),
    (GivenStart, "weights"),
    (GivenStart, "biases"),
    (NetworkSpec, "seed"),
    (NetworkSpec, "initial_bias"),
    (MomentumSpec, "momentum"),
    (NesterovSpec, "momentum"),
    (AdaGradSpec, "epsilon"),
    (RMSPropSpec, "decay"),
    (RMSPropSpec, "epsilon"),
    (AdamSpec, "beta1"),
    (AdamSpec, "beta2"),
    (AdamSpec, "epsilon"),
    (StepDecaySpec, "factor"),
    (StepDecaySpec, "every"),
    (ExponentialDecaySpec, "factor"),
    (ExponentialDecaySpec, "every"),
    (InverseTimeSpec, "halved_after"),
    (CosineSpec, "over"),
    (CosineSpec, "floor"),
    (InOrderBatch, "size"),
    (ShuffledBatch, "size"),
    (DrawnBatch, "size"),
    (TrainingSpec, "learning_rate"),
    (TrainingSpec, "warm_up"),
    (TrainingSpec, "l2_penalty"),
    (TrainingSpec, "l1_penalty"),
    (TrainingSpec, "batch_seed"),
    (TrainingSpec, "n_steps"),
    (TrainingSpec, "stop_at_loss"),
    (TrainingSpec, "stop_at_accuracy"),
    (TrainingSpec, "patience"),
]
TEXTS = [(ClusterSpec, "name"), (OwnSource, "title"), (Experiment, "name")]


def specs(spec: type[Spec] = Spec) -> set[type[Spec]]:
    """`Spec` and all that is made of it in nnviz."""
    made = {made for made in spec.__subclasses__() if made.__module__.startswith("nnviz.")}
    return made.union(*(specs(each) for each in made))


def spec_id(value: object) -> str:
    return value.__name__ if isinstance(value, type) else str(value)


def test_the_lists_of_this_test_are_complete():
    found = {(spec, field) for spec in specs() for field, hint in spec.__annotations__.items() if marks(hint)}
    assert found == {*QUANTITIES, *TEXTS}


def marks(hint: object) -> list[object]:
    return [mark for mark in getattr(hint, "__metadata__", ()) if isinstance(mark, (Quantity, Text))]


@pytest.mark.parametrize(("spec", "field"), QUANTITIES, ids=spec_id)
def test_a_quantity_allows_both_of_its_ends_and_refuses_what_lies_beyond(spec: type[Spec], field: str):
    limits = quantity(spec, field)
    limits.check(limits.low)
    limits.check(limits.high)
    beyond = (
        (limits.low - 1, limits.high + 1)
        if isinstance(limits.low, int)
        else (math.nextafter(limits.low, -math.inf), math.nextafter(limits.high, math.inf))
    )
    for value in (*beyond, math.nan, math.inf, -math.inf, 10**30, -(10**30)):
        with pytest.raises(RecipeError) as caught:
            limits.check(value)
        sentence = str(caught.value)
        assert sentence.startswith(f"{limits.name} must be between ")
        assert len(sentence.splitlines()) == 1
        assert sentence.endswith(f"not {value:,}".removesuffix(".0").replace("e-0", "e-").replace("-", "−"))


@pytest.mark.parametrize(("spec", "field"), QUANTITIES, ids=spec_id)
def test_a_quantity_says_what_it_is(spec: type[Spec], field: str):
    limits = quantity(spec, field)
    assert limits.low < limits.high
    assert limits.name.strip()
    assert re.match(r"[A-Z].*\.$", limits.help)


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, -1e9, 1e9])
@pytest.mark.parametrize("place", range(4))
def test_every_number_of_a_row_is_checked(bad: float, place: int):
    numbers = [1.0, 0.0, 0.0, 1.0]
    numbers[place] = bad
    with pytest.raises(RecipeError, match=r"^Covariance must be between −10,000 and 10,000, not "):
        quantity(ClusterSpec, "covariance").check(((numbers[0], numbers[1]), (numbers[2], numbers[3])))


@pytest.mark.parametrize(("spec", "field"), QUANTITIES, ids=spec_id)
def test_every_number_of_a_recipe_has_its_quantity(spec: type[Spec], field: str):
    """A field without one would take any number."""
    numeric = {
        name
        for name, hint in get_type_hints(spec).items()
        if name in spec.__struct_fields__ and {int, float} & {hint, *get_args(hint)}
    }
    assert numeric <= {name for quantified, name in QUANTITIES if quantified is spec}
    assert field in spec.__struct_fields__


def test_a_quantity_that_is_left_open_is_allowed():
    quantity(TrainingSpec, "patience").check(None)


def test_a_number_just_outside_is_written_in_full():
    with pytest.raises(RecipeError, match=r"^Learning rate must be between 1e−5 and 10, not 10\.0000001$"):
        quantity(TrainingSpec, "learning_rate").check(10.0000001)
    with pytest.raises(RecipeError, match=r"^Data seed must be between 0 and 4,294,967,295, not 4,294,967,296$"):
        quantity(DataSpec, "seed").check(2**32)


def test_a_spec_cannot_be_born_outside_its_ranges():
    with pytest.raises(RecipeError, match=r"^Hidden neurons must be between 1 and 256, not 0$"):
        LayerSpec(n_neurons=0)


def test_a_spec_cannot_be_changed():
    layer = LayerSpec(n_neurons=5)
    with pytest.raises(AttributeError):
        layer.n_neurons = 6


def test_a_spec_made_of_another_is_checked_against_its_ranges_too():
    class Wide(Spec, frozen=True, kw_only=True):
        width: Annotated[float, Quantity("Width", 0.0, 2.0, "How wide.")]

    class Box(Wide, frozen=True, kw_only=True):
        height: Annotated[float, Quantity("Height", 0.0, 3.0, "How high.")]

    assert Box(width=2.0, height=3.0).height == 3.0
    for field in ("width", "height"):
        with pytest.raises(RecipeError, match=field.capitalize()):
            Box(**{"width": 1.0, "height": 1.0, field: 4.0})


@pytest.mark.parametrize(("spec", "field"), TEXTS, ids=spec_id)
def test_a_name_is_refused_where_it_is_empty_too_long_or_not_on_one_line(spec: type[Spec], field: str):
    limits = text_limits(spec, field)
    limits.check("x")
    limits.check("ä" * limits.longest)
    for value in ("", "  ", "x" * (limits.longest + 1), "two\nlines", "tab\t", "\x00", "\ud800", "\u2028"):
        with pytest.raises(RecipeError) as caught:
            limits.check(value)
        assert str(caught.value).startswith(f"{limits.name} must be 1 to {limits.longest} printable characters, not ")
        assert len(str(caught.value).splitlines()) == 1


@given(st.text())
def test_whatever_a_name_is_the_answer_is_one_line_or_none(name: str):
    try:
        Text("Name", 40).check(name)
    except RecipeError as error:
        answer = str(error)
    else:
        answer = name
    assert len(answer.splitlines()) == 1


def test_asking_for_the_wrong_kind_of_limits_is_a_mistake_of_the_programmer():
    with pytest.raises(TypeError, match=r"ClusterSpec\.name is a text"):
        quantity(ClusterSpec, "name")
    with pytest.raises(TypeError, match=r"ClusterSpec\.mean is a number"):
        text_limits(ClusterSpec, "mean")
