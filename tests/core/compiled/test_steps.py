"""The compiled steps against the textbook's, on random recipes."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nnviz.core.activations import ACTIVATIONS, IDENTITY
from nnviz.core.batches import AllPoints, Batches, Drawn, InOrder, Shuffled
from nnviz.core.compiled import chunked
from nnviz.core.compiled.steps import CompiledSteps
from nnviz.core.dropout import Dropout
from nnviz.core.history import Looks
from nnviz.core.layers import DenseLayer
from nnviz.core.losses import Penalty
from nnviz.core.network import Network
from nnviz.core.optimizers import AdaGrad, Adam, GradientDescent, Memories, Momentum, Nesterov, Optimizer, RMSProp
from nnviz.core.schedules import Cosine, Schedule
from tests.core.random_networks import random_points
from tests.examples import examples

N_POINTS = 45

optimizers = st.sampled_from([GradientDescent(), Momentum(), Nesterov(), AdaGrad(1e-3), RMSProp(0.9, 1e-4), Adam()])
batch_kinds = st.sampled_from(["all", "in order", "shuffled", "drawn"])
penalties = st.sampled_from([Penalty(), Penalty(l2=0.02), Penalty(l1=0.01), Penalty(0.01, 0.02)])


def make_batches(kind: str, size: int) -> Batches:
    """A new object each time: what it remembers must not matter."""
    match kind:
        case "all":
            return AllPoints(N_POINTS)
        case "in order":
            return InOrder(N_POINTS, size)
        case "shuffled":
            return Shuffled(N_POINTS, size, 3)
        case _:
            return Drawn(N_POINTS, size, 4)


@dataclass(frozen=True)
class Recipe:
    """Everything that decides a run."""

    kinds: tuple[str, ...]
    sizes: tuple[int, ...]
    optimizer: Optimizer
    batch: str
    size: int
    penalty: Penalty
    share: float
    dtype: type[np.floating] = np.float64
    rate: float = 0.05
    stretch: float = 1.0

    @property
    def points(self) -> tuple[np.ndarray, np.ndarray]:
        points, labels = random_points(N_POINTS, 2, 3, 8)
        return self.stretch * points, labels

    @property
    def schedule(self) -> Schedule:
        return Schedule(self.rate, Cosine(60, 0.1), warm_up=5)

    @property
    def dropout(self) -> Dropout | None:
        return Dropout([self.share] * len(self.sizes), self.sizes, 6) if self.share else None

    def network(self) -> Network:
        generator = np.random.RandomState(5)
        sizes = (2, *self.sizes, 3)
        activations = [*(ACTIVATIONS[kind] for kind in self.kinds), IDENTITY]
        return Network(
            [
                DenseLayer(
                    (0.5 * generator.standard_normal((n_inputs, n_neurons))).astype(self.dtype),
                    (0.1 * generator.standard_normal(n_neurons)).astype(self.dtype),
                    activation,
                )
                for n_inputs, n_neurons, activation in zip(sizes, sizes[1:], activations, strict=False)
            ]
        )

    def steps(self) -> CompiledSteps:
        batches = make_batches(self.batch, self.size)
        made = CompiledSteps(self.network(), *self.points, batches, optimizer=self.optimizer, dropout=self.dropout)
        made.change(self.schedule, self.penalty)
        return made


@st.composite
def recipes(draw: st.DrawFn, dtype: type[np.floating] = np.float64) -> Recipe:
    kinds = tuple(draw(st.lists(st.sampled_from(sorted(ACTIVATIONS)), max_size=4)))
    sizes = tuple(draw(st.integers(1, 6)) for _ in kinds)
    share = draw(st.sampled_from([0.0, 0.0, 0.3])) if kinds else 0.0
    return Recipe(
        kinds, sizes, draw(optimizers), draw(batch_kinds), draw(st.integers(1, 20)), draw(penalties), share, dtype
    )


def run_to(steps: CompiledSteps, goal: int, at_once: int = 1000) -> np.ndarray:
    """Losses of all steps made."""
    losses = [np.empty(0)]
    while steps.step < goal:
        progress = steps.run(min(at_once, goal - steps.step))
        assert progress.is_finite
        losses.append(progress.data_losses + progress.penalties)
    return np.concatenate(losses)


@settings(max_examples=examples(50))
@given(recipes())
def test_losses_and_weights_are_the_textbooks(recipe: Recipe):
    points, labels = recipe.points
    textbook = recipe.network()
    memories = Memories(recipe.optimizer, textbook)
    dropout, batches = recipe.dropout, make_batches(recipe.batch, recipe.size)
    steps, expected = recipe.steps(), []
    for step in range(40):
        rows = batches.rows(step)
        masks = dropout.masks(step, len(rows)) if dropout else ()
        with np.errstate(all="ignore"):
            measured = textbook.measure(points[rows], labels[rows], recipe.penalty, masks)
        assume(measured.loss < 1e6)  # one that runs away soon has no numbers to compare
        expected.append(measured.loss)
        memories.update(measured.gradients, recipe.schedule.rate(step), step)
    # A rounding error may decide on which side of its corner a score or a weight near 0 falls; from there runs part.
    np.testing.assert_allclose(run_to(steps, 40)[:10], expected[:10], rtol=1e-12, atol=1e-13)
    np.testing.assert_allclose(run_to(recipe.steps(), 40), expected, rtol=1e-7, atol=1e-13)


@settings(max_examples=examples(20))
@given(recipes(np.float32), st.data())
def test_the_same_numbers_come_out_however_a_run_is_cut_up(recipe: Recipe, data: st.DataObject):
    straight = recipe.steps()
    losses = run_to(straight, 70)
    cut = recipe.steps()
    found: list[np.ndarray] = []
    while cut.step < 70:
        match data.draw(st.sampled_from(["run", "measure", "take up"])):
            case "run":
                found.append(
                    run_to(cut, min(70, cut.step + data.draw(st.integers(1, 40))), data.draw(st.integers(1, 9)))
                )
            case "measure":
                measured = sum(cut.measure())
                assert measured == losses[cut.step]
            case "take up":
                state, step = cut.state.copy(), cut.step
                cut = recipe.steps()
                cut.load(state, step)
    np.testing.assert_array_equal(np.concatenate(found), losses)
    np.testing.assert_array_equal(cut.state, straight.state)


ARTICLE = Recipe(("relu",), (5,), GradientDescent(), "all", 1, Penalty(l2=0.01), 0.0)


@pytest.mark.parametrize("batch", ["all", "in order", "shuffled"])
def test_batches_too_large_for_the_cache_go_through_in_chunks(monkeypatch: pytest.MonkeyPatch, batch: str):
    recipe = Recipe(("relu", "tanh"), (5, 4), Adam(), batch, 20, Penalty(0.01, 0.01), 0.2)
    whole = recipe.steps()
    expected = run_to(whole, 20)
    monkeypatch.setattr(chunked, "_CHUNK_BYTES", 1)
    monkeypatch.setattr(chunked, "_SMALLEST_CHUNK", 7)
    small = recipe.steps()
    np.testing.assert_allclose(run_to(small, 20), expected, rtol=1e-11)
    assert sum(small.measure()) == pytest.approx(sum(whole.measure()), rel=1e-9)
    np.testing.assert_allclose(small.gradient, whole.gradient, rtol=1e-7, atol=1e-10)


def test_a_measurement_leaves_the_slope_of_the_loss_and_moves_nothing():
    steps, textbook = ARTICLE.steps(), ARTICLE.network()
    state = steps.state.copy()
    measured = textbook.measure(*ARTICLE.points, ARTICLE.penalty)
    assert steps.measure() == pytest.approx((measured.data_loss, measured.penalty), rel=1e-12)
    for ours, theirs in zip(steps.layout.layers(steps.gradient), measured.gradients, strict=True):
        np.testing.assert_allclose(ours.weights, theirs.weights, rtol=1e-11, atol=1e-13)
        np.testing.assert_allclose(ours.biases, theirs.biases, rtol=1e-11, atol=1e-13)
    np.testing.assert_array_equal(steps.state, state)
    assert steps.step == 0


@settings(max_examples=examples(20))
@given(recipes(), st.integers(0, 40))
def test_where_one_looks_the_gradients_length_is_the_textbooks_and_nothing_moves(recipe: Recipe, n_steps: int):
    points, labels = recipe.points
    textbook, batches = recipe.network(), make_batches(recipe.batch, recipe.size)
    dropout = recipe.dropout
    looking, blind = recipe.steps(), recipe.steps()
    norms: dict[int, float] = {}
    while looking.step < n_steps:
        first = looking.step
        looking.run(n_steps - first, Looks(8))
        norms |= {step: looking.gradient_norm_at(step) for step in Looks(8).between(first, looking.step)}
    run_to(blind, n_steps)
    np.testing.assert_array_equal(looking.state, blind.state)
    assert list(norms) == list(Looks(8).between(0, n_steps))
    memories = Memories(recipe.optimizer, textbook)
    for step in range(min(n_steps, 10)):  # from where rounding errors grow runs part
        rows = batches.rows(step)
        masks = dropout.masks(step, len(rows)) if dropout else ()
        gradients = textbook.measure(points[rows], labels[rows], recipe.penalty, masks).gradients
        if step in norms:
            flat = [array.ravel() for layer in gradients for array in (layer.weights, layer.biases)]
            assert norms[step] == pytest.approx(np.linalg.norm(np.concatenate(flat)), rel=1e-9, abs=1e-12)
        memories.update(gradients, recipe.schedule.rate(step), step)


STRETCHED = Recipe(("relu",), (5,), GradientDescent(), "in order", 20, Penalty(), 0.0, rate=1e-4, stretch=1e4)


def test_scores_too_large_for_an_exponential_are_no_trouble():
    textbook = STRETCHED.network()
    memories = Memories(STRETCHED.optimizer, textbook)
    points, labels = STRETCHED.points
    losses = run_to(STRETCHED.steps(), 20)
    for step in range(20):
        rows = make_batches("in order", 20).rows(step)
        measured = textbook.measure(points[rows], labels[rows])
        assert losses[step] == pytest.approx(measured.loss, rel=1e-6)
        memories.update(measured.gradients, STRETCHED.schedule.rate(step), step)


def test_a_measurement_shifts_where_it_has_to():
    with np.errstate(all="ignore"):
        measured = STRETCHED.steps().measure()
    rows = make_batches("in order", 20).rows(0)
    points, labels = STRETCHED.points
    assert measured[0] == pytest.approx(STRETCHED.network().measure(points[rows], labels[rows]).data_loss, rel=1e-9)


@pytest.mark.parametrize("batch", ["all", "in order", "shuffled"])
def test_a_run_that_blows_up_stops_before_the_step_whose_loss_is_not_finite(batch: str):
    recipe = Recipe(("relu", "relu"), (5, 5), GradientDescent(), batch, 7, Penalty(l2=1.0), 0.0, rate=1e8, stretch=1e3)
    steps = recipe.steps()
    made, is_finite = 0, True
    with np.errstate(all="ignore"):
        while is_finite and made < 500:
            progress = steps.run(500)
            assert np.isfinite(progress.data_losses + progress.penalties).all()
            made += len(progress.data_losses)
            is_finite = progress.is_finite
        assert not is_finite
        assert steps.step == made
        assert not np.isfinite(sum(steps.measure()))
        assert steps.step_back()
        assert steps.step == made - 1
        assert np.isfinite(sum(steps.measure()))
        assert not steps.step_back()


@pytest.mark.parametrize("n_made", [1, 2, 31, 32, 33])
def test_on_a_trail_one_can_step_back_as_where_it_was_made(n_made: int):
    maker, taker = ARTICLE.steps(), ARTICLE.steps()
    run_to(maker, n_made)
    taker.load_trail(maker.trail.copy(), n_made)
    assert (taker.step, len(maker.trail)) == (n_made, min(n_made + 1, 3))
    for each in (taker, maker):
        assert each.step_back()
    assert taker.step == maker.step == n_made - 1
    np.testing.assert_array_equal(taker.state, maker.state)
    if maker.before is None:
        assert taker.before is None
    else:
        np.testing.assert_array_equal(taker.before, maker.before)
    np.testing.assert_array_equal(run_to(taker, 50), run_to(maker, 50))
    np.testing.assert_array_equal(taker.state, maker.state)


def test_on_a_trail_of_one_state_there_is_no_step_back():
    maker, taker = ARTICLE.steps(), ARTICLE.steps()
    run_to(maker, 5)
    taker.load_trail(maker.trail[-1:].copy(), 5)
    assert taker.before is None
    assert not taker.step_back()
    np.testing.assert_array_equal(run_to(taker, 9), run_to(maker, 9))


def test_a_step_of_the_block_can_be_returned_to():
    steps = ARTICLE.steps()
    losses = run_to(steps, 9)
    states = [steps.state_at(step).copy() for step in range(9)]
    steps.go_to(4)
    assert steps.step == 4
    np.testing.assert_array_equal(steps.state, states[4])
    np.testing.assert_array_equal(run_to(steps, 9), losses[4:])


def test_another_schedule_and_penalty_hold_from_the_present_step_on():
    steps, textbook = ARTICLE.steps(), ARTICLE.network()
    points, labels = ARTICLE.points
    memories = Memories(GradientDescent(), textbook)
    losses = run_to(steps, 5)
    steps.change(Schedule(0.5), Penalty(l1=0.1))
    losses = np.concatenate([losses, run_to(steps, 10)])
    for step in range(10):
        penalty = ARTICLE.penalty if step < 5 else Penalty(l1=0.1)
        measured = textbook.measure(points, labels, penalty)
        assert losses[step] == pytest.approx(measured.loss, rel=1e-10)
        memories.update(measured.gradients, ARTICLE.schedule.rate(step) if step < 5 else 0.5, step)
