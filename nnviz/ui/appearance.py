"""The appearance: light or dark and how large, as the settings or the system have it, applied to the window."""

import contextlib
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from nnviz.session.settings import LARGEST_TEXT, SMALLEST_TEXT, THEMES, Settings
from nnviz.ui.actions import Actions
from nnviz.ui.stylesheet import stylesheet
from nnviz.ui.theme import Theme, dark, light

_TEXT_STEP = 1.1


class Appearance(QObject):
    """Holds the theme that follows from the settings, and dresses the window in it, with all that opens over it.

    Parameters
    ----------
    settings : Settings
    actions : Actions
        The one of the theme that was chosen is ticked.
    window : QWidget

    Signals
    -------
    theme_changed(Theme)
        The window is dressed in it; what draws by itself is to follow.

    Attributes
    ----------
    theme : Theme
    """

    theme_changed = Signal(object)

    def __init__(self, settings: Settings, actions: Actions, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._actions = actions
        self._presented: float | None = None
        self.theme = self._chosen_theme()
        self._tick()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_colors_changed)

    def apply(self) -> None:
        """Dress the window as the settings say now.

        The sheet is the window's and not the application's: of the latter, Qt dresses a widget anew each time that it
        or what it is in finds a place, which took a third of the time that the views take to be made.
        """
        self.theme = self._chosen_theme()
        QApplication.setPalette(self.theme.palette())
        QApplication.setFont(self.theme.font())
        sheet = stylesheet(self.theme)
        if self._window.styleSheet() != sheet:  # setting it dresses everything in it anew
            self._window.setStyleSheet(sheet)
        self.theme_changed.emit(self.theme)

    def present(self, scale: float | None) -> None:
        """Make everything this large, for a room that looks on; None: as large as the settings say."""
        if scale != self._presented:
            self._presented = scale
            self.apply()

    def enlarge(self) -> None:
        """Make everything one size larger."""
        self._settings.text_size = min(self._settings.text_size * _TEXT_STEP, LARGEST_TEXT)
        self.apply()

    def shrink(self) -> None:
        """Make everything one size smaller."""
        self._settings.text_size = max(self._settings.text_size / _TEXT_STEP, SMALLEST_TEXT)
        self.apply()

    def choose_theme(self) -> None:
        """Take the theme of the action that sent this."""
        self._settings.theme = self.sender().objectName().removeprefix("theme-")
        self._tick()
        self.apply()

    def leave_system(self) -> None:
        """Follow the system's colours no more: the window closes."""
        with contextlib.suppress(RuntimeError):
            QGuiApplication.styleHints().colorSchemeChanged.disconnect(self._on_system_colors_changed)

    def _chosen_theme(self) -> Theme:
        chosen = self._settings.theme
        system_is_dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        make = dark if chosen == "dark" or (chosen == "system" and system_is_dark) else light
        own = self._settings.text_size
        return make(own) if self._presented is None else replace(make(max(own, self._presented)), presents=True)

    def _tick(self) -> None:
        for name in THEMES:
            action = self._actions[f"theme-{name}"]
            action.blockSignals(True)
            action.setChecked(name == self._settings.theme)
            action.blockSignals(False)

    def _on_system_colors_changed(self) -> None:
        if self._settings.theme == "system":
            self.apply()
