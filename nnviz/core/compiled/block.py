"""A block's points and losses: fetched together, added up together."""

from collections.abc import Sequence
from math import log

import numpy as np

from nnviz.core.arrays import FloatArray, IntArray, LabelArray
from nnviz.core.batches import AllPoints, Batches
from nnviz.core.compiled.activation_calls import Call
from nnviz.core.compiled.layout import Layout
from nnviz.core.compiled.passes import Buffers, Pass, Seen, group_size, n_rows_of_totals, padded
from nnviz.core.dropout import Dropout


class Block:
    """The passes of a block, each with its own points and its own place for what its loss is made of.

    Parameters
    ----------
    layout : Layout
    kinds : one a hidden layer
        Names of the activations.
    inputs : (n_features + 1, n_points)
    labels : (n_points,)
        As `compact` makes them.
    batches : Batches
    n_slots : int
    dropout : Dropout or None

    Attributes
    ----------
    first : int
        The block's first step; -1 before anything was fetched.
    is_whole : list[bool]
        For each slot, whether its batch has its full size; shorter ones cannot be carried through here.
    """

    def __init__(
        self,
        layout: Layout,
        *,
        kinds: Sequence[str],
        inputs: FloatArray,
        labels: LabelArray,
        batches: Batches,
        n_slots: int,
        dropout: Dropout | None,
    ) -> None:
        dtype, n_classes, size = inputs.dtype, layout.shapes[-1][0], batches.size
        self.first = -1
        self.is_whole = [True] * n_slots
        self._layout = layout
        self._kinds = kinds
        self._inputs = inputs
        self._labels = labels
        self._batches = batches
        self._n_slots = n_slots
        self._dropout = dropout
        self._size = size
        self._buffers = Buffers(layout, size, dtype)
        self._masks = np.empty((sum(shape[0] for shape in layout.shapes[:-1]), size), dtype) if dropout else None
        self._points = np.empty((n_slots, len(inputs), size), dtype)
        self._row_starts = inputs.shape[1] * np.arange(len(inputs))[:, np.newaxis]
        self._is_true = np.empty((n_slots, n_classes, size), np.bool_)
        self._truth = np.empty((n_slots, n_classes, size), dtype)
        self._class_numbers = np.arange(n_classes, dtype=labels.dtype)[:, np.newaxis]
        self._exponents = np.zeros((n_slots, n_classes, size), dtype)
        self._totals = np.ones((n_slots, n_rows_of_totals(n_classes, size), size), dtype)
        self._factors = np.ones((n_slots, padded(size, dtype)), dtype)
        self._products = np.empty((n_slots, padded(size, dtype) // group_size(dtype)), dtype)
        self._groups = self._factors.reshape(n_slots, group_size(dtype), -1)
        self._ones = np.ones(self._groups.shape[2], dtype)
        self._flat_exponents, self._flat_truth = (
            array.reshape(n_slots, -1) for array in (self._exponents, self._truth)
        )
        self._is_fixed = isinstance(batches, AllPoints)
        if self._is_fixed:
            self._mark_truth(labels)

    def make_pass(self, slot: int, parameters: FloatArray, gradient: FloatArray) -> tuple[Call, ...]:
        """The calls of the step at `slot`: from these parameters to this gradient of the data loss."""
        inputs = self._inputs if self._is_fixed else self._points[slot]
        seen = Seen(inputs, self._truth[slot], self._exponents[slot], self._totals[slot], self._masks)
        matrices, slopes = self._layout.matrices(parameters), self._layout.matrices(gradient)
        # In single precision scores too large for an exponential do occur, so the shift is never left out.
        is_shifted = parameters.dtype == np.float32
        both = Pass(self._kinds, matrices, slopes, seen, self._buffers, n_mean=self._size, is_shifted=is_shifted)
        return (*self._drawing(slot), *both.forward, *both.backward)

    def fetch(self, first: int) -> None:
        """Get the points of the block that begins with step `first`."""
        if first == self.first:
            return
        self.first = first
        if self._is_fixed:
            return
        rows = self._batches.block(first, self._n_slots)
        self.is_whole = [True] * self._n_slots
        together = self._rows_one_by_one(first) if rows is None else rows
        places = together[:, np.newaxis] + self._row_starts
        np.take(self._inputs.reshape(-1), places, None, self._points, "clip")
        self._mark_truth(self._labels[together][:, np.newaxis])

    def _rows_one_by_one(self, first: int) -> IntArray:
        rows = [self._batches.rows(first + slot) for slot in range(self._n_slots)]
        self.is_whole = [len(of_step) == self._size for of_step in rows]
        # Where a batch is shorter, the numbers play no part, but must be some.
        return np.stack([np.resize(of_step, self._size) for of_step in rows])

    def data_losses(self) -> FloatArray:
        """Mean cross-entropy of every step of the block, (n_slots,), of what their passes left; else of no meaning."""
        self._factors[:, : self._size] = self._totals[:, 0]
        np.multiply.reduce(self._groups, 1, out=self._products)
        np.log(self._products, self._products)
        logarithms = self._products.dot(self._ones) - self._size * log(self._size)
        return logarithms / self._size - np.vecdot(self._flat_exponents, self._flat_truth)

    def _mark_truth(self, labels: LabelArray) -> None:
        np.equal(labels, self._class_numbers, self._is_true)
        np.multiply(self._is_true, np.array(1.0 / self._size, self._truth.dtype), self._truth)

    def _drawing(self, slot: int) -> list[Call]:
        """The call that draws the masks of the step at `slot`; none where there is no dropout."""
        dropout, masks = self._dropout, self._masks
        if dropout is None or masks is None:
            return []

        def draw() -> None:
            dropout.begin(self.first + slot)
            masks[...] = dropout.draw(self._size).T

        return [draw]
