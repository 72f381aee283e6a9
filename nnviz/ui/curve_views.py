"""The views of a run's curves: losses, gradient and learning rate in one dock, accuracies in another."""

from PySide6.QtCore import QObject

from nnviz.core.history import Curves
from nnviz.session.settings import Settings
from nnviz.session.update import RunUpdate
from nnviz.ui.dock import DockCard
from nnviz.ui.plots.curve_choice import choice_of
from nnviz.ui.plots.curve_kinds import ACCURACY, GRADIENT, LOSS, RATE, CurveGroup, curves_by_key
from nnviz.ui.plots.curve_plot import CurvePlot
from nnviz.ui.theme import Theme
from nnviz.ui.turns import Show

_GROUPS: dict[str, tuple[CurveGroup, ...]] = {"loss": (LOSS, GRADIENT, RATE), "accuracy": (ACCURACY,)}
"""What each of the docks can draw, by its key."""


class CurveViews(QObject):
    """Two plots over the same steps, and what the user has chosen to see in them.

    Attributes
    ----------
    loss, accuracy : CurvePlot
    docks : tuple[DockCard, ...]
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings: Settings | None = None
        self._moment: tuple[RunUpdate, int] | None = None
        self.loss = CurvePlot(_GROUPS["loss"])
        self.accuracy = CurvePlot(_GROUPS["accuracy"])
        self.docks = (
            DockCard("loss", "Loss", self.loss, self.loss.legend, self.loss.button),
            DockCard("accuracy", "Accuracy", self.accuracy, self.accuracy.legend, self.accuracy.button),
        )
        self._parts = tuple(zip(self.docks, (self.loss, self.accuracy), strict=True))
        for _, plot in self._parts:
            plot.choice_edited.connect(self._on_choice_edited)

    def remember_in(self, settings: Settings) -> None:
        """Show what was chosen last time, and remember from now on what is chosen."""
        self._settings = settings
        for dock, plot in self._parts:
            key = dock.objectName()
            plot.show_choice(choice_of(_GROUPS[key], settings.curves(key)))
        self._show_titles()

    def shows_for(self, update: RunUpdate, n_steps: int) -> list[Show]:
        """What has to be done to show this moment of a run that ends at `n_steps`, each taking its turn.

        What is not to be seen takes note at once, which costs nothing.
        """
        before = None if self._moment is None else self._moment[0]
        if before is None or before.run != update.run:
            for _, plot in self._parts:
                plot.follow()
        if before is None or before.earlier is not update.earlier:
            for _, plot in self._parts:
                plot.show_earlier([curves_by_key(curves) for curves in update.earlier])
        step = None if update.past is None or update.snapshot is None else update.snapshot.step
        for _, plot in self._parts:
            plot.mark.show_step(step)
        are_drawn = self._are_drawn(update, n_steps)
        self._moment = (update, n_steps)
        if are_drawn or not update.curves:
            return []
        shows: list[Show] = []
        for (_, plot), show in zip(self._parts, (self._show_loss, self._show_accuracy), strict=True):
            if plot.isVisible():
                shows.append(show)
            else:
                show(update, n_steps)
        return shows

    def reset_zoom(self) -> None:
        """Show all of the run again."""
        for _, plot in self._parts:
            plot.reset_view()

    def set_theme(self, theme: Theme) -> None:
        """Draw everything in the theme's colours."""
        for _, plot in self._parts:
            plot.set_theme(theme)

    def _are_drawn(self, update: RunUpdate, n_steps: int) -> bool:
        """Whether the curves are those that are drawn: they do not change while one looks back."""
        if self._moment is None or self._moment[0].past is None or update.past is None:
            return False
        before = self._moment[0]
        is_same_run = (before.run, before.live_step) == (update.run, update.live_step)
        return is_same_run and before.earlier is update.earlier and self._moment[1] == n_steps

    def _show_loss(self, update: RunUpdate, n_steps: int) -> None:
        _show(self.loss, update.curves, n_steps)

    def _show_accuracy(self, update: RunUpdate, n_steps: int) -> None:
        _show(self.accuracy, update.curves, n_steps)

    def _show_titles(self) -> None:
        for dock, plot in self._parts:
            dock.show_title(plot.choice.group.title)

    def _on_choice_edited(self) -> None:
        self._show_titles()
        if self._settings is not None:
            for dock, plot in self._parts:
                self._settings.set_curves(dock.objectName(), plot.choice.words)


def _show(plot: CurvePlot, curves: Curves | None, n_steps: int) -> None:
    if curves is not None:
        plot.show_curves(curves_by_key(curves), n_steps)
