"""Chips beside one another, the rarer of them behind a last one where there is not room for all."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

_SPACING = 6


class ChipRow(QWidget):
    """A row of switches, at the right end of its room.

    Attributes
    ----------
    more : QToolButton
        Opens a menu of the rarer chips; to be seen only where they are not.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kept: list[QToolButton] = []
        self._rare: list[QToolButton] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(_SPACING)
        self._row.addStretch(1)
        self.more = make_chip()
        self.more.setText("More")
        self.more.setToolTip("What else can be shown")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self.more)
        self._menu.setToolTipsVisible(True)
        self._menu.aboutToShow.connect(self._on_about_to_show)
        self.more.setMenu(self._menu)
        self.more.hide()
        self._row.addWidget(self.more)

    def add(self, chip: QToolButton, *, is_rare: bool) -> None:
        """Put a chip at the end; a rare one may go into the menu."""
        (self._rare if is_rare else self._kept).append(chip)
        self._row.insertWidget(self._row.count() - 1, chip)
        self._fit()
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        return self._size_of([*self._kept, self.more] if self._rare else self._kept)

    def sizeHint(self) -> QSize:
        return self._size_of([*self._kept, *self._rare])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        has_room = self.width() >= self.sizeHint().width()
        for chip in self._rare:
            chip.setVisible(has_room)
        self.more.setVisible(bool(self._rare) and not has_room)

    def _size_of(self, chips: list[QToolButton]) -> QSize:
        for chip in chips:
            chip.ensurePolished()  # before its first showing it does not know its font
        sizes = [chip.sizeHint() for chip in chips]
        width = sum(size.width() for size in sizes) + _SPACING * max(len(sizes) - 1, 0)
        return QSize(width, max((size.height() for size in sizes), default=0))

    def _on_about_to_show(self) -> None:
        """The menu says what the chips would."""
        self._menu.clear()
        for chip in self._rare:
            entry = self._menu.addAction(chip.text())
            entry.setToolTip(chip.toolTip())
            entry.setCheckable(True)
            entry.setChecked(chip.isChecked())
            entry.setEnabled(chip.isEnabled())
            entry.triggered.connect(chip.click)


def make_chip() -> QToolButton:
    """A small round switch."""
    chip = QToolButton()
    chip.setProperty("chip", True)
    chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return chip
