"""The published experiment, from its first point to its last weight."""

import numpy as np
import pytest

from tests.experiment.conftest import FinishedRun
from tests.experiment.published import PUBLISHED


def test_the_initial_weights_are_the_published_ones(article_run: FinishedRun):
    first = article_run.first
    assert first.weights[0].tolist() == PUBLISHED["initial"]["W1"]
    assert first.weights[1].tolist() == PUBLISHED["initial"]["W2"]
    assert not any(biases.any() for biases in first.biases)


@pytest.mark.parametrize(("kind", "layer"), [("W", 0), ("W", 1), ("b", 0), ("b", 1)])
def test_the_gradients_at_step_0_are_the_published_ones(article_run: FinishedRun, kind: str, layer: int):
    first = article_run.first
    computed = (first.weight_gradients if kind == "W" else first.bias_gradients)[layer]
    expected = PUBLISHED["gradients_at_step_0"][f"{kind}{layer + 1}"]
    np.testing.assert_allclose(computed, expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize("row", range(11))
def test_the_losses_on_the_way_are_the_published_ones(article_run: FinishedRun, row: int):
    computed, expected = article_run.rows[row], PUBLISHED["loss"][row]
    assert computed.step == expected["step"]
    assert computed.loss == pytest.approx(expected["total"], abs=1e-9)
    assert computed.data_loss == pytest.approx(expected["data"], abs=1e-9)
    assert computed.penalty == pytest.approx(expected["l2"], abs=1e-9)


@pytest.mark.parametrize(("row", "printed"), [(0, "loss_step_0"), (-1, "loss_step_5000")])
def test_the_losses_the_article_printed_are_met_to_seven_digits(article_run: FinishedRun, row: int, printed: str):
    assert article_run.rows[row].loss == pytest.approx(PUBLISHED["published"][printed], rel=1e-7)


def test_the_final_weights_are_the_published_ones(article_run: FinishedRun):
    final, expected = article_run.report.final, PUBLISHED["final"]
    for layer in range(2):
        np.testing.assert_allclose(final.weights[layer], expected[f"W{layer + 1}"], rtol=0, atol=1e-9)
        np.testing.assert_allclose(final.biases[layer], expected[f"b{layer + 1}"], rtol=0, atol=1e-9)


def test_the_final_confusion_matrix_and_accuracy_are_the_published_ones(article_run: FinishedRun):
    final = article_run.report.final
    assert final.test_confusion == PUBLISHED["final"]["confusion"]
    assert final.test_accuracy == 0.964
    assert np.trace(final.test_confusion) == PUBLISHED["final"]["test_correct"]


def test_the_run_has_a_loss_for_each_of_its_5001_steps(article_run: FinishedRun):
    curves = article_run.trainer.history.curves()
    assert article_run.trainer.step == 5001
    assert len(curves.loss) >= 5001
    assert curves.loss[5000] == article_run.rows[-1].loss
    assert (np.diff(curves.loss[:5001]) < 0.0).all()


def test_the_mini_batch_run_ends_as_well_as_the_articles_did(minibatch_run: FinishedRun):
    assert minibatch_run.report.final.test_accuracy >= 0.96
    printed = PUBLISHED["published"]["tensorflow_minibatch_loss_step_10000"]
    assert minibatch_run.rows[-1].loss == pytest.approx(printed, abs=0.05)
    assert [row.step for row in minibatch_run.rows] == [0, 2500, 5000, 7500, 10_000]


def test_the_mini_batch_run_starts_within_two_deviations(minibatch_run: FinishedRun):
    assert max(np.abs(weights).max() for weights in minibatch_run.first.weights) <= 2.0
    assert all(row.penalty == 0.0 for row in minibatch_run.rows)
