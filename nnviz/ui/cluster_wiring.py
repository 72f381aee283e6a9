"""The wiring of the clusters on the canvas: what a hand does to them becomes an edit, and they follow the recipe.

Loaded with the views: it needs NumPy, which the window is painted without.
"""

import msgspec
from PySide6.QtCore import QObject, QPointF, Signal

from nnviz.data.ellipse import Ellipse
from nnviz.experiment.cluster_ellipse import with_ellipse
from nnviz.experiment.data_spec import MOST_CLUSTERS
from nnviz.experiment.quantity import RecipeError
from nnviz.session.session import Session
from nnviz.ui.panels.data_panel import DataPanel
from nnviz.ui.views import Views

_BESIDE = 0.2
"""Of the view's width: how far a new cluster is from the selected one."""


class ClusterWiring(QObject):
    """Between the canvas, the recipe, and the panel that makes and removes clusters.

    Parameters
    ----------
    views : Views
    session : Session
    data_panel : DataPanel
    parent : QObject

    Signals
    -------
    data_edited(DataSpec, str)
        A hand has changed a cluster; the string says what of it.
    refused(str)
        Why what it did cannot be.
    """

    data_edited = Signal(object, str)
    refused = Signal(str)

    def __init__(self, views: Views, session: Session, data_panel: DataPanel, parent: QObject) -> None:
        super().__init__(parent)
        self._views = views
        self._session = session
        self._data_panel = data_panel
        self._edits_by_hand = False
        canvas = views.canvas.canvas
        canvas.ellipse_edited.connect(self._on_ellipse_edited)
        canvas.gesture_began.connect(session.begin_gesture)
        canvas.gesture_ended.connect(self._on_gesture_ended)
        canvas.editor.gesture_cancelled.connect(self._on_gesture_cancelled)
        canvas.cluster_wanted.connect(self._on_cluster_wanted)
        canvas.cluster_command.connect(self._on_cluster_command)
        session.recipe_changed.connect(self.show_clusters)
        self.show_clusters()

    def show_clusters(self) -> None:
        """Show the clusters of the recipe as it is now."""
        self._views.show_clusters(self._session.experiment.data.clusters, by_hand=self._edits_by_hand)

    def add_cluster(self) -> None:
        """Add one beside the selected one, or in the middle of the view, and let the next keys be meant for it."""
        clusters = self._session.experiment.data.clusters
        if not clusters:
            self.refused.emit("These points do not come from clusters: choose “Clusters” under Data to add one")
        elif len(clusters) >= MOST_CLUSTERS:
            self.refused.emit(f"There can be {MOST_CLUSTERS} clusters at most: remove one first")
        else:
            self._views.canvas.chips["clusters"].setChecked(True)  # what is hidden cannot be moved by keys
            self._on_cluster_wanted(self._new_place())

    def _new_place(self) -> QPointF:
        canvas = self._views.canvas.canvas
        area, selected = canvas.area, canvas.editor.selected
        if selected is None:
            return QPointF((area.left + area.right) / 2, (area.bottom + area.top) / 2)
        x, y = self._session.experiment.data.clusters[selected].mean
        away = _BESIDE * (area.right - area.left)
        return QPointF(x + away if x + away < area.right else x - away, y)

    def _on_ellipse_edited(self, number: int, ellipse: Ellipse, what: str) -> None:
        data = self._session.experiment.data
        clusters = list(data.clusters)
        self._edits_by_hand = True
        try:
            clusters[number] = with_ellipse(clusters[number], ellipse, self._views.canvas.canvas.pixel)
        except RecipeError as error:
            self.refused.emit(str(error))
        else:
            edited = msgspec.structs.replace(data, clusters=tuple(clusters))
            self.data_edited.emit(edited, f"{what} of {clusters[number].name}")
        finally:
            self._edits_by_hand = False

    def _on_gesture_ended(self) -> None:
        self._session.end_gesture()
        # What the hand did may have been refused.
        self._views.show_clusters(self._session.experiment.data.clusters, by_hand=True)

    def _on_gesture_cancelled(self, number: int, what: str) -> None:
        self._edits_by_hand = True
        self._session.cancel_gesture(f"{what} of {self._session.experiment.data.clusters[number].name}")
        self._edits_by_hand = False

    def _on_cluster_wanted(self, place: QPointF) -> None:
        n_before = len(self._session.experiment.data.clusters)
        self._data_panel.add_cluster(place.x(), place.y())
        self._select_new(n_before)

    def _on_cluster_command(self, name: str, number: int) -> None:
        n_before = len(self._session.experiment.data.clusters)
        self._data_panel.command(name, number)
        self._select_new(n_before)

    def _select_new(self, n_before: int) -> None:
        """The next key on the canvas is meant for what was just made there."""
        n_now = len(self._session.experiment.data.clusters)
        if n_now > n_before:
            self._views.canvas.canvas.editor.select(n_now - 1)
            self._views.canvas.canvas.setFocus()
