"""The main window: puts panels and views beside one another and wires them to the session."""

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QEvent, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QMainWindow,
    QMenu,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from nnviz.data.ellipse import Ellipse
from nnviz.data.set_aside import count_test_points
from nnviz.experiment.data_spec import DataSpec
from nnviz.experiment.documents import SUFFIX
from nnviz.experiment.network_spec import NetworkSpec
from nnviz.experiment.presets import PRESETS, preset
from nnviz.experiment.quantity import RecipeError
from nnviz.experiment.training_spec import TrainingSpec
from nnviz.session.given_start import start_from
from nnviz.session.mend import Mend, find_mend
from nnviz.session.session import Session
from nnviz.session.settings import LARGEST_TEXT, SMALLEST_TEXT, THEMES, Settings
from nnviz.session.update import RunState, RunUpdate
from nnviz.ui.about import show_about
from nnviz.ui.actions import Actions
from nnviz.ui.document_dialogs import Unsaved, ask_about_unsaved, ask_file_to_open, ask_file_to_save, show_problem
from nnviz.ui.frame_clock import FrameClock
from nnviz.ui.icons import icon
from nnviz.ui.panels.data_panel import DataPanel
from nnviz.ui.panels.network_panel import NetworkPanel
from nnviz.ui.panels.training_panel import TrainingPanel
from nnviz.ui.run_bar import ActionButton, RunBar
from nnviz.ui.status_line import StatusLine
from nnviz.ui.stylesheet import stylesheet
from nnviz.ui.theme import Theme, dark, light
from nnviz.ui.toast import Toast

if TYPE_CHECKING:
    from nnviz.ui.views import Views

_PANEL_WIDTH, _PANEL_MARGINS = 242, 54
_TEXT_STEP = 1.1
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
        self._was_painted = False
        self._said = (0, "")
        self._mend: Mend | None = None
        self._edits_by_hand = False
        self.run_has_ended = True
        self.actions_ = Actions(self, self._handlers(), self._enter_typing)
        self.data_panel = DataPanel()
        self.network_panel = NetworkPanel()
        self.training_panel = TrainingPanel()
        self.run_bar = RunBar(self.actions_["reset"], self.actions_["play"], self.actions_["step"])
        self.status_line = StatusLine()
        self._workspace = QMainWindow()
        self._workspace.setWindowFlags(Qt.WindowType.Widget)
        self._lay_out()
        self._menus = self.actions_.build_menus(self.menuBar())
        self._add_preset_menu()
        self.toast = Toast(self, ActionButton(self.actions_["mend"]))
        self.clock = FrameClock(session.worker.gate, self)
        self._wire()
        self.theme = self._chosen_theme()
        self._show_settings()
        self._show_mend(None)
        self._show_recipe()
        self._show_document()
        self._apply_theme()  # after all is built: whatever is put elsewhere in a window with a sheet is dressed anew
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

    def add_views(self, views: "Views") -> None:
        """Put the views in their places and show the run in them."""
        self._views = views
        views.put_into(self._workspace)
        views.set_theme(self.theme)
        self._wire_canvas(views)
        views.show_clusters(self._session.experiment.data.clusters, by_hand=False)
        for dock in views.docks:
            self._menus["&View"].insertAction(self.actions_["reset-zoom"], dock.toggleViewAction())
        if layout := self._settings.layout("docks"):
            self._workspace.restoreState(layout)
        else:  # once the window has its size: the docks take a share of it
            QTimer.singleShot(0, self, self._arrange_docks)
        if not self._take_update() and self._session.latest.dataset is not None:
            self._show_update(self._session.latest)

    # -- building ---------------------------------------------------------------------------------------------------

    def _handlers(self) -> dict:
        return {
            "open": self._on_open,
            "save": self._on_save,
            "save-as": self._on_save_as,
            "quit": self.close,
            "undo": self._session.undo,
            "redo": self._session.redo,
            "panels": self._on_panels_toggled,
            "reset-zoom": self._on_reset_zoom,
            "reset-layout": self._on_reset_layout,
            "larger": self._on_larger,
            "smaller": self._on_smaller,
            "theme-system": self._on_theme_chosen,
            "theme-light": self._on_theme_chosen,
            "theme-dark": self._on_theme_chosen,
            "full-screen": self._on_full_screen_toggled,
            "play": self._on_play,
            "step": self._session.step,
            "reset": self._on_reset,
            "mend": self._on_mend,
            "faster": self._on_faster,
            "slower": self._on_slower,
            "about": self._on_about,
        }

    def _lay_out(self) -> None:
        column = QWidget()
        column.setObjectName("column")
        panels = QVBoxLayout(column)
        panels.setContentsMargins(0, 0, 6, 0)
        panels.setSpacing(8)
        for panel in (self.data_panel, self.network_panel, self.training_panel):
            panels.addWidget(panel)
        panels.addStretch(1)
        self._panels = QScrollArea()
        self._panels.setWidgetResizable(True)
        self._panels.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # One without a background. Its own, asked for by `viewport()`, would cost .05 s at the start: to find out of
        # which class a widget is that Qt made, PySide6 builds all the hundred there are.
        self._panels.setViewport(QWidget())
        self._panels.setWidget(column)
        column.setAutoFillBackground(False)
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
        self._workspace.setDockNestingEnabled(True)

    def _add_preset_menu(self) -> None:
        menu = QMenu("&New from preset", self)
        for key, experiment in PRESETS.items():
            action = menu.addAction(experiment.name, self._on_preset_chosen)
            action.setObjectName(f"preset-{key}")
        first = self._menus["&File"].actions()[0]
        self._menus["&File"].insertMenu(first, menu)
        self.data_panel.preset_button.setMenu(menu)

    def _wire(self) -> None:
        session = self._session
        session.recipe_changed.connect(self._show_recipe)
        session.recipe_changed.connect(self._on_recipe_changed)
        session.document_changed.connect(self._show_document)
        session.run_restarted.connect(self._on_run_restarted)
        session.run_bent.connect(self._on_run_bent)
        self.data_panel.data_edited.connect(self._on_edited)
        self.network_panel.network_edited.connect(self._on_edited)
        self.network_panel.given_start_wanted.connect(self._on_given_start_wanted)
        self.training_panel.training_edited.connect(self._on_edited)
        for panel in (self.data_panel, self.network_panel, self.training_panel):
            panel.refused.connect(self._on_refused)
        self.run_bar.speed.speed_edited.connect(session.set_speed)
        self.clock.frame_due.connect(self._on_frame_due)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_colors_changed)

    def _wire_canvas(self, views: "Views") -> None:
        canvas = views.canvas.canvas
        canvas.ellipse_edited.connect(self._on_ellipse_edited)
        canvas.gesture_began.connect(self._session.begin_gesture)
        canvas.gesture_ended.connect(self._on_gesture_ended)
        canvas.cluster_wanted.connect(self._on_cluster_wanted)
        canvas.cluster_command.connect(self._on_cluster_command)

    # -- showing ----------------------------------------------------------------------------------------------------

    def _show_recipe(self) -> None:
        experiment = self._session.experiment
        data = experiment.data
        self.data_panel.show_data(data, experiment.name)
        self.status_line.show_hint(has_clusters=bool(data.clusters))
        if self._views is not None:
            self._views.show_clusters(data.clusters, by_hand=self._edits_by_hand)
        self.network_panel.show_network(experiment)
        n_training = data.n_points - count_test_points(data.n_points, data.test_share)
        has_dropout = any(layer.dropout > 0 for layer in experiment.network.hidden_layers)
        self.training_panel.show_training(experiment.training, n_training, has_dropout=has_dropout)
        for key, what in zip(("undo", "redo"), self._session.undo_texts, strict=True):
            self.actions_[key].setEnabled(what is not None)
            name = what.replace("&", "&&") if what else ""
            self.actions_[key].setText(f"&{key.capitalize()}" + (f" change of {name}" if what else ""))
        self._show_play()

    def _show_document(self) -> None:
        path = self._session.path
        name = path.name if path else self._session.experiment.name
        self.setWindowTitle(f"{name}[*] — nnviz")
        self.setWindowModified(self._session.is_modified)
        self.setWindowFilePath(str(path) if path else "")

    def _show_update(self, update: RunUpdate) -> None:
        n_steps = self._session.experiment.training.n_steps
        self.run_bar.show_update(update, n_steps)
        self.status_line.show_update(update)
        self._show_mend(find_mend(self._session.experiment, update))
        if self._views is not None:
            is_fast = update.state is RunState.TRAINING and update.steps_per_second > _STEPS_TO_FOLLOW
            self._views.show_update(update, n_steps, at_once=not is_fast)
        self._show_play()

    def _show_play(self) -> None:
        plays = self._session.plays
        state = self._session.latest.state
        play = self.actions_["play"]
        if state is RunState.FINISHED and not plays:
            tip = "Train again from the start"
        else:
            tip = "Stop training" if plays else "Train the network"
        if play.iconText() != ("Pause" if plays else "Play") or play.toolTip() != tip:
            play.setText("&Pause" if plays else "&Play")
            play.setIconText("Pause" if plays else "Play")
            play.setIcon(icon("pause" if plays else "play", self.theme.on_accent))
            play.setToolTip(tip)
        self.actions_["step"].setEnabled(state is not RunState.FINISHED)

    def _show_mend(self, mend: Mend | None) -> None:
        """Have ready what would mend the run; None where there is nothing to mend, or no way."""
        self._mend = mend
        action = self.actions_["mend"]
        action.setEnabled(mend is not None)
        if mend is None:
            action.setText("&Mend the run")
            self.toast.withdraw()
        else:
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            action.setText(f"&Mend: {mend.text[:1].lower()}{mend.text[1:]}")
            action.setIconText(f"{mend.text}  ({keys})")

    # -- theme and layout -------------------------------------------------------------------------------------------

    def _chosen_theme(self) -> Theme:
        chosen = self._settings.theme
        system_is_dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        make = dark if chosen == "dark" or (chosen == "system" and system_is_dark) else light
        return make(self._settings.text_size)

    def _show_settings(self) -> None:
        for name in THEMES:
            action = self.actions_[f"theme-{name}"]
            action.blockSignals(True)
            action.setChecked(name == self._settings.theme)
            action.blockSignals(False)
        self.actions_["panels"].setChecked(True)

    def _apply_theme(self) -> None:
        theme = self.theme
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.setPalette(theme.palette())
            application.setFont(theme.font())
            sheet = stylesheet(theme)
            if application.styleSheet() != sheet:  # setting it dresses every widget anew
                application.setStyleSheet(sheet)
        self._panels.setFixedWidth(theme.px(_PANEL_WIDTH) + _PANEL_MARGINS)
        self.actions_.set_theme(theme)
        self.actions_["play"].setIcon(icon("pause" if self._session.plays else "play", theme.on_accent))
        for part in (self.data_panel, self.network_panel, self.training_panel, self.run_bar, self.toast):
            part.set_theme(theme)
        if self._views is not None:
            self._views.set_theme(theme)

    def _change_theme(self) -> None:
        self.theme = self._chosen_theme()
        self._apply_theme()

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
        if self._views is not None and self._views.is_busy:
            self._views.refresh(is_live=is_live)
            return
        if not self._take_update() and self._views is not None:
            self._views.refresh(is_live=is_live)

    def _take_update(self) -> bool:
        """Show the latest moment of the run; False where nothing new has come."""
        update = self._session.take_update()
        if update is None:
            return False
        self._show_update(update)
        self._say_once(update)
        return True

    def _say_once(self, update: RunUpdate) -> None:
        """A message of the run, the first time it comes."""
        if update.message and (update.run, update.message) != self._said:
            if self._mend is not None:
                self.toast.offer(update.message)
            else:
                self.toast.say(update.message, is_warning=update.state in {RunState.DIVERGED, RunState.FAILED})
        self._said = (update.run, update.message)

    def _on_play(self) -> None:
        if self._session.plays:
            self._session.pause()
        else:
            if self._session.has_ended:
                self.toast.say("New run from step 0, with the same start")
            self._session.play()
        self._show_play()

    def _on_reset(self) -> None:
        self._session.reset()
        self._show_mend(None)
        self.toast.put_away()  # what it says of the run before is true no more
        self._show_play()

    def _on_mend(self) -> None:
        """Change what made the run diverge, and train again from the start."""
        mend = self._mend
        if mend is None:  # what was still being typed has just changed the recipe
            return
        self._session.begin_gesture()  # an undo of its own, however soon it comes after another edit of the same
        self._on_edited(mend.part, mend.what)
        self._session.end_gesture()
        self._session.reset()
        self._session.play()
        self._show_play()
        self.toast.say(f"New run from step 0: {mend.what} changed")

    def _on_faster(self) -> None:
        self.run_bar.speed.go_faster(1)

    def _on_slower(self) -> None:
        self.run_bar.speed.go_faster(-1)

    def _on_run_restarted(self, what: str) -> None:
        self.toast.say(f"New run from step 0: {what} changed")

    def _on_run_bent(self, what: str) -> None:
        if what == TrainingPanel.END:
            self.toast.say(f"The run now ends at step {self._session.experiment.training.n_steps:,}")
            return
        start = "Training goes on" if self._session.plays else "From the next step on"
        self.toast.say(f"{start}: {what} changed. Reset runs all of it that way")

    def _on_recipe_changed(self) -> None:
        self._show_mend(None)

    def _on_edited(self, part: DataSpec | NetworkSpec | TrainingSpec, what: str) -> None:
        try:
            self._session.edit(part, what)
        except RecipeError as error:  # each part may be right and the whole not: given weights fit one network alone
            self._show_recipe()
            self._on_refused(str(error))

    def _on_ellipse_edited(self, number: int, ellipse: Ellipse, what: str) -> None:
        # Loaded with the views: it needs NumPy, which the window is painted without.
        from nnviz.experiment.cluster_ellipse import with_ellipse  # noqa: PLC0415

        data = self._session.experiment.data
        clusters = list(data.clusters)
        self._edits_by_hand = True
        try:
            clusters[number] = with_ellipse(clusters[number], ellipse)
        except RecipeError as error:
            self._on_refused(str(error))
        else:
            edited = msgspec.structs.replace(data, clusters=tuple(clusters))
            self._on_edited(edited, f"{what} of {clusters[number].name}")
        finally:
            self._edits_by_hand = False

    def _on_gesture_ended(self) -> None:
        self._session.end_gesture()
        if self._views is not None:  # what the hand did may have been refused
            self._views.show_clusters(self._session.experiment.data.clusters, by_hand=True)

    def _on_cluster_wanted(self, place: QPointF) -> None:
        n_before = len(self._session.experiment.data.clusters)
        self.data_panel.add_cluster(place.x(), place.y())
        self._select_new_cluster(n_before)

    def _on_cluster_command(self, name: str, number: int) -> None:
        n_before = len(self._session.experiment.data.clusters)
        self.data_panel.command(name, number)
        self._select_new_cluster(n_before)

    def _select_new_cluster(self, n_before: int) -> None:
        """The next key on the canvas is meant for what was just made there."""
        n_now = len(self._session.experiment.data.clusters)
        if self._views is not None and n_now > n_before:
            self._views.canvas.canvas.editor.select(n_now - 1)
            self._views.canvas.canvas.setFocus()

    def _on_given_start_wanted(self) -> None:
        try:
            start = start_from(self._session.latest.snapshot)
        except RecipeError as error:
            self._on_refused(str(error))
            return
        network = msgspec.structs.replace(self._session.experiment.network, initial_weights=start)
        self._on_edited(network, "the initial weights")

    def _on_refused(self, sentence: str) -> None:
        self.toast.say(sentence[:1].upper() + sentence[1:], is_warning=True)

    def _on_reset_zoom(self) -> None:
        if self._views is not None:
            self._views.reset_zoom()

    def _on_reset_layout(self) -> None:
        self._settings.forget_layout()
        self.actions_["panels"].setChecked(True)
        self._arrange_docks()

    def _arrange_docks(self) -> None:
        if self._views is not None:
            self._views.arrange(self._workspace)

    def _on_panels_toggled(self, shown: bool) -> None:
        self._panels.setVisible(shown)

    def _on_larger(self) -> None:
        self._settings.text_size = min(self._settings.text_size * _TEXT_STEP, LARGEST_TEXT)
        self._change_theme()

    def _on_smaller(self) -> None:
        self._settings.text_size = max(self._settings.text_size / _TEXT_STEP, SMALLEST_TEXT)
        self._change_theme()

    def _on_theme_chosen(self) -> None:
        self._settings.theme = self.sender().objectName().removeprefix("theme-")
        self._show_settings()
        self._change_theme()

    def _on_system_colors_changed(self) -> None:
        if self._settings.theme == "system":
            self._change_theme()

    def _on_full_screen_toggled(self, full: bool) -> None:
        if full:
            self.showFullScreen()
        else:
            self.showNormal()

    def _on_about(self) -> None:
        show_about(self)

    def _on_preset_chosen(self) -> None:
        key = self.sender().objectName().removeprefix("preset-")
        if self._may_leave_document():
            self._session.open_preset(preset(key))

    def _on_open(self) -> None:
        folder = str(self._session.path.parent) if self._session.path else ""
        if self._may_leave_document() and (path := ask_file_to_open(self, folder)):
            self.open_document(path)

    def open_document(self, path: Path) -> None:
        """Show the recipe in a file, or say why it cannot be shown."""
        try:
            self._session.open_document(path)
        except RecipeError as error:
            show_problem(self, "Cannot open the document", f"{path.name}: {error}")

    def _on_save(self) -> bool:
        path = self._session.path
        return self._on_save_as() if path is None else self._save(path)

    def _on_save_as(self) -> bool:
        name = f"{self._session.experiment.name}{SUFFIX}".replace("/", "-")
        proposal = str(self._session.path) if self._session.path else name
        path = ask_file_to_save(self, proposal)
        return path is not None and self._save(path)

    def _save(self, path: Path) -> bool:
        try:
            self._session.save(path)
        except OSError as error:
            show_problem(self, "Cannot save the document", f"{path.name} cannot be written: {error.strerror or error}")
            return False
        self.toast.say(f"Saved to {path.name}")
        return True

    def _enter_typing(self) -> None:
        """What stands in a field counts, also without Enter."""
        if isinstance(QApplication.focusWidget(), QLineEdit):
            self._center.setFocus()

    def _may_leave_document(self) -> bool:
        """Whether the recipe can be replaced: it is saved, or its edits may go."""
        self._enter_typing()
        if not self._session.is_modified:
            return True
        path = self._session.path
        answer = ask_about_unsaved(self, path.name if path else self._session.experiment.name)
        return answer is Unsaved.DISCARD or (answer is Unsaved.SAVE and self._on_save())

    # -- Qt's own ---------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and _belongs_to_focus(event):
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
        if not self._may_leave_document():
            event.ignore()
            return
        self._settings.set_layout("window", self.saveGeometry())
        if self._views is not None:
            self._settings.set_layout("docks", self._workspace.saveState())
        self.clock.stop()
        with contextlib.suppress(RuntimeError):
            QGuiApplication.styleHints().colorSchemeChanged.disconnect(self._on_system_colors_changed)
        self.hide()  # a long step may keep the thread for a while; nobody need look at it
        self.run_has_ended = self._session.close()
        event.accept()


def _belongs_to_focus(event: QKeyEvent) -> bool:
    """Whether the widget in use wants this key for itself: Space on a button, arrows on a slider."""
    focus = QApplication.focusWidget()
    if event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier):
        return False
    if isinstance(focus, (QAbstractButton, QComboBox)) and event.key() == Qt.Key.Key_Space:
        return True
    arrows = (Qt.Key.Key_Left, Qt.Key.Key_Right)
    return isinstance(focus, (QAbstractSlider, QComboBox)) and event.key() in arrows
