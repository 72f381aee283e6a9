"""The status line: what the run is doing, how fast, and which keys help."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStatusBar, QWidget

from nnviz.session.update import RunState, RunUpdate
from nnviz.ui.fields.counting_label import CountingLabel
from nnviz.ui.fields.elided_label import ElidedLabel
from nnviz.ui.fields.form import label

_WORDS = {
    RunState.WAITING: "Paused",
    RunState.TRAINING: "Training",
    RunState.FINISHED: "Finished",
    RunState.DIVERGED: "Diverged",
    RunState.FAILED: "Failed",
}
_KEYS = "Space plays and pauses · ← → one step · R resets"
_WITH_CLUSTERS = "drag a cluster · double click or Insert adds one"
_WITHOUT = "double click shows all"
_WITH_BRUSH = "B brush · N point · E eraser · J jitter · V select · 1–9 class · [ ] radius · Escape is done"


class StatusLine(QStatusBar):
    """Never shows messages that come and go; for those there is the toast."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.state = label("")
        self._speed = CountingLabel()
        self.addWidget(self.state)
        self.addWidget(self._speed)
        self._hint = ElidedLabel()
        self._hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.addPermanentWidget(self._hint, 1)
        self.show_hint(has_clusters=True)

    def show_hint(self, *, has_clusters: bool, paints: bool = False) -> None:
        """Say what keys and mouse do, with clusters to take hold of or without, or with a brush."""
        by_hand = _WITH_CLUSTERS if has_clusters else _WITHOUT
        self._hint.show_lines(_WITH_BRUSH if paints else f"{_KEYS} · {by_hand}")

    def show_update(self, update: RunUpdate) -> None:
        """Show this moment of the run."""
        at_start = update.snapshot is not None and update.snapshot.step == 0
        word = "Ready" if update.state is RunState.WAITING and at_start else _WORDS[update.state]
        if update.state is RunState.DIVERGED and update.snapshot is not None:
            word += f" at step {update.live_step:,}"
        if update.stopped_early:
            word = update.message.rstrip(".")
        if update.past is not None:
            word = f"Looking back: {update.step_text}"
            if update.past.progress >= 1.0:
                word += f" of {update.live_step:,}"
        self.state.setText(f"● {word}")
        speed = update.steps_per_second
        self._speed.show_text(f"{speed:,.0f} steps/s" if speed else "")
