import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.core.dropout import Dropout

seeds = st.integers(0, 2**32 - 1)
steps = st.integers(0, 10**7)
layers = st.lists(st.tuples(st.floats(0.0, 0.9), st.integers(1, 6)), min_size=1, max_size=4)


def a_dropout(layers: list[tuple[float, int]], seed: int = 1) -> Dropout:
    return Dropout([share for share, _ in layers], [n_neurons for _, n_neurons in layers], seed)


@settings(max_examples=50)
@given(layers, seeds, steps, st.integers(1, 30))
def test_a_mask_is_0_where_a_neuron_is_silent_and_makes_up_for_that_where_it_speaks(
    layers: list[tuple[float, int]], seed: int, step: int, n_points: int
):
    masks = a_dropout(layers, seed).masks(step, n_points)
    assert [mask.shape for mask in masks] == [(n_points, n_neurons) for _, n_neurons in layers]
    for mask, (share, _) in zip(masks, layers, strict=True):
        assert set(mask.ravel()) <= {0.0, 1.0 / (1.0 - share)}


@settings(max_examples=50)
@given(layers, seeds, st.lists(st.integers(0, 10**7), min_size=1, max_size=6))
def test_masks_follow_from_seed_and_step_whatever_was_asked_before(
    layers: list[tuple[float, int]], seed: int, asked: list[int]
):
    dropout = a_dropout(layers, seed)
    once = [np.hstack(dropout.masks(step, 5)) for step in asked]
    again = [np.hstack(dropout.masks(step, 5)) for step in reversed(asked)][::-1]
    anew = [np.hstack(a_dropout(layers, seed).masks(step, 5)) for step in asked]
    for one, other, third in zip(once, again, anew, strict=True):
        assert (one == other).all()
        assert (one == third).all()


@settings(max_examples=50)
@given(layers, steps, st.lists(st.integers(1, 9), min_size=1, max_size=5))
def test_masks_drawn_piece_by_piece_are_those_drawn_at_once(
    layers: list[tuple[float, int]], step: int, pieces: list[int]
):
    dropout = a_dropout(layers)
    whole = np.hstack(dropout.masks(step, sum(pieces)))
    dropout.begin(step)
    assert (np.vstack([dropout.draw(n_points) for n_points in pieces]) == whole).all()


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_layers_share_is_silenced_and_the_mean_stays(share: float):
    (mask,) = a_dropout([(share, 50)]).masks(3, 4000)
    assert (mask == 0.0).mean() == pytest.approx(share, abs=0.005)
    assert mask.mean() == pytest.approx(1.0, rel=0.02)
    assert mask.mean(axis=0).std() < 0.1  # no neuron is favoured
    assert mask.mean(axis=1).std() == pytest.approx(np.sqrt(share / (1.0 - share) / 50), rel=0.1)  # nor any point


def test_steps_and_seeds_have_masks_of_their_own():
    (first,), (next_step,) = (a_dropout([(0.5, 40)]).masks(step, 40) for step in (0, 1))
    (reseeded,) = a_dropout([(0.5, 40)], seed=2).masks(0, 40)
    for other in (next_step, reseeded):
        assert (first != other).mean() == pytest.approx(0.5, abs=0.1)


def test_layers_are_silenced_independently():
    one, other = a_dropout([(0.5, 40), (0.5, 40)]).masks(0, 400)
    assert np.corrcoef(one.ravel(), other.ravel())[0, 1] == pytest.approx(0.0, abs=0.03)


def test_a_layer_without_dropout_is_multiplied_by_1_even_beside_one_with():
    none, some = a_dropout([(0.0, 3), (0.5, 3)]).masks(0, 20)
    assert (none == 1.0).all()
    assert (some == 0.0).any()


@pytest.mark.parametrize(
    ("shares", "is_on"), [([], False), ([0.0], False), ([0.0, 0.0], False), ([0.0, 0.1], True), ([0.9], True)]
)
def test_dropout_is_on_where_any_layer_has_it(shares: list[float], is_on: bool):
    assert Dropout(shares, [3] * len(shares), 1).is_on is is_on


def test_dropout_leaves_numpys_own_generator_alone():
    np.random.seed(5)
    expected = np.random.random_sample()
    np.random.seed(5)
    a_dropout([(0.5, 4)]).masks(3, 10)
    assert np.random.random_sample() == expected
