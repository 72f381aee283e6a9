"""The trainer's steps against somebody else's: scikit-learn's, the closed form's, the textbook's."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sklearn.metrics import accuracy_score, log_loss
from sklearn.neural_network import MLPClassifier

from nnviz.core.activations import IDENTITY, RELU, SIGMOID, TANH, Activation
from nnviz.core.dropout import Dropout
from nnviz.core.losses import Penalty
from nnviz.core.network import Network
from nnviz.core.optimizers import Adam, GradientDescent, Memories, Momentum, Nesterov, Optimizer
from nnviz.core.schedules import Schedule
from nnviz.core.stopping import NEVER
from tests.core.random_networks import (
    BATCH_KINDS,
    N_POINTS,
    Recipe,
    parameters,
    random_network,
    random_points,
    random_trainer,
    recipes,
    seeds,
)
from tests.core.runs import arrays_of, every_batch_kind, go, look
from tests.examples import examples

pytestmark = pytest.mark.no_cover  # an oracle covers no line that the tests of each part do not, and is faster untraced

# --- against scikit-learn


SOLVERS: dict[str, tuple[Optimizer, dict[str, object]]] = {
    "sgd": (GradientDescent(), {"solver": "sgd", "momentum": 0.0, "nesterovs_momentum": False}),
    "momentum": (Momentum(0.9), {"solver": "sgd", "momentum": 0.9, "nesterovs_momentum": False}),
    "nesterov": (Nesterov(0.9), {"solver": "sgd", "momentum": 0.9, "nesterovs_momentum": True}),
    "adam": (Adam(0.9, 0.999, 1e-8), {"solver": "adam", "beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-8}),
}
SCIKIT_LEARNS_NAME = {RELU: "relu", TANH: "tanh", SIGMOID: "logistic", IDENTITY: "identity"}


class Classifier(MLPClassifier):
    """scikit-learn's, but it examines its points at the first step only: each time that takes six times the step's."""

    def _validate_input(
        self, points: np.ndarray, labels: np.ndarray, incremental: bool, reset: bool
    ) -> tuple[np.ndarray, np.ndarray]:
        """The points, and which of them are in which class, (n_points, n_classes)."""
        if reset:
            return super()._validate_input(points, labels, incremental, reset)
        return points, labels[:, np.newaxis] == self.classes_


class Reference:
    """scikit-learn's classifier, made to start where a network of ours does."""

    def __init__(self, network: Network, activation: Activation, settings: dict[str, object], learning_rate: float):
        hidden = [layer.weights.shape[1] for layer in network.layers[:-1]]
        self.classifier = Classifier(
            hidden,
            activation=SCIKIT_LEARNS_NAME[activation],
            learning_rate_init=learning_rate,
            shuffle=False,
            **settings,
        )
        self.classifier.partial_fit(*random_points(6, 2, 3, 0), classes=[0, 1, 2])  # this makes its arrays
        del self.classifier._optimizer  # and what it has learned from these points is forgotten
        for layer, weights, biases in zip(
            network.layers, self.classifier.coefs_, self.classifier.intercepts_, strict=True
        ):
            weights[...] = layer.weights
            biases[...] = layer.biases

    def step(self, points: np.ndarray, labels: np.ndarray, l2: float) -> float:
        """One update; the loss before it. Its penalty is divided by the number of points, ours is not."""
        self.classifier.alpha = l2 * len(labels)
        self.classifier.partial_fit(points, labels)
        return self.classifier.loss_

    def arrays(self) -> list[np.ndarray]:
        pairs = zip(self.classifier.coefs_, self.classifier.intercepts_, strict=True)
        return [array for pair in pairs for array in pair]


def assert_steps_are_scikit_learns(
    solver: str, activation: Activation, batch_kind: str, hidden: tuple[int, ...], l2: float
) -> None:
    """After one step and after a hundred."""
    optimizer, settings = SOLVERS[solver]
    seed, sizes, learning_rate = 21, (2, *hidden, 3), 0.05
    points, labels = random_points(N_POINTS, 2, 3, seed + 1)
    reference = Reference(random_network(sizes, seed, activation), activation, settings, learning_rate)
    batches = BATCH_KINDS[batch_kind](N_POINTS)
    trainer = random_trainer(
        seed, sizes=sizes, activation=activation, batches=BATCH_KINDS[batch_kind](N_POINTS), optimizer=optimizer,
        learning_rate=learning_rate, l2=l2,
    )  # fmt: skip
    losses: list[float] = []
    for n_steps in (1, 99):
        for step in range(len(losses), len(losses) + n_steps):
            rows = batches.rows(step)
            losses.append(reference.step(points[rows], labels[rows], l2))
        trainer.advance(n_steps)
        for ours, theirs in zip(arrays_of(trainer), reference.arrays(), strict=True):
            np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-10)
    np.testing.assert_allclose(trainer.history.curves().loss[:100], losses, rtol=1e-10)


@pytest.mark.parametrize("activation", SCIKIT_LEARNS_NAME, ids=lambda activation: activation.name)
@pytest.mark.parametrize("solver", SOLVERS)
def test_one_and_a_hundred_steps_are_those_of_scikit_learns_classifier(solver: str, activation: Activation):
    assert_steps_are_scikit_learns(solver, activation, "shuffled", (5, 4), 0.02)


@pytest.mark.parametrize("hidden", [(), (6,), (3, 3, 3)])
@pytest.mark.parametrize("solver", ["sgd", "adam"])
def test_so_they_are_at_any_depth(solver: str, hidden: tuple[int, ...]):
    assert_steps_are_scikit_learns(solver, TANH, "all", hidden, 0.0)


@every_batch_kind
def test_so_they_are_in_any_batches(kind: str):
    assert_steps_are_scikit_learns("nesterov", RELU, kind, (6,), 0.02)


def test_an_evaluation_is_what_scikit_learn_measures():
    trainer, network = random_trainer(seed=5, l2=0.0), random_network((2, 4, 3), 5)
    training, test = random_points(N_POINTS, 2, 3, 6), random_points(10, 2, 3, 7)
    evaluation = trainer.evaluate()
    assert evaluation.train_accuracy == accuracy_score(training[1], network.logits(training[0]).argmax(axis=1))
    assert evaluation.test_accuracy == accuracy_score(test[1], network.logits(test[0]).argmax(axis=1))
    expected = log_loss(test[1], network.probabilities(test[0]), labels=range(3))
    assert evaluation.test_loss == pytest.approx(expected, rel=1e-12)


# --- against the closed form


@settings(max_examples=examples(15))
@given(
    seeds, st.integers(2, 5), st.sampled_from([0.01, 1.0]), st.sampled_from([0.0, 0.1]), st.sampled_from([0.0, 0.05])
)
def test_a_step_of_softmax_regression_is_the_closed_form(
    seed: int, n_classes: int, learning_rate: float, l2: float, l1: float
):
    trainer = random_trainer(seed, sizes=(2, n_classes), learning_rate=learning_rate, l2=l2, l1=l1)
    weights, biases = parameters(random_network((2, n_classes), seed))
    points, labels = random_points(N_POINTS, 2, n_classes, seed + 1)
    exponentials = np.exp(points @ weights + biases)
    signal = exponentials / exponentials.sum(axis=1, keepdims=True) - np.eye(n_classes)[labels]
    pull = l2 * weights + l1 * np.sign(weights)
    trainer.advance(1)
    new_weights, new_biases = arrays_of(trainer)
    expected = weights - learning_rate * (points.T @ signal / N_POINTS + pull)
    np.testing.assert_allclose(new_weights, expected, rtol=0, atol=1e-12)
    np.testing.assert_allclose(new_biases, biases - learning_rate * signal.mean(axis=0), rtol=0, atol=1e-12)


# --- against the textbook


def textbook_run(recipe: Recipe, n_steps: int) -> tuple[list[np.ndarray], list[float]]:
    """The same steps, one chapter after the other: parameters at the end, and the losses on the way."""
    knobs = recipe.knobs
    sizes, l2, l1, share = knobs["sizes"], knobs["l2"], knobs["l1"], knobs["dropout"]
    network = random_network(sizes, recipe.seed, knobs["activation"])
    points, labels = random_points(N_POINTS, 2, 3, recipe.seed + 1)
    batches = BATCH_KINDS[recipe.batch_kind](N_POINTS)
    schedule = Schedule(knobs["learning_rate"], knobs["shape"], knobs["warm_up"])
    hidden = sizes[1:-1]
    dropout = Dropout([share] * len(hidden), hidden, recipe.seed) if share and hidden else None
    memories = Memories(knobs["optimizer"], network)
    losses: list[float] = []
    for step in range(n_steps):
        rows = batches.rows(step)
        masks = dropout.masks(step, len(rows)) if dropout else ()
        measured = network.measure(points[rows], labels[rows], Penalty(l2, l1), masks)
        losses.append(measured.loss)
        memories.update(measured.gradients, schedule.rate(step), step)
    return parameters(network), losses


@settings(max_examples=examples(20))
@given(recipes(dtype=np.float64, stop=NEVER), st.integers(1, 25))
def test_a_trainer_takes_the_textbooks_steps(recipe: Recipe, n_steps: int):
    with np.errstate(all="ignore"):
        expected, losses = textbook_run(recipe, n_steps)
    assume(np.isfinite(losses).all() and max(np.abs(array).max() for array in expected) < 100.0)
    trainer = recipe.trainer()
    trainer.advance(n_steps)
    np.testing.assert_allclose(trainer.history.curves().loss[:n_steps], losses, rtol=1e-8)
    for ours, theirs in zip(arrays_of(trainer), expected, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-7, atol=1e-7)


@every_batch_kind
def test_a_batchs_loss_is_measured_on_its_rows_alone(kind: str):
    trainer, batches = Recipe(4, kind).trainer(), BATCH_KINDS[kind](N_POINTS)
    points, labels = random_points(N_POINTS, 2, 3, 5)
    for step in range(12):
        rows = batches.rows(step)
        snapshot = trainer.snapshot()
        expected = snapshot.network.measure(points[rows], labels[rows], Penalty(0.01)).loss
        assert snapshot.loss == pytest.approx(expected, rel=1e-13)
        trainer.advance(1)


def test_dropout_is_off_when_the_network_is_tested():
    dropped, whole = random_trainer(seed=3, dropout=0.5), random_trainer(seed=3)
    assert dropped.evaluate() == whole.evaluate()
    assert dropped.snapshot().loss != whole.snapshot().loss


def test_the_test_loss_holds_the_penalty_so_that_it_compares_with_the_training_loss():
    plain, punished = random_trainer(l2=0.0), random_trainer(l2=0.5, l1=0.1)
    expected = plain.evaluate().test_loss + punished.snapshot().penalty
    assert punished.evaluate().test_loss == pytest.approx(expected, rel=1e-14)


@settings(max_examples=20)
@given(recipes(stop=NEVER))
def test_the_rate_of_a_step_is_its_schedules(recipe: Recipe):
    knobs = recipe.knobs
    trainer = recipe.trainer()
    schedule = Schedule(knobs["learning_rate"], knobs["shape"], knobs["warm_up"])
    for n_steps in (0, 1, 5, 30):
        go(trainer, n_steps)
        look(trainer)
        assert trainer.snapshot().learning_rate == schedule.rate(trainer.step)
