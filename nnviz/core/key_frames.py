"""Key frames: moments of a run kept whole, from which every step between them can be made again.

A network's numbers at a step follow exactly from its numbers at any step before. So a few of the past are enough, and
the fewer are kept, the more steps lie between one and the step that is wanted. They are kept a little work apart, and
where they have become enough, or would take more memory than they may, twice as far apart, and twice as far again. So
what they take grows for about a minute, and then slowly if at all.
"""

from dataclasses import dataclass

import numpy as np

from nnviz.core.arrays import FloatArray, IntArray
from nnviz.core.history import Series

_BLOCK_BYTES = 1024 * 1024
"""Numbers are kept in blocks of about this size: an object for each of a million frames would take more than they."""

_FEWEST = 2

_CLOSE = 4
_ENOUGH_FRAMES = 4000
_ENOUGH_BYTES = 3 * 1024 * 1024
"""However much memory there is, so many frames are enough while they lie closer than so many times what they lay apart
at first. Farther apart those that there is room for in so many bytes more are, too: of the article's network three
times as many again, so that in a million steps each is made again within 100 ms."""


@dataclass(frozen=True)
class KeyFrame:
    """A network in training, before the update of a step.

    Attributes
    ----------
    step : int
    numbers : (1 + n_memories, n_parameters)
        The parameters, and below them what the optimizer remembers; read-only.
    """

    step: int
    numbers: FloatArray


class KeyFrames:
    """The key frames of one run, in the order of their steps. The first always stays.

    Parameters
    ----------
    most_bytes : int
        What they may take; two are kept whatever they take. Small networks need less.
    spacing : float
        How much work lies between two at the least, in the unit that `add` is told it in, above 0.
    """

    def __init__(self, most_bytes: int, spacing: float) -> None:
        self._most_bytes = most_bytes
        self._finest = self._spacing = spacing
        self._steps = Series()
        self._efforts = Series()
        self._blocks: list[FloatArray] = []
        self._row_bytes = 0  # until there is one

    def __len__(self) -> int:
        return len(self._steps)

    @property
    def steps(self) -> FloatArray:
        """The steps of all frames, increasing, (n_frames,)."""
        return self._steps.values()

    @property
    def n_bytes(self) -> int:
        """What the frames take."""
        return len(self) * self._row_bytes

    def is_due(self, effort: float) -> bool:
        """Whether there has been enough work since the last frame for another."""
        return len(self) == 0 or effort - self._efforts.values()[-1] >= self._spacing

    def add(self, frame: KeyFrame, effort: float) -> None:
        """Keep a frame later than all others, if one is due and there is room.

        Parameters
        ----------
        frame : KeyFrame
        effort : float
            The work of the run up to here, such as the seconds it took; never less than before.
        """
        if len(self) >= self._most_frames and self.is_due(effort):
            self._thin()
        if not self.is_due(effort):
            return
        if not self._blocks:
            per_block = max(1, min(_BLOCK_BYTES, self._most_bytes // 4) // frame.numbers.nbytes)
            self._blocks = [np.empty((per_block, *frame.numbers.shape), frame.numbers.dtype)]
            self._row_bytes = frame.numbers.nbytes + 2 * self._steps.values().itemsize
        self._write(len(self), frame.numbers[np.newaxis])
        self._steps.append(frame.step)
        self._efforts.append(effort)

    def before(self, step: int) -> KeyFrame:
        """The last frame at `step` or before it; the step is none before the first frame."""
        return self._frame(int(np.searchsorted(self.steps, step, side="right")) - 1)

    def nearest(self, step: int) -> KeyFrame:
        """The frame whose step is nearest to `step`."""
        return self._frame(int(np.abs(self.steps - step).argmin()))

    def forget_from(self, step: int) -> None:
        """Drop all frames at `step` and later, but never the first."""
        kept = max(1, int(np.searchsorted(self.steps, step)))
        if kept < len(self):
            self._keep(np.arange(kept))
            self._spacing = self._finest

    def keep_within(self, most_bytes: int) -> None:
        """Take no more than so many bytes from now on."""
        self._most_bytes = most_bytes
        if len(self) > self._most_frames:
            self._thin()
        if self._blocks:
            del self._blocks[-(-self._most_frames // len(self._blocks[0])) :]

    @property
    def _most_frames(self) -> int:
        row = max(self._row_bytes, 1)
        enough = _ENOUGH_FRAMES + (_ENOUGH_BYTES // row if self._spacing >= _CLOSE * self._finest else 0)
        return max(_FEWEST, min(self._most_bytes // row, enough))

    def _frame(self, place: int) -> KeyFrame:
        block, row = divmod(place, len(self._blocks[0]))
        numbers = self._blocks[block][row].copy()
        numbers.setflags(write=False)
        return KeyFrame(int(self.steps[place]), numbers)

    def _thin(self) -> None:
        """Put the frames farther apart until there is room for one more.

        The memory of the others stays for those to come: else it would come and go with every doubling.
        """
        while len(self) >= self._most_frames:
            self._spacing *= 2.0
            # Of all frames within a spacing the first.
            places = np.floor_divide(self._efforts.values(), self._spacing)
            self._keep(np.flatnonzero(np.diff(places, prepend=-1.0)))

    def _keep(self, chosen: IntArray) -> None:
        """Keep these frames alone, moved together where they lie: another place for them would double the memory."""
        steps, efforts = self._steps.values()[chosen], self._efforts.values()[chosen]
        n_rows = len(self._blocks[0])
        for number, block in enumerate(self._blocks):
            first, end = np.searchsorted(chosen, (number * n_rows, (number + 1) * n_rows))
            self._write(int(first), block[chosen[first:end] - number * n_rows])
        self._steps, self._efforts = Series(), Series()
        self._steps.extend(steps)
        self._efforts.extend(efforts)

    def _write(self, place: int, rows: FloatArray) -> None:
        """Put rows of numbers at `place` and behind, into as many blocks as they need."""
        n_rows = len(self._blocks[0])
        while len(rows) > 0:
            block, row = divmod(place, n_rows)
            if block == len(self._blocks):
                self._blocks.append(np.empty_like(self._blocks[0]))
            fitting = rows[: n_rows - row]
            self._blocks[block][row : row + len(fitting)] = fitting
            rows, place = rows[len(fitting) :], place + len(fitting)
