from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.core.divergence import (
    Cause,
    Reason,
    explain,
    explain_rise,
    gentler_learning_rate,
    reconsider,
    written_rate,
)
from nnviz.core.trainer import DivergedError
from tests.core.random_networks import random_trainer

sizes = st.floats(0.0, inf) | st.just(nan)


def test_a_stride_too_long_is_told_with_what_it_is_made_of() -> None:
    assert explain(12, 10.0, 3.14e150, 1e200) == Cause(
        Reason.STRIDE,
        "the loss is no longer a finite number after step 12: learning rate 10 × the largest gradient 3.14e+150 was "
        "too long a stride",
    )


def test_scores_that_explode_under_short_strides_are_told() -> None:
    assert explain(4321, 0.01, 2.5, 1.25e308) == Cause(
        Reason.SCORES,
        "the loss is no longer a finite number after step 4,321: from layer to layer scores have grown to 1.25e+308, "
        "in spite of strides of only 0.025",
    )


def test_scores_are_to_blame_where_the_gradient_is_not_known() -> None:
    assert explain(3, 0.01, nan, 1e305).sentence.endswith("from layer to layer scores have grown to 1e+305")
    assert explain(3, 0.01, nan, 1e305).reason is Reason.SCORES
    assert explain(3, 0.01, 0.5, nan).sentence.endswith(
        "scores are beyond all numbers, in spite of strides of only 0.005"
    )


def test_a_run_that_cannot_even_begin_is_told_where() -> None:
    assert explain(0, 0.1, nan, nan) == Cause(
        Reason.START,
        "the loss is not a finite number at step 0, where training began: weights or points are too large",
    )


def test_large_scores_at_the_very_start_are_told() -> None:
    assert explain(0, 10.0, 7400.0, 35_000.4) == Cause(
        Reason.START,
        "the loss is no longer a finite number after step 0, the first: weights or points are too large, they make "
        "scores of 35,000, where some tens are plenty",
    )
    assert explain(1, 10.0, 7400.0, 35_000.4).reason is Reason.STRIDE
    assert explain(0, 1e250, 3.0, 40.0).reason is Reason.STRIDE


def test_a_huge_first_loss_blames_the_start_whatever_the_last_step_looks_like() -> None:
    stride, start = explain(1, 1e-5, 1e160, 1e150), explain(0, 0.1, nan, nan)
    assert reconsider(stride, 1, 1.57e18) == Cause(
        Reason.START,
        "the loss is no longer a finite number after step 1: weights or points are too large, training began with a "
        "loss of 1.57e+18 instead of a few nats",
    )
    assert reconsider(stride, 1, 1000.0).reason is Reason.START
    assert reconsider(stride, 1, 999.0) is stride
    assert reconsider(start, 0, 1.57e18) is start


def test_a_rise_to_a_thousandfold_is_told_with_its_numbers() -> None:
    assert explain_rise(20, 3.01e19, 2.97, 2.9) == Cause(
        Reason.STRIDE,
        "the training loss has risen from 2.97 to 3.01e+19 by step 20: the strides are too long, and what was learned "
        "is lost",
    )
    assert explain_rise(7, 2971.0, 2.97, 2.9) is not None
    assert explain_rise(7, 2969.0, 2.97, 2.9) is None


def test_a_rise_from_next_to_nothing_counts_from_one_nat() -> None:
    assert explain_rise(7, 900.0, 1e-6, 1e-6) is None
    assert explain_rise(7, 1100.0, 1e-6, 1e-6) is not None


def test_a_rise_from_a_huge_loss_blames_the_start_but_a_huge_penalty_does_not() -> None:
    rise, of_penalty = explain_rise(7, 1e30, 1e18, 1e18), explain_rise(7, 1e30, 1e18, 3.0)
    assert rise is not None
    assert rise.reason is Reason.START
    assert rise.sentence.endswith("training began with a loss of 1e+18 instead of a few nats")
    assert of_penalty is not None
    assert of_penalty.reason is Reason.STRIDE


@pytest.mark.parametrize(
    ("rate", "text"),
    [(1e-5, "0.00001"), (0.3, "0.3"), (10.0, "10"), (0.0123456789, "0.0123457"), (0.0, "0"), (3e-200, "3e-200")],
)
def test_a_rate_is_written_as_people_type_it(rate: float, text: str) -> None:
    assert written_rate(rate) == text


def test_the_sentence_writes_the_rate_that_way() -> None:
    assert "learning rate 0.00001 × the largest gradient" in explain(3, 1e-5, 1e9, 1e9).sentence


def test_an_infinite_gradient_is_written_as_one() -> None:
    assert "largest gradient ∞ was" in explain(5, 0.1, inf, nan).sentence


@given(st.integers(0, 10**7), st.floats(1e-5, 10.0), sizes, sizes)
def test_every_cause_is_one_sentence_with_its_step(
    step: int, learning_rate: float, largest_gradient: float, largest_score: float
) -> None:
    sentence = explain(step, learning_rate, largest_gradient, largest_score).sentence
    assert sentence.startswith("the loss is no")
    assert f"step {step:,}" in sentence
    assert not sentence.endswith(".")
    assert "nan" not in sentence
    assert "inf" not in sentence.replace("infinite", "")
    assert "\n" not in sentence


@pytest.mark.parametrize(
    ("growth", "expected"),
    [(nan, 0.3), (0.5, 0.3), (0.0, 0.3), (16.0, 0.3), (64.0, 0.2), (74.0**2, 0.02), (1e12, 0.003), (inf, 0.003)],
)
def test_the_gentler_rate_is_a_tenth_or_half_of_what_the_first_step_says(growth: float, expected: float) -> None:
    assert gentler_learning_rate(3.0, growth) == expected


@given(st.floats(1e-5, 10.0), st.floats(0.0, inf) | st.just(nan))
def test_the_gentler_rate_is_gentler_and_has_one_digit(learning_rate: float, growth: float) -> None:
    gentler = gentler_learning_rate(learning_rate, growth)
    assert 0.0 < gentler < 0.2 * learning_rate
    assert gentler == float(f"{gentler:.0e}")


@given(st.floats(0.5, 1e3), st.floats(0.01, 1.0))
def test_in_a_valley_that_is_a_parabola_the_gentler_rate_never_diverges(curvature: float, learning_rate: float) -> None:
    """Gradient descent on ½ h w², with rates that diverge."""
    learning_rate += 2.0 / curvature
    weight = 1.0 - learning_rate * curvature
    gentler = gentler_learning_rate(learning_rate, weight**2)
    assert gentler * curvature < 2.0


def test_a_run_that_diverged_goes_on_finite_with_the_gentler_rate() -> None:
    trainer = random_trainer(learning_rate=10.0, l2=10.0)
    with pytest.raises(DivergedError) as caught:
        trainer.advance(400)
    loss = trainer.history.curves().loss
    again = random_trainer(
        learning_rate=gentler_learning_rate(caught.value.learning_rate, float(loss[1] / loss[0])), l2=10.0
    )
    again.advance(400)
    assert again.snapshot().loss < loss[0]
