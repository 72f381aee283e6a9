"""A quiet line that says how many neurons do not do their share, and which, when it is asked."""

from collections import Counter
from collections.abc import Sequence
from textwrap import fill

from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSizePolicy, QToolButton, QToolTip, QVBoxLayout, QWidget

from nnviz.core.diagnosis import Finding
from nnviz.ui.icons import icon
from nnviz.ui.theme import Theme

LINE_LENGTH = 64
"""Characters in a line of a tooltip: Qt would not break it."""

_MOST_TOLD, _MOST_LISTED = 3, 300
_FRAME = 4
_TALLEST = 0.5
"""Of the list, as a share of the screen."""


def summary(findings: Sequence[Finding]) -> str:
    """Of each kind how many: "1 dead neuron", "5 dead, 2 identical neurons"; empty where there are none."""
    counts = Counter(finding.kind.value for finding in findings)
    parts = ", ".join(f"{number:,} {kind}" for kind, number in counts.items())
    return f"{parts} neuron{'' if len(findings) == 1 else 's'}" if findings else ""


def listed(findings: Sequence[Finding], step: int, most: int) -> str:
    """The sentences, one below the other; where there are more than `most`, how many more."""
    shown = [fill(finding.sentence, LINE_LENGTH) for finding in findings[:most]]
    if len(findings) > most:
        shown.append(f"And {len(findings) - most:,} more.")
    return "\n\n".join((f"At step {step:,}", *shown))


class FindingsLine(QWidget):
    """Says how many; the first sentences show under the mouse, and at a click all, until the next one or Escape.

    It keeps its room while there is nothing to say, so that nothing moves when there is.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._findings: tuple[Finding, ...] = ()
        self._step = 0
        self.button = QToolButton()
        self.button.setProperty("finding", True)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.button.setText(" ")
        policy = self.button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.button.setSizePolicy(policy)
        self.button.hide()
        self.list = QFrame(self, Qt.WindowType.Popup)
        self.list.setObjectName("findings")
        self._sentences = QLabel()
        self._sentences.setTextFormat(Qt.TextFormat.PlainText)
        self._scroll = QScrollArea()
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._sentences)
        self._frame = QVBoxLayout(self.list)
        self._frame.addWidget(self._scroll)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.button.clicked.connect(self._on_clicked)
        self.button.installEventFilter(self)

    def show_findings(self, findings: tuple[Finding, ...], step: int) -> None:
        """Show what was found at `step`."""
        self._step = step
        if findings == self._findings:
            return
        self._findings = findings
        self.button.setText(summary(findings))
        self.button.setAccessibleDescription(" ".join(finding.sentence for finding in findings[:_MOST_TOLD]))
        self.button.setVisible(bool(findings))

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours and size."""
        self.button.setIcon(icon("warning", theme.warning))
        self.button.setIconSize(QSize(theme.px(13), theme.px(13)))

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Write the tooltip when it is asked for, not at every change."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), listed(self._findings, self._step, _MOST_TOLD), self.button)
            return True
        return super().eventFilter(watched, event)  # type: ignore[arg-type]

    def _on_clicked(self) -> None:
        self._sentences.setText(listed(self._findings, self._step, _MOST_LISTED))
        self._sentences.adjustSize()
        # A few pixels for whatever frame the system puts around a pop-up.
        room = self.screen().availableGeometry().adjusted(_FRAME, _FRAME, -_FRAME, -_FRAME)
        margins = self._frame.contentsMargins()
        width = self._sentences.width() + self._scroll.verticalScrollBar().sizeHint().width()
        width += margins.left() + margins.right() + 2 * self.list.frameWidth()
        height = self._sentences.height() + margins.top() + margins.bottom() + 2 * self.list.frameWidth()
        height = min(height, round(_TALLEST * room.height()))
        above = self.button.mapToGlobal(QPoint(0, -height))
        width = min(width, room.width())
        left = max(room.left(), min(above.x(), room.right() + 1 - width))
        self.list.setGeometry(left, max(room.top(), above.y()), width, height)
        self.list.show()
        self._scroll.setFocus()  # the arrow keys scroll
