"""What plots of curves can draw: which curves belong together, what they count in, and how each looks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from nnviz.ui.plots.curve import Curve
from nnviz.ui.theme import Theme

if TYPE_CHECKING:  # only named here
    from nnviz.core.history import Curves

_FEW_DIGITS = 1e-3


@dataclass(frozen=True)
class LineKind:
    """A curve that can be drawn.

    Attributes
    ----------
    key : str
        Under which its numbers are found, and under which it is remembered.
    name : str
        In the legend and beside its values, where the plot says what it is of.
    title : str
        Where one chooses it.
    color : Theme -> #rrggbb
    style : Qt.PenStyle
        No two curves of a plot have the same: they are told apart without colour.
    """

    key: str
    name: str
    title: str
    color: Callable[[Theme], str]
    style: Qt.PenStyle

    def pen(self, theme: Theme) -> QPen:
        """Its pen in a theme."""
        pen = QPen(QColor(self.color(theme)))
        pen.setStyle(self.style)
        # A line two pixels wide takes six times as long to draw as one.
        pen.setWidthF(theme.thin_line)
        pen.setCosmetic(True)
        return pen


@dataclass(frozen=True)
class CurveGroup:
    """Curves that count in the same unit, and may share an axis.

    Attributes
    ----------
    key, title : str
    unit : str
        What stands along the axis.
    lines : tuple of LineKind
        The first lies on top.
    usual : tuple of str
        The keys of those that are drawn where nobody has chosen.
    is_share : bool
        Whether the values are shares, to be shown in percent up to 100.
    """

    key: str
    title: str
    unit: str
    lines: tuple[LineKind, ...]
    usual: tuple[str, ...]
    is_share: bool = False

    def write(self, value: float) -> str:
        """A value in full."""
        if not np.isfinite(value):
            return "–"
        if self.is_share:
            return f"{100 * value:.2f} %"
        return f"{value:.6f}" if value == 0.0 or abs(value) >= _FEW_DIGITS else f"{value:.6g}"


_ACCENT, _MUTED, _GOOD, _WARNING = (attrgetter(name) for name in ("accent", "muted", "good", "warning"))
_SOLID, _DASHES = Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine
_DOTS, _BOTH = Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine

LOSS = CurveGroup(
    "loss",
    "Loss",
    "nats",
    (
        LineKind("training-loss", "training", "Training loss", _ACCENT, _SOLID),
        LineKind("test-loss", "test", "Test loss", _MUTED, _DASHES),
        LineKind("data-loss", "data loss", "Data loss alone", _GOOD, _BOTH),
        LineKind("penalty", "penalty", "Penalty alone", _WARNING, _DOTS),
    ),
    ("training-loss", "test-loss"),
)
GRADIENT = CurveGroup(
    "gradient",
    "Gradient norm",
    "gradient norm",
    (LineKind("gradient-norm", "gradient norm", "Gradient norm", _ACCENT, _SOLID),),
    ("gradient-norm",),
)
RATE = CurveGroup(
    "rate",
    "Learning rate",
    "learning rate",
    (LineKind("learning-rate", "learning rate", "Learning rate", _ACCENT, _SOLID),),
    ("learning-rate",),
)
ACCURACY = CurveGroup(
    "accuracy",
    "Accuracy",
    "%",
    (
        LineKind("training-accuracy", "training", "On the training points", _MUTED, _DASHES),
        LineKind("test-accuracy", "test", "On the test points", _GOOD, _SOLID),
    ),
    ("training-accuracy", "test-accuracy"),
    is_share=True,
)


def curves_by_key(curves: "Curves") -> Mapping[str, Curve]:
    """All curves of a run, by the keys of their lines; nothing is copied."""
    every_step = {"training-loss": curves.loss, "data-loss": curves.data_loss, "penalty": curves.penalty}
    now_and_then = {
        "test-loss": curves.test_loss,
        "gradient-norm": curves.gradient_norm,
        "learning-rate": curves.learning_rate,
        "training-accuracy": curves.train_accuracy,
        "test-accuracy": curves.test_accuracy,
    }
    return {
        **{key: Curve(values, curves.steps) for key, values in every_step.items()},
        **{key: Curve(values, curves.evaluation_steps) for key, values in now_and_then.items()},
    }
