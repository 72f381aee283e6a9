"""The names of the curves, each behind a piece of its line."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from nnviz.ui.plots.curve_kinds import LineKind
from nnviz.ui.theme import Theme

_PIECES = {
    Qt.PenStyle.SolidLine: "━━",
    Qt.PenStyle.DashLine: "╍╍",
    Qt.PenStyle.DashDotLine: "╍·",
    Qt.PenStyle.DotLine: "···",
}


class CurveLegend(QLabel):
    """A line of text, or several where there is not room for one."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "small")
        self.setTextFormat(Qt.TextFormat.RichText)

    def show_lines(self, lines: Sequence[LineKind], theme: Theme) -> None:
        """Name these curves; without any, take no room."""
        parts = (
            f'<span style="white-space:nowrap"><span style="color:{line.color(theme)}">{_PIECES[line.style]}</span>'
            f"&nbsp;{line.name.replace(' ', '&nbsp;')}</span>"
            for line in lines
        )
        self.setText("&nbsp; ".join(parts))
