"""Presentation: a window that a whole room can follow, until the same key, and then exactly the window of before."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

from nnviz.ui.actions import Actions
from nnviz.ui.appearance import Appearance
from nnviz.ui.run_bar import RunBar
from nnviz.ui.views import Views
from nnviz.ui.workspace import Workspace

_WIDTH, _HEIGHT = 680, 500
"""Pixels, at normal text size, that a presented window needs: everything is enlarged until it has no more."""
_SETTLED = 150
"""Milliseconds after which a window whose size is being changed is taken to have its new one."""


class Presentation(QObject):
    """Puts away what only the hand at the mouse needs, and makes the rest as large as the window lets it be.

    Parameters
    ----------
    window : QMainWindow
    views : Views
    workspace : Workspace
    run_bar : RunBar
    actions : Actions
    appearance : Appearance
    """

    def __init__(
        self,
        window: QMainWindow,
        views: Views,
        *,
        workspace: Workspace,
        run_bar: RunBar,
        actions: Actions,
        appearance: Appearance,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._workspace = workspace
        self._run_bar = run_bar
        self._actions = actions
        self._appearance = appearance
        self._views = views
        self._menu = self._make_menu()
        self._had_panels = True
        self._is_on = False
        self._title = ""
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLED)
        self._settling.timeout.connect(self._fit)
        window.installEventFilter(self)
        actions["present"].setEnabled(True)

    def show_title(self, title: str) -> None:
        """Say above the canvas, while it is presented, what is being shown."""
        self._title = title
        if self._is_on:
            self._views.canvas.present(title)

    def show(self, presents: bool) -> None:
        """Present the window, or return to it as it was."""
        if presents == self._is_on:
            return
        self._is_on = presents
        self._window.setUpdatesEnabled(False)  # what changes place in between is nobody's business
        if presents:
            self._begin()
        else:
            self._end()
        QTimer.singleShot(0, self, self._on_laid_out)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape, where nobody else wants it, ends it; in another window everything is as large as fits that."""
        if self._is_on and event.type() == QEvent.Type.Resize:
            self._settling.start()
        if self._is_on and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            is_escape = event.key() == Qt.Key.Key_Escape
            if is_escape:
                self._actions["present"].setChecked(False)
            return is_escape
        return super().eventFilter(watched, event)

    def _make_menu(self) -> QMenu:
        """What a presenter may want while the menus are put away: another view, the settings, the way back."""
        menu = QMenu(self._window)
        for dock in self._views.docks:
            menu.addAction(dock.toggleViewAction())
        menu.addSeparator()
        for key in ("panels", "full-screen", "present"):
            menu.addAction(self._actions[key])
        return menu

    @property
    def _center(self) -> QWidget:
        """What is around the workspace: the keyboard is with it when it is with nobody."""
        return self._window.centralWidget() or self._window

    def _begin(self) -> None:
        self._workspace.set_aside()
        self._had_panels = self._actions["panels"].isChecked()
        self._window.addActions(self._actions.all)  # keys of menus that are not seen do nothing
        if not self._views.canvas.canvas.hasFocus():  # what is put away must not have the keyboard
            self._center.setFocus()
        self._show_controls(shown=False)
        self._views.canvas.present(self._title)
        self._fit()
        self._views.arrange_for_room(self._workspace)

    def _end(self) -> None:
        self._settling.stop()
        self._show_controls(shown=True)
        self._views.canvas.present(None)
        self._appearance.present(None)

    def _show_controls(self, *, shown: bool) -> None:
        self._window.menuBar().setVisible(shown)
        self._window.statusBar().setVisible(shown)
        self._actions["panels"].setChecked(shown and self._had_panels)
        for key in ("larger", "smaller"):  # it is as large as it can be
            self._actions[key].setEnabled(shown)
        self._run_bar.present(self._menu, presents=not shown)

    def _fit(self) -> None:
        size = self._window.size()
        self._appearance.present(min(size.width() / _WIDTH, size.height() / _HEIGHT))

    def _on_laid_out(self) -> None:
        """The docks get their places back when all around them has its size again."""
        if not self._is_on:
            for part in (self._window, self._center):
                if (layout := part.layout()) is not None:
                    layout.activate()
            self._workspace.bring_back()
        self._window.setUpdatesEnabled(True)
