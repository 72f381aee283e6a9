"""The best that is possible: where the clusters are known, what no network can outdo, on the canvas and as a number.

Loaded with the views: it needs NumPy, which the window is painted without.
"""

import time

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QShortcut
from PySide6.QtWidgets import QWidget

from nnviz.data.bayes import BestAccuracy, Mixture
from nnviz.experiment.cluster_ellipse import ellipse_of
from nnviz.session.session import Session
from nnviz.ui.views import Views

_UNKNOWN = "Only for clusters: of other points nnviz does not know the probabilities"
_REFUSAL = (
    "The best possible is known for clusters alone: of other points nnviz does not know the probabilities. "
    "Choose “Clusters” under Data to see it"
)

_TIP = (
    "Where clusters overlap nobody can tell every point's class: no network is right more often than this, on average "
    "over ever new points (computed to ± 0.05). On a few test points luck may lift one a little above the line."
)

_FLICKER = 0.3
"""Seconds for which the last number stays while the next one is computed."""


class BestPossible(QObject):
    """Between the recipe's clusters, the thread that computes, and the views that show.

    Parameters
    ----------
    views : Views
    session : Session
    action : QAction
        Checked while it is to be shown; the user can only ask where the points come from clusters.
    parent : QWidget
        The window, whose keys it hears.

    Signals
    -------
    refused(str)
        Why there is nothing to show, for who asks by the keyboard: no tooltip tells them.
    """

    refused = Signal(str)

    def __init__(self, views: Views, session: Session, action: QAction, parent: QWidget) -> None:
        super().__init__(parent)
        self._views = views
        self._session = session
        self._action = action
        self._tip = action.toolTip()
        self._mixture: Mixture | None = None
        self._waits_since: float | None = None
        # An action that cannot be used is deaf to its keys: where it is, they come here.
        self._unheard = QShortcut(action.shortcut(), parent, self._on_unheard)
        views.canvas.add_chip(action)
        session.recipe_changed.connect(self.show_best)
        self.show_best()

    def show_best(self) -> None:
        """Show the best for the clusters of the recipe as it is now, or nothing where that is not wanted."""
        clusters = self._session.experiment.data.clusters
        self._allow(can_be_known=bool(clusters))
        mixture = None
        if clusters and self._action.isChecked():
            ellipses = tuple(ellipse_of(cluster) for cluster in clusters)
            mixture = Mixture(ellipses, tuple(cluster.n_points for cluster in clusters))
        if mixture == self._mixture:
            return
        self._mixture = mixture
        self._views.canvas.canvas.show_best(mixture)
        if mixture is None:
            self._waits_since = None
            self._views.accuracy.ceiling.hide()
        else:
            self._ask(mixture)

    def refresh(self) -> None:
        """Show the number once it is there; to be called every frame."""
        answer = self._session.ceiling.take()
        if self._waits_since is None:
            return
        if isinstance(answer, BestAccuracy):
            self._waits_since = None
            self._show(f" {100 * answer.accuracy:.1f} %", 100 * answer.accuracy)
        elif answer is not None:
            self._waits_since = None
            self._show(f": {answer}")
        elif time.monotonic() - self._waits_since > _FLICKER:
            self._show(": computing…")

    def _ask(self, mixture: Mixture) -> None:
        self._session.ceiling.ask(mixture)
        if self._waits_since is None:
            self._waits_since = time.monotonic()
        if self._views.accuracy.ceiling.level is None:
            self._show(": computing…")

    def _show(self, what: str, level: float | None = None) -> None:
        self._views.accuracy.ceiling.show(f"best possible{what}", _TIP, level)

    def _allow(self, *, can_be_known: bool) -> None:
        self._action.setEnabled(can_be_known)
        self._unheard.setEnabled(not can_be_known)
        for set_tip in (self._action.setToolTip, self._action.setStatusTip):
            set_tip(self._tip if can_be_known else _UNKNOWN)

    def _on_unheard(self) -> None:
        self.refused.emit(_REFUSAL)
