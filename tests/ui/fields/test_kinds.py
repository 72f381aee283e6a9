import pytest

from nnviz.experiment.network_spec import ArticleStart, GivenStart, NormalStart, TruncatedNormalStart, UniformStart
from nnviz.experiment.optimizer_spec import (
    AdaGradSpec,
    AdamSpec,
    GradientDescentSpec,
    MomentumSpec,
    NesterovSpec,
    RMSPropSpec,
)
from nnviz.experiment.quantity import Spec
from nnviz.experiment.schedule_spec import CosineSpec, ExponentialDecaySpec, InverseTimeSpec, StepDecaySpec
from nnviz.experiment.training_spec import AllPointsBatch, DrawnBatch, InOrderBatch, ShuffledBatch
from nnviz.ui.fields.kinds import changed_kind, help_of, key_of, needed_by, numbers_of


@pytest.mark.parametrize(
    ("spec", "kind", "expected"),
    [
        (MomentumSpec(momentum=0.7), NesterovSpec, NesterovSpec(momentum=0.7)),
        (NesterovSpec(momentum=0.7), MomentumSpec, MomentumSpec(momentum=0.7)),
        (InOrderBatch(size=7), ShuffledBatch, ShuffledBatch(size=7)),
        (ShuffledBatch(size=7), DrawnBatch, DrawnBatch(size=7)),
        (StepDecaySpec(factor=0.1, every=3), ExponentialDecaySpec, ExponentialDecaySpec(factor=0.1, every=3)),
        (NormalStart(standard_deviation=0.2), TruncatedNormalStart, TruncatedNormalStart(standard_deviation=0.2)),
        (RMSPropSpec(epsilon=0.5, decay=0.1), AdamSpec, AdamSpec(epsilon=0.5)),
    ],
)
def test_numbers_that_both_kinds_have_are_kept(spec: Spec, kind: type[Spec], expected: Spec) -> None:
    assert changed_kind(spec, kind, {}) == expected


@pytest.mark.parametrize(
    ("spec", "kind", "expected"),
    [
        (AdaGradSpec(), AdamSpec, AdamSpec()),  # their own defaults differ: 1e-10 and 1e-8
        (MomentumSpec(momentum=0.7), GradientDescentSpec, GradientDescentSpec()),
        (NormalStart(standard_deviation=0.2), UniformStart, UniformStart()),
        (StepDecaySpec(every=3), InverseTimeSpec, InverseTimeSpec()),
    ],
)
def test_other_numbers_are_the_new_kinds_own(spec: Spec, kind: type[Spec], expected: Spec) -> None:
    assert changed_kind(spec, kind, {}) == expected


def test_the_same_kind_is_the_same() -> None:
    spec = AdamSpec(beta1=0.5, epsilon=1e-4)
    assert changed_kind(spec, AdamSpec, {}) == spec


def test_what_a_kind_needs_comes_from_the_spare_numbers_unless_both_have_it() -> None:
    assert changed_kind(AllPointsBatch(), InOrderBatch, {"size": 50}) == InOrderBatch(size=50)
    assert changed_kind(ShuffledBatch(size=8), InOrderBatch, {"size": 50}) == InOrderBatch(size=8)


def test_the_numbers_of_a_kind_in_their_order() -> None:
    assert numbers_of(AdamSpec) == {"beta1": False, "beta2": False, "epsilon": False}
    assert list(numbers_of(AdamSpec)) == ["beta1", "beta2", "epsilon"]
    assert numbers_of(CosineSpec) == {"over": True, "floor": False}
    assert numbers_of(GradientDescentSpec) == {}
    assert numbers_of(GivenStart) == {}


def test_what_a_kind_needs() -> None:
    assert needed_by(InOrderBatch) == {"size"}
    assert needed_by(GivenStart) == {"weights", "biases"}
    assert needed_by(AdamSpec) == set()


def test_a_kind_and_a_recipes_part_have_the_key_of_documents() -> None:
    assert key_of(TruncatedNormalStart) == key_of(TruncatedNormalStart()) == "truncated-normal"


def test_the_help_is_the_first_paragraph_on_one_line() -> None:
    assert help_of(ShuffledBatch) == "All training points in a new random order every epoch, cut into batches."
    assert "\n" not in help_of(ArticleStart)
    assert "three times" not in help_of(ArticleStart)
