from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.core.compiled import chunked
from nnviz.core.compiled.chunked import ChunkedPass, chunk_size, chunks
from nnviz.core.compiled.layout import Layout, compact, with_ones
from nnviz.core.dropout import Dropout
from nnviz.core.losses import cross_entropy
from nnviz.core.metrics import accuracy
from nnviz.core.network import Network
from tests.core.random_networks import random_network, random_points

DOUBLE = np.dtype(np.float64)


def chunked_pass(network: Network, dropout: Dropout | None = None) -> ChunkedPass:
    layout = Layout(network)
    kinds = [layer.activation.name for layer in network.layers[:-1]]
    made = ChunkedPass(layout, kinds=kinds, n_features=2, dtype=DOUBLE, dropout=dropout)
    layout.fill(
        made.parameters, [layer.weights for layer in network.layers], [layer.biases for layer in network.layers]
    )
    return made


@given(st.integers(1, 20_000), st.integers(1, 500))
def test_chunks_are_few_and_nearly_equal(n_points: int, largest: int):
    places = list(chunks(n_points, largest))
    sizes = [place.stop - place.start for place in places]
    assert len(places) == -(-n_points // largest)
    assert max(sizes) <= largest
    assert max(sizes) - min(sizes) <= 1
    assert sizes == sorted(sizes, reverse=True)
    assert places[0].start == 0
    assert places[-1].stop == n_points
    assert all(before.stop == after.start for before, after in pairwise(places))


def test_a_chunk_fits_into_the_cache_but_is_never_tiny():
    assert 128 < chunk_size(Layout(random_network((2, 5, 3), 1)), 2, DOUBLE) <= 10_000
    assert chunk_size(Layout(random_network((2, 5, 3), 1)), 2, np.dtype(np.float32)) > chunk_size(
        Layout(random_network((2, 5, 3), 1)), 2, DOUBLE
    )
    assert chunk_size(Layout(random_network((2, 2000, 2000, 3), 1)), 2, DOUBLE) == 128


@pytest.mark.parametrize("n_points", [1, 127, 128, 129, 600, 1300])
@pytest.mark.parametrize("shares", [None, [0.4, 0.1]])
@pytest.mark.parametrize("is_shifted", [False, True])
def test_chunks_add_up(monkeypatch: pytest.MonkeyPatch, n_points: int, shares: list[float] | None, is_shifted: bool):
    monkeypatch.setattr(chunked, "_CHUNK_BYTES", 1)  # so that a chunk has its smallest size
    points, labels = random_points(n_points, 2, 3, 1)
    network = random_network((2, 5, 4, 3), 2)
    dropout = Dropout(shares, [5, 4], 11) if shares else None
    fast = chunked_pass(network, dropout)
    expected = network.measure(points, labels, masks=dropout.masks(6, n_points) if dropout else ())
    data_loss = fast.measure(fast.cut(points, labels), n_points, 6, is_shifted=is_shifted)
    assert data_loss == pytest.approx(expected.data_loss, rel=1e-12)
    for ours, theirs in zip(fast.layout.layers(fast.gradient), expected.gradients, strict=True):
        np.testing.assert_allclose(ours.weights, theirs.weights, rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(ours.biases, theirs.biases, rtol=1e-12, atol=1e-14)


def test_some_of_the_points_may_form_the_batch():
    points, labels = random_points(50, 2, 3, 1)
    network, rows = random_network((2, 5, 3), 2), np.array([3, 3, 49, 0])
    fast = chunked_pass(network)
    pieces = fast.cut_rows(with_ones(points, DOUBLE), compact(labels, 3), rows)
    data_loss = fast.measure(pieces, len(rows), 0, is_shifted=False)
    assert data_loss == pytest.approx(network.measure(points[rows], labels[rows]).data_loss, rel=1e-12)


@pytest.mark.parametrize("size", [1e3, 1e6, -1e6])
def test_scores_of_a_million_are_no_trouble(size: float):
    points, labels = random_points(30, 2, 3, 4)
    points = points * abs(size)
    network = random_network((2, 3), 5)
    network.layers[0].biases += size
    fast = chunked_pass(network)
    pieces = fast.cut(points, labels)
    expected = network.measure(points, labels)
    with np.errstate(all="ignore"):
        assert not np.isfinite(fast.measure(pieces, 30, 0, is_shifted=False))
        assert fast.measure(pieces, 30, 0, is_shifted=True) == pytest.approx(expected.data_loss, rel=1e-9)
        surprise, n_right = fast.score(pieces)
    assert surprise / 30 == pytest.approx(expected.data_loss, rel=1e-9)
    assert n_right / 30 == accuracy(network.logits(points), labels)


@pytest.mark.parametrize("n_points", [33, 900])
@pytest.mark.parametrize("most_bound", [0, 64])
def test_points_are_scored_as_the_textbook_does(monkeypatch: pytest.MonkeyPatch, n_points: int, most_bound: int):
    monkeypatch.setattr(chunked, "_MOST_BOUND", most_bound)
    points, labels = random_points(n_points, 2, 3, 7)
    network = random_network((2, 4, 3), 8)
    fast = chunked_pass(network, Dropout([0.5], [4], 1))
    logits = network.logits(points)
    for pieces in (fast.cut(points, labels), fast.cut_inputs(with_ones(points, DOUBLE), compact(labels, 3))):
        surprise, n_right = fast.score(pieces)
        assert surprise / n_points == pytest.approx(cross_entropy(logits, labels)[0], rel=1e-12)
        assert n_right / n_points == accuracy(logits, labels)
        assert fast.count_right(pieces) == n_right


def test_no_points_are_cut_into_no_pieces():
    fast = chunked_pass(random_network((2, 4, 3), 8))
    pieces = fast.cut(np.empty((0, 2)), np.empty(0, dtype=np.intp))
    assert pieces == []
    assert fast.score(pieces) == (0.0, 0)


def test_where_classes_share_the_highest_score_the_first_counts():
    points, labels = random_points(50, 2, 3, 6)
    network = random_network((2, 4, 3), 8)
    for layer in network.layers:
        layer.weights[...] = 0.0
        layer.biases[...] = 0.0
    fast = chunked_pass(network)
    surprise, n_right = fast.score(fast.cut(points, labels))
    assert n_right == np.count_nonzero(labels == 0)
    assert surprise / 50 == pytest.approx(np.log(3))


def test_a_network_that_is_no_network_any_more_is_scored_as_such():
    points, labels = random_points(50, 2, 3, 6)
    fast = chunked_pass(random_network((2, 4, 3), 8))
    fast.parameters[...] = np.nan
    with np.errstate(all="ignore"):
        surprise, n_right = fast.score(fast.cut(points, labels))
    assert np.isnan(surprise)
    assert 0 <= n_right <= 50


def test_rooms_for_many_sizes_are_not_kept_for_ever():
    network = random_network((2, 4, 3), 8)
    fast = chunked_pass(network)
    for n_points in range(1, 30):
        points, labels = random_points(n_points, 2, 3, n_points)
        surprise, _ = fast.score(fast.cut(points, labels))
        assert surprise / n_points == pytest.approx(cross_entropy(network.logits(points), labels)[0], rel=1e-12)
    assert len(fast._rooms) <= chunked._MOST_KEPT
