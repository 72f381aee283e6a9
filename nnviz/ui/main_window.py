"""The main window: puts panels and views beside one another and wires them to the session."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QMainWindow,
    QVBoxLayout,
    QWidget,
)

from nnviz.data.set_aside import count_test_points
from nnviz.experiment.documents import SUFFIX
from nnviz.session.session import Session
from nnviz.session.settings import Settings
from nnviz.session.update import RunState, RunUpdate
from nnviz.ui.actions import Actions
from nnviz.ui.appearance import Appearance
from nnviz.ui.documents import Documents
from nnviz.ui.edits import Edits
from nnviz.ui.focus_keys import belongs_to_focus
from nnviz.ui.frame_clock import FrameClock
from nnviz.ui.mending import Mending
from nnviz.ui.panel_column import PanelColumn
from nnviz.ui.panels.data_panel import DataPanel
from nnviz.ui.panels.network_panel import NetworkPanel
from nnviz.ui.panels.training_panel import TrainingPanel
from nnviz.ui.point_export import PointExport
from nnviz.ui.run_bar import ActionButton, RunBar
from nnviz.ui.run_control import RunControl
from nnviz.ui.status_line import StatusLine
from nnviz.ui.tables.file_drop import FileDrop
from nnviz.ui.tables.own_points import OwnPoints
from nnviz.ui.theme import Theme
from nnviz.ui.time_travel import TimeTravel
from nnviz.ui.toast import Toast
from nnviz.ui.workspace import Workspace

if TYPE_CHECKING:
    from nnviz.ui.best_possible import BestPossible
    from nnviz.ui.cluster_wiring import ClusterWiring
    from nnviz.ui.painting import PaintWiring
    from nnviz.ui.presentation import Presentation
    from nnviz.ui.region_modes import RegionModes
    from nnviz.ui.views import Views

_STEPS_TO_FOLLOW = 20
"""Steps a second that an eye may follow one by one; faster, the views take turns."""


class MainWindow(QMainWindow):
    """Everything a person sees.

    It stands before the views are there: they are handed in by `add_views` when pyqtgraph has been loaded.

    Signals
    -------
    first_painted()
        The window has been painted for the first time.

    Attributes
    ----------
    run_has_ended : bool
        False where the window closed in the middle of a step that would not end in time.
    """

    first_painted = Signal()

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__()
        self._session = session
        self._settings = settings
        self._views: Views | None = None
        self._best_possible: BestPossible | None = None
        self._region_modes: RegionModes | None = None
        self._painting: PaintWiring | None = None
        self._clusters: ClusterWiring | None = None
        self._presentation: Presentation | None = None
        self._was_painted = False
        self.run_has_ended = True
        self.actions_ = Actions(self)
        self.data_panel = DataPanel()
        self.data_panel.show_coordinates(settings.coordinates)
        self.network_panel = NetworkPanel()
        self.training_panel = TrainingPanel()
        self.run_bar = RunBar(self.actions_["reset"], self.actions_["play"], self.actions_["step"])
        self.status_line = StatusLine()
        self._workspace = Workspace()
        self._lay_out()
        self._menus = self.actions_.build_menus(self.menuBar())
        self.toast = Toast(self, ActionButton(self.actions_["mend"]))
        self.clock = FrameClock(session.worker.gate, self)
        self.appearance = Appearance(settings, self.actions_, self)
        self._documents = Documents(self, session, self._enter_typing)
        self._point_export = PointExport(self, session)
        self._own_points = OwnPoints(self, session, self.appearance)
        self._file_drop = FileDrop(self)
        self._edits = Edits(session, self.actions_, self.toast, self)
        self._run_control = RunControl(session, settings, self.actions_, self.toast, self)
        self._mending = Mending(session, self.actions_["mend"], self.toast, self)
        self.time_travel = TimeTravel(session, settings, self.actions_, self.toast, self)
        self._menus["&File"].insertMenu(self.actions_["export-points"], self._own_points.build_example_menu())
        self._wire()
        self.actions_.connect_to(self._handlers(), self._enter_typing)
        self.actions_["panels"].setChecked(True)
        self.actions_["present"].setEnabled(False)  # until the views are there
        self._show_recipe()
        self._edits.show_undo()
        self._documents.show_title()
        # After all is built: whatever is put elsewhere in a window with a sheet is dressed anew.
        self.appearance.apply()
        self._restore_window()
        self.clock.start()

    @property
    def session(self) -> Session:
        """What the window shows and edits."""
        return self._session

    @property
    def views(self) -> "Views | None":
        """Canvas, curves and weights, once they are there."""
        return self._views

    @property
    def theme(self) -> Theme:
        """What everything is drawn in."""
        return self.appearance.theme

    def receive_file(self, path: Path) -> None:
        """Open a file that was dropped on the window or comes from the system: a document, or else a table."""
        if path.suffix.lower() != SUFFIX:
            self._own_points.open(path)
        elif self._documents.may_leave():
            self._documents.open(path)

    def add_views(self, views: "Views") -> None:
        """Put the views in their places and show the run in them."""
        self._views = views
        views.curves.remember_in(self._settings)
        views.put_into(self._workspace)
        views.canvas.column.addWidget(self.time_travel.timeline)
        views.set_theme(self.theme)
        self._file_drop.leave_to_window(self._workspace)
        self._wire_clusters(views)
        self._wire_painting(views)
        self._wire_best_possible(views)
        self._wire_weights(views)
        self._wire_regions(views)
        self._wire_presentation(views)
        for dock in views.docks:
            self._menus["&View"].insertAction(self.actions_["reset-zoom"], dock.toggleViewAction())
        # Once all is laid out around the canvas: before, Qt gives the docks below it what it should have. Until then
        # nothing is painted, for the canvas would be seen without them.
        self._workspace.setUpdatesEnabled(False)
        QTimer.singleShot(0, self, self._restore_docks)
        if not self._take_update() and self._session.latest.dataset is not None:
            self._show_update(self._session.latest)

    # -- building ---------------------------------------------------------------------------------------------------

    def _handlers(self) -> dict:
        return {
            "new": self._on_preset_wanted,
            "open": self._documents.ask_and_open,
            "save": self._documents.save,
            "save-as": self._documents.save_as,
            "open-table": self._own_points.ask_and_open,
            "export-points": self._point_export.export,
            "quit": self.close,
            "undo": self._session.undo,
            "redo": self._session.redo,
            "copy-points": self._point_export.copy,
            "paste-points": self._own_points.paste,
            "paint": self._on_paint_toggled,
            "add-cluster": self._on_add_cluster,
            "panels": self._panels.setVisible,
            "best-possible": self._on_best_possible_toggled,
            "boundary": self._on_region_layers_toggled,
            "color-key": self._on_region_layers_toggled,
            "reset-zoom": self._on_reset_zoom,
            "reset-layout": self._on_reset_layout,
            "larger": self.appearance.enlarge,
            "smaller": self.appearance.shrink,
            "theme-system": self.appearance.choose_theme,
            "theme-light": self.appearance.choose_theme,
            "theme-dark": self.appearance.choose_theme,
            "present": self._on_present_toggled,
            "full-screen": self._on_full_screen_toggled,
            "play": self._run_control.play_or_pause,
            "step": self._session.step,
            "reset": self._run_control.reset,
            "mend": self._mending.mend,
            "faster": self._on_faster,
            "slower": self._on_slower,
            "train-on": self._run_control.choose_train_on,
            "play-back": self._on_play_back_toggled,
            "back": self.time_travel.go_back,
            "page-back": self.time_travel.page_back,
            "page-on": self.time_travel.page_on,
            "first": self.time_travel.go_to_first,
            "live": self.time_travel.go_live,
            "memory": self.time_travel.ask_memory,
            "about": self._on_about,
        }

    def _lay_out(self) -> None:
        self._panels = PanelColumn((self.data_panel, self.network_panel, self.training_panel))
        below = QHBoxLayout()
        below.setContentsMargins(10, 8, 10, 8)
        below.setSpacing(6)
        below.addWidget(self._panels)
        below.addWidget(self._workspace, 1)
        center = self._center = QWidget()
        rows = QVBoxLayout(center)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.run_bar)
        rows.addLayout(below, 1)
        self.setCentralWidget(center)
        # The keyboard begins with nobody, so that the first Space plays; a click beside the fields returns it there.
        center.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        center.setFocus()
        self.setStatusBar(self.status_line)

    def _wire(self) -> None:
        self._session.recipe_changed.connect(self._show_recipe)
        self.data_panel.data_edited.connect(self._edits.edit)
        self.data_panel.coordinates_edited.connect(self._on_coordinates_edited)
        self.network_panel.data_edited.connect(self._edits.edit)
        self.network_panel.network_edited.connect(self._edits.edit)
        self.network_panel.given_start_wanted.connect(self._edits.give_start)
        self.training_panel.training_edited.connect(self._edits.edit)
        for panel in (self.data_panel, self.network_panel, self.training_panel):
            panel.refused.connect(self._edits.refuse)
        self.run_bar.speed.speed_edited.connect(self._session.set_speed)
        self.run_bar.speed.speed_edited.connect(self.time_travel.choose_speed)
        self.clock.frame_due.connect(self._on_frame_due)
        self.clock.frame_due.connect(self.time_travel.playback.on_frame)
        self.appearance.theme_changed.connect(self._on_theme_changed)
        self._edits.was_refused.connect(self._show_recipe)
        self.data_panel.preset_button.clicked.connect(self.actions_["new"].trigger)
        self._documents.said.connect(self.toast.say)
        self._point_export.said.connect(self.toast.say)
        self._own_points.data_edited.connect(self._edits.edit)
        self._own_points.said.connect(self.toast.say)
        self._own_points.refused.connect(self._edits.refuse)
        self._file_drop.file_dropped.connect(self.receive_file)
        self.data_panel.table_wanted.connect(self._own_points.ask_and_open)
        self._run_control.was_reset.connect(self._mending.forget)
        self._mending.part_edited.connect(self._edits.edit)
        self._mending.mended.connect(self._run_control.show_state)

    def _wire_clusters(self, views: "Views") -> None:
        # Loaded with the views: it needs NumPy, which the window is painted without.
        from nnviz.ui.cluster_wiring import ClusterWiring  # noqa: PLC0415

        wiring = self._clusters = ClusterWiring(views, self._session, self.data_panel, self)
        wiring.data_edited.connect(self._edits.edit)
        wiring.refused.connect(self._edits.refuse)
        views.canvas.canvas.gesture_ended.connect(self._show_recipe)
        views.canvas.canvas.editor.gesture_cancelled.connect(self._show_recipe)

    def _wire_painting(self, views: "Views") -> None:
        # Loaded with the views, as the clusters are.
        from nnviz.ui.painting import PaintWiring  # noqa: PLC0415

        self._painting = PaintWiring(views, self._session, self.actions_["paint"], self)
        self._painting.data_edited.connect(self._edits.edit)
        self._painting.refused.connect(self._edits.refuse)
        self._painting.show_painting(self.actions_["paint"].isChecked())

    def _wire_best_possible(self, views: "Views") -> None:
        # Loaded with the views, as the clusters are.
        from nnviz.ui.best_possible import BestPossible  # noqa: PLC0415

        self._best_possible = BestPossible(views, self._session, self.actions_["best-possible"], self)
        self._best_possible.refused.connect(self._edits.refuse)
        self.clock.frame_due.connect(self._best_possible.refresh)

    def _wire_regions(self, views: "Views") -> None:
        # Loaded with the views, as the clusters are.
        from nnviz.ui.region_modes import RegionModes  # noqa: PLC0415

        self._region_modes = RegionModes(views, self._settings, self.actions_, self)
        self._menus["&View"].insertMenu(self.actions_["boundary"], views.canvas.region_button.regions)

    def _wire_weights(self, views: "Views") -> None:
        # Loaded with the views, as the clusters are.
        from nnviz.ui.weight_editing import WeightEditing  # noqa: PLC0415

        wiring = WeightEditing(views.weights, self._session, self._settings, self)
        wiring.said.connect(self.toast.say)
        wiring.refused.connect(self._edits.refuse)

    def _wire_presentation(self, views: "Views") -> None:
        # Loaded with the views, as the clusters are.
        from nnviz.ui.presentation import Presentation  # noqa: PLC0415

        self._presentation = Presentation(
            self,
            views,
            workspace=self._workspace,
            run_bar=self.run_bar,
            actions=self.actions_,
            appearance=self.appearance,
        )
        self._presentation.show_title(self._session.experiment.name)

    # -- showing ----------------------------------------------------------------------------------------------------

    def _show_recipe(self) -> None:
        experiment = self._session.experiment
        data = experiment.data
        self.data_panel.show_data(data, experiment.name)
        if self._views is not None and self._views.are_in_hand:
            return  # nothing else follows from where a cluster is; what does is shown when the hand lets go
        self._show_hint()
        if self._presentation is not None:
            self._presentation.show_title(experiment.name)
        self.network_panel.show_network(experiment)
        n_training = data.n_points - count_test_points(data.n_points, data.test_share)
        has_dropout = any(layer.dropout > 0 for layer in experiment.network.hidden_layers)
        self.training_panel.show_training(experiment.training, n_training, has_dropout=has_dropout)
        self._run_control.show_state()

    def _show_update(self, update: RunUpdate) -> None:
        n_steps = self._session.experiment.training.n_steps
        if update.is_ahead and self._views is not None:  # all else is about the network
            self._views.show_ahead(update)
            return
        self.time_travel.take_note(update)
        self._mending.look_at(update)
        if self._views is None:
            self._show_figures(update, n_steps)
        else:
            # A run that has just begun has no speed yet; most are fast.
            is_slow = 0.0 < update.steps_per_second <= _STEPS_TO_FOLLOW
            stands_still = update.state is not RunState.TRAINING
            at_once = (is_slow or stands_still) and not self._views.are_in_hand
            self._views.show_update(update, n_steps, self._show_figures, at_once=at_once)
        self._run_control.show_state()

    def _show_figures(self, update: RunUpdate, n_steps: int) -> None:
        """Show a moment around the views."""
        self.run_bar.show_update(update, n_steps)
        self.status_line.show_update(update)
        if update.dataset is not None:
            self.network_panel.show_dataset(update.dataset)
        self.time_travel.timeline.show_update(update)

    def _restore_docks(self) -> None:
        try:
            self._arrange_docks()  # in any case: a layout that was kept by an older nnviz knows not all of them
            layout = self._settings.layout("docks")
            if layout is not None:
                self._workspace.restoreState(layout)
        finally:
            self._workspace.setUpdatesEnabled(True)

    def _restore_window(self) -> None:
        geometry = self._settings.layout("window")
        if geometry is None or not self.restoreGeometry(geometry):
            screen = QGuiApplication.primaryScreen().availableGeometry()
            self.resize(min(1440, screen.width()), min(900, screen.height()))

    # -- slots ------------------------------------------------------------------------------------------------------

    def _on_first_painted(self) -> None:
        if self.isVisible():  # who closes it as fast as that wants no run and no views any more
            self.first_painted.emit()

    def _on_frame_due(self) -> None:
        is_live = self._session.latest.state is RunState.TRAINING
        views = self._views
        if views is None:
            self._take_update()
            return
        in_hand = views.are_in_hand  # then the canvas shows every moment, and the others what they come to
        has_new = (in_hand or not views.is_busy) and self._take_update()
        if in_hand and self._session.is_behind:
            # What a hand did last is to be seen before it does more: else a slow run shows nothing until it lets go.
            views.go_on()
        else:
            views.refresh(is_live=is_live, has_time=in_hand or not has_new)
        self.clock.hurry(views.are_in_hand)

    def _take_update(self) -> bool:
        """Show the latest moment of the run; False where nothing new has come."""
        update = self._session.take_update()
        if update is None:
            return False
        self._show_update(update)
        self._mending.say_once(update)
        return True

    def _on_faster(self) -> None:
        self.run_bar.speed.go_faster(1)

    def _on_slower(self) -> None:
        self.run_bar.speed.go_faster(-1)

    def _on_play_back_toggled(self, plays: bool) -> None:
        self.time_travel.play_back(plays)
        self._run_control.show_state()

    def _on_paint_toggled(self, paints: bool) -> None:
        if self._painting is not None:  # before the views are there nothing can be painted on; they will ask
            self._painting.show_painting(paints)
        self._show_hint()

    def _on_add_cluster(self) -> None:
        if self._clusters is not None:  # before the views are there, there is no middle to put it in
            self._clusters.add_cluster()

    def _show_hint(self) -> None:
        has_clusters = bool(self._session.experiment.data.clusters)
        self.status_line.show_hint(has_clusters=has_clusters, paints=self.actions_["paint"].isChecked())

    def _on_best_possible_toggled(self) -> None:
        if self._best_possible is not None:  # before the views are there nothing can show it; they will ask
            self._best_possible.show_best()

    def _on_region_layers_toggled(self) -> None:
        if self._region_modes is not None:  # before the views are there nothing can show them; they will ask
            self._region_modes.show_layers()

    def _on_reset_zoom(self) -> None:
        if self._views is not None:
            self._views.reset_zoom()

    def _on_coordinates_edited(self, key: str) -> None:
        self._settings.coordinates = key

    def _on_present_toggled(self, presents: bool) -> None:
        if self._presentation is not None:
            self._presentation.show(presents)
            if presents:
                self.toast.say("F5 or Escape returns to the whole window")

    def _on_reset_layout(self) -> None:
        self.actions_["present"].setChecked(False)
        self._settings.forget_layout()
        self.actions_["panels"].setChecked(True)
        self._arrange_docks()

    def _arrange_docks(self) -> None:
        if self._views is not None:
            self._workspace.forget()
            self._views.arrange(self._workspace)

    def _on_full_screen_toggled(self, full: bool) -> None:
        if full:
            self.showFullScreen()
        else:
            self.showNormal()

    def _on_preset_wanted(self) -> None:
        self._documents.choose_preset(self.theme, self.data_panel.preset_button)

    def _on_about(self) -> None:
        # Here and not above: it loads what reads the packages' licences, which the window is painted without.
        from nnviz.ui.about import show_about  # noqa: PLC0415

        show_about(self, self.theme, self._session.latest.help)

    def _enter_typing(self) -> None:
        """What stands in a field counts, also without Enter."""
        if isinstance(QApplication.focusWidget(), QLineEdit):
            self._center.setFocus()

    def _on_theme_changed(self, theme: Theme) -> None:
        self.actions_.set_theme(theme)
        parts = (self.data_panel, self.network_panel, self.training_panel, self.run_bar, self.toast)
        for part in (*parts, self._panels, self._workspace, self._run_control, self.time_travel):
            part.set_theme(theme)
        if self._views is not None:
            self._views.set_theme(theme)

    # -- Qt's own ---------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and belongs_to_focus(event):
            event.accept()
            return True
        handled = super().event(event)
        if event.type() == QEvent.Type.Paint and not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self, self._on_first_painted)
        return handled

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "toast") and self.toast.isVisible():
            self.toast.place()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._documents.may_leave():
            event.ignore()
            return
        self._settings.set_layout("window", self.saveGeometry())
        if self._views is not None:
            self._settings.set_layout("docks", self._workspace.layout_to_keep())
        self.clock.stop()
        self.appearance.leave_system()
        self.hide()  # a long step may keep the thread for a while; nobody need look at it
        self.run_has_ended = all([self._own_points.stop(), self._point_export.stop(), self._session.close()])
        event.accept()
