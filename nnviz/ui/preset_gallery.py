"""The gallery: all presets to choose from, dropped down where one is asked for."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from nnviz.experiment.presets import PRESETS
from nnviz.ui.preset_cards import PresetCards
from nnviz.ui.theme import Theme

_MOST_COLUMNS = 5
_MARGIN = 8
_SCROLL_BAR = 12
_SPARE = 2
_MOST_OF_SCREEN = 0.9


class PresetGallery(QDialog):
    """A card for each preset. It goes away when one is chosen, with Escape, and with a press beside it.

    Parameters
    ----------
    theme : Theme
    name : str
        Of the experiment there is: the keyboard begins at the preset called so.
    parent : QWidget

    Signals
    -------
    preset_chosen(str)
        The key of the preset to begin with.
    """

    preset_chosen = Signal(str)

    def __init__(self, theme: Theme, name: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("gallery")
        self.setWindowTitle("New from preset")
        self.setAccessibleName("New from preset")
        self.cards = PresetCards(theme)
        column = QVBoxLayout(self)
        margin = theme.px(_MARGIN)
        column.setContentsMargins(margin, margin, margin, margin)
        column.addWidget(self.cards)
        screen = self.screen().availableGeometry().size()
        size, scrolls = _fitting(self.cards.cell, margin, theme.px(_SCROLL_BAR), screen)
        # Not "as needed": then the list keeps a place free for the bar, and the last column falls to the next line.
        bar = Qt.ScrollBarPolicy.ScrollBarAlwaysOn if scrolls else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.cards.setVerticalScrollBarPolicy(bar)
        self.resize(size)
        self.cards.show_current(name)
        self.cards.setFocus()
        self.cards.preset_chosen.connect(self._on_chosen)

    def open_below(self, widget: QWidget) -> None:
        """Show it under a widget, or over the middle of the window where that is hidden."""
        window = widget.window()
        if widget.isVisible():
            corner = widget.mapToGlobal(widget.rect().bottomLeft())
        else:
            corner = window.mapToGlobal(window.rect().center() - self.rect().center())
        self.move(_kept_within(self.screen().availableGeometry(), QRect(corner, self.size())))
        self.show()

    def _on_chosen(self, key: str) -> None:
        self.accept()
        self.preset_chosen.emit(key)


def _fitting(cell: QSize, margin: int, bar: int, screen: QSize) -> tuple[QSize, bool]:
    """As many columns as the screen has room for, and as high as the cards are, or a scroll bar; whether it has one."""
    room = screen * _MOST_OF_SCREEN - QSize(2 * margin, 2 * margin)
    n_columns = min(max(room.width() // cell.width(), 1), _MOST_COLUMNS)
    n_rows = -(-len(PRESETS) // n_columns)
    height = n_rows * cell.height()
    width = n_columns * cell.width() + _SPARE
    scrolls = height > room.height()
    if scrolls:
        width, height = width + bar, room.height()
    return QSize(width + 2 * margin, height + 2 * margin), scrolls


def _kept_within(screen: QRect, place: QRect) -> QPoint:
    return QPoint(
        max(screen.left(), min(place.left(), screen.right() - place.width())),
        max(screen.top(), min(place.top(), screen.bottom() - place.height())),
    )
