"""An axis that may be logarithmic, and writes large numbers short."""

from collections.abc import Callable
from math import log10

import pyqtgraph as pg

from nnviz.ui.plots.log_places import number_at
from nnviz.ui.plots.log_ticks import log_ticks, tick_text

_PIXELS_ACROSS, _PIXELS_UPWARD = 52, 26
"""What a number wants of a logarithmic axis, beside or above the next."""


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

    # -- pyqtgraph's own names ------------------------------------------------------------------------------------

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list:  # noqa: N802, N803
        if not self._is_log:
            return super().tickValues(minVal, maxVal, size)
        low, high = (number_at(end, is_log=True) for end in sorted((minVal, maxVal)))
        most = max(2, round(size / self._pixels))
        return [(1.0, [log10(tick) for tick in log_ticks(low, high, most)])]

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
