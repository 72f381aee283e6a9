"""A button that shows a class's mark in its colour, and opens the palette."""

import html
from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from nnviz.ui.class_marks import N_MARKS, mark_icon, mark_name
from nnviz.ui.theme import Theme


class ColorButton(QToolButton):
    """The palette is a menu: arrow keys and first letters choose, as in any other.

    Signals
    -------
    color_edited(int)
        The user chose this number of the palette. Never sent by `show_color`.
    """

    color_edited = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._color = 0
        self._name = ""
        self._owners: dict[int, str] = {}
        self._theme: Theme | None = None
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(self)
        menu.aboutToShow.connect(self._fill_menu)
        menu.triggered.connect(self._on_triggered)
        self.setMenu(menu)

    def show_color(self, name: str, color: int, owners: Mapping[int, str]) -> None:
        """Show the colour of the class `name`, knowing whose the others are: number of the colour → name of a class."""
        self._name, self._color, self._owners = name, color, dict(owners)
        self.setToolTip(f"Colour and mark of {html.escape(name)}")
        self.setAccessibleName(f"Colour of {name}: {mark_name(color)}")
        self._show_icon()

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self._theme = theme
        self._show_icon()

    def _show_icon(self) -> None:
        if self._theme is not None:
            self.setIcon(mark_icon(self._color, self._theme))

    def _fill_menu(self) -> None:
        menu = self.menu()
        menu.clear()
        for number in range(N_MARKS):
            text = mark_name(number).capitalize()
            if number == self._color:
                text += "  ✓"
            elif number in self._owners:
                text += f" – swap with {self._owners[number]}".replace("&", "&&")
            action = menu.addAction(text)
            action.setData(number)
            if self._theme is not None:
                action.setIcon(mark_icon(number, self._theme))
            if number == self._color:
                menu.setActiveAction(action)

    def _on_triggered(self, action: QAction) -> None:
        if action.data() != self._color:
            self.color_edited.emit(action.data())
