import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import accuracy_score, log_loss
from sklearn.neural_network import MLPClassifier

from nnviz.core.batches import Batches, InOrder
from nnviz.core.history import Curves, evaluation_due
from nnviz.core.trainer import DivergedError, Points, Trainer, TrainerState
from tests.core.random_networks import random_network, random_points, random_trainer, seeds

N_POINTS = 40
batch_kinds = st.sampled_from([None, InOrder(N_POINTS, 7), InOrder(N_POINTS, 1)])


def same_state(one: TrainerState, other: TrainerState) -> bool:
    pairs = zip((*one.weights, *one.biases), (*other.weights, *other.biases), strict=True)
    return one.step == other.step and all((left == right).all() for left, right in pairs)


def assert_same_curves(one: Curves, other: Curves) -> None:
    assert one.first_step == other.first_step
    for name in ("loss", "data_loss", "penalty", "evaluation_steps", "test_loss", "train_accuracy", "test_accuracy"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))


def a_diverging_trainer(learning_rate: float = 1e3, batches: Batches | None = None) -> Trainer:
    """Points far from the origin and strides far too long."""
    points, labels = random_points(N_POINTS, 2, 3, 1)
    return Trainer(
        random_network((2, 5, 3), 0),
        Points(1000.0 * points, labels),
        Points(1000.0 * points[:10], labels[:10]),
        batches or InOrder(N_POINTS, N_POINTS),
        learning_rate=learning_rate,
        l2=1.0,
    )


# --- against scikit-learn


@pytest.mark.parametrize("hidden", [(5,), (6, 4), (3, 3, 3)])
@pytest.mark.parametrize("l2", [0.0, 0.05])
def test_full_batch_steps_are_those_of_scikit_learns_classifier(hidden: tuple[int, ...], l2: float):
    n_points = 60
    points, labels = random_points(n_points, 2, 3, 21)
    reference = MLPClassifier(
        hidden, solver="sgd", momentum=0.0, nesterovs_momentum=False, learning_rate_init=0.1, shuffle=False,
        batch_size=n_points, alpha=l2 * n_points,  # scikit-learn divides its penalty by the number of points
    )  # fmt: skip
    reference.partial_fit(points, labels, classes=[0, 1, 2])
    network = random_network((2, *hidden, 3), 22)
    for layer, weights, biases in zip(network.layers, reference.coefs_, reference.intercepts_, strict=True):
        weights[...] = layer.weights
        biases[...] = layer.biases
    trainer = Trainer(
        network, Points(points, labels), Points(*random_points(5, 2, 3, 1)), InOrder(n_points, n_points),
        learning_rate=0.1, l2=l2,
    )  # fmt: skip
    for _ in range(25):
        reference.partial_fit(points, labels)
        trainer.advance(1)
    assert trainer.history.curves().loss[-1] == pytest.approx(reference.loss_, rel=1e-12)
    for layer, weights, biases in zip(network.layers, reference.coefs_, reference.intercepts_, strict=True):
        np.testing.assert_allclose(layer.weights, weights, rtol=0, atol=1e-10)
        np.testing.assert_allclose(layer.biases, biases, rtol=0, atol=1e-10)


def test_an_evaluation_is_what_scikit_learn_measures():
    trainer = random_trainer(seed=5, l2=0.0)
    network = trainer._network
    training, test = random_points(N_POINTS, 2, 3, 6), random_points(10, 2, 3, 7)
    evaluation = trainer.evaluate()
    assert evaluation.train_accuracy == accuracy_score(training[1], network.logits(training[0]).argmax(axis=1))
    assert evaluation.test_accuracy == accuracy_score(test[1], network.logits(test[0]).argmax(axis=1))
    expected = log_loss(test[1], network.probabilities(test[0]), labels=range(3))
    assert evaluation.test_loss == pytest.approx(expected, rel=1e-12)


def test_the_test_loss_holds_the_penalty_so_that_it_compares_with_the_training_loss():
    plain, punished = random_trainer(l2=0.0), random_trainer(l2=0.5)
    expected = plain.evaluate().test_loss + punished.snapshot().penalty
    assert punished.evaluate().test_loss == pytest.approx(expected, rel=1e-15)


# --- steps and slices


def test_the_loss_of_a_step_is_the_loss_before_its_update():
    trainer = random_trainer(seed=2)
    before = trainer.snapshot()
    trainer.advance(1)
    assert trainer.step == 1
    assert trainer.history.curves().loss.tolist() == [before.loss]


def test_no_steps_change_nothing():
    trainer = random_trainer()
    before = trainer.state()
    trainer.advance(0)
    assert same_state(trainer.state(), before)
    assert trainer.history.next_step == 0


@settings(deadline=None, max_examples=30)
@given(seeds.map(lambda seed: seed // 2), batch_kinds, st.lists(st.integers(0, 9), max_size=12), st.booleans())
def test_how_steps_are_sliced_is_irrelevant_bit_for_bit(
    seed: int, batches: Batches | None, slices: list[int], looks_between: bool
):
    whole, sliced = random_trainer(seed, batches=batches), random_trainer(seed, batches=batches)
    whole.advance(sum(slices))
    for n_steps in slices:
        sliced.advance(n_steps)
        if looks_between:
            sliced.snapshot()
            sliced.evaluate()
    whole.snapshot()
    sliced.snapshot()
    assert same_state(sliced.state(), whole.state())
    assert_same_curves(sliced.history.curves(), whole.history.curves())


def test_history_evaluates_when_it_is_due_and_records_every_loss():
    trainer = random_trainer(n_points=N_POINTS, batches=InOrder(N_POINTS, 3))
    trainer.advance(300)
    curves = trainer.history.curves()
    assert len(curves.loss) == 300
    assert curves.evaluation_steps.tolist() == [step for step in range(300) if evaluation_due(step)]


def test_a_batchs_loss_is_measured_on_its_rows_alone():
    trainer = random_trainer(seed=4, batches=InOrder(N_POINTS, 7))
    points, labels = random_points(N_POINTS, 2, 3, 5)
    for step in range(12):
        start = (step * 7) % (N_POINTS - 7)
        rows = slice(start, start + 7)
        expected = trainer._network.measure(points[rows], labels[rows], 0.01).loss
        assert trainer.snapshot().loss == pytest.approx(expected, rel=1e-13)
        trainer.advance(1)


def test_without_test_points_only_training_is_measured():
    trainer = random_trainer(n_test=0)
    trainer.advance(3)
    evaluation = trainer.snapshot().evaluation
    assert evaluation.test_loss is None
    assert evaluation.test_accuracy is None
    assert 0.0 <= evaluation.train_accuracy <= 1.0
    assert np.isnan(trainer.history.curves().test_loss).all()


# --- state and resume


@settings(deadline=None, max_examples=30)
@given(
    seeds.map(lambda seed: seed // 2),
    batch_kinds,
    st.tuples(st.integers(0, 20), st.integers(0, 20)),
    st.booleans(),
    st.booleans(),
)
def test_a_run_goes_on_from_its_state_bit_for_bit(
    seed: int, batches: Batches | None, n_steps: tuple[int, int], is_measured: bool, in_new_trainer: bool
):
    before, after = n_steps
    trainer = random_trainer(seed, batches=batches)
    trainer.advance(before)
    if is_measured:
        trainer.snapshot()
    state = trainer.state()
    trainer.advance(after)
    trainer.snapshot()
    expected, curves = trainer.state(), trainer.history.curves()

    other = random_trainer(seed, batches=batches) if in_new_trainer else trainer
    other.resume(state)
    assert other.step == before
    assert same_state(other.state(), state)
    other.advance(after)
    other.snapshot()
    assert same_state(other.state(), expected)
    resumed = other.history.curves()
    assert (resumed.loss == curves.loss[resumed.first_step :]).all()
    if not in_new_trainer:
        assert_same_curves(resumed, curves)


def test_a_state_does_not_follow_the_training():
    trainer = random_trainer()
    state = trainer.state()
    kept = [array.copy() for array in (*state.weights, *state.biases)]
    trainer.advance(5)
    trainer.resume(state)
    trainer.advance(5)
    assert all((array == old).all() for array, old in zip((*state.weights, *state.biases), kept, strict=True))


def test_going_back_forgets_what_came_after():
    trainer = random_trainer()
    trainer.advance(10)
    state = trainer.state()
    trainer.advance(10)
    trainer.resume(state)
    assert trainer.history.next_step == 10
    assert trainer.history.curves().evaluation_steps.max() == 9


def test_a_run_taken_up_in_its_middle_records_from_there():
    trainer = random_trainer()
    trainer.advance(30)
    other = random_trainer()
    other.resume(trainer.state())
    other.advance(5)
    assert other.history.curves().first_step == 30
    assert len(other.history.curves().loss) == 5


def test_going_back_to_before_the_first_recorded_step_records_from_there():
    trainer = random_trainer()
    trainer.advance(10)
    early = trainer.state()
    trainer.advance(20)
    other = random_trainer()
    other.resume(trainer.state())
    other.advance(5)
    other.resume(early)
    other.advance(7)
    assert other.history.curves().first_step == 10
    assert (other.history.curves().loss == trainer.history.curves().loss[10:17]).all()


# --- changes on the way


@pytest.mark.parametrize("is_measured", [False, True])
def test_a_changed_learning_rate_counts_from_the_step_about_to_be_made(is_measured: bool):
    trainer = random_trainer(learning_rate=0.1, l2=0.01)
    trainer.advance(5)
    if is_measured:
        trainer.snapshot()
    trainer.change(learning_rate=0.5, l2=0.01)
    snapshot = trainer.snapshot()
    trainer.advance(1)
    assert snapshot.step == 5
    assert (trainer.state().weights[0] == snapshot.weights[0] - 0.5 * snapshot.weight_gradients[0]).all()


@pytest.mark.parametrize("is_measured", [False, True])
def test_a_changed_lambda_shows_in_the_loss_of_the_step_about_to_be_made(is_measured: bool):
    trainer = random_trainer(l2=0.01)
    trainer.advance(5)
    before = trainer.snapshot() if is_measured else None
    trainer.change(learning_rate=0.1, l2=0.02)
    after = trainer.snapshot()
    curves = trainer.history.curves()
    assert len(curves.loss) == 6
    assert curves.penalty[-1] == after.penalty
    assert curves.evaluation_steps.tolist() == [0, 1, 2, 3, 4, 5]
    if before is not None:
        assert after.penalty == pytest.approx(2.0 * before.penalty)
        assert after.data_loss == before.data_loss


def test_a_change_leaves_the_steps_already_made_in_the_history():
    changed, unchanged = random_trainer(), random_trainer()
    for trainer in (changed, unchanged):
        trainer.advance(8)
    changed.change(learning_rate=1.0, l2=0.0)
    changed.advance(8)
    assert (changed.history.curves().loss[:8] == unchanged.history.curves().loss).all()


# --- divergence


def test_a_stride_too_long_is_named_with_its_step_its_rate_and_its_gradient():
    trainer = a_diverging_trainer()
    with pytest.raises(
        DivergedError, match=r"no longer a finite number after step \d+: learning rate 1000 ×"
    ) as caught:
        trainer.advance(1000)
    error = caught.value
    assert error.step == trainer.step
    assert error.learning_rate == 1e3
    snapshot = trainer.snapshot()
    gradients = (*snapshot.weight_gradients, *snapshot.bias_gradients)
    assert error.largest_gradient == max(np.abs(gradient).max() for gradient in gradients)


@pytest.mark.parametrize("batches", [None, InOrder(N_POINTS, 3)])
def test_after_divergence_the_trainer_stands_at_the_last_finite_step(batches: Batches | None):
    trainer = a_diverging_trainer(batches=batches)
    with pytest.raises(DivergedError):
        trainer.advance(1000)
    snapshot = trainer.snapshot()
    curves = trainer.history.curves()
    assert snapshot.is_finite
    assert np.isfinite(snapshot.loss)
    assert np.isfinite(curves.loss).all()
    assert len(curves.loss) == trainer.step + 1
    assert curves.loss[-1] == snapshot.loss


def test_divergence_repeats_until_the_learning_rate_is_changed():
    trainer = a_diverging_trainer()
    with pytest.raises(DivergedError) as first:
        trainer.advance(1000)
    with pytest.raises(DivergedError) as second:
        trainer.advance(1000)
    assert str(first.value) == str(second.value)
    trainer.change(learning_rate=1e-9, l2=0.0)
    trainer.advance(5)
    assert trainer.step == first.value.step + 5
    assert len(trainer.history.curves().loss) == trainer.step


def test_a_snapshot_right_after_the_fatal_update_says_so_and_falls_back():
    trainer = a_diverging_trainer()
    with pytest.raises(DivergedError) as caught:
        trainer.advance(1000)
    fatal = caught.value.step
    again = a_diverging_trainer()
    again.advance(fatal + 1)
    with pytest.raises(DivergedError):
        again.snapshot()
    assert again.snapshot().step == fatal


def test_divergence_is_blamed_on_the_rate_the_stride_was_made_with():
    trainer = a_diverging_trainer()
    with pytest.raises(DivergedError) as caught:
        trainer.advance(1000)
    again = a_diverging_trainer()
    again.advance(caught.value.step + 1)
    again.change(learning_rate=1e-5, l2=1.0)
    with pytest.raises(DivergedError, match="learning rate 1000"):
        again.advance(1)
    assert again.step == caught.value.step


@pytest.mark.parametrize("spoilt", [np.inf, np.nan, 1e200])
def test_a_run_that_begins_with_an_infinite_loss_says_so(spoilt: float):
    trainer = random_trainer()
    trainer._network.layers[0].weights[...] = spoilt
    with pytest.raises(DivergedError, match="not a finite number at step 0, where training began") as caught:
        trainer.advance(1)
    assert trainer.step == caught.value.step == 0
    assert np.isnan(caught.value.largest_gradient)
    assert len(trainer.history.curves().loss) == 0


def test_points_beyond_all_bounds_outside_the_batch_do_not_warn():
    points, labels = random_points(N_POINTS, 2, 3, 1)
    points[5:] = 1e308
    network = random_network((2, 3), 0)
    network.layers[0].weights[...] = 10.0
    trainer = Trainer(
        network, Points(points, labels), Points(points, labels), InOrder(N_POINTS, 5), learning_rate=0.1, l2=0.0
    )
    snapshot = trainer.snapshot()
    assert np.isfinite(snapshot.loss)
    assert not np.isfinite(snapshot.evaluation.test_loss)


def test_points_have_a_length():
    assert len(Points(*random_points(7, 2, 3, 0))) == 7
