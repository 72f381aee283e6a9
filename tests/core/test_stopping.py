import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.core.history import Looks
from nnviz.core.snapshot import Evaluation
from nnviz.core.stopping import NEVER, Best, StopRule


def measured(test_loss: float | None = 0.5, train_accuracy: float = 0.7, test_accuracy: float | None = 0.6):
    return Evaluation(test_loss, train_accuracy, test_accuracy)


# --- at a loss


@pytest.mark.parametrize(("loss", "stops"), [(0.31, False), (0.3, True), (0.2, True), (math.nan, False)])
def test_a_run_stops_at_a_loss_no_larger_than_the_rules(loss: float, stops: bool):
    reason = StopRule(loss=0.3).at_loss(loss)
    assert (reason is not None) == stops
    if stops:
        assert reason == "the training loss has come down to 0.3"


# --- at an accuracy


@pytest.mark.parametrize(("test_accuracy", "stops"), [(0.94, False), (0.95, True), (1.0, True)])
def test_a_run_stops_where_enough_test_points_are_right(test_accuracy: float, stops: bool):
    evaluation = measured(train_accuracy=1.0, test_accuracy=test_accuracy)
    reason = StopRule(accuracy=0.95).at_evaluation(7, evaluation, Best(7, 0.5))
    assert reason == ("95 % of the test points are right" if stops else None)


@pytest.mark.parametrize(("train_accuracy", "stops"), [(0.964, False), (0.965, True)])
def test_without_test_points_the_training_points_decide(train_accuracy: float, stops: bool):
    evaluation = measured(None, train_accuracy, None)
    reason = StopRule(accuracy=0.965).at_evaluation(7, evaluation, Best())
    assert reason == ("96.5 % of the training points are right" if stops else None)


# --- when nothing has been better for a while


@pytest.mark.parametrize(("step", "stops"), [(100, False), (1099, False), (1100, True), (2200, True)])
def test_a_run_stops_when_the_test_loss_has_not_been_lower_for_so_many_steps(step: int, stops: bool):
    reason = StopRule(patience=1000).at_evaluation(step, measured(), Best(100, 0.4))
    expected = f"the test loss has not been lower for {step - 100:,} steps"
    assert reason == (expected if stops else None)


def test_patience_without_test_points_watches_the_training_loss():
    reason = StopRule(patience=10).at_evaluation(60, measured(None, 0.5, None), Best(50, 0.4))
    assert reason == "the training loss has not been lower for 10 steps"
    assert StopRule(patience=1).at_evaluation(10**6, measured(None, 0.5, None), Best()) is None


@given(st.lists(st.sampled_from([0.5, 0.4, 0.3, math.nan]), max_size=20))
def test_the_best_is_the_lowest_loss_and_the_first_step_it_was_measured_at(losses: list[float]):
    best = Best()
    for step, loss in enumerate(losses):
        best = best.after(step, loss)
    numbers = [loss for loss in losses if not math.isnan(loss)]
    if numbers:
        assert best == Best(losses.index(min(numbers)), min(numbers))
    else:
        assert best == Best(None, math.inf)


@given(st.integers(1, 1_000_000), st.integers(0, 10**7))
def test_the_test_points_are_looked_at_often_enough_for_the_rules_patience(patience: int, step: int):
    finest = StopRule(patience=patience).finest
    assert finest is not None
    assert 1 <= finest <= max(1, patience // 8)
    due = [later for later in range(step, step + min(finest, 3000)) if Looks(finest=finest).are_due(later)]
    assert due or finest > 3000


# --- all rules, and none


def test_where_nothing_is_asked_for_nothing_stops():
    assert StopRule() == NEVER
    assert NEVER.finest is None
    assert NEVER.at_loss(0.0) is None
    assert NEVER.at_evaluation(10**9, measured(0.0, 1.0, 1.0), Best(0, 0.0)) is None


def test_of_two_reasons_the_accuracy_is_named():
    reason = StopRule(accuracy=0.5, patience=10).at_evaluation(50, measured(), Best(0, 0.1))
    assert reason == "50 % of the test points are right"
