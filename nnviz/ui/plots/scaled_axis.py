"""An axis that may be logarithmic, and writes large numbers short."""

from collections.abc import Callable
from math import floor, log10

import pyqtgraph as pg

from nnviz.ui.plots.log_places import number_at
from nnviz.ui.plots.log_ticks import log_ticks, tick_text

_PIXELS_ACROSS, _PIXELS_UPWARD = 56, 26
"""What a number wants of an axis at normal text size, beside or above the next."""
_CROWDED = 0.8
"""The share of that with which they may do rather than be less than half as many."""
_LEAST, _MOST = 1e-300, 1e300
_LOW_HEIGHT, _OFFSET, _LINE = 20, 4, 14
"""Of an axis whose name stands in line with its numbers; between these and the axis; and of a line of text."""


class ScaledAxis(pg.AxisItem):
    """An axis of a plot.

    Parameters
    ----------
    side : str
        "bottom" or "left".
    write : float -> str, optional
        How its numbers are written; as the axis itself would, if it is not logarithmic.
    """

    def __init__(self, side: str, write: Callable[[float], str] | None = None) -> None:
        self._scale = 1.0
        self._is_low = False  # asked for as soon as pyqtgraph has made the axis
        super().__init__(side)
        # With every frame of the curves Qt asks for the axes, too, for they touch: a picture of them costs nothing.
        self.setCacheMode(self.CacheMode.DeviceCoordinateCache)
        self._write = write
        self._is_log = False
        self._pixels = _PIXELS_ACROSS if side == "bottom" else _PIXELS_UPWARD

    @property
    def is_log(self) -> bool:
        """Whether its places are powers of ten."""
        return self._is_log

    def set_log(self, is_log: bool) -> None:
        """Let its places be powers of ten, or numbers."""
        if is_log != self._is_log:
            self._is_log = is_log
            self.picture = None
            self.update()

    def set_room(self, scale: float, *, is_low: bool, height: int) -> None:
        """Fit to text of this scale; a low axis at the bottom has its name before its numbers, not below."""
        self._scale, self._is_low = scale, is_low
        if self.orientation == "bottom":
            self.setHeight(round(scale * _LOW_HEIGHT) if is_low else height)
        self.resizeEvent()

    @property
    def is_low(self) -> bool:
        """Whether its name stands in line with its numbers."""
        return self._is_low

    # -- pyqtgraph's own names ------------------------------------------------------------------------------------

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list:  # noqa: N802, N803
        if self._is_log:
            low, high = (number_at(end, is_log=True) for end in sorted((minVal, maxVal)))
            return [(1.0, [log10(tick) for tick in log_ticks(low, high, self._most(size))])]
        return super().tickValues(minVal, maxVal, size)

    def tickSpacing(self, minVal: float, maxVal: float, size: float) -> list:  # noqa: N802, N803
        """As many numbers as have room beside one another, at 1, 2 or 5 times a power of ten."""
        least = abs(maxVal - minVal) / self._most(size)
        if not _LEAST < least < _MOST:  # of losses beyond these ends pyqtgraph makes what it can
            return super().tickSpacing(minVal, maxVal, size)
        power = 10.0 ** floor(log10(least))
        return [(next(step * power for step in (1, 2, 5, 10) if step * power >= _CROWDED * least), 0)]

    def resizeEvent(self, ev: object = None) -> None:
        super().resizeEvent(ev)
        if self._is_low and self.orientation == "bottom" and self.label is not None:
            name = self.label.boundingRect()
            middle = self._scale * (_OFFSET + _LINE / 2)
            self.label.setPos(-name.width(), middle - name.height() / 2)

    def _most(self, size: float) -> int:
        return max(2, round(size / (self._pixels * self._scale)))

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:  # noqa: N802
        if self._is_log:
            return [(self._write or tick_text)(number_at(value, is_log=True)) for value in values]
        if self._write is not None:
            return [self._write(value) for value in values]
        return super().tickStrings(values, scale, spacing)


def step_text(step: float) -> str:
    """A number of steps: 500, 20k, 1.5M."""
    rounded = float(f"{step:.6g}")  # of a logarithmic axis, whose places are rounded
    for size, unit in ((1e6, "M"), (1e4, "k")):
        if abs(rounded) >= size:
            return f"{rounded / (1e3 if unit == 'k' else 1e6):g}{unit}"
    return f"{rounded:g}"
