"""Any number of points, in chunks that stay in the processor's cache."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import NamedTuple

import numpy as np

from nnviz.core.arrays import FloatArray, IntArray, LabelArray
from nnviz.core.compiled.layout import Layout, compact, with_ones
from nnviz.core.compiled.passes import Buffers, Pass, Seen, group_size, n_buffer_rows, n_rows_of_totals, padded
from nnviz.core.dropout import Dropout

_CHUNK_BYTES = 1536 * 1024
"""What the buffers of a chunk may take: about a second-level cache."""

_SMALLEST_CHUNK = 128

_MOST_KEPT = 8
"""Sizes of chunks that are kept ready: those of training points, of short batches and of test points, two of each."""


_MOST_BOUND = 64
"""Pieces that keep inputs, truth and calls of their own; of more, these would take more memory than the points do."""


@dataclass(frozen=True)
class Piece:
    """Points that go through at once.

    Attributes
    ----------
    inputs : (n_features + 1, n_points)
        Or without the row of ones and in any precision, where there is no truth: it is copied before it is used.
    labels : (n_points,)
        As `compact` makes them.
    truth : (n_classes, n_points) or None
        1 at the true class, else 0; where the piece comes again and again.
    """

    inputs: FloatArray
    labels: LabelArray
    truth: FloatArray | None = None


def chunk_size(layout: Layout, n_features: int, dtype: np.dtype[np.floating]) -> int:
    """How many points go through at once: as many as fit into the cache."""
    return max(_SMALLEST_CHUNK, _CHUNK_BYTES // (dtype.itemsize * n_buffer_rows(layout, n_features)))


def chunks(n_points: int, largest: int) -> Iterator[slice]:
    """Cut `n_points` into as few pieces as can be, of two neighbouring sizes, the larger ones first."""
    n_chunks = -(-n_points // largest)
    size, n_larger = divmod(n_points, max(n_chunks, 1))
    start = 0
    for number in range(n_chunks):
        stop = start + size + (number < n_larger)
        yield slice(start, stop)
        start = stop


class ChunkedPass:
    """Loss, gradient and score of one set of weights on any points.

    Parameters
    ----------
    layout : Layout
    kinds : one a hidden layer
    n_features : int
    dtype : np.dtype
    dropout : Dropout or None

    Attributes
    ----------
    parameters, gradient : (n_parameters,)
        The weights to measure with, to be filled in; and the slope of the data loss measured last.
    """

    def __init__(
        self,
        layout: Layout,
        *,
        kinds: Sequence[str],
        n_features: int,
        dtype: np.dtype[np.floating],
        dropout: Dropout | None = None,
    ) -> None:
        self.layout = layout
        self.kinds = kinds
        self.n_features = n_features
        self.dtype = dtype
        self.n_classes = layout.shapes[-1][0]
        self.parameters = np.zeros(layout.size, dtype)
        self.gradient = np.zeros(layout.size, dtype)
        self.part = np.zeros(layout.size, dtype)
        self.dropout = dropout
        self.largest_chunk = chunk_size(layout, n_features, dtype)
        self._rooms: dict[int, _Room] = {}

    def cut(self, points: FloatArray, labels: IntArray | LabelArray) -> list[Piece]:
        """Points (n_points, n_features) with their classes (n_points,), cut into pieces to be kept.

        Of very many points the pieces are views: they must not change.
        """
        places = list(chunks(len(labels), self.largest_chunk))
        few = compact(labels, self.n_classes)
        if len(places) > _MOST_BOUND:
            return [Piece(points[place].T, few[place]) for place in places]
        class_numbers = np.arange(self.n_classes, dtype=np.intp).reshape(-1, 1)
        truths = (np.equal(few[place], class_numbers).astype(self.dtype) for place in places)
        return [
            Piece(with_ones(points[place], self.dtype), few[place], truth)
            for place, truth in zip(places, truths, strict=True)
        ]

    def cut_inputs(self, inputs: FloatArray, labels: LabelArray) -> list[Piece]:
        """Views of `inputs` (n_features + 1, n_points), cut into pieces."""
        return [Piece(inputs[:, place], labels[place]) for place in chunks(len(labels), self.largest_chunk)]

    def cut_rows(self, inputs: FloatArray, labels: LabelArray, rows: IntArray) -> Iterator[Piece]:
        """Some of the points in `inputs` (n_features + 1, n_points), a piece at a time."""
        for place in chunks(len(rows), self.largest_chunk):
            yield Piece(inputs[:, rows[place]], labels[rows[place]])

    def measure(self, pieces: Iterable[Piece], n_batch: int, step: int, *, is_shifted: bool) -> float:
        """Mean cross-entropy of a batch, in nats; its slope stands in `gradient`.

        Parameters
        ----------
        pieces : Iterable[Piece]
            The whole batch.
        n_batch : int
            Points in it.
        step : int
            Decides the neurons that dropout silences.
        is_shifted : bool
            Whether softmax takes the highest score away first.
        """
        if self.dropout is not None:
            self.dropout.begin(step)
        total = 0.0
        for number, piece in enumerate(pieces):
            room = self._room(len(piece.labels))
            if self.dropout is not None:
                room.masks[...] = self.dropout.draw(room.n_points).T
            total += room.measure(piece, is_first=number == 0, is_shifted=is_shifted)
            if number > 0:
                self.gradient += self.part
        self.gradient *= 1.0 / n_batch
        return total / n_batch

    def score(self, pieces: Iterable[Piece]) -> tuple[float, int]:
        """Summed cross-entropy, and how many answers are right; dropout is off."""
        total, n_right = 0.0, 0
        for piece in pieces:
            loss, right = self._room(len(piece.labels)).score(piece)
            total += loss
            n_right += right
        return total, n_right

    def count_right(self, pieces: Iterable[Piece]) -> int:
        """How many answers are right: quicker than with the loss."""
        return sum(self._room(len(piece.labels)).count_right(piece) for piece in pieces)

    def _room(self, n_points: int) -> "_Room":
        if n_points not in self._rooms:
            if len(self._rooms) >= _MOST_KEPT:
                self._rooms.clear()
            self._rooms[n_points] = _Room(self, n_points)
        return self._rooms[n_points]


class _AtHand(NamedTuple):
    """A piece whose truth is known."""

    inputs: FloatArray
    labels: LabelArray
    truth: FloatArray


class _Room:
    """Everything for pieces of one size."""

    def __init__(self, of: ChunkedPass, n_points: int) -> None:
        layout, dtype, n_classes = of.layout, of.dtype, of.n_classes
        self.n_points = n_points
        self._of = of
        self._matrices = layout.matrices(of.parameters)
        self._buffers = Buffers(layout, n_points, dtype)
        self._inputs = np.ones((of.n_features + 1, n_points), dtype)
        self._truth = np.empty((n_classes, n_points), dtype)
        self._is_true = np.empty((n_classes, n_points), np.bool_)
        numbers = np.min_scalar_type(n_classes - 1)
        self._class_numbers = [np.array(number, numbers) for number in range(n_classes)]
        self._totals = np.empty((n_rows_of_totals(n_classes, n_points), n_points), dtype)
        self._factors = np.ones(padded(n_points, dtype), dtype)
        self._groups = self._factors.reshape(group_size(dtype), -1)
        self._products = np.empty(self._groups.shape[1], dtype)
        self._ones = np.ones(len(self._products), dtype)
        # Unshifted, where points are many, the first row stays 0.
        self._exponents = {is_shifted: np.zeros((n_classes, n_points), dtype) for is_shifted in (False, True)}
        n_masked = sum(n_neurons for n_neurons, _ in layout.shapes[:-1]) if of.dropout else 0
        self.masks = np.empty((n_masked, n_points), dtype)
        self._passes: dict[tuple[int, bool, bool, bool], Pass] = {}

    def measure(self, piece: Piece, *, is_first: bool, is_shifted: bool) -> float:
        """Summed cross-entropy; the summed gradient stands where `ChunkedPass.measure` adds it up."""
        seen = self._at_hand(piece)
        both = self._pass(seen, is_first=is_first, is_shifted=is_shifted, with_masks=len(self.masks) > 0)
        for call in both.forward:
            call()
        loss = self._loss(seen, self._exponents[is_shifted])
        for call in both.backward:
            call()
        return loss

    def score(self, piece: Piece) -> tuple[float, int]:
        """Summed cross-entropy, and how many answers are right."""
        seen = self._at_hand(piece)
        loss, exponents = float("nan"), self._exponents[False]
        for is_shifted in (False, True):
            exponents = self._exponents[is_shifted]
            for call in self._pass(seen, is_first=True, is_shifted=is_shifted, with_masks=False).forward:
                call()
            loss = self._loss(seen, exponents)
            if isfinite(loss):
                break
        return loss, self._n_right(seen, exponents)

    def count_right(self, piece: Piece) -> int:
        """How many answers are right."""
        seen = self._at_hand(piece)
        for call in self._pass(seen, is_first=True, is_shifted=False, with_masks=False).scores:
            call()
        return self._n_right(seen, self._exponents[False])

    def _at_hand(self, piece: Piece) -> _AtHand:
        """The piece with its truth; one that is seen but once is copied to where it has been before."""
        if piece.truth is not None:
            return _AtHand(piece.inputs, piece.labels, piece.truth)
        np.copyto(self._inputs[: len(piece.inputs)], piece.inputs, casting="same_kind")
        for number, row in zip(self._class_numbers, self._is_true, strict=True):
            np.equal(piece.labels, number, row)
        np.copyto(self._truth, self._is_true)
        return _AtHand(self._inputs, piece.labels, self._truth)

    def _pass(self, piece: _AtHand, *, is_first: bool, is_shifted: bool, with_masks: bool) -> Pass:
        key = (id(piece.inputs), is_first, is_shifted, with_masks)
        if key not in self._passes:
            masks = self.masks if with_masks else None
            seen = Seen(piece.inputs, piece.truth, self._exponents[is_shifted], self._totals, masks)
            slopes = self._of.layout.matrices(self._of.gradient if is_first else self._of.part)
            self._passes[key] = Pass(self._of.kinds, self._matrices, slopes, seen, self._buffers, is_shifted=is_shifted)
        return self._passes[key]

    def _loss(self, piece: _AtHand, exponents: FloatArray) -> float:
        self._factors[: self.n_points] = self._totals[0]
        np.multiply.reduce(self._groups, 0, out=self._products)
        np.log(self._products, self._products)
        return float(self._products.dot(self._ones)) - float(np.vdot(piece.truth, exponents))

    def _n_right(self, piece: _AtHand, scores: FloatArray) -> int:
        winners = scores == scores.max(axis=0)
        if np.count_nonzero(winners) == self.n_points:
            return int(np.count_nonzero(winners & (piece.truth == 1.0)))
        # Several classes share the highest score somewhere (or it is no number): the first of them counts.
        return int(np.count_nonzero(scores.argmax(axis=0) == piece.labels))
